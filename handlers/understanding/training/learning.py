"""Learning: what the training of intents and of names have in common. Needs scikit-learn.

Multinomial logistic regression over the classifier's own features. Whole people are held out to
judge what unseen people would get; the sharpness (temperature) is set on them. Weights are rounded
to one byte, so that small differences between machines vanish.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression

from handlers.understanding import embedding, guards
from handlers.understanding.classifier import BUCKETS, Classifier, features
from handlers.understanding.question import Vocabulary

SEED = 2566
FOLDS = 3
LARGEST = 127
NEVER = -20.0
"""The bias of a label that never occurs: it is never guessed."""

SHARPNESSES = np.linspace(0.5, 6.0, 56)
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

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
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models said of people whom they had not seen, by letters and by meaning; the truth."""

    letters: Matrix
    meaning: Matrix
    labels: Labels


def matrix(rows: Iterable[tuple[str, Collection[str]]]) -> csr_matrix:
    """The features of each (masked) text and its flags, a row each."""
    found = [features(text, flags) for text, flags in rows]
    starts = np.concatenate([[0], np.cumsum([len(indices) for indices, _ in found])])
    return csr_matrix(
        (
            np.concatenate([values for _, values in found]),
            np.concatenate([indices for indices, _ in found]),
            starts,
        ),
        shape=(len(found), BUCKETS),
    )


def regression(
    rows: csr_matrix, labels: Labels, count: int, strength: float, rounds: int
) -> tuple[Matrix, Matrix]:
    """Weights (a column each of *count* labels) and bias."""
    model = LogisticRegression(C=strength, max_iter=rounds, random_state=SEED)
    model.fit(rows, labels)
    weights = np.zeros((rows.shape[1], count))
    bias = np.full(count, NEVER)
    weights[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return weights, bias


def rounded(names: Sequence[str], weights: Matrix, bias: Matrix) -> Classifier:
    """The classifier with these weights, a byte each; its sharpness still 1."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / LARGEST
    whole = np.rint(weights / scales).astype(np.int8)
    return Classifier(names, whole, scales.astype(np.float32), bias.round(3).astype(np.float32), 1)


def fold(person: str) -> int:
    """The fold of a person: all of their lines are held out together, whatever they speak of."""
    return zlib.crc32(f"{SEED} {person}".encode()) % FOLDS


def sharpest(said: Matrix, labels: Labels) -> float:
    """The sharpness under which the truth was least surprising."""
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


def best_share(
    unseen: HeldOut, letters: Matrix, fit: Callable[[Matrix], Matrix], told: Callable[[str], None]
) -> float:
    """How much the meaning should count beside the *letters*, judged on unseen people."""
    right = {}
    for share in SHARES:
        said = fit(mixed(letters, unseen.meaning, share))
        right[share] = float(np.mean(said.argmax(axis=1) == unseen.labels))
        told(report(f"with meaning {share}", said, unseen.labels))
    return max(right, key=lambda share: right[share])


def report(name: str, said: Matrix, labels: Labels) -> str:
    """How often the best guess, and one of the best three, was right."""
    ranked = np.argsort(-said, axis=1)
    first = np.mean(ranked[:, 0] == labels)
    third = np.mean((ranked[:, :3] == labels[:, None]).any(axis=1))
    return f"unseen people, {name}: first {first:.1%}, among three {third:.1%} of {len(labels)}"
