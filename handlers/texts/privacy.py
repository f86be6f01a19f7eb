"""What Prongsai says of who reads what people tell, and what stays secret."""

from data.agency import Agency
from handlers.texts.thai import listed


def privacy(agency: Agency, *, takes_corruption: bool, known_to: str) -> str:
    """Who reads a report, who never does, what is known of the sender, when a word comes.

    *known_to* is the messenger that itself knows who writes, "" on the page.
    """
    lines = [
        "เข้าใจว่ากังวลค่ะ ยังไม่มีอะไรถูกส่งถึงใครจนกว่าคุณจะกดส่งเอง",
        f"• ร้องทุกข์ ติชม คำถาม: เจ้าหน้าที่ของ {agency.short_name} ที่รับเรื่องนั้นเป็นผู้อ่าน",
        f"• ทุจริต: {_corruption(takes_corruption)}",
        "• ไม่ต้องบอกชื่อหรือเลขบัตรประชาชน เจ้าหน้าที่ไม่เห็นชื่อบัญชีของคุณ เห็นแต่สิ่งที่คุณเขียนและไฟล์ที่แนบ",
        "• รหัสเรื่องเปิดดูได้จากแชตที่แจ้งเท่านั้น ข้อความและไฟล์เก็บแบบเข้ารหัส",
    ]
    if known_to:
        lines.append(f"• {known_to} เองรู้ว่าใครเป็นผู้ส่ง ถ้าไม่อยากให้รู้ ใช้หน้าเว็บของหน่วยงานแทนได้")
    lines.append(f"• เรื่องทั่วไปตอบภายใน {agency.answer_promise_days} วัน")
    if takes_corruption:
        lines[-1] += f" เรื่องทุจริตเปิดอ่านภายใน {agency.corruption_promise_days} วัน"
    named = [each.name for each in agency.channels if each.in_report]
    bodies = [each.name for each in agency.outside_bodies]
    lines += [f"ช่องทางอื่น: {listed(named)}"] if named else []
    lines += [f"หน่วยงานภายนอก: {listed(bodies)}"] if bodies else []
    return "\n".join([*lines, "", "พิมพ์ เช่น “ช่องทางร้องเรียน” หรือ “แจ้งเรื่อง”"])


def _corruption(takes_corruption: bool) -> str:
    if takes_corruption:
        return (
            "อ่านได้เฉพาะผู้ที่ได้รับแต่งตั้งให้ดูแลเรื่องทุจริต คนอื่นในระบบไม่เห็น แม้แต่ผู้ดูแลระบบ "
            "ใครแจ้งนั้นปิดผนึกไว้ เปิดดูได้เมื่อสองคนเห็นชอบพร้อมเหตุผลเท่านั้น"
        )
    return "แชตนี้ยังไม่มีผู้ที่ได้รับแต่งตั้ง จึงยังไม่รับเรื่องทุจริต ขอให้แจ้งหน่วยงานภายนอก"
