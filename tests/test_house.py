"""The house keeps its shape: who may import what, and where the world is touched."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("data", "handlers", "bot")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

MAY_IMPORT = {"data": {"data"}, "handlers": {"data", "handlers"}, "bot": set(PACKAGES)}

ONLY_IN = {
    "linebot": ("bot/messengers/line",),
    "telegram": ("bot/messengers/telegram",),
    "aiohttp": ("bot/",),
    "jinja2": ("bot/",),
    "xlsxwriter": ("bot/spreadsheets.py",),
    "PIL": ("bot/messengers/line_menu_picture.py",),
    "sqlite3": ("data/", "handlers/turn.py", "bot/web/health.py"),
    "sqlite_utils": ("data/",),
    "cryptography": ("data/sealing.py",),
    "numpy": ("handlers/understanding/",),
    "msgspec": ("bot/",),
    "structlog": ("bot/",),
    "prometheus_client": ("bot/metrics.py", "bot/timings.py"),
}
THE_CLOCK = ("bot/clock.py",)
THE_ENVIRONMENT = ("bot/__main__.py", "bot/cli.py")
AT_THE_EDGE = {
    "datetime.now": THE_CLOCK,
    "datetime.today": THE_CLOCK,
    "datetime.utcnow": THE_CLOCK,
    "time.time": THE_CLOCK,
    "os.environ": THE_ENVIRONMENT,
    "os.getenv": THE_ENVIRONMENT,
}
BANNED_NAMES = {"utils", "helpers", "common", "misc", "manager", "base"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    return frozenset(_imports(tree_of(path)))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def broken(rule: Callable[[Path], set[str]]) -> dict[str, set[str]]:
    """What breaks a rule, by the file in which it does."""
    return {name_of(path): found for path in SOURCES if (found := rule(path))}


def test_imports_point_downwards_only() -> None:
    def upward(path: Path) -> set[str]:
        above = set(PACKAGES) - MAY_IMPORT[name_of(path).split("/")[0]]
        return {module for module in imports(path) if module.split(".")[0] in above}

    assert not broken(upward)


def test_a_library_is_known_only_where_it_belongs() -> None:
    def strays(path: Path) -> set[str]:
        return {
            module
            for module in imports(path)
            for library, places in ONLY_IN.items()
            if module.split(".")[0] == library and not name_of(path).startswith(places)
        }

    assert not broken(strays)


def test_messengers_do_not_know_each_other() -> None:
    vendors = ("line", "telegram", "webchat")

    def others(path: Path) -> set[str]:
        mine = [vendor for vendor in vendors if path.stem.startswith(vendor)]
        if path.parent.name != "messengers" or not mine:
            return set()
        return {
            module
            for module in imports(path)
            for vendor in vendors
            if vendor not in mine and module.startswith(f"bot.messengers.{vendor}")
        }

    assert not broken(others)


def test_the_clock_and_the_environment_are_read_at_the_edge_only() -> None:
    def inside(path: Path) -> set[str]:
        calls = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        return {call for call in calls & set(AT_THE_EDGE) if name_of(path) not in AT_THE_EDGE[call]}

    assert not broken(inside)


def test_files_are_named_for_what_they_hold() -> None:
    assert not broken(lambda path: {path.stem} & BANNED_NAMES)


def test_modules_have_docstrings_and_no_changing_state() -> None:
    def wrong(path: Path) -> set[str]:
        tree = tree_of(path)
        found = {"global" for node in ast.walk(tree) if isinstance(node, ast.Global)}
        if not ast.get_docstring(tree) and path.name != "__init__.py":
            found.add("no docstring")
        return found

    assert not broken(wrong)
