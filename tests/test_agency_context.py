"""What the context maker does beside the loop."""

import asyncio
import itertools
import os
import sys
import threading

from bot import agency_context
from bot.agency_context import ContextMaker
from data.conversations import Conversation
from data.store import Store
from handlers.understanding.exemplars import load
from handlers.understanding.understand import Understanding
from tests.answering import NOW, Asker


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
    assert 1 <= len(working) <= agency_context.cores_beside_the_loop()
    if sys.platform == "linux":
        own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        assert all(
            os.getpriority(os.PRIO_PROCESS, each.native_id or 0) > own
            for each in working
            if each.name.startswith("embedding")
        )
