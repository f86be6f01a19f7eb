"""As much of HTTP/1.1 as both ends of a measurement need: whole messages out of a stream."""


def whole(buffer: bytearray) -> tuple[bytes, bytes, int] | None:
    """The head, the body and their length in *buffer*; None where something is missing yet."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end])
    small = head.lower()
    at = small.find(b"content-length:")
    if at >= 0:
        stop = small.find(b"\r\n", at)
        length = int(small[at + 15 : stop if stop > 0 else None])
        if len(buffer) < end + 4 + length:
            return None
        return head, bytes(buffer[end + 4 : end + 4 + length]), end + 4 + length
    if b"transfer-encoding: chunked" in small:
        return _chunked(buffer, head, end + 4)
    return head, b"", end + 4


def _chunked(buffer: bytearray, head: bytes, at: int) -> tuple[bytes, bytes, int] | None:
    body = bytearray()
    while True:
        stop = buffer.find(b"\r\n", at)
        if stop < 0:
            return None
        length = int(buffer[at:stop].split(b";")[0], 16)
        if len(buffer) < stop + 2 + length + 2:
            return None
        body += buffer[stop + 2 : stop + 2 + length]
        at = stop + 4 + length
        if length == 0:
            return head, bytes(body), at
