"""Understanding as a whole: sure where it may be, honest where it is not, and never failing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.question import INTENTS, UNSURE
from handlers.understanding.understand import GIVES_FIGURES
from tests.understanding import VOCABULARY, asked, shipped


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("คะแนน e9", "score_item", {"item": "e9"}),
        ("e10 ถามว่าอะไร", "question_text", {"item": "e10"}),
        ("e10 สองส่วนต่างกันไหม", "score_compare", {"item": "e10"}),
        ("ถ้า o43 ได้ 100 คะแนนรวมเป็นเท่าไร", "what_if", {"item": "o43", "value": "100"}),
        ("ตัวชี้วัดที่ 5", "score_indicator", {"indicator": "5"}),
        ("สรุปประเด็นที่ 5", "analysis_topic", {"topic": "5"}),
        ("มาตรการที่ 5 ทำอะไร", "measure_detail", {"measure": "5"}),
        ("มาตรการที่ 5 ใครรับผิดชอบ", "measure_owner", {"measure": "5"}),
        ("มาตรการที่ 5 ถึงเมื่อไร", "measure_period", {"measure": "5"}),
        ("เรื่องงบได้กี่คะแนน", "score_indicator", {"indicator": "2"}),
        ("eit public เท่าไร", "score_instrument", {"instrument": "EIT", "source": "public"}),
        ("ไฟถนนดับ", "file_grievance", {"kind": "light"}),
        ("เช็คสถานะ BR-2567-0007", "case_status", {"case": "BR-2567-0007"}),
        (
            "ในชุดที่เจ้าหน้าที่ตอบ ข้อไหนได้คะแนนต่ำสุด",
            "score_extremes",
            {"scope": "item", "direction": "lowest", "instrument": "IIT"},
        ),
        (
            "เทียบเจ้าหน้าที่ตอบกับคนที่มาติดต่อ ใครให้คะแนนสูงกว่ากัน",
            "score_compare",
            {"scope": "instrument", "instruments": "IIT,EIT"},
        ),
        (
            "หมวดสิบจาก 90 ไปสุดที่ 100 จะเป็นยังไง",
            "what_if",
            {"indicator": "10", "value": "100"},
        ),
        (
            "EIT สองส่วน ตอบเองกับไปเก็บข้อมูล อันไหนได้มากกว่ากัน",
            "score_compare",
            {"instrument": "EIT", "scope": "item"},
        ),
        ("อยากให้รวมแล้วเกิน 97 ควรไปเพิ่มที่ข้อไหนก่อน", "what_if", {"goal": "97"}),
    ],
)
def test_a_plain_question_is_understood_with_what_it_names(
    text: str, intent: str, slots: dict[str, str]
) -> None:
    question = asked(text)

    assert question.intent == intent
    assert dict(question.slots) == slots


def test_asking_about_channels_is_not_filing() -> None:
    for text in ("ไม่ได้จะร้องเรียน แค่ถามช่องทาง", "ผมยังไม่ร้องนะ แต่ถ้าจะร้องต้องไปทางไหน"):
        assert asked(text).intent == "channel_list"


@given(st.text(max_size=300))
def test_any_text_becomes_a_question_that_can_be_answered(text: str) -> None:
    question = asked(text)

    assert question.intent in (*INTENTS, UNSURE)
    assert 0.0 <= question.confidence <= 1.0
    assert len(question.guesses) <= 3
    chances = [guess.probability for guess in question.guesses]
    assert chances == sorted(chances, reverse=True)
    assert asked(text) == question


def test_what_makes_no_sense_is_not_answered_with_certainty() -> None:
    assert asked("ฟหกดสวง ปผแอิม").intent in (UNSURE, "out_of_scope")
    assert asked("").intent == UNSURE


def test_five_thousand_letters_are_read_at_both_ends() -> None:
    story = "วันนี้อากาศดี " * 350

    assert asked(f"{story} สรุปแล้วขอทราบคะแนน e9 หน่อย").slots["item"] == "e9"


def test_how_it_was_understood_can_be_told() -> None:
    question = asked("คะแนนรวมเท่าไหร่")

    assert question.normalised == "คะแนนรวมเท่าไหร่"
    assert question.guesses[0].intent == "score_total"
    assert shipped().why(question, VOCABULARY)


def test_one_question_to_staff_and_citizens_is_shown_from_both_sides() -> None:
    question = asked("เรื่องทำงานตามขั้นตอนและเวลา พนักงานให้เท่าไร ชาวบ้านให้เท่าไร ต่างกันไหม")

    assert question.intent == "score_compare"
    assert question.slots["mirror"] == "yes"
    assert set(question.slots["items"].split(",")) == {"e1", "i1"}


def test_the_points_of_a_part_are_looked_for_among_what_it_asked() -> None:
    question = asked("ข้อที่ถามว่าเคยโดนเรียกเงินไหม ส่วนที่ประชาชนตอบเองได้เท่าไร")

    assert question.slots["item"] == "e4"


@pytest.mark.parametrize(
    "text",
    [
        "คะแนนของตำบลติดกันทางทิศตะวันออกเท่าไร",
        "หมู่ห้ากับหมู่เก้า หมู่ไหนให้คะแนนต่ำกว่า",
        "คะแนนเฉพาะของพี่คนที่เคาน์เตอร์",
    ],
)
def test_where_the_report_may_not_hold_it_no_figure_is_given(text: str) -> None:
    question = asked(text)

    assert question.intent not in GIVES_FIGURES
