"""What Prongsai says in English of a citizen's own cases; what officers wrote stays as it is."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.cases import Case, State
from handlers.texts.english.intake import KIND_NAMES, outside
from handlers.texts.english.written import day as written

OUTCOMES = {
    "resolved": "resolved",
    "answered": "answered",
    "referred": "referred to another agency",
    "rejected": "not taken up",
    "substantiated": "substantiated",
    "partly": "partly substantiated",
    "unsubstantiated": "unsubstantiated",
    "insufficient": "not enough information",
    "out_of_scope": "outside the agency's powers",
}
STEPS = {
    State.SUBMITTED: "received",
    State.ACKNOWLEDGED: "received",
    State.IN_PROGRESS: "in progress",
    State.ASSESSING: "in progress",
    State.CLOSED: "finished",
    State.CONCLUDED: "finished",
    State.WITHDRAWN: "finished",
}
"""Citizens see three."""

SENTENCES = {
    State.SUBMITTED: "It has arrived and waits for an officer to open it.",
    State.ACKNOWLEDGED: "An officer has read it.",
    State.IN_PROGRESS: "An officer is looking after it.",
    State.ASSESSING: "The people appointed for it are looking into it.",
    State.CLOSED: "An officer has closed it.",
    State.CONCLUDED: "It has been considered and concluded.",
    State.WITHDRAWN: "You have withdrawn it.",
}


def status(case: Case, opened: str, next_date: str, answers: Sequence[str]) -> str:
    """Where a case stands: one step, one sentence, the next date, and what was answered last."""
    lines = [
        f"Case {case.code} ({KIND_NAMES[case.kind]})",
        f"Status: {STEPS[case.state]}",
        SENTENCES[case.state],
        f"Filed on {opened}",
        *([next_date] if next_date else []),
    ]
    if answers:
        lines += ["", "The officer's last answer:", answers[-1]]
    if case.is_open:
        lines += ["", _how_to_write(case.code)]
    return "\n".join(lines)


def forgotten() -> str:
    """In the place of an answer in a case that is forgotten."""
    return "(deleted)"


def answer_by(day: date, *, is_over: bool) -> str:
    """When an answer was promised."""
    return _late(day) if is_over else f"An officer will answer by {written(day)}"


def read_by(day: date, *, is_over: bool) -> str:
    """When a corruption report will be read."""
    return _late(day) if is_over else f"It will be read by {written(day)}"


def result_by(day: date, *, is_over: bool) -> str:
    """When the result of a corruption report was promised."""
    return _late(day) if is_over else f"You will hear the result by {written(day)}"


def _late(day: date) -> str:
    return f"It is past {written(day)}, when it was due. We are sorry; please ask the officer."


def my_cases(rows: Sequence[tuple[Case, str]]) -> str:
    """The cases this chat filed, newest first, each with the day it was filed."""
    lines = ["Your cases"]
    lines += [
        f"• {case.code} {KIND_NAMES[case.kind]}: {STEPS[case.state]} (filed on {opened})"
        for case, opened in rows
    ]
    return "\n".join([*lines, "", "For more, type: status and the code"])


def no_cases() -> str:
    """This chat filed nothing."""
    return "Nothing was filed from this chat. If you have a code, type: status and the code"


def no_such_case() -> str:
    """The same words whether the code does not exist or is somebody else's."""
    return (
        "There is no case with this code in this chat. Please check the code.\n"
        "A code works only in the chat that filed the case, so that nobody else can open it."
    )


def add_prompt(code: str) -> str:
    """Write more about a case."""
    return f"Type your message or send photos for the officer about {code} (or type: cancel)"


def added(code: str) -> str:
    """It is with the officer."""
    return (
        f"Added to case {code}. The officer has been told.\n"
        f"To write again, press the button below or type: write {code}"
    )


def offer_to_reply(code: str) -> str:
    """The words may be meant for the officer who has just answered."""
    return (
        f"Shall I send this to the officer of case {code}? Nothing has been sent yet.\n"
        "Press a button, or type: yes or no"
    )


def added_unread(code: str, bodies: Sequence[OutsideBody]) -> str:
    """It is in a corruption case that nobody is appointed to read any more."""
    return "\n".join(
        [
            f"Kept in case {code}. But nobody is appointed to read corruption cases here at the"
            " moment, so nobody has read it yet.",
            "You can go straight to an outside body:",
            *map(outside, bodies),
        ]
    )


def nothing_added() -> str:
    """The reporter changed their mind."""
    return "All right, nothing more was sent to the officer. Your case stays as it is."


def case_closed() -> str:
    """Nothing can be added to a finished case here."""
    return (
        "This case is closed, so your message was not sent to anybody. If something is still"
        " wrong, please file a new case."
    )


def answered(code: str, text: str) -> str:
    """An officer's answer, where the citizen wrote, as the officer wrote it."""
    return f"An officer has answered your case {code}:\n\n{text}\n\n{_how_to_write(code)}"


def closed(code: str, outcome: str, text: str) -> str:
    """The case is finished."""
    return (
        f"Your case {code} is finished ({OUTCOMES[outcome]}):\n\n{text}\n\n"
        "If something is still wrong, you can always file a new case."
    )


def edited(code: str) -> str:
    """The officer sees the old words and the new."""
    return (
        f"Your correction was added to case {code}. The officer sees both the old words and the"
        " new."
    )


def _how_to_write(code: str) -> str:
    return f"To answer or tell more, press the button below or type: write {code}"
