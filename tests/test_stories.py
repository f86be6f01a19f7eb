"""Stories from their first word to their last, with the service killed in the middle of each."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests import harness
from tests.staging import ADMINISTRATOR, BRIBE, HANDLER, OFFICER, POTHOLE, Stage, code_in, set_up
from tests.visiting import Visitor, a_visitor

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


@pytest.fixture
async def piti(stage: Stage) -> AsyncIterator[Visitor]:
    async with a_visitor(stage.service.address) as opened:
        yield opened


async def test_whoever_joins_has_the_menu_of_staff_at_once(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    await stage.until(lambda: commands_shown_to(stage, officer))
    assert "cases" in commands_shown_to(stage, officer)


def commands_shown_to(stage: Stage, user: Any) -> list[str]:
    """The menu of one chat alone."""
    here = [
        found
        for (scope, _), found in stage.telegram.commands.items()
        if json.loads(scope).get("chat_id") == user["id"]
    ]
    return [each["command"] for found in here for each in found]


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


async def test_what_nobody_opens_over_a_holiday_is_warned_of_and_escalated_once(
    stage: Stage,
) -> None:
    await stage.is_struck(at="2026-04-10T14:00:00+07:00")  # a Friday; Songkran is 13-15 April
    officer = await stage.joins(OFFICER)
    head = await stage.joins(ADMINISTRATOR, "--role", "administrator")
    code = await stage.citizen_files()
    assert "20 เมษายน 2569" in await stage.citizen_says("เรื่องของฉัน")
    await stage.commands("holidays", "add", "2569-04-17", "วันหยุดพิเศษ")
    assert "21 เมษายน 2569" in await stage.citizen_says("เรื่องของฉัน")

    await stage.is_struck(at="2026-04-16T09:00:00+07:00")
    await stage.is_struck(at="2026-04-20T09:00:00+07:00")
    await stage.reads(officer, f"ใกล้ครบกำหนด 1 เรื่อง\n• {code}")
    assert stage.count(head, f"เลยกำหนดแล้ว 1 เรื่อง\n• {code}") == 0
    await stage.is_struck(at="2026-04-22T09:00:00+07:00")
    await stage.reads(head, f"เลยกำหนดแล้ว 1 เรื่อง\n• {code}")
    await stage.is_struck(at="2026-04-22T10:00:00+07:00")
    assert code in await stage.says(head, "/late")

    # what a kill overtakes on its way is sent once more: Telegram has no keys against that
    assert stage.count(officer, f"ใกล้ครบกำหนด 1 เรื่อง\n• {code} ร้องทุกข์ — รับเรื่อง") <= 2
    assert stage.count(head, f"เลยกำหนดแล้ว 1 เรื่อง\n• {code}") <= 2
    assert stage.rows(
        "select count(*) from case_clock where warned_at <> '' and escalated_at <> ''"
    ) == [(1,)]


async def test_a_group_of_topics_is_the_queue_through_a_lost_answer_and_a_kill(
    stage: Stage,
) -> None:
    chief = await stage.joins(OFFICER, "--role", "administrator")
    telegram, group = stage.telegram, stage.telegram.group(forum=True)
    rights = {"can_manage_topics": True, "can_delete_messages": True}
    telegram.m_getChatMember = lambda *_: {"status": "administrator", "user": telegram.me, **rights}
    await telegram.set_member(chief, group, "administrator", expect=0)
    await telegram.say(chief, "/queue", group)
    telegram.fault("createForumTopic", "drop", apply=True)
    code = await stage.citizen_files(POTHOLE)
    await stage.until(lambda: len(stage.written_in_topics(code)) == 1)
    orphan, ours = sorted(telegram.topics)
    made = {"forum_topic_created": {"name": f"🆕 {code}", "icon_color": 7322096}}
    place = {"message_thread_id": orphan[1], "is_topic_message": True}
    message = {"message_id": orphan[1], "date": 1700000000, "chat": group, "from": telegram.me}
    telegram._emit("message", {**message, **place, **made})
    await stage.until(lambda: telegram.topics[orphan]["deleted"])

    await stage.is_struck()
    await stage.closes(chief, code, "ซ่อมแล้ว")
    await stage.until(lambda: telegram.topics[ours].get("closed"))
    assert telegram.topics[ours]["name"].startswith(f"✅ {code}")
    assert not [text for text in stage.written_in_topics(code) if POTHOLE in text]


async def test_a_grievance_is_joined_by_three_neighbours_who_hear_all_of_its_progress(
    stage: Stage, piti: Visitor
) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files(f"{POTHOLE} โทรหาป้าสมใจ")
    await stage.reads(officer, code)

    await stage.citizen_says("มีหลุมบนถนน หมู่ที่ ๔ รถล้ม", "manee")
    await stage.citizen_presses("แจ้งเรื่องนี้", "manee")
    assert "สมใจ" not in await stage.citizen_presses("ดูก่อนส่ง", "manee")
    await stage.is_struck()
    second = code_in(await stage.citizen_presses("ร่วมกับเรื่องนั้น", "manee"))

    malee = stage.telegram.user(7100, "มาลี")
    await stage.says(malee, "ถนนเป็นหลุมลึก ม.4")
    await stage.presses(malee, "แจ้งเรื่องนี้")
    await stage.presses(malee, "ดูก่อนส่ง")
    third = code_in(await stage.presses(malee, "ร่วมกับเรื่องนั้น"))

    await piti.comes()
    await piti.says("ถนนพัง หมู่ 4 ตกหลุมเมื่อเช้า")
    await piti.presses("แจ้งเรื่องนี้")
    await stage.is_struck()
    await piti.comes()
    await piti.says("ตรวจ")
    fourth = code_in(await piti.presses("ร่วมกับเรื่องนั้น"))

    assert len({code, second, third, fourth}) == 4
    card = await stage.says(officer, f"/case {code}")
    assert "ผู้ร่วมเรื่องนี้ 3 คน" in card
    assert "ตกหลุมเมื่อเช้า" in card
    await stage.presses(officer, "แจ้งความคืบหน้า")
    assert "ผู้ร่วมเรื่องอีก 3 คน" in await stage.says(officer, "ช่างไปดูแล้ว")
    await stage.is_struck()
    await piti.comes()
    await stage.presses(officer, "ส่ง")
    assert code in await stage.citizen_reads("ช่างไปดูแล้ว")
    assert second in await stage.citizen_reads("ช่างไปดูแล้ว", "manee")
    assert third in (await stage.reads(malee, "ช่างไปดูแล้ว"))["text"]
    assert fourth in await piti.reads("ช่างไปดูแล้ว")

    await stage.citizen_says(f"ถอนเรื่อง {second}", "manee")
    await stage.citizen_presses("ยืนยันถอนเรื่อง", "manee")
    await stage.is_struck()
    await piti.comes()
    await stage.closes(officer, code, "กลบหลุมแล้ว")
    await stage.citizen_reads("กลบหลุมแล้ว")
    assert third in (await stage.reads(malee, "กลบหลุมแล้ว"))["text"]
    assert fourth in await piti.reads("กลบหลุมแล้ว")
    assert not [m for m in stage.line.sent("manee") if "กลบหลุมแล้ว" in m.get("text", "")]
    await piti.presses("5 พอใจมาก")
    assert stage.rows("select stars from rating") == [(5,)]
    assert stage.rows("select state, count(*) from cases group by state order by state") == [
        ("closed", 1),
        ("duplicate", 2),
        ("withdrawn", 1),
    ]


async def test_an_answer_that_waits_to_leave_is_sent_once_though_the_service_is_killed(
    tmp_path: Path,
) -> None:
    async with set_up(tmp_path, undo_seconds=2) as stage:
        officer = await stage.joins(OFFICER)
        code = await stage.citizen_files()
        await stage.says(officer, f"/case {code}")
        await stage.presses(officer, "ตอบผู้แจ้ง")
        await stage.says(officer, "จะไปซ่อมวันจันทร์")
        assert "มีผลใน 2 วินาที" in await stage.presses(officer, "ส่ง")
        await stage.is_struck()
        await stage.citizen_reads("จะไปซ่อมวันจันทร์")
        await stage.is_struck()
        assert "เรียกคืนไม่ได้" in await stage.presses(officer, "เรียกคืน")

        heard = [m for m in stage.line.sent("somchai") if "จะไปซ่อมวันจันทร์" in m.get("text", "")]
        assert len(heard) == 1
        stage.assert_clean()


async def test_an_answer_is_taken_back_though_the_service_is_killed_before(tmp_path: Path) -> None:
    async with set_up(tmp_path, undo_seconds=60) as stage:
        officer = await stage.joins(OFFICER)
        code = await stage.citizen_files()
        await stage.says(officer, f"/case {code}")
        await stage.presses(officer, "ตอบผู้แจ้ง")
        await stage.says(officer, "จะไปซ่อมวันจันทร์")
        await stage.presses(officer, "ส่ง")
        await stage.is_struck()
        assert "เรียกคืนแล้ว" in await stage.presses(officer, "เรียกคืน")
        await stage.is_struck()

        assert stage.rows("select count(*) from held_words") == [(0,)]
        assert stage.rows("select count(*) from case_entry where kind = 'answer'") == [(0,)]
        assert not [m for m in stage.line.sent("somchai") if "จะไปซ่อมวันจันทร์" in m.get("text", "")]
        stage.assert_clean()
