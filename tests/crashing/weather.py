"""Weather: how the vendors' networks behave towards the service."""

import asyncio
import random
from dataclasses import dataclass, field

GARBAGE = "<html><h1>Bad gateway</h1>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What one call meets. *status* is refused with (200: garbage in the body, 0: the connection is
    cut); *taken* says that the vendor did what was asked all the same."""

    status: int
    taken: bool = False
    retry_after: int | None = None


@dataclass
class Weather:
    """Every call takes a moment, before the vendor acts and after; *foul* of them meet a fault.

    The moments are what makes a kill hit calls whose outcome nobody heard.
    """

    draw: random.Random = field(default_factory=random.Random)
    foul: float = 0.0
    slow: float = 0.0
    moment_s: float = 0.02
    slow_s: float = 14.0

    async def passes(self) -> None:
        """A moment on the way."""
        await asyncio.sleep(self.draw.random() * self.moment_s)

    async def lingers(self) -> None:
        """A moment on the way back; now and then longer than anybody waits."""
        if self.slow and self.draw.random() < self.slow:
            await asyncio.sleep(self.draw.random() * self.slow_s)
        else:
            await self.passes()

    def fault(self) -> Fault | None:
        """What the next call meets, if it is anything."""
        if not self.foul or self.draw.random() >= self.foul:
            return None
        return self.draw.choice(
            (
                Fault(500),
                Fault(503),
                Fault(502, taken=True),
                Fault(429),
                Fault(429, retry_after=1),
                Fault(0),
                Fault(0, taken=True),
                Fault(200),
                Fault(200, taken=True),
            )
        )
