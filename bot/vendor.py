"""How one messenger's vendor does, as its answers tell: open, closed for a while, and its pace.

1. Where nobody is answered in several chats, one after the other, the vendor is down: it is closed.
   Then one row at a time asks it, at growing intervals; whatever it answers opens it again.
2. Where several people's chats at once are told to slow down, all of us are too fast: it is closed
   for as long as it says, and after that the pace is half of what it was, and grows again.
3. Where one chat, or a group, is told to slow down, it has a pace for a while, and nobody else.
"""

import asyncio
import math
import random
from dataclasses import dataclass

import structlog

from bot.messengers.messenger import NoAnswer, SlowDown, TryLater
from handlers.message import Messenger

FAILING_CHATS = 5
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
HASTE_S = 1.0  # between two questions, where somebody who is there waits for an answer

CROWD = 3
CROWD_S = 2.0
PACES = {Messenger.TELEGRAM: 25.0, Messenger.LINE: 250.0}
"""Rows a second of a backlog. Telegram takes about 30 messages a second; LINE takes 2,000, and
there the pace leaves most of a processor to whoever writes meanwhile."""
SLOWEST = 1.0
RECOVERY_S = 60.0

CHAT_EVERY_S = 1.0
GROUP_EVERY_S = 3.0  # Telegram: 20 a minute

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@dataclass(slots=True)
class _Slow:
    """A chat that was told to slow down."""

    every: float
    next_at: float
    until: float


class Vendor:
    """What is known of one vendor. Times are the loop's."""

    def __init__(self, name: Messenger) -> None:
        self.name = name
        self.is_closed = False
        self.probing = ""
        self.problem = ""
        self._failing: set[str] = set()
        self._pause = FIRST_PAUSE_S
        self._reopens_at = self._asked_at = 0.0
        self._told: dict[str, float] = {}
        self._slow: dict[str, _Slow] = {}
        self._fastest = self._pace = PACES.get(name, math.inf)
        self._slowed_at = -math.inf
        self._next_at = 0.0
        self._may_hasten = False

    # what it answered --------------------------------------------------------------------

    def answered(self) -> None:
        """It answered, whatever it was."""
        if self._failing:
            self._failing.clear()
        if self.is_closed:
            self.is_closed = False
            log.warning("vendor is back", messenger=self.name.value)

    def failed(self, chat: str, address: str, trouble: TryLater) -> None:
        """It did not take what was for *chat*."""
        if isinstance(trouble, SlowDown):
            self._too_fast(chat, address, trouble.seconds)
        elif not isinstance(trouble, NoAnswer):
            self.answered()
        elif not self.is_closed:
            self._failing.add(chat)
            if len(self._failing) >= FAILING_CHATS:
                self._close(FIRST_PAUSE_S, str(trouble), may_hasten=True)

    def _too_fast(self, chat: str, address: str, seconds: float | None) -> None:
        now = _now()
        self._failing.clear()
        is_group = address.startswith("-")
        every = GROUP_EVERY_S if is_group else CHAT_EVERY_S
        self._slow = {each: slow for each, slow in self._slow.items() if slow.until > now}
        self._slow[chat] = _Slow(every, now, now + RECOVERY_S)
        self._told = {each: at for each, at in self._told.items() if at > now - CROWD_S}
        if not is_group:
            self._told[chat] = now
        if self.is_closed:
            self._reopens_at = max(self._reopens_at, now + (seconds or 0.0))
        elif len(self._told) >= CROWD:
            self._pace, self._slowed_at = max(SLOWEST, self._pace_now(now) / 2), now
            self._close(seconds or FIRST_PAUSE_S, "too fast", may_hasten=False)

    def _close(self, seconds: float, problem: str, *, may_hasten: bool) -> None:
        now = _now()
        self.is_closed, self.problem = True, problem
        self._pause, self._may_hasten = FIRST_PAUSE_S, may_hasten
        self._asked_at, self._reopens_at = now, now + seconds
        log.warning("vendor is closed", messenger=self.name.value, problem=problem)

    # while it is closed ------------------------------------------------------------------

    def allows(self, chat: str) -> bool:
        """Whether something may be sent to *chat* now."""
        return not self.is_closed or self.probing == chat

    def reopens_in(self) -> float:
        """Seconds until it is asked again."""
        return self._reopens_at - _now()

    def probe(self, chat: str) -> None:
        """What is for *chat* asks it now."""
        self.probing, self._asked_at = chat, _now()

    def probed(self) -> None:
        """The question was answered, or not: then it is asked again later."""
        self.probing = ""
        if self.is_closed:
            self._pause = min(LONGEST_PAUSE_S, self._pause * 2)
            pause = self._pause * random.uniform(0.75, 1.25)  # noqa: S311  # jitter
            self._reopens_at = max(self._reopens_at, _now() + pause)

    def hasten(self) -> None:
        """Somebody wrote to us by it just now: perhaps it is back."""
        if self._may_hasten:
            self._reopens_at = min(self._reopens_at, self._asked_at + HASTE_S)

    # pace --------------------------------------------------------------------------------

    @property
    def is_limited(self) -> bool:
        """Whether it said lately that all of us are too fast."""
        return self._slowed_at > -math.inf and _now() < self._slowed_at + RECOVERY_S

    def until_next(self) -> float:
        """Seconds until the next row of a backlog may leave."""
        return self._next_at - _now()

    def took(self, rows: int) -> None:
        """So many rows of a backlog leave. What was late is not caught up with: where the
        processor is short of time, a backlog takes less of it."""
        now = _now()
        self._next_at = max(now, self._next_at) + rows / self._pace_now(now)

    def _pace_now(self, now: float) -> float:
        since = now - self._slowed_at
        if since >= RECOVERY_S:
            return self._fastest
        return self._pace + (self._fastest - self._pace) * since / RECOVERY_S

    def rest(self, chat: str) -> float:
        """Seconds until something may be sent to *chat*, which is then taken as sent."""
        slow = self._slow.get(chat)
        if slow is None:
            return 0.0
        now = _now()
        if now > slow.until:
            del self._slow[chat]
            return 0.0
        seconds = max(0.0, slow.next_at - now)
        slow.next_at = now + seconds + slow.every
        return seconds


def _now() -> float:
    return asyncio.get_running_loop().time()
