"""Junk at the webhooks: by how much it moves the memory of the service.

``python -m benchmarks.flood [MEGABYTES]`` starts the service on a throw-away database, sends it so
much (1,024 by default) over 256 connections at once, with a forged signature, a forged secret and
none, announced and endless, and prints how it was answered and by how much the peak of its memory
moved.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bot.web.webhooks import LARGEST_BODY
from tests.serving import running
from tests.visiting import a_visitor

MEGABYTE = 2**20
CONNECTIONS = 256
PIECE = b"%x\r\n" % 2**16 + b"\xe0" * 2**16 + b"\r\n"
BODY = LARGEST_BODY - 1
"""The largest that is read before it is known to be forged."""

PATHS = {"X-Line-Signature": "line", "X-Telegram-Bot-Api-Secret-Token": "telegram", "": "line"}
SETTINGS = {
    "LINE_CHANNEL_SECRET": "s" * 32,
    "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40,
    "LINE_API_BASE": "http://127.0.0.1:9",
    "TELEGRAM_BOT_TOKEN": "123:ABC",
    "TELEGRAM_WEBHOOK_SECRET": "hook-secret",
    "TELEGRAM_API_BASE": "http://127.0.0.1:9",
}


def moved(process: int) -> int:
    """The peak of a process's memory so far, in bytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


async def flood(address: str, megabytes: int, header: str) -> tuple[int, Counter[str]]:
    """Send *megabytes* of junk; how many bytes went out, and how often which status came back.
    Half of the requests say their length."""
    port = int(address.rpartition(":")[2])
    sent, answers = 0, Counter[str]()

    async def pour(number: int) -> None:
        nonlocal sent
        while sent < megabytes * MEGABYTE:
            one, status = await _post(port, header, announced=number % 2 == 0)
            sent += one
            answers[status] += 1

    await asyncio.gather(*(pour(number) for number in range(CONNECTIONS)))
    return sent, answers


async def _post(port: int, header: str, *, announced: bool) -> tuple[int, str]:
    """One request, as much of it as is taken; how many bytes of body went out, and the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    length = f"Content-Length: {BODY}" if announced else "Transfer-Encoding: chunked"
    forged = f"{header}: forged\r\n" if header else ""
    head = f"POST /webhook/{PATHS[header]} HTTP/1.1\r\nHost: a\r\n{forged}{length}\r\n\r\n"
    sent, most = 0, BODY if announced else 4 * MEGABYTE
    answered = asyncio.ensure_future(reader.readline())
    status = "cut"
    try:
        writer.write(head.encode())
        while sent < most:
            piece = PIECE if not announced else PIECE[: most - sent]
            writer.write(piece)
            sent += len(piece)
            await writer.drain()
        status = (await answered)[9:12].decode() or "cut"
    except ConnectionError:
        pass
    finally:
        if answered.done() and not answered.cancelled() and answered.exception() is None:
            status = answered.result()[9:12].decode() or status  # it came before it was all sent
        answered.cancel()
        writer.transport.abort()
    return sent, status


async def main(megabytes: int) -> None:
    """The same three ways."""
    for header in PATHS:
        with tempfile.TemporaryDirectory() as folder:
            async with running(Path(folder), **SETTINGS) as service:
                async with a_visitor(service.address) as visitor:
                    await visitor.says("คะแนน ITA ปี 2566")
                before = moved(service.process.pid)
                sent, answers = await flood(service.address, megabytes, header)
                by = moved(service.process.pid) - before
        told = f"{sent / MEGABYTE:,.0f} MB sent, memory moved by {by / MEGABYTE:.1f} MB"
        print(f"{header or 'unsigned'}: {told}; answers: {dict(answers)}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1024))
