"""The meaning of a text: a second opinion where letters alone are unsure. An extra that may be
absent.

The encoder turns a text into a vector; a linear layer on it seconds the classifier of what is
meant, another that of what is spoken of. Without the encoder's file there is no second opinion.
"""

import logging
import threading
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.classifier import WEIGHTS
from handlers.understanding.encoder import ENCODER, Encoder

log = logging.getLogger(__name__)

INTENTS_MEANING = WEIGHTS / "intents_meaning.npz"
NAMES_MEANING = WEIGHTS / "names_meaning.npz"

Embed = Callable[[Sequence[str]], Sequence[NDArray[np.float32]]]


class Layer:
    """A linear layer on the embedding: says how probable each label of its classifier is."""

    def __init__(
        self, weights: NDArray[np.float32], bias: NDArray[np.float32], share: float
    ) -> None:
        self._weights = weights
        self._bias = bias
        self.share = share

    @classmethod
    def load(cls, path: Path) -> "Layer":
        """The layer as it was trained."""
        with np.load(path) as kept:
            weights = kept["weights"].astype(np.float32) * kept["scales"]
            return cls(weights, kept["bias"], float(kept["share"]))

    def with_share(self, share: float) -> "Layer":
        """The same layer, counting more or less beside the letters."""
        return Layer(self._weights, self._bias, share)

    def save(self, path: Path) -> None:
        """Keep the layer, its weights rounded to one byte each."""
        scales = np.maximum(np.abs(self._weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path,
            weights=np.rint(self._weights / scales).astype(np.int8),
            scales=scales.astype(np.float32),
            bias=self._bias.round(3).astype(np.float32),
            share=np.float32(self.share),
        )

    def logits(self, meaning: NDArray[Any]) -> NDArray[np.float64]:
        """The layer's opinion of a vector, or of a row each, before it is made probable."""
        result: NDArray[np.float64] = meaning.astype(np.float64) @ self._weights + self._bias
        return result

    def second(
        self, letters: NDArray[np.float64], meaning: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """What the *letters* say of each label, and what the *meaning* (a vector) does, in one."""
        logits = self.logits(meaning)
        exponents = np.exp(logits - logits.max())
        return together(letters, exponents / exponents.sum(), self.share)


class Embedding:
    """Turns a text into what it means, as numbers, and reads them in two ways."""

    def __init__(self, embed: Embed, intents: Layer, names: Layer) -> None:
        self._embed = embed
        self.intents = intents
        self.names = names

    def with_shares(self, intents: float, names: float) -> "Embedding":
        """The same, counting more or less beside the letters."""
        return Embedding(
            self._embed, self.intents.with_share(intents), self.names.with_share(names)
        )

    def vectors(self, texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
        """What each text (normalised) means; takes some milliseconds."""
        return self._embed(texts)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The same of one text."""
        return self.vectors((text,))[0]


class Late:
    """The embedding as it will be once somebody asks: reading it takes a fifth of a second and most
    of the memory, for which no start waits."""

    def __init__(self, path: Path = ENCODER) -> None:
        self._path = path
        self._reading = threading.Lock()
        self.is_read = False
        self._found: Embedding | None = None

    def get(self) -> Embedding | None:
        """From any thread: read the first time, None where it cannot be read."""
        with self._reading:
            if not self.is_read:
                self._found = load(self._path)
                self.is_read = True
            return self._found


def together(
    letters: NDArray[np.float64], meaning: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Both opinions in one: their geometric mean, in which the meaning has this *share*."""
    logs = (1 - share) * np.log(letters + 1e-9) + share * np.log(meaning + 1e-9)
    exponents = np.exp(logs - logs.max())
    result: NDArray[np.float64] = exponents / exponents.sum()
    return result


def find(path: Path = ENCODER) -> Late | None:
    """The second opinion, to be read when it is first asked for; None where there is none."""
    return Late(path) if path.exists() else None


def load(path: Path = ENCODER) -> Embedding | None:
    """The second opinion, None where the encoder at *path* is absent or cannot be read: without it
    letters decide, and more is asked back."""
    if not path.exists():
        return None
    try:
        encoder = Encoder.load(path)
        return Embedding(encoder.vectors, Layer.load(INTENTS_MEANING), Layer.load(NAMES_MEANING))
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile):
        log.exception("the weights of the second opinion cannot be read: going on without")
        return None
