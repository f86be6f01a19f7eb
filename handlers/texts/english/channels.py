"""What Prongsai says in English about complaint channels, contacts, E-Service, the No Gift Policy.

Names of places and what the operator filled in stay as they are.
"""

from collections.abc import Sequence

from data.agency import Agency, ComplaintChannel, OutsideBody
from data.published import Measure
from handlers.texts.channels import Rows
from handlers.texts.english.endings import ended, source
from handlers.texts.english.scores import misprints, part_by_part
from handlers.texts.english.vocabulary import BODIES, BODIES_TAKE, CHANNELS, worded
from handlers.texts.english.written import fiscal, listed

NOT_CONFIGURED = "not configured yet"
HERE = "right here in this chat"
NOT_THE_REPORT = "Source: what the agency has set up here (the report prints no address or phone)"


def channels(agency: Agency, fiscal_year: int, *, takes_corruption: bool) -> str:
    """Which channel for what."""
    named = [called(channel) for channel in agency.channels if channel.in_report]
    others = [called(channel) for channel in agency.channels if not channel.in_report]
    lines = [
        f"How to reach {agency.short_name}, depending on the matter",
        f"• Feedback and suggestions (item e8): {HERE}{_also(agency, 'feedback')}",
        f"• Grievances such as roads, lights, rubbish: {HERE}{_also(agency, 'grievance')}",
        f"• Corruption, bribes (item e10): {_corruption(takes_corruption)}",
        "",
        f"The report names {len(named)} channels: {listed(named)}",
    ]
    lines += [f"Other channels, not in the report: {listed(others)}"] if others else []
    lines += [*_addresses(agency.channels), "", *_bodies(agency.outside_bodies)]
    places = "topics 1-3 and 7 (it names channels, no addresses)"
    return ended(lines, source(fiscal_year, places), "the road is broken", "my cases")


def contact(agency: Agency) -> str:
    """Where the agency is and how to reach it."""
    details = {
        "Address": agency.address,
        "Phone": agency.phone,
        "Office hours": agency.office_hours,
        "Email": agency.email,
        "Website": agency.website,
    }
    unknown = [name for name, value in details.items() if not value]
    lines = [
        f"{agency.name}, district {agency.district}, province {agency.province}",
        *(f"{name}: {value}" for name, value in details.items() if value),
    ]
    lines += [f"{listed(unknown)}: {NOT_CONFIGURED}"] if unknown else []
    lines.append("You can leave a question for an officer in this chat.")
    return ended(lines, NOT_THE_REPORT, "talk to an officer")


def eservice(agency: Agency, rows: Rows, measures: Sequence[Measure], fiscal_year: int) -> str:
    """E-Service: where it is, and what the report says of it."""
    lines = [
        f"E-Service (online services) of {agency.short_name}",
        f"Address: {agency.eservice or NOT_CONFIGURED}",
        f"The report does not say how to use it, only how it was assessed, {fiscal(fiscal_year)}",
        *_scored(rows),
        *(
            f"Plan of B.E. {m.plan_year}, measure {m.code}, in Thai: {m.actions[0]}"
            for m in measures
        ),
    ]
    cited = source(fiscal_year, _places(rows))
    return ended(lines, cited, *(f"measure {each.code}" for each in measures[:2]))


def no_gift(rows: Rows, says: str, fiscal_year: int) -> str:
    """The No Gift Policy, as far as the report goes. *says* is the report's own sentence."""
    lines = [
        "No Gift Policy: staff accept no gifts or presents for doing their duty.",
        "The report gives no exceptions and no details of what may be accepted,"
        f" only how it was assessed, {fiscal(fiscal_year)}",
        *_scored(rows),
    ]
    lines += [f"It also says, in Thai: “{says}”"] if says else []
    return ended(lines, source(fiscal_year, _places(rows)), "what does i4 ask", "score e4")


def called(channel: ComplaintChannel) -> str:
    """What a complaint channel is called."""
    return CHANNELS.get(channel.key, channel.name)


def _also(agency: Agency, kind: str) -> str:
    """The report's channels that take *kind*."""
    found = [called(each) for each in agency.channels if each.in_report and kind in each.takes]
    return f", or via {listed(found)}" if found else ""


def _corruption(takes_corruption: bool) -> str:
    """Never the general channels: corruption goes to named handlers or outside."""
    if takes_corruption:
        return (
            "privately in this chat, read only by the people who are appointed for it,"
            " or an outside body"
        )
    return "nobody is appointed for it in this chat yet; please go to an outside body"


def _addresses(found: Sequence[ComplaintChannel]) -> list[str]:
    known = [f"• {called(each)}: {each.address}" for each in found if each.address]
    unknown = [called(each) for each in found if not each.address]
    if not unknown:
        return known
    which = "Addresses of all channels" if not known else f"Addresses of {listed(unknown)}"
    return [*known, f"{which}: {NOT_CONFIGURED}"]


def _bodies(found: Sequence[OutsideBody]) -> list[str]:
    lines = ["Outside bodies:"] if found else []
    for body in found:
        contacts = " ".join(each for each in (body.phone, body.website) if each)
        lines.append(f"• {outside_body(body)}{f': {contacts}' if contacts else ''}")
    if any(not body.phone and not body.website for body in found):
        lines.append(f"Phones and websites that are not shown: {NOT_CONFIGURED}")
    return lines


def outside_body(body: OutsideBody) -> str:
    """A body outside the agency with its Thai name, by which it can be found, and what it takes."""
    english = BODIES.get(body.key)
    name = f"{english}, {body.name}" if english else body.name
    return f"{name} ({BODIES_TAKE.get(body.key, body.takes)})"


def _scored(rows: Rows) -> list[str]:
    lines = [f"• {item.code} {part_by_part(scores)}, in Thai: {item.text}" for item, scores in rows]
    return [*lines, *misprints(score for _, scores in rows for score in scores)]


def _places(rows: Rows) -> str:
    places = [worded(item.place.partition(" ตาราง")[0]) for item, _ in rows]
    return listed(list(dict.fromkeys(places)))
