"""Backups: made while people write, kept only when sound, gone in time, and brought back whole."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import backing_up, cli, replication
from bot.settings import FIRST_AGENCY
from data import audit, backups, key_file
from data.agency import load_agency
from data.backups import Flaw
from data.retention_settings import MOST_DAYS, Retention
from data.sealing import Vault
from data.store import Store
from data.write_log import log_of
from handlers.texts import privacy_notice
from tests.conftest import KEY
from tests.conversing import Desk, Person, Town
from tests.killing import is_killed, kill_at
from tests.sealed_things import everything, fill

OURS = ("data/backups.py", "bot/backing_up.py")
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A database with something in every sealed column, which nobody has open."""
    with closing(Store(tmp_path / "prongsai.db", Vault(KEY))) as store:
        store.write_now(fill, store.vault.tag("chat", "line:U1"))
    return tmp_path / "prongsai.db"


def copied(database: Path, name: Path) -> Path:
    """A copy of *database*, as the command makes it."""
    with closing(Store(database, Vault(KEY))) as store:
        assert backing_up._copied(store, name)
    return name


def flaws(path: Path, key: bytes = KEY, **expected: int) -> tuple[Flaw, ...]:
    return backups.examine(path, (Vault(key),), expected).flaws


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# making --------------------------------------------------------------------------------------


async def test_a_copy_is_made_while_people_are_served(
    town: Town, citizen: Person, desk: Desk, folder: Path
) -> None:
    await citizen.says("คะแนนรวมเท่าไหร่")

    status, said, _ = await desk("backup", str(folder))

    assert status == 0
    (name,) = names(folder)
    copy = folder / name
    assert name in said
    assert "ข้อความเข้า 1 ข้อความ" in said
    assert copy.stat().st_mode & 0o777 == 0o600
    assert flaws(copy, inbox=1) == ()
    assert "96.46" in await citizen.says("คะแนนรวมเท่าไหร่")
    assert flaws(copy, inbox=2) == (Flaw.FEWER_ROWS,)


async def test_the_audit_trail_names_every_copy(town: Town, desk: Desk, folder: Path) -> None:
    await desk("backup", str(folder / "mine.db"))

    (newest,) = town.store.read_now(audit.recent, 1)
    assert (newest.action, newest.actor, newest.detail) == ("backed_up", "operator", "mine.db")


async def test_the_log_is_cut_after_a_copy(
    town: Town, citizen: Person, desk: Desk, folder: Path
) -> None:
    await citizen.says("คะแนนรวมเท่าไหร่")
    assert log_of(town.store.path).stat().st_size

    await desk("backup", str(folder))

    assert log_of(town.store.path).stat().st_size == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "ระบุโฟลเดอร์"),
        (("{folder}/not-mounted/",), "ไม่มีโฟลเดอร์"),
        (("{folder}/not-mounted/a.db",), "ไม่มีโฟลเดอร์"),
        (("{folder}/there.db",), "ไม่เขียนทับ"),
        (("{folder}", "--keep", "0"), "--keep"),
        (("{folder}/a.db", "--keep", "3"), "--keep"),
    ],
)
async def test_nothing_is_made_where_it_cannot_be(
    desk: Desk, folder: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    (folder / "there.db").write_text("somebody else's")

    status, _, complaints = await desk(
        "backup", *(each.format(folder=folder) for each in arguments)
    )

    assert status
    assert complaint in complaints
    assert names(folder) == ["there.db"]


def test_a_copy_whose_maker_is_killed_wherever_it_is_never_carries_its_name(
    filled: Path, folder: Path
) -> None:
    def attempt(line: int) -> None:
        with closing(Store(filled, Vault(KEY))) as store:
            kill_at(line, OURS)
            backing_up._copied(store, folder / "a.db")

    line, named = 1, 0
    while is_killed(partial(attempt, line)):
        line += 3
        if (folder / "a.db").exists():
            assert flaws(folder / "a.db", inbox=1) == ()
            (folder / "a.db").unlink()
            named += 1
    assert line > 60
    assert 0 < named < 5  # only after it was examined
    left = list(folder.glob(".a.db.part-*"))
    assert left
    backups.forget_parts(folder, datetime.now(UTC))
    assert all(each.exists() for each in left)
    backups.forget_parts(folder, datetime.now(UTC) + timedelta(days=2))
    assert names(folder) == ["a.db"]


# what is not sound ---------------------------------------------------------------------------


def spoil_page(path: Path) -> None:
    """Overwrite the middle of a table's page."""
    with closing(sqlite3.connect(path)) as db:
        (page,) = db.execute(
            "select rootpage from sqlite_schema where name = 'case_entry'"
        ).fetchone()
        (size,) = db.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * (size // 2))


def orphan(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("insert into case_key (case_id, wrapped) values (4711, x'00')")


def come_from_a_later_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('prongsai', 'm999_future', '')"
        )


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        (spoil_page, Flaw.DAMAGED),
        (orphan, Flaw.DANGLING),
        (come_from_a_later_version, Flaw.NEWER),
        (lambda path: path.write_bytes(b"no database" * 1000), Flaw.UNREADABLE),
    ],
)
def test_a_copy_is_examined_for_what_may_be_wrong(
    filled: Path, folder: Path, spoil: object, flaw: Flaw
) -> None:
    copy = copied(filled, folder / "a.db")
    assert flaws(copy) == ()

    spoil(copy)  # type: ignore[operator]

    assert flaws(copy) == (flaw,)


def test_a_copy_needs_the_key(filled: Path, folder: Path) -> None:
    copy = copied(filled, folder / "a.db")

    assert flaws(copy, bytes(32)) == (Flaw.WRONG_KEY,)


def test_of_an_unsound_database_no_copy_is_kept(
    filled: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orphan(filled)
    with closing(Store(filled, Vault(KEY))) as store:
        assert backing_up._copied(store, folder / "a.db") is None

    assert "foreign_key_check" in capsys.readouterr().err
    assert names(folder) == []


async def test_a_trail_that_was_broken_before_is_told_and_copied(
    town: Town, desk: Desk, folder: Path
) -> None:
    await desk("backup", str(folder / "first.db"))
    with closing(sqlite3.connect(town.store.path)) as db, db:
        db.execute("drop trigger audit_is_not_changed")
        db.execute("update audit set actor = '9'")

    status, _, complaints = await desk("backup", str(folder / "second.db"))

    assert status == 0
    assert "บันทึกการใช้งานไม่ครบถ้วน" in complaints
    assert (folder / "second.db").exists()


# how long ------------------------------------------------------------------------------------


def made_before(folder: Path, *days: float) -> list[str]:
    paths = [folder / backups.name_of(Path("town.db"), NOW - timedelta(days=each)) for each in days]
    for path in paths:
        path.touch()
    return [path.name for path in paths]


def test_copies_go_after_their_days_but_never_the_newest(folder: Path) -> None:
    made_before(folder, 31, 400)
    (old,) = made_before(folder, 30.5)

    backups.prune(folder, Path("town.db"), NOW, days=30, keep=None)

    assert names(folder) == [old]


def test_what_is_not_a_copy_of_this_database_stays(folder: Path) -> None:
    strangers = [
        "town-notes.db",
        "town.db",
        "towns-20200101T000000Z.db",
        "town-20200101T000000Z.db.gz",
    ]
    for name in strangers:
        (folder / name).touch()
    made_before(folder, 400)
    (fresh,) = made_before(folder, 0)

    backups.prune(folder, Path("town.db"), NOW, days=30, keep=1)

    assert names(folder) == sorted([*strangers, fresh])


async def test_only_as_many_copies_stay_as_wished(town: Town, desk: Desk, folder: Path) -> None:
    now = datetime.now(UTC)
    for days in (1, 2, 3):
        (folder / backups.name_of(town.store.path, now - timedelta(days=days))).touch()

    _, said, _ = await desk("backup", str(folder), "--keep", "2")

    newest = backups.name_of(town.store.path, now - timedelta(days=1))
    assert newest in names(folder)
    assert len(names(folder)) == 2
    assert "ลบสำเนาเก่า 2 ชุด" in said


def test_the_days_are_those_that_people_are_told() -> None:
    agency = load_agency(FIRST_AGENCY)

    assert agency.retention.backups == Retention().backups == 30
    told = privacy_notice.notice(agency, takes_corruption=True, known_to="", carriers=())
    assert "สำเนาสำรองอยู่ต่ออีกไม่เกิน 30 วัน" in told


@given(st.integers(1, MOST_DAYS))
def test_litestream_keeps_nothing_longer_than_people_are_told(days: int) -> None:
    lines = replication.config(Path("a.db"), "s3://a/b", days).splitlines()
    hours = {
        name: int(line.removeprefix(f"  {name}: ").removesuffix("h"))
        for line in lines
        for name in ("interval", "retention")
        if line.startswith(f"  {name}: ")
    }

    assert hours["retention"] >= hours["interval"] > 0
    assert hours["retention"] + 2 * hours["interval"] <= 24 * days


# bringing back -------------------------------------------------------------------------------


@pytest.fixture
def machine(filled: Path, quiet: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where DATABASE was, and is no more; the key lies beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE", str(filled))
    monkeypatch.delenv("CASE_KEY", raising=False)
    key_file._write(key_file.beside(filled), KEY)
    copied(filled, tmp_path / "copy.db")
    filled.rename(tmp_path / "before.db")
    return filled


def everything_in(path: Path) -> object:
    with closing(Store(path, Vault(KEY))) as store:
        return store.read_now(everything)


def test_a_database_comes_back_from_a_copy(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["restore", str(tmp_path / "copy.db"), str(machine)]) == 0

    said = capsys.readouterr().out
    assert "python -m bot audit verify" in said
    assert "privacy erase" in said
    assert "DATABASE=" not in said
    assert machine.stat().st_mode & 0o777 == 0o600
    assert everything_in(machine) == everything_in(tmp_path / "before.db")


def test_brought_back_elsewhere_it_says_what_that_place_needs(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["restore", "copy.db", "elsewhere.db"]) == 0

    said = capsys.readouterr().out
    assert "DATABASE=elsewhere.db" in said
    assert f"{machine}.key" in said
    assert (tmp_path / "copy.db").exists()


def test_litestream_reads_the_file_that_a_symbolic_link_names(tmp_path: Path) -> None:
    """It looks for the log beside it, and waits for ever where there is none."""
    named = tmp_path / "named.db"
    named.symlink_to(tmp_path / "real.db")

    assert f'path: "{(tmp_path / "real.db").resolve()}"' in replication.config(
        named, "s3://a/b", 30
    )


@pytest.mark.parametrize("there", ["prongsai.db", "prongsai.db-wal"])
def test_nothing_is_overwritten_and_no_older_log_is_played_over_it(
    machine: Path, tmp_path: Path, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / there).write_text("what was there")

    assert cli.main(["restore", "copy.db", str(machine)]) == 1

    assert there in capsys.readouterr().err
    assert (tmp_path / there).read_text() == "what was there"


def test_what_is_not_sound_is_not_brought_back(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orphan(tmp_path / "copy.db")

    assert cli.main(["restore", "copy.db", str(machine)]) == 1

    assert "foreign_key_check" in capsys.readouterr().err
    assert not [name for name in names(tmp_path) if "prongsai.db" in name and ".key" not in name]


def test_without_the_key_nothing_comes_back_and_none_is_made(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_file.beside(machine).unlink()

    assert cli.main(["restore", "copy.db", str(machine)]) == 1

    assert "ไม่พบกุญแจ" in capsys.readouterr().err
    assert not key_file.beside(machine).exists()


def test_a_wrong_key_does_not_do(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key_file.beside(machine).unlink()
    key_file._write(key_file.beside(machine), bytes(32))

    assert cli.main(["restore", "copy.db", str(machine)]) == 1

    assert "กุญแจที่มีเปิดไม่ได้" in capsys.readouterr().err
    assert not machine.exists()


def test_one_of_several_copies_must_be_named(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["restore", str(tmp_path), "elsewhere.db"]) == 1

    assert "copy.db" in capsys.readouterr().err


# Litestream's settings -----------------------------------------------------------------------


def written(*arguments: str) -> int:
    return cli.main(["backup", "--litestream-config", *arguments])


def test_litestreams_settings_name_files_and_no_secret(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASE_KEY", KEY.hex())

    assert written("--replica", "replica") == 0
    assert written("--replica", "s3://bucket/prongsai") == 0  # its own file may be written anew

    text = (tmp_path / "litestream.yml").read_text()
    assert '"s3://bucket/prongsai"' in text
    assert f'"{machine}"' in text
    assert KEY.hex() not in text


@pytest.mark.parametrize(
    "replica",
    [
        "sftp://user:password@host/path",
        "s3://bucket/path?secret-access-key=abc",
        "s3://bucket/path?access_token=abc",
    ],
)
def test_a_secret_in_the_address_is_not_written_down(
    machine: Path, tmp_path: Path, replica: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert written("--replica", replica) == 1

    assert "รหัสผ่าน" in capsys.readouterr().err
    assert not (tmp_path / "litestream.yml").exists()


def test_settings_of_somebody_else_stay(machine: Path, tmp_path: Path) -> None:
    (tmp_path / "litestream.yml").write_text("dbs: []")

    assert written("--replica", "replica") == 1

    assert (tmp_path / "litestream.yml").read_text() == "dbs: []"
