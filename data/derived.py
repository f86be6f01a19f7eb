"""Scores that the report does not print but that follow from the printed ones."""

from decimal import Decimal

from data.dataset import Year
from data.published import Basis, Level, Part, Score
from data.scoring import EIT_PARTS, mean, recompute

RECOMPUTED_NOTE = "คำนวณจากตัวเลขในรายงาน"


def derived_scores(year: Year) -> tuple[Score, ...]:
    """EIT itself, from its two printed parts; and each part's EIT indicators, from their items."""
    points = {(score.part, score.code): score.points for score in year.scores}
    exact = recompute(points, year.structure)
    whole = mean([points[part, "EIT"] for part in EIT_PARTS])
    found = [_derived(year, Part.EIT, Level.INSTRUMENT, "EIT", whole)]
    for code in year.structure.indicators_of["EIT"]:
        for part in EIT_PARTS:
            found.append(_derived(year, part, Level.INDICATOR, code, exact[part, code]))
    return tuple(found)


def _derived(year: Year, part: Part, level: Level, code: str, points: Decimal) -> Score:
    return Score(
        fiscal_year=year.fiscal_year,
        part=part,
        level=level,
        code=code,
        points=points,
        printed="",
        basis=Basis.RECOMPUTED,
        note=RECOMPUTED_NOTE,
        place="",
    )
