"""Every parser of what strangers send: which inputs it gets, and what must be true of all of them.

A target makes bytes (so that what breaks it can be kept as a file) and checks them: a check raises
where a promise is broken, above all with an exception that the caller does not expect.
"""

import asyncio
import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
from aiohttp import web
from telegram.error import TelegramError

from bot import incoming, outgoing, settings
from bot.files import sniff
from bot.incoming import Incoming, IncomingPlace
from bot.messengers import line as line_adapter
from bot.messengers import (
    line_events,
    line_messages,
    telegram_request,
    telegram_text,
    telegram_updates,
)
from bot.messengers.calls import BROKEN
from bot.messengers.messenger import BadBody, BadSignature
from bot.messengers.vendor_connection import TooLarge
from bot.photos import EXIF, without_metadata
from bot.web import crowd, frames, socket, upload
from data import case_codes, form_rows, receipts, times, written_dates
from data.common_replies import KEY_LETTERS
from data.sealing import BadKey, parse_key
from handlers import known_words, menus
from handlers.message import Kind, Message, Messenger
from handlers.officers import case_filters
from handlers.turn import Card, CardRow, Choice, Reply
from handlers.understanding.normalise import INVISIBLE, normalise
from handlers.understanding.normalise import LONGEST as LONGEST_READ
from handlers.understanding.training.learning import STRUCTURE
from handlers.understanding.understand import Understanding
from tests.fuzzing import material
from tests.fuzzing.source import Source, among, one_in
from tests.played_connection import FRAMES, connected, framed, hear

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LONGEST = 5_000  # characters of what is understood: what a page or LINE lets through


@dataclass(frozen=True, slots=True)
class Target:
    """*make* an input; *check* raises where it breaks a promise."""

    make: Callable[[Source], bytes]
    check: Callable[[bytes], object]


def _as_bytes(make: Callable[[Source], str]) -> Callable[[Source], bytes]:
    return lambda source: make(source).encode("utf-8", "surrogatepass")


def _as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content.decode("latin-1")


# the vendors' events -----------------------------------------------------------------------


def _line(raw: bytes) -> None:
    with contextlib.suppress(BadBody):
        for event in line_events.read_webhook(raw).incoming:
            _kept_as_it_came(event)


def _telegram(raw: bytes) -> None:
    for us in ("prongsai_bot", ""):
        with contextlib.suppress(BadBody):
            event = telegram_updates.parse(raw, us)
            if event is not None and (kept := telegram_updates.concerning_us(event)):
                _kept_as_it_came(kept)


def _kept_as_it_came(event: Incoming) -> None:
    """It is the same when it is taken out of the inbox, and a message to the handlers."""
    assert incoming.decode(incoming.encode(event)) == event
    assert event.event_id
    assert event.address
    incoming.as_message(event, chat="chat", received_at=NOW)
    event.event_id.encode()  # what SQLite takes
    event.address.encode()


def _signatures(content: bytes) -> None:
    given = _as_text(content)
    with contextlib.suppress(BadSignature):
        line_events.verify(b"{}", given, "secret")
        raise AssertionError("forged, and taken")
    with contextlib.suppress(BadSignature):
        telegram_updates.check_secret(given, "secret")
        assert given == "secret"


def _line_answer(content: bytes) -> None:
    for status in (200, 202, 400, 401, 429, 500):
        answer = line_adapter._Answer(status, {b"retry-after": content[:12]}, content)
        assert len(answer.reason) <= 300
        assert answer.wait is None or 0 <= answer.wait <= line_adapter.LONGEST_WAIT
        assert isinstance(answer.accepted, bool)
        line_adapter._failure(answer)
        line_adapter._no_content(answer)


def _telegram_answer(content: bytes) -> None:
    for status in (200, 400, 429, 500):
        with contextlib.suppress(TelegramError):
            telegram_request._check(status, content, ())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def _heard_answer(content: bytes) -> None:
    connection = connected(_loop())
    told = connection.ask(b"q", LONGEST)
    hear(connection, content, [len(content) // 3, len(content) // 2])
    connection.connection_lost(None)
    error = told.exception()
    assert error is not None or len(told.result().body) <= LONGEST
    assert error is None or isinstance(error, (*BROKEN, TooLarge))


def _heard_material(source: Source) -> bytes:
    body = _answer(source)
    pieces = [len(body) // 4, 1, 7]
    whole = framed(among(source, (200, 429, 502)), body, among(source, FRAMES), pieces)
    return material.mutated(source, whole)


def _answer(source: Source) -> bytes:
    parameters = {"retry_after": material.number(source), "migrate_to_chat_id": 5}
    said = {"ok": False, "description": material.text(source), "parameters": parameters}
    said.update(message=material.text(source), details=[{"property": "a", "message": "b"}])
    return material.as_json(source, material.spoilt(source, said))


def _stored(content: bytes) -> None:
    for decode in (incoming.decode, outgoing.decode):
        with contextlib.suppress(*incoming.UNREADABLE):
            decode(content)
    with contextlib.suppress(*incoming.UNREADABLE):
        outgoing.decode(outgoing.COMMON + b"0" * KEY_LETTERS + content, content)


def _stored_material(source: Source) -> bytes:
    place = IncomingPlace(1.5, 100.5, "หน้าวัด")
    event = Incoming(Messenger.LINE, "E1", "U1", Kind.TEXT, text="ก", place=place)
    reply = Reply("ข", (Choice("ค", "q:a", "help"),))
    sending = outgoing.Outgoing("U1", (reply,))
    published = outgoing.Outgoing("U1", (Reply("ข" * 9, published=True),))
    packed = [outgoing.encode(published) for _ in range(2)][-1]
    one = incoming.encode(event), outgoing.encode(sending), packed
    thing = json.loads(among(source, one))
    return material.as_json(source, material.spoilt(source, thing))


# the page ----------------------------------------------------------------------------------


def _frame(content: bytes) -> None:
    heard = frames.parse(_as_text(content))
    if heard is None:
        return
    assert frames.row_of(heard.key) < 2**53
    if heard.type in ("text", "press", "place") and not socket._refusal(heard):
        event = socket._incoming(heard, "address")
        _kept_as_it_came(event)
        frames.of_message("i1", event, times.stamp(NOW))


def _upload(content: bytes) -> None:
    name, _, rest = content.partition(b"\n")
    header = name.decode("utf-8", "surrogateescape")  # as aiohttp reads headers
    request = cast("web.Request", SimpleNamespace(headers={"X-File-Name": header}))
    called = upload._name(request)
    assert 1 <= len(called) <= upload.LONGEST_NAME
    assert not {"/", "\\", "\x00"} & set(called)
    called.encode()  # what SQLite takes
    with contextlib.suppress(upload.Refused):
        _kept_as_it_came(upload._incoming("address", "E1", called, rest))


def _upload_material(source: Source) -> bytes:
    names = ("%2e%2e%2f", "a.pdf", "%E0%B8%81.jpg", "%ff%fe", "%ED%A0%BD", "a" * 300, "%00", "%")
    name = among(source, names) + material.text(source).replace("\n", "")
    return name.encode("utf-8", "surrogatepass") + b"\n" + material.picture(source)[1]


def _address(content: bytes) -> None:
    crowd.counted_as(crowd.read_address(_as_text(content)))


def _address_material(source: Source) -> str:
    parts = ("1.2.3.4", "::1", "fe80::1%eth0", "::ffff:1.2.3.4", "0x7f.1", "1.2.3.4:80", "[::1]:80")
    return among(source, parts) + (source.letters(5) if one_in(source, 2) else "")


# files -------------------------------------------------------------------------------------


def _picture(content: bytes) -> None:
    media_type, _, picture = content.partition(b"\n")
    shown = without_metadata(picture, media_type.decode("latin-1"))
    if shown:
        assert without_metadata(shown, media_type.decode("latin-1")) == shown
    assert shown.count(EXIF) <= picture.count(EXIF)
    sniff(picture)


def _picture_material(source: Source) -> bytes:
    media_type, content = material.picture(source)
    return media_type.encode() + b"\n" + content


def _form(content: bytes) -> None:
    read = form_rows.read(content, {"เรื่อง": "text"}, NOW)
    for row in read.rows:
        assert row.received_at <= NOW
        assert row.text.strip()
        row.whole.encode()


# words -------------------------------------------------------------------------------------


def _dates(content: bytes) -> None:
    said = _as_text(content)
    found = written_dates.day(said, TODAY)
    assert found is None or found <= TODAY
    at = written_dates.moment(said, NOW)
    assert at is None or at <= NOW
    written_dates.order(said)


def _date_material(source: Source) -> str:
    marks = (
        "/",
        "-",
        ".",
        " ",
        ":",
        "พ.ย.",
        "พฤศจิกายน",
        "GMT+7",
        "utc-99:99",
        "am",
        "หลังเที่ยง",
        "วันที่ ",
    )
    digits = ("20", "11", "2569", "69", "2026", "๒๐", "²", "٣", "0", "99", "0001", "31", "29", "2")
    return "".join(among(source, (*marks, *digits, ",")) for _ in range(source.number(0, 9)))


def _codes(content: bytes) -> None:
    said = _as_text(content)
    code = case_codes.find(said)
    assert code is None or case_codes.find(code) == code
    case_codes.without(said)
    digits = receipts.find_digits(said)
    assert digits is None or (digits.isascii() and digits.isdigit() and len(digits) == 16)


def _code_material(source: Source) -> str:
    groups = ("PS", "7K3", "F2M", "9XQ", "1234", "5678", "๙๙๙๙", "٣٣٣٣", "²²²²", "0000", "1")
    between = ("-", " ", "", "·", "\u200b", "\n", "--", "/")
    count = source.number(1, 9)
    return "".join(among(source, groups) + among(source, between) for _ in range(count))


def _buttons(content: bytes) -> None:
    data = _as_text(content)
    menus.question_of(data)
    case_filters.decode(data.removeprefix("c:filter:"))
    case_filters.in_words(data, TODAY)
    case_filters.month_of(data)


def _said(content: bytes) -> None:
    message = Message(Messenger.LINE, "chat", "E1", Kind.TEXT, NOW, text=_as_text(content))
    known_words.button(message)
    known_words.command(message)
    read = normalise(message.text)
    assert len(read) <= LONGEST_READ
    assert not INVISIBLE.search(read)


def _understood(content: bytes) -> None:
    question = _understanding().understand(_as_text(content)[:LONGEST], STRUCTURE)
    assert question.intent
    assert 0 <= question.confidence <= 1.0001


@cache
def _understanding() -> Understanding:
    """By letters alone: the encoder reads what the same tokenizer gives it."""
    return Understanding.load(with_embedding=False)


def _replies(content: bytes) -> None:
    """What is said back, whatever it quotes, is what the vendors take."""
    said = _as_text(content)
    label = said[:20] or "ก"
    card = Card(label, label, (CardRow(label, label),), said)
    reply = Reply(said, tuple(Choice(label, "q:help", "help") for _ in range(20)), card)
    for message in line_messages.compose((reply,), {}, "https://a.example"):
        msgspec.json.encode(message)
    for part in telegram_text.compose(reply, {}):
        part.html.encode()
    frames.live(frames.of_reply("o1", reply, times.stamp(NOW)))


def _valid_text(source: Source) -> str:
    """As it stands in an inbox: a message that has half an emoji never gets there."""
    return material.text(source).encode("utf-8", "replace").decode()


# what operators write ----------------------------------------------------------------------


def _settings(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".env"
        file.write_bytes(content)
        with contextlib.suppress(settings.BadSettings):
            settings.load({}, file)


def _settings_material(source: Source) -> bytes:
    lines = []
    for _ in range(source.number(0, 4)):
        name = among(source, sorted(settings.DEFAULTS))
        values: tuple[str, ...] = (
            "http://[::1",
            "ab" * 32,
            "https://a.example",
            "8080",
            "10.0.0.0/8",
        )
        value = among(source, (*values, material.text(source), source.letters(8)))
        lines.append(f"{name}={value}")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _key(content: bytes) -> None:
    with contextlib.suppress(BadKey):
        assert len(parse_key(_as_text(content))) == 32


def _key_material(source: Source) -> str:
    whole = among(source, ("ab" * 32, "A" * 43 + "=", "ก" * 32, "٣" * 64, "-_" * 21 + "8"))
    return material.mutated(source, whole.encode()).decode("utf-8", "surrogateescape")


TARGETS: Mapping[str, Target] = {
    "line webhook": Target(lambda s: material.line_body(s, "E", "U" + "1" * 32), _line),
    "telegram update": Target(lambda s: material.telegram_body(s, 7, 4242), _telegram),
    "signatures": Target(_as_bytes(lambda s: s.letters(50)), _signatures),
    "line answer": Target(_answer, _line_answer),
    "heard answer": Target(_heard_material, _heard_answer),
    "telegram answer": Target(_answer, _telegram_answer),
    "stored": Target(_stored_material, _stored),
    "frame": Target(material.frame, _frame),
    "upload": Target(_upload_material, _upload),
    "address": Target(_as_bytes(_address_material), _address),
    "picture": Target(_picture_material, _picture),
    "form": Target(material.form, _form),
    "dates": Target(_as_bytes(_date_material), _dates),
    "codes": Target(_as_bytes(_code_material), _codes),
    "buttons": Target(_as_bytes(material.button), _buttons),
    "said": Target(_as_bytes(material.text), _said),
    "understood": Target(_as_bytes(_valid_text), _understood),
    "replies": Target(_as_bytes(_valid_text), _replies),
    "settings": Target(_settings_material, _settings),
    "key": Target(_as_bytes(_key_material), _key),
}
"""By name, which is also the folder in the corpus."""
