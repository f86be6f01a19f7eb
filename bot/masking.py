"""Masking: secrets are taken out of what others say before it is kept or logged."""

from collections.abc import Iterable

MASK = "[secret]"
SHORTEST = 6
"""What is shorter may stand in any word."""


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret in it made unreadable."""
    for secret in secrets:
        if len(secret) >= SHORTEST:
            text = text.replace(secret, MASK)
    return text


def forms_of(token: str) -> tuple[str, ...]:
    """How a token may be written: whole, and what follows its public part ("123:...")."""
    return (token, token.rpartition(":")[2]) if token else ()
