"""Asking: after the first words of a draft, what else would help, one question at a time.

Every question may be skipped, and nobody is held up: what is typed at a question answers it, files
and places go to the draft at any time, and the look back before sending is always one press away.
What was sent before a question was asked cannot be its answer: it belongs to the words.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from data import draft_answers, drafts
from data.cases import CaseKind
from data.conversations import Conversation
from data.draft_answers import QUESTIONS, WHERE
from data.drafts import Draft
from data.times import parse, stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import anonymity, asked, intake, pickers, rewriting
from handlers.reporting.intake import ASKED_AT, ASKS, CANCEL, DESCRIBE, EDITS, REVIEW, SEE
from handlers.reporting.pickers import INTENT
from handlers.texts import intake as intake_texts
from handlers.texts import questions as texts
from handlers.turn import Choice, Reply, Turn, Write
from handlers.wording import NODS, is_yes, plain

MOST_CHOICES = 13
SKIP_WORDS = frozenset({"ข้าม", "ข้ามไป", "ข้ามข้อนี้", "ขอข้าม", "skip", "skip it"})
BACK_WORDS = frozenset({"ย้อนกลับ", "กลับ", "ถอยกลับ", "ข้อที่แล้ว", "back", "go back"})
MANNERS = frozenset(
    {"สวัสดี", "หวัดดี", "ดีค่ะ", "ดีครับ", "ขอบคุณ", "ขอบคุณมาก", "hello", "hi", "thanks", "thank you"}
)
SENDS = re.compile("ส่ง|send")
EDIT_WORDS = frozenset({"แก้คำตอบ", "ขอแก้คำตอบ", "change answers"})


def is_asking(ctx: Context) -> bool:
    """Whether a question is open."""
    return intake.is_writing(ctx) and _asks(ctx) != ""


def _asks(ctx: Context) -> str:
    return ctx.conversation.memory.get(ASKS, "")


def button(message: Message, ctx: Context) -> str:
    """The data of the button that exactly these words stand for while a draft is written."""
    if message.kind is not Kind.TEXT:
        return ""
    words = plain(message.text)
    if words in EDIT_WORDS:
        return intake.EDIT.data
    question = _asks(ctx)
    if ctx.conversation.step != DESCRIBE or not question:
        return ""
    if words in SKIP_WORDS or words in BACK_WORDS:
        return f"f:{'skip' if words in SKIP_WORDS else 'back'}:{question}"
    if picked := pickers.typed(question, message.text, intake.drafted_kind(ctx), ctx):
        return picked
    if words in MANNERS:
        return intake.MORE.data
    if is_yes(message.text) or words in NODS:  # to being asked, or to sending: no answer
        return SEE.data if SENDS.search(words) else intake.MORE.data
    return ""


async def describe(message: Message, ctx: Context) -> Turn:
    """The next words or file: the answer to the question that is open, or more of the story."""
    if ctx.conversation.step == DESCRIBE and is_asking(ctx) and _is_answer(message, ctx):
        return await _take(message, ctx, _asks(ctx), intake.words_of(message))
    if is_asking(ctx) and message.kind is not Kind.FILE and not intake.words_of(message):
        return await go_on(message, ctx)
    turn = await intake.describe(message, ctx)
    if not turn.keep:
        return turn
    draft = intake.grown(await ctx.read(drafts.load, message.chat), message)
    if intake.drafted_kind(ctx) is CaseKind.FEEDBACK and draft.texts:
        return replace(await intake.show_back(message, ctx, draft), keep=turn.keep)
    if is_asking(ctx):
        return kept_beside(ctx, draft, turn.keep)
    if ASKS in ctx.conversation.memory or not draft.texts:
        return turn
    return replace(begin(ctx, draft) or turn, keep=turn.keep)


def kept_beside(ctx: Context, draft: Draft, keep: tuple[Write, ...]) -> Turn:
    """Something that was no answer is in the draft; the question stands."""
    return replace(ask(ctx, _asks(ctx), draft, ctx.say(texts.noted_beside, draft)), keep=keep)


def _is_answer(message: Message, ctx: Context) -> bool:
    """A place answers only where it was; nothing answers a question that was asked later."""
    asked_at = ctx.conversation.memory.get(ASKED_AT, "")
    if asked_at and message.received_at < parse(asked_at):
        return False
    if message.kind is Kind.LOCATION:
        return _asks(ctx) == WHERE
    return message.kind is Kind.TEXT and bool(message.text.strip())


def begin(ctx: Context, draft: Draft) -> Turn | None:
    """The first question, after the first words; None where nothing is left to ask."""
    kind = intake.drafted_kind(ctx)
    open_ones = asked.left(kind, draft)
    if not open_ones:
        return None
    days = ctx.agency.retention.drafts
    return ask(ctx, open_ones[0], draft, ctx.say(texts.introduction, len(open_ones), days))


def ask(ctx: Context, question: str, draft: Draft, lead: str = "", *, edits: bool = False) -> Turn:
    """One question, after the words *lead*; *edits* where it was picked to be answered anew."""
    kind = intake.drafted_kind(ctx)
    text = ctx.say(
        texts.question,
        question,
        secret=kind.is_secret,
        anonymous=anonymity.is_anonymous(ctx),
        answer=draft.answers.get(question, ""),
    )
    steps = _steps(question, draft, edits=edits)
    choices = (*pickers.options(question, kind, ctx), *steps)[:MOST_CHOICES]
    reply = Reply(f"{lead}\n\n{text}".strip(), choices, confidential=kind.is_secret)
    more = {ASKS: question, ASKED_AT: stamp(ctx.now), **({EDITS: "1"} if edits else {})}
    return Turn(replies=(reply,), conversation=_with(ctx, more))


def _with(ctx: Context, more: Mapping[str, str]) -> Conversation:
    memory = intake.still_writing(ctx).memory
    kept = {name: memory[name] for name in memory if name not in (ASKS, ASKED_AT, EDITS)}
    return Conversation(DESCRIBE, MappingProxyType({**kept, **more}))


def _steps(question: str, draft: Draft, *, edits: bool) -> tuple[Choice, ...]:
    if not edits:
        skip = Choice("ข้าม", f"f:skip:{question}", INTENT)
        return (skip, Choice("ย้อนกลับ", f"f:back:{question}", INTENT), SEE, CANCEL)
    unsay = Choice("ลบคำตอบนี้", f"f:unsay:{question}", INTENT)
    return (*((unsay,) if question in draft.answers else ()), SEE)


async def _take(message: Message, ctx: Context, question: str, text: str) -> Turn:
    """Keep the answer, and go on: with the next question, or with the look back."""
    draft = await ctx.read(drafts.load, message.chat)
    others = {each: said for each, said in draft.answers.items() if each != question}
    if text and not intake.fits(replace(draft, answers=others), text):
        return intake.no_room(ctx)
    said = {**others, question: text} if text else others
    answers = {each: said[each] for each in QUESTIONS if each in said}
    grown = replace(draft, answers=MappingProxyType(answers))
    pressed = message.kind is Kind.BUTTON
    origin = "" if pressed else intake.origin_of(message, message.message_id)
    arguments = (message.chat, question, text, origin, stamp(ctx.now))
    turn = await _go_on(message, ctx, question, grown, text)
    return replace(turn, keep=(Write(draft_answers.keep, arguments),))


async def _go_on(message: Message, ctx: Context, question: str, draft: Draft, text: str) -> Turn:
    open_ones = asked.left(intake.drafted_kind(ctx), draft, question)
    if open_ones and EDITS not in ctx.conversation.memory:
        return ask(ctx, open_ones[0], draft, ctx.say(texts.noted, question, text))
    if draft.is_empty:
        return intake.nothing_to_send(ctx)
    return await intake.show_back(message, ctx, draft)


# buttons ---------------------------------------------------------------------------------


async def press_answer(message: Message, ctx: Context, argument: str) -> Turn:
    """An answer that was on offer: ``f:answer:when:today``."""
    question, _, option = argument.partition(":")
    if not _is_asked_here(ctx, question):
        return intake.no_draft(ctx)
    if question == WHERE and option == pickers.PLACE:
        return _ask_for_place(ctx)
    text = pickers.chosen(question, option, message, ctx)
    if not text:
        draft = await ctx.read(drafts.load, message.chat)
        return ask(ctx, question, draft, edits=EDITS in ctx.conversation.memory)
    return await _take(message, ctx, question, text)


def _ask_for_place(ctx: Context) -> Turn:
    """Where a button cannot send a place by itself."""
    kind = intake.drafted_kind(ctx)
    reply = Reply(ctx.say(texts.send_place), (pickers.SEND_PLACE,), confidential=kind.is_secret)
    more = {ASKS: WHERE, ASKED_AT: stamp(ctx.now)}
    edits = {EDITS: "1"} if EDITS in ctx.conversation.memory else {}
    return Turn(replies=(reply,), conversation=_with(ctx, {**more, **edits}))


async def skip(message: Message, ctx: Context, question: str) -> Turn:
    """On to the next question, or to the look back."""
    if not _is_asked_here(ctx, question):
        return intake.no_draft(ctx)
    draft = await ctx.read(drafts.load, message.chat)
    open_ones = asked.left(intake.drafted_kind(ctx), draft, question)
    if open_ones:
        return ask(ctx, open_ones[0], draft, ctx.say(texts.skipped))
    return await intake.review(message, ctx)


async def back(message: Message, ctx: Context, question: str) -> Turn:
    """To the question before, from the first one to one's own words."""
    if not _is_asked_here(ctx, question):
        return intake.no_draft(ctx)
    draft = await ctx.read(drafts.load, message.chat)
    if earlier := asked.before(intake.drafted_kind(ctx), question):
        return ask(ctx, earlier, draft)
    return replace(intake.continued(ctx, draft), conversation=_with(ctx, {}))


async def list_answers(message: Message, ctx: Context) -> Turn:
    """Every question with its answer, each to be answered anew."""
    if not intake.is_writing(ctx):
        return intake.no_draft(ctx)
    kind = intake.drafted_kind(ctx)
    draft = await ctx.read(drafts.load, message.chat)
    shown = [each for each in QUESTIONS if each in (*asked.questions_of(kind), *draft.answers)]
    if not shown:
        return await rewriting.how(message, ctx)
    names = [Choice(texts.TITLES[each], f"f:ask:{each}", INTENT) for each in shown]
    text = ctx.say(texts.which, shown, draft)
    reply = Reply(text, (*names, SEE, CANCEL), confidential=kind.is_secret)
    return Turn(replies=(reply,), conversation=intake.over(ctx))


async def ask_again(message: Message, ctx: Context, question: str) -> Turn:
    """One question out of the list."""
    if not _is_asked_here(ctx, question):
        return intake.no_draft(ctx)
    return ask(ctx, question, await ctx.read(drafts.load, message.chat), edits=True)


async def unsay(message: Message, ctx: Context, question: str) -> Turn:
    """Take an answer back."""
    if not _is_asked_here(ctx, question):
        return intake.no_draft(ctx)
    return await _take(message, ctx, question, "")


async def go_on(message: Message, ctx: Context) -> Turn:
    """Back to writing: to the question that is open, where there is one."""
    if not is_asking(ctx) or ctx.conversation.step == REVIEW:
        return await intake.more(message, ctx)
    draft = await ctx.read(drafts.load, message.chat)
    lead = ctx.say(intake_texts.continue_draft, intake.drafted_kind(ctx), draft)
    return ask(ctx, _asks(ctx), draft, lead, edits=EDITS in ctx.conversation.memory)


async def undo(message: Message, ctx: Context) -> Turn:
    """Take the last message back; if that was an answer, its question is asked again."""
    turn = await rewriting.undo(message, ctx)
    if not turn.keep or not is_asking(ctx):
        return turn
    before = await ctx.read(drafts.load, message.chat)
    left = await ctx.read(drafts.without_last, message.chat)
    if left.is_empty:
        return replace(turn, conversation=_with(ctx, {}))
    taken = [each for each in before.answers if each not in left.answers]
    asks = (*taken, _asks(ctx))[0]
    return replace(ask(ctx, asks, left, turn.replies[0].text), keep=turn.keep)


def _is_asked_here(ctx: Context, question: str) -> bool:
    return intake.is_writing(ctx) and question in QUESTIONS
