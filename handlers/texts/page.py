"""What the page's chat says about itself: problems of sending, never answers."""


def no_cookie() -> str:
    """The browser sends no cookie, so nobody would know whose conversation it is."""
    return "เบราว์เซอร์นี้ปิดคุกกี้ไว้ จึงจำบทสนทนาของคุณไม่ได้ค่ะ โปรดอนุญาตคุกกี้ของหน้านี้ แล้วโหลดหน้าใหม่"


def too_many_pages() -> str:
    """More open pages than one visitor may have."""
    return "คุณเปิดหน้านี้ไว้หลายหน้าต่างเกินไปค่ะ ปิดหน้าต่างอื่นก่อน แล้วหน้านี้จะเชื่อมต่อเอง"


def not_understood() -> str:
    """The page sent something we do not know; an old page, most likely."""
    return "ระบบอ่านสิ่งที่ส่งมาไม่ได้ค่ะ ลองโหลดหน้านี้ใหม่ แล้วส่งอีกครั้ง"


def nothing_written() -> str:
    """A message of blanks."""
    return "ยังไม่มีข้อความค่ะ พิมพ์สิ่งที่อยากถามก่อนส่งนะคะ"


def too_long(length: int, limit: int) -> str:
    """A text over the limit, both in characters."""
    return f"ข้อความยาว {length:,} ตัวอักษร ส่งได้ครั้งละไม่เกิน {limit:,} ตัวอักษรค่ะ ลองแบ่งส่งเป็นสองข้อความ"


def not_kept_yet() -> str:
    """The database takes nothing now; the page tries again by itself."""
    return "ระบบยังบันทึกข้อความไม่ได้ค่ะ ข้อความของคุณยังอยู่ และจะส่งใหม่ให้เอง"


def waits_for_others() -> str:
    """Too much comes from the visitor's address at once; the page tries again by itself."""
    return "ตอนนี้มีข้อความมาจากอินเทอร์เน็ตเดียวกับคุณมากค่ะ ข้อความของคุณยังอยู่ รอสักครู่ แล้วจะส่งให้เอง"


def too_busy() -> str:
    """A file could not be kept now."""
    return "ตอนนี้ระบบรับไฟล์ไม่ทันค่ะ รอสักครู่แล้วลองส่งใหม่"


def file_waits_for_others(minutes: int) -> str:
    """Too many files came from the visitor's address; in so many minutes this one fits."""
    return (
        f"มีไฟล์ส่งมาจากอินเทอร์เน็ตเดียวกับคุณมากแล้วค่ะ รอประมาณ {minutes} นาทีแล้วลองส่งใหม่"
        " หรือส่งเรื่องโดยไม่มีไฟล์ก่อนก็ได้"
    )


def file_too_large() -> str:
    """Over the limit of a file."""
    return "ไฟล์ใหญ่เกิน 10 MB ระบบรับไม่ได้ค่ะ ลองถ่ายรูปใหม่ให้เล็กลง หรือย่อไฟล์ก่อนส่ง"


def file_too_slow() -> str:
    """The file did not arrive in time."""
    return "ส่งไฟล์ไม่ทันเวลาค่ะ สัญญาณอาจช้า ลองส่งใหม่อีกครั้ง"


def file_refused() -> str:
    """A kind of file that is not taken here."""
    return "ไฟล์ชนิดนี้ระบบไม่รับค่ะ ส่งเป็นรูปภาพ (JPG, PNG, WebP) หรือ PDF ได้"


def unnamed_file() -> str:
    """A file that came without a name."""
    return "ไฟล์ไม่มีชื่อ"
