"""The exemplars are many, varied and free of contradictions, and the model is theirs."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from handlers.understanding.classifier import Classifier, features
from handlers.understanding.exemplars import load
from handlers.understanding.normalise import normalise
from handlers.understanding.question import INTENTS
from handlers.understanding.training.intents import Read, fit
from tests.understanding import asked


def test_every_intent_has_many_ways_of_many_people() -> None:
    people, lines = defaultdict(set), Counter[str]()
    for each in load():
        people[each.intent].add(each.person)
        lines[each.intent] += 1

    assert set(lines) == set(INTENTS)
    assert min(lines.values()) >= 150
    assert min(map(len, people.values())) >= 25
    assert lines.total() >= 5_000


def test_nothing_is_said_twice_or_means_two_things() -> None:
    meanings = defaultdict(list)
    for each in load():
        meanings[" ".join(each.text.split())].append(each.intent)

    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}


def test_no_person_repeats_themselves() -> None:
    openings = Counter((each.person, each.intent, normalise(each.text)[:24]) for each in load())
    repeated = sum(count - 1 for count in openings.values())

    assert repeated <= 0.01 * openings.total()


def test_the_shipped_model_knows_its_exemplars() -> None:
    read = [each for each in map(Read, load()[::7]) if not each.is_guarded]
    model = Classifier.load()
    said = fit(np.array([model.probabilities(each.masked, each.flags) for each in read]), read)
    right = [
        INTENTS[at] == each.exemplar.intent for at, each in zip(said.argmax(1), read, strict=True)
    ]

    assert np.mean(right) > 0.95


def test_letters_and_meaning_together_know_their_exemplars() -> None:
    lines = [each for each in load()[::23] if not Read(each).is_guarded]
    best = [asked(each.text).guesses for each in lines]

    right = [
        bool(guesses) and guesses[0].intent == each.intent
        for guesses, each in zip(best, lines, strict=True)
    ]
    assert np.mean(right) > 0.96


@pytest.mark.parametrize("text", ["", "e9", "ก" * 3000, "🙂", "\U0010ffff"])
def test_features_are_in_range_and_the_same_every_time(text: str) -> None:
    indices, values = features(text, ("item",))

    assert indices.min() >= 0
    assert indices.max() < 1 << 16
    assert len(indices) == len(values)
    assert np.array_equal(features(text, ("item",))[0], indices)


def test_the_hash_of_letters_is_the_same_on_every_machine() -> None:
    indices, _ = features("คะแนน", ("item",))

    assert [int(at) for at in indices[:3]] == [1763, 1966, 2564]
