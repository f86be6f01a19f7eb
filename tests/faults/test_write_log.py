"""Somebody reads for long: the write-ahead log grows, and is cut again by itself afterwards."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.trouble import LARGE_LOG
from data.write_log import KEPT_BYTES
from tests.faults.ground import Ground, a_service
from tests.faults.unlucky import an_unlucky_visitor
from tests.pictures import jpeg

MEGABYTES = 8


async def test_a_log_that_grew_while_somebody_read_is_told_of_and_cut_when_they_leave(
    tmp_path: Path,
) -> None:
    async with (
        a_service(tmp_path) as ground,
        an_unlucky_visitor(ground.service.address) as visitor,
    ):
        with reading(ground.database):
            photo = jpeg() + bytes(MEGABYTES * 2**20)
            for _ in range(LARGE_LOG // (MEGABYTES * 2**20) + 1):
                status, said = await visitor.upload(photo, str(uuid.uuid4()))
                assert status == 200, said
            await ground.service.says("write-ahead log is large")
            status, said = await ground.readiness()

            assert (status, said["log_is_large"]) == (200, True)
            assert log_size(ground) > LARGE_LOG
        await ground.service.says("write-ahead log is small again")  # though nobody writes
        assert log_size(ground) <= KEPT_BYTES
        await ground.is_ready()
        assert len(ground.said("write-ahead log")) == 2


@contextmanager
def reading(database: Path) -> Iterator[None]:
    """A look at the data that does not end."""
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None) as db:
        db.execute("begin")
        db.execute("select count(*) from inbox").fetchone()
        yield
        db.execute("rollback")
    db.close()


def log_size(ground: Ground) -> int:
    return (ground.folder / "served.db-wal").stat().st_size
