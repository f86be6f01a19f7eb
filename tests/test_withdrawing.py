"""Taking back: a case that was sent, and what a person asks to be deleted."""

from dataclasses import replace

import pytest

from data import drafts
from tests.conversing import BRIBE, POTHOLE, Person, Town


def states(town: Town) -> list[str]:
    found: list[str] = town.rows("select state from cases order by opened_at")
    return found


@pytest.mark.parametrize("words", ["ถอนเรื่อง", "ขอถอนเรื่องค่ะ", "ถอนเรื่อง {code}", "Withdraw {code}"])
async def test_a_case_is_withdrawn_after_asking_and_the_officers_are_told(
    town: Town, citizen: Person, officer: Person, words: str
) -> None:
    code = await citizen.files()
    officer.news()
    await citizen.says(words.format(code=code))
    assert states(town) == ["submitted"]
    told = await citizen.presses_data(citizen.choices[0].data)

    assert code in told
    assert states(town) == ["withdrawn"]
    assert f"ผู้แจ้งถอนเรื่อง {code}" in officer.news()
    assert "ไม่มีเรื่องที่รออยู่" in await officer.says("/cases")


async def test_the_status_of_an_open_case_has_the_button_and_that_of_a_withdrawn_one_says_so(
    town: Town, citizen: Person
) -> None:
    await citizen.files()
    await citizen.says("ติดตามเรื่อง")
    await citizen.presses("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")
    shown = await citizen.presses("เรื่องของฉัน")

    assert "คุณถอนเรื่องนี้แล้ว" in shown
    assert "ถอนเรื่อง" not in citizen.labels
    assert "ไม่พบเรื่องที่ถอนได้" in await citizen.says("ถอนเรื่อง")


async def test_of_several_cases_one_is_chosen(town: Town, citizen: Person) -> None:
    codes = [await citizen.files() for _ in range(2)]
    await citizen.says("ถอนเรื่อง")
    await citizen.presses(codes[0])
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert states(town) == ["withdrawn", "submitted"]


async def test_nobody_withdraws_somebody_elses_case(town: Town, citizen: Person) -> None:
    code = await citizen.files()
    (case_id,) = town.rows("select id from cases")
    stranger = town.citizen("stranger")

    for told in (
        await stranger.says(f"ถอนเรื่อง {code}"),
        await stranger.presses_data(f"f:withdraw:{case_id}"),
        await stranger.presses_data(f"f:withdrawn:{case_id}"),
        await stranger.presses_data("f:withdrawn:x"),
    ):
        assert "ไม่พบเรื่องที่ถอนได้" in told
    assert states(town) == ["submitted"]


async def test_withdrawing_a_report_of_corruption_stops_contact_and_not_the_inquiry(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    (case_id,) = town.rows("select id from cases")
    assert "ผู้รับผิดชอบยังตรวจสอบต่อได้" in await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")
    assert states(town) == ["submitted"]
    assert code not in handler.news()

    assert "ผู้แจ้งถอนเรื่อง" in await handler.presses_data(f"c:{case_id}:open")
    await handler.presses("ตอบผู้แจ้ง")
    await handler.says("กำลังตรวจสอบ")
    assert "ไม่ได้ส่งถึงผู้แจ้ง" in await handler.presses("ส่ง")
    assert citizen.news() == ""
    assert states(town) == ["assessing"]


async def test_writing_in_it_again_takes_contact_up_again(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    (case_id,) = town.rows("select id from cases")
    await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")
    await citizen.says(f"เขียน {code}")
    await citizen.says("ขอให้ติดต่อกลับค่ะ")
    await handler.presses_data(f"c:{case_id}:open")
    await handler.presses("ตอบผู้แจ้ง")
    await handler.says("กำลังตรวจสอบ")
    await handler.presses("ส่ง")

    assert "กำลังตรวจสอบ" in citizen.news()


async def test_a_case_that_was_withdrawn_while_an_answer_was_worded_is_not_answered(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    (case_id,) = town.rows("select id from cases")
    await officer.presses_data(f"c:{case_id}:open")
    await officer.presses("ตอบผู้แจ้ง")
    await officer.says("จะไปซ่อม")
    await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")

    assert f"เรื่อง {code} ปิดไปแล้ว" in await officer.says("ส่ง")
    assert states(town) == ["withdrawn"]


@pytest.mark.parametrize("words", ["ถอนเรื่อง", "ขอลบข้อมูลของฉัน"])
async def test_while_writing_it_is_answered_and_the_draft_stays(
    town: Town, citizen: Person, words: str
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)

    assert "เรื่องที่เขียนค้างไว้ยังอยู่" in await citizen.says(words)
    assert town.store.read_now(drafts.load, citizen.chat).texts == (POTHOLE,)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ลบที่พิมพ์ไปได้ไหม", "ยังไม่ได้ลบอะไร"),
        ("ขอลบข้อมูลของฉัน", "ยังไม่ได้ลบอะไร"),
        ("delete my data", "Nothing has been deleted"),
        ("ลบเรื่องได้ไหม", "หน่วยงานต้องแสดงได้ว่ารับเรื่องและดูแลอย่างไร"),
        ("ขอลบข้อมูล", "ผู้ดูแลข้อมูลส่วนบุคคล"),
    ],
)
async def test_asking_to_delete_deletes_nothing_and_says_what_can_be_taken_back(
    town: Town, citizen: Person, words: str, told: str
) -> None:
    await citizen.files()
    heard = await citizen.says(words)

    assert told in heard
    assert town.texts_of_cases() == [POTHOLE]
    assert citizen.labels[0] in ("ถอนเรื่อง", "Withdraw")
    await citizen.presses(citizen.labels[0])
    assert states(town) == ["submitted"]
    await citizen.presses_data(citizen.choices[0].data)
    assert states(town) == ["withdrawn"]


async def test_whom_to_ask_for_more_is_what_the_agency_has_configured(
    town: Town, citizen: Person
) -> None:
    town.agency = replace(town.agency, phone="056 000 000", email=None)
    await town.restart()

    assert "ของหน่วยงาน (056 000 000) หรือกด" in await citizen.says("ขอลบข้อมูล")


@pytest.mark.parametrize(
    "words", ["ถอนเรื่อง", "ยกเลิกเรื่อง", "ขอยกเลิกเรื่องค่ะ", "ถอนเรื่อง {code}", "cancel my case"]
)
async def test_withdrawing_while_writing_to_the_officer_is_no_message_to_the_officer(
    town: Town, citizen: Person, officer: Person, words: str
) -> None:
    code = await citizen.files()
    await citizen.says(f"เขียน {code}")
    officer.news()
    told = await citizen.says(words.format(code=code))
    assert code in told
    assert (states(town), officer.news()) == (["submitted"], "")
    await citizen.presses_data(citizen.choices[0].data)

    assert states(town) == ["withdrawn"]
    assert town.texts_of_cases()[:1] == [POTHOLE]
    assert not any(each in town.texts_of_cases() for each in (words, words.format(code=code)))


async def test_after_the_question_about_withdrawing_nothing_is_added_any_more(
    town: Town, citizen: Person
) -> None:
    code = await citizen.files()
    await citizen.says(f"เขียน {code}")
    await citizen.says("ถอนเรื่อง")
    await citizen.says("ไม่ถอนแล้ว")

    assert town.texts_of_cases() == [POTHOLE]
    assert states(town) == ["submitted"]


async def test_a_sentence_about_withdrawing_is_a_message_to_the_officer(
    town: Town, citizen: Person
) -> None:
    code = await citizen.files()
    await citizen.says(f"เขียน {code}")
    await citizen.says("เพื่อนบ้านบอกให้ถอนเรื่อง แต่ฉันไม่ถอน")

    assert town.texts_of_cases()[-1] == "เพื่อนบ้านบอกให้ถอนเรื่อง แต่ฉันไม่ถอน"


async def test_a_reporter_is_told_when_nobody_is_left_to_read_of_corruption(
    town: Town, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    town.dismiss(handler)
    await citizen.says(f"เขียน {code}")
    told = await citizen.says("มีหลักฐานเพิ่ม")

    assert "ยังไม่มีใครได้อ่าน" in told
    assert "ได้รับแจ้งแล้ว" not in told
    assert all(body.name in told for body in town.agency.outside_bodies)
    assert town.texts_of_cases() == [BRIBE, "มีหลักฐานเพิ่ม"]
