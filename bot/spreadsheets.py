"""Spreadsheets: cases as CSV or XLSX, row by row, so that a long register needs no more memory.

A cell that a spreadsheet would take for a formula is kept from that by an apostrophe, in XLSX too:
who saves it as CSV must be as safe. Wide signs count as the narrow ones: some languages' Excel
takes them so. Excel's rows stand in a private folder while they are written; those with names are
kept in memory, so that no disk has them unsealed.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from itertools import chain
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from xlsxwriter import Workbook

from data import case_export, exported_identity
from data.case_export import Export
from data.cases import CaseKind
from data.staff import StaffMember
from data.store import Connection
from handlers.texts import export as texts
from handlers.texts import exported_identity as identity_texts

FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDTHS = (18, 20, 18, 12, 22, 20, 12, 12, 12, 12, 24, 30)
"""Of the columns, in letters."""

HEADER_LETTERS = 200
"""Of 255 that Excel takes in a sheet's header, its own marks included."""

PLAIN = {
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
    mark = texts.watermark(who, export, number, with_secret=secret)
    rows = _rows(db, export, member)
    WRITERS[export.form](out, mark, rows, with_identity=export.with_identity)
    return number


def _rows(db: Connection, export: Export, member: StaffMember) -> Iterator[Row]:
    for each in case_export.cases_of(db, member, export.period, export.at):
        row = texts.row(each)
        if export.with_identity:
            found = exported_identity.reporter(db, member, each.case)
            row = (*row, *identity_texts.cells(found))
        yield row


def _headings(*, with_identity: bool) -> Row:
    return texts.HEADINGS + (identity_texts.HEADINGS if with_identity else ())


def write_csv(
    out: BinaryIO, mark: str, rows: Iterable[Row], *, with_identity: bool = False
) -> None:
    """As Excel reads it: a byte order mark, CRLF, no formulas."""
    text = TextIOWrapper(out, "utf-8", errors="replace", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    headings = _headings(with_identity=with_identity)
    for row in chain([(mark,), (), headings], rows):
        writer.writerow(map(harmless, row))
    text.detach()


def write_xlsx(
    out: BinaryIO, mark: str, rows: Iterable[Row], *, with_identity: bool = False
) -> None:
    """One sheet of text cells; the watermark in the first row, on every printed page and in the
    file's properties."""
    mark = harmless(mark).encode("utf-8", "replace").decode()
    headings = _headings(with_identity=with_identity)
    with _book(out, in_memory=with_identity) as book:
        book.set_properties({"title": texts.SHEET, "comments": mark})
        sheet = book.add_worksheet(texts.SHEET)
        for column, width in enumerate(WIDTHS[: len(headings)]):
            sheet.set_column(column, column, width)
        header = mark.replace("&", "+")[:HEADER_LETTERS]  # which begins a command there
        sheet.set_header(f"&L{header}")
        sheet.set_footer(f"&L{header}&R&P/&N")
        sheet.write_string(0, 0, mark)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            sheet.write_string(2, column, heading, bold)
        sheet.freeze_panes(3, 1)
        for number, row in enumerate(rows, start=3):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, harmless(cell))


@contextmanager
def _book(out: BinaryIO, *, in_memory: bool) -> Iterator[Workbook]:
    with ExitStack() as stack:
        way: dict[str, Any] = {"in_memory": True}
        if not in_memory:
            folder = stack.enter_context(TemporaryDirectory())
            way = {"constant_memory": True, "tmpdir": folder}
        yield stack.enter_context(Workbook(out, {**PLAIN, **way}))


def harmless(cell: str) -> str:
    """*cell*, never a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


class Writer(Protocol):
    """Writes rows below a watermark; *with_identity* says whether they have its columns."""

    def __call__(
        self, out: BinaryIO, mark: str, rows: Iterable[Row], *, with_identity: bool = False
    ) -> None: ...


WRITERS: Mapping[str, Writer] = MappingProxyType({"csv": write_csv, "xlsx": write_xlsx})
