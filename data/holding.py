"""Holding: what is said unasked may wait in the outbox until a time, in order within its chat.

What answers a person's own message never waits, and passes what does. Later notices of the chat
wait behind one that is held, unless they are urgent: then they take it along.
"""

from collections.abc import Sequence

from data.store import Connection

DUE = (
    "select id from outbox as row where hold = 'time' and state = 'waiting' and not_before <= :now"
    " and not exists (select 1 from outbox as earlier indexed by outbox_held"
    " where earlier.chat = row.chat"
    " and earlier.id < row.id and earlier.hold = 'time' and earlier.state = 'waiting'"
    " and earlier.not_before > :now)"
)


def until(db: Connection, chat: str, not_before: str, created_at: str, *, urgent: bool) -> str:
    """Until when a new notice for a chat is held; "" where it may leave at once.

    *not_before* is what its sender wishes, "" for nothing. An urgent one has what was held before
    it leave with it.
    """
    found = db.execute(
        "select max(not_before) from outbox indexed by outbox_held"
        " where chat = :chat and hold = 'time'"
        " and state = 'waiting'",
        {"chat": chat},
    ).fetchone()
    latest = str(found[0] or "")
    wished = not_before if not_before > created_at else ""
    if not urgent:
        return max(latest, wished)
    if latest:
        _hasten(db, chat, wished or created_at)
        return wished or created_at
    return wished


def _hasten(db: Connection, chat: str, not_before: str) -> None:
    db.execute(
        "update outbox indexed by outbox_held set not_before = min(not_before, :at)"
        " where chat = :chat and hold = 'time'"
        " and state = 'waiting'",
        {"at": not_before, "chat": chat},
    )


def let_go(db: Connection, now: str) -> list[int]:
    """Let go of what is due, oldest first: from now on it can no longer be taken back."""
    due = [int(row[0]) for row in db.execute(f"{DUE} order by id", {"now": now})]
    for row_id in due:
        db.execute(
            "update outbox set hold = '', let_go_at = :now where id = :id",
            {"now": now, "id": row_id},
        )
    return due


def next_due(db: Connection) -> str:
    """When the next held row may leave; "" where none is held."""
    found = db.execute(
        "select min(not_before) from outbox where hold = 'time' and state = 'waiting'"
    ).fetchone()
    return str(found[0] or "")


def hold_for_budget(db: Connection, row_ids: Sequence[int], problem: str) -> list[int]:
    """The month's pushes are used up: keep rows until there are more, what was perhaps pushed
    together still so. Those that wait for that the first time."""
    fresh = []
    for row_id in row_ids:
        cursor = db.execute(
            "update outbox set problem = :problem where id = :id and problem <> :problem",
            {"id": row_id, "problem": problem},
        )
        fresh += [row_id] if cursor.rowcount else []
        db.execute(
            "update outbox set hold = 'budget', pushed_with = (select leader.id from outbox leader"
            " where leader.id = outbox.pushed_with and leader.attempted)"
            " where id = :id and state = 'waiting'",
            {"id": row_id},
        )
    return fresh


def free_of_budget(db: Connection, now: str, most: int) -> list[int]:
    """There are pushes again, *most* of them: what waited for them, oldest first."""
    freed = [
        int(row[0])
        for row in db.execute(
            "select id from outbox indexed by outbox_kept"
            " where hold = 'budget' and state = 'waiting'"
            " and pushed_with is null order by id limit :most",
            {"most": most},
        )
    ]
    for row_id in freed:
        db.execute(
            "update outbox set hold = '', let_go_at = :now, tries = 0 where id = :id",
            {"now": now, "id": row_id},
        )
    return freed


def counts(db: Connection) -> dict[str, int]:
    """How many rows wait on purpose, by why."""
    return dict(
        db.execute(
            "select hold, count(*) from outbox where hold <> '' and state = 'waiting' group by hold"
        ).fetchall()
    )


def of_case(db: Connection, case_id: int) -> tuple[str, str]:
    """Why the newest words to the reporter of a case are held ("" where they are not), and until
    when."""
    row = db.execute(
        "select hold, not_before from outbox where case_id = :id and state = 'waiting'"
        " order by id desc limit 1",
        {"id": case_id},
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def drop_of_case(db: Connection, case_id: int, why: str) -> None:
    """What is held of a case will not be said any more, and its words are not kept."""
    db.execute(
        "update outbox set payload = zeroblob(0), problem = :why, state = 'undeliverable',"
        " pushed_with = null where case_id = :id and state = 'waiting' and hold <> ''",
        {"id": case_id, "why": why},
    )
