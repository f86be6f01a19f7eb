"""What Prongsai says about complaint channels, contacts, E-Service and the No Gift Policy.

The report prints no address. What the operator has not filled in is said to be so, never invented.
"""

from collections.abc import Sequence

from data.agency import Agency, ComplaintChannel, OutsideBody
from data.published import Item, Score
from handlers.texts.scores import source
from handlers.texts.thai import points

NOT_CONFIGURED = "ยังไม่ได้ระบุไว้ในระบบ"
TAKES_NAMES = {"feedback": "ติชม", "grievance": "ร้องทุกข์", "corruption": "แจ้งทุจริต"}


def channels(agency: Agency, fiscal_year: int, *, takes_corruption: bool) -> str:
    """Which channel for what."""
    lines = [
        f"ช่องทางถึง{agency.short_name} เลือกตามเรื่อง",
        "• ติชม เสนอแนะ (ข้อ e8) และร้องทุกข์: แจ้งในแชตนี้ได้เลย",
        "• แจ้งทุจริต เรียกรับเงิน (ข้อ e10): " + _corruption(takes_corruption),
        "",
        "ช่องทางอื่น:",
        *(_channel(channel) for channel in agency.channels),
        "",
        "หน่วยงานภายนอก:",
        *(_body(body) for body in agency.outside_bodies),
        "",
        f"{source(fiscal_year, 'ประเด็นที่ 3 และ 7')} (รายงานบอกชื่อช่องทาง ไม่ได้บอกที่อยู่)",
    ]
    return "\n".join(lines)


def contact(agency: Agency) -> str:
    """Where the agency is and how to reach it."""
    lines = [
        agency.name,
        f"ต.{agency.subdistrict} อ.{agency.district} จ.{agency.province}",
        f"ที่อยู่: {agency.address or NOT_CONFIGURED}",
        f"โทรศัพท์: {agency.phone or NOT_CONFIGURED}",
        f"เวลาทำการ: {agency.office_hours or NOT_CONFIGURED}",
    ]
    lines += [f"อีเมล: {agency.email}"] if agency.email else []
    lines += [f"เว็บไซต์: {agency.website}"] if agency.website else []
    lines += ["", "รายงานไม่ได้พิมพ์ที่อยู่หรือเบอร์โทร ถ้าเร่งด่วน ฝากเรื่องถึงเจ้าหน้าที่ในแชตนี้ได้ค่ะ"]
    return "\n".join(lines)


def eservice(agency: Agency, scores: Sequence[tuple[Item, Score]], fiscal_year: int) -> str:
    """E-Service: where it is, and what the report says of it."""
    lines = [
        f"E-Service (บริการออนไลน์) ของ{agency.short_name}",
        f"เข้าใช้ที่: {agency.eservice or NOT_CONFIGURED}",
        "รายงานไม่ได้บอกวิธีใช้ทีละขั้น แต่ให้คะแนนไว้ดังนี้",
        *(f"• {item.code} {item.text}: {points(score.points)}" for item, score in scores),
        "แผนปีถัดไปมีมาตรการที่ 2 พัฒนา E-Service ให้ใช้ง่ายและประชาสัมพันธ์ให้ทั่วถึง",
        "",
        source(fiscal_year, "ประเด็นที่ 2"),
    ]
    return "\n".join(lines)


def no_gift(scores: Sequence[tuple[Item, Score]], fiscal_year: int) -> str:
    """The No Gift Policy, as far as the report goes."""
    lines = [
        "No Gift Policy คือนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่",
        "รายงานให้คะแนนการเปิดเผยเรื่องนี้ไว้",
        *(f"• {item.code} {item.text}: {points(score.points)}" for item, score in scores),
        "รายงานบอกว่าควรปฏิบัติตามประกาศเจตนารมณ์นโยบาย No Gift Policy อย่างเคร่งครัด",
        "",
        source(fiscal_year, "ประเด็นที่ 7"),
    ]
    return "\n".join(lines)


def _corruption(takes_corruption: bool) -> str:
    if takes_corruption:
        return "แจ้งในแชตนี้แบบลับได้ อ่านเฉพาะผู้รับผิดชอบ หรือหน่วยงานภายนอก"
    return "แชตนี้ยังไม่มีผู้รับผิดชอบที่ได้รับแต่งตั้ง ขอให้แจ้งหน่วยงานภายนอก"


def _channel(channel: ComplaintChannel) -> str:
    takes = " ".join(TAKES_NAMES[kind] for kind in channel.takes)
    mark = "" if channel.in_report else " (ไม่ได้อยู่ในรายงาน)"
    return f"• {channel.name} ({takes}): {channel.address or NOT_CONFIGURED}{mark}"


def _body(body: OutsideBody) -> str:
    contacts = " ".join(found for found in (body.phone, body.website) if found)
    return f"• {body.name} ({body.takes}): {contacts or NOT_CONFIGURED}"
