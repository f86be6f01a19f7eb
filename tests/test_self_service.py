"""Self-service: what is kept about one's chat is shown there, and forgotten where one asks."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.retention import forget_daily
from data import audit, forgetting, times
from data.agency import load_agency
from data.toml_file import DatasetError
from handlers.message import Messenger
from tests.conversing import AGENCY, BRIBE, POTHOLE, Desk, Person, Town
from tests.sealed_things import files_of
from tests.test_anonymous import reports
from tests.test_case_keys import forms
from tests.test_privacy import everything_kept
from tests.test_reopening import close

pytestmark = pytest.mark.usefixtures("quiet")

SECRET = "เสียงเครื่องจักรบ้านยายแม้นดังทั้งคืน"
UNFINISHED = "เรื่องน้ำประปาตาปลั่งยังไม่ไหล"


def copy_in(person: Person) -> dict[str, object]:
    """The file that arrived last."""
    (content,) = [reply.file.content for reply in person.replies[-2:] if reply.file]
    found = json.loads(content)
    assert isinstance(found, dict)
    return found


def acts(town: Town) -> list[tuple[str, str]]:
    rows = town.store.read_now(audit.recent, 100)[::-1]
    return [(row.actor, row.action) for row in rows]


async def is_night(town: Town) -> None:
    """The nightly retention, once."""

    class Morning(Exception):
        pass

    async def sleep(_: float) -> None:
        raise Morning

    with pytest.raises(Morning):
        await forget_daily(town.store, town.agency.retention, sleep=sleep)


# a copy ----------------------------------------------------------------------------------


async def test_on_telegram_a_summary_and_a_file_say_all_that_is_kept_about_the_chat(
    town: Town, officer: Person, handler: Person
) -> None:
    person = town.citizen("maen", Messenger.TELEGRAM)
    code = await person.files(SECRET, photo=True)
    secret = await person.files(BRIBE, "corruption")
    await person.presses("เรื่องของฉัน")
    await person.presses("ขอข้อมูลของฉัน")
    summary, file = person.replies[-2:]

    for part in (code, secret, "2 เรื่อง", "1 ไฟล์", "my-data.json"):
        assert part in summary.text
    copied = json.dumps(copy_in(person), ensure_ascii=False)
    for part in (code, secret, SECRET, BRIBE):
        assert part in copied
    assert summary.confidential
    assert file.confidential
    assert file.once
    sent = town.offices[Messenger.TELEGRAM].delivered[-1]
    assert [stored.name for _, stored in sent.files] == ["my-data.json"]
    assert SECRET in sent.files[0][1].content.decode()
    assert acts(town)[-2:] == [("citizen", "exported")] * 2


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.WEB])
async def test_where_no_file_can_be_sent_it_stands_in_the_chat(
    town: Town, officer: Person, messenger: Messenger
) -> None:
    person = town.citizen("maen", messenger)
    code = await person.files(SECRET)
    told = await person.says("ขอดูข้อมูลของฉัน")

    assert f"รหัสเรื่อง: {code}" in told
    assert SECRET in told
    assert "my-data.json" not in told
    assert len(person.replies[-2:]) == 2


async def test_nobody_elses_case_and_no_note_for_the_file_is_in_it(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(POTHOLE)
    await officer.presses_data("c:1:internal:1")
    await officer.says("ผู้แจ้งคนนี้แจ้งบ่อย")
    other = town.citizen("other")
    theirs = await other.files(SECRET)
    told = await citizen.says("ขอข้อมูลของฉัน")

    for part in ("แจ้งบ่อย", theirs, SECRET):
        assert part not in told
    assert POTHOLE in told


async def test_a_long_copy_ends_by_saying_whom_to_ask_for_the_rest(
    town: Town, citizen: Person, officer: Person
) -> None:
    for _ in range(4):
        await citizen.files("ถนนพังมาก " * 400)
    told = await citizen.says("ขอข้อมูลของฉัน")

    assert "ยาวเกินกว่าจะแสดง" in told
    assert "ยังไม่ได้ระบุผู้ดูแลข้อมูลส่วนบุคคล" in told


async def test_it_is_given_once_a_day_in_private_and_kept_nowhere(
    town: Town, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = town.citizen("visitor", Messenger.WEB)
    await citizen.files(SECRET)
    await citizen.says("ขอข้อมูลของฉัน")
    refused = await citizen.says("ขอข้อมูลของฉัน")
    group = town.citizen("group", Messenger.TELEGRAM, group=True)
    await town.restart()

    assert "วันละครั้ง" in refused
    assert SECRET not in refused
    assert SECRET not in await group.presses_data("f:my-data")
    assert "รหัสเรื่อง" in everything_kept(town)
    assert "เก็บเกี่ยวกับแชตนี้" not in everything_kept(town)
    tomorrow = clock.now() + timedelta(hours=27)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert SECRET in await citizen.says("ขอข้อมูลของฉัน")


@pytest.mark.parametrize(
    "words",
    [
        *("เก็บข้อมูลอะไรของฉันไว้บ้าง", "เก็บข้อมูลอะไรของผมไว้บ้างครับ", "เก็บข้อมูลอะไรของฉันไว้"),
        *("มีข้อมูลอะไรของหนูบ้างคะ", "รู้อะไรเกี่ยวกับผมบ้าง", "เก็บอะไรของลุงไว้"),
    ],
)
async def test_whoever_asks_what_is_kept_of_them_is_shown_it(citizen: Person, words: str) -> None:
    assert "เก็บเกี่ยวกับแชตนี้" in await citizen.says(words)


@pytest.mark.parametrize("words", ["ขอให้ลบข้อมูลของฉัน", "ช่วยลบข้อมูลของป้าทั้งหมดค่ะ", "ลบข้อมูล"])
async def test_whoever_filed_nothing_is_not_told_that_nothing_is_being_written(
    citizen: Person, words: str
) -> None:
    assert "ยังไม่ได้ลบอะไร" in await citizen.says(words)
    assert "ขอให้ลืมฉัน" in citizen.labels


async def test_in_english_too(town: Town, officer: Person) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    told = await visitor.says("my data")
    asked = await visitor.says("forget me")
    done = await visitor.presses("Yes, forget me")

    assert "What" in told
    assert "keeps about this chat" in told
    assert "nothing is deleted until you confirm" in asked
    assert "You are forgotten" in done


# being forgotten -------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ขอลบข้อมูล", "ลบเรื่องได้ไหม", "ขอลบข้อมูลของฉัน", "ขอให้ลืมฉัน"])
async def test_whoever_asks_in_words_is_led_there_and_nothing_is_deleted_by_asking(
    town: Town, citizen: Person, officer: Person, words: str
) -> None:
    code = await citizen.files(SECRET)
    assert "ยังไม่ได้ลบอะไร" in await citizen.says(words)
    if "ยืนยันให้ลืมฉัน" not in citizen.labels:
        await citizen.presses("ขอให้ลืมฉัน")
    told = citizen.replies[-1].text

    for part in (code, "จะถอนและปิดไปด้วย", "ตัวเลขสถิติ", "30 วัน", "กู้คืนไม่ได้"):
        assert part in told
    assert town.texts_of_cases() == [SECRET]


async def test_at_the_second_press_words_files_and_address_are_gone_and_the_numbers_stay(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files(SECRET, photo=True)
    await close(officer)
    second = await citizen.files(POTHOLE)
    await citizen.presses_data("f:start:feedback")
    await citizen.says(UNFINISHED)
    officer.news()
    await citizen.says("ขอให้ลืมฉัน")
    done = await citizen.presses("ยืนยันให้ลืมฉัน")
    await town.restart()

    assert "ลืมแล้ว" in done
    assert town.rows("select state from cases order by opened_at") == ["closed", "withdrawn"]
    assert town.rows("select distinct chat from cases") == [""]
    assert town.rows("select chat from chat") == [officer.chat]
    assert town.texts_of_cases() == []
    kept = everything_kept(town)
    for words in (SECRET, POTHOLE, UNFINISHED):
        assert words not in kept
    assert f"ถอนเรื่อง {second}" in officer.news()
    assert code not in await citizen.says("เรื่องของฉัน")
    assert acts(town)[-2:] == [("citizen", "erased")] * 2


async def test_when_night_has_come_no_page_keeps_a_trace(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files(SECRET)
    await citizen.presses_data("f:forget")
    await citizen.presses("ยืนยันให้ลืมฉัน")
    assert town.rows("select chat from forget_request") == [""]
    await is_night(town)

    held = files_of(town.store)
    assert not any(form in held for form in forms(SECRET))
    assert town.rows("select 1 from forget_request") == []


async def test_an_open_inquiry_stays_the_request_is_kept_and_told_and_done_when_it_may_be(
    town: Town, citizen: Person, handler: Person, desk: Desk
) -> None:
    chief = await town.officer("somchart", role="administrator")
    plain = await citizen.files(SECRET)
    secret = await citizen.files(BRIBE, "corruption")
    chief.news()
    asked = await citizen.says("ขอให้ลืมฉัน")
    done = await citizen.presses("ยืนยันให้ลืมฉัน")
    alert = chief.news()

    assert f"{secret} เพราะยังตรวจสอบอยู่" in asked
    assert f"ที่ยังต้องเก็บ: {secret}" in done
    assert plain not in done
    assert town.texts_of_cases() == [BRIBE]
    assert "มีผู้ขอให้ลบข้อมูล" in alert
    for content in (secret, BRIBE, "ทุจริต", "LINE"):
        assert content not in alert
    assert ("citizen", "forget_asked") in acts(town)
    status, listed, _ = await desk("privacy", "requests")
    assert status == 0
    assert "1 ราย" in listed
    assert secret not in listed
    await is_night(town)
    assert town.texts_of_cases() == [BRIBE]

    await handler.presses_data("c:2:open")
    await handler.presses_data("c:2:as-unsubstantiated:99")
    await handler.says("ตรวจแล้วไม่พบ")
    await handler.presses("ส่ง")
    await is_night(town)
    assert town.texts_of_cases() == []
    assert citizen.chat not in town.rows("select chat from chat")
    assert "ไม่มีคำขอ" in (await desk("privacy", "requests"))[1]


async def test_what_a_legal_hold_keeps_stays_until_it_is_lifted(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    code = await citizen.files(SECRET)
    await close(officer)
    await desk("privacy", "hold", code, "--reason", "หนังสือศาล")
    await citizen.presses_data("f:forget")
    await citizen.presses("ยืนยันให้ลืมฉัน")
    assert SECRET in town.texts_of_cases()
    await desk("privacy", "unhold", code, "--reason", "คดีจบ")
    await desk("privacy", "retain")

    assert town.texts_of_cases() == []


async def test_who_must_not_know_of_the_inquiry_does_not_hear_of_the_request(
    town: Town, citizen: Person, handler: Person
) -> None:
    accused = await town.officer("สมชาติ ใจกล้า", role="administrator")
    await citizen.files("นายสมชาติเรียกเงินตอนขอใบอนุญาต", "corruption")
    accused.news()
    await citizen.presses_data("f:forget")
    await citizen.presses("ยืนยันให้ลืมฉัน")

    assert accused.news() == ""


async def test_a_case_by_receipt_is_no_part_of_the_chat_that_is_forgotten(
    town: Town, citizen: Person, handler: Person
) -> None:
    receipt = await reports(citizen)
    await citizen.presses_data("f:forget")
    assert "ลืมแล้ว" in await citizen.presses("ยืนยันให้ลืมฉัน")

    assert "เรื่องตามใบรับ" in await citizen.says(f"ใบรับ {receipt}")


async def test_staff_are_not_forgotten_by_a_button(town: Town, officer: Person) -> None:
    assert "เจ้าหน้าที่" in await officer.presses_data("f:forget")
    await officer.presses_data("f:forgotten")

    assert "เรื่องที่รออยู่" in await officer.says("/cases")
    assert town.rows("select 1 from forget_request") == []


def test_a_person_without_anything_is_forgotten_all_the_same(town: Town) -> None:
    at = times.stamp(clock.now())
    assert town.store.write_now(forgetting.forget, "nobody", at)


# whom to ask -----------------------------------------------------------------------------

WHOM = 'name = "นิติกร สำนักปลัด"\nphone = "056-555-019"\nemail = "dpo@borang.example"'


def agency_with(tmp_path: Path, written: str) -> Path:
    text = AGENCY.read_text("utf-8")
    start = text.index("[data_protection]")
    end = text.index("[promises]")
    path = tmp_path / "agency.toml"
    path.write_text(f"{text[:start]}[data_protection]\n{written}\n{text[end:]}", "utf-8")
    return path


async def test_the_notice_names_the_contact_as_configured_and_says_so_where_none_is(
    town: Town, citizen: Person, tmp_path: Path
) -> None:
    assert "ยังไม่ได้ระบุตัวผู้ดูแล" in await citizen.says("ความเป็นส่วนตัว")
    assert {"ขอข้อมูลของฉัน", "ขอให้ลืมฉัน"} <= set(citizen.labels)
    await town.close()
    town.agency = load_agency(agency_with(tmp_path, WHOM))
    town.open()
    told = await citizen.says("ความเป็นส่วนตัว")

    assert "นิติกร สำนักปลัด 056-555-019 dpo@borang.example" in told
    assert "ยังไม่ได้ระบุตัว" not in told


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('phone = "056-555-019"', "data_protection.name"),
        ('name = "นิติกร"', "data_protection.phone"),
        ('name = "นิติกร"\nemail = "somewhere"', "data_protection.email"),
        ('name = "นิติกร"\nphone = "โทรมา"', "data_protection.phone"),
        ('name = "นิติกร"\nfax = "1"', "data_protection.fax"),
    ],
)
def test_a_contact_that_cannot_be_reached_is_a_problem(
    tmp_path: Path, written: str, problem: str
) -> None:
    with pytest.raises(DatasetError) as raised:
        load_agency(agency_with(tmp_path, written))

    assert any(problem in each for each in raised.value.problems)


async def test_the_check_says_that_nobody_is_named(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, complaint = await desk("check")
    assert status == 0
    assert "data_protection" in complaint
    path = agency_with(tmp_path, WHOM)
    text = path.read_text("utf-8")
    whole = str(AGENCY.parent.parent / "datasets" / "borang")
    path.write_text(text.replace("../datasets/borang", whole), "utf-8")
    monkeypatch.setenv("AGENCY", str(path))

    assert "data_protection" not in (await desk("check"))[2]
