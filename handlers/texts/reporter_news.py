"""What a reporter reads when an officer makes a move; the officer's words as they are."""


def asked(code: str, text: str) -> str:
    """An officer's question."""
    return f"เจ้าหน้าที่ถามเรื่อง {code}\n\n{text}\n\nตอบได้โดยกดปุ่มด้านล่าง หรือพิมพ์ เขียน {code}"


def progress(code: str, text: str) -> str:
    """A word on how it goes."""
    return f"ความคืบหน้าของเรื่อง {code}\n\n{text}\n\nเล่าเพิ่มได้ กดปุ่มด้านล่าง หรือพิมพ์ เขียน {code}"


def resolved(code: str, text: str) -> str:
    """What was to be done is done; the case is not closed yet."""
    return f"เรื่อง {code} แก้ไขแล้วค่ะ\n\n{text}\n\nถ้ายังไม่เรียบร้อย กดปุ่มด้านล่าง หรือพิมพ์ ยังไม่เรียบร้อย"


def reopened(code: str, text: str) -> str:
    """The office works on it again."""
    return f"เรื่อง {code} เปิดดำเนินการอีกครั้ง\n\n{text}\n\nเล่าเพิ่มได้ กดปุ่มด้านล่าง หรือพิมพ์ เขียน {code}"


def referred(code: str, body: str, text: str) -> str:
    """Somebody else goes on with it."""
    return f"เรื่อง {code} ส่งต่อถึง {body} แล้ว\n\n{text}\n\nมีเรื่องอื่น แจ้งใหม่ได้เสมอค่ะ"


def rejected(code: str, text: str) -> str:
    """The office does not take it."""
    return f"เรื่อง {code} เราดำเนินการให้ไม่ได้\n\n{text}\n\nถ้ามีข้อมูลเพิ่ม แจ้งเป็นเรื่องใหม่ได้เสมอค่ะ"


def duplicate(code: str, text: str) -> str:
    """It goes on in another case, whose code is not theirs to know."""
    return (
        f"เรื่อง {code} รวมกับเรื่องเดียวกันที่มีอยู่แล้ว\n\n{text}\n\n"
        f"มีความคืบหน้าเมื่อไรจะแจ้งที่แชตนี้ เล่าเพิ่มได้โดยพิมพ์ เขียน {code}"
    )
