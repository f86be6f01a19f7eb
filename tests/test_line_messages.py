"""Replies as LINE's messages, within LINE's limits."""

import json
from typing import Any

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from linebot.v3.messaging import Message

from bot.messengers.line_menu import menu
from bot.messengers.line_messages import compose, split
from handlers.turn import Card, CardRow, Choice, File, Reply
from tests import harness

CARD = Card(
    title="คะแนน ITA ปีงบประมาณ 2566",
    headline="96.46",
    rows=(
        CardRow("IIT", "98.40"),
        CardRow("EIT", "96.48"),
        CardRow("OIT", "95.00", emphasis=True),
    ),
    footnote="ที่มา: รายงานผลการวิเคราะห์ ITA 2566",
)


def sent(*replies: Reply) -> list[dict[str, Any]]:
    """What LINE gets; the SDK's models know all of it and add nothing."""
    messages = compose(replies)
    read_back = [Message.from_dict(each) for each in messages]
    assert [each and each.to_dict() for each in read_back] == messages
    return messages


def choice(number: int) -> Choice:
    return Choice(f"ตัวเลือก {number}", f"q:x:{number}", "score_item")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# ---------------------------------------------------------------- texts


def test_a_text_is_one_message() -> None:
    assert sent(Reply("สวัสดีค่ะ")) == [{"type": "text", "text": "สวัสดีค่ะ"}]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d\ufeff", "\x00", "\u3164"])
def test_what_nobody_could_see_is_not_sent(text: str) -> None:
    assert sent(Reply(text)) == []


def test_a_long_text_is_split_between_lines_and_nothing_is_lost() -> None:
    lines = [f"บรรทัดที่ {n} " + "ก" * 60 for n in range(120)]

    pieces = split("\n".join(lines))

    assert len(pieces) == 2
    assert all(units(piece) <= 5000 for piece in pieces)
    assert "\n".join(pieces).splitlines() == lines


def test_a_text_without_any_border_is_cut_between_letters() -> None:
    pieces = split("กี้" * 4000)

    assert "".join(pieces) == "กี้" * 4000
    assert all(piece.startswith("กี้") for piece in pieces)


def test_length_is_counted_as_line_counts_it() -> None:
    assert len(split("🙏" * 2500)) == 1
    assert len(split("🙏" * 2501)) == 2


def test_one_letter_longer_than_a_message_does_not_hang() -> None:
    assert len(split("ก" + "\u0e48" * 12000)) == 3


def test_never_more_than_five_messages_and_the_cut_is_said() -> None:
    messages = sent(*(Reply("ก" * 9000) for _ in range(5)))

    assert len(messages) == 5
    assert all(units(m["text"]) <= 5000 for m in messages)
    assert "ยาวเกิน" in messages[-1]["text"]


def test_five_cards_with_five_texts_become_the_texts() -> None:
    messages = sent(*(Reply(f"คำตอบที่ {n}", card=CARD) for n in range(5)))

    assert len(messages) <= 5
    assert all(f"คำตอบที่ {n}" in json.dumps(messages, ensure_ascii=False) for n in range(5))


def test_a_file_is_named_because_line_takes_no_bytes() -> None:
    (message,) = sent(Reply("", file=File(3, "รูปถนน.jpg", "image/jpeg")))

    assert "รูปถนน.jpg" in message["text"]


# ---------------------------------------------------------------- quick replies


def test_what_is_on_offer_hangs_on_the_last_message_only() -> None:
    first, last = sent(Reply("ก", choices=(choice(1),)), Reply("ข", choices=(choice(2),)))

    assert "quickReply" not in first
    (item,) = last["quickReply"]["items"]
    assert item["action"] == {
        "type": "postback",
        "label": "ตัวเลือก 2",
        "data": "q:x:2",
        "displayText": "ตัวเลือก 2",
    }


def test_choices_of_an_earlier_reply_move_to_the_last_message() -> None:
    _, last = sent(Reply("ก", choices=(choice(1),)), Reply("ข"))

    assert last["quickReply"]["items"][0]["action"]["data"] == "q:x:1"


def test_line_shows_at_most_thirteen_quick_replies() -> None:
    (message,) = sent(Reply("ก", choices=tuple(choice(n) for n in range(20))))

    assert len(message["quickReply"]["items"]) == 13


DAY = Choice("เลือกวันที่", "f:answer:when:date", "file_feedback", asks="date")
PLACE = Choice("ส่งตำแหน่ง", "f:answer:where:place", "file_feedback", asks="place")


def test_days_and_places_are_picked_by_lines_own_pickers() -> None:
    (message,) = sent(Reply("เมื่อไร", (DAY, PLACE)))

    assert [item["action"] for item in message["quickReply"]["items"]] == [
        {
            "type": "datetimepicker",
            "label": "เลือกวันที่",
            "data": "f:answer:when:date",
            "mode": "date",
        },
        {"type": "location", "label": "ส่งตำแหน่ง"},
    ]


# ---------------------------------------------------------------- cards


def test_a_card_comes_before_the_text_and_the_choices_after_both() -> None:
    card, text = sent(Reply("ปีก่อนได้ 96.51 ค่ะ", choices=(choice(1),), card=CARD))

    assert card["type"] == "flex"
    assert card["altText"] == "ปีก่อนได้ 96.51 ค่ะ"
    assert "quickReply" not in card
    assert text["quickReply"]["items"]


def test_a_card_that_says_it_all_comes_alone() -> None:
    (card,) = sent(Reply("คะแนน ITA ปีงบประมาณ 2566\n96.46\nIIT 98.40", (choice(1),), CARD))

    assert card["type"] == "flex"
    assert card["quickReply"]["items"]


def test_a_card_shows_every_number_as_printed() -> None:
    (card,) = sent(Reply("", card=CARD))

    shown = json.dumps(card["contents"], ensure_ascii=False)
    assert all(number in shown for number in ("96.46", "98.40", "96.48", "95.00"))
    assert card["altText"].startswith("คะแนน ITA")


def test_the_text_for_notifications_is_cut() -> None:
    card = sent(Reply("ก" * 4000, card=CARD))[0]

    assert units(card["altText"]) <= 400


@pytest.mark.parametrize("headline", ["", " ", "\x1b", "\u200b"])
def test_a_card_without_anything_to_head_it_is_left_out(headline: str) -> None:
    (message,) = sent(Reply("คำตอบ", card=Card("", headline, ())))

    assert message["type"] == "text"


def test_a_huge_card_stays_under_lines_size() -> None:
    rows = tuple(CardRow("ก" * 900, '"' * 900, emphasis=True) for _ in range(90))

    card = sent(Reply("x", card=Card("ท" * 900, "1" * 900, rows, "ห" * 900)))[0]

    assert len(json.dumps(card["contents"], ensure_ascii=False).encode()) <= 30 * 1024


# ---------------------------------------------------------------- anything at all

texts = st.text(max_size=60) | st.builds(
    lambda part, times: part * times, st.text(min_size=1, max_size=9), st.integers(1, 3000)
)
wild = st.text(st.characters(exclude_categories=()), max_size=40)
rows = st.builds(CardRow, wild, wild, st.booleans())
cards = st.builds(Card, wild, wild, st.lists(rows, max_size=30).map(tuple), wild)
choices = st.lists(
    st.builds(Choice, st.text(min_size=1, max_size=20), st.just("q:x"), st.just("help")),
    max_size=15,
).map(tuple)
replies = st.builds(Reply, texts | wild, choices, st.none() | cards)


@settings(max_examples=120, deadline=None)
@example([Reply("", card=Card("", "\x1b", ()))])
@given(st.lists(replies, max_size=5))
def test_whatever_is_said_stays_within_the_limits(said: list[Reply]) -> None:
    messages = sent(*said)

    json.dumps(messages, ensure_ascii=False).encode()
    assert len(messages) <= 5
    for message in messages:
        if message["type"] == "text":
            assert message["text"].strip()
            assert units(message["text"]) <= 5000
        else:
            assert 1 <= units(message["altText"]) <= 1500
            assert len(json.dumps(message["contents"], ensure_ascii=False).encode()) <= 30 * 1024
    assert all("quickReply" not in message for message in messages[:-1])


@settings(max_examples=60, deadline=None)
@given(texts)
def test_splitting_loses_nothing_but_white_space(text: str) -> None:
    keep = regex.compile(r"[\p{Cc}\p{Cf}\p{Z}\u2800\u3164\uffa0]+")

    assert keep.sub("", "".join(split(text))) == keep.sub("", text)


# ---------------------------------------------------------------- LINE's own specification


def official_checker() -> Any:
    """The shared harness's checker: LINE's OpenAPI file and its documented limits."""
    return harness.module("line/fakeline.py").Checker()


@pytest.mark.harness
def test_everything_composed_agrees_with_lines_own_specification() -> None:
    checker = official_checker()
    thirteen = tuple(choice(n) for n in range(13))
    emphatic = Card("ท" * 900, "ก", tuple(CardRow("", "ก", True) for _ in range(40)), "")
    said = [
        [Reply("ปีก่อนได้ 96.51 ค่ะ", thirteen, CARD), Reply("ก" * 6000)],
        [Reply("", card=emphatic)],
        [Reply("x", card=Card("", "96.46", ()))],
    ]
    schema = {"$ref": "#/components/schemas/ValidateMessageRequest"}
    for turn in said:
        errors, warnings = checker.check("validateReply", schema, {"messages": sent(*turn)})
        assert (errors, warnings) == ([], [])


@pytest.mark.harness
def test_the_rich_menu_agrees_with_lines_own_specification() -> None:
    schema = {"$ref": "#/components/schemas/RichMenuRequest"}
    body = menu("เมนูบ่อรัง").dict(by_alias=True, exclude_none=True)

    assert official_checker().check("createRichMenu", schema, body) == ([], [])
