"""A new officer's first steps: commands by what they are for, words and short ways to them."""

from dataclasses import replace

import pytest

from bot import cli, delivery
from data.agency import OutsideBody, load_agency
from data.cases import CaseKind
from handlers.message import Messenger
from handlers.texts import casework as texts
from handlers.texts import intake as intake_texts
from handlers.texts.english import intake as english_texts
from handlers.texts.officer_moves import REASONS, label_of
from handlers.turn import LABEL_LIMIT
from tests.conversing import BRIBE, Desk, Person, Town

CASEWORK = ("/cases", "/mine", "/late", "/case", "/new")


@pytest.fixture(autouse=True)
def the_courier_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the terminal adds is seen at once."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)


# what one may do -------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["/help", "/start", "คำสั่งทั้งหมด", "วิธีใช้ค่ะ"])
@pytest.mark.parametrize(
    ("role", "theirs", "others"),
    [
        ("officer", (*CASEWORK, "/stats", "/holidays"), ("/export", "เพิ่มหรือลบ")),
        ("supervisor", (*CASEWORK, "/stats", "/holidays", "/export", "เพิ่มหรือลบ"), ()),
        ("administrator", (*CASEWORK, "/stats", "/holidays", "/export"), ()),
        ("viewer", ("/stats", "/holidays"), (*CASEWORK, "/export")),
    ],
)
async def test_staff_are_told_their_own_commands(
    town: Town, asked: str, role: str, theirs: tuple[str, ...], others: tuple[str, ...]
) -> None:
    member = await town.officer(role=role)
    told = await member.says(asked)

    for command in theirs:
        assert command in told
    for command in others:
        assert command not in told
    assert "คะแนน ITA ปี" not in told
    assert "เรื่องที่รอ" in member.labels or role == "viewer"


async def test_citizens_and_groups_read_of_no_staffs_command(town: Town, officer: Person) -> None:
    group = Person(town, "somsri", Messenger.TELEGRAM, group=True)
    for somebody in (town.citizen(), group):
        for asked in ("/help", "/start"):
            assert "/cases" not in await somebody.says(asked)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("เรื่องที่รอ", "เรื่องที่ยังไม่ปิด 1 เรื่อง"),
        ("เรื่องที่รอค่ะ", "เรื่องที่ยังไม่ปิด 1 เรื่อง"),
        ("เรื่องของฉัน", "ยังไม่มีเรื่องที่คุณรับไว้"),
        ("เรื่องที่เลยกำหนด", "ไม่มีเรื่องที่ใกล้หรือเลยกำหนด"),
        ("สถิติ", "สถิติเรื่อง ปีงบประมาณ"),
        ("บันทึกเรื่อง", "รับเรื่องนี้ทางไหน"),
        ("วันหยุด", "วันหยุด"),
    ],
)
async def test_the_names_of_things_lead_staff_to_their_screens(
    citizen: Person, officer: Person, words: str, told: str
) -> None:
    await citizen.files()

    assert told in await officer.says(words)


async def test_the_same_words_are_a_citizens_own(citizen: Person, officer: Person) -> None:
    code = await citizen.files()

    assert code in await citizen.says("เรื่องของฉัน")
    for words in ("เรื่องที่รอ", "เรื่องที่เลยกำหนด", "สถิติ", "ส่งออก"):
        assert "สำหรับเจ้าหน้าที่" not in await citizen.says(words)


async def test_while_an_answer_is_written_such_words_are_the_answer(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ตอบผู้แจ้ง")

    assert "ผู้แจ้งจะได้อ่านว่า\n\nเรื่องที่รอ" in await officer.says("เรื่องที่รอ")


async def test_screens_say_how_they_are_used(officer: Person) -> None:
    assert "ตอบทีละข้อ" in await officer.says("/new")
    await officer.presses("ยกเลิก")
    assert "ดูปีอื่น พิมพ์ /stats 25" in await officer.says("/stats")
    assert "ดูปีอื่น พิมพ์ /holidays 25" in await officer.says("/holidays")


async def test_whoever_filed_nothing_hears_of_receipts(citizen: Person) -> None:
    assert "เลขใบรับ 16 หลัก" in await citizen.says("ติดตามเรื่อง")


# alerts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "kind"), [("ถนนพังมาก", "grievance"), (BRIBE, "corruption")])
async def test_an_alert_of_a_new_case_opens_it_by_one_press(
    citizen: Person, handler: Person, words: str, kind: str
) -> None:
    handler.news()
    code = await citizen.files(words, kind)
    alert = handler.news()

    assert (code in alert) is (kind == "grievance")
    assert f"{code} · " in await handler.presses("เปิดเรื่องนี้")


async def test_the_terminals_alert_opens_it_too(town: Town, officer: Person, desk: Desk) -> None:
    told = ("--channel", "phone", "--kind", "grievance", "--text", "ไฟดับทั้งซอย")
    await desk("cases", "new", *told)
    await town.settled()

    assert "ไฟดับทั้งซอย" in await officer.presses("เปิดเรื่องนี้")


async def test_whoever_lost_the_right_meanwhile_opens_nothing_from_an_alert(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    town.store.write_now(lambda db: db.execute("delete from case_access"))

    assert "ไม่พบเรื่องนี้" in await handler.presses("เปิดเรื่องนี้")


async def test_an_answered_question_is_told_as_one(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ถามผู้แจ้ง")
    await officer.says("เสาต้นไหน")
    await officer.presses("ส่ง")
    await citizen.presses("ตอบคำถาม")
    officer.news()
    await citizen.says("ต้นที่สาม")
    assert f"ผู้แจ้งตอบคำถามแล้ว ในเรื่อง {code}" in officer.news()

    await citizen.presses("เขียนถึงเจ้าหน้าที่")
    await citizen.says("หน้าวัด")
    assert f"ผู้แจ้งเขียนเพิ่มในเรื่อง {code}" in officer.news()


def test_of_secret_cases_every_alert_says_the_same_and_nothing() -> None:
    secret = [kind for kind in CaseKind if kind.is_secret]
    said = {
        alert
        for kind in secret
        for alert in (
            texts.reporter_wrote(kind, "PS-1"),
            texts.reporter_answered(kind, "PS-1"),
            texts.reporter_unhappy(kind, "PS-1", 1),
        )
    }

    assert said == {"มีข้อความเพิ่มในเรื่องที่คุณดูแล\nพิมพ์ /cases"}


async def closed_case(citizen: Person, officer: Person) -> str:
    code = await citizen.files()
    await officer.presses_data("c:1:take")
    await officer.presses_data("c:1:as-resolved")
    await officer.has_no_photo()
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")
    return code


@pytest.mark.parametrize(("stars", "is_told"), [(1, True), (2, True), (3, False)])
async def test_few_stars_with_words_are_told_to_whoever_took_the_case(
    town: Town, citizen: Person, officer: Person, stars: int, is_told: bool
) -> None:
    other = await town.officer("other")
    code = await closed_case(citizen, officer)
    number = town.rows("select id from cases")[0]
    officer.news(), other.news()
    await citizen.presses_data(f"f:rate:{number}:{stars}")
    assert officer.news() == ""
    await citizen.says("รอนานมาก")

    assert (f"ให้ {stars} จาก 5 กับเรื่อง {code}" in officer.news()) is is_told
    assert other.news() == ""
    if is_told:
        assert "รอนานมาก" in await officer.presses("เปิดเรื่องนี้")


async def test_after_an_answer_one_press_leads_back_to_the_case(
    citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    await officer.presses("ตอบผู้แจ้ง")
    await officer.says("กำลังดูอยู่ค่ะ")
    await officer.presses("ส่ง")

    assert f"{code} · " in await officer.presses("กลับไปที่เรื่อง")


# cards -----------------------------------------------------------------------------------


async def test_a_card_shows_what_is_done_often_and_the_rest_in_its_place_by_one_press(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await officer.presses_data("c:1:open")
    assert officer.labels == [
        *("ตอบผู้แจ้ง", "รับไว้ทำเอง", "ถามผู้แจ้ง", "แจ้งความคืบหน้า", "แก้ไขเสร็จแล้ว", "ปิดเรื่อง"),
        *("อื่น ๆ", "เรื่องที่รอ"),
    ]
    assert not officer.replies[-1].replaces_pressed

    assert f"{code} · " in await officer.presses("อื่น ๆ")
    assert officer.replies[-1].replaces_pressed
    assert officer.labels[6:] == [
        *("มอบให้คนอื่น", "บันทึกภายใน", "ส่งต่อหน่วยงานอื่น", "ไม่รับเรื่อง", "ซ้ำกับเรื่องอื่น"),
        "เรื่องที่รอ",
    ]


async def test_a_card_with_few_buttons_shows_them_all(citizen: Person, officer: Person) -> None:
    await closed_case(citizen, officer)
    await officer.presses_data("c:1:open")

    assert officer.labels == ["บันทึกภายใน", "เรื่องที่รอ"]


async def test_the_rest_of_a_long_card_stays_on_its_page(citizen: Person, officer: Person) -> None:
    await citizen.files("ก" * 4_000)
    for _ in range(3):
        await citizen.presses_data("f:add:1")
        await citizen.says("ข" * 4_000)
    await officer.presses_data("c:1:open")
    assert "(หน้า 2/2)" in await officer.presses("อ่านต่อ")

    assert "(หน้า 2/2)" in await officer.presses("อื่น ๆ")


# outside bodies --------------------------------------------------------------------------


async def test_whom_a_case_is_referred_to_is_never_cut(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await officer.presses_data("c:1:open")
    asked = await officer.presses("ส่งต่อหน่วยงานอื่น")

    for body in town.agency.outside_bodies:
        assert f". {body.name}" in asked
    assert not any("…" in label for label in officer.labels)
    assert "สตง." in officer.labels
    await officer.presses("สตง.")
    assert "ถึง สำนักงานการตรวจเงินแผ่นดิน (สตง.)" in await officer.says("ส่งเรื่องให้แล้วค่ะ")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ป.ป.ช.", "ป.ป.ช."),
        ("สำนักงานการตรวจเงินแผ่นดิน (สตง.)", "สตง."),
        ("สำนักงานที่ยาวมากและไม่มีชื่อย่อเลย", "ข้อ 3"),
        (f"สำนักงานที่ยาวมาก ({'ย' * 30})", "ข้อ 3"),
        *((reason, reason if len(reason) <= LABEL_LIMIT else "ข้อ 3") for reason in REASONS),
    ],
)
def test_a_button_has_the_whole_name_its_short_one_or_its_number(name: str, label: str) -> None:
    assert label_of(2, name) == label


def test_bodies_that_cannot_be_reached_share_one_line() -> None:
    bodies = [
        OutsideBody("a", "หนึ่ง", "ทุจริต", "", None),
        OutsideBody("b", "สอง", "ร้องทุกข์", "1567", ""),
        OutsideBody("c", "สาม", "การเงิน", None, None),
    ]
    for outsides in (intake_texts.outsides, english_texts.outsides):
        lines = outsides(bodies)
        assert len(lines) == 4
        assert "1567" in lines[0]
        assert lines[-1].startswith("(")
        assert outsides(bodies[1:2]) == lines[:1]


async def test_the_check_names_bodies_without_a_contact_and_is_still_right(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, printed, warned = await desk("check")
    assert status == 0
    for body in town.agency.outside_bodies:
        assert body.name in warned
        assert body.name not in printed

    filled = [OutsideBody("a", "หนึ่ง", "ทุจริต", "1", "")]
    monkeypatch.setattr(
        cli, "load_agency", lambda path: replace(load_agency(path), outside_bodies=tuple(filled))
    )
    warned = (await desk("check"))[2]
    assert not [body.name for body in town.agency.outside_bodies if body.name in warned]


async def test_staff_search_and_take_leave_in_their_own_words(
    citizen: Person, officer: Person
) -> None:
    code = await citizen.files("ไฟดับทั้งซอย หมู่ 2")
    assert code in await officer.says("ค้นหา ไฟดับ")
    asked = await officer.says("/away")
    assert await officer.says("ยกเลิก")
    assert await officer.says("ขอลาพรุ่งนี้ครับ") == asked

    assert code not in await citizen.says("ค้นหา ไฟดับ")
    assert await citizen.says("ขอลาพรุ่งนี้ครับ") != asked
