"""What Prongsai says in English of who reads what people tell, and what stays secret."""

from data.agency import Agency
from handlers.texts.english.channels import called, outside_body
from handlers.texts.english.endings import typed
from handlers.texts.english.written import listed


def privacy(agency: Agency, *, takes_corruption: bool, known_to: str) -> str:
    """Who reads a report, who never does, what is known of the sender, when a word comes.

    *known_to* is the messenger that itself knows who writes, "" on the page.
    """
    lines = [
        "I understand that you are worried. Nothing is sent to anybody until you send it yourself.",
        "• Grievances, feedback, questions: read by the officers of"
        f" {agency.short_name} who take them",
        f"• Corruption: {_corruption(takes_corruption)}",
        "• You need give neither your name nor an identity number. Officers do not see the name of"
        " your account, only what you write and the files you add",
        "• A case code works only in the chat that filed it; words and files are kept encrypted",
    ]
    if known_to:
        lines.append(
            f"• {known_to} itself knows who sends. If you do not wish that, use the agency's web"
            " page instead"
        )
    lines.append(f"• An officer answers within {agency.answer_promise_days} days")
    if takes_corruption:
        lines[-1] += f"; a corruption report is read within {agency.corruption_promise_days} days"
    named = [called(each) for each in agency.channels if each.in_report]
    lines += [f"Other channels: {listed(named)}"] if named else []
    lines += ["Outside bodies:"] if agency.outside_bodies else []
    lines += [f"• {outside_body(body)}" for body in agency.outside_bodies]
    return "\n".join([*lines, "", typed("complaint channels", "the road is broken")])


def _corruption(takes_corruption: bool) -> str:
    if takes_corruption:
        return (
            "read only by the people who are appointed for it; no other executive or administrator"
            " sees it. Who filed it is sealed, and opened only by two persons with a reason"
        )
    return (
        "nobody is appointed for it in this chat yet, so it is not taken here; please go to an"
        " outside body"
    )
