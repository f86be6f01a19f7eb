"""What Prongsai says to whoever edits the office's holidays and hours."""

from datetime import date, time

from data.office_calendar import Holiday
from handlers.texts.clocks import day_name


def added(holiday: Holiday, *, is_new: bool) -> str:
    """A holiday is kept; the clocks have moved where the day was a working one."""
    done = f"เพิ่ม{day_name(holiday.day)} {holiday.name} เป็นวันหยุดแล้ว"
    if is_new:
        return f"{done}\nนับกำหนดของเรื่องที่ยังไม่ปิดใหม่แล้ว"
    return f"{day_name(holiday.day)} เป็นวันหยุดอยู่แล้ว แก้ชื่อเป็น {holiday.name}"


def removed(day: date) -> str:
    """The office works on that day after all."""
    return f"{day_name(day)} ไม่เป็นวันหยุดแล้ว\nนับกำหนดของเรื่องที่ยังไม่ปิดใหม่แล้ว"


def no_holiday(day: date) -> str:
    """Nothing to remove."""
    return f"{day_name(day)} ไม่ได้ตั้งเป็นวันหยุดไว้"


def bad_date() -> str:
    """Not a day of the calendar, or not one of the Buddhist Era."""
    return "เขียนวันที่เป็น ปี พ.ศ.-เดือน-วัน เช่น 2570-04-13"


def bad_year() -> str:
    """Not a year of the Buddhist Era."""
    return "เขียนปีเป็น พ.ศ. เช่น 2570"


def no_name() -> str:
    """A holiday needs a name."""
    return "ใส่ชื่อวันหยุดด้วย เช่น: python -m bot holidays add 2570-04-13 วันสงกรานต์"


def not_yours() -> str:
    """Only those above change the calendar."""
    return "วันหยุดแก้ได้เฉพาะหัวหน้างานและผู้ดูแลระบบ พิมพ์ /holidays เพื่อดูรายการ"


def other_years(shown: int) -> str:
    """How to see another year (B.E.)."""
    return f"ดูปีอื่น พิมพ์ /holidays {shown + 1}"


def how_to_change() -> str:
    """For those above."""
    return (
        "เพิ่ม: /holidays add 2570-04-13 วันสงกรานต์\nลบ: /holidays remove 2570-04-13\n"
        "เวลาทำการ: /holidays hours 08:30 16:30"
    )


def hours(opens: time, closes: time) -> str:
    """When the office is open."""
    return f"เวลาทำการ {opens:%H.%M} - {closes:%H.%M} น. จันทร์ถึงศุกร์ เว้นวันหยุด"


def bad_hours() -> str:
    """Not times, or they close before they open."""
    return "เขียนเวลาเป็น ชั่วโมง:นาที เวลาเปิดก่อนเวลาปิด เช่น 08:30 16:30"
