"""The privacy notice in English."""

from collections.abc import Sequence

from data.agency import Agency
from handlers.texts.english.written import listed


def notice(
    agency: Agency, *, takes_corruption: bool, known_to: str, carriers: Sequence[str]
) -> str:
    """The whole notice. *known_to* is the messenger that itself knows who writes, "" on the page;
    *carriers* take copies to the officers."""
    periods = agency.retention
    readers = "the officers who take the case"
    above = (
        "Where it is needed, those above them make a list of who reported ordinary cases; each time"
        " is recorded"
    )
    kept = f"ordinary cases {_long(periods.general)} after they are closed"
    if takes_corruption:
        readers += (
            "; reports on corruption and ethics only those who are appointed for them, without"
            " seeing who filed one: that takes two persons and a reason"
        )
        kept += f", corruption and ethics {_long(periods.corruption)}"
    lines = [
        f"Your privacy with {agency.short_name}",
        "• What for: to answer questions and to take care of what you report, a public task of the"
        " agency; so you are not asked to consent",
        "• What is kept: the words and files that you send, your name where the app tells it, and"
        " the address of this chat so that answers reach you; encrypted. No identity number is"
        " asked for",
        f"• Who reads it: {readers}. {above}",
    ]
    lines += [f"• {known_to} itself knows who sends"] if known_to else []
    lines += [f"• The officers' copies travel by {listed(list(carriers))}"] if carriers else []
    lines += [
        f"• How long: {kept}; what you have not sent {_long(periods.drafts)}; messages"
        f" {_long(periods.messages)}. Then it is deleted and only figures are left. Backups last"
        f" at most {_long(periods.backups)} more",
        "• For a copy of your data, or to be forgotten: press “Ask for my data” or “Forget me”."
        " What is still inquired into, and what the law wants kept, cannot be deleted yet",
        f"• Contact for personal data: {_contact(agency)}",
    ]
    return "\n".join([*lines, "", "Read this again at any time: type privacy"])


def _long(days: int) -> str:
    number, unit = (days // 365, "year") if days % 365 == 0 else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _contact(agency: Agency) -> str:
    """The person as configured, else the agency; never anything that nobody filled in."""
    if agency.data_protection is not None:
        return " ".join((agency.data_protection.name, *agency.data_protection.ways))
    found = [each for each in (agency.phone, agency.email, agency.address) if each]
    where = " ".join(found) or "(no number or address is given here yet)"
    return f"{agency.name} {where}; no person is named yet"
