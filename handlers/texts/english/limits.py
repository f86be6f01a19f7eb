"""What Prongsai says in English when something was done too often: until when, what is not lost."""

from datetime import datetime, timedelta

from data.agency import Agency
from data.cases import CaseKind
from data.limits import MEGABYTE, Verdict
from data.times import in_bangkok
from handlers.texts.english.channels import NOT_CONFIGURED, called
from handlers.texts.english.intake import outsides
from handlers.texts.english.written import day
from handlers.texts.limits import TAKES


def too_many_tries(again_at: str, now: datetime) -> str:
    """Receipts or codes were tried too often, rightly or wrongly, here or by everybody."""
    return (
        f"That was tried often enough for now. You can try again from {when(again_at, now)}.\n"
        "This keeps others from guessing. What was sent is still there."
    )


def filing_refused(verdict: Verdict, now: datetime, kind: CaseKind, agency: Agency) -> str:
    """A case cannot be sent now; what is written stays. Where else it could be told."""
    reason = (
        "Unusually many cases are coming in, so this one cannot be taken just now."
        if verdict.of_all
        else "This chat has sent as many cases as can be taken in one day."
    )
    return "\n".join(
        [
            reason,
            f"What you wrote is kept; you can send it from {when(verdict.again_at, now)}.",
            "If it cannot wait, there are other ways:",
            *(_other_ways(kind, agency) or [f"• Other channels: {NOT_CONFIGURED}"]),
        ]
    )


def upload_refused(verdict: Verdict, now: datetime, most_bytes: int) -> str:
    """A file is not kept: this chat has sent *most_bytes* within a day, or this one is larger; or
    everybody together has sent as much as the disk is meant for."""
    if verdict.of_all:
        return _no_file_of_anybody(verdict, now)
    most = f"{most_bytes // MEGABYTE:,} MB"
    if not verdict.again_at:
        return (
            f"This file is larger than the {most} that one chat can send in a day, so it is not"
            " kept. Words are still welcome."
        )
    return (
        f"This chat has sent the {most} of files that fit into one day; this one is not kept.\n"
        f"You can send it from {when(verdict.again_at, now)}. Words are still welcome."
    )


def _no_file_of_anybody(verdict: Verdict, now: datetime) -> str:
    again = f" You can send it from {when(verdict.again_at, now)}." if verdict.again_at else ""
    return (
        f"Unusually many files are coming in, so this one cannot be taken just now.{again}\n"
        "Your case can be sent without it. Words are still welcome."
    )


def too_fast(*, is_writing: bool) -> str:
    """Messages come faster than they are answered; those of an open draft are in it."""
    if is_writing:
        return (
            "Your messages come very fast. What you tell is still added to your case, without an"
            " answer to each.\nIf you asked something or pressed a button, please wait a minute and"
            " do so again. Before you send it, press “Review first” to see that all is there."
        )
    return (
        "Your messages come faster than I can answer. The last ones are not answered: please wait"
        " a minute and send them again."
    )


def when(again_at: str, now: datetime) -> str:
    """A stored time, rounded up to the minute, in Bangkok; with its day unless that is today."""
    at = in_bangkok(again_at) + timedelta(minutes=1, microseconds=-1)
    clock = f"{at:%H:%M}"
    today = in_bangkok(now.isoformat()).date()
    return clock if at.date() == today else f"{clock} on {day(at.date())}"


def _other_ways(kind: CaseKind, agency: Agency) -> list[str]:
    """The configured channels that take such a case, and for corruption the outside bodies."""
    ways = [
        f"• {called(channel)}: {channel.address}"
        for channel in agency.channels
        if channel.address and TAKES[kind] in channel.takes
    ]
    if kind.is_inquiry:
        ways += outsides(agency.outside_bodies)
    return ways
