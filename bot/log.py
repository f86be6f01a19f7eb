"""Structured logs: ids and counts only, never people's words, never a secret."""

import contextlib
import logging
import sys
from collections.abc import Collection
from typing import Any, TextIO, cast

import structlog

from bot.masking import masked

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Discreet(logging.Filter):
    """What libraries log of requests may quote people, cookies and addresses: the kind of the
    failure stays, its words and its traceback go. The same line is logged once a minute."""

    QUOTING = ("aiohttp.server", "aiohttp.web", "aiohttp.websocket", "asyncio")
    PAUSE_S = 60.0

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log the record, which is made discreet."""
        if record.name not in self.QUOTING:
            return True
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args = f"{error or 'trouble'} in {record.name}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        if abs(record.created - self._last.get(record.msg, 0.0)) < self.PAUSE_S:
            return False
        self._last[record.msg] = record.created
        return True


class Unfailing:
    """Where the log goes. What cannot be written there (its disk is full, its reader is gone) is
    lost, and nothing else is for it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write *text* if that works."""
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Push it on if that works."""
        with contextlib.suppress(OSError):
            self._stream.flush()


class Masking(logging.Formatter):
    """Lines, and tracebacks, in which no secret stands."""

    def __init__(self, pattern: str, hidden: Collection[str]) -> None:
        super().__init__(pattern)
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of the record."""
        return masked(super().format(record), self._hidden)


def configure(*, level: int = logging.INFO, hidden: Collection[str] = ()) -> None:
    """One line an event, key=value, on standard error; the libraries' own warnings alike. What is
    *hidden* stands in none, whoever quotes it."""

    def mask(_: object, __: str, line: Any) -> str:
        return masked(line, hidden)

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            mask,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Unfailing(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(Discreet())
        handler.setFormatter(Masking(LINE, hidden))
    for noisy in ("httpx", "telegram", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def where(error: BaseException) -> dict[str, str]:
    """What failed and where, without the exception's text: it may quote a person."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}"
    return {"error": type(error).__name__, "where": place}
