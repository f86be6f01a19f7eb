"""Work shown: a grievance ends with a photo of what was done, or with why there is none."""

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.messengers.line_messages import PICTURE_LIMIT, compose
from bot.messengers.messenger import StoredFile
from bot.web import frames
from bot.web.after_photo import AfterPhotos
from data import after_photos, case_entries, erasing, times
from data.erasing import Erasing
from handlers.message import Messenger
from handlers.texts.work_shown import NAME
from handlers.turn import Choice, File, Reply
from tests.conversing import NO_PHOTO, Desk, Person, Town
from tests.test_photos import SECRET, taken

PHOTO = taken("image/jpeg")
SHOWN = File(7, "รูปหลังแก้ไข.jpg", "image/jpeg", link="/after/7-abc")


def internal_words(town: Town) -> list[str]:
    (case_id,) = town.rows("select id from cases")
    found = town.store.read_now(case_entries.entries, case_id)
    return [entry.text for entry in found if entry.kind == "internal"]


def pictures_to(town: Town, messenger: Messenger) -> list[StoredFile]:
    delivered = town.offices[messenger].delivered
    return [stored for sending in delivered for _, stored in sending.files]


def links(person: Person) -> list[str]:
    return [reply.file.link for reply in person.replies if reply.file]


async def closes(officer: Person, words: str = "กลบหลุมแล้ว") -> str:
    """As resolved, with a photo."""
    await officer.presses_data("c:1:as-resolved")
    await officer.sends_photo(PHOTO)
    await officer.says(words)
    return await officer.presses("ส่ง")


async def test_the_reporter_sees_the_photo_and_not_where_it_was_taken(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:close")
    assert f"เรื่อง {code} ส่งรูปหลังแก้ไขมา 1 รูป" in await officer.presses("แก้ไขแล้ว")
    assert "พิมพ์ข้อความที่จะบอกผู้แจ้ง" in await officer.sends_photo(PHOTO)
    seen = await officer.says("กลบหลุมแล้ว")
    assert "ผู้แจ้งจะได้เห็นรูปหลังแก้ไขนี้ด้วย" in seen
    assert len(pictures_to(town, Messenger.TELEGRAM)) == 1  # shown before it is sent
    assert citizen.news() == ""
    assert pictures_to(town, Messenger.LINE) == []

    await officer.presses("ส่ง")
    assert "กลบหลุมแล้ว" in citizen.news()
    (shown,) = pictures_to(town, Messenger.LINE)
    assert SECRET.encode() in PHOTO
    assert SECRET.encode() not in shown.content
    assert shown.name == f"{NAME}.jpg"
    assert internal_words(town) == [f"รูปหลังแก้ไข: {NAME}.jpg"]
    assert "ไฟล์แนบ 1 ไฟล์" in await officer.presses_data("c:1:open")
    assert town.rows("select chat from attachment") == [""]


async def test_why_there_is_no_photo_is_kept_and_not_told(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")
    await officer.says("งานใต้ดิน ถ่ายไม่เห็น")
    assert "ไม่มีรูปหลังแก้ไข เพราะ งานใต้ดิน" in await officer.says("ซ่อมท่อแล้ว")
    await officer.presses("ส่ง")

    heard = citizen.news()
    assert "ซ่อมท่อแล้ว" in heard
    assert "ใต้ดิน" not in heard
    assert internal_words(town) == ["ไม่มีรูปหลังแก้ไข เพราะ งานใต้ดิน ถ่ายไม่เห็น"]


async def test_what_was_shown_is_not_asked_for_again_until_the_case_is_opened_again(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")
    assert "พิมพ์ข้อความ" in await officer.presses_data("c:1:as-resolved")
    await officer.presses("ยกเลิก")

    await citizen.presses("ยังไม่เรียบร้อย")
    await citizen.says("ยังพังอยู่")
    assert "ส่งรูปหลังแก้ไข" in await officer.presses_data("c:1:as-resolved")


@pytest.mark.parametrize("kind", ["feedback", "question"])
async def test_where_nothing_is_put_right_no_photo_is_asked_for(
    citizen: Person, officer: Person, kind: str
) -> None:
    await citizen.files("ขอบคุณค่ะ", kind)

    assert "พิมพ์ข้อความที่จะบอกผู้แจ้ง" in await officer.presses_data("c:1:as-answered")


async def test_what_is_no_photo_is_not_taken(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")

    assert "รับเฉพาะรูปถ่าย" in await officer.sends_photo(b"%PDF-1.7 x")
    assert "ใหญ่เกินไป" in await officer.sends_photo(size=11 * 2**20)
    assert town.rows("select count(*) from attachment") == [0]


async def test_a_photo_with_words_under_it_is_both_and_another_takes_its_place(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")
    seen = await officer.sends_photo(PHOTO, caption="กลบแล้ว")
    assert "กลบแล้ว" in seen
    assert "ส่ง" in officer.labels
    assert "กลบแล้ว" in await officer.sends_photo(taken("image/jpeg", orientation=3))
    await officer.presses("ส่ง")

    assert town.rows("select count(*) from attachment") == [1]
    assert "กลบแล้ว" in citizen.news()


async def test_a_changed_mind_leaves_no_photo(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")
    await officer.sends_photo(PHOTO)
    await officer.presses("ยกเลิก")

    assert town.rows("select count(*) from attachment") == [0]
    assert town.rows("select count(*) from after_photo") == [0]


async def test_a_photo_that_is_gone_before_it_is_sent_is_asked_for_again(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:resolve")
    await officer.sends_photo(PHOTO)
    await officer.says("กลบแล้ว")
    town.store.write_now(after_photos.discard, officer.chat)

    assert "ส่งรูปหลังแก้ไข" in await officer.presses("ส่ง")
    assert town.rows("select state from cases") == ["submitted"]


# the desk --------------------------------------------------------------------------------


async def test_at_the_desk_a_grievance_needs_a_photo_or_a_reason(
    town: Town, desk: Desk, citizen: Person, tmp_path: Path
) -> None:
    code = await citizen.files()
    photo, letter = tmp_path / "after.jpg", tmp_path / "letter.txt"
    photo.write_bytes(PHOTO)
    letter.write_text("ไม่ใช่รูป")
    for more in ((), ("--photo", str(letter)), ("--photo", str(tmp_path / "none.jpg"))):
        assert (await desk("cases", "resolve", code, "กลบแล้ว", *more))[0] == 2
    assert town.rows("select state from cases") == ["submitted"]

    assert (await desk("cases", "resolve", code, "กลบแล้ว", "--photo", str(photo)))[0] == 0
    await town.settled()
    assert "กลบแล้ว" in citizen.news()
    assert links(citizen)[0].startswith(after_photos.PATH)
    assert internal_words(town) == [f"รูปหลังแก้ไข: {NAME}.jpg"]


# the link --------------------------------------------------------------------------------


async def answers(town: Town, *paths: str) -> list[tuple[int, bytes]]:
    """What the web server gives for each path."""
    app = web.Application()
    app.router.add_get(f"{after_photos.PATH}{{name}}", AfterPhotos(town.store).show)
    async with TestClient(TestServer(app)) as client:
        found = [await client.get(path) for path in paths]
        return [(each.status, await each.read()) for each in found]


async def test_only_who_has_the_link_sees_the_photo(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(photo=True)
    await closes(officer)
    (link,) = links(citizen)
    number = link.removeprefix(after_photos.PATH).partition("-")[0]
    others = [
        f"{after_photos.PATH}{name}" for name in (number, f"{number}-", "1-x", "x", "-", "๑-a")
    ]

    (status, content), *rest = await answers(town, link, *others, link[:-1])
    assert status == 200
    assert SECRET.encode() not in content
    assert content.startswith(b"\xff\xd8")
    assert {status for status, _ in rest} == {404}


async def test_neither_a_reporters_photo_nor_one_that_waits_has_a_link(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(photo=True)
    await officer.presses_data("c:1:resolve")
    await officer.sends_photo(PHOTO)
    both = town.rows("select id from attachment")
    assert len(both) == 2

    paths = [town.store.read_now(after_photos.link, number) for number in both]
    assert {status for status, _ in await answers(town, *paths)} == {404}


async def test_an_erased_cases_photo_is_gone(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await closes(officer)
    (link,), (case_id,) = links(citizen), town.rows("select id from cases")
    erased = Erasing(
        case_id, erasing.ASKED, "operator", "", times.stamp(times.parse("2026-11-26T00:00Z"))
    )
    town.store.write_now(erasing.erase, erased)

    assert [status for status, _ in await answers(town, link)] == [404]
    assert town.rows("select count(*) from after_photo") == [0]


# how it is shown -------------------------------------------------------------------------


def test_line_shows_the_picture_under_the_words_with_the_buttons_below() -> None:
    reply = Reply("กลบแล้ว", (Choice("เขียนตอบ", "f:add:1", "case_status"),), file=SHOWN)
    files = {7: StoredFile(SHOWN.name, SHOWN.media_type, PHOTO)}
    words, picture = compose([reply], files, "https://here.test")

    assert words["text"] == "กลบแล้ว"
    assert picture["type"] == "image"
    assert picture["originalContentUrl"] == "https://here.test/after/7-abc"
    assert picture["previewImageUrl"] == "https://here.test/after/7-abc"
    assert picture["quickReply"]["items"][0]["action"]["label"] == "เขียนตอบ"


@pytest.mark.parametrize(
    ("public_url", "size", "media_type"),
    [
        ("http://here.test", 10, "image/jpeg"),
        ("https://here.test", PICTURE_LIMIT + 1, "image/jpeg"),
        ("https://here.test", 10, "image/webp"),
    ],
)
def test_what_line_would_refuse_is_a_link(public_url: str, size: int, media_type: str) -> None:
    files = {7: StoredFile(SHOWN.name, media_type, bytes(size))}
    (words,) = compose([Reply("กลบแล้ว", file=SHOWN)], files, public_url)

    assert words["text"].endswith(f"{public_url}/after/7-abc")


def test_without_a_public_address_line_names_the_photo() -> None:
    (words,) = compose([Reply("กลบแล้ว", file=SHOWN)])

    assert words["text"] == "กลบแล้ว\n\n📎 ไฟล์แนบ: รูปหลังแก้ไข.jpg"


def test_the_page_shows_the_picture() -> None:
    item = frames.of_reply("o1", Reply("กลบแล้ว", file=SHOWN), "")

    assert (item.text, item.picture) == ("กลบแล้ว", "/after/7-abc")
