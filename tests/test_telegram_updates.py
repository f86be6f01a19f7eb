"""Telegram's updates: whose webhook it is, and what each update becomes."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incoming import Incoming, IncomingFile, IncomingPlace
from bot.messengers.messenger import BadBody, BadSignature
from bot.messengers.telegram_updates import KINDS, check_secret, concerning_us, parse
from handlers.message import Kind, Messenger

US = "borang_bot"
SOMCHAI = {"id": 5, "is_bot": False, "first_name": "สมชาย", "last_name": "ใจดี"}
PRIVATE = {"id": 5, "type": "private", "first_name": "สมชาย"}
VILLAGE = {"id": -1008, "type": "supergroup", "title": "หมู่ 4"}
OURSELVES = {"id": 99, "is_bot": True, "first_name": "Bot", "username": "Borang_Bot"}


def said(chat: Any = None, **content: Any) -> dict[str, Any]:
    return {
        "message_id": 17,
        "date": 1700000000,
        "chat": PRIVATE if chat is None else chat,
        "from": SOMCHAI,
        **content,
    }


def update(kind: str, content: Any) -> bytes:
    return json.dumps({"update_id": 1001, kind: content}).encode()


def received(kind: str, content: Any, us: str = US) -> Incoming:
    incoming = parse(update(kind, content), us)
    assert incoming is not None
    return incoming


def heard(chat: Any = None, us: str = US, /, **content: Any) -> Incoming:
    return received("message", said(chat, **content), us)


# ---------------------------------------------------------------- whose webhook it is


def test_our_secret_is_accepted() -> None:
    check_secret("s3cret-Token_1", "s3cret-Token_1")


@pytest.mark.parametrize(
    "given_secret",
    [
        None,
        "",
        "wrong",
        "s3cret-Token_",
        "s3cret-Token_1x",
        "S3CRET-tOKEN_1",
        "ความลับ",
        "\udc80",
        "é".encode().decode("latin-1"),
    ],
)
def test_any_other_secret_is_refused(given_secret: str | None) -> None:
    with pytest.raises(BadSignature):
        check_secret(given_secret, "s3cret-Token_1")


def test_where_no_secret_is_set_nothing_is_accepted() -> None:
    with pytest.raises(BadSignature):
        check_secret("", "")


# ---------------------------------------------------------------- what is no update

NO_UPDATES = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"not json",
    b"\xff\xfe",
    b'{"update_id":null}',
    b'{"update_id":"x","message":5}',
    b'{"update_id":1e99}',
    b'{"update_id":true}',
    b'{"update_id":1.5}',
    b'{"update_id":99999999999999999999999}',
    b'{"message":{"text":"a"}}',
    b'{"update_id":1,"x":' + b"[" * 10**5 + b"]" * 10**5 + b"}",
]


@pytest.mark.parametrize("raw", NO_UPDATES, ids=lambda raw: repr(raw[:40]))
def test_a_body_without_an_integer_update_id_is_refused(raw: bytes) -> None:
    with pytest.raises(BadBody):
        parse(raw, US)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"update_id":7,"message":{}}',
        b'{"update_id":8,"callback_query":null}',
        b'{"update_id":9,"message":5}',
        b'{"update_id":9,"edited_message":{"text":"x"}}',
        b'{"update_id":9,"callback_query":{"id":"1"}}',
        b'{"update_id":9,"my_chat_member":[]}',
        b'{"update_id":10,"hologram":{"x":1}}',
        b'{"update_id":11}',
    ],
)
def test_an_update_that_says_nothing_to_us_is_acknowledged_and_left(raw: bytes) -> None:
    assert parse(raw, US) is None


# fmt: off
FIELDS = [
    "id", "from", "chat", "type", "message", "message_id", "date", "data", "text", "photo",
    "document", "voice", "venue", "location", "sticker", "file_id", "reply_to_message",
    "new_chat_member", "status", "caption", "username",
]
# fmt: on

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from([SOMCHAI, PRIVATE, VILLAGE, said(text="x")]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300)
@given(
    st.fixed_dictionaries(
        {"update_id": st.integers() | json_values}, optional=dict.fromkeys(KINDS, json_values)
    )
    | json_values
)
def test_any_json_is_an_event_or_nothing_or_refused(anything: Any) -> None:
    raw = json.dumps(anything).encode()
    try:
        incoming = parse(raw, US)
    except BadBody:
        assert not (isinstance(anything, dict) and type(anything.get("update_id")) is int) or (
            abs(anything["update_id"]) >= 2**63
        )
    else:
        assert incoming is None or incoming.event_id == str(anything["update_id"])


@given(content=st.dictionaries(st.sampled_from(["text", "photo", "venue", "from"]), json_values))
def test_odd_content_never_hides_that_a_person_wrote(content: dict[str, Any]) -> None:
    incoming = received("message", {**said(), **content})

    assert (incoming.address, incoming.private) == ("5", True)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_event_or_nothing_or_refused(raw: bytes) -> None:
    try:
        incoming = parse(raw, US)
    except BadBody:
        return
    assert incoming is None


# ---------------------------------------------------------------- messages in private


def test_a_text_becomes_a_message_to_be_answered_in_its_chat() -> None:
    assert heard(text="คะแนน e9") == Incoming(
        messenger=Messenger.TELEGRAM,
        event_id="1001",
        address="5",
        kind=Kind.TEXT,
        text="คะแนน e9",
        message_id="5/17",
        sender_name="สมชาย ใจดี",
    )


def test_messages_of_two_chats_are_told_apart_though_telegram_numbers_them_alike() -> None:
    neighbour = {**PRIVATE, "id": 6}

    assert heard(text="ก").message_id != heard(neighbour, text="ข").message_id


def test_half_an_emoji_costs_no_update() -> None:
    raw = b'{"update_id":1,"message":{"message_id":1,"chat":{"id":5,"type":"private"},'
    raw += b'"text":"\\ud83d abc"}}'

    incoming = parse(raw, US)

    assert incoming is not None
    assert incoming.text.endswith(" abc")


@pytest.mark.parametrize("text", ["/start", "/start ", "/start\n"])
def test_pressing_start_is_joining(text: str) -> None:
    assert heard(text=text).kind is Kind.JOINED


@pytest.mark.parametrize("text", ["/start join_" + "A" * 40, "/start <script>", "/starter"])
def test_start_with_a_payload_is_a_text_that_the_router_reads(text: str) -> None:
    incoming = heard(text=text)

    assert (incoming.kind, incoming.text) == (Kind.TEXT, text)


HOSTILE = [
    "<b>x</i> & <script>alert(1)</script>",
    "ก" * 4096,
    "👨‍👩‍👧‍👦" * 300,
    "\u200b\u200d\ufeff",
    "\u202eabc\u202c",
    "'; DROP TABLE x;--",
    "\x00",
    "\n" * 500 + "a",
    "/",
    "//",
    "/nosuchcommand_12345",
    "/START",
    "/start@other_bot",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_text(text: str) -> None:
    incoming = heard(text=text)

    assert (incoming.kind, incoming.text) == (Kind.TEXT, text)


def test_of_a_photo_the_largest_size_is_taken_and_its_caption_is_its_text() -> None:
    small = {"file_id": "s", "file_unique_id": "1", "width": 90, "height": 60, "file_size": 900}
    large = {"file_id": "l", "file_unique_id": "2", "width": 900, "height": 600}

    incoming = heard(photo=[small, large, small], caption="หลุมหน้าวัด")

    assert (incoming.kind, incoming.text) == (Kind.FILE, "หลุมหน้าวัด")
    assert incoming.file == IncomingFile("l", media_type="image/jpeg")


FILES: list[tuple[dict[str, Any], IncomingFile]] = [
    (
        {
            "document": {
                "file_id": "d",
                "file_name": "ก.pdf",
                "mime_type": "application/pdf",
                "file_size": 10**9,
            }
        },
        IncomingFile("d", "ก.pdf", "application/pdf", 10**9),
    ),
    ({"document": {"file_id": "d"}}, IncomingFile("d", "", "application/octet-stream")),
    ({"voice": {"file_id": "v", "duration": 1}}, IncomingFile("v", "", "audio/ogg")),
    ({"audio": {"file_id": "a"}}, IncomingFile("a", "", "audio/mpeg")),
    ({"video": {"file_id": "f"}}, IncomingFile("f", "", "video/mp4")),
    ({"video_note": {"file_id": "n"}}, IncomingFile("n", "", "video/mp4")),
    (
        {"animation": {"file_id": "g"}, "document": {"file_id": "g2"}},
        IncomingFile("g", "", "video/mp4"),
    ),
]


@pytest.mark.parametrize(("content", "file"), FILES, ids=repr)
def test_files_of_every_kind_are_files(content: Any, file: IncomingFile) -> None:
    incoming = heard(**content)

    assert (incoming.kind, incoming.file) == (Kind.FILE, file)


def test_a_place_is_a_location() -> None:
    incoming = heard(location={"latitude": 13.7, "longitude": 100.5})

    assert (incoming.kind, incoming.place) == (Kind.LOCATION, IncomingPlace(13.7, 100.5))


def test_a_venue_is_a_location_with_its_name() -> None:
    where = {"latitude": 13.7, "longitude": 100.5}
    venue = {"location": where, "title": "วัด", "address": "หมู่ 4"}

    incoming = heard(location=where, venue=venue)

    assert incoming.place == IncomingPlace(13.7, 100.5, "วัด หมู่ 4")


def test_a_sticker_is_a_sticker() -> None:
    assert heard(sticker={"file_id": "s", "type": "regular"}).kind is Kind.STICKER


@pytest.mark.parametrize(
    "content",
    [
        {"contact": {"phone_number": "0", "first_name": "ก"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"poll": {}},
        {"hologram": {"x": 1}},
        {"photo": []},
        {"text": 5},
        {"location": {"latitude": 1000, "longitude": 0}},
        {},
    ],
    ids=lambda content: "+".join(content) or "nothing",
)
def test_what_this_version_does_not_know_is_answered_in_private(content: Any) -> None:
    incoming = heard(**content)

    assert (incoming.kind, incoming.addressed) == (Kind.OTHER, True)


@pytest.mark.parametrize(
    "field",
    [
        "new_chat_members",
        "migrate_to_chat_id",
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "group_chat_created",
    ],
)
@pytest.mark.parametrize("chat", [PRIVATE, VILLAGE], ids=["private", "group"])
def test_what_telegram_itself_says_is_not_answered(chat: Any, field: str) -> None:
    incoming = heard(chat, **{field: True})

    assert (incoming.kind, incoming.addressed) == (Kind.OTHER, False)


def test_an_edit_names_the_message_it_corrects() -> None:
    before = heard(text="เดิม")

    after = received("edited_message", said(text="ใหม่", edit_date=2))

    assert (after.kind, after.text) == (Kind.EDITED, "ใหม่")
    assert after.original == before.message_id


def test_an_edited_caption_is_an_edit_too() -> None:
    assert received("edited_message", said(photo=[], caption="ใหม่")).text == "ใหม่"


def test_a_live_location_that_moves_says_nothing_new() -> None:
    where = {"latitude": 13.7, "longitude": 100.5}

    assert parse(update("edited_message", said(location=where)), US) is None


# ---------------------------------------------------------------- buttons


def press(**more: Any) -> dict[str, Any]:
    return {"id": "77", "from": SOMCHAI, "chat_instance": "1", "data": "q:help", **more}


def test_a_press_names_its_button_its_message_and_what_to_answer() -> None:
    incoming = received("callback_query", press(message=said(text="เมนู")))

    assert (incoming.kind, incoming.data) == (Kind.BUTTON, "q:help")
    assert (incoming.address, incoming.pressed_id, incoming.callback_id) == ("5", "17", "77")
    assert incoming.addressed


@pytest.mark.parametrize(
    "data", ["no:such:thing", "x" * 64, "\x00\ufffe{}%s", "ก" * 21, "0", ":::"]
)
def test_data_that_is_not_ours_travels_as_it_is(data: str) -> None:
    assert received("callback_query", press(message=said(), data=data)).data == data


def test_a_press_on_a_message_too_old_to_touch_is_answered_in_its_chat() -> None:
    old = {"chat": PRIVATE, "message_id": 3, "date": 0}

    incoming = received("callback_query", press(message=old))

    assert (incoming.address, incoming.private, incoming.pressed_id) == ("5", True, "")


@pytest.mark.parametrize("message", [None, {}, 5], ids=repr)
def test_a_press_without_its_message_is_answered_to_the_person(message: Any) -> None:
    incoming = received("callback_query", press(message=message, inline_message_id="1"))

    assert (incoming.kind, incoming.address, incoming.private) == (Kind.BUTTON, "5", True)


def test_a_games_button_has_no_data() -> None:
    game = {k: v for k, v in press(game_short_name="g").items() if k != "data"}

    assert received("callback_query", game).data == ""


def test_a_press_in_a_group_speaks_to_us_but_not_in_private() -> None:
    incoming = received("callback_query", press(message=said(VILLAGE)))

    assert (incoming.address, incoming.private, incoming.addressed) == ("-1008", False, True)


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    "text",
    [
        "เย็นนี้กินอะไรดี",
        "คะแนน ITA เท่าไร",
        "/help",
        "/help@other_bot",
        "/help@borang_bot2",
        "@someone_else ดูนี่",
        "mail me at a@borang_bot",
        "https://t.me/@borang_bot",
    ],
)
def test_group_chatter_is_not_for_us(text: str) -> None:
    incoming = heard(VILLAGE, text=text)

    assert (incoming.addressed, incoming.private, incoming.text) == (False, False, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@borang_bot คะแนน e9", "คะแนน e9"),
        ("คะแนน e9 @Borang_Bot", "คะแนน e9"),
        ("ถาม @borang_bot: คะแนน", "ถาม : คะแนน"),
        ("/help@borang_bot", "/help"),
        ("/case@BORANG_BOT A-1", "/case A-1"),
        ("@borang_bot", ""),
    ],
)
def test_a_group_message_that_names_us_is_for_us_without_the_name(text: str, words: str) -> None:
    incoming = heard(VILLAGE, text=text)

    assert (incoming.addressed, incoming.text) == (True, words)


def test_a_reply_to_what_we_said_is_for_us() -> None:
    assert heard(VILLAGE, text="แล้วปีก่อนล่ะ", reply_to_message={"from": OURSELVES}).addressed


@pytest.mark.parametrize(
    ("text", "author"), [("จริงด้วย", SOMCHAI), ("/help@other_bot", OURSELVES), ("ก", None)]
)
def test_other_replies_are_not(text: str, author: Any) -> None:
    assert not heard(VILLAGE, text=text, reply_to_message={"from": author}).addressed


@pytest.mark.parametrize("text", ["@ คะแนน", "/help@ ", "@borang_bot"])
def test_while_our_name_is_unknown_groups_are_left_alone(text: str) -> None:
    replied = {"from": {**OURSELVES, "username": ""}}

    assert not heard(VILLAGE, "", text=text, reply_to_message=replied).addressed


def test_who_writes_as_the_group_is_heard_without_a_name() -> None:
    anonymous = {k: v for k, v in said(VILLAGE, text="@borang_bot ก").items() if k != "from"}

    incoming = received("message", {**anonymous, "sender_chat": VILLAGE})

    assert (incoming.addressed, incoming.sender_name, incoming.text) == (True, "", "ก")


def test_an_unknown_kind_of_chat_is_no_private_one() -> None:
    assert not heard({"id": -5, "type": "cave"}, text="x").private


def test_a_photo_with_our_name_in_its_caption_is_for_us() -> None:
    incoming = heard(VILLAGE, photo=[{"file_id": "p"}], caption="@borang_bot ดูนี่")

    assert (incoming.kind, incoming.addressed, incoming.text) == (Kind.FILE, True, "ดูนี่")


# ---------------------------------------------------------------- coming and going


def change(chat: Any, status: str) -> dict[str, Any]:
    return {"chat": chat, "from": SOMCHAI, "date": 1, "new_chat_member": {"status": status}}


@pytest.mark.parametrize(
    ("chat", "status"), [(PRIVATE, "kicked"), (VILLAGE, "kicked"), (VILLAGE, "left")]
)
def test_who_blocks_or_removes_us_has_left(chat: Any, status: str) -> None:
    incoming = received("my_chat_member", change(chat, status))

    assert (incoming.kind, incoming.address) == (Kind.LEFT, str(chat["id"]))


@pytest.mark.parametrize("status", ["member", "administrator", "restricted", "astronaut"])
@pytest.mark.parametrize("chat", [PRIVATE, VILLAGE], ids=["private", "group"])
def test_being_added_or_unblocked_is_not_answered(chat: Any, status: str) -> None:
    assert parse(update("my_chat_member", change(chat, status)), US) is None


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post", "business_message"])
def test_what_we_did_not_ask_for_is_left(kind: str) -> None:
    assert parse(update(kind, said(text="ประกาศ")), US) is None


# ---------------------------------------------------------------- groups with topics

IN_TOPIC = {"message_thread_id": 40, "is_topic_message": True}
CREATED = {"forum_topic_created": {"name": "🆕 PS-222-222-222", "icon_color": 7322096}}


def test_a_topic_that_we_created_is_known_by_its_thread_and_name() -> None:
    told = heard(VILLAGE, **{**CREATED, **IN_TOPIC, "from": OURSELVES})

    assert (told.topic, told.thread, told.addressed) == ("🆕 PS-222-222-222", "40", False)
    assert concerning_us(told) is not None


def test_a_topic_that_anybody_else_created_is_none_of_ours() -> None:
    told = heard(VILLAGE, **CREATED, **IN_TOPIC)

    assert told.topic == ""
    assert concerning_us(told) is None


def test_words_in_a_topic_do_not_answer_us_though_we_created_it() -> None:
    told = heard(
        VILLAGE,
        text="ใครรับเรื่องนี้",
        reply_to_message={"message_id": 40, "from": OURSELVES, **CREATED},
        **IN_TOPIC,
    )

    assert not told.addressed
    kept = concerning_us(told)
    assert kept is not None
    assert (kept.text, kept.sender, kept.sender_name, kept.kind) == ("", "", "", Kind.OTHER)
    assert (kept.thread, kept.topic) == ("40", "🆕 PS-222-222-222")


def test_an_answer_to_our_words_in_a_topic_is_for_us() -> None:
    told = heard(
        VILLAGE, text="ครับ", reply_to_message={"message_id": 41, "from": OURSELVES}, **IN_TOPIC
    )

    assert (told.addressed, told.sender, told.thread) == (True, "5", "40")


def test_in_a_group_the_thread_is_a_topic_s_only_where_telegram_says_so() -> None:
    assert heard(VILLAGE, text="x", message_thread_id=40).thread == ""


@pytest.mark.parametrize("text", ["/queue", "/queue off", "/queue@borang_bot both"])
def test_the_queue_s_command_is_heard_in_groups(text: str) -> None:
    assert heard(VILLAGE, text=text).addressed


@pytest.mark.parametrize("text", ["/queues", "/queue@music_bot", "the /queue", "/play"])
def test_other_commands_are_other_bots(text: str) -> None:
    assert not heard(VILLAGE, text=text).addressed


def test_in_private_nobody_is_named_twice() -> None:
    assert heard(text="x").sender == ""


@given(name=st.text(), thread=st.integers() | st.none(), odd=st.booleans())
def test_no_topic_of_whatever_name_costs_the_update(
    name: str, thread: int | None, odd: bool
) -> None:
    made: Any = {"name": name} if not odd else name
    content = said(VILLAGE, forum_topic_created=made, message_thread_id=thread)

    parsed = parse(update("message", {**content, "from": OURSELVES, "is_topic_message": True}), US)
    assert parsed is not None
    assert parsed.topic == ("" if odd else name.encode("utf-8", "replace").decode())
