"""Case codes: random, easy to read aloud, with a check character.

A code looks like ``PS-7K3-F2M-9XQ``: eight random characters of Crockford's base 32 (40 bits)
and one check character (the number modulo 29: one wrong character, or two neighbours swapped, is
noticed unless the two are 29 apart in the alphabet).
It opens nothing by itself: a case is shown only to the chat that filed it.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "PS"
RANDOM_CHARACTERS = 8
CHECK_MODULUS = 29

_LOOSE = re.compile(
    rf"(?<![0-9A-Z]){PREFIX}[\s-]?([0-9A-Z]{{3}})[\s-]?([0-9A-Z]{{3}})[\s-]?([0-9A-Z]{{3}})(?![0-9A-Z])",
    re.IGNORECASE | re.ASCII,
)
_MISREAD = str.maketrans("OILU", "011V")


def make(number: int) -> str:
    """The code of *number* (0 to 2**40 - 1)."""
    digits = ""
    rest = number
    for _ in range(RANDOM_CHARACTERS):
        rest, digit = divmod(rest, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    digits += ALPHABET[number % CHECK_MODULUS]
    return f"{PREFIX}-{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def find(text: str) -> str | None:
    """The first well-formed code in *text* however it was typed, None where there is none.

    The check character is not looked at: a mistyped code gets the same answer as an unknown one.
    """
    found = _LOOSE.search(text)
    if found is None:
        return None
    digits = "".join(found.groups()).upper().translate(_MISREAD)
    return f"{PREFIX}-{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def without(text: str) -> str:
    """*text* without its well-formed codes: what is said beside them."""
    return _LOOSE.sub(" ", text)
