"""Typos: what thumbs do to Thai words. For training and for judging, never for answering.

A key beside the right one (the Kedmanee layout of phones and computers), a mark that is left out,
two letters in the wrong order, a letter twice, a space lost.
"""

import random
from collections.abc import Callable, Mapping

ROWS = (
    "ๅ/-ภถุึคตจขช",
    "ๆไำพะัีรนยบลฃ",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
MARKS = "่้๊๋์็ัิีึืุู"
LETTERS_A_TYPO = 11
"""One typo in about so many letters."""


def _neighbours() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in ROWS:
        for at, key in enumerate(row):
            found[key] = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    return found


NEIGHBOURS = _neighbours()


def mistyped(text: str, chance: random.Random) -> str:
    """*text* as hurried thumbs would have it; at least one typo where there are three letters."""
    letters = list(text)
    typos = max(1, len(letters) // LETTERS_A_TYPO) if len(letters) > 2 else 0
    for _ in range(typos):
        at = chance.randrange(len(letters))
        chance.choice(WAYS)(letters, at, chance)
    return "".join(letters)


def _beside(letters: list[str], at: int, chance: random.Random) -> None:
    keys = NEIGHBOURS.get(letters[at], "")
    if keys:
        letters[at] = chance.choice(keys)


def _left_out(letters: list[str], at: int, _: random.Random) -> None:
    for near in range(at, min(at + 4, len(letters))):
        if letters[near] in MARKS:
            letters[near] = ""
            return


def _swapped(letters: list[str], at: int, _: random.Random) -> None:
    if at + 1 < len(letters):
        letters[at], letters[at + 1] = letters[at + 1], letters[at]


def _twice(letters: list[str], at: int, _: random.Random) -> None:
    letters[at] *= 2


def _space_lost(letters: list[str], at: int, _: random.Random) -> None:
    for near in range(at, len(letters)):
        if letters[near] == " ":
            letters[near] = ""
            return


WAYS: tuple[Callable[[list[str], int, random.Random], None], ...] = (
    _beside,
    _left_out,
    _left_out,
    _swapped,
    _twice,
    _space_lost,
)
