"""A TOML file that a person edits, read strictly by key path; every problem is collected."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

PLAIN_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
LARGEST = 99_999  # no year, rank or number of days here comes near it


class DatasetError(Exception):
    """The files are not as they should be; the message lists every problem with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("dataset:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


class TomlFile:
    """One TOML file read by key path ("measure[3].office"); problems are collected, not raised."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self._name = f"{path.parent.name}/{path.name}"
        self._problems = problems
        self._root: dict[str, Any] = {}
        self._readable = False
        try:
            self._root = tomllib.loads(path.read_text("utf-8-sig"))
            self._readable = True
        except OSError as error:
            problems.append(f"{self._name}: cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            problems.append(f"{self._name}: is not UTF-8")
        except (ValueError, RecursionError) as error:
            # tomllib's own error, a number of thousands of digits, brackets in thousands
            problems.append(f"{self._name}: {error}")

    def problem(self, key: str, what: str) -> None:
        """Something is wrong at *key*. An unreadable file has had its one problem already."""
        if self._readable:
            self._problems.append(f"{self._name} {key}: {what}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return self._find(key) is not None

    def only(self, known: set[str], key: str = "") -> None:
        """Refuse every key of the table at *key* (the whole file by default) but the *known*."""
        if key and self.has(key) and not isinstance(self._find(key), dict):
            self.problem(key, f"must be a table: [{key}]")
        for stranger in sorted(self.keys(key) - known):
            self.problem(f"{key}.{stranger}".lstrip("."), "no such setting")

    def count(self, key: str) -> int:
        """How many tables the list at *key* has; 0 without one."""
        found = self._find(key)
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return len(found)
        if found is not None:
            self.problem(key, "must be a list of tables")
        return 0

    def text(self, key: str, *, may_be_empty: bool = False) -> str:
        """A text."""
        found = self._find(key)
        if isinstance(found, str) and (_is_text(found) or (may_be_empty and not found.strip())):
            return found.strip()
        self.problem(key, "must be a text")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one, none empty."""
        found = self._find(key)
        if isinstance(found, list) and found and all(_is_text(entry) for entry in found):
            return tuple(entry.strip() for entry in found)
        self.problem(key, "must be a list of texts")
        return ()

    def flag(self, key: str) -> bool:
        """true or false."""
        found = self._find(key)
        if isinstance(found, bool):
            return found
        self.problem(key, "must be true or false")
        return False

    def integer(self, key: str, *, least: int = 0, most: int = LARGEST) -> int:
        """A whole number, *least* to *most*."""
        found = self._find(key)
        if isinstance(found, int) and not isinstance(found, bool) and least <= found <= most:
            return found
        self.problem(key, f"must be a whole number, {least} to {most}")
        return least

    def decimal(self, key: str) -> Decimal:
        """A number in quotes, so that it stays as written; not negative."""
        found = self._find(key)
        if isinstance(found, str) and PLAIN_NUMBER.fullmatch(found):
            return Decimal(found)
        self.problem(key, 'must be a number in quotes, such as "0.3"')
        return Decimal(0)

    def day(self, key: str) -> date:
        """A date (CE)."""
        found = self._find(key)
        if type(found) is date:
            return found
        self.problem(key, "must be a date such as 2023-10-01 (CE)")
        return date.min

    def keys(self, key: str = "") -> set[str]:
        """The keys of a table."""
        found = self._find(key) if key else self._root
        return set(found) if isinstance(found, dict) else set()

    def _find(self, key: str) -> Any:
        found: Any = self._root
        for step in key.replace("[", ".[").split("."):
            if step.startswith("["):
                index = int(step[1:-1])
                found = found[index] if isinstance(found, list) and index < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found


def _is_text(found: object) -> bool:
    """A text with something in it. A NUL is none: neither a path nor SQLite takes it."""
    return isinstance(found, str) and bool(found.strip()) and "\0" not in found
