"""What Prongsai says when something went wrong on its side."""


def apology(reference: int) -> str:
    """Handling failed; the message is kept and a person will look. *reference* finds it again."""
    return (
        "ขออภัยค่ะ ระบบตอบข้อความนี้ไม่สำเร็จ ข้อความของคุณยังอยู่ครบและเจ้าหน้าที่ระบบจะตรวจดู\n"
        f"เลขอ้างอิง {reference} ลองถามใหม่อีกแบบ หรือพิมพ์ ช่วยเหลือ"
    )


def answered_late(reference: int) -> str:
    """Before the answer to a message that failed at first."""
    return f"ขออภัยที่ตอบช้าค่ะ นี่คือคำตอบของข้อความเลขอ้างอิง {reference} ที่ระบบตอบไม่สำเร็จก่อนหน้านี้"


def stale_button() -> str:
    """A button of an older version, or one that no longer leads anywhere."""
    return "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ เลือกจากเมนูใหม่ด้านล่าง หรือพิมพ์ถามได้เลย"


def unknown_command() -> str:
    """A slash command that does not exist."""
    return "ไม่รู้จักคำสั่งนี้ค่ะ เลือกจากเมนูด้านล่าง หรือพิมพ์ถามเป็นภาษาพูดได้เลย"
