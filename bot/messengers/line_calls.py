"""The calls to LINE in the log: LINE asks for its request ids when a message has gone astray.

What went well is written together, once a second, because a line of its own cost as much as a tenth
of the call; what LINE refused is written at once.
"""

import asyncio

import structlog

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

PAUSE_S = 1.0
MOST_TOGETHER = 100


class LineCalls:
    """Notes calls; of those of the last second a kill leaves no trace in the log."""

    def __init__(self) -> None:
        self._well: list[str] = []

    def note(self, path: str, key: str, status: int, request_id: str) -> None:
        """One call has ended; *key* is the row's ("o17")."""
        if status != 200:
            log.info("line.called", path=path, key=key, status=status, request_id=request_id)
            return
        if not self._well:
            asyncio.get_running_loop().call_later(PAUSE_S, self.write)
        self._well.append(f"{key}={request_id}")
        if len(self._well) >= MOST_TOGETHER:
            self.write()

    def write(self) -> None:
        """Write what was noted."""
        if self._well:
            log.info("line.accepted", request_ids=" ".join(self._well))
            self._well = []
