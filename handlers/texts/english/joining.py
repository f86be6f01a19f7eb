"""What Prongsai says in English where several people report the same thing."""

from data.same_matter import Match
from handlers.texts.english.my_cases import STEPS
from handlers.texts.thai import shorten

SERVICES = {
    "road": "roads and footpaths",
    "light": "street lights",
    "water": "tap water",
    "drain": "drains and flooding",
    "waste": "waste",
    "nuisance": "smell, noise or another nuisance",
}
LONGEST_PLACES = 120


def hint(match: Match, opened: str) -> str:
    """There is an open case about the same; nothing in it is its reporter's word."""
    return (
        f"Somebody reported {SERVICES[match.service]} ({_where(match)}) on {opened}."
        f" Status: {STEPS[match.state]}\n"
        "• If it is the same, press “Join that one” or type: join. Your words and photos reach the"
        " officers, and you hear of all its progress.\n"
        "• If it is not, press “Not the same: send” or type: send\n"
        "Neither of you sees anything of the other."
    )


def _where(match: Match) -> str:
    places = [place for place in match.places if place]
    if not places:
        return "near the location that you sent"
    return shorten(", ".join(places), LONGEST_PLACES)


def joined(code: str) -> str:
    """It joined the other one: the joiner's own code."""
    return (
        "Your grievance is filed and joined to the earlier one. Thank you.\n"
        f"Case code: {code}\n\n"
        "The officers have your words and photos. Whatever progress there is, you hear of it in"
        f" this chat.\nTo see where it stands, type: status {code}"
    )


def closed_meanwhile() -> str:
    """The other one is not open any more: this is a case of its own."""
    return "The other one was finished just now, so yours was sent as a new case."


def something_new(code: str) -> str:
    """Where the officer's words themselves are not passed on."""
    return f"There is news of your case {code}. To see where it stands, press “My cases”."


def goes_with_others() -> str:
    """Beside where a case stands that joined another."""
    return "(Several people reported this; the officers look after it as one.)"
