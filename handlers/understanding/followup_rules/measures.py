"""Rules of follow-ups to the plan and to a topic of the analysis."""

from handlers.understanding import fitting
from handlers.understanding.ellipsis import ROW, STEPS, WORDING, names_nothing
from handlers.understanding.followup_rules.said import GENERAL, Said, made
from handlers.understanding.question import Question

LONGEST_OFFICE = 30
"""Letters of a message that only names an office."""

OF_MEASURES = ("measure_detail", "measure_owner", "measure_period")


def of_the_list(said: Said) -> Question | None:
    """ "ข้อ 5 ใครทำ" after the plan was listed, "อ่านเต็มข้อ 2" after a topic's findings."""
    row, subject = ROW.search(said.plain), said.subject
    if not row or not names_nothing(said.plain):
        return None
    if subject["intent"] in ("measure_list", *OF_MEASURES) and row[1] in said.vocabulary.measures:
        asked = _asked_of_a_measure(said.plain)
        again = asked == "measure_detail" and subject["intent"] in OF_MEASURES
        again = again and not WORDING.search(said.plain)
        return made(subject["intent"] if again else asked, said, {"measure": row[1]})
    if subject["intent"] == "analysis_topic" and "topic" in subject and not said.goes_on:
        return made("analysis_topic", said, {"topic": subject["topic"], "finding": row[1]})
    return None


def of_the_measure(said: Said) -> Question | None:
    """ "ใครดูแล", "ถึงเมื่อไร", "ขั้นตอนล่ะ" after a measure or a topic."""
    code = said.subject.get("measure") or said.subject.get("topic")
    if not code or said.names("office", "measure_by_name"):
        return None
    if said.intent not in (*OF_MEASURES, *GENERAL) or not names_nothing(said.plain):
        return None
    asked = _asked_of_a_measure(said.plain)
    if asked == "measure_detail" and not (STEPS.search(said.plain) or said.refers):
        return None
    return made(asked, said, {"measure": code})


def of_the_office(said: Said) -> Question | None:
    """ "แล้วนิติกรล่ะ" after the plan, a measure, or an office's part of it."""
    of_the_plan = said.subject["intent"] in ("measure_list", *OF_MEASURES)
    if not of_the_plan or "office" not in said.named or not said.goes_on or said.names():
        return None
    brief = len(said.plain) <= LONGEST_OFFICE
    return made("measure_owner", said, {"office": said.named["office"]}) if brief else None


def _asked_of_a_measure(plain: str) -> str:
    if fitting.WHO.search(plain):
        return "measure_owner"
    return "measure_period" if fitting.WHEN.search(plain) else "measure_detail"
