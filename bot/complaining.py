"""Complaining: a command line says what is wrong, in words for whoever sits there."""

import sys


def complain(text: str, status: int = 1) -> int:
    """Say *text* on standard error; *status* again, for the command to end with."""
    print(text, file=sys.stderr)
    return status
