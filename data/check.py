"""Checks the published dataset: recomputes every mean and the total, and counts completeness."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from data.dataset import Dataset, Year
from data.derived import derived_scores
from data.explained import differs, registered, reprint_place, reprinted, unexplained
from data.published import Basis, Level, Part, Score
from data.scoring import Key, half_up, recompute

AGREES = "ตรงกัน"
DISAGREES = "ไม่ตรง"
EXPLAINED = "ตรงกัน (แก้ตามทะเบียน)"
NOT_PRINTED = "คำนวณเอง (ไม่ได้พิมพ์)"
HEADINGS = ("ปี", "แบบวัด", "รหัส", "ที่พิมพ์", "คำนวณได้", "ที่แก้", "ผล")
COUNT_NAMES = {
    "i": "ข้อ i",
    "e": "ข้อ e (สองส่วน)",
    "o": "ข้อ o",
    "indicators": "ตัวชี้วัด",
    "subindicators": "ตัวชี้วัดย่อย",
    "topics": "ประเด็น",
    "findings": "ข้อวิเคราะห์",
    "measures": "มาตรการ",
}
CENT = Decimal("0.01")
ROUNDING = (Decimal("-0.005"), Decimal("0.005"))  # the first still rounds up, the second on


@dataclass(frozen=True, slots=True)
class Line:
    """One compared number: printed, recomputed, corrected; "" where there is none.

    For a corrected item *recomputed* is the range of values with which its indicator comes out.
    """

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
        counts += _counts(year)
        found = (
            *_incomplete(year),
            *_misprinted_again(year),
            *_other_total(dataset, year),
            *unexplained(year),
        )
        problems += [f"{year.fiscal_year} {problem}" for problem in found]
    return Report(tuple(lines), tuple(counts), tuple(problems))


# numbers ----------------------------------------------------------------------------------


def _lines(year: Year) -> Iterator[Line]:
    """Every number above the items, printed or not, then every item that was corrected."""
    points = {(score.part, score.code): score.points for score in year.scores}
    exact = recompute(points, year.structure)
    for score in year.scores:
        if score.level is not Level.ITEM:
            found = half_up(exact[score.part, score.code])
            yield _line(score, f"{found:.2f}", found == score.points)
    for score in derived_scores(year):
        yield _line(score, f"{half_up(score.points, 3):.3f}", ok=True)
    for score in year.scores:
        if score.level is Level.ITEM and differs(score):
            low, high = _implied(year, points, score)
            recomputed = f"{low:.2f}-{high:.2f}" if low <= high else ""
            yield _line(score, recomputed, low <= score.points <= high)


def _line(score: Score, recomputed: str, ok: bool) -> Line:
    corrected = f"{score.points:.2f}" if score.printed and differs(score) else ""
    return Line(
        fiscal_year=score.fiscal_year,
        part=score.part,
        code=score.code,
        printed=score.printed,
        recomputed=recomputed,
        corrected=corrected,
        verdict=_verdict(score, ok),
        ok=ok,
    )


def _verdict(score: Score, ok: bool) -> str:
    if score.basis is Basis.RECOMPUTED:
        return NOT_PRINTED
    if not ok:
        return f"{DISAGREES}: {score.place}"
    return EXPLAINED if differs(score) else AGREES


def _implied(year: Year, points: Mapping[Key, Decimal], wrong: Score) -> tuple[Decimal, Decimal]:
    """The lowest and highest score of *wrong* with which its indicator comes out as printed.

    The indicator is linear in it, so two recomputations give offset and slope; the highest is below
    where half-up would round on. The lowest is above the highest when no score fits.
    """
    item = next(item for item in year.items if item.code == wrong.code)
    above = (Part(item.instrument), item.subindicator or item.indicator)
    printed = next(each.points for each in year.scores if (each.part, each.code) == above)
    at_none, at_full = (
        recompute({**points, (wrong.part, wrong.code): value}, year.structure)[above]
        for value in (Decimal(0), Decimal(100))
    )
    low, high = ((printed + by - at_none) * 100 / (at_full - at_none) for by in ROUNDING)
    return (
        max(low, Decimal(0)).quantize(CENT, ROUND_CEILING),
        min(high, Decimal(100) + CENT).quantize(CENT, ROUND_CEILING) - CENT,
    )


def _misprinted_again(year: Year) -> Iterator[str]:
    """Scores that a topic's table prints otherwise than the dataset has them."""
    for reprint in year.reprints:
        place, score = reprint_place(year, reprint), reprinted(year, reprint)
        found = f"{score.points:.2f}"
        if reprint.printed != found and not registered(year, place, reprint.printed, score):
            yield f"{place}: พิมพ์ {reprint.printed} แต่ {score.place} เป็น {found}"


def _other_total(dataset: Dataset, year: Year) -> Iterator[str]:
    """The year before's total, where that year's own report says otherwise."""
    previous = year.result.previous
    for other in dataset.years:
        if previous is None or other.fiscal_year != previous.fiscal_year:
            continue
        total = other.result.total
        explained = registered(year, previous.place, previous.printed, total)
        if previous.points != total.points and not explained:
            yield (
                f"{previous.place}: พิมพ์คะแนนปี {other.fiscal_year} ว่า {previous.printed}"
                f" แต่ชุดข้อมูลของปีนั้นเป็น {total.points:.2f}"
            )


# completeness -----------------------------------------------------------------------------


def _found(year: Year) -> dict[str, int]:
    items = Counter(item.code[0] for item in year.items)
    subs = sum("." in indicator.code for indicator in year.indicators)
    return {
        "i": items["i"],
        "e": items["e"],
        "o": items["o"],
        "indicators": len(year.indicators) - subs,
        "subindicators": subs,
        "topics": len(year.topics),
        "findings": sum(len(topic.findings) for topic in year.topics),
        "measures": len(year.measures),
    }


def _incomplete(year: Year) -> Iterator[str]:
    for name, found in _found(year).items():
        if found != year.expected[name]:
            yield (
                f"report.toml completeness.{name}: {COUNT_NAMES[name]} มี {found}"
                f" แต่ต้องมี {year.expected[name]}"
            )
    codes = {item.code for item in year.items}
    for letter in "ieo":
        wanted = [f"{letter}{number}" for number in range(1, year.expected[letter] + 1)]
        missing = [code for code in wanted if code not in codes]
        if missing:
            yield f"items.csv: ไม่มีข้อ {' '.join(missing)}"


def _counts(year: Year) -> Iterator[str]:
    found = ", ".join(f"{COUNT_NAMES[name]} {count}" for name, count in _found(year).items())
    without = [item.code for item in year.items if item.text is None]
    yield f"ปี {year.fiscal_year}: {found}"
    yield (
        f"ปี {year.fiscal_year}: คะแนน {len(year.scores)} ตัว คะแนนที่พิมพ์ซ้ำในประเด็น"
        f" {len(year.reprints)} แห่ง ทะเบียนแก้คำผิด {len(year.corrections)} รายการ"
        f" ข้อที่รายงานไม่พิมพ์ข้อคำถาม: {' '.join(without) or 'ไม่มี'}"
    )


# rendering --------------------------------------------------------------------------------


def render(report: Report) -> str:
    """The table for a terminal; Thai marks take no width of their own."""
    cells = [HEADINGS, *(_cells(line) for line in report.lines)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(HEADINGS))]
    table = [_row(row, widths) for row in cells]
    table.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*table, "", *report.counts, *report.problems, _summary(report)])


def _summary(report: Report) -> str:
    if report.ok:
        return "ผ่าน: ทุกตัวเลขตรงกันหรือมีคำอธิบายในทะเบียน"
    return "ไม่ผ่าน: มีตัวเลขหรือข้อความที่อธิบายไม่ได้"


def _cells(line: Line) -> tuple[str, ...]:
    return (
        str(line.fiscal_year),
        line.part,
        line.code,
        line.printed,
        line.recomputed,
        line.corrected,
        line.verdict,
    )


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in text)
