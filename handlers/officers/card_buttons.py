"""Card buttons: what officers do most stands first; the rest waits behind one button.

A card with few buttons shows them all.
"""

from collections.abc import Sequence

from data.cases import Case
from handlers.officers.officer_moves import CLOSE, GO_ON, TAKE, Deed
from handlers.turn import Choice

OFTEN = (GO_ON, "answer", TAKE, "ask", "note", "resolve", CLOSE)
"""In the order of the buttons; every other deed is rare."""

FEW = 7
"""Buttons that are shown without a second press."""

MORE = "more"


def of(
    case: Case,
    deeds: Sequence[Deed],
    last: int,
    page: int,
    above: Sequence[Choice] = (),
    *,
    every: bool,
) -> tuple[Choice, ...]:
    """Buttons of *deeds*, as of the *last* thing said, and what those *above* decide; *every* says
    that all were asked for on this *page* of the card."""
    often = sorted(
        (deed for deed in deeds if deed.verb in OFTEN), key=lambda deed: OFTEN.index(deed.verb)
    )
    rare = [deed for deed in deeds if deed.verb not in OFTEN]
    hides = not every and len(deeds) + len(above) > FEW and len(rare) + len(above) > 1
    shown = often if hides else [*often, *rare]
    choices = [
        Choice(deed.label, f"c:{case.id}:{deed.verb}:{last}", "case_status") for deed in shown
    ]
    if not hides:
        choices += above
    else:
        choices.append(Choice("อื่น ๆ", f"c:{case.id}:{MORE}:{page}", "case_status"))
    return tuple(choices)
