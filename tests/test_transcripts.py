"""Transcripts: the newest lines of a chat in order, bounded, without a trace on the disk."""

from data import inbox, outbox, transcripts
from data.store import Connection, Store
from data.transcripts import LARGEST
from tests.post_office import letter, right_now


def message(number: int, text: str = "ถาม") -> inbox.NewRow:
    return inbox.NewRow("web", f"E{number}", "chat", "", f"{text} {number}".encode(), right_now())


async def test_both_sides_stand_in_the_order_in_which_they_were_said(store: Store) -> None:
    for number in range(3):
        await store.write(inbox.put, (message(number),))
        await store.write(outbox.add, letter(f"ตอบ {number}", messenger="web"))

    lines = store.read_now(transcripts.recent, "chat")

    assert [line.from_person for line in lines] == [True, False] * 3
    assert lines[0].payload.decode() == "ถาม 0"


async def test_only_the_newest_lines_are_told_however_long_the_chat_is(store: Store) -> None:
    await store.write(inbox.put, tuple(message(number) for number in range(150)))

    lines = store.read_now(transcripts.recent, "chat")

    assert len(lines) == 100
    assert lines[-1].payload.decode() == "ถาม 149"


async def test_a_history_of_long_lines_is_cut_by_size_and_keeps_the_newest(store: Store) -> None:
    long = "ก" * (LARGEST // 8)
    await store.write(inbox.put, tuple(message(number, long) for number in range(9)))

    lines = store.read_now(transcripts.recent, "chat")

    assert 1 <= len(lines) < 9
    assert lines[-1].payload.decode().endswith(" 8")


async def test_a_clock_that_was_set_back_hides_nothing_that_was_said_since(store: Store) -> None:
    for number, hour in enumerate((9, 10, 9, 10)):
        at = f"2026-11-26T{hour:02}:00:00.000000+00:00"
        asked = message(number)._replace(received_at=at)
        await store.write(inbox.put, (asked,))
        answer = letter(f"ตอบ {number}", messenger="web")._replace(created_at=at)
        await store.write(outbox.add, answer)

    lines = store.read_now(transcripts.recent, "chat")
    assert [line.key for line in lines] == [
        name for number in range(1, 5) for name in (f"i{number}", f"o{number}")
    ]


def test_sqlite_sorts_in_memory_only(store: Store) -> None:
    def temp_store(db: Connection) -> int:
        return int(db.execute("pragma temp_store").fetchone()[0])

    assert store.read_now(temp_store) == 2
    assert store.write_now(temp_store) == 2
