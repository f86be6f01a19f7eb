"""A real database with cases, and what is done to their clocks, in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from data import case_clock, clocks
from data.clock_settings import ClockName, ClockRules, Promises, rules_of
from data.office_calendar import Holiday
from data.store import Connection, Store
from handlers.texts import clocks as texts

SHIPPED = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
RULES = rules_of(Promises())
ACKNOWLEDGE, NOTE, ANSWER = ClockName
MONDAY = date(2026, 11, 30)
CONSTITUTION = Holiday(date(2026, 12, 10), "วันรัฐธรรมนูญ")
SONGKRAN = [Holiday(date(2026, 4, day), "วันสงกรานต์") for day in (13, 14, 15, 16, 17)]
GRIEVANCE, BRIBERY = 41, 42


def at(day: date, hour: int = 10) -> str:
    """A stored time: *hour* o'clock in Bangkok."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 7)
    return moment.isoformat(timespec="microseconds")


def in_december(day: int) -> date:
    return date(2026, 12, day)


def insert_case(db: Connection, case_id: int, kind: str, opened_at: str = "") -> None:
    db.execute(
        "insert into cases"
        " (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, :code, :kind, 1, 'submitted', 'chat', 'line', :at, :at)",
        {"id": case_id, "code": f"PS-{case_id}", "kind": kind, "at": opened_at},
    )


@dataclass
class Register:
    """A real database with cases; what is done to their clocks, in words."""

    store: Store
    rules: ClockRules = field(default_factory=lambda: RULES)

    def filed(self, case_id: int, kind: str, day: date, hour: int = 10) -> None:
        self.do(insert_case, case_id, kind, at(day, hour))
        self.do(clocks.start, case_id, kind, at(day, hour), self.rules)

    def do(self, query: Callable[..., Any], *args: Any) -> Any:
        return self.store.write_now(query, *args)

    def due_days(self, case_id: int = GRIEVANCE) -> dict[ClockName, date | None]:
        found = self.store.read_now(case_clock.running, case_id)
        return {clock.name: clock.due_on for clock in found}

    def due(self, day: date, hour: int = 10) -> clocks.Due:
        return self.store.read_now(clocks.due, at(day, hour))

    def to_warn(self, day: date) -> list[ClockName]:
        return [clock.name for clock in self.due(day).to_warn]

    def late(self, day: date) -> list[ClockName]:
        return [clock.name for clock in self.due(day).to_escalate]

    def tell(self, day: date) -> None:
        """Warn and escalate all that is due."""
        found = self.due(day)
        for clock in found.to_warn:
            self.do(clocks.mark_warned, clock, at(day))
        for clock in found.to_escalate:
            self.do(clocks.mark_escalated, clock, at(day))

    def working(self, case_id: int, name: ClockName) -> str:
        (clock,) = [
            clock
            for clock in self.store.read_now(case_clock.running, case_id)
            if clock.name is name
        ]
        return texts.working(self.store.read_now(case_clock.working, clock))

    def column(self, query: str) -> list[Any]:
        return self.store.read_now(lambda db: [row[0] for row in db.execute(query)])
