"""Rotation: after it everything opens under the new key only, whatever is killed meanwhile."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import cli
from data import case_entries, case_keys, key_file, rotation
from data.rotation import InUse, NotRotated
from data.sealing import Vault, WrongKey
from data.store import Connection, Store
from tests.sealed_things import (
    PLANTED,
    Opened,
    everything,
    file_case,
    files_of,
    fill,
    old_database,
)

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    """A closed store with something in every sealed column."""
    store = Store(tmp_path / "prongsai.db", Vault(OLD))
    store.write_now(fill, store.vault.tag("chat", "line:U1"))
    store.close()
    return store


def opened(path: Path, key: bytes) -> Opened:
    with closing(Store(path, Vault(key))) as store:
        return store.read_now(everything)


def sealed_values(path: Path) -> list[bytes]:
    """Every blob that stands in the database."""
    with closing(sqlite3.connect(path)) as db:
        return [
            row[0]
            for table, column in _blobs(db)
            for row in db.execute(f"select {column} from {table} where length({column}) > 29")
        ]


def _blobs(db: Connection) -> list[tuple[str, str]]:
    return db.execute(
        "select tables.name, columns.name from pragma_table_list as tables,"
        " pragma_table_info(tables.name) as columns where lower(columns.type) = 'blob'"
    ).fetchall()


def test_after_a_rotation_everything_opens_under_the_new_key_only(filled: Store) -> None:
    before = opened(filled.path, OLD)
    rotation.rotate(filled.path, filled.vault, NEW, None)

    with pytest.raises(WrongKey):
        Store(filled.path, Vault(OLD))
    assert opened(filled.path, NEW) == before


def test_what_the_old_key_opened_is_in_no_file_any_more_but_what_other_keys_seal(
    filled: Store,
) -> None:
    before = sealed_values(filled.path)
    assert len(before) > 12
    rotation.rotate(filled.path, filled.vault, NEW, None)

    found, after = files_of(filled), sealed_values(filled.path)
    left = [value for value in before if value[:40] in found or value[-40:] in found]
    with closing(sqlite3.connect(filled.path)) as db:
        kept = [
            *db.execute("select detail from audit where length(detail) > 29"),
            *db.execute("select sealed from audit_head"),
            *db.execute("select text from case_entry"),
            *db.execute("select reason from case_exclusion"),
            *db.execute("select reason from identity_request"),
            *db.execute("select words from rating"),
            *db.execute("select words from held_words"),
            *db.execute("select name from attachment where case_id is not null"),
            *db.execute("select content from attachment where case_id is not null"),
        ]
    assert sorted(left) == sorted(row[0] for row in kept)
    assert len(after) == len(before)


def test_no_tag_changes(filled: Store) -> None:
    rotation.rotate(filled.path, filled.vault, NEW, None)
    with closing(Store(filled.path, Vault(NEW))) as store:
        assert store.vault.tag("chat", "line:U1") == filled.vault.tag("chat", "line:U1")


def test_a_database_of_an_older_version_is_brought_up_and_keeps_its_tags(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    (first, *_) = old_database(path, OLD)
    Store(path, Vault(OLD)).close()
    store = Store(path, Vault(OLD))
    store.close()
    rotation.rotate(path, store.vault, NEW, None)

    with closing(Store(path, Vault(NEW))) as again:
        assert again.vault.tag("chat", "line:U1") == Vault(OLD).tag("chat", "line:U1")
        assert len(again.read_now(case_entries.entries, first)) == 2


def test_a_forgotten_case_stays_forgotten(filled: Store) -> None:
    with closing(Store(filled.path, Vault(OLD))) as store:
        case_id = store.write_now(file_case, "other")
        store.write_now(case_keys.forget_key, case_id)
    rotation.rotate(filled.path, filled.vault, NEW, None)

    with closing(Store(filled.path, Vault(NEW))) as again:
        assert again.read_now(case_keys.is_forgotten, case_id)
        assert again.read_now(case_entries.entries, case_id)[0].forgotten


def test_beside_anything_that_has_the_database_open_nothing_is_rotated(filled: Store) -> None:
    with closing(Store(filled.path, Vault(OLD))), pytest.raises(InUse):
        rotation.rotate(filled.path, filled.vault, NEW, None)

    assert opened(filled.path, OLD)


def test_what_does_not_open_stops_the_rotation_and_nothing_has_changed(filled: Store) -> None:
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as db:
        db.execute("update staff set name = x'00'")
    before = sealed_values(filled.path)
    path = key_file.beside(filled.path)
    with pytest.raises(NotRotated):
        rotation.rotate(filled.path, filled.vault, NEW, path)

    assert sealed_values(filled.path) == before
    assert not path.exists()


def test_a_wrong_key_rotates_nothing(filled: Store) -> None:
    with pytest.raises(WrongKey):
        rotation.rotate(filled.path, Vault(NEW), OLD, None)

    assert opened(filled.path, OLD)


# the command -----------------------------------------------------------------------------------


@pytest.fixture
def town_hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of an installation with a key file and a filled database; the database."""
    monkeypatch.chdir(tmp_path)
    for name in ("CASE_KEY", "NEW_CASE_KEY"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "prongsai.db"
    monkeypatch.setenv("DATABASE", str(path))
    key, _ = key_file.load_or_make(key_file.beside(path))
    store = Store(path, Vault(key))
    store.write_now(fill, store.vault.tag("chat", "line:U1"))
    store.close()
    return path


def key_in_file(path: Path) -> bytes:
    return key_file.load_or_make(key_file.beside(path))[0]


def test_the_key_file_gets_a_new_key_that_nobody_else_reads_and_none_is_printed(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = key_file.beside(town_hall)
    old, before = file.read_text().strip(), opened(town_hall, key_in_file(town_hall))

    assert cli.main(["rotate-key"]) == 0
    new = file.read_text().strip()
    assert new != old
    assert file.stat().st_mode & 0o777 == 0o600
    assert opened(town_hall, key_in_file(town_hall)) == before
    assert sorted(town_hall.parent.glob("*.key*")) == [file]
    said = "".join(capsys.readouterr())
    assert "เปลี่ยนกุญแจแล้ว" in said
    for key in (old, new):
        assert key not in said


def test_the_running_service_must_be_stopped_first(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_in_file(town_hall)
    with closing(Store(town_hall, Vault(key))):
        status = cli.main(["rotate-key"])

    assert status == 1
    assert "หยุดบริการก่อน" in capsys.readouterr().err
    assert key_in_file(town_hall) == key


def test_half_a_key_beside_the_file_is_no_trouble(town_hall: Path) -> None:
    beside = Path(f"{key_file.beside(town_hall)}.new")
    beside.touch(0o600)
    beside.write_text("abc")

    assert cli.main(["staff", "list"]) == 0
    assert cli.main(["rotate-key"]) == 0
    assert cli.main(["staff", "list"]) == 0
    assert not beside.exists()


def test_a_new_key_that_the_database_does_not_know_is_left_alone(town_hall: Path) -> None:
    key = key_in_file(town_hall)
    key_file.write_successor(key_file.beside(town_hall), NEW)

    assert cli.main(["staff", "list"]) == 0
    assert key_in_file(town_hall) == key


def test_a_key_from_the_environment_is_followed_by_another_one_from_there(
    town_hall: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = key_in_file(town_hall)
    before = opened(town_hall, old)
    key_file.beside(town_hall).unlink()
    monkeypatch.setenv("CASE_KEY", old.hex())

    assert cli.main(["rotate-key"]) == 1
    assert "NEW_CASE_KEY" in capsys.readouterr().err
    assert opened(town_hall, old) == before

    monkeypatch.setenv("NEW_CASE_KEY", NEW.hex())
    assert cli.main(["rotate-key"]) == 0
    said = "".join(capsys.readouterr())
    assert "ย้ายค่านั้นไปไว้ที่ CASE_KEY" in said
    assert NEW.hex() not in said
    assert opened(town_hall, NEW) == before
    assert sorted(town_hall.parent.glob("*.key*")) == []

    for status in (cli.main(["staff", "list"]), cli.main(["rotate-key"])):  # either key is given
        assert status == 0
    monkeypatch.setenv("CASE_KEY", NEW.hex())
    monkeypatch.delenv("NEW_CASE_KEY")
    assert cli.main(["staff", "list"]) == 0


def test_a_new_key_without_an_old_one_is_a_setting_set_wrongly(
    town_hall: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEW_CASE_KEY", NEW.hex())

    assert cli.main(["rotate-key"]) == 1
    assert "CASE_KEY is not" in capsys.readouterr().err


def test_there_must_be_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE", "nothing.db")

    assert cli.main(["rotate-key"]) == 1
    assert list(tmp_path.iterdir()) == []
    assert "DATABASE" in capsys.readouterr().err


@pytest.mark.parametrize(("made_by", "step"), [("this version", 1), ("an older one", 4)])
def test_killed_at_any_moment_one_of_the_two_keys_opens_everything(
    town_hall: Path, made_by: str, step: int
) -> None:
    """What is older is brought up anew before each kill, so that not every line has one there."""
    if made_by == "an older one":
        town_hall.unlink()
        old_database(town_hall, key_in_file(town_hall))
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_rotation", str(town_hall.parent), str(step)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    tried = json.loads(done.stdout)
    assert tried["lines"] > 40
    assert tried["old"] > 20
    assert tried["new"] > 2 // step
    assert tried["renamed at start"] >= 1


def test_nothing_is_in_plain_text_before_or_after(filled: Store) -> None:
    for _ in range(2):
        found = files_of(filled)
        assert [word for word in PLANTED if word.encode() in found] == []
        rotation.rotate(filled.path, filled.vault, NEW, None)
        filled = Store(filled.path, Vault(NEW))
        filled.close()
