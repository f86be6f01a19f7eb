"""Training what is meant: from the exemplars to the weights of intents. ``make train``.

Every exemplar counts three times: as it is, without its named things (so that the letters have to
carry the meaning too), and mistyped. What unseen people say is judged by holding whole people out;
the shipped model is then trained on everybody. Where the embedding is at hand, the layer on top of
it is trained too. What is spoken of is trained by train_names.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import vstack
from scipy.special import softmax

from handlers.understanding import guards, slots, train_names
from handlers.understanding.classifier import INTENTS_LETTERS, Classifier
from handlers.understanding.embedding import INTENTS_MEANING, Layer
from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.fitting import fitted, flags_of
from handlers.understanding.learning import (
    FOLDS,
    PLACES,
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
from handlers.understanding.normalise import normalise
from handlers.understanding.question import INTENTS
from handlers.understanding.typos import mistyped

STRENGTH = 30.0
LAYER_STRENGTH = 60.0
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


def train_meaning(embedded: Matrix, read: Sequence[Read], share: float) -> Layer:
    """The layer that seconds the model."""
    return train_layer(embedded, labels_of(read), len(INTENTS), LAYER_STRENGTH, share)


def held_out(read: Sequence[Read], embedded: Matrix | None) -> HeldOut:
    """What models say of people whom they have not seen: every person is held out once."""
    labels, fold = labels_of(read), folds([each.exemplar.person for each in read])
    letters = np.zeros((len(read), len(INTENTS)))
    meaning = None if embedded is None else np.zeros_like(letters)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        model = train([read[int(at)] for at in seen])
        for at in unseen:
            each = read[int(at)]
            letters[at] = model.probabilities(each.masked, each.flags)
        if embedded is not None and meaning is not None:
            layer = train_meaning(embedded[seen], [read[int(at)] for at in seen], 1.0)
            meaning[unseen] = softmax(layer.logits(embedded[unseen]), axis=1)
    return HeldOut(letters, meaning, labels)


def fit(said: Matrix, read: Sequence[Read]) -> Matrix:
    """What is said of each, held to what it names."""
    pairs = zip(said, read, strict=True)
    return np.array([fitted(row, INTENTS, each.plain, each.named) for row, each in pairs])


def readable() -> list[Read]:
    """The exemplars that reach the classifier; which the guards stop, and wrongly, is told."""
    everything = [Read(exemplar) for exemplar in load()]
    stopped = [each.exemplar for each in everything if each.is_guarded]
    wrongly = [each.text for each in stopped if each.intent != "out_of_scope"]
    tell(f"guards stop {len(stopped)}, wrongly {len(wrongly)}: {wrongly}")
    return [each for each in everything if not each.is_guarded]


def tell(line: str) -> None:
    """How the training goes."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Train, say how well unseen people were understood, and write the weights."""
    read = readable()
    embedded = embed([each.plain for each in read])
    unseen = held_out(read, embedded)
    sharpness = sharpest(unseen.letters, unseen.labels)
    letters = sharpened(unseen.letters, sharpness)
    tell(report("intents by letters", fit(letters, read), unseen.labels))
    train(read).with_sharpness(sharpness).save(INTENTS_LETTERS)
    if embedded is None:
        tell("no embedding here: its layers stay as they were")
    else:
        share = best_share(unseen, letters, lambda said: fit(said, read), tell)
        train_meaning(embedded, read, share).save(INTENTS_MEANING)
    return train_names.main(tell)


if __name__ == "__main__":
    sys.exit(main())
