"""GET /after/...: a photo of work done, for whoever was sent its link, without what the camera
wrote into it. Everything else gets the same 404."""

from aiohttp import web

from bot.photos import without_metadata
from data import after_photos
from data.store import Store

HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # LINE shows it on pages of its own
    "X-Robots-Tag": "noindex, noimageindex",
}


class AfterPhotos:
    """Shows photos that were sent to reporters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, request: web.Request) -> web.Response:
        """The picture behind a link."""
        found = await self._store.read(after_photos.linked, request.match_info["name"])
        content = without_metadata(found[2], found[1]) if found else b""
        if found is None or not content:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type=found[1], headers=HEADERS)
