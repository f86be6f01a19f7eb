"""Who answers what: every intent that only informs."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.informing import (
    about,
    channels,
    comparisons,
    extremes,
    measures,
    scores,
    topics,
    what_if,
)
from handlers.informing.fiscal_years import Handler, of_plan, of_scores
from handlers.informing.reckonings import reckoned
from handlers.understanding.question import UNSURE

ANSWERS: Mapping[str, Handler] = MappingProxyType(
    {
        "score_total": of_scores(reckoned(scores.answer_total)),
        "score_instrument": of_scores(reckoned(scores.answer_instrument)),
        "score_indicator": of_scores(reckoned(scores.answer_indicator)),
        "score_subindicator": of_scores(reckoned(scores.answer_subindicator)),
        "score_item": of_scores(reckoned(scores.answer_item)),
        "score_extremes": of_scores(extremes.answer_extremes),
        "score_compare": of_scores(comparisons.answer_compare),
        "score_explain": of_scores(comparisons.answer_explain),
        "what_if": of_scores(what_if.answer_what_if),
        "question_text": of_scores(scores.answer_wording),
        "analysis_topic": of_scores(topics.answer_topic),
        "limitations": of_scores(topics.answer_limitations),
        "measure_list": of_plan(measures.answer_measure_list),
        "measure_detail": of_plan(measures.answer_measure_detail),
        "measure_owner": of_plan(measures.answer_measure_owner),
        "measure_period": of_plan(measures.answer_measure_period),
        "channel_list": channels.answer_channels,
        "eservice_info": channels.answer_eservice,
        "no_gift_info": channels.answer_no_gift,
        "contact_info": channels.answer_contact,
        "greeting": about.answer_greeting,
        "thanks": about.answer_thanks,
        "help": about.answer_help,
        "human_handoff": about.answer_human,
        "out_of_scope": about.answer_out_of_scope,
        UNSURE: about.answer_unsure,
    }
)

UNCHANGING = frozenset(ANSWERS) - {UNSURE, "out_of_scope", "human_handoff", "channel_list"}
"""Answers that depend on nothing but the question, the language, whom they are for (citizens or
staff) and what is published: who asked before gets the very same."""
