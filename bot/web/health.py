"""/healthz: the process is alive. /readyz: it can do its work."""

import sqlite3
from collections.abc import Callable

from aiohttp import web

from data.store import Connection, Store, Unavailable


class Health:
    """Answers for load balancers and operators."""

    def __init__(
        self, store: Store, is_running: Callable[[], bool], short_of: Callable[[], str] = str
    ) -> None:
        self._store = store
        self._is_running = is_running
        self._short_of = short_of

    async def alive(self, _: web.Request) -> web.Response:
        """Always 200 while the process answers at all."""
        return web.json_response({"alive": True})

    async def ready(self, _: web.Request) -> web.Response:
        """200 when the database takes messages and the workers run, else 503, with the *reason*
        (data/trouble.py names them) where it is the database; what the machine is short of is
        false. *log_is_large* is no reason."""
        reason = await self._reason()
        said: dict[str, bool | str] = {"database": not reason, "workers": self._is_running()}
        status = 200 if all(said.values()) else 503
        if short_of := self._short_of():
            said[short_of], status = False, 503
        if reason:
            said["reason"] = reason
        if self._store.log_is_large:
            said["log_is_large"] = True
        return web.json_response(said, status=status)

    async def _reason(self) -> str:
        if self._store.trouble is None:
            try:
                await self._store.write(_touch)
            except (Unavailable, sqlite3.Error) as error:
                return self._store.trouble or type(error).__name__
        return self._store.trouble or ""


def _touch(db: Connection) -> None:
    """A write that changes nothing but proves that one could."""
    db.execute("update installation set id = id where id = 1")
