"""What Prongsai says where several people report the same thing."""

from collections.abc import Sequence

from data.case_entries import Entry
from data.cases import Case
from data.same_matter import Match
from handlers.texts import questions
from handlers.texts.my_cases import STEPS
from handlers.texts.thai import date_and_time_of, listed, shorten

SERVICES = {
    "road": "ถนน ทางเดิน",
    "light": "ไฟฟ้าสาธารณะ",
    "water": "น้ำประปา",
    "drain": "ท่อ น้ำท่วมขัง",
    "waste": "ขยะ",
    "nuisance": "กลิ่น เสียง รำคาญ",
}
LONGEST_PLACES = 120


def hint(match: Match, opened: str) -> str:
    """There is an open case about the same; nothing in it is its reporter's word."""
    return (
        f"มีผู้แจ้งเรื่อง{SERVICES[match.service]} ({_where(match)}) ไว้แล้วเมื่อ {opened} "
        f"สถานะ: {STEPS[match.state]}\n"
        "• ถ้าเป็นเรื่องเดียวกัน กด “ร่วมกับเรื่องนั้น” หรือพิมพ์ ร่วม: ข้อความและรูปของคุณถึงเจ้าหน้าที่ "
        "และได้ข่าวความคืบหน้าทุกครั้ง\n"
        "• ถ้าเป็นคนละเรื่อง กด “คนละเรื่อง ส่งแยก” หรือพิมพ์ ส่ง\n"
        "ผู้แจ้งคนนั้นกับคุณไม่เห็นข้อมูลของกันและกัน"
    )


def _where(match: Match) -> str:
    places = [place for place in match.places if place]
    return shorten(listed(places), LONGEST_PLACES) if places else "ใกล้ตำแหน่งที่คุณส่งมา"


def joined(code: str) -> str:
    """It joined the other one: the joiner's own code."""
    return (
        "รับเรื่องและร่วมกับเรื่องที่มีผู้แจ้งไว้แล้วค่ะ\n"
        f"รหัสเรื่องของคุณ: {code}\n\n"
        "เจ้าหน้าที่ได้ข้อความและรูปของคุณแล้ว มีความคืบหน้าเมื่อไร คุณจะได้ข่าวที่แชตนี้ด้วย\n"
        f"ดูความคืบหน้าได้โดยพิมพ์ ติดตามเรื่อง {code}"
    )


def closed_meanwhile() -> str:
    """The other one is not open any more: this is a case of its own."""
    return "เรื่องนั้นปิดหรือแก้ไขไปแล้วเมื่อครู่นี้ จึงส่งเรื่องของคุณเป็นเรื่องใหม่ให้ค่ะ"


def for_the_file(code: str) -> str:
    """In the joiner's case, for officers."""
    return f"ผู้แจ้งขอร่วมกับเรื่อง {code}"


def something_new(code: str) -> str:
    """Where the officer's words themselves are not passed on."""
    return f"เรื่อง {code} มีความคืบหน้าค่ะ ดูสถานะล่าสุดได้ที่ เรื่องของฉัน"


def goes_with_others() -> str:
    """Beside where a case stands that joined another."""
    return "(เรื่องนี้มีผู้แจ้งหลายคน เจ้าหน้าที่ดูแลรวมกันเป็นเรื่องเดียว)"


# for officers ----------------------------------------------------------------------------


def somebody_joined(code: str) -> str:
    """An alert: one more person reports the same."""
    return f"มีผู้ร่วมเรื่อง {code} เพิ่ม 1 คน\nพิมพ์ /case {code}"


def joiner_wrote(code: str) -> str:
    """An alert: somebody who joined added something."""
    return f"ผู้ร่วมเรื่อง {code} เขียนเพิ่ม\nพิมพ์ /case {code}"


def goes_on_in(code: str) -> str:
    """Beside that a reporter took a case back which others had joined."""
    return f"แต่ยังมีผู้ร่วมเรื่องรออยู่ เรื่องจึงดำเนินการต่อในรหัส {code}\nพิมพ์ /case {code}"


def reaches(number: int, *, is_question: bool) -> str:
    """Above the preview of an officer's words."""
    if is_question:
        return f"(คำถามนี้ถึงผู้แจ้งคนแรกเท่านั้น ผู้ร่วมเรื่องอีก {number} คนไม่ได้อ่าน)\n\n"
    return f"(จะส่งถึงผู้ร่วมเรื่องอีก {number} คนด้วย อย่าใส่ข้อมูลส่วนตัวของผู้แจ้งคนใดคนหนึ่ง)\n\n"


def reached(number: int) -> str:
    """Below that an officer's words are on their way."""
    return f"\nส่งถึงผู้ร่วมเรื่องอีก {number} คนด้วย"


def on_card(said: Sequence[tuple[Case, Sequence[Entry]]]) -> str:
    """Below a case's card: who joined it, and what they wrote."""
    if not said:
        return ""
    lines = ["", "", f"ผู้ร่วมเรื่องนี้ {len(said)} คน"]
    for case, entries in said:
        lines += ["", f"{case.code}:"]
        lines += [_entry(entry) for entry in entries if entry.author == "citizen"]
    return "\n".join(lines)


def _entry(entry: Entry) -> str:
    text = "(ลบแล้ว)" if entry.forgotten or entry.kind == "unsent" else entry.text
    if entry.kind in questions.TITLES and not entry.forgotten:
        text = questions.answered(entry.kind, text)
    return f"[{date_and_time_of(entry.at)}] {text}"
