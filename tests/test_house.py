"""The house keeps its shape: who may import what, and where the world is touched."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

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
BANNED_NAMES = {"utils", "helpers", "common", "misc", "manager", "base"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_downwards_only(path: Path) -> None:
    package = name_of(path).split("/")[0]
    upward = {
        module
        for module in imports(path)
        if module.split(".")[0] in set(PACKAGES) - MAY_IMPORT[package]
    }
    assert not upward


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_library_is_known_only_where_it_belongs(path: Path) -> None:
    strays = {
        module
        for module in imports(path)
        for library, places in ONLY_IN.items()
        if module.split(".")[0] == library and not name_of(path).startswith(places)
    }
    assert not strays


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_messengers_do_not_know_each_other(path: Path) -> None:
    vendors = ("line", "telegram", "webchat")
    mine = [vendor for vendor in vendors if path.stem.startswith(vendor)]
    if path.parent.name != "messengers" or not mine:
        return
    others = {
        module
        for module in imports(path)
        for vendor in vendors
        if vendor not in mine and module.startswith(f"bot.messengers.{vendor}")
    }
    assert not others


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_clock_and_the_environment_are_read_at_the_edge_only(path: Path) -> None:
    text = name_of(path)
    calls = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    if text not in THE_CLOCK:
        assert not calls & {"datetime.now", "datetime.today", "datetime.utcnow", "time.time"}
    if text not in THE_ENVIRONMENT:
        assert not calls & {"os.environ", "os.getenv"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_are_named_for_what_they_hold(path: Path) -> None:
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_modules_have_docstrings_and_no_changing_state(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or path.name == "__init__.py"
    changing = [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    assert not changing
