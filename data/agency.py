"""The agency's own settings: who it is and where one may complain. Filled in by the operator."""

from dataclasses import dataclass
from pathlib import Path


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
