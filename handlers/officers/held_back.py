"""Held back: an officer's words wait a moment before they leave, and the case with them."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from data import held_words
from data.cases import Case
from data.held_words import Held
from data.staff import StaffMember
from data.times import stamp
from handlers.context import Context
from handlers.officers.officer_screens import LIST, open_again, secret
from handlers.officers.officer_wording import Leaving, Wording
from handlers.texts import held_back as texts
from handlers.turn import Choice, Notice, Reply, Write

VERB = "undo"


def hold(ctx: Context, leaving: Leaving, told: str) -> tuple[Reply, Write]:
    """The words begin to wait; *told* is what is true once they have left."""
    seconds, case = ctx.agency.undo_seconds, leaving.case
    waiting = held(leaving, ctx.now, seconds)
    reply = secret(case, texts.held(told, seconds), (undo(waiting), LIST))
    return reply, Write(held_words.hold, (waiting, stamp(ctx.now)))


def held(leaving: Leaving, now: datetime, seconds: int) -> Held:
    """What begins to wait *now*."""
    return Held(
        leaving.case.id,
        int(now.timestamp() * 1000),
        leaving.member.recorded,
        stamp(now + timedelta(seconds=seconds)),
        json.dumps(asdict(leaving.wording), ensure_ascii=False),
        leaving.photo,
    )


def undo(words: Held) -> Choice:
    """To have exactly these words back."""
    return Choice("เรียกคืน", f"c:{words.case_id}:{VERB}-{words.mark}", "case_status")


def wording_of(words: Held) -> Wording | None:
    """What waits; None where its words are forgotten."""
    return Wording(**json.loads(words.words)) if words.words else None


async def not_yet(ctx: Context, member: StaffMember, case: Case) -> Reply | None:
    """Why nothing else is done with the case for a moment; None where nothing waits."""
    found = await ctx.read(held_words.of_case, case.id)
    if found is None:
        return None
    mine = (undo(found),) if found.staff_id == member.id else ()
    return secret(case, texts.not_yet(case), (*mine, open_again(case), LIST))


def not_sent(leaving: Leaving) -> Notice:
    """The case went on before the words left: the officer gets them back."""
    case = leaving.case
    text = texts.not_sent(case, leaving.wording.text)
    return Notice(leaving.member.chat, secret(case, text, (open_again(case), LIST)))
