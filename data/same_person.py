"""Same person: whether somebody's words mean a member of staff, and whether they mean an executive.

In doubt the answer is yes where a given name is the same: whoever must not see a report is kept
from it, and others with the same name with them.
"""

import re
import unicodedata

TITLES = (
    "นางสาว|น\\.ส\\.|นาง|นาย|ดร\\.?|คุณ|พี่|ท่าน|ว่าที่ร้อยตรี|ว่าที่ร\\.ต\\.|ส\\.ต\\.|ร\\.ต\\.|ร\\.ท\\.|พ\\.ต\\."
    "|ผู้อำนวยการ|ผอ\\.?|หัวหน้า|หน\\.|นายช่าง|ช่าง|นิติกร|ปลัด|เจ้าหน้าที่|จนท\\.?|พนักงาน"
    "|mrs\\.?|mr\\.?|ms\\.?|miss|dr\\.?|khun"
)
_TITLE = re.compile(rf"(?:{TITLES})(?![ะ-ฺ็-๎])", re.IGNORECASE)
_BETWEEN = re.compile(r"[^\w\u0e00-\u0e7f]+|_")
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
_SHORTEST = 3  # letters of a name that stands alone
_SHORTEST_INSIDE = 4  # letters of one that is found among others
_EXECUTIVE = re.compile(
    r"นายก(?![ก-๛])|(?:รอง|ท่าน)นายก|นายก(?:อบต|เทศ|องค์การ|ตำบล|คน|เห็น|รู้|ทราบ)"
    r"|ปลัด|ผู้บริหาร|\bmayor\b|chief executive",
    re.IGNORECASE,
)


def is_meant(name: str, words: str) -> bool:
    """Whether *words* name whoever is called *name*: by the whole name, or by the given name."""
    said, whole = _plain(words), _plain(name)
    if not said or len(_tight(whole)) < _SHORTEST:
        return False
    if len(_tight(whole)) >= _SHORTEST_INSIDE and _tight(whole) in _tight(said):
        return True
    return any(_is_named(given, said) for given in _givens(whole))


def means_executive(words: str) -> bool:
    """Whether *words* name the agency's executive by the post: นายก อบต., ปลัด, ผู้บริหาร. A name that
    only begins so (นายกมล) does not."""
    return _EXECUTIVE.search(_plain(words)) is not None


def _givens(whole: str) -> list[str]:
    """What may be the given name: the first word that is one without its titles."""
    found = [bare for word in whole.split() if len(bare := _bare(word)) >= _SHORTEST]
    return found[:1]


def _is_named(given: str, said: str) -> bool:
    if any(given in (word, _bare(word)) for word in said.split()):
        return True
    return len(given) >= _SHORTEST_INSIDE and given in _tight(said)


def _bare(word: str) -> str:
    """A word without titles before it."""
    while (found := _TITLE.match(word)) is not None:
        word = word[found.end() :]
    return word


def _plain(text: str) -> str:
    """In one form of each letter, small, words apart by one space."""
    text = unicodedata.normalize("NFKC", text).replace("เเ", "แ")
    text = _SARA_AM.sub(r"\1\2ำ", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(_BETWEEN.sub(" ", text.casefold()).split())


def _tight(text: str) -> str:
    return text.replace(" ", "")
