"""What Prongsai says of its audit trail: its rows, whether it is whole; never a case's words."""

from collections.abc import Mapping, Sequence

from data.audit import AT_TERMINAL, CITIZEN, OPERATOR, SYSTEM, Action, Point, Recorded
from data.audit_proof import Fault, Problem
from handlers.texts.casework import OUTCOME_NAMES, ROLE_NAMES, STATE_NAMES
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.thai import date_and_time_of

ACTION_NAMES: dict[str, str] = {
    Action.OPENED: "เปิดเรื่องครั้งแรก",
    Action.READ: "อ่านเรื่อง",
    Action.ASSIGNED: "มอบหมายเรื่อง",
    Action.ANSWERED: "ตอบผู้แจ้ง",
    Action.NOTED: "บันทึกภายใน",
    Action.CLOSED: "ปิดเรื่อง",
    Action.STATE_CHANGED: "เปลี่ยนสถานะ",
    Action.WITHDRAWN: "ถอนเรื่อง",
    Action.EXPORTED: "ส่งออกข้อมูล",
    Action.IDENTITY_EXPORTED: "ส่งออกข้อมูลพร้อมตัวตนผู้แจ้ง",
    Action.IDENTITY_ASKED: "ขอเปิดตัวตนผู้แจ้ง",
    Action.IDENTITY_APPROVED: "อนุมัติให้เปิดตัวตนผู้แจ้ง",
    Action.IDENTITY_REFUSED: "ไม่อนุมัติให้เปิดตัวตนผู้แจ้ง",
    Action.IDENTITY_OPENED: "เปิดตัวตนผู้แจ้ง",
    Action.INVITED: "ออกลิงก์เชิญ",
    Action.ROLE_GRANTED: "เข้าร่วมเป็นเจ้าหน้าที่",
    Action.ROLE_REMOVED: "ถอนสิทธิ์เจ้าหน้าที่",
    Action.EXCLUDED: "กันไม่ให้เห็นเรื่อง",
    Action.ERASED: "ลบเรื่อง",
    Action.FORGET_ASKED: "เจ้าของขอให้ลบข้อมูล มีเรื่องที่ยังต้องเก็บ",
    Action.UNSENT_KEPT: "ผู้แจ้งยกเลิกข้อความ เก็บไว้ตามคำสั่งห้ามลบ",
    Action.HOLD_SET: "ระงับการลบ",
    Action.HOLD_LIFTED: "เลิกระงับการลบ",
    Action.KEY_ROTATED: "เปลี่ยนกุญแจ",
    Action.SETTINGS_CHANGED: "แก้ค่าตั้ง",
    Action.REGISTERED: "บันทึกเรื่องจากช่องทางอื่น",
    Action.IMPORTED: "นำเข้าเรื่องจากไฟล์",
    Action.PUBLISHED: "เผยแพร่สถิติ",
    Action.HELD: "ส่งข้อความถึงผู้แจ้ง (ยังเรียกคืนได้)",
    Action.TAKEN_BACK: "เรียกคืนข้อความก่อนออก",
    Action.COVER_SET: "ตั้งผู้ทำแทน",
    Action.COVER_ENDED: "เลิกผู้ทำแทน",
    Action.DESK_CODE_SENT: "ขอรหัสเข้าใช้เทอร์มินัล",
    Action.DESK_SIGNED_IN: "เข้าใช้เทอร์มินัล",
    Action.DESK_REFUSED: "มีผู้พยายามเข้าใช้เทอร์มินัลในชื่อนี้ แต่รหัสไม่ถูก",
    Action.DESK_SIGNED_OUT: "เลิกใช้เทอร์มินัล",
    Action.AT_DESK: "สั่งที่เทอร์มินัล",
    Action.PARKED_RETRIED: "สั่งลองตอบข้อความที่ค้างอีกครั้ง เลขอ้างอิง",
    Action.PARKED_DROPPED: "เลิกเก็บข้อความที่ตอบไม่สำเร็จ เลขอ้างอิง",
    Action.BACKED_UP: "ทำสำเนาสำรอง",
    Action.CHAIN_BROKEN: "ระบบพบว่าท้ายบันทึกไม่ตรงกับที่บันทึกไว้",
}
ACTOR_NAMES = {OPERATOR: "ผู้ดูแลเครื่อง", CITIZEN: "ผู้แจ้ง", SYSTEM: "ระบบ"}
DETAIL_WORDS: dict[str, str] = {
    **{str(state): name for state, name in STATE_NAMES.items()},
    **OUTCOME_NAMES,
    **ROLE_NAMES,
    **CHANNEL_NAMES,
    "corruption": "(ดูแลเรื่องทุจริตและจริยธรรม)",
    AT_TERMINAL: "(ที่เทอร์มินัล)",
}
"""Words that the system itself writes into details; people's own reasons are shown as they are."""


def rows(found: Sequence[Recorded], names: Mapping[int, str], codes: Mapping[int, str]) -> str:
    """Rows in the order given. *names* of staff by number; *codes* of the cases that the reader may
    see: of any other neither code nor detail is shown."""
    if not found:
        return "ยังไม่มีบันทึก"
    return "\n".join(_row(each, names, codes) for each in found)


def _row(row: Recorded, names: Mapping[int, str], codes: Mapping[int, str]) -> str:
    parts = [
        f"{row.id}. {date_and_time_of(row.at)}",
        _actor(row.actor, names),
        ACTION_NAMES.get(row.action, row.action),
    ]
    if row.case_id is not None and row.case_id not in codes:
        return " · ".join([*parts, "เรื่องที่ไม่แสดง"])
    if row.case_id is not None:
        parts.append(codes[row.case_id])
    if row.detail is None:
        parts.append("(รายละเอียดเปิดไม่ได้)")
    elif row.detail:
        parts.append(_detail(row.detail, names))
    return " · ".join(parts)


def _actor(actor: str, names: Mapping[int, str]) -> str:
    return ACTOR_NAMES.get(actor) or _member(actor, names)


def _member(number: str, names: Mapping[int, str]) -> str:
    name = names.get(int(number), "") if number.isascii() and number.isdigit() else ""
    return f"{name} (#{number})".strip()


def _detail(detail: str, names: Mapping[int, str]) -> str:
    if detail.startswith("#"):
        return _member(detail[1:], names)
    words = detail.split()
    return " ".join(DETAIL_WORDS[word] for word in words) if _ours(words) else detail


def _ours(words: Sequence[str]) -> bool:
    return all(word in DETAIL_WORDS for word in words)


def whole(end: Point) -> str:
    """The trail is whole; its end may be noted elsewhere, to be checked later."""
    if not end.number:
        return "บันทึกการใช้งานยังว่างอยู่ ไม่พบความผิดปกติ"
    return f"บันทึกการใช้งานครบถ้วน {end.number:,} รายการ จดไว้ตรวจครั้งหน้า: {end.number}-{end.hash}"


def not_whole(problems: Sequence[Problem]) -> str:
    """Every problem, a line each."""
    lines = [f"บันทึกการใช้งานผิดปกติ {len(problems):,} จุด"]
    return "\n".join([*lines, *(f"- {_problem(each)}" for each in problems)])


def _problem(problem: Problem) -> str:
    row, until = problem.row_id, problem.until
    span = f"{row}" if until <= row else f"{row}-{until}"
    return {
        Fault.CHANGED: f"รายการ {row}: ถูกแก้ไขหรือปลอมขึ้น",
        Fault.MISSING: f"รายการ {span}: หายไป",
        Fault.GAP: f"รายการ {span}: เลขข้ามไป ทั้งที่ลำดับต่อกัน",
        Fault.REORDERED: f"รายการ {row}: ไม่อยู่ในลำดับเดิม เดิมอยู่ต่อจากรายการ {until}",
        Fault.UNCONNECTED: f"รายการ {row}: รายการที่อยู่ก่อนหน้าหายไป",
        Fault.CUT: f"รายการ {span}: ท้ายบันทึกถูกตัด",
        Fault.BEYOND: f"รายการ {span}: เกินจากรายการสุดท้ายที่ระบบบันทึกไว้",
        Fault.HEAD: f"หลังรายการ {row}: หัวบันทึกหายไป ถูกปลอม หรือไม่ตรงกับรายการสุดท้าย",
        Fault.BREAK: f"รายการ {row}: ระบบพบตอนนั้นว่าท้ายบันทึกไม่ตรงกับที่บันทึกไว้",
        Fault.NOTED: f"รายการ {row}: ไม่ตรงกับที่จดไว้",
        Fault.UNGUARDED: f"{problem.name}: ตารางหรือตัวกันการแก้ไขถูกเปลี่ยนหรือถอดออก",
        Fault.DAMAGED: f"{problem.name or 'ฐานข้อมูล'}: อ่านได้ไม่ครบ ไฟล์เสียหายหรือถูกแก้",
    }[problem.fault]


def bad_limit(most: int) -> str:
    """--limit is out of bounds."""
    return f"--limit: 1 ถึง {most:,}"


def bad_note() -> str:
    """--noted is not what 'audit verify' prints."""
    return "--noted: ใส่ตามที่ audit verify พิมพ์ เช่น 120-9f3c5a7be01d22aa"
