"""Case filters: what is looked for, as typed words and as a button's data. Pure.

In a button: parts of a letter and a value, "kGR.sneeds_info.t-.p2". The data may be a stranger's.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from data.case_moves import State
from data.case_search import MINE, NOBODY, SOMEBODY, Wanted
from data.cases import CaseKind
from data.times import BUDDHIST_ERA, MONTHS
from data.written_dates import ABBREVIATED
from handlers.message import Messenger
from handlers.texts.casework import STATE_NAMES
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.intake import KIND_NAMES

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        Messenger.LINE.value: "LINE",
        Messenger.TELEGRAM.value: "Telegram",
        Messenger.WEB.value: "เว็บ",
        **{str(key): name for key, name in CHANNEL_NAMES.items()},
    }
)
TAKEN_NAMES = MappingProxyType({NOBODY: "ยังไม่มีผู้รับ", SOMEBODY: "มีผู้รับแล้ว", MINE: "ฉันรับไว้"})
LATE, ALL = "เลยกำหนด", "รวมที่เสร็จแล้ว"
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {"ทุจริต": "CORRUPTION", "ติชม": "FEEDBACK", "เสนอแนะ": "FEEDBACK", "คำถาม": "QUESTION"}
)
OTHER_WORDS: Mapping[str, Wanted] = MappingProxyType(
    {
        LATE: Wanted(late=True),
        "ล่าช้า": Wanted(late=True),
        "ยังไม่มอบหมาย": Wanted(taken=NOBODY),
        "ของฉัน": Wanted(taken=MINE),
        ALL: Wanted(finished=True),
        "ทั้งหมด": Wanted(finished=True),
        "เสร็จแล้ว": Wanted(finished=True),
    }
)
LATEST_PAGE = 999
STATE_LENGTH = 12  # letters by which states differ; a button takes 64 bytes in all
THIS_MONTH, LAST_MONTH = "เดือนนี้", "เดือนที่แล้ว"

_MONTH_NAMES = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(ABBREVIATED, 1)},
    **{name.replace(".", ""): number for number, name in enumerate(ABBREVIATED, 1)},
}
_ANY_MONTH = "|".join(sorted(map(re.escape, _MONTH_NAMES), key=len, reverse=True))
_NAMED_MONTH = re.compile(rf"({_ANY_MONTH})\s*(\d{{4}}|\d{{2}})", re.ASCII)
_NUMBERED_MONTH = re.compile(r"(?<!\d)(\d{1,2})/(\d{4})(?!\d)", re.ASCII)


def in_words(text: str, today: date) -> tuple[Wanted, str]:
    """What typed words look for, and what of them was not understood."""
    wanted, rest = Wanted(), " ".join(text.split())
    for pattern in (_NAMED_MONTH, _NUMBERED_MONTH):
        if (found := pattern.search(rest)) and (month := _month(found)):
            wanted, rest = replace(wanted, month=month), rest.replace(found[0], " ", 1)
    for words, change in _known(today).items():
        if words.casefold() in rest.casefold():
            at = rest.casefold().index(words.casefold())
            wanted = _both(wanted, change)
            rest = f"{rest[:at]} {rest[at + len(words) :]}"
    return wanted, " ".join(rest.split())


def _known(today: date) -> dict[str, Wanted]:
    """Words and what they look for, the longest first."""
    names = {
        **{name: Wanted(kind=kind) for kind, name in KIND_NAMES.items()},
        **{words: Wanted(kind=CaseKind(code)) for words, code in KIND_WORDS.items()},
        **{name: Wanted(state=state) for state, name in STATE_NAMES.items()},
        **{name: Wanted(taken=taken) for taken, name in TAKEN_NAMES.items()},
        **{name: Wanted(channel=key) for key, name in CHANNELS.items()},
        **OTHER_WORDS,
        THIS_MONTH: Wanted(month=f"{today:%Y-%m}"),
        LAST_MONTH: Wanted(month=month_before(f"{today:%Y-%m}")),
    }
    return dict(sorted(names.items(), key=lambda each: -len(each[0])))


def _both(one: Wanted, other: Wanted) -> Wanted:
    plain = Wanted()
    changed = {
        name: getattr(other, name)
        for name in Wanted.__slots__
        if getattr(other, name) != getattr(plain, name)
    }
    return replace(one, **changed)


def month_before(month: str) -> str:
    """ "2026-01" -> "2025-12"."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}"


def month_of(text: str) -> str:
    """ "2569-11" (B.E.) as it is looked for; "" where it is no month."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text, re.ASCII)
    return _of(int(found[1]) - BUDDHIST_ERA, int(found[2])) if found else ""


def _month(found: re.Match[str]) -> str:
    number = _MONTH_NAMES.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
    year = int(found[2]) + (2500 if len(found[2]) == 2 else 0)
    return _of(year - BUDDHIST_ERA, number)


def _of(year: int, number: int) -> str:
    return f"{year:04}-{number:02}" if 1900 <= year <= 2400 and 1 <= number <= 12 else ""


# as a button's data ----------------------------------------------------------------------


def encode(wanted: Wanted, page: int = 0) -> str:
    """The shortest data that says so."""
    parts = {
        "k": wanted.kind.value[:2] if wanted.kind else "",
        "s": wanted.state.value[:STATE_LENGTH] if wanted.state else "",
        "t": wanted.taken[:1],
        "l": "1" if wanted.late else "",
        "m": wanted.month.replace("-", ""),
        "c": wanted.channel,
        "a": "1" if wanted.finished else "",
        "p": str(page) if page else "",
    }
    return ".".join(f"{letter}{value}" for letter, value in parts.items() if value)


def decode(data: str) -> tuple[Wanted, int]:
    """What it says; what cannot be read is left out."""
    parts = {part[:1]: part[1:] for part in data.split(".") if part}
    kinds = {kind.value[:2]: kind for kind in CaseKind}
    states = {state.value[:STATE_LENGTH]: state for state in State}
    taken = {each[:1]: each for each in TAKEN_NAMES}
    month, page = parts.get("m", ""), parts.get("p", "")
    digits = month.isascii() and month.isdigit() and len(month) == 6
    counts = page.isascii() and page.isdigit() and len(page) <= 3
    wanted = Wanted(
        kinds.get(parts.get("k", "")),
        states.get(parts.get("s", "")),
        taken.get(parts.get("t", ""), ""),
        "l" in parts,
        _of(int(month[:4]), int(month[4:])) if digits else "",
        parts.get("c", "") if parts.get("c", "") in CHANNELS else "",
        "a" in parts,
    )
    return wanted, min(int(page), LATEST_PAGE) if counts else 0
