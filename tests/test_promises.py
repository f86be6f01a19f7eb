"""Promises: whoever files a case reads the very days on which its clocks end."""

from datetime import date

import pytest

from handlers.texts.clocks import day_name
from tests.conversing import Person, Town


@pytest.mark.parametrize("kind", ["feedback", "grievance", "corruption", "ethics"])
async def test_a_case_that_is_filed_names_the_days_on_which_its_clocks_end(
    town: Town, citizen: Person, handler: Person, kind: str
) -> None:
    await citizen.files("เล่าเรื่องหนึ่ง", kind)

    said = citizen.replies[-1].text
    due = [
        town.rows("select due_on from case_clock where name = :clock", clock=clock)[0]
        for clock in ("acknowledge", "answer")
    ]
    read_by, known_by = (day_name(date.fromisoformat(day)) for day in due)
    assert 0 < said.find(read_by) < said.rfind(known_by)
