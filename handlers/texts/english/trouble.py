"""What Prongsai says in English when something fails, or leads nowhere."""

from handlers.texts.english.endings import typed


def apology(reference: int) -> str:
    """Handling failed; the message is kept and a person will look. *reference* finds it again."""
    return (
        "Sorry, I could not answer this message. It is kept, and someone who runs the service will"
        f" look at it.\nReference number {reference}. Please ask in another way. {typed('help')}"
    )


def answered_late(reference: int) -> str:
    """Before the answer to a message that failed at first."""
    return (
        "Sorry for the late answer. This is about your message with the reference number"
        f" {reference}, which I could not answer before."
    )


def stale_button() -> str:
    """A button of an older version, or one that no longer leads anywhere."""
    return f"This button no longer works. Please choose from below. {typed('help')}"


def unknown_command() -> str:
    """A slash command that does not exist."""
    return f"I do not know this command. Please choose from below. {typed('help')}"
