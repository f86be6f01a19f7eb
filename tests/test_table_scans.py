"""What tests with a town look for (tests/table_scans.py, and the town's fixture) is found."""

from pathlib import Path

import pytest

from data import inbox, register
from data.sealing import Vault
from data.store import Store
from tests import table_scans


@pytest.mark.parametrize(
    ("query", "is_scan"),
    [
        ("select id from inbox where message = :message", True),
        ("select id from inbox where chat = :chat and message = :message", False),
        ("update outbox set tries = 0 where chat = ?1", True),
        ("select count(*) from outbox where state = 'waiting'", False),
        ("select 1 from parked join inbox on inbox.id = inbox_id where state = 'parked'", True),
        (
            "select 1 from parked cross join inbox on inbox.id = inbox_id where state = 'parked'",
            False,
        ),
        ("select id from audit order by id desc limit 1", False),
        ("select case_id from case_entry where message = :message", True),
        ("select case_id from case_entry where message <> '' and message = ?", False),
        ("select * from staff", False),
        ("pragma journal_mode", False),
    ],
)
def test_a_statement_that_reads_a_whole_table_is_told(query: str, is_scan: bool) -> None:
    assert bool(table_scans.scans({(query, "somewhere")})) is is_scan
    assert not table_scans.scans({(query, "retention")})


def test_what_the_program_asks_is_heard_and_what_a_test_asks_is_not(tmp_path: Path) -> None:
    with table_scans.heard() as asked:
        store = Store(tmp_path / "heard.db", Vault(bytes(32)))
        store.read_now(register.of_message, "chat", "line:M1")
        store.write_now(inbox.mark_done, 1)
        store.read_now(lambda db: db.execute("select 'a test'").fetchall())
        store.close()
    assert {module for _, module in asked} >= {"register", "inbox", "connection"}
    assert not [sql for sql, _ in asked if "a test" in sql]
