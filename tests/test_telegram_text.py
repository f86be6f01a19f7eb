"""Replies as Telegram's messages: nothing lost, nothing unescaped, nothing over a limit."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.messengers.messenger import StoredFile
from bot.messengers.telegram_text import CAPTION_LIMIT, TEXT_LIMIT, Part, compose, keyboard, split
from handlers.turn import Card, CardRow, Choice, File, Reply

PHOTO = StoredFile("รูป.jpg", "image/jpeg", b"\xff\xd8\xff")
CARD = Card("ข้อ e9", "96.93", (CardRow("ปีก่อน", "96.51"),), "จากรายงาน ITA")


def choice(label: str, data: str = "q:help") -> Choice:
    return Choice(label, data, "help")


def rows(part: Part) -> list[list[str]]:
    assert isinstance(part.keyboard, InlineKeyboardMarkup)
    return [[key.text for key in row] for row in part.keyboard.inline_keyboard]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def texts(reply: Reply) -> list[str]:
    return [part.html for part in compose(reply, {})]


# ---------------------------------------------------------------- text


def test_a_short_text_is_one_message() -> None:
    assert compose(Reply("สวัสดีค่ะ"), {}) == [Part("สวัสดีค่ะ", "สวัสดีค่ะ")]


def test_markup_in_a_text_is_shown_and_not_obeyed() -> None:
    assert texts(Reply('<b>x</i> & "ก" 85.5_*[')) == ['&lt;b&gt;x&lt;/i&gt; &amp; "ก" 85.5_*[']


@pytest.mark.parametrize("text", ["ก" * 4096, "&" * 4096, "<" * 4096, "🙏" * 2048])
def test_the_limit_counts_what_is_shown_in_utf_16_and_not_the_escaped_text(text: str) -> None:
    assert len(texts(Reply(text))) == 1


@pytest.mark.parametrize("text", ["ก" * 4097, "&" * 4097, "🙏" * 2049])
def test_one_letter_more_is_a_second_message(text: str) -> None:
    assert len(texts(Reply(text))) == 2


def test_a_long_text_is_cut_between_paragraphs() -> None:
    first, second = "ก" * 3000, "ข" * 3000

    assert split(f"{first}\n\n{second}") == [first, second]


def test_a_text_without_a_gap_is_cut_between_letters_as_people_see_them() -> None:
    pieces = split("น้ำ" * 2000)

    assert all(piece.startswith("น") for piece in pieces)
    assert "".join(pieces) == "น้ำ" * 2000


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x01", "\u200b\u200d\ufeff", "\u3164"])
def test_what_nobody_can_see_is_not_sent(text: str) -> None:
    assert compose(Reply(text, (choice("ก"),)), {}) == []


def test_control_characters_and_half_letters_are_left_out() -> None:
    assert texts(Reply("ก\x00ข\x07\r\nค\ud83d")) == ["กข\nค�"]


@given(st.text(max_size=200) | st.text(alphabet="<>&'\"; \n🙏กำ\u200d\ud83d\x00", max_size=200))
@example("👨‍👩‍👧‍👦" * 600)
@example("\n" * 5000 + "a")
@example("&lt;" * 3000)
def test_any_text_arrives_whole_within_the_limits(text: str) -> None:
    blank = regex.compile(r"[\s\p{Cc}\p{Cf}\p{Cs}\p{Z}\ufffd\u2800\u3164\uffa0]")
    parts = compose(Reply(text), {})

    assert all(1 <= units(part.plain) <= TEXT_LIMIT for part in parts)
    assert all("<" not in part.html and ">" not in part.html for part in parts)
    shown = "".join(_unescaped(part.html) for part in parts)
    assert blank.sub("", shown) == blank.sub("", text)


def _unescaped(html: str) -> str:
    """As Telegram reads it: these three are all that we write."""
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# ---------------------------------------------------------------- cards


def test_the_text_of_a_card_begins_with_its_title_in_bold() -> None:
    assert texts(Reply("ข้อ e9 ได้ 96.93", card=CARD)) == ["<b>ข้อ e9</b> ได้ 96.93"]


def test_a_title_with_markup_in_it_is_escaped_in_its_bold() -> None:
    card = Card("<i>&", "1", ())

    assert texts(Reply("<i>& x", card=card)) == ["<b>&lt;i&gt;&amp;</b> x"]


def test_a_text_that_begins_otherwise_stays_plain() -> None:
    assert texts(Reply("ได้ 96.93", card=CARD)) == ["ได้ 96.93"]


def test_a_card_without_words_beside_it_is_written_out() -> None:
    assert texts(Reply("", card=CARD)) == ["<b>ข้อ e9</b>\n96.93\nปีก่อน 96.51\nจากรายงาน ITA"]


# ---------------------------------------------------------------- keyboards


def test_short_labels_share_a_row_and_long_ones_have_their_own() -> None:
    labels = ["คะแนนรวม", "ช่องทาง", "ติดตามเรื่อง", "แจ้งเรื่องทุจริตใหม่ค่ะ"[:20], "ก" * 20, "ข", "ค", "ง"]

    (part,) = compose(Reply("เมนู", tuple(choice(label) for label in labels)), {})

    assert rows(part) == [
        ["คะแนนรวม", "ช่องทาง"],
        ["ติดตามเรื่อง", labels[3]],
        ["ก" * 20],
        ["ข", "ค"],
        ["ง"],
    ]


def test_a_buttons_data_is_the_choices_own() -> None:
    (part,) = compose(Reply("เมนู", (choice("ก", "c:17:take"),)), {})

    assert part.keyboard is not None
    assert part.keyboard.to_dict() == {
        "inline_keyboard": [[{"text": "ก", "callback_data": "c:17:take"}]]
    }


DAY = Choice("เลือกวันที่", "f:answer:when:date", "help", asks="date")
PLACE = Choice("ส่งตำแหน่ง", "f:answer:where:place", "help", asks="place")


def test_a_choice_that_asks_for_a_day_is_left_out_because_telegram_has_no_calendar() -> None:
    (part,) = compose(Reply("เมื่อไร", (choice("วันนี้"), DAY, choice("ข้าม"))), {})

    assert rows(part) == [["วันนี้", "ข้าม"]]


def test_a_place_is_a_plain_button_among_others_and_alone_the_one_that_sends_it() -> None:
    (among,) = compose(Reply("ที่ไหน", (PLACE, choice("ข้าม"))), {})
    (alone,) = compose(Reply("กดส่งตำแหน่ง", (PLACE,)), {})

    assert rows(among) == [["ส่งตำแหน่ง", "ข้าม"]]
    assert alone.keyboard is not None
    assert alone.keyboard.to_dict() == {
        "keyboard": [[{"text": "ส่งตำแหน่ง", "request_location": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def test_only_the_last_message_bears_the_buttons() -> None:
    parts = compose(Reply("ก" * 9000, (choice("ต่อ"),)), {})

    assert [part.keyboard is not None for part in parts] == [False, False, True]


def test_more_buttons_than_telegram_takes_are_left_out() -> None:
    keys = keyboard([choice(str(n)) for n in range(101)])

    assert keys is not None
    assert sum(map(len, keys.inline_keyboard)) == 100


def test_without_choices_there_is_no_keyboard() -> None:
    assert keyboard(()) is None


# ---------------------------------------------------------------- files


def with_file(text: str) -> Reply:
    return Reply(text, (choice("ก"),), file=File(3, "รูป.jpg", "image/jpeg"))


def test_a_file_bears_its_text_as_a_caption_and_the_buttons() -> None:
    (part,) = compose(with_file("รูปที่ <1>"), {3: PHOTO})

    assert (part.html, part.file, part.is_photo) == ("รูปที่ &lt;1&gt;", PHOTO, True)
    assert rows(part) == [["ก"]]


def test_a_text_too_long_for_a_caption_goes_before_its_file() -> None:
    text, file = compose(with_file("ก" * (CAPTION_LIMIT + 1)), {3: PHOTO})

    assert (text.file, text.keyboard) == (None, None)
    assert (file.html, file.file, rows(file)) == ("", PHOTO, [["ก"]])


def test_a_file_without_words_is_sent_alone() -> None:
    (part,) = compose(with_file(""), {3: PHOTO})

    assert (part.html, part.file) == ("", PHOTO)


@pytest.mark.parametrize("files", [{}, {3: StoredFile("a", "image/jpeg", b"")}, {4: PHOTO}])
def test_a_file_that_is_not_there_is_named(files: dict[int, StoredFile]) -> None:
    (part,) = compose(with_file("ดูรูป"), files)

    assert (part.plain, part.file) == ("ดูรูป\n\n📎 ไฟล์แนบ: รูป.jpg", None)


@pytest.mark.parametrize(
    "file",
    [
        StoredFile("a.pdf", "application/pdf", b"%PDF-"),
        StoredFile("a.webp", "image/webp", b"RIFF"),
        StoredFile("a.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(10**7)),
    ],
    ids=["pdf", "webp", "over 10 MB"],
)
def test_what_telegram_does_not_take_as_a_picture_is_a_document(file: StoredFile) -> None:
    (part,) = compose(with_file("x"), {3: file})

    assert not part.is_photo


@pytest.mark.parametrize(
    ("name", "travels_as"),
    [
        ('a"b\r\nX: y.pdf', "a_b__X: y.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("", "ไฟล์แนบ"),
        ("...", "ไฟล์แนบ"),
        ("ก" * 500 + ".pdf", "ก" * 116 + ".pdf"),
    ],
)
def test_a_files_name_can_do_no_harm_on_its_way(name: str, travels_as: str) -> None:
    (part,) = compose(with_file("x"), {3: StoredFile(name, "application/pdf", b"%PDF-")})

    assert part.file is not None
    assert part.file.name == travels_as
