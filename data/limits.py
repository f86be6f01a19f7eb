"""Limits: how much one chat, and everybody together, may do of what can be abused.

Counted in the database, so that a restart opens nothing. The windows slide in twelfths: a use
counts for its window and at most a twelfth longer, never shorter, so that no window of any start
holds more than its limit. Only that twelfth is kept, not the moment, and it is deleted when it
counts no more: of a chat it says that it filed something in those two hours of the last day, never
what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.times import parse, stamp

if TYPE_CHECKING:
    from data.store import Connection

CREATE_LIMIT_COUNT = """
create table limit_count (
    name text not null,
    who text not null,
    until text not null,
    amount integer not null check (amount > 0),
    primary key (name, who, until)
) strict, without rowid;
create index limit_count_by_until on limit_count (until);
"""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PARTS = 12
"""Of a window: so many rows for one chat at most, and one more."""

MEGABYTE = 2**20
EVERYBODY = ""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rate:
    """At most *most* (uses, or bytes) within *window*, a whole number of twelve times seconds."""

    most: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """What is limited for one chat and, with *for_all*, for everybody together."""

    name: str
    per_chat: Rate
    for_all: Rate | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done now.

    *again_at* is from when it fits unless somebody is faster; "" where it is allowed, and where it
    is more than the limit ever lets through. *of_all* says that it was everybody's limit alone.
    """

    allowed: bool
    again_at: str = ""
    of_all: bool = False


DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "receipt_tries_per_hour": 5,
        "receipt_tries_of_all_per_hour": 100,
        "filings_per_day": 10,
        "filings_of_all_per_hour": 300,
        "messages_per_minute": 30,
        "upload_megabytes_per_day": 100,
    }
)
"""As the agency's [limits] may change them; per chat where it does not say of all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """An agency's limits. *uploads* counts bytes; *reminders* are of being too fast."""

    receipt_tries: Limit
    filings: Limit
    messages: Limit
    reminders: Limit
    uploads: Limit


def limits_of(numbers: Mapping[str, int]) -> Limits:
    """The limits with these numbers, named as in DEFAULTS."""
    return Limits(
        receipt_tries=Limit(
            "receipt_try",
            Rate(numbers["receipt_tries_per_hour"], HOUR),
            Rate(numbers["receipt_tries_of_all_per_hour"], HOUR),
        ),
        filings=Limit(
            "filing",
            Rate(numbers["filings_per_day"], DAY),
            Rate(numbers["filings_of_all_per_hour"], HOUR),
        ),
        messages=Limit("message", Rate(numbers["messages_per_minute"], MINUTE)),
        reminders=Limit("reminder", Rate(1, MINUTE)),
        uploads=Limit("upload", Rate(numbers["upload_megabytes_per_day"] * MEGABYTE, DAY)),
    )


UNCHANGED = limits_of(DEFAULTS)
"""The limits of an agency that says nothing of them."""


def allow(db: "Connection", limit: Limit, who: str, at: str, amount: int = 1) -> Verdict:
    """Count *amount* for the chat *who* (a tag) at *at*, if that fits; else count nothing.

    A clock that goes back opens nothing; what it counted in the future counts as of now.
    """
    for counted, rate in _rates(limit, who):
        _bring_back(db, limit.name, counted, _until(at, rate))
    verdict = standing(db, limit, who, at, amount)
    if verdict.allowed:
        prune(db, at)
        for counted, rate in _rates(limit, who):
            _count(db, limit.name, counted, _until(at, rate), amount)
    return verdict


def standing(db: "Connection", limit: Limit, who: str, at: str, amount: int = 1) -> Verdict:
    """What allow would say; nothing is counted."""
    refusals = {
        counted: again_at
        for counted, rate in _rates(limit, who)
        if (again_at := _refused_until(db, (limit.name, counted), rate, at, amount)) is not None
    }
    if not refusals:
        return Verdict(allowed=True)
    never = "" in refusals.values()
    again_at = "" if never else max(refusals.values())
    return Verdict(allowed=False, again_at=again_at, of_all=list(refusals) == [EVERYBODY])


def prune(db: "Connection", at: str) -> int:
    """Delete what counts no more; how many rows."""
    return db.execute("delete from limit_count where until <= :at", {"at": at}).rowcount


def _rates(limit: Limit, who: str) -> Iterator[tuple[str, Rate]]:
    yield who, limit.per_chat
    if limit.for_all is not None:
        yield EVERYBODY, limit.for_all


def _until(at: str, rate: Rate) -> str:
    """Until when a use at *at* counts: its window from the end of its twelfth."""
    part = rate.window // PARTS
    ended = (parse(at) - EPOCH) // part + 1
    return stamp(EPOCH + ended * part + rate.window)


def _refused_until(
    db: "Connection", counted: tuple[str, str], rate: Rate, at: str, amount: int
) -> str | None:
    """From when *amount* more fits, "" for never; None where it fits now."""
    latest = _until(at, rate)
    name, who = counted
    rows = db.execute(
        "select min(until, :latest), amount from limit_count"
        " where name = :name and who = :who and until > :at order by until",
        {"name": name, "who": who, "at": at, "latest": latest},
    ).fetchall()
    left = rate.most - amount - sum(used for _, used in rows)
    if left >= 0:
        return None
    for until, used in rows:
        left += used
        if left >= 0:
            return str(until)
    return ""


def _bring_back(db: "Connection", name: str, who: str, latest: str) -> None:
    """What a wrong clock counted for the future counts no longer than what is counted now."""
    key = {"name": name, "who": who, "latest": latest}
    ahead = "from limit_count where name = :name and who = :who and until > :latest"
    amount = db.execute(f"select sum(amount) {ahead}", key).fetchone()[0]
    if amount is not None:
        db.execute(f"delete {ahead}", key)
        _count(db, name, who, latest, amount)


def _count(db: "Connection", name: str, who: str, until: str, amount: int) -> None:
    db.execute(
        "insert into limit_count (name, who, until, amount) values (:name, :who, :until, :amount)"
        " on conflict (name, who, until) do update set amount = amount + excluded.amount",
        {"name": name, "who": who, "until": until, "amount": amount},
    )
