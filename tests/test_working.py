"""Signs of life: shown for what takes long, never for what is quick, and gone when it is done."""

import asyncio

import pytest

from bot import working
from bot.working import SignsOfLife


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "WORKING_AFTER_S", 0.05)


class Shown:
    """What is shown for each piece of work, and until when."""

    def __init__(self) -> None:
        self.on: list[int] = []
        self.off: list[int] = []
        self.changed = asyncio.Event()

    async def show(self, work: int) -> None:
        self.on.append(work)
        self.changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.off.append(work)
            self.changed.set()

    async def until(self, on: list[int]) -> None:
        async with asyncio.timeout(5):
            while self.on != on:
                self.changed.clear()
                await self.changed.wait()


async def test_only_what_takes_long_is_shown_and_no_longer_than_it_takes() -> None:
    signs, shown = SignsOfLife(), Shown()
    for work in range(4):
        signs.begins(work, lambda work=work: shown.show(work))  # type: ignore[misc]
    signs.ends(1)
    await shown.until([0, 2, 3])
    signs.begins(4, lambda: shown.show(4))
    await shown.until([0, 2, 3, 4])
    for work in (0, 2, 3, 4):
        signs.ends(work)
    async with asyncio.timeout(5):
        while len(shown.off) < 4:
            shown.changed.clear()
            await shown.changed.wait()

    assert shown.on == shown.off == [0, 2, 3, 4]
    assert not signs._shown
    assert not signs._begun


async def test_what_ends_twice_or_never_began_is_nobody_s_trouble() -> None:
    signs = SignsOfLife()
    signs.begins(1, lambda: asyncio.sleep(0))
    signs.ends(1)
    signs.ends(1)
    signs.ends(2)
