"""What Prongsai says to those who ask about their own data. Thai, short, kind."""

from data.agency import Agency


def no_contact(agency: Agency, *, has_draft: bool = False) -> str:
    """No data-protection contact is appointed here: said plainly, and where to ask instead."""
    lines = [
        f"ตอนนี้ {agency.short_name} ยังไม่ได้แต่งตั้งผู้ดูแลข้อมูลส่วนบุคคลในระบบนี้ค่ะ "
        "จึงยังรับคำขอเรื่องข้อมูลส่วนตัวทางแชตไม่ได้ และไม่ส่งให้คนอื่นอ่านแทน",
        "",
        f"ยื่นคำขอได้ที่ {_where(agency)}",
    ]
    if has_draft:
        lines += ["", "ที่เขียนไว้ยังอยู่ คัดลอกไปใช้ได้ แล้วพิมพ์ ยกเลิก เพื่อลบออกจากที่นี่"]
    return "\n".join(lines)


def _where(agency: Agency) -> str:
    found = [each for each in (agency.phone, agency.email, agency.address) if each]
    return f"{agency.name} {' '.join(found) or 'ที่เคาน์เตอร์ของสำนักงาน'}"
