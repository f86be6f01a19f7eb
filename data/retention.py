"""Retention: what has been kept long enough is forgotten, unless a legal hold stands.

A closed case is erased and leaves its tombstone; drafts, what chats await, and addresses that
nothing needs any more just go. In small steps, each a transaction that may be repeated. Messages
and replies are many more: data/pruning.py walks through them.
"""

from dataclasses import dataclass
from datetime import timedelta

from data import audit, conversations, drafts, erasing, pruning
from data.conversations import Conversation
from data.erasing import Erasing
from data.retention_settings import Retention
from data.store import Connection
from data.times import parse, stamp

AT_ONCE = 50
"""Cases and chats in one transaction, so that nobody waits long behind it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept longer than it should be, or was, before it was forgotten. *messages* are
    those that had words, *rows* those that had none any more. *looked*: how many
    conversations were looked into for it."""

    cases: int = 0
    drafts: int = 0
    messages: int = 0
    conversations: int = 0
    addresses: int = 0
    rows: int = 0
    looked: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.cases + other.cases,
            self.drafts + other.drafts,
            self.messages + other.messages,
            self.conversations + other.conversations,
            self.addresses + other.addresses,
            self.rows + other.rows,
            self.looked + other.looked,
        )


OLD_CASES = (
    " from cases where closed_at <> '' and id not in (select case_id from erased_case)"
    " and id not in (select case_id from legal_hold)"
    " and id not in (select case_id from case_joining join cases as original"
    " on original.id = original_id where cases.state = 'duplicate' and original.closed_at = '')"
    " and closed_at <"
    " iif(kind in ('CORRUPTION', 'ETHICS'), :corruption, :general)"
)
OLD_DRAFTS = (
    " from (select chat, max(at) as last from (select chat, at from draft_part union all"
    " select chat, at from draft_answer union all"
    " select chat, at from attachment where stage <> 'case') group by chat) where last < :drafts"
)
OLD_CONVERSATIONS = (
    " from conversation where version > 0 and updated_at < :drafts"
    " and chat not in (select chat from draft_part)"
    " and chat not in (select chat from draft_answer)"
    " and chat not in (select chat from attachment where stage <> 'case')"
)
OLD_ADDRESSES = (
    " chat where chat not in (select chat from cases)"
    " and chat not in (select chat from staff where removed_at = '')"
    " and chat not in (select chat from draft_part)"
    " and chat not in (select chat from topic_queue where state <> 'off')"
    " and chat not in (select chat from draft_answer)"
    " and coalesce((select received_at from inbox where inbox.chat = chat.chat"
    " order by id desc limit 1), '') < :messages"
)


def overdue(db: Connection, periods: Retention, now: str) -> Kept:
    """How much would be forgotten now; nothing is changed."""
    before = _before(periods, now)
    return Kept(
        _count(db, OLD_CASES, before),
        _count(db, OLD_DRAFTS, before),
        pruning.overdue_words(db, periods, now),
        sum(
            conversations.remembers(db, chat)
            for (chat,) in db.execute(f"select chat{OLD_CONVERSATIONS}", before).fetchall()
        ),
        _count(db, f" from {OLD_ADDRESSES}", before),
        pruning.overdue_rows(db, periods, now),
    )


def forget_some(db: Connection, periods: Retention, now: str) -> Kept:
    """Forget what has been kept long enough but messages and replies, some of it at once; how much.
    Nothing is left when it says zero. What looks through a whole table comes last, and once."""
    before = _before(periods, now)
    kept = Kept()
    for forget in (_forget_cases, _forget_drafts, _forget_conversations):
        some = forget(db, before, now)
        kept += some
        if max(some.cases, some.drafts, some.looked) == AT_ONCE:
            break
    else:
        db.execute("delete from conversation where updated_at < :messages", before)
        db.execute("delete from page_read where read_until < :messages", before)
        addresses = db.execute(f"delete from{OLD_ADDRESSES}", before).rowcount
        kept += Kept(addresses=addresses)
    db.execute("select wipe_log()")  # also of what a command destroyed beside a reader
    return kept


def _before(periods: Retention, now: str) -> dict[str, str]:
    return {
        name: stamp(parse(now) - timedelta(days=days))
        for name, days in (
            ("general", periods.general),
            ("corruption", periods.corruption),
            ("drafts", periods.drafts),
            ("messages", periods.messages),
        )
    }


def _count(db: Connection, what: str, before: dict[str, str]) -> int:
    return int(db.execute(f"select count(*){what}", before).fetchone()[0])


def _forget_cases(db: Connection, before: dict[str, str], now: str) -> Kept:
    found = db.execute(f"select id{OLD_CASES} limit {AT_ONCE}", before).fetchall()
    for (case_id,) in found:
        erasing.erase(db, Erasing(case_id, erasing.RETENTION, audit.SYSTEM, erasing.RETENTION, now))
    return Kept(cases=len(found))


def _forget_drafts(db: Connection, before: dict[str, str], now: str) -> Kept:
    found = db.execute(f"select chat{OLD_DRAFTS} limit {AT_ONCE}", before).fetchall()
    for (chat,) in found:
        drafts.discard(db, chat)
        db.execute("delete from attachment where chat = :chat and stage = 'upload'", {"chat": chat})
        found_there = conversations.load(db, chat)
        if "kind" in found_there.memory:
            _forget_step(db, chat, found_there, now)
    return Kept(drafts=len(found))


def _forget_conversations(db: Connection, before: dict[str, str], now: str) -> Kept:
    """What is left is the language; in the end not even that. Each is looked into once."""
    found = db.execute(f"select chat{OLD_CONVERSATIONS} limit {AT_ONCE}", before).fetchall()
    forgotten = [conversations.keep_language_alone(db, chat, now) for (chat,) in found]
    return Kept(conversations=sum(forgotten), looked=len(forgotten))


def _forget_step(db: Connection, chat: str, found: Conversation, now: str) -> None:
    conversations.save(db, chat, Conversation(language=found.language), now)
