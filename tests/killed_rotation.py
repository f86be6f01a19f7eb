"""Kill a rotation at every line of ours that it runs (or every so many), and at moments inside
SQLite; start anew each time. Run as ``python -m tests.killed_rotation FOLDER [STEP]``; prints one
JSON line.

Each try is a child of this process that ends by SIGKILL: nothing of it is cleaned up.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from bot import key_rotation, settings
from bot.opening import master_key
from bot.settings import Settings
from data import key_file
from data.sealing import Vault
from data.store import Store
from tests.killing import is_killed, kill_at
from tests.sealed_things import everything

OURS = tuple(f"data{os.sep}{name}.py" for name in ("rotation", "key_file", "installation", "store"))
NAME = "prongsai.db"
MOMENTS = 20


def main(folder: Path, step: int) -> None:
    """Try everything on copies of the database in *folder*, every *step* lines."""
    pristine, work = folder, folder / "work"
    loaded = settings.load({"DATABASE": str(work / NAME)}, folder / "no.env")
    copy_into(work, pristine)
    expected = started(loaded)
    outcomes = {"old": 0, "new": 0, "renamed at start": 0}

    def attempt(name: object, die: Callable[[], None]) -> bool:
        """Whether the child was killed before it was through."""
        copy_into(work, pristine)
        path = key_file.beside(loaded.database)
        before = path.read_bytes()
        killed = is_killed(partial(rotates, loaded, die))
        renamed = path.read_bytes() != before
        assert started(loaded) == expected, f"lost after {name}"
        is_new = path.read_bytes() != before
        outcomes["new" if is_new else "old"] += 1
        outcomes["renamed at start"] += is_new and not renamed
        return killed

    begun = time.monotonic()
    assert not attempt("nothing", lambda: None)
    whole = time.monotonic() - begun
    line = 1
    while attempt(f"line {line}", lambda: kill_at(line, OURS)):  # noqa: B023
        line += step
    for number in range(MOMENTS):
        attempt(f"moment {number}", lambda: kill_after(whole * number / MOMENTS))  # noqa: B023
    print(json.dumps({"lines": line, **outcomes}))


def copy_into(work: Path, pristine: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for file in pristine.glob(f"{NAME}*"):
        shutil.copy(file, work / file.name)


def started(loaded: Settings) -> tuple[Any, str]:
    """What a start finds: everything opened, and a tag."""
    with closing(Store(loaded.database, Vault(master_key(loaded)))) as store:
        return store.read_now(everything), store.vault.tag("chat", "line:U1")


def rotates(loaded: Settings, die: Callable[[], None]) -> None:
    """Change the key; *die* arranges the end."""
    die()
    assert key_rotation.rotate_key(loaded) == 0


def kill_after(seconds: float) -> None:
    """End at a moment, wherever that is; the signal is not handled."""
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int((sys.argv[2:] or ["1"])[0]))
