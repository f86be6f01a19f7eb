"""A Telegram group with topics as the queue: one topic a case, its state in the name; corruption
and what is hidden from anybody never."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.incoming import Incoming
from bot.retention import forget
from data import (
    audit,
    case_access,
    case_topics,
    case_work,
    register,
    staff,
    times,
    topic_queue,
)
from data.case_access import Exclusion
from data.case_moves import Need, Who
from data.case_work import Making
from data.cases import Case
from data.retention_settings import Retention
from data.store import Connection
from handlers.message import Kind, Messenger
from handlers.understanding.understand import Understanding
from tests.conversing import BRIBE, POTHOLE, Desk, Person
from tests.small_forum import (
    CLOSE,
    CREATE,
    DELETE,
    GROUP,
    RENAME,
    SEND,
    UPGRADED,
    US,
    Forum,
    Hall,
    until_settled,
)
from tests.small_telegram import HANG, no, running


@pytest.fixture
async def forum() -> AsyncIterator[Forum]:
    async with running(Forum()) as it:
        assert isinstance(it, Forum)
        yield it


@pytest.fixture
async def hall(
    tmp_path: Path, published_file: Path, understanding: Understanding, forum: Forum
) -> AsyncIterator[Hall]:
    path = tmp_path / "town.db"
    shutil.copy(published_file, path)
    opened = Hall(path, understanding)
    await opened.enter(forum)
    yield opened
    forum.released.set()
    await opened.close()
    await opened.telegram.close()


@pytest.fixture
def citizen(hall: Hall) -> Person:
    return hall.citizen()


@pytest.fixture
def town(hall: Hall) -> Hall:
    """For the desk."""
    return hall


async def closes(officer: Person) -> None:
    await officer.presses_data("c:1:open")
    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.has_no_photo()
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")


async def sends_a_grievance(hall: Hall, citizen: Person) -> None:
    """File one, and do not wait for what follows."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.presses_data("f:review")
    send = Incoming(Messenger.LINE, "last", citizen.name, Kind.BUTTON, data="f:send")
    await hall.receiver.take([send])


def exclude(hall: Hall, who: Person) -> None:
    """The only case is hidden from somebody, by another process."""
    member = hall.store.read_now(staff.of_chat, who.chat)
    (case_id,) = hall.rows("select id from cases")
    at = times.stamp(clock.now())
    assert member is not None
    hiding = Exclusion(case_id, member.id, audit.OPERATOR, "supervisor", "ญาติ", at)
    hall.store.write_now(case_access.exclude, hiding)


# ---------------------------------------------------------------- binding


async def test_an_administrator_makes_a_group_with_topics_the_queue(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    code = await citizen.files()
    await hall.has_bound()

    assert "เป็นคิวเรื่องแล้ว" in forum.general[0]
    assert forum.topic_of(code).name == f"🆕 {code} ร้องทุกข์"


@pytest.mark.parametrize(
    ("missing", "told"),
    [("is_forum", "Topics"), ("may_manage", "Manage Topics"), ("may_delete", "Delete Messages")],
)
async def test_what_a_group_lacks_is_said_and_nothing_is_bound(
    hall: Hall, forum: Forum, citizen: Person, missing: str, told: str
) -> None:
    setattr(forum, missing, False)
    chief = await hall.has_bound()
    chief.news()
    code = await citizen.files()

    assert told in forum.general[0]
    assert forum.topics == {}
    assert code in chief.news()
    setattr(forum, missing, True)
    assert "เป็นคิวเรื่องแล้ว" in (await hall.group_hears(chief, "/queue"))[0]


async def test_a_public_group_is_no_queue(hall: Hall, forum: Forum, citizen: Person) -> None:
    forum.username = "borang_public"
    await citizen.files()
    await hall.has_bound()

    assert "กลุ่มสาธารณะ" in forum.general[0]
    assert forum.topics == {}


async def test_whoever_bound_the_group_hears_which_officers_are_not_in_it(
    hall: Hall, forum: Forum
) -> None:
    await hall.officer("7002")
    await hall.officer("7004")
    forum.absent.add(7002)
    chief = await hall.has_bound()

    heard = "\n".join(reply.text for reply in chief.replies)
    assert "ยังไม่อยู่ในกลุ่มคิวเรื่อง: 7002\n" in heard
    assert "7002" not in forum.general[0]


async def test_binding_and_its_end_stand_in_the_audit_trail(hall: Hall, desk: Desk) -> None:
    await hall.has_bound()
    await desk("queue", "off")
    await until_settled(hall)

    (_, shown, _) = await desk("audit", "show")
    assert "queue off" in shown
    assert shown.count("queue") == 2


async def test_nobody_but_an_administrator_binds_a_group_and_nobody_hears_why(
    hall: Hall, forum: Forum
) -> None:
    officer = await hall.officer("7002")
    stranger = hall.citizen("8001", Messenger.TELEGRAM)

    for who in (officer, stranger):
        assert await hall.group_hears(who, "/queue") == []
        assert await hall.group_hears(who, "/queue off") == []
    assert hall.store.read_now(topic_queue.queue) is None
    assert "ผู้ดูแลระบบเท่านั้น" in await officer.says("/queue")
    assert "สำหรับเจ้าหน้าที่" in await stranger.says("/queue")
    assert forum.general == []


async def test_a_dismissed_administrator_binds_nothing(hall: Hall, forum: Forum) -> None:
    chief = await hall.officer("7001", role="administrator")
    hall.dismiss(chief)

    assert await hall.group_hears(chief, "/queue") == []
    assert hall.store.read_now(topic_queue.queue) is None
    assert forum.topics == {}


async def test_in_private_an_administrator_hears_how_and_whether(hall: Hall) -> None:
    chief = await hall.officer("7001", role="administrator")
    assert "ยังไม่มีกลุ่ม" in await chief.says("/queue")
    await hall.group_hears(chief, "/queue")
    assert "มีกลุ่มเป็นคิวเรื่องอยู่" in await chief.says("/queue")


# ---------------------------------------------------------------- a case and its topic


async def test_a_new_case_is_told_of_in_its_topic_without_its_words(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    code = await citizen.files()

    (first,) = forum.topic_of(code).messages
    assert code in first["text"]
    assert "รับ " in first["text"]
    assert "ภายใน" in first["text"]
    assert POTHOLE[:12] not in forum.to_group()
    ((button,),) = first["reply_markup"]["inline_keyboard"]
    assert button["url"] == f"https://t.me/borang_bot?start=case_{code}"


async def test_the_topic_stands_in_the_place_of_private_alerts_on_telegram_only(
    hall: Hall, citizen: Person
) -> None:
    chief = await hall.has_bound()
    clerk = Person(hall, "clerk", Messenger.LINE)
    await clerk.says(f"/start join_{hall.invitation('clerk')}")
    chief.news()
    clerk.news()
    code = await citizen.files()

    assert chief.news() == ""
    assert code in clerk.news()


async def test_an_administrator_may_have_both(hall: Hall, forum: Forum, citizen: Person) -> None:
    chief = await hall.has_bound("/queue both")
    chief.news()
    code = await citizen.files()

    assert code in chief.news()
    assert forum.topic_of(code).texts


async def test_the_link_opens_the_case_in_private(hall: Hall, citizen: Person) -> None:
    await hall.has_bound()
    officer = await hall.officer("7002")
    code = await citizen.files()

    assert POTHOLE in await officer.says(f"/start case_{code}")


async def test_every_change_of_state_renames_the_topic_and_adds_a_line(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    officer = await hall.officer("7002")
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    assert forum.topic_of(code).name.startswith("👀 ")
    await closes(officer)

    topic = forum.topic_of(code)
    assert topic.name.startswith("✅ ")
    assert forum.methods().count(RENAME) == 2
    assert topic.closed
    assert [text.split(" ·")[0] for text in topic.texts[1:]] == ["เปิดอ่านแล้ว", "ปิดแล้ว"]
    assert "ซ่อมแล้ว" not in forum.to_group()
    assert "7002" not in "".join(topic.texts)


async def test_where_nothing_is_new_nothing_is_said(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    code = await citizen.files()
    await closes(chief)
    (case_id,) = hall.rows("select id from cases")
    calls = forum.to_group()
    hall.store.write_now(topic_queue.note, case_id)
    await until_settled(hall)

    assert forum.to_group() == calls
    assert forum.topic_of(code).closed


async def test_a_case_that_is_opened_again_opens_its_topic_again(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    officer = await hall.officer("7002")
    code = await citizen.files()
    await closes(officer)
    (case_id,) = hall.rows("select id from cases")
    await citizen.presses_data(f"f:reopen:{case_id}")
    await citizen.says("ยังเป็นหลุมอยู่")

    topic = forum.topic_of(code)
    assert not topic.closed
    assert topic.name.startswith("🔁 ")
    assert "เปิดใหม่อีกครั้ง" in topic.texts[-1]


async def test_a_topic_that_somebody_deleted_comes_back_with_its_history_in_one_line(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    officer = await hall.officer("7002")
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    forum.is_deleted_by_somebody(code)
    await closes(officer)

    topic = forum.topic_of(code)
    (text,) = topic.texts
    assert "ที่ผ่านมา: เปิดอ่านแล้ว → ปิดแล้ว" in text
    assert "หัวข้อเดิมถูกลบ" in text
    assert topic.closed


async def test_a_topic_that_somebody_closed_is_written_in_all_the_same(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    officer = await hall.officer("7002")
    code = await citizen.files()
    forum.topic_of(code).closed = True
    forum.will(SEND, no(400, "Bad Request: TOPIC_CLOSED"))
    member = hall.store.read_now(staff.of_chat, officer.chat)
    assert member is not None
    await hall.store.write(_acknowledge, member.id)
    await until_settled(hall)

    topic = forum.topic_of(code)
    assert not topic.closed
    assert "เปิดอ่านแล้ว" in topic.texts[-1]


def _only_case(db: Connection) -> Case:
    (code,) = db.execute("select code from cases").fetchone()
    case = register.with_code(db, code)
    assert case is not None
    return case


def _acknowledge(db: Connection, staff_id: int) -> None:
    """A move by another process, without a word in any private chat."""
    case_work.acknowledge(db, _only_case(db), staff_id, times.stamp(clock.now()))


def _closed_by(db: Connection, staff_id: int) -> None:
    given = {Need.TEXT: "ซ่อมแล้ว", Need.OUTCOME: "resolved", Need.AFTER: "ไม่มีรูป"}
    at = times.stamp(clock.now())
    case_work.finish(db, Making(_only_case(db), "", Who.WORKER, at, staff_id, given))


async def test_what_the_terminal_does_reaches_the_topic(
    hall: Hall, forum: Forum, desk: Desk
) -> None:
    await hall.has_bound()
    said = "ไฟดับทั้งซอย"
    await desk("cases", "new", "--channel", "phone", "--kind", "grievance", "--text", said)
    await until_settled(hall)

    (code,) = hall.rows("select code from cases")
    assert forum.topic_of(code).texts
    assert said not in forum.to_group()


# ---------------------------------------------------------------- interruptions


async def test_too_many_requests_wait_and_the_order_stays(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    forum.will(CREATE, no(429, "Too Many Requests", retry_after=0.01))
    forum.will(CLOSE, no(429, "Too Many Requests", retry_after=0.01))
    officer = await hall.officer("7002")
    code = await citizen.files()
    await closes(officer)

    topic = forum.topic_of(code)
    assert topic.closed
    assert len(topic.texts) == 3


async def lost_creation(hall: Hall, forum: Forum, citizen: Person) -> str:
    """The group has the topic, and we are struck before we hear its id; the code."""
    forum.loses.add(CREATE)
    await sends_a_grievance(hall, citizen)
    await hall.until_called(CREATE)
    (code,) = hall.rows("select code from cases")
    return str(code)


async def test_killed_before_the_id_is_kept_leaves_no_second_live_topic(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    code = await lost_creation(hall, forum, citizen)
    (orphan,) = forum.topics
    await hall.is_struck()
    await until_settled(hall)
    assert len(forum.topics) == 2
    for thread, topic in list(forum.topics.items()):
        await hall.telegram_tells_of_topic(thread, topic.name)

    assert forum.topic_of(code).texts
    assert orphan not in forum.topics


@pytest.mark.parametrize("method", [SEND, RENAME, CLOSE])
async def test_killed_at_any_other_call_the_topic_ends_as_the_case_does(
    hall: Hall, forum: Forum, citizen: Person, method: str
) -> None:
    chief = await hall.has_bound()
    code = await citizen.files()
    member = hall.store.read_now(staff.of_chat, chief.chat)
    assert member is not None
    forum.loses.add(method)
    hall.store.write_now(_closed_by, member.id)
    while not forum.arrived.empty():
        forum.arrived.get_nowait()
    await hall.until_called(method)
    await hall.is_struck()
    await until_settled(hall)

    topic = forum.topic_of(code)
    assert topic.name.startswith("✅ ")
    assert topic.closed
    assert "ปิดแล้ว" in topic.texts[-1]
    assert len(topic.texts) == (3 if method == SEND else 2)


async def test_a_topic_of_which_telegram_tells_in_time_is_taken_over(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    code = await lost_creation(hall, forum, citizen)
    (orphan,) = forum.topics
    hall.store.write_now(case_topics.seen, _queue_chat(hall), str(orphan), f"🆕 {code}")
    await hall.is_struck()
    await until_settled(hall)

    assert list(forum.topics) == [orphan]
    assert len(forum.topic_of(code).texts) == 1


async def test_told_of_the_first_while_a_second_is_being_created_the_second_goes(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    code = await lost_creation(hall, forum, citizen)
    (first,) = forum.topics
    forum.slow[CREATE] = asyncio.Event()
    await hall.is_struck()
    await hall.until_called(CREATE)
    hall.store.write_now(case_topics.seen, _queue_chat(hall), str(first), f"🆕 {code}")
    forum.slow[CREATE].set()
    await until_settled(hall)

    assert list(forum.topics) == [first]
    assert len(forum.topic_of(code).texts) == 1


def orders_of(hall: Hall) -> int:
    """How much was ever on its way to the group."""
    (number,) = hall.rows("select count(*) from outbox where chat = :chat", chat=_queue_chat(hall))
    return int(number)


def _queue_chat(hall: Hall) -> str:
    found = hall.store.read_now(topic_queue.queue)
    assert found is not None
    return found.chat


async def test_words_below_an_orphan_give_it_away_too(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    await lost_creation(hall, forum, citizen)
    (orphan,) = forum.topics
    await hall.is_struck()
    await until_settled(hall)
    assert await hall.group_hears(chief, "อันนี้อะไร", orphan) == []

    assert orphan not in forum.topics
    assert len(forum.topics) == 1


async def test_a_topic_of_anybody_else_is_left_alone(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    code = await citizen.files()
    made = {"from": {"id": 7001, "first_name": "x"}, "forum_topic_created": {"name": code}}
    place = {"message_thread_id": 77, "is_topic_message": True}
    await hall.telegram_tells("message", {**made, **place})

    assert DELETE not in forum.methods()
    assert forum.topic_of(code)


async def test_a_group_that_cannot_be_reached_for_long_does_not_hide_a_new_case(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    chief.news()
    forum.will(CREATE, HANG, no(500, "Internal Server Error"))
    await sends_a_grievance(hall, citizen)
    await hall.until_called(CREATE)
    long_ago = times.stamp(clock.now() - timedelta(minutes=20))
    age = "update outbox set created_at = ? where state = 'waiting'"
    hall.store.write_now(lambda db: db.execute(age, (long_ago,)))
    await hall.is_struck()
    await until_settled(hall)
    (code,) = hall.rows("select code from cases")

    assert code in chief.news()
    assert forum.topic_of(code).texts


async def test_a_case_that_cannot_be_shown_holds_up_no_other(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    broken = await citizen.files()
    odd = "update case_entry set state = 'of another version'"
    hall.store.write_now(lambda db: db.execute(odd))
    forum.is_deleted_by_somebody(broken)
    await closes(chief)
    code = await citizen.files("น้ำไม่ไหลทั้งหมู่บ้าน")

    assert forum.topic_of(code).texts


# ---------------------------------------------------------------- what never stands there


async def test_a_corruption_case_never_reaches_the_group(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    await hall.has_bound()
    handler = await hall.officer("7003", corruption=True)
    handler.news()
    calls, orders = forum.to_group(), orders_of(hall)
    code = await citizen.files(BRIBE, "corruption")
    told = handler.replies[-1]
    await handler.presses_data("c:1:open")
    await handler.presses_data("c:1:recused")

    assert forum.to_group() == calls
    assert orders_of(hall) == orders
    assert told.confidential
    assert code not in told.text
    assert all(body.get("protect_content") for body in forum.private[7003][1:3])
    assert hall.rows("select case_id from case_topic") == []


async def test_what_is_hidden_from_somebody_loses_its_topic(
    hall: Hall, forum: Forum, citizen: Person, desk: Desk
) -> None:
    await hall.has_bound()
    accused = await hall.officer("7002")
    code = await citizen.files()
    assert forum.topic_of(code)
    status, _, problem = await desk(
        "cases", "exclude", code, "--staff", "2", "--reason", "ญาติผู้ถูกร้อง"
    )
    assert (status, problem) == (0, "")
    await until_settled(hall)

    assert forum.topics == {}
    nothing = await accused.says("/start case_PS-222-222-222")
    assert await accused.says(f"/start case_{code}") == nothing
    calls = forum.to_group()
    chief = Person(hall, "7001", Messenger.TELEGRAM)
    await closes(chief)
    assert forum.to_group() == calls


async def test_where_a_topic_may_not_be_deleted_its_name_tells_nothing(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    accused = await hall.officer("7002")
    await citizen.files()
    forum.may_delete = False
    exclude(hall, accused)
    await until_settled(hall)

    (topic,) = forum.topics.values()
    assert topic.name == "หัวข้อนี้ไม่ใช้แล้ว"
    assert topic.closed
    assert "Delete Messages" in chief.news()


async def test_a_new_case_that_is_hidden_at_once_is_told_of_in_private(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    accused = await hall.officer("7002")
    for each in (chief, accused):
        each.news()
    forum.will(CREATE, no(429, "Too Many Requests", retry_after=0.2))
    await sends_a_grievance(hall, citizen)
    await hall.until_called(CREATE)
    exclude(hall, accused)
    await until_settled(hall)
    (code,) = hall.rows("select code from cases")

    assert forum.topics == {}
    assert code in chief.news()
    assert accused.news() == ""


async def test_what_is_hidden_while_its_topic_is_being_created_loses_it(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    accused = await hall.officer("7002")
    for each in (chief, accused):
        each.news()
    forum.slow[CREATE] = asyncio.Event()
    await sends_a_grievance(hall, citizen)
    await hall.until_called(CREATE)
    exclude(hall, accused)
    forum.slow[CREATE].set()
    await until_settled(hall)
    (code,) = hall.rows("select code from cases")

    assert forum.topics == {}
    assert code in chief.news()
    assert accused.news() == ""


async def test_an_erased_case_loses_its_topic(
    hall: Hall, forum: Forum, citizen: Person, desk: Desk
) -> None:
    chief = await hall.has_bound()
    code = await citizen.files()
    await closes(chief)
    assert forum.topic_of(code).closed
    status, _, problem = await desk("privacy", "erase", code, "--reason", "ขอลบ")
    assert (status, problem) == (0, ""), problem
    await until_settled(hall)

    assert forum.topics == {}


async def test_a_stranger_learns_no_more_by_the_link_than_by_none(
    hall: Hall, citizen: Person
) -> None:
    await hall.has_bound()
    code = await citizen.files()
    stranger = hall.citizen("8001", Messenger.TELEGRAM)

    nothing = await stranger.says("/start case_PS-222-222-222")
    assert await stranger.says(f"/start case_{code}") == nothing


# ---------------------------------------------------------------- talk in the group


async def test_talk_in_a_topic_is_no_case_and_is_not_answered(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    code = await citizen.files()
    thread = forum.topic_of(code).thread
    before = forum.to_group()
    await hall.group_hears(chief, "อยากร้องเรียนเรื่องถนนพัง", thread)

    assert forum.to_group() == before
    assert len(hall.rows("select id from cases")) == 1
    assert "อยากร้องเรียน" not in hall.heard()
    assert hall.rows("select 1 from draft_part") == []


async def test_whoever_answers_us_in_the_group_hears_that_no_reporter_reads_it(
    hall: Hall, citizen: Person
) -> None:
    chief = await hall.has_bound()
    await citizen.files()
    citizen.news()

    (said,) = await hall.group_hears(chief, "จะไปซ่อมพรุ่งนี้ครับ", answers=US)
    assert "ไม่ถึงผู้แจ้ง" in said
    assert citizen.news() == ""


@pytest.mark.parametrize("command", ["/cases", "/case {code}", "/mine", "/late", "/stats", "/new"])
async def test_commands_about_cases_are_answered_in_private_only(
    hall: Hall, forum: Forum, citizen: Person, command: str
) -> None:
    chief = await hall.has_bound()
    code = await citizen.files()
    thread = forum.topic_of(code).thread
    name, _, rest = command.format(code=code).partition(" ")
    await hall.group_hears(chief, f"{name}@borang_bot {rest}".strip(), thread)

    assert "แชตส่วนตัว" in forum.topic_of(code).texts[-1]
    assert POTHOLE not in forum.to_group()


# ---------------------------------------------------------------- the end of a queue


async def test_removed_from_the_group_tells_its_binder_and_alerts_go_private_again(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    chief.news()
    forum.is_member = False
    kicked = {"from": US, "new_chat_member": {"status": "kicked"}}
    await hall.telegram_tells("my_chat_member", kicked)

    assert "บอตไม่ได้อยู่ในกลุ่มแล้ว" in chief.news()
    code = await citizen.files()
    assert code in chief.news()


@pytest.mark.parametrize(
    ("lost", "told"),
    [("is_member", "ไม่ได้อยู่ในกลุ่ม"), ("is_forum", "Topics"), ("may_manage", "Manage Topics")],
)
async def test_a_case_that_finds_the_group_unfit_is_told_of_in_private_instead(
    hall: Hall, forum: Forum, citizen: Person, lost: str, told: str
) -> None:
    chief = await hall.has_bound()
    chief.news()
    setattr(forum, lost, False)
    code = await citizen.files()
    heard = chief.news()

    assert told in heard
    assert code in heard
    another = await citizen.files("น้ำไม่ไหลทั้งหมู่บ้าน")
    assert another in chief.news()


async def test_an_upgraded_group_goes_on_under_its_new_id(
    hall: Hall, forum: Forum, citizen: Person
) -> None:
    chief = await hall.has_bound()
    assert forum.group == GROUP
    forum.group = UPGRADED
    chief.news()
    code = await citizen.files()

    assert forum.topic_of(code).texts
    assert chief.news() == ""
    assert "ไม่ใช่คิว" in (await hall.group_hears(chief, "/queue off"))[0]


async def test_a_quiet_group_is_kept_for_years(hall: Hall, forum: Forum, citizen: Person) -> None:
    await hall.has_bound()
    years_later = times.stamp(clock.now() + timedelta(days=4_000))
    await forget(hall.store, Retention(), years_later)
    code = await citizen.files()

    assert forum.topic_of(code).texts


async def test_switched_off_everybody_hears_of_new_cases_in_private_again(
    hall: Hall, forum: Forum, citizen: Person, desk: Desk
) -> None:
    chief = await hall.has_bound()
    status, said, _ = await desk("queue", "off")
    assert status == 0
    assert "ไม่ใช่คิว" in said
    await until_settled(hall)
    chief.news()
    code = await citizen.files()

    assert code in chief.news()
    assert forum.topics == {}


async def test_the_operator_sees_and_sets_where_new_cases_are_told_of(
    hall: Hall, citizen: Person, desk: Desk
) -> None:
    assert (await desk("queue", "off"))[0] == 1
    chief = await hall.has_bound()
    assert "เรื่องใหม่แจ้งในกลุ่ม" in (await desk("queue", "show"))[1]
    await desk("queue", "both")
    chief.news()
    code = await citizen.files()

    assert code in chief.news()
