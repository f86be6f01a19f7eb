"""The agency's own settings: who it is and where one may complain. Filled in by the operator."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from data.clock_settings import ClockRules, read_promises, read_rules
from data.data_protection import DataProtection, read_data_protection
from data.limits import DEFAULTS, UNCHANGED, Limits, limits_of
from data.quiet_hours import USUAL as USUAL_QUIET
from data.quiet_hours import QuietHours, read_quiet_hours
from data.retention_settings import DEFAULTS as USUAL_RETENTION
from data.retention_settings import Retention, read_retention
from data.toml_file import DatasetError, TomlFile
from data.units import Unit, read_units


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

    @property
    def is_reachable(self) -> bool:
        """Whether anybody filled in how."""
        return bool(self.phone or self.website)


@dataclass(frozen=True, slots=True)
class Agency:
    """One local government that Prongsai serves.

    *datasets* is the folder with one folder a fiscal year. *aliases* are the ways people (and the
    report's scan) write its name. Everything that may be None is "not configured yet". What is
    promised: general cases are acknowledged within *acknowledge_promise_days* working days and
    answered within *answer_promise_days*; corruption reports are read within
    *corruption_promise_days* and concluded within *corruption_promise_months* calendar months.
    *clocks* are the rules by kind of case that follow from it, with what the kind has of its own.
    *emergencies* are whom to call in danger, a line each; *villages* are offered as buttons where a
    case is asked where it was. *limits* keep abuse out,
    *retention* says how long things are kept, *quiet* when nobody's phone rings.
    *pushes_per_month* is how many LINE may bill, None where LINE's plan alone decides.
    *units* are its divisions, where it names any. *undo_seconds* is how long an officer's words are
    held back so that they can still be taken back (0: not at all). *data_protection* is whom to ask
    about personal data.
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
    clocks: ClockRules
    acknowledge_promise_days: int = 3
    corruption_promise_months: int = 3
    emergencies: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    limits: Limits = UNCHANGED
    retention: Retention = USUAL_RETENTION
    quiet: QuietHours = USUAL_QUIET
    pushes_per_month: int | None = None
    units: tuple[Unit, ...] = ()
    undo_seconds: int = 10
    data_protection: DataProtection | None = None


TOP_KEYS = {
    "key",
    "name",
    "short_name",
    "subdistrict",
    "district",
    "province",
    "aliases",
    "datasets",
    "office_hours",
    "address",
    "phone",
    "email",
    "website",
    "eservice",
    "promises",
    "clocks",
    "limits",
    "channel",
    "outside_body",
    "emergencies",
    "villages",
    "retention",
    "quiet_hours",
    "line",
    "unit",
    "data_protection",
}
CHANNEL_KEYS = {"key", "name", "address", "takes", "in_report"}
BODY_KEYS = {"key", "name", "takes", "phone", "website"}
TAKES = {"feedback", "grievance", "corruption"}
MOST_PUSHES = 10_000_000
LONGEST_VILLAGE = 20  # characters of a button
KEY = re.compile("[a-z][a-z0-9_]*")
SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")


def load_agency(path: Path) -> Agency:
    """The agency's settings. Raises DatasetError with every problem, by key path."""
    problems: list[str] = []
    file = TomlFile(path, problems)
    file.only(TOP_KEYS)
    promises = read_promises(file)
    agency = Agency(
        key=file.text("key"),
        name=file.text("name"),
        short_name=file.text("short_name"),
        subdistrict=file.text("subdistrict"),
        district=file.text("district"),
        province=file.text("province"),
        aliases=file.texts("aliases"),
        datasets=(path.parent / file.text("datasets")).resolve(),
        office_hours=_filled_in(file, "office_hours"),
        address=_filled_in(file, "address"),
        phone=_filled_in(file, "phone"),
        email=_filled_in(file, "email"),
        website=_filled_in(file, "website"),
        eservice=_filled_in(file, "eservice"),
        channels=tuple(_channel(file, f"channel[{n}]") for n in range(file.count("channel"))),
        outside_bodies=tuple(
            _body(file, f"outside_body[{n}]") for n in range(file.count("outside_body"))
        ),
        corruption_promise_days=promises.corruption_read,
        answer_promise_days=promises.answer,
        clocks=read_rules(file, promises),
        acknowledge_promise_days=promises.acknowledge,
        corruption_promise_months=promises.corruption_answer,
        emergencies=file.texts("emergencies"),
        villages=_villages(file),
        limits=_limits(file),
        retention=read_retention(file),
        quiet=read_quiet_hours(file),
        pushes_per_month=_pushes_per_month(file),
        units=read_units(file),
        data_protection=read_data_protection(file),
    )
    _check_key(file, "key", agency.key)
    _check_url(file, "website", agency.website)
    _check_url(file, "eservice", agency.eservice)
    _check_once(file, "channel", [channel.key for channel in agency.channels])
    _check_once(file, "outside_body", [body.key for body in agency.outside_bodies])
    _check_once(file, "unit", [unit.key for unit in agency.units])
    for number, unit in enumerate(agency.units):
        _check_key(file, f"unit[{number}].key", unit.key)
    if problems:
        raise DatasetError(problems)
    return agency


def _channel(file: TomlFile, at: str) -> ComplaintChannel:
    file.only(CHANNEL_KEYS, at)
    takes = file.texts(f"{at}.takes")
    if set(takes) - TAKES or len(takes) != len(set(takes)):
        file.problem(f"{at}.takes", f"may hold {', '.join(sorted(TAKES))}, each once")
    channel = ComplaintChannel(
        key=file.text(f"{at}.key"),
        name=file.text(f"{at}.name"),
        address=_filled_in(file, f"{at}.address"),
        takes=takes,
        in_report=file.flag(f"{at}.in_report"),
    )
    _check_key(file, f"{at}.key", channel.key)
    if channel.address and SCHEME.match(channel.address):
        _check_url(file, f"{at}.address", channel.address)
    return channel


def _body(file: TomlFile, at: str) -> OutsideBody:
    file.only(BODY_KEYS, at)
    body = OutsideBody(
        key=file.text(f"{at}.key"),
        name=file.text(f"{at}.name"),
        takes=file.text(f"{at}.takes"),
        phone=_filled_in(file, f"{at}.phone"),
        website=_filled_in(file, f"{at}.website"),
    )
    _check_key(file, f"{at}.key", body.key)
    _check_url(file, f"{at}.website", body.website)
    return body


def _limits(file: TomlFile) -> Limits:
    """What the operator changed; as it comes where that is left out."""
    file.only(set(DEFAULTS), "limits")
    numbers = {
        name: file.integer(f"limits.{name}", least=1) if file.has(f"limits.{name}") else default
        for name, default in DEFAULTS.items()
    }
    one, of_all = "receipt_tries_per_hour", "receipt_tries_of_all_per_hour"
    if numbers[of_all] < numbers[one]:
        file.problem(f"limits.{of_all}", f"must not be less than {one}")
    return limits_of(numbers)


def _pushes_per_month(file: TomlFile) -> int | None:
    file.only({"pushes_per_month"}, "line")
    key = "line.pushes_per_month"
    return (file.integer(key, most=MOST_PUSHES) or None) if file.has(key) else None


def _villages(file: TomlFile) -> tuple[str, ...]:
    villages = file.texts("villages") if file.has("villages") else ()
    if any(len(name) > LONGEST_VILLAGE for name in villages):
        file.problem("villages", f"a name has at most {LONGEST_VILLAGE} characters")
    return villages


def _filled_in(file: TomlFile, key: str) -> str | None:
    """What the operator wrote; None where it is empty or left out."""
    return (file.text(key, may_be_empty=True) or None) if file.has(key) else None


def _check_key(file: TomlFile, at: str, key: str) -> None:
    if key and not KEY.fullmatch(key):
        file.problem(at, "must be small Latin letters, digits and _")


def _check_once(file: TomlFile, at: str, keys: list[str]) -> None:
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        file.problem(at, f"key {key} stands here twice")


def _check_url(file: TomlFile, key: str, value: str | None) -> None:
    if value is not None and not _is_url(value):
        file.problem(key, "must be an address that starts with https:// or http://")


def _is_url(text: str) -> bool:
    """An http(s) address of some host, without spaces and without a user name."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if any(letter.isspace() for letter in text) or "@" in parts.netloc:
        return False
    return parts.scheme in ("http", "https") and bool(host)
