"""What Prongsai says in English of what it took from the talk so far."""

from collections.abc import Sequence

from handlers.texts.english.labels import label
from handlers.texts.english.vocabulary import worded


def assumed(what: str) -> str:
    """An answer's first line: what the question left out."""
    return f"(Still about {worded(what)})"


def otherwise(labels: Sequence[str]) -> str:
    """An answer's last line where it may have been about something else: the *labels* to pick."""
    return f"If you meant something else, choose {' or '.join(label(each) for each in labels)}."
