"""Training what is meant: from the exemplars to the classifier of intents.

Every exemplar counts three times: as it is, without its named things (so that the letters have to
carry the meaning too), and mistyped.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import vstack

from handlers.understanding import guards, slots
from handlers.understanding.classifier import Classifier
from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.fitting import fitted, flags_of
from handlers.understanding.normalise import normalise
from handlers.understanding.question import INTENTS
from handlers.understanding.training.learning import (
    PLACES,
    SEED,
    STRUCTURE,
    Labels,
    Matrix,
    matrix,
    regression,
    rounded,
)
from handlers.understanding.training.typos import mistyped

STRENGTH = 30.0
ROUNDS = 60


class Read:
    """An exemplar as the classifier reads it."""

    def __init__(self, exemplar: Exemplar) -> None:
        self.exemplar = exemplar
        self.plain = normalise(exemplar.text)
        self.named = slots.find(self.plain, STRUCTURE)
        self.masked = slots.kept(self.plain, STRUCTURE)
        self.flags = flags_of(self.plain, self.named)
        self.is_guarded = bool(guards.guard(self.plain, STRUCTURE, PLACES))


def labels_of(read: Sequence[Read]) -> Labels:
    """The intent of each, by its place in INTENTS."""
    return np.array([INTENTS.index(each.exemplar.intent) for each in read])


def train(read: Sequence[Read]) -> Classifier:
    """A model of these, its sharpness still 1."""
    chance = random.Random(SEED)  # noqa: S311 (typos, not secrets)
    typed = [
        Read(replace(each.exemplar, text=mistyped(each.exemplar.text, chance))) for each in read
    ]
    three = [
        matrix((each.masked, each.flags) for each in read),
        matrix((each.masked, ()) for each in read),
        matrix((each.masked, each.flags) for each in typed),
    ]
    labels = np.tile(labels_of(read), len(three))
    weights = regression(vstack(three).tocsr(), labels, len(INTENTS), STRENGTH, ROUNDS)
    return rounded(INTENTS, *weights)


def fit(said: Matrix, read: Sequence[Read]) -> Matrix:
    """What is said of each, held to what it names."""
    pairs = zip(said, read, strict=True)
    return np.array([fitted(row, INTENTS, each.plain, each.named) for row, each in pairs])


def readable(tell: Callable[[str], None]) -> list[Read]:
    """The exemplars that reach the classifier; which the guards stop, and wrongly, is told."""
    everything = [Read(exemplar) for exemplar in load()]
    stopped = [each.exemplar for each in everything if each.is_guarded]
    wrongly = [each.text for each in stopped if each.intent != "out_of_scope"]
    tell(f"guards stop {len(stopped)}, wrongly {len(wrongly)}: {wrongly}")
    return [each for each in everything if not each.is_guarded]
