"""Fixtures that many tests share: a real store, and the published dataset in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.sealing import Vault
from data.store import Store

KEY = bytes(range(32))


@pytest.fixture
def vault() -> Vault:
    return Vault(KEY)


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    opened = Store(tmp_path / "prongsai.db", vault)
    yield opened
    opened.close()
