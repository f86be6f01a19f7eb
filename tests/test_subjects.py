"""What a chat talks about, where a message changed nothing else: it stands in that message's row,
counts until the conversation is kept, and goes with the words that named it."""

import itertools
from collections.abc import Callable
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import anonymous, conversations, erasing, inbox, pruning, unsending
from data.conversations import Conversation
from data.pruning import Place
from data.retention_settings import Retention
from data.store import Connection, Store
from tests.conversing import Town
from tests.post_office import right_now
from tests.test_at_once import ASKED, handed, known

E9 = {"intent": "score_item", "item": "e9"}
SUBJECTS: tuple[dict[str, str], ...] = (
    {},
    E9,
    {"intent": "channel_list"},
    {"intent": "score_item", "item": "เรื่อง"},
)

__all__ = ("handed",)

numbers = itertools.count()


def message(chat: str, at: str = "") -> inbox.NewRow:
    number = next(numbers)
    return inbox.NewRow("line", f"E{number}", chat, f"m{number}", b"{}", at or right_now())


def names(db: Connection, chat: str, subject: dict[str, str]) -> inbox.NewRow:
    """A message that is answered at once and changes the subject alone."""
    row = message(chat)
    inbox.put_answered(db, row, conversations.written(subject) if subject else "")
    return row


def subject_of(db: Connection, chat: str) -> dict[str, str]:
    return dict(conversations.load(db, chat).subject)


async def test_a_plain_question_leaves_its_subject_in_its_own_row_alone(town: Town) -> None:
    await known(town)
    handled, at_once = town.citizen("the first to ask"), town.citizen("another")
    town.at_once.may_answer = lambda *_: False  # type: ignore[method-assign]
    await handled.says(ASKED)
    del town.at_once.may_answer
    await at_once.says(ASKED)
    kept = town.rows("select chat from conversation")
    assert handled.chat in kept
    assert at_once.chat not in kept
    found = [town.store.read_now(conversations.load, each.chat) for each in (handled, at_once)]
    assert found[0].subject == found[1].subject != {}
    (asked_at,) = town.rows("select received_at from inbox where chat = :chat", chat=at_once.chat)
    assert found[1].subject_at == asked_at


@pytest.mark.parametrize(
    ("begins", "text", "language"),
    [
        ("English please", "what is the score of e9", "en"),
        ("English please", ASKED, ""),
        ("สวัสดีค่ะ", "what is the score of e9", "en"),
    ],
)
async def test_the_language_of_a_chat_is_kept_as_it_always_was(
    town: Town, handed: list[inbox.Row], begins: str, text: str, language: str
) -> None:
    first, second = town.citizen("first"), town.citizen("second")
    for each in (first, second):
        await each.says(begins)
    await first.says(text)
    town.store.write_now(
        lambda db: db.execute("update conversation set updated_at = '2026-01-01'").rowcount
    )
    before = len(handed)
    await second.says(text)
    assert len(handed) == before
    (day,) = town.rows("select updated_at from conversation where chat = :chat", chat=second.chat)
    assert day > "2026-01-01"
    found = town.store.read_now(conversations.load, second.chat)
    assert (found.language, found.subject["intent"]) == (language, "score_item")


Move = tuple[str, int]
moves = st.lists(
    st.tuples(st.sampled_from(("named", "said", "kept", "other")), st.sampled_from(range(4))),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_a_chat_talks_about_what_was_named_last(store: Store, moves: list[Move]) -> None:
    def play(db: Connection) -> tuple[dict[str, str], dict[str, str]]:
        chat = f"chat {next(numbers)}"
        expected: dict[str, str] = {}
        for move, number in moves:
            subject = SUBJECTS[number]
            if move == "named":
                names(db, chat, subject)
                expected = subject or expected
            elif move == "said":
                inbox.put_one(db, message(chat))
            elif move == "other":
                names(db, "somebody else", subject)
            else:
                stands = Conversation(subject=MappingProxyType(subject), subject_at=right_now())
                conversations.save(db, chat, stands, right_now())
                expected = subject
        return subject_of(db, chat), expected

    found, expected = store.write_now(play)
    assert found == expected


def test_what_was_named_many_messages_ago_is_over(store: Store) -> None:
    def play(db: Connection) -> list[dict[str, str]]:
        names(db, "chat", E9)
        found = []
        for _ in range(2):
            for _ in range(conversations.MOST_LOOKED_AT // 2):
                inbox.put_one(db, message("chat"))
            found.append(subject_of(db, "chat"))
        return found

    assert store.write_now(play) == [E9, {}]


def test_the_rest_of_where_a_chat_stands_stays(store: Store) -> None:
    def play(db: Connection) -> Conversation:
        at = right_now()
        stands = Conversation("", MappingProxyType({}), 0, MappingProxyType({}), "", "en")
        conversations.save(db, "chat", stands, at)
        names(db, "chat", E9)
        return conversations.load(db, "chat")

    found = store.write_now(play)
    assert (found.language, found.subject, found.version) == ("en", E9, 1)


def _unsent(db: Connection, row: inbox.NewRow) -> None:
    db.execute("update inbox set message = tag('message', message)")
    unsending.forget(db, row.chat, row.message, right_now())


def _erased(db: Connection, row: inbox.NewRow) -> None:
    erasing.purge_chat(db, row.chat)


def _pruned(db: Connection, row: inbox.NewRow) -> None:
    db.execute("update inbox set received_at = '2020-01-01T00:00:00.000000+00:00'")
    pruning.prune_some(db, Place("inbox"), Retention(), right_now())


def _anonymous(db: Connection, row: inbox.NewRow) -> None:
    anonymous.forget_talk(db, row.chat, 0)


@pytest.mark.parametrize("forget", [_unsent, _erased, _pruned, _anonymous])
def test_what_loses_its_words_loses_its_subject(
    store: Store, forget: Callable[[Connection, inbox.NewRow], None]
) -> None:
    def play(db: Connection) -> tuple[list[tuple[bytes, bytes]], dict[str, str]]:
        row = names(db, "chat", E9)
        forget(db, row)
        rows = db.execute("select payload, subject from inbox").fetchall()
        return rows, subject_of(db, "chat")

    rows, subject = store.write_now(play)
    assert rows in ([], [(b"", b"")])
    assert subject == {}


def test_no_conversation_says_up_to_which_message_that_was_taken_from_its_chat(
    store: Store,
) -> None:
    def play(db: Connection) -> tuple[int, int]:
        kept = names(db, "chat", {})
        inbox.put_one(db, message("chat"))
        conversations.save(db, "chat", Conversation(language="en"), right_now())
        anonymous.forget_talk(db, "chat")
        (as_of,) = db.execute("select as_of from conversation").fetchone()
        return int(as_of), int(inbox.find(db, "line", kept.event_id) or 0)

    as_of, kept = store.write_now(play)
    assert as_of == kept
