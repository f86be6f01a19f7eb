"""Exemplars: how different people say things, one file an intent, under the name of who says it.

A file has sections, ``[farmer]``, and under each the lines of that person. Blank lines and lines
that begin with # are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handlers.understanding.question import INTENTS

FOLDER = Path(__file__).with_name("exemplars")


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One way one person says something."""

    intent: str
    person: str
    text: str


def load(folder: Path = FOLDER) -> list[Exemplar]:
    """All exemplars, by intent in the order of INTENTS, in file order."""
    return [
        Exemplar(intent, person, text)
        for intent in INTENTS
        for person, text in sections(folder / f"{intent}.txt")
    ]


def sections(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file with the person under whose name each stands."""
    person = "first"
    for line in path.read_text("utf-8").splitlines():
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            person = text[1:-1]
        elif text and not text.startswith("#"):
            yield person, text
