"""Small numbers in what is published: hidden, so that no single case tells of whoever filed it.

A row of cells is shown with its total. A cell below LEAST is hidden, and so is the total; where the
total and the other cells would give a hidden one away, more cells are hidden with it.
"""

from collections.abc import Sequence

LEAST = 5
"""The smallest number that is shown, beside none at all."""


def total(number: int) -> int | None:
    """A number as it may be shown, None where it is too small."""
    return number if number == 0 or number >= LEAST else None


def row(cells: Sequence[int]) -> list[int | None]:
    """The cells of a row whose total is shown, None where hidden.

    Where anything is hidden, cells of none are hidden, too: which months were empty would say where
    the few are.
    """
    if not any(0 < cell < LEAST for cell in cells):
        return list(cells)
    hidden = {place for place, cell in enumerate(cells) if cell < LEAST}
    rest = sorted((cell, place) for place, cell in enumerate(cells) if cell >= LEAST)
    for _, place in rest:
        if len(hidden) > 1 and sum(cells[each] for each in hidden) >= LEAST:
            break
        hidden.add(place)
    return [None if place in hidden else cell for place, cell in enumerate(cells)]
