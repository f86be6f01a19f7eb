"""Limits: how much one chat, and everybody together, may do of what can be abused.

Counted in the database, so that a restart opens nothing. The windows slide in twelfths: a use
counts for its window and at most a twelfth longer, never shorter, so that no window of any start
holds more than its limit. Only that twelfth is kept, not the moment, and it is deleted when it
counts no more: of a chat it says that it filed something in those two hours of the last day, never
what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
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


ALLOWED = Verdict(allowed=True)

DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "receipt_tries_per_hour": 5,
        "receipt_tries_of_all_per_hour": 100,
        "filings_per_day": 10,
        "filings_of_all_per_hour": 300,
        "messages_per_minute": 120,
        "upload_megabytes_per_day": 100,
        "upload_megabytes_of_all_per_day": 2_000,
    }
)
"""As the agency's [limits] may change them; per chat where it does not say of all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """An agency's limits. *uploads* counts bytes.

    *reminders* and *asides* are what somebody too fast is still told: that they are, and what their
    draft did not take.
    """

    receipt_tries: Limit
    filings: Limit
    messages: Limit
    reminders: Limit
    asides: Limit
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
        asides=Limit("aside", Rate(1, MINUTE)),
        uploads=Limit(
            "upload",
            Rate(numbers["upload_megabytes_per_day"] * MEGABYTE, DAY),
            Rate(numbers["upload_megabytes_of_all_per_day"] * MEGABYTE, DAY),
        ),
    )


UNCHANGED = limits_of(DEFAULTS)
"""The limits of an agency that says nothing of them."""


def allow(db: "Connection", limit: Limit, who: str, at: str, amount: int = 1) -> Verdict:
    """Count *amount* (at least 1) for the chat *who* (a tag) at *at*, if it fits; else nothing.

    A clock that goes back opens nothing; what it counted in the future counts as of now.
    """
    uses = _uses(db, limit, who, at)
    for use in uses:
        _bring_back(db, use)
    verdict = _judged(uses, amount)
    if verdict.allowed:
        for use in uses:
            _count(db, use, amount)
        if any(use.is_first_of_its_part for use in uses):
            prune(db, at)
    return verdict


def standing(db: "Connection", limit: Limit, who: str, at: str, amount: int = 1) -> Verdict:
    """What allow would say; nothing is counted."""
    return _judged(_uses(db, limit, who, at), amount)


def has_old(db: "Connection", at: str) -> bool:
    """Whether anything is kept that counts no more."""
    query = "select 1 from limit_count where until <= :at limit 1"
    return db.execute(query, {"at": at}).fetchone() is not None


def prune(db: "Connection", at: str) -> int:
    """Delete what counts no more; how many rows."""
    return db.execute("delete from limit_count where until <= :at", {"at": at}).rowcount


@dataclass(frozen=True, slots=True)
class _Use:
    """What counts now for one chat or everybody: (until, amount), the first to end first.

    *latest* is until when a use counts that happens now.
    """

    name: str
    who: str
    most: int
    latest: str
    counted: list[tuple[str, int]]

    @property
    def is_first_of_its_part(self) -> bool:
        return not self.counted or self.counted[-1][0] != self.latest

    def refused_until(self, amount: int) -> str | None:
        """From when *amount* more fits, "" for never; None where it fits now."""
        left = self.most - amount - sum(used for _, used in self.counted)
        if left >= 0:
            return None
        for until, used in self.counted:
            left += used
            if left >= 0:
                return min(until, self.latest)
        return ""


def _uses(db: "Connection", limit: Limit, who: str, at: str) -> list[_Use]:
    of_all = [(EVERYBODY, limit.for_all)] if limit.for_all is not None else []
    return [
        _Use(
            limit.name,
            counted,
            rate.most,
            _until(at, rate),
            db.execute(
                "select until, amount from limit_count"
                " where name = :name and who = :who and until > :at order by until",
                {"name": limit.name, "who": counted, "at": at},
            ).fetchall(),
        )
        for counted, rate in [(who, limit.per_chat), *of_all]
    ]


def _judged(uses: list[_Use], amount: int) -> Verdict:
    refusals = {
        use.who: again_at for use in uses if (again_at := use.refused_until(amount)) is not None
    }
    if not refusals:
        return ALLOWED
    again_at = "" if "" in refusals.values() else max(refusals.values())
    return Verdict(allowed=False, again_at=again_at, of_all=list(refusals) == [EVERYBODY])


def _until(at: str, rate: Rate) -> str:
    """Until when a use at *at* counts: its window from the end of its twelfth."""
    return _end(int(parse(at).timestamp()), int(rate.window.total_seconds()))


@lru_cache(maxsize=64)
def _end(second: int, window: int) -> str:
    part = window // PARTS
    return stamp(datetime.fromtimestamp((second // part + 1) * part + window, UTC))


def _bring_back(db: "Connection", use: _Use) -> None:
    """What a wrong clock counted for the future counts no longer than what is counted now."""
    ahead = sum(amount for until, amount in use.counted if until > use.latest)
    if ahead:
        db.execute(
            "delete from limit_count where name = :name and who = :who and until > :latest",
            {"name": use.name, "who": use.who, "latest": use.latest},
        )
        _count(db, use, ahead)


def _count(db: "Connection", use: _Use, amount: int) -> None:
    db.execute(
        "insert into limit_count (name, who, until, amount) values (:name, :who, :until, :amount)"
        " on conflict (name, who, until) do update set amount = amount + excluded.amount",
        {"name": use.name, "who": use.who, "until": use.latest, "amount": amount},
    )
