"""The quick exit: whoever shares a phone leaves at once, and nobody reads on there after them."""

from aiohttp import web

from bot.web import visitors
from bot.web.live import Live
from bot.web.security import Doorway


class Leaving:
    """POST /chat/leave: the browser forgets the visitor, and their other open pages close."""

    def __init__(self, doorway: Doorway, live: Live) -> None:
        self._doorway = doorway
        self._live = live

    async def handle(self, request: web.Request) -> web.Response:
        """204, also for somebody whom we do not know; 403 from a page that is not ours."""
        if not self._doorway.is_own_page(request):
            raise web.HTTPForbidden
        secure = self._doorway.is_https(request)
        address = visitors.chat_address(request, secure=secure)
        response = web.Response(status=204)
        visitors.forget(response, secure=secure)
        if address is not None:
            await self._live.close_pages(address)
        return response
