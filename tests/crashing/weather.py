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


FAULTS = (
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


@dataclass
class Weather:
    """Every call takes a moment, before the vendor acts and after: what makes a kill hit calls
    whose outcome nobody heard. *foul* of them meet one of *faults*, *slow* linger for *slow_s*."""

    draw: random.Random = field(default_factory=random.Random)
    foul: float = 0.0
    faults: tuple[Fault, ...] = FAULTS
    slow: float = 0.0
    moment_s: float = 0.02
    slow_s: float = 14.0

    async def passes(self) -> None:
        """A moment on the way."""
        await asyncio.sleep(self.draw.random() * self.moment_s)

    def is_slow(self) -> bool:
        """Whether the answer takes longer than usual, perhaps longer than anybody waits."""
        return self.draw.random() < self.slow

    async def lingers(self) -> None:
        """Rather long on the way back."""
        await asyncio.sleep(self.draw.random() * self.slow_s)

    def fault(self) -> Fault | None:
        """What the next call meets, if it is anything."""
        return self.draw.choice(self.faults) if self.draw.random() < self.foul else None
