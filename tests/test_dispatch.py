"""The dispatcher: once and whole, in order per chat, whatever fails on the way."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import dispatch
from bot.incoming import Incoming
from data import cases, conversations, drafts, group_commit, inbox, outbox
from data.store import Stale
from handlers.context import Context
from handlers.message import Kind, Message, Messenger
from handlers.router import respond
from handlers.turn import Turn, Write
from tests.conversing import PATIENCE_S, POTHOLE, Person, Town
from tests.post_office import letter

Respond = Callable[[Message, Context], Awaitable[Turn]]


def failing(times: int, on: str = "พัง") -> tuple[Respond, list[str]]:
    """A router that raises *times* times on messages with *on* in them, and what it was asked."""
    asked: list[str] = []

    async def answer(message: Message, ctx: Context) -> Turn:
        asked.append(message.text)
        if on in message.text and sum(on in text for text in asked) <= times:
            raise LookupError(message.text)
        return await respond(message, ctx)

    return answer, asked


def inbox_states(town: Town) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = town.rows("select state, tries from inbox order by id")
    return found


async def test_a_redelivered_message_is_handled_and_answered_once(
    town: Town, citizen: Person
) -> None:
    await citizen.says("คะแนนรวมเท่าไหร่")

    assert await citizen.redelivers() == ""
    assert len(town.kept) == 1
    assert len(citizen.replies) == 1


async def test_a_message_delivered_twice_at_once_is_handled_once(
    town: Town, citizen: Person
) -> None:
    event = Incoming(Messenger.LINE, "E-twice", citizen.name, Kind.TEXT, text="สวัสดีค่ะ")
    fresh = await asyncio.gather(*(town.receiver.take([event]) for _ in range(5)))
    await town.settled()

    assert sorted(fresh) == [[False]] * 4 + [[True]]
    assert len(citizen.replies) == 1


async def test_a_row_that_two_processes_take_up_is_kept_once(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[inbox.Row] = []
    monkeypatch.setattr(town.receiver, "_hand_on", taken.append)
    event = Incoming(Messenger.LINE, "E", citizen.name, Kind.TEXT, text="สวัสดีค่ะ")
    await town.receiver.take([event])
    for _ in range(2):
        town.dispatcher.take(taken[0])
    await town.settled()
    await town.dispatcher.stop(PATIENCE_S)

    assert len(town.rows("select id from outbox")) == 1


async def test_what_fails_once_is_tried_again_and_answered(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, asked = failing(1)
    monkeypatch.setattr(dispatch, "respond", answer)

    assert "รับฟังค่ะ" in await citizen.says("ถนนพัง")
    assert len(asked) == 2
    assert inbox_states(town) == [("done", 1)]


async def test_what_keeps_failing_is_parked_with_an_apology_and_others_go_on(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, asked = failing(99)
    monkeypatch.setattr(dispatch, "respond", answer)
    other = town.citizen("other")
    told, answered = await asyncio.gather(citizen.says("ถนนพัง"), other.says("คะแนนรวมเท่าไหร่"))

    assert "ข้อความของคุณยังอยู่ครบ" in told
    assert "เลขอ้างอิง" in told
    assert "96.46" in answered
    assert asked.count("ถนนพัง") == dispatch.MOST_TRIES
    assert ("parked", dispatch.MOST_TRIES) in inbox_states(town)
    assert "96.46" in await citizen.says("คะแนนรวมเท่าไหร่")


async def test_the_parked_message_keeps_its_words_for_a_person_to_read(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "respond", failing(99)[0])
    await citizen.says("ถนนพัง")

    query = "select unseal_bytes(payload, 'inbox.payload') from inbox where state = 'parked'"
    assert "ถนนพัง" in town.rows(query)[0].decode()


async def test_failures_are_counted_across_restarts(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = asyncio.Event()

    async def fail_then_hang(message: Message, ctx: Context) -> Turn:
        if inbox_states(town)[0][1] == 0:
            raise LookupError
        stuck.set()
        await asyncio.Event().wait()
        return Turn()

    monkeypatch.setattr(dispatch, "respond", fail_then_hang)
    event = Incoming(Messenger.LINE, "E", citizen.name, Kind.TEXT, text="ถนนพัง")
    await town.receiver.take([event])
    await asyncio.wait_for(stuck.wait(), PATIENCE_S)
    await town.dispatcher.stop(0)
    monkeypatch.setattr(dispatch, "respond", failing(99)[0])
    await town.restart()
    await town.settled()

    assert inbox_states(town) == [("parked", 2)]
    assert "เลขอ้างอิง" in citizen.news()


@pytest.mark.parametrize("payload", [b'{"kind":"of yore"}', b'{"text":"\xed\xa0\xbd"}', b"\xff"])
async def test_what_no_version_can_read_is_parked_and_holds_up_nobody(
    payload: bytes, town: Town, citizen: Person
) -> None:
    chat = citizen.chat
    row = inbox.NewRow("line", "E-old", chat, "", payload, "2026-01-01T00:00:00+00:00")
    await town.store.write(inbox.put, (row,))
    await town.restart()
    await citizen.says("สวัสดีค่ะ")

    assert [state for state, _ in inbox_states(town)] == ["parked", "done"]


async def test_a_stale_write_asks_the_handler_again_with_what_is_true_now(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def insist(db: sqlite3.Connection, state: str) -> None:
        asked.append(state)
        if len(asked) < 3:
            raise Stale("changed")

    async def answer(message: Message, ctx: Context) -> Turn:
        return Turn(replies=(ctx.reply(f"ครั้งที่ {len(asked)}"),), keep=(Write(insist, ("x",)),))

    monkeypatch.setattr(dispatch, "respond", answer)

    assert await citizen.says("อะไรก็ได้") == "ครั้งที่ 2"
    assert inbox_states(town) == [("done", 0)]


async def test_what_stays_stale_is_parked_after_some_tries(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(db: sqlite3.Connection) -> None:
        raise Stale("changed")

    async def answer(message: Message, ctx: Context) -> Turn:
        return Turn(keep=(Write(never),))

    monkeypatch.setattr(dispatch, "respond", answer)

    assert "เลขอ้างอิง" in await citizen.says("อะไรก็ได้")


async def test_two_people_use_one_invitation_at_the_same_time_and_one_of_them_joins(
    town: Town,
) -> None:
    token = town.invitation()
    people = [town.citizen(name, Messenger.TELEGRAM) for name in "abcd"]
    await asyncio.gather(*(person.says(f"/start join_{token}") for person in people))

    welcomed = [person for person in people if "ยินดีต้อนรับ" in person.replies[-1].text]
    assert len(welcomed) == 1
    assert len(town.rows("select id from staff")) == 1


async def test_a_database_that_takes_nothing_is_waited_for(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "BUSY_TIMEOUT_MS", 5)
    refused = asyncio.Event()
    loop = asyncio.get_running_loop()
    town.store.listen(lambda _: loop.call_soon_threadsafe(refused.set))

    async def answer(message: Message, ctx: Context) -> Turn:
        other.execute("begin immediate")
        monkeypatch.setattr(dispatch, "respond", respond)
        return await respond(message, ctx)

    with sqlite3.connect(town.store.path, isolation_level=None) as other:
        monkeypatch.setattr(dispatch, "respond", answer)
        saying = asyncio.ensure_future(citizen.says("คะแนนรวมเท่าไหร่"))
        await asyncio.wait_for(refused.wait(), PATIENCE_S)
        assert town.store.trouble == "locked"
        other.execute("rollback")

    assert "96.46" in await saying
    assert inbox_states(town) == [("done", 0)]


@pytest.mark.parametrize(
    ("module", "query"),
    [(cases, "file"), (conversations, "save"), (inbox, "mark_done"), (outbox, "add")],
)
async def test_everything_that_a_message_leads_to_is_kept_whole_or_not_at_all(
    town: Town,
    citizen: Person,
    officer: Person,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    query: str,
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.presses_data("f:review")
    officer.news()
    original = getattr(module, query)
    failed: list[str] = []

    def break_after(db: sqlite3.Connection, *arguments: Any) -> Any:
        done = original(db, *arguments)
        if len(failed) < dispatch.MOST_TRIES:
            failed.append(query)
            raise OSError("the power goes out here")
        return done

    monkeypatch.setattr(module, query, break_after)
    told = await citizen.presses("ส่งเรื่อง")

    assert "เลขอ้างอิง" in told
    assert town.rows("select id from cases") == []
    assert town.store.read_now(drafts.load, citizen.chat).texts == (POTHOLE,)
    assert town.store.read_now(conversations.load, citizen.chat).step == "intake.review"
    assert officer.news() == ""
    monkeypatch.undo()
    assert "รหัสเรื่อง" in await citizen.presses_data("f:send")


async def test_messages_that_waited_are_handled_after_a_restart_in_their_order(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[inbox.Row] = []
    monkeypatch.setattr(town.receiver, "_hand_on", taken.append)
    events = [
        Incoming(Messenger.LINE, "E1", citizen.name, Kind.BUTTON, data="f:start:grievance"),
        Incoming(Messenger.LINE, "E2", citizen.name, Kind.TEXT, text=POTHOLE),
        Incoming(Messenger.LINE, "E3", citizen.name, Kind.BUTTON, data="f:review"),
    ]
    await town.receiver.take(events)
    assert len(taken) == 3
    await town.restart()
    await town.settled()

    assert f"ตรวจก่อนส่ง: ร้องทุกข์ (ยังไม่ได้ส่ง)\n\n{POTHOLE}" in citizen.replies[-1].text


async def test_replies_that_waited_are_delivered_after_a_restart(
    town: Town, citizen: Person
) -> None:
    await town.courier.stop(1)
    await town.store.write(outbox.add, letter("จากเมื่อวาน", citizen.name))
    await town.restart()
    await town.settled()

    (sending,) = town.offices[Messenger.LINE].delivered
    assert sending.replies[0].text == "จากเมื่อวาน"


async def test_a_chat_is_answered_in_its_order_while_others_do_not_wait(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = asyncio.Event()

    async def slow(message: Message, ctx: Context) -> Turn:
        if message.text == "ช้า":
            await held.wait()
        return Turn(replies=(ctx.reply(message.text),))

    monkeypatch.setattr(dispatch, "respond", slow)
    other = town.citizen("other")
    events = [
        Incoming(Messenger.LINE, f"E{number}", address, Kind.TEXT, text=text)
        for number, (address, text) in enumerate(
            [
                (citizen.name, "ช้า"),
                (citizen.name, "หนึ่ง"),
                (other.name, "คนอื่น"),
                (citizen.name, "สอง"),
            ]
        )
    ]
    await town.receiver.take(events)
    office = town.offices[Messenger.LINE]
    assert await office.wait_for(1) == ["คนอื่น"]
    held.set()
    await town.settled()

    assert [reply.text for reply in citizen.replies] == ["ช้า", "หนึ่ง", "สอง"]


async def test_somebody_who_only_asks_leaves_no_address_behind(town: Town, citizen: Person) -> None:
    await citizen.says("คะแนนรวมเท่าไหร่")
    await citizen.leaves()

    assert town.rows("select chat from chat") == []
