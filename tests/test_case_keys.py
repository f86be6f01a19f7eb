"""Case keys: a case opens with its own key only, and nobody opens it once that is destroyed."""

import base64
import json
import shutil
import sqlite3
import traceback
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import case_files, case_keys, drafts
from data.case_entries import Entry, add_entry, entries, said_after
from data.case_keys import CaseSeals
from data.sealed_columns import HASHES, KEYS, LASTING, UNDER_CASE_KEYS, UNDER_THE_VAULT
from data.sealing import Vault, WrongKey
from data.store import Connection, Stale, Store, Unavailable
from handlers.message import Messenger
from tests.conversing import Person, Town
from tests.sealed_things import (
    ANSWER,
    AT,
    BRIBE,
    DRAFT,
    FILE,
    FILE_NAME,
    everything,
    file_case,
    files_of,
    fill,
    old_database,
)

KEY = bytes(range(32))
SEALS = CaseSeals(Vault(KEY))
TAG = "chat"


@pytest.fixture
def case_id(store: Store) -> int:
    """A corruption case with words and a file, answered."""
    return store.write_now(fill, TAG)


def wrapped(db: Connection, case_id: int) -> bytes:
    query = "select wrapped from case_key where case_id = :id"
    return bytes(db.execute(query, {"id": case_id}).fetchone()[0])


def file_many(db: Connection, number: int) -> list[int]:
    return [file_case(db, TAG) for _ in range(number)]


# a key of its own ------------------------------------------------------------------------------


@given(st.text(st.characters(codec=None)), st.integers(1, 2**48), st.text())
def test_any_text_comes_back_under_the_key_of_its_case(
    text: str, case_id: int, context: str
) -> None:
    key = SEALS.new_key(case_id)

    assert SEALS.unseal(key, case_id, SEALS.seal(key, case_id, text, context), context) == text


@given(st.binary(max_size=80), st.text())
def test_a_destroyed_key_gives_neither_words_nor_trouble(value: bytes, context: str) -> None:
    sealed = SEALS.seal(SEALS.new_key(7), 7, value, context)

    for gone in (case_keys.DESTROYED, None):
        assert SEALS.unseal_bytes(gone, 7, sealed, context) == (None if value else b"")


def test_a_key_and_what_it_seals_open_with_their_own_case_only() -> None:
    first, second = SEALS.new_key(1), SEALS.new_key(2)
    sealed = SEALS.seal(first, 1, "x", "case.text")

    for key, case_id, context in (
        (first, 2, "case.text"),
        (second, 2, "case.text"),
        (first, 1, ""),
    ):
        with pytest.raises(WrongKey):
            SEALS.unseal(key, case_id, sealed, context)


def test_what_opens_values_does_not_open_keys() -> None:
    vault = Vault(KEY)

    with pytest.raises(WrongKey):
        vault.unseal_bytes(SEALS.new_key(1), case_keys.context_of(1))


def test_a_wrapped_key_does_not_open_as_another_case_s() -> None:
    with pytest.raises(WrongKey):
        Vault(KEY).unwrap(SEALS.new_key(1), case_keys.context_of(2))


def test_every_case_has_a_key_of_its_own_and_nothing_of_it_opens_under_the_vault(
    store: Store, case_id: int
) -> None:
    other = store.write_now(file_case, TAG)
    assert store.read_now(wrapped, case_id)[:1] == store.read_now(wrapped, other)[:1]
    assert store.read_now(wrapped, case_id) != store.read_now(wrapped, other)

    for query in (
        "select unseal(text, 'case.text:' || case_id) from case_entry",
        "select unseal(text, 'case.text') from case_entry",
        "select unseal(name, 'attachment.name') from attachment where case_id is not null",
        "select unseal_bytes(content, 'attachment.content') from attachment"
        " where case_id is not null",
    ):
        with pytest.raises(sqlite3.OperationalError):
            store.read_now(lambda db, query: db.execute(query).fetchall(), query)


def test_keys_that_are_swapped_open_nothing(store: Store, case_id: int) -> None:
    other = store.write_now(file_case, TAG)
    store.write_now(
        lambda db: (
            db.execute(
                "update case_key set wrapped ="
                " (select wrapped from case_key where case_id = :other)"
                " where case_id = :case_id",
                {"other": other, "case_id": case_id},
            )
            and None
        )
    )

    with pytest.raises(sqlite3.OperationalError):
        store.read_now(entries, case_id)


def test_a_file_added_later_is_sealed_with_the_case(store: Store, case_id: int) -> None:
    new = drafts.NewAttachment(TAG, FILE_NAME, "image/jpeg", b"later", "line:M9", AT)
    store.write_now(case_files.attach, case_id, new)

    found = [file.id for file in store.read_now(case_files.attachments, case_id)]
    contents = [store.read_now(case_files.attachment_content, each) for each in found]
    assert contents == [(FILE_NAME, "image/jpeg", FILE), (FILE_NAME, "image/jpeg", b"later")]
    assert store.read_now(drafts.load, TAG).attachments == (FILE_NAME,)  # the draft's own


def test_a_new_sealed_column_must_be_entered_in_the_table(store: Store) -> None:
    in_schema = store.read_now(
        lambda db: db.execute(
            "select tables.name, columns.name from pragma_table_list as tables,"
            " pragma_table_info(tables.name) as columns where tables.schema = 'main'"
            " and lower(columns.type) not in ('text', 'integer', 'int', 'real')"
            " and tables.name not like '%sqlite\\_%' escape '\\'"
        ).fetchall()
    )
    named = [(each.table, each.column) for each in (*UNDER_THE_VAULT, *UNDER_CASE_KEYS, *LASTING)]

    assert set(in_schema) == {*named, *KEYS, *HASHES}


def test_the_register_used_in_these_tests_has_something_in_every_sealed_column(
    store: Store, case_id: int
) -> None:
    empty = {place for place, found in store.read_now(everything).items() if not any(found)}

    assert empty == set()


# forgetting ------------------------------------------------------------------------------------


def test_a_forgotten_case_is_told_as_forgotten_and_no_other_is(store: Store, case_id: int) -> None:
    other = store.write_now(file_case, "neighbour")
    (file,) = store.read_now(case_files.attachments, case_id)

    assert store.write_now(case_keys.forget_key, case_id)
    assert not store.write_now(case_keys.forget_key, case_id)

    assert [(each.text, each.forgotten) for each in store.read_now(entries, case_id)] == [
        ("", True),
        ("", True),
    ]
    assert all(each.forgotten for each in store.read_now(said_after, case_id, 0))
    (gone,) = store.read_now(case_files.attachments, case_id)
    assert (gone.name, gone.forgotten) == ("", True)
    assert store.read_now(case_files.attachment_content, file.id) is None
    assert [each.text for each in store.read_now(entries, other)] == [BRIBE]


def test_what_had_no_words_is_not_told_as_forgotten(store: Store, case_id: int) -> None:
    store.write_now(add_entry, case_id, Entry("state", "officer", "", "acknowledged", AT))
    store.write_now(case_keys.forget_key, case_id)
    store.write_now(add_entry, case_id, Entry("state", "officer", "", "concluded", AT))

    moves = [each for each in store.read_now(entries, case_id) if each.kind == "state"]
    assert [each.forgotten for each in moves] == [False, False]


def test_nothing_is_written_into_a_forgotten_case(store: Store, case_id: int) -> None:
    store.write_now(case_keys.forget_key, case_id)
    new = drafts.NewAttachment(TAG, FILE_NAME, "image/jpeg", FILE, "", AT)

    with pytest.raises(Stale):
        store.write_now(add_entry, case_id, Entry("addition", "citizen", "อีกเรื่อง", "", AT))
    with pytest.raises(Stale):
        store.write_now(case_files.attach, case_id, new)
    assert len(store.read_now(entries, case_id)) == 2


def test_taking_a_message_back_from_a_forgotten_case_is_no_trouble(
    store: Store, case_id: int
) -> None:
    store.write_now(case_keys.forget_key, case_id)
    store.write_now(drafts.forget_message, "chat", "line:M0")

    assert [each.kind for each in store.read_now(entries, case_id)] == [
        "unsent",
        "answer",
    ]


async def test_people_read_that_it_is_deleted(town: Town, citizen: Person, handler: Person) -> None:
    code = await citizen.files(BRIBE, "corruption", photo=True)
    await handler.presses_data("c:1:answer")
    await handler.says(ANSWER)
    await handler.says("ส่ง")
    assert BRIBE in await handler.presses_data("c:1:open")
    town.store.write_now(case_keys.forget_key, town.rows("select id from cases")[0])

    card = await handler.presses_data("c:1:open")
    assert "ผู้แจ้ง: (ลบแล้ว)" in card
    assert "เจ้าหน้าที่ (ความคืบหน้า): (ลบแล้ว)" in card
    assert BRIBE not in card
    assert f"{code}: (ลบแล้ว)" in await handler.presses_data("c:1:files")
    status = await citizen.says(code)
    assert "(ลบแล้ว)" in status
    assert ANSWER not in status


def test_no_file_holds_the_key_of_a_forgotten_case(store: Store) -> None:
    filed = store.write_now(file_many, 300)
    kept, forgotten = filed[::2], filed[1::2]
    keys = {each: store.read_now(wrapped, each) for each in filed}
    for each in forgotten:
        store.write_now(case_keys.forget_key, each)
    store.write_now(file_many, 50)

    left = files_of(store)
    for part in (slice(1, 25), slice(25, 61)):  # the nonce and half of it, the rest
        assert not [each for each in forgotten if keys[each][part] in left]
        assert all(keys[each][part] in left for each in kept)


def test_the_log_is_wiped_later_where_a_reader_was_in_the_way(store: Store, case_id: int) -> None:
    key = store.read_now(wrapped, case_id)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from cases").fetchone()
        store.write_now(case_keys.forget_key, case_id)
        assert key in files_of(store)
        reader.execute("rollback")
    store.write_now(file_case, TAG)

    assert key not in files_of(store)


def test_killed_between_forgetting_and_wiping_the_next_start_wipes(
    store: Store, case_id: int, tmp_path: Path
) -> None:
    key = store.read_now(wrapped, case_id)
    killed = tmp_path / "killed"
    killed.mkdir()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from cases").fetchone()
        store.write_now(case_keys.forget_key, case_id)
        for end in ("", "-wal"):
            shutil.copy(f"{store.path}{end}", killed / f"{store.path.name}{end}")
    assert key in (killed / f"{store.path.name}-wal").read_bytes()

    with closing(Store(killed / store.path.name, Vault(KEY))) as started:
        assert key not in files_of(started)
        assert started.read_now(case_keys.is_forgotten, case_id)


# databases of an older version -----------------------------------------------------------------


def test_cases_of_an_older_version_get_their_keys_at_the_first_start(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    filed = old_database(path, KEY, 45)
    with closing(Store(path, Vault(KEY))) as started:
        for case_id in filed:
            said = started.read_now(entries, case_id)
            assert [(each.kind, each.text) for each in said] == [("report", BRIBE), ("state", "")]
            (file,) = started.read_now(case_files.attachments, case_id)
            content = started.read_now(case_files.attachment_content, file.id)
            assert content == (FILE_NAME, "image/jpeg", FILE)
        with pytest.raises(sqlite3.OperationalError):
            started.read_now(
                lambda db: db.execute(
                    "select unseal(text, 'case.text:' || case_id) from case_entry"
                )
            ).fetchall()
        chat = Vault(KEY).tag("chat", "line:U1")
        assert started.vault.tag("chat", "line:U1") == chat
        assert started.read_now(drafts.load, chat) == drafts.Draft((DRAFT,), (FILE_NAME,))


def test_a_first_start_that_was_interrupted_goes_on_at_the_next(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    filed = old_database(path, KEY, 45)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        (good,) = db.execute(
            "select text from case_entry where case_id = :id", [filed[-1]]
        ).fetchone()
        damage = "update case_entry set text = :text where case_id = :id and kind = 'report'"
        db.execute(damage, {"text": b"damaged", "id": filed[-1]})
        with pytest.raises(Unavailable):
            Store(path, Vault(KEY))
        (given,) = db.execute("select count(*) from case_key").fetchone()
        assert 0 < given < 45
        db.execute(damage, {"text": good, "id": filed[-1]})

    with closing(Store(path, Vault(KEY))) as started:
        said = [started.read_now(entries, each)[0].text for each in filed]
    assert said == [BRIBE] * 45


def test_a_new_installation_tags_with_a_key_of_its_own(store: Store) -> None:
    assert store.vault.tag("chat", "line:U1") != Vault(KEY).tag("chat", "line:U1")


# nothing in plain text -------------------------------------------------------------------------

LEAKS = ("เรียกเงินห้าหมื่น", "สลิปโอนเงิน", "ส่งเรื่องให้ชุดสอบสวน", "ผมกลัวจะโดนย้าย", "ช่างใหญ่กองคลัง")


def forms(word: str) -> list[bytes]:
    """How a word may stand in a file."""
    return [
        word.encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        word.encode("tis-620"),
        json.dumps(word)[1:-1].encode(),
        quote(word).encode(),
        base64.b64encode(word.encode())[:-4],
        word.encode().hex().encode(),
    ]


def leaked(haystack: bytes) -> set[str]:
    return {word for word in LEAKS if any(form in haystack for form in forms(word))}


async def report_and_answer_and_withdraw(town: Town, handler: Person) -> Person:
    """Who reported."""
    money, slip, answer, afraid, post = LEAKS
    reporter = town.citizen("reporter", Messenger.WEB)
    await reporter.presses_data("f:start:corruption")
    await reporter.says(f"หัวหน้า{money}")
    await reporter.uploads(name=f"{slip}.jpg")
    await reporter.says(post)
    await reporter.presses_data("f:review")
    await reporter.presses("ส่งเรื่อง")
    await handler.presses_data("c:1:open")
    await handler.presses_data("c:1:files")
    await handler.presses_data("c:1:answer")
    await handler.says(answer)
    await handler.says("ส่ง")
    await reporter.presses_data("f:add:1")
    await reporter.says(afraid)
    await reporter.presses_data(f"f:withdraw:{town.rows('select id from cases')[0]}")
    await reporter.presses("ยืนยันถอนเรื่อง")
    assert town.rows("select count(*) from case_entry where kind = 'withdrawal'") == [1]
    return reporter


async def test_nothing_of_a_corruption_case_stands_in_plain_text_anywhere(
    town: Town, handler: Person, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await report_and_answer_and_withdraw(town, handler)
    await handler.presses_data("c:1:as-insufficient")
    await handler.says(f"ปิดเรื่อง {LEAKS[2]}")
    await handler.says("ส่ง")
    assert town.rows("select closed_at <> '' from cases") == [1]
    said = "\n".join([*town.texts_of_cases(), *(name for name, _ in town.files_of_cases())])
    assert [word for word in LEAKS if word not in said] == []

    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(town.store.path)) as db:
        db.execute("vacuum into :path", {"path": str(backup)})
    found = files_of(town.store)  # the database, its -wal and -shm, the backup
    assert backup.exists()
    assert leaked(found) == set()
    assert leaked("".join(capfd.readouterr()).encode()) == set()


async def test_no_exception_and_no_log_quotes_a_case_that_does_not_open(
    town: Town, handler: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    reporter = await report_and_answer_and_withdraw(town, handler)
    (case_id,) = town.rows("select id from cases")
    town.store.write_now(
        lambda db: db.execute("update case_key set wrapped = randomblob(61)") and None
    )
    await handler.presses_data("c:1:open")
    await reporter.presses_data("f:add:1")
    assert "ขออภัย" in await reporter.says(LEAKS[3])  # parked
    failures = []
    for attempt in (
        lambda: town.store.read_now(entries, case_id),
        lambda: town.store.write_now(
            add_entry, case_id, Entry("answer", "officer", LEAKS[2], "assessing", AT)
        ),
    ):
        with pytest.raises(sqlite3.OperationalError) as told:
            attempt()
        failures += traceback.format_exception(told.value)

    assert leaked("".join(failures).encode()) == set()
    logged = "".join(capfd.readouterr())
    assert "handler failed" in logged
    assert leaked(logged.encode()) == set()
