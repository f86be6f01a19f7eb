"""Descriptions: how different people speak of a thing without its code, one file a family.

A file has sections, ``[farmer]``, and under each the lines of that person: the code of the thing,
a space, and the words. Blank lines and lines that begin with # are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from handlers.understanding.exemplars import sections

FOLDER = Path(__file__).with_name("descriptions")
FILES: Mapping[str, str] = MappingProxyType(
    {
        "item": "items",
        "indicator": "indicators",
        "sub": "subindicators",
        "topic": "topics",
        "measure": "measures",
    }
)
"""Every family of things, by the slot that its codes fill, and the file that describes it."""


@dataclass(frozen=True, slots=True)
class Description:
    """One way one person speaks of the thing with this code: family "item", code "e4"."""

    family: str
    code: str
    person: str
    text: str


def load(folder: Path = FOLDER) -> list[Description]:
    """All descriptions, family by family, in file order."""
    return [
        each
        for family, name in FILES.items()
        for each in _of_family(folder / f"{name}.txt", family)
    ]


def _of_family(path: Path, family: str) -> Iterator[Description]:
    for person, line in sections(path):
        code, _, text = line.partition(" ")
        yield Description(family, code, person, text)
