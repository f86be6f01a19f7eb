"""Statistics of cases: how many came, of what kind, by which way, how far they are, how long each
took.

Read from the tally (data/case_tally), which holds a few rows a month however many cases there are.
Fiscal years are Buddhist Era: 2569 is October 2025 to September 2026 (CE), in Bangkok.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data.case_moves import FINISHED
from data.cases import LEVELS, READING_AUDITED
from data.store import Connection
from data.times import BANGKOK, BUDDHIST_ERA, in_bangkok

FIRST_MONTH = 10
EARLIEST = 2540
"""No case is older; a year below is a CE year, or a slip."""

GUARDED = frozenset(str(kind) for kind, level in LEVELS.items() if level >= READING_AUDITED)
"""Kinds that only named handlers see: counted apart, by month alone."""


@dataclass(frozen=True, slots=True)
class Month:
    """The cases that came in one month ("2026-10"): all, and those that are finished by now."""

    month: str
    received: int
    finished: int

    @property
    def in_progress(self) -> int:
        """Those that are not finished."""
        return self.received - self.finished


@dataclass(frozen=True, slots=True)
class Service:
    """Ordinary cases of one fiscal year, in full, for staff.

    *answered_in_time* and *answered_late* count promised answers, *overdue* those that are due
    now and were not given, of any year. Medians are whole days, None where nothing was measured.
    """

    months: tuple[Month, ...]
    kinds: Mapping[str, int]
    channels: Mapping[str, int]
    states: Mapping[str, int]
    outcomes: Mapping[str, int]
    answered_in_time: int
    answered_late: int
    overdue: int
    days_to_opening: int | None
    days_to_closing: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What came in a fiscal year (B.E.), counted at *counted_at* (ISO 8601, UTC). *guarded* is of
    kinds that only named handlers see, a line of months for each."""

    year: int
    counted_at: str
    service: Service
    guarded: Mapping[str, tuple[Month, ...]]


def fiscal_year(at: datetime) -> int:
    """The fiscal year (B.E.) of an aware time."""
    day = at.astimezone(BANGKOK).date()
    return day.year + BUDDHIST_ERA + (day.month >= FIRST_MONTH)


def is_year(year: int, at: datetime) -> bool:
    """Whether *year* is a fiscal year (B.E.) that has begun at *at* and may hold cases."""
    return EARLIEST <= year <= fiscal_year(at)


def months_of(year: int, today: date, *, over: bool = False) -> list[str]:
    """The months of a fiscal year that have begun, or that are *over*: "2025-10", ..., oldest
    first."""
    began = year - BUDDHIST_ERA - 1
    months = [(began + (number > 11), number % 12 + 1) for number in range(9, 21)]
    now = (today.year, today.month)
    return [f"{y:04}-{m:02}" for y, m in months if (y, m) < now or ((y, m) == now and not over)]


def of_year(db: Connection, year: int, at: str, *, over: bool = False) -> Statistics:
    """The statistics of a fiscal year (B.E.), as of now (*at*); *over*: of months that are over."""
    today = in_bangkok(at).date()
    months = months_of(year, today, over=over)
    rows = _tally(db, months)
    spans = _spans(db, months)
    kinds = sorted({*GUARDED, *(row.kind for row in rows if row.kind in GUARDED)})
    guarded = {kind: _by_month(months, [row for row in rows if row.kind == kind]) for kind in kinds}
    ordinary = [row for row in rows if row.kind not in GUARDED]
    return Statistics(year, at, _service(db, months, ordinary, spans, today), guarded)


@dataclass(frozen=True, slots=True)
class _Row:
    month: str
    kind: str
    messenger: str
    state: str
    outcome: str
    number: int


def _tally(db: Connection, months: list[str]) -> list[_Row]:
    rows = db.execute(
        "select month, kind, messenger, state, outcome, number from case_tally"
        " where month between :first and :last and number > 0",
        _bounds(months),
    )
    return [_Row(*row) for row in rows]


def _spans(db: Connection, months: list[str]) -> Mapping[str, Counter[int]]:
    """For each measure, how many ordinary cases took how many days."""
    rows = db.execute(
        "select measure, kind, days, number from case_span"
        " where month between :first and :last and number > 0",
        _bounds(months),
    )
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for measure, kind, days, number in rows:
        if kind not in GUARDED:
            found[measure][days] += number
    return found


def _bounds(months: list[str]) -> dict[str, str]:
    return {"first": months[0], "last": months[-1]} if months else {"first": "1", "last": "0"}


def _service(
    db: Connection,
    months: list[str],
    rows: list[_Row],
    spans: Mapping[str, Counter[int]],
    today: date,
) -> Service:
    return Service(
        months=_by_month(months, rows),
        kinds=_sums((row.kind, row.number) for row in rows),
        channels=_sums((row.messenger, row.number) for row in rows),
        states=_sums((row.state, row.number) for row in rows),
        outcomes=_sums((row.outcome, row.number) for row in rows if row.outcome),
        answered_in_time=spans.get("in_time", Counter())[0],
        answered_late=spans.get("late", Counter())[0],
        overdue=_overdue(db, today),
        days_to_opening=median(spans.get("opening", Counter())),
        days_to_closing=median(spans.get("closing", Counter())),
    )


def _overdue(db: Connection, today: date) -> int:
    rows = db.execute(
        "select kind, count(*) from case_clock where ended_at = '' and name = 'answer'"
        " and due_on <> '' and due_on < :today group by kind",
        {"today": today.isoformat()},
    )
    return sum(number for kind, number in rows if kind not in GUARDED)


def _by_month(months: list[str], rows: list[_Row]) -> tuple[Month, ...]:
    received, finished = Counter[str](), Counter[str]()
    for row in rows:
        received[row.month] += row.number
        finished[row.month] += row.number if row.state in FINISHED else 0
    return tuple(Month(month, received[month], finished[month]) for month in months)


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sums by name, largest first."""
    found: Counter[str] = Counter()
    for name, number in pairs:
        found[name] += number
    return dict(found.most_common())


def median(spans: Mapping[int, int]) -> int | None:
    """The lower median of so many cases (value) that took so many days (key)."""
    middle, seen = (sum(spans.values()) + 1) // 2, 0
    for days, number in sorted(spans.items()):
        seen += number
        if seen >= middle > 0:
            return days
    return None
