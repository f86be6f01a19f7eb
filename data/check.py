"""Checks the published dataset: recomputes every mean and the total, and counts completeness."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.dataset import Dataset, Year
from data.published import Basis, Level, Part, Score
from data.scoring import half_up, recompute

VERDICTS = {True: "ตรงกัน", False: "ไม่ตรง"}
EXPLAINED = "ตรงกัน (แก้ตามทะเบียน)"
HEADINGS = ("ปี", "แบบวัด", "รหัส", "ที่พิมพ์", "คำนวณได้", "ที่แก้", "ผล")


@dataclass(frozen=True, slots=True)
class Line:
    """One compared number: printed, recomputed, corrected; "" where there is none."""

    fiscal_year: int
    part: str
    code: str
    printed: str
    recomputed: str
    corrected: str
    verdict: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The whole check: every line, the counts, and what is wrong besides."""

    lines: tuple[Line, ...]
    counts: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything agrees, or is explained by the corrections register."""
        return not self.problems and all(line.ok for line in self.lines)


def check(dataset: Dataset) -> Report:
    """Compare what is printed with what follows from it, year by year."""
    lines: list[Line] = []
    counts: list[str] = []
    problems: list[str] = []
    for year in dataset.years:
        lines += _lines(year)
        counts.append(_counts(year))
        problems += _unexplained(year)
    return Report(tuple(lines), tuple(counts), tuple(problems))


def _lines(year: Year) -> Iterator[Line]:
    """Every number above the items, and every item that was corrected."""
    points = {(score.part, score.code): score.points for score in year.scores}
    exact = recompute(points, year.structure)
    for score in year.scores:
        found = exact.get((score.part, score.code))
        if score.level is not Level.ITEM and found is not None:
            yield _compare(score, half_up(found))
        elif score.level is Level.ITEM and score.basis is Basis.CORRECTED:
            yield _compare(score, _implied(year, score))


def _compare(score: Score, recomputed: Decimal) -> Line:
    ok = recomputed == score.points
    corrected = f"{score.points:.2f}" if score.basis is Basis.CORRECTED else ""
    return Line(
        fiscal_year=score.fiscal_year,
        part=score.part,
        code=score.code,
        printed=score.printed,
        recomputed=f"{recomputed:.2f}",
        corrected=corrected,
        verdict=EXPLAINED if ok and corrected else VERDICTS[ok],
        ok=ok,
    )


def _implied(year: Year, wrong: Score) -> Decimal:
    """The only value of a corrected item with which its indicator's printed score comes out.

    Where several two-decimal values do, the register's own value counts if it is among them.
    """
    if _indicator_agrees(year, wrong, wrong.points):
        return wrong.points
    return Decimal(wrong.printed)


def _indicator_agrees(year: Year, wrong: Score, value: Decimal) -> bool:
    points = {(score.part, score.code): score.points for score in year.scores}
    points[wrong.part, wrong.code] = value
    exact = recompute(points, year.structure)
    item = next(item for item in year.items if item.code == wrong.code)
    part = Part(item.instrument)
    group = item.subindicator or item.indicator
    printed = next(
        (score.points for score in year.scores if (score.part, score.code) == (part, group)), None
    )
    return printed is not None and half_up(exact[part, group]) == printed


def _unexplained(year: Year) -> Iterator[str]:
    """Corrections without an entry in the register, and entries that correct nothing."""
    known = {(entry.printed, entry.corrected) for entry in year.corrections}
    for score in year.scores:
        pair = (score.printed, f"{score.points:.2f}")
        if score.basis is Basis.CORRECTED and pair not in known:
            yield f"{year.fiscal_year} {score.part} {score.code}: แก้ไขแต่ไม่อยู่ในทะเบียน"
    for part, code in _missing_scores(year):
        yield f"{year.fiscal_year} {part} {code}: ไม่มีคะแนน"
    for item in year.items:
        if item.text is not None and not _explained(year, item.place, item.verbatim, item.text):
            yield f"{year.fiscal_year} {item.code}: ข้อความต่างจากที่พิมพ์โดยไม่อยู่ในทะเบียน"
    for topic in year.topics:
        for number, finding in enumerate(topic.findings, start=1):
            place = f"ประเด็นที่ {topic.number} ข้อวิเคราะห์ที่ {number}"
            if not _explained(year, place, finding.verbatim, finding.text):
                yield f"{year.fiscal_year} {place}: ข้อความต่างจากที่พิมพ์โดยไม่อยู่ในทะเบียน"


def _missing_scores(year: Year) -> Iterator[tuple[str, str]]:
    scored = {(score.part, score.code) for score in year.scores}
    wanted = [(Part.ALL, "total"), (Part.IIT, "IIT"), (Part.OIT, "OIT")]
    wanted += [(Part.EIT_PUBLIC, "EIT"), (Part.EIT_SURVEY, "EIT")]
    wanted += [(Part(each.instrument), each.code) for each in year.indicators]
    return ((part, code) for part, code in wanted if (part, code) not in scored)


def _explained(year: Year, place: str, verbatim: str, text: str) -> bool:
    """Whether the register's entries for *place*, and only they, lead from the print to the text.

    Spaces, line breaks, list dashes and the mark before a finding do not count.
    """
    corrected = _bare(verbatim)
    for entry in year.corrections:
        if entry.place == place:
            corrected = corrected.replace(_bare(entry.printed), _bare(entry.corrected))
    return corrected.endswith(_bare(text))


def _bare(text: str) -> str:
    return re.sub(r"[\s★-]", "", text)


def _counts(year: Year) -> str:
    by = {name: sum(item.instrument == name for item in year.items) for name in ("IIT", "EIT", "OIT")}
    subs = sum("." in indicator.code for indicator in year.indicators)
    return (
        f"ปี {year.fiscal_year}: ข้อ i {by['IIT']} ข้อ e {by['EIT']} ข้อ o {by['OIT']}"
        f" ตัวชี้วัด {len(year.indicators) - subs} ตัวชี้วัดย่อย {subs}"
        f" คะแนน {len(year.scores)} ประเด็น {len(year.topics)}"
        f" ข้อวิเคราะห์ {sum(len(topic.findings) for topic in year.topics)}"
        f" มาตรการ {len(year.measures)} ทะเบียนแก้คำผิด {len(year.corrections)}"
    )


def render(report: Report) -> str:
    """The table for a terminal; Thai marks take no width of their own."""
    rows = [HEADINGS] + [
        (
            str(line.fiscal_year),
            line.part,
            line.code,
            line.printed,
            line.recomputed,
            line.corrected,
            line.verdict,
        )
        for line in report.lines
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    table = ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    table.insert(1, "  ".join("-" * width for width in widths))
    summary = "ผ่าน: ทุกตัวเลขตรงกันหรือมีคำอธิบายในทะเบียน" if report.ok else "ไม่ผ่าน: มีตัวเลขหรือข้อความที่อธิบายไม่ได้"
    return "\n".join([*table, "", *report.counts, *report.problems, summary])


def _width(text: str) -> int:
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
