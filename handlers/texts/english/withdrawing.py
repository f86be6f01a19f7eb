"""What Prongsai says in English while a case, or anything that was typed, is taken back."""

from collections.abc import Sequence

from data.cases import CaseKind


def which() -> str:
    """Several cases are open."""
    return "Which case would you like to withdraw? Choose one, or type: withdraw and the code"


def confirm(kind: CaseKind, code: str) -> str:
    """What withdrawing means."""
    asked = f"Withdraw case {code}? Nothing happens until you confirm.\n"
    if kind.is_inquiry:
        return (
            f"{asked}This is a corruption case: nobody will contact you about it any more, but the"
            " people appointed may go on with the inquiry, and keep what you sent."
        )
    return (
        f"{asked}It will be closed and the officers told. What you sent stays in the case, and you"
        " can always file a new one."
    )


def withdrawn(kind: CaseKind, code: str) -> str:
    """It is done."""
    if kind.is_inquiry:
        return (
            f"Case {code} is withdrawn. Nobody will contact you about it any more; the inquiry may"
            f" go on.\nTo be contacted again, type: write {code}"
        )
    return f"Case {code} is withdrawn. You can always file a new one."


def nothing_to_withdraw() -> str:
    """No open case of this chat."""
    return "There is no case in this chat that can be withdrawn."


def what_can_be_taken_back(contacts: Sequence[str], *, can_unsend: bool = True) -> str:
    """Nothing is deleted by asking: what one can do oneself, what is kept and why, whom to ask."""
    at = f" ({' or '.join(contacts)})" if contacts else ""
    in_the_chat = (
        "unsend them in LINE; they are then removed here, too"
        if can_unsend
        else "not one by one here; they are deleted after a time: type privacy to see when"
    )
    return (
        "Nothing has been deleted. This is what can be taken back:\n"
        f"• Messages in the chat: {in_the_chat}\n"
        "• What you are still writing: type remove last message, or cancel\n"
        "• What you have sent: press or type withdraw, and nobody contacts you about it any more;"
        " what was sent is kept, because the office must be able to show how it handled it\n"
        "• Everything of this chat: press “Forget me”; it says first what is deleted at once and"
        " what must stay\n"
        f"For anything more, ask whoever looks after personal data at the office{at}, or press"
        " “Talk to an officer”"
    )
