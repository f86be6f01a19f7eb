"""One address with many cookies: it is slowed down, nobody else is, and nothing is lost."""

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.web import budgets
from bot.web import socket as chat_socket
from bot.web.callers import Ceilings
from data.limits import UNCHANGED
from data.store import Store
from handlers.texts import page as texts
from tests.doorstep import House, a_house
from tests.test_webchat import LOOPBACK, PDF

SCHOOL, HOME = "203.0.113.7", "203.0.113.8"
WORDS = "ก" * 150
FITS = 4
"""Messages of these words that one address may send at once in these tests."""


class Hours:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    """The budgets' own clock; an address may send four messages a minute."""
    found = Hours()
    monkeypatch.setattr(budgets, "monotonic", found)
    monkeypatch.setattr(budgets, "LETTERS_PER_MINUTE", FITS * (budgets.MESSAGE + len(WORDS)))
    return found


class Street:
    """Visitors at the door of *house*, each with a cookie of their own."""

    def __init__(self, house: House, session: aiohttp.ClientSession) -> None:
        self.house = house
        self.session = session
        self.visitors = 0

    async def opens(self, address: str) -> aiohttp.ClientWebSocketResponse:
        """A newcomer from *address* opens the page."""
        self.visitors += 1
        headers = {
            "Origin": self.house.address,
            "Cookie": f"visitor={self.visitors:043}",
            **({"X-Forwarded-For": address} if address else {}),
        }
        return await self.session.ws_connect(f"{self.house.address}/chat/socket", headers=headers)

    async def newcomer_sends(
        self, address: str, content: bytes = PDF, event_id: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Somebody new sends a file."""
        self.visitors += 1
        headers = {
            "Origin": self.house.address,
            "Cookie": f"visitor={self.visitors:043}",
            "X-Forwarded-For": address,
            "X-Event-Id": event_id or str(uuid.uuid4()),
        }
        sent = self.session.post(f"{self.house.address}/chat/file", data=content, headers=headers)
        async with sent as answer:
            return answer.status, await answer.json()

    async def newcomer_says(self, address: str, words: str = WORDS) -> dict[str, Any]:
        """Somebody new says something; what the page hears of it."""
        return await says(await self.opens(address), words)


@pytest.fixture
async def street(store: Store, hours: Hours) -> AsyncIterator[Street]:
    async with (
        a_house(store, Ceilings(), proxies=LOOPBACK) as house,
        aiohttp.ClientSession() as session,
    ):
        yield Street(house, session)


async def says(
    line: aiohttp.ClientWebSocketResponse, words: str = WORDS, event_id: str = ""
) -> dict[str, Any]:
    """Say *words*; whether they are taken, or the problem."""
    event_id = event_id or str(uuid.uuid4())
    await line.send_json({"type": "text", "id": event_id, "text": words})
    while True:
        heard: dict[str, Any] = await line.receive_json()
        if heard["type"] in ("taken", "problem") and heard["id"] == event_id:
            return heard


async def test_an_address_with_many_cookies_waits_and_another_is_served_at_once(
    street: Street,
) -> None:
    of_school = [await street.newcomer_says(SCHOOL) for _ in range(FITS + 2)]
    at_home = await street.newcomer_says(HOME)

    assert [heard["type"] for heard in of_school] == ["taken"] * FITS + ["problem"] * 2
    assert street.house.chat.waits == {"message": 2}
    assert of_school[-1]["again"]
    assert of_school[-1]["text"] == texts.waits_for_others()
    assert at_home["type"] == "taken"


async def test_what_was_told_to_wait_arrives_later_and_once(hours: Hours, street: Street) -> None:
    event_id = str(uuid.uuid4())
    for _ in range(FITS):
        await street.newcomer_says(SCHOOL)
    line = await street.opens(SCHOOL)
    waits = await says(line, "ไฟถนนดับ", event_id)
    hours.now += 60 / FITS
    later = await says(line, "ไฟถนนดับ", event_id)
    hours.now += 60
    again = await says(line, "ไฟถนนดับ", event_id)  # the line broke before the page heard it
    kept = [message.text for message in street.house.chat.messages]

    assert [heard["type"] for heard in (waits, later, again)] == ["problem", "taken", "taken"]
    assert kept.count("ไฟถนนดับ") == 1


async def test_long_messages_use_up_more_than_short_ones(street: Street) -> None:
    longer = WORDS + "ก" * (2 * (budgets.MESSAGE + len(WORDS)))  # as much as three
    long = [(await street.newcomer_says(SCHOOL, longer))["type"] for _ in range(2)]
    short = [(await street.newcomer_says(HOME, "ก"))["type"] for _ in range(FITS)]

    assert long == ["taken", "problem"]
    assert short == ["taken"] * FITS


async def test_a_press_and_a_place_count_as_a_message(street: Street) -> None:
    for _ in range(FITS):
        await street.newcomer_says(SCHOOL)
    line = await street.opens(SCHOOL)
    for frame in (
        {"type": "press", "data": "q:score", "label": "คะแนน"},
        {"type": "place", "latitude": 16.0, "longitude": 100.0},
    ):
        await line.send_json({**frame, "id": str(uuid.uuid4())})
        assert (await line.receive_json())["again"]


async def test_this_machine_and_an_unnamed_proxy_may_stand_for_everybody(street: Street) -> None:
    heard = [await street.newcomer_says("") for _ in range(3 * FITS)]

    assert {each["type"] for each in heard} == {"taken"}


async def test_a_page_that_does_not_wait_is_heard_more_slowly(
    monkeypatch: pytest.MonkeyPatch, street: Street
) -> None:
    monkeypatch.setattr(chat_socket, "FRAMES_AT_ONCE", 20)
    monkeypatch.setattr(chat_socket, "FRAMES_PER_S", 100.0)
    for _ in range(FITS):
        await street.newcomer_says(SCHOOL)
    line = await street.opens(SCHOOL)
    begun = time.monotonic()
    for _ in range(4):
        await says(line)

    assert time.monotonic() - begun > 0.4  # of its 84 frames, 20 are heard at once


# files -------------------------------------------------------------------------------------


@pytest.fixture
def few_bytes(hours: Hours, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address may send the bytes of two files at once, and of two in an hour."""
    monkeypatch.setattr(budgets, "BYTES_AT_ONCE", 2 * len(PDF))
    monkeypatch.setattr(budgets, "BYTES_PER_HOUR", 2 * len(PDF))


async def test_files_of_one_address_wait_under_any_cookie_and_anothers_are_taken(
    hours: Hours, few_bytes: None, street: Street
) -> None:
    event_id = str(uuid.uuid4())
    of_school = [await street.newcomer_sends(SCHOOL) for _ in range(2)]
    waits, told = await street.newcomer_sends(SCHOOL, PDF, event_id)
    at_home, _ = await street.newcomer_sends(HOME)
    hours.now += 30 * 60
    later, _ = await street.newcomer_sends(SCHOOL, PDF, event_id)
    too_much, _ = await street.newcomer_sends(SCHOOL)

    assert [status for status, _ in of_school] == [200, 200]
    assert (waits, told["text"]) == (503, texts.file_waits_for_others(30))
    assert (at_home, later, too_much) == (200, 200, 503)
    assert street.house.chat.waits == {"file": 2}
    assert len(street.house.chat.files) == 4


async def test_a_file_that_cannot_be_kept_uses_up_nothing(few_bytes: None, street: Street) -> None:
    street.house.chat.is_available = False
    refused = [(await street.newcomer_sends(SCHOOL))[1]["text"] for _ in range(2)]
    junk, _ = await street.newcomer_sends(SCHOOL, b"junk")
    street.house.chat.is_available = True
    kept = [(await street.newcomer_sends(SCHOOL))[0] for _ in range(2)]

    assert refused == [texts.too_busy()] * 2
    assert junk == 415
    assert kept == [200, 200]


async def test_small_files_count_as_messages(street: Street) -> None:
    fit = FITS * (budgets.MESSAGE + len(WORDS)) // budgets.MESSAGE
    sent = [(await street.newcomer_sends(SCHOOL))[0] for _ in range(fit + 1)]

    assert sent == [200] * fit + [503]


def test_no_address_alone_uses_up_everybodys_files_of_a_day() -> None:
    for_all = UNCHANGED.uploads.for_all
    assert for_all is not None
    assert for_all.most > budgets.BYTES_AT_ONCE + 24 * budgets.BYTES_PER_HOUR
