"""Whole cases over both platforms: the real process, LINE and Telegram played by stand-ins."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import harness
from tests.conversing import NO_PHOTO
from tests.staging import BRIBE, HANDLER, OFFICER, PHOTO, POTHOLE, Stage, code_in, set_up

pytestmark = [pytest.mark.harness, harness.needs_harness]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as ready:
        yield ready


async def test_a_case_goes_from_a_photo_on_line_over_an_officer_on_telegram_to_its_end(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    assert "ยังไม่ได้ส่งถึงใคร" in await stage.citizen_says(POTHOLE)
    assert "เก็บแบบเข้ารหัส" in await stage.citizen_presses("แจ้งเรื่องนี้")
    assert "1 ไฟล์" in await stage.citizen_sends_photo()
    assert POTHOLE in await stage.citizen_presses("ดูก่อนส่ง")
    code = code_in(await stage.citizen_presses("ส่งเรื่อง"))

    alert = await stage.reads(officer, f"เรื่องใหม่: ร้องทุกข์ {code}")
    assert POTHOLE not in alert["text"]
    assert code in await stage.presses(officer, "ดูเรื่องที่รอ")
    assert f"ผู้แจ้ง: {POTHOLE}" in await stage.presses(officer, code)
    await stage.presses(officer, "ดูไฟล์แนบ")
    (photo,) = [call for call in stage.telegram.calls if call["method"] == "sendPhoto"]
    assert photo["params"]["protect_content"] is True
    assert PHOTO in [file["data"] for file in stage.telegram.files.values()]

    await stage.presses(officer, "ตอบผู้แจ้ง")
    assert "ผู้แจ้งจะได้อ่านว่า" in await stage.says(officer, "จะไปซ่อมวันจันทร์")
    await stage.presses(officer, "ส่ง")
    assert code in await stage.citizen_reads("จะไปซ่อมวันจันทร์")

    await stage.citizen_presses("เขียนตอบ")
    await stage.citizen_says("ขอบคุณครับ")
    await stage.reads(officer, "ผู้แจ้งเขียนเพิ่ม")
    assert "ผู้แจ้ง: ขอบคุณครับ" in await stage.says(officer, f"/case {code}")

    await stage.presses(officer, "ปิดเรื่อง")
    await stage.presses(officer, "แก้ไขแล้ว")
    await stage.presses(officer, NO_PHOTO)
    await stage.says(officer, "ซ่อมเสร็จแล้ว")
    await stage.presses(officer, "ส่ง")
    assert "เสร็จสิ้นแล้ว (แก้ไขแล้ว)" in await stage.citizen_reads("ซ่อมเสร็จแล้ว")
    assert "สถานะ: เสร็จสิ้น" in await stage.citizen_says(f"ติดตามเรื่อง {code}")
    stage.assert_clean()


async def test_corruption_is_alerted_without_content_and_shown_to_its_handler_only(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    assert "ยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องทุจริต" in await stage.citizen_says(BRIBE)
    handler = await stage.joins(HANDLER, "--corruption")
    heard_before = len(stage.messages_to(officer))
    await stage.citizen_says(BRIBE)
    await stage.citizen_presses("แจ้งแบบลับ")
    await stage.citizen_presses("ดูก่อนส่ง")
    code = code_in(await stage.citizen_presses("ส่งเรื่อง"))

    alert = await stage.reads(handler, "มีเรื่องใหม่")
    assert alert["has_protected_content"] is True
    assert not any(told in alert["text"] for told in (code, BRIBE, "ทุจริต", "LINE"))
    assert len(stage.messages_to(officer)) == heard_before

    nothing = await stage.says(officer, "/case PS-000-000-000")
    assert "ไม่มีเรื่องที่รออยู่" in await stage.says(officer, "/cases")
    assert await stage.says(officer, f"/case {code}") == nothing
    number = case_number(stage.folder)
    assert await stage.forges(officer, f"c:{number}:open") == nothing
    assert await stage.forges(officer, f"c:{number}:answer") == nothing

    await stage.presses(handler, "ดูเรื่องที่รอ")
    assert BRIBE in await stage.presses(handler, code)
    assert stage.messages_to(handler)[-1]["has_protected_content"] is True
    await stage.presses(handler, "ตอบผู้แจ้ง")
    await stage.says(handler, "ได้รับเรื่องแล้ว กำลังตรวจสอบ")
    await stage.presses(handler, "ส่ง")
    await stage.citizen_reads("กำลังตรวจสอบ")
    stage.assert_clean()


def case_number(folder: Path) -> int:
    """The row id of the only case, as no officer can know it."""
    with sqlite3.connect(folder / "served.db") as db:
        return int(db.execute("select id from cases").fetchone()[0])
