"""The encoder: a small transformer that turns a text into what it means, run by numpy alone.

Six layers of a multilingual sentence encoder, tuned on the exemplars and descriptions (see
train_encoder). Its weights are kept a byte each and unfolded when they are loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.classifier import WEIGHTS
from handlers.understanding.pieces import Pieces

ENCODER = WEIGHTS / "encoder.npz"
WIDTH = 384
HEADS = 12
MOST_PIECES = 48
"""Pieces that are read, of a longer text half from its beginning and half from its end: some 130
letters. Time grows with them."""

LONGEST = 400
"""Letters that are cut into pieces, of a longer text half from its beginning and half from its
end."""

TINY = np.float32(1e-12)
GELU_ROOT = np.float32(np.sqrt(2 / np.pi))
GELU_CUBE = np.float32(0.044715)

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderLayer:
    """One layer: attention, then a feed-forward network, each added to what came in and scaled."""

    attending: Numbers
    attending_bias: Numbers
    joining: Numbers
    joining_bias: Numbers
    first_scale: Numbers
    first_shift: Numbers
    widening: Numbers
    widening_bias: Numbers
    narrowing: Numbers
    narrowing_bias: Numbers
    second_scale: Numbers
    second_shift: Numbers

    def __call__(self, rows: Numbers, ends: Sequence[int]) -> Numbers:
        """The rows (a piece each) after this layer; a text *ends* before each of these rows. The
        weights are read once for all texts, which is what takes the time; each hears itself."""
        three: list[Numbers] = np.split(rows @ self.attending + self.attending_bias, ends[:-1])
        heard: Numbers = np.concatenate([_heard(each) for each in three])
        rows = scaled(
            rows + heard @ self.joining + self.joining_bias, self.first_scale, self.first_shift
        )
        wide = _gelu(rows @ self.widening + self.widening_bias)
        return scaled(
            rows + wide @ self.narrowing + self.narrowing_bias,
            self.second_scale,
            self.second_shift,
        )


def _heard(three: Numbers) -> Numbers:
    """What each piece of one text takes from the others: attention."""
    count = len(three)
    asking, answering, telling = three.reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
    weights: Numbers = asking @ answering.transpose(0, 2, 1)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    heard: Numbers = (weights @ telling).transpose(1, 0, 2).reshape(count, -1)
    return heard


class Encoder:
    """Turns texts into vectors."""

    def __init__(self, kept: Mapping[str, NDArray[Any]]) -> None:
        """With what a file written by train_encoder holds."""
        spelled = bytes(kept["pieces"]).decode("utf-8").split("\n")
        self._pieces = Pieces(spelled, kept["piece_scores"].tolist())
        self._known = kept["known"]
        self._known_scales = kept["known_scales"]
        self._places = kept["places"].astype(np.float32)
        self._scale, self._shift = kept["scale"], kept["shift"]
        count = int(kept["layers"])
        self._layers = [_unfolded(kept, number) for number in range(count)]

    @classmethod
    def load(cls, path: Path = ENCODER) -> "Encoder":
        """As it was trained."""
        with np.load(path) as kept:
            return cls(dict(kept))

    def vectors(self, texts: Sequence[str]) -> list[Numbers]:
        """What each text (normalised) means, as WIDTH numbers; some milliseconds, of many together
        half as long for each."""
        read = [read_pieces(self._pieces, text) for text in texts]
        numbers = np.array([number for each in read for number in each])
        places: Numbers = np.concatenate([self._places[: len(each)] for each in read])
        ends = np.cumsum([len(each) for each in read]).tolist()
        rows = self._known[numbers] * self._known_scales[numbers, None]
        rows = scaled(rows + places, self._scale, self._shift)
        for layer in self._layers:
            rows = layer(rows, ends)
        return [each.mean(axis=0) for each in np.split(rows, ends[:-1])]

    def vector(self, text: str) -> Numbers:
        """The same of one text."""
        return self.vectors((text,))[0]


def read_pieces(pieces: Pieces, text: str) -> list[int]:
    """The numbers of the pieces of *text* that are read: MOST_PIECES at most."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    numbers = pieces.cut(text)
    if len(numbers) <= MOST_PIECES:
        return numbers
    return [*numbers[: MOST_PIECES // 2], *numbers[-MOST_PIECES // 2 :]]


def scaled(rows: Numbers, scale: Numbers, shift: Numbers) -> Numbers:
    """Each row with mean 0 and variance 1, then scaled and shifted (layer normalisation)."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    result: Numbers = centred / np.sqrt(variance + TINY) * scale + shift
    return result


def _gelu(rows: Numbers) -> Numbers:
    inner = rows * rows
    inner *= GELU_CUBE
    inner += 1
    inner *= rows
    inner *= GELU_ROOT
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= np.float32(0.5)
    return inner


def _unfolded(kept: Mapping[str, NDArray[Any]], number: int) -> EncoderLayer:
    """The layer of this number, its weights as they are multiplied."""

    def weights(name: str) -> Numbers:
        result: Numbers = (
            kept[f"{number}.{name}"].astype(np.float32) * kept[f"{number}.{name}_scales"]
        )
        return result

    def plain(name: str) -> Numbers:
        result: Numbers = kept[f"{number}.{name}"].astype(np.float32)
        return result

    return EncoderLayer(
        *(
            weights(name) if name in MATRICES else plain(name)
            for name in EncoderLayer.__dataclass_fields__
        )
    )


MATRICES = ("attending", "joining", "widening", "narrowing")
