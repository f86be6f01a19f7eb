"""At the desk: staff who sign in at the terminal, in tests, with the code from their chat."""

import re

import pytest

from data import staff
from handlers.texts import desk as texts
from tests.conversing import Desk, Person, Town

CODE = re.compile(r"รหัสเข้าใช้เทอร์มินัล: (\d{8})\n")
WORD = re.compile(r"^[\w-]{43}$", re.MULTILINE)


class Terminal:
    """The terminal of the office, at which somebody may have signed in."""

    def __init__(self, town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.town, self.run, self._monkeypatch = town, desk, monkeypatch

    def number(self, person: Person) -> int:
        """As 'staff list' has it."""
        member = self.town.store.read_now(staff.of_chat, person.chat)
        assert member is not None
        return member.id

    async def code(self, person: Person) -> str:
        """Ask for a code; what came into the chat."""
        person.news()
        await self.run("cases", "sign-in", "--as", str(self.number(person)))
        await self.town.settled()
        found = CODE.search(person.news())
        assert found
        return found[1]

    async def tries(self, number: int, code: str) -> tuple[int, str, str]:
        """Type a code."""
        return await self.run("cases", "sign-in", "--as", str(number), "--code", code)

    async def signs_in(self, person: Person) -> str:
        """All of it; the word, which is in the environment from now on."""
        status, out, _ = await self.tries(self.number(person), await self.code(person))
        found = WORD.search(out)
        assert status == 0
        assert found
        self.has(found[0])
        return found[0]

    def has(self, word: str) -> None:
        """What the environment says."""
        self._monkeypatch.setenv(texts.KEY, word)

    async def does(self, person: Person, *arguments: str) -> tuple[int, str, str]:
        """A command in somebody's name."""
        return await self.run("cases", *arguments, "--as", str(self.number(person)))
