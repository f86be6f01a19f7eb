"""Understanding in tests: the shipped model, and what exists in the first agency's report."""

from collections.abc import Mapping
from functools import cache

from handlers.understanding.normalise import normalise
from handlers.understanding.question import Question, Vocabulary
from handlers.understanding.slots import find
from handlers.understanding.training.learning import STRUCTURE
from handlers.understanding.understand import Understanding

VOCABULARY: Vocabulary = STRUCTURE


@cache
def shipped() -> Understanding:
    """The model is read once for all tests; it never changes."""
    return Understanding.load()


def asked(text: str) -> Question:
    """How *text* is understood."""
    return shipped().understand(text, VOCABULARY)


def named(text: str) -> Mapping[str, str]:
    """What *text* names."""
    return find(normalise(text), VOCABULARY)
