"""How long things are kept: the agency's periods, from ``[retention]`` of its TOML file, in days.

Shipped defaults, not Thai law.
"""

from dataclasses import dataclass

from data.toml_file import TomlFile

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """In days: *general* and *corruption* cases after they were closed, *drafts* that nobody
    touches, *messages* of chats, and the oldest *backups* that the operator keeps."""

    general: int = 365
    corruption: int = 1825
    drafts: int = 7
    messages: int = 90
    backups: int = 30


DEFAULTS = Retention()
KEYS = ("general", "corruption", "drafts", "messages", "backups")


def read_retention(file: TomlFile) -> Retention:
    """``[retention]``; problems are collected in *file*."""
    file.only(set(KEYS), "retention")
    days = {
        key: file.integer(f"retention.{key}", least=1, most=MOST_DAYS)
        for key in KEYS
        if file.has(f"retention.{key}")
    }
    return Retention(**days)
