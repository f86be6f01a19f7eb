"""Published answers are the same object for everybody: how one is written is worked out once."""

from collections.abc import Callable
from typing import Generic, TypeVar

MOST_WRITTEN = 1_024  # each some 2 KB; when there are more, all are forgotten

Thing = TypeVar("Thing")
Form = TypeVar("Form")


class Written(Generic[Thing, Form]):
    """What was made of things, known by the object itself: its words may be long."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Thing, Form]] = {}

    def of(self, thing: Thing, make: Callable[[], Form]) -> Form:
        """What *make* makes of *thing*, made the first time."""
        form = self.known(thing)
        return self.keep(thing, make()) if form is None else form

    def known(self, thing: Thing) -> Form | None:
        """What was made of *thing*, if something was."""
        known = self._known.get(id(thing))
        return known[1] if known is not None and known[0] is thing else None

    def forget(self, thing: Thing) -> None:
        """What was made of *thing* is to be made anew."""
        self._known.pop(id(thing), None)

    def keep(self, thing: Thing, form: Form) -> Form:
        """It was made of *thing*."""
        if len(self._known) >= MOST_WRITTEN:
            self._known.clear()
        self._known[id(thing)] = thing, form
        return form
