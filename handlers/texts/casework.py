"""What Prongsai says to staff: alerts, lists, cards, confirmations."""

from collections.abc import Sequence

from data.case_entries import Entry
from data.case_files import CaseFile
from data.case_moves import State
from data.cases import Case, CaseKind
from data.staff import CONTACT, HANDLERS, Invitation, StaffMember
from data.units import Unit, name_of
from handlers.texts import questions
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.intake import KIND_NAMES
from handlers.texts.thai import date_and_time_of, date_of, shorten

STATE_NAMES = {
    State.SUBMITTED: "รอเปิดอ่าน",
    State.ACKNOWLEDGED: "เปิดอ่านแล้ว",
    State.SCREENING: "กำลังคัดกรอง",
    State.ASSIGNED: "มอบหมายแล้ว",
    State.IN_PROGRESS: "กำลังดำเนินการ",
    State.RESOLVED: "แก้ไขแล้ว รอปิด",
    State.NEEDS_INFO: "รอผู้แจ้งตอบ",
    State.REOPENED: "เปิดใหม่อีกครั้ง",
    State.CLOSED: "ปิดแล้ว",
    State.REFERRED: "ส่งต่อแล้ว",
    State.REJECTED: "ไม่รับ",
    State.DUPLICATE: "ซ้ำกับเรื่องอื่น",
    State.WITHDRAWN: "ผู้แจ้งถอนเรื่อง",
    State.ASSESSING: "กำลังพิจารณา",
    State.PRELIMINARY_INQUIRY: "สืบสวนเบื้องต้น",
    State.FACT_FINDING: "ตรวจสอบข้อเท็จจริง",
    State.DECIDED: "พิจารณาแล้ว",
    State.ACTION_TAKEN: "ดำเนินการตามผลแล้ว",
    State.CONCLUDED: "สรุปแล้ว",
    State.REFERRED_EXTERNAL: "ส่งหน่วยงานภายนอกแล้ว",
}

OUTCOME_NAMES = {
    "resolved": "แก้ไขแล้ว",
    "answered": "ตอบแล้ว",
    "referred": "ส่งต่อหน่วยงานอื่น",
    "rejected": "ไม่รับดำเนินการ",
    "fulfilled": "ทำตามคำขอแล้ว",
    "substantiated": "มีมูล",
    "partly": "มีมูลบางส่วน",
    "unsubstantiated": "ไม่มีมูล",
    "insufficient": "ข้อมูลไม่พอ",
    "out_of_scope": "ไม่อยู่ในอำนาจ",
}

ROLE_NAMES = {
    "viewer": "ผู้ดูข้อมูล",
    "officer": "เจ้าหน้าที่รับเรื่อง",
    "supervisor": "หัวหน้างาน",
    "administrator": "ผู้ดูแลระบบ",
    "privacy": "ผู้ดูแลข้อมูลส่วนบุคคล",
}

NAMED_PEOPLE = {
    HANDLERS: ("ผู้รับผิดชอบเรื่องทุจริตและจริยธรรม", "--role officer --corruption"),
    CONTACT: ("ผู้ดูแลข้อมูลส่วนบุคคล", "--role privacy"),
}
"""What they are called, and how one is invited."""

AUTHOR_NAMES = {"citizen": "ผู้แจ้ง", "officer": "เจ้าหน้าที่", "system": "ระบบ"}
MARKS = {
    "wish": " (คนที่ไม่ควรเห็นเรื่องนี้)",
    "internal": " (บันทึกภายใน)",
    "contact": " (แจ้งผลกลับได้ที่)",
    "question": " (ถามผู้แจ้ง)",
    "progress": " (ความคืบหน้า)",
    "reopening": " (เปิดใหม่)",
    "joined": " (ผู้ร่วมเรื่อง)",
}
"""What sort of words an entry holds, where that is not plain."""

FORGOTTEN = "(ลบแล้ว)"
"""In the place of words and names whose case is forgotten: nobody can read them again."""

PAGE_LENGTH = 9_000
"""Characters of a case that are shown at once; a longer one is read page by page."""

MOST_COUNTED = 200
"""A list of more open cases than these says so: nobody turns 25 pages to see how many there are."""

LONGEST_NEWS = 600
"""Characters of each entry that is shown beside something else."""


def new_case(kind: CaseKind, code: str) -> str:
    """An alert. A secret case's says nothing about itself."""
    if kind.is_secret:
        return "มีเรื่องใหม่ที่คุณได้รับแต่งตั้งให้ดูแล เปิดดูได้ในแชตนี้เท่านั้น\nพิมพ์ /cases"
    return f"เรื่องใหม่: {KIND_NAMES[kind]} {code}\nพิมพ์ /cases หรือ /case {code}"


def reporter_wrote(kind: CaseKind, code: str) -> str:
    """The reporter added something."""
    if kind.is_secret:
        return "มีข้อความเพิ่มในเรื่องที่คุณดูแล\nพิมพ์ /cases"
    return f"ผู้แจ้งเขียนเพิ่มในเรื่อง {code}\nพิมพ์ /case {code}"


def reporter_answered(kind: CaseKind, code: str) -> str:
    """The reporter answered what they were asked."""
    if kind.is_secret:
        return reporter_wrote(kind, code)
    return f"ผู้แจ้งตอบคำถามแล้ว ในเรื่อง {code}\nพิมพ์ /case {code}"


def reporter_unhappy(kind: CaseKind, code: str, stars: int) -> str:
    """Few stars, and words why."""
    if kind.is_secret:
        return reporter_wrote(kind, code)
    return f"ผู้แจ้งให้ {stars} จาก 5 กับเรื่อง {code} และเขียนบอกเหตุผลไว้\nพิมพ์ /case {code}"


def reporter_withdrew(kind: CaseKind, code: str) -> str:
    """The reporter took the case back; of corruption, that is a reason to look, not to stop."""
    if kind.is_secret:
        return "มีข้อความเพิ่มในเรื่องที่คุณดูแล\nพิมพ์ /cases"
    return f"ผู้แจ้งถอนเรื่อง {code} แล้ว ไม่ต้องตอบ\nพิมพ์ /case {code}"


def not_delivered(kind: CaseKind, code: str) -> str:
    """The messenger says that the officer's words will never arrive."""
    if kind.is_secret:
        return "ข้อความล่าสุดที่คุณส่งถึงผู้แจ้งส่งไม่ถึง\nพิมพ์ /cases"
    return (
        f"ข้อความล่าสุดในเรื่อง {code} ส่งไม่ถึงผู้แจ้ง (เขาอาจบล็อกบัญชีหรือออกจากแชตแล้ว)\n"
        f"ข้อความยังอยู่ในเรื่อง ผู้แจ้งจะเห็นเมื่อกลับมาเปิดดู ถ้าเร่งด่วน ติดต่อทางอื่น\nพิมพ์ /case {code}"
    )


def kept_unsent(case: Case) -> str:
    """The reporter wants no contact: the officer's words stand in the case only."""
    return f"เก็บข้อความไว้ในเรื่อง {case.code} แล้ว ไม่ได้ส่งถึงผู้แจ้ง เพราะผู้แจ้งถอนเรื่องและไม่ต้องการให้ติดต่อ"


def welcome(invited: Invitation, unit: str = "") -> str:
    """The invitation was used: what one may do now. *unit* is the name of theirs."""
    of_unit = f"ของ{unit}" if unit else ""
    lines = [
        f"ยินดีต้อนรับคุณ{invited.name or 'เจ้าหน้าที่'} เข้าร่วมเป็น{ROLE_NAMES[invited.role]}{of_unit}แล้ว"
    ]
    if unit:
        lines.append(f"คุณเห็นเรื่องของ{unit} และเรื่องที่ยังไม่ได้ส่งให้หน่วยงานไหน")
    if invited.role == "privacy":
        lines.append("คุณเห็นเฉพาะคำขอข้อมูลส่วนตัว ไม่มีใครอื่นเห็นคำขอเหล่านี้")
    if invited.corruption:
        lines.append("และเป็นผู้รับผิดชอบเรื่องทุจริตและจริยธรรม เรื่องเหล่านี้เห็นเฉพาะผู้ที่ได้รับแต่งตั้ง")
    may_do = "ถามคะแนนและมาตรการได้ตามปกติ"
    if invited.role == "privacy":
        may_do = f"• /cases คำขอที่รอ\n• /mine คำขอที่คุณรับไว้\n• /late ใกล้หรือเลยกำหนด\n{may_do}"
    elif invited.role == "viewer":
        may_do = f"• /stats สถิติ\n• /help คำสั่งทั้งหมด\n{may_do}"
    else:
        may_do = (
            "• /cases เรื่องที่รอ\n• /mine เรื่องที่คุณรับไว้\n• /late ใกล้หรือเลยกำหนด\n"
            "• /find ค้นด้วยรหัสหรือคำในเรื่อง\n"
            f"• /new บันทึกเรื่องจากเคาน์เตอร์หรือโทรศัพท์\n• /stats สถิติ\n• /help คำสั่งทั้งหมด\n{may_do}"
        )
    if invited.role == "administrator":
        may_do = f"• /staff ดูและถอนสิทธิ์เจ้าหน้าที่\n• /invite เชิญเจ้าหน้าที่\n{may_do}"
    return "\n".join([*lines, "", may_do])


def invitation_invalid() -> str:
    """Unknown, used and expired links get the same answer."""
    return "ลิงก์เชิญนี้ใช้ไม่ได้แล้วค่ะ ขอลิงก์ใหม่จากผู้ดูแลระบบได้เลย\nระหว่างนี้ถามเรื่องทั่วไปได้ตามปกติ"


def staff_only() -> str:
    """A staff command from someone who is not staff."""
    return "คำสั่งนี้สำหรับเจ้าหน้าที่ที่ได้รับเชิญเท่านั้นค่ะ ถามคะแนน มาตรการ หรือแจ้งเรื่องได้ตามปกติ"


def in_private() -> str:
    """Case work is never done in a group."""
    return "เรื่องร้องเรียนเปิดดูได้ในแชตส่วนตัวเท่านั้นค่ะ"


def no_open_cases(*, may_see: bool) -> str:
    """Nothing waits, or nothing that a viewer may see."""
    return (
        "ตอนนี้ไม่มีเรื่องที่รออยู่" if may_see else "สิทธิ์ของคุณเปิดดูรายเรื่องไม่ได้ ถ้าต้องดู ขอลิงก์เชิญใหม่จากผู้ดูแลระบบ"
    )


TO_OPEN_IN_CHAT = "กดรหัสเพื่อเปิด หรือพิมพ์ /case ตามด้วยรหัส"
TO_OPEN_IN_TERMINAL = "เปิดอ่าน: python -m bot cases show ตามด้วยรหัส"


IN_TERMINAL = {
    "answer": "ตอบ: python -m bot cases answer รหัส 'ข้อความ'",
    "ask": "ถามผู้แจ้ง: python -m bot cases ask รหัส 'ข้อความ'",
    "progress": "แจ้งความคืบหน้า: python -m bot cases progress รหัส 'ข้อความ'",
    "note": "บันทึกภายใน: python -m bot cases note รหัส 'ข้อความ'",
    "go-on": "ไม่รอคำตอบแล้ว: python -m bot cases go-on รหัส",
    "take": "รับไว้ทำเอง: python -m bot cases take รหัส",
    "assign": "มอบหมาย: python -m bot cases assign รหัส หมายเลขเจ้าหน้าที่",
    "assess": "เริ่มพิจารณา: python -m bot cases assess รหัส",
    "inquire": "สืบสวนเบื้องต้น: python -m bot cases inquire รหัส",
    "find-facts": "ตรวจข้อเท็จจริง: python -m bot cases find-facts รหัส",
    "decide": "บันทึกผลพิจารณา: python -m bot cases decide รหัส 'เพราะอะไร' --outcome ผล",
    "act": "บันทึกการดำเนินการ: python -m bot cases act รหัส 'ทำอะไรไปแล้ว'",
    "refer": "ส่งต่อ: python -m bot cases refer รหัส 'ข้อความ' --to 'หน่วยงาน'",
    "reject": "ไม่รับ: python -m bot cases reject รหัส 'ข้อความ' --reason 'เหตุผล'",
    "duplicate": "ซ้ำ: python -m bot cases duplicate รหัส 'ข้อความ' --of รหัสเรื่องเดิม",
    "resolve": "แก้ไขเสร็จ: python -m bot cases resolve รหัส 'ข้อความ'",
    "reopen": "เปิดอีกครั้ง: python -m bot cases reopen รหัส 'ข้อความ'",
    "close": "ปิด: python -m bot cases close รหัส 'ข้อความ' --outcome ผล",
    "undo": "เรียกคืนข้อความที่ยังไม่ออก: python -m bot cases undo รหัส",
    "unit": "ส่งให้หน่วยงานภายใน: python -m bot cases unit รหัส ชื่อสั้น",
    "recuse": "ขอไม่รับเรื่อง: python -m bot cases recuse รหัส",
    "exclude": "ไม่ให้บางคนเห็น: python -m bot cases exclude รหัส --staff หมายเลข --reason 'เหตุผล'",
    "files": "คัดลอกไฟล์แนบ: python -m bot cases files รหัส --into โฟลเดอร์",
}


def to_work_in_terminal(
    ways: Sequence[str], outcomes: Sequence[str], *, is_work: bool = False
) -> str:
    """How the terminal goes on with a case: the commands that it allows now."""
    lines = [line for way, line in IN_TERMINAL.items() if way in ways]
    if {"close", "decide"} & set(ways):
        lines.append(f"ผล: {_outcomes(outcomes)}")
    if is_work and "close" in ways:
        lines.append("ปิดหรือแจ้งว่าแก้ไขแล้ว: เติม --photo ไฟล์รูปหลังแก้ไข หรือ --no-photo 'เหตุผล'")
    return "\n".join(lines)


def no_such_outcome(outcomes: Sequence[str]) -> str:
    """A case of this kind is not closed with that."""
    return f"เรื่องนี้ปิดด้วยผลนั้นไม่ได้ เลือกได้: {_outcomes(outcomes)}"


def _outcomes(outcomes: Sequence[str]) -> str:
    return ", ".join(f"{each} = {OUTCOME_NAMES[each]}" for each in outcomes)


def counted(total: int) -> str:
    """How many there are, where counting ended behind MOST_COUNTED."""
    return f"มากกว่า {MOST_COUNTED}" if total > MOST_COUNTED else str(total)


def case_list(found: Sequence[Case], total: str, first: int, to_open: str = TO_OPEN_IN_CHAT) -> str:
    """Open cases, oldest first; *first* is the number of the first one shown."""
    lines = [f"เรื่องที่ยังไม่ปิด {total} เรื่อง (เก่าสุดก่อน)"]
    for number, case in enumerate(found, start=first):
        lines.append(
            f"{number}. {case.code} {KIND_NAMES[case.kind]} — {STATE_NAMES[case.state]}"
            f" (รับ {date_of(case.opened_at)})"
        )
    return "\n".join([*lines, "", to_open])


def case_card(
    case: Case,
    entries: Sequence[Entry],
    files: Sequence[CaseFile],
    assigned: str = "",
    due: str = "",
    unit: str = "",
    *,
    lost: bool = False,
) -> str:
    """One case: state, what is *due* next, who took it, the name of its *unit*, whether the last
    words to its reporter were *lost* on the way, history, files."""
    lines = [
        f"{case.code} · {KIND_NAMES[case.kind]}",
        f"สถานะ: {STATE_NAMES[case.state]}",
        f"รับเมื่อ {date_and_time_of(case.opened_at)}",
    ]
    if due:
        lines.append(due)
    if assigned:
        lines.append(f"ผู้รับผิดชอบ: {assigned}")
    if unit:
        lines.append(f"หน่วยงาน: {unit}")
    if lost:
        lines.append("ข้อความล่าสุดส่งไม่ถึงผู้แจ้ง")
    if case.messenger in CHANNEL_NAMES:
        lines.append(f"รับทาง: {CHANNEL_NAMES[case.messenger]}")
    if case.outcome:
        lines.append(f"ผล: {OUTCOME_NAMES.get(case.outcome, case.outcome)}")
    lines.append("")
    lines += [_entry(entry) for entry in entries if _says_something(entry)]
    if files:
        lines += ["", f"ไฟล์แนบ {len(files)} ไฟล์"]
    return "\n".join(lines)


def _says_something(entry: Entry) -> bool:
    return bool(entry.text) or entry.forgotten or entry.kind == "unsent"


def pages(text: str) -> list[str]:
    """A case in pages, cut at the end of a line or word where there is one; each says which."""
    found, rest = [], text
    while len(rest) > PAGE_LENGTH:
        end = max(rest.rfind(mark, PAGE_LENGTH // 2, PAGE_LENGTH) for mark in "\n ")
        end = end if end > 0 else PAGE_LENGTH
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    found.append(rest)
    if len(found) == 1:
        return found
    return [f"{page}\n\n(หน้า {number}/{len(found)})" for number, page in enumerate(found, 1)]


def no_such_case() -> str:
    """Not there, or not for this member: the same words."""
    return "ไม่พบเรื่องนี้ หรือไม่อยู่ในความรับผิดชอบของคุณ"


def ask_answer(case: Case, news: Sequence[Entry] = ()) -> str:
    """What should the citizen read? *news* is what the officer has not read yet."""
    return f"{news_before(news)}พิมพ์คำตอบถึงผู้แจ้งเรื่อง {case.code} (จะได้ดูก่อนส่ง) หรือพิมพ์ ยกเลิก"


def all_files(case: Case) -> str:
    """After the files of a case."""
    return f"ไฟล์แนบทั้งหมดของเรื่อง {case.code}"


def ask_outcome(case: Case) -> str:
    """Closing needs an outcome..."""
    return f"ปิดเรื่อง {case.code}: ผลเป็นอย่างไร"


def ask_closing(case: Case, outcome: str, news: Sequence[Entry] = ()) -> str:
    """...and a text to the reporter."""
    return (
        f"{news_before(news)}ปิดเรื่อง {case.code} ผล: {OUTCOME_NAMES[outcome]}\n"
        "พิมพ์ข้อความที่จะบอกผู้แจ้ง (จะได้ดูก่อนส่ง) หรือพิมพ์ ยกเลิก"
    )


def stopped() -> str:
    """The officer changed their mind."""
    return "ยกเลิกแล้ว ยังไม่ได้ส่งอะไรถึงผู้แจ้ง"


def sent(case: Case, outcome: str, *, reachable: bool) -> str:
    """It is on its way; never "delivered", which nobody can know."""
    if case.messenger in CHANNEL_NAMES:
        return to_be_told(case, outcome)
    done = f"ปิดเรื่อง {case.code} แล้ว" if outcome else f"ส่งคำตอบเรื่อง {case.code} แล้ว"
    if not case.chat:
        return f"{done}\nผู้แจ้งไม่ระบุตัวตน จะเห็นเมื่อเปิดด้วยใบรับ"
    if reachable:
        return done
    return f"{done}\nแต่ผู้แจ้งอาจไม่ได้อ่าน: ช่องทางที่เขามาติดต่อไม่ได้แล้ว"


def to_be_told(case: Case, outcome: str) -> str:
    """The case came by a channel that we cannot write to: a person has to tell the reporter."""
    done = "ปิดเรื่อง" if outcome else "เก็บคำตอบไว้ในเรื่อง"
    where = f"จะอยู่ในเรื่อง {case.code}"
    if case.kind.is_secret:
        where = "เปิดดูได้เมื่อสองคนเห็นชอบ (กด “ขอเปิดตัวตนผู้แจ้ง” ในเรื่อง)"
    return (
        f"{done} {case.code} แล้ว แต่ระบบส่งถึงผู้แจ้งไม่ได้ เพราะรับเรื่องทาง"
        f"{CHANNEL_NAMES[case.messenger]}\n"
        f"กรุณาแจ้งผู้แจ้งเองด้วยวิธีอื่น ถ้ามีที่ติดต่อ {where}"
    )


def already_closed(case: Case) -> str:
    """Someone closed it meanwhile."""
    return f"เรื่อง {case.code} ปิดไปแล้ว"


def nothing_pending() -> str:
    """A stale button."""
    return "ไม่มีข้อความที่รอส่งแล้ว พิมพ์ /cases เพื่อเริ่มใหม่"


def invited(link: str, days: int, *, complete: bool) -> str:
    """An invitation link to pass on; *complete* is false where the bot's name stands open in it."""
    lines = [f"ลิงก์เชิญ ใช้ได้ครั้งเดียว ภายใน {days} วัน", link]
    if not complete:
        lines.append("ยังไม่ทราบชื่อบอท Telegram: ใส่ชื่อบอทแทน BOT_USERNAME ก่อนส่งให้ผู้รับ")
    typed = link.partition("?start=")[2]
    lines.append(f"ไม่ใช้ Telegram: ให้เจ้าตัวพิมพ์ในแชต LINE หรือหน้าเว็บว่า /start {typed}")
    return "\n".join(lines)


def staff_list(members: Sequence[StaffMember], units: Sequence[Unit] = ()) -> str:
    """Everyone with access, each with the number that removes them."""
    if not members:
        return "ยังไม่มีเจ้าหน้าที่ เชิญคนแรกด้วย: python -m bot invite --role administrator --name ..."
    return "\n".join(
        f"{each.id}. {_called(each)} {ROLE_NAMES[each.role]}"
        f"{f' ({name_of(units, each.unit)})' if each.unit else ''}"
        f"{' (ดูแลเรื่องทุจริตและจริยธรรม)' if each.corruption else ''}"
        for each in members
    )


def removed(member: StaffMember) -> str:
    """Someone's access is gone."""
    return f"ถอนสิทธิ์ {_called(member)} แล้ว มีผลทันที"


def nobody_named(named: str, number: int) -> str:
    """The last one who could read the cases for people *named* so (data.staff.NAMED) is gone; how
    many are open."""
    who, how = NAMED_PEOPLE[named]
    return (
        f"คำเตือน: ไม่เหลือ{who}แล้ว มีเรื่องที่ยังไม่ปิด {number} เรื่องที่ไม่มีใครเปิดอ่านได้\n"
        f"เชิญคนใหม่ด้วย: python -m bot invite {how} --name ..."
    )


def no_such_member() -> str:
    """No number of anybody."""
    return "ไม่มีเจ้าหน้าที่ตามหมายเลขนี้ ดูหมายเลขด้วย: python -m bot staff list"


def _called(member: StaffMember) -> str:
    return member.name or "(ไม่มีชื่อ)"


def file_caption(case: Case, file: CaseFile) -> str:
    """Beside a file of a case."""
    return f"{case.code}: {file_name(file)}"


def file_name(file: CaseFile) -> str:
    """What a file is called."""
    return FORGOTTEN if file.forgotten else file.name


def news_before(entries: Sequence[Entry]) -> str:
    """What was said since the officer last looked, before anything else; "" where nothing was."""
    if not entries:
        return ""
    return "\n".join(["มีข้อความใหม่ในเรื่องนี้ อ่านก่อนตอบ:", *map(_shortly, entries), "", ""])


def _shortly(entry: Entry) -> str:
    return shorten(_entry(entry), LONGEST_NEWS)


def _entry(entry: Entry) -> str:
    text = FORGOTTEN if entry.forgotten else entry.text
    text = text if entry.kind != "unsent" else "(ลบข้อความนี้แล้ว)"
    if entry.kind in questions.TITLES and not entry.forgotten:
        text = questions.answered(entry.kind, text)
    mark = MARKS.get(entry.kind, "")
    return f"[{date_and_time_of(entry.at)}] {AUTHOR_NAMES[entry.author]}{mark}: {text}"
