"""What Prongsai says about the topics of analysis and the limitations."""

from collections.abc import Sequence

from data.published import Limitation, Topic
from handlers.texts.endings import ended, source
from handlers.texts.thai import runs, shorten

LONGEST_EXCERPTS = 600
"""Letters of all of a topic's conclusions together."""

CONCLUSIONS = ("มองเห็นว่า", "การรับรู้อยู่ในระดับ", "ภายในหน่วยงานมี")
"""How the report begins what it concludes; what stands before says which items it compared."""


def all_topics(found: Sequence[Topic]) -> str:
    """The topics."""
    year = found[0].fiscal_year
    lines = [
        f"ประเด็นวิเคราะห์ ปีงบประมาณ พ.ศ. {year} มี {len(found)} ประเด็น",
        *(f"{topic.number}. {topic.title}" for topic in found),
    ]
    return ended(lines, source(year, "ส่วนที่ 1"), "สรุปประเด็นที่ 5")


def one_topic(topic: Topic) -> str:
    """A topic: its items, each finding's heading and how its conclusion begins."""
    lines = [
        f"ประเด็นที่ {topic.number} {topic.title} (ปีงบประมาณ พ.ศ. {topic.fiscal_year})",
        f"ดูจากข้อ {runs(topic.items)}",
    ]
    longest = LONGEST_EXCERPTS // max(len(topic.findings), 1)
    for number, finding in enumerate(topic.findings, start=1):
        conclusion = excerpt(finding.heading, finding.text, longest)
        lines += ["", f"{number}) {finding.heading}", conclusion]
    if topic.note:
        lines += ["", f"หมายเหตุ: {topic.note}"]
    example = f"มาตรการที่ {topic.number}"
    return ended(lines, source(topic.fiscal_year, topic.place), example)


def one_finding(topic: Topic, number: int) -> str:
    """A finding in full."""
    lines = [
        f"ประเด็นที่ {topic.number} ข้อวิเคราะห์ที่ {number} (ปีงบประมาณ พ.ศ. {topic.fiscal_year})",
        topic.findings[number - 1].text,
    ]
    example = f"สรุปประเด็นที่ {topic.number}"
    return ended(lines, source(topic.fiscal_year, topic.place), example)


def excerpt(heading: str, text: str, longest: int) -> str:
    """What the agency concluded: from the first conclusion on, at most *longest* letters."""
    rest = text.removeprefix(heading).strip()
    starts = [at for words in CONCLUSIONS if (at := rest.find(words)) >= 0]
    return f"…{shorten(rest[min(starts) :], longest)}" if starts else shorten(rest, longest)


def limitations(found: Limitation, to_improve: Sequence[tuple[int, Sequence[str]]]) -> str:
    """What part 3 says; and which items, by topic, the analysis says must get better."""
    lines = [
        f"ข้อจำกัดในการประเมิน ปีงบประมาณ พ.ศ. {found.fiscal_year}",
        f"รายงานเขียนไว้ว่า “{found.text}”",
    ]
    if to_improve:
        lines.append("แต่ในข้อวิเคราะห์ รายงานเขียนว่ายังต้องปรับปรุง")
    lines += [f"• ประเด็นที่ {number}: เรื่องที่ดูจากข้อ {runs(codes)}" for number, codes in to_improve]
    return ended(lines, source(found.fiscal_year, found.place), "สรุปประเด็นที่ 7")


def no_limitations(year: int) -> str:
    """Part 3 is not in the dataset."""
    return f"ชุดข้อมูลปีงบประมาณ พ.ศ. {year} ไม่มีส่วนที่พูดถึงข้อจำกัดค่ะ"
