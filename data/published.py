"""Records of the published dataset: what the assessment report says, and how we know it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Part(StrEnum):
    """Which instrument part a score belongs to. EIT is asked twice; EIT alone is their mean."""

    ALL = "ALL"  # the agency's total
    IIT = "IIT"
    EIT = "EIT"
    EIT_PUBLIC = "EIT_PUBLIC"
    EIT_SURVEY = "EIT_SURVEY"
    OIT = "OIT"


class Level(StrEnum):
    """What a score is a score of."""

    TOTAL = "total"
    INSTRUMENT = "instrument"
    INDICATOR = "indicator"
    SUBINDICATOR = "subindicator"
    ITEM = "item"


class Basis(StrEnum):
    """How a number is known."""

    PRINTED = "printed"
    CORRECTED = "corrected"  # a proven misprint; Score.printed keeps what stands in the report
    RECOMPUTED = "recomputed"  # not printed; follows from printed numbers


@dataclass(frozen=True, slots=True)
class Score:
    """One published assessment result.

    *points* is out of 100, exact, as a Decimal (printed ones have two decimals). *printed* is the
    text that the report shows, "" where it prints none. *code* is "total", "IIT", "7", "10.2" or
    "e9". *note* says in Thai why *basis* is not ``printed``. *place* says in Thai where in the
    report it stands. *fiscal_year* is a Buddhist Era year (B.E. 2566 is 1 Oct 2022 to 30 Sep 2023).
    """

    fiscal_year: int
    part: Part
    level: Level
    code: str
    points: Decimal
    printed: str
    basis: Basis
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Result:
    """The agency's overall result of one fiscal year.

    *level* is the letter ("AA"), *verdict* its words ("ผ่านดีเยี่ยม"), *rank* its place among
    *rank_among*. *previous* is the year before's total where the report gives it.
    """

    fiscal_year: int
    total: Score
    level: str
    verdict: str
    rank: int | None
    rank_among: str
    previous: Score | None
    source: str  # the report's title, for citing


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the ten indicators, or a sub-indicator ("9.1"), with its name as published."""

    fiscal_year: int
    code: str
    instrument: str  # IIT, EIT, OIT
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Item:
    """One assessed item. *text* is None where the report prints no wording.

    *verbatim* is the wording with its misprints. *structure_source* says where membership of
    *subindicator* is known from ("" when the report itself shows it).
    """

    fiscal_year: int
    code: str
    instrument: str
    indicator: str
    subindicator: str
    text: str | None
    verbatim: str
    note: str
    place: str
    structure_source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One starred (★) finding of a topic: clean Thai, and the report's own words beside it."""

    heading: str
    text: str
    verbatim: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the seven topics of analysis: its items by code, in print order, and its findings.

    *note* says in Thai what is misprinted or mismatched in it.
    """

    fiscal_year: int
    number: int
    title: str
    items: tuple[str, ...]
    findings: tuple[Finding, ...]
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the plan: a row of the table in part 2.

    *code* is "1.1".."1.3" or "2".."7"; *topic* the topic's number; *actions* its parts in order
    (lettered ก ข ค where there are several), *steps* the procedure. *start* and *end* are CE dates,
    both inclusive. *plan_year* is the fiscal year (B.E.) it is for, *fiscal_year* the report's.
    """

    fiscal_year: int
    plan_year: int
    code: str
    topic: int
    heading: str
    actions: tuple[str, ...]
    office: str
    position: str
    steps: tuple[str, ...]
    start: date
    end: date
    verbatim: str
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Limitation:
    """What part 3 says about limitations."""

    fiscal_year: int
    text: str
    verbatim: str
    place: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the corrections register. *certain* is false where it is only probable."""

    fiscal_year: int
    place: str
    printed: str
    corrected: str
    reason: str
    certain: bool
