"""What a vendor answers, heard however it is cut up, and no more of it than is wanted."""

import asyncio
from typing import cast

import aiohttp
import pytest
from httptools import HttpParserError
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.vendor_connection import (
    LARGEST_FRAME,
    LARGEST_HEAD,
    Answered,
    TooLarge,
    header,
)
from tests.played_connection import Wire, connected, framed, hear

LONGEST = 2_000
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([200, 201, 400, 429, 500, 599]),
            st.binary(max_size=LONGEST),
            st.sampled_from(["length", "chunks"]),
            st.lists(st.integers(1, 50), max_size=20),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.integers(0, 5_000), max_size=12),
)
def test_each_answer_is_heard_whole_however_it_is_cut_up(
    answers: list[tuple[int, bytes, str, list[int], int]], cuts: list[int]
) -> None:
    async def ask_all() -> None:
        connection = connected()
        for number, (status, body, how, pieces, hints) in enumerate(answers):
            told = connection.ask(b"q%d" % number, LONGEST)
            hear(connection, HINTS * hints + framed(status, body, how, pieces), cuts)
            answer = told.result()
            assert (answer.status, answer.body) == (status, body)
            assert header(answer.headers, b"x-line-request-id") == "r1"
            assert b"link" not in answer.headers
            assert connection.is_idle
        wire = cast("Wire", connection.transport)
        assert wire.sent == [b"q%d" % number for number in range(len(answers))]

    asyncio.run(ask_all())


@given(st.binary(max_size=LONGEST), st.lists(st.integers(0, 5_000), max_size=12))
def test_what_only_the_end_ends_is_whole_when_it_has_come(body: bytes, cuts: list[int]) -> None:
    async def ask() -> None:
        for lost in (None, ConnectionResetError()):
            connection = connected()
            told = connection.ask(b"q", LONGEST)
            hear(connection, framed(502, body, "end", []), cuts)
            assert not told.done()
            connection.connection_lost(lost)
            if lost is None:
                assert told.result() == Answered(502, told.result().headers, body)
            else:
                assert isinstance(told.exception(), aiohttp.ServerDisconnectedError)

    asyncio.run(ask())


@given(
    st.binary(max_size=300),
    st.sampled_from(["length", "chunks", "end"]),
    st.lists(st.integers(1, 50), max_size=5),
    st.integers(0, 10**6),
    st.integers(0, 255),
    st.lists(st.integers(0, 800), max_size=5),
)
def test_what_was_garbled_or_cut_off_is_some_answer_or_none(
    body: bytes, how: str, pieces: list[int], place: int, letter: int, cuts: list[int]
) -> None:
    """It raises nothing that the caller does not know, and whoever asked is told in the end."""

    async def ask() -> None:
        said = bytearray(framed(200, body, how, pieces))
        said[place % len(said)] = letter
        for spoilt in (bytes(said), bytes(said[: place % len(said)])):
            connection = connected()
            told = connection.ask(b"q", LONGEST)
            hear(connection, spoilt, cuts)
            connection.connection_lost(None)
            error = told.exception()
            if error is None:
                assert len(told.result().body) <= LONGEST
            else:
                assert isinstance(error, (aiohttp.ClientError, HttpParserError, TooLarge))
            assert not connection.is_idle

    asyncio.run(ask())


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * LARGEST_HEAD * 2,
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"A%d: a\r\n" % number for number in range(20_000)),
        HINTS * 5_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"a" * 3_000,
        framed(200, b"a" * (LONGEST + 1), "chunks", [1] * LONGEST),
        framed(200, b"a" * 5, "end", []) + b"a" * LONGEST,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"a" * LARGEST_HEAD * 2,
    ],
    ids=["header", "headers", "hints", "length", "chunks", "end", "extension"],
)
async def test_no_more_is_held_than_is_wanted(said: bytes) -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    for place in range(0, len(said), 1_000):
        if told.done():
            assert place < LARGEST_HEAD + LARGEST_FRAME * LONGEST + 2_000
            break
        connection.data_received(said[place : place + 1_000])
    assert isinstance(told.exception(), (TooLarge, HttpParserError))
    assert not connection.is_idle


async def test_chunks_of_one_byte_are_no_more_than_was_asked_for() -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    hear(connection, framed(200, b"a" * LONGEST, "chunks", [1] * LONGEST))
    assert len(told.result().body) == LONGEST


ANSWER = framed(200, b"{}", "length", [])


@pytest.mark.parametrize(
    "said",
    [
        ANSWER + ANSWER,
        ANSWER + b"HTTP/1.1 4",
        ANSWER + b"\x00",
        ANSWER.replace(b"Server: s", b"Connection: close"),
        ANSWER.replace(b"HTTP/1.1", b"HTTP/1.0"),
        b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n{}",
    ],
    ids=["two", "the beginning of another", "nonsense", "closing", "old", "another protocol"],
)
async def test_nothing_more_is_asked_where_the_next_answer_might_be_anothers(said: bytes) -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    connection.data_received(said)
    assert told.done()
    assert told.result().body == (b"" if told.result().status == 101 else b"{}")
    assert not connection.is_idle


async def test_what_comes_unasked_is_kept_out_of_the_next_answer() -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    connection.data_received(ANSWER)
    assert told.result().body == b"{}"
    assert connection.is_idle
    connection.data_received(b"HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\n\r\n")
    assert not connection.is_idle


async def test_who_is_cut_off_or_gone_answers_no_more() -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    connection.ring()
    assert cast("Wire", connection.transport).aborted
    connection.connection_lost(None)
    assert isinstance(told.exception(), aiohttp.ServerDisconnectedError)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        connection.ask(b"q", LONGEST)


async def test_whoever_waits_no_longer_is_told_nothing() -> None:
    for said in (ANSWER, b"\x00", framed(200, b"a" * LONGEST * 2, "length", [])):
        connection = connected()
        connection.ask(b"q", LONGEST).cancel()
        connection.data_received(said)
        connection.connection_lost(None)
