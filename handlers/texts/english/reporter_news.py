"""What a reporter reads in English when an officer makes a move; the officer's words as written."""


def asked(code: str, text: str) -> str:
    """An officer's question."""
    return (
        f"An officer asks about your case {code}:\n\n{text}\n\n"
        f"To answer, press the button below or type: write {code}"
    )


def progress(code: str, text: str) -> str:
    """A word on how it goes."""
    return f"News of your case {code}:\n\n{text}\n\n{_how_to_write(code)}"


def resolved(code: str, text: str) -> str:
    """What was to be done is done; the case is not closed yet."""
    return (
        f"The matter of your case {code} has been put right:\n\n{text}\n\n"
        f"If something is still wrong, press the button below or type: not solved yet"
    )


def reopened(code: str, text: str) -> str:
    """The office works on it again."""
    return f"Your case {code} is open again:\n\n{text}\n\n{_how_to_write(code)}"


def referred(code: str, body: str, text: str) -> str:
    """Somebody else goes on with it."""
    return (
        f"Your case {code} was passed on to {body}:\n\n{text}\n\n"
        "For anything else, you can always file a new case."
    )


def rejected(code: str, text: str) -> str:
    """The office does not take it."""
    return (
        f"We cannot act on your case {code}:\n\n{text}\n\n"
        "If you can tell more, you can always file a new case."
    )


def _how_to_write(code: str) -> str:
    return f"To tell more, press the button below or type: write {code}"


def duplicate(code: str, text: str) -> str:
    """It goes on in another case, whose code is not theirs to know."""
    return (
        f"Your case {code} was joined with one about the same matter:\n\n{text}\n\n"
        f"Whatever progress there is, you hear of it here. To tell more, type: write {code}"
    )
