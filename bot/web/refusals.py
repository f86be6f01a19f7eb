"""Refused webhooks in the log: the first at once, the rest of a minute in one line with their
number, so that whoever forges thousands fills no disk."""

import asyncio

import structlog

EVERY_S = 60.0

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Refusals:
    """Those of one messenger's webhook."""

    def __init__(self, messenger: str) -> None:
        self._messenger = messenger
        self._untold: dict[str, int] = {}  # by reason, since it was told of last

    def note(self, reason: str) -> None:
        """One was refused."""
        if reason in self._untold:
            self._untold[reason] += 1
            return
        log.warning("webhook refused", messenger=self._messenger, reason=reason)
        self._begin(reason)

    def _begin(self, reason: str) -> None:
        self._untold[reason] = 0
        asyncio.get_running_loop().call_later(EVERY_S, self._tell, reason)

    def _tell(self, reason: str) -> None:
        if number := self._untold.pop(reason):
            log.warning("webhooks refused", messenger=self._messenger, reason=reason, number=number)
            self._begin(reason)
