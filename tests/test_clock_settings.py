"""The promises of an agency: the shipped ones, a kind's own, and every bad one named."""

from pathlib import Path

import pytest

from data.agency import load_agency
from data.clock_settings import Promises, rules_of
from data.deadlines import Rule, Unit
from data.toml_file import DatasetError
from tests.clock_register import (
    ACKNOWLEDGE,
    ANSWER,
    NOTE,
    RULES,
    SHIPPED,
)


@pytest.fixture
def agency_file(tmp_path: Path) -> Path:
    path = tmp_path / "agency.toml"
    path.write_bytes(SHIPPED.read_bytes())
    return path


def test_the_shipped_settings_are_the_domains_defaults() -> None:
    assert load_agency(SHIPPED).clocks == RULES


def test_a_kind_may_have_its_own_clocks(agency_file: Path) -> None:
    with agency_file.open("a", encoding="utf-8") as file:
        file.write(
            "\n[clocks.GRIEVANCE]\nacknowledge = 1\nacknowledge_at_most = 4\nanswer_months = 2\n"
            "[clocks.PRIVACY]\nanswer = 30\nnote = 7\n"
        )
    found = load_agency(agency_file).clocks

    assert found["GRIEVANCE"] == {
        ACKNOWLEDGE: Rule(1, Unit.WORKING_DAY, 1, 4),
        NOTE: Rule(15, Unit.DAY, 3),
        ANSWER: Rule(2, Unit.MONTH, 3),
    }
    assert found["PRIVACY"][ANSWER] == Rule(30, Unit.DAY, 3)
    assert found["PRIVACY"][NOTE] == Rule(7, Unit.DAY, 3)
    assert found["CORRUPTION"] == RULES["CORRUPTION"]


def test_the_clocks_follow_the_promises_that_people_are_told(agency_file: Path) -> None:
    text = agency_file.read_text("utf-8")
    for old, new in (
        ("\nanswer = 15", "\nanswer = 20"),
        ("read = 7", "read = 5"),
        ("note = 15", "note = 10"),
        ("warn_days = 3", "warn_days = 2"),
    ):
        text = text.replace(old, new, 1)
    agency_file.write_text(text, "utf-8")
    agency = load_agency(agency_file)

    assert agency.clocks == rules_of(Promises(answer=20, corruption_read=5, note=10, warn_days=2))
    assert (agency.answer_promise_days, agency.corruption_promise_days) == (20, 5)


def test_every_bad_setting_of_the_clocks_is_named_at_once(agency_file: Path) -> None:
    text = agency_file.read_text("utf-8").replace("warn_days = 3", "warn_days = -1\nHOLE = 3")
    agency_file.write_text(
        text.replace("note = 15 ", "note = 0 ", 1).replace("\nanswer = 15", "\nanswer = 367")
        + "\n[clocks.GRIEVANCE]\nanswer = 15\nanswer_months = 2\nreply = 3\n"
        "[clocks.ETHICS]\nacknowledge = 'three'\n[clocks.PRIVACY]\n",
        "utf-8",
    )
    with pytest.raises(DatasetError) as raised:
        load_agency(agency_file)

    found = "\n".join(raised.value.problems)
    for place in (
        "promises.note: must be a whole number, 1 to 366",
        "promises.answer: must be a whole number, 1 to 366",
        "clocks.warn_days: must be a whole number, 0 to 366",
        "clocks.HOLE: no such setting",
        "clocks.GRIEVANCE.answer: days or months, not both",
        "clocks.GRIEVANCE.reply: no such setting",
        "clocks.ETHICS.acknowledge: must be a whole number, 1 to 366",
        "clocks.PRIVACY: must be a table of settings",
    ):
        assert place in found, found
