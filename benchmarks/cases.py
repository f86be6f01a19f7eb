"""How lists, search, statistics and filing grow with the number of cases.

Run by ``make benchmark-cases``; its output is kept in RESULTS.md beside this. Two databases are
filled, the second a hundred times the first: five fiscal years, a tenth of the cases open, one in
ten about corruption, each with words, a key and its clocks. Each round asks both in turn; the ratio
is that of the medians.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from data import (
    case_codes,
    case_keys,
    case_search,
    case_statistics,
    cases,
    drafts,
    register,
    reminding,
)
from data.case_moves import State
from data.cases import CaseKind, NewCase
from data.clock_settings import Promises, rules_of
from data.sealing import Vault
from data.staff import StaffMember
from data.store import Connection, Store
from data.times import stamp
from handlers.officers.casework import PAGE
from handlers.texts.casework import MOST_COUNTED

SIZES = (1_000, 100_000)
ROUNDS = 40
NOW = datetime(2026, 9, 15, 3, tzinfo=UTC)
LATER = datetime(2026, 9, 29, 3, tzinfo=UTC)
SPREAD_DAYS = 5 * 365 - 30
KINDS = (
    *[CaseKind.GRIEVANCE] * 5,
    *[CaseKind.FEEDBACK] * 3,
    CaseKind.QUESTION,
    CaseKind.CORRUPTION,
)
MESSENGERS = ("line", "telegram", "web", "counter")
OPEN_EVERY = 10
RULES = rules_of(Promises())
HANDLER = StaffMember(1, "", "administrator", True, "", "telegram")


class Office:
    """A database with so many cases, and what is asked of it."""

    def __init__(self, path: Path, number: int) -> None:
        self.store = Store(path, Vault(bytes(32)))
        self._filed = 0
        for first in range(0, number, 1_000):
            self.store.write_now(fill, first, min(number, first + 1_000), number)
        self.store.write_now(lambda db: db.execute("analyze").fetchall())
        self._codes = [case_codes.make(each * number // ROUNDS) for each in range(ROUNDS)]

    def asked(self, round_: int) -> Mapping[str, Callable[[], object]]:
        """What people ask, by name."""
        read, at = self.store.read_now, stamp(NOW)
        return {
            "first page of open cases": lambda: read(register.open_cases, HANDLER, 8),
            "how many are open, as the list says": lambda: read(
                register.count_open, HANDLER, MOST_COUNTED + 1
            ),
            "a case by its code": lambda: read(register.seen_by_code, HANDLER, self._codes[round_]),
            "the same once more": lambda: read(register.seen_by_code, HANDLER, self._codes[round_]),
            "cases of a reporter": lambda: read(register.filed_by, f"chat {round_ * 7}"),
            "statistics of a year": lambda: read(case_statistics.of_year, 2569, at),
            "filter: late, none is": partial(self._filter, late=True),
            "filter: a kind of which there is none": partial(self._filter, kind=CaseKind.ETHICS),
            "filter: a kind": partial(self._filter, kind=CaseKind.GRIEVANCE),
            "filter: a state in which none is": partial(self._filter, state=State.NEEDS_INFO),
            "search by words": lambda: read(case_search.with_words, HANDLER, ("หมู่ 4",), 8),
            "filing (to the disk)": self._file,
        }

    def _filter(self, **wanted: Any) -> object:
        what = case_search.Wanted(**wanted)
        return self.store.read_now(case_search.wanted, HANDLER, what, NOW.date(), 9)

    def asked_seldom(self, _: int) -> Mapping[str, Callable[[], object]]:
        """What the morning's digest asks once a day: apart, for it empties the caches. All that is
        open is late by then."""
        read, day = self.store.read_now, LATER.date()
        return {
            "how many are open, to the last": partial(read, register.count_open, HANDLER),
            "how many are late, to the last": partial(
                read, reminding.count_near_or_late, HANDLER, day
            ),
            "the first page of these": partial(read, reminding.near_or_late, HANDLER, day, PAGE),
        }

    def _file(self) -> None:
        self._filed += 1
        self.store.write_now(file_one, 2**39 + self._filed)


Asked = Callable[[Office, int], Mapping[str, Callable[[], object]]]


def file_one(db: Connection, number: int) -> int:
    """One report as a citizen files it, draft included."""
    chat, at = f"new {number}", stamp(NOW)
    drafts.add_text(db, chat, "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4", "", at)
    new = NewCase(case_codes.make(number), CaseKind.GRIEVANCE, chat, "line", at, RULES)
    return cases.file(db, new)


def fill(db: Connection, first: int, end: int, total: int) -> None:
    """Cases *first* until before *end* of *total*, as they lie after years."""
    for number in range(first, end):
        opened = NOW - timedelta(days=SPREAD_DAYS * (total - number) / total)
        closed = "" if number % OPEN_EVERY == 0 else stamp(min(NOW, opened + timedelta(days=9)))
        case_id = number * 2_654_435_761 % 2**48 + 1
        case = {
            "id": case_id,
            "code": case_codes.make(number),
            "kind": KINDS[number * 7 % len(KINDS)],
            "state": "closed" if closed else "in_progress",
            "outcome": "answered" if closed else "",
            "chat": f"chat {number % max(1, total // 3)}",
            "messenger": MESSENGERS[number % len(MESSENGERS)],
            "at": stamp(opened),
            "closed": closed,
            "due": f"{opened + timedelta(days=15):%Y-%m-%d}" if closed else "2026-09-28",
            "ending": "met" if closed else "",
        }
        for statement in FILLING:
            db.execute(statement, case)
        case_keys.make_key(db, case_id)
        db.execute(WORDS, case)


FILLING = (
    "insert into cases (id, code, kind, level, state, outcome, chat, messenger, opened_at,"
    " updated_at, closed_at) values (:id, :code, :kind, 1, :state, :outcome, :chat, :messenger,"
    " :at, :at, :closed)",
    "insert into case_clock (case_id, kind, name, started_at, amount, unit, warn_before, due_on,"
    " warn_on, ended_at, ending) select :id, :kind, value, :at, 15, 'day', 3, :due, :due, :closed,"
    ' :ending from json_each(\'["acknowledge", "note", "answer"]\')',
)
WORDS = (
    "insert into case_entry (case_id, kind, author, text, at) values (:id, 'report', 'citizen',"
    f" case_seal({case_keys.KEY.replace(':case_id', ':id')}, :id, 'ถนนหน้าบ้านพัง หมู่ 4',"
    " 'case.text'), :at)"
)


def measured(offices: Mapping[int, Office], asked: Asked) -> Mapping[str, Mapping[int, float]]:
    """Milliseconds by question and size: medians of rounds that ask every size in turn."""
    spent: dict[str, dict[int, list[float]]] = {}
    for round_ in range(ROUNDS):
        for size, office in offices.items():
            for name, work in asked(office, round_).items():
                start = time.perf_counter()
                work()
                took = (time.perf_counter() - start) * 1_000
                spent.setdefault(name, {}).setdefault(size, []).append(took)
    return {
        name: {size: statistics.median(times) for size, times in sizes.items()}
        for name, sizes in spent.items()
    }


def table(title: str, offices: Mapping[int, Office], asked: Asked) -> None:
    """Print what one measurement found."""
    small, large = SIZES
    print(f"\n| {title} | {small:,} cases, ms | {large:,} cases, ms | ratio |\n|---|---|---|---|")
    for name, found in measured(offices, asked).items():
        ratio = found[large] / found[small]
        print(f"| {name} | {found[small]:.3f} | {found[large]:.3f} | {ratio:.2f} |")


def main() -> int:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        offices = {size: Office(Path(folder) / f"{size}.db", size) for size in SIZES}
        print("# The case register: time with 1,000 and with 100,000 cases\n")
        print(f"`make benchmark-cases`, medians of {ROUNDS} rounds. Machine: {machine()}.")
        table("asked", offices, Office.asked)
        table("asked once a morning", offices, Office.asked_seldom)
        for office in offices.values():
            office.store.close()
    return 0


def machine() -> str:
    """What this runs on."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
