"""The router: whatever a person sends, in whatever state, leads to a valid turn."""

import asyncio
import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import outgoing
from bot.outgoing import Outgoing
from data import cases, conversations, drafts
from data.cases import CaseKind, NewCase
from data.clock_settings import Promises, rules_of
from data.conversations import Conversation
from data.sealing import Vault
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from data.times import stamp
from handlers.message import Attachment, AttachmentProblem, Kind, Location, Message, Messenger
from handlers.officers import counter, officer_words
from handlers.officers.officer_moves import DEEDS
from handlers.reporting import intake, my_cases, offers
from handlers.reporting.presses import ABOUT_ONE, PLAIN
from handlers.router import BUTTONS, COMMANDS, STEPS, respond
from handlers.turn import DATA_LIMIT, LABEL_LIMIT, Turn
from handlers.understanding.understand import Understanding
from tests.answering import NOW, Asker

CHAT = "citizen"
SILENT = (Kind.UNSENT, Kind.LEFT)
OFFICER = StaffMember(1, "สมศรี", "officer", False, "officer", "telegram")
HANDLER = dataclasses.replace(OFFICER, corruption=True)
VIEWER = dataclasses.replace(OFFICER, role="viewer")
ODD_TEXTS = [
    "ก" * 5_000,
    "คะแนน e9 " * 500,
    "\u200b\u200d\ufeff",
    "\u202eคะแนน",
    "🙏" * 2_500,
    "👩‍👩‍👧‍👦",
    "<b>คะแนน</b><script>alert(1)</script>",
    "'; drop table cases; --",
    "คะแนน\0e9",
    "\0",
    "%s{0}{{}}$1",
    "\n" * 300,
    "/",
    "//",
    "/start join_",
    "/case " + "PS-7K3-F2M-9XQ" * 300,
    "เขียน PS-7K3-F2M-9XQ",
    "𝒜" * 100,
    "ส่ง",
    "ยกเลิก",
    "ใช่",
    "๙๖.๔๖",
    '{"a": 1}',
]


@pytest.fixture(scope="module")
def asker(
    tmp_path_factory: pytest.TempPathFactory, understanding: Understanding
) -> Iterator[Asker]:
    path: Path = tmp_path_factory.mktemp("router") / "router.db"
    store = Store(path, Vault(b"k" * 32))
    made = Asker(store)
    made.understand = lambda text: understanding.understand(text, made.vocabulary)
    made.appoint()
    store.write_now(_file_some)
    yield made
    store.close()


RULES = rules_of(Promises())


def _file_some(db: Connection) -> None:
    """A case of every kind, the third of them closed, and a draft that waits."""
    at = stamp(NOW - timedelta(days=2))
    for number, kind in enumerate(CaseKind):
        drafts.add_text(db, CHAT, "เรื่องเดิม", "line:M1", at)
        cases.file(db, NewCase(f"PS-000-000-00{number}", kind, CHAT, "line", at, RULES))
    db.execute(
        "update cases set state = 'closed', closed_at = :at where code like '%2'", {"at": at}
    )
    drafts.add_text(db, CHAT, "เขียนค้างไว้", "line:M2", at)


def conversation(step: str, **memory: str) -> Conversation:
    return Conversation(step, MappingProxyType(memory))


WRITTEN_DOWN = {
    "channel": "letter",
    "of": "grievance",
    "text": "ไฟดับ",
    "received": "2026-11-20",
    "contact": "ป้าแดง",
}
CONVERSATIONS = [
    Conversation(),
    conversation(offers.OFFERED, offered="grievance", told="ถนนพัง", message="M3"),
    conversation(intake.DESCRIBE, kind="grievance"),
    conversation(intake.REVIEW, kind="corruption"),
    conversation(my_cases.ADD, case="1"),
    conversation(my_cases.ADD, case="3", kind="feedback"),
    conversation(my_cases.ADD, case="999"),
    conversation(officer_words.ANSWER, case="1", outcome="", seen="0"),
    conversation(officer_words.ANSWER, case="4", outcome="partly", seen="1", kind="question"),
    conversation(officer_words.FIRST, case="1", move="refer", seen="0"),
    conversation(officer_words.ANSWER, case="2", move="internal", seen="0"),
    conversation(officer_words.CONFIRM, case="2", outcome="", text="ตอบ", message="M4", seen="2"),
    conversation(
        officer_words.CONFIRM, case="3", outcome="resolved", text="ปิด", message="", seen="9"
    ),
    conversation(counter.STEP),
    conversation(counter.STEP, channel="phone", of="corruption", kind="feedback"),
    conversation(counter.STEP, channel="google_form", of="grievance", text="ไฟดับ", message="M4"),
    conversation(counter.STEP, **WRITTEN_DOWN),
]
PREFIXES = [
    *(f"{area}:" for area in BUTTONS),
    *(f"f:{verb}:" for verb in (*ABOUT_ONE, *PLAIN)),
    *(f"c:{number}:{verb}" for number in range(1, 6) for verb in ("open", "answer:", "close:")),
    *(f"c:{number}:as-partly:" for number in range(1, 6)),
    *(f"c:{number}:{verb}:" for number in range(1, 6) for verb in DEEDS),
    *(f"c:{number}:{verb}-" for number in range(1, 6) for verb in ("to", "pick", "use")),
    *(f"n:{verb}" for verb in ("start", "save", "stop", "channel:", "kind:", "again:text")),
    "c:list:",
    "c:send",
    "q:score_item:",
    "q:what_if:o43:",
]
texts = st.text(max_size=300) | st.sampled_from(ODD_TEXTS)
commands = st.builds("/{} {}".format, st.sampled_from([*COMMANDS, "nothing"]), st.text(max_size=40))
buttons = st.text(max_size=64) | st.builds(
    "{}{}".format,
    st.sampled_from(PREFIXES),
    st.text(max_size=20) | st.integers(-9, 10**18).map(str) | st.sampled_from(list(intake.KINDS)),
)
attachments = st.builds(
    Attachment,
    file_id=st.just("F"),
    name=st.text(max_size=20),
    media_type=st.sampled_from(["image/jpeg", "", "application/pdf"]),
    content=st.none() | st.just(b"\xff\xd8\xff"),
    problem=st.none() | st.sampled_from(AttachmentProblem),
)
places = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180), address=st.text(max_size=30))
messages = st.builds(
    Message,
    messenger=st.sampled_from(Messenger),
    chat=st.sampled_from([CHAT, "stranger", "officer"]),
    event_id=st.just("E1"),
    kind=st.sampled_from(Kind),
    received_at=st.just(NOW),
    text=texts | commands,
    data=buttons,
    message_id=st.sampled_from(["", "M9"]),
    original=st.sampled_from(["", "M1", "M2", "M3", "M4", "M9"]),
    attachment=st.none() | attachments,
    location=st.none() | places,
    private=st.booleans(),
    addressed=st.booleans(),
)
people = st.sampled_from([None, OFFICER, HANDLER, VIEWER])


@settings(max_examples=1_500, deadline=None)
@given(messages, st.sampled_from(CONVERSATIONS), people)
def test_whatever_is_sent_in_whatever_state_gives_a_valid_turn(
    asker: Asker, message: Message, before: Conversation, member: StaffMember | None
) -> None:
    look_at(asker, message, before, member)


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
@pytest.mark.parametrize("before", CONVERSATIONS, ids=range(len(CONVERSATIONS)))
def test_odd_texts_are_answered_in_every_state(
    asker: Asker, text: str, before: Conversation
) -> None:
    message = Message(Messenger.LINE, CHAT, "E1", Kind.TEXT, NOW, text, message_id="M9")
    for member in (None, HANDLER):
        look_at(asker, message, before, member)


def look_at(
    asker: Asker, message: Message, before: Conversation, member: StaffMember | None
) -> None:
    """Ask the router, and check all that a turn promises."""
    if before.step in officer_words.STEPS and message.chat != "officer":
        member = None  # dismissed while wording an answer
    if not message.private:
        before = Conversation()  # nothing is ever remembered there, as the checks below show
    turn = asyncio.run(respond(message, asker.context(None, before, member)))
    if message.private and message.addressed and message.kind not in SILENT:
        assert turn.replies
    if not message.private:
        assert not turn.notices
        assert turn.conversation is None or not turn.conversation.memory
    check(turn)
    rehearse(asker.store, message.chat, turn)


def check(turn: Turn) -> None:
    for reply in (*turn.replies, *(notice.reply for notice in turn.notices)):
        assert reply.text.strip() or reply.file
        for choice in reply.choices:
            assert 1 <= len(choice.label) <= LABEL_LIMIT
            assert choice.data.isascii()
            assert 1 <= len(choice.data.encode()) <= DATA_LIMIT
            assert choice.intent
        assert outgoing.decode(outgoing.encode(Outgoing("U1", (reply,)))).replies == (reply,)
    if turn.conversation is not None:
        step = turn.conversation.step
        assert step in (*STEPS, offers.OFFERED, "")


class _Rehearsed(Exception):
    """So that a rehearsal leaves no trace."""


def rehearse(store: Store, chat: str, turn: Turn) -> None:
    """Everything that a turn wants kept can be kept."""

    def perform(db: Connection) -> None:
        for write in turn.keep:
            write.query(db, *write.args)
        if turn.conversation is not None:
            conversations.save(db, chat, turn.conversation, stamp(NOW))
            assert conversations.load(db, chat).memory == turn.conversation.memory
        raise _Rehearsed

    with pytest.raises((_Rehearsed, Stale)):
        store.write_now(perform)


def test_every_word_of_the_routing_tables_leads_somewhere(asker: Asker) -> None:
    for data in (*(f"f:{verb}:x" for verb in ABOUT_ONE), *(f"f:{verb}" for verb in PLAIN)):
        message = Message(Messenger.LINE, CHAT, "E1", Kind.BUTTON, NOW, data=data)
        turn = asyncio.run(respond(message, asker.context()))
        assert "ปุ่มนี้ใช้ไม่ได้แล้ว" not in turn.replies[0].text
