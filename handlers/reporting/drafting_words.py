"""Drafting words: what is said about the writing itself while a draft is written, word for word.

Only whole messages that no report consists of; everything else stays the draft's.
"""

from types import MappingProxyType

from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import intake
from handlers.reporting.intake import CANCEL, SEE, UNDO
from handlers.texts import drafting as texts
from handlers.turn import Reply, Turn
from handlers.understanding.question import Question
from handlers.wording import plain

NEXT = "f:next"
UNDOES = frozenset(
    {"ลบอันเมื่อกี้", "ลบเมื่อกี้", "ลบข้อความเมื่อกี้", "ลบอันที่แล้ว", "ลบอันก่อน", "ขอลบอันเมื่อกี้", "ลบอันนี้"}
    | {"delete that", "delete the last one"}
)
ASKS_THE_WAY = frozenset(
    {"ต้องทำไรต่อ", "ต้องทำอะไรต่อ", "ทำไรต่อ", "ทำอะไรต่อ", "ทำไงต่อ", "ทำยังไงต่อ", "เอาไงต่อ", "ยังไงต่อ"}
    | {"ส่งยังไง", "ส่งไง", "เอาไงต่อ ส่งยังไง", "แล้วไงต่อ", "ต้องทำยังไงต่อ", "ต้องทำไงต่อ"}
    | {"what now?", "what next?", "what do i do now?", "how do i send it?"}
)
ASKS_WHO_READS = frozenset(
    {"ส่งแล้วใครอ่าน", "ส่งไปแล้วใครอ่าน", "แล้วใครอ่าน", "ใครอ่าน", "ใครอ่านบ้าง", "ใครได้อ่าน", "ใครเป็นคนอ่าน"}
    | {"ใครจะอ่าน", "ใครเห็นบ้าง", "ส่งแล้วใครเห็น", "ใครจะได้อ่าน", "ใครจะเห็นบ้าง"}
    | {"who reads this?", "who reads this", "who will read it?", "who will read this?"}
)


def button(message: Message) -> str:
    """The data of the button that exactly these words stand for, else ""."""
    words = plain(message.text) if message.kind is Kind.TEXT else ""
    return UNDO.data if words in UNDOES else NEXT if words in ASKS_THE_WAY else ""


def question(message: Message) -> Question | None:
    """Who reads what is being written; None where that is not asked."""
    if message.kind is not Kind.TEXT or plain(message.text) not in ASKS_WHO_READS:
        return None
    return Question("channel_list", slots=MappingProxyType({"about": "privacy"}), confidence=1.0)


async def say_what_is_next(_: Message, ctx: Context) -> Turn:
    """How the draft gets to the officers."""
    if not intake.is_writing(ctx):
        return intake.no_draft(ctx)
    kind = intake.drafted_kind(ctx)
    text = ctx.say(texts.what_is_next)
    return Turn(
        replies=(Reply(text, (SEE, CANCEL), confidential=kind.is_secret),),
        conversation=intake.still_writing(ctx),
    )
