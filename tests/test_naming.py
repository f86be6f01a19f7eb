"""Naming: which thing a text speaks of where it names no code."""

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest

from handlers.understanding.descriptions import FILES, load
from handlers.understanding.naming import NOTHING, Naming, existing
from handlers.understanding.normalise import normalise
from handlers.understanding.slots import kept
from handlers.understanding.training.learning import STRUCTURE
from tests.understanding import asked

INTENT_OF = {
    "item": "question_text",
    "indicator": "score_indicator",
    "sub": "score_subindicator",
    "topic": "analysis_topic",
    "measure": "measure_detail",
}


@cache
def naming() -> Naming:
    """The shipped weights are read once; they never change."""
    return Naming.load()


def masked(text: str) -> str:
    """*text* as the classifier reads it."""
    return kept(normalise(text), STRUCTURE)


def test_everything_is_described_by_many_people() -> None:
    people = defaultdict(set)
    for each in load():
        people[each.family, each.code].add(each.person)

    assert {family for family, _ in people} == set(FILES)
    for family in FILES:
        assert {code for of, code in people if of == family} == existing(STRUCTURE, family)
    assert min(map(len, people.values())) >= 20


def test_no_description_means_two_things() -> None:
    meanings = defaultdict(set)
    for each in load():
        meanings[each.family, each.text].add(each.code)

    assert {text: codes for text, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("family", FILES)
def test_the_words_of_the_form_itself_name_their_thing(family: str) -> None:
    form = [each for each in load() if each.person == "the_form" and each.family == family]
    wrong = []
    for each in form:
        best = naming().closest(masked(each.text), INTENT_OF[family], STRUCTURE)[0]
        if (best.family, best.code) != (family, each.code):
            wrong.append((each.code, best.code, each.text))

    assert len(form) >= 7
    assert len(wrong) <= len(form) // 40, wrong


@pytest.mark.parametrize(
    ("text", "slot", "code"),
    [
        ("ข้อที่ถามชาวบ้านว่าเคยโดนเรียกเงินเรียกของไหม ได้กี่คะแนน", "item", "e4"),
        ("ข้อที่ถามพนักงานว่าขั้นตอนขอยืมของหลวงง่ายไหม ถามว่าอะไร", "item", "i20"),
        ("คะแนนด้านที่ว่าสื่อสารกับชาวบ้านเก่งไหม", "indicator", "7"),
        ("มาตรการที่ให้ประชุมกันทุกเดือน ใครรับผิดชอบ", "measure", "1.2"),
        ("ในเล่มวิเคราะห์เรื่องยืมของหลวงไว้ว่ายังไง", "topic", "4"),
    ],
)
def test_what_is_described_is_found(text: str, slot: str, code: str) -> None:
    question = asked(text)

    assert question.slots.get(slot) == code, question


def test_what_is_not_described_for_sure_is_offered() -> None:
    things = naming().closest(masked("ข้อที่เกี่ยวกับเว็บ"), "question_text", STRUCTURE)

    assert len(things) == 3
    assert things[0].probability < 0.8
    assert things == sorted(things, key=lambda thing: -thing.probability)


def test_what_a_dataset_does_not_hold_is_never_named() -> None:
    without = replace(STRUCTURE, items=frozenset({"i1"}))
    things = naming().closest(masked("ข้อที่ถามชาวบ้านว่าเคยโดนเรียกเงินไหม"), "score_item", without)

    assert {thing.code for thing in things} <= {"i1", NOTHING[1]}


def test_an_intent_that_is_about_no_thing_names_none() -> None:
    assert naming().closest(masked("สวัสดีค่ะ"), "greeting", STRUCTURE) == ()
