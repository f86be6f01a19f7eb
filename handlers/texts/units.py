"""What staff read about units: who a case is given to."""

from collections.abc import Sequence

from data.cases import Case
from handlers.texts.intake import KIND_NAMES

NO_UNIT = "ยังไม่ระบุหน่วยงาน"


def ask(case: Case, now: str) -> str:
    """Which unit? *now* is whose it is, "" for nobody's yet."""
    whose = f"ตอนนี้อยู่ที่{now}" if now else "ตอนนี้ยังไม่ได้ส่งให้หน่วยงานไหน เจ้าหน้าที่ทุกคนเห็น"
    return f"ส่งเรื่อง {case.code} ให้หน่วยงานไหน\n{whose}"


def note(name: str) -> str:
    """What stands in the file."""
    return f"ส่งให้หน่วยงานภายใน: {name}"


def given(case: Case, name: str) -> str:
    """It is done; who sees it now."""
    if name == NO_UNIT:
        return f"เรื่อง {case.code} ไม่ได้อยู่กับหน่วยงานไหนแล้ว เจ้าหน้าที่ทุกคนเห็น"
    return f"ส่งเรื่อง {case.code} ให้{name}แล้ว เจ้าหน้าที่ของ{name}และหัวหน้างานเห็นเรื่องนี้"


def alert(case: Case, name: str) -> str:
    """To the officers of the unit."""
    return f"เรื่อง {case.code} ({KIND_NAMES[case.kind]}) ส่งมาให้{name}\nพิมพ์ /case {case.code}"


def no_such_unit(keys: Sequence[str]) -> str:
    """The terminal was given a unit that the operator has not named."""
    known = ", ".join(keys) or "(ยังไม่ได้ตั้งไว้ในไฟล์หน่วยงาน ดู [[unit]])"
    return f"ไม่มีหน่วยงานนี้ ที่มีคือ {known}"


def only_officers() -> str:
    """--unit beside another role."""
    return "--unit ใช้กับ --role officer เท่านั้น บทบาทอื่นเห็นทุกหน่วยงานหรือไม่เห็นเรื่องทั่วไป"


def in_terminal(keys: Sequence[str]) -> str:
    """How the operator gives a case to a unit."""
    return f"ส่งให้หน่วยงานภายใน: python -m bot cases unit รหัส ชื่อสั้น ({', '.join(keys)})"
