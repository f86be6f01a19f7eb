"""What Prongsai says in English while it takes a case: notices, prompts, receipts. Short, kind."""

from collections.abc import Sequence
from datetime import date

from data.agency import OutsideBody
from data.cases import CaseKind
from data.drafts import Draft
from handlers.message import AttachmentProblem
from handlers.texts.english import questions
from handlers.texts.english.channels import outside_body
from handlers.texts.english.labels import label
from handlers.texts.english.written import day as day_of
from handlers.texts.english.written import listed

KIND_NAMES = {
    CaseKind.FEEDBACK: "feedback",
    CaseKind.GRIEVANCE: "grievance",
    CaseKind.CORRUPTION: "corruption report",
    CaseKind.QUESTION: "question for an officer",
    CaseKind.ETHICS: "report on ethics or harassment",
    CaseKind.PRIVACY: "request about personal data",
}
WHO_READS = {
    CaseKind.FEEDBACK: "it is read by the officers of {agency} who look after feedback.",
    CaseKind.GRIEVANCE: "it is read by the officers of {agency} who take grievances.",
    CaseKind.QUESTION: "it is read by the officers of {agency} who answer citizens' questions.",
    CaseKind.CORRUPTION: "it is read only by the people whom {agency} appointed for corruption.",
    CaseKind.ETHICS: "it is read only by the people whom {agency} appointed for corruption and"
    " ethics.",
    CaseKind.PRIVACY: "it is read only by {agency}'s data-protection contact.",
}
PROMPTS = {
    CaseKind.FEEDBACK: "What would you like to praise, criticise or suggest? Just type it.",
    CaseKind.GRIEVANCE: "What is wrong, where, and since when? Just type it.",
    CaseKind.QUESTION: "What would you like to ask the officer? Just type it.",
    CaseKind.CORRUPTION: (
        "Tell as much as you wish: what happened, who or in what position, when, where.\n"
        "You need not look for more evidence, nor give an identity number."
    ),
    CaseKind.ETHICS: (
        "Tell only what you feel comfortable with: what happened, who or in what position, when,"
        " where.\nYou need not look for more evidence, nor give an identity number."
    ),
    CaseKind.PRIVACY: (
        "This cannot be sent anonymously: we must know whose data it is, so that nobody else can"
        " have yours copied or deleted.\n\n"
        "What would you like: a copy, a correction, a deletion, or to know what is kept? Just type"
        " it.\nIf it is about a case you filed, add its code. No identity number yet, please."
    ),
}
PROBLEMS = {
    AttachmentProblem.TOO_LARGE: "The file is larger than 10 MB, too large for me. Please try an"
    " ordinary photo.",
    AttachmentProblem.REFUSED_KIND: "I do not take this kind of file yet. Please send a photo, a"
    " PDF, sound or video.",
    AttachmentProblem.GONE: "I could not fetch this file from the chat. Please send it again.",
    AttachmentProblem.TOO_MANY: "There are {most} files already; no more fit into this case.",
}
OFFERS = {
    CaseKind.FEEDBACK: "Thank you for telling me. Shall I pass it on to the officers as feedback?",
    CaseKind.GRIEVANCE: "I am listening. Shall I report this to the officers?",
    CaseKind.CORRUPTION: "Thank you for telling me. This can be reported so that only the people"
    " appointed for corruption read it.",
    CaseKind.ETHICS: "Thank you for telling me. This can be reported so that only the people"
    " appointed for ethics read it, and without your name if you like.",
}
MATTERS = {CaseKind.CORRUPTION: "corruption", CaseKind.ETHICS: "ethics and harassment"}
REVIEW, CANCEL = "press “Review first” or type: check", "Changed your mind? Type: cancel"


def choose_kind() -> str:
    """What would you like to tell us?"""
    return (
        "What would you like to report? Nothing is sent until you send it yourself.\n\n"
        "• Feedback: praise, criticism, suggestions\n"
        "• Grievance: roads, lights, water, rubbish, nuisance, slow service\n"
        "• Corruption: bribes, fraud, public property used privately; only the people appointed"
        " for it read it\n"
        "• Ethics: harassment, discrimination, bullying; only the people appointed for it read it\n"
        "• Personal data: a copy, correction or deletion of yours; only the data-protection contact"
        " reads it"
    )


def offer(kind: CaseKind, yes: str, *, has_file: bool) -> str:
    """The words sound like a case: offer, never start by itself. *yes* is the Thai label of what
    may be pressed."""
    lines = [OFFERS[kind], "Nothing has been sent to anybody yet."]
    if has_file:
        lines.append("The file is not kept yet; please send it again once you have begun.")
    return "\n".join([*lines, f"If you wish, press “{label(yes)}” or type: yes"])


def notice(
    kind: CaseKind,
    agency_name: str,
    *,
    sender_known_to: str,
    carriers: Sequence[str],
    has_words: bool,
    ways: str = "",
) -> str:
    """The short privacy notice, the *ways* of reporting where there are several, the first prompt.

    *sender_known_to* is the messenger that knows who writes, *carriers* those that take copies to
    the officers; *has_words* says whether what was told before is in the draft.
    """
    lines = [
        f"Your {KIND_NAMES[kind]} (nothing is sent until you send it)",
        "",
        "Words and files are kept encrypted, and used for this case only;",
        WHO_READS[kind].format(agency=agency_name),
    ]
    if sender_known_to:
        lines.append(f"{sender_known_to} itself knows who sends them.")
    if carriers:
        lines.append(f"The officers' copies travel by {listed(carriers)}.")
    lines += [*(["", ways] if ways else []), ""]
    if kind.is_secret or not has_words:
        lines.append(PROMPTS[kind])
    if has_words:
        lines.append(f"What you told me is in it already. Type more, or {REVIEW}")
    else:
        lines.append(f"As many messages as you like, photos too. When you are done, {REVIEW}")
    return "\n".join([*lines, CANCEL])


def draft_or_new(old: CaseKind, new: CaseKind, draft: Draft) -> str:
    """There is a draft already: go on, keep its words for the new kind, or drop it."""
    return (
        f"You have an unfinished {KIND_NAMES[old]} ({questions.size(draft)}). What shall we do?\n"
        f"• {label('เขียนต่อ')}: back to it\n"
        f"• {label('ย้ายข้อความ')}: keep the words, as a {KIND_NAMES[new]} instead\n"
        f"• {label('ทิ้ง เริ่มใหม่')}: delete what you wrote, and begin a {KIND_NAMES[new]}"
    )


def noted(draft: Draft) -> str:
    """One more message is in the draft."""
    told = f"Noted ({questions.size(draft)})"
    return f"{told}. Go on typing, or add photos.\nWhen you are ready, {REVIEW}"


def draft_full() -> str:
    """The draft cannot grow any more."""
    full = "This case is as long as it may be; your last message was not added."
    return f"{full}\nTo send what there is, {REVIEW}"


def review(
    kind: CaseKind,
    draft: Draft,
    *,
    offers_secrecy: bool = False,
    bodies: Sequence[OutsideBody] = (),
    drafts_kept_days: int = 7,
) -> str:
    """The whole draft shown back before it is sent.

    *bodies* are named where it sounds like corruption and nobody is appointed for that.
    """
    lines = [f"Check before sending: {KIND_NAMES[kind]} (nothing is sent yet)", ""]
    lines.append("\n".join(draft.texts) or "(no words)")
    if draft.answers:
        lines += ["", *(questions.answered(*each) for each in draft.answers.items())]
    if draft.attachments:
        lines += ["", f"Files: {len(draft.attachments)}"]
    if offers_secrecy:
        secretly = label("แจ้งแบบลับแทน")
        lines += [
            "",
            "This sounds like corruption. If only the people appointed for that should read it,"
            f" press “{secretly}”.",
        ]
    if bodies:
        lines += [
            "",
            "This sounds like corruption, and the agency has appointed nobody for that here. If you"
            " send it, its ordinary officers read it. If they should not, go to an outside body:",
            *outsides(bodies),
        ]
    kept = f"If you do not send it, it is kept for {drafts_kept_days} days and then deleted."
    return "\n".join([*lines, "", "All right? Press “Send” or type: send", kept])


def nothing_to_send() -> str:
    """There is no draft, or an empty one."""
    return "There is nothing to send yet. Please type what you want to report first."


def no_draft() -> str:
    """A button of a draft that is no longer there."""
    return (
        "You are not writing anything at the moment. To report something, press"
        f" “{label('แจ้งเรื่อง')}” and tell me first; you will see it before it is sent.\n"
        "If you have sent it, press “My cases” to see its code and where it stands."
    )


def prompt(kind: CaseKind) -> str:
    """What to write about."""
    return PROMPTS[kind]


def filed(kind: CaseKind, code: str, read_by: date, known_by: date) -> str:
    """The code, and the last days on which it is read, and its answer or outcome told."""
    who = "An officer"
    if kind.is_inquiry:
        who = "Somebody appointed for it"
    elif kind is CaseKind.PRIVACY:
        who = "The data-protection contact"
    end = "you will know the outcome" if kind.is_inquiry else "you will have an answer"
    return (
        f"Your {KIND_NAMES[kind]} is filed. Thank you.\n"
        f"Case code: {code}\n\n"
        f"{who} will read it by {day_of(read_by)}, and {end} by {day_of(known_by)}.\n"
        f"The answer comes to this chat. To see where it stands, type: status {code}"
    )


def cancelled(had_draft: bool, *, known_to: str = "") -> str:
    """Nothing was sent. *known_to* is the messenger that keeps a history, "" on the page."""
    if had_draft:
        lines = ["Cancelled. What you wrote is deleted, and nothing was sent to anybody."]
        history = "The words still stand in this chat's history; you can delete"
        if known_to == "LINE":
            lines.append(f"{history} or unsend them there.")
        elif known_to:
            lines.append(f"{history} them on your device.")
        else:
            lines.append(
                "The words can still be read on this page; delete its cookie and they cannot"
                " be opened here any more."
            )
        return "\n".join(lines)
    return (
        "All right. You are not writing anything at the moment.\n"
        "What you sent before (if anything) is still there: see “My cases”."
    )


def only_in_private() -> str:
    """Complaints are never taken in a group."""
    return (
        "For reports and complaints please write to me in a private chat: others read along here."
    )


def no_handler(kind: CaseKind, bodies: Sequence[OutsideBody], *, has_draft: bool = False) -> str:
    """No handler is named for such an inquiry: say so and show the outside bodies."""
    lines = [
        f"The agency has not yet appointed anybody for {MATTERS[kind]} here, so I cannot take such"
        " reports in this chat: yours must not reach somebody who should not see it.",
        "",
        "You can go straight to an outside body:",
    ]
    lines += outsides(bodies)
    if has_draft:
        lines += ["", "What you wrote is still here to copy. Type cancel to delete it from here."]
    return "\n".join(lines)


def outside(body: OutsideBody) -> str:
    """An outside body, what it takes and how to reach it, where that is known."""
    contacts = " ".join(contact for contact in (body.phone, body.website) if contact)
    return f"• {outside_body(body)}{f': {contacts}' if contacts else ''}"


def outsides(bodies: Sequence[OutsideBody]) -> list[str]:
    """All of them, those that can be reached from here first; one line says of the others that the
    way to them is not known."""
    known = [body for body in bodies if body.is_reachable]
    unknown = [body for body in bodies if not body.is_reachable]
    end = ["(Where no phone or website is given, it is not configured yet.)"] if unknown else []
    return [*map(outside, (*known, *unknown)), *end]


def edited() -> str:
    """The draft holds the new words now."""
    return "I have corrected it in what you are writing."


def draft_waits() -> str:
    """A reminder beside another answer that a draft is still open."""
    return "(What you were writing is still there: press “Go on writing”, or type: cancel)"


def continue_draft(kind: CaseKind, draft: Draft) -> str:
    """Back to writing."""
    return f"Please go on ({KIND_NAMES[kind]}, {questions.size(draft)})."


def problem(found: AttachmentProblem, most: int) -> str:
    """Why a file was not kept; *most* is how many there may be."""
    return PROBLEMS[found].format(most=most)
