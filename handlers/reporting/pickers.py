"""Pickers: the answers that a question offers as buttons, and what each of them says.

Days are written in the Buddhist Era, in Thai: officers read them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from data.cases import CaseKind
from data.draft_answers import KNOWN, SERVICE, WHEN, WHERE
from handlers.context import Context
from handlers.message import Message
from handlers.texts import questions as texts
from handlers.texts import services
from handlers.texts.english.labels import label
from handlers.texts.thai import be_date
from handlers.turn import Choice
from handlers.wording import plain

INTENT = "file_feedback"
DATE, PLACE = "date", "place"
PICKED_PLACE = f"f:answer:{WHERE}:{PLACE}"
SEND_PLACE = Choice("ส่งตำแหน่ง", PICKED_PLACE, INTENT, asks=PLACE)
MOST_VILLAGES = 8

DAYS: Mapping[str, str] = MappingProxyType(
    {"today": "วันนี้", "yesterday": "เมื่อวาน", "week": "สัปดาห์นี้", DATE: "เลือกวันที่"}
)
WAYS_OF_KNOWING: Mapping[str, str] = MappingProxyType(
    {"self": "เจอกับตัว", "seen": "เห็นเอง", "told": "มีคนเล่าให้ฟัง"}
)
OF_GRIEVANCES = (
    *("road", "light", "water", "drain", "waste"),
    *("nuisance", "permit", "tax", "welfare", "other"),
)
OF_SECRETS = ("permit", "tax", "procurement", "personnel", "welfare", "road", "other")


def options(question: str, kind: CaseKind, ctx: Context) -> tuple[Choice, ...]:
    """The answers to press; none where people answer in their own words."""
    if question == WHERE:
        villages = ctx.agency.villages[:MOST_VILLAGES]
        named = {f"v{number}": village for number, village in enumerate(villages)}
        return (SEND_PLACE, *_choices(question, named))
    if question == WHEN:
        return _choices(question, DAYS)
    if question == SERVICE:
        keys = OF_SECRETS if kind.is_secret else OF_GRIEVANCES
        return _choices(question, {key: services.NAMES[key] for key in keys})
    return _choices(question, WAYS_OF_KNOWING) if question == KNOWN else ()


def chosen(question: str, option: str, message: Message, ctx: Context) -> str:
    """What a pressed answer says; "" where there is no such answer, or no day was picked."""
    if question == WHERE and option[:1] == "v" and option[1:].isdigit():
        number = int(option[1:])
        return ctx.agency.villages[number] if number < len(ctx.agency.villages) else ""
    if question == WHEN:
        return _day(option, message, ctx.now.date())
    if question == SERVICE:
        return option if option in services.NAMES else ""
    return WAYS_OF_KNOWING.get(option, "") if question == KNOWN else ""


def typed(question: str, text: str, kind: CaseKind, ctx: Context) -> str:
    """The data of the answer whose label somebody typed instead of pressing it, else ""."""
    words = plain(text)
    for choice in options(question, kind, ctx):
        if words in (plain(choice.label), plain(label(choice.label))):
            return choice.data
    return ""


def _choices(question: str, labels: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(name, f"f:answer:{question}:{key}", INTENT, asks=DATE if key == DATE else "")
        for key, name in labels.items()
    )


def _day(option: str, message: Message, today: date) -> str:
    name, _, picked = option.partition(":")
    if name == DATE:
        return _picked(picked or message.text)
    if name == "week":
        return texts.week_of(today)
    days = {"today": 0, "yesterday": 1}.get(name)
    return "" if days is None else be_date(today - timedelta(days=days))


def _picked(text: str) -> str:
    """A picker's YYYY-MM-DD."""
    try:
        return be_date(date.fromisoformat(text.strip()))
    except ValueError:
        return ""
