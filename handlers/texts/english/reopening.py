"""What Prongsai says in English while a finished case is opened again."""

from handlers.texts.reopening import DAYS


def ask_why(code: str) -> str:
    """Words are needed: what is not done yet."""
    return (
        f"What is still wrong with case {code}? Type it now: the officer gets your words, and the"
        " case is open again. (Or type: cancel)"
    )


def reopened(code: str) -> str:
    """It is open again."""
    return (
        f"Case {code} is open again, and the officers have been told. You can send photos or"
        " tell more, and My cases shows by when you hear from them."
    )


def too_late(code: str) -> str:
    """The days are over, or it cannot be opened again for another reason."""
    return (
        f"Case {code} cannot be opened again: that works for {DAYS} days after it is finished."
        " I am sorry.\n"
        f"Please file a new case, and write {code} in it so that the officers find the old one."
    )


def which() -> str:
    """Several cases are finished."""
    return "Which case is not solved yet? Choose one."


def nothing() -> str:
    """No case of this chat can be opened again."""
    return (
        f"There is no case in this chat that can be opened again (for {DAYS} days after it is"
        " finished). You can file a new one."
    )


def stopped() -> str:
    """The reporter changed their mind."""
    return "All right, the case was not opened again and stays finished."
