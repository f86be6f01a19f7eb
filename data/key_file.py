"""The key file: the master key beside the database, where no setting gives it, and its successor.

A rotation writes the new key beside the old one and renames it once the database is sealed anew, so
that never half a key takes the place of a whole one.
"""

import base64
import os
import secrets
from pathlib import Path

from data import own_file
from data.sealing import KEY_BYTES, BadKey, parse_key


def beside(database: Path) -> Path:
    """Where the key of *database* is kept."""
    return database.with_name(database.name + ".key")


def load_or_make(path: Path) -> tuple[bytes, bool]:
    """The key kept in the file *path* (mode 600), made when absent; whether it was made just now.

    Raises BadKey when the file holds something else, or others may read it.
    """
    key = secrets.token_bytes(KEY_BYTES)
    try:
        _write(path, key)
    except FileExistsError:
        return _read(path), False
    return key, True


def load(path: Path) -> bytes | None:
    """The key kept in the file *path*; None without such a file. Raises BadKey as load_or_make."""
    try:
        return _read(path)
    except FileNotFoundError:
        return None


def successor(path: Path) -> bytes | None:
    """The new key that a rotation has written beside *path*; None without one, or half of one."""
    try:
        return _read(_successor(path))
    except (FileNotFoundError, BadKey):
        return None


def write_successor(path: Path, key: bytes) -> None:
    """Put a new key beside the one in *path*, on the disk when this returns."""
    _successor(path).unlink(missing_ok=True)
    _write(_successor(path), key)


def succeed(path: Path) -> None:
    """The new key takes the place of the old one, which is gone for good."""
    _successor(path).replace(path)
    own_file.sync(path.parent)


def _successor(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise BadKey(f"{path.name} can be read by others; make it mode 600")
    return parse_key(path.read_text("ascii", "replace"))


def _write(path: Path, key: bytes) -> None:
    with own_file.create(path) as file:
        file.write(base64.urlsafe_b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    own_file.sync(path.parent)
