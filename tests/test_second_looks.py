"""Second looks: read beside the loop, several texts together, each as if it were alone."""

import asyncio
import itertools
import os
import sys
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import second_looks
from bot.agency_context import ContextMaker
from bot.second_looks import MOST_AT_ONCE, SecondLooks, cores_beside_the_loop
from data.conversations import Conversation
from data.store import Store
from handlers.understanding.encoder import Encoder
from handlers.understanding.exemplars import load
from handlers.understanding.normalise import normalise
from handlers.understanding.question import Question
from handlers.understanding.understand import Understanding
from tests.answering import NOW, Asker
from tests.conversing import PATIENCE_S
from tests.test_encoder import shipped
from tests.understanding import VOCABULARY


class Reader:
    """Reads each text as itself, once it may; *groups* are those that it was given together."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.may_read = threading.Event()
        self.is_reading = threading.Event()

    def __call__(self, texts: Sequence[str]) -> list[Question]:
        self.groups.append(list(texts))
        self.is_reading.set()
        assert self.may_read.wait(PATIENCE_S)
        if "poison" in texts:
            raise ValueError("poison")
        return [Question(text) for text in texts]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread reads."""
    monkeypatch.setattr(second_looks, "cores_beside_the_loop", lambda: 1)


async def _until_read(reader: Reader) -> None:
    await asyncio.to_thread(reader.is_reading.wait, PATIENCE_S)


async def test_what_gathers_while_one_is_read_is_read_together(alone: None) -> None:
    reader = Reader()
    looks = SecondLooks(reader)
    first = asyncio.create_task(looks.of("0"))
    await _until_read(reader)
    others = [asyncio.create_task(looks.of(f"{each}")) for each in range(1, MOST_AT_ONCE + 3)]
    await asyncio.sleep(0)
    reader.may_read.set()
    found = await asyncio.gather(first, *others)

    assert [each.intent for each in found] == [f"{each}" for each in range(MOST_AT_ONCE + 3)]
    assert [len(group) for group in reader.groups] == [1, MOST_AT_ONCE, 2]


async def test_a_text_on_which_reading_fails_does_not_spoil_the_others(alone: None) -> None:
    reader = Reader()
    looks = SecondLooks(reader)
    texts = ["first", "before", "poison", "behind"]
    asked = [asyncio.create_task(looks.of(text)) for text in texts]
    await _until_read(reader)
    reader.may_read.set()
    found = await asyncio.gather(*asked, return_exceptions=True)

    assert [getattr(each, "intent", "failed") for each in found] == [
        "first",
        "before",
        "failed",
        "behind",
    ]
    assert (await looks.of("later")).intent == "later"


async def test_nobody_reads_for_who_has_gone(alone: None) -> None:
    reader = Reader()
    looks = SecondLooks(reader)
    first, gone, last = (asyncio.create_task(looks.of(text)) for text in ("first", "gone", "last"))
    await _until_read(reader)
    gone.cancel()
    await asyncio.sleep(0)
    reader.may_read.set()
    await asyncio.gather(first, last)

    assert reader.groups == [["first"], ["last"]]


def test_it_outlives_a_loop_that_ends_in_the_midst(alone: None) -> None:
    reader = Reader()
    looks = SecondLooks(reader)

    async def leaves() -> None:
        asking = asyncio.create_task(looks.of("left"))
        await _until_read(reader)
        asking.cancel()

    asyncio.run(leaves())
    reader.may_read.set()

    assert asyncio.run(asyncio.wait_for(looks.of("next"), PATIENCE_S)).intent == "next"


async def test_texts_in_doubt_leave_the_loop_its_core(store: Store) -> None:
    understanding = Understanding.load(with_embedding=True)
    asker = Asker(store)
    maker = ContextMaker(asker.agency, store, understanding)
    ctx = maker(conversation=Conversation(), staff=None, now=NOW)
    first_sight = understanding.at_first_sight
    texts = (each.text for each in load())
    doubtful = (
        each for each in texts if understanding.is_in_doubt(first_sight(each, maker.vocabulary))
    )
    before = set(threading.enumerate())
    asked = [ctx.understand(text) for text in itertools.islice(doubtful, 12)]
    understood = await asyncio.gather(*asked)
    working = set(threading.enumerate()) - before
    assert len(understood) == 12
    assert 1 <= len(working) <= cores_beside_the_loop()
    if sys.platform == "linux":
        own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        assert all(
            os.getpriority(os.PRIO_PROCESS, each.native_id or 0) > own
            for each in working
            if each.name.startswith("embedding")
        )


def test_together_texts_are_read_as_they_are_alone() -> None:
    understanding = Understanding.load(with_embedding=True)
    texts = [each.text for each in load()[::499]][:24]
    alone = [understanding.reconsider(text, VOCABULARY) for text in texts]

    assert understanding.reconsider_all(texts, VOCABULARY) == alone


@settings(max_examples=30)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
def test_whatever_texts_stand_together_each_means_what_it_means_alone(texts: list[str]) -> None:
    encoder: Encoder = shipped()
    plain = [normalise(text) for text in texts]

    for found, text in zip(encoder.vectors(plain), plain, strict=True):
        assert found == pytest.approx(encoder.vector(text), abs=1e-4)
        assert np.isfinite(found).all()
