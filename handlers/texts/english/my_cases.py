"""What Prongsai says in English of a citizen's own cases; what officers wrote stays as it is."""

from collections.abc import Sequence

from data.agency import OutsideBody
from data.case_moves import FINISHED, PAUSED, State
from data.cases import Case
from handlers.texts.english.intake import KIND_NAMES, outsides

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
    **dict.fromkeys(State, "in progress"),
    State.SUBMITTED: "received",
    State.ACKNOWLEDGED: "received",
    State.SCREENING: "received",
    **dict.fromkeys(FINISHED, "finished"),
}
"""Citizens see three."""

SENTENCES = {
    State.SUBMITTED: "It has arrived and waits for an officer to open it.",
    State.ACKNOWLEDGED: "An officer has read it.",
    State.SCREENING: "An officer is looking for whom it belongs to.",
    State.ASSIGNED: "An officer has been put in charge of it.",
    State.IN_PROGRESS: "An officer is looking after it.",
    State.RESOLVED: "An officer says that it is solved. If it is not, please say so.",
    State.NEEDS_INFO: "An officer has asked you something and waits for your answer.",
    State.REOPENED: "It is open again and waits for an officer.",
    State.CLOSED: "An officer has closed it.",
    State.REFERRED: "It was passed to the agency that has the power.",
    State.REJECTED: "It was not taken up; the answer says why.",
    State.DUPLICATE: "It was joined to an earlier case about the same thing.",
    State.WITHDRAWN: "You have withdrawn it.",
    State.ASSESSING: "The people appointed for it are looking into it.",
    State.PRELIMINARY_INQUIRY: "The people appointed for it are making first inquiries.",
    State.FACT_FINDING: "The people appointed for it are checking the facts.",
    State.DECIDED: "It has been decided, and the result is being put together.",
    State.ACTION_TAKEN: "What was decided is being carried out.",
    State.CONCLUDED: "It has been considered and concluded.",
    State.REFERRED_EXTERNAL: "It was passed to an outside body that has the power.",
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
        asked = "The officer asks:" if case.state in PAUSED else "The officer's last answer:"
        lines += ["", asked, answers[-1]]
    if case.is_open:
        lines += ["", _how_to_write(case.code)]
    return "\n".join(lines)


def forgotten() -> str:
    """In the place of an answer in a case that is forgotten."""
    return "(deleted)"


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
    return (
        "Nothing was filed from this chat. If you have a code, type: status and the code\n"
        "If you reported anonymously, type: receipt, then its 16 digits"
    )


def no_such_case() -> str:
    """The same words whether the code does not exist or is somebody else's."""
    return (
        "There is no case with this code in this chat. Please check the code.\n"
        "A code works only in the chat that filed the case, so that nobody else can open it."
    )


def add_prompt(code: str) -> str:
    """Write more about a case."""
    return f"Type your message or send photos for the officer about {code} (or type: cancel)"


def added(code: str, *, is_told: bool = True) -> str:
    """It is with the officer; *is_told*: somebody was told at once."""
    who = "The officer has been told." if is_told else "An officer sees it on opening the case."
    return (
        f"Added to case {code}. {who}\nTo write again, press the button below or type: write {code}"
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
            *outsides(bodies),
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
        "How content are you with how it was handled? Press 1 to 5.\n"
        "If something is still wrong, press or type not solved yet within 30 days."
    )


def edited(code: str) -> str:
    """The officer sees the old words and the new."""
    return (
        f"Your correction was added to case {code}. The officer sees both the old words and the"
        " new."
    )


def _how_to_write(code: str) -> str:
    return f"To answer or tell more, press the button below or type: write {code}"
