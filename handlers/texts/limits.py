"""What Prongsai says when something was done too often: until when, and what is not lost."""

from datetime import datetime, timedelta

from data.agency import Agency
from data.cases import CaseKind
from data.limits import MEGABYTE, Verdict
from data.times import in_bangkok
from handlers.texts.channels import NOT_CONFIGURED
from handlers.texts.intake import outsides
from handlers.texts.thai import be_date

TAKES = {
    CaseKind.FEEDBACK: "feedback",
    CaseKind.GRIEVANCE: "grievance",
    CaseKind.QUESTION: "grievance",
    CaseKind.CORRUPTION: "corruption",
    CaseKind.ETHICS: "corruption",
    CaseKind.PRIVACY: "grievance",
}
"""Which complaint channels a case could go to instead."""


def too_many_tries(again_at: str, now: datetime) -> str:
    """Receipts or codes were tried too often, rightly or wrongly, here or by everybody."""
    return (
        f"ลองเลขครบจำนวนครั้งแล้วค่ะ ลองใหม่ได้ตั้งแต่ {when(again_at, now)}\n"
        "จำกัดไว้เพื่อไม่ให้ใครเดาเลขของคนอื่นได้ เรื่องที่ส่งไว้ยังอยู่ครบ"
    )


def filing_refused(verdict: Verdict, now: datetime, kind: CaseKind, agency: Agency) -> str:
    """A case cannot be sent now; what is written stays. Where else it could be told."""
    reason = (
        "ตอนนี้มีเรื่องเข้ามาพร้อมกันมากผิดปกติ ระบบจึงยังรับเรื่องนี้ไม่ได้ค่ะ"
        if verdict.of_all
        else "แชตนี้ส่งเรื่องครบจำนวนที่รับได้ในหนึ่งวันแล้วค่ะ"
    )
    return "\n".join(
        [
            reason,
            f"สิ่งที่เขียนไว้ยังอยู่ ส่งใหม่ได้ตั้งแต่ {when(verdict.again_at, now)}",
            "ถ้ารอไม่ได้ แจ้งทางอื่นได้:",
            *(_other_ways(kind, agency) or [f"• ช่องทางอื่น: {NOT_CONFIGURED}"]),
        ]
    )


def upload_refused(verdict: Verdict, now: datetime, most_bytes: int) -> str:
    """A file is not kept: this chat has sent *most_bytes* within a day, or this one is larger; or
    everybody together has sent as much as the disk is meant for."""
    if verdict.of_all:
        return _no_file_of_anybody(verdict, now)
    most = f"{most_bytes // MEGABYTE:,} MB"
    if not verdict.again_at:
        return f"ไฟล์นี้ใหญ่เกิน {most} ที่แชตหนึ่งส่งได้ในหนึ่งวันค่ะ จึงยังไม่ได้เก็บ ส่งข้อความได้ตามปกติ"
    return (
        f"แชตนี้ส่งไฟล์ครบ {most} ที่รับได้ในหนึ่งวันแล้วค่ะ ไฟล์นี้ยังไม่ได้เก็บ\n"
        f"ส่งใหม่ได้ตั้งแต่ {when(verdict.again_at, now)} ส่วนข้อความส่งได้ตามปกติ"
    )


def _no_file_of_anybody(verdict: Verdict, now: datetime) -> str:
    again = f"ลองส่งไฟล์ใหม่ได้ตั้งแต่ {when(verdict.again_at, now)} หรือ" if verdict.again_at else ""
    return (
        "ตอนนี้มีไฟล์เข้ามาพร้อมกันมากผิดปกติ ระบบจึงยังรับไฟล์นี้ไม่ได้ค่ะ\n"
        f"{again}ส่งเรื่องโดยไม่มีไฟล์ก่อนได้ ข้อความส่งได้ตามปกติ"
    )


def too_fast(*, is_writing: bool) -> str:
    """Messages come faster than they are answered; those of an open draft are in it."""
    if is_writing:
        return (
            "ข้อความเข้ามาเร็วมากค่ะ ที่เล่าเพิ่มยังจดใส่ในเรื่องให้ แต่จะไม่ตอบทีละข้อความ\n"
            "ถ้าถามหรือกดปุ่มไว้ รอสักหนึ่งนาทีแล้วส่งใหม่ ก่อนส่งเรื่อง กด “ดูก่อนส่ง” ตรวจว่าครบนะคะ"
        )
    return "ข้อความเข้ามาเร็วกว่าที่ตอบทันค่ะ ข้อความหลังๆ ยังไม่ได้ตอบ รอสักหนึ่งนาทีแล้วส่งใหม่นะคะ"


def when(again_at: str, now: datetime) -> str:
    """A stored time, rounded up to the minute, in Bangkok; with its day unless that is today."""
    at = in_bangkok(again_at) + timedelta(minutes=1, microseconds=-1)
    clock = f"{at:%H.%M} น."
    today = in_bangkok(now.isoformat()).date()
    return clock if at.date() == today else f"{be_date(at.date())} {clock}"


def _other_ways(kind: CaseKind, agency: Agency) -> list[str]:
    """The configured channels that take such a case, and for corruption the outside bodies."""
    ways = [
        f"• {channel.name}: {channel.address}"
        for channel in agency.channels
        if channel.address and TAKES[kind] in channel.takes
    ]
    if kind.is_inquiry:
        ways += outsides(agency.outside_bodies)
    return ways
