"""Any walk through the questions: whatever somebody answers, skips, goes back to, changes, sends or
takes back, the look back shows exactly what they said last. Nothing is lost, and nothing is sent.

Which question is open is read off the last reply, as people do.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import drafts
from data.conversations import Conversation
from data.draft_answers import QUESTIONS
from data.sealing import Vault
from data.store import Store
from handlers.message import Attachment, Kind, Location
from handlers.router import respond
from handlers.texts.intake import place
from handlers.texts.questions import ASKED, SINCE_WHEN, answered
from handlers.turn import Reply
from tests.answering import NOW, Asker, message

WORDS = st.text("กขค็่ abc09\n🙏-.", max_size=12).map("ม{}".format)
QUESTION = st.sampled_from(QUESTIONS)
STEP = st.one_of(
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.sampled_from(("skip", "back")), QUESTION),
    st.tuples(st.sampled_from(("ask", "unsay")), QUESTION),
    st.tuples(st.sampled_from(("review", "more", "answers", "undo", "cancel")), st.just("")),
    st.tuples(st.just("photo"), st.just("")),
    st.tuples(st.just("place"), st.just("")),
)
KINDS = st.sampled_from(("grievance", "corruption"))
PLACE = Location(15.65, 101.1)
PLACE_IN_WORDS = place(15.65, 101.1, "")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder: Path = tmp_path_factory.mktemp("walks")
    store = Store(folder / "prongsai.db", Vault(bytes(32)))
    made = Asker(store)
    made.appoint()
    yield made
    store.close()


@dataclass
class Walker:
    """Somebody who writes, and what they know that they have said, the latest last."""

    asker: Asker
    kind: str
    said: list[tuple[str, str]] = field(default_factory=list)
    conversation: Conversation = field(default_factory=Conversation)
    last: Reply = field(default_factory=lambda: Reply(""))
    minutes: int = 0

    async def does(self, kind: Kind = Kind.TEXT, **fields: object) -> None:
        self.minutes += 1
        now = NOW + timedelta(minutes=self.minutes)
        context = self.asker.context(conversation=self.conversation)._replace(now=now)
        heard = message(kind=kind, **fields)._replace(received_at=now)  # type: ignore[arg-type]
        turn = await respond(heard, context)
        for write in turn.keep:
            self.asker.store.write_now(write.query, *write.args)
        self.conversation = turn.conversation or self.conversation
        self.last = turn.replies[-1]

    async def presses(self, data: str) -> None:
        await self.does(Kind.BUTTON, data=data)

    def open_question(self) -> str:
        """What the last reply asks."""
        found = [each for each in QUESTIONS if ASKED[each] in self.last.text]
        return found[0] if found else "when" if SINCE_WHEN in self.last.text else ""

    def remember(self, question: str, words: str) -> None:
        if question:
            self.said = [each for each in self.said if each[0] != question]
        self.said.append((question, words))

    async def steps(self, step: str, what: str) -> None:
        question = self.open_question()
        if step == "say":
            await self.does(text=what)
            self.remember(question, what)
        elif step == "place":
            await self.does(Kind.LOCATION, location=PLACE)
            self.remember(question if question == "where" else "", PLACE_IN_WORDS)
        elif step == "photo":
            if len(self.files) < drafts.MOST_ATTACHMENTS:
                self.remember("", "photo")
            await self.does(Kind.FILE, attachment=Attachment("f", "รูป.jpg", content=b"x"))
        elif step == "undo":
            await self.presses("f:undo")
            self.said = self.said[:-1]
        elif step == "cancel":
            await self.presses("f:cancel")
            self.said = []
            await self.presses(f"f:start:{self.kind}")
        else:
            await self.presses(f"f:{step}:{what}".rstrip(":"))
            if step == "unsay":
                self.said = [each for each in self.said if each[0] != what]

    @property
    def files(self) -> list[str]:
        return [words for question, words in self.said if not question and words == "photo"]

    @property
    def draft(self) -> drafts.Draft:
        """What should be in the draft."""
        words = [words for question, words in self.said if not question and words != "photo"]
        answers = dict(each for each in self.said if each[0])
        return drafts.Draft(tuple(words), ("รูป.jpg",) * len(self.files), answers)


async def walk(asker: Asker, kind: str, steps: list[tuple[str, str]]) -> Walker:
    walker = Walker(asker, kind)
    asker.store.write_now(drafts.discard, "citizen")
    await walker.presses(f"f:start:{kind}")
    for step, what in steps:
        await walker.steps(step, what)
    await walker.presses("f:review")
    return walker


@settings(max_examples=60)
@given(kind=KINDS, steps=st.lists(STEP, max_size=14))
def test_any_walk_ends_in_a_look_back_at_exactly_what_was_said_last(
    asker: Asker, kind: str, steps: list[tuple[str, str]]
) -> None:
    walker = asyncio.run(walk(asker, kind, steps))
    kept = asker.store.read_now(drafts.load, "citizen")
    shown, wanted = walker.last.text, walker.draft

    assert kept == wanted
    assert "\n".join(wanted.texts) in shown
    for question in QUESTIONS:
        title = answered(question, "")
        told = title + wanted.answers[question] if question in wanted.answers else ""
        assert told in shown
        assert told or f"\n{title}" not in shown
    assert asker.store.read_now(lambda db: db.execute("select count(*) from cases").fetchone()) == (
        0,
    )
