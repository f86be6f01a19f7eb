"""Replies as LINE's typed messages, within LINE's limits.

Limits from LINE's Messaging API reference (developers.line.biz/en/reference/messaging-api) and its
page on counting characters: texts count in UTF-16 code units, labels in grapheme clusters.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import regex

from bot.messengers.messenger import StoredFile
from handlers.turn import Card, CardRow, Choice, Reply

MESSAGES_PER_CALL = 5
TEXT_LIMIT = 5000  # UTF-16 code units
QUICK_REPLY_LIMIT = 13
ALT_TEXT_LIMIT = 400  # LINE takes 1500; a notification shows far less
BUBBLE_LIMIT = 30 * 1024  # bytes of JSON
PICTURE_LIMIT = 1_000_000  # bytes; of a preview, which is the picture itself here
PICTURE_KINDS = ("image/jpeg", "image/png")
PICTURE_SCHEME = "https://"

Json = dict[str, Any]
"""An object of LINE's Messaging API."""

NOTHING: Mapping[int, StoredFile] = MappingProxyType({})

ROWS_SHOWN = 16  # more is a list to read, not a card; the text has them all
CARD_TEXT_LIMIT = 300  # characters of one text in a card
ROW_BYTES = 500  # the JSON of one row without its texts, rounded up
FRAME_BYTES = 8 * 1024  # all the rest of a bubble: three texts at their limit, and their boxes

INK = "#16323A"
MUTED = "#5B7178"
ACCENT = "#0B6B66"
ACCENT_PALE = "#E3F2EF"
LINE_COLOUR = "#DDE7E6"
WHITE = "#FFFFFF"

_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Z}\u2800\u3164\uffa0]*")
_CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def compose(
    replies: Sequence[Reply], files: Mapping[int, StoredFile] = NOTHING, public_url: str = ""
) -> list[Json]:
    """The messages of one call: none where there is nothing to say, at most five.

    A card comes before the text, and alone where the text says nothing more. What is on offer
    next hangs on the last message, because LINE shows the quick replies of no other. A file is
    shown where it is a picture with a link under *public_url*; else it is named.
    """
    parts = [part for reply in replies for part in _parts(reply, files, public_url)]
    if len(parts) > MESSAGES_PER_CALL:
        parts = _as_few_texts(replies, public_url)
    messages: list[Json] = [{"type": "text", "text": p} if isinstance(p, str) else p for p in parts]
    offered = next((r.choices for r in reversed(replies) if r.choices), ())
    if messages and offered:
        messages[-1]["quickReply"] = quick_reply(offered)
    return messages


def quick_reply(choices: Sequence[Choice]) -> Json:
    """Buttons under the last message. Their texts say too what can be typed: phones only."""
    return {
        "items": [
            {"type": "action", "action": _action(choice)} for choice in choices[:QUICK_REPLY_LIMIT]
        ]
    }


def _action(choice: Choice) -> Json:
    """LINE copies by itself, since its version 14, and tells us nothing; it picks days and places
    too: a day comes back as a postback, a place as a message."""
    label, data = choice.label, choice.data
    if choice.copies:
        return {"type": "clipboard", "label": label, "clipboardText": choice.copies}
    if choice.asks == "date":
        return {"type": "datetimepicker", "label": label, "data": data, "mode": "date"}
    if choice.asks == "place":
        return {"type": "location", "label": label}
    return {"type": "postback", "label": label, "data": data, "displayText": label}


def split(text: str) -> list[str]:
    """*text* in pieces that LINE takes, cut between paragraphs, lines or words where possible.

    Pieces without anything to see are left out.
    """
    pieces, rest = [], _clean(text)
    while rest:
        end = _cut(rest)
        pieces.append(rest[:end].strip("\n"))
        rest = rest[end:]
    return [piece for piece in pieces if not _UNSEEN.fullmatch(piece)]


def _parts(reply: Reply, files: Mapping[int, StoredFile], public_url: str) -> list[Json | str]:
    picture = _picture(reply, files, public_url)
    if picture is not None:
        return [*split(reply.text), picture]
    texts = split(_text(reply, public_url))
    card = reply.card and _cut_card(reply.card)
    if card is None or not (card.title or card.headline):
        return list(texts)
    bubble = {"type": "flex", "altText": _alt_text(texts, card), "contents": _bubble(card)}
    return [bubble, *texts] if _says_more(texts, card) else [bubble]


def _text(reply: Reply, public_url: str) -> str:
    """LINE takes files only as public addresses: what has none is named instead."""
    if reply.file is None:
        return reply.text
    address = f"\n{public_url}{reply.file.link}" if public_url and reply.file.link else ""
    return f"{reply.text}\n\n📎 ไฟล์แนบ: {reply.file.name}{address}".strip()


def _picture(reply: Reply, files: Mapping[int, StoredFile], public_url: str) -> Json | None:
    """The reply's file as a picture, where LINE would take it."""
    stored = files.get(reply.file.attachment_id) if reply.file else None
    if reply.file is None or stored is None or not reply.file.link:
        return None
    fits = stored.media_type in PICTURE_KINDS and 0 < len(stored.content) <= PICTURE_LIMIT
    if not fits or not public_url.startswith(PICTURE_SCHEME):
        return None
    address = f"{public_url}{reply.file.link}"
    return {"type": "image", "originalContentUrl": address, "previewImageUrl": address}


def _as_few_texts(replies: Sequence[Reply], public_url: str) -> list[Json | str]:
    """Texts alone, joined: they say what the cards show. What does not fit five is cut."""
    pieces = split("\n\n".join(_text(reply, public_url) for reply in replies))
    if len(pieces) <= MESSAGES_PER_CALL:
        return list(pieces)
    last = pieces[MESSAGES_PER_CALL - 1]
    shortened = last[: _cut(last, TEXT_LIMIT - 40)].rstrip() + "\n… (ข้อความยาวเกินกว่าจะแสดงหมด)"
    return [*pieces[: MESSAGES_PER_CALL - 1], shortened]


def _clean(text: str) -> str:
    """Without control characters and half surrogate pairs, which are no JSON text."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def _units(text: str) -> int:
    """The length of *text* as LINE counts it."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int = TEXT_LIMIT) -> int:
    """Where to cut *text* so that what is before has at most *limit* UTF-16 code units."""
    if 2 * len(text) <= limit or _units(text) <= limit:
        return len(text)
    window = text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
    for border in ("\n\n", "\n", " "):
        at = window.rfind(border)
        if at > len(window) // 2:
            return at + len(border)
    last_letter: int = [found.start() for found in regex.finditer(r"\X", window)][-1]
    return last_letter or len(window)


def _short(text: str) -> str:
    clean = _clean(text).strip()
    if _UNSEEN.fullmatch(clean):
        return ""
    return clean if len(clean) <= CARD_TEXT_LIMIT else clean[: CARD_TEXT_LIMIT - 1] + "…"


def _cut_card(card: Card) -> Card:
    """The card as it is shown: short texts, not too many rows, under LINE's size."""
    rows = tuple(
        CardRow(_short(row.label), _short(row.value), row.emphasis)
        for row in card.rows[:ROWS_SHOWN]
    )
    while _bytes_at_most(rows) > BUBBLE_LIMIT - FRAME_BYTES:
        rows = rows[: len(rows) // 2]
    return Card(_short(card.title), _short(card.headline), rows, _short(card.footnote))


def _bytes_at_most(rows: tuple[CardRow, ...]) -> int:
    """What *rows* can take up in the bubble's JSON, where a letter may be escaped as two bytes."""
    return sum(ROW_BYTES + 2 * len(f"{row.label}{row.value}".encode()) for row in rows)


def _says_more(texts: list[str], card: Card) -> bool:
    """Whether a line of the texts is not on the card."""
    shown = "\n".join(
        (card.title, card.headline, card.footnote, *(f"{r.label} {r.value}" for r in card.rows))
    )
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return any(line not in " ".join(shown.split()) for line in lines)


def _alt_text(texts: list[str], card: Card) -> str:
    """What the list of chats, notifications and screen readers get in place of the card."""
    whole = texts[0] if texts else f"{card.title} {card.headline}".strip()
    if _units(whole) <= ALT_TEXT_LIMIT:
        return whole
    return whole[: _cut(whole, ALT_TEXT_LIMIT - 1)].rstrip() + "…"


def _bubble(card: Card) -> Json:
    """Title on a coloured band, the number large, a line for each row, the footnote small."""
    parts = {"header": _header(card), "body": _body(card), "footer": _footer(card)}
    shown = {name: part for name, part in parts.items() if part is not None}
    return {"type": "bubble", "size": "mega", **shown}


def _header(card: Card) -> Json | None:
    if not card.title:
        return None
    title = _write(card.title, color=WHITE, weight="bold", size="md")
    return _column([title], backgroundColor=ACCENT, paddingAll="16px")


def _body(card: Card) -> Json | None:
    contents: list[Json] = []
    if card.headline:
        size = "4xl" if len(card.headline) <= 8 else "xl"
        contents.append(_write(card.headline, size=size, weight="bold", color=ACCENT))
    if card.headline and card.rows:
        contents.append({"type": "separator", "margin": "lg", "color": LINE_COLOUR})
    contents += [_row(row) for row in card.rows if row.label or row.value]
    return _column(contents, paddingAll="16px", spacing="sm") if contents else None


def _row(row: CardRow) -> Json:
    """Label left, value right; an empty text is refused by LINE, so it becomes a dash."""
    ink = {"color": ACCENT, "weight": "bold"} if row.emphasis else {"color": INK}
    label_ink = ink if row.emphasis else {"color": MUTED}
    label = _write(row.label or "–", size="sm", flex=5, **label_ink)
    value = _write(row.value or "–", size="sm", flex=3, align="end", **ink)
    frame = {"margin": "md"}
    if row.emphasis:
        frame |= {"backgroundColor": ACCENT_PALE, "cornerRadius": "6px", "paddingAll": "8px"}
    return {"type": "box", "layout": "horizontal", "contents": [label, value], **frame}


def _footer(card: Card) -> Json | None:
    if not card.footnote:
        return None
    note = _write(card.footnote, size="xs", color=MUTED)
    return _column([note], paddingAll="16px", paddingTop="0px")


def _write(text: str, **look: str | int) -> Json:
    return {"type": "text", "text": text, "wrap": True, **look}


def _column(contents: list[Json], **frame: str) -> Json:
    return {"type": "box", "layout": "vertical", "contents": contents, **frame}
