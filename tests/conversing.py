"""Conversations in tests: people on several messengers talk to the real dispatcher and courier over
a real store; only the vendors are played. What a person does is awaited until all of it is kept and
delivered."""

import asyncio
import itertools
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import clock
from bot.agency_context import ContextMaker
from bot.at_once import AtOnce
from bot.delivery import Courier
from bot.dispatch import Dispatcher, Kept
from bot.holding import Holds
from bot.incoming import Incoming, IncomingFile, IncomingPlace
from bot.messengers.messenger import Adapter
from bot.receiving import Receiver
from data import case_access, outbox, publish, staff, times
from data.agency import Agency, load_agency
from data.dataset import load_dataset
from data.limits import DAY, MINUTE, UNCHANGED, Limit, Rate
from data.quiet_hours import NEVER
from data.sealing import Vault
from data.staff import Invitation
from data.store import Connection, Store
from handlers.message import Kind, Messenger
from handlers.turn import Choice, Reply
from handlers.understanding.understand import Understanding
from tests.pictures import jpeg
from tests.post_office import PostOffice

AGENCY = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
KEY = bytes(range(32))
JPEG = jpeg()
POTHOLE = "ถนนหน้าบ้านพังเป็นหลุมใหญ่ หมู่ 4"
NO_PHOTO = "ไม่มีงานให้ถ่ายรูป"
"""Why a grievance is closed without a photo: a button."""

BRIBE = "มีคนเรียกเงินตอนขอใบอนุญาต"
PATIENCE_S = 10
CASE_TEXTS = (
    "select case_unseal(wrapped, case_id, text, 'case.text')"
    " from case_entry join case_key using (case_id) order by case_entry.id"
)
HASTY = replace(
    UNCHANGED,
    messages=Limit("message", Rate(1000, MINUTE)),
    filings=Limit("filing", Rate(1000, DAY), Rate(1000, DAY)),
)
"""People in tests type in no time and file a year's cases in a day; tests/test_pacing.py and
tests/test_filing_limits.py are about those who are too fast."""
BATCHES = {Messenger.LINE: 5, Messenger.TELEGRAM: 1, Messenger.WEB: 1}

Desk = Callable[..., Awaitable[tuple[int, str, str]]]
"""A command line: arguments in; exit status, output, complaints out."""

_numbers = itertools.count(1)


def publish_into(path: Path) -> None:
    """A database with the dataset published, to be copied."""
    store = Store(path, Vault(KEY))
    store.write_now(publish.publish, load_dataset(load_agency(AGENCY).datasets))
    store.close()


def awake(folder: Path) -> Path:
    """The agency's file without quiet hours: tests run at night, too."""
    text = AGENCY.read_text("utf-8")
    for old, new in (
        ('from = "20.00"', 'from = ""'),
        ('to = "07.00"', 'to = ""'),
        ('"../datasets/', f'"{AGENCY.parent.parent}/datasets/'),
    ):
        assert old in text
        text = text.replace(old, new)
    path = folder / "agency.toml"
    path.write_text(text, "utf-8")
    return path


class Town:
    """One agency's service without its web server, and everybody who talks to it."""

    def __init__(self, path: Path, understanding: Understanding) -> None:
        self._path = path
        self._understanding = understanding
        self.agency: Agency = replace(
            load_agency(AGENCY), limits=HASTY, quiet=NEVER, undo_seconds=0
        )
        self.offices = {
            name: PostOffice(name, batch, tell=self._tell) for name, batch in BATCHES.items()
        }
        self._changed = asyncio.Event()
        self.kept: list[Kept] = []

    def open(self) -> None:
        """Start on the file, as after a restart: what waited is taken up."""
        self.store = Store(self._path, Vault(KEY))
        adapters: dict[Messenger, Adapter] = dict(self.offices)
        self.courier = self.make_courier(adapters)
        contexts = ContextMaker(self.agency, self.store, self._understanding)
        self.dispatcher = Dispatcher(
            self.store,
            adapters,
            self.courier,
            contexts,
            after_kept=self._note,
            quiet=self.agency.quiet,
        )
        self.at_once = AtOnce(self.store, adapters, self.courier, contexts, self._note)
        self.at_once.start()
        self.receiver = Receiver(self.store, self.dispatcher.take, at_once=self.at_once)
        self.holds = Holds(self.store, self._send_held, self.agency)
        self.courier.start()
        self.holds.start()
        self.dispatcher.start()

    def make_courier(self, adapters: dict[Messenger, Adapter]) -> Courier:
        """Who carries the replies."""
        return Courier(self.store, adapters)

    async def close(self) -> None:
        """Stop; what is not finished stays in the file."""
        await self.dispatcher.stop(PATIENCE_S)
        await self.holds.stop()
        await self.courier.stop(PATIENCE_S)
        self.store.close()

    async def restart(self) -> None:
        """A new dispatcher and courier on the same file."""
        await self.close()
        self.open()

    async def settled(self) -> None:
        """Wait until every message is handled and every reply delivered."""
        async with asyncio.timeout(PATIENCE_S):
            while self._is_owing():
                self._changed.clear()
                await self._changed.wait()

    def rows(self, query: str, **parameters: Any) -> list[Any]:
        """What stands in the database; one column comes without its tuple."""
        found = self.store.read_now(lambda db: db.execute(query, parameters).fetchall())
        return [row[0] if len(row) == 1 else row for row in found]

    def with_real_number(self, data: str) -> str:
        """A button's data, in which cases are counted as they were filed, as it really is."""
        found = re.fullmatch(r"(c:|f:case:|f:add:)(\d)((?::.*)?)", data)
        numbers = self.rows("select id from cases order by opened_at")
        if not found or not 1 <= int(found[2]) <= len(numbers):
            return data
        return f"{found[1]}{numbers[int(found[2]) - 1]}{found[3]}"

    def texts_of_cases(self) -> list[str]:
        """Everything that was said in cases."""
        return [text for text in self.rows(CASE_TEXTS) if text]

    def files_of_cases(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files in cases."""
        return self.rows(
            "select case_unseal(wrapped, case_id, name, 'attachment.name'),"
            " case_unseal_bytes(wrapped, case_id, content, 'attachment.content')"
            " from attachment join case_key using (case_id) order by id"
        )

    def citizen(
        self, name: str = "somchai", messenger: Messenger = Messenger.LINE, *, group: bool = False
    ) -> "Person":
        """Somebody who writes from outside."""
        return Person(self, name, messenger, group=group)

    async def officer(
        self,
        name: str = "somsri",
        *,
        role: str = "officer",
        corruption: bool = False,
        unit: str = "",
    ) -> "Person":
        """Somebody who joined on Telegram by an invitation."""
        person = Person(self, name, Messenger.TELEGRAM)
        token = self.invitation(name, role, corruption, unit=unit)
        heard = await person.says(f"/start join_{token}")
        assert "ยินดีต้อนรับ" in heard
        return person

    def invitation(
        self,
        name: str = "สมศรี",
        role: str = "officer",
        corruption: bool = False,
        days: float = 3,
        unit: str = "",
    ) -> str:
        """The token of a fresh invitation."""
        token = secrets.token_urlsafe(32)
        now = clock.now()
        expires = times.stamp(now + timedelta(days=days))
        invited = Invitation("", name, role, corruption, unit)
        self.store.write_now(staff.invite, token, invited, expires, times.stamp(now))
        return token

    def dismiss(self, person: "Person") -> None:
        """Take somebody's access away."""
        member = self.store.read_now(staff.of_chat, person.chat)
        assert member is not None
        self.store.write_now(case_access.remove, member.id, times.stamp(clock.now()))

    def _note(self, kept: Kept) -> None:
        self.kept.append(kept)
        self.holds.note(kept)
        self._tell()

    def _send_held(self, rows: Iterable[outbox.Row]) -> None:
        self.courier.send(rows)
        self._tell()

    def _tell(self) -> None:
        self._changed.set()

    def _is_owing(self) -> bool:
        delivered = {
            sending.key for office in self.offices.values() for sending in office.delivered
        }
        return self.store.read_now(_is_waiting, delivered)


def _is_waiting(db: Connection, delivered: set[str]) -> bool:
    if db.execute("select 1 from inbox where state = 'waiting'").fetchone():
        return True
    overdue = "select 1 from held_words where due_at <= ?"
    if db.execute(overdue, (times.stamp(clock.now()),)).fetchone():
        return True
    due = db.execute(
        "select coalesce(pushed_with, id) from outbox where state <> 'undeliverable' and hold = ''"
    )
    return any(f"o{row[0]}" not in delivered for row in due)


class Person:
    """Somebody in one chat. What they do returns the words that they then read."""

    def __init__(self, town: Town, name: str, messenger: Messenger, *, group: bool = False) -> None:
        self.town, self.name, self.messenger = town, name, messenger
        self._group = group
        self._read = 0
        self.event_id = ""
        self.message_id = ""

    @property
    def chat(self) -> str:
        """The tag of the chat."""
        return self.town.store.vault.tag("chat", f"{self.messenger}:{self.name}")

    @property
    def replies(self) -> list[Reply]:
        """Everything that ever arrived here."""
        return [
            reply
            for sending in self.town.offices[self.messenger].delivered
            if sending.address == self.name
            for reply in sending.replies
        ]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was offered last."""
        return next((reply.choices for reply in reversed(self.replies) if reply.choices), ())

    @property
    def labels(self) -> list[str]:
        """What was offered last, by name."""
        return [choice.label for choice in self.choices]

    @property
    def _more(self) -> str:
        return next((each.data for each in self.choices if ":more:" in each.data), "")

    def news(self) -> str:
        """What arrived since this person last looked."""
        fresh = self.replies[self._read :]
        self._read += len(fresh)
        return "\n".join(reply.text for reply in fresh)

    async def says(self, text: str, **more: Any) -> str:
        return await self.does(Kind.TEXT, text=text, **more)

    async def say_all(self, texts: Sequence[str]) -> str:
        """Several messages in one webhook."""
        events = [self._event(Kind.TEXT, text=text) for text in texts]
        self.news()
        await self.town.receiver.take(events)
        await self.town.settled()
        return self.news()

    async def presses(self, label: str) -> str:
        """Press what was offered last under this label, or stands behind "more" on a card."""
        if label not in self.labels and (more := self._more):
            await self.presses_data(more)
        found = [choice.data for choice in self.choices if choice.label == label]
        assert found, f"no button {label!r} in {self.labels}"
        return await self.presses_data(found[0])

    async def presses_data(self, data: str) -> str:
        """Press an old button, or one that was never there; "c:1:open" is of the first case filed,
        whose real number is random."""
        return await self.does(Kind.BUTTON, data=self.town.with_real_number(data))

    async def has_no_photo(self) -> None:
        """Where a photo of the work done is asked for, say that there is none."""
        if NO_PHOTO in self.labels:
            await self.presses(NO_PHOTO)

    async def files(
        self, words: str = POTHOLE, kind: str = "grievance", *, photo: bool = False
    ) -> str:
        """File a case from beginning to end; its code."""
        await self.presses_data(f"f:start:{kind}")
        await self.says(words)
        if photo:
            await self.sends_photo()
        await self.presses_data("f:review")
        assert "รหัสเรื่อง" in await self.presses_data("f:send")
        code = self.town.rows("select code from cases order by opened_at desc limit 1")[0]
        return str(code)

    async def sends_photo(
        self, content: bytes | Exception = JPEG, caption: str = "", size: int | None = None
    ) -> str:
        file_id = f"file {next(_numbers)}"
        self.town.offices[self.messenger].files[file_id] = content
        file = IncomingFile(file_id, "", "image/jpeg", size)
        return await self.does(Kind.FILE, file=file, text=caption)

    async def uploads(self, content: bytes = JPEG, name: str = "หลุม.jpg") -> str:
        """Send a file by the page, which keeps it with the message."""
        file = IncomingFile("", name, "image/jpeg", len(content))
        event = self._event(Kind.FILE, file=file)
        self.news()
        await self.town.receiver.take_one(event, content)
        await self.town.settled()
        return self.news()

    async def sends_place(self, latitude: float = 15.65, longitude: float = 101.1) -> str:
        place = IncomingPlace(latitude, longitude, "หน้าวัด")
        return await self.does(Kind.LOCATION, place=place)

    async def edits(self, message_id: str, text: str) -> str:
        return await self.does(Kind.EDITED, text=text, original=message_id, message_id=message_id)

    async def unsends(self, message_id: str) -> str:
        return await self.does(Kind.UNSENT, original=message_id)

    async def leaves(self) -> str:
        return await self.does(Kind.LEFT)

    async def redelivers(self) -> str:
        """The vendor delivers the last event once more."""
        return await self.takes(self._last)

    async def does(self, kind: Kind, **fields: Any) -> str:
        return await self.takes(self._event(kind, **fields))

    async def takes(self, event: Incoming) -> str:
        """One event, to its end."""
        self.news()
        await self.town.receiver.take([event])
        await self.town.settled()
        return self.news()

    def _event(self, kind: Kind, **fields: Any) -> Incoming:
        number = next(_numbers)
        self.event_id = fields.pop("event_id", f"E{number}")
        self.message_id = fields.pop("message_id", f"M{number}")
        self._last = Incoming(
            messenger=self.messenger,
            event_id=self.event_id,
            address=self.name,
            kind=kind,
            message_id=self.message_id if kind is not Kind.BUTTON else "",
            private=not self._group,
            **fields,
        )
        return self._last
