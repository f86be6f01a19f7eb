"""The service has SQLite count none of its memory; no other process is touched."""

import subprocess
import sys

import pytest

HELD = """
import ctypes, sqlite3, sys, _sqlite3
from data.connection import connect, count_no_memory
done = count_no_memory() if {asked} else None
db = connect("file:held?mode=memory")
db.execute("create table held (words text)")
db.execute("insert into held values ('ก')")
assert db.execute("select words from held").fetchall() == [("ก",)]
held = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used()
print(done, held > 0)
"""


@pytest.mark.parametrize(("asked", "said"), [(True, "True False"), (False, "None True")])
def test_it_is_counted_only_where_nobody_asked_otherwise(asked: bool, said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HELD.format(asked=asked)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == said


def test_a_python_that_shows_no_sqlite_goes_on_as_it_is() -> None:
    hidden = HELD.format(asked=True).replace(
        "done =", "file = _sqlite3.__file__; del _sqlite3.__file__; done =", 1
    )
    hidden = hidden.replace("held = ", "_sqlite3.__file__ = file; held = ")
    ran = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False True"
