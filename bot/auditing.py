"""The audit trail from the terminal: whether it is whole, and what stands in it."""

import argparse
import re
from collections.abc import Iterable

from bot.complaining import complain
from data import audit, audit_proof, case_codes, register, staff
from data.audit import Point, Recorded
from data.staff import OPERATOR
from data.store import Store
from handlers.texts import audit as texts
from handlers.texts.casework import no_such_case

USUAL_ROWS = 50
MOST_ROWS = 10_000
NOTED = re.compile(rf"(\d{{1,15}})-([0-9a-f]{{{audit_proof.FINGERPRINT}}})", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """verify or show."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="find changed, missing or forged rows; 1 if any")
    verify.add_argument("--noted", default="", help="the end of the trail as printed earlier")
    show = verbs.add_parser("show", help="the newest rows")
    show.add_argument("--case", default="", metavar="CODE", help="of this case only")
    show.add_argument("--limit", type=int, default=USUAL_ROWS, help="how many rows at most")


def audit_command(parsed: argparse.Namespace, store: Store) -> int:
    """Run one verb; the exit status."""
    try:
        return _verify(parsed, store) if parsed.verb == "verify" else _show(parsed, store)
    finally:
        store.close()


def _verify(parsed: argparse.Namespace, store: Store) -> int:
    found = NOTED.fullmatch(parsed.noted)
    if parsed.noted and not found:
        return complain(texts.bad_note(), 2)
    noted = Point(int(found[1]), found[2]) if found else None
    end, problems = store.read_now(audit_proof.examine, noted)
    if problems or end is None:
        print(texts.not_whole(problems))
        return 1
    print(texts.whole(end))
    return 0


def _show(parsed: argparse.Namespace, store: Store) -> int:
    if not 1 <= parsed.limit <= MOST_ROWS:
        return complain(texts.bad_limit(MOST_ROWS), 2)
    rows = _rows(parsed, store)
    if rows is None:
        return complain(no_such_case())
    print(texts.rows(rows, store.read_now(staff.names), _codes(store, rows)))
    return 0


def _rows(parsed: argparse.Namespace, store: Store) -> list[Recorded] | None:
    """The newest rows, oldest first; None for a case that is not there, or not the operator's."""
    if not parsed.case:
        return store.read_now(audit.recent, parsed.limit)[::-1]
    code = case_codes.find(parsed.case)
    case = store.read_now(register.seen_by_code, OPERATOR, code) if code else None
    if case is None:
        return None
    return store.read_now(audit.of_case, case.id)[-parsed.limit :]


def _codes(store: Store, rows: Iterable[Recorded]) -> dict[int, str]:
    """The codes of the cases that the operator may see."""
    ids = {row.case_id for row in rows if row.case_id is not None}
    seen = (store.read_now(register.seen_by, OPERATOR, case_id) for case_id in ids)
    return {case.id: case.code for case in seen if case is not None}
