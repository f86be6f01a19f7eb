"""Training: from the exemplars to model.npz. Run by ``make train``; needs scikit-learn.

Multinomial logistic regression over the classifier's own features. Every exemplar counts twice,
once without its named things, so that the letters have to carry the meaning too. The sharpness
(temperature) is set on people whom the model has not seen, whole persons held out; the shipped
model is then trained on everybody. Weights are rounded to one byte, so that small differences
between machines vanish.
"""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from handlers.understanding import guards, slots
from handlers.understanding.classifier import BUCKETS, MODEL, Classifier, features
from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.fitting import fitted, flags_of
from handlers.understanding.normalise import normalise
from handlers.understanding.question import INTENTS, Vocabulary

SEED = 2566
STRENGTH = 30.0
ROUNDS = 60
FOLDS = 5
LARGEST = 127
SHARPNESSES = np.linspace(0.5, 3.0, 26)

STRUCTURE = Vocabulary(
    items=frozenset(
        f"{letter}{n}"
        for letter, last in (("i", 30), ("e", 15), ("o", 43))
        for n in range(1, last + 1)
    ),
    indicators=frozenset(map(str, range(1, 11))),
    subindicators=frozenset({"9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2"}),
    topics=frozenset("1234567"),
    measures=frozenset({"1.1", "1.2", "1.3", "2", "3", "4", "5", "6", "7"}),
    years=frozenset({2566}),
    plan_years=frozenset({2567}),
    previous_years=frozenset({2565}),
    names=frozenset({"บ่อรัง"}),
)
"""What exists, for telling codes from other numbers while training."""

PLACES = guards.load_places()


class Read:
    """An exemplar as the classifier reads it."""

    def __init__(self, exemplar: Exemplar) -> None:
        self.exemplar = exemplar
        self.plain = normalise(exemplar.text)
        self.named = slots.find(self.plain, STRUCTURE)
        self.masked = slots.kept(self.plain, STRUCTURE)
        self.is_guarded = bool(guards.guard(self.plain, STRUCTURE, PLACES))
        self.flags = flags_of(self.plain, self.named)


def matrix(read: Sequence[Read], *, with_flags: bool) -> csr_matrix:
    """The features of each, a row each."""
    rows = [features(each.masked, each.flags if with_flags else ()) for each in read]
    starts = np.concatenate([[0], np.cumsum([len(indices) for indices, _ in rows])])
    return csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([indices for indices, _ in rows]),
            starts,
        ),
        shape=(len(rows), BUCKETS),
    )


def train(read: Sequence[Read]) -> Classifier:
    """A model of these, its sharpness still 1."""
    labels = [INTENTS.index(each.exemplar.intent) for each in read]
    both = vstack([matrix(read, with_flags=True), matrix(read, with_flags=False)]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, random_state=SEED)
    model.fit(both, labels + labels)
    weights = np.zeros((BUCKETS, len(INTENTS)), dtype=np.float64)
    weights[:, model.classes_] = model.coef_.T
    bias = np.full(len(INTENTS), -20.0)
    bias[model.classes_] = model.intercept_
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / LARGEST
    whole = np.rint(weights / scales).astype(np.int8)
    return Classifier(
        INTENTS, whole, scales.astype(np.float32), bias.round(3).astype(np.float32), 1.0
    )


def chances(model: Classifier, read: Sequence[Read]) -> NDArray[np.float64]:
    """What the model says of each, held to what it names."""
    return np.array(
        [
            fitted(model.probabilities(each.masked, each.flags), INTENTS, each.plain, each.named)
            for each in read
        ]
    )


def held_out(read: Sequence[Read]) -> tuple[NDArray[np.float64], list[int]]:
    """What models say of people whom they have not seen: every person is held out once."""
    people = sorted({each.exemplar.person for each in read})
    order = np.random.default_rng(SEED).permutation(len(people))
    fold_of = {people[at]: number % FOLDS for number, at in enumerate(order)}
    said, labels = [], []
    for fold in range(min(FOLDS, len(people))):
        unseen = [each for each in read if fold_of[each.exemplar.person] == fold]
        seen = [each for each in read if fold_of[each.exemplar.person] != fold]
        said.append(chances(train(seen), unseen))
        labels += [INTENTS.index(each.exemplar.intent) for each in unseen]
    return np.concatenate(said), labels


def sharpest(said: NDArray[np.float64], labels: Sequence[int]) -> float:
    """The sharpness under which the held-out people's intents were least surprising."""
    logs = np.log(np.maximum(said, 1e-12))

    def surprise(sharpness: float) -> float:
        scaled = logs * sharpness
        right = scaled[np.arange(len(labels)), labels]
        return float((logsumexp(scaled, axis=1) - right).mean())

    return float(min(SHARPNESSES, key=surprise))


def report(said: NDArray[np.float64], labels: Sequence[int]) -> str:
    """How often the best guess, and one of the best three, was right."""
    ranked = np.argsort(-said, axis=1)
    first = np.mean(ranked[:, 0] == labels)
    third = np.mean((ranked[:, :3] == np.array(labels)[:, None]).any(axis=1))
    return f"held-out people: first guess {first:.1%}, among three {third:.1%} of {len(labels)}"


def _guarded(everything: Sequence[Read]) -> str:
    """What the guards stopped, and wrongly so: the classifier never sees these."""
    stopped = [each.exemplar for each in everything if each.is_guarded]
    wrongly = [each.text for each in stopped if each.intent != "out_of_scope"]
    return f"guarded: {len(stopped)}, wrongly {len(wrongly)}: {wrongly[:40]}"


def main() -> int:
    """Train, say how well unseen people were understood, and write the model."""
    everything = [Read(exemplar) for exemplar in load()]
    read = [each for each in everything if not each.is_guarded]
    print(_guarded(everything), file=sys.stderr)
    said, labels = held_out(read)
    sharpness = sharpest(said, labels)
    print(report(said, labels), f"sharpness {sharpness:.2f}", file=sys.stderr)
    train(read).save(MODEL, sharpness=sharpness)
    return 0


if __name__ == "__main__":
    sys.exit(main())
