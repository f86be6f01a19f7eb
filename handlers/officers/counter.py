"""Counter: staff write down what somebody told the office elsewhere, a small step at a time.

channel -> kind -> what happened -> when it came in -> who may be told back -> see it -> save.
What is still missing is asked next; each part can be changed before it is saved. Corruption is
written down by named handlers only: others are shown the safe way, and nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from data import counter_cases, written_dates
from data.cases import CaseKind
from data.counter_cases import LONGEST_CONTACT, LONGEST_TEXT, Channel, Received
from data.drafts import Draft
from data.staff import StaffMember
from data.times import BANGKOK, stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.officers import alerts
from handlers.officers.officer_screens import LIST, strangers
from handlers.reporting.intake import KEY_OF, KINDS, afterwards, meanwhile
from handlers.reporting.suspicion import sounds_like_corruption
from handlers.texts import counter as texts
from handlers.texts.casework import in_private
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.intake import KIND_NAMES
from handlers.turn import Choice, Reply, Turn, Write
from handlers.wording import plain

STEP = "counter.write"
FIELDS = ("channel", "of", "text", "received", "contact")
"""In the order in which they are asked for; *of* is the key of the kind."""

MESSAGE = "message"
"""Where the memory names the last message it quotes, so that taking that back forgets it."""

NEW = Choice("บันทึกเรื่องใหม่", "n:start", "case_status")
SAVE = Choice("บันทึก", "n:save", "case_status")
STOP = Choice("ยกเลิก", "n:stop", "cancel")
TODAY = Choice("วันนี้", "n:today", "case_status")
YESTERDAY = Choice("เมื่อวาน", "n:yesterday", "case_status")
NOBODY = Choice("ไม่มี", "n:nobody", "case_status")
CHANGES = (
    Choice("แก้ข้อความ", "n:again:text", "case_status"),
    Choice("แก้วันที่รับ", "n:again:received", "case_status"),
    Choice("แก้ที่ติดต่อ", "n:again:contact", "case_status"),
    Choice("แก้ช่องทาง", "n:again:channel", "case_status"),
    Choice("แก้ประเภท", "n:again:of", "case_status"),
)
SAVE_WORDS = frozenset({"บันทึก", "save"})


async def start(message: Message, ctx: Context, _: str = "") -> Turn:
    """/new."""
    return refused(message, ctx) or await _ask_next(ctx, {})


async def press(message: Message, ctx: Context, rest: str) -> Turn:
    """A button of ``n:...``; the right to it is looked up anew."""
    verb, _, value = rest.partition(":")
    if verb == "start":
        return await start(message, ctx)
    if turn := refused(message, ctx):
        return turn
    if ctx.conversation.step != STEP:
        return Turn(replies=(ctx.reply(texts.nothing_pending(), choices=(NEW, LIST)),))
    if verb == "stop":
        return stop(message, ctx)
    known = _known(ctx)
    if verb == "save":
        return await _save(message, ctx, known)
    if verb == "again" and value in FIELDS:
        return await _ask_next(ctx, {name: known[name] for name in known if name != value})
    return await _ask_next(ctx, {**known, **_pressed(verb, value, ctx.now)})


def _pressed(verb: str, value: str, now: datetime) -> Mapping[str, str]:
    """What a button says; nothing where it is none of ours."""
    if verb == "channel" and value in CHANNEL_NAMES:
        return {"channel": value}
    if verb == "kind" and value in KINDS:
        return {"of": value}
    if verb in ("today", "yesterday"):
        return _received(verb, now)
    return {"contact": ""} if verb == "nobody" else {}


async def take(message: Message, ctx: Context) -> Turn:
    """Words for what is asked; where all is known, more of what happened."""
    if turn := refused(message, ctx):
        return replace(turn, conversation=afterwards(ctx))
    known, words = _known(ctx), message.text.strip() if message.kind is Kind.TEXT else ""
    missing = next((name for name in FIELDS if name not in known), "")
    if not words:
        return await _ask_next(ctx, known, texts.words_only())
    if not missing and plain(words) in SAVE_WORDS:
        return await _save(message, ctx, known)
    said = _said(missing, words, known, ctx.now)
    if missing == "received" and not said:
        return await _ask_next(ctx, known, texts.bad_date())
    if len(said.get("text", "")) > LONGEST_TEXT or len(said.get("contact", "")) > LONGEST_CONTACT:
        return await _ask_next(ctx, known, texts.too_long())
    return await _ask_next(ctx, {**known, **said, MESSAGE: message.message_id})


def _said(missing: str, words: str, known: Mapping[str, str], now: datetime) -> Mapping[str, str]:
    """What typed words are for the part that is *missing*, "" where all is known."""
    if missing == "channel":
        return _named(missing, words, CHANNEL_NAMES)
    if missing == "of":
        return _named(missing, words, {KEY_OF[kind]: name for kind, name in KIND_NAMES.items()})
    if missing == "received":
        return _received(words, now)
    if missing == "contact":
        return {missing: "" if plain(words) == NOBODY.label else words}
    return {"text": "\n".join(filter(None, (known.get("text", ""), words)))}


def _named(missing: str, words: str, names: Mapping[str, str]) -> Mapping[str, str]:
    found = [key for key, name in names.items() if name == words]
    return {missing: found[0]} if found else {}


def _received(words: str, now: datetime) -> Mapping[str, str]:
    day = written_dates.day(words, now.date())
    return {"received": day.isoformat()} if day else {}


def stop(_: Message, ctx: Context) -> Turn:
    """Forget what was being written down."""
    reply = ctx.reply(texts.stopped(), choices=(NEW, LIST))
    return Turn(replies=(reply,), conversation=afterwards(ctx))


def refused(message: Message, ctx: Context) -> Turn | None:
    """Why this person, here, writes nothing down; None where they may."""
    if ctx.staff is None:
        return strangers(ctx)
    if not message.private:
        return Turn(replies=(ctx.reply(in_private()),))
    if not ctx.staff.has_cases:
        return Turn(replies=(ctx.reply(texts.no_right(), choices=(LIST,)),))
    return None


def may_register(member: StaffMember, kind: CaseKind) -> bool:
    """Whether *member* may write down a case of *kind*."""
    return member.handles(kind)


def received_at(day: date, now: datetime) -> datetime:
    """When something came in that is known by its day: now, or that day's noon."""
    today = now.astimezone(BANGKOK).date()
    return now if day >= today else written_dates.noon(day)


async def _ask_next(ctx: Context, known: Mapping[str, str], problem: str = "") -> Turn:
    """Ask for the first part that is missing, or show all of it."""
    kind = KINDS.get(known.get("of", ""))
    if kind is not None and ctx.staff is not None and not may_register(ctx.staff, kind):
        return _safe_way(ctx, kind)
    text, choices = await _asked(ctx, known)
    text = f"{problem}\n\n{text}" if problem else text
    secret = kind is not None and kind.is_secret
    return Turn(
        replies=(Reply(text, choices=(*choices, STOP), confidential=secret),),
        conversation=meanwhile(ctx, STEP, **known),
    )


async def _asked(ctx: Context, known: Mapping[str, str]) -> tuple[str, tuple[Choice, ...]]:
    if "channel" not in known:
        return texts.ask_channel(), tuple(
            Choice(name, f"n:channel:{key}", "case_status") for key, name in CHANNEL_NAMES.items()
        )
    if "of" not in known:
        return texts.ask_kind(known["channel"]), tuple(
            Choice(KIND_NAMES[kind], f"n:kind:{key}", "case_status") for key, kind in KINDS.items()
        )
    kind = KINDS[known["of"]]
    if "text" not in known:
        return texts.ask_text(kind), ()
    if "received" not in known:
        return texts.ask_received(), (TODAY, YESTERDAY)
    if "contact" not in known:
        return texts.ask_contact(), (NOBODY,)
    suspicious = await sounds_like_corruption(ctx, kind, Draft((known["text"],), ()))
    day = date.fromisoformat(known["received"])
    shown = texts.review(
        kind, known["channel"], known["text"], day, known["contact"], suspicious=suspicious
    )
    return shown, (SAVE, *CHANGES)


async def _save(message: Message, ctx: Context, known: Mapping[str, str]) -> Turn:
    """Keep the case; tell those who work on it."""
    if any(name not in known for name in FIELDS) or ctx.staff is None:
        return await _ask_next(ctx, known)
    kind, day = KINDS[known["of"]], date.fromisoformat(known["received"])
    if not may_register(ctx.staff, kind):
        return _safe_way(ctx, kind)
    received = Received(
        code=ctx.draw_code(),
        kind=kind,
        channel=Channel(known["channel"]),
        text=known["text"],
        contact=known["contact"],
        received_at=stamp(received_at(day, ctx.now)),
        at=stamp(ctx.now),
        staff_id=ctx.staff.id,
        clocks=ctx.agency.clocks,
    )
    text = texts.saved(kind, received.code, day, contact=bool(received.contact))
    but_for_this_chat = replace(received.new_case, chat=message.chat)
    return Turn(
        replies=(Reply(text, choices=(NEW, LIST), confidential=kind.is_secret),),
        keep=(Write(counter_cases.register, (received,)),),
        notices=await alerts.new_case(ctx, but_for_this_chat),
        conversation=afterwards(ctx),
    )


def _safe_way(ctx: Context, kind: CaseKind) -> Turn:
    reply = ctx.reply(texts.safe_way(kind, ctx.agency.outside_bodies), choices=(NEW, LIST))
    return Turn(replies=(reply,), conversation=afterwards(ctx))


def _known(ctx: Context) -> dict[str, str]:
    if ctx.conversation.step != STEP:
        return {}
    names = (*FIELDS, MESSAGE)
    return {name: text for name, text in ctx.conversation.memory.items() if name in names}
