"""Presses: who takes the buttons of intake and of one's own cases (``f:...``)."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from handlers.cancelling import cancel
from handlers.context import Context
from handlers.message import Message
from handlers.reporting import (
    asides,
    asking,
    copying,
    drafting_words,
    hidden_from,
    intake,
    joining,
    my_cases,
    offers,
    privacy_notice,
    ratings,
    reopening,
    replying,
    rewriting,
    self_service,
    withdrawing,
)
from handlers.turn import Turn

ABOUT_ONE: Mapping[str, Callable[[Message, Context, str], Awaitable[Turn]]] = MappingProxyType(
    {
        "start": offers.start,
        "kind": offers.change_kind,
        "fresh": offers.start_afresh,
        "how": offers.choose_how,
        "answer": asking.press_answer,
        "skip": asking.skip,
        "back": asking.back,
        "ask": asking.ask_again,
        "unsay": asking.unsay,
        "case": my_cases.show,
        "add": my_cases.ask_for_more,
        "withdraw": withdrawing.ask,
        "withdrawn": withdrawing.withdraw,
        "reopen": reopening.ask,
        "rate": ratings.rate,
    }
)
"""Intake's buttons that name a kind, a question or a case: ``f:start:feedback``, ``f:case:12``."""

PLAIN: Mapping[str, Callable[[Message, Context], Awaitable[Turn]]] = MappingProxyType(
    {
        "start": offers.choose_kind,
        "review": intake.review,
        "answers": asking.list_answers,
        "more": asking.go_on,
        "send": intake.send,
        "join": joining.join,
        "cancel": cancel,
        "copy": copying.say_how,
        "undo": asking.undo,
        "hide": hidden_from.ask,
        "hide-none": hidden_from.hide_from_nobody,
        "next": drafting_words.say_what_is_next,
        "change": rewriting.how,
        "put-in": asides.put_in,
        "write": my_cases.ask_for_more_in_the_open_one,
        "status": my_cases.answer_case_status,
        "reply": replying.send,
        "withdraw": withdrawing.choose,
        "erase": withdrawing.erase,
        "reopen": reopening.choose,
        "no-words": ratings.no_words,
        "privacy": privacy_notice.show,
        "my-data": self_service.show,
        "forget": self_service.ask,
        "forgotten": self_service.forget,
    }
)
"""Intake's other buttons."""
