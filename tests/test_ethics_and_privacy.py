"""Ethics and privacy cases: seen by those named for them only, told by paths of their own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from handlers.message import Kind, Message, Messenger
from handlers.reporting.ethics_words import reread, sounds_like_ethics
from handlers.understanding.question import UNSURE, Question
from tests.conversing import POTHOLE, Desk, Person, Town

GROPED = "ถูกหัวหน้าลวนลามในห้องทำงาน"
REQUEST = "ขอสำเนาข้อมูลของผมทั้งหมด"


@pytest.fixture
async def contact(town: Town) -> Person:
    """The data-protection contact."""
    return await town.officer("pranee", role="privacy")


async def test_an_ethics_report_is_seen_by_named_handlers_only(
    citizen: Person, officer: Person, handler: Person, contact: Person
) -> None:
    code = await citizen.files(GROPED, "ethics")

    assert GROPED in await handler.says(f"/case {code}")
    for other in (officer, contact):
        assert "ไม่พบ" in await other.says(f"/case {code}")
        assert code not in await other.says("/cases")


async def test_a_privacy_request_is_seen_by_the_data_protection_contact_only(
    citizen: Person, officer: Person, handler: Person, contact: Person
) -> None:
    code = await citizen.files(REQUEST, "privacy")

    assert REQUEST in await contact.says(f"/case {code}")
    for other in (officer, handler):
        assert "ไม่พบ" in await other.says(f"/case {code}")
        assert code not in await other.says("/cases")


async def test_the_data_protection_contact_sees_no_ordinary_case(
    citizen: Person, officer: Person, contact: Person
) -> None:
    code = await citizen.files()

    assert POTHOLE in await officer.says(f"/case {code}")
    assert "ไม่พบ" in await contact.says(f"/case {code}")


async def test_alerts_of_either_say_nothing_and_reach_nobody_else(
    citizen: Person, officer: Person, handler: Person, contact: Person
) -> None:
    code = await citizen.files(GROPED, "ethics")
    told = handler.news()
    assert "ได้รับแต่งตั้ง" in told
    assert code not in told
    assert "จริยธรรม" not in told

    code = await citizen.files(REQUEST, "privacy")
    told = contact.news().split("ยินดีต้อนรับ")[-1]
    assert "มีเรื่องใหม่ที่คุณได้รับแต่งตั้ง" in told
    assert code not in told
    assert "มีเรื่องใหม่" not in officer.news() + handler.news()


async def test_reading_either_is_audited(
    town: Town, citizen: Person, handler: Person, contact: Person
) -> None:
    ethics, privacy = await citizen.files(GROPED, "ethics"), await citizen.files(REQUEST, "privacy")
    await handler.says(f"/case {ethics}")
    await contact.says(f"/case {privacy}")

    read = "select code from audit join cases on cases.id = case_id where action = 'read'"
    assert sorted(town.rows(read)) == sorted([ethics, privacy])


async def test_an_ethics_report_can_be_anonymous_and_keep_somebody_out(
    town: Town, citizen: Person, handler: Person
) -> None:
    accused = await town.officer("somsak", corruption=True)
    await citizen.presses_data("f:start:ethics")
    assert "16 หลัก" in await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
    await citizen.says(GROPED)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("มีคนไม่ควรเห็น")
    await citizen.says("somsak")
    await citizen.says("ตรวจ")
    assert "จริยธรรมและการคุกคาม" in await citizen.presses("ส่งเรื่อง")

    assert town.rows("select kind, chat from cases") == [("ETHICS", "")]
    (code,) = town.rows("select code from cases")
    assert GROPED in await handler.says(f"/case {code}")
    assert "ไม่พบ" in await accused.says(f"/case {code}")


async def test_a_privacy_request_is_not_anonymous_and_says_why(
    citizen: Person, contact: Person
) -> None:
    notice = await citizen.presses_data("f:start:privacy")

    assert "ไม่ระบุตัวตนไม่ได้ เพราะ" in notice
    assert "ไม่ระบุตัวตน (ใบรับ)" not in citizen.labels
    await citizen.presses_data("f:how:anonymous")
    await citizen.presses_data("f:start:privacy")
    await citizen.says(REQUEST)
    await citizen.presses_data("f:review")
    assert "รหัสเรื่อง" in await citizen.presses("ส่งเรื่อง")


async def test_without_a_contact_the_service_says_so_and_tells_nobody_else(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    said = await citizen.presses_data("f:start:privacy")

    assert "ยังไม่ได้แต่งตั้งผู้ดูแลข้อมูลส่วนบุคคล" in said
    assert "เคาน์เตอร์" in said
    town.agency = replace(town.agency, phone="056-111-222")
    await town.restart()
    assert "056-111-222" in await citizen.presses_data("f:start:privacy")
    assert not town.rows("select id from cases")


async def test_a_contact_who_leaves_meanwhile_gets_no_request(
    town: Town, citizen: Person, officer: Person, contact: Person
) -> None:
    await citizen.presses_data("f:start:privacy")
    await citizen.says(REQUEST)
    await citizen.presses_data("f:review")
    town.dismiss(contact)

    assert "ที่เขียนไว้ยังอยู่" in await citizen.presses("ส่งเรื่อง")
    assert not town.rows("select id from cases")


async def test_an_open_request_is_the_next_contact_s(
    town: Town, citizen: Person, contact: Person
) -> None:
    code = await citizen.files(REQUEST, "privacy")
    town.dismiss(contact)
    handler = await town.officer("nitikon", corruption=True)
    successor = await town.officer("wanida", role="privacy")

    assert REQUEST in await successor.says(f"/case {code}")
    assert "ไม่พบ" in await handler.says(f"/case {code}")
    assert "สำหรับเจ้าหน้าที่" in await contact.says(f"/case {code}")


async def test_without_a_handler_no_ethics_report_is_taken(
    citizen: Person, officer: Person
) -> None:
    said = await citizen.presses_data("f:start:ethics")

    assert "ยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องจริยธรรม" in said
    assert "หน่วยงานภายนอก" in said


async def test_ethics_goes_the_way_of_an_inquiry_and_privacy_the_general_one(
    town: Town, citizen: Person, handler: Person, contact: Person
) -> None:
    await citizen.files(GROPED, "ethics")
    await citizen.files(REQUEST, "privacy")
    await handler.presses_data("c:1:open")
    assert "แจ้งความคืบหน้า" not in handler.labels
    await contact.presses_data("c:2:open")
    assert "แจ้งความคืบหน้า" in contact.labels
    assert "รับไว้ทำเอง" in contact.labels
    assert town.rows("select kind, level from cases order by opened_at") == [
        ("ETHICS", 2),
        ("PRIVACY", 2),
    ]


async def test_withdrawing_an_ethics_report_does_not_close_it(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(GROPED, "ethics")
    assert "ตรวจสอบต่อได้" in await citizen.says(f"ถอนเรื่อง {code}")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert town.rows("select closed_at from cases") == [""]


@pytest.mark.parametrize(
    "told",
    [
        "ถูกหัวหน้าลวนลาม",
        "โดนเพื่อนร่วมงานคุกคามทางเพศ",
        "เจ้าหน้าที่เลือกปฏิบัติกับคนจน",
        "ผู้บริหารผิดจริยธรรม",
        "my boss harassed me",
    ],
)
async def test_who_tells_of_harassment_is_offered_the_secret_way(
    town: Town, citizen: Person, handler: Person, told: str
) -> None:
    await citizen.says(told)
    assert not town.rows("select id from cases")
    assert "f:start:ethics" in [choice.data for choice in citizen.choices]

    await citizen.presses_data("f:start:ethics")
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")
    assert town.rows("select kind from cases") == ["ETHICS"]
    assert told in town.texts_of_cases()


@pytest.mark.parametrize(
    "asked", ["ข้อที่ถามเรื่องเลือกปฏิบัติได้กี่คะแนน", "เจ้าหน้าที่เลือกปฏิบัติไหม", "ประมวลจริยธรรมคืออะไร"]
)
async def test_who_asks_about_the_report_is_offered_no_such_thing(
    citizen: Person, handler: Person, asked: str
) -> None:
    await citizen.says(asked)

    assert "f:start:ethics" not in [choice.data for choice in citizen.choices]


@pytest.mark.parametrize(
    ("typed", "begins"),
    [("ร้องเรื่องจริยธรรม", "จริยธรรมและการคุกคาม"), ("คำขอเรื่องข้อมูลส่วนตัว", "คำขอข้อมูลส่วนตัว")],
)
async def test_both_begin_by_typing_too(
    citizen: Person, handler: Person, contact: Person, typed: str, begins: str
) -> None:
    assert f"แจ้งเรื่อง: {begins}" in await citizen.says(typed)


async def test_both_are_offered_where_one_says_what_kind_it_is(citizen: Person) -> None:
    await citizen.says("แจ้งเรื่อง")

    assert {"จริยธรรม/คุกคาม(ลับ)", "คำขอข้อมูลส่วนตัว"} <= set(citizen.labels)


async def test_the_counter_writes_down_only_what_is_theirs(
    officer: Person, handler: Person, contact: Person
) -> None:
    for person, kind, may in (
        (officer, "จริยธรรมและการคุกคาม", False),
        (officer, "คำขอข้อมูลส่วนตัว", False),
        (handler, "จริยธรรมและการคุกคาม", True),
        (handler, "คำขอข้อมูลส่วนตัว", False),
        (contact, "คำขอข้อมูลส่วนตัว", True),
        (contact, "ร้องทุกข์", False),
    ):
        await person.says("/new")
        await person.presses("เคาน์เตอร์")
        said = await person.presses(kind)
        assert ("ไม่ได้บันทึกอะไรไว้" in said) is not may, (person.name, kind)


async def test_the_machine_s_operator_sees_and_writes_neither(
    citizen: Person, handler: Person, contact: Person, desk: Desk
) -> None:
    ethics, privacy = await citizen.files(GROPED, "ethics"), await citizen.files(REQUEST, "privacy")

    listed = (await desk("cases", "list"))[1]
    assert ethics not in listed
    assert privacy not in listed
    for code in (ethics, privacy):
        assert (await desk("cases", "show", code))[0] == 1
    for kind in ("ethics", "privacy"):
        arguments = ("--channel", "counter", "--kind", kind, "--text", GROPED)
        assert (await desk("cases", "new", *arguments))[0] == 2


async def test_removing_the_last_contact_warns_of_what_nobody_can_read(
    citizen: Person, contact: Person, desk: Desk
) -> None:
    await citizen.files(REQUEST, "privacy")
    _, _, complaints = await desk("staff", "remove", "1")

    assert "ไม่เหลือผู้ดูแลข้อมูลส่วนบุคคลแล้ว มีเรื่องที่ยังไม่ปิด 1 เรื่อง" in complaints
    assert "--role privacy" in complaints


async def test_statistics_count_both_apart_from_ordinary_cases(
    citizen: Person, handler: Person, contact: Person, desk: Desk
) -> None:
    await citizen.files(GROPED, "ethics")
    await citizen.files(REQUEST, "privacy")
    shown = (await desk("stats"))[1]

    assert "เรื่องทั่วไป: ไม่มีเรื่องร้องเรียน" in shown
    assert "จริยธรรมและการคุกคาม" in shown
    assert "คำขอข้อมูลส่วนตัว" in shown


@given(st.text(max_size=200))
def test_any_words_are_either_reread_as_a_complaint_or_left_alone(words: str) -> None:
    message = Message(Messenger.LINE, "chat", "E1", Kind.TEXT, clock.now(), words)
    question = Question(intent=UNSURE)

    again = reread(question, message)
    assert again is question or (again.intent == "file_complaint" and sounds_like_ethics(words))


async def test_whoever_asks_what_to_do_about_a_boss_is_offered_the_secret_way(
    citizen: Person, handler: Person
) -> None:
    await citizen.says("หัวหน้าพูดจาลามกใส่หนูทุกวัน จะทำยังไงดี")

    assert "แจ้งแบบลับ" in citizen.labels


async def test_whoever_was_harassed_is_sent_to_no_body_for_corruption(
    town: Town, citizen: Person, handler: Person
) -> None:
    told = await citizen.presses_data("f:start:ethics")

    assert "ผู้ตรวจการแผ่นดิน" in told
    assert "ป.ป.ช." not in told
    assert "ป.ป.ช." in await citizen.presses_data("f:start:corruption")
