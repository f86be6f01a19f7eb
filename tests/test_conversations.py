"""Conversations as data: what people say one after the other, and what each turn must lead to.

`tests/conversations/*.toml` holds them by theme. Each runs as one chat through the terminal's path,
the same that a messenger takes. A turn that the service does not master yet says so in
`known_fault`; it must fail until it is mended, and then the mark must go.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bot.ask import ROLES, Answer, Asking
from data import case_codes
from handlers.understanding.question import INTENTS, UNSURE

FILES = sorted((Path(__file__).parent / "conversations").glob("*.toml"))
CODE = "{code}"
"""Stands for the case code that was given in the same conversation."""

FEWEST_TURNS, MOST_TURNS = 3, 6

SMALLEST = """
[[conversation]]
name = "Somebody asks"
[[conversation.turn]]
says = "e9"
intent = "score_item"
shows = ["96.93"]
"""


class Turn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One thing said, and what it must lead to.

    *intent* is "" where the words are awaited and not read as a question; *alt_intents* are right
    too. A slot that must not be named is expected as "".
    """

    says: str
    intent: str
    alt_intents: tuple[str, ...] = ()
    slots: dict[str, str] = {}
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    known_fault: str = ""


class Conversation(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Somebody's talk, named by a sentence."""

    name: str
    turn: tuple[Turn, ...]
    role: str = "citizen"


class Theme(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One file."""

    conversation: tuple[Conversation, ...]


@cache
def conversations() -> tuple[Conversation, ...]:
    """All of them. Raises msgspec.ValidationError, naming the place, where one is not as above."""
    themes = [msgspec.toml.decode(file.read_bytes(), type=Theme) for file in FILES]
    return tuple(each for theme in themes for each in theme.conversation)


def name_of(conversation: Conversation) -> str:
    return conversation.name


@pytest.mark.parametrize("conversation", conversations(), ids=name_of)
async def test_a_conversation_goes_as_it_should(asking: Asking, conversation: Conversation) -> None:
    wrong, code = [], ""
    for number, turn in enumerate(conversation.turn, start=1):
        says = turn.says.replace(CODE, code)
        answer = await asking.say(says, conversation.role, conversation.name)
        code = case_codes.find(words(answer)) or code
        found = list(problems(turn, answer, code))
        where = f"{conversation.name}, turn {number} “{says}”"
        if turn.known_fault and not found:
            wrong.append(f"{where}: is right now, take away the known_fault: {turn.known_fault}")
        elif found and not turn.known_fault:
            wrong.append(f"{where}: {'; '.join(found)}\n{words(answer)}")
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


def test_conversations_are_many_each_with_its_own_name_and_of_a_length_that_people_talk() -> None:
    names = [each.name for each in conversations()]

    assert len(names) >= 30
    assert len(set(names)) == len(names)
    for each in conversations():
        assert FEWEST_TURNS <= len(each.turn) <= MOST_TURNS, each.name
        assert each.role in ROLES, each.name


def test_conversations_expect_intents_that_exist() -> None:
    known = {*INTENTS, UNSURE, ""}
    turns = [(each.name, turn) for each in conversations() for turn in each.turn]
    strange = [(name, turn.says) for name, turn in turns if expected(turn) - known]

    assert strange == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[conversation]]", "[[talk]]"),
        ("name", "named"),
        ("[[conversation.turn]]", "[[conversation.turns]]"),
        ("says", "said"),
        ("intent", "intention"),
        ("shows", "show"),
    ],
)
def test_a_key_that_means_nothing_or_is_missing_is_refused(old: str, new: str) -> None:
    msgspec.toml.decode(SMALLEST, type=Theme)

    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(SMALLEST.replace(old, new), type=Theme)


def problems(turn: Turn, answer: Answer, code: str) -> Iterator[str]:
    """In what *answer* is not what *turn* must lead to."""
    question = answer.question
    intent = question.intent if question else ""
    named = question.slots if question else {}
    if intent not in expected(turn):
        yield f"intent {intent or 'none'}, not {turn.intent or 'none'}"
    for slot, value in turn.slots.items():
        if named.get(slot, "") != value:
            yield f"slot {slot} {named.get(slot, '')!r}, not {value!r}"
    said = words(answer)
    yield from (f"does not show {each!r}" for each in filled(turn.shows, code) if each not in said)
    yield from (f"shows {each!r}" for each in filled(turn.hides, code) if each in said)


def expected(turn: Turn) -> set[str]:
    """The intents that are right."""
    return {turn.intent, *turn.alt_intents}


def filled(texts: tuple[str, ...], code: str) -> list[str]:
    return [each.replace(CODE, code) for each in texts]


def words(answer: Answer) -> str:
    return "\n".join(reply.text for reply in answer.turn.replies)
