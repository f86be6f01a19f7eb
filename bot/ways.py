"""Ways to a messenger's vendor: as many calls as there are ways are under way at once."""

import asyncio


class Way:
    """One of them, until it is given back."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self.is_held = True

    def give_back(self) -> None:
        """Somebody else may have it; once is enough."""
        if self.is_held:
            self.is_held = False
            self._free.release()


class Ways:
    """Those to one vendor."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)

    async def take(self) -> Way:
        """A way, as soon as one is free."""
        await self._free.acquire()
        return Way(self._free)

    async def take_free(self) -> Way | None:
        """A way where one is free now; waits for nobody."""
        return None if self._free.locked() else await self.take()
