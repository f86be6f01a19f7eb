"""What services are called: see data/services."""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "road": "ถนน ทางเดิน",
        "light": "ไฟฟ้าสาธารณะ",
        "water": "น้ำประปา",
        "drain": "ท่อ น้ำท่วมขัง",
        "waste": "ขยะ",
        "nuisance": "กลิ่น เสียง รำคาญ",
        "permit": "ใบอนุญาต",
        "tax": "ภาษี ค่าธรรมเนียม",
        "welfare": "เบี้ย สวัสดิการ",
        "procurement": "จัดซื้อจัดจ้าง",
        "personnel": "บุคลากร",
        "other": "เรื่องอื่น",
    }
)
"""Each fits a button."""


def named(value: str) -> str:
    """The name of a service; what is no key of one is its own words."""
    return NAMES.get(value, value)
