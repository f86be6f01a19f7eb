"""What Prongsai says in English of deadlines."""

from datetime import date, datetime

from data.case_clock import Clock
from data.clock_settings import INQUIRIES, ClockName

WORDS_TO_COME = {
    ClockName.ACKNOWLEDGE: "An officer will read it by",
    ClockName.NOTE: "You will hear how it goes by",
    ClockName.ANSWER: "An officer will answer by",
}


def read_from(opening: datetime) -> str:
    """Out of office hours: when somebody reads it (*opening* in Bangkok)."""
    day = f"{opening:%A} {opening.day} {opening:%B %Y}"
    return f"The office is closed now. Officers start reading on {day} at {opening:%H:%M}."


def next_word(clock: Clock, today: date) -> str:
    """By when the reporter hears the next word; an apology where that has passed."""
    assert clock.due_on is not None
    day = f"{clock.due_on:%A} {clock.due_on.day} {clock.due_on:%B %Y}"
    if clock.due_on < today:
        return f"That was due on {day}; we apologise. Do write to the officer."
    coming = WORDS_TO_COME[clock.name]
    if clock.name is ClockName.ANSWER and clock.kind in INQUIRIES:
        coming = "You will hear the result by"
    return f"{coming} {day}"


def waiting_for_reporter() -> str:
    """The clocks stand still until the reporter has answered."""
    return "We are waiting for your answer; meanwhile the time does not count."
