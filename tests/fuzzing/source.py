"""Where an input's choices come from: dice, or hypothesis."""

import random
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

RANGES = (
    (0x20, 0x7E),
    (0x0E01, 0x0E5B),
    (0x00, 0x1F),
    (0x0300, 0x036F),
    (0x2000, 0x206F),
    (0xD800, 0xDFFF),
    (0x1F300, 0x1FAFF),
    (0xFE00, 0xFFFF),
    (0x0660, 0x0669),
    (0x00, 0x10FFFF),
)


class Source(Protocol):
    """Chooses."""

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends among them."""

    def junk(self, most: int) -> bytes:
        """Bytes, at most so many."""

    def letters(self, most: int) -> str:
        """Any characters, halves of emoji too; at most so many."""


class Dice:
    """Rolled: the same seed, the same inputs."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))

    def junk(self, most: int) -> bytes:
        return self._random.randbytes(self.number(0, most))

    def letters(self, most: int) -> str:
        least, highest = RANGES[self.number(0, len(RANGES) - 1)]
        return "".join(chr(self.number(least, highest)) for _ in range(self.number(0, most)))


class Drawn:
    """Drawn by hypothesis, which makes what fails as small as it can."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        return int(self._draw(st.integers(least, most)))

    def junk(self, most: int) -> bytes:
        return bytes(self._draw(st.binary(max_size=most)))

    def letters(self, most: int) -> str:
        return str(self._draw(st.text(st.characters(exclude_categories=()), max_size=most)))


def among(source: Source, options: Sequence[T]) -> T:
    """One of them."""
    return options[source.number(0, len(options) - 1)]


def one_in(source: Source, times: int) -> bool:
    """True about once in so many times."""
    return source.number(1, times) == times
