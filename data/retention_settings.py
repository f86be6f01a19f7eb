"""How long things are kept: the agency's periods, from ``[retention]`` of its TOML file, in days.

Shipped defaults, not Thai law.
"""

from dataclasses import dataclass

from data.toml_file import TomlFile

MOST_DAYS = 36_500
LEAST_ROWS = 7
"""Longer than any vendor delivers an event again (Telegram: a day), so that none is taken twice."""


@dataclass(frozen=True, slots=True)
class Retention:
    """In days: *general* and *corruption* cases after they were closed, *drafts* that nobody
    touches, *messages* of chats, *rows* of messages and replies that hold no words any more, and
    the oldest *backups* that the operator keeps."""

    general: int = 365
    corruption: int = 1825
    drafts: int = 7
    messages: int = 90
    rows: int = 30
    backups: int = 30


DEFAULTS = Retention()
LEAST = {"rows": LEAST_ROWS}
KEYS = ("general", "corruption", "drafts", "messages", "rows", "backups")


def read_retention(file: TomlFile) -> Retention:
    """``[retention]``; problems are collected in *file*."""
    file.only(set(KEYS), "retention")
    days = {
        key: file.integer(f"retention.{key}", least=LEAST.get(key, 1), most=MOST_DAYS)
        for key in KEYS
        if file.has(f"retention.{key}")
    }
    return Retention(**days)
