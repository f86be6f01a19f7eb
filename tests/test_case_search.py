"""Filters and /find: everybody finds what they may see, and learns of nothing else."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data import audit, case_search
from data.case_moves import State
from data.case_search import MINE, NOBODY, SOMEBODY, Wanted
from data.cases import CaseKind
from handlers.message import Messenger
from handlers.officers.case_filters import CHANNELS, decode, encode, in_words
from handlers.officers.filtering import GROUPS
from handlers.turn import DATA_LIMIT
from tests.conversing import BRIBE, POTHOLE, Desk, Person, Town

TODAY = date(2026, 11, 30)
LIGHT = "ไฟดับทั้งซอย หมู่ 3"

wanteds = st.builds(
    Wanted,
    st.none() | st.sampled_from(CaseKind),
    st.none() | st.sampled_from(State),
    st.sampled_from(["", MINE, NOBODY, SOMEBODY]),
    st.booleans(),
    st.sampled_from(["", "2026-11", "2025-01"]),
    st.sampled_from(["", *CHANNELS]),
    st.booleans(),
)


LONGEST = Wanted(
    CaseKind.CORRUPTION, State.REFERRED_EXTERNAL, MINE, True, "2026-11", "google_form", True
)


@example(LONGEST, 999)
@given(wanteds, st.integers(0, 999))
def test_a_filter_fits_a_button_and_comes_back_whole(wanted: Wanted, page: int) -> None:
    data = encode(wanted, page)

    assert decode(data) == (wanted, page)
    longest = max(map(len, GROUPS))
    assert len(f"c:pick:{'x' * longest}:{encode(wanted)}") <= DATA_LIMIT
    assert len(f"c:only:{data}") <= DATA_LIMIT
    assert data.isascii()


@given(st.text())
def test_whatever_stands_in_a_button_or_is_typed_is_read_somehow(text: str) -> None:
    wanted, page = decode(text)
    assert page >= 0
    assert decode(encode(wanted, page)) == (wanted, page)
    in_words(text, TODAY)


@pytest.mark.parametrize(
    ("words", "wanted", "rest"),
    [
        ("ร้องทุกข์ ยังไม่มีผู้รับ", Wanted(CaseKind.GRIEVANCE, taken=NOBODY), ""),
        ("ทุจริต", Wanted(CaseKind.CORRUPTION), ""),
        ("รอผู้แจ้งตอบ line", Wanted(state=State.NEEDS_INFO, channel="line"), ""),
        ("เลยกำหนด พ.ย. 69", Wanted(late=True, month="2026-11"), ""),
        ("พฤศจิกายน 2569 โทรศัพท์", Wanted(month="2026-11", channel="phone"), ""),
        ("เดือนที่แล้ว รวมที่เสร็จแล้ว", Wanted(month="2026-10", finished=True), ""),
        ("11/2569", Wanted(month="2026-11"), ""),
        ("ฉันรับไว้ กล้วย", Wanted(taken=MINE), "กล้วย"),
        ("แก้ไขแล้ว รอปิด", Wanted(state=State.RESOLVED), ""),
    ],
)
def test_typed_filters_are_understood(words: str, wanted: Wanted, rest: str) -> None:
    assert in_words(words, TODAY) == (wanted, rest)


async def test_a_list_is_narrowed_by_typed_words_and_by_buttons(
    town: Town, citizen: Person, officer: Person
) -> None:
    pothole = await citizen.files()
    praise = await citizen.files("ขอบคุณค่ะ", "feedback")
    other = await town.citizen("malee", Messenger.TELEGRAM).files(LIGHT)
    await officer.presses_data("c:1:open")
    await officer.presses("รับไว้ทำเอง")

    listed = await officer.says("/cases ร้องทุกข์ ยังไม่มีผู้รับ")
    assert other in listed
    assert pothole not in listed
    assert praise not in listed
    assert "กรอง: ร้องทุกข์ · ยังไม่มีผู้รับ" in listed
    assert "ไม่เข้าใจคำว่า “กล้วย”" in await officer.says("/cases กล้วย")

    await officer.says("/cases")
    await officer.presses("กรอง")
    await officer.presses("ช่องทาง")
    listed = await officer.presses("LINE")
    assert pothole in listed
    assert other not in listed
    await officer.presses("กรอง")
    await officer.presses("ประเภท")
    listed = await officer.presses("ติชม เสนอแนะ")
    assert praise in listed
    assert pothole not in listed
    assert "ไม่มีเรื่องที่ตรง" in await officer.says("/cases เลยกำหนด")


async def test_a_filtered_list_has_pages(town: Town, citizen: Person, officer: Person) -> None:
    codes = [await citizen.files() for _ in range(9)]
    first = await officer.says("/cases ร้องทุกข์")
    assert codes[7] in first
    assert codes[8] not in first

    assert f"9. {codes[8]}" in await officer.presses("หน้าถัดไป")


async def test_a_case_is_found_by_the_beginning_of_its_code_and_by_words_in_it(
    town: Town, citizen: Person, officer: Person
) -> None:
    pothole, light = await citizen.files(), await citizen.files(LIGHT)
    assert light in await officer.says(f"/find {light[3:8].lower()}")
    assert light in await officer.says(f"/find {light}")

    found = await officer.says("/find ไฟดับ หมู่ 3")
    assert light in found
    assert pothole not in found
    assert "ค้นครบ 2 เรื่องที่คุณเห็นได้" in found
    await citizen.says(f"เขียน {pothole}")
    await citizen.says("ฝั่งตรงข้ามวัด")
    assert pothole in await officer.says("/find ตรงข้ามวัด")
    assert "ไม่พบเรื่องที่มีคำว่า" in await officer.says("/find น้ำประปา")
    assert "พิมพ์ /find ตามด้วย" in await officer.says("/find")


async def test_so_many_cases_are_looked_at_and_that_is_said(
    citizen: Person, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    light = await citizen.files(LIGHT)
    newer = await citizen.files("ไฟดับหน้าตลาด")
    monkeypatch.setattr(case_search, "LOOKED_AT", 1)
    found = await officer.says("/find ไฟดับ")

    assert newer in found
    assert light not in found
    assert "ค้นใน 1 เรื่องล่าสุด" in found


async def test_nobody_finds_or_guesses_a_secret_case_that_is_not_theirs(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    nothing = await officer.says("/find ZZZ")
    for words in (code, code[:6], "เรียกเงิน"):
        told = await officer.says(f"/find {words}")
        assert told.replace(words, "") == nothing.replace("ZZZ", "")
    assert code not in await officer.says("/cases ทุจริต")
    assert "แจ้งทุจริต" not in [*await labels_of_kinds(officer)]
    viewer = await town.officer("viewer", role="viewer")
    assert "ไม่พบเรื่อง" in await viewer.says(f"/find {code}")
    assert "สำหรับเจ้าหน้าที่" in await town.citizen("else").says(f"/find {code}")
    assert "สำหรับเจ้าหน้าที่" in await citizen.says("/cases ทุจริต")

    assert code in await handler.says(f"/find {code[:6]}")
    assert handler.replies[-1].confidential
    assert code in await handler.says("/cases ทุจริต")


async def labels_of_kinds(person: Person) -> list[str]:
    await person.presses_data("c:pick:kind:")
    return person.labels


async def test_words_are_not_looked_for_in_secret_cases_and_that_is_said(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    found = await handler.says("/find เรียกเงิน")

    assert "ไม่พบเรื่อง" in found
    assert "การค้นด้วยคำไม่เปิดเรื่องลับ" in found
    actions = [each.action for each in town.store.read_now(audit.recent, 20)]
    assert audit.Action.READ not in actions


async def test_the_desk_lists_by_filters_and_finds(
    town: Town, desk: Desk, citizen: Person, handler: Person
) -> None:
    assert handler
    secret = await citizen.files(BRIBE, "corruption")
    pothole, praise = await citizen.files(POTHOLE), await citizen.files("ขอบคุณ", "feedback")

    listed = (await desk("cases", "list", "--kind", "grievance", "--unassigned"))[1]
    assert pothole in listed
    assert praise not in listed
    assert secret not in (await desk("cases", "list", "--all"))[1]
    assert pothole in (await desk("cases", "list", "--state", "submitted", "--channel", "line"))[1]
    assert "ไม่มีเรื่องที่ตรง" in (await desk("cases", "list", "--late"))[1]
    assert (await desk("cases", "list", "--month", "x"))[0] == 2
    assert pothole in (await desk("cases", "list", "--find", "ถนน หมู่ 4"))[1]
    assert pothole in (await desk("cases", "list", "--find", pothole[:7]))[1]
    assert "ไม่พบเรื่อง" in (await desk("cases", "list", "--find", secret))[1]
