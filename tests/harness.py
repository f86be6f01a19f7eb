"""The shared stand-ins for the platforms, beside the project: where they are, or why we skip."""

import asyncio
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("PRONGSAI_HARNESS", ROOT.parent / "shared" / "harness"))
IS_HERE = (FOLDER / "README.md").exists()

needs_harness = pytest.mark.skipif(
    not IS_HERE, reason="the stand-ins for LINE and Telegram are not beside the project"
)
"""Beside ``pytest.mark.harness``: the project stands without its neighbour."""


def module(path: str) -> ModuleType:
    """A module of the harness, such as "line/fakeline.py"; skips where it is absent."""
    source = FOLDER / path
    if not source.exists():
        pytest.skip(f"{path} of the platforms' stand-ins is not beside the project")
    name = source.stem
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, source)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    sys.path.insert(0, str(source.parent))
    try:
        spec.loader.exec_module(loaded)
    finally:
        sys.path.remove(str(source.parent))
    return loaded


async def run(script: str, *arguments: str, seconds: float) -> tuple[int, str]:
    """Run a script of the harness in its own folder; its status and all that it said."""
    source = FOLDER / script
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        source.name,
        *arguments,
        cwd=source.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    assert process.returncode is not None
    return process.returncode, said.decode("utf-8", "replace")


def serve(database: Path, **settings: str) -> str:
    """The command by which the harness starts the service."""
    named = " ".join(f"{name}={value}" for name, value in settings.items())
    return f"env -C {ROOT} DATABASE={database} {named} {sys.executable} -m bot serve"
