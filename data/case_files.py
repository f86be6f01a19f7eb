"""The files of a case. Names and contents are sealed under the case's own key."""

from dataclasses import dataclass

from data import case_keys, drafts
from data.case_entries import must_be_open, must_be_remembered
from data.drafts import NewAttachment
from data.store import Connection

ATTACHMENT_COLUMNS = "id, case_unseal(wrapped, case_id, name, 'attachment.name'), media_type, size"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An attachment of a case; *size* in bytes. *forgotten*: nobody can open it any more."""

    id: int
    name: str
    media_type: str
    size: int
    forgotten: bool = False


def take_files(db: Connection, case_id: int, which: str, **parameters: str | int) -> int:
    """Files that stood under the vault become the case's, sealed anew; how many."""
    taken = db.execute(
        "update attachment set stage = 'case', case_id = :case_id,"
        f" name = case_seal({case_keys.KEY}, :case_id, unseal_bytes(name, 'attachment.name'),"
        " 'attachment.name'),"
        f" content = case_seal({case_keys.KEY}, :case_id,"
        f" unseal_bytes(content, 'attachment.content'), 'attachment.content') where {which}",
        {"case_id": case_id, **parameters},
    )
    return taken.rowcount


def attach(db: Connection, case_id: int, new: NewAttachment) -> None:
    """The reporter adds a file to an open case. Raises Stale when it was closed meanwhile."""
    must_be_open(db, case_id)
    must_be_remembered(db, case_id)
    take_files(db, case_id, "id = :id", id=drafts.add_attachment(db, new))


def attachments(db: Connection, case_id: int) -> list[CaseFile]:
    """The files of a case, in the order they came."""
    rows = db.execute(
        f"select {ATTACHMENT_COLUMNS} from attachment left join case_key using (case_id)"
        " where case_id = :case_id order by id",
        {"case_id": case_id},
    )
    return [
        CaseFile(file_id, name or "", media_type, size, forgotten=name is None)
        for file_id, name, media_type, size in rows
    ]


def attachment_content(db: Connection, attachment_id: int) -> tuple[str, str, bytes] | None:
    """(name, media type, content) of a case's file, None where it is gone or forgotten."""
    row = db.execute(
        "select case_unseal(wrapped, case_id, name, 'attachment.name'), media_type,"
        " case_unseal_bytes(wrapped, case_id, content, 'attachment.content')"
        " from attachment left join case_key using (case_id) where id = :id and stage = 'case'",
        {"id": attachment_id},
    ).fetchone()
    if row is None or row[0] is None or row[2] is None:
        return None
    return str(row[0]), str(row[1]), bytes(row[2])
