"""A TOML file that a person edits, read strictly by key path; every problem is collected."""

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any


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
        try:
            self._root = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{self._name}: {error}")
        self._readable = bool(self._root)

    def problem(self, key: str, what: str) -> None:
        """Something is wrong at *key*."""
        if self._readable:
            self._problems.append(f"{self._name} {key}: {what}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return self._find(key) is not None

    def count(self, key: str) -> int:
        """How many entries the list at *key* has; 0 without one."""
        found = self._find(key)
        return len(found) if isinstance(found, list) else 0

    def text(self, key: str, *, may_be_empty: bool = False) -> str:
        """A text."""
        found = self._find(key)
        if isinstance(found, str) and (found.strip() or may_be_empty):
            return found.strip()
        self.problem(key, "must be a text")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        found = self._find(key)
        if isinstance(found, list) and found and all(isinstance(text, str) for text in found):
            return tuple(found)
        self.problem(key, "must be a list of texts")
        return ()

    def flag(self, key: str) -> bool:
        """true or false."""
        found = self._find(key)
        if isinstance(found, bool):
            return found
        self.problem(key, "must be true or false")
        return False

    def integer(self, key: str) -> int:
        """A whole number."""
        found = self._find(key)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
        self.problem(key, "must be a whole number")
        return 0

    def decimal(self, key: str) -> Decimal:
        """A number in quotes, so that it stays as written."""
        found = self._find(key)
        try:
            if isinstance(found, str):
                return Decimal(found)
        except InvalidOperation:
            pass
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
