"""What Prongsai says in English of how many cases came, as published."""

from collections.abc import Mapping
from datetime import date

from data.cases import CaseKind
from data.published_statistics import PublicLine, PublicMonth, PublicStatistics
from data.suppression import LEAST
from data.times import in_bangkok

KIND_NAMES: Mapping[str, str] = {
    CaseKind.FEEDBACK: "feedback",
    CaseKind.QUESTION: "questions",
    CaseKind.GRIEVANCE: "grievances",
    CaseKind.CORRUPTION: "Corruption reports",
    CaseKind.ETHICS: "Reports on ethics and harassment",
    CaseKind.PRIVACY: "Requests about personal data",
}
CHANNEL_NAMES: Mapping[str, str] = {
    "line": "LINE",
    "telegram": "Telegram",
    "web": "web chat",
    "terminal": "entered by an officer",
    "counter": "counter",
    "phone": "phone",
    "letter": "letter",
    "facebook": "Facebook",
    "google_form": "Google Form",
}
NONE = "no complaints"
HIDDEN = "not shown"


def public(found: PublicStatistics, agency: str) -> str:
    """What is published of a fiscal year, with its source and the day of counting."""
    months = found.service.months
    until = f"until the end of {_name(months[-1].month)}" if months else "no month is over yet"
    lines = [f"Complaint statistics, fiscal year B.E. {found.year} ({until})", ""]
    lines += _line("General cases", found.service)
    if found.service.total:
        lines += [_sums("By kind", found.kinds, KIND_NAMES)]
        lines += [_sums("Received by", found.channels, CHANNEL_NAMES)]
    lines.append("")
    for kind, each in found.guarded.items():
        lines += _line(KIND_NAMES.get(kind, kind), each)
    day = in_bangkok(found.counted_at)
    source = f"Source: the case register of {agency}, counted on {day.day} {day:%B %Y}"
    protecting = f"Numbers below {LEAST} are not shown, to protect those who reported."
    return "\n".join([*lines, "", source, protecting])


def not_published(year: int, newest: int) -> str:
    """Nothing is published of a fiscal year; *newest* is the last one that is."""
    text = f"No complaint statistics of fiscal year B.E. {year} have been published yet."
    return f"{text}\nType “complaint statistics {newest}” for those that have."


def _name(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def _line(name: str, line: PublicLine) -> list[str]:
    if line.total == 0:
        return [f"{name}: {NONE}"]
    if line.total is None:
        return [f"{name}: fewer than {LEAST}"]
    text = f"{name}: {line.total:,} received"
    if line.finished is not None:
        text += f", {line.finished:,} finished, {line.total - line.finished:,} in progress"
    return [text, *(f"• {_month(each)}" for each in line.months)]


def _month(each: PublicMonth) -> str:
    name = _name(each.month)
    if each.received is None:
        return f"{name}: {HIDDEN}"
    if each.received == 0:
        return f"{name}: {NONE}"
    if each.finished is None:
        return f"{name}: {each.received:,}"
    going = each.received - each.finished
    return f"{name}: {each.received:,} received, {each.finished:,} finished, {going:,} in progress"


def _sums(title: str, numbers: Mapping[str, int | None], names: Mapping[str, str]) -> str:
    shown = (
        f"{names.get(name, name)} {HIDDEN if n is None else f'{n:,}'}"
        for name, n in numbers.items()
    )
    return f"{title}: {', '.join(shown)}"
