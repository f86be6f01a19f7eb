"""Who answers what: every intent that only informs."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from handlers import about, channels, measures, scores, topics, what_if
from handlers.context import Context
from handlers.message import Message
from handlers.turn import Turn
from handlers.understanding.question import UNSURE

ANSWERS: Mapping[str, Callable[[Message, Context], Awaitable[Turn]]] = MappingProxyType(
    {
        "score_total": scores.answer_total,
        "score_instrument": scores.answer_instrument,
        "score_indicator": scores.answer_indicator,
        "score_subindicator": scores.answer_subindicator,
        "score_item": scores.answer_item,
        "score_extremes": scores.answer_extremes,
        "score_compare": scores.answer_compare,
        "score_explain": scores.answer_explain,
        "what_if": what_if.answer_what_if,
        "question_text": scores.answer_wording,
        "analysis_topic": topics.answer_topic,
        "limitations": topics.answer_limitations,
        "measure_list": measures.answer_measure_list,
        "measure_detail": measures.answer_measure_detail,
        "measure_owner": measures.answer_measure_owner,
        "measure_period": measures.answer_measure_period,
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
