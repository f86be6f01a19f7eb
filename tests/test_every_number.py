"""Every number that can be asked for in words is the dataset's, and no answer shows any other."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import Asking
from bot.opening import Opened
from data import facts, publish
from data.agency import load_agency
from data.dataset import load_dataset
from data.published import Level, Part, Score
from data.scoring import half_up, recompute
from data.sealing import Vault
from data.store import Store
from handlers.understanding.exemplars import load
from handlers.understanding.understand import Understanding
from tests.answering import AGENCY
from tests.conftest import KEY

YEAR = 2566
NUMBER = re.compile(r"(?<![\d.,])\d{1,3}\.\d{2,4}(?![\d.])(?!\s*น\.)")
"""A time of day ("18.59 น.") is none."""
TOTALS = ("คะแนนรวมเท่าไหร่", "ita ได้กี่คะแนน", "ขอคะแนนรวมปี 66 หน่อยครับ")
INSTRUMENTS = ("{} ได้กี่คะแนน", "คะแนน {} เท่าไร", "ขอผล {} ค่ะ")
INDICATORS = ("ตัวชี้วัดที่ {} ได้กี่คะแนน", "ตชว.{} เท่าไหร่", "ขอคะแนนตัวชี้วัด {}")
SUBINDICATORS = ("ตัวชี้วัดย่อยที่ {} เท่าไร", "ย่อย {} กี่คะแนน", "{} ได้เท่าไหร่")
ITEMS = ("คะแนน {}", "ข้อ {} ได้กี่คะแนน", "{} เท่าไหร่คะ")
THAI = {"i": "ไอ ", "e": "อี ", "o": "โอ "}
PARTS = {Part.EIT_PUBLIC: " ส่วนที่ 1", Part.EIT_SURVEY: " survey"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    store = Store(tmp_path_factory.mktemp("asked") / "ask.db", Vault(KEY))
    agency = load_agency(AGENCY)
    store.write_now(publish.publish, load_dataset(agency.datasets))
    made = Asking(Opened(agency, store), Understanding.load(with_embedding=False))
    made.seed()
    yield made
    store.close()


def published(asking: Asking) -> tuple[Score, ...]:
    return asking.store.read_now(facts.scores, YEAR)


async def said(asking: Asking, text: str) -> str:
    answer = await asking.say(text, "citizen", "")
    return "\n".join(reply.text for reply in answer.turn.replies)


def phrasings(score: Score) -> list[str]:
    part = PARTS.get(score.part, "")
    if score.level is Level.TOTAL:
        return list(TOTALS)
    if score.level is Level.INSTRUMENT:
        return [form.format(score.code + part) for form in INSTRUMENTS]
    if score.level is Level.INDICATOR:
        return [form.format(score.code) for form in INDICATORS]
    if score.level is Level.SUBINDICATOR:
        return [form.format(score.code) for form in SUBINDICATORS]
    spoken = THAI[score.code[0]] + score.code[1:]
    codes = (score.code, score.code.upper(), spoken)
    return [form.format(code + part) for form, code in product(ITEMS, codes)]


async def test_every_published_number_is_answered_in_several_phrasings(asking: Asking) -> None:
    wrong = []
    for score in published(asking):
        shown = f"{half_up(score.points):.2f}"
        for text in phrasings(score):
            if shown not in await said(asking, text):
                wrong.append((text, shown))
    assert wrong == []


def allowed(asking: Asking) -> set[Decimal]:
    """Published and recomputed numbers as they may be shown, and the differences of any two."""
    scores = published(asking)
    points = {(score.part, score.code): score.points for score in scores}
    structure = asking.store.read_now(facts.structure, YEAR)
    exact = {*points.values(), *recompute(points, structure).values(), Decimal("96.51")}
    whole = {score.code: score.points for score in scores if score.level is Level.INSTRUMENT}
    whole |= {"EIT": points[Part.EIT, "EIT"]}
    exact.add(sum((share * whole[name] for name, share in structure.weights.items()), Decimal(0)))
    shown = {half_up(value, places) for value in exact for places in (2, 3, 4)}
    two = {half_up(value) for value in exact}
    return shown | {abs(one - other) for one in two for other in two}


def means_of_neighbours(asking: Asking) -> set[Decimal]:
    """What items that follow one another got in the mean, as both sides of a question are shown."""
    points = {(score.part, score.code): score.points for score in published(asking)}
    found = set()
    for part, letter, last in ((Part.IIT, "i", 30), (Part.EIT_PUBLIC, "e", 15),
                               (Part.EIT_SURVEY, "e", 15), (Part.OIT, "o", 43)):  # fmt: skip
        for first in range(1, last + 1):
            for end in range(first + 1, min(first + 8, last) + 1):
                row = [points[part, f"{letter}{number}"] for number in range(first, end + 1)]
                found.add(half_up(sum(row, Decimal(0)) / len(row)))
    return found


def strangers(text: str, known: set[Decimal]) -> list[str]:
    return [number for number in NUMBER.findall(text) if Decimal(number) not in known]


def quoted_in(text: str) -> set[str]:
    """The numbers of a question, as an answer may repeat them."""
    every = re.findall(r"\d{1,4}(?:\.\d+)?", text)
    return {form for number in every for form in (number, f"{Decimal(number):.2f}")}


SUPPOSING = ("what_if",)
"""A what-if shows what would follow; those chains have tests of their own."""


async def test_no_answer_to_what_people_say_shows_a_number_that_is_not_the_reports(
    asking: Asking,
) -> None:
    known, wrong = allowed(asking), []
    mirrored = means_of_neighbours(asking)
    for each in load()[::9]:
        answer = await asking.say(each.text, "citizen", "")
        if answer.question is not None and answer.question.intent in SUPPOSING:
            continue
        quoted = quoted_in(each.text)
        text = "\n".join(reply.text for reply in answer.turn.replies)
        is_mirror = answer.question is not None and "mirror" in answer.question.slots
        here = known | mirrored if is_mirror else known
        found = [number for number in strangers(text, here) if number not in quoted]
        if found:
            wrong.append((each.text, found))
    assert wrong == []


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200))
async def test_no_text_whatever_is_answered_with_a_number_that_is_not_the_reports(
    asking: Asking, text: str
) -> None:
    answer = await asking.say(text, "citizen", "")

    assert answer.turn.replies
    if answer.question is None or answer.question.intent not in SUPPOSING:
        words = "\n".join(reply.text for reply in answer.turn.replies)
        quoted = set(NUMBER.findall(text))
        assert [n for n in strangers(words, allowed(asking)) if n not in quoted] == []
