"""What Prongsai says about itself, and when it does not know."""

from collections.abc import Sequence

from data.agency import Agency
from handlers.texts.endings import typed
from handlers.texts.thai import listed


def greeting(agency: Agency, year: int) -> str:
    """Hello, and what can be done here."""
    return (
        f"สวัสดีค่ะ นี่คือโปร่งใส แชตของ {agency.short_name}\n"
        f"ถามผลประเมิน ITA ปี {year} มาตรการ ช่องทางร้องเรียน หรือแจ้งเรื่องถึงเจ้าหน้าที่ได้เลย\n"
        "เลือกเมนู หรือพิมพ์ถาม เช่น คะแนนรวมเท่าไร"
    )


def thanks() -> str:
    """You are welcome."""
    return "ยินดีค่ะ มีอะไรถามต่อได้เสมอ"


def help_text(year: int, plan_year: int) -> str:
    """What can be asked and done."""
    return (
        "ถามหรือทำอะไรได้บ้าง\n"
        f"• คะแนน ITA ปี {year}: คะแนนรวม, คะแนน e9, ตัวชี้วัดที่ 7, ข้อไหนต่ำสุด\n"
        "• ข้อคำถาม: e10 ถามว่าอะไร\n"
        "• วิธีคิดและลองสมมติ: ถ้า o43 ได้ 100\n"
        "• บทวิเคราะห์: สรุปประเด็นที่ 5\n"
        f"• มาตรการปี {plan_year}: มาตรการที่ 2, ใครดูแล\n"
        "• ช่องทางร้องเรียน และที่อยู่\n"
        "• แจ้งเรื่อง: ติชม ร้องทุกข์ ทุจริต แล้วติดตามด้วยรหัส\n"
        "ข้อมูลมาจากรายงานผลประเมิน ITA ที่เผยแพร่แล้วเท่านั้น"
    )


def human() -> str:
    """A person to talk to."""
    return (
        "ฝากคำถามไว้ได้ค่ะ เจ้าหน้าที่ตัวจริงจะตอบกลับมาในแชตนี้\n"
        "กด “ฝากคำถามไว้” แล้วพิมพ์คำถาม หรือดูที่อยู่และช่องทางอื่น\n"
        f"{typed('ที่อยู่ อบต.', 'ช่องทางร้องเรียน')}"
    )


OUTSIDE = {
    "other_agency": "มีเฉพาะข้อมูลของ {agency} ค่ะ คะแนนของหน่วยงานอื่นไม่มีในรายงานนี้",
    "personal_data": "เรื่องนี้ไม่มีในรายงานค่ะ และระบบไม่ให้ข้อมูลส่วนบุคคลของใคร รวมถึงผู้ร้องเรียน",
    "instruction": "ทำให้ไม่ได้ค่ะ ระบบนี้ตอบจากรายงานที่เผยแพร่ และไม่เปิดเผยข้อมูลผู้ร้องเรียนหรือการตั้งค่า",
    "budget": "รายงานผลประเมิน ITA ไม่มีตัวเลขงบประมาณหรือจำนวนเงินค่ะ จึงตอบไม่ได้",
    "abuse": "เข้าใจว่าไม่พอใจค่ะ ถ้ามีเรื่องที่อยากให้แก้ไข แจ้งได้เลย จะส่งถึงเจ้าหน้าที่ให้",
}


def other_year(
    year: str, known: Sequence[int], previous: Sequence[int], plans: Sequence[int]
) -> str:
    """A fiscal year that is not in the dataset: say which are."""
    have = [f"ผลประเมินปีงบประมาณ พ.ศ. {each}" for each in known]
    have += [f"คะแนนรวมของปี {each}" for each in previous]
    have += [f"แผนมาตรการปี {each}" for each in plans]
    asked = f"ของปี {year} " if year else "ของปีนั้น"
    return f"เรื่อง{asked}ไม่มีในรายงานค่ะ ที่มีคือ {listed(have)}"


def out_of_scope(agency: Agency, guard: str) -> str:
    """Not in the report, said plainly, with no neighbouring figure."""
    if guard == "emergency":
        return emergency(agency)
    text = OUTSIDE.get(guard)
    if text is not None:
        return text.format(agency=agency.short_name)
    return (
        "เรื่องนี้ไม่มีในรายงานค่ะ ตอบได้เฉพาะผลประเมิน ITA มาตรการ และช่องทางร้องเรียน\n"
        "ถ้าเป็นเรื่องของ อบต. ฝากคำถามถึงเจ้าหน้าที่ได้"
    )


def emergency(agency: Agency) -> str:
    """Somebody may be in danger: whom to call, first."""
    lines = ["เป็นห่วงนะคะ แชตนี้ไม่ใช่ช่องทางฉุกเฉิน อาจไม่มีใครเห็นข้อความนี้ทันที"]
    if agency.emergencies:
        lines += ["โทรเลยนะคะ", *(f"• {each}" for each in agency.emergencies)]
    else:
        lines.append("โปรดโทรหาหน่วยฉุกเฉินหรือขอให้คนใกล้ตัวช่วยเดี๋ยวนี้")
    lines.append("เมื่อปลอดภัยแล้ว อยากเล่าหรือแจ้งเรื่องอะไร พิมพ์มาได้เสมอค่ะ")
    return "\n".join(lines)


def unsure() -> str:
    """Not understood well enough: offer what it may have been."""
    return "ไม่แน่ใจว่าหมายถึงเรื่องไหนค่ะ ใช่เรื่องใดเรื่องหนึ่งด้านล่างไหม หรือพิมพ์ใหม่อีกแบบได้"


def offered(labels: Sequence[str]) -> str:
    """The offers in words, for those who see no buttons."""
    return "\n".join([unsure(), *(f"• {label}" for label in labels)])


def file_without_draft() -> str:
    """A file while nothing is being written."""
    return "ได้รับไฟล์แล้วแต่ยังไม่ได้เก็บไว้ค่ะ ถ้าจะใช้ประกอบเรื่องที่แจ้ง กดเลือกเรื่องก่อน แล้วส่งไฟล์อีกครั้ง"


def place_without_draft() -> str:
    """A location while nothing is being written."""
    return "ได้รับตำแหน่งแล้วค่ะ ถ้าจะแจ้งเรื่องที่จุดนี้ กดเลือกเรื่องก่อน แล้วส่งตำแหน่งอีกครั้ง"


def sticker() -> str:
    """A sticker."""
    return "น่ารักค่ะ มีอะไรให้ช่วย เลือกเมนูหรือพิมพ์ถามได้เลย"


def not_readable() -> str:
    """A kind of message that this version cannot read."""
    return "ยังอ่านข้อความแบบนี้ไม่ได้ค่ะ พิมพ์เป็นตัวหนังสือ หรือเลือกเมนูได้เลย"
