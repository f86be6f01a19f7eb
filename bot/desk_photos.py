"""The desk's photos: of work done, from a file, sent on with the words that end a grievance."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot import clock
from bot.files import LARGEST_BYTES, sniff
from data import after_photos, times
from data.drafts import NewAttachment
from data.store import Connection
from handlers.officers import work_shown
from handlers.turn import Notice

DESK = "desk"
"""Stands in the place of a chat while the photo is kept, within one transaction."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """A grievance needs one of the two."""
    either = command.add_mutually_exclusive_group()
    either.add_argument("--photo", metavar="FILE", help="of the work done; the reporter sees it")
    either.add_argument("--no-photo", dest="first", metavar="REASON", help="why there is none")


def read(path: Path) -> NewAttachment | None:
    """The photo in a file, None where there is none that we take."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError:
        return None
    media_type = sniff(content)
    if media_type is None or len(content) > LARGEST_BYTES:
        return None
    at = times.stamp(clock.now())
    return work_shown.named(NewAttachment(DESK, path.name, media_type, content, "", at))


def keep(db: Connection, photo: NewAttachment) -> tuple[int, str, str] | None:
    """The photo waits for the move of the same transaction."""
    after_photos.keep(db, photo)
    return after_photos.waiting(db, DESK)


def beside(
    db: Connection, notices: Sequence[Notice], shown: tuple[int, str, str] | None
) -> Sequence[Notice]:
    """The words to the reporter with the photo, where there is one."""
    if shown is None:
        return notices
    link = after_photos.link(db, shown[0])
    return [work_shown.with_link(notice, shown, link) for notice in notices]
