"""The analysis is in Thai: introduced in English, said as the report says it."""

from collections.abc import Sequence

from data.published import Limitation, Topic
from handlers.texts import topics as thai
from handlers.texts.english.endings import typed
from handlers.texts.english.written import fiscal

IN_THAI = "The analysis is in Thai; this is what it says:"


def all_topics(found: Sequence[Topic]) -> str:
    """The topics."""
    return _introduced(thai.all_topics(found))


def one_topic(topic: Topic) -> str:
    """A topic with its findings, cut short."""
    return _introduced(thai.one_topic(topic))


def one_finding(topic: Topic, number: int) -> str:
    """A finding in full."""
    return _introduced(thai.one_finding(topic, number))


def limitations(found: Limitation, to_improve: Sequence[tuple[int, Sequence[str]]]) -> str:
    """What part 3 says."""
    return _introduced(thai.limitations(found, to_improve))


def no_limitations(year: int) -> str:
    """Part 3 is not in the dataset."""
    return f"The report of {fiscal(year)} does not speak of limitations. {typed('total score')}"


def _introduced(thai_words: str) -> str:
    return f"{IN_THAI}\n\n{thai_words}\n{typed('topic 5', 'total score')}"
