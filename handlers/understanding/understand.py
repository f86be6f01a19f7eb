"""Understanding: from a text to a question. Pure, deterministic, explainable.

normalise -> what it names (slots) -> what must not be answered (guards) -> the trained classifier,
held to what was named -> sure enough, or an honest choice of three.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from handlers.understanding import embedding, fitting, guards, slots
from handlers.understanding.classifier import Classifier
from handlers.understanding.comparing import BOTH_SIDES, EACH_SIDE
from handlers.understanding.embedding import Embedding, Late
from handlers.understanding.fitting import fitted, flags_of, plain_code
from handlers.understanding.naming import CERTAIN, Naming, Thing, filled
from handlers.understanding.normalise import normalise
from handlers.understanding.question import UNSURE, Guess, Question, Vocabulary
from handlers.understanding.reading import WHY, asked_of, slots_for

DOUBT = 0.85
"""Probability below which the embedding is asked too."""

LONGEST_SECONDED = 1_500
"""Letters of a text up to which it is: reading a longer one twice takes too long."""

SURE = 0.7
"""Probability from which on the best intent is answered; below it, three are offered. Three good
guesses beat a wrong answer."""

OUTSIDE = 0.035
"""Probability of lying outside the report from which on no figure is given, but three choices:
a figure that answers another question is worse than none."""

MOST_GUESSES = 3
NAMES_SOMETHING = frozenset(
    {"item", "items", "indicators", "measures", "missing", "direction", "instrument", "office"}
)
HOW_MUCH = re.compile("กี่|เท่าไ|เท่าใด|how much|how many")
DISAGREES = re.compile(r"ไม่ตรง|พิมพ์|ผิด|คลาดเคลื่อน|misprint|disagree|differ")
"""Two figures of one item do not agree: both are shown, and which is right."""

THE_ONE = re.compile("ข้อ(?:ที่|ถาม|นั้นที่)|เรื่อง|(?:question|item|one) (?:about|where|on|that)")
"""One thing of an instrument is spoken of, not the whole."""

POINTS_OF = re.compile("คะแนน|แต้ม|(?<!หัว)ข้อ|score|question|item")
EASILY_MISSED = frozenset(
    {
        "score_total",
        "score_instrument",
        "score_indicator",
        "score_subindicator",
        "out_of_scope",
        "file_complaint",
    }
)
"""What is easily understood where the score of a thing is asked for by its own words."""

SCORE_OF: Mapping[str, str] = MappingProxyType(
    {"item": "score_item", "indicator": "score_indicator", "sub": "score_subindicator"}
)
BY_CODE = ("item", "items", "indicator", "indicators", "sub", "subs", "topic", "measure")
GIVES_FIGURES = frozenset(
    {
        "score_total",
        "score_instrument",
        "score_indicator",
        "score_subindicator",
        "score_item",
        "score_extremes",
        "score_compare",
        "what_if",
    }
)
OF_AN_ITEM = frozenset({"score_item", "question_text", "score_compare", "score_explain"})
"""What may be wished of an item that is named: where it is unclear, its points with its wording
answer most, and what else may be meant is offered beside."""

OF_A_NUMBER = frozenset(
    {"score_item", "question_text", "score_indicator", "score_subindicator", "score_explain"}
)
"""What may be wished of an item whose number alone is said."""

OF_YEARS = GIVES_FIGURES | {"score_explain", "question_text", "analysis_topic", "limitations"}
OF_ONE_YEAR = frozenset({"item", "items", "indicator", "indicators", "sub", "subs", "instrument"})
OF_LAST_YEAR = GIVES_FIGURES - {"score_compare", "what_if"}
LAST_YEAR = re.compile("(?:ปี|รอบ|ซีซั่น)(?:ก่อน|ที่แล้ว)|ปีกลาย|last (?:year|season)")
OF_PLANS = frozenset({"measure_list", "measure_detail", "measure_owner", "measure_period"})


class Understanding:
    """Reads texts as questions."""

    def __init__(
        self,
        classifier: Classifier,
        naming: Naming,
        places: Sequence[str],
        second: Embedding | Late | None = None,
    ) -> None:
        self._classifier = classifier
        self._naming = naming
        self._places = tuple(places)
        self._embedding = second

    @property
    def sharpness(self) -> float:
        """How decided the classifier is."""
        return self._classifier.sharpness

    @property
    def naming(self) -> Naming:
        """What finds the things that are spoken of."""
        return self._naming

    def seconded_by(self, other: Embedding) -> Embedding:
        """The *other* second opinion, counting as much as this one's does."""
        second = self._second_opinion()
        assert second is not None
        return other.with_shares(second.intents.share, second.names.share)

    @classmethod
    def load(cls, *, with_embedding: bool = True) -> "Understanding":
        """With the shipped model, and the embedding where it is to be had, which is read when it is
        first asked."""
        second = embedding.find() if with_embedding else None
        return cls(Classifier.load(), Naming.load(), guards.load_places(), second)

    def understand(self, text: str, vocabulary: Vocabulary) -> Question:
        """What *text* asks; ``unsure`` with its best three guesses where that is not clear."""
        question = self.at_first_sight(text, vocabulary)
        return self.reconsider(text, vocabulary) if self.is_in_doubt(question) else question

    def at_first_sight(self, text: str, vocabulary: Vocabulary) -> Question:
        """The same by codes, guards and letters alone: well under a millisecond."""
        return self._read(text, vocabulary, None, None)

    def is_in_doubt(self, question: Question) -> bool:
        """Whether the embedding should be asked too."""
        decided = question.guard or len(question.guesses) < MOST_GUESSES
        decided = decided or len(question.normalised) > LONGEST_SECONDED
        unsure = question.confidence < DOUBT or question.vague or question.intent == UNSURE
        return self._embedding is not None and not decided and unsure

    def reconsider(self, text: str, vocabulary: Vocabulary) -> Question:
        """The same with the embedding's opinion: some milliseconds, for a thread of its own."""
        return self.reconsider_all((text,), vocabulary)[0]

    def reconsider_all(self, texts: Sequence[str], vocabulary: Vocabulary) -> list[Question]:
        """The same of several texts, each in less time than by itself."""
        second = self._second_opinion()
        if second is None:
            return [self.at_first_sight(text, vocabulary) for text in texts]
        meanings = second.vectors([normalise(text) for text in texts])
        return [
            self._read(text, vocabulary, second, meaning)
            for text, meaning in zip(texts, meanings, strict=True)
        ]

    def _second_opinion(self) -> Embedding | None:
        second = self._embedding
        if isinstance(second, Late):
            second = self._embedding = second.get()
        return second

    def _read(
        self,
        text: str,
        vocabulary: Vocabulary,
        second: Embedding | None,
        meaning: NDArray[np.float32] | None,
    ) -> Question:
        plain = normalise(text)
        named = slots.find(plain, vocabulary)
        private = fitting.asks_privacy(plain)
        stopped = "" if private else guards.guard(plain, vocabulary, self._places)
        if stopped:
            about = {"agency": "other"} if stopped == "other_agency" else {}
            return _outside(plain, stopped, about)
        if not plain:
            return Question(UNSURE, confidence=0.0)
        if intent := plain_code(plain, named):
            found = slots_for(intent, plain, named)
            meant = UNSURE if "unclear" in found else intent
            question = Question(meant, found, 1.0, (Guess(intent, 1.0),), plain)
        else:
            question = self._classified(plain, named, vocabulary, second, meaning)
        return _within_years(question, named, vocabulary)

    def why(self, question: Question, vocabulary: Vocabulary) -> list[str]:
        """What counted for the best guess of a question that the classifier decided."""
        if not question.guesses or question.guard:
            return []
        named = slots.find(question.normalised, vocabulary)
        masked = slots.kept(question.normalised, vocabulary)
        best = question.guesses[0].intent
        return self._classifier.reasons(masked, flags_of(question.normalised, named), best)

    def _classified(
        self,
        plain: str,
        named: Mapping[str, str],
        vocabulary: Vocabulary,
        second: Embedding | None,
        meaning: NDArray[np.float32] | None,
    ) -> Question:
        masked = slots.kept(plain, vocabulary)
        chances = self._chances(plain, masked, named, second, meaning)
        guesses = _guesses(self._classifier.labels, chances, plain)
        best = guesses[0]
        if numbered := _by_its_number(named, guesses):
            return Question(*numbered, best.probability, guesses, plain)
        found, vague = slots_for(best.intent, plain, named), False
        layer = second.names if second is not None else None
        side = asked_of(plain, found)

        def closest(intent: str) -> Sequence[Thing]:
            return self._naming.closest(masked, intent, vocabulary, layer, meaning, side)

        if _may_speak_of_a_thing(best.intent, plain, named, found):
            things = closest(best.intent)
            found = filled(best.intent, found, things) if things else found
            vague = bool(things) and things[0].probability < CERTAIN
            if found.get("instruments") == BOTH_SIDES:
                found = MappingProxyType({"mirror": "yes"})  # of one thing, which its words tell
        intent = self._decided(best, guesses, chances, named, found)
        intent = UNSURE if "unclear" in found else intent
        if best.intent in EASILY_MISSED and _asks_points_of_something(plain, named):
            thing = closest("score_compare")[0]
            if thing.probability >= CERTAIN and thing.family in SCORE_OF:
                also = {slot: named[slot] for slot in ("source", "year") if slot in named}
                intent, found = SCORE_OF[thing.family], {**also, thing.family: thing.code}
        if intent in SCORE_OF.values() and WHY.search(plain) and not HOW_MUCH.search(plain):
            intent = "score_explain"
        if intent == "score_explain" and "item" in named and DISAGREES.search(plain):
            intent, found = "score_item", slots_for("score_item", plain, named)
        if intent == UNSURE and "item" in named and best.intent in OF_AN_ITEM:
            intent, found = "score_item", slots_for("score_item", plain, named)
        if intent == UNSURE:
            guesses = _offers(self._classifier.labels, chances)
        return Question(intent, found, best.probability, guesses, plain, vague=vague)

    def _chances(
        self,
        plain: str,
        masked: str,
        named: Mapping[str, str],
        second: Embedding | None,
        meaning: NDArray[np.float32] | None,
    ) -> NDArray[np.float64]:
        """How probable each intent is, by letters and, where there is one, by meaning."""
        raw = self._classifier.probabilities(masked, flags_of(plain, named))
        if second is not None and meaning is not None:
            raw = second.intents.second(raw, meaning)
        return fitted(raw, self._classifier.labels, plain, named)

    def _decided(
        self,
        best: Guess,
        guesses: Sequence[Guess],
        chances: NDArray[np.float64],
        named: Mapping[str, str],
        found: Mapping[str, str],
    ) -> str:
        """The intent of the *best* guess where it is sure enough to be answered, else UNSURE."""
        if _agreed(best, guesses, found) < SURE:
            return UNSURE
        outside = chances[self._classifier.labels.index("out_of_scope")]
        may_be_outside = outside >= OUTSIDE and not _names_a_code(named)
        return UNSURE if best.intent in GIVES_FIGURES and may_be_outside else best.intent


def _guesses(labels: Sequence[str], chances: NDArray[np.float64], plain: str) -> tuple[Guess, ...]:
    """The best guesses; where each side's points are asked for, they are held together."""
    order = np.argsort(-chances, kind="stable")[:MOST_GUESSES]
    guesses = tuple(Guess(labels[at], round(float(chances[at]), 4)) for at in order)
    if guesses[0].intent in SCORE_OF.values() and EACH_SIDE.search(plain):
        return (Guess("score_compare", guesses[0].probability), *guesses[1:])
    return guesses


def _by_its_number(
    named: Mapping[str, str], guesses: Sequence[Guess]
) -> tuple[str, Mapping[str, str]] | None:
    """What is asked of an item that is named by its number alone, and which items that may be."""
    codes = named.get("numbered", "")
    of_items = sum(guess.probability for guess in guesses if guess.intent in OF_A_NUMBER)
    if not codes or of_items < SURE:
        return None
    intent = "question_text" if guesses[0].intent == "question_text" else "score_item"
    slot = "candidates" if "," in codes else "item"
    return intent, MappingProxyType({slot: codes})


def _agreed(best: Guess, guesses: Sequence[Guess], found: Mapping[str, str]) -> float:
    """How probable the best guess is, with those that would be answered in the same way: of one
    measure, or of an office's, the answer tells who, when and how at once."""
    if best.intent not in OF_PLANS or not found.keys() & {"measure", "office"}:
        return best.probability
    return sum(guess.probability for guess in guesses if guess.intent in OF_PLANS)


def _offers(labels: Sequence[str], chances: NDArray[np.float64]) -> tuple[Guess, ...]:
    """The best guesses to choose from; a person is offered beside them anyway."""
    order = [at for at in np.argsort(-chances, kind="stable") if labels[at] != "human_handoff"]
    return tuple(Guess(labels[at], round(float(chances[at]), 4)) for at in order[:MOST_GUESSES])


def _may_speak_of_a_thing(
    intent: str, plain: str, named: Mapping[str, str], found: Mapping[str, str]
) -> bool:
    """Whether what is asked about has to be looked for in the words: nothing is named by a code."""
    if _names_a_code(named):
        return False
    if intent == "score_compare" and found.get("instrument") == "EIT" and THE_ONE.search(plain):
        return True
    if found.get("instruments") == BOTH_SIDES:
        return THE_ONE.search(plain) is not None
    if intent in OF_PLANS and found.keys() & NAMES_SOMETHING == {"office"}:
        return True
    if found.keys() & NAMES_SOMETHING:
        return False
    if intent == "score_explain":
        return WHY.search(plain) is not None
    return True


def _asks_points_of_something(plain: str, named: Mapping[str, str]) -> bool:
    """Whether the score of something may be asked for that is named by its words."""
    return POINTS_OF.search(plain) is not None and not _names_a_code(named)


def _names_a_code(named: Mapping[str, str]) -> bool:
    return any(slot in named for slot in BY_CODE)


def _within_years(question: Question, named: Mapping[str, str], vocabulary: Vocabulary) -> Question:
    """Scores and plans of a year that is not published are outside the report."""
    intent = question.guesses[0].intent if question.intent == UNSURE else question.intent
    if intent == "out_of_scope":
        known = vocabulary.years | vocabulary.previous_years | vocabulary.plan_years
    elif intent in OF_YEARS:
        known = vocabulary.years | vocabulary.previous_years
    elif intent in OF_PLANS:
        known = vocabulary.plan_years | vocabulary.years
    else:
        return question
    if _is_of_last_year(question, intent, named):
        last = str(max(vocabulary.previous_years, default=""))
        return replace(question, slots=MappingProxyType({**question.slots, "year": last}))
    if _scores_of_a_planned_year(question, named, vocabulary):
        return _outside(question.normalised, "other_year", {"year": named["year"]})
    asks_future = intent in OF_YEARS and slots.NEXT_YEAR.search(question.normalised)
    if guards.unpublished_year(named, known):
        year = guards.first_unpublished(named, known)
        return _outside(question.normalised, "other_year", {"year": year})
    if asks_future and intent not in ("what_if", "analysis_topic", "question_text"):
        return _outside(question.normalised, "other_year", {})
    return question


def _is_of_last_year(question: Question, intent: str, named: Mapping[str, str]) -> bool:
    """Whether scores of the year before the newest are asked for without saying its number; a
    comparison with it only where something is named that the report does not tell of that year."""
    if named.keys() & {"year", "years"} or not LAST_YEAR.search(question.normalised):
        return False
    if intent == "score_compare":
        return bool(question.slots.keys() & OF_ONE_YEAR)
    return intent in OF_LAST_YEAR


def _scores_of_a_planned_year(
    question: Question, named: Mapping[str, str], vocabulary: Vocabulary
) -> bool:
    """Whether scores are asked for of a year of which only the plan is published."""
    year = named.get("year", "")
    planned_only = year.isdigit() and int(year) in vocabulary.plan_years - vocabulary.years
    return planned_only and fitting.asks_only_points(question.normalised)


def _outside(plain: str, guard: str, found: Mapping[str, str]) -> Question:
    return Question(
        "out_of_scope",
        MappingProxyType(dict(found)),
        1.0,
        (Guess("out_of_scope", 1.0),),
        plain,
        guard,
    )
