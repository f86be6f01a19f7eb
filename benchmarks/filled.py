"""A database as it lies after years: messages with their answers, chats, conversations, cases."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import cases
from benchmarks.served import KEY
from data import chats, conversations, inbox, publish
from data.agency import load_agency
from data.conversations import Conversation
from data.dataset import load_dataset
from data.sealing import Vault
from data.store import Connection, Store
from data.times import stamp

AGENCY = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
NOW = datetime.now(UTC)
DAYS = 29
"""The oldest row is younger than what pruning takes away."""

MESSENGERS = ("line", "line", "line", "web")
WORDS = "ขอทราบคะแนนของข้อ e9 ค่ะ ".encode() * 6
AT_ONCE = 10_000
MESSAGES_A_CHAT = 10
MESSAGES_A_CASE = 10


def filled(path: Path, number: int) -> Store:
    """A store with *number* messages, all of them answered, and a tenth as many chats and cases."""
    store = Store(path, Vault(KEY))
    store.write_now(publish.publish, load_dataset(load_agency(AGENCY).datasets))
    for first in range(0, number, AT_ONCE):
        store.write_now(_talk, store.vault, first, min(first + AT_ONCE, number), number)
    cases_wanted = number // MESSAGES_A_CASE
    for first in range(0, cases_wanted, 1_000):
        end = min(cases_wanted, first + 1_000)
        store.write_now(cases.fill, first, end, cases_wanted)
    return store


def opened(path: Path) -> Store:
    """One that was filled before."""
    return Store(path, Vault(KEY))


def chat_of(vault: Vault, number: int) -> tuple[str, str, str]:
    """The tag, the messenger and the address of a message's chat."""
    at = number // MESSAGES_A_CHAT
    messenger = MESSENGERS[at % len(MESSENGERS)]
    return vault.tag("chat", f"{messenger}:{address_of(at)}"), messenger, address_of(at)


def address_of(chat: int) -> str:
    """As LINE writes it."""
    return f"U{chat:032x}"


def _talk(db: Connection, vault: Vault, first: int, end: int, total: int) -> None:
    """Messages *first* until before *end* of *total*, with what each led to."""
    (answer,) = db.execute("select seal(?, 'outbox.payload')", (WORDS,)).fetchone()
    talk = Conversation(subject={"intent": "score_item", "item": "e9"})
    messages, replies = [], []
    for number in range(first, end):
        chat, messenger, address = chat_of(vault, number)
        at = stamp(NOW - timedelta(days=DAYS) * ((total - number) / total))
        message = vault.tag("message", f"{messenger}:{number}")
        messages.append(inbox.NewRow(messenger, f"E{number:026d}", chat, message, WORDS, at))
        words = answer if messenger == "web" else b""
        replies.append((messenger, chat, words, str(uuid.uuid4()), at, at, at))
        if number % MESSAGES_A_CHAT == 0:
            chats.remember(db, chat, messenger, address)
            conversations.save(db, chat, talk, at)
    ids = inbox.put(db, tuple(messages))
    db.execute("update inbox set state = 'done' where state = 'waiting'")
    db.executemany(ANSWERED, [(*reply, row_id) for reply, row_id in zip(replies, ids, strict=True)])


ANSWERED = (
    "insert into outbox (messenger, chat, payload, retry_key, state, not_before, created_at,"
    " done_at, inbox_id) values (?, ?, ?, ?, 'sent', ?, ?, ?, ?)"
)
