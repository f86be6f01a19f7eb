"""Answers beside a draft: kept one a question, sealed, filed with the case, and forgotten with the
draft. What people see of them is in test_intake_questions.py."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data import case_entries, cases, draft_answers, drafts, erasing, retention
from data.cases import CaseKind, NewCase
from data.clock_settings import Promises, rules_of
from data.draft_answers import SERVICE, WHEN, WHERE, WHO
from data.retention_settings import DEFAULTS
from data.sealing import Vault
from data.services import SERVICES
from data.store import Stale, Store
from handlers.texts import questions, services

AT = "2026-01-05T03:00:00.000000+00:00"
LATER = "2026-01-05T03:01:00.000000+00:00"
CHAT = "a chat"
GRIEVANCE = NewCase("PS-1", CaseKind.GRIEVANCE, CHAT, "line", AT, rules_of(Promises()))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "prongsai.db", Vault(bytes(32)))
    yield made
    made.close()


def keep(store: Store, question: str, text: str, message: str = "", at: str = AT) -> None:
    store.write_now(draft_answers.keep, CHAT, question, text, message, at)


def answers(store: Store) -> dict[str, str]:
    return store.read_now(draft_answers.of_draft, CHAT)


def test_a_later_answer_takes_the_place_of_the_earlier_and_nothing_takes_it_back(
    store: Store,
) -> None:
    keep(store, WHERE, "หมู่ 3")
    keep(store, SERVICE, "road")
    keep(store, WHERE, "หมู่ 4")
    assert list(answers(store).items()) == [(WHERE, "หมู่ 4"), (SERVICE, "road")]

    keep(store, WHERE, "")
    assert answers(store) == {SERVICE: "road"}


def test_a_question_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no such question"):
        keep(store, "identity", "1")


def test_answers_stand_sealed(store: Store) -> None:
    keep(store, WHO, "นายช่างประจำกองช่าง", "line:M1")
    (row,) = store.read_now(
        lambda db: db.execute("select text, message from draft_answer").fetchall()
    )

    assert "ช่าง".encode() not in row[0]
    assert "M1" not in row[1]


def test_filing_makes_them_entries_of_the_case_in_the_order_of_the_questions(store: Store) -> None:
    store.write_now(drafts.add_text, CHAT, "ถนนพัง", "", AT)
    keep(store, SERVICE, "road")
    keep(store, WHEN, "เมื่อวาน")
    case_id = store.write_now(cases.file, GRIEVANCE)

    said = [(each.kind, each.text) for each in store.read_now(case_entries.entries, case_id)]
    assert said == [("report", "ถนนพัง"), (WHEN, "เมื่อวาน"), (SERVICE, "road")]
    assert answers(store) == {}
    with pytest.raises(Stale):
        store.write_now(cases.file, replace(GRIEVANCE, id=2, code="PS-2"))


def test_an_answer_alone_is_enough_to_file(store: Store) -> None:
    keep(store, WHERE, "หมู่ 3")

    assert not store.read_now(drafts.load, CHAT).is_empty
    assert store.write_now(cases.file, GRIEVANCE)


def test_an_unsent_or_edited_message_takes_its_answer_along(store: Store) -> None:
    keep(store, WHERE, "หมู่ 3", "line:M1")
    keep(store, WHEN, "เมื่อวาน", "line:M2")
    assert store.read_now(drafts.holds, CHAT, "line:M1")
    store.write_now(drafts.replace_text, CHAT, "หมู่ 5", "line:M1", AT)
    store.write_now(drafts.forget_message, CHAT, "line:M2")

    assert answers(store) == {WHERE: "หมู่ 5"}
    assert store.read_now(drafts.load, CHAT).texts == ()


def test_taking_the_last_back_takes_an_answer_where_that_was_last(store: Store) -> None:
    store.write_now(drafts.add_text, CHAT, "ถนนพัง", "", AT)
    keep(store, WHERE, "หมู่ 3", at=LATER)
    left = store.read_now(drafts.without_last, CHAT)
    store.write_now(drafts.remove_last, CHAT)

    assert store.read_now(drafts.load, CHAT) == left == drafts.Draft(("ถนนพัง",), ())


def test_discarding_a_draft_forgets_its_answers(store: Store) -> None:
    keep(store, WHERE, "หมู่ 3")
    store.write_now(drafts.discard, CHAT)

    assert answers(store) == {}


def test_a_fresh_answer_keeps_an_old_draft_and_an_old_one_alone_is_forgotten(store: Store) -> None:
    store.write_now(drafts.add_text, CHAT, "ถนนพัง", "", AT)
    keep(store, WHERE, "หมู่ 3", at="2026-01-10T03:00:00.000000+00:00")
    for day, left in (("2026-01-14", {WHERE: "หมู่ 3"}), ("2026-01-18", {})):
        store.write_now(retention.forget_some, DEFAULTS, f"{day}T03:00:00.000000+00:00")
        assert answers(store) == left

    keep(store, WHERE, "หมู่ 3")
    store.write_now(retention.forget_some, DEFAULTS, "2026-01-18T03:00:00.000000+00:00")
    assert answers(store) == {}


def test_erasing_what_a_chat_left_takes_its_answers_along(store: Store) -> None:
    keep(store, WHERE, "หมู่ 3")
    store.write_now(erasing.purge_chat, CHAT)

    assert answers(store) == {}


def test_every_question_and_service_has_a_name() -> None:
    assert set(questions.TITLES) == set(draft_answers.QUESTIONS)
    assert tuple(services.NAMES) == SERVICES
    assert len(set(services.NAMES.values())) == len(SERVICES)
