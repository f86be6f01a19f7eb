"""Kill an import at every line of ours that it runs; look what is there; import again. Run as
``python -m tests.killed_import FOLDER``, where the database lies; prints one JSON line.

Each try is a child of this process that ends by SIGKILL: nothing of it is cleaned up.
"""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from data import audit_proof, form_import, form_rows, times
from data.agency import load_agency
from data.cases import CaseKind
from data.counter_cases import Channel, Received
from data.form_import import ToImport
from data.sealing import Vault
from data.store import Store
from tests.conversing import AGENCY, KEY
from tests.killing import is_killed, kill_at

OURS = tuple(f"data{os.sep}{name}.py" for name in ("form_import", "counter_cases"))
NAME = "prongsai.db"
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
CSV = "ประทับเวลา,เรื่อง\n" + "".join(f"2{day}/11/2569 9:00:00,ไฟดับ {day}\n" for day in range(3))


def main(folder: Path) -> None:
    """Try every line on copies of the database in *folder*."""
    work = folder / "work"
    outcomes = {"nothing": 0, "everything": 0}
    line = 1
    while True:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        shutil.copy(folder / NAME, work / NAME)
        killed = is_killed(partial(imports, work / NAME, line))
        with closing(Store(work / NAME, Vault(KEY))) as store:
            found = count(store)
            assert found in (0, 3), f"{found} after line {line}"
            outcomes["everything" if found else "nothing"] += 1
            store.write_now(form_import.take_in, rows(), times.stamp(NOW), None)
            assert count(store) == 3, f"lost or doubled after line {line}"
            assert store.read_now(audit_proof.verify) == []
        if not killed:
            break
        line += 1
    print(json.dumps({"lines": line, **outcomes}))


def count(store: Store) -> int:
    found = store.read_now(
        lambda db: db.execute(
            "select count(*) from cases join case_key on cases.id = case_id"
            " where exists (select 1 from case_entry where case_id = cases.id)"
            " and exists (select 1 from case_clock where case_id = cases.id)"
        ).fetchone()[0]
    )
    assert found == store.read_now(
        lambda db: db.execute("select count(*) from imported_row").fetchone()[0]
    )
    return int(found)


def rows() -> Sequence[ToImport]:
    clocks = load_agency(AGENCY).clocks
    form = form_rows.read(CSV.encode(), {}, NOW)
    assert len(form.rows) == 3
    return [
        ToImport(
            row.whole,
            Received(
                f"PS-000-000-00{number}",
                CaseKind.GRIEVANCE,
                Channel.FORM,
                row.text,
                row.contact,
                times.stamp(row.received_at),
                times.stamp(NOW),
                None,
                clocks,
            ),
        )
        for number, row in enumerate(form.rows)
    ]


def imports(path: Path, line: int) -> None:
    """Import, and end at the *line*-th line of ours."""
    given = rows()
    kill_at(line, OURS)
    with closing(Store(path, Vault(KEY))) as store:
        store.write_now(form_import.take_in, given, times.stamp(NOW), None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
