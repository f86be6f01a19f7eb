"""The wall clock jumps back by an hour, under the running service and between two runs."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.delivery import Courier
from bot.messengers.messenger import TryLater
from data import outbox, times, waiting
from data.store import Store
from handlers.message import Messenger
from tests.conversing import Person, Town
from tests.faults.ground import ANSWER, QUESTION, Ground, a_service, until
from tests.post_office import PostOffice, letter
from tests.test_having_back import lasting, sends
from tests.visiting import Visitor, a_visitor

HOUR = 3600
SOON_S = 20


@pytest.fixture
def hour_ahead(tmp_path: Path) -> Path:
    """A clock that is an hour ahead until somebody puts it right."""
    file = tmp_path / "clock"
    file.write_text(str(HOUR))
    return file


async def test_what_waited_behind_another_reply_leaves_at_once(
    tmp_path: Path, hour_ahead: Path
) -> None:
    async with a_service(tmp_path, CLOCK_FILE=str(hour_ahead)) as ground:
        ground.vendors.answers.clear()
        await ground.line("U1", "E1")
        await ground.vendors.told("U1")
        await ground.line("U1", "E2")

        async def both_wait() -> bool:
            return ground.rows("select count(*) from outbox where state = 'waiting'") == [(2,)]

        await until(both_wait)
        is_put_right(hour_ahead)
        ground.vendors.answers.set()
        await ground.vendors.told("U1", 2, SOON_S)
        await ground.line("U1", "E3")
        await ground.vendors.told("U1", 3, SOON_S)
        await nothing_waits(ground)

        assert [ANSWER in text for text in ground.vendors.texts_to("U1")] == [True] * 3


async def test_what_waited_at_a_restart_leaves_once_and_at_once(
    tmp_path: Path, hour_ahead: Path
) -> None:
    async with a_service(tmp_path, CLOCK_FILE=str(hour_ahead)) as ground:
        ground.vendors.answers.clear()
        await ground.line("U1", "E1")
        await ground.telegram(77, 1)
        await ground.vendors.told("U1")
        await ground.vendors.told("77")
        await ground.line("U1", "E2")

        async def is_handled() -> bool:
            return ground.rows("select distinct state from inbox") == [("done",)]

        await until(is_handled)
        ground.service.process.kill()
        await ground.service.ended()
        is_put_right(hour_ahead)
        ground.vendors.answers.set()
        await ground.service.is_killed_and_started_again()
        await ground.vendors.told("U1", 2, SOON_S)
        await ground.vendors.told("77", 2, SOON_S)
        await nothing_waits(ground)

        assert len(ground.vendors.texts_to("U1")) == 2


async def test_a_visitor_who_comes_back_is_told_what_was_said_since(
    tmp_path: Path, hour_ahead: Path
) -> None:
    async with (
        a_service(tmp_path, CLOCK_FILE=str(hour_ahead)) as ground,
        a_visitor(ground.service.address) as visitor,
    ):
        await visitor.says(QUESTION)
        await visitor.leaves()
        is_put_right(hour_ahead)
        other_page = Visitor(visitor.session, visitor.address)
        await other_page.comes()
        await other_page.reads(ANSWER)
        told = await other_page.says("คะแนน e9")
        await other_page.leaves()

        before = len(visitor.items)
        await visitor.comes()
        await visitor.reads(told)
        assert [item["key"] for item in visitor.items[before:]] == ["i2", "o2"]


async def test_words_with_a_moment_to_undo_them_wait_no_longer_than_that(
    town: Town, citizen: Person, officer: Person
) -> None:
    await lasting(town, 60)
    await citizen.files()
    await sends(officer)
    await town.close()
    town.agency = replace(town.agency, undo_seconds=1)
    town.open()
    in_an_hour = times.stamp(clock.now() + timedelta(hours=1))
    town.store.write_now(lambda db: db.execute("update held_words set due_at = ?", (in_an_hour,)))
    so_far = len(town.offices[Messenger.LINE].delivered)
    await town.restart()
    await town.offices[Messenger.LINE].wait_for(so_far + 1)

    assert "หมู่ไหนคะ" in citizen.news()


async def test_an_undelivered_push_is_given_up_before_line_forgets_its_key_by_any_clock(
    store: Store,
) -> None:
    """Twice as far as the clock jumps here: the key counts 24 hours, whatever ours says."""
    office = PostOffice()
    office.trouble.append(TryLater("down", perhaps_sent=True))
    at = times.stamp(clock.now() - timedelta(hours=22))
    await store.write(outbox.add, letter("ช้า")._replace(created_at=at))
    working = Courier(store, {office.name: office})
    working.start()
    async with asyncio.timeout(SOON_S):
        while store.read_now(waiting.oldest, office.name, 1):  # noqa: ASYNC110  # the courier's own pace
            await asyncio.sleep(0.01)
    await working.stop(5)

    assert store.read_now(lambda db: db.execute("select state from outbox").fetchall()) == [
        ("undeliverable",)
    ]


@pytest.mark.parametrize("hours", [2, 7, 8_766])
async def test_what_was_tried_while_the_clock_was_far_ahead_is_tried_again_at_once(
    store: Store, hours: int
) -> None:
    office = PostOffice()
    far = times.stamp(clock.now() + timedelta(hours=hours))
    await store.write(outbox.add, letter("ลองแล้ว"))
    await store.write(lambda db: db.execute("update outbox set tries = 1, not_before = ?", (far,)))
    working = Courier(store, {office.name: office})
    working.start()
    try:
        assert await office.wait_for(1) == ["ลองแล้ว"]
    finally:
        await working.stop(5)


def is_put_right(clock_file: Path) -> None:
    clock_file.write_text("0")


async def nothing_waits(ground: Ground) -> None:
    async def all_sent() -> bool:
        return ground.rows("select distinct state from outbox") == [("sent",)]

    await until(all_sent)
