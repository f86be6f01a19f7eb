"""Offers: from "I want to tell you something" to the first line of a draft.

Nothing begins by itself: whoever sounds as if they had a case is asked, and says yes by a button or
by typing it. A draft that is being written is never dropped without asking.
"""

from dataclasses import replace
from types import MappingProxyType

from data import drafts, staff
from data.agency import OutsideBody
from data.cases import CaseKind
from data.conversations import Conversation
from data.drafts import Draft
from data.times import stamp
from handlers.context import Context
from handlers.menus import (
    CORRUPTION,
    DATA_REQUEST,
    ETHICS,
    FEEDBACK,
    GRIEVANCE,
    HELP,
    LEAVE_QUESTION,
    PERSON,
    PRIVACY,
)
from handlers.message import KNOWN_TO, Kind, Message, Messenger
from handlers.reporting import asking
from handlers.reporting.anonymity import ANONYMOUS, ANONYMOUSLY, BY_NAME, HOW, NAMED
from handlers.reporting.ethics_words import sounds_like_ethics
from handlers.reporting.intake import (
    ASKS,
    CANCEL,
    CHANNELS,
    GO_ON,
    KEY_OF,
    KINDS,
    REVIEW,
    SEE,
    are_handlers_named,
    drafted_kind,
    is_writing,
    no_draft,
    nobody_named,
    origin_of,
    review,
    show_back,
    still_writing,
    writing,
)
from handlers.reporting.wishes import is_mere_wish
from handlers.texts import anonymity as anonymity_texts
from handlers.texts import intake as texts
from handlers.texts.english.labels import label
from handlers.turn import Choice, Turn, Write
from handlers.wording import NODS, is_yes, plain

OFFERED = "intake.offered"
OF_CORRUPTION = "ทุจริต"
"""In what a body takes, as the office wrote it."""


KIND_OF_INTENT = {
    "file_complaint": CaseKind.CORRUPTION,
    "file_grievance": CaseKind.GRIEVANCE,
    "file_feedback": CaseKind.FEEDBACK,
}
INTENT_OF = {
    CaseKind.FEEDBACK: FEEDBACK.intent,
    CaseKind.GRIEVANCE: GRIEVANCE.intent,
    CaseKind.CORRUPTION: CORRUPTION.intent,
    CaseKind.QUESTION: LEAVE_QUESTION.intent,
    CaseKind.ETHICS: ETHICS.intent,
    CaseKind.PRIVACY: DATA_REQUEST.intent,
}
YES = {
    CaseKind.FEEDBACK: Choice("ส่งเป็นคำติชม", FEEDBACK.data, FEEDBACK.intent),
    CaseKind.GRIEVANCE: Choice("แจ้งเรื่องนี้", GRIEVANCE.data, GRIEVANCE.intent),
    CaseKind.CORRUPTION: Choice("แจ้งแบบลับ", CORRUPTION.data, CORRUPTION.intent),
    CaseKind.ETHICS: Choice("แจ้งแบบลับ", ETHICS.data, ETHICS.intent),
}

YES_WORDS = frozenset(
    {"ใช่", "ตกลง", "ได้", "โอเค", "แจ้ง", "ส่ง", "เอา", "แจ้งเรื่องนี้", "ส่งเรื่อง", "ยืนยัน", *NODS}
    | {"ok", "okay", "yes", "yes please", "please do", "sure", "send", "send it", "report it"}
)
NO_WORDS = frozenset(
    {"ไม่", "ไม่ใช่", "ไม่แจ้ง", "ไม่เอา", "ไม่ส่ง", "ไม่ต้อง", "ยังไม่แจ้ง"}
    | {"no", "no thanks", "not now", "don't"}
)


async def offer_to_file(message: Message, ctx: Context) -> Turn:
    """The words sound like a case: offer to file it, keep them at hand, start nothing."""
    ethical = sounds_like_ethics(message.text)
    kind = CaseKind.ETHICS if ethical else KIND_OF_INTENT[ctx.question.intent]
    if not message.private:
        return only_in_private(ctx)
    if is_writing(ctx):
        return await asking.go_on(message, ctx)
    if not await are_handlers_named(message, ctx, kind):
        return refuse(ctx, kind)
    yes = YES[kind]
    text = ctx.say(texts.offer, kind, yes.label, has_file=message.kind is Kind.FILE)
    memory = {"offered": KEY_OF[kind], "told": _told(message), "message": message.message_id}
    return Turn(
        replies=(ctx.reply(text, choices=(yes, CHANNELS, PERSON)),),
        conversation=Conversation(OFFERED, MappingProxyType(memory)),
    )


def typed_answer(message: Message, ctx: Context) -> bool | None:
    """Yes or no to the offer in words, None where it is something else."""
    if ctx.conversation.step != OFFERED or message.kind is not Kind.TEXT:
        return None
    words = plain(message.text)
    if words in NO_WORDS:
        return False
    thai = YES[KINDS[ctx.conversation.memory["offered"]]].label
    known = words in YES_WORDS | {thai, label(thai).casefold()}
    return True if known or is_yes(message.text) else None


async def accept(message: Message, ctx: Context) -> Turn:
    """Yes to the offer."""
    return await start(message, ctx, ctx.conversation.memory["offered"])


async def choose_kind(message: Message, ctx: Context) -> Turn:
    """What would you like to tell us?"""
    if not message.private:
        return only_in_private(ctx)
    choices = (FEEDBACK, GRIEVANCE, CORRUPTION, ETHICS, DATA_REQUEST, CHANNELS)
    return Turn(replies=(ctx.reply(ctx.say(texts.choose_kind), choices=choices),))


async def start(message: Message, ctx: Context, key: str) -> Turn:
    """The person said yes to a kind: privacy notice and the first prompt."""
    kind = KINDS.get(key)
    if kind is None or not message.private:
        return await choose_kind(message, ctx)
    if not await are_handlers_named(message, ctx, kind):
        return refuse(ctx, kind)
    draft = await ctx.read(drafts.load, message.chat)
    if not is_writing(ctx) or draft.is_empty:
        return await _begin(message, ctx, kind)
    if kind is drafted_kind(ctx):
        return await asking.go_on(message, ctx)
    intent = INTENT_OF[kind]
    choices = (
        GO_ON,
        Choice("ย้ายข้อความ", f"f:kind:{key}", intent),
        Choice("ทิ้ง เริ่มใหม่", f"f:fresh:{key}", intent),
        CANCEL,
    )
    text = ctx.say(texts.draft_or_new, drafted_kind(ctx), kind, draft)
    return Turn(replies=(ctx.reply(text, choices=choices),))


async def start_afresh(message: Message, ctx: Context, key: str) -> Turn:
    """Drop what was written, and begin anew: the person has said so."""
    kind = KINDS.get(key)
    if kind is None or not message.private:
        return await choose_kind(message, ctx)
    if not await are_handlers_named(message, ctx, kind):
        return refuse(ctx, kind)
    return await _begin(message, ctx, kind)


async def change_kind(message: Message, ctx: Context, key: str) -> Turn:
    """Keep the words, change what they are, and with it who will read them."""
    kind = KINDS.get(key)
    if kind is None or not is_writing(ctx):
        return await choose_kind(message, ctx)
    if not await are_handlers_named(message, ctx, kind):
        return refuse(ctx, kind)
    text = await _notice(message, ctx, kind, has_words=True)
    reply = ctx.reply(text, choices=(*_ways(kind), SEE, CANCEL))
    turn = Turn(replies=(reply,), conversation=writing(kind))
    return turn if kind.is_secret else await _and_ask(message, ctx, turn)


async def choose_how(message: Message, ctx: Context, how: str) -> Turn:
    """With a code, or anonymously: kept with the draft, which is shown again where it just was."""
    accuses = is_writing(ctx) and drafted_kind(ctx).is_inquiry
    if not accuses or how not in (ANONYMOUS, NAMED):
        return no_draft(ctx)
    chosen = {**still_writing(ctx).memory, HOW: how}
    conversation = replace(still_writing(ctx), memory=MappingProxyType(chosen))
    if ctx.conversation.step == REVIEW:
        return await review(message, ctx._replace(conversation=conversation))
    known_to = KNOWN_TO.get(message.messenger, "")
    anonymous = how == ANONYMOUS
    turn = Turn(replies=(), conversation=conversation)
    asking_too = turn if ASKS in conversation.memory else await _and_ask(message, ctx, turn)
    asks = bool(asking_too.replies)
    text = (
        ctx.say(anonymity_texts.anonymously, known_to, asks=asks)
        if anonymous
        else ctx.say(anonymity_texts.named, asks=asks)
    )
    other = BY_NAME if anonymous else ANONYMOUSLY
    reply = ctx.reply(text, choices=(SEE, other, CANCEL))
    return replace(asking_too, replies=(reply, *asking_too.replies))


def refuse(ctx: Context, kind: CaseKind) -> Turn:
    """Nobody is appointed for it: show where else to go instead."""
    return Turn(replies=(ctx.reply(nobody_named(ctx, kind), choices=(CHANNELS, HELP)),))


def only_in_private(ctx: Context) -> Turn:
    """Nothing is taken in a group."""
    return Turn(replies=(ctx.reply(ctx.say(texts.only_in_private), choices=(CHANNELS,)),))


async def _begin(message: Message, ctx: Context, kind: CaseKind) -> Turn:
    memory = ctx.conversation.memory
    told = memory["told"] if ctx.conversation.step == OFFERED else ""
    keep = [Write(drafts.discard, (message.chat,))]
    if told:
        origin = origin_of(message, memory["message"])
        keep.append(Write(drafts.add_text, (message.chat, told, origin, stamp(ctx.now))))
    text = await _notice(message, ctx, kind, has_words=bool(told))
    choices = (*_ways(kind), *((SEE,) if told else ()), CANCEL, PRIVACY)
    reply = ctx.reply(text, choices=choices)
    turn = Turn(replies=(reply,), keep=tuple(keep), conversation=writing(kind))
    draft = Draft((told,), ())
    if told and kind is CaseKind.FEEDBACK:
        shown = await show_back(message, ctx._replace(conversation=writing(kind)), draft)
        return replace(turn, replies=turn.replies + shown.replies, conversation=shown.conversation)
    return _asked_too(turn, ctx, draft) if told and not kind.is_secret else turn


async def _and_ask(message: Message, ctx: Context, turn: Turn) -> Turn:
    """The turn, and the first question about the words that there are."""
    draft = await ctx.read(drafts.load, message.chat)
    return _asked_too(turn, ctx, draft) if draft.texts else turn


def _asked_too(turn: Turn, ctx: Context, draft: Draft) -> Turn:
    assert turn.conversation is not None
    first = asking.begin(ctx._replace(conversation=turn.conversation), draft)
    if first is None:
        return turn
    return replace(turn, replies=turn.replies + first.replies, conversation=first.conversation)


def _is_for(body: OutsideBody, kind: CaseKind) -> bool:
    """Whoever was harassed is sent to no body for corruption."""
    return kind is not CaseKind.ETHICS or OF_CORRUPTION not in body.takes


async def _notice(message: Message, ctx: Context, kind: CaseKind, *, has_words: bool) -> str:
    """The privacy notice, true for this person and these officers, and the first prompt."""
    workers = await ctx.read(staff.handlers_of, kind)
    carriers = {KNOWN_TO.get(Messenger(worker.messenger), "") for worker in workers}
    on_the_page = message.messenger is Messenger.WEB
    bodies = [each for each in ctx.agency.outside_bodies if _is_for(each, kind)]
    how = ctx.say(anonymity_texts.choose, bodies, on_the_page=on_the_page)
    ways = how if kind.is_inquiry else ""
    return ctx.say(
        texts.notice,
        kind,
        ctx.agency.short_name,
        sender_known_to=KNOWN_TO.get(message.messenger, ""),
        carriers=sorted(carriers - {""}),
        has_words=has_words,
        ways=ways,
    )


def _ways(kind: CaseKind) -> tuple[Choice, ...]:
    return (ANONYMOUSLY, BY_NAME) if kind.is_inquiry else ()


def _told(message: Message) -> str:
    """The words to begin the draft with; none where they only say that one wants to write one."""
    text = message.text.strip()
    if message.kind is Kind.BUTTON:  # its label
        return ""
    if is_mere_wish(text):
        return ""
    return text[: drafts.LONGEST_DRAFT]
