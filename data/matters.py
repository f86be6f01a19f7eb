"""Matters: what a grievance is about and where, as far as its words say so. Pure.

Two grievances are about the same matter where they share a service, and a spot (a place with a
name, a soi, a location within about 150 m) or, where one of them says no spot, a village. What is
found is a guess that a person confirms: nothing is ever joined because of it alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.matter_words import KINDS_OF_SPOT, NO_NAME, SERVICES, SPELLED
from data.services import SERVICES as CHOOSABLE

CHOICES = tuple(name for name in CHOOSABLE if name != "other")
"""What is chosen is no matter of the neighbours' where SERVICES does not name it, a permit, say."""

_SERVICES = {name: re.compile(words) for name, words in SERVICES.items()}

NUMBER_WORDS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง")
NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS, 1)}
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_VILLAGE = re.compile(
    r"(?:หมู่(?:บ้าน)?\s?(?:ที่)?|(?<![ก-๙a-z0-9])ม\.?|\bmoo|\bvillage(?: no\.?)?|\bm\.)\s*"
    rf"0*(?:([1-9]\d?)(?![\d/])|({_NUMBER}))"
)
_SOI = re.compile(r"(?:ซอย|(?<![ก-๙a-z])ซ\.|\bsoi)\s*(?:ที่\s*)?0*([1-9]\d{0,2}(?:/\d{1,3})?)(?!\d)")
_POINT = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{4,})\s*,\s*(-?\d{1,3}\.\d{4,})(?!\d)")

_END = re.compile(NO_NAME)
_SPOT = re.compile(rf"({KINDS_OF_SPOT})\s?([ก-ฮะ-ูเ-์a-z0-9]{{2,60}})")
_NAMED_VILLAGE = re.compile(r"(?:หมู่บ้าน|(?:^|\s|ที่|แถว|ใน)บ้าน)\s?([ก-ฮะ-ูเ-์]{3,60})")
LONGEST_NAME = 24
LONGEST_WRITTEN = 40
MOST_PLACES = 12
LONGEST = 4_000
"""Letters that are looked at."""

STEP = 0.0005
"""Degrees: a cell of about 55 m each way in Thailand."""

CELL_M = 55
NEAR_M = 150
_REACH = NEAR_M // CELL_M + 1
NEIGHBOURS = tuple(
    (north, east)
    for north in range(-_REACH, _REACH + 1)
    for east in range(-_REACH, _REACH + 1)
    if (north**2 + east**2) ** 0.5 * CELL_M <= NEAR_M
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: *key* is one for every spelling, *written* how this person put it ("" for
    a location). A village is no spot."""

    key: str
    written: str
    is_spot: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """What words are about, in the order of SERVICES, and which places they name."""

    services: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def is_found_by(self) -> frozenset[str]:
        """Under what a case about it is kept."""
        return frozenset(
            f"{service}|{key}" for service in self.services for key in _kept(self.places)
        )

    def looks_for(self, service: str) -> frozenset[str]:
        """Under what others about the same are found."""
        return frozenset(f"{service}|{key}" for key in _sought(self.places))


def matter_of(words: Iterable[str]) -> Matter:
    """The matter of a grievance with these *words*. A service that was chosen (see data/services)
    counts before what the words say."""
    texts = [plain(text[:LONGEST]) for text in words]
    chosen = [name for name in CHOICES if name in texts]
    text = "\n".join(texts)
    services = tuple(name for name in SERVICES if name in chosen) if chosen else _services(text)
    return Matter(services, _places(text))


def plain(text: str) -> str:
    """Digits as 0-9, one space, no invisible letters, small ones."""
    text = unicodedata.normalize("NFC", text).replace("\u0e4d\u0e32", "\u0e33")
    text = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
    )
    for written, meant in SPELLED:
        text = text.replace(written, meant)
    return " ".join(text.casefold().split())


def _services(text: str) -> tuple[str, ...]:
    found = []
    for name, words in _SERVICES.items():
        text, number = words.subn("\n", text)
        if number:
            found.append(name)
    return tuple(found)


def _places(text: str) -> tuple[Place, ...]:
    villages = [
        Place(f"หมู่ {found[1] or NUMBERS[found[2]]}", found[0], is_spot=False)
        for found in _VILLAGE.finditer(text)
    ]
    named = [
        Place(f"บ้าน{name}", f"บ้าน{name}", is_spot=False)
        for name in map(_name, _NAMED_VILLAGE.findall(text))
        if name
    ]
    inside = ",".join(sorted({village.key for village in villages}))
    sois = [Place(f"ซอย {soi[1]} {inside}", soi[0], is_spot=True) for soi in _SOI.finditer(text)]
    points = [
        Place(f"{north}/{east}", "", is_spot=True)
        for north, east in map(_cell, _POINT.findall(text))
    ]
    found = {place.key: place for place in (*villages, *named, *sois, *_spots(text), *points)}
    return tuple(found.values())[:MOST_PLACES]


def _spots(text: str) -> Sequence[Place]:
    found, start = [], 0
    while spot := _SPOT.search(text, start):
        kind, name = spot[1], _name(spot[2])
        start = spot.start(2) + (len(name) if name else 0)
        if name and not name.isdigit():
            written = f"{kind}{name}"[:LONGEST_WRITTEN]
            found.append(Place(f"{kind} {name.removeprefix('บ้าน')}", written, is_spot=True))
    return found


def _name(letters: str) -> str:
    """The name at the beginning of *letters*, "" where there is none."""
    end = _END.search(letters)
    name = letters[: end.start()] if end else letters
    return name[:LONGEST_NAME] if len(name) > 2 else ""


def _cell(point: tuple[str, str]) -> tuple[int, int]:
    return round(float(point[0]) / STEP), round(float(point[1]) / STEP)


def _kept(places: Sequence[Place]) -> list[str]:
    keys = [place.key for place in places]
    if any(place.is_spot for place in places):
        return keys
    return [*keys, *(f"{key}|only" for key in keys)]


def _sought(places: Sequence[Place]) -> list[str]:
    if not any(place.is_spot for place in places):
        return [place.key for place in places]
    found = []
    for place in places:
        if not place.is_spot:
            found.append(f"{place.key}|only")
        elif place.written:
            found.append(place.key)
        else:
            north, east = map(int, place.key.split("/"))
            found += [f"{north + up}/{east + right}" for up, right in NEIGHBOURS]
    return found
