"""Somebody moves, deletes or replaces the database under the running service."""

import shutil
from pathlib import Path

from tests.faults.ground import ANSWER, a_service


async def test_nothing_goes_into_a_file_that_nobody_would_find_again(tmp_path: Path) -> None:
    async with a_service(tmp_path) as ground:
        away = tmp_path / "away.db"
        ground.database.rename(away)
        assert (await ground.line("U1", "E1")).status == 503
        await ground.is_not_ready("file_replaced")

        away.rename(ground.database)
        await ground.is_ready()
        assert ground.rows("select count(*) from inbox") == [(0,)]
        assert (await ground.line("U1", "E1")).status == 200
        assert ANSWER in (await ground.vendors.told("U1"))[0]
        assert len(ground.said("file_replaced")) == 2, ground.service.log


async def test_another_file_in_its_place_is_never_written(tmp_path: Path) -> None:
    async with a_service(tmp_path) as ground:
        copy = tmp_path / "copy.db"
        shutil.copy(ground.database, copy)
        before = copy.read_bytes()
        copy.replace(ground.database)
        assert (await ground.line("U1", "E1")).status == 503
        await ground.is_not_ready("file_replaced")

        assert ground.database.read_bytes() == before
