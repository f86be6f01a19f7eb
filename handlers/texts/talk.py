"""What Prongsai says of what it took from the talk so far."""


def assumed(what: str) -> str:
    """An answer's first line: what the question left out."""
    return f"(ต่อจากที่คุยกัน: {what})"
