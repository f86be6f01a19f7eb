"""The agency's own settings: who it is and where one may complain. Filled in by the operator."""

from dataclasses import dataclass
from pathlib import Path

from data.toml_file import DatasetError, TomlFile


@dataclass(frozen=True, slots=True)
class ComplaintChannel:
    """A place where one may complain: counter, phone, LINE, website, form.

    *key* is short and stable ("website"), *name* is Thai. *address* is what the operator filled in
    (a URL, a number, a street address), None where it is not configured yet. *takes* lists what it
    is for: "feedback", "grievance", "corruption". *in_report* says whether the report names it.
    """

    key: str
    name: str
    address: str | None
    takes: tuple[str, ...]
    in_report: bool


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """An authority outside the agency that takes complaints about it.

    *phone* and *website* are what the operator filled in; None where not configured.
    """

    key: str
    name: str
    takes: str
    phone: str | None
    website: str | None


@dataclass(frozen=True, slots=True)
class Agency:
    """One local government that Prongsai serves.

    *datasets* is the folder with one folder a fiscal year. *aliases* are the ways people (and the
    report's scan) write its name. Everything that may be None is "not configured yet".
    """

    key: str
    name: str
    short_name: str
    subdistrict: str
    district: str
    province: str
    aliases: tuple[str, ...]
    datasets: Path
    office_hours: str | None
    address: str | None
    phone: str | None
    email: str | None
    website: str | None
    eservice: str | None
    channels: tuple[ComplaintChannel, ...]
    outside_bodies: tuple[OutsideBody, ...]
    corruption_promise_days: int
    answer_promise_days: int


TEXT_KEYS = ("key", "name", "short_name", "subdistrict", "district", "province")
OPTIONAL_KEYS = ("office_hours", "address", "phone", "email", "website", "eservice")
TOP_KEYS = {
    *TEXT_KEYS,
    *OPTIONAL_KEYS,
    "aliases",
    "datasets",
    "promises",
    "channel",
    "outside_body",
}
CHANNEL_KEYS = {"key", "name", "address", "takes", "in_report"}
BODY_KEYS = {"key", "name", "takes", "phone", "website"}
TAKES = {"feedback", "grievance", "corruption"}


def load_agency(path: Path) -> Agency:
    """The agency's settings. Raises DatasetError with every problem, by key path."""
    problems: list[str] = []
    file = TomlFile(path, problems)
    _refuse_unknown(file, "", TOP_KEYS)
    _refuse_unknown(file, "promises", {"corruption_read", "answer"})
    agency = Agency(
        **{key: file.text(key) for key in TEXT_KEYS},
        **{key: _filled_in(file, key) for key in OPTIONAL_KEYS},
        aliases=file.texts("aliases"),
        datasets=(path.parent / file.text("datasets")).resolve(),
        channels=tuple(_channel(file, index) for index in range(file.count("channel"))),
        outside_bodies=tuple(_body(file, index) for index in range(file.count("outside_body"))),
        corruption_promise_days=file.integer("promises.corruption_read"),
        answer_promise_days=file.integer("promises.answer"),
    )
    for key in ("website", "eservice"):
        _check_url(file, key, getattr(agency, key))
    if problems:
        raise DatasetError(problems)
    return agency


def _channel(file: TomlFile, index: int) -> ComplaintChannel:
    at = f"channel[{index}]"
    _refuse_unknown(file, at, CHANNEL_KEYS)
    takes = file.texts(f"{at}.takes")
    if set(takes) - TAKES:
        file.problem(f"{at}.takes", f"may hold {', '.join(sorted(TAKES))}")
    return ComplaintChannel(
        key=file.text(f"{at}.key"),
        name=file.text(f"{at}.name"),
        address=_filled_in(file, f"{at}.address"),
        takes=takes,
        in_report=file.flag(f"{at}.in_report"),
    )


def _body(file: TomlFile, index: int) -> OutsideBody:
    at = f"outside_body[{index}]"
    _refuse_unknown(file, at, BODY_KEYS)
    website = _filled_in(file, f"{at}.website")
    _check_url(file, f"{at}.website", website)
    return OutsideBody(
        key=file.text(f"{at}.key"),
        name=file.text(f"{at}.name"),
        takes=file.text(f"{at}.takes"),
        phone=_filled_in(file, f"{at}.phone"),
        website=website,
    )


def _filled_in(file: TomlFile, key: str) -> str | None:
    """What the operator wrote; None where it is empty or left out."""
    return (file.text(key, may_be_empty=True) or None) if file.has(key) else None


def _refuse_unknown(file: TomlFile, at: str, known: set[str]) -> None:
    for stranger in sorted(file.keys(at) - known):
        file.problem(f"{at}.{stranger}".lstrip("."), "no such setting")


def _check_url(file: TomlFile, key: str, value: str | None) -> None:
    if value is not None and not value.startswith(("https://", "http://")):
        file.problem(key, "must start with https:// or http://")
