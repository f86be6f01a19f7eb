"""Logs say that something failed and where, never what people said, sent or are."""

import logging

from bot.log import Discreet


def record(name: str, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord(
        name, logging.ERROR, "web.py", 1, "Error handling request from %s", ("1.2.3.4",), info
    )


def test_what_a_library_quotes_of_a_request_does_not_reach_the_log() -> None:
    quoted = record("aiohttp.server", ValueError("Cookie: visitor=SECRET มีคนเรียกเงิน"))

    assert Discreet().filter(quoted)
    said = logging.Formatter().format(quoted)
    assert said == "ValueError in aiohttp.server"


def test_the_same_trouble_is_told_once_a_minute() -> None:
    discreet = Discreet()
    first, second, later = (record("asyncio", OSError("too many files")) for _ in range(3))
    first.created, second.created, later.created = 1_000.0, 1_030.0, 1_090.0

    assert [discreet.filter(each) for each in (first, second, later)] == [True, False, True]


def test_other_loggers_speak_as_they_are() -> None:
    own = record("bot.delivery")

    assert Discreet().filter(own)
    assert own.getMessage() == "Error handling request from 1.2.3.4"
