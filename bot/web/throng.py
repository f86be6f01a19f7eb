"""Who is here, in the order in which they came, and whose address has the most of them.

Every question is answered without a look at all who are here: it is asked while a flood comes in.
"""

from collections.abc import Collection, Hashable, Iterator
from typing import Generic, TypeVar

One = TypeVar("One", bound=Hashable)


class Throng(Generic[One]):
    """Those who are here; "" as an address is nobody's in particular and never has the most."""

    def __init__(self) -> None:
        self._present: dict[One, str] = {}  # the first to come first
        self._of: dict[str, dict[One, None]] = {}
        self._having: dict[int, dict[str, None]] = {}  # the addresses that have so many
        self._most = 0

    def __len__(self) -> int:
        return len(self._present)

    def __iter__(self) -> Iterator[One]:
        return iter(self._present)

    def enter(self, one: One, address: str) -> None:
        """*one* comes, of *address*."""
        self._present[one] = address
        if address:
            before = self.number_of(address)
            self._of.setdefault(address, {})[one] = None
            self._has(address, before, before + 1)

    def leave(self, one: One) -> None:
        """*one* goes, if they are here."""
        address = self._present.pop(one, "")
        if address:
            mine = self._of[address]
            del mine[one]
            self._has(address, len(mine) + 1, len(mine))
            if not mine:
                del self._of[address]

    def number_of(self, address: str) -> int:
        """How many of *address* are here."""
        return len(self._of.get(address, ()))

    def of_the_largest(self) -> Collection[One]:
        """All of the address that has the most, the first to come first."""
        return self._of[next(iter(self._having[self._most]))] if self._most else ()

    def _has(self, address: str, before: int, now: int) -> None:
        if now:
            self._having.setdefault(now, {})[address] = None
        if before:
            del self._having[before][address]
            if not self._having[before]:
                del self._having[before]
        if now > self._most or self._most not in self._having:
            self._most = now
