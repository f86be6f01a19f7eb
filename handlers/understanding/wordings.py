"""Wordings: which of several texts, such as the headings of findings, a text speaks of.

Runs of three letters that both share, the rare ones counting more. Where one stands out it is named
alone, else those that fit about as well.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

RUN = 3
MOST = 3
LEAST = 0.16
"""Share of a wording (by weight) that a text has to name before it counts at all."""

STANDS_OUT = 1.35
"""How much better than the next one the best has to fit to be named alone."""

FILLER = re.compile(
    r"มากน้อยเพียงใด|หรือไม่|หน่วยงาน(?:ของ)?(?:ท่าน)?|ท่าน|เจ้าหน้าที่|คะแนน|เท่าไ(?:หร่|ร)|ข้อที่|ข้อ|ถาม|เรื่อง|ว่า|ได้|กี่|การ"
)


class Wordings:
    """Texts by their keys, weighed once."""

    def __init__(self, wordings: Mapping[str, str]) -> None:
        self._runs = {code: _runs(FILLER.sub(" ", text)) for code, text in wordings.items()}
        counts = Counter(run for runs in self._runs.values() for run in runs)
        total = max(len(self._runs), 1)
        self._weights = {run: math.log(1 + total / count) for run, count in counts.items()}

    def closest(self, text: str) -> Sequence[str]:
        """The keys of what *text* (normalised) speaks of, best first; one where it stands out."""
        said = _runs(FILLER.sub(" ", text))
        fits = sorted(
            ((self._fit(said, runs), code) for code, runs in self._runs.items()),
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


def _runs(text: str) -> frozenset[str]:
    letters = "".join(text.split())
    return frozenset(letters[start : start + RUN] for start in range(len(letters) - RUN + 1))
