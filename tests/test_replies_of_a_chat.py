"""All that was said in a chat is found without an index of all replies: by what waits, by what was
said unasked, and by the messages that were answered."""

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot import dispatch
from bot.dispatch import Kept
from bot.incoming import Incoming
from data import anonymous, erasing, inbox, outbox, parked, transcripts, waiting
from data.schema import migrations
from data.store import Connection, Store
from handlers.message import Kind, Messenger
from handlers.turn import Reply, Turn, Write
from tests.post_office import letter, right_now

CHATS = ("a", "b")

numbers = itertools.count()

Move = tuple[str, str, int]
moves = st.lists(
    st.tuples(
        st.sampled_from(
            ("ask", "ask", "handle", "tell", "sent", "lost", "park", "again", "forget", "unsend")
        ),
        st.sampled_from(CHATS),
        st.integers(0, 9),
    ),
    max_size=40,
)


def handle(db: Connection, chat: str, forgets: int | None) -> None:
    """The next message is answered, in a turn that may forget what was said from some row on."""
    found = db.execute(
        "select id, event_id from inbox where chat = ? and state = 'waiting' order by id", (chat,)
    ).fetchone()
    if found is None:
        return
    event = Incoming(messenger=Messenger.WEB, event_id=found[1], address=chat, kind=Kind.TEXT)
    row = inbox.NewRow("web", found[1], chat, "", b"?", right_now())
    kept = inbox.waiting(found[0], row, event)
    db.execute("update inbox set delivered_at = ? where id = ?", (row.received_at, found[0]))
    forgetting = (Write(anonymous.forget_talk, (chat, forgets)),) if forgets is not None else ()
    turn = Turn(replies=(Reply("ตอบ"),), keep=forgetting)
    dispatch.keep(db, Kept(row=kept, event=event, turn=turn, batch=1, at=right_now()))


def play(db: Connection, moves: list[Move]) -> None:
    """What may happen to messages and replies: the rows it leads to."""
    for move, chat, number in moves:
        asked = db.execute("select id from inbox where chat = ? order by id", (chat,)).fetchall()
        chosen = asked[number % len(asked)][0] if asked else None
        if move == "ask":
            row = inbox.NewRow("web", f"E{next(numbers)}", chat, "", b"?", right_now())
            inbox.put_one(db, row)
        elif move == "handle":
            handle(db, chat, (None, None, 0, 1)[number % 4])
        elif move == "tell":
            outbox.add(db, letter("แจ้ง", chat, messenger="web"))
        elif move == "sent":
            ids = [row.id for row in waiting.of_chat(db, "web", chat, 1 + number)]
            outbox.mark_all_sent(db, ids, right_now())
        elif move == "lost":
            for reply in waiting.of_chat(db, "web", chat, 1 + number):
                outbox.give_up(db, reply.id, right_now(), "never")
        elif move == "park" and chosen is not None:
            inbox.park(db, chosen)
        elif move == "again" and chosen is not None:
            db.execute("update inbox set state = 'waiting' where id = ?", (chosen,))
        elif move == "forget":
            anonymous.forget_talk(db, chat, (None, 0, chosen)[number % 3])
        elif move == "unsend" and chosen is not None:
            db.execute("update inbox set message = tag('message', id) where id = ?", (chosen,))
            inbox.forget_message(db, chat, str(chosen))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_they_are_those_that_say_so_themselves(store: Store, moves: list[Move]) -> None:
    def found(db: Connection, where: str, chat: str) -> list[int]:
        query = f"select id from outbox where {where} order by id"
        return [row[0] for row in db.execute(query, {"chat": chat})]

    def compare(db: Connection) -> None:
        for table in ("parked", "outbox", "inbox"):
            db.execute(f"delete from {table}")
        play(db, moves)
        for chat in CHATS:
            assert found(db, outbox.OF_CHAT, chat) == found(db, "+chat = :chat", chat)
            left = [row.id for row in waiting.of_chat(db, "web", chat, 100)]
            assert left == found(db, "+chat = :chat and +state = 'waiting'", chat)
            said = found(db, "+chat = :chat and length(payload) > 0", chat)
            lines = transcripts.recent(db, chat)
            assert sorted(int(each.key[1:]) for each in lines if not each.from_person) == said
        erasing.purge_chat(db, CHATS[0])
        assert not found(db, "+chat = :chat and length(payload) > 0", CHATS[0])

    store.write_now(compare)


async def test_of_a_long_talk_the_newest_lines_are_told_on_both_sides(store: Store) -> None:
    def talk(db: Connection) -> list[str]:
        expected = []
        for number in range(150):
            row = inbox.NewRow("web", f"E{number}", "chat", "", b"?", right_now())
            asked = inbox.put_one(db, row)
            expected.append(f"i{asked}")
            if number % 3:
                answer = letter("ตอบ", messenger="web", inbox_id=asked)
                expected.append(f"o{outbox.add(db, answer).id}")
            if not number % 5:
                expected.append(f"o{outbox.add(db, letter('แจ้ง', messenger='web')).id}")
        return expected

    expected = await store.write(talk)
    lines = store.read_now(transcripts.recent, "chat")
    assert [line.key for line in lines] == expected[-100:]


def test_its_words_are_emptied_wherever_they_stand(store: Store) -> None:
    """A reply that waits to answer a later message than the one that is tried again outlives it."""

    def tried_again(db: Connection) -> list[tuple[int, str]]:
        for name in ("first", "second"):
            inbox.put_one(db, inbox.NewRow("web", name, "chat", "", b"?", right_now()))
        outbox.add(db, letter("ตอบ", messenger="web", inbox_id=2))
        inbox.mark_done(db, 2)
        anonymous.forget_talk(db, "chat", 0)
        query = f"select id, chat from outbox where {outbox.OF_CHAT}"
        return db.execute(query, {"chat": "chat"}).fetchall()

    assert store.write_now(tried_again) == [(1, "chat")]


def test_what_answers_a_message_that_was_set_aside_is_told_however_late(store: Store) -> None:
    def talk(db: Connection) -> int:
        asked = [
            inbox.put_one(db, inbox.NewRow("web", f"E{number}", "chat", "", b"?", right_now()))
            for number in range(102)
        ]
        first = asked[0] or 0
        parked.park(db, first, "text", "", right_now())
        for each in asked[1:]:
            inbox.mark_done(db, each or 0)
        late = outbox.add(db, letter("ตอบ", messenger="web", inbox_id=first))
        inbox.mark_done(db, first)
        return late.id

    late = store.write_now(talk)
    assert store.read_now(transcripts.recent, "chat")[-1].key == f"o{late}"


def test_replies_of_older_versions_that_were_cut_off_are_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as db:
        migrations.apply(Database(db), stop_before="m031_leaving")
        for number, chat in ((1, ""), (2, "chat")):
            db.execute(
                "insert into inbox (messenger, event_id, chat, message, payload, received_at,"
                " delivered_at) values ('line', ?, ?, '', x'01', '1', '1')",
                (number, chat),
            )
            db.execute(
                "insert into outbox (messenger, chat, inbox_id, payload, retry_key, not_before,"
                " created_at) values ('line', 'chat', ?, x'02', ?, '2', '2')",
                (number, number),
            )
        migrations.apply(Database(db))
        query = f"select id, inbox_id from outbox where {outbox.OF_CHAT} order by id"
        assert db.execute(query, {"chat": "chat"}).fetchall() == [(1, None), (2, 2)]
