"""Suspicion: whether a draft of another kind sounds like corruption, so that its writer is told who
would read it. Nothing is ever moved silently, and nothing is held back."""

from data.cases import CaseKind
from data.drafts import Draft
from handlers.context import Context
from handlers.reporting.wishes import is_mere_wish

SURE = 0.8
MOST_LOOKED_AT = 10  # messages of a draft


async def sounds_like_corruption(ctx: Context, kind: CaseKind, draft: Draft) -> bool:
    """Whether any of the first messages of a draft of *kind* is surely about corruption."""
    if kind.is_secret:
        return False
    for text in draft.texts[:MOST_LOOKED_AT]:
        if is_mere_wish(text):
            continue
        question = await ctx.understand(text)
        if question.intent == "file_complaint" and question.confidence >= SURE:
            return True
    return False
