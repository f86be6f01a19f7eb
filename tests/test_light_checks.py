"""What inbox and outbox may hold is checked as before, without an index made for every row."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from data import conversations, inbox, outbox
from data.conversations import Conversation
from data.light_checks import lighten
from data.schema import migrations
from data.sealing import Vault
from data.store import Connection, Store

AT = "2026-11-26T03:00:00.000000+00:00"
LATER = "2026-11-26T03:00:09.000000+00:00"
NEW = inbox.NewRow("line", "event", "chat", "message", b"words", AT)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    store = Store(tmp_path / "new.db", Vault(bytes(32)))
    yield store._writer
    store.close()


def pass_through(db: Connection) -> None:
    """A message from its keeping to the last note of its reply."""
    (row_id,) = inbox.put(db, (NEW,))
    assert row_id is not None
    inbox.finish(db, row_id, AT)
    conversations.save(db, "chat", Conversation(), AT)
    reply = outbox.add(db, outbox.NewRow("line", "chat", b"reply", AT, row_id, AT))
    outbox.mark_attempted(db, [reply.id])
    outbox.mark_sent(db, reply.id, AT)


def test_a_message_on_its_way_makes_no_index_of_its_own(db: Connection) -> None:
    said: list[str] = []
    db.set_trace_callback(said.append)
    pass_through(db)
    db.set_trace_callback(None)
    assert len(said) >= 6
    steps = {step[1] for each in said for step in db.execute(f"explain {each}")}
    assert "IdxInsert" in steps
    assert not {step for step in steps if step.startswith("OpenEphemeral")}


@pytest.mark.parametrize(
    ("table", "column", "good", "bad"),
    [
        ("inbox", "state", ("waiting", "done", "parked"), "sent"),
        ("outbox", "state", ("waiting", "sent", "undeliverable"), "parked"),
        ("outbox", "hold", ("", "time", "budget"), "budgets"),
    ],
)
def test_what_is_none_of_the_words_is_refused(
    db: Connection, table: str, column: str, good: tuple[str, ...], bad: str
) -> None:
    pass_through(db)
    for word in good:
        db.execute(f"update {table} set {column} = ?", (word,))
    with pytest.raises(sqlite3.IntegrityError, match=re.escape(f"{column} = ")):
        db.execute(f"update {table} set {column} = ?", (bad,))


def test_what_was_kept_before_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrations.apply(Database(db), stop_before="m028_light_checks")
        db.execute(
            "insert into inbox (messenger, event_id, chat, message, payload, received_at,"
            " delivered_at) values ('line', 'e', 'c', 'm', x'01', '1', '1')"
        )
        db.execute(
            "insert into outbox (messenger, chat, payload, retry_key, not_before, created_at, hold)"
            " values ('line', 'c', x'02', 'key', '2', '2', 'time')"
        )
        rows = [
            "select {} from {}".format(
                ", ".join(column.name for column in table.columns), table.name
            )
            for table in (Database(db)["inbox"], Database(db)["outbox"])
        ]
        before = [row for each in rows for row in db.execute(each)]
        beside = sqlite3.connect(path)  # a terminal, say, that was open all the time
        beside.execute("select * from inbox").fetchall()

        migrations.apply(Database(db))

        for each in (db, beside, sqlite3.connect(path)):
            assert [row for query in rows for row in each.execute(query)] == before
            with pytest.raises(sqlite3.IntegrityError):
                each.execute("update inbox set state = 'bad'")
            each.rollback()
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma writable_schema").fetchone() == (0,)
        kept = db.execute("select sql from sqlite_schema where name = 'outbox'").fetchone()[0]
        assert "check (hold = '' or hold = 'time' or hold = 'budget')" in kept
        assert " in (" not in kept
        beside.close()


def test_a_message_that_was_delivered_once_more_ends_as_late_as_it_came(db: Connection) -> None:
    (row_id,) = inbox.put(db, (NEW,))
    assert row_id is not None
    inbox.put(db, (NEW._replace(received_at=LATER),))

    assert inbox.finish(db, row_id, AT) == LATER
    assert db.execute("select state from inbox").fetchall() == [("done",)]
    assert inbox.finish(db, row_id, AT) is None


class Meanwhile(Database):
    """A database into which another process writes before each statement, as soon as it may."""

    def __init__(self, db: Connection, other: Connection) -> None:
        self._other = other
        super().__init__(db)

    def execute(self, sql: str, parameters: Any = None) -> Any:
        with suppress(sqlite3.OperationalError):  # it is not let in
            self._other.execute("insert into installation (id, key_check) values (1, x'00')")
            self._other.execute("delete from installation")
        return super().execute(sql, parameters)


def old(path: Path) -> Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    db.execute("pragma journal_mode = wal")
    migrations.apply(Database(db), stop_before="m028_light_checks")
    return db


def test_what_another_process_writes_meanwhile_does_not_stop_it(tmp_path: Path) -> None:
    with (
        closing(old(tmp_path / "old.db")) as db,
        closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None, timeout=0)) as other,
    ):
        db.execute("begin")
        lighten(Meanwhile(db, other))
        db.execute("commit")
        kept = db.execute("select sql from sqlite_schema where name = 'inbox'").fetchone()[0]
        assert " in (" not in kept


class Defended(Database):
    """A database of an SQLite that was built to let nobody write its schema."""

    def execute(self, sql: str, parameters: Any = None) -> Any:
        if sql.startswith("update sqlite_schema"):
            error = sqlite3.OperationalError("table sqlite_master may not be modified")
            error.sqlite_errorcode = sqlite3.SQLITE_ERROR
            raise error
        return super().execute(sql, parameters)


def test_where_the_schema_cannot_be_written_the_checks_stay(tmp_path: Path) -> None:
    with closing(old(tmp_path / "old.db")) as db:
        db.execute("begin")
        lighten(Defended(db))
        db.execute("commit")
        assert db.execute("pragma writable_schema").fetchone() == (0,)
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(
                "insert into inbox (messenger, event_id, chat, message, payload, received_at,"
                " delivered_at, state) values ('line', 'e', 'c', 'm', x'01', '1', '1', 'bad')"
            )
