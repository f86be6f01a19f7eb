"""Ratings: how content a reporter is with how a finished case was handled, once per case.

It may be changed until the case is opened again. The words are sealed under the key of the case.
"""

from dataclasses import dataclass

from data import case_keys
from data.case_entries import must_be_remembered
from data.case_moves import FINISHED, State
from data.cases import Case
from data.message_tags import OF_MESSAGE
from data.store import Connection, Stale

STARS = range(1, 6)
RATED = FINISHED - {State.WITHDRAWN, State.DUPLICATE}
"""Where somebody has done something that a reporter may be content with, or not."""


@dataclass(frozen=True, slots=True)
class Rating:
    """*stars* is 1 (not content) to 5; *words* "" where there are none, or they are forgotten."""

    stars: int
    words: str
    at: str
    forgotten: bool = False


def rating(db: Connection, case_id: int) -> Rating | None:
    """What the reporter said of how the case was handled."""
    row = db.execute(
        "select stars, case_unseal(wrapped, case_id, words, 'rating.words'), at"
        " from rating left join case_key using (case_id) where case_id = :case_id",
        {"case_id": case_id},
    ).fetchone()
    return row and Rating(row[0], row[1] or "", row[2], forgotten=row[1] is None)


def may_rate(case: Case, found: Rating | None) -> bool:
    """Whether the case is finished, and not rated before it was opened again."""
    return case.state in RATED and (found is None or found.at >= case.closed_at)


def rate(db: Connection, case: Case, stars: int, at: str) -> None:
    """Keep the stars; those given before go. Raises Stale where it may not be rated any more."""
    _must_be_ratable(db, case)
    db.execute(
        "insert into rating (case_id, stars, words, at) values (:case_id, :stars,"
        f" case_seal({case_keys.KEY}, :case_id, '', 'rating.words'), :at)"
        " on conflict (case_id) do update set stars = :stars, at = :at",
        {"case_id": case.id, "stars": stars, "at": at},
    )


def say_why(db: Connection, case: Case, words: str, message: str, at: str) -> None:
    """A word beside the stars. *message* is "<messenger>:<message id>". Raises Stale as rate."""
    _must_be_ratable(db, case)
    must_be_remembered(db, case.id)
    db.execute(
        "update rating set at = :at,"
        f" words = case_seal({case_keys.KEY}, :case_id, :words, 'rating.words'),"
        " message = iif(:message = '', '', tag('message', :message)) where case_id = :case_id",
        {"case_id": case.id, "words": words, "message": message, "at": at},
    )


def forget_message(db: Connection, message: str) -> None:
    """The words were taken back; the stars stay."""
    db.execute(
        "update rating set words = zeroblob(0), message = ''"
        f" where {OF_MESSAGE}"
        " and case_id not in (select case_id from legal_hold)",
        {"message": message},
    )


def _must_be_ratable(db: Connection, case: Case) -> None:
    row = db.execute(
        "select state, closed_at, coalesce((select at from rating where case_id = :id), '~')"
        " from cases where id = coalesce((select original_id from case_joining join cases"
        " on cases.id = case_id and state = 'duplicate' where case_id = :id), :id)",
        {"id": case.id},
    ).fetchone()
    if row is None or row[0] not in RATED or row[2] < row[1]:
        raise Stale("the case was opened again, or rated before that")
