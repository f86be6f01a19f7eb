"""Importing from the terminal: a form's CSV, seen first, then filed whole or not at all."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot import clock
from bot.agency_context import draw_code
from bot.complaining import complain
from bot.dispatch import add_notices
from bot.opening import Opened
from data import form_import, form_rows, staff, times
from data.cases import CaseKind
from data.counter_cases import Channel, Received
from data.form_import import ToImport
from data.form_rows import FIELDS, LARGEST_FILE, FormRow
from data.quiet_hours import NEVER
from data.store import Connection
from handlers.officers.alerts import OPEN_LIST
from handlers.reporting.intake import KINDS
from handlers.texts import counter as counter_texts
from handlers.texts import importing as texts
from handlers.turn import Notice, Reply


def add_arguments(importing: argparse.ArgumentParser) -> None:
    """What 'cases import' is told."""
    importing.add_argument("file", type=Path, help="CSV as Google Forms or Excel writes it")
    importing.add_argument("--kind", choices=sorted(KINDS), required=True)
    importing.add_argument(
        *("--map", "-m"),
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help=f"what a column is: {', '.join(FIELDS)}; may be given several times",
    )
    importing.add_argument("--dry-run", action="store_true", help="only show what would be filed")


def import_cases(parsed: argparse.Namespace, opened: Opened) -> int:
    """Show what the file holds; file it where nothing is wrong with it."""
    kind, now = KINDS[parsed.kind], clock.now()
    if kind.is_secret:
        return complain(counter_texts.safe_way(KINDS[parsed.kind], opened.agency.outside_bodies), 2)
    wanted: dict[str, str] = {}
    for pair in parsed.map:
        field, _, heading = pair.partition("=")
        if field not in FIELDS or not heading.strip():
            return complain(texts.bad_map(pair, FIELDS), 2)
        wanted[heading.strip()] = field
    try:
        content = _content(parsed.file)
    except OSError as error:
        return complain(texts.unreadable(str(parsed.file), error.strerror or ""), 2)
    form = form_rows.read(content, wanted, now)
    known = opened.store.read_now(form_import.count_known, [row.whole for row in form.rows])
    if form.rows:
        print(texts.preview(form, kind, known))
    if form.problems:
        return complain(texts.problems(form.problems))
    if parsed.dry_run:
        print(texts.dry())
        return 0
    rows = [_to_import(row, kind, opened, now) for row in form.rows]
    taken = opened.store.write_now(_take_in, rows, times.stamp(now))
    print(texts.imported(taken, len(rows) - taken))
    return 0


def _content(path: Path) -> bytes:
    """The file, or just enough of one that is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _to_import(row: FormRow, kind: CaseKind, opened: Opened, now: datetime) -> ToImport:
    received = Received(
        code=draw_code(),
        kind=kind,
        channel=Channel.FORM,
        text=row.text,
        contact=row.contact,
        received_at=times.stamp(row.received_at),
        at=times.stamp(now),
        staff_id=None,
        clocks=opened.agency.clocks,
    )
    return ToImport(row.whole, received)


def _take_in(db: Connection, rows: Sequence[ToImport], at: str) -> int:
    taken = form_import.take_in(db, rows, at, None)
    if taken:
        reply = Reply(texts.alert(taken), choices=(OPEN_LIST,))
        workers = staff.handlers_of(db, CaseKind.FEEDBACK)
        add_notices(db, [Notice(worker.chat, reply) for worker in workers], at, NEVER)
    return taken
