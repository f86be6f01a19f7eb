"""Languages: English in, English out; Thai otherwise.

A message with Latin words and no Thai letters is English, one with Thai letters Thai. A bare code
("e9", "IIT 2566", a case code), a word that stands for a button ("ok", "send") and a command say
nothing of the language: then, as with buttons and files, what the chat spoke last holds. It is kept
with the conversation, and only when it changes. Officers always read Thai.
"""

import re
from dataclasses import replace

from data import case_codes
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.texts.english.counterparts import ENGLISH, THAI
from handlers.texts.english.labels import label
from handlers.turn import LABEL_LIMIT, Choice, Reply, Turn
from handlers.understanding.normalise import normalise

THAI_LETTER = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
WORD = re.compile(r"(?<![^\W_])[a-z][a-z'’]+(?![^\W_])")
ADDRESS = re.compile(r"https?://\S*|www\.\S*|\S*@\S*")
PHRASES = re.compile(r"\be-? ?services?\b|\bno gifts?(?: policy)?\b|\bgoogle forms?\b")
NAMES = frozenset(
    {"ita", "iit", "eit", "oit", "aa", "fy", "be", "vs", "public", "survey", "line", "facebook",
     "telegram", "email", "website"}
)  # fmt: skip
"""Addresses, phrases and names that are written in Latin letters in Thai, too."""

BUTTONS = frozenset(
    {"ok", "okay", "yes", "no", "send", "check", "done", "review", "cancel", "stop"}
)  # fmt: skip
"""Typed instead of pressing a button by those who write Thai, too."""

WRITTEN = (Kind.TEXT, Kind.EDITED)


def of_text(text: str) -> str | None:
    """ENGLISH or THAI; None where the text says nothing of its language."""
    if THAI_LETTER.search(text):
        return THAI
    plain = normalise(text)
    if plain.startswith("/"):
        return None
    rest = PHRASES.sub(" ", ADDRESS.sub(" ", case_codes.without(plain)))
    return ENGLISH if set(WORD.findall(rest)) - NAMES - BUTTONS else None


def spoken(message: Message, ctx: Context) -> Context:
    """The context in the language in which to answer *message*."""
    if ctx.staff is not None:
        return ctx._replace(language=THAI)
    said = of_text(message.text) if message.kind in WRITTEN and message.addressed else None
    language = ctx.conversation.language if said is None else said
    return ctx if language == ctx.language else ctx._replace(language=language)


def answered(turn: Turn, ctx: Context) -> Turn:
    """The turn with its choices in the chat's language, and the language kept where it changed."""
    if ctx.language == ENGLISH:
        turn = replace(turn, replies=tuple(of_reply(each, ENGLISH) for each in turn.replies))
    kept = turn.conversation if turn.conversation is not None else ctx.conversation
    if kept.language != ctx.language:
        return replace(turn, conversation=replace(kept, language=ctx.language))
    return turn


def of_reply(reply: Reply, language: str) -> Reply:
    """The reply with its choices in *language*; its text says all that a card shows, so that in
    English the card is left out."""
    if language != ENGLISH:
        return reply
    return replace(reply, choices=tuple(map(_translated, reply.choices)), card=None)


def _translated(choice: Choice) -> Choice:
    english = label(choice.label)
    return replace(choice, label=english) if len(english) <= LABEL_LIMIT else choice
