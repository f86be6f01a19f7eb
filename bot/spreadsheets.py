"""Spreadsheets: cases as CSV or XLSX, row by row, so that a long register needs no more memory.

A cell that a spreadsheet would take for a formula is kept from that by an apostrophe, in XLSX too:
who saves it as CSV must be as safe.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import TextIOWrapper
from itertools import chain
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import BinaryIO

from xlsxwriter import Workbook

from data import case_export
from data.case_export import Export
from data.cases import CaseKind
from data.staff import StaffMember
from data.store import Connection
from handlers.texts import export as texts

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDTHS = (18, 20, 18, 12, 22, 20, 12, 12, 12, 12)
"""Of the columns, in letters."""

HEADER_LETTERS = 200
"""Of 255 that Excel takes in a sheet's header, its own marks included."""

PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

Row = Sequence[str]


def write(db: Connection, out: BinaryIO, export: Export, member: StaffMember, who: str) -> int:
    """Write into *out* what *member* may see of a period; how many cases. *who* is named in it."""
    numbers = case_export.numbers(db, member, export.period)
    number = sum(numbers.values())
    secret = any(CaseKind(kind).is_secret for kind in numbers)
    mark = texts.watermark(
        who, export.at, export.purpose, export.period, number, with_secret=secret
    )
    found = case_export.cases_of(db, member, export.period, export.at)
    WRITERS[export.form](out, mark, map(texts.row, found))
    return number


def write_csv(out: BinaryIO, mark: str, rows: Iterable[Row]) -> None:
    """As Excel reads it: a byte order mark, CRLF, no formulas."""
    text = TextIOWrapper(out, "utf-8", errors="replace", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    for row in chain([(mark,), (), texts.HEADINGS], rows):
        writer.writerow(map(harmless, row))
    text.detach()


def write_xlsx(out: BinaryIO, mark: str, rows: Iterable[Row]) -> None:
    """One sheet of text cells; the watermark in the first row, on every printed page and in the
    file's properties."""
    mark = harmless(mark).encode("utf-8", "replace").decode()
    with TemporaryDirectory() as folder, Workbook(out, {**PLAIN, "tmpdir": folder}) as book:
        book.set_properties({"title": texts.SHEET, "comments": mark})
        sheet = book.add_worksheet(texts.SHEET)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        header = mark.replace("&", "+")[:HEADER_LETTERS]  # which begins a command there
        sheet.set_header(f"&L{header}")
        sheet.set_footer(f"&L{header}&R&P/&N")
        sheet.write_string(0, 0, mark)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(texts.HEADINGS):
            sheet.write_string(2, column, heading, bold)
        sheet.freeze_panes(3, 1)
        for number, row in enumerate(rows, start=3):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, harmless(cell))


def harmless(cell: str) -> str:
    """*cell*, never a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


WRITERS: Mapping[str, Callable[[BinaryIO, str, Iterable[Row]], None]] = MappingProxyType(
    {"csv": write_csv, "xlsx": write_xlsx}
)
