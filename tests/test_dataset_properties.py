"""Whatever someone writes into the dataset's files, loading says so and does not fall over."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.agency import load_agency
from data.check import render
from data.csv_file import rows
from data.toml_file import DatasetError, TomlFile
from tests.dataset_copy import PUBLISHED, DatasetCopy

FILES = tuple(sorted(path.name for path in (PUBLISHED / "2566").iterdir()))
AGENCY = PUBLISHED.parent.parent / "agencies" / "borang.toml"
COLUMNS = ("one", "two")
KEYS = ("text", "texts", "list", "list[0]", "list[0].text", "list[7].text", "number", "day", "flag")
VALUES = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.text(max_size=8).map(lambda text: f"'''{text}'''"),
    st.sampled_from(
        [
            "true",
            "2024-02-30",
            "2024-02-29",
            "07:32:00",
            "[]",
            "[[]]",
            "{}",
            "[1, 'a']",
            '"\\u0000"',
        ]
    ),
    st.sampled_from(["9" * 5000, "[" * 5000, '"""', "''", "[{text = 3}]", "{a.b = 1}"]),
)
ANYTHING = st.one_of(st.binary(max_size=60), st.text(max_size=40).map(lambda text: text.encode()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def published(folder: Path) -> DatasetCopy:
    return DatasetCopy.make(folder)


@settings(deadline=None)
@given(content=ANYTHING)
def test_a_table_of_any_bytes_gives_rows_or_problems_with_their_place(
    folder: Path, content: bytes
) -> None:
    path, problems = folder / "table.csv", list[str]()
    path.write_bytes(b"one,two\n" + content)

    found = list(rows(path, COLUMNS, problems))

    assert all(set(row.cells) == set(COLUMNS) for row in found)
    assert all(row.place.startswith(f"{folder.name}/table.csv line ") for row in found)
    assert all(problem.startswith(f"{folder.name}/table.csv") for problem in problems)


@settings(deadline=None)
@given(content=ANYTHING)
def test_toml_of_any_bytes_gives_values_or_problems_with_their_file(
    folder: Path, content: bytes
) -> None:
    path, problems = folder / "file.toml", list[str]()
    path.write_bytes(content)

    read_everything(TomlFile(path, problems))

    assert problems
    assert all(problem.startswith(f"{folder.name}/file.toml") for problem in problems)


@settings(deadline=None)
@given(key=st.sampled_from(("text", "texts", "list", "number", "day", "flag")), value=VALUES)
@example(key="number", value="9" * 5000)
@example(key="list", value="[" * 5000)
def test_a_value_of_any_kind_is_read_as_what_is_asked_or_is_a_problem(
    folder: Path, key: str, value: str
) -> None:
    path, problems = folder / "file.toml", list[str]()
    path.write_text(f"{key} = {value}\n", "utf-8")

    read_everything(TomlFile(path, problems))

    assert problems


def read_everything(file: TomlFile) -> None:
    """Read every key as every kind; what comes back must be of that kind."""
    file.only({"text"})
    for key in KEYS:
        file.only({"text"}, key)
        assert isinstance(file.has(key), bool)
        assert isinstance(file.text(key), str)
        assert all(isinstance(text, str) and text for text in file.texts(key))
        assert 1 <= file.integer(key, least=1) < 2**63
        assert 0 <= file.decimal(key) < 10**6
        assert isinstance(file.decimal(key), Decimal)
        assert type(file.day(key)) is date
        assert isinstance(file.flag(key), bool)
        assert file.count(key) >= 0


@settings(max_examples=30, deadline=None)
@given(data=st.data(), name=st.sampled_from(FILES), written=ANYTHING)
def test_a_file_with_anything_written_over_a_piece_of_it_loads_or_is_a_dataset_error(
    published: DatasetCopy, data: st.DataObject, name: str, written: bytes
) -> None:
    path = published.path(name)
    before = path.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    length = data.draw(st.integers(0, 400))
    path.write_bytes(before[:start] + written + before[start + length :])

    with suppress(DatasetError):
        assert render(published.check())
    path.write_bytes(before)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), value=VALUES)
@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".toml")])
def test_a_toml_file_with_any_value_in_any_line_loads_or_is_a_dataset_error(
    published: DatasetCopy, data: st.DataObject, name: str, value: str
) -> None:
    path = published.path(name)
    before = path.read_text("utf-8")
    path.write_text(with_a_value_changed(before, data, value), "utf-8")

    with suppress(DatasetError):
        assert render(published.check())
    path.write_text(before, "utf-8")


@settings(deadline=None)
@given(data=st.data(), value=VALUES)
def test_an_agency_file_with_any_value_in_any_line_loads_or_is_a_dataset_error(
    folder: Path, data: st.DataObject, value: str
) -> None:
    path = folder / "agency.toml"
    path.write_text(with_a_value_changed(AGENCY.read_text("utf-8"), data, value), "utf-8")

    with suppress(DatasetError):
        assert load_agency(path).key


def with_a_value_changed(text: str, data: st.DataObject, value: str) -> str:
    lines = text.splitlines()
    assigning = [index for index, line in enumerate(lines) if " = " in line]
    index = data.draw(st.sampled_from(assigning))
    lines[index] = f"{lines[index].split(' = ')[0]} = {value}"
    return "\n".join(lines)
