"""Photos as they are shown onward: without what the camera wrote into them (place, time, device).

The file that a person sent stays as it is in the case; what officers get is a copy. Only the way
up is kept, so that a picture still stands upright.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

EXIF = b"Exif\0\0"

START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = 0xD8, 0xD9, 0xDA
COMMENT = 0xFE
RESTARTS = range(0xD0, 0xD8)
APPLICATION = range(0xE0, 0xF0)
JFIF, EXIF_SEGMENT, COLOURS, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
ORIENTATION_TAG, SHORT = 0x0112, 3

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
WEBP_METADATA = (b"EXIF", b"XMP ")
WEBP_FLAGS = 0x08 | 0x04  # "there is Exif", "there is XMP", in the VP8X chunk


def without_metadata(content: bytes, media_type: str) -> bytes:
    """The same picture; empty where it cannot be read. Other files: as they are."""
    strip = STRIPPERS.get(media_type)
    if strip is None:
        return content
    try:
        return strip(content)
    except (struct.error, IndexError, ValueError):
        return b""


def _jpeg(content: bytes) -> bytes:
    """Ends at the end of the image: what phones hang behind it is another image, or a film."""
    kept = [bytes((0xFF, START_OF_IMAGE))]
    for marker, segment in _segments(content):
        if marker == EXIF_SEGMENT and segment[4:].startswith(EXIF):
            kept.append(_upright(segment[4 + len(EXIF) :]))
        elif _is_picture(marker, segment):
            kept.append(segment)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment, a scan with all its data. Raises ValueError at nonsense."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == END_OF_IMAGE:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if end > len(content):
            raise ValueError("a segment goes on behind the end")
        if marker == START_OF_SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and content[at + 1] not in RESTARTS:
            return at
        at += 2
    raise ValueError("the image does not end")


def _is_picture(marker: int, segment: bytes) -> bool:
    if marker == COLOURS:
        return segment[4:].startswith(b"ICC_PROFILE")
    return (marker not in APPLICATION and marker != COMMENT) or marker in (JFIF, ADOBE)


def _upright(tiff: bytes) -> bytes:
    """An Exif segment that says which way is up, and nothing else; empty where up is up."""
    order = {b"II": "<", b"MM": ">"}[tiff[:2]] if tiff[:2] in (b"II", b"MM") else ""
    if not order:
        return b""
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
        if (tag, kind) == (ORIENTATION_TAG, SHORT) and 2 <= value <= 8:
            entry = struct.pack(">HHIHH", ORIENTATION_TAG, SHORT, 1, value, 0)
            body = EXIF + b"MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)
            return bytes((0xFF, EXIF_SEGMENT)) + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(content: bytes) -> bytes:
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk goes on behind the end")
        if kind not in PNG_METADATA:
            kept.append(content[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _webp(content: bytes) -> bytes:
    kept, at = [b"WEBP"], 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > len(content):
            raise ValueError("a chunk goes on behind the end")
        chunk = content[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes((chunk[8] & ~WEBP_FLAGS,)) + chunk[9:]
        if kind not in WEBP_METADATA:
            kept.append(chunk)
        at = end
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


STRIPPERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
)
