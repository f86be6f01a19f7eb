"""The terminal: ask without a token, a network or a database of one's own.

Everything runs on a throw-away database with the published dataset and one member of staff, so that
every path that a messenger takes can be tried here too. In a batch, rows with the same "chat" are
one conversation, others each their own; answers come in order.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import msgspec

from bot import clock
from bot.agency_context import ContextMaker
from bot.dispatch import Kept, keep
from bot.incoming import Incoming, as_message
from bot.opening import Opened, open_agency
from bot.receiving import Receiver
from bot.settings import Settings
from data import chats, conversations, inbox, staff, times
from data.staff import Invitation
from data.store import Connection
from handlers.message import Kind, Messenger
from handlers.router import respond
from handlers.turn import Turn
from handlers.understanding.question import Question
from handlers.understanding.understand import Understanding

STAFF_CHAT = "staff"
ROLES = ("citizen", "staff")


class BatchRow(msgspec.Struct):
    """One line of a batch."""

    id: str
    text: str
    role: str = "citizen"
    chat: str = ""


class BadBatch(Exception):
    """A batch that cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one text led to."""

    turn: Turn

    @property
    def question(self) -> Question | None:
        """How it was understood, where it was read as a question."""
        return self.turn.question

    def as_dict(self, row_id: str) -> dict[str, Any]:
        """The batch's output line."""
        question = self.question
        return {
            "id": row_id,
            "intent": question.intent if question else "",
            "slots": dict(question.slots) if question else {},
            "confidence": round(question.confidence, 3) if question else 1.0,
            "replies": [reply.text for reply in self.turn.replies],
            "choices": [
                {"label": choice.label, "intent": choice.intent}
                for reply in self.turn.replies
                for choice in reply.choices
            ],
        }


class Asking:
    """Answers texts one after the other, each conversation kept apart."""

    def __init__(self, opened: Opened, understanding: Understanding) -> None:
        self.store = opened.store
        self._understanding = understanding
        self._contexts = ContextMaker(opened.agency, opened.store, understanding)
        self._rows: list[inbox.Row] = []
        self._receiver = Receiver(opened.store, self._rows.append)
        self._number = 0

    def seed(self) -> None:
        """One member of staff, so that everything a citizen may be offered is on offer."""
        self.store.write_now(_seed, self._chat(STAFF_CHAT), times.stamp(clock.now()))

    async def say(self, text: str, role: str, chat: str) -> Answer:
        """What *text* leads to in conversation *chat*."""
        self._number += 1
        event = Incoming(
            messenger=Messenger.TERMINAL,
            event_id=f"t{self._number}",
            address=f"{role}-{chat}" if chat else f"once-{self._number}",
            kind=Kind.TEXT,
            text=text,
        )
        await self._receiver.take([event])
        row = self._rows.pop()
        now = clock.now()
        message = as_message(event, chat=row.chat, received_at=now)
        member = self.store.read_now(staff.of_chat, self._chat(STAFF_CHAT))
        ctx = self._contexts(
            conversation=self.store.read_now(conversations.load, row.chat),
            staff=member if role == "staff" else None,
            now=now.astimezone(times.BANGKOK),
        )
        turn = await respond(message, ctx)
        kept = Kept(row, event, turn, 1, times.stamp(now))
        await self.store.write(keep, kept)
        return Answer(turn)

    def why(self, question: Question) -> Iterator[str]:
        """How a text was understood, a line each."""
        yield f"อ่านเป็น: {question.normalised}"
        yield f"เจตนา: {question.intent} ({question.confidence:.2f})"
        if question.guard:
            yield f"ตัวกั้น: {question.guard}"
        if question.slots:
            yield "ระบุ: " + ", ".join(f"{name}={value}" for name, value in question.slots.items())
        for guess in question.guesses:
            yield f"อาจเป็น: {guess.intent} {guess.probability:.2f}"
        for reason in self._understanding.why(question, self._contexts.vocabulary):
            yield f"เพราะ: {reason}"

    def _chat(self, address: str) -> str:
        return self.store.vault.tag("chat", f"{Messenger.TERMINAL}:{address}")


def run(parsed: argparse.Namespace, loaded: Settings) -> int:
    """``python -m bot ask``."""
    if parsed.batch is None and parsed.text is None:
        print("ต้องมีข้อความ หรือ --batch FILE", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="prongsai-") as folder:
        throw_away = _throw_away(loaded, Path(folder))
        opened = open_agency(throw_away)
        try:
            asking = Asking(opened, Understanding.load())
            asking.seed()
            if parsed.batch is None:
                return asyncio.run(_one(asking, parsed))
            return asyncio.run(_batch(asking, parsed.batch, sys.stdout))
        finally:
            opened.store.close()


async def _one(asking: Asking, parsed: argparse.Namespace) -> int:
    answer = await asking.say(parsed.text, parsed.role, "")
    if parsed.json:
        print(json.dumps(answer.as_dict(""), ensure_ascii=False))
        return 0
    for reply in answer.turn.replies:
        print(reply.text)
        if reply.choices:
            print("  " + "  ".join(f"[{choice.label}]" for choice in reply.choices))
    if parsed.why and answer.question is not None:
        print("\n".join(["", *asking.why(answer.question)]))
    return 0


async def _batch(asking: Asking, name: str, out: TextIO) -> int:
    try:
        for row in _rows(name):
            answer = await asking.say(row.text, row.role, row.chat)
            print(json.dumps(answer.as_dict(row.id), ensure_ascii=False), file=out, flush=True)
    except BadBatch as bad:
        print(bad, file=sys.stderr)
        return 1
    return 0


def _rows(name: str) -> Iterator[BatchRow]:
    """The rows of a batch in order. Raises BadBatch at the first line that is none."""
    for number, line in _lines(name):
        try:
            yield msgspec.json.decode(line, type=BatchRow)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise BadBatch(f"line {number}: {error}") from error


def _lines(name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a batch that hold something, with their numbers."""
    if name == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    if not Path(name).is_file():
        raise BadBatch(f"there is no file {name}")
    with Path(name).open("rb") as file:
        yield from _numbered(file)


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _throw_away(loaded: Settings, folder: Path) -> Settings:
    return replace(loaded, database=folder / "ask.db", case_key=b"\0" * 32)


def _seed(db: Connection, chat: str, at: str) -> None:
    invited = Invitation("", "ตัวอย่าง", "officer", corruption=True)
    staff.invite(db, "seed", invited, at, at)
    chats.remember(db, chat, Messenger.TERMINAL, STAFF_CHAT)
    staff.join(
        db, Invitation(staff.hash_token("seed"), "ตัวอย่าง", "officer", True), chat, "terminal", at
    )
