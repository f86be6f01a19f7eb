"""A CSV file that a person edits, read strictly: named columns, every problem with its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. *place* is "2566/scores.csv line 31"."""

    place: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def rows(path: Path, columns: tuple[str, ...], problems: list[str]) -> Iterator[Row]:
    """Each line, its cells stripped; a wrong heading or number of cells is a problem.

    What spreadsheets add is tolerated: a byte order mark, CRLF, quotes, empty lines.
    """
    name = f"{path.parent.name}/{path.name}"
    text = _text(path, name, problems)
    if text is None:
        return
    lines = _lines(text, name, problems)
    place, heading = next(lines, (f"{name} line 1", []))
    if tuple(heading) != columns:
        problems.append(f"{place}: the columns must be {','.join(columns)}")
        return
    for place, cells in lines:
        if len(cells) != len(columns) and any(cells):
            problems.append(f"{place}: {len(cells)} cells instead of {len(columns)}")
        elif any(cells):
            yield Row(place, dict(zip(columns, cells, strict=True)))


def _lines(text: str, name: str, problems: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line with its place; one with line breaks in its cells is named by where it begins."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield f"{name} line {begins}", [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{name} line {begins}: {error}")


def _text(path: Path, name: str, problems: list[str]) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        problems.append(f"{name}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.append(f"{name}: is not UTF-8 (in Excel, save as “CSV UTF-8”)")
    return None
