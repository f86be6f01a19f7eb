"""Joiners' news: what an officer tells the reporter of a case is told to all who joined it, about
their own case and in their language. A question goes to its first reporter alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from data import case_entries, case_files, joining, register
from data.case_entries import Entry
from data.case_files import CaseFile
from data.case_work import ENTRY_OF
from data.cases import Case
from data.joining import Joiner, Told
from data.staff import StaffMember
from handlers import language, reporter_news
from handlers.context import Context
from handlers.intake import MINE
from handlers.texts import joining as texts
from handlers.texts.english.counterparts import in_language
from handlers.turn import Notice, Reply, Write

SHARED = frozenset({"answer", "note", "resolve", "close", "refer", "reject", "reopen"})
"""What the joiners hear too, by the officer's deed."""

ENDS = frozenset({"resolve", "close", "refer", "reject"})
"""After which they may say that theirs is not done."""


def reached(joiners: Sequence[Joiner]) -> int:
    """How many read an officer's words: not those whose case is hidden from anybody."""
    return sum(not joiner.is_hidden for joiner in joiners)


def notices(
    case: Case,
    joiners: Sequence[Joiner],
    verb: str,
    text: str,
    *,
    outcome: str = "",
    first: str = "",
    sender: int | None = None,
) -> tuple[Notice, ...]:
    """What each of them reads, as reporter_news has it; about their own case."""
    found = []
    for joiner in joiners if verb in SHARED else ():
        own = replace(case, id=joiner.case_id, code=joiner.code, chat=joiner.chat)
        if joiner.is_hidden:
            reply = Reply(in_language(texts.something_new, joiner.language)(own.code), (MINE,))
            found.append(Notice(own.chat, language.of_reply(reply, joiner.language)))
        else:
            news = reporter_news.notice(
                own, verb, text, joiner.language, outcome=outcome, first=first
            )
            found.append(replace(news, sender=sender))
    return tuple(notice for notice in found if notice.chat)


def kept(
    case: Case, joiners: Sequence[Joiner], verb: str, text: str, at: str, staff_id: int | None
) -> tuple[Write, ...]:
    """The same in their cases; also where nobody joined: who does just now is not left out."""
    if verb not in SHARED:
        return ()
    kind = ENTRY_OF.get(verb, "answer")
    entries = {
        joiner.case_id: Entry(
            kind,
            "officer",
            texts.something_new(joiner.code) if joiner.is_hidden else text,
            "",
            at,
        )
        for joiner in joiners
    }
    told = Told(case.id, MappingProxyType(entries), staff_id, ends=verb in ENDS)
    return (Write(joining.tell, (told,)),)


async def on_card(ctx: Context, member: StaffMember, case: Case) -> str:
    """Who joined and what they wrote, below the card of a case; "" where nobody did."""
    joined = await ctx.read(register.joined_to, member, case.id)
    said = [(each, await ctx.read(case_entries.entries, each.id)) for each in joined]
    return texts.on_card(said)


async def files(ctx: Context, member: StaffMember, case: Case) -> tuple[tuple[Case, CaseFile], ...]:
    """What they sent, and whose it is."""
    joined = await ctx.read(register.joined_to, member, case.id)
    return tuple(
        [
            (each, file)
            for each in joined
            for file in await ctx.read(case_files.attachments, each.id)
        ]
    )
