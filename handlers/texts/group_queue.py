"""What Prongsai says about the group that serves as the queue, and in its topics: codes, kinds,
dates and states, never words of a report nor anybody's name."""

from collections.abc import Sequence
from datetime import date

from data.case_clock import Clock
from data.case_moves import State
from data.case_topics import Step
from data.cases import Case
from data.topic_queue import Problem, TopicQueue
from handlers.texts.casework import STATE_NAMES
from handlers.texts.clocks import for_officer
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_and_time_of, date_of, listed

OPEN_IN_PRIVATE = "เปิดในแชตส่วนตัว"

STATE_MARKS = {
    State.SUBMITTED: "🆕",
    State.ACKNOWLEDGED: "👀",
    State.SCREENING: "👀",
    State.ASSIGNED: "👤",
    State.IN_PROGRESS: "🔧",
    State.RESOLVED: "🟢",
    State.NEEDS_INFO: "⏸",
    State.REOPENED: "🔁",
    State.CLOSED: "✅",
    State.REFERRED: "↪️",
    State.REJECTED: "🚫",
    State.DUPLICATE: "🔂",
    State.WITHDRAWN: "↩️",
}
OTHER_MARK = "📂"


def topic_name(case: Case) -> str:
    """A topic's name: its state at a glance, code, kind."""
    return f"{STATE_MARKS.get(case.state, OTHER_MARK)} {case.code} {KIND_NAMES[case.kind]}"


def introduction(
    case: Case, due: Clock | None, today: date, steps: Sequence[Step], *, again: bool
) -> str:
    """The first message of a topic; *again* where somebody deleted an earlier one."""
    lines = [f"{KIND_NAMES[case.kind]} {case.code}", f"รับ {date_of(case.opened_at)}"]
    if due is not None:
        lines.append(for_officer(due, today))
    if steps:
        lines.append(f"ที่ผ่านมา: {' → '.join(STATE_NAMES[State(step.state)] for step in steps)}")
    if again:
        lines.append("หัวข้อเดิมถูกลบ จึงเปิดหัวข้อใหม่ ตัวเรื่องไม่ได้หายไปไหน")
    lines.append("เนื้อหาเปิดอ่านได้ในแชตส่วนตัวเท่านั้น")
    return "\n".join(lines)


def moved(steps: Sequence[Step]) -> str:
    """What became of a case since the topic was last written in."""
    return "\n".join(
        f"{STATE_NAMES[State(step.state)]} · {date_and_time_of(step.at)}" for step in steps
    )


def taken_away() -> str:
    """The name of a topic that we may not delete: nothing of its case."""
    return "หัวข้อนี้ไม่ใช้แล้ว"


def bound(*, private_too: bool) -> str:
    """In the group: it is the queue from now on."""
    alerts = (
        "และยังแจ้งเรื่องใหม่ในแชตส่วนตัวของเจ้าหน้าที่ด้วย"
        if private_too
        else "แทนการแจ้งในแชตส่วนตัว (อยากได้ทั้งสองทาง พิมพ์ /queue both)"
    )
    return (
        "กลุ่มนี้เป็นคิวเรื่องแล้ว แต่ละเรื่องมีหัวข้อของตัวเอง ชื่อหัวข้อบอกสถานะ "
        f"{alerts}\nเรื่องทุจริตและเรื่องที่ปิดบังจากใครไว้จะไม่อยู่ในกลุ่มนี้\nเลิกใช้: /queue off"
    )


def not_to_reporter() -> str:
    """In the group: words to us do not reach whoever filed a case."""
    return f"ข้อความในกลุ่มไม่ถึงผู้แจ้งค่ะ ตอบได้ในแชตส่วนตัว กด “{OPEN_IN_PRIVATE}” ที่ข้อความแรกของหัวข้อ"


def turned_off() -> str:
    """The group is not the queue any more."""
    return "กลุ่มไม่ใช่คิวเรื่องแล้ว เรื่องใหม่จะแจ้งในแชตส่วนตัวของเจ้าหน้าที่ หัวข้อเดิมยังอยู่แต่จะไม่อัปเดต ลบได้ตามสะดวก"


def absent(names: Sequence[str]) -> str:
    """To the administrator who bound the group: who is not in it."""
    return (
        f"เจ้าหน้าที่ที่ยังไม่อยู่ในกลุ่มคิวเรื่อง: {listed(names)}\n"
        "คนเหล่านี้จะไม่ได้รับแจ้งเรื่องใหม่ ชวนเข้ากลุ่ม หรือพิมพ์ /queue both ในกลุ่มเพื่อแจ้งทั้งสองทาง"
    )


MISSING = {
    Problem.GONE: "บอตไม่ได้อยู่ในกลุ่มแล้ว เพิ่มบอตเข้ากลุ่มอีกครั้ง",
    Problem.NO_TOPICS: "กลุ่มยังไม่ได้เปิดใช้หัวข้อ (Topics) เปิดได้ที่ตั้งค่ากลุ่ม",
    Problem.PUBLIC: "กลุ่มเป็นกลุ่มสาธารณะ ใครก็เข้ามาอ่านได้ ตั้งเป็นกลุ่มส่วนตัวที่มีแต่เจ้าหน้าที่",
    Problem.NO_RIGHT: (
        "บอตยังไม่มีสิทธิ์พอ ตั้งบอตเป็นผู้ดูแลกลุ่ม แล้วเปิดสิทธิ์จัดการหัวข้อ (Manage Topics) "
        "และลบข้อความ (Delete Messages)"
    ),
}


def cannot_bind(problem: Problem) -> str:
    """In the group: what is missing before it can be the queue."""
    return f"ยังใช้กลุ่มนี้เป็นคิวเรื่องไม่ได้: {MISSING[problem]}\nเสร็จแล้วพิมพ์ /queue อีกครั้ง"


def lost(problem: Problem) -> str:
    """To the administrator who bound it: it does not work any more."""
    return (
        f"กลุ่มที่เป็นคิวเรื่องใช้ไม่ได้แล้ว: {MISSING[problem]}\n"
        "ระหว่างนี้เรื่องใหม่แจ้งในแชตส่วนตัวของเจ้าหน้าที่ตามเดิม ไม่มีเรื่องไหนหาย\n"
        "แก้แล้วพิมพ์ /queue ในกลุ่มอีกครั้ง"
    )


def how_to() -> str:
    """In an administrator's private chat: how a group becomes the queue."""
    return (
        "ใช้กลุ่ม Telegram เป็นคิวเรื่องได้ หนึ่งเรื่องหนึ่งหัวข้อ\n"
        "1. สร้างกลุ่มที่มีแต่เจ้าหน้าที่ แล้วเปิดใช้หัวข้อ (Topics)\n"
        "2. เพิ่มบอตเป็นผู้ดูแลกลุ่ม ให้สิทธิ์จัดการหัวข้อและลบข้อความ\n"
        "3. พิมพ์ /queue ในกลุ่ม ด้วยบัญชีที่ใช้กับบอตนี้ (ไม่ใช่โหมดไม่ระบุตัวตน)\n"
        "เรื่องทุจริตและเรื่องที่ปิดบังจากใครไว้จะไม่อยู่ในกลุ่ม"
    )


def standing(found: TopicQueue | None) -> str:
    """Whether there is such a group now."""
    if found is None or not found.is_on:
        problem = found.problem if found else ""
        why = f" ({MISSING[Problem(problem)]})" if problem else ""
        return f"ตอนนี้ยังไม่มีกลุ่มที่เป็นคิวเรื่อง{why}"
    also = "และแชตส่วนตัว" if found.private_too else ""
    return f"ตอนนี้มีกลุ่มเป็นคิวเรื่องอยู่ เรื่องใหม่แจ้งในกลุ่ม{also}"


def not_yours() -> str:
    """Staff, but not above the others."""
    return "ผู้ดูแลระบบเท่านั้นที่ตั้งกลุ่มเป็นคิวเรื่องได้"


def nothing_bound() -> str:
    """The operator wants to change what is not there."""
    return "ยังไม่มีกลุ่มที่เป็นคิวเรื่อง พิมพ์ /queue ในกลุ่ม Telegram ก่อน"
