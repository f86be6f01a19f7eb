"""What Prongsai says in English to those who ask about their own data."""

from data.agency import Agency


def no_contact(agency: Agency, *, has_draft: bool = False) -> str:
    """No data-protection contact is appointed here: said plainly, and where to ask instead."""
    lines = [
        f"{agency.short_name} has not yet appointed a data-protection contact here, so I cannot"
        " take requests about personal data in this chat, and nobody else is shown yours.",
        "",
        f"Please ask {_where(agency)}",
    ]
    if has_draft:
        lines += ["", "What you wrote is still here to copy. Type cancel to delete it from here."]
    return "\n".join(lines)


def _where(agency: Agency) -> str:
    found = [each for each in (agency.phone, agency.email, agency.address) if each]
    return f"{agency.name}: {' '.join(found)}" if found else f"at the counter of {agency.name}"
