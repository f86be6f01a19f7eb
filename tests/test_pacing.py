"""Pacing: a chat that is too fast is told so once a minute, and loses nothing of its draft."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import clock, dispatch
from data import drafts, limits
from data.agency import Agency
from data.limits import HOUR, MINUTE, UNCHANGED, Limit, Rate
from handlers.context import Context
from handlers.message import Kind, Message, Messenger
from handlers.texts import limits as texts
from handlers.turn import Count, Turn, Write
from tests.conversing import POTHOLE, Person, Town

FAST = "ข้อความเข้ามาเร็ว"
FEW = 3


@pytest.fixture
async def hasty(town: Town) -> Town:
    """A town where three messages a minute are answered."""
    slow = replace(UNCHANGED, messages=Limit("message", Rate(FEW, MINUTE)))
    agency: Agency = replace(town.agency, limits=slow)
    town.agency = agency
    await town.restart()
    return town


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Messages come *by* later from now on."""
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + by)


async def test_beyond_the_limit_one_kind_answer_comes_and_the_messages_stay_kept(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def answer(message: Message, ctx: Context) -> Turn:
        asked.append(message.text)
        return Turn(replies=(ctx.reply(f"ตอบ {message.text}"),))

    monkeypatch.setattr(dispatch, "respond", answer)
    person = hasty.citizen()
    heard = [await person.says(f"คำที่ {number}") for number in range(6)]

    assert heard[:4] == ["ตอบ คำที่ 0", "ตอบ คำที่ 1", "ตอบ คำที่ 2", texts.too_fast(is_writing=False)]
    assert heard[4:] == ["", ""]
    assert len(asked) == FEW
    kept = hasty.rows("select unseal_bytes(payload, 'inbox.payload') from inbox")
    assert "คำที่ 5" in kept[-1].decode()
    assert set(hasty.rows("select state from inbox")) == {"done"}


async def test_after_a_minute_and_after_a_restart_it_goes_on_where_it_was(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hasty.citizen()
    for _ in range(FEW + 1):
        heard = await person.says("สวัสดีค่ะ")
    assert FAST in heard
    await hasty.restart()
    assert await person.says("สวัสดีค่ะ") == ""

    later(monkeypatch, MINUTE * 2)
    assert "คะแนน" in await person.says("คะแนนรวมเท่าไหร่")


async def test_others_do_not_notice(hasty: Town) -> None:
    person, other = hasty.citizen(), hasty.citizen("other")
    for _ in range(9):
        await person.says("สวัสดีค่ะ")

    assert "96.46" in await other.says("คะแนนรวมเท่าไหร่")


async def test_what_is_told_for_a_draft_is_kept_whatever_the_pace(hasty: Town) -> None:
    person = hasty.citizen()
    await person.presses_data("f:start:grievance")
    for number in range(8):
        await person.says(f"หลุมที่ {number} อยู่หน้าบ้านเลขที่ {number}")
    await person.sends_photo()

    draft = hasty.store.read_now(drafts.load, person.chat)
    assert len(draft.texts) + len(draft.answers) == 8
    assert set(draft.answers) == {"where"}  # what was told too fast are words
    assert len(draft.attachments) == 1
    told = [reply.text for reply in person.replies if FAST in reply.text]
    assert told == [texts.too_fast(is_writing=True)]


async def test_what_a_draft_does_not_take_is_said_once_a_minute(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hasty.citizen()
    await person.presses_data("f:start:grievance")
    for _ in range(FEW - 1):
        await person.says(POTHOLE)

    refused = "ไฟล์ชนิดนี้ระบบยังไม่รับ"
    first = await person.sends_photo(b"MZ a program")
    assert refused in first
    assert FAST in first
    assert await person.sends_photo(b"MZ a program") == ""
    later(monkeypatch, MINUTE * 2)
    assert refused in await person.sends_photo(b"MZ a program")


async def test_nothing_is_sent_without_saying_its_code(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hasty.citizen()
    await person.presses_data("f:start:grievance")
    await person.says(POTHOLE)
    await person.presses_data("f:review")
    await person.presses_data("f:send")
    await person.says("ส่ง")
    assert hasty.rows("select id from cases") == []

    later(monkeypatch, MINUTE * 2)
    await person.presses_data("f:review")
    assert "รหัสเรื่อง" in await person.says("ส่ง")


async def test_a_message_taken_back_is_forgotten_whatever_the_pace(hasty: Town) -> None:
    person = hasty.citizen()
    await person.presses_data("f:start:grievance")
    for _ in range(6):
        await person.says("ข้อความที่ไม่อยากให้ใครเห็น")
    await person.unsends(person.message_id)

    draft = hasty.store.read_now(drafts.load, person.chat)
    assert len(draft.texts) + len(draft.answers) == 5


async def test_officers_and_talk_in_a_group_among_others_are_not_counted(hasty: Town) -> None:
    officer = await hasty.officer()
    group = hasty.citizen("village", group=True)
    for _ in range(9):
        await group.does(Kind.TEXT, text="เมื่อวานฝนตก", addressed=False)

    assert all([await officer.says("/cases") for _ in range(9)])
    assert "96.46" in await group.says("คะแนนรวมเท่าไหร่")


async def test_who_writes_english_is_told_in_english(hasty: Town) -> None:
    person = hasty.citizen(messenger=Messenger.WEB)
    for _ in range(FEW + 1):
        heard = await person.says("What is the total score?")

    assert heard.startswith("Your messages come faster than I can answer.")


async def test_being_too_fast_leaves_no_address_behind(hasty: Town) -> None:
    person = hasty.citizen()
    for _ in range(6):
        await person.says("สวัสดีค่ะ")

    assert hasty.rows("select chat from chat") == []


async def test_a_redelivered_and_a_failing_message_are_counted_once(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hasty.citizen()
    failed: list[str] = []

    async def answer(message: Message, ctx: Context) -> Turn:
        if len(failed) < 1:
            failed.append(message.text)
            raise LookupError
        return Turn(replies=(ctx.reply("ตอบ"),))

    monkeypatch.setattr(dispatch, "respond", answer)
    await person.says("หนึ่ง")
    await person.redelivers()

    heard = [await person.says(words) for words in ("สอง", "สาม", "สี่")]
    assert heard[:-1] == ["ตอบ", "ตอบ"]
    assert FAST in heard[-1]


async def test_a_clock_that_is_set_back_silences_nobody(
    hasty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hasty.citizen()
    for _ in range(FEW):
        await person.says("สวัสดีค่ะ")

    later(monkeypatch, -HOUR)
    assert "96.46" in await person.says("คะแนนรวมเท่าไหร่")


async def test_a_group_that_asks_too_much_is_told_so(hasty: Town) -> None:
    group = hasty.citizen("village", group=True)
    heard = [await group.says("คะแนนรวมเท่าไหร่") for _ in range(FEW + 1)]

    assert FAST in heard[-1]
    assert not any(FAST in words for words in heard[:-1])


async def test_what_others_used_up_meanwhile_is_asked_again_and_kept_by_nobody_beyond_the_limit(
    town: Town, citizen: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limit("filing", Rate(9, HOUR), Rate(1, HOUR))
    asked: list[bool] = []

    async def answer(message: Message, ctx: Context) -> Turn:
        at = message.received_at.isoformat(timespec="microseconds")
        allowed = (await ctx.read(limits.standing, limit, message.chat, at)).allowed
        asked.append(allowed)
        if not allowed:
            return Turn(replies=(ctx.reply("เต็มแล้ว"),))
        if len(asked) == 1:  # somebody is faster
            await town.store.write(limits.allow, limit, "another", at)
        write = Write(drafts.discard, (message.chat,))
        return Turn(replies=(ctx.reply("รับแล้ว"),), keep=(write,), counts=(Count(limit),))

    monkeypatch.setattr(dispatch, "respond", answer)

    assert await citizen.says("ส่งเรื่อง") == "เต็มแล้ว"
    assert asked == [True, False]
