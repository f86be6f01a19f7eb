"""Draft answers: what a person answered to the questions beside their own words, not sent yet.

One answer a question; a later one takes its place. Sealed like drafts. When the draft is filed each
becomes an entry of the case, whose kind is the question.
"""

from data import case_keys
from data.connection import Connection
from data.message_tags import OF_MESSAGE

WHO, ASKED_FOR, WHEN, WHERE = "who", "asked_for", "when", "where"
SERVICE, KNOWN, CHECKABLE = "service", "known", "checkable"
QUESTIONS = (WHO, ASKED_FOR, WHEN, WHERE, SERVICE, KNOWN, CHECKABLE)
"""In the order in which answers are shown. An answer to SERVICE is a key of data/services where it
was chosen, else the person's own words."""

CREATE_ANSWERS = """
create table draft_answer (
    id integer primary key,
    chat text not null,
    question text not null,
    text blob not null,
    message text not null,
    at text not null,
    unique (chat, question)
) strict;
create index draft_answer_by_message on draft_answer (message) where message <> '';
"""

UNSEALED = "unseal(text, 'draft.answer:' || chat)"


def of_draft(db: Connection, chat: str) -> dict[str, str]:
    """What *chat* has answered so far, by question, in the order of QUESTIONS."""
    rows = db.execute(
        f"select question, {UNSEALED} from draft_answer where chat = :chat", {"chat": chat}
    )
    found = dict(rows.fetchall())
    return {question: found[question] for question in QUESTIONS if question in found}


def keep(db: Connection, chat: str, question: str, text: str, message: str, at: str) -> None:
    """Keep an answer in the place of an earlier one; "" takes that back. *message* is
    "<messenger>:<message id>" or ""."""
    if question not in QUESTIONS:
        raise ValueError(f"no such question: {question}")
    parameters = {"chat": chat, "question": question}
    db.execute("delete from draft_answer where chat = :chat and question = :question", parameters)
    if text:
        db.execute(
            "insert into draft_answer (chat, question, text, message, at) values (:chat, :question,"
            " seal(:text, 'draft.answer:' || :chat),"
            " iif(:message = '', '', tag('message', :message)), :at)",
            {**parameters, "text": text, "message": message, "at": at},
        )


def discard(db: Connection, chat: str) -> None:
    """Forget the answers of *chat*."""
    db.execute("delete from draft_answer where chat = :chat", {"chat": chat})


def rewrite(db: Connection, chat: str, text: str, message: str) -> bool:
    """An edited message was an answer of *chat*: it follows. Whether it was one."""
    rewritten = db.execute(
        "update draft_answer set text = seal(:text, 'draft.answer:' || chat)"
        f" where chat = :chat and {OF_MESSAGE}",
        {"chat": chat, "text": text, "message": message},
    )
    return rewritten.rowcount > 0


def forget_message(db: Connection, message: str) -> None:
    """Remove what an unsent message answered."""
    db.execute(f"delete from draft_answer where {OF_MESSAGE}", {"message": message})


def move(db: Connection, case_id: int, chat: str) -> int:
    """The answers of *chat* become entries of its case, sealed anew; how many."""
    rows = db.execute(
        f"select question, {UNSEALED}, message, at from draft_answer where chat = :chat",
        {"chat": chat},
    ).fetchall()
    db.executemany(
        "insert into case_entry (case_id, kind, author, text, message, at) values (:case_id,"
        f" :question, 'citizen', case_seal({case_keys.KEY}, :case_id, :text, 'case.text'),"
        " :message, :at)",
        [
            {"case_id": case_id, "question": question, "text": text, "message": message, "at": at}
            for question, text, message, at in sorted(rows, key=lambda row: QUESTIONS.index(row[0]))
        ],
    )
    discard(db, chat)
    return len(rows)
