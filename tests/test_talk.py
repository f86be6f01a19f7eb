"""The thread of a talk: what is kept of it, for how long, and what leaves it alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from data.conversations import Conversation
from data.store import Store
from data.times import stamp
from handlers.context import Context
from handlers.reporting.offers import OFFERED
from handlers.talk import continued, remembered, saying_so
from handlers.turn import Reply, Turn
from handlers.understanding.question import UNSURE, Question
from tests.answering import NOW, Asker, words

E9 = {"intent": "score_item", "item": "e9"}
WORDING = Question("question_text", normalised="ข้อนั้นถามว่าอะไร")


@pytest.fixture
def ctx(store: Store) -> Context:
    """Somebody who asked about e9 just now."""
    return Asker(store).context(conversation=Conversation(subject=E9, subject_at=stamp(NOW)))


def kept(turn: Turn, ctx: Context) -> Mapping[str, str]:
    """What there is to come back to after *turn*."""
    after = remembered(turn, ctx).conversation
    return ctx.conversation.subject if after is None else after.subject


def test_what_was_asked_last_is_taken_up_within_half_an_hour(ctx: Context) -> None:
    later = ctx._replace(now=NOW + timedelta(minutes=30))

    assert dict(continued(WORDING, later).slots) == {"item": "e9"}


def test_after_half_an_hour_of_silence_it_is_forgotten(ctx: Context) -> None:
    later = ctx._replace(now=NOW + timedelta(minutes=30, seconds=1))

    assert continued(WORDING, later) == WORDING


def test_every_question_begins_the_half_hour_anew(ctx: Context) -> None:
    later = ctx._replace(now=NOW + timedelta(minutes=20))
    turn = remembered(Turn(question=Question("score_item", {"item": "e10"})), later)
    assert turn.conversation is not None
    much_later = ctx._replace(now=NOW + timedelta(minutes=45), conversation=turn.conversation)

    assert dict(continued(WORDING, much_later).slots) == {"item": "e10"}


def test_who_asked_nothing_before_is_taken_at_their_word(store: Store) -> None:
    assert continued(WORDING, Asker(store).context()) == WORDING


@pytest.mark.parametrize(
    "question",
    [
        None,
        Question(UNSURE),
        Question("thanks"),
        Question("greeting"),
        Question("out_of_scope", {"year": "2563"}, guard="other_year"),
        Question("out_of_scope", {"agency": "other"}, guard="other_agency"),
        Question("file_grievance", {"kind": "road"}),
    ],
)
def test_small_talk_and_what_is_not_in_the_report_leave_the_thread(
    ctx: Context, question: Question | None
) -> None:
    assert kept(Turn(question=question), ctx) == E9


def test_an_offer_and_its_end_leave_the_thread_with_its_time(ctx: Context) -> None:
    offered = remembered(
        Turn(question=Question("file_grievance"), conversation=Conversation(OFFERED)), ctx
    )
    assert offered.conversation == Conversation(OFFERED, subject=E9, subject_at=stamp(NOW))

    declined = ctx._replace(conversation=offered.conversation, now=NOW + timedelta(minutes=5))
    after = remembered(Turn(question=Question("cancel"), conversation=Conversation()), declined)
    assert after.conversation == Conversation(subject=E9, subject_at=stamp(NOW))


def test_what_was_assumed_is_said_first_and_only_then(ctx: Context) -> None:
    turn = Turn(replies=(Reply("96.93"), Reply("more")))

    assert words(saying_so(turn, replace(WORDING, assumed="ข้อ e9"), ctx)) == (
        "(ต่อจากที่คุยกัน: ข้อ e9)\n96.93\nmore"
    )
    assert saying_so(turn, WORDING, ctx) == turn
