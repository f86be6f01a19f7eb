"""Naming: which thing a text speaks of where it names no code.

"The one where villagers were asked about envelopes" is e4. A classifier over letters like that of
intents, trained from the descriptions beside it, and its second opinion by meaning. The form of the
assessment is the same for every agency; which codes a dataset holds is the vocabulary's to say.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handlers.understanding.classifier import WEIGHTS, Classifier
from handlers.understanding.comparing import BOTH_SIDES
from handlers.understanding.embedding import Layer
from handlers.understanding.question import Vocabulary

NAMES_LETTERS = WEIGHTS / "names_letters.npz"
NOTHING = ("nothing", "-")
"""What a text speaks of that speaks of no thing in particular: the total, the whole plan."""

SURE = 0.5
"""Probability from which on a thing is taken as named."""

LIKELY = 0.35
"""The same, where a wrong guess would be seen at once: its name stands in the answer."""

TWINS = 0.45
"""The same of two items together, one asked of staff and one of citizens, where both are meant."""

CERTAIN = 0.8
"""Probability from which on it goes before a name recognised by a single word."""

MAYBE = 0.08
"""Probability from which on an item is offered as one that may be meant."""

MOST = 3

ASKED_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "score_item": ("item",),
        "question_text": ("item",),
        "what_if": ("item",),
        "score_indicator": ("indicator",),
        "score_subindicator": ("sub",),
        "score_compare": ("item", "indicator", "sub"),
        "score_explain": ("item", "indicator", "sub"),
        "analysis_topic": ("topic",),
        "measure_detail": ("measure",),
        "measure_owner": ("measure",),
        "measure_period": ("measure",),
    }
)
"""Of which families a thing may be that is asked about."""


PUT_TO_BOTH = ("1", "2", "3", "4")
"""Numbers of the items that ask staff (i) and citizens (e) the same."""

OF_THE_WHOLE = frozenset({"instrument", "instruments", "office"})
"""What is left out where a thing of it is named: of e4's parts, not EIT's, the points are asked; of
what an office has to do, one measure."""


class Thing(NamedTuple):
    """Something that can be spoken of: its family ("item"), its code ("e4"), how probable it is."""

    family: str
    code: str
    probability: float


class Naming:
    """Finds what a text speaks of."""

    def __init__(self, letters: Classifier) -> None:
        self._letters = letters
        self._things = [tuple(label.split(" ")) for label in letters.labels]

    @property
    def sharpness(self) -> float:
        """How decided it is."""
        return self._letters.sharpness

    @classmethod
    def load(cls, path: Path = NAMES_LETTERS) -> "Naming":
        """As it was trained."""
        return cls(Classifier.load(path))

    def closest(
        self,
        masked: str,
        intent: str,
        vocabulary: Vocabulary,
        layer: Layer | None = None,
        meaning: NDArray[np.float32] | None = None,
        asked_of: str = "",
    ) -> Sequence[Thing]:
        """The MOST things that exist and can be asked about with *intent*, the likeliest first.

        *masked* is the text as the classifier reads it; *meaning* its vector, for the *layer*;
        *asked_of* the letter of the items that may be meant, "i" of staff, "e" of citizens, "" for
        any.
        """
        families = ASKED_OF.get(intent, ())
        if not families:
            return ()
        chances = self._letters.probabilities(masked)
        if layer is not None and meaning is not None:
            chances = layer.second(chances, meaning)
        known = {family: existing(vocabulary, family) for family in families}
        known[NOTHING[0]] = frozenset(NOTHING[1:])
        held = [
            Thing(family, code, chance)
            for (family, code), chance in zip(self._things, chances.tolist(), strict=True)
            if family in known and code in known[family]
        ]
        if asked_of:
            held = _asked_of(asked_of, held)
        whole = sum(thing.probability for thing in held) or 1.0
        best = sorted(held, key=lambda thing: (-thing.probability, thing.code))[:MOST]
        return [Thing(each.family, each.code, each.probability / whole) for each in best]


def _asked_of(letter: str, things: Sequence[Thing]) -> list[Thing]:
    """The things without the items that others were asked; a question that was put to both in the
    same words counts for the one that is meant."""
    others = {t.code: t.probability for t in things if t.family == "item" and t.code[0] != letter}
    return [
        t._replace(probability=t.probability + others.get(_other_side(t.code), 0.0))
        for t in things
        if t.family != "item" or t.code[0] == letter
    ]


def _other_side(code: str) -> str:
    """The item that asks the other side the same: "i4" for "e4"; "" where there is none."""
    letter, number = code[:1], code[1:]
    is_same = letter in ("i", "e") and number in PUT_TO_BOTH
    return f"{'e' if letter == 'i' else 'i'}{number}" if is_same else ""


def existing(vocabulary: Vocabulary, family: str) -> frozenset[str]:
    """The codes of *family* that there are."""
    codes: Mapping[str, frozenset[str]] = {
        "item": vocabulary.items,
        "indicator": vocabulary.indicators,
        "sub": vocabulary.subindicators,
        "topic": vocabulary.topics,
        "measure": vocabulary.measures,
    }
    return codes[family]


def filled(intent: str, found: Mapping[str, str], things: Sequence[Thing]) -> Mapping[str, str]:
    """The slots *found*, with what is spoken of by its words; of items also those that may be.

    A name that was recognised by a single word gives way only to what is certain.
    """
    best = things[0]
    if found.get("instruments") == BOTH_SIDES and best.family == "item":
        sides = {thing.code[0]: thing for thing in reversed(things) if thing.family == "item"}
        if sum(thing.probability for thing in sides.values()) >= TWINS:
            codes = sorted(thing.code for thing in sides.values() if thing.probability >= MAYBE)
            return MappingProxyType({"mirror": "yes", "items": ",".join(codes)})
    if (best.family, best.code) != NOTHING and best.probability >= _least(intent, best, found):
        kept = {slot: value for slot, value in found.items() if slot not in OF_THE_WHOLE}
        return MappingProxyType({**kept, best.family: best.code})
    if ASKED_OF[intent] != ("item",) or best.probability >= CERTAIN:
        return found
    maybe = [thing.code for thing in things if thing.probability >= MAYBE]
    items = [code for code in maybe if code != NOTHING[1]]
    return MappingProxyType({**found, "candidates": ",".join(items)}) if items else found


def _least(intent: str, best: Thing, found: Mapping[str, str]) -> float:
    """How probable *best* has to be to be taken as named."""
    if best.family in found or found.keys() & OF_THE_WHOLE or "mirror" in found:
        return CERTAIN
    if best.family == "item" or intent in ("score_compare", "score_explain"):
        return SURE
    return LIKELY
