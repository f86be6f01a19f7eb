"""What the machine's operator reads about the key of the database."""


def rotated(file: str) -> str:
    """The key file holds a new key."""
    return (
        f"เปลี่ยนกุญแจแล้ว กุญแจใหม่อยู่ในไฟล์ {file}\n"
        "สำรองไฟล์กุญแจใหม่ไว้แยกจากฐานข้อมูล ข้อมูลสำรองชุดเก่ายังเปิดได้ด้วยกุญแจเก่าเท่านั้น"
    )


def put_into_case_key() -> str:
    """The database opens with NEW_CASE_KEY from now on."""
    return (
        "เปลี่ยนกุญแจแล้ว ฐานข้อมูลเปิดได้ด้วยค่าใน NEW_CASE_KEY เท่านั้น\n"
        "ย้ายค่านั้นไปไว้ที่ CASE_KEY แล้วลบ NEW_CASE_KEY ก่อนเริ่มบริการ"
        " ข้อมูลสำรองชุดเก่ายังเปิดได้ด้วยกุญแจเก่าเท่านั้น"
    )


def new_key_wanted() -> str:
    """CASE_KEY gives the key, so the operator must give the next one, too."""
    return (
        "กุญแจตั้งไว้ที่ CASE_KEY จึงต้องตั้งกุญแจใหม่เอง: สุ่ม 32 ไบต์ (base64 หรือ hex) ใส่ใน NEW_CASE_KEY"
        " แล้วสั่งอีกครั้ง"
    )


def in_use() -> str:
    """The service, or another command, has the database open."""
    return "มีโปรแกรมอื่นเปิดฐานข้อมูลอยู่ หยุดบริการก่อนแล้วสั่งอีกครั้ง ยังไม่มีอะไรเปลี่ยน"


def not_rotated(problem: str) -> str:
    """It failed; the old key still opens everything."""
    return f"เปลี่ยนกุญแจไม่ได้ ยังใช้กุญแจเดิม ({problem})"


def no_database() -> str:
    """DATABASE names no file."""
    return "ยังไม่มีฐานข้อมูลตาม DATABASE จึงไม่มีกุญแจให้เปลี่ยน"
