"""What the service is made of is pinned with hashes, and it is known how old each part is."""

import importlib.util
import re
import subprocess
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_locks", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = _load()


def test_of_every_pin_it_is_known_when_it_was_released() -> None:
    known = {name: version for name, (version, _) in audit.dates().items()}

    assert known == audit.pins()


def test_pins_that_are_old_are_warned_of() -> None:
    today = datetime.now(UTC).date()
    old = {
        name: day.isoformat()
        for name, (_, day) in audit.dates().items()
        if name in audit.pins("requirements.lock") and (today - day).days > audit.OLD_DAYS
    }
    if old:
        warnings.warn(f"released more than two years ago: {old}", stacklevel=1)
    assert all(day <= today for _, day in audit.dates().values())


def test_the_locks_agree_on_what_runs_in_production() -> None:
    in_production = audit.pins("requirements.lock")

    for lock in ("requirements-dev.lock", "requirements-litestream.lock"):
        assert in_production.items() <= audit.pins(lock).items()


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_lock_names_an_index(lock: Path) -> None:
    text = lock.read_text("utf-8")
    parts = [part for part in re.split(r"(?m)^(?=[A-Za-z])", text) if part.strip()]

    assert parts
    assert all("--hash=sha256:" in part for part in parts)
    assert "://" not in text


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ('{"dependencies": [{"name": "a", "skip_reason": "unknown"}]}', 0, "NOT AUDITED: 1 of 1"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "1 audited, 0"),
        (
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}',
            1,
            "VULNERABLE: a 1: CVE-1",
        ),
        ("no route to host", 0, "NOT AUDITED"),
    ],
)
def test_what_could_not_be_audited_is_not_taken_for_sound(
    answer: str, status: int, said: str, tmp_path: Path
) -> None:
    pip_audit = tmp_path / "pip-audit"
    pip_audit.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
    pip_audit.chmod(0o700)

    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "audit.py", pip_audit], capture_output=True, check=False
    )

    assert done.returncode == status
    assert said in done.stdout.decode()
    assert "aiohttp" in done.stdout.decode()
