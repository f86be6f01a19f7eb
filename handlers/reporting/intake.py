"""Intake: a draft is written, seen back, sent or cancelled, one small step at a time.

describe (several messages, files) -> see it back -> send. Only what was seen back is sent. The kind
of the draft stays in the conversation's memory through every other step, so that writing to an
officer, or being one, loses nothing.
"""

from dataclasses import replace
from types import MappingProxyType

from data import cases, drafts, limits, staff
from data.cases import CaseKind, NewCase
from data.conversations import Conversation
from data.drafts import Draft
from data.times import stamp
from handlers.context import Context
from handlers.menus import MY_CASES, PERSON, TELL
from handlers.message import KNOWN_TO, Attachment, AttachmentProblem, Kind, Message
from handlers.officers import alerts
from handlers.reporting import anonymity, copying, exclusion, joining_hint, office_hours
from handlers.reporting.asked import questions_of
from handlers.reporting.promises import promised
from handlers.reporting.suspicion import sounds_like_corruption
from handlers.texts import anonymity as anonymity_texts
from handlers.texts import data_requests
from handlers.texts import intake as texts
from handlers.texts import limits as limit_texts
from handlers.turn import Choice, Count, Reply, Turn, Write

DESCRIBE = "intake.describe"
ASKS, ASKED_AT, EDITS = "asks", "asked_at", "edits"
"""Where the memory keeps which question is asked ("" when they are over), since when, and whether
it was picked to be answered anew (see handlers.reporting.asking)."""

REVIEW = "intake.review"
OF_DRAFT = ("kind", anonymity.HOW, ASKS, ASKED_AT, EDITS)
MOST_CHOICES = 12
"""Beside which one more still fits the messenger that shows fewest."""

KINDS = {
    "feedback": CaseKind.FEEDBACK,
    "grievance": CaseKind.GRIEVANCE,
    "corruption": CaseKind.CORRUPTION,
    "question": CaseKind.QUESTION,
    "ethics": CaseKind.ETHICS,
    "privacy": CaseKind.PRIVACY,
}
KEY_OF = {kind: key for key, kind in KINDS.items()}

CHANNELS = Choice("ดูช่องทางทั้งหมด", "q:channel_list", "channel_list")
SEE = Choice("ดูก่อนส่ง", "f:review", "file_feedback")
SEND = Choice("ส่งเรื่อง", "f:send", "file_feedback")
EDIT = Choice("แก้คำตอบ", "f:answers", "file_feedback")
MORE = Choice("เขียนเพิ่ม", "f:more", "file_feedback")
GO_ON = Choice("เขียนต่อ", "f:more", "file_feedback")
UNDO = Choice("ลบข้อความล่าสุด", "f:undo", "file_feedback")
CANCEL = Choice("ยกเลิก", "f:cancel", "cancel")
MINE = Choice("เรื่องของฉัน", MY_CASES.data, MY_CASES.intent)
SECRETLY = Choice("แจ้งแบบลับแทน", "f:kind:corruption", "file_complaint")


def is_writing(ctx: Context) -> bool:
    """Whether a draft is open in this chat, whatever else is going on."""
    return "kind" in ctx.conversation.memory


def drafted_kind(ctx: Context) -> CaseKind:
    """What the open draft is about."""
    return KINDS[ctx.conversation.memory["kind"]]


def writing(kind: CaseKind, step: str = DESCRIBE) -> Conversation:
    """A conversation in which a draft of *kind* is open."""
    return Conversation(step, MappingProxyType({"kind": KEY_OF[kind]}))


def still_writing(ctx: Context, step: str = DESCRIBE) -> Conversation:
    """The same draft stays open, with what was chosen for it."""
    return Conversation(step, MappingProxyType(_of_draft(ctx)))


def _of_draft(ctx: Context) -> dict[str, str]:
    memory = ctx.conversation.memory
    return {name: memory[name] for name in OF_DRAFT if name in memory}


def over(ctx: Context, step: str = DESCRIBE) -> Conversation:
    """The same draft stays open, and nothing more is asked by itself."""
    memory = {**_of_draft(ctx), ASKS: ""}
    return Conversation(step, MappingProxyType({k: memory[k] for k in memory if k != EDITS}))


def meanwhile(ctx: Context, step: str, **memory: str) -> Conversation:
    """Something else is awaited for now; an open draft is not forgotten."""
    return Conversation(step, MappingProxyType({**memory, **_of_draft(ctx)}))


def afterwards(ctx: Context) -> Conversation:
    """Back to the open draft, or to nothing in particular."""
    return still_writing(ctx) if is_writing(ctx) else Conversation()


def with_way_back(turn: Turn, ctx: Context) -> Turn:
    """Beside another answer, a reminder that a draft is open."""
    if not is_writing(ctx) or not turn.replies or turn.conversation is not None:
        return turn
    if ctx.conversation.step == REVIEW:  # it is not what was shown last any more
        turn = replace(turn, conversation=afterwards(ctx))
    *before, last = turn.replies
    if any(choice.data in (SEE.data, CANCEL.data, GO_ON.data) for choice in last.choices):
        return turn
    reminded = replace(
        last,
        text=f"{last.text}\n\n{ctx.say(texts.draft_waits)}",
        choices=(*last.choices[:MOST_CHOICES], GO_ON),
    )
    return replace(turn, replies=(*before, reminded))


async def describe(message: Message, ctx: Context) -> Turn:
    """One more message or file for the draft."""
    text = words_of(message)
    if message.kind is Kind.FILE:
        return await _attach(message, ctx, text)
    if not text:
        prompt = ctx.say(texts.prompt, drafted_kind(ctx))
        return Turn(replies=(ctx.reply(prompt, choices=(SEE, CANCEL)),))
    draft = await ctx.read(drafts.load, message.chat)
    if not fits(draft, text):
        return no_room(ctx)
    return noted(ctx, grown(draft, message), _words(message, ctx))


def grown(draft: Draft, message: Message) -> Draft:
    """*draft* with what a message adds to it."""
    words = words_of(message)
    texts = (*draft.texts, words) if words else draft.texts
    if message.kind is not Kind.FILE or message.attachment is None:
        return replace(draft, texts=texts)
    return replace(draft, texts=texts, attachments=(*draft.attachments, message.attachment.name))


async def _attach(message: Message, ctx: Context, caption: str) -> Turn:
    draft = await ctx.read(drafts.load, message.chat)
    full = len(draft.attachments) >= drafts.MOST_ATTACHMENTS
    problem = problem_of(message.attachment, full=full)
    if problem is not None:
        text = ctx.say(texts.problem, problem, drafts.MOST_ATTACHMENTS)
        return Turn(replies=(ctx.reply(text, choices=(SEE, CANCEL)),))
    if not fits(draft, caption):
        return no_room(ctx)
    new = new_attachment(message, ctx)
    keep = [Write(drafts.add_attachment, (new,)), *(_words(message, ctx) if caption else ())]
    return noted(ctx, grown(draft, message), tuple(keep))


def _words(message: Message, ctx: Context) -> tuple[Write, ...]:
    origin = origin_of(message, message.message_id)
    arguments = (message.chat, words_of(message), origin, stamp(ctx.now))
    return (Write(drafts.add_text, arguments),)


def no_room(ctx: Context) -> Turn:
    """The draft cannot take these words."""
    return Turn(replies=(ctx.reply(ctx.say(texts.draft_full), choices=(SEE, UNDO, CANCEL)),))


def noted(ctx: Context, draft: Draft, keep: tuple[Write, ...]) -> Turn:
    """What was just told is in the draft."""
    return Turn(
        replies=(ctx.reply(ctx.say(texts.noted, draft), choices=(SEE, UNDO, CANCEL)),),
        keep=keep,
        conversation=still_writing(ctx),
    )


async def review(message: Message, ctx: Context) -> Turn:
    """The whole draft shown back before it is sent."""
    if not is_writing(ctx):
        return no_draft(ctx)
    return await show_back(message, ctx, await ctx.read(drafts.load, message.chat))


async def show_back(message: Message, ctx: Context, draft: Draft) -> Turn:
    """The same for a draft that is about to be kept so."""
    if draft.is_empty:
        return nothing_to_send(ctx)
    kind = drafted_kind(ctx)
    suspicious = await sounds_like_corruption(ctx, kind, draft)
    secretly = suspicious and await are_handlers_named(message, ctx)
    bodies = ctx.agency.outside_bodies if suspicious and not secretly else ()
    asked = await exclusion.asked(message, ctx, draft) if kind.is_inquiry else ""
    hide = (exclusion.HIDE,) if asked else ()
    edit = (EDIT,) if draft.answers or questions_of(kind) else ()
    days = ctx.agency.retention.drafts
    text = ctx.say(
        texts.review,
        kind,
        draft,
        offers_secrecy=secretly,
        bodies=bodies,
        drafts_kept_days=days,
    )
    text += asked
    if other := anonymity.switch(ctx, kind):
        how = ctx.say(anonymity_texts.how_it_goes, anonymous=anonymity.is_anonymous(ctx))
        text = f"{text}\n\n{how}"
    hint = await joining_hint.beside(message, ctx, kind, draft)
    reply = Reply(
        text + hint.text,
        choices=(
            *(hint.choices or (SEND,)),
            MORE,
            *edit,
            *hide,
            *other,
            *((SECRETLY,) if secretly else ()),
            UNDO,
            CANCEL,
        ),
        confidential=kind.is_secret,
    )
    seen = over(ctx, REVIEW)
    if hint.choices:
        seen = replace(seen, memory=MappingProxyType({**seen.memory, joining_hint.JOINS: "1"}))
    return Turn(replies=(reply,), conversation=seen)


async def more(message: Message, ctx: Context) -> Turn:
    """Back to writing."""
    if not is_writing(ctx):
        return no_draft(ctx)
    return continued(ctx, await ctx.read(drafts.load, message.chat))


def continued(ctx: Context, draft: Draft) -> Turn:
    """The draft lies open again."""
    kind = drafted_kind(ctx)
    text = ctx.say(texts.continue_draft, kind, draft)
    return Turn(
        replies=(ctx.reply(text, choices=(SEE, CANCEL)),),
        conversation=still_writing(ctx),
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
        return nothing_to_send(ctx)
    kind = drafted_kind(ctx)
    if not await are_handlers_named(message, ctx, kind):
        text = nobody_named(ctx, kind, has_draft=True)
        return Turn(replies=(ctx.reply(text, choices=(CHANNELS, CANCEL)),))
    if kind.is_inquiry and await exclusion.is_refused(message, ctx, kind):
        return exclusion.refuse(ctx, (CHANNELS, exclusion.HIDE, CANCEL))
    filings = ctx.agency.limits.filings
    verdict = await ctx.read(limits.standing, filings, message.chat, stamp(message.received_at))
    if not verdict.allowed:
        text = ctx.say(limit_texts.filing_refused, verdict, ctx.now, kind, ctx.agency)
        return Turn(replies=(Reply(text, (SEE, CANCEL), confidential=kind.is_secret),))
    return replace(await _file(message, ctx, kind), counts=(Count(filings),))


async def _file(message: Message, ctx: Context, kind: CaseKind) -> Turn:
    code = ctx.draw_code()
    new = NewCase(code, kind, message.chat, message.messenger, stamp(ctx.now), ctx.agency.clocks)
    secret = kind.is_secret
    if kind.is_inquiry and anonymity.is_anonymous(ctx):
        return await anonymity.file(ctx, new)
    filed = ctx.say(texts.filed, kind, code, *await promised(ctx, new))
    text = await office_hours.with_opening(ctx, filed)
    return Turn(
        replies=(Reply(text, (MINE, copying.code(code), PERSON), confidential=secret),),
        keep=(Write(cases.file, (new,)),),
        notices=await alerts.new_case(ctx, new),
        conversation=Conversation(),
    )


async def cancel(message: Message, ctx: Context) -> Turn:
    """Forget the draft and whatever was awaited; nothing is sent."""
    draft = await ctx.read(drafts.load, message.chat)
    known_to = KNOWN_TO.get(message.messenger, "")
    text = ctx.say(texts.cancelled, not draft.is_empty, known_to=known_to)
    return Turn(
        replies=(ctx.reply(text, choices=(MINE, CHANNELS, PERSON)),),
        keep=(Write(drafts.discard, (message.chat,)),),
        conversation=Conversation(),
    )


def no_draft(ctx: Context) -> Turn:
    """A button of a draft that is no longer there."""
    return Turn(replies=(ctx.reply(ctx.say(texts.no_draft), choices=(TELL, MINE, PERSON)),))


def nothing_to_send(ctx: Context) -> Turn:
    """There is nothing in the draft: what comes next are its first words, whatever was asked."""
    memory = _of_draft(ctx)
    kept = {name: memory[name] for name in memory if name not in (ASKS, ASKED_AT, EDITS)}
    reply = ctx.reply(ctx.say(texts.nothing_to_send), choices=(CANCEL,))
    return Turn(replies=(reply,), conversation=Conversation(DESCRIBE, MappingProxyType(kept)))


def fits(draft: Draft, text: str) -> bool:
    """Whether the draft has room for *text*."""
    told = (*draft.texts, *draft.answers.values())
    length = sum(map(len, told)) + len(text)
    return length <= drafts.LONGEST_DRAFT and len(told) < drafts.MOST_TEXTS


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


async def are_handlers_named(
    message: Message, ctx: Context, kind: CaseKind = CaseKind.CORRUPTION
) -> bool:
    """Whether anybody is appointed for cases of *kind*, beside the reporter; ordinary ones wait for
    whoever comes."""
    handlers = await ctx.read(staff.handlers_of, kind) if kind.is_secret else []
    return not kind.is_secret or any(handler.chat != message.chat for handler in handlers)


def nobody_named(ctx: Context, kind: CaseKind, *, has_draft: bool = False) -> str:
    """Nobody is appointed for cases of *kind*: said plainly, and where else to go."""
    if kind is CaseKind.PRIVACY:
        return ctx.say(data_requests.no_contact, ctx.agency, has_draft=has_draft)
    bodies = ctx.agency.outside_bodies
    return ctx.say(texts.no_handler, kind, bodies, has_draft=has_draft)
