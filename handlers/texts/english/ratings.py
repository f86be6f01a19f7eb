"""What Prongsai says in English while a finished case is rated."""


def ask() -> str:
    """On the card of a finished case."""
    return "How content are you with how it was handled? Press 1 to 5."


def thanks(stars: int, code: str) -> str:
    """The stars are kept; one word more, if they like."""
    return (
        f"{stars} out of 5 for case {code}. Thank you.\n"
        "If you would like to say why, type it now, or press “No more words”. Those who look after"
        " the case will read it."
    )


def kept(*, with_words: bool) -> str:
    """It is done."""
    what = "Your rating and your words are" if with_words else "Your rating is"
    return f"{what} kept with the case. You can change it in My cases."


def cannot() -> str:
    """Not finished, or rated before it was opened again."""
    return "This case cannot be rated now: once, when it is finished, before it is opened again."
