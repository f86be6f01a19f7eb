"""What Prongsai says in English of what it took from the talk so far."""

from handlers.texts.english.vocabulary import worded


def assumed(what: str) -> str:
    """An answer's first line: what the question left out."""
    return f"(Still about {worded(what)})"
