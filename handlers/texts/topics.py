"""What Prongsai says about the topics of analysis and the limitations."""

from collections.abc import Sequence

from data.published import Limitation, Topic
from handlers.texts.scores import source

LONGEST_EXCERPT = 220


def all_topics(found: Sequence[Topic]) -> str:
    """The seven topics."""
    year = found[0].fiscal_year
    lines = [f"ประเด็นวิเคราะห์ ปีงบประมาณ พ.ศ. {year} มี {len(found)} ประเด็น"]
    lines += [f"{topic.number}. {topic.title}" for topic in found]
    lines += ["", "พิมพ์ เช่น สรุปประเด็นที่ 5", source(year, "ส่วนที่ 1")]
    return "\n".join(lines)


def one_topic(topic: Topic) -> str:
    """A topic: its items, each finding's heading and how it begins."""
    lines = [
        f"ประเด็นที่ {topic.number} {topic.title}",
        f"ดูจากข้อ: {' '.join(topic.items)}",
    ]
    for number, finding in enumerate(topic.findings, start=1):
        lines += ["", f"{number}) {finding.heading}", excerpt(finding.heading, finding.text)]
    if topic.note:
        lines += ["", f"หมายเหตุ: {topic.note}"]
    return "\n".join([*lines, "", source(topic.fiscal_year, topic.place)])


def one_finding(topic: Topic, number: int) -> str:
    """A finding in full."""
    finding = topic.findings[number - 1]
    lines = [f"ประเด็นที่ {topic.number} ข้อวิเคราะห์ที่ {number}", finding.text]
    return "\n".join([*lines, "", source(topic.fiscal_year, topic.place)])


def excerpt(heading: str, text: str) -> str:
    """What the agency concluded: from the first conclusion on, cut short."""
    rest = text.removeprefix(heading).strip()
    start = rest.find("มองเห็นว่า")
    shown = rest[start:] if start >= 0 else rest
    if len(shown) <= LONGEST_EXCERPT:
        return shown
    return f"{shown[:LONGEST_EXCERPT].rsplit(' ', 1)[0]}…"


def limitations(found: Limitation) -> str:
    """What part 3 says."""
    return f"รายงานระบุว่า “{found.text}” คือไม่มีข้อจำกัด\n\n{source(found.fiscal_year, found.place)}"


def no_limitations(year: int) -> str:
    """Part 3 is not in the dataset."""
    return f"ชุดข้อมูลปี {year} ไม่มีส่วนข้อจำกัดค่ะ"
