"""The books: what the service kept, looked at with its own eyes after the town went to sleep."""

import asyncio
import math
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.backlog import LANES_AT_ONCE
from data import audit_proof, case_entries, case_files, receipts, register
from data.sealing import Vault, parse_key
from data.store import Connection, Store
from tests.crashing.citizens import Filing
from tests.crashing.findings import Findings
from tests.serving import KEY

LOOK_AGAIN_S = 0.05
NUMBER = re.compile(r"เลขที่ (\d+)")
UNFINISHED = {
    "inbox": "state <> 'done'",
    "outbox": "state <> 'sent' and problem <> 'taken back'",
}
"""Whoever reports anonymously takes back what was still on its way to them."""

MOST_RECEIPTS = 10
"""Receipts that are tried: each takes some 65 ms."""


async def settled(database: Path, seconds: float) -> bool:
    """Whether nothing waits in inbox or outbox, waited for as long as it becomes less: whoever was
    told too much for Telegram is told the rest at its pace."""
    loop = asyncio.get_running_loop()
    fewest, ends = math.inf, loop.time() + seconds
    while left := sum(waiting(database).values()):
        if left < fewest:
            fewest, ends = left, loop.time() + seconds
        if loop.time() > ends:
            return False
        await asyncio.sleep(LOOK_AGAIN_S)
    return True


def waiting(database: Path) -> dict[str, int]:
    """How many rows wait, beside the running service."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return {
            table: db.execute(f"select count(*) from {table} where {unfinished}").fetchone()[0]
            for table, unfinished in UNFINISHED.items()
        }


def audit(database: Path, filings: Sequence[Filing], findings: Findings) -> None:
    """Everything that must be true of the database when nobody runs on it."""
    for table, number in waiting(database).items():
        if number:
            findings.wrong("left over", f"{number} rows of {table}: {_kinds(database, table)}")
    store = Store(database, Vault(parse_key(KEY)))
    try:
        _of_the_file(store, findings)
        _of_cases(store, filings, findings)
        _of_receipts(store, filings, findings)
    finally:
        store.close()


def _kinds(database: Path, table: str) -> str:
    """What is left of a table: of which messenger, in what state, and why."""
    columns = "messenger, state" + (", tries, hold, problem" if table == "outbox" else ", tries")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        found = db.execute(
            f"select count(*), {columns} from {table} where {UNFINISHED[table]}"
            f" group by {columns} order by 1 desc limit 5"
        ).fetchall()
    return "; ".join(" ".join(str(value) for value in row if value != "") for row in found)


def of_repeats(findings: Findings) -> None:
    """Telegram has no key by which a second send would be known: what was on its way at a kill, or
    met a fault, may come again."""
    counts = findings.counts
    kills = counts["kills"] + counts["kills_while_starting"]
    most = kills * LANES_AT_ONCE + counts["faults"] + counts["slow"]
    found = counts["telegram_repeats"]
    if found > most:
        findings.wrong("telegram twice", f"{found} repeats, at most {most}")


def _of_the_file(store: Store, findings: Findings) -> None:
    (integrity,) = store.read_now(_integrity)
    if integrity != "ok":
        findings.wrong("integrity", integrity)
    for problem in store.read_now(audit_proof.verify):
        findings.wrong("audit trail", str(problem))


def _of_cases(store: Store, filings: Sequence[Filing], findings: Findings) -> None:
    found = store.read_now(_cases_by_number, [filing.number for filing in filings])
    findings.note("cases", sum(map(len, found.values())))
    for filing in filings:
        cases = found[filing.number]
        if len(cases) > 1:
            findings.wrong("case twice", f"{filing.kind} {filing.number} is {len(cases)} cases")
        if not filing.code:
            continue
        if not cases:
            findings.wrong("case lost", f"{filing.kind} {filing.number} {filing.code}")
            continue
        kept = store.read_now(_kept, cases[0])
        if kept != _expected(filing, kept):
            findings.wrong("case", f"{filing} is kept as {kept}")


def _expected(filing: Filing, kept: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
    code, _, state, _ = kept
    is_named = filing.kind != "CORRUPTION"
    return (
        filing.code if is_named else code,
        filing.kind,
        "withdrawn" if filing.withdrawn else state,
        filing.photos,
    )


def _of_receipts(store: Store, filings: Sequence[Filing], findings: Findings) -> None:
    given = [filing for filing in filings if filing.kind == "CORRUPTION" and filing.code]
    for filing in given[:MOST_RECEIPTS]:
        hashed = receipts.hash_of(store.vault, filing.code.replace(" ", ""))
        case_id = store.read_now(receipts.case_of, hashed)
        words = store.read_now(_words, case_id) if case_id else ""
        if str(filing.number) not in words:
            findings.wrong("receipt", f"{filing.number} is not found by its receipt")


def _cases_by_number(db: Connection, numbers: Sequence[int]) -> dict[int, list[int]]:
    """The cases in whose unsealed words each number stands."""
    found: dict[int, list[int]] = {number: [] for number in numbers}
    for (case_id,) in db.execute("select id from cases").fetchall():
        for number in {int(each) for each in NUMBER.findall(_words(db, case_id))}:
            found[number].append(case_id)
    return found


def _words(db: Connection, case_id: int) -> str:
    return "\n".join(entry.text for entry in case_entries.entries(db, case_id))


def _kept(db: Connection, case_id: int) -> tuple[str, str, str, int]:
    (row,) = register.cases_of(
        db.execute(f"select {register.COLUMNS} from cases where id = ?", (case_id,)).fetchall()
    )
    return row.code, row.kind.value, row.state.value, len(case_files.attachments(db, case_id))


def _integrity(db: Connection) -> tuple[str]:
    (row,) = db.execute("pragma integrity_check(1)").fetchall()
    return (str(row[0]),)
