"""Replies as Telegram's messages: HTML in which everything is escaped, cut to Telegram's limits.

Limits from the Bot API's reference (core.telegram.org/bots/api: sendMessage, sendPhoto,
InlineKeyboardButton). Texts count in UTF-16 code units, after the entities are parsed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import regex
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.messengers.messenger import StoredFile
from handlers.turn import Card, Choice, Reply

TEXT_LIMIT = 4096  # UTF-16 code units
CAPTION_LIMIT = 1024  # UTF-16 code units
KEYBOARD_LIMIT = 100  # buttons
PHOTO_LIMIT = 10 * 10**6  # bytes; above, the picture goes as a document
PHOTO_KINDS = ("image/jpeg", "image/png")

HALF_ROW = 16  # letters of a label that a button of half a phone's width shows whole
ROW = 2  # buttons side by side
FILE_NAME_LIMIT = 120  # characters

_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Z}\u2800\u3164\uffa0]*")
_CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_IN_A_NAME = regex.compile(r'[\p{Cc}\p{Cs}/\\"]')


@dataclass(frozen=True, slots=True)
class Part:
    """One message: *html* and the same as *plain* text, or a file of which they are the caption."""

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    file: StoredFile | None = None

    @property
    def is_photo(self) -> bool:
        """Whether to show it as a picture rather than as a document to open."""
        file = self.file
        return (
            file is not None and file.media_type in PHOTO_KINDS and len(file.content) <= PHOTO_LIMIT
        )


def compose(reply: Reply, files: Mapping[int, StoredFile]) -> list[Part]:
    """The messages of one reply, in order: none where there is nothing to say.

    What is on offer next hangs on the last one. A file whose content is not in *files* is named.
    """
    file = _readable(reply, files)
    text = reply.text or (_card_text(reply.card) if reply.card else "")
    if reply.file is not None and file is None:
        text = f"{text}\n\n📎 ไฟล์แนบ: {reply.file.name}".strip()
    title = reply.card.title if reply.card else ""
    texts = [Part(_html(piece, title), piece) for piece in split(text)]
    parts = [*texts, Part("", "", file=file)] if file else texts
    if file and len(texts) == 1 and _units(texts[0].plain) <= CAPTION_LIMIT:
        parts = [Part(texts[0].html, texts[0].plain, file=file)]
    return _with_keyboard(parts, _place_keyboard(reply.choices) or keyboard(reply.choices))


def _place_keyboard(choices: Sequence[Choice]) -> ReplyKeyboardMarkup | None:
    """The button that sends one's place, where nothing else is on offer: none under a message can.

    Telegram shows it in private chats only, where alone Prongsai asks for places.
    """
    if not choices or any(choice.asks != "place" for choice in choices):
        return None
    rows = [[KeyboardButton(choice.label, request_location=True)] for choice in choices]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Buttons side by side; one with a long label has a row of its own. Telegram has no calendar:
    days are typed there, or pressed by name."""
    choices = [choice for choice in choices if choice.asks != "date"]
    rows: list[list[InlineKeyboardButton]] = []
    may_join = False
    for choice in choices[:KEYBOARD_LIMIT]:
        button = _button(choice)
        short = len(regex.findall(r"\X", choice.label)) <= HALF_ROW
        if short and may_join and len(rows[-1]) < ROW:
            rows[-1].append(button)
        else:
            rows.append([button])
        may_join = short
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.copies:
        return InlineKeyboardButton(choice.label, copy_text=CopyTextButton(choice.copies))
    return InlineKeyboardButton(choice.label, callback_data=choice.data)


def split(text: str) -> list[str]:
    """*text* in pieces that Telegram takes, cut between paragraphs, lines or words where possible.

    Pieces without anything to see are left out: Telegram refuses them.
    """
    pieces, rest = [], _clean(text)
    while rest:
        end = _cut(rest)
        pieces.append(rest[:end].strip("\n"))
        rest = rest[end:]
    return [piece for piece in pieces if not _UNSEEN.fullmatch(piece)]


def _with_keyboard(
    parts: list[Part], keys: InlineKeyboardMarkup | ReplyKeyboardMarkup | None
) -> list[Part]:
    if not parts or keys is None:
        return parts
    last = parts[-1]
    return [*parts[:-1], Part(last.html, last.plain, keys, last.file)]


def _readable(reply: Reply, files: Mapping[int, StoredFile]) -> StoredFile | None:
    """The reply's file under a name that can travel; None where there is no content to show."""
    stored = files.get(reply.file.attachment_id) if reply.file else None
    if stored is None or not stored.content:
        return None
    name = _NOT_IN_A_NAME.sub("_", stored.name).strip(" .")[-FILE_NAME_LIMIT:]
    return StoredFile(name or "ไฟล์แนบ", stored.media_type, stored.content)


def _card_text(card: Card) -> str:
    """What the card shows, for a reply that has no words beside it."""
    rows = (f"{row.label} {row.value}".strip() for row in card.rows)
    return "\n".join(line for line in (card.title, card.headline, *rows, card.footnote) if line)


def _html(piece: str, title: str) -> str:
    """Escaped whole; the card's title is bold where the text begins with it."""
    if title and piece.startswith(title):
        return f"<b>{escape(title, quote=False)}</b>{escape(piece[len(title) :], quote=False)}"
    return escape(piece, quote=False)


def _clean(text: str) -> str:
    """Without control characters and half surrogate pairs, which are no JSON text."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def _units(text: str) -> int:
    """The length of *text* as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> int:
    """Where to cut *text* so that what is before has at most TEXT_LIMIT UTF-16 code units."""
    if 2 * len(text) <= TEXT_LIMIT or _units(text) <= TEXT_LIMIT:
        return len(text)
    window = text[:TEXT_LIMIT].encode("utf-16-le")[: 2 * TEXT_LIMIT].decode("utf-16-le", "ignore")
    for border in ("\n\n", "\n", " "):
        at = window.rfind(border)
        if at > len(window) // 2:
            return at + len(border)
    # One character more tells whether the window ends between two letters.
    letters = regex.finditer(r"\X", text[: len(window) + 1])
    last_letter: int = [letter.start() for letter in letters][-1]
    return last_letter or len(window)
