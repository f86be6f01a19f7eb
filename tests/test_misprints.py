"""The corrections register: every misprint with its reason, and nothing changed without one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.dataset import Year, load_dataset
from data.published import Correction
from tests.dataset_copy import PUBLISHED, DatasetCopy, problems_of

MISPRINTS = [
    # the agency's name
    *("บ่ออรั้ง", "บ่อเรียง", "บ่อไร่", "บ่อริง", "ปอรั้ง", "อปท.", "ต.บ่อริง", "มอเห็น", "มอทุกคน"),
    # codes and numbers
    *("ei2", "๐34", "๐1-", "O11", "O43", "(๐6-๐10)", "86.93", "00.00"),
    # letters misread, words lost, doubled or added
    *("ประพฤตินิยมชอบ", "เจตนาธรรมเนียม", "จากการศึกษาปฏิบัติ", "การศึกษาคุณาน", "ทำระส่วนตัว"),
    *("ตามมาตราให้", "มาตรฐานส่งเสริม", "จนจุดให้บริการ", "จัดงักกล่าว", "ข้อเสนอนะที่โต้แจ้งเวียน"),
    *("จัดหาวัสดุ", "ติดต่อก", "faecbook", "กระชับ", "ติดตามวิทยากร", "ตั้งรายละเอียด", "สม่าเสมอ"),
    *("ยังมีปรับปรุง", "บุคลากรภายในหรือ", "ทรัพย์สินของขวัญ", "อย่างอย่าง", "กระบวนการการ", "ผู้รับฟัง"),
    *("พัฒนาระดับ", "เพื่อความอำนวย", "ตรวจสอบใช้", "เกิดพบว่า", "อินโฟกราฟฟิก", "ปรับปรุงระบบการทำงาน"),
    # what belongs elsewhere
    *("ตัวชี้วัดที่ 2 การใช้อำนาจ", "ตัวชี้วัดที่ 2 การใช้งบประมาณ", "แบบวัด IT", "1. IIT"),
]


@pytest.fixture
def published(tmp_path: Path) -> DatasetCopy:
    return DatasetCopy.make(tmp_path)


@pytest.fixture(scope="module")
def year() -> Year:
    return load_dataset(PUBLISHED).years[0]


def clean_texts(year: Year) -> Iterator[str]:
    """Everything that people read."""
    yield from (item.text or "" for item in year.items)
    yield from (indicator.name for indicator in year.indicators)
    for topic in year.topics:
        yield topic.title
        yield from (text for each in topic.findings for text in (each.heading, each.text))
    for row in year.measures:
        yield from (row.heading, *row.actions, row.office, row.position, *row.steps)
    if year.limitation:
        yield year.limitation.text


# misprints --------------------------------------------------------------------------------


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_a_misprint_stands_in_the_register_and_in_nothing_that_people_read(
    year: Year, misprint: str
) -> None:
    assert any(misprint in entry.printed for entry in year.corrections)
    assert not [text for text in clean_texts(year) if misprint in text]
    assert not [score for score in year.scores if misprint == f"{score.points:.2f}"]


def test_every_code_that_people_read_begins_with_a_small_latin_letter(year: Year) -> None:
    for text in clean_texts(year):
        assert not re.search("[๐O0][0-9]", text.replace("100", "")), text


def test_only_what_the_report_proves_is_certain(year: Year) -> None:
    certain = {entry.printed: entry.certain for entry in year.corrections}

    assert certain["86.93"]
    assert certain["ei2"]
    assert not certain["บุคลากรภายในหรือภาคเอกชน"]
    assert not certain["ติดตามวิทยากรเพื่อ"]


def test_the_item_without_a_wording_says_so_and_none_is_invented(year: Year) -> None:
    unworded = [item for item in year.items if item.text is None]

    assert [item.code for item in unworded] == ["i23"]
    assert unworded[0].note == "รายงานพิมพ์คะแนนของข้อนี้ แต่ไม่พิมพ์ข้อคำถาม"
    assert any(entry.place.endswith("ข้อ i23") for entry in year.corrections)


def test_without_any_one_entry_of_the_register_its_place_is_named(year: Year) -> None:
    needed = [entry for entry in year.corrections if changes_what_people_read(entry, year)]
    assert len(needed) > 90

    for entry in needed:
        rest = tuple(each for each in year.corrections if each is not entry)
        assert entry.place in problems_of(replace(year, corrections=rest)), entry


def changes_what_people_read(entry: Correction, year: Year) -> bool:
    """Not where it changes spaces alone, or a place of which the dataset has no text."""
    if entry.printed.replace(" ", "") == entry.corrected.replace(" ", ""):
        return False
    texts = {item.place for item in year.items} | {row.place for row in year.measures}
    in_a_finding = re.fullmatch(r"ประเด็นที่ \d ข้อวิเคราะห์ที่ \d", entry.place) is not None
    return in_a_finding or entry.place in texts or entry.printed == "86.93"


@pytest.mark.parametrize(
    ("place", "printed", "corrected"),
    [
        ("ประเด็นที่ 1 ข้อวิเคราะห์ที่ 1", "คำที่ไม่มีในรายงาน", "คำอื่น"),
        ("ประเด็นที่ 1 ตาราง IIT ข้อ i1", "บ่อไร่", "บ่อรัง"),
        ("ส่วนที่ 2 ตารางมาตรการ แถว 7", "สม่าเสมอ", "สม่ำเสมอ"),
        ("ตาราง IIT ข้อ i1", "88.43", "98.43"),
        ("ตาราง IIT ข้อ i1", "98.43", "99.43"),
    ],
)
def test_an_entry_of_the_register_that_corrects_nothing_is_named(
    year: Year, place: str, printed: str, corrected: str
) -> None:
    entry = Correction(2566, place, printed, corrected, "เพราะ", True)

    found = problems_of(replace(year, corrections=(*year.corrections, entry)))

    assert f"{place}: ทะเบียนแก้ “{printed}”" in found


# texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("items.csv", ",ท่านเคยเข้าไปมีส่วนร่วม", ",ท่านได้เข้าไปมีส่วนร่วม", "ประเด็นที่ 5 ตาราง IIT ข้อ i8"),
        ("items.csv", ",i8ท่านเคย", ",i8ท่านได้", "ประเด็นที่ 5 ตาราง IIT ข้อ i8"),
        ("topics.toml", "\nวิเคราะห์การให้บริการ โดย", "\nวิเคราะห์ โดย", "ประเด็นที่ 2 ข้อวิเคราะห์ที่ 1"),
        ("topics.toml", '"วิเคราะห์การให้บริการ"', '"วิเคราะห์บริการ"', "ประเด็นที่ 2 ข้อวิเคราะห์ที่ 1 heading"),
        ("measures.toml", '"กลไกและมาตรการ', '"มาตรการ', "ส่วนที่ 2 ตารางมาตรการ แถว 7 heading"),
        ("measures.toml", '"จัดทำข้อมูล', '"ทำข้อมูล', "ส่วนที่ 2 ตารางมาตรการ แถว 7 actions"),
        ("measures.toml", '"นิติกร"', '"นักนิติการ"', "ส่วนที่ 2 ตารางมาตรการ แถว 1.1 office, position"),
        ("measures.toml", '"กองคลัง"', '"กองช่าง"', "ส่วนที่ 2 ตารางมาตรการ แถว 4 office, position"),
        ("measures.toml", '"แจ้งเวียน', '"แจ้ง', "ส่วนที่ 2 ตารางมาตรการ แถว 6 steps"),
        ("measures.toml", "2023-10-01", "2023-10-02", "ส่วนที่ 2 ตารางมาตรการ แถว 3 start, end"),
        ("measures.toml", "2024-09-30", "2025-09-30", "ส่วนที่ 2 ตารางมาตรการ แถว 5 start, end"),
        ("measures.toml", "| กองคลัง เจ้า", "กองคลัง เจ้า", "ส่วนที่ 2 ตารางมาตรการ แถว 5: verbatim"),
        ("limitations.toml", 'text = "หน่วยงานไม่มี', 'text = "หน่วยงานมี', "ส่วนที่ 3"),
    ],
)
def test_a_text_that_differs_from_the_print_without_an_entry_is_named_by_its_place(
    published: DatasetCopy, name: str, old: str, new: str, place: str
) -> None:
    published.write(name, old, new)

    report = published.check()

    assert not report.ok
    assert any(problem.startswith(f"2566 {place}") for problem in report.problems), report.problems


def test_a_changed_text_is_shown_where_it_parts_from_the_print(published: DatasetCopy) -> None:
    published.write("items.csv", ",ท่านเคยเข้าไปมีส่วนร่วม", ",ท่านได้เข้าไปมีส่วนร่วม")

    (problem,) = published.check().problems
    assert "“i8ท่านได้เข้าไปมีส่วนร่วม" in problem
    assert "“i8ท่านเคยเข้าไปมีส่วนร่วม" in problem


def test_spaces_and_line_breaks_need_no_entry(published: DatasetCopy) -> None:
    published.write("items.csv", ",ท่านเคยเข้าไปมีส่วนร่วม", ",ท่านเคย เข้าไปมีส่วนร่วม")
    published.write("limitations.toml", 'text = "หน่วยงานไม่มี', 'text = "หน่วยงาน\\nไม่มี')

    assert published.check().ok
