"""Cases of a time as a file that Excel opens: with a watermark and an event in the audit trail.

Who reported them stands in it only where that is asked for. The machine's operator may ask: they
work on ordinary cases as an administrator does, read the same on ``cases show`` and have a person's
whole copy by ``privacy export``; secret cases are not theirs, here neither.
"""

import argparse
from datetime import datetime
from pathlib import Path

from bot import clock, spreadsheets
from bot.complaining import complain
from data import case_export, case_statistics, own_file, times
from data.case_export import Export, Period
from data.cases import CaseKind
from data.staff import OPERATOR, StaffMember
from data.store import Store
from data.times import BUDDHIST_ERA
from handlers.texts import export as texts
from handlers.texts.audit import ACTOR_NAMES

LONGEST_PURPOSE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which time, whereto and for what."""
    parser.add_argument("--year", type=int, help="fiscal year, B.E.; the current one otherwise")
    parser.add_argument("--month", type=int, help="1 to 12, of that fiscal year; all otherwise")
    parser.add_argument("--format", choices=tuple(spreadsheets.WRITERS), default="csv")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")
    parser.add_argument("--purpose", required=True, help="for what; it is recorded")
    parser.add_argument("--identity", action="store_true", help="with who reported; personal data")


def export_command(parsed: argparse.Namespace, store: Store, member: StaffMember) -> int:
    """Write what *member* may see of a time into a new file; the exit status."""
    if not member.supervises:
        return complain(texts.not_yours())
    now, purpose = clock.now(), parsed.purpose.strip()[:LONGEST_PURPOSE]
    period = _period(parsed, now)
    if period is None or not purpose:
        return complain(texts.purpose_needed() if period else texts.bad_year(), 2)
    at = times.stamp(now)
    export = Export(member.id, period, parsed.format, purpose, at, parsed.identity)
    numbers = store.read_now(case_export.numbers, member, period)
    if (number := sum(numbers.values())) > export.most:
        return complain(texts.too_many(period, number), 2)
    try:
        file = own_file.create(parsed.out)
    except FileExistsError:
        return complain(texts.already_there(str(parsed.out)))
    except OSError as error:
        return complain(texts.cannot_write(str(parsed.out), error.strerror or ""))
    is_operator = member is OPERATOR
    what = (
        f"{period.code} ({number}) {export.form}" if is_operator else f"{period.code} {export.form}"
    )
    who = ACTOR_NAMES["operator"] if is_operator else texts.exporter(member)
    with file as out:
        store.write_now(case_export.record_export, what, export)
        written = store.read_aside(spreadsheets.write, out, export, member, who)
    holds = {
        "with_secret": any(CaseKind(kind).is_secret for kind in numbers),
        "with_identity": export.with_identity,
    }
    print(texts.exported(written, str(parsed.out), **holds))
    return 0


def _period(parsed: argparse.Namespace, now: datetime) -> Period | None:
    year = case_statistics.fiscal_year(now) if parsed.year is None else parsed.year
    if parsed.month is None:
        return case_export.period(str(year), now)
    began = year - BUDDHIST_ERA - (parsed.month >= case_statistics.FIRST_MONTH)
    return case_export.period(f"{began:04}-{parsed.month:02}", now)
