"""Retention: what was kept long enough is forgotten, nothing is before its time."""

import asyncio
import itertools
from datetime import datetime, timedelta

import pytest

from bot import clock
from bot.retention import forget, forget_daily, until_next
from data import audit, conversations, inbox, legal_holds, times
from data.audit import Action
from data.conversations import Conversation
from data.retention import AT_ONCE, Kept, forget_some, overdue
from data.retention_settings import Retention
from data.store import Connection, Store
from data.times import BANGKOK
from handlers.message import Messenger
from tests.conversing import POTHOLE, Desk, Person, Town
from tests.sealed_things import files_of
from tests.test_case_keys import forms
from tests.test_privacy import everything_kept

pytestmark = pytest.mark.usefixtures("quiet")

SECRET = "คานสะพานไม้ของตาเปล่ง"
PERIODS = Retention()


def later(days: float) -> str:
    return times.stamp(clock.now() + timedelta(days=days))


async def close(officer: Person, outcome: str = "resolved") -> None:
    await officer.presses_data(f"c:1:as-{outcome}")
    await officer.has_no_photo()
    await officer.says("ทำแล้ว")
    await officer.says("ส่ง")


@pytest.mark.parametrize(
    ("kind", "outcome", "days"),
    [
        ("grievance", "resolved", 365),
        ("feedback", "answered", 365),
        ("corruption", "insufficient", 1825),
    ],
)
async def test_a_closed_case_is_erased_when_its_kind_s_period_is_over_and_not_before(
    town: Town, citizen: Person, handler: Person, kind: str, outcome: str, days: int
) -> None:
    code = await citizen.files(SECRET, kind)
    await close(handler, outcome)

    assert (await forget(town.store, PERIODS, later(days - 1))).cases == 0
    assert SECRET in town.texts_of_cases()
    assert (await forget(town.store, PERIODS, later(days + 1))).cases == 1
    assert town.rows("select code, chat, closed_at <> '', outcome from cases") == [
        (code, "", 1, outcome)
    ]
    assert SECRET not in everything_kept(town)
    assert not any(form in files_of(town.store) for form in forms(SECRET))
    (case_id,) = town.rows("select id from cases")
    assert town.store.read_now(audit.of_case, case_id)[-1].actor == audit.SYSTEM
    assert town.store.read_now(audit.of_case, case_id)[-1].action == Action.ERASED
    assert (await forget(town.store, PERIODS, later(days + 1))) == Kept()


async def test_an_open_case_is_kept_however_old(town: Town, citizen: Person) -> None:
    await citizen.files(SECRET)
    await forget(town.store, PERIODS, later(10_000))

    assert town.texts_of_cases() == [SECRET]
    assert town.rows("select count(*) from chat") == [1]


async def test_a_legal_hold_keeps_a_case_beyond_its_period(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files(SECRET)
    await close(officer)
    case_id = town.store.read_now(legal_holds.case_called, code)
    assert case_id is not None
    town.store.write_now(legal_holds.set_hold, case_id, "หนังสือศาล", later(0))
    await forget(town.store, PERIODS, later(4_000))
    assert SECRET in town.texts_of_cases()

    town.store.write_now(legal_holds.lift_hold, case_id, "คดีจบ", later(0))
    await forget(town.store, PERIODS, later(4_000))
    assert SECRET not in town.texts_of_cases()


async def test_a_draft_is_forgotten_a_week_after_it_was_touched_last(
    town: Town, citizen: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(SECRET)
    await citizen.sends_photo()

    assert (await forget(town.store, PERIODS, later(6.9))).drafts == 0
    assert (await forget(town.store, PERIODS, later(7.1))).drafts == 1
    assert town.rows("select count(*) from draft_part") == [0]
    assert town.rows("select count(*) from attachment") == [0]
    assert "ไม่มีเรื่องที่เขียนค้าง" in await citizen.presses_data("f:review")
    await citizen.says(POTHOLE)
    assert town.rows("select count(*) from draft_part") == [0]


async def test_the_review_says_when_the_draft_is_forgotten(citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    assert "7 วัน" in await citizen.presses_data("f:review")
    await citizen.says("in english please")
    assert "7 days" in await citizen.presses_data("f:review")


async def test_what_was_offered_and_not_taken_up_is_forgotten_too(
    town: Town, citizen: Person
) -> None:
    await citizen.says(SECRET + " พัง ช่วยแจ้งให้หน่อย")
    await forget(town.store, PERIODS, later(8))
    memory = town.rows("select unseal(state, 'conversation.state:' || chat) from conversation")

    assert SECRET not in "".join(memory)


async def test_messages_of_the_page_are_kept_for_their_period_and_then_emptied(
    town: Town,
) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.says(f"คะแนนรวมเท่าไหร่ {SECRET}")
    await forget(town.store, PERIODS, later(89))
    assert SECRET in everything_kept(town)

    forgotten = await forget(town.store, PERIODS, later(91))
    assert forgotten.messages >= 2
    assert SECRET not in everything_kept(town)
    assert not any(form in files_of(town.store) for form in forms(SECRET))


async def test_the_address_of_a_chat_goes_when_nothing_needs_it_and_that_of_staff_stays(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await forget(town.store, PERIODS, later(500))

    assert town.rows("select messenger from chat") == ["telegram"]


async def test_many_cases_go_in_small_steps(town: Town) -> None:
    def file_many(db: Connection) -> None:
        for number in range(120):
            db.execute(
                "insert into cases (id, code, kind, level, state, chat, messenger, opened_at,"
                " updated_at, closed_at) values (:id, 'PS-' || :id, 'FEEDBACK', 1, 'closed',"
                " 'c' || :id, 'line', :at, :at, :at)",
                {"id": number + 1, "at": later(-400)},
            )

    town.store.write_now(file_many)
    assert town.store.read_now(overdue, PERIODS, later(0)).cases == 120
    assert (await forget(town.store, PERIODS, later(0))).cases == 120


async def test_the_terminal_counts_first_and_forgets_when_told(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    await citizen.files(SECRET)
    await close(officer)
    town.store.write_now(
        lambda db: db.execute("update cases set closed_at = :at", {"at": later(-400)}) and None
    )
    assert "1 เรื่อง" in (await desk("privacy", "retain", "--dry-run"))[1]
    assert SECRET in town.texts_of_cases()

    assert "1 เรื่อง" in (await desk("privacy", "retain"))[1]
    assert SECRET not in town.texts_of_cases()
    assert " 0 เรื่อง" in (await desk("privacy", "retain"))[1]


async def test_the_service_forgets_at_its_start_and_then_every_night(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(SECRET, photo=True)
    await close(officer)
    await citizen.presses_data("f:start:feedback")
    for _ in range(20):
        await citizen.says(POTHOLE * 50)
    at = clock.now()
    slept: list[float] = []
    kept: list[bool] = []
    finished = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        kept.append(SECRET in town.texts_of_cases())
        if len(slept) == 2:
            finished.set()
            await asyncio.Event().wait()

    def now() -> datetime:
        return at + timedelta(days=400 * len(slept))

    task = asyncio.create_task(forget_daily(town.store, PERIODS, now, sleep))
    async with asyncio.timeout(10):
        await finished.wait()
    task.cancel()

    assert kept == [True, False]
    assert town.rows("pragma freelist_count") == [0]
    assert all(0 < seconds <= 86_400 for seconds in slept)


@pytest.mark.parametrize(
    ("at", "hours"), [("02:00", 1), ("03:00", 24), ("04:30", 22.5), ("23:00", 4)]
)
def test_the_next_run_is_at_three_in_the_night_in_bangkok(at: str, hours: float) -> None:
    now = datetime.fromisoformat(f"2026-11-26T{at}").replace(tzinfo=BANGKOK)

    assert until_next(now) == hours * 3600


async def test_each_old_conversation_is_looked_into_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = (
        Conversation(subject={"intent": "score_item"}, subject_at=later(0)),
        Conversation(step="intake", memory={"kind": "feedback"}),
        Conversation(language="en"),
    )
    chats = [f"chat {number}" for number in range(5 * AT_ONCE // 2)]

    def fill(db: Connection) -> None:
        for number, chat in enumerate(chats):
            conversations.save(db, chat, stands[number % len(stands)], later(0))

    await town.store.write(fill)
    before = town.rows("select chat, updated_at from conversation")
    looked: list[str] = []
    remembers = conversations.remembers

    def note(db: Connection, chat: str) -> bool:
        looked.append(chat)
        return remembers(db, chat)

    at = later(PERIODS.drafts + 1)
    awaited = [chat for number, chat in enumerate(chats) if number % len(stands) < 2]
    assert town.store.read_now(overdue, PERIODS, at).conversations == len(awaited)
    monkeypatch.setattr(conversations, "remembers", note)
    assert (await forget(town.store, PERIODS, at)).conversations == len(awaited)
    assert sorted(looked) == sorted(chats)
    assert await forget(town.store, PERIODS, at) == Kept()
    assert sorted(looked) == sorted(chats)
    found = [town.store.read_now(conversations.load, chat) for chat in chats]
    assert found == [
        Conversation(language=each.language)
        for each in itertools.islice(itertools.cycle(stands), len(chats))
    ]
    after = dict(town.rows("select chat, updated_at from conversation"))
    only_language = [chat for number, chat in enumerate(chats) if number % len(stands) == 2]
    assert {chat: after[chat] for chat in only_language} == {
        chat: day for chat, day in before if chat in only_language
    }

    await town.store.write(conversations.save, chats[0], stands[0], at)
    assert town.store.read_now(overdue, PERIODS, later(99)).conversations == 1


def test_what_a_chat_named_a_moment_ago_outlives_what_it_awaited_long_ago(store: Store) -> None:
    def play(db: Connection) -> Conversation:
        awaited = Conversation(step="intake", memory={"kind": "feedback"}, language="en")
        conversations.save(db, "chat", awaited, later(-30))
        row = inbox.NewRow("line", "E1", "chat", "", b"{}", later(0))
        inbox.put_answered(db, row, conversations.written({"intent": "score_item"}))
        forget_some(db, PERIODS, later(0))
        return conversations.load(db, "chat")

    found = store.write_now(play)
    assert (found.step, found.memory, found.language) == ("", {}, "en")
    assert found.subject == {"intent": "score_item"}
