"""Strangers at the door: bounded in bytes, time and number; vendors and citizens come through."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog

from bot.web import bodies, callers, pressure, upload, webhooks
from bot.web import socket as chat_socket
from bot.web.bodies import Hall
from bot.web.callers import Ceilings
from bot.web.crowd import Crowd, Room, counted_as, read_address
from bot.web.pressure import MEGABYTE
from bot.web.throng import Throng
from data.store import Store
from tests.doorstep import PAGE, PATIENCE_S, SECRET, House, a_house, a_line, event, post
from tests.serving import Running, running
from tests.test_webchat import FIRST, LOOPBACK, PDF
from tests.visiting import a_visitor

SOON = Ceilings(head_s=0.2, idle_s=0.3, request_s=0.3)
GENEROUS = Ceilings()
READY = PAGE.replace(b"GET / ", b"GET /readyz ")
LINE = {"LINE_CHANNEL_SECRET": SECRET, "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "123:ABC", "TELEGRAM_WEBHOOK_SECRET": "hook-secret"}
NOWHERE = {"LINE_API_BASE": "http://127.0.0.1:9", "TELEGRAM_API_BASE": "http://127.0.0.1:9"}


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second for the next look."""
    monkeypatch.setattr(callers, "SWEEP_S", 0.05)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as anybody else."""
    monkeypatch.setattr(callers, "counted_as", str)


@contextmanager
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as lines:
        yield lines


# time --------------------------------------------------------------------------------------


async def test_headers_that_do_not_come_are_not_waited_for(store: Store, often: None) -> None:
    limits = replace(SOON, idle_s=3600)
    async with (
        a_house(store, limits) as house,
        a_line(house) as silent,
        a_line(house) as dribbling,
    ):
        dribbling.writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ")

        assert await silent.is_cut()
        assert await dribbling.is_cut()


async def test_nor_are_those_of_a_second_request(store: Store, often: None) -> None:
    async with a_house(store, replace(SOON, idle_s=3600)) as house, a_line(house) as line:
        status, _ = await line.ask(PAGE)
        line.writer.write(PAGE[:20])

        assert status == 200
        assert await line.is_cut()


async def test_a_connection_that_nobody_uses_is_closed(store: Store) -> None:
    async with a_house(store, SOON) as house, a_line(house) as line:
        assert (await line.ask(PAGE))[0] == 200
        assert await line.is_cut()


async def test_a_trusted_proxys_connection_stays_open_for_the_next(
    store: Store, often: None
) -> None:
    limits = replace(SOON, idle_s=0.1, head_s=0.4)
    async with a_house(store, limits, proxies=LOOPBACK) as house, a_line(house) as line:
        assert (await line.ask(PAGE))[0] == 200
        async with a_line(house) as other:
            assert await other.is_cut()  # longer than an idle stranger may stay
        assert (await line.ask(PAGE))[0] == 200


async def test_who_never_takes_the_answer_is_cut(store: Store, often: None) -> None:
    async with a_house(store, SOON) as house, a_line(house) as line:
        line.writer.write(PAGE.replace(b"/ ", b"/endless "))

        assert await line.is_cut()


async def test_a_body_that_dribbles_is_cut_though_it_is_announced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "BOUNDS", replace(webhooks.BOUNDS, grace_s=0.2))
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        status, _ = await line.ask(post(b"{", "forged", length=100))

    assert status == 408


# bytes -------------------------------------------------------------------------------------


async def test_headers_without_end_are_cut(store: Store) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        line.writer.write(
            PAGE[:-2] + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 4000) for n in range(9))
        )

        assert await line.is_cut()


async def test_without_a_signature_not_a_byte_of_the_body_is_waited_for(store: Store) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        status, headers = await line.ask(post(b"", "", length=2**30))

    assert status == 403
    assert "aiohttp" not in str(headers).lower()


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused_announced_or_endless(
    store: Store, announced: bool
) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        if announced:
            status, _ = await line.ask(post(b"", "forged", length=webhooks.LARGEST_BODY + 1))
        else:
            head = post(b"", "forged").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
            pieces = [b"%x\r\n" % 2**16 + b"x" * 2**16 + b"\r\n"] * 40
            status, _ = await line.ask(head, *pieces)

    assert status == 413


async def test_a_packed_body_is_not_unpacked(store: Store) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        body = post(event()).replace(b"Host: a", b"Host: a\r\nContent-Encoding: gzip")
        status, _ = await line.ask(body)

    assert status == 200  # as it is signed: its bytes
    assert house.kept() == 1


async def test_large_bodies_of_many_strangers_share_a_room_and_small_signed_ones_need_none(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hall, "make_way", lambda *_: False)  # a Room like others'
    large = b"x" * webhooks.LARGEST_BODY
    places = webhooks.UNVERIFIED_ROOM // webhooks.LARGEST_BODY
    async with a_house(store, GENEROUS) as house, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(a_line(house)) for _ in range(places)]
        for line in slow:
            line.writer.write(post(large[:-1], "forged", length=len(large)))
            await line.writer.drain()
        one_more = await stack.enter_async_context(a_line(house))
        await until_full(house.line._room)
        refused, headers = await one_more.ask(post(large, "forged"))
        signed = await stack.enter_async_context(a_line(house))
        kept, _ = await signed.ask(post(event()))
        for line in slow:
            line.writer.write(large[-1:])
        forged = [(await line.answer())[0] for line in slow]
        again, _ = await (await stack.enter_async_context(a_line(house))).ask(post(large, "forged"))

    assert (refused, headers["retry-after"]) == (503, "5")
    assert kept == 200
    assert {*forged, again} == {403}


async def test_strangers_who_linger_in_the_room_make_way_for_a_large_signed_webhook(
    store: Store,
) -> None:
    large = b"x" * webhooks.LARGEST_BODY
    signed = event(text="ก" * 100_000)
    async with a_house(store, GENEROUS) as house, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(a_line(house)) for _ in range(3)]
        for line in slow:
            line.writer.write(post(large[:-1], "forged", length=len(large)))
            await line.writer.drain()
        two_stall = 2 * (webhooks.BOUNDS.free + 1)
        await until_full(house.line._room, left=two_stall)  # the third was put out
        vendor = await stack.enter_async_context(a_line(house))
        kept, _ = await vendor.ask(post(signed))
        for line in slow:
            line.writer.transport.abort()
        async with asyncio.timeout(PATIENCE_S):
            while house.line._room.left < webhooks.UNVERIFIED_ROOM:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    assert (kept, house.kept()) == (200, 1)


async def test_who_brings_a_byte_now_and_then_stands_still_and_who_brings_the_most_stays() -> None:
    hall = Hall(4 * bodies.STEP)
    dribbles, arrives, comes = (bodies._Held(hall, free=0) for _ in range(3))
    dribbles.grow(bodies.STEP)
    arrives.grow(bodies.STEP)
    dribbles.grow(bodies.STEP + 1)
    arrives.grow(2 * bodies.STEP)

    comes.grow(bodies.STEP)

    with pytest.raises(bodies.NoRoom):
        dribbles.grow(bodies.STEP + 2)
    arrives.grow(3 * bodies.STEP)
    for held in (dribbles, arrives, comes):
        held.let_go()
    assert hall.left == 4 * bodies.STEP
    assert not hall._inside


async def test_signed_webhooks_that_arrive_at_once_are_taken_while_250_strangers_stall(
    store: Store,
) -> None:
    async with a_house(store, GENEROUS) as house, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(a_line(house)) for _ in range(250)]
        for number, line in enumerate(slow):
            stalled = b"x" * (36_000, 60_000, 160_000)[number % 3]
            line.writer.write(post(stalled, "forged", length=len(stalled) + 1))
            await line.writer.drain()
        taken = []
        for number, letters in enumerate((100, 5_000, 18_000, 60_000)):
            vendor = await stack.enter_async_context(a_line(house))
            whole = post(event(number, "ก" * letters))
            pieces = [whole[at : at + 16_000] for at in range(0, len(whole), 16_000)]
            taken.append((await vendor.ask(*pieces))[0])

    assert taken == [200] * 4


async def until_full(room: Room, *, left: int = 2**17) -> None:
    """What was sent may still be on its way."""
    async with asyncio.timeout(PATIENCE_S):
        while room.left > left:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_garbage_is_told_nothing_of_what_we_run_on_nor_itself(store: Store) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        status, headers = await line.ask(b"\x16\x03\x01<script>\r\n\r\n")

    assert status == 400
    assert (headers["server"], headers["content-length"]) == ("prongsai", "3")


# number ------------------------------------------------------------------------------------


async def test_one_address_has_so_many_connections_and_no_more(store: Store, counted: None) -> None:
    async with (
        a_house(store, Ceilings(per_address=2)) as house,
        a_line(house) as first,
        a_line(house) as second,
    ):
        assert [(await line.ask(PAGE))[0] for line in (first, second)] == [200, 200]
        async with a_line(house) as third:
            assert (await third.ask(PAGE))[0] == 503
            assert await third.is_cut()
        first.writer.close()
        await until_served(house)


async def until_served(house: House) -> None:
    """That somebody left is noticed in a moment."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with a_line(house) as line:
                if (await line.ask(PAGE))[0] == 200:
                    return


async def test_signed_webhooks_have_no_ceiling(store: Store, counted: None) -> None:
    async with a_house(store, Ceilings(per_address=2)) as house, AsyncExitStack() as stack:
        for number in range(10):
            line = await stack.enter_async_context(a_line(house))
            assert (await line.ask(post(event(number))))[0] == 200

    assert house.kept() == 10


async def test_forged_ones_do(store: Store, counted: None) -> None:
    async with a_house(store, Ceilings(per_address=2)) as house, AsyncExitStack() as stack:
        for _ in range(2):
            line = await stack.enter_async_context(a_line(house))
            assert (await line.ask(post(event(), "forged")))[0] == 403
        third = await stack.enter_async_context(a_line(house))
        assert (await third.ask(post(event(), "forged")))[0] == 403
        assert await third.is_cut()


async def test_of_four_hundred_at_once_from_one_address_each_may_show_its_signature(
    store: Store, counted: None
) -> None:
    async with a_house(store, GENEROUS) as house, AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(a_line(house)) for _ in range(400)]
        for number, line in enumerate(lines):
            line.writer.write(post(event(number)))
        taken = [(await line.answer())[0] for line in lines]

    assert taken == [200] * 400
    assert house.kept() == 400


async def test_who_shows_none_in_time_is_cut_beyond_the_ceiling_however_busy(
    store: Store, counted: None, often: None
) -> None:
    limits = Ceilings(per_address=256, unsigned_s=0.2)
    begun = post(b"{", "forged", length=100)
    async with a_house(store, limits) as house, AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(a_line(house)) for _ in range(400)]
        for line in lines:
            line.writer.write(begun)
        for line in lines[256:]:
            assert await line.is_cut()
        still_here = house.callers.strangers

    assert still_here == 256


async def test_busy_strangers_are_never_more_than_their_ceiling(store: Store) -> None:
    async with a_house(store, Ceilings(strangers=3)) as house, AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(a_line(house)) for _ in range(10)]
        for line in lines:
            line.writer.write(post(b"{", "forged", length=100))
        for line in lines[:7]:
            assert await line.is_cut()
        most = house.callers.strangers
        vendor = await stack.enter_async_context(a_line(house))
        assert (await vendor.ask(post(event())))[0] == 200

    assert most == 3


async def test_a_flood_from_one_address_cuts_itself_first(
    store: Store, counted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "FAIR_SHARE", 1)
    async with (
        a_house(store, Ceilings(strangers=4)) as house,
        a_line(house, address="127.0.0.2") as citizen,
        AsyncExitStack() as stack,
    ):
        assert (await citizen.ask(PAGE))[0] == 200
        flood = [await stack.enter_async_context(a_line(house)) for _ in range(10)]
        for line in flood[:7]:
            assert await line.is_cut()
        assert (await citizen.ask(PAGE))[0] == 200


async def test_in_a_full_house_a_newcomer_is_not_cut_before_it_could_ask(store: Store) -> None:
    async with (
        a_house(store, Ceilings(strangers=3)) as house,
        a_line(house) as vendor,
        AsyncExitStack() as stack,
    ):
        busy = [await stack.enter_async_context(a_line(house)) for _ in range(2)]
        for line in busy:
            line.writer.write(post(b"{", "forged", length=100))
        async with asyncio.timeout(PATIENCE_S):
            while sum(not each.is_idle for each in house.callers._strangers) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0)
        for _ in range(2):
            await stack.enter_async_context(a_line(house))
        for line in busy:
            assert await line.is_cut()
        assert (await vendor.ask(post(event())))[0] == 200


async def test_in_a_full_house_the_longest_idle_stranger_makes_room(store: Store) -> None:
    async with (
        a_house(store, Ceilings(strangers=2)) as house,
        a_line(house) as first,
        a_line(house) as second,
    ):
        for line in (first, second):
            assert (await line.ask(PAGE))[0] == 200
        async with a_line(house) as third:
            assert (await third.ask(PAGE))[0] == 200
            assert await first.is_cut()
            assert (await second.ask(PAGE))[0] == 200


async def test_behind_a_proxy_each_visitor_has_seats_of_their_own(store: Store) -> None:
    limits = Ceilings(per_address=2)
    async with (
        a_house(store, limits, proxies=LOOPBACK) as house,
        AsyncExitStack() as stack,
    ):
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def sits(address: str) -> aiohttp.ClientWebSocketResponse:
            headers = {
                "Origin": house.address,
                "Cookie": f"visitor={'a' * 43}",
                "X-Forwarded-For": f"1.1.1.1, {address}",  # the first is what they say themselves
            }
            return await session.ws_connect(f"{house.address}/chat/socket", headers=headers)

        first = [await sits("203.0.113.7") for _ in range(2)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await sits("203.0.113.7")
        await sits("203.0.113.8")
        await first[0].close()
        await first[1].send_json({"type": "ping"})
        assert (await first[1].receive_json())["type"] == "pong"
        await sits("203.0.113.7")

    assert refused.value.status == 503


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2ab:3:4:5:6", "2001:db8:1:200::"),
        ("fe80::1%eth0", "fe80::"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_an_address_counts_as_its_subscriber(text: str, who: str) -> None:
    assert counted_as(read_address(text)) == who


def test_nobody_in_particular_is_never_too_many_and_who_left_may_come_again() -> None:
    crowd, room = Crowd(1), Room(10)

    assert all(crowd.enter("") for _ in range(5))
    assert [crowd.enter("a"), crowd.enter("a"), crowd.enter("b")] == [True, False, True]
    crowd.leave("a")
    assert crowd.enter("a")
    assert [room.take(6), room.take(6), room.take(4)] == [True, False, True]
    room.give_back(6)
    assert room.take(6)


def test_the_largest_of_a_throng_is_known_as_they_come_and_go() -> None:
    throng: Throng[int] = Throng()
    assert list(throng.of_the_largest()) == []
    for number, address in enumerate(("", "", "", "a", "b", "b", "c")):
        throng.enter(number, address)
    assert (len(throng), list(throng.of_the_largest())) == (7, [4, 5])
    throng.leave(4)
    throng.leave(4)
    throng.enter(7, "c")
    assert list(throng.of_the_largest()) == [6, 7]
    assert [throng.number_of(address) for address in ("", "a", "b", "c", "d")] == [0, 1, 1, 2, 0]
    for number in range(8):
        throng.leave(number)
    assert (list(throng), list(throng.of_the_largest())) == ([], [])


# visitors ----------------------------------------------------------------------------------


async def test_a_page_that_floods_waits_on_its_own_side_of_the_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_socket, "FRAMES_AT_ONCE", 5)
    monkeypatch.setattr(chat_socket, "FRAMES_PER_S", 100)
    async with a_house(store, GENEROUS) as house, aiohttp.ClientSession() as session:
        headers = {"Origin": house.address, "Cookie": f"visitor={'a' * 43}"}
        line = await session.ws_connect(f"{house.address}/chat/socket", headers=headers)
        begun = time.monotonic()
        for _ in range(25):
            await line.send_json({"type": "ping"})
        heard = [await line.receive_json() for _ in range(25)]

    assert len(heard) == 25
    assert time.monotonic() - begun > 0.15


async def test_files_that_stand_still_keep_no_other_from_being_taken(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "BOUNDS", replace(upload.BOUNDS, grace_s=3.0))
    async with a_house(store, GENEROUS) as house, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(a_line(house)) for _ in range(12)]
        head = file_head(house, 10 * 2**20)
        for line in slow:
            line.writer.write(head + PDF)
        quick = await stack.enter_async_context(a_line(house))
        status, _ = await quick.ask(file_head(house, len(PDF)) + PDF)
        cut = {(await line.answer())[0] for line in slow}

    assert status == 200
    assert cut == {408}


def file_head(house: House, length: int, *, forwarded_for: str = "") -> bytes:
    lines = (
        "POST /chat/file HTTP/1.1",
        f"Host: 127.0.0.1:{house.port}",
        f"Origin: {house.address}",
        f"Cookie: visitor={'a' * 43}",
        f"X-Event-Id: {FIRST}",
        *([f"X-Forwarded-For: {forwarded_for}"] if forwarded_for else []),
        f"Content-Length: {length}",
        "",
        "",
    )
    return "\r\n".join(lines).encode()


async def test_one_address_sends_three_files_at_once(store: Store) -> None:
    async with a_house(store, GENEROUS, proxies=LOOPBACK) as house, AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(a_line(house)) for _ in range(5)]
        for line in lines[:3]:
            line.writer.write(file_head(house, 100, forwarded_for="203.0.113.7") + PDF)
            await line.writer.drain()
        fourth, _ = await lines[3].ask(file_head(house, 9, forwarded_for="203.0.113.7"))
        other, _ = await lines[4].ask(file_head(house, len(PDF), forwarded_for="203.0.113.8") + PDF)

    assert (fourth, other) == (503, 200)


async def test_a_body_takes_no_more_room_than_it_has_and_gives_it_back(store: Store) -> None:
    room = Room(100)
    held = bodies._Held(room, free=10)
    held.grow(10)
    assert room.left == 100
    held.grow(60)
    assert room.left == 50
    with pytest.raises(bodies.NoRoom):
        held.grow(200)
    held.let_go()
    assert room.left == 100


# memory ------------------------------------------------------------------------------------


async def test_without_memory_webhooks_wait_at_the_vendor_and_with_it_they_are_taken(
    store: Store,
) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        with logged() as lines:
            house.memory = 2 * MEGABYTE
            house.pressure.look()
            house.pressure.look()
            refused, headers = await line.ask(post(event()))
            unready, _ = await line.ask(READY)
            house.memory = 0
            house.pressure.look()
            house.pressure.look()
        taken, _ = await line.ask(post(event()))
        ready, _ = await line.ask(READY)

    assert (refused, headers["retry-after"], taken) == (503, "5", 200)
    assert (unready, ready) == (503, 200)
    assert house.kept() == 1
    said = [line["event"] for line in lines if line["event"] != "webhook refused"]
    assert said == ["nothing more is taken", "messages are taken again"]


async def test_a_backlog_refuses_nobody(store: Store) -> None:
    async with a_house(store, GENEROUS) as house, a_line(house) as line:
        for number in range(300):
            assert (await line.ask(post(event(number))))[0] == 200

    assert house.kept() == 300


def test_strangers_have_a_fifth_of_the_files_and_seats_three() -> None:
    limits = callers.ceilings(100)

    assert limits.per_address == 100
    assert 0 < limits.strangers < limits.seats
    assert limits.strangers <= callers.MOST_STRANGERS
    assert limits.seats <= callers.MOST_SEATS


def test_what_the_machine_says_of_its_memory_is_believable() -> None:
    assert 10 * MEGABYTE < pressure.resident() < pressure.memory_there_is()


# the whole service -------------------------------------------------------------------------


async def test_five_hundred_slow_strangers_do_not_stop_a_real_citizen(tmp_path: Path) -> None:
    async with running(tmp_path) as service, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(dribbling(service)) for _ in range(500)]
        async with a_visitor(service.address) as visitor:
            begun = time.monotonic()
            said = await visitor.says("คะแนน ITA ปี 2566")
            took = time.monotonic() - begun

        assert not any(heard.done() for heard in slow)  # all are still at it
        assert "96.46" in said
        assert took < 2


@asynccontextmanager
async def dribbling(service: Running) -> AsyncIterator["asyncio.Task[bytes]"]:
    """A connection whose headers come a byte a second, as long as it may, and what it hears."""
    port = int(service.used["PORT"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def dribble() -> None:
        for letter in PAGE:
            writer.write(bytes((letter,)))
            await asyncio.sleep(1)

    task, heard = asyncio.create_task(dribble()), asyncio.create_task(reader.read(1))
    yield heard
    task.cancel()
    heard.cancel()
    writer.transport.abort()


@pytest.mark.parametrize("header", ["X-Line-Signature", "X-Telegram-Bot-Api-Secret-Token", ""])
async def test_two_hundred_megabytes_of_junk_do_not_move_memory(
    header: str, tmp_path: Path
) -> None:
    from benchmarks.flood import flood, moved

    async with running(tmp_path, **LINE, **TELEGRAM, **NOWHERE) as service:
        async with a_visitor(service.address) as visitor:
            await visitor.says("คะแนน ITA ปี 2566")
        before = moved(service.process.pid)
        sent, answers = await flood(service.address, 200, header)

        assert sum(answers.values()) > 2 * answers["413"]  # the most were read before refused
        assert sent >= 200 * MEGABYTE
        assert moved(service.process.pid) - before < 20 * MEGABYTE
        async with a_visitor(service.address) as visitor:
            assert "96.46" in await visitor.says("คะแนน ITA ปี 2566")
