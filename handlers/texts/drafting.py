"""What Prongsai says of how a draft goes on."""


def what_is_next() -> str:
    """How the draft gets to the officers."""
    return (
        "ยังไม่ได้ส่งถึงใครค่ะ ถ้าเล่าครบแล้ว กดหรือพิมพ์ ดูก่อนส่ง จะได้อ่านทวนทั้งหมด แล้วจึงกด ส่งเรื่อง\n"
        "ถ้ายังไม่ครบ พิมพ์หรือส่งรูปเพิ่มได้เลย"
    )
