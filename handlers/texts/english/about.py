"""What Prongsai says about itself in English, and when it does not know."""

from collections.abc import Sequence

from data.agency import Agency
from handlers.texts.english.endings import typed
from handlers.texts.english.labels import label
from handlers.texts.english.written import fiscal, listed

OUTSIDE = {
    "other_agency": "I only have what concerns {agency}. Scores of other agencies are not in this"
    " report.",
    "personal_data": "That is not in the report, and I give nobody's personal data, least of all"
    " that of people who complained.",
    "instruction": "I cannot do that. I answer from the published report, and disclose neither who"
    " complained nor how I am set up.",
    "budget": "The ITA report has no budgets and no sums of money, so I cannot say.",
    "abuse": "I see that you are upset. If something should be put right, tell me, and I will pass"
    " it on to an officer.",
}


def greeting(agency: Agency, year: int) -> str:
    """Hello, and what can be done here."""
    return (
        f"Hello, this is Prongsai, the chat of {agency.short_name}.\n"
        f"Ask about the ITA result of {fiscal(year)}, measures or complaint channels,"
        " or report something to an officer.\n"
        f"Choose from below. {typed('total score')}"
    )


def thanks() -> str:
    """You are welcome."""
    return f"You are welcome. Ask me any time. {typed('help')}"


def help_text(year: int, plan_year: int) -> str:
    """What can be asked and done."""
    return (
        "What you can ask or do\n"
        f"• ITA scores of {fiscal(year)}: total score, score e9, indicator 7, lowest item\n"
        "• What items ask: what does e10 ask\n"
        "• How it adds up, and trying things out: how is it calculated, what if o43 was 100\n"
        "• Analysis (in Thai): topic 5\n"
        f"• Plan of B.E. {plan_year} (in Thai): measure 2, who does measure 2\n"
        "• Complaint channels and the address\n"
        "• Report something: feedback, a grievance, corruption; then follow it by its code\n"
        f"{typed('total score', 'complaint channels')}\n"
        "Source: only the published ITA reports and what the agency has set up here"
    )


def human() -> str:
    """A person to talk to."""
    return (
        "You can leave a question. A real officer will answer it in this chat.\n"
        f"Press “{label('ฝากคำถามไว้')}” and type it, or see the address and other channels.\n"
        f"{typed('address', 'complaint channels')}"
    )


def other_year(
    year: str, known: Sequence[int], previous: Sequence[int], plans: Sequence[int]
) -> str:
    """A fiscal year that is not in the dataset: say which are."""
    have = [f"the result of {fiscal(each)}" for each in known]
    have += [f"the total of {fiscal(each)}" for each in previous]
    have += [f"the plan for {fiscal(each)}" for each in plans]
    asked = f"B.E. {year}" if year else "that year"
    return f"I have nothing about {asked} in the report. I have {listed(have)}.\n{typed('help')}"


def out_of_scope(agency: Agency, guard: str) -> str:
    """Not in the report, said plainly, with no neighbouring figure."""
    if guard == "emergency":
        return emergency(agency)
    text = OUTSIDE.get(guard)
    if text is not None:
        return f"{text.format(agency=agency.short_name)}\n{typed('help', 'talk to an officer')}"
    return (
        "That is not in the report. I can only answer about the ITA result, measures and complaint"
        " channels.\nIf it concerns the office, you can leave a question for an officer.\n"
        f"{typed('help', 'talk to an officer')}"
    )


def emergency(agency: Agency) -> str:
    """Somebody may be in danger: whom to call, first."""
    lines = ["This chat is no emergency line, and nobody may see this at once."]
    if agency.emergencies:
        lines += ["Please call now:", *(f"• {each}" for each in agency.emergencies)]
    else:
        lines.append("Please call the emergency services, or ask somebody near you to help, now.")
    lines.append("When you are safe, you can always write here.")
    return "\n".join(lines)


def offered(labels: Sequence[str]) -> str:
    """The offers in words, for those who see no buttons; *labels* are the Thai ones."""
    first = "I am not sure what you mean. Is it one of these? Or please put it another way."
    return "\n".join([first, *(f"• {label(each)}" for each in labels)])


def file_without_draft() -> str:
    """A file while nothing is being written."""
    return (
        "I got your file, but have not kept it. If it belongs to something you want to report,"
        " please choose what first, then send it again."
    )


def place_without_draft() -> str:
    """A location while nothing is being written."""
    return (
        "I got the place. If you want to report something there, please choose what first,"
        " then send it again."
    )


def sticker() -> str:
    """A sticker."""
    return f"Lovely. What can I do for you? Choose from below. {typed('help')}"


def not_readable() -> str:
    """A kind of message that this version cannot read."""
    return f"I cannot read this kind of message yet. Please type, or choose below. {typed('help')}"
