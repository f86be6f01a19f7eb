"""Follow-ups: what a short message leaves out is taken from what was talked about just before.

Pure: the *subject* is the last question that was answered (its intent and slots); the conversation
keeps it for half an hour. What was taken from it is named in Question.assumed, so that the answer
can say so.
"""

from collections.abc import Callable, Sequence
from types import MappingProxyType

from handlers.understanding import slots
from handlers.understanding.ellipsis import put_right
from handlers.understanding.followup_rules.measures import (
    of_the_list,
    of_the_measure,
    of_the_office,
)
from handlers.understanding.followup_rules.said import NOTHING, Said, Subject
from handlers.understanding.followup_rules.scores import (
    against,
    compared,
    how_much,
    inside,
    last_year,
    next_number,
    next_one,
    other_edge,
    other_part,
    why,
    worded,
)
from handlers.understanding.followup_rules.suppositions import (
    goal_again,
    if_it_were,
    supposed_again,
    supposed_more,
)
from handlers.understanding.question import Question, Vocabulary

SHORT = 60
"""Letters; who leaves something out is brief."""

KEPT = ("item", "items", "indicator", "indicators", "sub", "subs", "instrument", "source", "topic",
        "measure", "office", "value", "values", "goal", "direction", "scope", "year")  # fmt: skip


def subject_of(question: Question) -> Subject:
    """What there is to come back to after *question*; empty where there is nothing."""
    if question.guard or question.intent == "out_of_scope":
        return NOTHING
    kept = {slot: question.slots[slot] for slot in KEPT if slot in question.slots}
    if not kept and question.intent not in ("score_total", "measure_list", "score_compare"):
        return NOTHING
    return MappingProxyType({"intent": question.intent, **kept})


def complete(question: Question, subject: Subject, vocabulary: Vocabulary) -> Question:
    """*question* with what it leaves out taken from *subject*, or as it was."""
    plain = put_right(question.normalised)
    if not subject or len(plain) > SHORT or question.guard:
        return question
    said = Said(question, plain, slots.find(plain, vocabulary), subject, vocabulary)
    for rule in RULES:
        found = rule(said)
        if found is not None:
            return found
    return question


Rule = Callable[[Said], Question | None]
RULES: Sequence[Rule] = (
    why,
    goal_again,
    supposed_more,
    supposed_again,
    against,
    next_one,
    of_the_list,
    next_number,
    other_edge,
    last_year,
    other_part,
    of_the_measure,
    of_the_office,
    worded,
    if_it_were,
    compared,
    inside,
    how_much,
)
