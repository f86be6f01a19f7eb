"""Self-service: a person is shown what is kept about their chat, and is forgotten if they wish.

Both in private only. A copy is given once a day. Forgetting is explained first and done at the
second press, at once where nothing stands against it (data.forgetting).
"""

import json
from collections.abc import Mapping
from typing import Any

from data import about_reporter, audit, forgetting, register
from data.about_reporter import HeldChat
from data.audit import Action, Event
from data.conversations import Conversation
from data.limits import DAY, Limit, Rate, standing
from data.store import Connection
from data.times import stamp
from handlers.context import Context
from handlers.menus import FORGET_ME, MY_DATA, PERSON, PRIVACY, TELL
from handlers.message import Message, Messenger
from handlers.officers import alerts
from handlers.reporting import intake
from handlers.reporting.intake import MINE
from handlers.texts import privacy_desk as copies
from handlers.texts import self_service as texts
from handlers.turn import Choice, Count, File, Notice, Reply, Turn, Write

ONCE_A_DAY = Limit("own_copy", Rate(1, DAY))
PAGE = 3_500  # characters
MOST_PAGES = 3
MADE = 0
"""In the place of the row id of a file that stands in no table."""

YES = Choice("ยืนยันให้ลืมฉัน", "f:forgotten", "channel_list")


async def show(message: Message, ctx: Context) -> Turn:
    """What is kept about this chat: a summary, and all of it."""
    verdict = await ctx.read(standing, ONCE_A_DAY, message.chat, stamp(message.received_at))
    if not verdict.allowed:
        text = ctx.say(texts.copied_today, verdict, ctx.now)
        return Turn(replies=(ctx.reply(text, choices=(MINE, FORGET_ME, PRIVACY)),))
    own = await ctx.read(forgetting.filed, message.chat)
    codes = tuple(case.code for case in own)
    held = await ctx.read(about_reporter.gather, message.chat, codes)
    at = stamp(ctx.now)
    copy = {**copies.copy_of((held,), at), "หมายเหตุ": texts.NOT_IN_IT}
    takes_files = message.messenger is Messenger.TELEGRAM
    summary = ctx.say(texts.summary, held, ctx.agency.short_name, in_a_file=takes_files)
    choices = (MINE, FORGET_ME, PRIVACY)
    if takes_files:
        content = json.dumps(copy, ensure_ascii=False, indent=2)
        made = File(MADE, texts.FILE_NAME, "application/json", content=content)
        replies = [_secret(summary, choices), Reply("", file=made, confidential=True, once=True)]
    else:
        pages = pages_of(ctx, copy)
        replies = [_secret(summary), *map(_secret, pages[:-1]), _secret(pages[-1], choices)]
    return Turn(
        replies=tuple(replies),
        keep=(Write(record_copy, (held, at)),),
        counts=(Count(ONCE_A_DAY),),
    )


def pages_of(ctx: Context, copy: Mapping[str, Any]) -> list[str]:
    """A copy where no file can be sent; what is too long for a chat is said to be."""
    text = "\n".join(texts.as_text(copy))
    pages = [text[start : start + PAGE] for start in range(0, len(text), PAGE)]
    if len(pages) <= MOST_PAGES:
        return pages
    agency = ctx.agency
    more = ctx.say(texts.there_is_more, agency.data_protection, agency.name)
    return [*pages[:MOST_PAGES], more]


def record_copy(db: Connection, held: HeldChat, at: str) -> None:
    """The reporter has a copy of each case."""
    for case in held.cases:
        audit.record(db, Event(at, audit.CITIZEN, Action.EXPORTED, case.id))


async def ask(message: Message, ctx: Context) -> Turn:
    """What would be forgotten, and what stays."""
    if ctx.staff is not None:
        return Turn(replies=(ctx.reply(texts.for_staff(), choices=(MINE, PERSON)),))
    found = await ctx.read(forgetting.filed, message.chat)
    days = ctx.agency.retention.backups
    text = ctx.say(texts.explain, found, days, drafting=intake.is_writing(ctx))
    return Turn(replies=(_secret(text, (YES, MY_DATA, MINE, PRIVACY)),))


async def forget(message: Message, ctx: Context) -> Turn:
    """The second press: done at once, as far as nothing stands against it."""
    if ctx.staff is not None:
        return await ask(message, ctx)
    found = await ctx.read(forgetting.filed, message.chat)
    stays = [case.code for case in found if case.stays]
    text = ctx.say(texts.forgotten, stays, ctx.agency.data_protection, ctx.agency.name)
    return Turn(
        replies=(_secret(text, (*((MINE,) if stays else ()), TELL)),),
        keep=(Write(forgetting.ask, (message.chat, stamp(ctx.now))),),
        notices=await _notices(message, ctx, found),
        conversation=Conversation() if intake.is_writing(ctx) else None,
    )


async def _notices(
    message: Message, ctx: Context, found: list[forgetting.Filed]
) -> tuple[Notice, ...]:
    """Officers hear that an open case is withdrawn, the data-protection contact of what stays."""
    notices: list[Notice] = []
    for case in found:
        whole = await ctx.read(register.filed_here, message.chat, case.id)
        if whole is not None and case.is_open and not case.stays:
            notices += await alerts.reporter_withdrew(ctx, whole)
    if any(case.stays for case in found):
        reply = Reply(texts.request_kept(), confidential=True)
        told = await ctx.read(forgetting.told, message.chat)
        notices += [Notice(each.chat, reply) for each in told]
    return tuple(notices)


def _secret(text: str, choices: tuple[Choice, ...] = ()) -> Reply:
    return Reply(text, choices, confidential=True, once=True)
