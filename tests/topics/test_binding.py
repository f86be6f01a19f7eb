"""The group that is the queue: how it becomes so, what is said there, how it ends."""

from datetime import timedelta

import pytest

from bot import clock
from bot.retention import forget
from data import (
    times,
    topic_queue,
)
from data.retention_settings import Retention
from handlers.message import Messenger
from tests.conversing import POTHOLE, Desk, Person
from tests.small_forum import (
    GROUP,
    UPGRADED,
    US,
    Forum,
    Hall,
    until_settled,
)


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
