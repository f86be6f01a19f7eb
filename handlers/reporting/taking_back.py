"""Taking back in words: what somebody types who wants a case withdrawn, opened again, or deleted.

While words for an officer are awaited, these are no words for the officer: they begin the
withdrawing, which asks before anything happens.
"""

from data import case_codes
from handlers.context import Context
from handlers.message import Kind, Message
from handlers.reporting import intake, my_cases, ratings, reopening, withdrawing
from handlers.wording import plain

AWAITING = (my_cases.ADD, reopening.REASON, ratings.WORD)
CANCELS_THE_CASE = frozenset(
    {"ยกเลิกเรื่อง", "ยกเลิกเรื่องนี้", "ขอยกเลิกเรื่อง", "ขอยกเลิกเรื่องนี้", "อยากยกเลิกเรื่อง", "ยกเลิกเรื่องที่แจ้ง"}
    | {"ขอยกเลิกเรื่องที่แจ้ง", "อยากยกเลิกเรื่องที่แจ้ง", "cancel my case", "cancel the case"}
)


def button(message: Message, ctx: Context) -> str:
    """The data of the button that a text stands for where nothing is awaited, else ""."""
    words = plain(case_codes.without(message.text))
    free = message.kind is Kind.TEXT and message.private and not intake.is_writing(ctx)
    if free and words in CANCELS_THE_CASE:
        return withdrawing.WITHDRAW
    return withdrawing.button(message) or reopening.button(message)


def instead(message: Message, ctx: Context) -> str:
    """The same while words for an officer are awaited, of the case that they are about."""
    if ctx.conversation.step not in AWAITING or message.kind is not Kind.TEXT:
        return ""
    cancels = plain(case_codes.without(message.text)) in CANCELS_THE_CASE
    stands_for = withdrawing.WITHDRAW if cancels else withdrawing.button(message)
    if stands_for != withdrawing.WITHDRAW or case_codes.find(message.text):
        return stands_for
    return f"{stands_for}:{ctx.conversation.memory['case']}"
