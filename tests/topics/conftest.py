"""A town whose officers have a group with topics."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.understanding.understand import Understanding
from tests.conversing import Person
from tests.small_forum import (
    Forum,
    Hall,
)
from tests.small_telegram import running


@pytest.fixture
async def forum() -> AsyncIterator[Forum]:
    async with running(Forum()) as it:
        assert isinstance(it, Forum)
        yield it


@pytest.fixture
async def hall(
    tmp_path: Path, published_file: Path, understanding: Understanding, forum: Forum
) -> AsyncIterator[Hall]:
    path = tmp_path / "town.db"
    shutil.copy(published_file, path)
    opened = Hall(path, understanding)
    await opened.enter(forum)
    yield opened
    forum.released.set()
    await opened.close()
    await opened.telegram.close()


@pytest.fixture
def citizen(hall: Hall) -> Person:
    return hall.citizen()


@pytest.fixture
def town(hall: Hall) -> Hall:
    """For the desk."""
    return hall
