"""What handlers read about the stages of an inquiry."""

from data.case_moves import Path, State
from data.cases import Case
from handlers.texts.casework import OUTCOME_NAMES, STATE_NAMES

STAGES = (
    State.ASSESSING,
    State.PRELIMINARY_INQUIRY,
    State.FACT_FINDING,
    State.DECIDED,
    State.ACTION_TAKEN,
    State.CONCLUDED,
)
TO = {
    "assess": State.ASSESSING,
    "inquire": State.PRELIMINARY_INQUIRY,
    "find_facts": State.FACT_FINDING,
    "decide": State.DECIDED,
    "act": State.ACTION_TAKEN,
}


def on_card(case: Case) -> str:
    """Which stage an inquiry is in, and what comes next; "" where there are no stages."""
    state = State(case.waited_in or case.state)
    if case.standing.path is not Path.INQUIRY or state is State.REFERRED_EXTERNAL:
        return ""
    if state not in STAGES:
        return f"ขั้นตอน: ยังไม่เริ่ม (ต่อไป: {STATE_NAMES[STAGES[0]]})"
    number = STAGES.index(state) + 1
    here = f"ขั้นตอนที่ {number} จาก {len(STAGES)}: {STATE_NAMES[state]}"
    return here if number == len(STAGES) else f"{here} (ต่อไป: {STATE_NAMES[STAGES[number]]})"


def ask_outcome(case: Case) -> str:
    """A decision is one of these."""
    return f"เรื่อง {case.code} พิจารณาแล้วมีผลอย่างไร (ยังไม่แจ้งผู้แจ้ง)"


def ask_reason(case: Case, verb: str, outcome: str) -> str:
    """Why, or what was done."""
    asked = "ดำเนินการอะไรไปแล้ว" if verb == "act" else f"ผล: {OUTCOME_NAMES[outcome]} เพราะอะไร"
    return f"เรื่อง {case.code} {asked} พิมพ์ได้เลย (เก็บในเรื่อง ผู้แจ้งไม่เห็น) หรือพิมพ์ ยกเลิก"


def for_the_file(verb: str, outcome: str, words: str) -> str:
    """How it stands in the case's history."""
    return f"ดำเนินการ: {words}" if verb == "act" else f"ผล {OUTCOME_NAMES[outcome]} เพราะ {words}"


def moved(case: Case, verb: str) -> str:
    """It is in that stage now; nobody outside was told."""
    return f"{stage(case, verb)}\nยังไม่ได้บอกผู้แจ้ง ถ้าจะบอก กด “ตอบผู้แจ้ง” หรือ “ปิดเรื่อง” จากหน้าเรื่อง"


def stage(case: Case, verb: str) -> str:
    """Which stage that is."""
    number = STAGES.index(TO[verb]) + 1
    return f"เรื่อง {case.code} เข้าขั้นตอนที่ {number} จาก {len(STAGES)}: {STATE_NAMES[TO[verb]]}"


def stopped() -> str:
    """A changed mind."""
    return "ยกเลิกแล้ว เรื่องยังอยู่ขั้นตอนเดิม"
