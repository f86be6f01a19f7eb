"""Drafts: what a person has written so far of a case that is not sent yet. Sealed like cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from data import draft_answers
from data.message_tags import OF_MESSAGE
from data.store import Connection

LONGEST_DRAFT = 20_000
"""Characters in one draft at most; Prongsai says so kindly when it is reached."""

MOST_TEXTS = 200
MOST_ATTACHMENTS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """What *texts* a person has written so far, in order, and how many files came with them.

    *answers* are those to our questions, by question: see data/draft_answers.
    """

    texts: tuple[str, ...]
    attachments: tuple[str, ...]
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.texts and not self.attachments and not self.answers


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file about to be kept with a draft. *message* is "<messenger>:<message id>" or ""."""

    chat: str
    name: str
    media_type: str
    content: bytes
    message: str
    at: str


def load(db: Connection, chat: str) -> Draft:
    """The draft of *chat*, empty where there is none."""
    texts = db.execute(
        "select unseal(text, 'draft.text:' || chat) from draft_part where chat = :chat order by id",
        {"chat": chat},
    )
    names = db.execute(
        "select unseal(name, 'attachment.name') from attachment"
        " where chat = :chat and stage = 'draft' order by id",
        {"chat": chat},
    )
    answers = MappingProxyType(draft_answers.of_draft(db, chat))
    return Draft(tuple(row[0] for row in texts), tuple(row[0] for row in names), answers)


def add_text(db: Connection, chat: str, text: str, message: str, at: str) -> None:
    """Add one message's words to the draft of *chat*."""
    db.execute(
        "insert into draft_part (chat, text, message, at) values"
        " (:chat, seal(:text, 'draft.text:' || :chat),"
        " iif(:message = '', '', tag('message', :message)), :at)",
        {"chat": chat, "text": text, "message": message, "at": at},
    )


def add_attachment(db: Connection, new: NewAttachment, stage: str = "draft") -> int:
    """Keep a file with the draft of its chat; its row id."""
    cursor = db.execute(
        "insert into attachment (chat, stage, name, media_type, size, content, message, at) values"
        " (:chat, :stage, seal(:name, 'attachment.name'), :media_type, :size,"
        " seal(:content, 'attachment.content'), iif(:message = '', '', tag('message', :message)),"
        " :at)",
        {
            "chat": new.chat,
            "stage": stage,
            "name": new.name,
            "media_type": new.media_type,
            "size": len(new.content),
            "content": new.content,
            "message": new.message,
            "at": new.at,
        },
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def upload(db: Connection, upload_id: int, chat: str) -> bytes | None:
    """The content of a file that the web chat uploaded, for the chat that did so."""
    row = db.execute(
        "select unseal_bytes(content, 'attachment.content') from attachment"
        " where id = :id and chat = :chat and stage = 'upload'",
        {"id": upload_id, "chat": chat},
    ).fetchone()
    return row and bytes(row[0])


def discard_upload(db: Connection, upload_id: int) -> None:
    """Forget an uploaded file that was kept with a draft, or was not wanted."""
    db.execute("delete from attachment where id = :id and stage = 'upload'", {"id": upload_id})


def holds(db: Connection, chat: str, message: str) -> bool:
    """Whether the draft of *chat* has words or a file of a message ("<messenger>:<message id>")."""
    row = db.execute(
        f"select exists (select 1 from draft_part where chat = :chat and {OF_MESSAGE})"
        f" or exists (select 1 from draft_answer where chat = :chat and {OF_MESSAGE})"
        " or exists (select 1 from attachment where chat = :chat and stage = 'draft'"
        f" and {OF_MESSAGE})",
        {"chat": chat, "message": message},
    ).fetchone()
    return bool(row[0])


def replace_text(db: Connection, chat: str, text: str, message: str, at: str) -> None:
    """An edited message: its new words take the place of the old ones in the draft of *chat*."""
    if draft_answers.rewrite(db, chat, text, message):
        return
    replaced = db.execute(
        "update draft_part set text = seal(:text, 'draft.text:' || chat)"
        f" where chat = :chat and {OF_MESSAGE}",
        {"chat": chat, "text": text, "message": message},
    )
    if not replaced.rowcount:  # a photo that had no words until now
        add_text(db, chat, text, message, at)


LAST = (
    "with parts as (select 'text' as what, id, message, at from draft_part where chat = :chat"
    " union all select question, id, message, at from draft_answer where chat = :chat"
    " union all select 'file', id, message, at from attachment"
    " where chat = :chat and stage = 'draft'),"
    " last as (select * from parts order by at desc, id desc limit 1)"
    " select parts.what, parts.id from parts, last where parts.id = last.id"
    " and parts.what = last.what or parts.message = last.message and last.message <> ''"
)
"""What the last message left in a draft: words, a file, or both; or the answer to a question."""


TABLES = {"text": "draft_part", "file": "attachment"}


def without_last(db: Connection, chat: str) -> Draft:
    """What remove_last would leave."""
    found = load(db, chat)
    last = [what for what, _ in db.execute(LAST, {"chat": chat})]
    texts, files = last.count("text"), last.count("file")
    return replace(
        found,
        texts=found.texts[: len(found.texts) - texts],
        attachments=found.attachments[: len(found.attachments) - files],
        answers=MappingProxyType(
            {asked: said for asked, said in found.answers.items() if asked not in last}
        ),
    )


def remove_last(db: Connection, chat: str) -> None:
    """Take the last message's words and file out of the draft of *chat*."""
    for what, row_id in db.execute(LAST, {"chat": chat}).fetchall():
        table = TABLES.get(what, "draft_answer")
        db.execute(f"delete from {table} where id = :id", {"id": row_id})


def discard(db: Connection, chat: str) -> None:
    """Forget the draft of *chat*."""
    db.execute("delete from draft_part where chat = :chat", {"chat": chat})
    draft_answers.discard(db, chat)
    db.execute("delete from attachment where chat = :chat and stage = 'draft'", {"chat": chat})
    db.execute("delete from draft_wish where chat = :chat", {"chat": chat})


def forget_message(db: Connection, chat: str, message: str) -> None:
    """Remove what an unsent message ("<messenger>:<message id>") of *chat* left in its draft and in
    cases.

    In a case it stays visible that there was one: officers may have read it, or miss it. Where a
    legal hold stands, the case keeps it.
    """
    parameters = {"chat": chat, "message": message}
    db.execute(f"delete from draft_part where chat = :chat and {OF_MESSAGE}", parameters)
    db.execute(f"delete from draft_wish where chat = :chat and {OF_MESSAGE}", parameters)
    draft_answers.forget_message(db, message)
    held = "select case_id from legal_hold"
    db.execute(
        f"delete from attachment where {OF_MESSAGE}"
        f" and (case_id is null or case_id not in ({held}))",
        parameters,
    )
    db.execute(
        "update case_entry set kind = iif(kind = 'wish', kind, 'unsent'), message = '',"
        " text = case_seal((select wrapped from case_key"
        " where case_key.case_id = case_entry.case_id), case_id, '', 'case.text')"
        f" where {OF_MESSAGE} and case_id not in ({held})",
        parameters,
    )
