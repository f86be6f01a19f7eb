"""Data protection: whom the agency names for personal data, as its operator filled it in."""

import re
from dataclasses import dataclass

from data.toml_file import TomlFile

AT = "data_protection"
KEYS = {"name", "phone", "email"}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"[0-9+() .\-]{3,30}(?: ?(?:ต่อ|ext\.?) ?[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class DataProtection:
    """The contact for personal data. *phone* and *email* are "" where not configured; not both."""

    name: str
    phone: str
    email: str

    @property
    def ways(self) -> tuple[str, ...]:
        """How to reach them."""
        return tuple(filter(None, (self.phone, self.email)))


def read_data_protection(file: TomlFile) -> DataProtection | None:
    """``[data_protection]``; None where it is left empty. Problems are collected in *file*."""
    file.only(KEYS, AT)
    name, phone, email = (
        file.text(f"{AT}.{key}", may_be_empty=True) if file.has(f"{AT}.{key}") else ""
        for key in ("name", "phone", "email")
    )
    if not (name or phone or email):
        return None
    if not name:
        file.problem(f"{AT}.name", "must say whom to ask")
    if not (phone or email):
        file.problem(f"{AT}.phone", "a phone number or an e-mail address is needed")
    if phone and not PHONE.fullmatch(phone):
        file.problem(f"{AT}.phone", "must be a phone number")
    if email and not EMAIL.fullmatch(email):
        file.problem(f"{AT}.email", "must be an e-mail address")
    return DataProtection(name, phone, email)
