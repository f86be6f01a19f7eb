"""What both vendors have in common: a call meets the weather, then perhaps what it asks for."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from aiohttp import web

from tests.crashing.findings import Findings
from tests.crashing.posting import Post
from tests.crashing.weather import GARBAGE, Fault, Weather


class Vendor(ABC):
    """A platform's API, as far as its network lets calls through."""

    def __init__(self, post: Post, findings: Findings, weather: Weather) -> None:
        self.post = post
        self.findings = findings
        self.weather = weather

    @abstractmethod
    def refusal(self, fault: Fault) -> web.Response:
        """How this vendor says no."""

    async def meets(
        self, request: web.Request, take: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """The answer to a call that does *take*, or what the weather makes of it."""
        await self.weather.passes()
        fault = self.weather.fault()
        answer = take() if fault is None else self._spoil(fault, take)
        if self.weather.is_slow():
            self.findings.note("slow")
            await self.weather.lingers()
        else:
            await self.weather.passes()
        if fault is not None and fault.status == 0 and request.transport is not None:
            request.transport.abort()
        return answer

    def _spoil(self, fault: Fault, take: Callable[[], web.Response]) -> web.Response:
        self.findings.note("faults")
        if fault.taken:
            take()
        if fault.status in (0, 200):
            return web.Response(text=GARBAGE, content_type="text/html")
        return self.refusal(fault)
