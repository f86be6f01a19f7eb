"""Nothing that strangers send breaks a parser, or the way from webhook to reply.

About 10,000 inputs here, chosen by hypothesis; ``make fuzz`` rolls dice for a million. What once
broke something is kept in ``fuzzing/corpus`` and replayed.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import dispatch
from handlers.context import Context
from handlers.message import Message
from handlers.router import respond
from handlers.turn import Turn
from tests.fuzzing import whole
from tests.fuzzing.__main__ import CORPUS, WHOLE, keep, parsers
from tests.fuzzing.parsers import TARGETS
from tests.fuzzing.source import Dice, Drawn
from tests.fuzzing.whole import Broken, Town, Vendors
from tests.fuzzing.wire import dumped, loaded

OF_ONE_PARSER = 450
TALKS, STEPS = 100, 15
KEPT = sorted(path for path in CORPUS.rglob("*.bin") if path.parent.name != WHOLE)
WHOLE_KEPT = sorted((CORPUS / WHOLE).glob("*.bin"))

often = settings(
    max_examples=OF_ONE_PARSER,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def silence() -> Iterator[None]:
    """What is refused is logged, and there is much of it here."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


# parsers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_breaks_a_parser(name: str) -> None:
    target = TARGETS[name]

    @often
    @given(st.data())
    def anything(data: st.DataObject) -> None:
        target.check(target.make(Drawn(data.draw)))

    anything()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_once_broke_a_parser_does_not_any_more(path: Path) -> None:
    TARGETS[path.parent.name.replace("-", " ")].check(path.read_bytes())


def test_every_folder_of_the_corpus_belongs_to_somebody() -> None:
    names = {name.replace(" ", "-") for name in TARGETS} | {WHOLE}

    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= names


# the whole way -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def town(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real service, with vendors that take everything; one for all inputs."""
    stack = AsyncExitStack()

    async def open_all() -> Town:
        vendors = await stack.enter_async_context(Vendors().open())
        folder = tmp_path_factory.mktemp("fuzzed")
        return await stack.enter_async_context(Town(folder, vendors).open())

    yield runner.run(open_all())
    runner.run(stack.aclose())


def test_whatever_arrives_at_the_port_is_answered_as_promised_and_nothing_is_parked(
    town: Town, runner: asyncio.Runner
) -> None:
    # Dice: what may be pressed is what was offered by then, and two runs are never told the same.
    @settings(often, max_examples=TALKS)
    @given(st.integers(0, 2**63))
    def anything(seed: int) -> None:
        runner.run(town.take(whole.requests(Dice(seed), town, STEPS)))
        runner.run(town.answers())

    anything()


@pytest.mark.parametrize("path", WHOLE_KEPT, ids=lambda path: path.stem)
def test_what_once_broke_the_service_does_not_any_more(
    path: Path, town: Town, runner: asyncio.Runner
) -> None:
    runner.run(town.take(loaded(path.read_bytes())))
    runner.run(town.answers())


# the tests themselves ----------------------------------------------------------------------


def test_a_handler_that_fails_at_one_word_is_found(
    town: Town, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def fails(message: Message, ctx: Context) -> Turn:
        if "ที่จอดรถ" in message.text:
            raise LookupError
        return await respond(message, ctx)

    monkeypatch.setattr(dispatch, "respond", fails)
    sent = whole.requests(Dice(1), town, 400)
    with pytest.raises(Broken, match="handler failed"):
        runner.run(town.take(sent))


def test_a_parser_that_breaks_is_found_and_kept_as_small_as_it_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(content: bytes) -> None:
        assert b"PS" not in content

    monkeypatch.setattr("tests.fuzzing.__main__.CORPUS", tmp_path)
    monkeypatch.setattr("tests.fuzzing.__main__.TARGETS", {"codes": replaced(fails)})
    said: list[str] = []

    tried, found = parsers(500, 1, said.append)

    (kept,) = (tmp_path / "codes").iterdir()
    assert (tried, found) == (500, 1)
    assert b"PS" in kept.read_bytes()
    assert len(kept.read_bytes()) < 10


def replaced(check: object) -> object:
    return type(TARGETS["codes"])(TARGETS["codes"].make, check)  # type: ignore[arg-type]


def test_requests_are_the_same_after_they_were_kept(town: Town, tmp_path: Path) -> None:
    sent = whole.requests(Dice(1), town, 30)

    assert loaded(dumped(sent)) == sent


def test_a_file_of_the_corpus_is_named_by_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzzing.__main__.CORPUS", tmp_path)

    assert keep("line webhook", b"x").stem == hashlib.sha256(b"x").hexdigest()[:12]
