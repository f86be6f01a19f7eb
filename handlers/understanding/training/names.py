"""Training what is spoken of: from the descriptions to the classifier of names.

Each description counts twice: as it is, and mistyped. Exemplars that ask for the whole (the total,
the plan) teach what speaks of nothing in particular.
"""

import random
from collections.abc import Sequence

import numpy as np
from scipy.sparse import vstack

from handlers.understanding import exemplars, slots
from handlers.understanding.classifier import Classifier
from handlers.understanding.descriptions import Description, load
from handlers.understanding.naming import NOTHING
from handlers.understanding.normalise import normalise
from handlers.understanding.training.learning import (
    SEED,
    STRUCTURE,
    Labels,
    Matrix,
    matrix,
    regression,
    rounded,
)
from handlers.understanding.training.typos import mistyped

STRENGTH = 60.0
ROUNDS = 80

OF_NOTHING = ("score_total", "measure_list", "score_extremes", "limitations")
"""Intents of which every EVERY_NTH exemplar speaks of nothing in particular."""

EVERY_NTH = 2


def described() -> list[Description]:
    """Every description, and what describes nothing."""
    whole = [each for each in exemplars.load() if each.intent in OF_NOTHING][::EVERY_NTH]
    return [*load(), *(Description(*NOTHING, each.person, each.text) for each in whole)]


def names_of(every: Sequence[Description]) -> list[str]:
    """The labels: family and code of everything described."""
    return sorted({f"{each.family} {each.code}" for each in every})


def labels_of(every: Sequence[Description], names: Sequence[str]) -> Labels:
    """The thing that each describes, by its place in *names*."""
    return np.array([names.index(f"{each.family} {each.code}") for each in every])


def masked(text: str) -> str:
    """*text* as the classifier reads it."""
    return slots.kept(normalise(text), STRUCTURE)


def train(every: Sequence[Description], names: Sequence[str]) -> Classifier:
    """A model of these, its sharpness still 1."""
    chance = random.Random(SEED)  # noqa: S311 (typos, not secrets)
    both = [
        matrix((masked(each.text), ()) for each in every),
        matrix((masked(mistyped(each.text, chance)), ()) for each in every),
    ]
    labels = np.tile(labels_of(every, names), 2)
    weights = regression(vstack(both).tocsr(), labels, len(names), STRENGTH, ROUNDS)
    return rounded(names, *weights)


def within_family(said: Matrix, every: Sequence[Description], names: Sequence[str]) -> Matrix:
    """What is said of each, held to the family that it is of."""
    families = np.array([name.split(" ")[0] for name in names])
    own = np.array([families == each.family for each in every])
    held = said * own
    result: Matrix = held / held.sum(axis=1, keepdims=True)
    return result
