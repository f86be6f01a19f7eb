"""What people who are no officers read in English where only officers may go on."""

from handlers.texts.english.endings import typed


def invitation_invalid() -> str:
    """Unknown, used and expired links get the same answer."""
    return (
        "This invitation link no longer works. Please ask the administrator for a new one.\n"
        f"Meanwhile, ask me anything else as usual. {typed('help')}"
    )


def staff_only() -> str:
    """A staff command from someone who is not staff."""
    return f"This command is for invited officers only. {typed('total score', 'my cases')}"
