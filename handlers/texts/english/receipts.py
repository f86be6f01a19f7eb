"""What Prongsai says in English of receipts: 16 digits by which one's anonymous case is found."""

from data.receipts import show


def shown_once(digits: str) -> str:
    """The receipt, what it is good for, and that it cannot be shown again."""
    return (
        f"Your receipt\n{show(digits)}\n\n"
        "Please write it down now. It is shown this once and not kept here, so nobody can show it"
        " again or give you another.\n"
        "With it you can follow your case to its outcome, read and answer the officers, write more,"
        " rate it, open it again or withdraw, from any of our chats and any device, without saying"
        " who you are.\n"
        "Whoever has it can open the case: once it is written down, delete this message from the"
        " chat, and show it to nobody.\n"
        "To use it, type: receipt and the 16 digits"
    )


def after_on_the_page() -> str:
    """On a page that somebody else may open next: what to do now, and how to come back."""
    return (
        "\n\nNow: 1) write the digits on paper 2) press “ออกทันที” (leave at once) at the top; this"
        " device then shows nothing of the talk any more.\n"
        "Come back at any time with the receipt, from any device or chat."
    )


def ask_digits() -> str:
    """Which receipt?"""
    return "Please type the 16 digits of your receipt, with or without spaces."


def no_such_receipt() -> str:
    """The same words for every receipt that finds nothing."""
    return (
        "No case was found by this receipt. Please check all 16 digits.\n"
        "There are only a few tries an hour, so that nobody can guess somebody else's."
    )


def cannot_show_again() -> str:
    """The receipt was lost."""
    return (
        "A receipt is shown once, when the case is sent. It is not kept here, so it cannot be shown"
        " again or replaced.\n"
        "What you sent is still there and looked after. If there is more to tell, you can always"
        " file a new case."
    )
