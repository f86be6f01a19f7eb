"""What Prongsai says about complaint channels, contacts, E-Service and the No Gift Policy.

The report prints no address. What the operator has not filled in is said to be so, never invented.
"""

from collections.abc import Sequence

from data.agency import Agency, ComplaintChannel, OutsideBody
from data.published import Basis, Item, Measure, Score
from handlers.texts.endings import ended, source
from handlers.texts.scores import CORRECTED, part_by_part
from handlers.texts.thai import listed

NOT_CONFIGURED = "ยังไม่ได้ระบุไว้ในระบบ"
HERE = "แจ้งในแชตนี้ได้เลย"
NOT_THE_REPORT = "ที่มา: ข้อมูลที่หน่วยงานตั้งไว้ในระบบ (รายงานไม่ได้พิมพ์ที่อยู่หรือเบอร์โทร)"

Rows = Sequence[tuple[Item, Sequence[Score]]]


def channels(agency: Agency, fiscal_year: int, *, takes_corruption: bool) -> str:
    """Which channel for what."""
    named = [channel.name for channel in agency.channels if channel.in_report]
    others = [channel.name for channel in agency.channels if not channel.in_report]
    lines = [
        f"ช่องทางถึง {agency.short_name} เลือกตามเรื่อง",
        f"• ติชม เสนอแนะ (ข้อ e8): {HERE}{_also(agency, 'feedback')}",
        f"• ร้องทุกข์ เช่น ถนน ไฟ ขยะ: {HERE}{_also(agency, 'grievance')}",
        f"• ทุจริต เรียกรับเงิน (ข้อ e10): {_corruption(takes_corruption)}",
        "",
        f"รายงานบอกไว้ {len(named)} ช่องทาง: {listed(named)}",
    ]
    lines += [f"ช่องทางอื่นที่ไม่ได้อยู่ในรายงาน: {listed(others)}"] if others else []
    lines += [*_addresses(agency.channels), "", *_bodies(agency.outside_bodies)]
    places = "ประเด็นที่ 1-3 และ 7 (บอกชื่อช่องทาง ไม่ได้บอกที่อยู่)"
    return ended(lines, source(fiscal_year, places), "ขอร้องเรียน", "ติดตามเรื่อง")


def contact(agency: Agency) -> str:
    """Where the agency is and how to reach it."""
    details = {
        "ที่อยู่": agency.address,
        "โทรศัพท์": agency.phone,
        "เวลาทำการ": agency.office_hours,
        "อีเมล": agency.email,
        "เว็บไซต์": agency.website,
    }
    unknown = [name for name, value in details.items() if not value]
    lines = [
        f"{agency.name} อ.{agency.district} จ.{agency.province}",
        *(f"{name}: {value}" for name, value in details.items() if value),
    ]
    lines += [f"{listed(unknown)}: {NOT_CONFIGURED}"] if unknown else []
    lines.append("ฝากคำถามถึงเจ้าหน้าที่ในแชตนี้ได้ค่ะ")
    return ended(lines, NOT_THE_REPORT, "ขอคุยกับเจ้าหน้าที่")


def eservice(agency: Agency, rows: Rows, measures: Sequence[Measure], fiscal_year: int) -> str:
    """E-Service: where it is, and what the report says of it."""
    lines = [
        f"E-Service (บริการออนไลน์) ของ {agency.short_name}",
        f"เข้าใช้ที่: {agency.eservice or NOT_CONFIGURED}",
        f"รายงานไม่ได้บอกวิธีใช้ บอกไว้แต่ผลประเมินปีงบประมาณ พ.ศ. {fiscal_year}",
        *_scored(rows),
        *(f"แผนปี {each.plan_year} มาตรการที่ {each.code}: {each.actions[0]}" for each in measures),
    ]
    return ended(
        lines, source(fiscal_year, _places(rows)), *(f"มาตรการที่ {m.code}" for m in measures)
    )


def no_gift(rows: Rows, says: str, fiscal_year: int) -> str:
    """The No Gift Policy, as far as the report goes. *says* is the report's own sentence."""
    lines = [
        "No Gift Policy คือการไม่รับของขวัญ ของกำนัล จากการปฏิบัติหน้าที่",
        f"รายงานไม่ได้บอกข้อยกเว้นหรือรายละเอียดว่ารับอะไรได้ บอกไว้แต่ผลประเมินปีงบประมาณ พ.ศ. {fiscal_year}",
        *_scored(rows),
    ]
    lines += [f"และเขียนว่า “{says}”"] if says else []
    return ended(lines, source(fiscal_year, _places(rows)), "i4 ถามว่าอะไร", "คะแนน e4")


def _also(agency: Agency, kind: str) -> str:
    """The report's channels that take *kind*."""
    named = [each.name for each in agency.channels if each.in_report and kind in each.takes]
    return f" หรือทาง {listed(named)}" if named else ""


def _corruption(takes_corruption: bool) -> str:
    """Never the general channels: corruption goes to named handlers or outside."""
    if takes_corruption:
        return "แจ้งแบบลับในแชตนี้ได้ อ่านเฉพาะผู้รับผิดชอบที่ระบุชื่อ หรือแจ้งหน่วยงานภายนอก"
    return "แชตนี้ยังไม่มีผู้รับผิดชอบที่ได้รับแต่งตั้ง ขอให้แจ้งหน่วยงานภายนอก"


def _addresses(found: Sequence[ComplaintChannel]) -> list[str]:
    known = [f"• {each.name}: {each.address}" for each in found if each.address]
    unknown = [each.name for each in found if not each.address]
    if not unknown:
        return known
    which = "ที่อยู่ของทุกช่องทาง" if not known else f"ที่อยู่ของ {listed(unknown)}"
    return [*known, f"{which}: {NOT_CONFIGURED}"]


def _bodies(found: Sequence[OutsideBody]) -> list[str]:
    lines = ["หน่วยงานภายนอก:"] if found else []
    for body in found:
        contacts = " ".join(each for each in (body.phone, body.website) if each)
        lines.append(f"• {body.name} ({body.takes}){f': {contacts}' if contacts else ''}")
    if any(not body.phone and not body.website for body in found):
        lines.append(f"เบอร์และเว็บไซต์ที่ไม่ได้แสดง: {NOT_CONFIGURED}")
    return lines


def _scored(rows: Rows) -> list[str]:
    lines = [f"• {item.code} {item.text}: {part_by_part(scores)}" for item, scores in rows]
    wrong = any(score.basis is Basis.CORRECTED for _, scores in rows for score in scores)
    return [*lines, f"หมายเหตุ: {CORRECTED}"] if wrong else lines


def _places(rows: Rows) -> str:
    return listed(list(dict.fromkeys(item.place.partition(" ตาราง")[0] for item, _ in rows)))
