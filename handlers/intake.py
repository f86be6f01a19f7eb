"""Intake: from "I want to tell you something" to a code, one small step at a time.

choose a kind -> privacy notice -> describe (several messages, files) -> see it back -> send.
Nothing is filed, and no form begins, without the person saying yes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from data import cases, drafts, staff
from data.cases import CaseKind, NewCase
from data.conversations import Conversation
from data.times import stamp
from handlers import alerts
from handlers.context import Context
from handlers.message import AttachmentProblem, Kind, Message, Messenger
from handlers.texts import intake as texts
from handlers.turn import Choice, Reply, Turn, Write
from handlers.understanding.question import Question

DESCRIBE = "intake.describe"
REVIEW = "intake.review"
OFFERED = "intake.offered"

KINDS = {
    "feedback": CaseKind.FEEDBACK,
    "grievance": CaseKind.GRIEVANCE,
    "corruption": CaseKind.CORRUPTION,
    "question": CaseKind.QUESTION,
}
KEY_OF = {kind: key for key, kind in KINDS.items()}

OFFERED_KIND = {
    "file_complaint": CaseKind.CORRUPTION,
    "file_grievance": CaseKind.GRIEVANCE,
    "file_feedback": CaseKind.FEEDBACK,
}

REVIEW_WORDS = frozenset({"ตรวจ", "ดูก่อนส่ง", "ตรวจทาน", "ตรวจสอบ", "เสร็จ", "เสร็จแล้ว", "/done"})
SEND_WORDS = frozenset({"ส่ง", "ส่งเรื่อง", "ส่งเลย", "ยืนยัน", "ยืนยันส่ง", "/send"})
CANCEL_WORDS = frozenset({"ยกเลิก", "ไม่ส่ง", "ไม่ส่งแล้ว", "ไม่แจ้งแล้ว", "/cancel", "cancel"})

START_FEEDBACK = Choice("ติชม เสนอแนะ", "f:start:feedback", "file_feedback")
START_GRIEVANCE = Choice("ร้องทุกข์", "f:start:grievance", "file_grievance")
START_CORRUPTION = Choice("แจ้งทุจริต (ลับ)", "f:start:corruption", "file_complaint")
START_QUESTION = Choice("ฝากคำถามไว้", "f:start:question", "human_handoff")
CHANNELS = Choice("ดูช่องทางทั้งหมด", "q:channel_list", "channel_list")
PERSON = Choice("คุยกับเจ้าหน้าที่", "h:human", "human_handoff")
SEE = Choice("ดูก่อนส่ง", "f:review", "file_feedback")
SEND = Choice("ส่งเรื่อง", "f:send", "file_feedback")
MORE = Choice("เขียนเพิ่ม", "f:more", "file_feedback")
GO_ON = Choice("เขียนต่อ", "f:more", "file_feedback")
CANCEL = Choice("ยกเลิก", "f:cancel", "cancel")
MINE = Choice("เรื่องของฉัน", "f:status", "case_status")

START_OF = {
    CaseKind.FEEDBACK: START_FEEDBACK,
    CaseKind.GRIEVANCE: START_GRIEVANCE,
    CaseKind.CORRUPTION: START_CORRUPTION,
    CaseKind.QUESTION: START_QUESTION,
}
YES_LABELS = {
    CaseKind.FEEDBACK: "ส่งเป็นคำติชม",
    CaseKind.GRIEVANCE: "แจ้งเรื่องนี้",
    CaseKind.CORRUPTION: "แจ้งแบบลับ",
}
MESSENGER_NAMES = {Messenger.LINE: "LINE ", Messenger.TELEGRAM: "Telegram "}


async def offer_to_file(message: Message, ctx: Context) -> Turn:
    """The words sound like a case: offer to file it, keep them at hand, start nothing."""
    kind = OFFERED_KIND[ctx.question.intent]
    if not message.private:
        return Turn(replies=(ctx.reply(texts.only_in_private(), choices=(CHANNELS,)),))
    if kind is CaseKind.CORRUPTION and not await _has_handler(ctx):
        return await refuse_corruption(message, ctx)
    yes = Choice(YES_LABELS[kind], START_OF[kind].data, START_OF[kind].intent)
    told = {"told": message.text[: drafts.LONGEST_DRAFT], "message": message.message_id}
    return Turn(
        replies=(ctx.reply(texts.offer(kind), choices=(yes, CHANNELS, PERSON)),),
        conversation=Conversation(OFFERED, MappingProxyType(told)),
    )


async def choose_kind(_: Message, ctx: Context) -> Turn:
    """What would you like to tell us?"""
    kinds = (START_FEEDBACK, START_GRIEVANCE, START_CORRUPTION, CHANNELS)
    return Turn(replies=(ctx.reply(texts.choose_kind(), choices=kinds),))


async def start(message: Message, ctx: Context, key: str) -> Turn:
    """The person said yes to a kind: privacy notice and the first prompt."""
    kind = KINDS.get(key)
    if kind is None or not message.private:
        return await choose_kind(message, ctx)
    if kind is CaseKind.CORRUPTION and not await _has_handler(ctx):
        return await refuse_corruption(message, ctx)
    told = ctx.conversation.memory.get("told", "") if ctx.conversation.step == OFFERED else ""
    keep: tuple[Write, ...] = (Write(drafts.discard, (message.chat,)),)
    if told:
        origin = _origin(message, ctx.conversation.memory.get("message", ""))
        keep += (Write(drafts.add_text, (message.chat, told, origin, stamp(ctx.now))),)
    text = texts.notice(kind, ctx.agency.name, told, MESSENGER_NAMES.get(message.messenger, ""))
    return Turn(
        replies=(ctx.reply(text, choices=(SEE, CANCEL) if told else (CANCEL,)),),
        keep=keep,
        conversation=_step(DESCRIBE, kind),
    )


async def refuse_corruption(_: Message, ctx: Context) -> Turn:
    """No named handler is appointed: show the outside bodies instead."""
    text = texts.no_corruption_handler(ctx.agency.outside_bodies)
    return Turn(replies=(ctx.reply(text, choices=(CHANNELS, START_GRIEVANCE)),))


async def describe(message: Message, ctx: Context) -> Turn:
    """One more message or file for the draft."""
    if message.kind is Kind.FILE:
        return await _attach(message, ctx)
    if message.kind is Kind.EDITED:
        return _edit(message, ctx)
    text = _words(message)
    if not text.strip():
        return Turn(replies=(ctx.reply(texts.PROMPTS[_kind(ctx)], choices=(CANCEL,)),))
    draft = await ctx.read(drafts.load, message.chat)
    if sum(map(len, draft.texts)) + len(text) > drafts.LONGEST_DRAFT:
        return Turn(replies=(ctx.reply(texts.draft_full(), choices=(SEE, CANCEL)),))
    grown = drafts.Draft((*draft.texts, text), draft.attachments)
    origin = _origin(message, message.message_id)
    return Turn(
        replies=(ctx.reply(texts.noted(grown), choices=(SEE, CANCEL)),),
        keep=(Write(drafts.add_text, (message.chat, text, origin, stamp(ctx.now))),),
        conversation=_step(DESCRIBE, _kind(ctx)),
    )


async def _attach(message: Message, ctx: Context) -> Turn:
    attachment = message.attachment
    draft = await ctx.read(drafts.load, message.chat)
    full = len(draft.attachments) >= drafts.MOST_ATTACHMENTS
    problem = AttachmentProblem.TOO_MANY if full else attachment and attachment.problem
    if attachment is None or attachment.content is None or problem is not None:
        text = texts.PROBLEMS[problem or AttachmentProblem.GONE]
        return Turn(replies=(ctx.reply(text, choices=(SEE, CANCEL)),))
    at, origin = stamp(ctx.now), _origin(message, message.message_id)
    name = attachment.name or "รูปภาพ"
    keep = [
        Write(
            drafts.add_attachment,
            (
                drafts.NewAttachment(
                    message.chat, name, attachment.media_type, attachment.content, origin, at
                ),
            ),
        )
    ]
    words = (message.text,) if message.text.strip() else ()
    keep += [Write(drafts.add_text, (message.chat, word, origin, at)) for word in words]
    grown = drafts.Draft((*draft.texts, *words), (*draft.attachments, name))
    return Turn(
        replies=(ctx.reply(texts.noted(grown), choices=(SEE, CANCEL)),),
        keep=tuple(keep),
        conversation=_step(DESCRIBE, _kind(ctx)),
    )


def _edit(message: Message, ctx: Context) -> Turn:
    origin = _origin(message, message.original)
    return Turn(
        replies=(ctx.reply(texts.edited(), choices=(SEE, CANCEL)),),
        keep=(Write(drafts.replace_text, (message.text, origin)),),
    )


async def review(message: Message, ctx: Context) -> Turn:
    """The whole draft shown back before it is sent."""
    draft = await ctx.read(drafts.load, message.chat)
    if not _is_writing(ctx):
        return Turn(replies=(ctx.reply(texts.no_draft(), choices=(MINE, PERSON)),))
    if draft.is_empty:
        return Turn(replies=(ctx.reply(texts.nothing_to_send(), choices=(CANCEL,)),))
    kind = _kind(ctx)
    reply = Reply(
        texts.review(kind, draft),
        choices=(SEND, MORE, CANCEL),
        confidential=kind is CaseKind.CORRUPTION,
    )
    return Turn(replies=(reply,), conversation=_step(REVIEW, kind))


async def more(message: Message, ctx: Context) -> Turn:
    """Back to writing."""
    if not _is_writing(ctx):
        return Turn(replies=(ctx.reply(texts.no_draft(), choices=(MINE, PERSON)),))
    draft = await ctx.read(drafts.load, message.chat)
    text = texts.continue_draft(_kind(ctx), draft)
    return Turn(
        replies=(ctx.reply(text, choices=(SEE, CANCEL)),),
        conversation=_step(DESCRIBE, _kind(ctx)),
    )


async def send(message: Message, ctx: Context) -> Turn:
    """File the case: a code for the person, an alert for those who work on it."""
    draft = await ctx.read(drafts.load, message.chat)
    if not _is_writing(ctx):
        return Turn(replies=(ctx.reply(texts.no_draft(), choices=(MINE, PERSON)),))
    if draft.is_empty:
        return Turn(replies=(ctx.reply(texts.nothing_to_send(), choices=(CANCEL,)),))
    kind = _kind(ctx)
    if kind is CaseKind.CORRUPTION and not await _has_handler(ctx):
        return await refuse_corruption(message, ctx)
    return await _file(message, ctx, kind)


async def _file(message: Message, ctx: Context, kind: CaseKind) -> Turn:
    code = ctx.draw_code()
    new = NewCase(code, kind, message.chat, message.messenger, stamp(ctx.now))
    secret = kind is CaseKind.CORRUPTION
    days = ctx.agency.corruption_promise_days if secret else ctx.agency.answer_promise_days
    text = texts.filed(kind, code, texts.promise(kind, days))
    return Turn(
        replies=(ctx.reply(text, choices=(MINE, PERSON)),),
        keep=(Write(cases.file, (new,)),),
        notices=await alerts.new_case(ctx, new),
        conversation=Conversation(),
    )


async def cancel(message: Message, ctx: Context) -> Turn:
    """Forget the draft and whatever was awaited; nothing is sent."""
    draft = await ctx.read(drafts.load, message.chat)
    return Turn(
        replies=(ctx.reply(texts.cancelled(not draft.is_empty), choices=(CHANNELS, PERSON)),),
        keep=() if draft.is_empty else (Write(drafts.discard, (message.chat,)),),
        conversation=Conversation(),
        question=Question(intent="cancel"),
    )


WORDS: Mapping[frozenset[str], str] = MappingProxyType(
    {REVIEW_WORDS: "f:review", SEND_WORDS: "f:send", CANCEL_WORDS: "f:cancel"}
)
"""What may be typed while writing instead of pressing a button."""


def typed_button(text: str) -> str | None:
    """The button that exactly these words stand for while a draft is being written."""
    words = " ".join(text.split()).casefold()
    return next((data for known, data in WORDS.items() if words in known), None)


def _is_writing(ctx: Context) -> bool:
    return ctx.conversation.step in (DESCRIBE, REVIEW)


def _kind(ctx: Context) -> CaseKind:
    return KINDS[ctx.conversation.memory["kind"]]


def _step(step: str, kind: CaseKind) -> Conversation:
    return Conversation(step, MappingProxyType({"kind": KEY_OF[kind]}))


def _origin(message: Message, message_id: str) -> str:
    """How drafts name the message that words came from, so that an unsend finds them."""
    return f"{message.messenger}:{message_id}" if message_id else ""


def _words(message: Message) -> str:
    if message.kind is Kind.LOCATION and message.location is not None:
        place = message.location
        return f"พิกัด {place.latitude:.5f}, {place.longitude:.5f} {place.address}".strip()
    return message.text


async def _has_handler(ctx: Context) -> bool:
    return bool(await ctx.read(staff.case_workers, corruption=True))
