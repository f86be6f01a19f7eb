"""Stories that begin on the page, with the service killed in the middle of each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import harness
from tests.staging import BRIBE, HANDLER, OFFICER, PHOTO, POTHOLE, Stage, code_in, set_up
from tests.test_stories import digits_in
from tests.visiting import Visitor, a_visitor

pytestmark = [pytest.mark.harness, harness.needs_harness]

PRAISE = "ขอชมเจ้าหน้าที่ทะเบียน บริการดีมาก"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as ready:
        yield ready
        ready.assert_clean()


@pytest.fixture
async def visitor(stage: Stage) -> AsyncIterator[Visitor]:
    async with a_visitor(stage.service.address) as opened:
        yield opened


async def strike(stage: Stage, visitor: Visitor) -> None:
    """The service is killed and started again; the page comes back by itself."""
    await stage.is_struck()
    await visitor.comes()


async def test_a_feedback_sent_on_the_page_is_withdrawn(stage: Stage, visitor: Visitor) -> None:
    officer = await stage.joins(OFFICER)
    await visitor.says("อยากแจ้งเรื่อง")
    await visitor.presses("ติชม เสนอแนะ")
    await visitor.sends(PRAISE)
    await strike(stage, visitor)
    assert PRAISE in await visitor.reads("ตรวจก่อนส่ง")
    code = code_in(await visitor.presses("ส่งเรื่อง"))
    await stage.reads(officer, code)
    await visitor.says(f"ถอนเรื่อง {code}")
    await strike(stage, visitor)
    await visitor.presses("ยืนยันถอนเรื่อง")
    await stage.reads(officer, f"ผู้แจ้งถอนเรื่อง {code}")
    assert code not in await stage.says(officer, "/cases")


async def test_an_answer_waits_for_a_page_that_was_closed(stage: Stage, visitor: Visitor) -> None:
    officer = await stage.joins(OFFICER)
    await visitor.says(POTHOLE)
    await visitor.presses("แจ้งเรื่องนี้")
    await visitor.presses("ดูก่อนส่ง")
    code = code_in(await visitor.presses("ส่งเรื่อง"))
    await visitor.leaves()
    await stage.reads(officer, code)
    await stage.says(officer, f"/case {code}")
    await stage.presses(officer, "ตอบผู้แจ้ง")
    await stage.says(officer, "จะไปซ่อมวันจันทร์")
    await stage.presses(officer, "ส่ง")
    await strike(stage, visitor)
    assert code in await visitor.reads("จะไปซ่อมวันจันทร์")


async def test_an_anonymous_report_from_the_page_is_followed_on_line(
    stage: Stage, visitor: Visitor
) -> None:
    handler = await stage.joins(HANDLER, "--corruption")
    await visitor.says(BRIBE)
    await visitor.presses("แจ้งแบบลับ")
    await visitor.presses("ไม่ระบุตัวตน (ใบรับ)")
    await visitor.uploads("slip.jpg", PHOTO)
    await strike(stage, visitor)
    await visitor.presses("ดูก่อนส่ง")
    receipt = digits_in(await visitor.presses("ส่งเรื่อง"))
    stage.assert_nothing_leads_back()

    await stage.reads(handler, "มีเรื่องใหม่")
    code = stage.code_of_the_only_case()
    await stage.says(handler, f"/case {code}")
    await stage.presses(handler, "ถามผู้แจ้ง")
    await stage.says(handler, "เหตุเกิดวันไหน")
    await stage.presses(handler, "ส่ง")
    await strike(stage, visitor)

    neighbour = "another-phone"
    assert "เหตุเกิดวันไหน" in await stage.citizen_says(f"ใบรับ {receipt}", neighbour)
    await stage.citizen_presses("ตอบเจ้าหน้าที่", neighbour)
    await stage.citizen_says("วันจันทร์ที่แล้ว", neighbour)
    await stage.reads(handler, "มีข้อความเพิ่ม")
    assert "วันจันทร์ที่แล้ว" in await stage.says(handler, f"/case {code}")
    stage.assert_nothing_leads_back()
