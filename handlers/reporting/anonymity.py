"""Anonymity: a corruption or ethics report is sent with a code, or so that nothing leads back to
its chat.

The choice is offered before the first word, kept with the draft, and can be changed until the end.
"""

from data import anonymous
from data.cases import CaseKind, NewCase
from data.conversations import Conversation
from handlers.context import Context
from handlers.message import Messenger
from handlers.officers import alerts
from handlers.reporting import copying
from handlers.reporting.promises import promised
from handlers.texts import anonymity as texts
from handlers.texts import copying as copy_texts
from handlers.turn import Choice, Reply, Turn, Write

HOW = "how"
"""Where the conversation's memory keeps the choice."""

ANONYMOUS, NAMED = "anonymous", "named"
ANONYMOUSLY = Choice("ไม่ระบุตัวตน (ใบรับ)", f"f:how:{ANONYMOUS}", "file_complaint")
BY_NAME = Choice("ให้รหัสในแชตนี้", f"f:how:{NAMED}", "file_complaint")
BY_RECEIPT = Choice("เปิดด้วยใบรับ", "r:ask", "case_status")


def is_anonymous(ctx: Context) -> bool:
    """Whether the open draft is to be sent so that nothing leads back here."""
    return ctx.conversation.memory.get(HOW) == ANONYMOUS


def switch(ctx: Context, kind: CaseKind) -> tuple[Choice, ...]:
    """The button to the other way of sending a draft of *kind*; none where there is one way."""
    if not kind.is_inquiry:
        return ()
    return (BY_NAME,) if is_anonymous(ctx) else (ANONYMOUSLY,)


async def file(ctx: Context, new: NewCase) -> Turn:
    """File the case without its chat: the receipt is shown this once, and kept nowhere."""
    digits, hashed = await ctx.draw_receipt()
    on_the_page = new.messenger == Messenger.WEB
    dates = await promised(ctx, new)
    text = ctx.say(texts.filed, digits, *dates, new.kind, on_the_page=on_the_page)
    text = f"{text}\n\n{ctx.say(copy_texts.shared_phone)}"
    choices = (BY_RECEIPT, copying.receipt(digits))
    return Turn(
        replies=(Reply(text, choices, confidential=True, once=True),),
        keep=(Write(anonymous.file, (new, hashed)),),
        notices=await alerts.new_case(ctx, new),
        conversation=Conversation(),
    )
