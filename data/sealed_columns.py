"""Every column that holds something sealed. A new one must be entered here, or it would be lost at
the next rotation of the key: a test compares this table with the schema."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column that holds what is sealed. *context* and *where* are SQL over a row of *table*."""

    table: str
    column: str
    context: str
    where: str = "true"


UNDER_THE_VAULT = (
    SealedColumn("inbox", "payload", "'inbox.payload'"),
    SealedColumn("inbox", "subject", "'inbox.subject'"),
    SealedColumn("outbox", "payload", "'outbox.payload'"),
    SealedColumn("common_reply", "packed", "'common_reply.packed'"),
    SealedColumn("chat", "address", "'chat.address'"),
    SealedColumn("conversation", "state", "'conversation.state:' || chat"),
    SealedColumn("staff", "name", "'staff.name'"),
    SealedColumn("invitation", "name", "'invitation.name'"),
    SealedColumn("draft_part", "text", "'draft.text:' || chat"),
    SealedColumn("draft_answer", "text", "'draft.answer:' || chat"),
    SealedColumn("draft_wish", "words", "'draft.wish:' || chat"),
    SealedColumn("attachment", "name", "'attachment.name'", "case_id is null"),
    SealedColumn("attachment", "content", "'attachment.content'", "case_id is null"),
)
"""Sealed anew by a rotation. What is emptied (no bytes) stays so."""

UNDER_CASE_KEYS = (
    SealedColumn("case_entry", "text", "'case.text'"),
    SealedColumn("case_exclusion", "reason", "'case.exclusion'"),
    SealedColumn("identity_request", "reason", "'identity.reason'"),
    SealedColumn("rating", "words", "'rating.words'"),
    SealedColumn("held_words", "words", "'held.words'"),
    SealedColumn("attachment", "name", "'attachment.name'", "case_id is not null"),
    SealedColumn("attachment", "content", "'attachment.content'", "case_id is not null"),
)
"""Sealed under the key of the case in case_id: a rotation wraps that key anew, and that is all."""

LASTING = (
    SealedColumn("audit", "detail", "'audit.detail'"),
    SealedColumn("audit_head", "sealed", "'audit.head'"),
)
"""Sealed under what follows from the tag key, which a rotation only wraps anew. Never changed."""

KEYS = (
    ("installation", "key_check"),
    ("installation", "tag_key"),
    ("case_key", "wrapped"),
)
"""What a rotation wraps or makes anew."""

HASHES = (
    ("receipt", "hash"),
    ("desk_code", "hash"),
)
"""Bytes that nothing opens, so that a rotation leaves them alone."""
