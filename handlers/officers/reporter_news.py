"""Reporter's news: the notice that an officer's move sends to whoever filed the case."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from data.cases import Case
from handlers import language
from handlers.officers.officer_screens import secret
from handlers.reporting import ratings, reopening
from handlers.reporting.intake import MINE
from handlers.texts import my_cases as answer_texts
from handlers.texts import reporter_news as texts
from handlers.texts.english.counterparts import in_language
from handlers.turn import Choice, Notice

SAID: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {
        "answer": answer_texts.answered,
        "ask": texts.asked,
        "note": texts.progress,
        "resolve": texts.resolved,
        "reject": texts.rejected,
        "reopen": texts.reopened,
        "duplicate": texts.duplicate,
    }
)
ENDS = ("close", "refer", "reject", "duplicate")
"""After which nothing can be written in the case."""


def notice(
    case: Case, verb: str, text: str, spoken: str, *, outcome: str = "", first: str = ""
) -> Notice:
    """What the citizen reads where they wrote, in the language *spoken* there; the officer's words
    as they are. *first* is the body that it was referred to, or the reason, which is not told."""
    if verb == "close":
        words = in_language(answer_texts.closed, spoken)(case.code, outcome, text)
    elif verb == "refer":
        words = in_language(texts.referred, spoken)(case.code, first, text)
    else:
        words = in_language(SAID[verb], spoken)(case.code, text)
    label = "ตอบคำถาม" if verb == "ask" else "เขียนตอบ"
    write = Choice(label, f"f:add:{case.id}", "case_status")
    stars = () if verb == "duplicate" else ratings.choices(case)
    after = (*stars, reopening.choice(case)) if verb in ENDS else (write,)
    if verb == "resolve":
        after = (reopening.choice(case), write)
    reply = secret(case, words, (*after, MINE))
    return Notice(case.chat, language.of_reply(reply, spoken), case.id)
