"""Which English text function says what a Thai one says. What is not here is said in Thai."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from handlers.texts import about as thai_about
from handlers.texts import anonymity as thai_anonymity
from handlers.texts import casework as thai_casework
from handlers.texts import channels as thai_channels
from handlers.texts import clocks as thai_clocks
from handlers.texts import comparisons as thai_comparisons
from handlers.texts import copying as thai_copying
from handlers.texts import data_requests as thai_data_requests
from handlers.texts import drafting as thai_drafting
from handlers.texts import exclusion as thai_exclusion
from handlers.texts import extremes as thai_extremes
from handlers.texts import goals as thai_goals
from handlers.texts import intake as thai_intake
from handlers.texts import joining as thai_joining
from handlers.texts import limits as thai_limits
from handlers.texts import measures as thai_measures
from handlers.texts import mirrors as thai_mirrors
from handlers.texts import my_cases as thai_my_cases
from handlers.texts import names as thai_names
from handlers.texts import privacy as thai_privacy
from handlers.texts import privacy_notice as thai_privacy_notice
from handlers.texts import questions as thai_questions
from handlers.texts import ratings as thai_ratings
from handlers.texts import receipts as thai_receipts
from handlers.texts import reckonings as thai_reckonings
from handlers.texts import reopening as thai_reopening
from handlers.texts import reporter_news as thai_reporter_news
from handlers.texts import scores as thai_scores
from handlers.texts import self_service as thai_self_service
from handlers.texts import statistics as thai_statistics
from handlers.texts import talk as thai_talk
from handlers.texts import thai
from handlers.texts import topics as thai_topics
from handlers.texts import trouble as thai_trouble
from handlers.texts import why as thai_why
from handlers.texts import withdrawing as thai_withdrawing
from handlers.texts import writing as thai_writing
from handlers.texts.english import (
    about,
    anonymity,
    casework,
    channels,
    clocks,
    comparisons,
    copying,
    data_requests,
    drafting,
    exclusion,
    extremes,
    goals,
    intake,
    joining,
    limits,
    measures,
    mirrors,
    my_cases,
    names,
    privacy,
    privacy_notice,
    questions,
    ratings,
    receipts,
    reckonings,
    reopening,
    reporter_news,
    scores,
    self_service,
    statistics,
    talk,
    topics,
    trouble,
    why,
    withdrawing,
    writing,
    written,
)

THAI, ENGLISH = "", "en"
"""The languages, as they are kept with a conversation."""

P = ParamSpec("P")
T = TypeVar("T")

COUNTERPARTS: Mapping[Callable[..., Any], Callable[..., Any]] = MappingProxyType(
    {
        thai_about.greeting: about.greeting,
        thai_about.thanks: about.thanks,
        thai_about.help_text: about.help_text,
        thai_about.human: about.human,
        thai_about.other_year: about.other_year,
        thai_about.out_of_scope: about.out_of_scope,
        thai_about.offered: about.offered,
        thai_about.file_without_draft: about.file_without_draft,
        thai_about.place_without_draft: about.place_without_draft,
        thai_about.sticker: about.sticker,
        thai_about.not_readable: about.not_readable,
        thai_anonymity.choose: anonymity.choose,
        thai_anonymity.anonymously: anonymity.anonymously,
        thai_anonymity.named: anonymity.named,
        thai_anonymity.how_it_goes: anonymity.how_it_goes,
        thai_anonymity.filed: anonymity.filed,
        thai_anonymity.status: anonymity.status,
        thai_anonymity.ended: anonymity.ended,
        thai_anonymity.thanks: anonymity.thanks,
        thai_anonymity.word_kept: anonymity.word_kept,
        thai_anonymity.ask_why: anonymity.ask_why,
        thai_anonymity.reopened: anonymity.reopened,
        thai_anonymity.too_late: anonymity.too_late,
        thai_anonymity.must_stay: anonymity.must_stay,
        thai_anonymity.confirm_erasing: anonymity.confirm_erasing,
        thai_anonymity.erased: anonymity.erased,
        thai_anonymity.officer_said: anonymity.officer_said,
        thai_anonymity.prompt: anonymity.prompt,
        thai_anonymity.added: anonymity.added,
        thai_anonymity.added_unread: anonymity.added_unread,
        thai_anonymity.confirm_withdrawal: anonymity.confirm_withdrawal,
        thai_anonymity.withdrawn: anonymity.withdrawn,
        thai_anonymity.left: anonymity.left,
        thai_anonymity.over: anonymity.over,
        thai_casework.invitation_invalid: casework.invitation_invalid,
        thai_casework.staff_only: casework.staff_only,
        thai_channels.channels: channels.channels,
        thai_channels.contact: channels.contact,
        thai_channels.eservice: channels.eservice,
        thai_channels.no_gift: channels.no_gift,
        thai_copying.by_hand: copying.by_hand,
        thai_copying.shared_phone: copying.shared_phone,
        thai_data_requests.no_contact: data_requests.no_contact,
        thai_exclusion.question_in_review: exclusion.question_in_review,
        thai_exclusion.kept_from: exclusion.kept_from,
        thai_exclusion.executive: exclusion.executive,
        thai_exclusion.ask: exclusion.ask,
        thai_exclusion.noted: exclusion.noted,
        thai_exclusion.nobody_left: exclusion.nobody_left,
        thai_exclusion.not_read_any_more: exclusion.not_read_any_more,
        thai_extremes.extremes: extremes.extremes,
        thai_extremes.beyond: extremes.beyond,
        thai_extremes.exactly: extremes.exactly,
        thai_comparisons.compare_years: comparisons.compare_years,
        thai_comparisons.only_total: comparisons.only_total,
        thai_comparisons.compare_parts: comparisons.compare_parts,
        thai_comparisons.compare_items: comparisons.compare_items,
        thai_comparisons.compare_scores: comparisons.compare_scores,
        thai_comparisons.compare_things: comparisons.compare_things,
        thai_comparisons.one_part_only: comparisons.one_part_only,
        thai_comparisons.explain: comparisons.explain,
        thai_comparisons.meaning: comparisons.meaning,
        thai_comparisons.respondents: comparisons.respondents,
        thai_comparisons.overview: comparisons.overview,
        thai_comparisons.what_if: comparisons.what_if,
        thai_comparisons.changed: comparisons.changed,
        thai_comparisons.group_changed: comparisons.group_changed,
        thai_comparisons.all_changed: comparisons.all_changed,
        thai_comparisons.instrument_changed: comparisons.instrument_changed,
        thai_comparisons.what_if_how: comparisons.what_if_how,
        thai_goals.goal: goals.goal,
        thai_goals.needed: goals.needed,
        thai_goals.best_moves: goals.best_moves,
        thai_intake.choose_kind: intake.choose_kind,
        thai_intake.offer: intake.offer,
        thai_intake.notice: intake.notice,
        thai_intake.draft_or_new: intake.draft_or_new,
        thai_intake.noted: intake.noted,
        thai_intake.draft_full: intake.draft_full,
        thai_intake.review: intake.review,
        thai_intake.nothing_to_send: intake.nothing_to_send,
        thai_intake.no_draft: intake.no_draft,
        thai_intake.prompt: intake.prompt,
        thai_intake.filed: intake.filed,
        thai_intake.cancelled: intake.cancelled,
        thai_intake.only_in_private: intake.only_in_private,
        thai_intake.no_handler: intake.no_handler,
        thai_intake.edited: intake.edited,
        thai_intake.draft_waits: intake.draft_waits,
        thai_intake.continue_draft: intake.continue_draft,
        thai_intake.problem: intake.problem,
        thai_joining.hint: joining.hint,
        thai_joining.joined: joining.joined,
        thai_joining.closed_meanwhile: joining.closed_meanwhile,
        thai_joining.something_new: joining.something_new,
        thai_joining.goes_with_others: joining.goes_with_others,
        thai_limits.too_many_tries: limits.too_many_tries,
        thai_limits.filing_refused: limits.filing_refused,
        thai_limits.upload_refused: limits.upload_refused,
        thai_limits.too_fast: limits.too_fast,
        thai_measures.all_measures: measures.all_measures,
        thai_measures.detail: measures.detail,
        thai_measures.several: measures.several,
        thai_measures.owner: measures.owner,
        thai_measures.owner_of: measures.owner_of,
        thai_measures.period_of: measures.period_of,
        thai_measures.period: measures.period,
        thai_measures.no_plan: measures.no_plan,
        thai_measures.plan_of_report: measures.plan_of_report,
        thai_mirrors.mirrors: mirrors.mirrors,
        thai_mirrors.gaps: mirrors.gaps,
        thai_clocks.next_word: clocks.next_word,
        thai_clocks.read_from: clocks.read_from,
        thai_clocks.waiting_for_reporter: clocks.waiting_for_reporter,
        thai_my_cases.status: my_cases.status,
        thai_my_cases.forgotten: my_cases.forgotten,
        thai_my_cases.my_cases: my_cases.my_cases,
        thai_my_cases.no_cases: my_cases.no_cases,
        thai_my_cases.no_such_case: my_cases.no_such_case,
        thai_my_cases.add_prompt: my_cases.add_prompt,
        thai_my_cases.added: my_cases.added,
        thai_my_cases.offer_to_reply: my_cases.offer_to_reply,
        thai_my_cases.added_unread: my_cases.added_unread,
        thai_my_cases.nothing_added: my_cases.nothing_added,
        thai_my_cases.case_closed: my_cases.case_closed,
        thai_my_cases.answered: my_cases.answered,
        thai_my_cases.closed: my_cases.closed,
        thai_reporter_news.asked: reporter_news.asked,
        thai_reporter_news.progress: reporter_news.progress,
        thai_reporter_news.resolved: reporter_news.resolved,
        thai_reporter_news.reopened: reporter_news.reopened,
        thai_reporter_news.referred: reporter_news.referred,
        thai_reporter_news.rejected: reporter_news.rejected,
        thai_reporter_news.duplicate: reporter_news.duplicate,
        thai_my_cases.edited: my_cases.edited,
        thai_names.item: names.item,
        thai_names.indicator: names.indicator,
        thai_names.indicator_called: names.indicator_called,
        thai_names.in_a_list: names.in_a_list,
        thai_names.part: names.part,
        thai_names.scored: names.scored,
        thai_privacy.privacy: privacy.privacy,
        thai_privacy_notice.notice: privacy_notice.notice,
        thai_receipts.shown_once: receipts.shown_once,
        thai_receipts.after_on_the_page: receipts.after_on_the_page,
        thai_receipts.ask_digits: receipts.ask_digits,
        thai_receipts.no_such_receipt: receipts.no_such_receipt,
        thai_receipts.cannot_show_again: receipts.cannot_show_again,
        thai_drafting.what_is_next: drafting.what_is_next,
        thai_questions.introduction: questions.introduction,
        thai_questions.question: questions.question,
        thai_questions.noted: questions.noted,
        thai_questions.noted_beside: questions.noted_beside,
        thai_questions.skipped: questions.skipped,
        thai_questions.send_place: questions.send_place,
        thai_questions.which: questions.which,
        thai_ratings.thanks: ratings.thanks,
        thai_ratings.kept: ratings.kept,
        thai_ratings.cannot: ratings.cannot,
        thai_ratings.ask: ratings.ask,
        thai_reopening.ask_why: reopening.ask_why,
        thai_reopening.reopened: reopening.reopened,
        thai_reopening.too_late: reopening.too_late,
        thai_reopening.which: reopening.which,
        thai_reopening.nothing: reopening.nothing,
        thai_reopening.stopped: reopening.stopped,
        thai_reckonings.mean: reckonings.mean,
        thai_reckonings.so: reckonings.so,
        thai_reckonings.not_so: reckonings.not_so,
        thai_reckonings.total_of: reckonings.total_of,
        thai_reckonings.level_of_total: reckonings.level_of_total,
        thai_reckonings.rank_of_total: reckonings.rank_of_total,
        thai_reckonings.places: reckonings.places,
        thai_scores.total: scores.total,
        thai_scores.instrument: scores.instrument,
        thai_scores.indicator: scores.indicator,
        thai_scores.subindicators: scores.subindicators,
        thai_scores.indicators: scores.indicators,
        thai_scores.item: scores.item,
        thai_scores.several_items: scores.several_items,
        thai_scores.wording: scores.wording,
        thai_scores.no_such_code: scores.no_such_code,
        thai_scores.may_mean: scores.may_mean,
        thai_scores.which_item: scores.which_item,
        thai_talk.assumed: talk.assumed,
        thai_talk.otherwise: talk.otherwise,
        thai_topics.all_topics: topics.all_topics,
        thai_topics.one_topic: topics.one_topic,
        thai_topics.one_finding: topics.one_finding,
        thai_topics.limitations: topics.limitations,
        thai_topics.no_limitations: topics.no_limitations,
        thai_trouble.stale_button: trouble.stale_button,
        thai_trouble.unknown_command: trouble.unknown_command,
        thai_why.item: why.item,
        thai_why.group: why.group,
        thai_self_service.summary: self_service.summary,
        thai_self_service.there_is_more: self_service.there_is_more,
        thai_self_service.copied_today: self_service.copied_today,
        thai_self_service.explain: self_service.explain,
        thai_self_service.forgotten: self_service.forgotten,
        thai_statistics.public: statistics.public,
        thai_statistics.not_published: statistics.not_published,
        thai_withdrawing.which: withdrawing.which,
        thai_withdrawing.confirm: withdrawing.confirm,
        thai_withdrawing.withdrawn: withdrawing.withdrawn,
        thai_withdrawing.nothing_to_withdraw: withdrawing.nothing_to_withdraw,
        thai_withdrawing.what_can_be_taken_back: withdrawing.what_can_be_taken_back,
        thai_writing.undone: writing.undone,
        thai_writing.how_to_change: writing.how_to_change,
        thai_writing.answered_beside: writing.answered_beside,
        thai.date_of: written.date_of,
    }
)


def in_language(text: Callable[P, T], language: str) -> Callable[P, T]:
    """*text*, or its counterpart in *language* where there is one."""
    return COUNTERPARTS.get(text, text) if language == ENGLISH else text
