"""Personal data from the terminal: copies, erasing, legal holds, retention.

Whoever runs these has a code that the reporter gave them; that is the right to it, also for
corruption cases, whose words else only named handlers read. Every use stands in the audit trail.
"""

import argparse
import json
from pathlib import Path

from bot import clock
from bot.complaining import complain
from data import (
    about_reporter,
    audit,
    case_codes,
    erasing,
    forgetting,
    legal_holds,
    own_file,
    pruning,
    retention,
    times,
)
from data.agency import Agency
from data.erasing import Erasing
from data.legal_holds import Held
from data.pruning import Place
from data.retention import Kept
from data.retention_settings import Retention
from data.store import Store
from handlers.texts import privacy_desk as texts
from handlers.texts.casework import no_such_case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """export, erase, hold, unhold or retain."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="everything held about a reporter, as JSON")
    export.add_argument("codes", nargs="*", metavar="CODE", help="cases of that person")
    export.add_argument("--chat", nargs="+", default=[], metavar="TAG", help="chats by their tag")
    export.add_argument("--out", required=True, metavar="FILE", help="a new file")
    export.add_argument("--reason", default="", help="for the audit trail")
    for verb, description in (
        ("erase", "destroy a case's words, files and reporter; its numbers stay"),
        ("hold", "nothing of the case may be deleted from now on"),
        ("unhold", "the case may be deleted again"),
    ):
        command = verbs.add_parser(verb, help=description)
        command.add_argument("code", help="PS-...")
        command.add_argument("--reason", required=True, help="for the audit trail, no words of it")
    verbs.add_parser("requests", help="who asked to be forgotten while something stays")
    retain = verbs.add_parser("retain", help="forget what has been kept long enough")
    retain.add_argument("--dry-run", action="store_true", help="only count")


def privacy_command(parsed: argparse.Namespace, store: Store, agency: Agency) -> int:
    """Run one verb; the exit status."""
    try:
        if parsed.verb == "retain":
            return _retain(parsed, store, agency)
        if parsed.verb == "requests":
            print(texts.requests(store.read_now(forgetting.requests)))
            return 0
        if parsed.verb == "export":
            return _export(parsed, store)
        return _one_case(parsed, store)
    finally:
        store.close()


def _one_case(parsed: argparse.Namespace, store: Store) -> int:
    reason = parsed.reason.strip()
    if not reason:
        return complain(texts.reason_wanted(), 2)
    code = case_codes.find(parsed.code)
    case_id = store.read_now(legal_holds.case_called, code) if code else None
    if case_id is None or code is None:
        return complain(no_such_case())
    at = times.stamp(clock.now())
    if parsed.verb == "erase":
        return _erase(store, code, Erasing(case_id, erasing.ASKED, audit.OPERATOR, reason, at))
    if parsed.verb == "hold":
        done = store.write_now(legal_holds.set_hold, case_id, reason, at)
        print((texts.hold_set if done else texts.hold_stood)(code))
    else:
        done = store.write_now(legal_holds.lift_hold, case_id, reason, at)
        print((texts.hold_lifted if done else texts.no_hold)(code))
    return 0


def _erase(store: Store, code: str, wanted: Erasing) -> int:
    try:
        done = store.write_now(erasing.erase, wanted)
    except Held:
        return complain(texts.held(code))
    if not erasing.compact(store):
        return complain(texts.traces_left())
    print((texts.erased if done else texts.erased_before)(code))
    return 0


def _export(parsed: argparse.Namespace, store: Store) -> int:
    if not parsed.codes and not parsed.chat:
        return complain(texts.nobody_named(), 2)
    codes = tuple(case_codes.find(given) or "" for given in parsed.codes)
    found = [store.read_now(about_reporter.chat_called, code) for code in codes]
    if None in found:
        return complain(no_such_case())
    chats = dict.fromkeys([*(chat for chat in found if chat is not None), *parsed.chat])
    held = tuple(store.read_now(about_reporter.gather, chat, codes) for chat in chats)
    at = times.stamp(clock.now())
    store.write_now(about_reporter.record_export, held, parsed.reason.strip(), at)
    copy = json.dumps(texts.copy_of(held, at), ensure_ascii=False, indent=2)
    if not _written(Path(parsed.out), copy):
        return complain(texts.not_written(parsed.out))
    print(texts.exported(parsed.out, sum(len(each.cases) for each in held)))
    return 0


def _written(path: Path, text: str) -> bool:
    """Into a new file that only this user reads."""
    try:
        with own_file.create(path) as file:
            file.write(f"{text}\n".encode())
    except OSError:
        return False
    return True


def _retain(parsed: argparse.Namespace, store: Store, agency: Agency) -> int:
    now = times.stamp(clock.now())
    if parsed.dry_run:
        overdue = store.read_now(retention.overdue, agency.retention, now)
        print(texts.retained(overdue, dry_run=True))
        return 0
    store.write_now(forgetting.fulfil, now)
    forgotten = _forget(store, agency.retention, now)
    print(texts.retained(forgotten, dry_run=False))
    if not erasing.compact(store):  # also of what the service forgot
        return complain(texts.traces_left())
    return 0


def _forget(store: Store, periods: Retention, now: str) -> Kept:
    forgotten, place = Kept(), Place()
    while (some := store.write_now(retention.forget_some, periods, now)) != Kept():
        forgotten += some
    while True:
        step = store.write_now(pruning.prune_some, place, periods, now)
        forgotten += Kept(messages=step.words, rows=step.rows)
        if step.following is None:
            return forgotten
        place = step.following
