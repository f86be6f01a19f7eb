"""Words that people type where there are buttons: polite, short, in their own way."""

import pytest

from data import drafts
from data.drafts import Draft
from tests.conversing import BRIBE, POTHOLE, Person, Town

MORE = "พังมาสามเดือนแล้ว"


def draft(town: Town, person: Person) -> Draft:
    return town.store.read_now(drafts.load, person.chat)


def kinds(town: Town) -> list[str]:
    found: list[str] = town.rows("select kind from cases order by opened_at")
    return found


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """A citizen who is writing a grievance."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    return citizen


# yes -------------------------------------------------------------------------------------

SENDS = ["ส่งครับ", "ส่งค่ะ", "ส่งเลยครับ", "ส่งได้เลย", "ส่งเรื่องเลยครับ", "ส่งนะคะ", "ส่งเรื่องค่ะ"]
YES = ["ตกลง", "โอเค", "ok", "ใช่", "ใช่ค่ะ", "ถูกต้องแล้ว", "yes", "OK ครับ", "ถูกต้องแล้วค่ะ"]
YES += ["โอเค ส่งได้", "ถูกต้องค่ะ ส่งได้เลย", "เออส่งไปเถอะ", "Yes, send it", "ok send it", "Send it now"]


@pytest.mark.parametrize("words", [*SENDS, *YES])
async def test_a_polite_or_ordinary_yes_sends_what_was_just_shown(
    town: Town, writer: Person, words: str
) -> None:
    await writer.says("ตรวจครับ")

    assert "PS-" in await writer.says(words)
    assert town.texts_of_cases() == [POTHOLE]


@pytest.mark.parametrize("words", ["พอแล้วค่ะ", "แค่นี้แหละครับ", "เสร็จแล้ว", "done"])
async def test_whoever_has_finished_sees_it_before_it_is_sent(
    town: Town, writer: Person, words: str
) -> None:
    assert POTHOLE in await writer.says(words)
    assert draft(town, writer).texts == (POTHOLE,)
    assert town.texts_of_cases() == []


@pytest.mark.parametrize("words", ["ติดตามเรื่องค่ะ", "เรื่องของฉัน"])
async def test_asking_for_ones_cases_while_writing_keeps_the_draft_as_it_is(
    town: Town, writer: Person, words: str
) -> None:
    assert "ยังไม่พบเรื่อง" in await writer.says(words)
    assert draft(town, writer).texts == (POTHOLE,)


@pytest.mark.parametrize("words", YES)
async def test_a_yes_while_nothing_was_shown_belongs_to_the_draft(
    town: Town, writer: Person, words: str
) -> None:
    await writer.says("ตรวจ")
    await writer.says("เขียนเพิ่ม")
    await writer.says(words)

    assert draft(town, writer).texts == (POTHOLE, words)


@pytest.mark.parametrize("aside", ["q:score_total", "f:status"])
async def test_a_yes_after_something_else_was_shown_sends_nothing(
    town: Town, writer: Person, aside: str
) -> None:
    await writer.says("ตรวจ")
    await writer.presses_data(aside)
    await writer.says("ใช่")

    assert kinds(town) == []


async def test_politeness_alone_sends_nothing_and_is_not_written_down(
    town: Town, writer: Person
) -> None:
    await writer.says("ตรวจ")

    assert "ตรวจก่อนส่ง" in await writer.says("ครับ")
    assert draft(town, writer).texts == (POTHOLE,)
    assert kinds(town) == []


@pytest.mark.parametrize("words", ["ครับ", "ค่ะ", "ได้เลยค่ะ", "แจ้งเลยครับ"])
async def test_politeness_alone_accepts_an_offer(town: Town, citizen: Person, words: str) -> None:
    await citizen.says(POTHOLE)
    await citizen.says(words)

    assert draft(town, citizen).texts == (POTHOLE,)


# the way out, and back -------------------------------------------------------------------

WAYS_OUT = ["ยกเลิกครับ", "ไม่เอาแล้ว", "ไม่เอาแล้วค่ะ", "เลิก", "ลบทิ้ง", "อยากยกเลิกเรื่องที่แจ้ง"]


@pytest.mark.parametrize("words", WAYS_OUT)
async def test_every_way_out_forgets_the_draft_and_says_what_still_stands(
    town: Town, writer: Person, words: str
) -> None:
    told = await writer.says(words)

    assert "ไม่มีอะไรถูกส่งถึงใคร" in told
    assert "ยังเห็นได้ในประวัติของแชตนี้" in told
    assert draft(town, writer).is_empty


@pytest.mark.parametrize("words", ["ลบข้อความล่าสุด", "ลบข้อความสุดท้ายค่ะ", "ลบข้อความครับ"])
async def test_the_last_message_can_be_taken_back_and_the_rest_is_shown(
    town: Town, writer: Person, words: str
) -> None:
    await writer.says(MORE)
    left = await writer.says(words)

    assert POTHOLE in left
    assert MORE not in left
    assert draft(town, writer).texts == (POTHOLE,)
    assert "ตอนนี้ยังไม่มีข้อความ" in await writer.presses_data("f:undo")
    assert draft(town, writer).is_empty
    assert "ยังไม่มีข้อความให้ส่ง" in await writer.says(words)


async def test_a_photo_is_taken_back_with_its_caption_and_nothing_else(
    town: Town, writer: Person
) -> None:
    await writer.sends_photo()
    await writer.sends_photo(caption="จุดที่พัง")
    await writer.presses("ดูก่อนส่ง")
    await writer.presses("ลบข้อความล่าสุด")

    assert draft(town, writer) == Draft((POTHOLE,), ("รูปภาพ",))
    await writer.says("ลบข้อความล่าสุด")
    assert draft(town, writer) == Draft((POTHOLE,), ())


async def test_what_was_taken_back_is_not_sent(town: Town, writer: Person) -> None:
    await writer.says(MORE)
    await writer.says("ตรวจ")
    await writer.says("ลบข้อความล่าสุด")
    assert "ตรวจก่อนส่ง" in await writer.presses_data("f:send")
    await writer.says("ส่งค่ะ")

    assert town.texts_of_cases() == [POTHOLE]


@pytest.mark.parametrize("words", ["แก้ไข", "แก้ข้อความ", "ขอแก้ไขครับ"])
async def test_how_to_change_it_is_told_and_the_draft_stays(
    town: Town, writer: Person, words: str
) -> None:
    assert "ลบข้อความล่าสุด แล้วพิมพ์ใหม่" in await writer.says(words)
    assert draft(town, writer).texts == (POTHOLE,)
    assert "ลบข้อความล่าสุด" in writer.labels


@pytest.mark.parametrize("words", ["เมนู", "ช่วยเหลือ", "ช่วยเหลือครับ", "เมนูค่ะ"])
async def test_help_while_writing_is_given_and_the_draft_stays(
    town: Town, writer: Person, words: str
) -> None:
    told = await writer.says(words)

    assert "เรื่องที่เขียนค้างไว้ยังอยู่" in told
    assert draft(town, writer).texts == (POTHOLE,)
    assert "เขียนต่อ" in writer.labels


@pytest.mark.parametrize("data", ["f:undo", "f:change", "f:put-in"])
async def test_buttons_of_a_draft_that_is_gone_say_so(citizen: Person, data: str) -> None:
    assert "ไม่มีเรื่องที่เขียนค้างอยู่" in await citizen.presses_data(data)


async def test_it_all_works_in_english(town: Town, citizen: Person) -> None:
    await citizen.says("There is a big hole in the road near the school")
    await citizen.says("yes")
    await citizen.says("It is getting worse")
    assert "What is left:\n\nThere is a big hole" in await citizen.says("remove last message")
    assert "removes one message at a time" in await citizen.says("edit")
    await citizen.says("check")
    assert "Case code" in await citizen.says("ok")
    assert len(town.texts_of_cases()) == 1


# corruption by another name --------------------------------------------------------------


@pytest.mark.parametrize("kind", ["question", "grievance", "feedback"])
async def test_while_nobody_is_appointed_the_reader_of_a_bribe_is_named_before_it_is_sent(
    town: Town, citizen: Person, officer: Person, kind: str
) -> None:
    await citizen.presses_data(f"f:start:{kind}")
    await citizen.says(BRIBE)
    shown = await citizen.says("ตรวจ")

    assert "เจ้าหน้าที่ทั่วไปของหน่วยงานจะเป็นผู้อ่าน" in shown
    assert all(body.name in shown for body in town.agency.outside_bodies)
    assert "แจ้งแบบลับแทน" not in citizen.labels
    await citizen.presses("ส่งเรื่อง")
    assert kinds(town) == [kind.upper()]


async def test_a_question_about_a_bribe_is_offered_the_confidential_way(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:question")
    await citizen.says(BRIBE)
    assert "คล้ายเรื่องทุจริต" in await citizen.says("ตรวจ")
    await citizen.presses("แจ้งแบบลับแทน")
    await citizen.says("ตรวจ")
    await citizen.says("ส่ง")

    assert kinds(town) == ["CORRUPTION"]


@pytest.mark.parametrize("words", ["เอา", "แจ้งเลย", "แจ้งเลยครับ", "อยากร้องเรียน"])
async def test_a_street_light_does_not_sound_like_corruption(citizen: Person, words: str) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says("ไฟถนนหน้าบ้านดับ")
    await citizen.says(words)

    assert "ทุจริต" not in await citizen.says("ตรวจ")
