"""What was found in one run: what went wrong, and what was counted on the way."""

import asyncio
from collections import Counter
from collections.abc import Callable

SHOWN = 6
"""Of what went wrong, in the line of verdict."""


class Findings:
    """Everybody in the run tells it; the verdict is read from it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.wrongs: list[tuple[str, str]] = []
        self.stirred = 0.0
        """When the town last moved, on the loop's clock."""
        self._trap: tuple[str, Callable[[], None]] | None = None

    def wrong(self, rule: str, what: str) -> None:
        """A promise was broken: which, and how."""
        self.wrongs.append((rule, what))

    def note(self, what: str, number: int = 1) -> None:
        """Something was done: count it."""
        self.counts[what] += number

    def happens(self, what: str) -> None:
        """One of the moments in which a kill hurts most is now."""
        if self._trap is not None and self._trap[0] == what:
            (_, act), self._trap = self._trap, None
            act()

    def at_the_next(self, what: str, act: Callable[[], None]) -> None:
        """*act* in the very moment when it happens next."""
        self._trap = (what, act)

    def stir(self) -> None:
        """Something moved: nobody waits in vain yet."""
        self.stirred = asyncio.get_running_loop().time()

    @property
    def rules(self) -> set[str]:
        """Which promises were broken."""
        return {rule for rule, _ in self.wrongs}

    @property
    def verdict(self) -> str:
        """One line: PASS or FAIL, what was counted, what was wrong."""
        counted = " ".join(f"{name}={number}" for name, number in self.counts.items())
        if not self.wrongs:
            return f"PASS {counted}"
        broken = Counter(rule for rule, _ in self.wrongs)
        shown = "; ".join(f"{rule}: {what}" for rule, what in self.wrongs[:SHOWN])
        return f"FAIL {counted} | {dict(broken)} | {shown}"
