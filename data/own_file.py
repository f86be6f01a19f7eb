"""New files that only the user reads who runs this, and what makes them last."""

import os
from pathlib import Path
from typing import BinaryIO

OWNER_ONLY = 0o600


def create(path: Path) -> BinaryIO:
    """A new file, to be written and read. Raises FileExistsError, OSError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w+b")


def sync(path: Path, flags: int = os.O_RDONLY) -> None:
    """Have a file, or what stands in a folder, on the disk. Raises OSError."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
