"""What LINE and Telegram would post: one message of one user, as the bytes of a whole request."""

import base64
import hmac
import json
from dataclasses import dataclass

SECRET = "load-secret"
STARTED_AT_MS = 1_780_000_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where to post: *kind* is "line" or "telegram"."""

    kind: str
    port: int
    path: str


def request(place: Place, number: int, user: int, text: str) -> bytes:
    """Message *number* of *user*, signed. The reply names the user, who is its number here."""
    body = _line(number, user, text) if place.kind == "line" else _telegram(number, user, text)
    head = (
        f"POST {place.path} HTTP/1.1\r\nHost: 127.0.0.1:{place.port}\r\n"
        f"Content-Type: application/json; charset=utf-8\r\n{_proof(place.kind, body)}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _proof(kind: str, body: bytes) -> str:
    if kind == "telegram":
        return f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"
    digest = hmac.digest(SECRET.encode(), body, "sha256")
    return f"x-line-signature: {base64.b64encode(digest).decode()}"


def _line(number: int, user: int, text: str) -> bytes:
    message = {"type": "text", "id": f"{5 * 10**17 + number}", "quoteToken": "q", "text": text}
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": STARTED_AT_MS + number,
        "source": {"type": "user", "userId": f"U{user:032x}"},
        "webhookEventId": f"01H{number:023d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{user:032x}",
        "message": message,
    }
    whole = {"destination": "U" + "f" * 32, "events": [event]}
    return json.dumps(whole, ensure_ascii=False).encode()


def _telegram(number: int, user: int, text: str) -> bytes:
    person = {"id": user, "is_bot": False, "first_name": "สมชาย", "language_code": "th"}
    message = {
        "message_id": number + 1,
        "date": STARTED_AT_MS // 1000 + number // 10,
        "from": person,
        "chat": {"id": user, "first_name": "สมชาย", "type": "private"},
        "text": text,
    }
    update = {"update_id": 10**8 + number, "message": message}
    return json.dumps(update, ensure_ascii=False).encode()
