"""Menus: what a button carries comes back as the question it stands for, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import facts
from data.store import Store
from handlers import menus
from handlers.message import Kind
from handlers.router import ANSWERS, respond
from handlers.turn import DATA_LIMIT, LABEL_LIMIT, Choice
from handlers.understanding.question import INTENTS
from tests.answering import Asker, ask, message, words

STALE = "ปุ่มนี้ใช้ไม่ได้แล้ว"


@pytest.fixture
def asker(store: Store) -> Asker:
    return Asker(store)


@pytest.mark.parametrize(
    ("data", "intent", "slots"),
    [
        ("q:score_total", "score_total", {}),
        ("q:score_item:e9", "score_item", {"item": "e9"}),
        ("q:score_item:e9:public", "score_item", {"item": "e9", "source": "public"}),
        ("q:score_subindicator:10.2", "score_subindicator", {"sub": "10.2"}),
        ("q:what_if:o43:100", "what_if", {"item": "o43", "value": "100"}),
        ("q:analysis_topic:5:2", "analysis_topic", {"topic": "5", "finding": "2"}),
        ("q:what_if::100", "what_if", {"value": "100"}),
    ],
)
def test_a_button_asks_its_question(data: str, intent: str, slots: dict[str, str]) -> None:
    question = menus.question_of(data)

    assert question is not None
    assert (question.intent, dict(question.slots)) == (intent, slots)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "q:",
        "q:nothing",
        "f:start",
        "q:score_total:extra",
        "q:score_item:e9:public:more",
        "q:analysis_topic:²",
        "q:score_item:\ud800",
        "q:score_item:" + "9" * 17,
        "q:score_item:e9\n",
    ],
)
def test_what_is_no_button_of_ours_asks_nothing(data: str) -> None:
    assert menus.question_of(data) is None


@given(st.text(max_size=80))
def test_a_strangers_data_never_breaks_anything(data: str) -> None:
    menus.question_of(data)
    menus.question_of(f"q:score_item:{data}")


@pytest.mark.parametrize(
    "data",
    [
        "q:analysis_topic:²",
        "q:analysis_topic:99999999999999",
        "q:analysis_topic:5:99999999999999",
        "q:measure_detail:-1",
        "q:score_instrument:7",
        "q:score_instrument:e9",
        "q:score_indicator:10.2.3",
        "q:what_if:o43:1e-99999",
        "q:what_if:o43:NaN",
        "q:score_extremes:nowhere:sideways",
        "q:score_compare:zz",
        "x",
        "f:",
        "c:",
        "c:1:open",
        "f:case:x",
        "",
    ],
)
async def test_a_strange_button_gets_an_answer(asker: Asker, data: str) -> None:
    turn = await respond(message(kind=Kind.BUTTON, data=data), asker.context())

    assert words(turn).strip()


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent in menus.INTENT_LABELS])
@pytest.mark.parametrize(
    "slots",
    [
        {},
        {"item": "e9", "indicator": "7", "topic": "5", "measure": "1.1", "sub": "10.2"},
        {"item": "ข้อแปลก", "value": "9" * 80, "indicator": "x" * 40, "measure": ":", "topic": "\n"},
    ],
)
def test_an_offer_can_always_be_made(intent: str, slots: dict[str, str]) -> None:
    choice = menus.guess(intent, slots)

    assert choice.intent in (intent, "human_handoff", "file_feedback")
    assert len(choice.label) <= LABEL_LIMIT
    assert len(choice.data) <= DATA_LIMIT
    assert not choice.data.startswith("q:") or menus.question_of(choice.data) is not None


def test_every_intent_has_its_own_label() -> None:
    assert set(menus.INTENT_LABELS) == set(INTENTS)
    assert len(set(menus.INTENT_LABELS.values())) == len(INTENTS)


def test_an_offer_names_what_was_named() -> None:
    choice = menus.guess("score_item", {"item": "e9", "source": "survey"})

    assert choice == Choice("คะแนน e9", "q:score_item:e9:survey", "score_item")


def test_the_main_menu_has_six_areas() -> None:
    assert len(menus.MAIN) == 6


async def test_every_choice_of_every_answer_leads_somewhere(asker: Asker) -> None:
    unseen = {choice.data for choice in menus.MAIN}
    unseen |= {f"q:{intent}" for intent in ANSWERS if intent in INTENTS}
    unseen |= {f"q:score_item:{item.code}" for item in asker.store.read_now(facts.items, 2566)}
    seen: set[str] = set()
    while unseen - seen:
        data = min(unseen - seen)
        seen.add(data)
        turn = await respond(message(kind=Kind.BUTTON, data=data), asker.context())
        assert words(turn).strip(), data
        assert STALE not in words(turn), data
        unseen |= {choice.data for reply in turn.replies for choice in reply.choices}
    assert len(seen) > 200


LISTS = {
    "score_indicator",
    "score_subindicator",
    "analysis_topic",
    "measure_list",
    "measure_detail",
}
GATES = {"greeting", "thanks", "help"}


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent in ANSWERS])
async def test_there_are_two_to_five_next_steps_unless_it_is_a_list(
    asker: Asker, intent: str
) -> None:
    if intent.startswith("file_") or intent in ("case_status", "cancel"):
        return
    for reply in (await ask(asker, intent)).replies:
        most = 10 if intent in LISTS else 6 if intent in GATES else menus.MOST
        assert 2 <= len(reply.choices) <= most
