"""A question: what a text was understood to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

INTENTS = (
    "score_total",
    "score_instrument",
    "score_indicator",
    "score_subindicator",
    "score_item",
    "score_extremes",
    "score_compare",
    "score_explain",
    "what_if",
    "question_text",
    "analysis_topic",
    "limitations",
    "measure_list",
    "measure_detail",
    "measure_owner",
    "measure_period",
    "channel_list",
    "file_complaint",
    "file_grievance",
    "file_feedback",
    "case_status",
    "eservice_info",
    "no_gift_info",
    "contact_info",
    "greeting",
    "thanks",
    "help",
    "human_handoff",
    "cancel",
    "out_of_scope",
)
"""Everything that can be asked."""

UNSURE = "unsure"
"""The intent of a question that was not understood well enough to answer: offer its guesses."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent it may have been, with its probability (0 to 1)."""

    intent: str
    probability: float


@dataclass(frozen=True, slots=True)
class Question:
    """What a text was understood to ask.

    *slots* holds what was named: ``item`` ("e9"), ``candidates``
    ("e4,i4": items that the words may mean), ``indicator`` ("1".."10"), ``sub`` ("10.2"),
    ``instrument`` ("IIT", "EIT", "OIT"), ``source`` ("public", "survey"), ``scope`` ("indicator",
    "item", "instrument"), ``topic`` ("1".."7"), ``measure`` ("1.1".."7"), ``value`` ("100"),
    ``goal`` ("98"), ``limit`` ("99"), ``about`` ("privacy", "meaning"), ``year`` ("2567"),
    ``agency`` ("other"), ``kind``, ``case``. *guard* names the guard that decided it, *guesses* are
    the best three. *assumed* names in Thai what was taken from the conversation ("ข้อ e9"), "" where
    nothing was. *vague*: what it is about was looked for in its words and not surely found.
    """

    intent: str
    slots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    confidence: float = 1.0
    guesses: tuple[Guess, ...] = ()
    normalised: str = ""
    guard: str = ""
    assumed: str = ""
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What exists in the published dataset, so that understanding need not read it.

    *items* are item codes ("i1"), *indicators* "1".."10", *subindicators* "9.1", *measures*
    "1.1".."7", *topics* "1".."7"; *years* are fiscal years (B.E.) with scores, *plan_years* those
    with measures, *previous_years* those with only a total to compare with. *names* are the ways in
    which people write the agency's own name.
    """

    items: frozenset[str]
    indicators: frozenset[str]
    subindicators: frozenset[str]
    topics: frozenset[str]
    measures: frozenset[str]
    years: frozenset[int]
    plan_years: frozenset[int]
    previous_years: frozenset[int]
    names: frozenset[str] = frozenset()
