"""Intake: a draft is written, seen back, sent or cancelled, one small step at a time.

describe (several messages, files) -> see it back -> send. Only what was seen back is sent. The kind
of the draft stays in the conversation's memory through every other step, so that writing to an
officer, or being one, loses nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from data import cases, drafts, staff
from data.cases import CaseKind, NewCase
from data.conversations import Conversation
from data.drafts import Draft
from data.times import stamp
from handlers import alerts
from handlers.context import Context
from handlers.menus import MY_CASES, PERSON
from handlers.message import Attachment, AttachmentProblem, Kind, Message
from handlers.texts import intake as texts
from handlers.turn import Choice, Reply, Turn, Write

DESCRIBE = "intake.describe"
REVIEW = "intake.review"
MOST_LOOKED_AT = 10  # messages of a draft that are read for what they sound like
MOST_CHOICES = 12
"""Beside which one more still fits the messenger that shows fewest."""

KINDS = {
    "feedback": CaseKind.FEEDBACK,
    "grievance": CaseKind.GRIEVANCE,
    "corruption": CaseKind.CORRUPTION,
    "question": CaseKind.QUESTION,
}
KEY_OF = {kind: key for key, kind in KINDS.items()}

CHANNELS = Choice("ดูช่องทางทั้งหมด", "q:channel_list", "channel_list")
SEE = Choice("ดูก่อนส่ง", "f:review", "file_feedback")
SEND = Choice("ส่งเรื่อง", "f:send", "file_feedback")
MORE = Choice("เขียนเพิ่ม", "f:more", "file_feedback")
GO_ON = Choice("เขียนต่อ", "f:more", "file_feedback")
CANCEL = Choice("ยกเลิก", "f:cancel", "cancel")
MINE = Choice("เรื่องของฉัน", MY_CASES.data, MY_CASES.intent)
SECRETLY = Choice("แจ้งแบบลับแทน", "f:kind:corruption", "file_complaint")

REVIEW_WORDS = frozenset({"ตรวจ", "ดูก่อนส่ง", "ตรวจทาน", "ตรวจสอบ", "เสร็จ", "เสร็จแล้ว", "/done"})
SEND_WORDS = frozenset({"ส่ง", "ส่งเรื่อง", "ส่งเลย", "ยืนยัน", "ยืนยันส่ง", "/send"})
MORE_WORDS = frozenset({"เขียนต่อ", "เขียนเพิ่ม"})
CANCEL_WORDS = frozenset({"ยกเลิก", "ไม่ส่ง", "ไม่ส่งแล้ว", "ไม่แจ้งแล้ว", "/cancel", "cancel"})
WORDS: Mapping[frozenset[str], str] = MappingProxyType(
    {
        REVIEW_WORDS: SEE.data,
        SEND_WORDS: SEND.data,
        MORE_WORDS: MORE.data,
        CANCEL_WORDS: CANCEL.data,
    }
)
"""What may be typed while writing instead of pressing a button."""


def typed_button(message: Message) -> str:
    """The button that exactly these words stand for while something is being written, else ""."""
    if message.kind is not Kind.TEXT:
        return ""
    words = " ".join(message.text.split()).casefold()
    return next((data for known, data in WORDS.items() if words in known), "")


def is_writing(ctx: Context) -> bool:
    """Whether a draft is open in this chat, whatever else is going on."""
    return "kind" in ctx.conversation.memory


def drafted_kind(ctx: Context) -> CaseKind:
    """What the open draft is about."""
    return KINDS[ctx.conversation.memory["kind"]]


def writing(kind: CaseKind, step: str = DESCRIBE) -> Conversation:
    """A conversation in which a draft of *kind* is open."""
    return Conversation(step, MappingProxyType({"kind": KEY_OF[kind]}))


def meanwhile(ctx: Context, step: str, **memory: str) -> Conversation:
    """Something else is awaited for now; an open draft is not forgotten."""
    kept = {"kind": ctx.conversation.memory["kind"]} if is_writing(ctx) else {}
    return Conversation(step, MappingProxyType({**memory, **kept}))


def afterwards(ctx: Context) -> Conversation:
    """Back to the open draft, or to nothing in particular."""
    return writing(drafted_kind(ctx)) if is_writing(ctx) else Conversation()


def with_way_back(turn: Turn, ctx: Context) -> Turn:
    """Beside another answer, a reminder that a draft is open."""
    if not is_writing(ctx) or not turn.replies or turn.conversation is not None:
        return turn
    *before, last = turn.replies
    if any(choice.data in (SEE.data, CANCEL.data, GO_ON.data) for choice in last.choices):
        return turn
    reminded = replace(
        last,
        text=f"{last.text}\n\n{texts.draft_waits()}",
        choices=(*last.choices[:MOST_CHOICES], GO_ON),
    )
    return replace(turn, replies=(*before, reminded))


async def describe(message: Message, ctx: Context) -> Turn:
    """One more message or file for the draft."""
    text = words_of(message)
    if message.kind is Kind.FILE:
        return await _attach(message, ctx, text)
    if not text:
        prompt = texts.PROMPTS[drafted_kind(ctx)]
        return Turn(replies=(ctx.reply(prompt, choices=(SEE, CANCEL)),))
    draft = await ctx.read(drafts.load, message.chat)
    if not fits(draft, text):
        return Turn(replies=(ctx.reply(texts.draft_full(), choices=(SEE, CANCEL)),))
    grown = Draft((*draft.texts, text), draft.attachments)
    return _grown(ctx, grown, _words(message, ctx))


async def _attach(message: Message, ctx: Context, caption: str) -> Turn:
    draft = await ctx.read(drafts.load, message.chat)
    full = len(draft.attachments) >= drafts.MOST_ATTACHMENTS
    problem = problem_of(message.attachment, full=full)
    if problem is not None:
        text = texts.problem(problem, drafts.MOST_ATTACHMENTS)
        return Turn(replies=(ctx.reply(text, choices=(SEE, CANCEL)),))
    if not fits(draft, caption):
        return Turn(replies=(ctx.reply(texts.draft_full(), choices=(SEE, CANCEL)),))
    new = new_attachment(message, ctx)
    grown = Draft((*draft.texts, *([caption] if caption else [])), (*draft.attachments, new.name))
    keep = [Write(drafts.add_attachment, (new,)), *(_words(message, ctx) if caption else ())]
    return _grown(ctx, grown, tuple(keep))


def _words(message: Message, ctx: Context) -> tuple[Write, ...]:
    origin = origin_of(message, message.message_id)
    arguments = (message.chat, words_of(message), origin, stamp(ctx.now))
    return (Write(drafts.add_text, arguments),)


def _grown(ctx: Context, draft: Draft, keep: tuple[Write, ...]) -> Turn:
    return Turn(
        replies=(ctx.reply(texts.noted(draft), choices=(SEE, CANCEL)),),
        keep=keep,
        conversation=writing(drafted_kind(ctx)),
    )


async def review(message: Message, ctx: Context) -> Turn:
    """The whole draft shown back before it is sent."""
    draft = await ctx.read(drafts.load, message.chat)
    if not is_writing(ctx):
        return no_draft(ctx)
    if draft.is_empty:
        return _nothing_to_send(ctx)
    kind = drafted_kind(ctx)
    suspicious = await _sounds_like_corruption(message, ctx, draft)
    reply = Reply(
        texts.review(kind, draft, offers_secrecy=suspicious),
        choices=(SEND, MORE, *((SECRETLY,) if suspicious else ()), CANCEL),
        confidential=kind is CaseKind.CORRUPTION,
    )
    return Turn(replies=(reply,), conversation=writing(kind, REVIEW))


async def _sounds_like_corruption(message: Message, ctx: Context, draft: Draft) -> bool:
    """Whether to offer the confidential way; nothing is ever moved there silently."""
    if drafted_kind(ctx) is CaseKind.CORRUPTION:
        return False
    for text in draft.texts[:MOST_LOOKED_AT]:
        if (await ctx.understand(text)).intent == "file_complaint":
            return await are_handlers_named(message, ctx)
    return False


async def more(message: Message, ctx: Context) -> Turn:
    """Back to writing."""
    if not is_writing(ctx):
        return no_draft(ctx)
    return continued(ctx, await ctx.read(drafts.load, message.chat))


def continued(ctx: Context, draft: Draft) -> Turn:
    """The draft lies open again."""
    kind = drafted_kind(ctx)
    return Turn(
        replies=(ctx.reply(texts.continue_draft(kind, draft), choices=(SEE, CANCEL)),),
        conversation=writing(kind),
    )


async def send(message: Message, ctx: Context) -> Turn:
    """File the case: a code for the person, an alert for those who work on it.

    What was written since it was last seen back is shown first.
    """
    if not is_writing(ctx):
        return no_draft(ctx)
    if ctx.conversation.step != REVIEW:
        return await review(message, ctx)
    draft = await ctx.read(drafts.load, message.chat)
    if draft.is_empty:
        return _nothing_to_send(ctx)
    kind = drafted_kind(ctx)
    if kind is CaseKind.CORRUPTION and not await are_handlers_named(message, ctx):
        text = texts.no_corruption_handler(ctx.agency.outside_bodies, has_draft=True)
        return Turn(replies=(ctx.reply(text, choices=(CHANNELS, CANCEL)),))
    return await _file(message, ctx, kind)


async def _file(message: Message, ctx: Context, kind: CaseKind) -> Turn:
    code = ctx.draw_code()
    new = NewCase(code, kind, message.chat, message.messenger, stamp(ctx.now))
    secret = kind is CaseKind.CORRUPTION
    days = ctx.agency.corruption_promise_days if secret else ctx.agency.answer_promise_days
    text = texts.filed(kind, code, texts.promise(kind, days))
    return Turn(
        replies=(Reply(text, choices=(MINE, PERSON), confidential=secret),),
        keep=(Write(cases.file, (new,)),),
        notices=await alerts.new_case(ctx, new),
        conversation=Conversation(),
    )


async def cancel(message: Message, ctx: Context) -> Turn:
    """Forget the draft and whatever was awaited; nothing is sent."""
    draft = await ctx.read(drafts.load, message.chat)
    return Turn(
        replies=(ctx.reply(texts.cancelled(not draft.is_empty), choices=(MINE, CHANNELS, PERSON)),),
        keep=() if draft.is_empty else (Write(drafts.discard, (message.chat,)),),
        conversation=Conversation(),
    )


def no_draft(ctx: Context) -> Turn:
    """A button of a draft that is no longer there."""
    return Turn(replies=(ctx.reply(texts.no_draft(), choices=(MINE, PERSON)),))


def _nothing_to_send(ctx: Context) -> Turn:
    return Turn(replies=(ctx.reply(texts.nothing_to_send(), choices=(CANCEL,)),))


def fits(draft: Draft, text: str) -> bool:
    """Whether the draft has room for *text*."""
    length = sum(map(len, draft.texts)) + len(text)
    return length <= drafts.LONGEST_DRAFT and len(draft.texts) < drafts.MOST_TEXTS


def problem_of(attachment: Attachment | None, *, full: bool) -> AttachmentProblem | None:
    """Why a file cannot be kept, None when it can."""
    if full:
        return AttachmentProblem.TOO_MANY
    if attachment is None or attachment.problem is not None:
        return attachment.problem if attachment else AttachmentProblem.GONE
    return AttachmentProblem.GONE if attachment.content is None else None


def new_attachment(message: Message, ctx: Context) -> drafts.NewAttachment:
    """The file of a message, ready to be kept."""
    attachment = message.attachment
    assert attachment is not None
    assert attachment.content is not None
    return drafts.NewAttachment(
        chat=message.chat,
        name=attachment.name or texts.unnamed_file(attachment.media_type),
        media_type=attachment.media_type,
        content=attachment.content,
        message=origin_of(message, message.message_id),
        at=stamp(ctx.now),
    )


def origin_of(message: Message, message_id: str) -> str:
    """How drafts and cases name the message that words came from, so that an unsend finds them."""
    return f"{message.messenger}:{message_id}" if message_id else ""


def words_of(message: Message) -> str:
    """What a message says, a place in its coordinates; "" where it says nothing."""
    place = message.location
    if message.kind is Kind.LOCATION and place is not None:
        return texts.place(place.latitude, place.longitude, place.address)
    return message.text if message.text.strip() else ""


async def are_handlers_named(message: Message, ctx: Context) -> bool:
    """Whether anybody is appointed for corruption cases, beside the reporter."""
    handlers = await ctx.read(staff.case_workers, corruption=True)
    return any(handler.chat != message.chat for handler in handlers)
