"""What staff who work at the terminal as themselves read there, and in their chat about it."""

from collections.abc import Sequence

from data.cases import Case
from data.desk_sessions import CODE_LASTS, MOST_TRIES, SESSION_LASTS
from data.limits import Verdict
from data.staff import StaffMember
from data.times import in_bangkok
from handlers.texts.officer_moves import called

KEY = "PRONGSAI_DESK_KEY"
"""The environment variable that holds the word of a session."""

ASK_KEY = f"คำผ่านของรอบนี้ ({KEY}): "
MINUTES = int(CODE_LASTS.total_seconds()) // 60
SESSION_MINUTES = int(SESSION_LASTS.total_seconds()) // 60


def code(code: str) -> str:
    """In the member's own chat."""
    return (
        f"รหัสเข้าใช้เทอร์มินัล: {code}\n"
        f"ใช้ได้ครั้งเดียว ภายใน {MINUTES} นาที พิมพ์ที่เครื่องของสำนักงานเท่านั้น อย่าบอกใคร\n\n"
        "ถ้าคุณไม่ได้ขอ ไม่ต้องทำอะไร และแจ้งผู้ดูแลระบบ: มีคนพยายามทำงานในชื่อคุณ"
    )


def code_is_void() -> str:
    """In the member's own chat: somebody guessed."""
    return f"มีคนพิมพ์รหัสเข้าใช้เทอร์มินัลในชื่อคุณผิด {MOST_TRIES} ครั้ง รหัสนั้นใช้ไม่ได้แล้ว\nถ้าไม่ใช่คุณ แจ้งผู้ดูแลระบบ"


def code_sent(member: StaffMember, *, reachable: bool) -> str:
    """At the terminal: where the code is, and how it goes on."""
    lines = [
        f"ส่งรหัสไปที่แชตของ {called(member.name)} แล้ว ใช้ได้ {MINUTES} นาที",
        f"ได้แล้วสั่ง: python -m bot cases sign-in --as {member.id} --code รหัส",
        "รหัสออกไปกับบริการที่เปิดอยู่ ถ้าแชต LINE ยังเงียบ ให้เจ้าตัวพิมพ์อะไรก็ได้ในแชตนั้น",
    ]
    if not reachable:
        lines.append("แต่แชตนั้นอาจรับข้อความไม่ได้แล้ว (บล็อกหรือออกไป)")
    return "\n".join(lines)


def no_chat() -> str:
    """There is nowhere to send a code to."""
    return "ส่งรหัสให้ไม่ได้: คนนี้ไม่มีแชตที่ระบบส่งถึง ให้เจ้าตัวทักระบบก่อน แล้วลองใหม่"


def too_often(verdict: Verdict) -> str:
    """Codes were asked for too often."""
    again = f" ขอใหม่ได้ตั้งแต่ {in_bangkok(verdict.again_at):%H.%M} น." if verdict.again_at else ""
    return f"ขอรหัสบ่อยเกินไปแล้ว{again}"


def wrong_code(member_id: int) -> str:
    """Wrong, used, expired, tried too often or never sent: the same words."""
    return (
        "รหัสนี้ใช้ไม่ได้ อาจพิมพ์ผิด หมดเวลา หรือใช้ไปแล้ว\n"
        f"ขอรหัสใหม่: python -m bot cases sign-in --as {member_id}"
    )


def signed_in(member: StaffMember, word: str) -> str:
    """The word of the session, which is shown once."""
    return (
        f"เข้าใช้ในชื่อ {called(member.name)} แล้ว ใช้ได้ {SESSION_MINUTES} นาที\n"
        f"คำผ่านของรอบนี้ (แสดงครั้งเดียว):\n{word}\n\n"
        f"ใส่ไว้ใน {KEY} หรือพิมพ์เมื่อคำสั่งถาม อย่าพิมพ์ต่อท้ายคำสั่ง เช่น\n"
        f"  read -rs {KEY} && export {KEY}\n"
        f"  python -m bot cases list --as {member.id}\n"
        f"เลิกใช้: python -m bot cases sign-out --as {member.id}"
    )


def signed_out() -> str:
    """Whether or not somebody was signed in."""
    return "เลิกใช้แล้ว คำผ่านเดิมใช้ไม่ได้อีก"


def not_signed_in(member_id: int) -> str:
    """No word, a wrong, an expired or somebody else's one: the same words."""
    return f"ยังไม่ได้เข้าใช้ในชื่อนี้ หรือหมดเวลาแล้ว\nเข้าใช้: python -m bot cases sign-in --as {member_id}"


def as_whom() -> str:
    """What only somebody can do whom a case can belong to."""
    return "คำสั่งนี้ทำในชื่อเจ้าหน้าที่เท่านั้น เติม --as หมายเลข (ดูหมายเลข: python -m bot staff list)"


def stays_here() -> str:
    """Below everything that is said of a secret case."""
    return "เรื่องลับ: อ่านบนหน้าจอนี้เท่านั้น อย่าคัดลอกหรือส่งต่อ อ่านเสร็จแล้วล้างหน้าจอ"


def in_the_name_of(member: StaffMember) -> str:
    """Below the commands that a case allows."""
    return f"เติม --as {member.id} ท้ายทุกคำสั่ง"


def words_apart() -> str:
    """Below the commands of a secret case."""
    return "พิมพ์ - แทนข้อความ แล้วคำสั่งจะถามเอง: ข้อความของเรื่องลับไม่ควรค้างอยู่ในประวัติคำสั่งของเครื่อง"


def taken(case: Case, member: StaffMember) -> str:
    """The case is theirs now."""
    return f"รับเรื่อง {case.code} ไว้แล้ว ดูเรื่องที่รับไว้: python -m bot cases mine --as {member.id}"


def held(told: str, case: Case, due_at: str, member: StaffMember) -> str:
    """Below a move whose words wait a moment: until when they can be taken back."""
    name = f" --as {member.id}" if member.id else ""
    return (
        f"{told}\n\nมีผลเวลา {in_bangkok(due_at):%H.%M.%S} น. ถ้าเปลี่ยนใจก่อนนั้น:"
        f" python -m bot cases undo {case.code}{name}"
    )


def type_words() -> str:
    """Asked for words that shall not stand on the command line."""
    return "พิมพ์ข้อความ จบด้วย Ctrl-D ในบรรทัดใหม่:"


def staged(case: Case, moved: str) -> str:
    """An inquiry is in its next stage; nobody outside was told."""
    return f"{moved}\nยังไม่ได้บอกผู้แจ้ง ถ้าจะบอก: python -m bot cases answer {case.code} หรือ close"


def to_recuse(case: Case, confirm: str) -> str:
    """What stepping back means, and how it is done."""
    return f"{confirm}\nยืนยัน: เติม --yes ท้ายคำสั่ง cases recuse {case.code}"


def not_above() -> str:
    """Only those above hide an ordinary case; secret ones the operator hides."""
    return "ซ่อนเรื่องนี้จากคนอื่นในชื่อคุณไม่ได้ (เรื่องทั่วไป: หัวหน้างานหรือผู้ดูแลระบบ เรื่องลับ: ผู้ดูแลเครื่อง)"


def copied(case: Case, paths: Sequence[str]) -> str:
    """The files stand in the folder."""
    if not paths:
        return f"เรื่อง {case.code} ไม่มีไฟล์แนบ"
    lines = [f"คัดลอกไฟล์ของเรื่อง {case.code} แล้ว {len(paths)} ไฟล์", *(f"- {each}" for each in paths)]
    return "\n".join([*lines, "ดูเสร็จแล้วลบออกจากเครื่อง"])


def not_copied(path: str, problem: str) -> str:
    """The folder takes no file, or has one of that name."""
    return f"เขียนไฟล์ {path} ไม่ได้: {problem}"
