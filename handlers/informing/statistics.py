"""Statistics of cases: in full for staff (/stats), as published for everybody who asks.

Of kinds that only named handlers see, staff too read what could be published: a number that moves
would tell the accused that a case came.
"""

import re

from data import case_statistics, published_statistics
from data.times import stamp
from handlers import menus
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers import officer_screens
from handlers.texts import casework as casework_texts
from handlers.texts import statistics as texts
from handlers.turn import Choice, Turn

LONGEST = 100
YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)", re.ASCII)
COMPLAINTS = r"(?:ร้องเรียน|ร้องทุกข์|แจ้งทุจริต|แจ้งเรื่อง|แจ้งเข้ามา)"
HOW_MANY = r"กี่\s*(?:เรื่อง|ราย|คดี|เคส)"
ASKS = re.compile(
    rf"{COMPLAINTS}.*{HOW_MANY}|{HOW_MANY}.*{COMPLAINTS}"
    rf"|จำนวน\S*{COMPLAINTS}.{{0,20}}เท่า"
    rf"|สถิติ\S*?\s*(?:เรื่อง|การ)?\s*{COMPLAINTS}"
    r"|\bhow many (?:\w+ ){0,2}(?:complaints|grievances)\b|\b(?:complaint|case)s? statistics\b"
    r"|\bstatistics (?:of|on|about) (?:\w+ )?(?:complaints|cases)\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"ผม|ฉัน|หนู|ของเรา|\b(?:my|i)\b|ช่องทาง|คะแนน|ตัวชี้วัด|\b[eio]\d|ไม่มีใคร|สักที",
    re.IGNORECASE | re.ASCII,
)
"""About one's own, about a score, or a complaint itself."""

LAST_YEAR = re.compile(r"ปี(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\blast year\b", re.IGNORECASE)
THIS_YEAR = re.compile(r"ปี(?:นี้|ปัจจุบัน)|\bthis year\b", re.IGNORECASE)
FILE = Choice("แจ้งเรื่องใหม่", "f:start", "file_feedback")


async def show(message: Message, ctx: Context, argument: str) -> Turn:
    """/stats [year]: for whoever is staff, in private; counts only."""
    if ctx.staff is None:
        return officer_screens.strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(casework_texts.in_private()),))
    newest = case_statistics.fiscal_year(ctx.now)
    year = _year_in(argument) if argument.strip() else newest
    if year is None or not case_statistics.is_year(year, ctx.now):
        return Turn(replies=(ctx.reply(texts.bad_year(newest), choices=(officer_screens.LIST,)),))
    found = await ctx.read(case_statistics.of_year, year, stamp(ctx.now))
    over = await ctx.read(case_statistics.of_year, year, stamp(ctx.now), over=True)
    guarded = published_statistics.to_publish(over).guarded
    text = f"{texts.staff(found, guarded)}\n{texts.about_small_numbers()}"
    text = f"{text}\n{texts.other_years(year)}"
    return Turn(replies=(ctx.reply(text, choices=(officer_screens.LIST, menus.HELP)),))


def are_asked_for(message: Message) -> bool:
    """Whether somebody asks how many cases there are: not their own, and not where to file."""
    text = message.text
    return (
        message.kind in (Kind.TEXT, Kind.EDITED)
        and len(text) <= LONGEST
        and ASKS.search(text) is not None
        and OTHERWISE.search(text) is None
    )


async def tell_published(message: Message, ctx: Context) -> Turn | None:
    """What is published of the year that is meant: the one named, else the newest there is.

    None where nothing is published at all: then the report is asked, which says what it lacks.
    """
    years = await ctx.read(published_statistics.years)
    if not years:
        return None
    now = case_statistics.fiscal_year(ctx.now)
    year = _year_in(message.text) or _relative(message.text, now) or years[0]
    found = await ctx.read(published_statistics.published, year)
    if found is None:
        text = ctx.say(texts.not_published, year, years[0])
    else:
        text = ctx.say(texts.public, found, ctx.agency.short_name)
    return Turn(replies=(ctx.reply(text, choices=(FILE, menus.CHANNELS, menus.HELP)),))


def _year_in(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[0]) if found else None


def _relative(text: str, now: int) -> int | None:
    if LAST_YEAR.search(text):
        return now - 1
    return now if THIS_YEAR.search(text) else None
