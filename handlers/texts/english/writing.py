"""What Prongsai says in English while a draft is changed, or left for a question."""

from data.drafts import Draft
from handlers.texts.english import questions


def undone(left: Draft) -> str:
    """The last message is gone from the draft; what is *left* of it."""
    if left.is_empty:
        return "Removed. There is nothing in it now: please type anew, or type: cancel"
    lines = ["The last message is removed. What is left:", "", *left.texts]
    lines += [questions.answered(*each) for each in left.answers.items()]
    if left.attachments:
        lines += [f"Files: {len(left.attachments)}"]
    return "\n".join([*lines, "", "Go on typing. Ready? Press “Review first” or type: check"])


def how_to_change() -> str:
    """How to change what is written."""
    return (
        "To change it, press “Remove last message” or type: remove last message. Then type anew.\n"
        "It removes one message at a time. To begin again, type: cancel"
    )


def answered_beside() -> str:
    """The words were taken for a question and did not become part of the draft."""
    return (
        "(I took this for a question, and did not add it to what you are writing, which is still"
        " there. To add it after all, press “Add to my words” or type: add it)"
    )
