"""What arrives on a connection, in sips: nobody holds more of it in memory than one at a time.

uvloop hands on up to 250 KB at once, which aiohttp must keep, for every connection that pours.
"""

import asyncio

SIP_BYTES = 2**14
_SHARED = memoryview(bytearray(SIP_BYTES))
"""For all connections of the one loop: what is read into it is handed on before another reads."""


class Sips(asyncio.BufferedProtocol):
    """Stands between a connection and the protocol that hears of everything."""

    def __init__(self, hearing: asyncio.Protocol) -> None:
        self._hearing = hearing
        self.connection_lost = hearing.connection_lost  # type: ignore[method-assign]
        self.pause_writing = hearing.pause_writing  # type: ignore[method-assign]
        self.resume_writing = hearing.resume_writing  # type: ignore[method-assign]
        self.eof_received = hearing.eof_received  # type: ignore[method-assign]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._hearing.connection_made(transport)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002
        return _SHARED

    def buffer_updated(self, nbytes: int) -> None:
        self._hearing.data_received(bytes(_SHARED[:nbytes]))


def without_sips(transport: asyncio.Transport, hearing: asyncio.Protocol) -> None:
    """From now on *hearing* itself is given whatever arrives, as much as there is: sips cost a
    twentieth of an acknowledgement."""
    is_reading = transport.is_reading()
    if is_reading:
        transport.pause_reading()  # uvloop chooses how it reads when it begins to
    transport.set_protocol(hearing)
    if is_reading:
        transport.resume_reading()
