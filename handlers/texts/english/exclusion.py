"""What Prongsai says in English about who must not see a report."""

from collections.abc import Sequence

from data.agency import OutsideBody
from handlers.texts.english.intake import outsides
from handlers.texts.english.labels import label

HIDE = label("มีคนไม่ควรเห็น")


def question_in_review() -> str:
    """The question that can be left alone."""
    return (
        f"Is there anybody who must not see this? If so, press “{HIDE}” before sending; if not,"
        " just go on."
    )


def kept_from(wish: str) -> str:
    """What was answered."""
    return f"Who must not see this: {wish}\nTo change it, press “{HIDE}”"


def executive(bodies: Sequence[OutsideBody]) -> str:
    """The report names an executive: outside bodies are the safer way."""
    lines = ["If this is about an executive of the agency, an outside body is the better way:"]
    return "\n".join([*lines, *outsides(bodies)])


def ask() -> str:
    """Who must not see it?"""
    return (
        "Who must not see this? Type a name or a post (several in one message, if need be).\n"
        "Whoever is called so here will not see the report, nor learn that there is one. The others"
        " appointed for it will read these words, so that they do not talk of it.\n"
        "If there is nobody, type: skip"
    )


def noted(wish: str) -> str:
    """The answer is kept."""
    told = f"Noted. Who must not see it: {wish}" if wish else "All right, nobody is kept from it."
    see = label("ดูก่อนส่ง")
    return f"{told}\nNothing is sent yet: press “{see}” or type: review"


def nobody_left(bodies: Sequence[OutsideBody]) -> str:
    """Everybody inside is excluded, or an executive is: nothing is sent."""
    return "\n".join(
        [
            "This should not be sent inside the agency: nobody appointed here is independent of"
            " whom you named. Nothing was sent, and nobody inside knows of it.",
            "",
            "You can go straight to an outside body:",
            *outsides(bodies),
            "",
            "What you wrote is still here to copy. Type cancel to delete it from here. If you named"
            f" somebody by mistake, press “{HIDE}” to change it.",
        ]
    )


def not_read_any_more(code: str, bodies: Sequence[OutsideBody]) -> str:
    """To the reporter: the last handler of the case has gone."""
    return "\n".join(
        [
            f"Case {code}: at the moment nobody appointed inside can read it. Please do not wait"
            " for an answer here.",
            "You can go straight to an outside body:",
            *outsides(bodies),
        ]
    )
