"""What Prongsai says of copying."""

CODE = "คัดลอกรหัสเรื่อง"
RECEIPT = "คัดลอกเลขใบรับ"


def by_hand() -> str:
    """Where the app has no copying."""
    return "แอปนี้คัดลอกจากปุ่มไม่ได้ค่ะ แตะค้างที่ข้อความที่มีเลขนั้น แล้วเลือก “คัดลอก”"


def shared_phone() -> str:
    """Beside the button that copies a receipt."""
    return "ปุ่ม “คัดลอกเลขใบรับ” ทิ้งเลขไว้ในเครื่องนี้ ถ้าใช้เครื่องร่วมกับคนอื่น จดใส่กระดาษแทนนะคะ"
