"""No more files and connections can be opened: the process is at its limit."""

import asyncio
import resource
from pathlib import Path

from tests.faults.ground import (
    ANSWER,
    Ground,
    a_service,
    processor_share,
)

STRANGERS = 60


async def test_it_neither_spins_nor_dies_and_serves_again_when_there_are_some(
    tmp_path: Path,
) -> None:
    async with a_service(tmp_path) as ground:
        assert (await ground.readiness())[0] == 200  # this connection stays open
        limit = resource.prlimit(ground.service.process.pid, resource.RLIMIT_NOFILE)
        allow(ground, open_files(ground) + 20, limit[1])
        strangers = [await connected(ground) for _ in range(STRANGERS)]
        await ground.service.says("no more files or connections can be opened")
        share = await processor_share(ground.service.process.pid, 2.0)
        taken = await ground.line("U1", "E1")

        assert share < 0.5
        assert taken.status == 200
        assert ground.service.process.returncode is None

        for stranger in strangers:
            stranger.close()
        await ground.service.says("files and connections can be opened again")
        await ground.session.close()
        async with asyncio.timeout(30):
            reader, writer = await asyncio.open_connection("127.0.0.1", port(ground))
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b"200 OK" in await reader.readline()
        writer.close()
        assert ANSWER in (await ground.vendors.told("U1"))[0]
        assert len(ground.vendors.texts_to("U1")) == 1
        assert len(ground.said("can be opened")) == 2
        assert ground.said("trouble in") == []


async def connected(ground: Ground) -> asyncio.StreamWriter:
    """Somebody who opens a connection and says nothing."""
    _, writer = await asyncio.open_connection("127.0.0.1", port(ground))
    return writer


def port(ground: Ground) -> int:
    return int(ground.service.used["PORT"])


def open_files(ground: Ground) -> int:
    return len(list(Path(f"/proc/{ground.service.process.pid}/fd").iterdir()))


def allow(ground: Ground, files: int, hard: int) -> None:
    resource.prlimit(ground.service.process.pid, resource.RLIMIT_NOFILE, (files, hard))
