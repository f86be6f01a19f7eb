"""Finding: /find, by the beginning of a code or by words that stand in a case."""

from data import case_search
from handlers.context import Context
from handlers.message import Message
from handlers.officers.casework import PAGE
from handlers.officers.officer_screens import LIST, strangers
from handlers.texts import casework as case_texts
from handlers.texts import filtering as texts
from handlers.turn import Choice, Reply, Turn

SHORTEST = 2
"""Letters of a word that is looked for."""


async def find(message: Message, ctx: Context, words: str) -> Turn:
    """/find ABC, /find ไฟดับ หมู่ 3."""
    member = ctx.staff
    if member is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(case_texts.in_private()),))
    if len("".join(words.split())) < SHORTEST:
        return Turn(replies=(ctx.reply(texts.how_to_find(), choices=(LIST,)),))
    found = await ctx.read(case_search.with_code_like, member, words, PAGE)
    text = texts.with_code(found)
    if not found:
        found, looked_at = await ctx.read(case_search.with_words, member, words.split(), PAGE)
        text = texts.with_words(
            found, words, looked_at, bounded=looked_at == case_search.LOOKED_AT, most=PAGE
        )
    choices = [Choice(case.code, f"c:{case.id}:open", "case_status") for case in found]
    secret = any(case.kind.is_secret for case in found)
    return Turn(replies=(Reply(text, (*choices, LIST), confidential=secret),))
