"""The audit trail: what is written there can neither be changed nor cut unnoticed, by nobody who
lacks the key. Every tampering is done for real, on the file, past the triggers."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import audit, audit_proof, inbox
from data.audit import CITIZEN, OPERATOR, Action, Event, Point
from data.audit_proof import Fault, Problem
from data.sealing import Seal, Vault, WrongKey
from data.store import Connection, Store, Unavailable

KEY = bytes(range(32))
AT = "2026-01-01T00:00:00.000000+00:00"
CASE = 123_456_789_012
ROWS = 8


def eight_events(db: Connection) -> None:
    """Of all sorts."""
    audit.record(db, Event(AT, OPERATOR, Action.INVITED, detail="officer"))
    audit.record(db, Event(AT, audit.by(1), Action.ROLE_GRANTED, detail="officer"))
    for staff_id in (1, 2, 1):
        audit.record_reading(db, CASE, staff_id, AT)
    audit.record(db, Event(AT, audit.by(2), Action.CLOSED, CASE, "substantiated"))
    audit.record(db, Event(AT, CITIZEN, Action.WITHDRAWN, 7))
    audit.record(db, Event(AT, audit.by(3), Action.READ, 8))


@pytest.fixture
def trail(store: Store) -> Store:
    store.write_now(eight_events)
    return store


@contextmanager
def tampering(path: Path) -> Iterator[Connection]:
    """Somebody without the key writes the file, and puts the triggers back afterwards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        guards = db.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"drop trigger {name}")
        yield db
        for _, sql in guards:
            db.execute(sql)


def found(store: Store, noted: Point | None = None) -> list[tuple[Any, ...]]:
    """What verify finds: fault, row, until or name."""
    return [shortly(problem) for problem in store.read_now(audit_proof.verify, noted)]


def shortly(problem: Problem) -> tuple[Any, ...]:
    more = problem.until or problem.name
    return (problem.fault, problem.row_id, more) if more else (problem.fault, problem.row_id)


# what SQLite itself refuses --------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set actor = '9' where id = 3",
        "update or replace audit set id = 4 where id = 3",
        "delete from audit where id = 8",
        "delete from audit",
        "insert into audit select 3, at, actor, action, 1, detail, prev_hash, 'x' from audit"
        " where id = 8",
        "replace into audit select 3, at, actor, action, 1, detail, prev_hash, 'x' from audit"
        " where id = 8",
        "insert into audit select -3, at, actor, action, 1, detail, prev_hash, 'x' from audit"
        " where id = 8",
        "update audit_head set number = 7",
        "update audit_head set sealed = x''",
        "delete from audit_head",
        "replace into audit_head values (1, 9, x'')",
    ],
)
def test_what_is_written_is_not_changed_through_sqlite(trail: Store, statement: str) -> None:
    with closing(sqlite3.connect(trail.path)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)

    assert found(trail) == []


# what is done to the file past SQLite ----------------------------------------------------


def test_a_trail_that_nobody_touched_is_whole(store: Store) -> None:
    assert found(store) == []
    store.write_now(eight_events)
    assert found(store) == []
    store.write_now(eight_events)
    assert found(store) == []


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-01-02T00:00:00.000000+00:00'",
        "at = at || char(0) || 'x'",
        "actor = '9'",
        "actor = cast(x'ff' as text)",
        "action = 'answered'",
        "case_id = case_id + 1",
        "case_id = null",
        "detail = zeroblob(0)",
        "prev_hash = ''",
        "hash = ''",
    ],
)
@pytest.mark.parametrize("row_id", [1, 6, ROWS])
def test_a_changed_field_is_found_in_its_row(trail: Store, change: str, row_id: int) -> None:
    with tampering(trail.path) as db:
        before = db.execute("select * from audit where id = ?", (row_id,)).fetchone()
        db.execute(f"update audit set {change} where id = ?", (row_id,))
        db.text_factory = bytes
        after = db.execute("select * from audit where id = ?", (row_id,)).fetchone()
    if [v.encode() if isinstance(v, str) else v for v in before] == list(after):
        return  # this row has nothing there that could be changed

    assert (Fault.CHANGED, row_id) in found(trail)
    assert {problem[1] for problem in found(trail)} == {row_id}


def test_a_deleted_row_is_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id = 4")
    assert found(trail) == [(Fault.MISSING, 4, 4)]

    with tampering(trail.path) as db:
        db.execute("delete from audit where id in (1, 5)")
    assert found(trail) == [(Fault.MISSING, 1, 1), (Fault.MISSING, 4, 5)]


def test_a_deleted_row_whose_gap_was_closed_is_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id = 4")
        db.execute("update audit set id = id - 1 where id > 4")

    assert found(trail) == [(Fault.UNCONNECTED, 4), (Fault.CUT, 8, 8)]


def test_rows_numbered_anew_are_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        for row_id in range(ROWS, 4, -1):
            db.execute("update audit set id = id + 2 where id = ?", (row_id,))

    assert found(trail) == [(Fault.GAP, 5, 6), (Fault.BEYOND, 9, 10)]


def test_a_cut_tail_is_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id > 5")

    assert found(trail) == [(Fault.CUT, 6, 8)]


def test_a_cut_tail_is_found_though_the_head_was_set_back(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id > 5")
        db.execute("update audit_head set number = 5")

    assert found(trail) == [(Fault.HEAD, 5)]


def test_swapped_rows_are_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        for old, new in ((3, 99), (4, 3), (99, 4)):
            db.execute("update audit set id = ? where id = ?", (new, old))

    assert found(trail) == [
        (Fault.REORDERED, 3, 4),
        (Fault.REORDERED, 4, 2),
        (Fault.REORDERED, 5, 3),
    ]


def test_a_row_that_was_inserted_is_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        for row_id in range(ROWS, 3, -1):
            db.execute("update audit set id = id + 1 where id = ?", (row_id,))
        db.execute(
            "insert into audit select 4, at, '9', action, case_id, detail, hash, 'f00d' from audit"
            " where id = 3"
        )

    assert found(trail) == [(Fault.CHANGED, 4), (Fault.BEYOND, 9, 9)]


def test_a_genuine_row_that_was_copied_to_the_end_is_found(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute(
            "insert into audit select 9, at, actor, action, case_id, detail, prev_hash, hash"
            " from audit where id = 3"
        )

    assert found(trail) == [(Fault.REORDERED, 9, 2), (Fault.BEYOND, 9, 9)]


def test_a_trail_worked_out_anew_with_another_key_is_found(trail: Store) -> None:
    own = Vault(b"x" * 32)
    with tampering(trail.path) as db:
        db.create_function("tag", 2, own.tag)
        db.create_function("lasting_seal", 2, own.lasting.seal)
        db.create_function("lasting_unseal", 2, own.lasting.unseal)
        db.execute("delete from audit where id > 6")
        db.execute("delete from audit_head")
        (last,) = db.execute("select hash from audit where id = 6").fetchone()
        audit._seal_head(db, Point(6, last))
        audit.record(db, Event(AT, "9", Action.READ))

    assert found(trail) == [(Fault.CHANGED, 7), (Fault.HEAD, 7)]


@pytest.mark.parametrize(
    "change",
    [
        "delete from audit_head",
        "update audit_head set number = 0",
        "update audit_head set number = 99",
        "update audit_head set sealed = zeroblob(80)",
        "update audit_head set sealed = (select key_check from installation)",
    ],
)
def test_a_head_that_was_reset_is_found(trail: Store, change: str) -> None:
    with tampering(trail.path) as db:
        db.execute(change)

    assert found(trail) == [(Fault.HEAD, ROWS)]


def test_a_break_stays_known_though_the_trail_goes_on(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id > 5")
        db.execute("delete from audit_head")
    trail.write_now(audit.record_reading, CASE, 1, AT)

    assert found(trail) == [(Fault.BREAK, 6)]
    assert [row.action for row in trail.read_now(audit.recent, 2)] == ["read", "chain_broken"]
    trail.write_now(eight_events)
    assert found(trail) == [(Fault.BREAK, 6)]


def test_what_was_cut_is_named_though_the_trail_goes_on(trail: Store) -> None:
    with tampering(trail.path) as db:
        db.execute("delete from audit where id > 5")
    trail.write_now(audit.record_reading, CASE, 1, AT)

    assert found(trail) == [(Fault.MISSING, 6, 8), (Fault.BREAK, 9)]


def test_an_emptied_trail_is_not_taken_for_a_new_one(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "a.db"
    first = Store(path, vault)
    first.write_now(eight_events)
    first.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("drop table audit")
        db.execute("drop table audit_head")
        db.execute("delete from _sqlite_migrations where name = 'm005_audit'")

    with closing(Store(path, vault)) as again:
        assert found(again) == [(Fault.HEAD, 0)]
        again.write_now(eight_events)
        assert found(again) == [(Fault.BREAK, 1)]


def test_a_database_in_use_without_its_key_check_is_not_begun_anew(
    tmp_path: Path, vault: Vault
) -> None:
    path = tmp_path / "a.db"
    first = Store(path, vault)
    message = inbox.NewRow("line", "E1", "chat", "", b"", AT)
    first.write_now(inbox.put, (message,))
    first.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("delete from installation")

    with pytest.raises(WrongKey):
        Store(path, vault).close()


def test_a_trail_begins_where_a_database_had_none(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "a.db"
    Store(path, vault).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.create_function("seal", 2, vault.seal)
        db.execute("drop table audit")
        db.execute("drop table audit_head")
        db.execute("delete from _sqlite_migrations where name = 'm005_audit'")
        db.execute("update installation set key_check = seal('prongsai', 'installation')")

    for _ in range(2):
        with closing(Store(path, vault)) as upgraded:
            upgraded.write_now(eight_events)
            assert found(upgraded) == []


def test_a_key_check_that_was_sealed_anew_leaves_the_head_as_it_is(
    trail: Store, vault: Vault
) -> None:
    with closing(sqlite3.connect(trail.path, isolation_level=None)) as db:
        db.create_function("seal", 2, vault.seal)
        db.execute("update installation set key_check = seal('prongsai', 'installation')")

    with closing(Store(trail.path, vault)) as again:
        assert found(again) == []
        assert again.read_now(audit.has_begun)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("drop trigger audit_is_not_cut", "audit_is_not_cut"),
        ("drop index audit_by_case", "audit_by_case"),
        ("create trigger quiet after insert on audit begin select 1; end", "quiet"),
        ("create trigger quiet instead of insert on audit begin select 1; end", "audit"),
        ("drop table audit_head", "audit_head"),
        ("drop table audit", "audit"),
    ],
)
def test_a_guard_that_is_gone_or_was_added_is_found(trail: Store, change: str, name: str) -> None:
    with closing(sqlite3.connect(trail.path, isolation_level=None)) as db:
        if "instead of" in change:
            db.execute("alter table audit rename to other")
            db.execute("create view audit as select * from other")
        db.execute(change)

    assert (Fault.UNGUARDED, 0, name) in found(trail)


def test_an_index_that_leaves_a_case_out_is_found(trail: Store) -> None:
    with closing(sqlite3.connect(trail.path, isolation_level=None)) as db:
        (sql,) = db.execute("select sql from sqlite_schema where name = 'audit_by_case'").fetchone()
        db.execute("drop index audit_by_case")
        db.execute(f"{sql} and case_id <> {CASE}")
        db.execute("pragma writable_schema = on")
        db.execute("update sqlite_schema set sql = ? where name = 'audit_by_case'", (sql,))
    trail.read_now(lambda db: db.execute("select count(*) from audit"))

    assert trail.read_now(audit.of_case, CASE) == []
    assert found(trail) == [(Fault.DAMAGED, 0, "audit")]


def test_a_page_of_the_file_that_was_overwritten_is_found(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "a.db"
    first = Store(path, vault)
    for _ in range(50):
        first.write_now(eight_events)
    first.close()
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("select rootpage from sqlite_schema where name = 'audit'").fetchone()
        (size,) = db.execute("pragma page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(content)

    with pytest.raises(Unavailable, match="damaged"):
        Store(path, vault)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        made = Store(path, Vault(KEY))
        made.write_now(eight_events)
        made.close()
        yield path


@given(
    kept=st.lists(st.integers(1, ROWS), max_size=ROWS + 2)
    | st.permutations(range(1, ROWS + 1))
    | st.integers(0, ROWS).map(lambda last: list(range(1, last + 1))),
    head=st.sampled_from(["as it was", "set back", "gone"]),
)
@settings(max_examples=60)
def test_no_selection_or_order_of_genuine_rows_passes_but_the_one_that_was_written(
    template: Path, kept: list[int], head: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        shutil.copy(template, path)
        with tampering(path) as db:
            rows = {row[0]: row[1:] for row in db.execute("select * from audit")}
            db.execute("delete from audit")
            for number, which in enumerate(kept, start=1):
                db.execute("insert into audit values (?,?,?,?,?,?,?,?)", (number, *rows[which]))
            if head == "set back":
                db.execute("update audit_head set number = ?", (len(kept),))
            elif head == "gone":
                db.execute("delete from audit_head")
        with closing(Store(path, Vault(KEY))) as opened:
            problems = opened.read_now(audit_proof.verify)

    as_written = list(kept) == list(range(1, ROWS + 1)) and head != "gone"
    assert (problems == []) == as_written


# what only a note kept elsewhere can find ------------------------------------------------


def test_a_whole_older_copy_is_found_by_what_was_noted(
    trail: Store, tmp_path: Path, vault: Vault
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(trail.path)) as db, closing(sqlite3.connect(old)) as copy:
        db.backup(copy)
    trail.write_now(eight_events)
    end, problems = trail.read_now(audit_proof.examine)
    assert end is not None
    assert problems == []
    trail.write_now(eight_events)
    assert found(trail, end) == []

    with closing(Store(old, vault)) as back:
        assert found(back) == []
        assert found(back, end) == [(Fault.NOTED, end.number)]
        back.write_now(eight_events)
        back.write_now(audit.record_reading, CASE, 9, AT)
        assert found(back, end) == [(Fault.NOTED, end.number)]


# recording -------------------------------------------------------------------------------


def test_an_event_is_kept_with_its_act_or_not_at_all(store: Store) -> None:
    def fails(db: Connection) -> None:
        eight_events(db)
        raise LookupError

    store.write_now(eight_events)
    with pytest.raises(LookupError):
        store.write_now(fails)
    store.write_now(eight_events)

    assert [row.id for row in store.read_now(audit.recent, 99)] == list(range(16, 0, -1))
    assert found(store) == []


def test_two_processes_write_one_chain(trail: Store, vault: Vault) -> None:
    with closing(Store(trail.path, vault)) as other:
        for _ in range(3):
            other.write_now(eight_events)
            trail.write_now(eight_events)

    assert found(trail) == []


def test_rows_are_found_by_case_by_actor_and_by_page(trail: Store) -> None:
    readings = [(row.id, row.actor) for row in trail.read_now(audit.of_case, CASE)]
    assert readings == [(3, "1"), (4, "2"), (5, "1"), (6, "2")]
    assert trail.read_now(audit.of_case, CASE)[-1].detail == "substantiated"
    assert [row.id for row in trail.read_now(audit.recent, 2, 1)] == [7, 6]
    assert [row.id for row in trail.read_now(audit.recent, 9, 0, "1")] == [5, 3, 2]
    assert trail.read_now(audit.of_case, 1) == []


def test_a_detail_is_not_in_the_file(trail: Store, tmp_path: Path) -> None:
    trail.write_now(audit.record, Event(AT, OPERATOR, Action.HOLD_SET, CASE, "คดีในศาล"))

    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "คดีในศาล".encode() not in files
    assert trail.read_now(audit.recent, 1)[0].detail == "คดีในศาล"


class ForgetfulSeal(Seal):
    """A seal whose key for details was destroyed."""

    def unseal(self, sealed: bytes, context: str) -> str:
        if context == "audit.detail":
            raise WrongKey("the key was destroyed")
        return super().unseal(sealed, context)


class Forgetful(Vault):
    def _tag_with(self, key: bytes) -> None:
        super()._tag_with(key)
        self.lasting.__class__ = ForgetfulSeal


def test_a_detail_whose_key_is_destroyed_leaves_the_trail_whole(trail: Store) -> None:
    with closing(Store(trail.path, Forgetful(KEY))) as forgetful:
        row = forgetful.read_now(audit.of_case, CASE)[-1]
        assert (row.action, row.actor, row.detail) == ("closed", "2", None)
        assert found(forgetful) == []


class Interrupting(Vault):
    """A vault at whose first tag of a reader somebody else writes."""

    other: Store | None = None

    def tag(self, kind: str, value: str) -> str:
        if self.other is not None:
            other, self.other = self.other, None
            other.write_now(eight_events)
        return super().tag(kind, value)


def test_what_is_written_meanwhile_is_no_problem(trail: Store) -> None:
    with closing(Store(trail.path, Interrupting(KEY))) as reading:
        vault = reading.vault
        assert isinstance(vault, Interrupting)
        vault.other = trail

        assert found(reading) == []
        assert vault.other is None
        assert len(reading.read_now(audit.recent, 99)) == 2 * ROWS
