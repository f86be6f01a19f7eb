"""Units: the divisions of an office, as the operator names them; officers and cases may have one.

A case has none ("") until somebody gives it to one: till then every officer sees it. An officer of
a unit sees its cases and those that were given to none; which, data.case_access decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.toml_file import TomlFile

NONE = "-"
"""In the place of a unit's key: given to no unit any more."""

KEYS = {"key", "name"}
LONGEST_KEY = 24
"""It stands in a button's data."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A division: *key* is short and stable ("works"), *name* is Thai ("กองช่าง")."""

    key: str
    name: str


CREATE_UNITS = """
alter table staff add column unit text not null default '';
alter table invitation add column unit text not null default '';
alter table cases add column unit text not null default '';
drop index cases_open_by_opening;
create index cases_open_by_opening on cases (opened_at, id, kind, unit) where closed_at = '';
"""


def read_units(file: TomlFile) -> tuple[Unit, ...]:
    """``[[unit]]``; problems are collected in *file*."""
    return tuple(_unit(file, f"unit[{number}]") for number in range(file.count("unit")))


def _unit(file: TomlFile, at: str) -> Unit:
    file.only(KEYS, at)
    unit = Unit(file.text(f"{at}.key"), file.text(f"{at}.name"))
    if len(unit.key) > LONGEST_KEY:
        file.problem(f"{at}.key", f"must have at most {LONGEST_KEY} letters")
    return unit


def name_of(units: Sequence[Unit], key: str) -> str:
    """What a unit is called; its key where it is not named any more."""
    return next((unit.name for unit in units if unit.key == key), key)
