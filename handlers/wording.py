"""Wording: typed words without what politeness adds to them, to be held against known ones."""

import re

NODS = frozenset({"ครับ", "ครับผม", "คับ", "ค่ะ", "คะ", "ค่า", "จ้า", "จ้ะ", "ได้ครับ", "ได้ค่ะ"})
"""Politeness alone: after a question it means yes."""

LONGEST = 80  # characters of what may be known words
_POLITE = re.compile(r"(?:\s|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ|นะ|เลย|ฮะ|ๆ|[.!,])+$")


def plain(text: str) -> str:
    """*text* in small letters without polite endings; politeness alone stays as it is."""
    if len(text) > LONGEST:
        return text
    words = " ".join(text.split()).casefold().replace("’", "'").strip(" .!,")
    return _POLITE.sub("", words) or words
