"""Answers about scores: the published number, how it is known, and nothing that is not there."""

from decimal import Decimal

import pytest

from data import facts
from data.published import Basis, Item, Level, Part, Score
from data.scoring import EIT_PARTS, TOTAL, recompute
from data.store import Store
from handlers.texts.scores import SHORT_PARTS
from handlers.texts.thai import points
from tests.answering import Asker, answer, ask

YEAR = 2566
MISPRINT = "พิมพ์เลขนี้คลาดเคลื่อน"
RECOMPUTED = "คำนวณจากตัวเลขในรายงาน"
SOURCE_OF = {Part.EIT_PUBLIC: "public", Part.EIT_SURVEY: "survey"}


@pytest.fixture
def asker(store: Store) -> Asker:
    return Asker(store)


async def test_the_total_is_said_with_level_rank_instruments_and_the_year_before(
    asker: Asker,
) -> None:
    text = await answer(asker, "score_total")

    for expected in ("96.46", "AA", "ผ่านดีเยี่ยม", "ลำดับที่ 1,072", "พ.ศ. 2566"):
        assert expected in text
    for expected in ("98.40", "96.70", "96.25", "95.00", "96.51", "ลดลง 0.05"):
        assert expected in text


async def test_every_published_score_is_answered_with_its_number(asker: Asker) -> None:
    for score in asker.store.read_now(facts.scores, YEAR):
        intent, slots = question_about(score)
        lines = (await answer(asker, intent, **slots)).splitlines()

        shown = points(score.points)
        if score.level is Level.ITEM and score.part in SOURCE_OF:
            assert any(SHORT_PARTS[score.part] in line and shown in line for line in lines), slots
        assert any(shown in line for line in lines), slots


def question_about(score: Score) -> tuple[str, dict[str, str]]:
    source = {"source": SOURCE_OF[score.part]} if score.part in SOURCE_OF else {}
    return {
        Level.TOTAL: ("score_total", {}),
        Level.INSTRUMENT: ("score_instrument", {"instrument": score.code, **source}),
        Level.INDICATOR: ("score_indicator", {"indicator": score.code}),
        Level.SUBINDICATOR: ("score_subindicator", {"sub": score.code}),
        Level.ITEM: ("score_item", {"item": score.code, **source}),
    }[score.level]


async def test_an_item_of_eit_is_answered_part_by_part(asker: Asker) -> None:
    text = await answer(asker, "score_item", item="e14")

    for expected in ("ส่วนที่ 1 (Public", "96.93", "ส่วนที่ 2 (Survey", "86.80"):
        assert expected in text


async def test_one_part_alone_is_answered_where_it_was_named(asker: Asker) -> None:
    text = await answer(asker, "score_item", item="e14", source="survey")

    assert "86.80" in text
    assert "96.93" not in text


async def test_an_item_says_its_wording_and_what_it_belongs_to(asker: Asker) -> None:
    items = {item.code: item for item in asker.store.read_now(facts.items, YEAR)}
    for item in items.values():
        text = await answer(asker, "score_item", item=item.code)
        (indicator, *_) = asker.store.read_now(facts.indicator_scores, item.indicator, YEAR)
        assert (item.text or item.note) in text
        assert f"ตัวชี้วัดที่ {item.indicator} " in text
        assert f"({points(indicator.points)} คะแนน)" in text
    assert "ตัวชี้วัดย่อยที่ 10.2" in await answer(asker, "score_item", item="o43")


async def test_a_proven_misprint_is_answered_with_the_right_number_and_a_note(
    asker: Asker,
) -> None:
    scores = asker.store.read_now(facts.scores, YEAR)
    corrected = [score for score in scores if score.basis is Basis.CORRECTED]
    assert ("e9", Part.EIT_PUBLIC) in {(score.code, score.part) for score in corrected}

    for score in corrected:
        intent, slots = question_about(score)
        text = await answer(asker, intent, **slots)
        assert points(score.points) in text
        assert MISPRINT in text
        assert score.printed not in text
    for slots in ({"indicator": "7"}, {"items": "e9,e10"}):
        assert MISPRINT in await answer(asker, "score_item", **slots)
    assert MISPRINT in await answer(asker, "score_compare", item="e9")
    assert MISPRINT not in await answer(asker, "score_item", item="e9", source="survey")


async def test_a_recomputed_number_says_that_it_is(asker: Asker) -> None:
    text = await answer(asker, "score_instrument", instrument="EIT")
    for expected in ("96.475", "96.48", "96.70", "96.25", RECOMPUTED):
        assert expected in text
    survey = await answer(asker, "score_instrument", instrument="EIT", source="survey")
    for expected in ("98.68", "95.38", "94.70", RECOMPUTED):
        assert expected in survey
    assert RECOMPUTED in await answer(asker, "score_indicator", indicator="7")
    assert RECOMPUTED not in await answer(asker, "score_instrument", instrument="IIT")


async def test_a_card_says_what_its_text_says(asker: Asker) -> None:
    for intent, slots in (
        ("score_total", {}),
        ("score_instrument", {"instrument": "EIT"}),
        ("score_indicator", {"indicator": "7"}),
        ("score_indicator", {"indicator": "10"}),
        ("score_item", {"item": "e9"}),
    ):
        (reply,) = (await ask(asker, intent, slots)).replies
        assert reply.card is not None
        shown = [reply.card.headline, *(row.value for row in reply.card.rows)]
        for number in " ".join(shown).replace("/", " ").replace("AA", "").split():
            assert number in reply.text


async def test_i23_has_a_score_but_no_wording(asker: Asker) -> None:
    assert "99.21" in await answer(asker, "score_item", item="i23")
    assert "ไม่พิมพ์ข้อคำถาม" in await answer(asker, "question_text", item="i23")


async def test_every_item_tells_its_wording(asker: Asker) -> None:
    for item in asker.store.read_now(facts.items, YEAR):
        assert (item.text or item.note) in await answer(asker, "question_text", item=item.code)


async def test_several_things_at_once(asker: Asker) -> None:
    both = await answer(asker, "score_item", items="e8,e10")
    for expected in ("e8 ส่วนที่ 1 95.29", "e10 ส่วนที่ 1 97.67"):
        assert expected in both
    wordings = await answer(asker, "question_text", items="e8,e10")
    assert "ติชม" in wordings
    assert "สินบน" in wordings
    three = await answer(asker, "score_indicator", indicators="6,7,8")
    for expected in ("97.48", "96.22", "95.73"):
        assert expected in three
    assert "90.00" not in three
    every = await answer(asker, "question_text", indicator="7")
    assert all(f"ข้อ {code} " in every for code in ("e6", "e7", "e8", "e9", "e10"))


@pytest.mark.parametrize("missing", ["e16", "i31", "o44", "ตัวชี้วัด 11"])
@pytest.mark.parametrize("intent", ["score_item", "score_indicator", "question_text", "what_if"])
async def test_a_code_that_does_not_exist_says_which_do(
    asker: Asker, intent: str, missing: str
) -> None:
    text = await answer(asker, intent, missing=missing)

    for expected in (f"ไม่มี {missing}", "i1-i30", "e1-e15", "o1-o43", "ตัวชี้วัดที่ 1-10"):
        assert expected in text


async def test_the_lowest_and_the_highest_by_scope(asker: Asker) -> None:
    lowest = await answer(asker, "score_extremes", scope="item", direction="lowest")
    assert lowest.splitlines()[1].startswith("• o43 (OIT) 0.00")
    indicator = await answer(asker, "score_extremes", scope="indicator", direction="lowest")
    assert indicator.splitlines()[1].startswith("• 10 (OIT) 90.00")
    highest = await answer(asker, "score_extremes", scope="indicator", direction="highest")
    assert highest.splitlines()[1].startswith("• 9 (OIT) 100.00")
    instrument = await answer(asker, "score_extremes", scope="instrument")
    assert instrument.splitlines()[1].startswith("• OIT 95.00")


async def test_ties_are_all_listed(asker: Asker) -> None:
    text = await answer(asker, "score_extremes", scope="item", direction="highest")

    for expected in ("100.00", "52 รายการ", "i4-i6", "e1-e2 e4 e8 e10-e12", "o1-o42"):
        assert expected in text


async def test_extremes_without_a_scope_tell_indicators_and_items(asker: Asker) -> None:
    text = await answer(asker, "score_extremes", direction="lowest")

    assert "90.00" in text
    assert "o43" in text


async def test_extremes_stay_within_what_was_named(asker: Asker) -> None:
    assert "i19-i21 i25" in (
        await answer(asker, "score_extremes", scope="item", instrument="IIT")
    ).replace(" (IIT) 96.05", "").replace("\n• ", " ") or "96.05" in await answer(
        asker, "score_extremes", scope="item", instrument="IIT"
    )
    seven = await answer(asker, "score_extremes", indicator="7")
    assert "90.10" in seven
    assert "o43" not in seven.splitlines()[1]
    public = await answer(asker, "score_extremes", scope="item", source="public")
    assert public.splitlines()[1].startswith("• e4 (EIT ส่วนที่ 1) 92.88")


async def test_comparisons(asker: Asker) -> None:
    years = await answer(asker, "score_compare")
    assert all(expected in years for expected in ("96.51", "96.46", "ลดลง 0.05"))
    parts = await answer(asker, "score_compare", item="e10")
    assert all(expected in parts for expected in ("97.67", "100.00", "2.33"))
    items = await answer(asker, "score_compare", items="i1,e1")
    assert "i1 สูงกว่า e1 ส่วนที่ 1 อยู่ 2.29" in items
    assert "e1 ส่วนที่ 2 สูงกว่า i1 อยู่ 1.57" in items
    indicators = await answer(asker, "score_compare", indicators="7,8")
    assert all(expected in indicators for expected in ("96.22", "95.73", "0.49"))
    instruments = await answer(asker, "score_compare", scope="instrument")
    assert "IIT สูงกว่า OIT อยู่ 3.40" in instruments
    assert "0.45" in await answer(asker, "score_compare", instrument="EIT")


async def test_every_gap_between_public_and_survey_is_what_is_left_when_subtracting(
    asker: Asker,
) -> None:
    items = asker.store.read_now(facts.items, YEAR)
    for item in (item for item in items if item.instrument == "EIT"):
        public, survey = asker.store.read_now(facts.item_scores, item.code, YEAR)
        text = await answer(asker, "score_compare", item=item.code)
        assert f"ต่างกัน {points(abs(public.points - survey.points))}" in text


async def test_the_total_is_explained_with_its_weights_and_every_step(asker: Asker) -> None:
    text = await answer(asker, "score_explain")

    for expected in ("IIT 30%", "EIT 30%", "OIT 40%", "÷ 5 = 98.40", "= 96.475", "= 95.00"):
        assert expected in text
    assert "= 96.4625 ปัดเป็น 96.46" in text
    assert "น้ำหนักไม่ได้พิมพ์ในรายงาน" in text


async def test_what_if_shows_the_whole_chain(asker: Asker) -> None:
    text = await answer(asker, "what_if", item="o43", value="100")

    for expected in (
        "o43: 0.00 → 100.00",
        "ตัวชี้วัดย่อยที่ 10.2: 80.00 → 100.00",
        "ตัวชี้วัดที่ 10: 90.00 → 100.00",
        "OIT: 95.00 → 100.00",
        "คะแนนรวม: 96.46 → 98.46",
        "เปลี่ยน +2.00",
    ):
        assert expected in text


async def test_what_if_takes_several_changes(asker: Asker) -> None:
    text = await answer(asker, "what_if", items="o43,e14", values="100,95")

    for expected in ("o43: 0.00 → 100.00", "86.80 → 95.00", "คะแนนรวม: 96.46 → 98.53"):
        assert expected in text
    assert "(ก่อนปัดเศษ 96.463 → 98.525)" in text


async def test_what_if_agrees_with_recomputing_for_every_item(asker: Asker) -> None:
    structure = asker.store.read_now(facts.structure, YEAR)
    scores = asker.store.read_now(facts.scores, YEAR, Level.ITEM)
    before = {(score.part, score.code): score.points for score in scores}
    for item in asker.store.read_now(facts.items, YEAR):
        changed = {(part, item.code): Decimal(50) for part in parts_of(item)}
        after = recompute({**before, **changed}, structure)
        text = await answer(asker, "what_if", item=item.code, value="50")
        assert f"→ {points(after[TOTAL])}\n" in text


def parts_of(item: Item) -> tuple[Part, ...]:
    return EIT_PARTS if item.instrument == "EIT" else (Part(item.instrument),)


async def test_what_if_below_95_says_where_that_mark_comes_from(asker: Asker) -> None:
    note = "ไม่ได้อยู่ในรายงานนี้"
    assert note in await answer(asker, "what_if", item="o42", value="0")
    assert note not in await answer(asker, "what_if", item="o43", value="100")


@pytest.mark.parametrize("value", ["101", "-1", "มาก", "NaN", "Infinity", ""])
async def test_an_impossible_what_if_explains_how_to_ask(asker: Asker, value: str) -> None:
    text = await answer(asker, "what_if", item="e1", value=value)

    assert "0 ถึง 100" in text
    assert "ถ้า e1 ได้ 100" in text
    assert "→" not in text
