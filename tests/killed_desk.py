"""Kill the terminal at every line of ours that a command runs; look what is there; do it again. Run
as ``python -m tests.killed_desk FOLDER``, where the database lies; prints one JSON line.

Each try is a child of this process that ends by SIGKILL: nothing of it is cleaned up.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import desk_sign_in, desk_words, holding
from data import audit_proof, counter_cases, desk_sessions, register, staff, times
from data.agency import load_agency
from data.cases import CaseKind
from data.counter_cases import Channel, Received
from data.sealing import Vault
from data.staff import OPERATOR, Invitation
from data.store import Store
from handlers.officers.officer_wording import Wording
from tests.conversing import AGENCY, KEY
from tests.killing import is_killed, kill_at

NAME = "prongsai.db"
AGENCY_THAT_WAITS = replace(load_agency(AGENCY), undo_seconds=10)
AT = times.stamp(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
LATER = times.stamp(datetime(2099, 1, 1, tzinfo=UTC))
WORDS = "จะไปซ่อมวันจันทร์"
CODE = "12345678"
OF_WORDS = ("bot/desk_words.py", "data/held_words.py")
OF_SIGNING_IN = ("bot/desk_sign_in.py", "data/desk_sessions.py")


def main(folder: Path) -> None:
    """Try every line of each act on copies of the database in *folder*."""
    with closing(Store(folder / NAME, Vault(KEY))) as store:
        _prepare(store)
    print(
        json.dumps(
            {
                "told": tried(folder, tells, OF_WORDS, told),
                "signed in": tried(folder, signs_in, OF_SIGNING_IN, signed_in),
            }
        )
    )


def _prepare(store: Store) -> None:
    received = Received(
        *("PS-000-000-001", CaseKind.GRIEVANCE, Channel.COUNTER, "ถนนพัง", "", AT, AT, None),
        AGENCY_THAT_WAITS.clocks,
    )
    store.write_now(counter_cases.register, received)
    invited = Invitation(staff.hash_token("token"), "สมศรี", "officer", False)
    store.write_now(staff.invite, "token", invited, LATER, AT)
    store.write_now(staff.join, invited, "chat", "telegram", AT)
    (member,) = store.read_now(staff.members)
    store.write_now(desk_sessions.ask, member, desk_sessions.hash_of(store.vault, 1, CODE), LATER)


def tried(
    folder: Path,
    act: Callable[[Store], None],
    ours: tuple[str, ...],
    look: Callable[[Store], str],
) -> dict[str, int]:
    """What was there after each line, and how often."""
    work, line, outcomes = folder / "work", 1, dict[str, int]()
    while True:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        shutil.copy(folder / NAME, work / NAME)
        killed = is_killed(partial(_act, work / NAME, act, line, ours))
        with closing(Store(work / NAME, Vault(KEY))) as store:
            found = look(store)
            outcomes[found] = outcomes.get(found, 0) + 1
            assert store.read_now(audit_proof.verify) == []
        if not killed:
            return outcomes
        line += 1


def _act(path: Path, act: Callable[[Store], None], line: int, ours: tuple[str, ...]) -> None:
    kill_at(line, ours)
    with closing(Store(path, Vault(KEY))) as store:
        act(store)


def tells(store: Store) -> None:
    """Words of the operator begin to wait, and then leave."""
    case = store.read_now(register.with_code, "PS-000-000-001")
    assert case is not None
    wording = Wording("answer", text=WORDS)
    desk_words.tell(store, case, OPERATOR, wording, AGENCY_THAT_WAITS, None)
    _are_due(store)


def _are_due(store: Store) -> None:
    store.write_now(lambda db: db.execute("update held_words set due_at = ?", (AT,)).rowcount)
    holding.release_due(store, AGENCY_THAT_WAITS)


def told(store: Store) -> str:
    """What is there: nothing, or the words once, waiting or in the case; never both."""
    waiting, said = _counts(store)
    assert waiting + said <= 1, f"{waiting} wait, {said} were said"
    _are_due(store)
    assert _counts(store) == (0, waiting + said), "lost or doubled"
    return "waiting" if waiting else "said" if said else "nothing"


def _counts(store: Store) -> tuple[int, int]:
    return store.read_now(
        lambda db: (
            db.execute("select count(*) from held_words").fetchone()[0],
            db.execute("select count(*) from case_entry where kind = 'answer'").fetchone()[0],
        )
    )


def signs_in(store: Store) -> None:
    """Type the code."""
    parsed = argparse.Namespace(verb="sign-in", member=1, code=CODE)
    assert desk_sign_in.run(parsed, store) == 0


def signed_in(store: Store) -> str:
    """The code is there with all that was tried of it, or a session is."""
    codes, sessions = store.read_now(
        lambda db: (
            [row[0] for row in db.execute("select tries from desk_code").fetchall()],
            db.execute("select count(*) from desk_session").fetchone()[0],
        )
    )
    assert len(codes) + sessions == 1
    return "in" if sessions else f"tried {codes[0]}"


if __name__ == "__main__":
    os.chdir(Path(sys.argv[1]))
    main(Path(sys.argv[1]))
