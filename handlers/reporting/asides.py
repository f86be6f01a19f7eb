"""Asides: a question that is asked while a draft is being written is answered, not reported.

Only what is surely a question of ours counts; in doubt the words belong to the draft. What was
taken for a question can be put into the draft after all.
"""

import re
from dataclasses import replace
from types import MappingProxyType

from data import drafts
from data.cases import CaseKind
from data.conversations import Conversation
from data.times import stamp
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import asking, intake
from handlers.reporting.intake import GO_ON, SEE
from handlers.texts import writing as texts
from handlers.turn import Choice, Turn, Write
from handlers.understanding.question import Question

SURE = 0.8
LONGEST = 80  # characters of a question
PUT_IN = Choice("ใส่ในเรื่อง", "f:put-in", "file_feedback")

ASKED_BESIDE = re.compile(
    "score_.*|measure_.*|what_if|question_text|analysis_topic|limitations|channel_list|help|case_status"
    "|eservice_info|no_gift_info|contact_info"
)
ASKS = re.compile(
    r"\?|ไหม|มั้ย|มั๊ย|หรือเปล่า|รึเปล่า|เท่าไร|เท่าไหร่|อะไรบ้าง|ใครบ้าง|คืออะไร|ว่าอะไร|ยังไง|อย่างไร|ที่ไหน|ถึงไหน"
    r"|เมื่อไร|เมื่อไหร่|กี่|^ใคร|บ้าง$|^(?:who|what|where|when|how|which|is|are|can|will|does)\b",
    re.IGNORECASE,
)
TELLS = re.compile("(?<!ถึงไหน)แล้ว|ไม่รู้|ก็ไม่|ไม่มี|ไม่ได้|ไม่เคย|ไม่รับ|ไม่ติด|อย่า|บอกใคร|เอง")
"""What stands in accounts of what happened, and rarely in questions to us."""


async def question_in(message: Message, ctx: Context) -> Question | None:
    """The question that a text surely asks beside the draft, None where it may be part of it."""
    text = message.text.strip()
    if message.kind is not Kind.TEXT or not text or len(text) > LONGEST or "\n" in text:
        return None
    if not ASKS.search(text) or TELLS.search(text):
        return None
    question = await ctx.understand(text)
    if question.confidence < SURE or not ASKED_BESIDE.fullmatch(question.intent):
        return None
    kind = intake.drafted_kind(ctx) if intake.is_writing(ctx) else None
    return question if _is_beside(question, kind) else None


def _is_beside(question: Question, kind: CaseKind | None) -> bool:
    """A draft that is itself a question takes every one but those of how this goes on."""
    about_this = question.slots.get("about") == "privacy" or question.intent == "help"
    return about_this or kind is not CaseKind.QUESTION


def beside(turn: Turn, message: Message, ctx: Context) -> Turn:
    """The answer, with what may become of the words that were taken for a question."""
    *before, last = turn.replies
    told = f"{last.text}\n\n{ctx.say(texts.answered_beside)}"
    reply = replace(last, text=told, choices=(PUT_IN, GO_ON, SEE))
    writing = intake.still_writing(ctx)
    memory = {**writing.memory, "aside": message.text, "message": message.message_id}
    kept = Conversation(intake.DESCRIBE, MappingProxyType(memory))
    return replace(turn, replies=(*before, reply), conversation=kept)


async def put_in(message: Message, ctx: Context) -> Turn:
    """The words were meant for the draft after all."""
    memory = ctx.conversation.memory
    if not intake.is_writing(ctx) or "aside" not in memory:
        return await intake.more(message, ctx)
    draft = await ctx.read(drafts.load, message.chat)
    text = memory["aside"]
    if not intake.fits(draft, text):
        return intake.no_room(ctx)
    origin = intake.origin_of(message, memory["message"])
    keep = Write(drafts.add_text, (message.chat, text, origin, stamp(ctx.now)))
    grown = replace(draft, texts=(*draft.texts, text))
    if asking.is_asking(ctx):
        return asking.kept_beside(ctx, grown, (keep,))
    return intake.noted(ctx, grown, (keep,))
