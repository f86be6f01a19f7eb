"""A small register with something in every sealed column, and all of it opened again."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from data import (
    audit,
    case_access,
    case_entries,
    case_keys,
    cases,
    chats,
    common_replies,
    conversations,
    draft_answers,
    drafts,
    held_words,
    inbox,
    outbox,
    ratings,
    register,
    staff,
)
from data.case_access import Exclusion
from data.case_entries import Entry
from data.cases import CaseKind, NewCase
from data.clock_settings import Promises, rules_of
from data.connection import Connection
from data.conversations import Conversation
from data.drafts import NewAttachment
from data.held_words import Held
from data.schema import migrations
from data.sealed_columns import LASTING, UNDER_CASE_KEYS, UNDER_THE_VAULT
from data.sealing import Vault
from data.staff import Invitation
from data.store import Store

AT = "2026-01-05T03:00:00.000000+00:00"
BRIBE = "เจ้าหน้าที่ช่างเรียกเงินห้าพัน"
ANSWER = "เรื่องอยู่ระหว่างตรวจสอบข้อเท็จจริง"
FILE_NAME = "สลิปโอนเงิน.jpg"
IN_THE_FILE = "the whole slip"
FILE = b"\xff\xd8" + IN_THE_FILE.encode() + b"\xff\xd9"
DRAFT = "ยังเขียนไม่จบ"
SUBJECT = '{"item": "ข้อที่ถามถึง"}'
ADDRESS = "U4af4980629"
OFFICER = "นางสาวสมศรี ใจซื่อ"
REASON = "เป็นน้องเขยของผู้ถูกกล่าวหา"
WISH = "อย่าให้หัวหน้ากองช่างเห็น"
ANSWERED = "นายช่างประจำกองช่าง"
CONTENT = "ไม่มีใครโทรกลับมาเลย"
WHY_WHO = "ต้องนัดพยานมาให้ถ้อยคำ"
ASKED = (
    "insert into identity_request (id, case_id, asked_by, reason, asked_at) values (7, :case_id, 1,"
    f" case_seal({case_keys.KEY}, :case_id, :reason, 'identity.reason'), :at)"
)
PLANTED = (
    *(BRIBE, ANSWER, FILE_NAME, IN_THE_FILE, DRAFT, ADDRESS),
    *(OFFICER, REASON, WISH, ANSWERED, CONTENT, WHY_WHO),
)

RULES = rules_of(Promises())

Opened = dict[tuple[str, str], list[str]]


def fill(db: Connection, tag: str) -> int:
    """Something in every sealed column, and one corruption case; its row id."""
    common_replies.keep(db, f"key {tag}", b"packed")
    inbox.put_answered(db, inbox.NewRow("line", "E1", tag, "", BRIBE.encode(), AT), SUBJECT)
    outbox.add(db, outbox.NewRow("line", tag, ANSWER.encode(), AT))
    chats.remember(db, tag, "line", ADDRESS)
    conversations.save(db, tag, Conversation(step="intake", memory={"text": DRAFT}), AT)
    invited = Invitation("", OFFICER, "officer", True)
    staff.invite(db, "token", invited, AT, AT)
    staff.join(db, Invitation(staff.hash_token("token"), *_rest(invited)), "desk", "telegram", AT)
    case_id = file_case(db, tag)
    case_entries.add_entry(db, case_id, Entry("answer", "officer", ANSWER, "assessing", AT), 1)
    db.execute(ASKED, {"case_id": case_id, "reason": WHY_WHO, "at": AT})
    case_access.exclude(db, Exclusion(case_id, 1, audit.OPERATOR, "supervisor", REASON, AT))
    held_words.hold(db, Held(case_id, 1, 1, AT, ANSWER), AT)
    _rate(db, tag)
    drafts.add_text(db, tag, DRAFT, "line:M2", AT)
    draft_answers.keep(db, tag, draft_answers.WHO, ANSWERED, "line:M5", AT)
    case_access.keep_wish(db, tag, WISH, "line:M4")
    drafts.add_attachment(db, NewAttachment(tag, FILE_NAME, "image/jpeg", FILE, "line:M3", AT))
    return case_id


def _rate(db: Connection, tag: str) -> None:
    """A word of a reporter beside the stars of the one case."""
    (case,) = register.filed_by(db, tag)
    db.execute("update cases set state = 'concluded', closed_at = :at", {"at": AT})
    ratings.rate(db, case, 2, AT)
    ratings.say_why(db, case, CONTENT, "line:M4", AT)
    db.execute("update cases set state = :state, closed_at = ''", {"state": case.state})


def file_case(db: Connection, tag: str) -> int:
    """A corruption case with words and a file; its row id."""
    drafts.add_text(db, tag, BRIBE, "line:M0", AT)
    drafts.add_attachment(db, NewAttachment(tag, FILE_NAME, "image/jpeg", FILE, "line:M1", AT))
    code = f"PS-{secrets.token_hex(8)}"
    return cases.file(db, NewCase(code, CaseKind.CORRUPTION, tag, "line", AT, RULES))


def everything(db: Connection) -> Opened:
    """What stands in each sealed column, opened and in order; fails where something does not."""
    found: Opened = {}
    for each in UNDER_THE_VAULT:
        rows = db.execute(
            f"select unseal_bytes({each.column}, {each.context}) from {each.table}"
            f" where {each.where} and length({each.column}) > 0"
        )
        found[each.table, each.column] = sorted(row[0].decode("latin-1") for row in rows)
    for each in UNDER_CASE_KEYS:
        rows = db.execute(
            f"select case_unseal_bytes(wrapped, case_id, {each.column}, {each.context})"
            f" from {each.table} join case_key using (case_id) where {each.where}"
        )
        found[f"{each.table} of cases", each.column] = sorted(
            row[0].decode("latin-1") for row in rows
        )
    for each in LASTING:
        rows = db.execute(
            f"select lasting_unseal({each.column}, {each.context}) from {each.table}"
            f" where length({each.column}) > 0"
        )
        found[each.table, each.column] = sorted(row[0] for row in rows)
    return found


def old_database(path: Path, key: bytes, number: int = 3) -> list[int]:
    """A database as it was made before cases had keys: *number* cases, all under the vault.

    Their row ids. The statements are those of that version.
    """
    vault = Vault(key)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma journal_mode = wal")
        migrations.apply(Database(db), stop_before="m006_case_keys")
        db.create_function("seal", 2, vault.seal)
        db.execute(
            "insert into installation (id, key_check) values (1, seal('prongsai', 'installation'))"
        )
        for number_of_case in range(number):
            _old_case(db, vault, 1_000 + number_of_case)
        db.execute(
            "insert into draft_part (chat, text, message, at)"
            " values (:chat, seal(:text, 'draft.text:' || :chat), '', '')",
            {"chat": vault.tag("chat", "line:U1"), "text": DRAFT},
        )
        _old_file(db, vault.tag("chat", "line:U1"), None)
    return [1_000 + number_of_case for number_of_case in range(number)]


def _old_case(db: Connection, vault: Vault, case_id: int) -> None:
    chat = vault.tag("chat", "line:U1")
    db.execute(
        "insert into cases (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, 'PS-' || :id, 'CORRUPTION', 2, 'submitted', :chat, 'line', :at, :at)",
        {"id": case_id, "chat": chat, "at": AT},
    )
    for kind, text in (("report", BRIBE), ("state", "")):
        db.execute(
            "insert into case_entry (case_id, kind, author, text, message, at) values"
            " (:id, :kind, 'citizen', seal(:text, 'case.text:' || :id), :message, :at)",
            {
                "id": case_id,
                "kind": kind,
                "text": text,
                "message": vault.tag("message", f"line:M{case_id}"),
                "at": AT,
            },
        )
    _old_file(db, chat, case_id)


def _old_file(db: Connection, chat: str, case_id: int | None) -> None:
    db.execute(
        "insert into attachment (chat, case_id, stage, name, media_type, size, content, message,"
        " at) values (:chat, :case_id, iif(:case_id is null, 'draft', 'case'),"
        " seal(:name, 'attachment.name'), 'image/jpeg', 1, seal(:content, 'attachment.content'),"
        " '', :at)",
        {"chat": chat, "case_id": case_id, "name": FILE_NAME, "content": FILE, "at": AT},
    )


def files_of(store: Store) -> bytes:
    """Everything that stands in the database's files and beside them."""
    folder = store.path.parent
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def _rest(invited: Invitation) -> tuple[str, str, bool]:
    return invited.name, invited.role, invited.corruption
