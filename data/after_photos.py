"""After-photos: what was put right, shown by a photo that an officer sends with the closing words.

One waits for each officer, until it is sent on: then it stands in the case, and whoever has its
link sees it, for LINE shows only what it can fetch. The link is a keyed tag: nobody can guess it.
"""

import hmac

from data import case_files, drafts
from data.drafts import NewAttachment
from data.store import Connection, Stale

PATH = "/after/"


def keep(db: Connection, new: NewAttachment) -> None:
    """A photo waits to be sent on; one that waited before it is forgotten."""
    discard(db, new.chat)
    db.execute(
        "insert into after_photo (attachment_id, chat) values (:id, :chat)",
        {"id": drafts.add_attachment(db, new, "upload"), "chat": new.chat},
    )


def waiting(db: Connection, chat: str) -> tuple[int, str, str] | None:
    """(row id, name, media type) of the photo that waits in *chat*."""
    row = db.execute(
        "select id, unseal(name, 'attachment.name'), media_type from attachment"
        " where id = (select attachment_id from after_photo where chat = :chat)",
        {"chat": chat},
    ).fetchone()
    return row and (int(row[0]), str(row[1]), str(row[2]))


def in_case(db: Connection, photo: int) -> tuple[int, str, str] | None:
    """The same of a photo that stands in its case."""
    found = case_files.attachment_content(db, photo)
    return found and (photo, found[0], found[1])


def discard(db: Connection, chat: str) -> None:
    """Forget the photo that waits in *chat*."""
    db.execute(
        "delete from attachment where id = (select attachment_id from after_photo"
        " where chat = :chat)",
        {"chat": chat},
    )


def hold(db: Connection, photo: int, case_id: int) -> None:
    """A waiting photo is held back with words of the case. Raises Stale where it is gone."""
    held = db.execute(
        "update after_photo set chat = :held where attachment_id = :id and chat <> ''",
        {"held": held_with(case_id), "id": photo},
    )
    if not held.rowcount:
        raise Stale("the photo is gone")


def held_with(case_id: int) -> str:
    """Stands in the place of a chat while the photo is held back."""
    return f"held:{case_id}"


def give_back(db: Connection, case_id: int, chat: str) -> None:
    """What was held back waits in *chat* again, unless another does."""
    parameters = {"held": held_with(case_id), "chat": chat}
    db.execute("update or ignore after_photo set chat = :chat where chat = :held", parameters)
    discard(db, held_with(case_id))


def take(db: Connection, photo: int, case_id: int) -> None:
    """A waiting photo becomes the case's. Raises Stale where it is gone."""
    parameters = {"id": photo}
    taken = db.execute(
        "update after_photo set chat = '' where attachment_id = :id and chat <> ''", parameters
    )
    if not taken.rowcount:
        raise Stale("the photo is gone")
    case_files.take_files(db, case_id, "id = :id", id=photo)
    db.execute("update attachment set chat = '' where id = :id", parameters)


def content(db: Connection, attachment_id: int) -> tuple[str, str, bytes] | None:
    """(name, media type, content) of a case's file, or of a photo that waits."""
    found = case_files.attachment_content(db, attachment_id)
    if found is not None:
        return found
    row = db.execute(
        "select unseal(name, 'attachment.name'), media_type,"
        " unseal_bytes(content, 'attachment.content') from attachment"
        " where id = :id and id in (select attachment_id from after_photo where chat <> '')",
        {"id": attachment_id},
    ).fetchone()
    return row and (str(row[0]), str(row[1]), bytes(row[2]))


def link(db: Connection, attachment_id: int) -> str:
    """The path under which the photo can be seen once it stands in a case."""
    return f"{PATH}{attachment_id}-{_tag(db, attachment_id)}"


def linked(db: Connection, name: str) -> tuple[str, str, bytes] | None:
    """The photo whose link ends in *name*, None for everything else."""
    number, _, tag = name.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        return None
    if not hmac.compare_digest(tag.encode(), _tag(db, int(number)).encode()):
        return None
    query = "select 1 from after_photo where attachment_id = :id and chat = ''"
    if db.execute(query, {"id": int(number)}).fetchone() is None:
        return None
    return case_files.attachment_content(db, int(number))


def _tag(db: Connection, attachment_id: int) -> str:
    query = "select tag('after_photo', :id)"
    (found,) = db.execute(query, {"id": str(attachment_id)}).fetchone()
    return str(found)
