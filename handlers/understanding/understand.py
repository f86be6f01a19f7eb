"""Understanding: from a text to a question. Pure, deterministic, explainable.

normalise -> what it names (slots) -> what must not be answered (guards) -> the trained classifier,
held to what was named -> sure enough, or an honest choice of three.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from handlers.understanding import guards, slots
from handlers.understanding.classifier import Classifier
from handlers.understanding.fitting import fitted, flags_of, plain_code
from handlers.understanding.normalise import normalise
from handlers.understanding.question import UNSURE, Guess, Question, Vocabulary
from handlers.understanding.reading import slots_for

SURE = 0.42
"""Probability from which on the best intent is answered; below it, three are offered."""

MOST_GUESSES = 3
OF_YEARS = frozenset(
    {
        "score_total",
        "score_instrument",
        "score_indicator",
        "score_subindicator",
        "score_item",
        "score_extremes",
        "score_compare",
        "score_explain",
        "what_if",
        "question_text",
        "analysis_topic",
        "limitations",
    }
)
OF_PLANS = frozenset({"measure_list", "measure_detail", "measure_owner", "measure_period"})


class Understanding:
    """Reads texts as questions."""

    def __init__(self, classifier: Classifier, places: Sequence[str]) -> None:
        self._classifier = classifier
        self._places = tuple(places)

    @classmethod
    def load(cls) -> "Understanding":
        """With the shipped model."""
        return cls(Classifier.load(), guards.load_places())

    def understand(self, text: str, vocabulary: Vocabulary) -> Question:
        """What *text* asks; ``unsure`` with its best three guesses where that is not clear."""
        plain = normalise(text)
        named = slots.find(plain, vocabulary)
        stopped = guards.guard(plain, vocabulary, self._places)
        if stopped:
            found = {"agency": "other"} if stopped == "other_agency" else {}
            return _outside(plain, stopped, found)
        if not plain:
            return Question(UNSURE, confidence=0.0)
        if intent := plain_code(plain, named):
            question = Question(
                intent, slots_for(intent, plain, named), 1.0, (Guess(intent, 1.0),), plain
            )
        else:
            question = self._classified(plain, named, vocabulary)
        return _within_years(question, named, vocabulary)

    def why(self, question: Question, vocabulary: Vocabulary) -> list[str]:
        """What counted for the best guess of a question that the classifier decided."""
        if not question.guesses or question.guard:
            return []
        named = slots.find(question.normalised, vocabulary)
        masked = slots.kept(question.normalised, vocabulary)
        best = question.guesses[0].intent
        return self._classifier.reasons(masked, flags_of(question.normalised, named), best)

    def _classified(self, plain: str, named: Mapping[str, str], vocabulary: Vocabulary) -> Question:
        flags = flags_of(plain, named)
        raw = self._classifier.probabilities(slots.kept(plain, vocabulary), flags)
        chances = fitted(raw, self._classifier.intents, plain, named)
        order = np.argsort(-chances, kind="stable")[:MOST_GUESSES]
        guesses = tuple(
            Guess(self._classifier.intents[at], round(float(chances[at]), 4)) for at in order
        )
        best = guesses[0]
        found = slots_for(best.intent, plain, named)
        intent = best.intent if best.probability >= SURE else UNSURE
        return Question(intent, found, best.probability, guesses, plain)


def _within_years(question: Question, named: Mapping[str, str], vocabulary: Vocabulary) -> Question:
    """Scores and plans of a year that is not published are outside the report."""
    intent = question.guesses[0].intent if question.intent == UNSURE else question.intent
    if intent in OF_YEARS or intent == "out_of_scope":
        known = vocabulary.years | vocabulary.previous_years
    elif intent in OF_PLANS:
        known = vocabulary.plan_years | vocabulary.years
    else:
        return question
    asks_future = intent in OF_YEARS and slots.NEXT_YEAR.search(question.normalised)
    if guards.unpublished_year(named, known):
        year = named.get("year") or named.get("years", "").split(",")[-1]
        return _outside(question.normalised, "other_year", {"year": year})
    if asks_future and intent not in ("what_if", "analysis_topic", "question_text"):
        return _outside(question.normalised, "other_year", {})
    return question


def _outside(plain: str, guard: str, found: Mapping[str, str]) -> Question:
    return Question(
        "out_of_scope",
        MappingProxyType(dict(found)),
        1.0,
        (Guess("out_of_scope", 1.0),),
        plain,
        guard,
    )
