"""What Prongsai says in English when a button or command leads nowhere."""

from handlers.texts.english.endings import typed


def stale_button() -> str:
    """A button of an older version, or one that no longer leads anywhere."""
    return f"This button no longer works. Please choose from below. {typed('help')}"


def unknown_command() -> str:
    """A slash command that does not exist."""
    return f"I do not know this command. Please choose from below. {typed('help')}"
