"""The privacy notice by purpose: a public task, so that nobody is asked to consent to it."""

from collections.abc import Sequence

from data.agency import Agency
from handlers.texts.thai import listed


def notice(
    agency: Agency, *, takes_corruption: bool, known_to: str, carriers: Sequence[str]
) -> str:
    """The whole notice. *known_to* is the messenger that itself knows who writes, "" on the page;
    *carriers* take copies to the officers."""
    periods = agency.retention
    readers = "เจ้าหน้าที่ที่รับเรื่องนั้น"
    above = "หัวหน้างานทำรายชื่อผู้แจ้งเรื่องทั่วไปได้เมื่อจำเป็น มีบันทึกทุกครั้ง"
    kept = f"เรื่องทั่วไป {_long(periods.general)}หลังปิดเรื่อง"
    if takes_corruption:
        readers += (
            " เรื่องทุจริตและจริยธรรมอ่านได้เฉพาะผู้ที่ได้รับแต่งตั้ง "
            "โดยไม่เห็นว่าใครแจ้ง เปิดดูได้เมื่อสองคนเห็นชอบพร้อมเหตุผล"
        )
        kept += f" เรื่องทุจริตและจริยธรรม {_long(periods.corruption)}หลังปิดเรื่อง"
    lines = [
        f"ความเป็นส่วนตัวของคุณกับ {agency.short_name}",
        "• ใช้เพื่อ: ตอบคำถาม รับและดูแลเรื่องที่แจ้ง เป็นภารกิจเพื่อประโยชน์สาธารณะของหน่วยงาน จึงไม่ได้ขอความยินยอม",
        "• เก็บ: ข้อความและไฟล์ที่ส่งมา ชื่อในแชตถ้าแอปบอก กับที่อยู่ของแชตเพื่อส่งคำตอบ เก็บแบบเข้ารหัส "
        "ไม่ขอเลขบัตรประชาชน",
        f"• ผู้อ่าน: {readers} {above}",
    ]
    lines += [f"• {known_to} เองรู้ว่าใครเป็นผู้ส่ง"] if known_to else []
    lines += [f"• สำเนาที่เจ้าหน้าที่อ่านเดินทางผ่าน {listed(list(carriers))}"] if carriers else []
    lines += [
        f"• เก็บนาน: {kept} เรื่องที่เขียนค้าง {_long(periods.drafts)} ข้อความในแชต "
        f"{_long(periods.messages)} ครบแล้วลบเอง เหลือแต่ตัวเลขสถิติ "
        f"สำเนาสำรองอยู่ต่ออีกไม่เกิน {_long(periods.backups)}",
        "• ขอสำเนาข้อมูลของคุณ หรือขอให้ลบ: กด “ขอข้อมูลของฉัน” หรือ “ขอให้ลืมฉัน” "
        "เรื่องที่ยังตรวจสอบอยู่ หรือที่กฎหมายให้เก็บ จะยังลบไม่ได้",
        f"• ติดต่อเรื่องข้อมูลส่วนบุคคล: {_contact(agency)}",
    ]
    return "\n".join([*lines, "", "อ่านอีกครั้งเมื่อไรก็ได้ พิมพ์ ความเป็นส่วนตัว"])


def _long(days: int) -> str:
    return f"{days // 365} ปี" if days % 365 == 0 else f"{days} วัน"


def _contact(agency: Agency) -> str:
    """The person as configured, else the agency; never anything that nobody filled in."""
    if agency.data_protection is not None:
        return " ".join((agency.data_protection.name, *agency.data_protection.ways))
    found = [each for each in (agency.phone, agency.email, agency.address) if each]
    where = " ".join(found) or "(ยังไม่ได้ระบุเบอร์หรือที่อยู่ไว้ในระบบ)"
    return f"{agency.name} {where} ยังไม่ได้ระบุตัวผู้ดูแล"
