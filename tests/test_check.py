"""The check of the dataset: every number recomputes, what is missing is counted."""

import re
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from data.check import AGREES, DISAGREES, EXPLAINED, NOT_PRINTED, Line, check, render
from data.dataset import Dataset, Year, load_dataset
from data.published import Score
from tests.dataset_copy import PUBLISHED, DatasetCopy, problems_of


@pytest.fixture
def published(tmp_path: Path) -> DatasetCopy:
    return DatasetCopy.make(tmp_path)


@pytest.fixture(scope="module")
def year() -> Year:
    return load_dataset(PUBLISHED).years[0]


# the published year -----------------------------------------------------------------------


def test_everything_published_agrees_or_is_explained(published: DatasetCopy) -> None:
    report = published.check()

    assert report.ok, render(report)
    verdicts = {line.verdict for line in report.lines}
    assert verdicts == {AGREES, EXPLAINED, NOT_PRINTED}
    assert len([line for line in report.lines if line.verdict == AGREES]) == 22


def test_the_report_is_complete(published: DatasetCopy) -> None:
    counts = "\n".join(published.check().counts)

    for expected in ("ข้อ i 30", "ข้อ e (สองส่วน) 15", "ข้อ o 43", "ตัวชี้วัด 10", "ตัวชี้วัดย่อย 7"):
        assert expected in counts
    for expected in ("ประเด็น 7", "ข้อวิเคราะห์ 14", "มาตรการ 9", "คะแนน 125 ตัว", "102 แห่ง", "i23"):
        assert expected in counts


def test_the_table_shows_printed_recomputed_corrected_and_verdict(published: DatasetCopy) -> None:
    heading, _, *rows = render(published.check()).splitlines()

    assert heading.split() == ["ปี", "แบบวัด", "รหัส", "ที่พิมพ์", "คำนวณได้", "ที่แก้", "ผล"]
    cells = [re.split(" {2,}", row) for row in rows]
    assert ["2566", "ALL", "total", "96.46", "96.46", AGREES] in cells
    assert ["2566", "EIT", "EIT", "96.475", NOT_PRINTED] in cells
    assert ["2566", "EIT_PUBLIC", "e9", "86.93", "96.87-96.96", "96.93", EXPLAINED] in cells
    assert ["2566", "OIT", "o43", "00.00", "0.00-0.02", "0.00", EXPLAINED] in cells


def test_loading_and_checking_take_a_fraction_of_what_a_start_may(published: DatasetCopy) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        published.check()
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < 0.15


# numbers ----------------------------------------------------------------------------------


def test_any_score_that_is_wrong_by_a_point_fails(year: Year) -> None:
    for wrong in year.scores:
        points = wrong.points + (1 if wrong.points <= 50 else -1)
        changed = replace(wrong, points=points, printed=f"{points:.2f}")
        scores = tuple(changed if score is wrong else score for score in year.scores)

        report = check(Dataset((replace(year, scores=scores),)))

        assert not report.ok, wrong
        assert named(wrong, year, report.lines, report.problems), wrong


def named(wrong: Score, year: Year, lines: tuple[Line, ...], problems: tuple[str, ...]) -> bool:
    """Whether what is wrong is named: itself, where it is printed twice or stands above the items;
    else the indicator whose mean no longer comes out."""
    if any(f"ข้อ {wrong.code}: พิมพ์" in problem for problem in problems):
        return True
    item = next((item for item in year.items if item.code == wrong.code), None)
    code = item.indicator if item else wrong.code
    return any(line.code == code and line.verdict.startswith(DISAGREES) for line in lines)


def test_a_broken_score_in_the_file_is_named_with_its_place(published: DatasetCopy) -> None:
    published.write("scores.csv", "EIT_PUBLIC,e4,92.88", "EIT_PUBLIC,e4,82.88")

    report = published.check()
    text = render(report)

    assert not report.ok
    assert "ประเด็นที่ 1 ตาราง EIT ข้อ e4: พิมพ์ 92.88 แต่ ตาราง EIT Public ข้อ e4 เป็น 82.88" in text
    assert f"{DISAGREES}: ตารางตัวชี้วัด ข้อ 6" in text
    assert text.endswith("ไม่ผ่าน: มีตัวเลขหรือข้อความที่อธิบายไม่ได้")


def test_a_corrected_score_that_does_not_fit_the_numbers_above_fails(
    published: DatasetCopy,
) -> None:
    for name in ("scores.csv", "corrections.csv"):
        published.write(name, "86.93,96.93,", "86.93,95.93,")
    published.write("topics.toml", '"96.93", "97.67", "100.00"', '"95.93", "97.67", "100.00"')

    wrong = [line for line in published.check().lines if not line.ok]

    assert {line.code for line in wrong} == {"e9", "7", "EIT", "total"}
    assert [line.recomputed for line in wrong if line.code == "e9"] == ["96.87-96.96"]


def test_a_corrected_score_that_is_not_in_the_register_fails(published: DatasetCopy) -> None:
    published.drop("corrections.csv", "ตาราง EIT Public ข้อ e9,86.93")

    (problem,) = published.check().problems
    assert problem == "2566 ตาราง EIT Public ข้อ e9: แก้คะแนน 86.93 แต่ไม่อยู่ในทะเบียน"


def test_a_year_that_tells_another_total_of_the_year_before_fails_unless_registered(
    published: DatasetCopy,
) -> None:
    published.invent_next_year()
    published.write("report.toml", 'total = "96.46"', 'total = "96.64"', year=2567)
    (problem,) = published.check().problems
    assert "พิมพ์คะแนนปี 2566 ว่า 96.64 แต่ชุดข้อมูลของปีนั้นเป็น 96.46" in problem

    register = published.path("corrections.csv", 2567)
    entry = "ย่อหน้าผลการประเมิน,96.64,96.46,รายงานปี 2566 เป็น 96.46,yes\n"
    register.write_text(register.read_text("utf-8") + entry, "utf-8")

    assert published.check().ok


# completeness -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("topics", "ประเด็น มี 6 แต่ต้องมี 7"),
        ("findings", "ข้อวิเคราะห์ มี 12"),
        ("measures", "มาตรการ มี 8"),
    ],
)
def test_what_is_missing_is_counted(year: Year, name: str, last: str) -> None:
    shorter = replace(year, topics=year.topics[:-1], measures=year.measures[:-1])

    assert f"report.toml completeness.{name}: {last}" in problems_of(shorter)


def test_missing_items_are_named(published: DatasetCopy) -> None:
    for code in ("i22", "i23"):
        published.drop("items.csv", f"{code},")
        published.drop("scores.csv", f"item,IIT,{code},")
    published.write("topics.toml", '"i22", ', "")
    published.write("topics.toml", '"96.05", "99.21", ', '"96.05", ')

    found = "\n".join(published.check().problems)

    assert "completeness.i: ข้อ i มี 28 แต่ต้องมี 30" in found
    assert "items.csv: ไม่มีข้อ i22 i23" in found


def test_an_impossible_correction_has_no_range_that_explains_it(year: Year) -> None:
    scores = tuple(
        replace(score, points=Decimal("50.00")) if score.code == "7" else score
        for score in year.scores
    )

    lines = check(Dataset((replace(year, scores=scores),))).lines

    assert [(line.recomputed, line.ok) for line in lines if line.code == "e9"] == [("", False)]
