"""What officers read about the photo of the work done that a grievance is closed with."""

from data.cases import Case
from handlers.message import Attachment, AttachmentProblem
from handlers.texts.channel_names import CHANNEL_NAMES

REASONS = (
    "ไม่มีงานให้ถ่ายรูป",
    "ยังไม่ได้ไปถ่าย",
    "ในรูปจะเห็นผู้อื่น",
)
"""Why there is often no photo; kept in the case."""


def ask_after(case: Case) -> str:
    """A photo, or why there is none."""
    return (
        f"เรื่อง {case.code} ส่งรูปหลังแก้ไขมา 1 รูป ผู้แจ้งจะได้เห็นรูปนี้\n"
        "ถ้าไม่มีรูป กดเลือกหรือพิมพ์เหตุผล (เก็บในเรื่อง ผู้แจ้งไม่เห็นเหตุผล)"
    )


def for_the_file(words: str, *, photo: bool) -> str:
    """How it stands in the case's history; *words* are the photo's name, or the reason."""
    return f"รูปหลังแก้ไข: {words}" if photo else f"ไม่มีรูปหลังแก้ไข เพราะ {words}"


def before_sending(case: Case, words: str, *, photo: bool) -> str:
    """On top of what is shown before it is sent."""
    if photo and case.messenger in CHANNEL_NAMES:
        return "รูปหลังแก้ไขนี้จะเก็บไว้ในเรื่อง ถ้าจะเปลี่ยน ส่งรูปใหม่ได้เลย"
    if photo:
        return "ผู้แจ้งจะได้เห็นรูปหลังแก้ไขนี้ด้วย (ลบตำแหน่งที่ถ่ายออกแล้ว) ถ้าจะเปลี่ยน ส่งรูปใหม่ได้เลย"
    return for_the_file(words, photo=False)


def not_taken(attachment: Attachment | None) -> str:
    """What was sent is no photo, or could not be had."""
    if attachment is not None and attachment.problem is AttachmentProblem.TOO_LARGE:
        return "รูปนี้ใหญ่เกินไป (ไม่เกิน 10 MB) ส่งรูปที่เล็กกว่านี้ หรือพิมพ์เหตุผลที่ไม่มีรูป"
    if attachment is not None and attachment.problem is AttachmentProblem.GONE:
        return "ดึงรูปนี้มาไม่ได้ ลองส่งใหม่อีกครั้ง หรือพิมพ์เหตุผลที่ไม่มีรูป"
    return "รับเฉพาะรูปถ่าย (JPEG, PNG, WebP) ส่งรูปใหม่ หรือพิมพ์เหตุผลที่ไม่มีรูป"


def ask_at_the_desk(case: Case) -> str:
    """The command needs one of the two."""
    return f"เรื่อง {case.code} ใส่ --photo ไฟล์รูปหลังแก้ไข หรือ --no-photo 'เหตุผลที่ไม่มีรูป'"


def not_read(path: str) -> str:
    """No photo at this place that we take."""
    return f"{path}: เปิดไม่ได้ หรือไม่ใช่รูป JPEG, PNG, WebP ขนาดไม่เกิน 10 MB"


NAME = "รูปหลังแก้ไข"
"""What the photo is called for whoever reads the case."""
