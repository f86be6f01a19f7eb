"""Rows of a form's CSV export (Google Forms, Excel) as they would be filed.

Pure: bytes in, rows and problems out; every problem names its line. Whatever stands in a cell is
text and stays text.
"""

import csv
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import StringIO

from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT
from data.written_dates import moment, order

LARGEST_FILE = 4 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 100
FIELDS = ("received", "text", "contact", "skip")
"""What a column can be: when it came in, what happened, who may be told back, nothing of ours. A
column that is none of them is kept in the text, with its heading."""

RECEIVED = ("ประทับเวลา", "timestamp", "วันที่รับ", "วันที่แจ้ง")
CONTACT = ("ชื่อ", "เบอร์", "โทร", "อีเมล", "ไลน์", "name", "phone", "email", "e-mail", "line id")
THAI = range(0x0E00, 0x0E80)


class Fault(StrEnum):
    """What is wrong with a line, or (line 0) with the file."""

    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    EMPTY_FILE = "empty_file"
    TOO_MANY = "too_many"
    HEADING = "heading"
    NO_RECEIVED = "no_received"
    MIXED_DATES = "mixed_dates"
    CSV = "csv"
    CELLS = "cells"
    CONTROL = "control"
    DATE = "date"
    NO_TEXT = "no_text"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Problem:
    """*line* counts from 1, 0 for the whole file; *detail* is a cell, a heading or a number."""

    line: int
    fault: Fault
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line as it would be filed. *received_at* is aware; *whole* all its cells, to know the
    line again."""

    line: int
    received_at: datetime
    text: str
    contact: str
    whole: str


@dataclass(frozen=True, slots=True)
class Form:
    """A file, read. *columns* says what each heading was taken for."""

    rows: tuple[FormRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]


def read(content: bytes, wanted: Mapping[str, str], now: datetime) -> Form:
    """Everything in the file; *wanted* says what headings mean, where the names do not tell.

    The first line holds the headings. *now* is aware.
    """
    if len(content) > LARGEST_FILE:
        return _unread(Fault.TOO_LARGE)
    text = _decoded(content)
    if text is None:
        return _unread(Fault.ENCODING)
    problems: list[Problem] = []
    lines = list(_lines(text, problems))
    if not lines:
        return Form(problems=tuple(problems) or (Problem(0, Fault.EMPTY_FILE),))
    headings, *rest = lines
    if len(rest) > MOST_ROWS:
        return _unread(Fault.TOO_MANY, f"{len(rest)}")
    problems += _heading_problems(headings, wanted)
    roles = _roles(headings.cells, wanted)
    if "received" not in roles:
        problems.append(Problem(headings.number, Fault.NO_RECEIVED))
    if any(each.line == headings.number for each in problems):
        return Form(problems=tuple(problems))
    return _rows(headings.cells, roles, rest, problems, now)


def _unread(fault: Fault, detail: str = "") -> Form:
    return Form(problems=(Problem(0, fault, detail),))


# the file ----------------------------------------------------------------------------------


def _decoded(content: bytes) -> str | None:
    """UTF-8, else Thai Windows (which holds TIS-620); None for neither. A UTF-8 file with a broken
    letter is not taken for the other: every word of it would come out wrong."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        loose = content.decode("utf-8", "replace")
    if loose.startswith("\ufeff") or _thai(loose) > loose.count("\ufffd"):
        return None
    try:
        text = content.decode("cp874")
    except UnicodeDecodeError:
        return None
    return text if _thai(text) else None


def _thai(text: str) -> int:
    return sum(ord(letter) in THAI for letter in text)


def _lines(text: str, problems: list[Problem]) -> Iterator[_Line]:
    """Each line that is not empty, named by where it begins; after a broken quote there are none,
    since nobody can tell where it ends."""
    first, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Line(begins, tuple(cell.strip() for cell in cells))
            begins = reader.line_num + 1
    except csv.Error:
        problems.append(Problem(begins, Fault.CSV))


# headings ----------------------------------------------------------------------------------


def _heading_problems(headings: _Line, wanted: Mapping[str, str]) -> Iterator[Problem]:
    if len(headings.cells) > MOST_COLUMNS or any(map(_has_control, headings.cells)):
        yield Problem(headings.number, Fault.HEADING)
    for heading in wanted:
        if heading not in headings.cells:
            yield Problem(headings.number, Fault.HEADING, heading)


def _roles(headings: Sequence[str], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """What each column is; "" is one of the other questions. Only one is the time."""
    roles: list[str] = []
    for heading in headings:
        role = wanted.get(heading) or _guessed(heading.casefold(), set(wanted.values()))
        roles.append("" if role == "received" and role in roles else role)
    return tuple(roles)


def _guessed(heading: str, given: set[str]) -> str:
    if "received" not in given and heading.startswith(RECEIVED):
        return "received"
    if "contact" not in given and heading.startswith(CONTACT):
        return "contact"
    return ""


# rows --------------------------------------------------------------------------------------


def _rows(
    headings: Sequence[str],
    roles: Sequence[str],
    lines: Sequence[_Line],
    problems: list[Problem],
    now: datetime,
) -> Form:
    at = roles.index("received")
    orders = {order(line.cells[at]) for line in lines if at < len(line.cells)}
    if {"day", "month"} <= orders:
        problems.append(Problem(0, Fault.MIXED_DATES))
    month_first = "month" in orders
    rows: list[FormRow] = []
    for line in lines:
        found = _row(line, headings, roles, now, month_first=month_first)
        (rows if isinstance(found, FormRow) else problems).append(found)  # type: ignore[arg-type]
    ordered = tuple(sorted(problems, key=lambda each: each.line))
    return Form(tuple(rows), ordered, tuple(zip(headings, roles, strict=True)), month_first)


def _row(
    line: _Line, headings: Sequence[str], roles: Sequence[str], now: datetime, *, month_first: bool
) -> FormRow | Problem:
    if len(line.cells) != len(headings):
        return Problem(line.number, Fault.CELLS, f"{len(line.cells)}/{len(headings)}")
    if any(map(_has_control, line.cells)):
        return Problem(line.number, Fault.CONTROL)
    when = line.cells[roles.index("received")]
    received_at = moment(when, now, month_first=month_first)
    if received_at is None:
        return Problem(line.number, Fault.DATE, when)
    text = "\n".join(filter(None, (_of(line, roles, "text"), _others(line, headings, roles))))
    contact = _of(line, roles, "contact", " · ")
    if not text:
        return Problem(line.number, Fault.NO_TEXT)
    if len(text) > LONGEST_TEXT or len(contact) > LONGEST_CONTACT:
        return Problem(line.number, Fault.LONG)
    return FormRow(line.number, received_at, text, contact, json.dumps(line.cells))


def _of(line: _Line, roles: Sequence[str], role: str, between: str = "\n") -> str:
    cells = (cell for cell, own in zip(line.cells, roles, strict=True) if own == role)
    return between.join(filter(None, cells))


def _others(line: _Line, headings: Sequence[str], roles: Sequence[str]) -> str:
    """The other answers, each with its question."""
    rows = zip(headings, line.cells, roles, strict=True)
    return "\n".join(f"{heading}: {cell}" for heading, cell, role in rows if cell and not role)


def _has_control(cell: str) -> bool:
    return any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n" for letter in cell)
