"""Marks on rows of the outbox, those of one turn of the loop written by one function."""

import asyncio
from collections.abc import Callable, Iterable

from data.store import Connection, Store, Unavailable

Query = Callable[[Connection, list[int]], None]


class Marks:
    """One kind of mark: *query* makes it on all of some rows. Where *insisting*, however long the
    database takes nothing; else whoever waits is told of that."""

    def __init__(self, store: Store, query: Query, *, insisting: bool = False) -> None:
        self._store = store
        self._query = query
        self._insisting = insisting
        self._ids: list[int] = []
        self._marked: asyncio.Future[None] | None = None
        self._insisted: set[asyncio.Task[None]] = set()

    def mark(self, row_ids: Iterable[int]) -> "asyncio.Future[None]":
        """Done when they are marked; from the loop. Everybody of a turn waits for the same: who is
        cancelled cancels all, as happens at a stop."""
        loop = asyncio.get_running_loop()
        if self._marked is None or self._marked.done():
            self._marked = loop.create_future()
            loop.call_soon(self._begin)
        self._ids.extend(row_ids)
        return self._marked

    def _begin(self) -> None:
        ids, marked = self._ids, self._marked
        self._ids, self._marked = [], None
        if ids and marked is not None:
            written = self._store.write(self._query, ids)
            written.add_done_callback(lambda _: self._end(written, marked, ids))

    def _end(
        self, written: "asyncio.Future[None]", marked: "asyncio.Future[None]", ids: list[int]
    ) -> None:
        if written.cancelled():
            marked.cancel()
            return
        error = written.exception()
        if self._insisting and isinstance(error, Unavailable):
            insisted = asyncio.get_running_loop().create_task(
                self._store.write_patiently(self._query, ids)
            )
            self._insisted.add(insisted)
            insisted.add_done_callback(self._insisted.discard)
            insisted.add_done_callback(lambda _: self._end(insisted, marked, ids))
        elif marked.done():
            return
        elif error is not None:
            marked.set_exception(error)
        else:
            marked.set_result(None)
