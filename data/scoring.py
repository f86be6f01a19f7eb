"""How the scores hang together: pure arithmetic in Decimal, nothing rounded on the way.

Item -> indicator: plain mean of its items; each EIT item is asked twice and an EIT indicator is the
mean of both parts. OIT indicator = mean of its sub-indicators. Instrument = mean of its indicators
(EIT: of its two parts). Total = weighted sum. Checked: every printed number of B.E. 2566 recomputes
this way, rounded half-up to two decimals only at the end. Rounding at every step gives the same
printed numbers, so the report does not tell which was done; exact is the plainer choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from data.published import Part

Key = tuple[Part, str]
Points = dict[Key, Decimal]

EIT_PARTS = (Part.EIT_PUBLIC, Part.EIT_SURVEY)
TOTAL: Key = (Part.ALL, "total")


@dataclass(frozen=True, slots=True)
class Structure:
    """Which items form what. *items_of* maps an indicator (IIT, EIT) or sub-indicator (OIT) code to
    its items in order, *subs_of* an OIT indicator to its sub-indicators, *indicators_of* an
    instrument to its indicators; *weights* maps an instrument to its share of the total (0 to 1).
    """

    items_of: Mapping[str, tuple[str, ...]]
    subs_of: Mapping[str, tuple[str, ...]]
    indicators_of: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Decimal]


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Rounded half-up, as the assessment rounds."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The plain mean."""
    return sum(values, Decimal(0)) / len(values)


def recompute(points: Mapping[Key, Decimal], structure: Structure) -> Points:
    """Every indicator, sub-indicator, instrument and the total, exact, from the items' points.

    Keys as in Score: (Part.EIT_PUBLIC, "7") is one part's mean, (Part.EIT, "7") the indicator's.
    """
    found: Points = {}
    for code in structure.indicators_of["IIT"]:
        found[Part.IIT, code] = _mean_of(points, Part.IIT, structure.items_of[code])
    for code in structure.indicators_of["EIT"]:
        for part in EIT_PARTS:
            found[part, code] = _mean_of(points, part, structure.items_of[code])
        found[Part.EIT, code] = mean([found[part, code] for part in EIT_PARTS])
    for code in structure.indicators_of["OIT"]:
        for sub in structure.subs_of[code]:
            found[Part.OIT, sub] = _mean_of(points, Part.OIT, structure.items_of[sub])
        found[Part.OIT, code] = _mean_of(found, Part.OIT, structure.subs_of[code])
    return {**found, **_instruments(found, structure)}


def _instruments(found: Points, structure: Structure) -> Points:
    of = structure.indicators_of
    whole: Points = {
        (Part.IIT, "IIT"): _mean_of(found, Part.IIT, of["IIT"]),
        (Part.OIT, "OIT"): _mean_of(found, Part.OIT, of["OIT"]),
    }
    for part in EIT_PARTS:
        whole[part, "EIT"] = _mean_of(found, part, of["EIT"])
    whole[Part.EIT, "EIT"] = mean([whole[part, "EIT"] for part in EIT_PARTS])
    weights = structure.weights
    whole[TOTAL] = sum(
        (weights[name] * whole[Part(name), name] for name in ("IIT", "EIT", "OIT")), Decimal(0)
    )
    return whole


def _mean_of(points: Mapping[Key, Decimal], part: Part, codes: Sequence[str]) -> Decimal:
    return mean([points[part, code] for code in codes])
