"""Loading the dataset: strictly, every problem at once with its place, kind to spreadsheets."""

from decimal import Decimal
from pathlib import Path

import pytest

from data import facts
from data.csv_file import rows
from data.dataset import load_dataset
from data.publish import publish
from data.store import Store
from data.toml_file import DatasetError
from data.year_files import completed, points
from tests.dataset_copy import PUBLISHED, DatasetCopy

FILES = tuple(sorted(path.name for path in (PUBLISHED / "2566").iterdir()))
TABLES = tuple(name for name in FILES if name.endswith(".csv"))


@pytest.fixture
def published(tmp_path: Path) -> DatasetCopy:
    return DatasetCopy.make(tmp_path)


@pytest.mark.parametrize(
    ("name", "start", "old", "new", "complaint"),
    [
        ("scores.csv", "level,part", "level,", "grade,", "the columns must be level,part,code"),
        ("scores.csv", "item,IIT,i1,", "98.43", "98,43", "9 cells instead of 8"),
        ("scores.csv", "item,IIT,i1,", "98.43", "198.43", "printed must be a score with two"),
        ("scores.csv", "item,IIT,i1,", "98.43", "๙๘.๔๓", "printed must be a score with two"),
        ("scores.csv", "item,IIT,i1,", "i1,98.43", "i31,98.43", "item IIT i31 is not expected"),
        ("scores.csv", "item,IIT,i2,", "i2,98.43", "i1,98.43", "IIT i1 stands here twice"),
        ("scores.csv", "item,IIT,i1,", "item,IIT", "item,ITT", "no such part or level"),
        ("scores.csv", "item,IIT,i1,", ",,printed", ",97.43,printed", "basis must be corrected"),
        ("scores.csv", "item,IIT,i1,", ",,printed", ",98.43,printed", "needs a note that says"),
        ("scores.csv", "item,IIT,i1,", "ตาราง IIT ข้อ i1", "", "place must say where"),
        ("indicators.csv", "7,EIT", "7,EIT", "7,XIT", "needs an instrument"),
        ("indicators.csv", "7,EIT", "7,EIT", "๗,EIT", "a code is a number"),
        ("indicators.csv", "9.1,OIT", "9.1,OIT", "9.1,IIT", "only OIT has sub-indicators"),
        ("indicators.csv", "8,EIT", "8,EIT", "7,EIT", "7 stands here a second time"),
        ("items.csv", "i2,IIT", "i2,IIT", "i1,IIT", "i1 stands here a second time"),
        ("items.csv", "i2,IIT", "i2,IIT", "e2,IIT", "e2 is no item code of IIT"),
        ("items.csv", "i2,IIT", "IIT,1,", "IIT,6,", "'6' is no indicator of IIT"),
        ("items.csv", "o1,OIT", "9,9.1", "9,10.1", "'10.1' is no sub-indicator of 9"),
        ("items.csv", "i23,IIT", "รายงานพิมพ์คะแนนของข้อนี้ แต่ไม่พิมพ์ข้อคำถาม", "", "no wording"),
        ("corrections.csv", "ส่วนที่ 3,ปอรั้ง", ",yes", ",ใช่", "certain is yes or no"),
        ("corrections.csv", "ส่วนที่ 3,ปอรั้ง", ",บ่อรัง,", ",ปอรั้ง,", "corrects nothing"),
        ("corrections.csv", "ส่วนที่ 3,ปอรั้ง", "ส่วนที่ 3", '"ส่วนที่ 3', "unexpected end of data"),
    ],
)
def test_a_bad_line_of_a_table_is_named_with_file_and_line(
    published: DatasetCopy, name: str, start: str, old: str, new: str, complaint: str
) -> None:
    line = published.line_of(name, start)
    written = published.path(name).read_text("utf-8").splitlines()
    written[line - 1] = written[line - 1].replace(old, new, 1)
    published.path(name).write_text("\n".join(written), "utf-8")

    assert any(
        problem.startswith(f"2566/{name} line {line}: ") and complaint in problem
        for problem in published.problems()
    ), published.problems()


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "complaint"),
    [
        ("report.toml", "fiscal_year = 2566", "fiscal_year = 2567", "fiscal_year", "2566"),
        ("report.toml", "rank = 1072", 'rank = "1072"', "rank", "whole number"),
        ("report.toml", "rank = 1072", f"rank = {10**30}", "rank", "whole number"),
        ("report.toml", "rank = 1072", "rank = true", "rank", "whole number"),
        ("report.toml", 'total = "96.51"', "total = 96.51", "previous.total", "text"),
        ("report.toml", 'total = "96.51"', 'total = "96.5"', "previous.total", "two decimals"),
        ("report.toml", 'OIT = "0.4"', 'OIT = "0.5"', "weights", "add up to 1"),
        ("report.toml", 'OIT = "0.4"', "OIT = 0.4", "weights.OIT", "in quotes"),
        ("report.toml", 'OIT = "0.4"', 'OIT = "9E999999"', "weights.OIT", "in quotes"),
        ("report.toml", "measures = 9", "", "completeness.measures", "whole number"),
        ("report.toml", "i = 30 ", "i = 30_000 ", "completeness.i", "0 to 999"),
        ("report.toml", "verdict", "verdikt", "verdikt", "no such setting"),
        ("topics.toml", "number = 3", "number = 2", "topic[2].number", "a second time"),
        ("topics.toml", '"i19", ', '"i91", ', "topic[3].items", "there is no item i91"),
        ("topics.toml", '"i19", ', "", "topic[3].printed", "7 scores for 6 items"),
        ("topics.toml", '"97.64", "98.43"', '"97.64", "98.4"', "topic[4].printed", "98.4"),
        ("topics.toml", 'heading = "วิเคราะห์การให้บริการ"', "", "topic[1].finding[0].heading", "text"),
        ("measures.toml", 'code = "5"', 'code = "4"', "measure[6].code", "a second time"),
        ("measures.toml", 'position = "นิติกร"', "", "measure[0].position", "must be a text"),
        ("measures.toml", "topic = 7", "topic = 8", "measure[8].topic", "there is no topic 8"),
        ("measures.toml", "end = 2024-09-30", "end = 2566", "measure[8].end", "must be a date"),
        ("measures.toml", "2024-09-30", "2024-09-30T00:00:00", "measure[0].end", "must be a date"),
        ("measures.toml", "2024-09-30", "2022-09-30", "measure[4].end", "not be before start"),
        ("limitations.toml", "text =", "text = 3 #", "text", "must be a text"),
    ],
)
def test_a_problem_in_toml_is_named_with_file_and_key_path(
    published: DatasetCopy, name: str, old: str, new: str, key: str, complaint: str
) -> None:
    published.write(name, old, new)

    assert any(
        problem.startswith(f"2566/{name} {key}: ") and complaint in problem
        for problem in published.problems()
    ), published.problems()


def test_toml_that_cannot_be_parsed_is_named_once_with_its_line(published: DatasetCopy) -> None:
    line = published.line_of("topics.toml", "number = 2")
    published.write("topics.toml", "number = 2", "number = ")

    (problem,) = published.problems()
    assert problem.startswith("2566/topics.toml: ")
    assert f"at line {line}," in problem


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_utf8_is_named(published: DatasetCopy, name: str) -> None:
    thai = published.path(name).read_text("utf-8").replace("★", "*").replace("๐", "0")
    published.path(name).write_bytes(thai.encode("cp874", "replace"))

    assert any(problem.startswith(f"2566/{name}: is not UTF-8") for problem in published.problems())


@pytest.mark.parametrize("name", ["report.toml", *TABLES])
def test_a_missing_file_is_named(published: DatasetCopy, name: str) -> None:
    published.path(name).unlink()

    assert f"2566/{name}: cannot be read: No such file or directory" in published.problems()


def test_a_score_that_is_not_there_is_named(published: DatasetCopy) -> None:
    published.drop("scores.csv", "item,EIT_SURVEY,e9,")

    assert published.problems() == ["2566/scores.csv: no score for EIT_SURVEY e9"]


def test_a_folder_without_years_is_no_dataset(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DatasetError, match="no folder named after a fiscal year"):
            load_dataset(folder)


def test_every_problem_is_reported_at_once(published: DatasetCopy) -> None:
    published.invent_next_year()
    published.write("scores.csv", "i1,98.43", "i1,98.433")
    published.write("items.csv", "i2,IIT", "i2,ITT")
    published.write("report.toml", "rank = 1072", "rank = 0")
    published.write("measures.toml", 'code = "7"', "code = 7", year=2567)

    complaints = "\n".join(published.problems())

    for expected in (
        "2566/scores.csv line 24: printed must be a score",
        "2566/items.csv line 3: needs an instrument",
        "2566/report.toml rank: must be a whole number",
        "2567/measures.toml measure[8].code: must be a text",
    ):
        assert expected in complaints


@pytest.mark.parametrize("name", ["indicators.csv", "items.csv", "scores.csv"])
def test_a_table_saved_by_a_spreadsheet_says_the_same(published: DatasetCopy, name: str) -> None:
    before = published.year()

    published.save_as_a_spreadsheet_does(name)

    after = published.year()
    assert b"\xef\xbb\xbf" in published.path(name).read_bytes()
    assert [score.points for score in after.scores] == [score.points for score in before.scores]
    assert after.items == before.items
    assert after.indicators == before.indicators
    assert published.check().ok


def test_a_register_saved_by_a_spreadsheet_names_the_line_that_lost_its_zeros(
    published: DatasetCopy,
) -> None:
    published.save_as_a_spreadsheet_does("corrections.csv")

    line = published.line_of("corrections.csv", '"ประเด็นที่ 7 ตาราง OIT ข้อ o43","0"')
    (problem,) = published.problems()
    assert problem.startswith(f"2566/corrections.csv line {line}: corrects nothing")


@pytest.mark.parametrize("name", FILES)
def test_crlf_and_a_byte_order_mark_change_nothing(published: DatasetCopy, name: str) -> None:
    before = published.load()
    text = published.path(name).read_text("utf-8")

    published.path(name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert published.load() == before


def test_a_line_with_line_breaks_in_a_cell_is_named_by_where_it_begins(tmp_path: Path) -> None:
    problems: list[str] = []
    (tmp_path / "table.csv").write_text('a,b\n1,"two\nlines"\n3\n4,"five\nsix",7\n', "utf-8")

    found = list(rows(tmp_path / "table.csv", ("a", "b"), problems))

    name = f"{tmp_path.name}/table.csv"
    assert [(row.place, row["b"]) for row in found] == [(f"{name} line 2", "two\nlines")]
    assert problems == [
        f"{name} line 4: 1 cells instead of 2",
        f"{name} line 5: 3 cells instead of 2",
    ]


def test_a_score_gets_back_the_zeros_that_a_spreadsheet_took() -> None:
    assert [completed(text) for text in ("98.4", "100", "0", "96.93")] == [
        "98.40",
        "100.00",
        "0.00",
        "96.93",
    ]
    assert points(completed("98.433")) is None


def test_a_new_year_beside_becomes_the_newest_without_code(
    published: DatasetCopy, store: Store
) -> None:
    published.invent_next_year()
    assert published.check().ok

    store.write_now(publish, published.load())

    assert store.read_now(facts.years) == (2567, 2566)
    assert store.read_now(facts.plan_years) == (2568, 2567)
    assert store.read_now(facts.previous_years) == (2565,)
    newest = store.read_now(facts.result, 2567)
    assert newest is not None
    assert newest.previous is not None
    assert (newest.total.points, newest.previous.fiscal_year) == (Decimal("98.46"), 2566)
    assert newest.previous.points == Decimal("96.46")
    assert [score.points for score in store.read_now(facts.item_scores, "o43", 2567)] == [100]
    assert [score.points for score in store.read_now(facts.item_scores, "o43", 2566)] == [0]
    assert {each.start.year for each in store.read_now(facts.measures, 2568)} == {2024}
    assert len(store.read_now(facts.measures, 2567)) == 9


def test_changed_files_are_published_anew_and_unchanged_ones_are_not(
    published: DatasetCopy, store: Store
) -> None:
    assert store.write_now(publish, published.load())
    assert not store.write_now(publish, published.load())

    published.write("items.csv", ",ข้อมูลผู้บริหาร,", ",ผู้บริหาร,")

    assert store.write_now(publish, published.load())
    item = store.read_now(facts.item, "o2", 2566)
    assert item is not None
    assert item.text == "ผู้บริหาร"
    assert len(store.read_now(facts.items, 2566)) == 88


def test_a_year_needs_no_topics_measures_or_limitations(
    published: DatasetCopy, store: Store
) -> None:
    published.invent_next_year()
    for name in ("topics.toml", "measures.toml", "limitations.toml"):
        published.path(name, 2567).unlink()
    for name, count in (("topics", 7), ("findings", 14), ("measures", 9)):
        published.write("report.toml", f"{name} = {count}", f"{name} = 0", year=2567)
    published.path("corrections.csv", 2567).write_text("place,printed,corrected,reason,certain\n")
    items = published.year().items
    published.drop("report.toml", "rank", year=2567)

    store.write_now(publish, published.load())

    result = store.read_now(facts.result, 2567)
    assert result is not None
    assert result.rank is None
    assert store.read_now(facts.topics, 2567) == ()
    assert store.read_now(facts.plan_years) == (2567,)
    assert store.read_now(facts.items, 2567) == items
