"""Cases as a CSV file that Excel opens: with a watermark, an event in the audit trail, no identity.

A cell that a spreadsheet would take for a formula is kept from that by an apostrophe.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from bot import clock
from data import case_export, case_statistics, times
from data.staff import StaffMember
from data.store import Store
from handlers.texts import export as texts
from handlers.texts.audit import ACTOR_NAMES

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
OWNER_ONLY = 0o600
LONGEST_PURPOSE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which year, whereto and for what."""
    parser.add_argument("--year", type=int, help="fiscal year, B.E.; the current one otherwise")
    parser.add_argument("--format", choices=("csv",), default="csv")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")
    parser.add_argument("--purpose", required=True, help="for what; it is recorded")


def export_command(parsed: argparse.Namespace, store: Store, member: StaffMember) -> int:
    """Write what *member* may see of a year into a new file; the exit status."""
    now, purpose = clock.now(), parsed.purpose.strip()[:LONGEST_PURPOSE]
    year = case_statistics.fiscal_year(now) if parsed.year is None else parsed.year
    if not case_statistics.is_year(year, now) or not purpose:
        print(texts.bad_year() if purpose else texts.purpose_needed(), file=sys.stderr)
        return 2
    at = times.stamp(now)
    found = store.read_now(case_export.cases_of_year, member, year, at)
    mark = texts.watermark(ACTOR_NAMES["operator"], at, purpose, year, len(found))
    content = as_csv([[mark], [], texts.HEADINGS, *map(texts.row, found)])
    try:
        file = os.open(parsed.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        print(texts.already_there(str(parsed.out)), file=sys.stderr)
        return 1
    except OSError as error:
        print(texts.cannot_write(str(parsed.out), error.strerror or ""), file=sys.stderr)
        return 1
    with os.fdopen(file, "w", encoding="utf-8", newline="") as out:
        store.write_now(case_export.record_export, year, len(found), purpose, at)
        out.write(content)
    print(texts.exported(len(found), str(parsed.out)))
    return 0


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as Excel reads them: a byte order mark, CRLF, no formulas."""
    text = StringIO(newline="")
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return BYTE_ORDER_MARK + text.getvalue()


def harmless(cell: str) -> str:
    """*cell*, never a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
