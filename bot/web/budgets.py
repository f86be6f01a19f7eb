"""How much one address may send to the web chat before it is slowed down.

The limits of data/limits.py are per chat, and a stranger of the web chat chooses by its cookies how
many chats it is. So what costs the service something is counted by address too, as bot.web.crowd
counts it; in memory, since a restart that forgets a minute opens little. Whoever is nobody in
particular ("": this machine, where a proxy may stand for everybody) is never slowed down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

MESSAGE = 250
"""Letters that a message counts beside its own: keeping and answering it costs that much."""

LETTERS_PER_MINUTE = 180_000
"""For a school, an office or a mobile network behind one address: 600 messages of 50 letters a
minute, or 34 of the longest, which cost a third of a second to understand; as many at once."""

BYTES_AT_ONCE = 100 * 2**20
BYTES_PER_HOUR = 60 * 2**20
"""Of files: two drafts full of the largest at once, then one such file every ten minutes. A day of
it is less than everybody's (upload_megabytes_of_all_per_day), so that no address uses that up."""

MOST_ADDRESSES = 10_000

MINUTE_S, HOUR_S = 60.0, 3600.0


class Budget:
    """What each address may use: *at_once* after a rest, and *per_s* all the time.

    Of an address only the moment is known when it will have rested, and no longer than until then;
    of more than *most_addresses*, those that used something last. *told_to_wait* hears of each time
    that something did not fit.
    """

    def __init__(
        self,
        at_once: float,
        per_s: float,
        now: Callable[[], float],
        most_addresses: int = MOST_ADDRESSES,
        told_to_wait: Callable[[], None] = lambda: None,
    ) -> None:
        self._at_once = at_once
        self._per_s = per_s
        self._now = now
        self._most_addresses = most_addresses
        self._told_to_wait = told_to_wait
        self._rested_at: dict[str, float] = {}  # who used something last comes last

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._rested_at)

    def wait(self, who: str, amount: float) -> float:
        """Seconds until *who* may use *amount*, 0 where that is now; asking uses nothing up. More
        than fits at once may be used after a rest, which then takes the longer."""
        now = self._now()
        rest = (self._at_once - min(amount, self._at_once)) / self._per_s
        wait = max(0.0, self._rested_at.get(who, now) - now - rest)
        if wait:
            self._told_to_wait()
        return wait

    def spend(self, who: str, amount: float) -> None:
        """*who* uses *amount*, also where that is too much: the rest takes the longer."""
        now = self._now()
        if who:
            rested_at = max(now, self._rested_at.pop(who, now))
            self._rested_at[who] = rested_at + amount / self._per_s
        self._forget(now)

    def _forget(self, now: float) -> None:
        while self._rested_at:
            longest_ago = next(iter(self._rested_at))
            has_rested = self._rested_at[longest_ago] <= now
            if not has_rested and len(self._rested_at) <= self._most_addresses:
                return
            del self._rested_at[longest_ago]


@dataclass(frozen=True, slots=True)
class Budgets:
    """What each address may use of each kind."""

    messages: Budget
    files: Budget


def of_each_address(told_to_wait: Callable[[str], Callable[[], None]]) -> Budgets:
    """For what is said, in letters and MESSAGE for each message, and for the bytes of files that
    are kept; nothing is used up yet. *told_to_wait* has a hearer for each kind."""
    a_minute, an_hour = LETTERS_PER_MINUTE / MINUTE_S, BYTES_PER_HOUR / HOUR_S
    return Budgets(
        Budget(LETTERS_PER_MINUTE, a_minute, monotonic, told_to_wait=told_to_wait("message")),
        Budget(BYTES_AT_ONCE, an_hour, monotonic, told_to_wait=told_to_wait("file")),
    )
