"""Chats as the people of the town see them, whatever the messenger."""

import asyncio
import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.crashing.findings import Findings


@dataclass(frozen=True, slots=True)
class Said:
    """One message of ours as it arrived: its words, and its buttons' data by label."""

    text: str
    choices: Mapping[str, str] = field(default_factory=dict)


class Chat(ABC):
    """One person's chat. What they send returns once the platform need not send it any more.

    Nobody in the town is ever told the same words twice for good reason: who hears them again
    hears a reply that was delivered twice.
    """

    messenger = ""

    def __init__(self, name: str, findings: Findings) -> None:
        self.name = name
        self.findings = findings
        self.heard: list[Said] = []
        self._unread: deque[Said] = deque()
        self._known: set[str] = set()
        self._news = asyncio.Event()

    # what people do

    @abstractmethod
    async def say(self, texts: Sequence[str]) -> None:
        """Write, one after the other and without waiting for an answer between."""

    @abstractmethod
    async def press(self, data: str, label: str, /) -> None:
        """Press a button that was shown."""

    @abstractmethod
    async def show(self, photo: bytes, /) -> None:
        """Send a photo."""

    # what they hear

    def hear(self, said: Said) -> None:
        """A message of ours arrived."""
        self.findings.stir()
        self.findings.note("replies")
        self.findings.happens("reply")
        if said.text in self._known:
            self.hear_again(said)
            return
        self._known.add(said.text)
        self.heard.append(said)
        self._unread.append(said)
        self._news.set()

    def hear_again(self, said: Said, /) -> None:
        """A message of ours arrived a second time."""
        self.findings.wrong(f"{self.messenger} twice", f"{self.name}: {brief(said.text)}")

    async def next(self, pattern: str) -> re.Match[str] | None:
        """Wait for the next message; None where it is not as *pattern* has it."""
        while not self._unread:
            self._news.clear()
            await self._news.wait()
        said = self._unread.popleft()
        found = re.search(pattern, said.text, re.DOTALL)
        if found is None:
            self.findings.wrong(
                "order", f"{self.name} expected {pattern!r}, heard: {brief(said.text)}"
            )
        return found

    def data_under(self, label: str) -> str | None:
        """What the newest button with this label sends."""
        return next((s.choices[label] for s in reversed(self.heard) if label in s.choices), None)

    def end(self) -> None:
        """The person is done: nothing more may have arrived."""
        for said in self._unread:
            self.findings.wrong("unasked", f"{self.name}: {brief(said.text)}")


def brief(text: str) -> str:
    """Enough of a text to know it by."""
    return " ".join(text.split())[:70]
