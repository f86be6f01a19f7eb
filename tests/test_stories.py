"""Stories from their first word to their last, with the service killed in the middle of each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import harness
from tests.staging import OFFICER, POTHOLE, Stage, code_in, set_up

pytestmark = [pytest.mark.harness, harness.needs_harness]


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
