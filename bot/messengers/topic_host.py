"""A group with topics, as the courier's side sees it, and how its failures are told."""

from typing import Protocol

from data.topic_queue import Problem


class TopicGone(Exception):
    """Somebody deleted the topic."""


class TopicClosed(Exception):
    """Somebody closed the topic, and we may not write in it so."""


class GroupMoved(Exception):
    """The group has another id now: *address*."""

    def __init__(self, address: str) -> None:
        super().__init__("the group was upgraded")
        self.address = address


class GroupLost(Exception):
    """The group cannot be the queue (any more)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class TopicHost(Protocol):
    """One messenger's groups with topics. Beside its own exceptions every method raises GroupMoved,
    GroupLost, and what Adapter.send raises."""

    async def look(self, group: str) -> Problem | None:
        """Why the group cannot be the queue; None where it can."""

    async def has(self, group: str, address: str) -> bool:
        """Whether whoever has this private chat is in the group."""

    async def create(self, group: str, name: str) -> str:
        """A new topic's id."""

    async def say(self, group: str, thread: str, text: str, code: str = "") -> None:
        """Write in a topic, with a way to the case *code* in private. Raises TopicGone or
        TopicClosed."""

    async def rename(self, group: str, thread: str, name: str) -> None:
        """Raises TopicGone."""

    async def close(self, group: str, thread: str) -> None:
        """Raises TopicGone."""

    async def reopen(self, group: str, thread: str) -> None:
        """Raises TopicGone."""

    async def remove(self, group: str, thread: str) -> None:
        """Delete a topic with all that stands in it. Raises TopicGone."""
