"""What never stands in the group: secret cases, and what is hidden from anybody."""

import asyncio

from handlers.message import Messenger
from tests.conversing import BRIBE, Desk, Person
from tests.small_forum import (
    CREATE,
    Forum,
    Hall,
    until_settled,
)
from tests.small_telegram import no
from tests.topics.acting import (
    closes,
    exclude,
    orders_of,
    sends_a_grievance,
)


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
