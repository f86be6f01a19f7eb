"""LINE's webhooks: who signed them, and what each event becomes."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incoming import Incoming
from bot.messengers import line_events
from bot.messengers.line_events import parse, read_each, read_webhook, verify
from bot.messengers.messenger import BadBody, BadSignature
from handlers.message import Kind
from tests.signing import line_signature

SECRET = "s3cret"
SOMCHAI = {"type": "user", "userId": "U" + "1" * 32}
VILLAGE = {"type": "group", "groupId": "C" + "2" * 32, "userId": "U" + "1" * 32}


def signature_of(raw: bytes, secret: str = SECRET) -> str:
    return line_signature(raw, secret)


def event(type_: str, source: Any = None, **fields: Any) -> dict[str, Any]:
    return {
        "type": type_,
        "webhookEventId": "01EVENT",
        "mode": "active",
        "timestamp": 1700000000000,
        "deliveryContext": {"isRedelivery": False},
        "source": SOMCHAI if source is None else source,
        "replyToken": "token",
        **fields,
    }


def said(type_: str = "text", source: Any = None, **content: Any) -> dict[str, Any]:
    return event("message", source, message={"type": type_, "id": "77", **content})


def body(*events: Any) -> bytes:
    return json.dumps({"destination": "U" + "0" * 32, "events": list(events)}).encode()


def only(one: dict[str, Any]) -> Incoming:
    (incoming,) = parse(body(one))
    return incoming


# ---------------------------------------------------------------- signatures


def test_lines_own_signature_is_accepted() -> None:
    raw = '{"events":[],"ก":"ข"}'.encode()
    verify(raw, signature_of(raw), SECRET)


@pytest.mark.parametrize(
    "signature",
    [None, "", "AAAA", "%%%", "ก", "\udcff", signature_of(b"{}", "wrong"), "=" * 9999],
)
def test_any_other_signature_is_refused(signature: str | None) -> None:
    with pytest.raises(BadSignature):
        verify(b"{}", signature, SECRET)


def test_a_signature_covers_every_byte_of_the_body() -> None:
    with pytest.raises(BadSignature):
        verify(b'{"events": []}', signature_of(b'{"events":[]}'), SECRET)


def test_without_a_channel_secret_nothing_is_accepted() -> None:
    with pytest.raises(BadSignature):
        verify(b"{}", signature_of(b"{}", ""), "")


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize("raw", [b"{}", b'{"events":null}', b'{"events":[]}', body()])
def test_a_webhook_without_events_is_fine(raw: bytes) -> None:
    assert parse(raw) == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"not json",
        b"\xff\xfe",
        b'{"events":{}}',
        b'{"events":"x"}',
        b"[" * 9999,
        b'{"events":[' + b"[" * 9999 + b"]}",
    ],
)
def test_a_body_that_is_no_webhook_is_refused(raw: bytes) -> None:
    with pytest.raises(BadBody):
        parse(raw)


def test_one_bad_event_does_not_silence_the_others() -> None:
    good = said(text="คะแนน ITA")
    bad = [
        event("x-new-thing", source=None) | {"source": None},
        event("postback", postback={"data": 7}),
        event("message"),
        said(text=7),
        said("location", latitude=99999, longitude=1),
        {"type": "message"},
        "events may be anything",
        None,
    ]

    webhook = read_webhook(body(*bad, good))

    assert [i.text for i in webhook.incoming] == ["คะแนน ITA"]
    assert len(webhook.skipped) == len(bad)


def test_half_an_emoji_in_one_event_costs_neither_it_nor_the_next() -> None:
    raw = body(said(text="ก\ud83d"), said(text="ข"))

    assert [i.text for i in parse(raw)] == ["ก?", "ข"]


def test_bytes_that_are_no_text_cost_only_their_own_event() -> None:
    raw = body(said(text="BAD"), said(text="ข")).replace(b"BAD", b"\xff\xfe")

    assert [i.text for i in parse(raw)] == ["ข"]


def test_an_event_without_an_id_is_left_out_because_it_could_be_answered_twice() -> None:
    nameless = said(text="ก")
    del nameless["webhookEventId"]

    assert parse(body(nameless)) == ()


def test_why_an_event_was_left_out_never_quotes_the_person() -> None:
    webhook = read_webhook(body(said(text={"ความลับ": "secret words"})))

    assert len(webhook.skipped) == 1
    assert "secret" not in webhook.skipped[0]


def test_a_chat_that_another_system_answers_now_is_left_to_it() -> None:
    assert read_webhook(body({**said(text="ก"), "mode": "standby"})).incoming == ()


# ---------------------------------------------------------------- what events mean


def test_a_text_keeps_what_an_answer_needs() -> None:
    incoming = only(said(text="คะแนน e9", quotedMessageId="5", quoteToken="q"))

    assert incoming.kind is Kind.TEXT
    assert incoming.text == "คะแนน e9"
    assert incoming.address == SOMCHAI["userId"]
    assert (incoming.event_id, incoming.message_id) == ("01EVENT", "77")
    assert incoming.reply_token == "token"
    assert incoming.private
    assert incoming.addressed


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("image", "image/jpeg"), ("video", "video/mp4"), ("audio", "audio/mp4")],
)
def test_photos_films_and_voices_are_files(kind: str, media_type: str) -> None:
    incoming = only(said(kind, contentProvider={"type": "line"}, duration=1))

    assert incoming.kind is Kind.FILE
    assert incoming.file is not None
    assert (incoming.file.file_id, incoming.file.media_type) == ("77", media_type)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("หลักฐาน.PDF", "application/pdf"), ("a.exe", "application/octet-stream"), ("//[", None)],
)
def test_a_files_media_type_follows_its_name(name: str, media_type: str | None) -> None:
    incoming = only(said("file", fileName=name, fileSize=3))

    assert incoming.file is not None
    assert (incoming.file.name, incoming.file.size) == (name, 3)
    assert incoming.file.media_type == (media_type or "application/octet-stream")


def test_a_location_keeps_its_place_and_printed_address() -> None:
    incoming = only(said("location", latitude=15.5, longitude=101, title="ศาลา", address="หมู่ 4"))

    assert incoming.kind is Kind.LOCATION
    assert incoming.place is not None
    assert (incoming.place.latitude, incoming.place.longitude) == (15.5, 101.0)
    assert incoming.place.address == "ศาลา หมู่ 4"


def test_a_sticker_is_a_sticker() -> None:
    assert only(said("sticker", packageId="1", stickerId="2")).kind is Kind.STICKER


def test_a_button_brings_its_data_and_a_picked_date() -> None:
    incoming = only(event("postback", postback={"data": "q:x", "params": {"date": "2026-01-31"}}))

    assert (incoming.kind, incoming.data, incoming.text) == (Kind.BUTTON, "q:x", "2026-01-31")


@pytest.mark.parametrize("data", ["", "\x00" * 300, "\ufffe%%%", "no=such&payload"])
def test_strange_button_data_arrives_as_it_is(data: str) -> None:
    assert only(event("postback", postback={"data": data})).data == data


def test_following_unfollowing_and_unsending_are_told_apart() -> None:
    assert only(event("follow", follow={"isUnblocked": True})).kind is Kind.JOINED
    assert only(event("unfollow")).kind is Kind.LEFT
    unsent = only(event("unsend", unsend={"messageId": "77"}))
    assert (unsent.kind, unsent.original) == (Kind.UNSENT, "77")


def test_an_edit_names_the_message_it_replaces() -> None:
    edited = only(event("messageEdited", message={"type": "text", "id": "77", "text": "ใหม่"}))

    assert (edited.kind, edited.original, edited.text) == (Kind.EDITED, "77", "ใหม่")


def test_an_unknown_kind_of_message_deserves_an_answer_one_to_one() -> None:
    incoming = only(said("hologram", text={"not": "text"}))

    assert incoming.kind is Kind.OTHER
    assert incoming.addressed


@pytest.mark.parametrize("kind", ["x-new-thing", "beacon", "accountLink", "membership"])
def test_an_event_in_which_nobody_says_anything_stays_unanswered(kind: str) -> None:
    incoming = only(event(kind))

    assert incoming.kind is Kind.OTHER
    assert not incoming.addressed


# ---------------------------------------------------------------- groups


def test_group_chatter_is_not_addressed_to_us() -> None:
    incoming = only(said(source=VILLAGE, text="เย็นนี้กินอะไรดี"))

    assert incoming.address == VILLAGE["groupId"]
    assert not incoming.private
    assert not incoming.addressed


def test_a_group_message_that_mentions_us_is_and_loses_our_name() -> None:
    text = "🙏 @โปร่งใส คะแนน ITA"
    mention = {"mentionees": [{"type": "user", "index": 3, "length": 8, "isSelf": True}]}

    incoming = only(said(source=VILLAGE, text=text, mention=mention))

    assert incoming.addressed
    assert incoming.text == "🙏  คะแนน ITA"


@pytest.mark.parametrize("mentionee", [{"type": "all"}, {"type": "user", "userId": "U9"}])
def test_mentioning_all_or_somebody_else_is_not_mentioning_us(mentionee: dict[str, Any]) -> None:
    mention = {"mentionees": [{"index": 0, "length": 4, **mentionee}]}

    assert not only(said(source=VILLAGE, text="@All ก", mention=mention)).addressed


@pytest.mark.parametrize("place", [(-5, 3), (0, 999), (3, -2), (1, 1)])
def test_a_mention_outside_the_text_does_no_harm(place: tuple[int, int]) -> None:
    index, length = place
    mention = {"mentionees": [{"index": index, "length": length, "isSelf": True}]}

    incoming = only(said(source=VILLAGE, text="🙏ก", mention=mention))

    assert incoming.addressed
    incoming.text.encode()


def test_pressing_our_button_in_a_group_speaks_to_us() -> None:
    assert only(event("postback", VILLAGE, postback={"data": "q:x"})).addressed


def test_a_room_is_answered_as_a_room() -> None:
    incoming = only(said(source={"type": "room", "roomId": "R1", "userId": "U1"}, text="ก"))

    assert (incoming.address, incoming.private) == ("R1", False)


@pytest.mark.parametrize("kind", ["join", "leave", "memberJoined", "memberLeft"])
def test_coming_and_going_in_groups_stays_unanswered(kind: str) -> None:
    incoming = only(event(kind, VILLAGE))

    assert (incoming.kind, incoming.addressed) == (Kind.OTHER, False)


# ---------------------------------------------------------------- anything at all

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
known_fields = st.sampled_from(
    ["type", "source", "message", "postback", "unsend", "mode", "replyToken", "webhookEventId"]
)
events = st.builds(
    lambda kind, odd: {**said(text="ก"), "type": kind, **odd},
    st.sampled_from(["message", "messageEdited", "postback", "unsend", "follow", "x"]),
    st.dictionaries(known_fields, json_values, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(json_values, st.fixed_dictionaries({"events": st.lists(json_values | events)})))
def test_whatever_json_arrives_is_read_or_refused(value: Any) -> None:
    try:
        incoming = parse(json.dumps(value).encode())
    except BadBody:
        return
    assert all(i.event_id and i.address for i in incoming)


plain = st.builds(
    lambda where, odd: _changed(said(text="ก"), where, odd),
    st.sampled_from(
        [
            *[(), ("type",), ("mode",), ("webhookEventId",), ("replyToken",), ("source",)],
            *[("source", "type"), ("source", "userId"), ("source", "groupId"), ("source", "x")],
            *[("message",), ("message", "type"), ("message", "id"), ("message", "text")],
            *[("message", "mention"), ("message", "x"), ("postback",), ("unsend",)],
        ]
    ),
    json_values
    | st.sampled_from(["", "user", "group", "active", "standby", "text", "sticker", "image", "U1"])
    | st.just({"mentionees": [{"index": 0, "length": 1, "isSelf": True}]}),
)


def _changed(event: dict[str, Any], where: tuple[str, ...], value: Any) -> dict[str, Any]:
    """An event with another value in one place."""
    if not where:
        return event
    name, *rest = where
    return {**event, name: _changed(event[name], tuple(rest), value) if rest else value}


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries({"events": st.lists(plain | events, max_size=3)}), st.booleans())
def test_what_is_read_in_one_go_is_what_is_read_event_by_event(value: Any, is_ascii: bool) -> None:
    raw = json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    try:
        expected = read_each(raw)
    except BadBody:
        with pytest.raises(BadBody):
            read_webhook(raw)
    else:
        assert read_webhook(raw) == expected


@pytest.mark.parametrize("where", [("webhookEventId",), ("source", "userId")])
def test_who_cannot_be_told_from_others_is_left_out(where: tuple[str, ...]) -> None:
    found = read_webhook(body(_changed(said(text="ก"), where, "")))
    assert (found.incoming, len(found.skipped)) == ((), 1)


def test_plain_words_are_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(line_events, "read_each")
    assert len(read_webhook(body(said(text="ก"), said(text="ข"))).incoming) == 2


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_whatever_bytes_arrive_are_read_or_refused(raw: bytes) -> None:
    try:
        parse(raw)
    except BadBody:
        return
