"""Joiners' news: what an officer tells the reporter of a case is told to all who joined it, about
their own case and in their language. A question goes to its first reporter alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from data import case_entries, case_files, joining, register
from data.case_entries import Entry
from data.case_files import CaseFile
from data.case_work import ENTRY_OF
from data.cases import Case
from data.joining import Joiner, Told
from data.staff import StaffMember
from handlers import language
from handlers.context import Context
from handlers.officers import reporter_news
from handlers.reporting.intake import MINE
from handlers.texts import joining as texts
from handlers.texts.english.counterparts import in_language
from handlers.turn import Notice, Reply, Write

SHARED = frozenset({"answer", "note", "resolve", "close", "refer", "reject", "reopen"})
"""What the joiners hear too, by the officer's deed."""

ENDS = frozenset({"resolve", "close", "refer", "reject"})
"""After which they may say that theirs is not done."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an officer says with a deed; see officer_words.Wording. *staff_id* is None for the
    machine's operator."""

    verb: str
    text: str
    outcome: str
    first: str
    at: str
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Circle:
    """Those who joined a case, and what they have said in theirs."""

    joiners: Sequence[Joiner]
    said: Sequence[Entry]

    @property
    def mark(self) -> str:
        """How it stands, to see later whether it has changed: "2/5"."""
        return f"{reached(self.joiners)}/{len(self.said)}"

    def said_since(self, mark: str) -> Sequence[Entry]:
        """What they have said since it stood so; nothing where nobody looked before."""
        return self.said[int(mark.partition("/")[2]) :] if mark else ()

    def above(self, verb: str) -> str:
        """What an officer is told of them before words go."""
        others = reached(self.joiners)
        if not others or verb not in (*SHARED, "ask"):
            return ""
        return texts.reaches(others, is_question=verb == "ask")


async def circle(ctx: Context, case: Case) -> Circle:
    """The circle of a case as it stands now."""
    joiners = await ctx.read(joining.joiners, case.id)
    return Circle(joiners, await ctx.read(joining.heard, case.id))


def reached(joiners: Sequence[Joiner]) -> int:
    """How many read an officer's words: not those whose case is hidden from anybody."""
    return sum(not joiner.is_hidden for joiner in joiners)


def below(joiners: Sequence[Joiner], verb: str) -> str:
    """What an officer is told of them once words are on their way."""
    others = reached(joiners)
    return texts.reached(others) if others and verb in SHARED else ""


def notices(case: Case, joiners: Sequence[Joiner], words: Words) -> tuple[Notice, ...]:
    """What each of them reads, as reporter_news has it; about their own case."""
    found = joiners if words.verb in SHARED else ()
    return tuple(_notice(case, joiner, words) for joiner in found if joiner.chat)


def _notice(case: Case, joiner: Joiner, words: Words) -> Notice:
    own = replace(case, id=joiner.case_id, code=joiner.code, chat=joiner.chat)
    if joiner.is_hidden:
        reply = Reply(in_language(texts.something_new, joiner.language)(own.code), (MINE,))
        return Notice(own.chat, language.of_reply(reply, joiner.language), own.id)
    news = reporter_news.notice(
        own, words.verb, words.text, joiner.language, outcome=words.outcome, first=words.first
    )
    return replace(news, sender=words.staff_id)


def kept(case: Case, joiners: Sequence[Joiner], words: Words) -> tuple[Write, ...]:
    """The same in their cases; also where nobody joined: who does just now is not left out."""
    if words.verb not in SHARED:
        return ()
    entries = {joiner.case_id: _entry(joiner, words) for joiner in joiners}
    ends = words.verb in ENDS
    told = Told(case.id, MappingProxyType(entries), words.staff_id, ends=ends)
    return (Write(joining.tell, (told,)),)


def _entry(joiner: Joiner, words: Words) -> Entry:
    text = texts.something_new(joiner.code) if joiner.is_hidden else words.text
    return Entry(ENTRY_OF.get(words.verb, "answer"), "officer", text, "", words.at)


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
