"""Which language a message is in, and that every text of ours can be said in it."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import facts
from data.published import Indicator, Item, Score
from data.store import Store
from handlers import language, menus
from handlers.informing import about
from handlers.language import of_text
from handlers.message import Kind
from handlers.texts import (
    casework,
    endings,
    intake,
    joining,
    my_cases,
    names,
    privacy_desk,
    questions,
    ratings,
    scores,
    self_service,
    statistics,
    thai,
)
from handlers.texts.english import vocabulary
from handlers.texts.english.counterparts import COUNTERPARTS, ENGLISH, THAI, in_language
from handlers.texts.english.labels import LABELS, PATTERNS, label
from handlers.turn import LABEL_LIMIT
from tests.answering import Asker, message

ROOT = Path(__file__).parent.parent
SAYS_NOTHING = [
    *("", "  ", "e9", "E 9", "o43, e14", "10.2", "2566", "๒๕๖๖", "ITA", "iit 2566", "EIT Public"),
    *("ok", "OK!", "yes", "No", "send", "cancel", "PS-7K3-F2M-9XQ", "ps abc def ghj"),
    *("🙏", "555", "???", "https://example.org/report", "someone@example.org", "/help", "/case x"),
    *("E-Service", "No Gift Policy", "Line", "ສະບາຍດີ", "你好"),
]
THAI_LETTERS = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E2E)


@pytest.mark.parametrize(
    "text",
    [
        "What is the total score?",
        "hello",
        "score e9",
        "the road is broken, 3 holes",
        "someone asked me for 500฿",
        "Ｗｈａｔ does e10 ask",
        "status PS-7K3-F2M-9XQ",
        "what is the no gift policy",
        "my email is a@b.co",
        "I don't know",
    ],
)
def test_latin_words_without_thai_letters_are_english(text: str) -> None:
    assert of_text(text) == ENGLISH


@pytest.mark.parametrize(
    "text", ["คะแนนรวม", "ขอ link หน่อย", "What is ตัวชี้วัดที่ 7", "ok ค่ะ", "ๆ", "score e9 นะ"]
)
def test_thai_letters_are_thai_whatever_else_there_is(text: str) -> None:
    assert of_text(text) == THAI


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_codes_names_and_buttons_say_nothing_of_the_language(text: str) -> None:
    assert of_text(text) is None


@given(st.text(max_size=400))
def test_any_text_decides_without_failing(text: str) -> None:
    assert of_text(text) in (None, THAI, ENGLISH)


@given(st.text(max_size=60), THAI_LETTERS, st.text(max_size=60))
def test_one_thai_letter_is_enough(before: str, letter: str, after: str) -> None:
    assert of_text(f"{before}{letter}{after}") == THAI


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,!?", max_size=80))
def test_words_beside_a_code_are_english_as_they_are_without_it(words: str) -> None:
    assert of_text(f"{words} e9") == of_text(words)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in language.WRITTEN])
async def test_only_what_is_written_changes_the_language(store: Store, kind: Kind) -> None:
    ctx = Asker(store).context()

    assert language.spoken(message("total score", kind=kind), ctx).language == THAI


# texts -----------------------------------------------------------------------------------

KEPT_FOR_OFFICERS = {
    *(my_cases.corrected, my_cases.attached, intake.unnamed_file, intake.place, ratings.on_card),
    *(self_service.for_staff, self_service.request_kept, self_service.as_text),
    *(privacy_desk.copy_of, statistics.staff, statistics.bad_year),
    *(statistics.about_small_numbers, casework.in_private),
    *(questions.week_of, thai.be_date),  # a day that was picked
    *(joining.for_the_file, statistics.other_years),
}
"""What officers read: in a case, and in answer to their commands; and copies, which are in Thai."""

ON_CARDS = {names.item, names.indicator_called, scores.whole, endings.source, thai.points}
"""Cards are left out in English."""

HANDLERS = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("", "informing", "reporting")  # officers are spoken to in Thai
    for path in sorted((ROOT / "handlers" / folder).glob("*.py"))
    if path.stem != "__init__"
]


def texts_in(name: str) -> Iterator[tuple[Callable[..., Any], bool]]:
    """The text functions that a handler uses, and whether they are called by ctx.say."""
    module = importlib.import_module(name)
    for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        says = isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        called = node.args[0] if says else node.func
        function = resolved(called, module)
        if inspect.isfunction(function) and function.__module__.startswith("handlers.texts."):
            yield function, says


def resolved(node: ast.expr, module: Any) -> Any:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return None


@pytest.mark.parametrize("name", HANDLERS)
def test_every_text_that_a_citizen_reads_can_be_said_in_english(name: str) -> None:
    for text, says in texts_in(name):
        assert not says or text in COUNTERPARTS, text.__qualname__


@pytest.mark.parametrize("name", HANDLERS)
def test_no_sentence_goes_past_the_language_of_the_chat(name: str) -> None:
    past = {text for text, says in texts_in(name) if not says and "english" not in text.__module__}

    assert past <= KEPT_FOR_OFFICERS | ON_CARDS


def test_the_scan_for_texts_finds_them() -> None:
    found = {text for name in HANDLERS for text, says in texts_in(name) if says}

    assert len(found) > 70
    assert {text for text, _ in about.WORDLESS.values()} <= set(COUNTERPARTS)


@pytest.mark.parametrize(
    "text", COUNTERPARTS, ids=lambda text: f"{text.__module__}.{text.__name__}"
)
def test_a_counterpart_has_the_same_name_place_and_signature(text: Callable[..., Any]) -> None:
    english = COUNTERPARTS[text]

    assert english.__name__ == text.__name__
    assert english.__module__.startswith("handlers.texts.english.")
    if text.__module__ != thai.__name__:
        assert english.__module__.rpartition(".")[2] == text.__module__.rpartition(".")[2]
    assert inspect.signature(english) == inspect.signature(text)
    assert in_language(text, ENGLISH) is english
    assert in_language(text, THAI) is text


def test_what_the_dataset_names_has_an_english_name(store: Store) -> None:
    asker = Asker(store)
    read, agency = store.read_now, asker.agency
    result = read(facts.result, 2566)
    assert result is not None
    found = [*read(facts.indicators, 2566), *read(facts.subindicators, 2566)]
    placed: list[Score | Item | Indicator] = [
        *read(facts.scores, 2566),
        *read(facts.items, 2566),
        *found,
        result.total,
    ]

    assert {each.name for each in found} <= set(vocabulary.INDICATORS)
    assert {each.title for each in read(facts.topics, 2566)} <= set(vocabulary.TOPICS)
    assert result.verdict in vocabulary.VERDICTS
    assert result.rank_among in vocabulary.AMONG
    assert {each.key for each in agency.channels} <= set(vocabulary.CHANNELS)
    assert {each.key for each in agency.outside_bodies} <= set(vocabulary.BODIES)
    assert THAI not in {of_text(vocabulary.worded(each.place)) for each in placed}


@pytest.mark.parametrize(
    ("thai_name", "english"),
    [
        ("ข้อ e16", "item e16"),
        ("ตัวชี้วัดย่อยที่ 10.9", "sub-indicator 10.9"),
        ("มาตรการที่ 9", "measure 9"),
        ("ข้อที่ต่ำสุด", "the lowest item"),
        ("ตาราง EIT Survey ข้อ e9", "EIT Survey table, item e9"),
        ("ตารางตัวชี้วัด ข้อ 7", "indicator table, line 7"),
    ],
)
def test_codes_and_places_are_worded(thai_name: str, english: str) -> None:
    assert vocabulary.worded(thai_name) == english


# labels ----------------------------------------------------------------------------------


def test_every_english_label_fits_every_messenger() -> None:
    assert not [english for english in LABELS.values() if len(english) > LABEL_LIMIT]
    for _, english in PATTERNS:
        assert len(english.format("e14")) <= LABEL_LIMIT


def test_everything_that_may_have_been_meant_is_offered_in_english() -> None:
    named = [each.format("e9") for _, each in menus.NAMED_LABELS.values()]
    for each in (*menus.INTENT_LABELS.values(), *named):
        assert of_text(label(each)) != THAI


@pytest.mark.parametrize(
    ("thai", "english"),
    [
        ("คะแนน e9", "Score e9"),
        ("ตัวชี้วัดที่ 10", "Indicator 10"),
        ("ย่อยที่ 10.2", "Sub-indicator 10.2"),
        ("ถ้า o43 ได้ 100", "What if o43 got 100"),
        ("มาตรการที่ 1.1", "Measure 1.1"),
        ("ใครดูแลมาตรการ 2", "Measure 2: who"),
        ("IIT", "IIT"),
        ("PS-7K3-F2M-9XQ", "PS-7K3-F2M-9XQ"),
    ],
)
def test_a_label_that_names_something_is_translated_around_it(thai: str, english: str) -> None:
    assert label(thai) == english
