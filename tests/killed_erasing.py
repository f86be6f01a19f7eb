"""Kill an erasing at every line of ours that it runs; look what is there; erase again. Run as
``python -m tests.killed_erasing FOLDER``, where the database lies; prints one JSON line.
"""

import json
import os
import shutil
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from data import audit_proof, case_entries, erasing
from data.erasing import Erasing
from data.sealing import Vault
from data.store import Connection, Store
from tests.conversing import KEY
from tests.killing import is_killed, kill_at
from tests.sealed_things import AT, BRIBE

OURS = tuple(f"data{os.sep}{name}.py" for name in ("erasing", "receipts", "case_keys", "clocks"))
NAME = "prongsai.db"


def main(folder: Path) -> None:
    """Try every line on copies of the database in *folder*."""
    work = folder / "work"
    outcomes = {"whole": 0, "erased": 0}
    line, killed = 1, True
    while killed:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        shutil.copy(folder / NAME, work / NAME)
        killed = is_killed(partial(erases, work / NAME, line))
        with closing(Store(work / NAME, Vault(KEY))) as store:
            outcomes[state_of(store)] += 1
            store.write_now(erase)
            assert state_of(store) == "erased", f"not erased after line {line}"
            assert store.read_now(audit_proof.verify) == []
        line += 1
    print(json.dumps({"lines": line, **outcomes}))


def erases(path: Path, line: int) -> None:
    """Erase, and end at the *line*-th line of ours."""
    kill_at(line, OURS)
    with closing(Store(path, Vault(KEY))) as store:
        store.write_now(erase)


def erase(db: Connection) -> bool:
    """Erase the only case."""
    (case_id,) = db.execute("select id from cases").fetchone()
    return erasing.erase(db, Erasing(case_id, erasing.ASKED, "operator", "", AT))


def state_of(store: Store) -> str:
    """Whether the case is whole or erased: nothing in between."""
    (case_id, chat) = store.read_now(lambda db: db.execute("select id, chat from cases").fetchone())
    words = [entry.text for entry in store.read_now(case_entries.entries, case_id)]
    marks = store.read_now(lambda db: db.execute("select count(*) from erased_case").fetchone()[0])
    if marks == 0:
        assert BRIBE in words
        assert chat
        return "whole"
    assert not any(words)
    assert not chat
    return "erased"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
