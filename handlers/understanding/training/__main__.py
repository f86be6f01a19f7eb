"""``make train``: from what people say to the weights that the service ships.

How decided the classifiers are, and how much meaning counts beside letters, is set on people whom
the models have not seen: every person is held out once. The models that are shipped are then
trained on everybody.
"""

import shutil
import sys
from collections.abc import Sequence

import numpy as np
from scipy.special import softmax

from handlers.understanding.classifier import INTENTS_LETTERS
from handlers.understanding.embedding import INTENTS_MEANING, NAMES_MEANING
from handlers.understanding.encoder import ENCODER
from handlers.understanding.naming import NAMES_LETTERS
from handlers.understanding.normalise import normalise
from handlers.understanding.training import intents, models, names
from handlers.understanding.training.learning import (
    FOLDS,
    HeldOut,
    Matrix,
    best_share,
    report,
    sharpened,
    sharpest,
)
from handlers.understanding.training.models import Material


def tell(line: str) -> None:
    """How the training goes."""
    print(line, file=sys.stderr, flush=True)


def held_out(material: Material, folds: Sequence[int]) -> tuple[HeldOut, HeldOut, Material]:
    """What models say of the people of *folds*, whom they have not seen: of what is meant, and of
    what is spoken of; and those people, in that order."""
    meant: list[HeldOut] = []
    spoken_of: list[HeldOut] = []
    unseen = [material.only(number) for number in folds]
    for number, people in zip(folds, unseen, strict=True):
        known = models.models(material, number, tell)
        vectors = np.array([known.second.vector(each.plain) for each in people.read])
        letters = [known.intents.probabilities(each.masked, each.flags) for each in people.read]
        meaning = softmax(known.second.intents.logits(vectors), axis=1)
        meant.append(HeldOut(np.array(letters), meaning, intents.labels_of(people.read)))
        texts = [each.text for each in people.described]
        vectors = np.array([known.second.vector(normalise(text)) for text in texts])
        letters = [known.names.probabilities(names.masked(text)) for text in texts]
        meaning = softmax(known.second.names.logits(vectors), axis=1)
        truth = names.labels_of(people.described, material.names)
        spoken_of.append(HeldOut(np.array(letters), meaning, truth))
    everybody = Material(
        [each for people in unseen for each in people.read],
        [each for people in unseen for each in people.described],
        material.names,
    )
    return _joined(meant), _joined(spoken_of), everybody


def _joined(parts: Sequence[HeldOut]) -> HeldOut:
    return HeldOut(
        np.concatenate([part.letters for part in parts]),
        np.concatenate([part.meaning for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def main(folds: Sequence[int] = range(FOLDS)) -> int:
    """Train, say how well unseen people were understood, and write the weights."""
    material = Material.load(tell)
    meant, spoken_of, unseen = held_out(material, folds)
    shipped = models.models(material, None, tell)

    sharpness = sharpest(meant.letters, meant.labels)
    letters = sharpened(meant.letters, sharpness)
    tell(report("intents by letters", intents.fit(letters, unseen.read), meant.labels))
    share = best_share(meant, letters, lambda said: intents.fit(said, unseen.read), tell)
    shipped.intents.with_sharpness(sharpness).save(INTENTS_LETTERS)
    shipped.second.intents.with_share(share).save(INTENTS_MEANING)

    sharpness = sharpest(spoken_of.letters, spoken_of.labels)
    letters = sharpened(spoken_of.letters, sharpness)

    def within(said: Matrix) -> Matrix:
        return names.within_family(said, unseen.described, unseen.names)

    tell(report("names by letters", within(letters), spoken_of.labels))
    share = best_share(spoken_of, letters, within, tell)
    shipped.names.with_sharpness(sharpness).save(NAMES_LETTERS)
    shipped.second.names.with_share(share).save(NAMES_MEANING)
    shutil.copyfile(models.encoder_file(), ENCODER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
