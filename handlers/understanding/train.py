"""Training: from the exemplars to model.npz and embedding.npz. ``make train``; needs scikit-learn.

Multinomial logistic regression over the classifier's own features. Every exemplar counts twice,
once without its named things, so that the letters have to carry the meaning too. What unseen people
say is judged by holding whole persons out; the sharpness (temperature) is set there. The shipped
model is then trained on everybody, its weights rounded to one byte, so that small differences
between machines vanish. Where the embedding is at hand, the layer on top of it is trained too.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression

from handlers.understanding import embedding, guards, slots
from handlers.understanding.classifier import BUCKETS, MODEL, Classifier, features
from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.fitting import fitted, flags_of
from handlers.understanding.normalise import normalise
from handlers.understanding.question import INTENTS, Vocabulary

SEED = 2566
STRENGTH = 30.0
LAYER_STRENGTH = 60.0
ROUNDS = 60
FOLDS = 5
LARGEST = 127
SHARPNESSES = np.linspace(0.5, 3.0, 26)
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)

STRUCTURE = Vocabulary(
    items=frozenset(
        f"{letter}{number}"
        for letter, last in (("i", 30), ("e", 15), ("o", 43))
        for number in range(1, last + 1)
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

Matrix = NDArray[np.float64]


class Read:
    """An exemplar as the classifier reads it."""

    def __init__(self, exemplar: Exemplar) -> None:
        self.exemplar = exemplar
        self.plain = normalise(exemplar.text)
        self.named = slots.find(self.plain, STRUCTURE)
        self.masked = slots.kept(self.plain, STRUCTURE)
        self.flags = flags_of(self.plain, self.named)
        self.is_guarded = bool(guards.guard(self.plain, STRUCTURE, PLACES))


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models said of people whom they had not seen, by letters and by meaning; the truth."""

    letters: Matrix
    meaning: Matrix | None
    labels: NDArray[np.int64]


def labels_of(read: Sequence[Read]) -> NDArray[np.int64]:
    """The intent of each, by its place in INTENTS."""
    return np.array([INTENTS.index(each.exemplar.intent) for each in read])


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
    both = vstack([matrix(read, with_flags=True), matrix(read, with_flags=False)]).tocsr()
    weights, bias = _regression(both, np.tile(labels_of(read), 2), STRENGTH, ROUNDS)
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / LARGEST
    whole = np.rint(weights / scales).astype(np.int8)
    return Classifier(
        INTENTS, whole, scales.astype(np.float32), bias.round(3).astype(np.float32), 1.0
    )


def train_layer(embedded: Matrix, labels: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """The linear layer on top of the embedding: weights and bias."""
    return _regression(embedded, labels, LAYER_STRENGTH, 200)


def _regression(
    rows: csr_matrix | Matrix, labels: NDArray[np.int64], strength: float, rounds: int
) -> tuple[Matrix, Matrix]:
    """Weights (a column an intent) and bias; an intent that never occurs is never guessed."""
    model = LogisticRegression(C=strength, max_iter=rounds, random_state=SEED)
    model.fit(rows, labels)
    weights = np.zeros((rows.shape[1], len(INTENTS)))
    bias = np.full(len(INTENTS), -20.0)
    weights[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return weights, bias


def embed(read: Sequence[Read]) -> Matrix | None:
    """The meaning of each as numbers, a row each; None where the embedding is not to be had."""
    engine = embedding.find_engine()
    if engine is None:
        return None
    return np.array([engine(each.plain[: embedding.LONGEST]) for each in read], dtype=np.float64)


def folds(read: Sequence[Read]) -> NDArray[np.int64]:
    """The fold of each: a person's lines are all held out together."""
    people = sorted({each.exemplar.person for each in read})
    order = np.random.default_rng(SEED).permutation(len(people))
    fold_of = {people[at]: number % FOLDS for number, at in enumerate(order)}
    return np.array([fold_of[each.exemplar.person] for each in read])


def held_out(read: Sequence[Read], embedded: Matrix | None) -> HeldOut:
    """What models say of people whom they have not seen: every person is held out once."""
    labels, fold = labels_of(read), folds(read)
    letters = np.zeros((len(read), len(INTENTS)))
    meaning = None if embedded is None else np.zeros_like(letters)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        model = train([read[int(at)] for at in seen])
        for at in unseen:
            each = read[int(at)]
            letters[at] = model.probabilities(each.masked, each.flags)
        if embedded is not None and meaning is not None:
            weights, bias = train_layer(embedded[seen], labels[seen])
            meaning[unseen] = softmax(embedded[unseen] @ weights + bias, axis=1)
    return HeldOut(letters, meaning, labels)


def sharpest(said: Matrix, labels: NDArray[np.int64]) -> float:
    """The sharpness under which the held-out people's intents were least surprising."""
    logs = np.log(np.maximum(said, 1e-12))

    def surprise(sharpness: float) -> float:
        scaled = logs * sharpness
        right = scaled[np.arange(len(labels)), labels]
        return float((logsumexp(scaled, axis=1) - right).mean())

    return float(min(SHARPNESSES, key=surprise))


def sharpened(said: Matrix, sharpness: float) -> Matrix:
    """The same opinions, more or less decided."""
    result: Matrix = softmax(np.log(said + 1e-12) * sharpness, axis=1)
    return result


def mixed(letters: Matrix, meaning: Matrix, share: float) -> Matrix:
    """Both opinions in one, as the service mixes them."""
    return np.array(
        [embedding.together(a, b, share) for a, b in zip(letters, meaning, strict=True)]
    )


def fit(said: Matrix, read: Sequence[Read]) -> Matrix:
    """What is said of each, held to what it names."""
    pairs = zip(said, read, strict=True)
    return np.array([fitted(row, INTENTS, each.plain, each.named) for row, each in pairs])


def report(name: str, said: Matrix, labels: NDArray[np.int64]) -> str:
    """How often the best guess, and one of the best three, was right."""
    ranked = np.argsort(-said, axis=1)
    first = np.mean(ranked[:, 0] == labels)
    third = np.mean((ranked[:, :3] == labels[:, None]).any(axis=1))
    return f"unseen people, {name}: first {first:.1%}, among three {third:.1%} of {len(labels)}"


def readable() -> list[Read]:
    """The exemplars that reach the classifier; which the guards stop, and wrongly, is told."""
    everything = [Read(exemplar) for exemplar in load()]
    stopped = [each.exemplar for each in everything if each.is_guarded]
    wrongly = [each.text for each in stopped if each.intent != "out_of_scope"]
    print(f"guards stop {len(stopped)}, wrongly {len(wrongly)}: {wrongly}", file=sys.stderr)
    return [each for each in everything if not each.is_guarded]


def main() -> int:
    """Train, say how well unseen people were understood, and write the models."""
    read = readable()
    embedded = embed(read)
    unseen = held_out(read, embedded)
    sharpness = sharpest(unseen.letters, unseen.labels)
    letters = sharpened(unseen.letters, sharpness)
    print(report("letters", fit(letters, read), unseen.labels), file=sys.stderr)
    train(read).with_sharpness(sharpness).save(MODEL)
    if embedded is None or unseen.meaning is None:
        print("no embedding here: its layer stays as it was", file=sys.stderr)
        return 0
    right = {}
    for share in SHARES:
        said = fit(mixed(letters, unseen.meaning, share), read)
        right[share] = float(np.mean(said.argmax(axis=1) == unseen.labels))
        print(report(f"with meaning {share}", said, unseen.labels), file=sys.stderr)
    best = max(right, key=lambda share: right[share])
    embedding.save(*train_layer(embedded, unseen.labels), best)
    return 0


if __name__ == "__main__":
    sys.exit(main())
