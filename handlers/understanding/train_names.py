"""Training what is spoken of: from the descriptions to the weights of names.

Each description counts twice: as it is, and mistyped. Exemplars that ask for the whole (the total,
the plan) teach what speaks of nothing in particular. Judged like the intents, on people held out,
within the family that is asked for.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import vstack
from scipy.special import softmax

from handlers.understanding import exemplars, slots
from handlers.understanding.classifier import Classifier
from handlers.understanding.descriptions import Description, load
from handlers.understanding.embedding import NAMES_MEANING, Layer
from handlers.understanding.learning import (
    FOLDS,
    SEED,
    STRUCTURE,
    HeldOut,
    Labels,
    Matrix,
    best_share,
    embed,
    folds,
    matrix,
    regression,
    report,
    rounded,
    sharpened,
    sharpest,
    train_layer,
)
from handlers.understanding.naming import NAMES_LETTERS, NOTHING
from handlers.understanding.normalise import normalise
from handlers.understanding.typos import mistyped

STRENGTH = 60.0
LAYER_STRENGTH = 60.0
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


def train_meaning(
    embedded: Matrix, every: Sequence[Description], names: Sequence[str], share: float
) -> Layer:
    """The layer that seconds the model."""
    return train_layer(embedded, labels_of(every, names), len(names), LAYER_STRENGTH, share)


def held_out(
    every: Sequence[Description], names: Sequence[str], embedded: Matrix | None
) -> HeldOut:
    """What models say of the descriptions of people whom they have not seen."""
    fold = folds([each.person for each in every])
    letters = np.zeros((len(every), len(names)))
    meaning = None if embedded is None else np.zeros_like(letters)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        known = [every[int(at)] for at in seen]
        model = train(known, names)
        for at in unseen:
            letters[at] = model.probabilities(masked(every[int(at)].text))
        if embedded is not None and meaning is not None:
            layer = train_meaning(embedded[seen], known, names, 1.0)
            meaning[unseen] = softmax(layer.logits(embedded[unseen]), axis=1)
    return HeldOut(letters, meaning, labels_of(every, names))


def within_family(said: Matrix, every: Sequence[Description], names: Sequence[str]) -> Matrix:
    """What is said of each, held to the family that it is of."""
    families = np.array([name.split(" ")[0] for name in names])
    own = np.array([families == each.family for each in every])
    held = said * own
    result: Matrix = held / held.sum(axis=1, keepdims=True)
    return result


def main(tell: Callable[[str], None]) -> int:
    """Train, say how well unseen people were understood, and write the weights."""
    every = described()
    names = names_of(every)
    embedded = embed([normalise(each.text) for each in every])
    unseen = held_out(every, names, embedded)
    sharpness = sharpest(unseen.letters, unseen.labels)
    letters = sharpened(unseen.letters, sharpness)

    def fit(said: Matrix) -> Matrix:
        return within_family(said, every, names)

    tell(report("names by letters", fit(letters), unseen.labels))
    train(every, names).with_sharpness(sharpness).save(NAMES_LETTERS)
    if embedded is not None:
        share = best_share(unseen, letters, fit, tell)
        train_meaning(embedded, every, names, share).save(NAMES_MEANING)
    return 0
