"""/healthz: the process is alive. /readyz: it can do its work."""

import sqlite3
from collections.abc import Callable

from aiohttp import web

from data.store import Connection, Store, Unavailable


class Health:
    """Answers for load balancers and operators."""

    def __init__(self, store: Store, is_running: Callable[[], bool]) -> None:
        self._store = store
        self._is_running = is_running

    async def alive(self, _: web.Request) -> web.Response:
        """Always 200 while the process answers at all."""
        return web.json_response({"alive": True})

    async def ready(self, _: web.Request) -> web.Response:
        """200 when the database takes writes and the workers run, else 503."""
        database = await self._is_writable()
        workers = self._is_running()
        status = 200 if database and workers else 503
        return web.json_response({"database": database, "workers": workers}, status=status)

    async def _is_writable(self) -> bool:
        try:
            await self._store.write(_touch)
        except (Unavailable, sqlite3.Error):
            return False
        return True


def _touch(db: Connection) -> None:
    """A write that changes nothing but proves that one could."""
    db.execute("update installation set id = id where id = 1")
