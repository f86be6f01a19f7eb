"""Questions that are asked while a draft is being written."""

import pytest

from data import drafts
from tests.conversing import POTHOLE, Person, Town


def draft(town: Town, person: Person) -> tuple[str, ...]:
    """What was told, in order; answers to questions come last."""
    found = town.store.read_now(drafts.load, person.chat)
    return (*found.texts, *found.answers.values())


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """A citizen who is writing a grievance."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    return citizen


QUESTIONS = [
    ("ใครอ่านบ้าง", "ผู้อ่าน"),
    ("ข้อมูลของฉันปลอดภัยไหม", "เก็บแบบเข้ารหัส"),
    ("e9 ได้เท่าไหร่", "96.93"),
    ("คะแนนรวมเท่าไหร่คะ", "96.46"),
    ("อบต.อยู่ที่ไหน", "ที่อยู่"),
    ("ช่องทางร้องเรียนมีอะไรบ้าง", "ช่องทาง"),
]


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
async def test_a_clear_question_is_answered_and_kept_out_of_the_draft(
    town: Town, writer: Person, question: str, answer: str
) -> None:
    told = await writer.says(question)

    assert answer in told
    assert "ไม่ได้ใส่ในเรื่องที่เขียน" in told
    assert writer.labels == ["ใส่ในเรื่อง", "เขียนต่อ", "ดูก่อนส่ง"]
    assert draft(town, writer) == (POTHOLE,)
    await writer.says("ยังพังอยู่เลย")
    assert draft(town, writer) == (POTHOLE, "ยังพังอยู่เลย")


@pytest.mark.parametrize("by_typing", [True, False])
async def test_it_can_be_put_into_the_draft_after_all(
    town: Town, writer: Person, *, by_typing: bool
) -> None:
    await writer.says("ใครอ่านบ้าง")
    put = writer.says("ใส่ในเรื่องครับ") if by_typing else writer.presses("ใส่ในเรื่อง")

    assert "จดไว้แล้ว" in await put
    assert draft(town, writer) == (POTHOLE, "ใครอ่านบ้าง")
    await writer.presses_data("f:put-in")
    assert draft(town, writer) == (POTHOLE, "ใครอ่านบ้าง")


async def test_a_question_that_was_taken_back_is_not_put_in(town: Town, writer: Person) -> None:
    await writer.says("ใครอ่านบ้าง")
    await writer.unsends(writer.message_id)
    await writer.presses_data("f:put-in")

    assert draft(town, writer) == (POTHOLE,)


async def test_after_an_aside_the_draft_is_shown_again_before_it_is_sent(
    town: Town, writer: Person
) -> None:
    await writer.says("ตรวจ")
    await writer.says("ใครอ่านบ้าง")

    assert "ตรวจก่อนส่ง" in await writer.says("ส่ง")
    assert town.rows("select code from cases") == []


NARRATION = [
    "ซอย 3",
    "หมู่ 5 ตำบลบ่อรัง",
    "เบอร์โทร 0812345678",
    "ไม่มีใครมาดู",
    "โทรไปกี่ครั้งก็ไม่รับ",
    "คุยกับเจ้าหน้าที่แล้วแต่ไม่ช่วย",
    "อย่าบอกใครว่าผมเป็นคนแจ้ง",
    "เจ้าหน้าที่รับของขวัญจากผู้รับเหมา",
    "ข้อ 9 ของระเบียบ",
    "ทำไมเก็บค่าขยะแพง",
    "วันที่ 3 มาได้ไหมคะ",
    "ช่วยมาดูให้หน่อยได้ไหม",
    "ถนนพังตั้งแต่ปี 2566",
    "ขอบคุณครับ จะรอนะ",
    "นายกชื่ออะไร",
    "ถามเจ้าหน้าที่ว่าใครรับผิดชอบ เขาก็ไม่ตอบ",
    "ไม่รู้จะร้องเรียนที่ไหนแล้ว",
]


@pytest.mark.parametrize("words", NARRATION)
async def test_plain_narration_stays_in_the_report(town: Town, writer: Person, words: str) -> None:
    assert "ไม่ได้ใส่ในเรื่องที่เขียน" not in await writer.says(words)
    assert draft(town, writer) == (POTHOLE, words)


async def test_a_question_for_an_officer_takes_questions(town: Town, citizen: Person) -> None:
    await citizen.presses_data("f:start:question")
    await citizen.says("อบต.อยู่ที่ไหน")
    assert draft(town, citizen) == ("อบต.อยู่ที่ไหน",)

    assert "ผู้อ่าน" in await citizen.says("ใครอ่านบ้าง")
    assert draft(town, citizen) == ("อบต.อยู่ที่ไหน",)


async def test_an_english_question_is_answered_in_english(town: Town, citizen: Person) -> None:
    await citizen.says("There is a big hole in the road near the school")
    await citizen.says("yes")
    told = await citizen.says("who will read this?")

    assert "I took this for a question" in told
    assert citizen.labels == ["Add to my words", "Go on writing", "Review first"]
    await citizen.says("add it")
    assert draft(town, citizen)[1:] == ("who will read this?",)
