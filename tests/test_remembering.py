"""What is remembered from one person to the next is the same for everybody, and nobody's own."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import remembering
from bot.remembering import Answers, Facts, Questions, Turns
from data import chats, facts, published_statistics
from data.conversations import Conversation
from data.sealing import Vault
from data.store import Store
from data.times import stamp
from handlers.context import Context
from handlers.informing.answers import ANSWERS, UNCHANGING
from handlers.message import Kind, Message, Messenger
from handlers.router import respond
from handlers.turn import Reply, Turn
from handlers.understanding.exemplars import load
from handlers.understanding.question import Guess, Question
from handlers.understanding.understand import Understanding
from tests.answering import NOW, Asker, message
from tests.conversing import Town

SLOTS: tuple[dict[str, str], ...] = (
    {},
    {"item": "e9"},
    {"item": "o43"},
    {"indicator": "7"},
    {"instrument": "EIT"},
    {"sub": "10.2"},
    {"topic": "6"},
    {"measure": "2"},
    {"office": "กองคลัง"},
    {"about": "privacy"},
    {"year": "2565"},
    {"candidates": "e4,i4"},
    {"item": "o43", "value": "100"},
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "a.db", Vault(b"k" * 32))
    yield opened
    opened.close()


@pytest.fixture
def asker(store: Store) -> Asker:
    return Asker(store)


def only_facts(asker: Asker) -> Any:
    """Reads that stop a handler which looks at anything but what is published."""

    async def read(query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        assert query.__module__ == facts.__name__, query
        return asker.store.read_now(query, *args, **kwargs)

    return read


def somebody_else(asker: Asker, question: Question) -> tuple[Message, Context]:
    """Another person, elsewhere, later, in the midst of something."""
    said = message("อื่น")._replace(messenger=Messenger.WEB, chat="other", sender_name="ก")
    spoken = Conversation(step="intake.describe", memory={"case": "1"}, subject={"item": "i1"})
    there = asker.context(question, spoken)
    return said, there._replace(read=only_facts(asker), now=there.now + timedelta(days=40))


@pytest.mark.parametrize("language", ["", "en"])
@pytest.mark.parametrize("intent", sorted(UNCHANGING))
async def test_an_answer_that_is_remembered_is_the_same_for_everybody(
    asker: Asker, intent: str, language: str
) -> None:
    for slots in SLOTS:
        question = Question(intent, slots, normalised="คะแนน")
        here = asker.context(question)._replace(read=only_facts(asker), language=language)
        said, there = somebody_else(asker, question)
        turn = await ANSWERS[intent](message("คะแนน"), here)

        assert await ANSWERS[intent](said, there._replace(language=language)) == turn
        assert (turn.keep, turn.notices, turn.counts) == ((), (), ())
        assert turn.conversation is None


async def test_who_asks_again_gets_the_answer_that_was_worked_out(asker: Asker) -> None:
    answers, worked = Answers(), []

    async def answer(said: Message, ctx: Context) -> Turn:
        worked.append(said.chat)
        return await ANSWERS["score_item"](said, ctx)

    question = Question("score_item", {"item": "e9"}, normalised="e9")
    first = await answers.answered(answer, message(), asker.context(question))
    said, there = somebody_else(asker, question)
    again = await answers.answered(answer, said, there)

    assert worked == ["citizen"]
    assert again is first
    assert all(reply.published for reply in first.replies)


@pytest.mark.parametrize(
    "change",
    [
        {"slots": {"item": "e8"}},
        {"normalised": "e9 ตามที่พิมพ์"},
        {"guesses": (Guess("score_item", 0.9),)},
        {"intent": "question_text"},
    ],
)
async def test_another_question_is_worked_out_anew(asker: Asker, change: dict[str, Any]) -> None:
    answers, worked = Answers(), []

    async def answer(_: Message, ctx: Context) -> Turn:
        worked.append(ctx.question)
        return Turn()

    question = Question("score_item", {"item": "e9"}, normalised="e9")
    for each in (question, replace(question, **change)):
        await answers.answered(answer, message(), asker.context(each))
    officer = asker.appoint()
    await answers.answered(answer, message(), asker.context(question, member=officer))
    english = asker.context(question)._replace(language="en")
    await answers.answered(answer, message(), english)

    assert len(worked) == 4


async def test_what_changes_with_the_office_is_answered_anew(asker: Asker) -> None:
    answers = Answers()
    question = Question("channel_list")
    before = await answers.answered(ANSWERS["channel_list"], message(), asker.context(question))
    asker.appoint(corruption=True)
    after = await answers.answered(ANSWERS["channel_list"], message(), asker.context(question))

    assert before != after
    assert not any(reply.published for reply in (*before.replies, *after.replies))


async def test_of_the_database_only_what_is_published_is_remembered(store: Store) -> None:
    asker = Asker(store)
    reads = Facts(store)
    year = max(asker.vocabulary.years)
    assert await reads.read(facts.items, year) is await reads.read(facts.items, year)
    assert await reads.read(chats.address, "c") is None
    store.write_now(chats.remember, "c", "line", "U1")

    assert await reads.read(chats.address, "c") == ("line", "U1")


@pytest.mark.parametrize("intent", ["file_complaint", "case_status", "unsure", "out_of_scope"])
async def test_what_may_be_the_beginning_of_a_report_is_not_remembered_until_others_say_it(
    intent: str,
) -> None:
    asked = []

    async def understand(text: str) -> Question:
        asked.append(text)
        return Question(intent, normalised=text)

    questions = Questions(understand)
    for chat in ("one", "one", ""):
        await questions.understand("นายกเรียกเงิน", chat=chat)
    await questions.understand("นายกเรียกเงิน 500", chat="two")
    assert questions._known == {}
    assert not [mark for mark in questions._marks if "นายก".encode() in mark]

    first, again = [await questions.understand("นายกเรียกเงิน", chat="two") for _ in range(2)]
    assert again is first
    assert len(asked) == 5


async def test_the_words_of_a_draft_are_not_remembered_however_often_it_is_shown(
    town: Town,
) -> None:
    citizen, words = town.citizen("U1"), "ไฟถนนหน้าวัดดับมาสองคืนแล้ว บ้านเลขที่ 12"
    await citizen.presses_data("f:start:feedback")
    await citizen.says(words)
    for _ in range(3):
        shown = await citizen.presses_data("f:review")

    assert words in shown
    assert not town.dispatcher._contexts._questions.remembers(words)


SOME = random.Random(11).sample([each.text for each in load()], 250)
UNDER_WAY: tuple[dict[str, Any], ...] = (
    {"conversation": Conversation(step="intake.describe")},
    {"conversation": Conversation(memory={"code": "1"})},
    {"conversation": Conversation(subject={"item": "e9"}, subject_at=stamp(NOW))},
    {"has_cases": True},
)


def every(_: str) -> bool:
    return True


def shown(turn: Turn) -> Turn:
    """The turn, whether or not its replies are known to say only what is published."""
    return replace(turn, replies=tuple(replace(each, published=False) for each in turn.replies))


async def test_a_turn_that_is_remembered_is_what_everybody_would_get(asker: Asker) -> None:
    understanding, turns, again = Understanding.load(with_embedding=False), Turns(every), 0
    asker.understand = lambda text: understanding.understand(text, asker.vocabulary)
    here = asker.context()._replace(has_cases=False, answered=Answers().answered)
    later = NOW + timedelta(days=40)
    forgotten = Conversation(subject={"item": "i1"}, subject_at=stamp(NOW))
    there = here._replace(now=later, conversation=forgotten)
    for text in SOME:
        await turns.of(message(text), here, respond)
        again += (text, "") in turns._known
        said = message(text)._replace(messenger=Messenger.WEB, chat="other", sender_name="ก")

        assert shown(await turns.of(said, there, respond)) == shown(await respond(said, there))
    assert len(SOME) / 3 < again < len(SOME)


async def test_what_somebody_else_asked_long_ago_is_not_taken_for_asked_now(
    asker: Asker,
) -> None:
    turns, words = Turns(every), "something about nothing"
    here = asker.context()._replace(has_cases=False, now=NOW + timedelta(days=1))
    long_ago = Conversation(subject={"item": "e9"}, subject_at=stamp(NOW))
    await turns.of(message(words), here._replace(conversation=long_ago), respond)
    for before in (Conversation(), replace(long_ago, subject={"item": "i1"})):
        there = here._replace(conversation=before)
        turn = await turns.of(message(words), there, respond)

        assert (words, "") in turns._known
        assert turn.conversation == replace(before, language="en")


async def test_of_words_that_may_be_somebody_s_own_no_turn_is_remembered(asker: Asker) -> None:
    turns = Turns(lambda text: text == "e9")

    async def unsure(said: Message, _: Context) -> Turn:
        return Turn(replies=(Reply("หมายถึง"),), question=Question("unsure"))

    for text in ("นายกเรียกเงิน", "e9"):
        await turns.of(message(text), asker.context()._replace(has_cases=False), unsure)

    assert list(turns._known) == [("e9", "")]


@pytest.mark.parametrize("change", UNDER_WAY)
async def test_where_something_is_under_way_nothing_is_remembered(
    asker: Asker, change: dict[str, Any]
) -> None:
    turns, asked = Turns(every), []
    reply = Reply("e9 96.93", published=True)

    async def answer(said: Message, ctx: Context) -> Turn:
        asked.append(said.chat)
        return Turn(replies=(reply,), question=Question("score_item", {"item": "e9"}))

    plain = asker.context()._replace(has_cases=False)
    for _ in range(2):
        await turns.of(message("e9"), plain, answer)
    assert len(asked) == 1
    await turns.of(message("e9"), plain._replace(**change), answer)
    await turns.of(message("e9", private=False), plain, answer)
    await turns.of(message("e9", kind=Kind.EDITED), plain, answer)
    await turns.of(message("e9"), plain._replace(staff=asker.appoint()), answer)

    assert len(asked) == 5


async def _nothing(text: str) -> Question:
    return Question("unsure", normalised=text)


async def _published(said: Message, ctx: Context) -> Turn:
    return Turn(replies=(Reply(said.text, published=True),), question=Question("score_item"))


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, asker: Asker) -> None:
    for name in ("MOST_FACTS", "MOST_QUESTIONS", "MOST_ANSWERS", "MOST_MARKS"):
        monkeypatch.setattr(remembering, name, 3)

    async def understand(text: str) -> Question:
        return Question("score_item", {"item": text}, normalised=text)

    questions, answers, reads = Questions(understand), Answers(), Facts(asker.store)
    for number in range(10):
        question = await questions.understand(f"e{number}")
        await answers.answered(ANSWERS["score_item"], message(), asker.context(question))
        await reads.read(facts.item, f"e{number}", 2566)
    unclear = Questions(_nothing)
    for number in range(10):
        await unclear.understand(f"เล่า {number}", chat="c")
    assert len(unclear._marks) <= 3
    long = "ก" * (remembering.LONGEST_QUESTION + 1)
    await questions.understand(long)

    turns = Turns(every)
    for number in range(10):
        await turns.of(message(f"e{number}"), asker.context()._replace(has_cases=False), _published)

    assert max(len(each._known) for each in (questions, answers, reads, turns)) <= 3
    assert long not in questions._known


async def test_two_people_get_their_own_words_and_one_answer(town: Town) -> None:
    one, other = town.citizen("U1"), town.citizen("U2")
    first = await one.says("คะแนน e9")
    second = await other.says("คะแนน e9")
    follow = await other.says("แล้ว e8 ล่ะ")

    assert first == second
    assert "e8" in follow
    assert "e9" in await one.says("คะแนน e9")


async def test_who_asks_for_statistics_is_told_them_once_they_are_published(town: Town) -> None:
    words = "how many complaints"
    before = [await town.citizen(f"U{number}").says(words) for number in range(3)]
    await town.store.write(published_statistics.publish, 2569, stamp(NOW))
    after = await town.citizen("U9").says(words)

    assert len(set(before)) == 1
    assert after not in before
    assert after == await town.citizen("U1").says(words)
