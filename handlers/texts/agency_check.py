"""What the operator reads of an agency that is not filled in: warnings, no faults."""

from collections.abc import Sequence


def unreachable(names: Sequence[str], file: str) -> str:
    """Outside bodies without a phone or a website: a citizen who may not trust the agency is sent
    to them."""
    return (
        f"คำเตือน: ยังไม่ได้ใส่โทรศัพท์หรือเว็บไซต์ของหน่วยงานภายนอก {len(names)} แห่ง: {', '.join(names)}\n"
        f"ตรวจแล้วใส่ใน {file} ที่ [[outside_body]] เพราะผู้แจ้งที่ไม่ไว้ใจหน่วยงานจะถูกแนะนำไปที่นั่น"
    )
