"""What was answered before is answered in the commit that keeps the question; nobody notices but by
the clock: who is answered what, and in which order, stays the same."""

import asyncio
import random
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import at_once, dispatch
from bot.incoming import Incoming
from data import chats, common_replies, inbox, outbox, parked
from data.limits import MINUTE, Limit, Rate
from data.sealing import Vault
from data.store import Connection, Store, Unavailable
from handlers.context import Context
from handlers.message import Kind, Message, Messenger
from handlers.router import respond
from handlers.turn import Turn
from handlers.understanding.understand import Understanding
from tests.conversing import HASTY, KEY, Person, Town
from tests.post_office import right_now
from tests.test_carrying import until

ASKED = "e9 ได้กี่คะแนน"
GREETING = "สวัสดีค่ะ"
OTHER = "มาตรการปี 2567 มีอะไรบ้าง"
CHANNELS = "ร้องเรียนได้ที่ไหนบ้าง"


@pytest.fixture
def handed(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[inbox.Row]:
    """What was left to be handled."""
    rows: list[inbox.Row] = []
    take = town.dispatcher.take

    def note(row: inbox.Row) -> None:
        rows.append(row)
        take(row)

    monkeypatch.setattr(town.receiver, "_hand_on", note)
    return rows


async def known(town: Town, *texts: str) -> None:
    """Somebody asks that, twice: from then on the answer is known."""
    for text in texts or (ASKED,):
        for _ in range(2):
            await town.citizen(f"first {random.random()}").says(text)  # a name


async def test_a_question_that_was_answered_before_is_kept_with_its_answer(
    town: Town, handed: list[inbox.Row]
) -> None:
    await known(town)
    before = len(handed)
    heard = [await town.citizen(name).says(ASKED) for name in "ab"]
    assert len(handed) == before
    assert heard[0] == heard[1] != ""
    assert [kept.turn.question for kept in town.kept][-2:] == [town.kept[0].turn.question] * 2
    assert town.rows("select distinct state from inbox") == ["done"]


async def test_its_answer_is_committed_with_it(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await known(town)
    seen: list[tuple[int, int]] = []

    def count(db: Connection) -> tuple[int, int]:
        return tuple(db.execute("select count(*) from " + each).fetchone()[0] for each in TABLES)

    was_put = town.at_once.was_put

    def look(*kept: Any) -> None:
        seen.append(town.store.read_now(count))
        was_put(*kept)

    monkeypatch.setattr(town.at_once, "was_put", look)
    before = town.store.read_now(count)
    await town.citizen("b").says(ASKED)
    assert seen == [(before[0] + 1, before[1] + 1)]


TABLES = ("inbox", "outbox")


async def test_the_talk_goes_on_from_it(town: Town, handed: list[inbox.Row]) -> None:
    await known(town)
    citizen = town.citizen()
    await citizen.says(ASKED)
    before = len(handed)
    assert "e10" in await citizen.says("แล้ว e10 ล่ะ")
    assert len(handed) == before + 1


async def _asks_again(citizen: Person) -> None:
    await citizen.says(OTHER)


async def _writes(citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")


async def _filed(citizen: Person) -> None:
    await citizen.files()


@pytest.mark.parametrize("does", [_asks_again, _writes, _filed])
async def test_a_chat_in_which_something_is_under_way_is_handled(
    town: Town, handed: list[inbox.Row], does: Any
) -> None:
    await known(town, ASKED, OTHER)
    citizen = town.citizen()
    await does(citizen)
    before = len(handed)
    await citizen.says(ASKED)
    assert len(handed) == before + 1


async def test_a_member_of_staff_is_handled(town: Town, handed: list[inbox.Row]) -> None:
    await known(town)
    officer = await town.officer()
    before = len(handed)
    await officer.says(ASKED)
    assert len(handed) == before + 1


async def test_who_had_blocked_us_is_handled_and_reachable_again(
    town: Town, handed: list[inbox.Row]
) -> None:
    await known(town)
    citizen = town.citizen()
    town.store.write_now(chats.remember, citizen.chat, "line", citizen.name)
    town.store.write_now(chats.mark_unreachable, citizen.chat)
    before = len(handed)
    await citizen.says(ASKED)
    assert len(handed) == before + 1
    assert town.store.read_now(chats.is_reachable, citizen.chat)


async def test_a_group_is_handled(town: Town, handed: list[inbox.Row]) -> None:
    await known(town)
    before = len(handed)
    await town.citizen("-5", Messenger.TELEGRAM, group=True).says(ASKED)
    assert len(handed) == before + 1


async def test_whoever_is_too_fast_is_told_so(town: Town, handed: list[inbox.Row]) -> None:
    await known(town)
    await town.close()
    limits = replace(HASTY, messages=Limit("message", Rate(3, MINUTE)))
    town.agency = replace(town.agency, limits=limits)
    town.open()
    await known(town, GREETING)
    citizen = town.citizen()
    heard = [await citizen.says(GREETING) for _ in range(4)]
    assert heard[0] == heard[2]
    assert "เร็วกว่าที่ตอบทัน" in heard[3]


async def test_one_that_waits_is_answered_first(town: Town, handed: list[inbox.Row]) -> None:
    """It was kept, and was not handed on yet: in the same group of commits, or after a crash."""
    await known(town)
    citizen = town.citizen()
    first, second = (citizen._event(Kind.TEXT, text=text) for text in ("อยากรู้เรื่อง e10", ASKED))
    await asyncio.gather(town.receiver.take([first]), town.receiver.take([second]))
    await town.settled()
    assert [row.event_id for row in handed[-2:]] == [first.event_id, second.event_id]
    assert "e10" in citizen.replies[0].text
    assert "e9" in citizen.replies[1].text


async def test_one_that_is_tried_again_is_answered_first(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was parked: its row is older than what its chat has said since."""
    await known(town, GREETING)
    is_broken, handling, goes_on = [True], asyncio.Event(), asyncio.Event()

    async def responds(message: Message, ctx: Context) -> Turn:
        if message.text == OTHER:
            if is_broken[0]:
                raise ZeroDivisionError
            handling.set()
            await goes_on.wait()
        return await respond(message, ctx)

    monkeypatch.setattr(dispatch, "respond", responds)
    citizen = town.citizen()
    await citizen.says(OTHER)
    is_broken[0] = False
    await town.store.write(parked.want, town.store.read_now(parked.references), right_now())
    for row in await town.store.write(parked.take_up):
        town.dispatcher.take_again(row)
    await handling.wait()
    citizen.news()
    await town.receiver.take([citizen._event(Kind.TEXT, text=GREETING)])
    goes_on.set()
    await town.settled()
    late, *_, greeting = citizen.replies[1:]
    assert late.text != greeting.text == town.offices[Messenger.LINE].texts[0]


async def test_what_was_answered_is_not_answered_again(town: Town) -> None:
    await known(town)
    citizen = town.citizen()
    assert await citizen.says(ASKED)
    assert await citizen.redelivers() == ""
    assert len(citizen.replies) == 1


async def test_in_a_crowd_all_are_acknowledged_first(
    town: Town, handed: list[inbox.Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_once, "CROWD", 2)
    await known(town)
    before = len(handed)
    people = [town.citizen(f"p{number}") for number in range(4)]
    events = [person._event(Kind.TEXT, text=ASKED) for person in people]
    assert await asyncio.gather(*(town.receiver.take([each]) for each in events)) == [[True]] * 4
    assert len(handed) == before + 3
    await town.settled()
    assert all(len(person.replies) == 1 for person in people)


async def test_what_cannot_be_answered_at_once_is_handled(
    town: Town, handed: list[inbox.Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    await known(town)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(at_once, "add_replies", fails)
    before = len(handed)
    citizen = town.citizen()
    assert "e9" in await citizen.says(ASKED)
    assert len(handed) == before + 1
    assert town.rows("select count(*) from inbox where event_id = :id", id=citizen.event_id) == [1]


async def test_what_cannot_be_kept_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await known(town)

    def full(*_: object) -> None:
        raise Unavailable("nothing is written")

    citizen = town.citizen()
    event = citizen._event(Kind.TEXT, text=ASKED)
    with monkeypatch.context() as patched:
        patched.setattr(at_once, "add_replies", full)
        with pytest.raises(Unavailable):
            await town.receiver.take([event])
    assert not town.rows("select 1 from inbox where event_id = :id", id=event.event_id)
    assert await citizen.takes(event)


# replies that many get -----------------------------------------------------------------------


def payload(town: Town, person: Person) -> bytes:
    """What the outbox holds on its way to somebody."""
    (found,) = town.rows(
        "select unseal_bytes(payload, 'outbox.payload') from outbox"
        " where state = 'waiting' and chat = :chat",
        chat=person.chat,
    )
    assert isinstance(found, bytes)
    return found


async def test_a_reply_that_many_get_is_kept_once_and_told_after_a_crash(town: Town) -> None:
    await known(town)
    heard = await town.citizen("a").says(ASKED)
    office, hang = town.offices[Messenger.LINE], asyncio.Event()
    office.trouble.append(hang)
    citizen = town.citizen("b")
    await town.receiver.take([citizen._event(Kind.TEXT, text=ASKED)])
    assert len(payload(town, citizen)) < 200
    await town.dispatcher.stop(0)
    await town.courier.stop(0)
    town.store.close()
    office.trouble.clear()
    town.open()
    await town.settled()
    assert citizen.news() == heard
    assert town.rows("select count(*) from common_reply") == [1]
    await town.restart()
    await town.store.write(outbox.token_at, 0)  # what was to be written at the start is
    assert town.rows("select count(*) from common_reply") == [0]
    assert await town.citizen("c").says(ASKED) == heard


async def test_what_asks_back_is_kept_with_each_row(town: Town) -> None:
    """It may quote whoever asked."""
    unclear = "ช่วยดูให้หน่อย"
    await known(town, unclear)
    for name in "abc":
        assert await town.citizen(name).says(unclear)
    assert town.rows("select count(*) from common_reply") == [0]


async def test_no_row_names_a_reply_that_is_not_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Unavailable("nothing is written")

    monkeypatch.setattr(common_replies, "keep", fails)
    await known(town)
    heard = {await town.citizen(name).says(ASKED) for name in "abc"}
    assert len(heard) == 1
    hang = asyncio.Event()
    town.offices[Messenger.LINE].trouble.append(hang)
    citizen = town.citizen("d")
    await town.receiver.take([citizen._event(Kind.TEXT, text=ASKED)])
    assert payload(town, citizen).startswith(b"{")
    hang.set()
    await town.settled()


async def test_no_row_names_a_reply_that_another_process_has_forgotten(town: Town) -> None:
    await known(town)
    await town.citizen("a").says(ASKED)
    await until(lambda: not town.rows("select 1 from outbox where state = 'waiting'"))
    await town.citizen("b").says(ASKED)
    await until(lambda: not town.rows("select 1 from outbox where state = 'waiting'"))
    other = Store(town.store.path, Vault(KEY))
    other.write_now(common_replies.forget)
    other.close()
    assert town.rows("select count(*) from common_reply") == [0]
    town.offices[Messenger.LINE].trouble.append(asyncio.Event())
    citizen = town.citizen("c")
    await town.receiver.take([citizen._event(Kind.TEXT, text=ASKED)])
    assert payload(town, citizen).startswith(b"{")


async def test_a_reply_that_was_damaged_is_sound_once_it_is_kept_again(town: Town) -> None:
    town.store.write_now(common_replies.keep, "k", b"a")
    town.store.write_now(lambda db: db.execute("update common_reply set packed = x'00'") and None)
    town.store.write_now(common_replies.keep, "k", b"a")
    assert town.rows("select unseal_bytes(packed, 'common_reply.packed') from common_reply") == [
        b"a"
    ]


# the same as without ------------------------------------------------------------------------

SAID = (ASKED, OTHER, CHANNELS, GREETING, "แล้ว e10 ล่ะ", "e9 score", "แจ้งเรื่อง", "ยกเลิก", "ฝนจะตกไหม")
webhooks = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(SAID)), min_size=1, max_size=4),
    max_size=6,
)
"""What comes at once, again and again: who says what."""


@given(webhooks)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_everybody_hears_the_same_in_the_same_order(
    published_file: Path, understanding: Understanding, said: list[list[tuple[str, str]]]
) -> None:
    heard = []
    for answers_at_once in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(shutil.copy(published_file, Path(folder) / "town.db"))
            town = Town(path, understanding)
            heard.append(asyncio.run(_conversations(town, said, answers_at_once=answers_at_once)))
    assert heard[0] == heard[1]


async def _conversations(
    town: Town, said: list[list[tuple[str, str]]], *, answers_at_once: bool
) -> dict[str, list[str]]:
    """Each person's whole chat, as they read it."""
    town.open()
    try:
        await known(town, *SAID[:4])
        if not answers_at_once:
            town.receiver._at_once = None
        chats = {each: town.citizen(each) for each in "abc"}
        for webhook in said:
            events = [chats[who]._event(Kind.TEXT, text=text) for who, text in webhook]
            await asyncio.gather(*(town.receiver.take([event]) for event in events))
            await town.settled()
        return {each: [reply.text for reply in person.replies] for each, person in chats.items()}
    finally:
        await town.close()


def test_the_row_of_the_inbox_is_the_one_that_was_kept() -> None:
    new = inbox.NewRow("line", "E1", "c", "m", b"{}", right_now())
    event = Incoming(Messenger.LINE, "E1", "U1", Kind.TEXT, text="x")
    row = inbox.waiting(7, new, event)
    assert (row.id, row.chat, row.content) == (7, "c", event)
    assert row.delivered_at == row.received_at == new.received_at
