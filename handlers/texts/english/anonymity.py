"""What Prongsai says in English to those who report corruption, known to it or not."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.case_moves import PAUSED, State
from data.cases import CaseKind
from handlers.texts.english.intake import KIND_NAMES, outsides
from handlers.texts.english.labels import label
from handlers.texts.english.my_cases import OUTCOMES, SENTENCES, STEPS
from handlers.texts.english.receipts import after_on_the_page, shown_once
from handlers.texts.english.written import date_of
from handlers.texts.english.written import day as day_of
from handlers.texts.reopening import DAYS

ANONYMOUS, NAMED = label("ไม่ระบุตัวตน (ใบรับ)"), label("ให้รหัสในแชตนี้")


def choose(bodies: Sequence[OutsideBody], *, on_the_page: bool = False) -> str:
    """How to report, before the first word, and where else. *on_the_page*: in a browser, whose chat
    opens nowhere else."""
    only_here = "; you can come back only with this browser" if on_the_page else ""
    anywhere = ", from any device" if on_the_page else ""
    return "\n".join(
        [
            "Please choose before you begin (you can change it until you send):",
            f"• {NAMED}: the case belongs to this chat, and answers come here{only_here}",
            f"• {ANONYMOUS}: once it is sent, nothing is kept of which chat it came from; you get"
            f" 16 digits to follow it by{anywhere}",
            *(["", "Or tell an outside body directly:", *outsides(bodies)] if bodies else []),
        ]
    )


def anonymously(known_to: str, *, asks: bool) -> str:
    """Chosen: nobody will know; *known_to* is the messenger that does, "" for our own page. *asks*:
    a question follows at once."""
    lines = [
        "This will be sent anonymously: every trace of this chat is then removed from the case, and"
        " you get a receipt of 16 digits.",
        "Please write no name or phone number, and send no photo that tells who you are.",
    ]
    if known_to:
        lines.append(
            f"{known_to} itself still knows who sends it, and your messages stay in the chat until"
            " you delete them. If that worries you, use our web chat."
        )
    return "\n".join([*lines, *_go_on(asks=asks)])


def named(*, asks: bool) -> str:
    """Chosen: the case belongs to this chat. *asks*: a question follows at once."""
    first = "This will have a code and belong to this chat; answers come here."
    return "\n".join([first, *_go_on(asks=asks)])


def _go_on(*, asks: bool) -> list[str]:
    return [] if asks else [f"Go on writing, or press “{label('ดูก่อนส่ง')}”."]


def offer() -> str:
    """Words came while the officer waits for an answer."""
    return (
        "Is this your answer to the officer? It is not sent yet.\n"
        f"If so, press “{label('ส่งถึงเจ้าหน้าที่')}” or type: yes (this chat then keeps none of it)."
    )


def how_it_goes(*, anonymous: bool) -> str:
    """At the review: which of the two it is, and how to change that."""
    if anonymous:
        return f"It will be sent anonymously, with a receipt. To change that, press “{NAMED}”."
    return f"It will have a code and belong to this chat. To avoid that, press “{ANONYMOUS}”."


def filed(
    digits: str,
    read_by: date,
    known_by: date,
    kind: CaseKind = CaseKind.CORRUPTION,
    *,
    on_the_page: bool,
) -> str:
    """The case is sent; the receipt, this once. *read_by* and *known_by* are the last days on which
    it is read, and its outcome told; *on_the_page*: sent from the agency's own page."""
    after = after_on_the_page() if on_the_page else ""
    return (
        f"Your {KIND_NAMES[kind]} is in. Which chat it came from is not kept.\n"
        f"The people appointed will read it by {day_of(read_by)}; you will know the outcome by"
        f" {day_of(known_by)}. Answers do not come by themselves: open the case with your"
        " receipt.\n\n"
        f"{shown_once(digits)}{after}"
    )


def status(
    kind: CaseKind, state: State, opened_at: str, next_date: str, *, is_open: bool, has_words: bool
) -> str:
    """Where a case stands, for whoever has its receipt."""
    lines = [
        f"The case of this receipt ({KIND_NAMES[kind]})",
        f"Status: {STEPS[state]}",
        SENTENCES[state],
        f"Filed on {date_of(opened_at)}",
        *([next_date] if next_date else []),
    ]
    if not has_words:
        lines.append("The officers have not written yet.")
    press = label("ตอบเจ้าหน้าที่" if state in PAUSED else "เขียนถึงเจ้าหน้าที่")
    write = f"To add something or to answer, press “{press}” or type: write\n" if is_open else ""
    done = "When you are done, type: leave (unused for 15 minutes, it closes by itself)"
    return "\n".join([*lines, "", f"{write}{done}"])


def ended(outcome: str, *, until: date | None, may_rate: bool) -> str:
    """How it ended, and what can be done now; *until* is the last day to open it again."""
    lines = [f"Outcome: {OUTCOMES[outcome]}"] if outcome in OUTCOMES else []
    if may_rate:
        lines.append(
            "How content are you with how it was handled? Press 1 to 5 (nobody knows who did)."
        )
    if until is not None:
        lines.append(f"If it is not solved yet, press or type: not solved yet, by {day_of(until)}")
    else:
        lines.append("If something is still wrong, you can always file a new case.")
    return "\n".join(lines)


def thanks(stars: int) -> str:
    """The stars are kept; one word more, if they like."""
    return (
        f"{stars} out of 5. Thank you.\nIf you would like to say why, type it now, or press"
        " “No more words”. The people appointed will read it; please write nothing that tells who"
        " you are."
    )


def word_kept() -> str:
    """The word is kept beside the stars."""
    return "Your words are kept with your rating."


def ask_why() -> str:
    """Words are needed: what is not done yet."""
    return (
        "What is still wrong? Type it now: the people appointed get your words, and the case is"
        " open again. (Or type: cancel)\nPlease write nothing that tells who you are."
    )


def reopened() -> str:
    """It is open again."""
    return (
        "The case is open again, and the people appointed have been told. Press"
        f" “{label('ดูเรื่องนี้')}” for the date of the next word."
    )


def too_late() -> str:
    """The days are over, or it cannot be opened again for another reason."""
    return (
        f"This case cannot be opened again: that works for {DAYS} days after it is finished. You"
        " can file a new one."
    )


def must_stay() -> str:
    """It cannot be forgotten yet."""
    return (
        "This case cannot be deleted yet: the inquiry is open, or the law wants it kept. You can"
        " withdraw it so that nobody asks you any more, and come back with the receipt once it is"
        " finished."
    )


def confirm_erasing(backups_days: int) -> str:
    """What forgetting means."""
    return (
        "Delete this case? Nothing happens until you confirm.\nIts words and files are gone, the"
        " receipt opens nothing any more, and it cannot be undone. Statistics, kind, dates and"
        f" outcome stay; backups made before last at most {backups_days} more days."
    )


def erased() -> str:
    """It is forgotten."""
    return "The case is deleted. This receipt opens nothing any more."


def officer_said(text: str, at: str) -> str:
    """One of the officer's words."""
    return f"From the officers ({date_of(at)})\n\n{text}"


def prompt() -> str:
    """Write on."""
    return (
        "Type your message to the officers, or send a photo (or type: cancel).\n"
        "Please write nothing that tells who you are."
    )


def added() -> str:
    """It is in the case."""
    return (
        "Added to the case; the officers have been told. If they answer, you will see it when you"
        " open the case with your receipt."
    )


def added_unread(bodies: Sequence[OutsideBody]) -> str:
    """It is in a case that nobody is appointed to read any more."""
    return "\n".join(
        [
            "It is kept in the case, but nobody is appointed to read such cases here at the"
            " moment, so nobody has read it.",
            "You can tell an outside body directly:",
            *outsides(bodies),
        ]
    )


def confirm_withdrawal() -> str:
    """What withdrawing means."""
    return (
        "Withdraw this case? Nothing happens until you confirm.\nNobody will ask you about it any"
        " more, but the people appointed may go on with the inquiry, and keep what you sent."
    )


def withdrawn() -> str:
    """It is done."""
    return (
        "The case is withdrawn. Nobody will ask you about it any more. Should you change your mind,"
        " open it with your receipt and write to the officers."
    )


def left() -> str:
    """The case is not open here any more."""
    return "The case is closed in this chat. To see it again, type: receipt and the 16 digits"


def over() -> str:
    """Nobody used it for a while, or it never was open."""
    return "No case is open by a receipt here now. To open one, type: receipt and the 16 digits"
