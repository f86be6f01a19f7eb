"""Fixtures that many tests share: a real store, the published dataset, people who talk."""

import asyncio
import gc
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot import cli, delivery, log, settings
from bot.ask import Asking
from bot.opening import open_agency
from data.sealing import Vault
from data.store import Store
from handlers.understanding.understand import Understanding
from tests import table_scans
from tests.at_the_desk import Terminal
from tests.conversing import Desk, Person, Town, awake, publish_into

KEY = bytes(range(32))

hypothesis.settings.register_profile("prongsai", deadline=None)  # no test is timed
hypothesis.settings.load_profile("prongsai")


def pytest_collection_finish() -> None:
    """What was collected stays: collections of garbage need not look through it."""
    gc.freeze()


@pytest.fixture
def vault() -> Vault:
    return Vault(KEY)


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    opened = Store(tmp_path / "prongsai.db", vault)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return Understanding.load()


@pytest.fixture(scope="session")
def published_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "prongsai.db"
    publish_into(path)
    return path


@pytest.fixture
async def town(
    tmp_path: Path, published_file: Path, understanding: Understanding
) -> AsyncIterator[Town]:
    path = tmp_path / "town.db"
    shutil.copy(published_file, path)
    opened = Town(path, understanding)
    with table_scans.heard() as asked:
        opened.open()
        yield opened
        await opened.close()
    assert table_scans.scans(asked) == []


@pytest.fixture
def citizen(town: Town) -> Person:
    return town.citizen()


@pytest.fixture
async def officer(town: Town) -> Person:
    """Works on ordinary cases."""
    return await town.officer()


@pytest.fixture
async def handler(town: Town) -> Person:
    """Is named for corruption cases, too."""
    return await town.officer("nitikon", corruption=True)


@pytest.fixture
def desk(
    town: Town,
    quiet: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """Run ``python -m bot`` on the town's file: status, output, complaints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE", str(town.store.path))
    monkeypatch.setenv("CASE_KEY", KEY.hex())
    monkeypatch.setenv("AGENCY", str(awake(tmp_path)))
    monkeypatch.setenv("UNDO_SECONDS", "0")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("PRONGSAI_DESK_KEY", raising=False)

    async def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = await asyncio.to_thread(cli.main, arguments)
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def terminal(town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The desk, at which members of staff sign in."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)
    return Terminal(town, desk, monkeypatch)


@pytest.fixture(scope="module")
def asking(understanding: Understanding) -> Iterator[Asking]:
    """The terminal on a throw-away database; every name given to it is a chat of its own."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = settings.load({}, Path(folder) / "no.env")
        throw_away = replace(loaded, database=Path(folder) / "ask.db", case_key=b"\0" * 32)
        opened = open_agency(throw_away)
        asking = Asking(opened, understanding)
        asking.seed()
        yield asking
        opened.store.close()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands run in this process print what they print, and no log."""
    monkeypatch.setattr(log, "configure", lambda **_: None)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()
