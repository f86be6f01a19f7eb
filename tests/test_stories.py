"""Stories from their first word to their last, with the service killed in the middle of each."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import harness
from tests.staging import BRIBE, HANDLER, OFFICER, POTHOLE, Stage, code_in, set_up

pytestmark = [pytest.mark.harness, harness.needs_harness]


def digits_in(text: str) -> str:
    """The receipt that stands in *text*."""
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", text)
    assert found, text
    return found[0]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as ready:
        yield ready
        ready.assert_clean()


async def test_a_grievance_is_written_before_and_sent_after_the_service_is_killed(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    await stage.citizen_says(POTHOLE)
    await stage.citizen_presses("แจ้งเรื่องนี้")
    await stage.is_struck()
    assert POTHOLE in await stage.citizen_presses("ดูก่อนส่ง")
    code = code_in(await stage.citizen_presses("ส่งเรื่อง"))

    await stage.reads(officer, code)
    await stage.says(officer, f"/case {code}")
    await stage.presses(officer, "ตอบผู้แจ้ง")
    await stage.says(officer, "จะไปซ่อมวันจันทร์")
    await stage.is_struck()
    await stage.presses(officer, "ส่ง")
    assert code in await stage.citizen_reads("จะไปซ่อมวันจันทร์")


async def test_a_grievance_is_withdrawn_though_the_service_was_killed(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.reads(officer, code)
    assert code in await stage.citizen_says(f"ถอนเรื่อง {code}")
    await stage.is_struck()
    await stage.citizen_presses("ยืนยันถอนเรื่อง")
    await stage.reads(officer, f"ผู้แจ้งถอนเรื่อง {code}")
    assert code not in await stage.says(officer, "/cases")


async def test_who_blocked_the_account_is_not_said_to_have_read_the_answer(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.reads(officer, code)
    await stage.line.unfollow("somchai")
    await stage.is_struck()
    await stage.says(officer, f"/case {code}")
    await stage.presses(officer, "ตอบผู้แจ้ง")
    await stage.says(officer, "ขอที่ตั้งของหลุมครับ")
    told = await stage.presses(officer, "ส่ง")
    assert "อาจไม่ได้อ่าน" in told

    await stage.line.follow("somchai", unblocked=True)
    assert "ขอที่ตั้งของหลุมครับ" in await stage.citizen_says(f"ติดตามเรื่อง {code}")


async def test_an_anonymous_report_with_a_photo_is_followed_by_its_receipt(stage: Stage) -> None:
    handler = await stage.joins(HANDLER, "--corruption")
    await stage.citizen_says(BRIBE)
    await stage.citizen_presses("แจ้งแบบลับ")
    await stage.citizen_sends_photo()
    await stage.citizen_says("ไม่ระบุตัวตน")
    await stage.is_struck()
    await stage.citizen_presses("ดูก่อนส่ง")
    receipt = digits_in(await stage.citizen_presses("ส่งเรื่อง"))
    stage.assert_nothing_leads_back()

    await stage.reads(handler, "มีเรื่องใหม่")
    await stage.presses(handler, "ดูเรื่องที่รอ")
    await stage.presses(handler, stage.code_of_the_only_case())
    await stage.presses(handler, "ถามผู้แจ้ง")
    await stage.says(handler, "เหตุเกิดวันไหน")
    await stage.is_struck()
    assert "ใบรับ" in await stage.presses(handler, "ส่ง")

    neighbour = "another-phone"
    assert "เหตุเกิดวันไหน" in await stage.citizen_says(f"ใบรับ {receipt}", neighbour)
    await stage.citizen_presses("ตอบเจ้าหน้าที่", neighbour)
    await stage.citizen_says("วันจันทร์ที่แล้ว", neighbour)
    await stage.reads(handler, "มีข้อความเพิ่ม")
    assert "วันจันทร์ที่แล้ว" in await stage.says(handler, f"/case {stage.code_of_the_only_case()}")
    stage.assert_nothing_leads_back()


async def test_the_accused_is_the_only_handler_and_learns_nothing(stage: Stage) -> None:
    accused = await stage.joins(HANDLER, "--corruption")
    heard = len(stage.messages_to(accused))
    await stage.citizen_says(BRIBE)
    await stage.citizen_presses("แจ้งแบบลับ")
    await stage.citizen_presses("ดูก่อนส่ง")
    await stage.citizen_presses("มีคนไม่ควรเห็น")
    await stage.is_struck()
    assert "หน่วยงานภายนอก" in await stage.citizen_says("คุณสมศรี")
    await stage.citizen_says("ตรวจ")
    assert "ยังไม่มีอะไรถูกส่ง" in await stage.citizen_presses("ส่งเรื่อง")

    assert stage.rows("select count(*) from cases") == [(0,)]
    assert len(stage.messages_to(accused)) == heard
    assert "ไม่มีเรื่องที่รออยู่" in await stage.says(accused, "/cases")


async def test_a_form_is_imported_once_though_it_is_given_twice_with_a_crash_between(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    form = stage.folder / "form.csv"
    form.write_text("ประทับเวลา,เกิดอะไรขึ้น\n20/11/2025 14:05:33,ไฟดับทั้งซอย\n21/11/2025,ท่อแตก\n")
    order = ("cases", "import", str(form), "--kind", "grievance")
    await stage.commands(*order, "--dry-run")
    assert stage.rows("select count(*) from cases") == [(0,)]
    await stage.commands(*order)
    await stage.is_struck()
    await stage.commands(*order)

    assert stage.rows("select count(*) from cases") == [(2,)]
    assert stage.rows("select distinct messenger from cases") == [("google_form",)]
    assert "ยังไม่ปิด 2 เรื่อง" in await stage.says(officer, "/cases")


async def test_a_case_is_closed_rated_opened_again_and_closed_for_good(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.closes(officer, code, "ซ่อมเสร็จแล้ว")
    await stage.citizen_reads("ซ่อมเสร็จแล้ว")
    await stage.citizen_presses("2 ไม่ค่อยพอใจ")
    await stage.citizen_says(code)
    await stage.citizen_presses("ยังไม่เรียบร้อย")
    await stage.is_struck()
    await stage.citizen_says("หลุมยังอยู่เหมือนเดิม")
    await stage.reads(officer, "ยังไม่เรียบร้อย")
    card = await stage.says(officer, f"/case {code}")
    assert "หลุมยังอยู่เหมือนเดิม" in card
    await stage.closes(officer, code, "กลบหลุมแล้ว")
    await stage.citizen_reads("กลบหลุมแล้ว")
    assert stage.rows("select reopened, outcome from cases") == [(1, "resolved")]


async def test_an_erased_person_leaves_a_tombstone_and_no_word(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files("บ้านเลขที่ 99/1 น้ำท่วมห้องนอน")
    await stage.closes(officer, code, "สูบน้ำแล้ว")
    await stage.is_struck()
    assert code in await stage.commands("privacy", "erase", code, "--reason", "ผู้แจ้งขอ")
    await stage.is_struck()

    assert "น้ำท่วม" not in await stage.says(officer, f"/case {code}")
    assert "ไม่พบเรื่อง" in await stage.citizen_says(code)
    assert stage.rows("select chat, closed_at <> '' from cases") == [("", 1)]
    assert stage.rows("select count(*) from attachment") == [(0,)]
    assert stage.rows("select why from erased_case") == [("asked",)]


async def test_what_is_late_after_a_long_holiday_is_escalated_once(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.reads(officer, code)
    stage.is_long_overdue()
    await stage.is_struck()
    late = await stage.says(officer, "/late")
    assert code in late
    assert "เลยกำหนด" in late
