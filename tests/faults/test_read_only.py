"""Nobody may write the files any more, or never might."""

import os
from pathlib import Path

from tests.faults.ground import ANSWER, a_service, immutable
from tests.test_service import bot


async def test_while_the_files_cannot_be_written_nothing_is_taken(tmp_path: Path) -> None:
    async with a_service(tmp_path) as ground:
        log = tmp_path / "served.db-wal"
        with immutable(ground.database, log):
            await ground.is_not_ready("read_only")
            assert (await ground.line("U1", "E1")).status == 503
            assert (await ground.telegram(77, 1)).status == 503
        await ground.is_ready()
        assert (await ground.line("U1", "E1")).status == 200

        assert ANSWER in (await ground.vendors.told("U1"))[0]
        assert len(ground.said("read_only")) == 2


async def test_a_start_on_files_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    async with a_service(tmp_path):
        pass
    with immutable(tmp_path / "served.db"):
        status, said = await bot(tmp_path, "serve")

    assert status == 1
    assert "served.db" in said
    assert "Traceback" not in said
    assert os.access(tmp_path / "served.db", os.W_OK)
