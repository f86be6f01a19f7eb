"""A topic through kills, lost answers and a slow Telegram."""

import asyncio
from datetime import timedelta

import pytest

from bot import clock
from data import (
    case_topics,
    staff,
    times,
)
from tests.conversing import Person
from tests.small_forum import (
    CLOSE,
    CREATE,
    DELETE,
    RENAME,
    SEND,
    Forum,
    Hall,
    until_settled,
)
from tests.small_telegram import HANG, no
from tests.topics.acting import (
    closed_by,
    closes,
    queue_chat,
    sends_a_grievance,
)


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
    hall.store.write_now(closed_by, member.id)
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
    hall.store.write_now(case_topics.seen, queue_chat(hall), str(orphan), f"🆕 {code}")
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
    hall.store.write_now(case_topics.seen, queue_chat(hall), str(first), f"🆕 {code}")
    forum.slow[CREATE].set()
    await until_settled(hall)

    assert list(forum.topics) == [first]
    assert len(forum.topic_of(code).texts) == 1


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
