"""Delivery: in order within a chat, nobody holds up others, none lost, none twice on LINE."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot import clock
from bot.delivery import Courier
from bot.messengers.messenger import Sending, TokenDead, TryLater, Undeliverable
from data import outbox, times
from data.store import Connection, Store, Unavailable
from handlers.message import Messenger
from tests.post_office import PostOffice, letter, right_now


@asynccontextmanager
async def courier(store: Store, office: PostOffice) -> AsyncIterator[Courier]:
    working = Courier(store, {Messenger(office.name): office})
    working.start()
    yield working
    await working.stop(5)


def states(store: Store) -> list[tuple[str, int]]:
    return store.read_now(
        lambda db: db.execute("select state, attempted from outbox order by id").fetchall()
    )


async def test_replies_arrive_in_order_within_a_chat(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        for number in range(5):
            working.send([await store.write(outbox.add, letter(f"{number}"))])
        assert await office.wait_for(5) == ["0", "1", "2", "3", "4"]

    assert [state for state, _ in states(store)] == ["sent"] * 5


async def test_what_waited_is_taken_up_at_start(store: Store) -> None:
    office = PostOffice()
    await store.write(outbox.add, letter("จากเมื่อวาน"))

    async with courier(store, office):
        assert await office.wait_for(1) == ["จากเมื่อวาน"]


async def test_what_nobody_can_read_holds_up_nobody(store: Store) -> None:
    """Kept by a later version, perhaps, before it was taken back."""
    office = PostOffice()
    await store.write(outbox.add, letter("ก")._replace(payload=b"\xff"))
    await store.write(outbox.add, letter("ข"))
    async with courier(store, office):
        assert await office.wait_for(1) == ["ข"]
    assert states(store) == [("undeliverable", 0), ("sent", 1)]


async def test_what_another_process_added_is_found(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office):
        await store.write(outbox.add, letter("จากเทอร์มินัล"))
        assert await office.wait_for(1) == ["จากเทอร์มินัล"]


async def test_a_refused_reply_is_tried_again_under_the_same_key(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(TryLater("busy", seconds=0.01, perhaps_sent=True))
    async with courier(store, office) as working:
        working.send(
            [
                await store.write(outbox.add, letter("ก")),
            ]
        )
        await office.wait_for(1)

    first, second = office.calls
    assert first.retry_key == second.retry_key


async def test_a_token_reply_of_unknown_outcome_is_tried_again_with_its_token(
    store: Store,
) -> None:
    office = PostOffice()
    office.trouble.append(TryLater("reset", seconds=0.01, perhaps_sent=True))
    async with courier(store, office) as working:
        row = await store.write(outbox.add, letter("ก", token="T", token_at=right_now()))
        working.send([row])
        await office.wait_for(1)

    assert [(call.reply_token, call.attempted) for call in office.calls] == [
        ("T", False),
        ("T", True),
    ]


async def test_what_could_not_be_read_was_not_sent_and_keeps_its_token(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(Unavailable("nothing can be read"))
    async with courier(store, office) as working:
        row = letter("ก", token="T", token_at=right_now())
        working.send(
            [await store.write(outbox.add, row), await store.write(outbox.add, letter("ข"))]
        )
        assert await office.wait_for(2) == ["ก", "ข"]

    first, second = office.calls[:2]
    assert (first.reply_token, second.reply_token) == ("T", "T")
    assert not second.attempted


async def test_what_was_taken_back_between_two_tries_is_not_tried_again(store: Store) -> None:
    hang = asyncio.Event()

    def take_back(db: Connection) -> None:
        """As whoever reports anonymously does with what is still on its way to their chat."""
        db.execute("update outbox set state = 'undeliverable', problem = 'taken back', chat = ''")

    class Slow(PostOffice):
        async def send(self, sending: Sending) -> None:
            self.called.set()
            await hang.wait()
            await super().send(sending)

    office = Slow(trouble=deque([TryLater("busy", seconds=0.01, perhaps_sent=True)]))
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ก", "shy"))])
        async with asyncio.timeout(10):
            await office.called.wait()
        await store.write(take_back)
        hang.set()
        working.send([await store.write(outbox.add, letter("ข", "shy"))])
        assert await office.wait_for(1) == ["ข"]

    assert len(office.calls) == 2
    found = "select state, problem from outbox order by id"
    assert store.read_now(lambda db: db.execute(found).fetchall()) == [
        ("undeliverable", "taken back"),
        ("sent", ""),
    ]


async def test_a_dead_token_is_dropped_and_the_row_sent_without_it(store: Store) -> None:
    office = PostOffice()
    office.trouble += [TokenDead("refused"), TryLater("reset", seconds=0.01, perhaps_sent=True)]
    async with courier(store, office) as working:
        row = await store.write(outbox.add, letter("ก", token="T", token_at=right_now()))
        working.send([row])
        await office.wait_for(1)

    assert [(call.reply_token, call.attempted) for call in office.calls] == [
        ("T", False),
        ("", False),
        ("", True),
    ]


async def test_a_token_that_is_too_old_is_not_used(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        long_ago = times.stamp(clock.now() - timedelta(minutes=5))
        working.send([await store.write(outbox.add, letter("ก", token="T", token_at=long_ago))])
        await office.wait_for(1)

    assert office.calls[0].reply_token == ""
    assert states(store) == [("sent", 1)]


async def test_a_waiting_chat_holds_up_no_other(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(asyncio.Event())
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ค้าง", "slow"))])
        working.send([await store.write(outbox.add, letter("ต่อจากค้าง", "slow"))])
        working.send([await store.write(outbox.add, letter("ถึงแล้ว", "quick"))])
        assert await office.wait_for(1) == ["ถึงแล้ว"]
        await working.stop(0.3)

    assert [state for state, _ in states(store)] == ["waiting", "waiting", "sent"]


async def test_an_undeliverable_reply_is_given_up_and_the_next_goes_out(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(Undeliverable("blocked"))
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ไม่ถึง"))])
        working.send([await store.write(outbox.add, letter("ถึง"))])
        assert await office.wait_for(1) == ["ถึง"]

    assert [state for state, _ in states(store)] == ["undeliverable", "sent"]


async def test_a_reply_token_is_marked_before_it_is_used(store: Store) -> None:
    office = PostOffice()
    hang = asyncio.Event()
    office.trouble.append(hang)
    async with courier(store, office) as working:
        row = await store.write(outbox.add, letter("ก", token="T", token_at=right_now()))
        working.send([row])
        async with asyncio.timeout(10):
            await office.called.wait()
        assert states(store) == [("waiting", 1)]
        hang.set()
        await office.wait_for(1)

    assert office.calls[0].attempted is False


async def test_a_marked_row_is_known_to_be_attempted_after_a_restart(store: Store) -> None:
    office = PostOffice()
    row = await store.write(outbox.add, letter("ก", token="T", token_at=right_now()))
    await store.write(outbox.mark_attempted, [row.id])

    async with courier(store, office):
        await office.wait_for(1)

    assert office.calls[0].attempted is True


async def test_a_certain_refusal_clears_the_mark(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(TryLater("429", seconds=0.01, perhaps_sent=False))
    async with courier(store, office) as working:
        row = await store.write(outbox.add, letter("ก", token="T", token_at=right_now()))
        working.send([row])
        await office.wait_for(1)

    assert [call.attempted for call in office.calls] == [False, False]


async def test_stopping_leaves_what_is_not_done_in_the_outbox(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(asyncio.Event())
    async with courier(store, office) as working:
        working.send([await store.write(outbox.add, letter("ก"))])
        async with asyncio.timeout(10):
            await office.called.wait()
        await working.stop(0)

    assert [state for state, _ in states(store)] == ["waiting"]
