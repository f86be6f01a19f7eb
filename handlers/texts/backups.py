"""What the machine's operator reads of copies of the database, made and brought back."""

from collections.abc import Mapping, Sequence

from data.backups import Flaw, NotCopied
from handlers.texts.thai import date_and_time_of

FLAW_NAMES: dict[Flaw, str] = {
    Flaw.UNREADABLE: "เปิดอ่านไม่ได้ หรือไม่ใช่ฐานข้อมูลของระบบนี้",
    Flaw.DAMAGED: "ไฟล์เสียหาย (integrity_check ไม่ผ่าน)",
    Flaw.DANGLING: "ข้อมูลอ้างถึงสิ่งที่ไม่มี (foreign_key_check ไม่ผ่าน)",
    Flaw.NEWER: "ทำจากโปรแกรมรุ่นใหม่กว่านี้ ให้อัปเดตโปรแกรมก่อน",
    Flaw.WRONG_KEY: "กุญแจที่มีเปิดไม่ได้",
    Flaw.FEWER_ROWS: "จำนวนแถวไม่ครบเท่าตอนเริ่มทำ",
}


def made(path: str, size: int, rows: Mapping[str, int], seconds: float) -> str:
    """A copy was made and found sound."""
    return (
        f"ทำสำเนาแล้ว: {path} ({_size(size)} ใช้เวลา {seconds:.1f} วินาที)\n"
        f"ตรวจแล้ว: เปิดได้ด้วยกุญแจที่ใช้อยู่ {_counted(rows)}\n"
        "ในสำเนามีข้อมูลส่วนบุคคล เก็บไว้คนละเครื่องกับกุญแจ"
    )


def pruned(number: int, days: int) -> str:
    """Copies that were deleted because they were too old or too many."""
    return f"ลบสำเนาเก่า {number:,} ชุด (เก็บได้ไม่เกิน {days} วันตามที่บอกประชาชนไว้)"


def log_not_cut() -> str:
    """Somebody, perhaps Litestream, was reading; the service goes on without."""
    return "ไฟล์ -wal ยังไม่หดเพราะมีโปรแกรมอื่นอ่านอยู่ (เช่น Litestream) ไม่มีผลต่อการใช้งาน"


def unsound(flaws: Sequence[Flaw]) -> str:
    """A copy cannot be relied on: it was not kept, or is not brought back."""
    return "\n".join(["ใช้สำเนานี้ไม่ได้:", *(f"- {FLAW_NAMES[flaw]}" for flaw in flaws)])


def audit_not_whole() -> str:
    """The audit trail is not whole, in the original neither; the copy was kept."""
    return "บันทึกการใช้งานไม่ครบถ้วนอยู่แล้วก่อนทำสำเนา ดูด้วย audit verify (สำเนาเก็บไว้ตามปกติ)"


def audit_differs() -> str:
    """The copy's audit trail is not whole, though the original's is."""
    return "ใช้สำเนานี้ไม่ได้:\n- บันทึกการใช้งานในสำเนาไม่ครบถ้วน"


def no_database() -> str:
    """DATABASE names no file."""
    return "ยังไม่มีฐานข้อมูลตาม DATABASE จึงไม่มีอะไรให้สำรอง"


def whereto() -> str:
    """No folder or file was named."""
    return "ระบุโฟลเดอร์หรือไฟล์ที่จะเก็บสำเนา เช่น python -m bot backup /mnt/backup/"


def no_folder(path: str) -> str:
    """The folder is not there: a disk that is not mounted, perhaps."""
    return f"ไม่มีโฟลเดอร์ของ {path} (ดิสก์ยังไม่ได้ต่อหรือไม่)"


def bad_keep() -> str:
    """--keep is not a number of copies."""
    return "--keep: ตั้งแต่ 1 ขึ้นไป และใช้กับโฟลเดอร์เท่านั้น"


def not_written(path: str, problem: str) -> str:
    """The copy could not be made there."""
    return f"ทำสำเนาไม่สำเร็จ: {path} ({problem}) ไม่มีไฟล์ใดถูกเปลี่ยน"


def not_copied(path: str, error: NotCopied) -> str:
    """SQLite could not make the copy, or could not read what it was made of."""
    return unsound((error.flaw,)) if error.flaw else not_written(path, str(error))


def config_written(path: str, needs: Sequence[str]) -> str:
    """Litestream's settings are there; *needs* names what has to stand in the environment."""
    lines = [f"เขียนค่าตั้งของ Litestream แล้ว: {path}"]
    if needs:
        lines.append(f"ต้องมีใน environment ของ litestream: {', '.join(needs)}")
    return "\n".join(
        [
            *lines,
            "เริ่มทั้งสองโปรแกรมพร้อมกัน:",
            f'  litestream replicate -config {path} -exec ".venv/bin/python -m bot serve"',
            "กู้คืน: python -m bot restore ที่เก็บสำเนา ไฟล์ใหม่",
        ]
    )


def not_ours(path: str) -> str:
    """The file was not written by this command."""
    return f"มีไฟล์ {path} ที่ไม่ได้มาจากคำสั่งนี้อยู่แล้ว ย้ายออกก่อนหรือระบุชื่ออื่น"


def secret_in_address() -> str:
    """--replica holds a password."""
    return (
        "--replica มีรหัสผ่านอยู่ในที่อยู่ คำสั่งนี้ไม่เขียนความลับลงไฟล์"
        " ตัดรหัสผ่านออกแล้วใส่ไว้ใน environment ของ litestream"
    )


def bad_address() -> str:
    """--replica is neither an address nor a folder's path that can be written down."""
    return "--replica: ใส่โฟลเดอร์ หรือที่อยู่ เช่น s3://ถัง/ที่เก็บ โดยไม่มีเครื่องหมาย $"


def nothing_there(path: str) -> str:
    """There is no such copy."""
    return f"ไม่พบสำเนาที่ {path}"


def name_a_copy(folder: str, names: Sequence[str]) -> str:
    """A folder holds copies, and one must be chosen."""
    listed = "\n".join(f"  {name}" for name in names[:10])
    return f"ใน {folder} มีสำเนาหลายชุด ระบุไฟล์ที่ต้องการ (ใหม่สุดอยู่บน):\n{listed}"


def already_there(path: str) -> str:
    """Nothing is overwritten."""
    return f"มี {path} อยู่แล้ว ไม่เขียนทับ ระบุชื่ออื่น หรือหยุดบริการแล้วย้ายไฟล์เดิมออกก่อน"


def no_key(paths: Sequence[str]) -> str:
    """The key that opens the copy is not on this machine."""
    return "ไม่พบกุญแจ: ตั้ง CASE_KEY หรือวางไฟล์กุญแจที่สำรองไว้ที่ " + " หรือ ".join(paths) + " (mode 600) ก่อน"


def no_litestream() -> str:
    """The program that reads a replica is not installed."""
    return "ไม่มีโปรแกรม litestream ในเครื่องนี้ ติดตั้งด้วย make litestream"


def litestream_failed(said: str) -> str:
    """Litestream's own words, which name files and places only."""
    return f"litestream กู้คืนไม่สำเร็จ: {said}"


def restored(
    path: str, rows: Mapping[str, int], newest: str, *, is_in_use: bool, key_file: str
) -> str:
    """The database is back; what to do now. *key_file* is the one that opens it and lies elsewhere
    ("": none)."""
    last = f" ข้อความล่าสุดเมื่อ {date_and_time_of(newest)}" if newest else ""
    steps = [] if is_in_use else [f"ตั้ง DATABASE={path}"]
    if key_file:
        steps.append(f"คัดลอกกุญแจ {key_file} ไปเป็น {path}.key (mode 600)")
    steps += [
        "เริ่มบริการ: python -m bot serve (คำตอบที่ออกไปก่อนเกิดเหตุไม่กี่วินาที บางคนอาจได้รับซ้ำ)",
        "ตรวจบันทึก: python -m bot audit verify (เลขที่จดไว้หลังสำเนานี้จะไม่ตรง เป็นเรื่องปกติ)",
        "เรื่องที่ลบหลังทำสำเนากลับมาด้วย ลบอีกครั้ง: python -m bot privacy erase รหัส --reason ...",
        "ถ้าใช้ Litestream: เริ่ม litestream ตามเดิม ใช้ที่เก็บสำเนาเดิมต่อได้",
    ]
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    return "\n".join([f"กู้คืนแล้ว: {path} {_counted(rows)}{last}", "ทำต่อ:", *numbered])


def _counted(rows: Mapping[str, int]) -> str:
    return f"เรื่อง {rows.get('cases', 0):,} เรื่อง ข้อความเข้า {rows.get('inbox', 0):,} ข้อความ"


def _size(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
