"""Stories of LINE's pushes over the stand-ins, with the service killed in the middle."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import harness
from tests.staging import CITIZEN, OFFICER, Stage, set_up

pytestmark = [pytest.mark.harness, harness.needs_harness]

NO_BUDGET = "ยังส่งไม่ได้: โควตา LINE เดือนนี้หมด"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as ready:
        yield ready
        ready.assert_clean()


async def answers(stage: Stage, officer: object, code: str, text: str) -> None:
    await stage.says(officer, f"/case {code}")
    await stage.presses(officer, "ตอบผู้แจ้ง")
    await stage.says(officer, text)
    await stage.presses(officer, "ส่ง")


async def test_without_pushes_an_answer_survives_a_kill_and_comes_free_when_its_reader_writes(
    stage: Stage,
) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.reads(officer, code)
    stage.line.quota = stage.line.consumed
    await answers(stage, officer, code, "จะไปซ่อมวันจันทร์")
    await stage.reads(officer, f"เรื่อง {code} {NO_BUDGET}")
    await stage.is_struck()
    assert "รอโควตา: 1 ข้อความ" in await stage.commands("pushes")
    assert not any("จะไปซ่อมวันจันทร์" in each.get("text", "") for each in stage.line.sent(CITIZEN))
    before = stage.line.consumed
    await stage.citizen_says("สวัสดีค่ะ")

    assert code in await stage.citizen_reads("จะไปซ่อมวันจันทร์")
    assert stage.line.consumed == before
    assert "รอโควตา: 0 ข้อความ" in await stage.commands("pushes")


async def test_with_room_again_what_waited_leaves_as_one_push(stage: Stage) -> None:
    officer = await stage.joins(OFFICER)
    code = await stage.citizen_files()
    await stage.reads(officer, code)
    stage.line.quota = before = stage.line.consumed
    await answers(stage, officer, code, "จะไปซ่อมวันจันทร์")
    await stage.reads(officer, f"เรื่อง {code} {NO_BUDGET}")
    await answers(stage, officer, code, "เลื่อนเป็นวันอังคาร")
    stage.line.quota += 5
    await stage.is_struck()

    await stage.citizen_reads("เลื่อนเป็นวันอังคาร")
    await stage.citizen_reads("จะไปซ่อมวันจันทร์")
    assert stage.line.consumed == before + 1
