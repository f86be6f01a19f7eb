"""Wordings: which item a text describes by what it asks, instead of by its code.

Runs of three letters that a text shares with an item's wording, the rare ones counting more. Only
items that stand out are named; where several fit about as well they become candidates to choose
from.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

RUN = 3
MOST = 3
LEAST = 0.16
"""Share of an item's wording (by weight) that a text has to name before it counts at all."""

STANDS_OUT = 1.35
"""How much better than the next one the best has to fit to be named alone."""

DESCRIBES = re.compile(
    r"ข้อ(?:ที่|ไหน|คำถาม)?[^?]{0,12}(?:ถาม|เรื่อง|เกี่ยว|ว่าด้วย|พูดถึง|บอกว่า)|คำถาม(?:ที่|เรื่อง|เกี่ยว|ว่าด้วย)|ข้อเรื่อง|the (?:item|question) (?:about|on|that)|question about"
)
FILLER = re.compile(
    r"มากน้อยเพียงใด|หรือไม่|หน่วยงาน(?:ของ)?(?:ท่าน)?|ท่าน|เจ้าหน้าที่|คะแนน|เท่าไ(?:หร่|ร)|ข้อที่|ข้อ|ถาม|เรื่อง|ว่า|ได้|กี่|การ"
)
PEOPLE = re.compile("ประชาชน|ชาวบ้าน|ปชช|ผู้รับบริการ|คนมาติดต่อ|citizen|public")
INSIDERS = re.compile("เจ้าหน้าที่(?:เอง)?ตอบ|คนใน|ภายใน|พนักงานตอบ|staff|insider")


class Wordings:
    """The items' wordings, weighed once."""

    def __init__(self, wordings: Mapping[str, str]) -> None:
        self._runs = {code: _runs(FILLER.sub(" ", text)) for code, text in wordings.items()}
        counts = Counter(run for runs in self._runs.values() for run in runs)
        total = max(len(self._runs), 1)
        self._weights = {run: math.log(1 + total / count) for run, count in counts.items()}

    def closest(self, text: str) -> Sequence[str]:
        """The items that *text* (normalised) describes, best first; one where it stands out."""
        said = _runs(FILLER.sub(" ", text))
        fits = sorted(
            (
                (self._fit(said, runs) * _leaning(text, code), code)
                for code, runs in self._runs.items()
            ),
            key=lambda fit: (-fit[0], fit[1]),
        )
        best = [(fit, code) for fit, code in fits[:MOST] if fit >= LEAST]
        if len(best) > 1 and best[0][0] >= STANDS_OUT * best[1][0]:
            best = best[:1]
        return [code for _, code in best]

    def _fit(self, said: frozenset[str], runs: frozenset[str]) -> float:
        whole = sum(self._weights[run] for run in runs)
        shared = sum(self._weights[run] for run in runs & said)
        named = sum(self._weights.get(run, 0.0) for run in said)
        return shared / math.sqrt(whole * named) if whole and named else 0.0


def describes(text: str) -> bool:
    """Whether *text* speaks of an item by what it is about."""
    return DESCRIBES.search(text) is not None


def _leaning(text: str, code: str) -> float:
    """Citizens answered the e items, staff the i items."""
    if PEOPLE.search(text):
        return {"e": 1.5, "i": 0.7}.get(code[0], 1.0)
    if INSIDERS.search(text):
        return {"i": 1.5, "e": 0.7}.get(code[0], 1.0)
    return 1.0


def _runs(text: str) -> frozenset[str]:
    letters = "".join(text.split())
    return frozenset(letters[start : start + RUN] for start in range(len(letters) - RUN + 1))
