"""Hostile inputs: what vendors send with anything in it, what browsers send, files, garbage."""

import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from tests.fuzzing.source import Source, among, one_in

ROOT = Path(__file__).resolve().parents[2]

WORDS = (
    *("ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4", "มีคนเรียกเงินตอนขอใบอนุญาต", "อยากแนะนำให้มีที่จอดรถ"),
    *("คะแนน ITA", "e9 ได้เท่าไร", "มาตรการ 1.2", "ช่องทางร้องเรียน", "เทียบปี 2565", "ตัวชี้วัดที่ 3"),
    *("ส่ง", "ส่งเรื่อง", "ดูก่อนส่ง", "ยกเลิก", "ข้าม", "ไม่มี", "ใช่", "ไม่", "ต่อไป", "ถอนเรื่อง", "ติดตามเรื่อง"),
    *("แจ้งเรื่องนี้", "ร้องเรียน", "แจ้งแบบไม่ระบุตัวตน", "ขอให้ลบข้อมูลของฉัน", "เก็บข้อมูลอะไรของฉันไว้บ้าง"),
    *(
        "PS-7K3-F2M-9XQ",
        "1234 5678 9012 3456",
        "๑๒๓๔๕๖๗๘๙๐๑๒๓๔๕๖",
        "20/11/2569",
        "เมื่อวาน",
        "31 กุมภาพันธ์ 2569",
    ),
    *(
        "/start",
        "/cases",
        "/case 1",
        "/late",
        "/new",
        "/find หลุม",
        "/mine",
        "/stats",
        "/export",
        "/staff",
    ),
    *(
        "/invite officer สมศรี",
        "/remove 1",
        "/queue",
        "/away 3",
        "/holidays",
        "/identity",
        "/help",
        "/start join_x",
    ),
    *(
        "hello",
        "what is the score of i5?",
        "I want to complain",
        "in English please",
        "ภาษาไทย",
        "สวัสดีค่ะ",
    ),
)
HORRORS = (
    *(
        "",
        " ",
        "\n",
        "\x00",
        "\u202e",
        "\ufeff",
        "\u200b" * 50,
        "\ud83d",
        "\udc00x",
        "ๆ" * 400,
        "่" * 400,
    ),
    *(
        "9" * 5000,
        "-1",
        "²",
        "①",
        "٣",
        "१२३",
        "๙" * 40,
        "1e999",
        "NaN",
        "0x10",
        "1_000",
        "3.14159",
        "99999999999999",
    ),
    *(
        "<b>&amp;<script>",
        "'; drop table cases; --",
        "%s%n{0}{}",
        "{{7*7}}",
        "../../etc/passwd",
        "=cmd|' /C calc'!A0",
    ),
    *(
        "👨‍👩‍👧‍👦" * 60,
        "🇹🇭" * 90,
        "ก" * 5001,
        "a" * 20_000,
        "é" * 300,
        "İ" * 50,
        "ß",
        "ﬃ",
        "\u0e33" * 300,
    ),
    *(
        "e" + "9" * 300,
        "i0",
        "มาตรการ 0",
        "ปี 0",
        "ปี 9999999999",
        "หมู่ ²",
        "2569-13-45",
        "99/99/9999",
        "0/0/00",
    ),
    *(
        "/case " + "9" * 4000,
        "/away " + "9" * 4400,
        "/away ²",
        "/away -1",
        "/export 99/0",
        "/stats ²",
        "/invite \x00",
    ),
)
ARGUMENTS = (
    *(
        "1",
        "0",
        "-1",
        "2",
        "12",
        "²",
        "٣",
        "๑",
        "9" * 19,
        "9" * 30,
        "",
        ":",
        "x",
        "None",
        "grievance",
        "corruption",
    ),
    *(
        "feedback",
        "question",
        "ethics",
        "data",
        "place",
        "when",
        "service",
        "who",
        "1:2",
        "1:2:3:4:5:6",
        "2566",
        "i1",
    ),
    *(
        "e99",
        "1.2",
        "\x00",
        "%",
        "solved",
        "answer",
        "open",
        "close",
        "take",
        "more",
        "2569-11",
        "0000-00",
        "9999-99",
    ),
)


@cache
def buttons() -> tuple[str, ...]:
    """Every button's data that stands in the code, a hole where something is filled in."""
    found: set[str] = set()
    for path in sorted((ROOT / "handlers").rglob("*.py")):
        found.update(re.findall(r'"([a-z]:[^"\s]{1,60})"', path.read_text("utf-8")))
    return tuple(sorted(found))


def button(source: Source) -> str:
    """A button of ours with anything filled in, or something like one."""
    data = re.sub(r"\{[^}]*\}", lambda _: among(source, ARGUMENTS), among(source, buttons()))
    match source.number(0, 9):
        case 0:
            return data + ":" + among(source, ARGUMENTS)
        case 1:
            return data.rpartition(":")[0] + ":" + among(source, ARGUMENTS)
        case 2:
            return data[: source.number(0, len(data))]
        case 3:
            return source.letters(64)
    return data


def text(source: Source) -> str:
    """What somebody may write."""
    match source.number(0, 7):
        case 0:
            return source.letters(60)
        case 1:
            return among(source, HORRORS)
        case 2:
            return among(source, WORDS) + " " + among(source, HORRORS)
        case 3:
            return among(source, HORRORS)[:40] + among(source, WORDS) + source.letters(8)
        case 4:
            words = among(source, WORDS)
            at = source.number(0, len(words))
            return words[:at] + source.letters(3) + words[at:]
    return among(source, WORDS)


def number(source: Source) -> Any:
    """What may stand where a number is due."""
    odd: tuple[Any, ...] = (0, 1, -1, 2**31, 2**63, 2**64, 10**400, 1.5, 1e308, -1e-308, True)
    return source.number(0, 10**6) if one_in(source, 2) else among(source, odd)


def value(source: Source, depth: int = 3) -> Any:
    """Any JSON."""
    match source.number(0, 7 if depth else 4):
        case 0:
            return None
        case 1:
            return one_in(source, 2)
        case 2:
            return number(source)
        case 3 | 4:
            return source.letters(12) if one_in(source, 2) else among(source, HORRORS[:20])
        case 5 | 6:
            return {source.letters(5): value(source, depth - 1) for _ in range(source.number(0, 3))}
    return [value(source, depth - 1) for _ in range(source.number(0, 3))]


def spoilt(source: Source, thing: Any) -> Any:
    """The same JSON with one thing in it that is none of what belongs there."""
    if isinstance(thing, dict) and thing and not one_in(source, 6):
        key = among(source, sorted(thing))
        changed = dict(thing)
        if one_in(source, 5):
            del changed[key]
        else:
            changed[key] = spoilt(source, thing[key])
        return changed
    if isinstance(thing, list) and thing and not one_in(source, 6):
        at = source.number(0, len(thing) - 1)
        return [*thing[:at], spoilt(source, thing[at]), *thing[at + 1 :]]
    return value(source)


def as_json(source: Source, thing: Any) -> bytes:
    """Its bytes, now and then with raw characters or broken."""
    match source.number(0, 19):
        case 0:
            return json.dumps(thing, ensure_ascii=False).encode("utf-8", "surrogatepass")
        case 1:
            return mutated(source, json.dumps(thing).encode())
        case 2:
            return among(
                source, (b"[" * 3000, b'{"events":' * 600, b"", b"null", b"\xff\xfe", b"{}")
            )
    return json.dumps(thing).encode()


def mutated(source: Source, content: bytes, tokens: tuple[bytes, ...] = ()) -> bytes:
    """The same bytes, a few of them changed, cut out, doubled or put in."""
    changed = bytearray(content)
    for _ in range(source.number(1, 4)):
        start = source.number(0, len(changed))
        end = min(len(changed), start + source.number(0, 16))
        match source.number(0, 5):
            case 0:
                del changed[start:end]
            case 1:
                changed[start:end] = source.junk(8)
            case 2:
                changed[start:start] = changed[start:end]
            case 3:
                del changed[start:]
            case 4 if tokens:
                changed[start:start] = among(source, tokens)
            case _:
                changed[start:end] = bytes(source.number(0, 255) for _ in range(end - start))
    return bytes(changed)


# LINE --------------------------------------------------------------------------------------


def line_event(source: Source, event_id: str, user: str) -> dict[str, Any]:
    """One event of LINE's, valid as a whole, with anything that a person can put into it."""
    group = one_in(source, 12)
    at = {"type": "group", "groupId": "C" + user[1:]} if group else {"type": "user"}
    event = {
        "type": "message",
        "mode": "active" if not one_in(source, 30) else "standby",
        "timestamp": 1_700_000_000_000,
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
        "source": {**at, "userId": user},
        "replyToken": f"token{event_id}",
    }
    return {**event, **among(source, LINE_KINDS)(source, event_id)}


def _line_text(source: Source, event_id: str) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "text", "id": event_id, "text": text(source)}
    if one_in(source, 6):
        named = {"index": number(source), "length": number(source), "isSelf": one_in(source, 2)}
        message["mention"] = {"mentionees": [named, named]}
    return {"message": message}


def _line_press(source: Source, _: str) -> dict[str, Any]:
    params = {"date": among(source, ("2026-11-20", "9999-99-99", "", "0001-01-01", "²"))}
    postback = {"data": button(source), **({"params": params} if one_in(source, 3) else {})}
    return {"type": "postback", "postback": postback}


def _line_file(source: Source, event_id: str) -> dict[str, Any]:
    kind = among(source, ("image", "video", "audio", "file"))
    named = {"fileName": text(source)[:200], "fileSize": number(source)}
    return {"message": {"type": kind, "id": event_id, **(named if kind == "file" else {})}}


def _line_place(source: Source, event_id: str) -> dict[str, Any]:
    where = {"latitude": source.number(-90, 90), "longitude": source.number(-180, 180) + 0.5}
    named = {"title": text(source)[:200], "address": text(source)[:200]}
    return {"message": {"type": "location", "id": event_id, **where, **named}}


def _line_other(source: Source, event_id: str) -> dict[str, Any]:
    match source.number(0, 6):
        case 0:
            return {"type": "follow"}
        case 1:
            return {"type": "unfollow"}
        case 2:
            return {"type": "unsend", "unsend": {"messageId": f"L{source.number(0, 50)}"}}
        case 3:
            edited = {"type": "text", "id": f"L{source.number(0, 50)}", "text": text(source)}
            return {"type": "messageEdited", "message": edited}
        case 4:
            return {"message": {"type": "sticker", "id": event_id}}
        case 5:
            return {"type": source.letters(10), "message": value(source)}
    return {"message": {"type": source.letters(10), "id": event_id, "x": value(source)}}


LINE_KINDS: tuple[Callable[[Source, str], dict[str, Any]], ...] = (
    *(_line_text, _line_text, _line_text, _line_press, _line_press),
    *(_line_file, _line_place, _line_other),
)


def line_body(source: Source, event_id: str, user: str) -> bytes:
    """A webhook of LINE's."""
    events = [line_event(source, f"{event_id}{n}", user) for n in range(source.number(1, 3))]
    body: dict[str, Any] = {"destination": "U0", "events": events}
    if one_in(source, 4):
        body = spoilt(source, body)
    return as_json(source, body)


# Telegram ----------------------------------------------------------------------------------


def telegram_update(source: Source, update_id: int, user: int) -> dict[str, Any]:
    """One update, valid as a whole."""
    sender = {"id": user, "is_bot": False, "first_name": text(source)[:60] or "ก"}
    chat = {"id": user, "type": "private"}
    if one_in(source, 10):
        kind = among(source, ("group", "supergroup"))
        chat = {"id": -user, "type": kind, "title": text(source)[:60]}
    message = {"message_id": source.number(1, 500), "date": 1_700_000_000, "chat": chat}
    if one_in(source, 8):
        message.update(message_thread_id=source.number(1, 9), is_topic_message=True)
    message["from"] = sender
    match source.number(0, 11):
        case 0 | 1 | 2:
            pressed = {"id": str(update_id), "from": sender, "chat_instance": "1"}
            pressed["data"] = button(source)
            return {"update_id": update_id, "callback_query": {**pressed, "message": message}}
        case 3:
            return {"update_id": update_id, "edited_message": {**message, "text": text(source)}}
        case 4:
            status = among(source, ("kicked", "left", "member", source.letters(5)))
            member = {"status": status, "user": sender}
            change = {"chat": chat, "from": sender, "date": 1, "new_chat_member": member}
            return {"update_id": update_id, "my_chat_member": change}
    return {"update_id": update_id, "message": {**message, **_telegram_content(source)}}


def _telegram_content(source: Source) -> dict[str, Any]:
    file = {"file_id": "f", "file_unique_id": "f", "file_size": number(source)}
    named = {**file, "file_name": text(source)[:99], "mime_type": source.letters(12)}
    match source.number(0, 11):
        case 0:
            size = {**file, "width": number(source), "height": number(source)}
            return {"photo": [size, size], "caption": text(source)[:1024]}
        case 1:
            kind = among(source, ("document", "voice", "audio", "video", "video_note", "animation"))
            return {kind: named, "caption": text(source)[:1024]}
        case 2:
            return {"location": {"latitude": number(source), "longitude": number(source)}}
        case 3:
            return {source.letters(9): value(source), "sticker": file}
        case 4:
            us = {"id": 1, "is_bot": True, "first_name": "x", "username": "prongsai_bot"}
            told: dict[str, Any] = {
                "message_id": 1,
                "date": 1,
                "chat": {"id": 1, "type": "private"},
            }
            told.update({"from": us, "forum_topic_created": {"name": text(source)[:99]}})
            return {"text": "@prongsai_bot " + text(source), "reply_to_message": told}
    return {"text": text(source)}


def telegram_body(source: Source, update_id: int, user: int) -> bytes:
    """An update of Telegram's."""
    update: dict[str, Any] = telegram_update(source, update_id, user)
    if one_in(source, 4):
        update = spoilt(source, update)
    return as_json(source, update)


# the page ----------------------------------------------------------------------------------


def frame(source: Source) -> bytes:
    """What a page may say."""
    kind = among(source, ("hello", "text", "text", "press", "place", "read", "ping", "x"))
    said: dict[str, Any] = {"type": kind, "id": event_uuid(source), "text": text(source)}
    said.update(data=button(source), label=text(source)[:60], key=among(source, KEYS), after="o1")
    said.update(latitude=source.number(-99, 99), longitude=source.number(-199, 199))
    if one_in(source, 4):
        said = spoilt(source, said)
    return as_json(source, said)


def event_uuid(source: Source) -> str:
    """A UUID as the page makes them, seldom one that was there before."""
    return f"{source.number(0, 2**32 - 1):08x}-0000-4000-8000-{source.number(0, 2**48 - 1):012x}"


KEYS = ("o1", "o2", "o999", "i1", "o0", "o" + "9" * 15, "o" + "9" * 30, "", "²")


# files -------------------------------------------------------------------------------------


@cache
def pictures() -> tuple[tuple[str, bytes], ...]:
    """Small real ones, with what cameras write into them."""
    made: list[tuple[str, bytes]] = []
    for kind in ("JPEG", "PNG", "WEBP"):
        for upright in (1, 6):
            kept = io.BytesIO()
            exif = Image.Exif()
            exif[0x0112] = upright
            exif[0x010F] = "SECRETCAM"
            exif.get_ifd(0x8825)[1] = "N"
            Image.new("RGB", (9, 7), (90, 80, 70)).save(kept, kind, exif=exif)
            made.append((f"image/{kind.lower()}", kept.getvalue()))
    return tuple(made)


PARTS_OF_PICTURES = (
    *(
        b"\xff\xd8",
        b"\xff\xd9",
        b"\xff\xda\x00\x02",
        b"\xff\xe1\x00\x00",
        b"\xff" * 40,
        b"Exif\0\0",
    ),
    *(
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"\0\0\0\0IEND",
        b"\xff\xff\xff\xffIDAT",
    ),
    *(b"VP8X", b"VP8X\x00\x00\x00\x00", b"EXIF\xff\xff\xff\xff", b"RIFF", b"WEBP", b"\0\0\0\0tEXt"),
)


def picture(source: Source) -> tuple[str, bytes]:
    """A picture, mostly broken, and its media type."""
    media_type, content = among(source, pictures())
    if one_in(source, 8):
        return media_type, content[:12] + source.junk(60)
    return media_type, mutated(source, content, PARTS_OF_PICTURES)


def form(source: Source) -> bytes:
    """A form's CSV."""
    heads = ("ประทับเวลา", "เรื่อง", "ชื่อ", "เบอร์โทร", "Timestamp", "", "x" * 300, "รายละเอียด")
    dates = ("20/11/2569, 10:11:12", "11/20/2026", "2026/11/20 3:04:05 PM GMT+7", "²/๒/2569", "")
    times = ("1/1/0001", "31/2/2569", "9" * 4400, "1/1/2569 25:61", "1/1/2569 1:2:3 AM GMT+99:99")
    cells = (*WORDS[:8], *HORRORS, *dates, *times, '"', "a,b", '"a""b"', "=1+1")
    rows = [["ประทับเวลา", *(among(source, heads) for _ in range(source.number(0, 4)))]]
    width = len(rows[0])
    for _ in range(source.number(0, 5)):
        first = among(source, (*dates, *times))
        rows.append([first, *(among(source, cells) for _ in range(width - 1))])
    comma = among(source, (",", ",", ",", ";", "\t"))
    whole = among(source, ("\r\n", "\n", "\r")).join(comma.join(row) for row in rows)
    encoding = among(source, ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"))
    content = whole.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "ignore")
    return mutated(source, content) if one_in(source, 3) else content
