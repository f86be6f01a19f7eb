"""What a visitor has read, as the service keeps it: by time, of their own chat, never less."""

from datetime import timedelta

from bot import clock
from bot.web.past import Past
from data import outbox, page_reading, times
from data.store import Connection, Store
from tests.post_office import letter

ADDRESS = "visitor"


async def say(store: Store, text: str, address: str = ADDRESS, *, held: bool = False) -> str:
    """The key of a reply on the page."""
    chat = store.vault.tag("chat", f"web:{address}")
    until = times.stamp(clock.now() + timedelta(hours=1)) if held else ""
    row = await store.write(outbox.add, letter(text, chat, messenger="web", not_before=until))
    return f"o{row.id}"


async def new(store: Store) -> list[str]:
    return [item.text for item in await Past(store).of(ADDRESS, "") if item.is_new]


async def test_nothing_is_new_to_whom_nothing_was_marked_yet(store: Store) -> None:
    await say(store, "เก่า")

    assert await new(store) == []


async def test_what_came_after_the_last_that_was_read_is_new(store: Store) -> None:
    key = await say(store, "อ่านแล้ว")
    await Past(store).has_read(ADDRESS, key)
    await say(store, "ใหม่ 1")
    await say(store, "ใหม่ 2")

    assert await new(store) == ["ใหม่ 1", "ใหม่ 2"]


async def test_an_older_line_takes_nothing_back(store: Store) -> None:
    first, second = await say(store, "1"), await say(store, "2")
    await Past(store).has_read(ADDRESS, second)
    await Past(store).has_read(ADDRESS, first)

    assert await new(store) == []


async def test_nobody_reads_for_somebody_else(store: Store) -> None:
    await Past(store).has_read(ADDRESS, await say(store, "1"))
    await say(store, "2")
    of_another = await say(store, "3", "other")
    await Past(store).has_read(ADDRESS, of_another)

    assert await new(store) == ["2"]


async def test_what_was_held_is_new_when_it_comes_whatever_was_read_meanwhile(
    store: Store,
) -> None:
    await Past(store).has_read(ADDRESS, await say(store, "1"))
    await say(store, "รอไว้", held=True)
    assert await new(store) == []

    def let_go(db: Connection) -> None:
        outbox.let_go(db, times.stamp(clock.now() + timedelta(hours=2)))

    await store.write(let_go)
    assert await new(store) == ["รอไว้"]


async def test_forgetting_a_chat_forgets_what_it_read(store: Store) -> None:
    from data import erasing

    await Past(store).has_read(ADDRESS, await say(store, "1"))
    chat = store.vault.tag("chat", f"web:{ADDRESS}")
    await store.write(erasing.purge_chat, chat)

    assert store.read_now(page_reading.read_until, chat) == ""
