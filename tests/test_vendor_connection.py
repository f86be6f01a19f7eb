"""What a vendor answers, heard however it is cut up, and no more of it than is wanted."""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from typing import cast

import aiohttp
import pytest
from httptools import HttpParserError
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.calls import LONGEST_ANSWER
from bot.messengers.vendor_connection import (
    LARGEST_FRAME,
    LARGEST_HEAD,
    Answered,
    TooLarge,
    header,
)
from tests.played_connection import Wire, connected, framed, hear

LONGEST = 2_000
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
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


async def heard_until_told(said: bytes, longest: int) -> tuple[int, BaseException | None]:
    """How much was heard of it before whoever asked was told, and that it was too much."""
    connection = connected()
    told = connection.ask(b"q", longest)
    heard = 0
    while not told.done() and heard < len(said):
        connection.data_received(said[heard : heard + 1_000])
        heard += 1_000
    assert not connection.is_idle
    return heard, told.exception()


A_HEADER = b"A: %b\r\n" % (b"a" * 90)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * LARGEST_HEAD * 4,
        b"HTTP/1.1 200 OK\r\n" + A_HEADER * 4_000,
        CHUNKED + b"0\r\n" + A_HEADER * 4_000,
        CHUNKED + b"0\r\nA: " + b"a" * LARGEST_HEAD * 4,
        CHUNKED + b"1;" + b"a" * LARGEST_HEAD * 4,
        (b"HTTP/1.1 103 X\r\n" + A_HEADER + b"\r\n") * 4_000,
    ],
    ids=["header", "headers", "trailers", "trailer", "extension", "hints"],
)
async def test_of_what_is_no_body_little_is_held(said: bytes) -> None:
    """However long the body might be."""
    heard, error = await heard_until_told(said, LONGEST_ANSWER)
    assert isinstance(error, (TooLarge, HttpParserError))
    assert heard < LARGEST_HEAD * 1.5


@pytest.mark.parametrize(
    "said",
    [
        framed(200, b"a" * LONGEST * 2, "length", []),
        framed(200, b"a" * (LONGEST + 1), "chunks", [1] * LONGEST),
        framed(200, b"a" * (LONGEST + 1), "end", []),
        b"HTTP/1.1 103 X\r\n\r\n" * 10_000,
    ],
    ids=["length", "chunks", "end", "empty hints"],
)
async def test_no_more_is_held_than_is_wanted(said: bytes) -> None:
    heard, error = await heard_until_told(said, LONGEST)
    assert isinstance(error, TooLarge)
    assert heard < LARGEST_HEAD + LARGEST_FRAME * LONGEST + 2_000


async def test_what_follows_an_answer_changes_nothing_of_it() -> None:
    connection = connected()
    told = connection.ask(b"q", LONGEST)
    first = b"HTTP/1.1 429 X\r\nRetry-After: 7 \t\r\nRetry-After: 8\r\nContent-Length: 0\r\n\r\n"
    connection.data_received(first + first.replace(b"7", b"9999"))
    assert header(told.result().headers, b"retry-after") == "7"
    assert not connection.is_idle

    connection = connected()
    told = connection.ask(b"q", LONGEST)
    connection.data_received(CHUNKED.replace(b"\r\n\r\n", b"\r\nA: 1\r\n\r\n"))
    connection.data_received(b"0\r\nA: 2\r\nB: 3\r\n\r\n")
    assert header(told.result().headers, b"a") == "1"
    assert b"b" not in told.result().headers


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
async def test_what_was_packed_on_the_way_is_unpacked_and_no_more_of_it(
    pack: Callable[[bytes], bytes],
) -> None:
    for body, is_taken in ((b"a" * LONGEST, True), (b"a" * (LONGEST + 1), False)):
        for packed in (pack(body), pack(body)[:-9]):
            connection = connected()
            told = connection.ask(b"q", LONGEST)
            hear(connection, packed_answer(packed))
            if is_taken and packed == pack(body):
                assert told.result().body == body
            else:
                assert isinstance(told.exception(), (TooLarge, aiohttp.ClientPayloadError))
                assert not connection.is_idle


def packed_answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


async def test_what_a_session_has_used_is_not_asked_without_it() -> None:
    """Half an answer that came unasked is not to be seen there."""
    connection = connected()
    assert connection.is_idle
    connection.set_response_params()
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
