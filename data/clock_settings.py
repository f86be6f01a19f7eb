"""How long things may take, by kind of case: the agency's promises, from its TOML file.

Benchmarks, not Thai law. ``[promises]`` holds for every kind; ``[clocks.GRIEVANCE]`` and the like
say otherwise for one kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.deadlines import Rule, Unit
from data.toml_file import TomlFile


class ClockName(StrEnum):
    """What a case waits for: a person who reads it, a word on its progress, the answer."""

    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    ANSWER = "answer"


ClockRules = Mapping[str, Mapping[ClockName, Rule]]
"""The rules of every kind of case."""

KINDS = ("FEEDBACK", "QUESTION", "GRIEVANCE", "CORRUPTION", "ETHICS", "PRIVACY")
INQUIRIES = ("CORRUPTION", "ETHICS")
"""Read within so many days whatever the holidays; the answer is the final feedback, in months."""

PROMISE_KEYS = {"acknowledge", "answer", "corruption_read", "corruption_answer", "note"}
WARNING_KEYS = {"warn_working_days", "warn_days"}
KIND_KEYS = {"acknowledge", "acknowledge_at_most", "note", "answer", "answer_months"}
MOST_DAYS = 366
MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Promises:
    """What the agency promises: *acknowledge* in working days, *corruption_answer* in calendar
    months, all else in days. A warning comes *warn_working_days* or *warn_days* before."""

    acknowledge: int = 3
    answer: int = 15
    corruption_read: int = 7
    corruption_answer: int = 3
    note: int = 15
    warn_working_days: int = 1
    warn_days: int = 3


def rules_of(promises: Promises) -> ClockRules:
    """The rules where no kind has its own."""
    return {kind: _rules(kind, promises) for kind in KINDS}


def read_promises(file: TomlFile) -> Promises:
    """``[promises]`` and the warnings of ``[clocks]``; problems are collected in *file*."""
    file.only(PROMISE_KEYS, "promises")
    return Promises(
        acknowledge=file.integer("promises.acknowledge", least=1, most=MOST_DAYS),
        answer=file.integer("promises.answer", least=1, most=MOST_DAYS),
        corruption_read=file.integer("promises.corruption_read", least=1, most=MOST_DAYS),
        corruption_answer=file.integer("promises.corruption_answer", least=1, most=MOST_MONTHS),
        note=_optional(file, "promises.note", 15),
        warn_working_days=_optional(file, "clocks.warn_working_days", 1, least=0),
        warn_days=_optional(file, "clocks.warn_days", 3, least=0),
    )


def read_rules(file: TomlFile, promises: Promises) -> ClockRules:
    """*promises*, and what ``[clocks.KIND]`` says otherwise; problems are collected in *file*."""
    file.only({*WARNING_KEYS, *KINDS}, "clocks")
    if file.has("clocks") and not file.keys("clocks"):
        file.problem("clocks", "must be a table of settings")
    return {kind: _with_its_own(file, kind, rules) for kind, rules in rules_of(promises).items()}


def _rules(kind: str, promises: Promises) -> Mapping[ClockName, Rule]:
    inquiry, warn_days = kind in INQUIRIES, promises.warn_days
    return {
        ClockName.ACKNOWLEDGE: Rule(
            promises.acknowledge,
            Unit.WORKING_DAY,
            promises.warn_working_days,
            promises.corruption_read if inquiry else None,
        ),
        ClockName.NOTE: Rule(promises.note, Unit.DAY, warn_days),
        ClockName.ANSWER: Rule(promises.corruption_answer, Unit.MONTH, warn_days)
        if inquiry
        else Rule(promises.answer, Unit.DAY, warn_days),
    }


def _with_its_own(
    file: TomlFile, kind: str, rules: Mapping[ClockName, Rule]
) -> Mapping[ClockName, Rule]:
    at = f"clocks.{kind}"
    if not file.has(at):
        return rules
    if not file.keys(at):
        file.problem(at, "must be a table of settings")
    file.only(KIND_KEYS, at)
    acknowledge, note, answer = (rules[name] for name in ClockName)
    cap = acknowledge.at_most_days
    if file.has(f"{at}.acknowledge_at_most"):
        cap = _optional(file, f"{at}.acknowledge_at_most", 1)
    return {
        ClockName.ACKNOWLEDGE: Rule(
            _optional(file, f"{at}.acknowledge", acknowledge.amount),
            Unit.WORKING_DAY,
            acknowledge.warn_before,
            cap,
        ),
        ClockName.NOTE: Rule(
            _optional(file, f"{at}.note", note.amount), Unit.DAY, note.warn_before
        ),
        ClockName.ANSWER: _answer(file, at, answer),
    }


def _answer(file: TomlFile, at: str, rule: Rule) -> Rule:
    days, in_months = f"{at}.answer", f"{at}.answer_months"
    if file.has(days) and file.has(in_months):
        file.problem(days, "days or months, not both")
    if file.has(in_months):
        months = file.integer(in_months, least=1, most=MOST_MONTHS)
        return Rule(months, Unit.MONTH, rule.warn_before)
    if file.has(days):
        return Rule(_optional(file, days, 1), Unit.DAY, rule.warn_before)
    return rule


def _optional(file: TomlFile, key: str, default: int, least: int = 1) -> int:
    return file.integer(key, least=least, most=MOST_DAYS) if file.has(key) else default
