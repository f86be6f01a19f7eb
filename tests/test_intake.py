"""Intake as conversations: from an offer to a code, and every way back."""

import pytest

from bot.files import LARGEST_BYTES
from bot.messengers.messenger import AttachmentGone
from data import drafts
from handlers.message import Kind, Messenger
from tests.conversing import BRIBE, JPEG, POTHOLE, Person, Town

PRAISE = "อยากชมว่าเจ้าหน้าที่บริการดีมาก"


def cases(town: Town) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = town.rows(
        "select kind, state, level from cases order by opened_at"
    )
    return found


def draft(town: Town, person: Person) -> drafts.Draft:
    return town.store.read_now(drafts.load, person.chat)


async def begins(person: Person, words: str = POTHOLE, yes: str = "แจ้งเรื่องนี้") -> None:
    await person.says(words)
    await person.presses(yes)


@pytest.mark.parametrize(
    ("words", "yes", "kind", "level", "readers"),
    [
        (POTHOLE, "แจ้งเรื่องนี้", "GRIEVANCE", 1, "เจ้าหน้าที่ของ อบต.บ่อรัง ที่รับเรื่องร้องทุกข์"),
        (PRAISE, "ส่งเป็นคำติชม", "FEEDBACK", 1, "เจ้าหน้าที่ของ อบต.บ่อรัง ที่ดูแลคำติชม"),
        (BRIBE, "แจ้งแบบลับ", "CORRUPTION", 2, "เฉพาะคนที่ อบต.บ่อรัง แต่งตั้ง"),
        ("ขอคุยกับเจ้าหน้าที่หน่อย", "ฝากคำถามไว้", "QUESTION", 1, "ที่ตอบคำถามประชาชน"),
    ],
)
async def test_every_kind_goes_from_words_over_a_yes_and_a_look_back_to_a_code(
    town: Town,
    citizen: Person,
    handler: Person,
    words: str,
    yes: str,
    kind: str,
    level: int,
    readers: str,
) -> None:
    await citizen.says(words)
    notice = await citizen.presses(yes)
    await citizen.says("เล่าเพิ่มอีกนิด")
    shown = await citizen.presses_data("f:review")
    filed = await citizen.presses("ส่งเรื่อง")

    assert readers in notice
    assert "LINE เองรู้ว่าใครเป็นผู้ส่ง" in notice
    assert "เดินทางผ่าน Telegram" in notice
    assert "เล่าเพิ่มอีกนิด" in shown
    assert "รหัสเรื่อง: PS-" in filed
    assert "ภายใน" in filed
    assert cases(town) == [(kind, "submitted", level)]


@pytest.mark.parametrize("words", [POTHOLE, BRIBE, PRAISE, "อยากชม", "อยากแจ้งทุจริต"])
async def test_words_that_sound_like_a_case_begin_nothing_without_a_yes(
    town: Town, citizen: Person, handler: Person, words: str
) -> None:
    offered = await citizen.says(words)

    assert "ตอนนี้ยังไม่ได้ส่งถึงใคร" in offered
    assert not cases(town)
    assert draft(town, citizen).is_empty
    assert "96.46" in await citizen.says("คะแนนรวมเท่าไหร่")
    assert draft(town, citizen).is_empty


async def test_an_offer_that_was_not_taken_up_is_forgotten_with_its_words(
    town: Town, citizen: Person
) -> None:
    await citizen.says(POTHOLE)
    await citizen.says("คะแนนรวมเท่าไหร่")
    await citizen.presses_data("f:start:feedback")

    assert draft(town, citizen).is_empty


@pytest.mark.parametrize("yes", ["แจ้งเรื่องนี้", "ใช่ค่ะ", "ตกลงครับ", "โอเค"])
async def test_the_yes_may_be_typed_where_there_are_no_buttons(
    town: Town, citizen: Person, yes: str
) -> None:
    assert "พิมพ์ แจ้งเรื่องนี้" in await citizen.says(POTHOLE)
    await citizen.says(yes)

    assert draft(town, citizen).texts == (POTHOLE,)


async def test_a_typed_no_ends_the_offer(town: Town, citizen: Person) -> None:
    await citizen.says(POTHOLE)
    await citizen.says("ไม่ค่ะ")

    assert "รับฟังค่ะ" not in await citizen.says("ใช่")
    assert draft(town, citizen).is_empty


async def test_a_mere_wish_to_complain_is_not_put_into_the_draft(
    town: Town, citizen: Person
) -> None:
    await begins(citizen, "อยากชม", "ส่งเป็นคำติชม")

    assert draft(town, citizen).is_empty


async def test_the_label_of_a_pressed_button_is_not_put_into_the_draft(town: Town) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.does(Kind.BUTTON, data="q:file_grievance", text="มีเรื่องเดือดร้อนจากถนนพัง")
    await visitor.presses("แจ้งเรื่องนี้")

    assert draft(town, visitor).is_empty


async def test_several_messages_a_photo_and_a_place_make_one_case(
    town: Town, citizen: Person
) -> None:
    await begins(citizen)
    await citizen.say_all(["พังมาสามเดือนแล้ว", "รถล้มไปสองคัน"])
    await citizen.sends_photo(caption="จุดที่พัง")
    await citizen.sends_place()
    shown = await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")

    place = "พิกัด 15.65000, 101.10000 หน้าวัด"
    assert "\n".join([POTHOLE, "รถล้มไปสองคัน", "จุดที่พัง", place]) in shown
    assert "เมื่อไร: พังมาสามเดือนแล้ว" in shown
    assert "แนบ 1 ไฟล์" in shown
    told = [POTHOLE, "รถล้มไปสองคัน", "จุดที่พัง", place, "พังมาสามเดือนแล้ว"]
    assert town.texts_of_cases() == told
    assert [content for _, content in town.files_of_cases()] == [JPEG]


async def test_what_was_written_since_the_look_back_is_shown_before_it_is_sent(
    town: Town, citizen: Person
) -> None:
    await begins(citizen)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.says("อีกอย่างหนึ่ง")
    shown = await citizen.presses_data("f:send")

    assert "ตรวจก่อนส่ง" in shown
    assert "อีกอย่างหนึ่ง" in shown
    assert not cases(town)
    await citizen.says("ส่ง")
    assert len(cases(town)) == 1


async def test_everything_can_be_typed(town: Town, citizen: Person) -> None:
    await begins(citizen)
    assert "ตรวจก่อนส่ง" in await citizen.says("ส่งเลย")
    assert "เขียนต่อได้เลย" in await citizen.says("เขียนเพิ่ม")
    assert "ตรวจก่อนส่ง" in await citizen.says("/done")
    assert "รหัสเรื่อง" in await citizen.says("ยืนยัน")


async def test_sending_twice_files_one_case(town: Town, citizen: Person) -> None:
    await citizen.files()
    again = await citizen.presses_data("f:send")

    assert "ไม่มีเรื่องที่เขียนค้างอยู่" in again
    assert "เรื่องของฉัน" in citizen.labels
    assert len(cases(town)) == 1


async def test_a_redelivered_yes_files_one_case(town: Town, citizen: Person) -> None:
    await citizen.files()

    assert await citizen.redelivers() == ""
    assert len(cases(town)) == 1


async def test_an_empty_draft_is_not_filed(town: Town, citizen: Person) -> None:
    await citizen.presses_data("f:start:grievance")

    assert "ยังไม่มีข้อความให้ส่ง" in await citizen.presses_data("f:review")
    assert "ยังไม่มีข้อความให้ส่ง" in await citizen.presses_data("f:send")
    assert not cases(town)


CANCELS = ["ยกเลิก", " ยกเลิก ", "/cancel", "ไม่ส่งแล้ว", "CANCEL"]


@pytest.mark.parametrize("word", CANCELS)
async def test_cancelling_forgets_the_draft_and_sends_nothing(
    town: Town, citizen: Person, word: str
) -> None:
    await begins(citizen)
    await citizen.sends_photo()
    await citizen.presses("ดูก่อนส่ง")
    told = await citizen.says(word)

    assert "ไม่มีอะไรถูกส่งถึงใคร" in told
    assert draft(town, citizen).is_empty
    assert town.rows("select id from attachment") == []
    assert "96.46" in await citizen.says("คะแนนรวมเท่าไหร่")


@pytest.mark.parametrize("before", [None, POTHOLE, "สวัสดีค่ะ"])
async def test_cancelling_always_gets_an_answer(citizen: Person, before: str | None) -> None:
    if before:
        await citizen.says(before)

    assert "ไม่มีเรื่องที่เขียนค้างอยู่" in await citizen.says("ยกเลิก")


async def test_a_photo_captioned_with_a_word_of_ours_is_a_photo(
    town: Town, citizen: Person
) -> None:
    await begins(citizen)
    await citizen.sends_photo(caption="ยกเลิก")

    assert draft(town, citizen).attachments == ("รูปภาพ",)


@pytest.mark.parametrize(
    ("content", "size", "told"),
    [
        (JPEG, LARGEST_BYTES + 1, "ใหญ่เกิน 10 MB"),
        (AttachmentGone("too large", too_large=True), None, "ใหญ่เกิน 10 MB"),
        (b"MZ a program", None, "ชนิดนี้ระบบยังไม่รับ"),
        (AttachmentGone("expired"), None, "รบกวนส่งใหม่"),
    ],
)
async def test_a_file_that_cannot_be_kept_is_told_kindly_and_the_draft_stays(
    town: Town, citizen: Person, content: bytes | Exception, size: int | None, told: str
) -> None:
    await begins(citizen)

    assert told in await citizen.sends_photo(content, size=size)
    assert draft(town, citizen) == drafts.Draft((POTHOLE,), ())


async def test_a_sixth_file_is_refused(town: Town, citizen: Person) -> None:
    await begins(citizen)
    for _ in range(5):
        await citizen.sends_photo()

    assert "ครบ 5 ไฟล์" in await citizen.sends_photo()
    assert len(draft(town, citizen).attachments) == 5


async def test_a_file_while_nothing_is_written_is_not_kept_and_that_is_said(
    town: Town, citizen: Person
) -> None:
    assert "ยังไม่ได้เก็บไว้" in await citizen.sends_photo()
    assert "ยังไม่ได้เก็บไว้" in await citizen.sends_photo(caption=POTHOLE)
    assert town.rows("select id from attachment") == []


async def test_a_draft_takes_twenty_thousand_characters_shows_them_all_and_says_when_it_is_full(
    town: Town, citizen: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    for letter in "กขคง":
        await citizen.says(letter * 5_000)

    assert "ยาวเต็มที่แล้ว" in await citizen.says("อีกคำ")
    shown = await citizen.presses("ดูก่อนส่ง")
    assert all(letter * 5_000 in shown for letter in "กขคง")
    await citizen.presses("ส่งเรื่อง")
    assert sum(map(len, town.texts_of_cases())) == 20_000


async def test_the_page_s_uploads_move_into_the_case_and_leave_nothing_behind(town: Town) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.uploads()
    assert town.rows("select id from attachment") == []

    await begins(visitor)
    await visitor.uploads(name="หลุม.jpg")
    await visitor.presses("ดูก่อนส่ง")
    await visitor.presses("ส่งเรื่อง")

    assert [name for name, _ in town.files_of_cases()] == ["หลุม.jpg"]
    assert town.rows("select stage from attachment") == ["case"]


async def test_a_report_of_corruption_is_refused_while_nobody_is_appointed(
    town: Town, citizen: Person, officer: Person
) -> None:
    for refused in (
        await citizen.says(BRIBE),
        await citizen.presses_data("f:start:corruption"),
        await citizen.presses_data("q:file_complaint"),
    ):
        assert "ยังไม่ได้แต่งตั้งผู้รับผิดชอบเรื่องทุจริต" in refused
        assert all(body.name in refused for body in town.agency.outside_bodies)
    assert draft(town, citizen).is_empty
    assert BRIBE not in str(
        town.rows("select unseal(state, 'conversation.state:'||chat) from conversation")
    )


async def test_when_the_last_handler_leaves_a_written_report_is_kept_and_not_sent(
    town: Town, citizen: Person, handler: Person
) -> None:
    await begins(citizen, BRIBE, "แจ้งแบบลับ")
    await citizen.presses("ดูก่อนส่ง")
    town.dismiss(handler)
    refused = await citizen.presses("ส่งเรื่อง")

    assert "ยังไม่ได้แต่งตั้ง" in refused
    assert "ที่เขียนไว้ยังอยู่" in refused
    assert not cases(town)
    assert draft(town, citizen).texts == (BRIBE,)


async def test_a_handler_cannot_be_the_only_reader_of_their_own_report(handler: Person) -> None:
    assert "ยังไม่ได้แต่งตั้ง" in await handler.says(BRIBE)


async def test_a_grievance_that_sounds_like_corruption_is_offered_the_confidential_way(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(BRIBE)
    assert "คล้ายเรื่องทุจริต" in await citizen.presses("ดูก่อนส่ง")
    notice = await citizen.presses("แจ้งแบบลับแทน")
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")

    assert "อ่านได้เฉพาะคนที่" in notice
    assert cases(town) == [("CORRUPTION", "submitted", 2)]


async def test_it_is_never_moved_there_silently(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says(BRIBE)
    await citizen.presses("ดูก่อนส่ง")
    await citizen.presses("ส่งเรื่อง")

    assert cases(town) == [("GRIEVANCE", "submitted", 1)]
