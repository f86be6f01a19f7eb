"""Whether every clean text follows from the printed one by the corrections register alone.

The register's entries for a place are applied in order to the verbatim text of that place; what
comes out must be the clean text. Only this does not need an entry: spaces and line breaks, the
star before a finding, the dash before a list entry, an item's code before its wording, and the
splitting of a measure's cell into its actions and steps.
"""

import re
from collections.abc import Iterator
from datetime import date

from data.dataset import Year
from data.published import Correction, Measure, Part, Score
from data.times import BUDDHIST_ERA, MONTHS
from data.year_files import Reprint

A_NUMBER = re.compile(r"[0-9]+\.[0-9]+")
BEFORE, AFTER = 15, 25  # letters shown around the spot where two texts part


def unexplained(year: Year) -> Iterator[str]:
    """In Thai: each text or number that differs from the print without a reason, and each entry of
    the register that corrects nothing."""
    for item in year.items:
        if item.text is not None:
            corrected = _correct(year, item.place, item.verbatim)
            yield from _unlike(item.place, corrected, item.code + _bare(item.text))
    yield from _findings(year)
    yield from _measures(year)
    yield from _limitation(year)
    for score in year.scores:
        if differs(score) and not registered(year, score.place, score.printed, score):
            yield f"{score.place}: แก้คะแนน {score.printed} แต่ไม่อยู่ในทะเบียน"
    yield from _idle(year)


def finding_place(topic: int, number: int) -> str:
    """How the register names a finding's place."""
    return f"ประเด็นที่ {topic} ข้อวิเคราะห์ที่ {number}"


def reprint_place(year: Year, reprint: Reprint) -> str:
    """How the register names a score's place in a topic's table."""
    instrument = next(item.instrument for item in year.items if item.code == reprint.code)
    return f"ประเด็นที่ {reprint.topic} ตาราง {instrument} ข้อ {reprint.code}"


def reprinted(year: Year, reprint: Reprint) -> Score:
    """The score that a topic's table prints again; of an e item the Public one."""
    return next(
        score
        for score in year.scores
        if score.code == reprint.code and score.part is not Part.EIT_SURVEY
    )


def differs(score: Score) -> bool:
    """Whether the score is not written as it is printed (o43 is printed 00.00)."""
    return score.printed != f"{score.points:.2f}"


def registered(year: Year, place: str, printed: str, score: Score) -> bool:
    """Whether the register explains that *printed* at *place* stands for the score's points."""
    corrected = f"{score.points:.2f}"
    return any(
        (entry.place, entry.printed, entry.corrected) == (place, printed, corrected)
        for entry in year.corrections
    )


# texts ------------------------------------------------------------------------------------


def _findings(year: Year) -> Iterator[str]:
    for topic in year.topics:
        for number, finding in enumerate(topic.findings, start=1):
            place = finding_place(topic.number, number)
            text = _bare(finding.text)
            yield from _unlike(place, _correct(year, place, finding.verbatim), text)
            if not text.startswith(_bare(finding.heading)):
                yield f"{place} heading: ไม่ใช่ต้นข้อความของข้อวิเคราะห์"


def _measures(year: Year) -> Iterator[str]:
    """The five cells of each row: heading, actions, who, steps, period.

    A row without a heading of its own carries on the heading of the row above.
    """
    above = ""
    for measure in year.measures:
        cells = _correct(year, measure.place, measure.verbatim).split("|")
        if len(cells) != 5:
            yield f"{measure.place}: verbatim ต้องมีห้าช่องคั่นด้วย |"
            continue
        heading = f"{measure.topic}.{_bare(measure.heading)}"
        wanted = {
            "heading": heading,
            "actions": _bare("".join(measure.actions)),
            "office, position": _bare(measure.office + measure.position),
            "steps": _bare("".join(measure.steps)),
            "start, end": _period(measure),
        }
        printed = [cells[0] or above, *cells[1:]]
        above = heading
        for (name, clean), cell in zip(wanted.items(), printed, strict=True):
            yield from _unlike(f"{measure.place} {name}", cell, clean)


def _limitation(year: Year) -> Iterator[str]:
    """The clean text is what the report puts in quotation marks."""
    if year.limitation is not None:
        corrected = _correct(year, year.limitation.place, year.limitation.verbatim)
        quoted = corrected.partition("“")[2].partition("”")[0]
        yield from _unlike(year.limitation.place, quoted, _bare(year.limitation.text))


def _unlike(place: str, corrected: str, clean: str) -> Iterator[str]:
    """Nothing when the bare texts are the same; else where they part."""
    if corrected != clean:
        pairs = enumerate(zip(corrected, clean, strict=False))
        shorter = min(len(corrected), len(clean))
        spot = next((index for index, (one, other) in pairs if one != other), shorter)
        here, there = (text[max(0, spot - BEFORE) : spot + AFTER] for text in (clean, corrected))
        yield f"{place}: ต่างจากที่พิมพ์โดยไม่อยู่ในทะเบียน ตรง “{here}” ที่พิมพ์ (แก้ตามทะเบียนแล้ว) คือ “{there}”"


def _period(measure: Measure) -> str:
    return f"{_thai_date(measure.start)}-{_thai_date(measure.end)}"


def _thai_date(day: date) -> str:
    return f"{day.day}{MONTHS[day.month - 1]}{day.year + BUDDHIST_ERA}"


def _correct(year: Year, place: str, verbatim: str) -> str:
    """The verbatim text with the register's entries for its place applied, bare."""
    text = verbatim
    for entry in year.corrections:
        if entry.place == place:
            text = text.replace(entry.printed, entry.corrected)
    return _bare(text)


def _bare(text: str) -> str:
    """Without spaces, line breaks, and the marks before findings and list entries."""
    return re.sub(r"\s", "", re.sub(r"(?m)^\s*[★-]\s*", "", text))


# entries of the register that correct nothing ---------------------------------------------


def _idle(year: Year) -> Iterator[str]:
    """Entries whose printed words or number do not stand at their place.

    Places of which the dataset has no text (a heading, the introduction) cannot be checked.
    """
    texts, numbers = dict(_texts(year)), set(_numbers(year))
    for entry in year.corrections:
        if (entry.place, entry.printed, entry.corrected) in numbers or _is_previous(year, entry):
            continue
        found = entry.printed in texts.get(entry.place, "")
        if entry.place in texts:
            texts[entry.place] = texts[entry.place].replace(entry.printed, entry.corrected)
        if not found and (entry.place in texts or A_NUMBER.fullmatch(entry.printed)):
            yield f"{entry.place}: ทะเบียนแก้ “{entry.printed}” แต่ไม่พบคำนี้ในที่ที่พิมพ์"


def _is_previous(year: Year, entry: Correction) -> bool:
    """Whether it corrects the year before's total, which that year's own report proves."""
    previous = year.result.previous
    return previous is not None and (previous.place, previous.printed) == (
        entry.place,
        entry.printed,
    )


def _numbers(year: Year) -> Iterator[tuple[str, str, str]]:
    """Every printed score: its place, the print, and what it stands for."""
    for score in year.scores:
        yield score.place, score.printed, f"{score.points:.2f}"
    for reprint in year.reprints:
        points = reprinted(year, reprint).points
        yield reprint_place(year, reprint), reprint.printed, f"{points:.2f}"


def _texts(year: Year) -> Iterator[tuple[str, str]]:
    yield from ((item.place, item.verbatim) for item in year.items)
    for topic in year.topics:
        for number, finding in enumerate(topic.findings, start=1):
            yield finding_place(topic.number, number), finding.verbatim
    yield from ((measure.place, measure.verbatim) for measure in year.measures)
    if year.limitation is not None:
        yield year.limitation.place, year.limitation.verbatim
