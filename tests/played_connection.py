"""A connection to a vendor without the vendor: what is said on it is played."""

import asyncio
import itertools
from typing import Any

from bot.messengers.vendor_connection import VendorConnection

FRAMES = ("length", "chunks", "end")


class Wire(asyncio.Transport):
    """Takes what is sent, and is closed by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.aborted = False

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))

    def is_closing(self) -> bool:
        return self.aborted

    def abort(self) -> None:
        self.aborted = True


def connected(loop: asyncio.AbstractEventLoop | None = None) -> VendorConnection:
    """A connection that was just opened, in the running loop unless told otherwise."""
    connection = VendorConnection(loop or asyncio.get_running_loop())
    connection.connection_made(Wire())
    return connection


def hear(connection: VendorConnection, said: bytes, cuts: list[int] | None = None) -> None:
    """*said* comes, in pieces that end at *cuts*."""
    places = [0, *sorted(cut % (len(said) + 1) for cut in cuts or []), len(said)]
    for start, end in itertools.pairwise(places):
        if start < end:
            connection.data_received(said[start:end])


def framed(status: int, body: bytes, how: str, pieces: list[int]) -> bytes:
    """An answer as it is sent: with its length, in chunks of these sizes, or until the end."""
    head = b"HTTP/1.1 %d \r\nX-Line-Request-ID: r1\r\nServer: s\r\n" % status
    if how == "length":
        return head + b"content-length: %d\r\n\r\n%b" % (len(body), body)
    if how == "end":
        return head + b"\r\n" + body
    chunks, left = b"", body
    for size in [*pieces, len(body)]:
        if piece := left[:size]:
            chunks += b"%x;a=b\r\n%b\r\n" % (len(piece), piece)
        left = left[size:]
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nTrailer: t\r\n\r\n"
