"""What Prongsai asks beside a draft in English. Answers are kept in the person's own words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from data.draft_answers import ASKED_FOR, CHECKABLE, KNOWN, SERVICE, WHEN, WHERE, WHO
from data.drafts import Draft
from handlers.texts import questions as thai
from handlers.texts import services
from handlers.texts.english.labels import label
from handlers.texts.thai import shorten

TITLES: Mapping[str, str] = MappingProxyType(
    {name: label(title) for name, title in thai.TITLES.items()}
)
ASKED: Mapping[str, str] = MappingProxyType(
    {
        WHO: "Who was it? If you do not know the name, the post or the work is enough.",
        ASKED_FOR: "What was asked for: money, things, a favour?",
        WHEN: "When did it happen? Press one, or type it; roughly will do.",
        WHERE: "Where did it happen? Type the village, the lane or a landmark, or send a place.",
        SERVICE: "Which of our services is it about? Press one, or type it.",
        KNOWN: "How do you know of it?",
        CHECKABLE: (
            "Where could those appointed look further: a day, a place, a paper? Whatever comes to"
            " mind; you need not look for anything."
        ),
    }
)
SINCE_WHEN = "Since when? Press one, or type it; roughly will do."


def introduction(most: int, days: int) -> str:
    """Before the first question: how many there are at most, and that all may be skipped."""
    see = label("ดูก่อนส่ง")
    questions = "1 question" if most == 1 else f"{most} questions"
    return (
        "Noted. Nothing has been sent to anybody.\n"
        f"May I ask at most {questions} more? You can skip any of them, send photos or files at any"
        f" time, and press “{see}” whenever you are ready.\n"
        f"You can also stop here and come back another day: it is kept for {days} days."
    )


def question(question: str, *, secret: bool, anonymous: bool, answer: str) -> str:
    """One question; *answer* is what was answered before."""
    lines = [SINCE_WHEN if question == WHEN and not secret else ASKED[question]]
    if anonymous and question in (WHERE, KNOWN, CHECKABLE):
        lines.append("Please write nothing that tells who you are.")
    if answer:
        lines.append(f"Your answer so far: {_echo(question, answer)}")
    return "\n".join(lines)


def noted(question: str, answer: str) -> str:
    """The answer is kept; nothing is sent."""
    return f"Noted. {TITLES[question]}: {_echo(question, answer)} (nothing is sent yet)"


def noted_beside(draft: Draft) -> str:
    """Something that was no answer is kept; the question stands."""
    return f"Noted ({size(draft)}). Nothing is sent yet. The open question:"


def size(draft: Draft) -> str:
    """How much there is."""
    files = f", {_many(len(draft.attachments), 'file')}" if draft.attachments else ""
    return f"{_many(len(draft.texts) + len(draft.answers), 'message')}{files}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def skipped() -> str:
    """On to the next."""
    return "All right."


def send_place() -> str:
    """How to send a place, where its button cannot by itself."""
    return f"Press “{label('ส่งตำแหน่ง')}” below, or type where it is."


def which(questions: Iterable[str], draft: Draft) -> str:
    """Every question with its answer."""
    lines = [
        answered(each, draft.answers[each]) if each in draft.answers else f"{TITLES[each]}: -"
        for each in questions
    ]
    return "\n".join(["Which would you like to change? (nothing is sent yet)", "", *lines])


def answered(question: str, text: str) -> str:
    """A question and its answer in a line."""
    return f"{TITLES[question]}: {_said(question, text)}"


def _said(question: str, text: str) -> str:
    return label(services.named(text)) if question == SERVICE else text


def _echo(question: str, answer: str) -> str:
    return shorten(" ".join(_said(question, answer).split()), thai.LONGEST_ECHO)
