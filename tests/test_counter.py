"""Cases from other channels as conversations: written down step by step, with the promises counted
from the day they came in, and nobody to write to."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from data import audit, audit_proof, register, staff, times, written_dates
from data.case_clock import running
from data.case_entries import entries
from data.counter_cases import Channel
from data.times import BANGKOK, in_bangkok
from handlers.message import Messenger
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.thai import be_date
from tests.conversing import BRIBE, NO_PHOTO, POTHOLE, Desk, Person, Town

pytestmark = pytest.mark.usefixtures("quiet")

TODAY = date(2026, 11, 26)
CONTACT = "ป้าแดง 081-234-5678"


def long_ago(days: int = 20) -> date:
    """A day in Bangkok."""
    return clock.now().astimezone(BANGKOK).date() - timedelta(days=days)


def thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


async def write_down(
    person: Person,
    words: str = POTHOLE,
    kind: str = "ร้องทุกข์",
    channel: str = "โทรศัพท์",
    received: str = "วันนี้",
    contact: str = CONTACT,
) -> str:
    """A whole case; what is heard when it is saved."""
    assert "รับเรื่องนี้ทางไหน" in await person.says("/new")
    assert "ประเภทไหน" in await person.presses(channel)
    assert "เกิดอะไรขึ้น" in await person.presses(kind)
    assert "วันไหน" in await person.says(words)
    assert "แจ้งผลกลับได้ที่ใคร" in await person.says(received)
    assert "ตรวจก่อนบันทึก" in await person.says(contact)
    return await person.presses("บันทึก")


async def test_a_case_told_by_phone_is_written_down_step_by_step(
    town: Town, officer: Person
) -> None:
    heard = await write_down(officer)
    ((code, kind, state, chat, channel),) = town.rows(
        "select code, kind, state, chat, messenger from cases"
    )

    assert f"รหัส {code}" in heard
    assert (kind, state, chat, channel) == ("GRIEVANCE", "submitted", "", "phone")
    assert town.texts_of_cases() == [POTHOLE, CONTACT]
    shown = await officer.says(f"/case {code}")
    assert "รับทาง: โทรศัพท์" in shown
    assert f"ผู้แจ้ง: {POTHOLE}" in shown
    assert f"(แจ้งผลกลับได้ที่): {CONTACT}" in shown


async def test_every_step_offers_buttons_and_a_way_out(officer: Person) -> None:
    await officer.says("/new")
    assert officer.labels == [*CHANNEL_NAMES.values(), "ยกเลิก"]
    await officer.presses("เคาน์เตอร์")
    assert {"ร้องทุกข์", "แจ้งทุจริต", "ยกเลิก"} <= set(officer.labels)
    await officer.presses("ร้องทุกข์")
    assert officer.labels == ["ยกเลิก"]
    await officer.says(POTHOLE)
    assert officer.labels == ["วันนี้", "เมื่อวาน", "ยกเลิก"]
    await officer.presses("วันนี้")
    assert officer.labels == ["ไม่มี", "ยกเลิก"]
    await officer.presses("ไม่มี")
    assert officer.labels[0] == "บันทึก"
    assert officer.labels[-1] == "ยกเลิก"


async def test_the_promises_count_from_the_day_it_was_received(town: Town, officer: Person) -> None:
    day = long_ago()
    heard = await write_down(officer, received=thai(day))
    ((case_id, opened_at, updated_at),) = town.rows("select id, opened_at, updated_at from cases")

    assert f"นับกำหนดเวลาจาก {be_date(day)}" in heard
    assert in_bangkok(opened_at).date() == day
    assert in_bangkok(updated_at).date() > day
    clocks = town.store.read_now(running, case_id)
    assert clocks
    assert {in_bangkok(each.started_at).date() for each in clocks} == {day}
    assert clocks[0].due_on is not None
    assert clocks[0].due_on < long_ago(0)


@pytest.mark.parametrize("wrong", ["31/2/2569", "1/1/2699", "1/1/2500", "วันก่อน", "5"])
async def test_a_day_that_is_none_is_asked_again(town: Town, officer: Person, wrong: str) -> None:
    await officer.says("/new")
    await officer.presses("จดหมาย")
    await officer.presses("ร้องทุกข์")
    await officer.says(POTHOLE)

    assert "อ่านวันที่นี้ไม่ได้" in await officer.says(wrong)
    assert "แจ้งผลกลับได้ที่ใคร" in await officer.presses("เมื่อวาน")
    assert town.rows("select id from cases") == []


async def test_each_part_can_be_changed_before_it_is_saved(town: Town, officer: Person) -> None:
    await officer.says("/new")
    for label in ("Facebook", "ร้องทุกข์"):
        await officer.presses(label)
    await officer.says("ไฟดับ")
    await officer.presses("วันนี้")
    await officer.presses("ไม่มี")
    assert "ไฟดับ\nหน้าวัด" in await officer.says("หน้าวัด")
    await officer.presses("แก้ข้อความ")
    assert "ตรวจก่อนบันทึก" in await officer.says("ท่อแตก")
    await officer.presses("แก้ประเภท")
    await officer.presses("ติชม เสนอแนะ")
    await officer.says("บันทึก")

    assert town.rows("select kind, messenger from cases") == [("FEEDBACK", "facebook")]
    assert town.texts_of_cases() == ["ท่อแตก"]


@pytest.mark.parametrize("way_out", ["ยกเลิก", "/cancel"])
async def test_a_case_that_is_given_up_leaves_nothing(
    town: Town, officer: Person, way_out: str
) -> None:
    await officer.says("/new")
    await officer.presses("โทรศัพท์")
    await officer.presses("ร้องทุกข์")
    await officer.says(POTHOLE)

    assert "ไม่ได้บันทึกเรื่อง" in await officer.says(way_out)
    assert "ไม่มีเรื่องที่กำลังบันทึกอยู่" in await officer.presses_data("n:save")
    assert town.rows("select id from cases") == []


async def test_saving_twice_saves_once(town: Town, officer: Person) -> None:
    await write_down(officer)

    assert "ไม่มีเรื่องที่กำลังบันทึกอยู่" in await officer.presses_data("n:save")
    assert len(town.rows("select id from cases")) == 1


async def test_nothing_is_saved_before_everything_is_known(town: Town, officer: Person) -> None:
    await officer.says("/new")
    await officer.presses("โทรศัพท์")

    assert "ประเภทไหน" in await officer.presses_data("n:save")
    assert town.rows("select id from cases") == []


async def test_colleagues_are_alerted_but_not_who_wrote_it_down(
    town: Town, officer: Person
) -> None:
    colleague = await town.officer("colleague")
    heard = await write_down(officer)

    assert "เรื่องใหม่: ร้องทุกข์" in colleague.news()
    assert "เรื่องใหม่:" not in heard + officer.news()


# rights ----------------------------------------------------------------------------------


async def test_who_is_no_staff_is_told_what_every_stranger_is_told(
    town: Town, citizen: Person
) -> None:
    stranger = await citizen.says("/cases")

    assert await citizen.says("/new") == stranger
    assert await citizen.presses_data("n:start") == stranger
    assert await citizen.presses_data("n:channel:phone") == stranger


async def test_a_viewer_writes_nothing_down(town: Town) -> None:
    viewer = await town.officer("viewer", role="viewer")

    assert "บันทึกเรื่องไม่ได้" in await viewer.says("/new")
    assert "บันทึกเรื่องไม่ได้" in await viewer.presses_data("n:channel:phone")


async def test_who_loses_access_in_between_saves_nothing(town: Town, officer: Person) -> None:
    await officer.says("/new")
    await officer.presses("โทรศัพท์")
    await officer.presses("ร้องทุกข์")
    town.dismiss(officer)

    assert "สำหรับเจ้าหน้าที่" in await officer.says(POTHOLE)
    assert "สำหรับเจ้าหน้าที่" in await officer.presses_data("n:save")
    assert town.rows("select id from cases") == []


async def test_cases_are_not_written_down_in_groups(town: Town, officer: Person) -> None:
    group = Person(town, officer.name, Messenger.TELEGRAM, group=True)

    assert "แชตส่วนตัวเท่านั้น" in await group.says("/new")


async def test_corruption_at_the_counter_is_shown_the_safe_way_and_kept_nowhere(
    town: Town, officer: Person, handler: Person
) -> None:
    await officer.says("/new")
    await officer.presses("เคาน์เตอร์")
    told = await officer.presses("แจ้งทุจริต")

    assert "เฉพาะผู้ที่ได้รับแต่งตั้ง" in told
    assert "ป.ป.ช." in told
    assert "ไม่มีเรื่องที่กำลังบันทึกอยู่" in await officer.presses_data("n:save")
    assert town.rows("select id from cases") == []
    assert handler.news() == ""


async def test_a_named_handler_writes_corruption_down_in_confidence(
    town: Town, officer: Person, handler: Person
) -> None:
    other = await town.officer("other", corruption=True)
    await write_down(handler, BRIBE, "แจ้งทุจริต", "จดหมาย")

    assert town.rows("select kind, level, messenger from cases") == [("CORRUPTION", 2, "letter")]
    assert all(reply.confidential for reply in handler.replies[-4:])
    alert = other.news()
    assert "มีเรื่องใหม่ที่คุณได้รับแต่งตั้งให้ดูแล" in alert
    assert BRIBE not in alert
    assert officer.news() == ""


async def test_a_grievance_that_sounds_like_corruption_is_warned_of(officer: Person) -> None:
    await officer.says("/new")
    await officer.presses("เคาน์เตอร์")
    await officer.presses("ร้องทุกข์")
    await officer.says(BRIBE)
    await officer.presses("วันนี้")

    assert "อาจเกี่ยวกับการทุจริต" in await officer.presses("ไม่มี")


# nobody to write to ----------------------------------------------------------------------


async def test_the_officer_s_answer_stays_in_the_case_and_says_who_must_tell_the_reporter(
    town: Town, officer: Person
) -> None:
    await write_down(officer)
    await officer.presses_data("c:1:open")
    await officer.presses("ตอบผู้แจ้ง")
    assert "ต้องแจ้งผู้แจ้งเองด้วยวิธีอื่น" in await officer.says("จะไปซ่อมวันจันทร์")
    told = await officer.presses("ส่ง")
    assert "ส่งถึงผู้แจ้งไม่ได้ เพราะรับเรื่องทางโทรศัพท์" in told
    assert "แจ้งผู้แจ้งเองด้วยวิธีอื่น" in told
    assert "จะไปซ่อมวันจันทร์" in town.texts_of_cases()

    await officer.presses_data("c:1:as-resolved:2")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    assert "ปิดเรื่อง" in await officer.presses("ส่ง")
    assert town.rows("select state from cases") == ["closed"]


async def test_the_desk_says_so_too(town: Town, desk: Desk, officer: Person) -> None:
    await write_down(officer)
    (code,) = town.rows("select code from cases")

    assert "แจ้งผู้แจ้งเองด้วยวิธีอื่น" in (await desk("cases", "answer", code, "จะไปซ่อม"))[1]


async def test_no_chat_finds_a_case_of_the_counter(
    town: Town, officer: Person, citizen: Person
) -> None:
    await write_down(officer)
    (code,) = town.rows("select code from cases")

    assert POTHOLE not in await citizen.says(f"สถานะ {code}")
    assert town.store.read_now(register.of_reporter, citizen.chat, code) is None


async def test_writing_it_down_is_in_the_audit_trail(town: Town, officer: Person) -> None:
    await write_down(officer)
    member = town.store.read_now(staff.of_chat, officer.chat)
    assert member is not None
    (case_id,) = town.rows("select id from cases")
    (row,) = town.store.read_now(audit.of_case, case_id)

    assert (row.actor, row.action, row.detail) == (str(member.id), "registered", "phone")
    assert town.store.read_now(audit_proof.verify) == []


async def test_words_and_contact_are_sealed(town: Town, officer: Person) -> None:
    await write_down(officer)
    (case_id,) = town.rows("select id from cases")
    kinds = [entry.kind for entry in town.store.read_now(entries, case_id)]
    await town.close()
    kept = town.store.path.read_bytes()
    town.open()

    assert kinds == ["report", "contact"]
    assert POTHOLE.encode() not in kept
    assert "ป้าแดง".encode() not in kept


# the terminal ----------------------------------------------------------------------------


async def test_a_case_is_written_down_in_the_terminal(
    town: Town, desk: Desk, officer: Person
) -> None:
    day = long_ago(3)
    status, out, _ = await desk(
        *("cases", "new", "--channel", "counter", "--kind", "grievance", "--text", POTHOLE),
        *("--received", f"{day.year + 543}-{day.month:02}-{day.day:02}", "--contact", CONTACT),
    )
    ((case_id, code, channel, opened_at),) = town.rows(
        "select id, code, messenger, opened_at from cases"
    )

    assert status == 0
    assert code in out
    assert (channel, in_bangkok(opened_at).date()) == (Channel.COUNTER, day)
    assert town.texts_of_cases() == [POTHOLE, CONTACT]
    (row,) = town.store.read_now(audit.of_case, case_id)
    assert (row.actor, row.action) == ("operator", "registered")
    assert town.rows("select count(*) from outbox where state = 'waiting'") != [0]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("--kind", "corruption"), "เฉพาะผู้ที่ได้รับแต่งตั้ง"),
        (("--text", "  "), "--text"),
        (("--received", "31/2/2569"), "--received"),
        (("--contact", "x" * 301), "ยาวเกินไป"),
    ],
)
async def test_what_the_terminal_cannot_write_down_is_said(
    town: Town, desk: Desk, changed: tuple[str, ...], told: str
) -> None:
    usual = ("cases", "new", "--channel", "phone", "--kind", "grievance", "--text", POTHOLE)
    status, out, complaints = await desk(*usual, *changed)

    assert (status, out) == (2, "")
    assert told in complaints
    assert town.rows("select id from cases") == []


# dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        *("20/11/2569", "20-11-69", "๒๐/๑๑/๒๕๖๙", "2569-11-20", "2026-11-20", "20/11/2026"),
        *("20 พ.ย. 2569", "20 พฤศจิกายน 2569", "วันที่ 20 พฤศจิกายน พ.ศ. 2569", "20 พย 69"),
    ],
)
def test_a_day_may_be_written_in_many_ways(words: str) -> None:
    assert written_dates.day(words, TODAY) == date(2026, 11, 20)


@given(st.dates(date(2017, 1, 1), TODAY), st.booleans())
def test_every_day_is_read_as_it_is_written(day: date, buddhist: bool) -> None:
    year = day.year + 543 * buddhist
    for words in (f"{day.day}/{day.month}/{year}", f"{year}-{day.month:02}-{day.day:02}"):
        assert written_dates.day(words, TODAY) == day
    assert written_dates.day(be_date(day), TODAY) == day


@given(st.text(alphabet="0123456789/-:. ,๐๑พยคGMT+ก่อนเที่ยงน", max_size=30))
def test_no_words_make_a_day_to_come(words: str) -> None:
    now = datetime(2026, 11, 26, 9, 0, tzinfo=BANGKOK)
    day, at = written_dates.day(words, TODAY), written_dates.moment(words, now)

    assert day is None or day <= TODAY
    assert at is None or times.stamp(at) <= times.stamp(now)
