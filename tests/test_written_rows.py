"""What inbox and outbox keep says the same as what is handed on without being read again."""

import re
import uuid
from itertools import pairwise
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from bot import incoming, outgoing
from bot.incoming import Incoming
from bot.outgoing import Outgoing, TopicOrder
from bot.receiving import Receiver
from data import inbox, outbox
from data.store import Store
from handlers.message import Kind, Messenger
from handlers.turn import Card, CardRow, Choice, Reply

words = st.text(st.characters(codec="utf-8"), max_size=40)
choices = st.builds(Choice, st.text("กขab", min_size=1, max_size=9), st.just("q:x"), words)
cards = st.builds(Card, words, words, st.lists(st.builds(CardRow, words, words)).map(tuple))
replies = st.builds(
    Reply,
    words,
    choices=st.lists(choices, max_size=3).map(tuple),
    card=st.none() | cards,
    published=st.booleans(),
)
sendings = st.builds(
    Outgoing,
    words,
    st.lists(replies, min_size=1, max_size=3).map(tuple),
    reply_token=words,
    pressed_id=words,
    thread=words,
    topic=st.none() | st.builds(TopicOrder, st.integers(0, 9)),
)


@given(sendings)
def test_what_is_sealed_of_a_sending_is_that_sending(sending: Outgoing) -> None:
    for _ in range(3):  # what is said again is written more briefly
        assert outgoing.decode(outgoing.encode(sending)) == sending


def test_a_published_reply_is_written_to_each_for_themselves() -> None:
    reply = Reply("ร้อยละ ๘๕", published=True)
    sealed = [outgoing.encode(Outgoing(who, (reply,), reply_token=f"for {who}")) for who in "ab"]
    assert [outgoing.decode(each) for each in sealed] == [
        Outgoing("a", (reply,), reply_token="for a"),
        Outgoing("b", (reply,), reply_token="for b"),
    ]


def test_a_published_reply_that_is_said_again_is_kept_in_less_than_half() -> None:
    sending = Outgoing("U1", (Reply("ผลการประเมินคุณธรรมและความโปร่งใส " * 20, published=True),))
    first, second, third = (outgoing.encode(sending) for _ in range(3))

    assert len(second) < len(first) / 2
    assert second == third
    assert outgoing.decode(first) == outgoing.decode(second) == sending


def test_a_published_reply_read_from_the_database_is_the_same_object_for_everybody() -> None:
    reply = Reply("ร้อยละ ๘๕", published=True)
    first, *packed = (outgoing.encode(Outgoing(who, (reply,))) for who in "abc")

    b, c = (outgoing.decode(each).replies[0] for each in packed)

    assert b == reply
    assert b is c
    assert outgoing.decode(first).replies[0] == reply


async def test_a_row_from_the_database_is_read_once(store: Store) -> None:
    sending = Outgoing("U1", (Reply("ได้รับแล้ว"),))
    row = await store.write(
        outbox.add, outbox.NewRow("line", "c", outgoing.encode(sending), "2026-01-01T00:00:00Z")
    )

    at_hand = outgoing.at_hand(row)

    assert outgoing.of(at_hand) is outgoing.of(at_hand)
    assert outgoing.of(at_hand) == sending
    assert outgoing.at_hand(at_hand) is at_hand


async def test_what_is_handed_on_of_a_message_is_what_the_inbox_keeps(store: Store) -> None:
    handed: list[inbox.Row] = []
    receiver = Receiver(store, handed.append)
    said = Incoming(Messenger.LINE, "e1", "U1", Kind.TEXT, "คะแนน e9", reply_token="t")
    other = Incoming(Messenger.LINE, "e2", "U2", Kind.STICKER)

    assert await receiver.take((said, other, said)) == [True, True, False]

    assert [incoming.of(row) for row in handed] == [said, other]
    assert [incoming.of(row._replace(content=None)) for row in handed] == [said, other]


def test_retry_keys_are_random_and_stand_beside_the_ones_before() -> None:
    keys = [outbox._retry_keys.draw() for _ in range(5000)]

    assert {(uuid.UUID(key).version, uuid.UUID(key).variant) for key in keys} == {(4, RFC_4122)}
    assert all(re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key) for key in keys)
    assert len({key[-12:] for key in keys}) == len(keys)
    backwards = sum(after < before for before, after in pairwise(keys))
    assert backwards <= 1  # past the end it begins anew
    steps = [_place_of(after) - _place_of(before) for before, after in pairwise(keys)]
    assert all(step <= 2**24 for step in steps)
    assert len(set(steps)) > len(steps) // 2


def _place_of(key: str) -> int:
    return int(key[:8] + key[9:13] + key[15:18], 16)
