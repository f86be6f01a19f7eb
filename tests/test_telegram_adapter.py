"""The Telegram adapter against a small Telegram: how every kind of attempt ends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.messengers import calls
from bot.messengers import telegram as telegram_adapter
from bot.messengers.messenger import AttachmentGone, Sending, StoredFile, TryLater, Undeliverable
from bot.messengers.telegram import Telegram
from handlers.turn import Choice, File, Reply
from tests import harness
from tests.small_telegram import GARBAGE, HANG, OK, RESET, TOKEN, SmallTelegram, no, running

SEND, EDIT, ANSWER = "sendMessage", "editMessageText", "answerCallbackQuery"
HELP = Choice("ช่วยเหลือ", "q:help", "help")
PHOTO = StoredFile("รูป.jpg", "image/jpeg", b"\xff\xd8\xff")
PDF = StoredFile("ก.pdf", "application/pdf", b"%PDF-")


@pytest.fixture
async def platform() -> AsyncIterator[SmallTelegram]:
    async with running(SmallTelegram()) as it:
        yield it


@pytest.fixture
async def telegram(platform: SmallTelegram) -> AsyncIterator[Telegram]:
    adapter = Telegram(TOKEN, platform.url)
    await adapter.start()
    yield adapter
    await adapter.close()


def sending(*replies: Reply, **more: Any) -> Sending:
    given: dict[str, Any] = {"key": "o1", "address": "5", "retry_key": "k"}
    return Sending(**{**given, "replies": replies or (Reply("สวัสดีค่ะ"),), **more})


async def fails(telegram: Telegram, row: Sending | None = None) -> TryLater:
    with pytest.raises(TryLater) as later:
        await telegram.send(row or sending())
    return later.value


# ---------------------------------------------------------------- sends


async def test_a_reply_is_sent_at_once_though_telegram_was_never_asked_who_we_are(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram.send(sending(Reply("1 < 2", (HELP,))))

    assert platform.methods() == [SEND]
    assert platform.bodies(SEND) == [
        {
            "chat_id": 5,
            "text": "1 &lt; 2",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {"inline_keyboard": [[{"text": "ช่วยเหลือ", "callback_data": "q:help"}]]},
        }
    ]


async def test_what_is_confidential_cannot_be_forwarded(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram.send(sending(Reply("ลับ", confidential=True)))

    assert platform.bodies(SEND)[0]["protect_content"] is True


async def test_a_reply_with_nothing_to_see_is_undeliverable_and_not_sent(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    with pytest.raises(Undeliverable):
        await telegram.send(sending(Reply(" \n")))
    assert platform.calls == []


async def test_an_answer_of_another_shape_is_a_delivery_all_the_same(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(SEND, (200, {"ok": True, "result": {"hologram": 1}}))

    await telegram.send(sending())


async def test_too_many_requests_waits_as_long_as_telegram_says(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(SEND, no(429, "Too Many Requests: retry after 7", retry_after=7))

    later = await fails(telegram)

    assert (later.seconds, later.perhaps_sent) == (7.0, False)


async def test_a_wait_without_end_is_bounded(telegram: Telegram, platform: SmallTelegram) -> None:
    platform.will(SEND, no(429, retry_after=10**9), no(429, retry_after=-5), no(429))

    waits = [(await fails(telegram)).seconds for _ in range(3)]

    assert waits == [3600.0, 0.0, None]


@pytest.mark.parametrize(
    "outcome",
    [
        RESET,
        GARBAGE,
        no(500, "Internal Server Error"),
        (502, b"<html>"),
        (403, b"<html>"),
        (404, b"<html>"),
        (200, b""),
        (200, b"[]"),
        (200, b"null"),
        (200, {"ok": True}),
        (200, {"ok": False, "description": "x"}),
        (400, {"ok": False, "description": 5}),
        (429, {"ok": False, "parameters": {"retry_after": "soon"}}),
        (302, b""),
    ],
    ids=repr,
)
async def test_what_telegram_itself_did_not_answer_is_perhaps_sent(
    telegram: Telegram, platform: SmallTelegram, outcome: Any
) -> None:
    platform.will(SEND, outcome)

    later = await fails(telegram)

    assert (later.seconds, later.perhaps_sent) == (None, True)


async def test_a_send_that_is_not_answered_in_time_is_perhaps_sent(
    telegram: Telegram, platform: SmallTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "CALL_S", 0.2)
    platform.will(SEND, HANG)

    assert (await fails(telegram)).perhaps_sent


async def test_one_hanging_call_does_not_hold_up_another_chat(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(SEND, *[HANG] * 120)
    hanging = [asyncio.create_task(telegram.send(sending(key=f"o{n}"))) for n in range(120)]
    for _ in hanging:
        await platform.until(SEND)

    async with asyncio.timeout(5):
        await telegram.send(sending(address="6"))

    platform.released.set()
    await asyncio.gather(*hanging, return_exceptions=True)


async def test_where_nobody_listens_nothing_was_sent(unused_tcp_port: int) -> None:
    deaf = Telegram(TOKEN, f"http://127.0.0.1:{unused_tcp_port}")
    await deaf.start()

    assert not (await fails(deaf)).perhaps_sent

    await deaf.close()


async def test_a_wrong_token_waits_for_the_operator(platform: SmallTelegram) -> None:
    stranger = Telegram("1:WRONG", platform.url)
    await stranger.start()

    later = await fails(stranger)

    assert (later.seconds, later.perhaps_sent) == (300.0, False)
    await stranger.close()


async def test_no_failure_ever_tells_the_token(
    telegram: Telegram, platform: SmallTelegram, capfd: pytest.CaptureFixture[str]
) -> None:
    platform.will(SEND, RESET, GARBAGE, no(500), (302, b""), (404, b"x"))

    reasons = [str(await fails(telegram)) for _ in range(5)]

    assert not any("TEST" in words for words in (*reasons, *capfd.readouterr()))


@pytest.mark.parametrize(
    "refusal",
    [
        no(403, "Forbidden: bot was blocked by the user"),
        no(403, "Forbidden: bot can't initiate conversation with a user"),
        no(400, "Bad Request: chat not found"),
        no(400, "Bad Request: BUTTON_DATA_INVALID"),
        no(413, "Request Entity Too Large"),
    ],
    ids=lambda refusal: str(refusal[1]["description"]),
)
async def test_what_telegram_refuses_for_good_is_undeliverable_and_says_why(
    telegram: Telegram, platform: SmallTelegram, refusal: Any
) -> None:
    platform.will(SEND, refusal)

    with pytest.raises(Undeliverable, match=refusal[1]["description"].partition(": ")[2] or None):
        await telegram.send(sending())
    assert platform.methods() == [SEND]


async def test_markup_that_telegram_cannot_read_is_sent_plain(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(SEND, no(400, "Bad Request: can't parse entities: Unsupported start tag"))

    await telegram.send(sending(Reply("1 < 2")))

    _, plain = platform.bodies(SEND)
    assert plain["text"] == "1 < 2"
    assert "parse_mode" not in plain


async def test_a_group_that_moved_is_followed(telegram: Telegram, platform: SmallTelegram) -> None:
    moved = no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    platform.will(SEND, moved)

    await telegram.send(sending(address="-1008"))

    assert [body["chat_id"] for body in platform.bodies(SEND)] == [-1008, -1007]


async def test_a_group_that_moves_without_end_is_tried_later(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(SEND, *[no(400, migrate_to_chat_id=-1007)] * 2)

    await fails(telegram)

    assert platform.methods() == [SEND, SEND]


async def test_a_long_text_goes_on_where_it_was_interrupted(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    long = Reply("ก" * 4096 + "ข" * 4096 + "ค")
    platform.will(SEND, OK, no(500))

    await fails(telegram, sending(long))
    await telegram.send(sending(long))

    firsts = [body["text"][0] for body in platform.bodies(SEND)]
    assert firsts == ["ก", "ข", "ข", "ค"]


async def test_a_row_that_arrived_is_forgotten(telegram: Telegram, platform: SmallTelegram) -> None:
    long = Reply("ก" * 4096 + "ข")
    platform.will(SEND, OK, no(500))
    await fails(telegram, sending(long))
    await telegram.send(sending(long))

    await telegram.send(sending(long))

    assert platform.bodies(SEND)[-2]["text"][0] == "ก"


# ---------------------------------------------------------------- edits


PRESSED = Reply("ใหม่", (HELP,), replaces_pressed=True)


async def test_a_reply_takes_the_place_of_the_pressed_message(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram.send(sending(PRESSED, pressed_id="17"))

    (body,) = platform.bodies(EDIT)
    assert (body["chat_id"], body["message_id"], body["text"]) == (5, 17, "ใหม่")
    assert body["reply_markup"]["inline_keyboard"]
    assert platform.methods() == [EDIT]


async def test_an_edit_that_changes_nothing_is_done(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(EDIT, no(400, "Bad Request: message is not modified: specified new message"))

    await telegram.send(sending(PRESSED, pressed_id="17"))

    assert platform.methods() == [EDIT]


@pytest.mark.parametrize(
    "refusal",
    ["message to edit not found", "message can't be edited", "there is no text in the message"],
)
async def test_what_cannot_be_edited_is_sent_anew(
    telegram: Telegram, platform: SmallTelegram, refusal: str
) -> None:
    platform.will(EDIT, no(400, f"Bad Request: {refusal}"))

    await telegram.send(sending(PRESSED, pressed_id="17"))

    assert platform.methods() == [EDIT, SEND]


async def test_an_edit_of_unknown_outcome_is_tried_again_and_not_sent_beside(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will(EDIT, no(500))

    await fails(telegram, sending(PRESSED, pressed_id="17"))

    assert platform.methods() == [EDIT]


@pytest.mark.parametrize(
    ("reply", "pressed"),
    [(PRESSED, ""), (Reply("ใหม่"), "17"), (Reply("ก" * 5000, replaces_pressed=True), "17")],
    ids=["nothing pressed", "not meant to", "too long for one message"],
)
async def test_other_replies_are_sent_anew(
    telegram: Telegram, platform: SmallTelegram, reply: Reply, pressed: str
) -> None:
    await telegram.send(sending(reply, pressed_id=pressed))

    assert set(platform.methods()) == {SEND}


# ---------------------------------------------------------------- files


def with_file(file: StoredFile) -> Sending:
    reply = Reply("<ดู>", (HELP,), file=File(3, "x", "y"), confidential=True)
    return sending(reply, files=((3, file),))


@pytest.mark.parametrize(
    ("file", "method", "field"),
    [(PHOTO, "sendPhoto", "photo"), (PDF, "sendDocument", "document")],
    ids=["photo", "pdf"],
)
async def test_a_file_travels_whole_with_its_name_and_caption(
    telegram: Telegram, platform: SmallTelegram, file: StoredFile, method: str, field: str
) -> None:
    await telegram.send(with_file(file))

    (call,) = platform.calls
    assert (call.method, call.files) == (method, {field: (file.name, file.content)})
    assert (call.body["chat_id"], call.body["caption"]) == ("5", "&lt;ดู&gt;")
    assert call.body["protect_content"] == "true"
    assert "q:help" in call.body["reply_markup"]


async def test_a_picture_that_telegram_cannot_show_is_a_document(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.will("sendPhoto", no(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))

    await telegram.send(with_file(PHOTO))

    assert platform.methods() == ["sendPhoto", "sendDocument"]


async def test_a_file_that_a_person_sent_is_fetched(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    platform.content["photos/file 1.jpg"] = b"\xff\xd8\xff" * 1000
    platform.will("getFile", (200, found("photos/file 1.jpg", 3000)))

    assert await telegram.fetch("abc", limit=3000) == b"\xff\xd8\xff" * 1000
    assert platform.bodies("getFile") == [{"file_id": "abc"}]


def found(path: str | None, size: int | None = None) -> dict[str, Any]:
    file = {"file_id": "abc", "file_unique_id": "1", "file_path": path, "file_size": size}
    return {"ok": True, "result": {k: v for k, v in file.items() if v is not None}}


@pytest.mark.parametrize(
    "answer",
    [
        (200, found("big", 3001)),
        (200, found("big")),
        no(400, "Bad Request: file is too big"),
    ],
    ids=["announced", "found out", "refused by Telegram"],
)
async def test_a_file_over_the_limit_is_too_large(
    telegram: Telegram, platform: SmallTelegram, answer: Any
) -> None:
    platform.content["big"] = bytes(3001)
    platform.will("getFile", answer)

    with pytest.raises(AttachmentGone) as gone:
        await telegram.fetch("abc", limit=3000)
    assert gone.value.too_large


@pytest.mark.parametrize(
    "answer",
    [
        no(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        (200, found(None)),
        (200, found("no/such/file")),
    ],
    ids=["unknown", "no path", "not there"],
)
async def test_a_file_that_telegram_no_longer_has_is_gone(
    telegram: Telegram, platform: SmallTelegram, answer: Any
) -> None:
    platform.will("getFile", answer)

    with pytest.raises(AttachmentGone) as gone:
        await telegram.fetch("abc", limit=3000)
    assert not gone.value.too_large


@pytest.mark.parametrize(
    "answer", [no(500), RESET, GARBAGE, (200, {"ok": True, "result": 5})], ids=repr
)
async def test_a_fetch_that_fails_for_now_is_tried_later(
    telegram: Telegram, platform: SmallTelegram, answer: Any
) -> None:
    platform.will("getFile", answer)

    with pytest.raises(TryLater):
        await telegram.fetch("abc", limit=3000)


# ---------------------------------------------------------------- buttons and signs of life


async def test_a_press_is_answered_at_once(telegram: Telegram, platform: SmallTelegram) -> None:
    telegram.answer_press("77")

    await platform.until(ANSWER)
    assert platform.bodies(ANSWER) == [{"callback_query_id": "77"}]


async def test_words_for_a_press_are_cut_to_what_telegram_takes(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    telegram.answer_press("77", "ก" * 300)

    await platform.until(ANSWER)
    assert platform.bodies(ANSWER)[0]["text"] == "ก" * 200


async def test_a_press_is_answered_again_where_telegram_did_not_take_it(
    telegram: Telegram, platform: SmallTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_adapter, "PRESS_PAUSE_S", 0.01)
    platform.will(ANSWER, no(429))

    telegram.answer_press("77")

    await platform.until(ANSWER)
    await platform.until(ANSWER)


@pytest.mark.parametrize(
    "outcome", [no(400, "query is too old"), no(500), RESET, GARBAGE], ids=repr
)
async def test_a_press_that_cannot_be_answered_harms_nothing(
    telegram: Telegram, platform: SmallTelegram, outcome: Any
) -> None:
    platform.will(ANSWER, outcome)

    telegram.answer_press("77")
    await platform.until(ANSWER)

    await telegram.send(sending())
    assert platform.methods() == [ANSWER, SEND]


async def test_closing_lets_the_last_answers_go_out(platform: SmallTelegram) -> None:
    adapter = Telegram(TOKEN, platform.url)
    await adapter.start()
    adapter.answer_press("77")

    await adapter.close()

    assert platform.methods() == [ANSWER]


async def test_closing_does_not_wait_for_an_answer_that_hangs(
    platform: SmallTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_adapter, "LAST_PRESSES_S", 0.05)
    platform.will(ANSWER, HANG)
    adapter = Telegram(TOKEN, platform.url)
    await adapter.start()
    adapter.answer_press("77")
    await platform.until(ANSWER)

    async with asyncio.timeout(2):
        await adapter.close()


async def test_working_shows_that_somebody_types(
    telegram: Telegram, platform: SmallTelegram
) -> None:
    await telegram.working("5")

    assert platform.bodies("sendChatAction") == [{"chat_id": 5, "action": "typing"}]


@pytest.mark.parametrize("outcome", [no(403), no(429, retry_after=9), RESET, GARBAGE], ids=repr)
async def test_working_never_fails(
    telegram: Telegram, platform: SmallTelegram, outcome: Any
) -> None:
    platform.will("sendChatAction", outcome)

    await telegram.working("5")


# ---------------------------------------------------------------- Telegram's own specification


def fake_telegram() -> Any:
    """The shared harness's Telegram: the Bot API's own specification and documented limits."""
    return harness.module("telegram/faketelegram.py").FakeTelegram


@pytest.mark.harness
async def test_everything_sent_agrees_with_telegrams_own_specification() -> None:
    async with fake_telegram()(TOKEN) as fake:
        fake._dm(fake.user(5))
        adapter = Telegram(TOKEN, fake.base)
        await adapter.start()
        await adapter.identify()
        choices = tuple(Choice(f"{n}" * 3, "x" * 64, "help") for n in range(13))
        for text in ("<b>x</i> & _*[", "&" * 4096, "ก" * 9000, "🙏" * 2049, "\x00ก\ud83d"):
            await adapter.send(sending(Reply(text, choices)))
        await adapter.send(with_file(PHOTO))
        await adapter.send(with_file(PDF))
        shown = fake.calls[-1].message
        await adapter.send(sending(PRESSED, pressed_id=str(shown["message_id"])))
        await adapter.working("5")
        assert await adapter.fetch(shown["document"]["file_id"], limit=10**6) == PDF.content
        await adapter.close()

    fake.assert_clean()
    assert shown["document"]["file_name"] == "ก.pdf"
    assert shown["has_protected_content"]
