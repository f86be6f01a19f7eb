"""The classifier: a linear model over letter n-grams, run by numpy alone.

Every run of one to four letters of the (masked) text, and what the text names, is hashed into one
of BUCKETS features; the model holds a small whole number a feature and label. One is trained for
what is meant (training.intents), one for what is spoken of (training.names); both are
shipped in the folder weights.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights")
INTENTS_LETTERS = WEIGHTS / "intents_letters.npz"
BUCKETS = 1 << 16
LONGEST_RUN = 4
FLAG_WEIGHT = 0.35
"""How much one named thing counts, where all the letters of a text together count 1."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_WITHIN = np.uint64(BUCKETS - 1)
_FLAG_SEED = 0x51


class Classifier:
    """Says how probable each label is for a text."""

    def __init__(
        self,
        labels: Sequence[str],
        weights: NDArray[np.int8],
        scales: NDArray[np.float32],
        bias: NDArray[np.float32],
        sharpness: float,
    ) -> None:
        self.labels = tuple(labels)
        self._weights = weights
        self._scales = scales
        self._bias = bias
        self.sharpness = sharpness

    @classmethod
    def load(cls, path: Path = INTENTS_LETTERS) -> "Classifier":
        """The model as it was trained."""
        with np.load(path) as kept:
            return cls(
                [str(name) for name in kept["labels"]],
                kept["weights"],
                kept["scales"],
                kept["bias"],
                float(kept["sharpness"]),
            )

    def with_sharpness(self, sharpness: float) -> "Classifier":
        """The same model, more or less decided."""
        return Classifier(self.labels, self._weights, self._scales, self._bias, sharpness)

    def save(self, path: Path) -> None:
        """Keep the model."""
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            weights=self._weights,
            scales=self._scales,
            bias=self._bias,
            sharpness=np.float32(self.sharpness),
        )

    def probabilities(self, text: str, flags: Iterable[str] = ()) -> NDArray[np.float64]:
        """How probable each label is, in the order of *labels*; they add up to 1."""
        indices, values = features(text, flags)
        sums = values @ self._weights[indices].astype(np.float64)
        logits = (sums * self._scales + self._bias) * self.sharpness
        exponents = np.exp(logits - logits.max())
        result: NDArray[np.float64] = exponents / exponents.sum()
        return result

    def reasons(self, text: str, flags: Iterable[str], label: str, most: int = 6) -> list[str]:
        """The runs of letters and named things that spoke most for *label*, strongest first."""
        column = self.labels.index(label)
        counted = {run: int(_hash_of(run)) for run in _runs(text)}
        counted |= {f"[{flag}]": _flag_bucket(flag) for flag in flags}
        strength = {name: int(self._weights[at, column]) for name, at in counted.items()}
        ordered = sorted(strength, key=lambda name: (-strength[name], name))
        return [f"{name!s} {strength[name]:+d}" for name in ordered[:most] if strength[name] > 0]


def features(text: str, flags: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The buckets that *text* and *flags* fall into, each once, and what each counts."""
    letters = np.fromiter(map(ord, f" {text} "), dtype=np.uint64)
    found = np.concatenate([_hashes(letters, n) for n in range(1, LONGEST_RUN + 1)])
    found.sort()
    is_first = np.empty(len(found), dtype=bool)
    is_first[:1] = True
    np.not_equal(found[1:], found[:-1], out=is_first[1:])
    runs = found[is_first]
    named = sorted({_flag_bucket(flag) for flag in flags})
    count = len(runs)
    indices = np.empty(count + len(named), dtype=np.int64)
    indices[:count], indices[count:] = runs, named
    values = np.empty(count + len(named))
    values[:count], values[count:] = 1.0 / np.sqrt(max(count, 1)), FLAG_WEIGHT
    return indices, values


def _hashes(letters: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """The bucket of every run of *length* letters; unsigned arithmetic wraps alike everywhere."""
    count = len(letters) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    mixed = letters[:count] ^ np.uint64(length)
    for offset in range(length):
        if offset:
            mixed ^= letters[offset : offset + count]
        mixed *= _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    mixed &= _WITHIN
    return mixed


def _hash_of(run: str) -> Any:
    return _hashes(np.fromiter(map(ord, run), dtype=np.uint64), len(run))[0]


@lru_cache(1024)
def _flag_bucket(flag: str) -> int:
    letters = np.fromiter([_FLAG_SEED, *map(ord, flag)], dtype=np.uint64)
    return int(_hashes(letters, len(letters))[0])


def _runs(text: str) -> Iterable[str]:
    padded = f" {text} "
    return {
        padded[start : start + length]
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(padded) - length + 1)
    }
