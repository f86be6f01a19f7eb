"""Whatever comes between what: every message that waits is handled once, in order within its chat,
and not many are in hand."""

import asyncio
from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import inbox_backlog
from bot.inbox_backlog import InboxBacklog
from data import inbox
from data.sealing import Vault
from data.store import Connection, Store
from handlers.message import Messenger

AT = "2026-01-01T00:00:00+00:00"
SMALL = {
    "MOST_IN_HAND": 4,
    "MOST_NOTED": 2,
    "PLACES": 2,
    "ROWS_AT_ONCE": 2,
    "LOOK_AT_ONCE": 3,
    "STEPS_AT_ONCE": 2,
    "SOON_S": 0.0,
    "SLOW_S": 0.0,
    "LOOK_AGAIN_S": 0.0,
}
MOST = 4 + 2 * 2 * 2

CHATS = st.sampled_from("abcdefgh")
STEPS = st.one_of(
    st.tuples(st.just("keeps"), st.lists(CHATS, min_size=1, max_size=12)),
    st.tuples(st.just("hands over"), st.integers(1, 12)),
    st.tuples(st.just("finishes"), st.integers(0, 7)),
    st.tuples(st.just("sets aside"), st.integers(0, 7)),
    st.tuples(st.just("tries again"), st.none()),
    st.tuples(st.just("lets run"), st.integers(1, 5)),
    st.tuples(st.just("restarts"), st.none()),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(tmp_path_factory.mktemp("interleaved") / "a.db", Vault(bytes(range(32))))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setattr(inbox_backlog, name, value)
        yield opened
    opened.close()


class World:
    """Rows that are kept, handed over in that order, handled and set aside, all at any time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept = 0
        self.done: list[tuple[str, int]] = []  # for the first time, in order
        self.to_hand_over: deque[inbox.Row] = deque()
        self.aside: dict[int, inbox.Row] = {}
        self.asked: set[int] = set()  # to be tried again, in this life
        self.wrongs: list[str] = []
        self.before: dict[int, set[int]] = {}
        self.begin()

    def begin(self) -> None:
        self.begun: set[int] = set()
        self.running: dict[int, tuple[inbox.Row, asyncio.Event]] = {}
        self.asked.clear()
        self.to_hand_over.clear()
        self.backlog = InboxBacklog(self.store, Messenger.LINE, self.handle)
        self.backlog.start()

    async def handle(self, row: inbox.Row) -> None:
        if row.retried:
            if row.id not in self.asked:
                self.wrongs.append(f"{row.id} again without being asked")
            if early := self.before[row.id] & self.waiting(row.chat):
                self.wrongs.append(f"{row.id} again before {early}")
            self.asked.discard(row.id)
            self.turns(row.id, "waiting")
        elif row.id in self.begun:
            self.wrongs.append(f"{row.id} twice")
        self.begun.add(row.id)
        may = asyncio.Event()
        self.running[row.id] = row, may
        await may.wait()

    async def ends(self, number: int, state: str) -> None:
        """One of those that are being handled is handled, or cannot be."""
        if not self.running:
            return
        row_id = list(self.running)[number % len(self.running)]
        row, may = self.running.pop(row_id)
        self.turns(row_id, state)
        if row_id not in self.aside:
            self.done.append((row.chat, row_id))
        self.aside.pop(row_id, None)
        if state == "parked":
            self.aside[row_id] = row._replace(retried=True)
        may.set()

    async def does(self, step: str, what: object) -> None:
        if step == "keeps" and isinstance(what, list):
            self.keeps(what)
        elif step == "hands over" and isinstance(what, int):
            for _ in range(min(what, len(self.to_hand_over))):
                self.backlog.take(self.to_hand_over.popleft())
        elif isinstance(what, int) and step in ("finishes", "sets aside"):
            await self.ends(what, "done" if step == "finishes" else "parked")
        elif step == "tries again":
            self.tries_again()
        elif step == "lets run" and isinstance(what, int):
            for _ in range(what):
                await asyncio.sleep(0)
        elif step == "restarts":
            await self.backlog.stop(0)
            self.begin()
        if len(self.backlog._known - self.aside.keys()) > MOST:
            self.wrongs.append("too many in hand")

    def keeps(self, chats: list[str]) -> None:
        rows = tuple(
            inbox.NewRow("line", f"E{self.kept + number}", chat, "", b"words", AT)
            for number, chat in enumerate(chats)
        )
        self.kept += len(rows)
        for row_id, new in zip(self.store.write_now(inbox.put, rows), rows, strict=True):
            row = inbox.Row(row_id or 0, "line", new.event_id, new.chat, b"words", AT, AT, 0)
            self.to_hand_over.append(row)

    def tries_again(self) -> None:
        for row in list(self.aside.values()):
            if row.id in self.asked or row.id in self.running:
                continue
            if row.id in self.waiting(row.chat):
                continue  # it was begun before a restart, and is not set aside any more
            handed = {each.id for each in self.to_hand_over}
            self.before[row.id] = self.waiting(row.chat) - handed - self.aside.keys()
            self.asked.add(row.id)
            self.backlog.take_again(row)

    async def comes_to_an_end(self) -> None:
        while self.to_hand_over:
            self.backlog.take(self.to_hand_over.popleft())
        async with asyncio.timeout(10):
            while self.backlog._is_left or not self.backlog.lanes.is_idle:
                await self.ends(0, "done")
                await asyncio.sleep(0)

    def waiting(self, chat: str) -> set[int]:
        query = "select id from inbox where chat = ? and state = 'waiting'"
        return {row[0] for row in self.store.read_now(lambda db: db.execute(query, (chat,)))}

    def turns(self, row_id: int, state: str) -> None:
        query = "update inbox set state = ? where id = ?"
        self.store.write_now(lambda db: db.execute(query, (state, row_id)) and None)


def forget(db: Connection) -> None:
    db.execute("delete from inbox")


@settings(max_examples=300)
@given(st.lists(STEPS, max_size=60))
def test_each_is_handled_once_and_in_its_order(
    store: Store, steps: list[tuple[str, object]]
) -> None:
    async def live() -> World:
        world = World(store)
        for step, what in steps:
            await world.does(step, what)
        await world.comes_to_an_end()
        return world

    store.write_now(forget)
    world = asyncio.run(live())

    assert world.wrongs == []
    assert len(world.done) == len(set(world.done)) == world.kept
    for chat in "abcdefgh":
        mine = [row_id for each, row_id in world.done if each == chat]
        assert mine == sorted(mine)
