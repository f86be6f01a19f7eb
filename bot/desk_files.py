"""The files of a case, copied from the terminal into a folder: what a messenger would show."""

import argparse
from pathlib import Path

from bot.complaining import complain
from bot.photos import without_metadata
from data import case_files, own_file
from data.case_files import CaseFile
from data.cases import Case
from data.store import Store
from handlers.texts import desk as texts

VERB = "files"
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
} | {
    "application/pdf": ".pdf",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Whereto."""
    command.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="there already")


def copy(into: Path, store: Store, case: Case) -> int:
    """Copy every file under a new name; what is there already is left alone."""
    found = [each for each in store.read_now(case_files.attachments, case.id) if not each.forgotten]
    made = []
    for number, file in enumerate(found, 1):
        path = into / f"{case.code}-{number}{ENDINGS.get(file.media_type, '')}"
        try:
            _copy(path, store, file)
        except OSError as error:
            return complain(texts.not_copied(str(path), error.strerror or ""))
        made.append(str(path))
    print(texts.copied(case, made))
    return 0


def _copy(path: Path, store: Store, file: CaseFile) -> None:
    content = store.read_now(case_files.attachment_content, file.id)
    if content is None:
        return
    _, media_type, whole = content
    with own_file.create(path) as out:
        out.write(without_metadata(whole, media_type))
