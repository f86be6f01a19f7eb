"""A case and its topic: one each, its state in the name, whatever is interrupted."""

from data import (
    staff,
    topic_queue,
)
from handlers.message import Messenger
from tests.conversing import POTHOLE, Desk, Person
from tests.small_forum import (
    RENAME,
    SEND,
    Forum,
    Hall,
    until_settled,
)
from tests.small_telegram import no
from tests.topics.acting import acknowledge, closes


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
    await hall.store.write(acknowledge, member.id)
    await until_settled(hall)

    topic = forum.topic_of(code)
    assert not topic.closed
    assert "เปิดอ่านแล้ว" in topic.texts[-1]


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
