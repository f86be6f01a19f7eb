"""Quiet hours: when no messenger rings at night, from ``[quiet_hours]`` of the agency's file.

They hold for what officers cause unasked. Whoever wrote a moment ago is in the talk and is
answered; the web chat rings nowhere.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from data.times import BANGKOK, parse, stamp
from data.toml_file import TomlFile

if TYPE_CHECKING:
    from data.store import Connection

IN_THE_TALK = timedelta(minutes=15)
RINGING = ("line", "telegram")
WRITTEN = re.compile(r"([01]\d|2[0-3])[.:]([0-5]\d)")
KEYS = {"from", "to"}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From *begins* to *ends* every day, Bangkok time, perhaps over midnight."""

    begins: time
    ends: time

    def end_of(self, now: datetime) -> datetime | None:
        """When the quiet hours of *now* end; None outside of them."""
        here = now.astimezone(BANGKOK)
        ending = datetime.combine(here.date(), self.ends, BANGKOK)
        if self.begins <= self.ends:
            return ending if self.begins <= here.time() < self.ends else None
        if here.time() < self.ends:
            return ending
        return ending + timedelta(days=1) if here.time() >= self.begins else None


USUAL = QuietHours(time(20), time(7))
NEVER = QuietHours(time(0), time(0))


def read_quiet_hours(file: TomlFile) -> QuietHours:
    """``[quiet_hours]``; the usual ones where it is left out, none where both are empty."""
    if not file.has("quiet_hours"):
        return USUAL
    file.only(KEYS, "quiet_hours")
    written = [file.text(f"quiet_hours.{key}", may_be_empty=True) for key in ("from", "to")]
    if not any(written):
        return NEVER
    begins, ends = (
        _time(file, key, text) for key, text in zip(("from", "to"), written, strict=True)
    )
    return QuietHours(begins, ends)


def _time(file: TomlFile, key: str, text: str) -> time:
    found = WRITTEN.fullmatch(text)
    if found is None:
        file.problem(f"quiet_hours.{key}", 'must be a time such as "20.00", or both empty')
        return time(0)
    return time(int(found[1]), int(found[2]))


def held_until(db: "Connection", quiet: QuietHours, chat: str, at: str) -> str:
    """Until when officers' words to *chat* (a tag) wait that are written at *at*; "" for not at
    all. Both are ISO 8601, UTC."""
    ends = quiet.end_of(parse(at))
    if ends is None or not _rings(db, chat) or _is_in_the_talk(db, chat, at):
        return ""
    return stamp(ends)


def _rings(db: "Connection", chat: str) -> bool:
    row = db.execute("select messenger from chat where chat = :chat", {"chat": chat}).fetchone()
    return row is not None and row[0] in RINGING


def _is_in_the_talk(db: "Connection", chat: str, at: str) -> bool:
    row = db.execute(
        "select received_at from inbox where chat = :chat order by id desc limit 1", {"chat": chat}
    ).fetchone()
    return row is not None and parse(row[0]) > parse(at) - IN_THE_TALK
