"""What waits in the outbox and what never arrived, counted for the operator: no words, no names."""

from dataclasses import dataclass

from data.store import Connection

MOST_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one messenger that wait for the same: *hold* is "" for those that would leave now.
    *oldest* is since when the oldest does, *tried* how many were tried in vain."""

    messenger: str
    hold: str
    rows: int
    chats: int
    oldest: str
    tried: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why rows of one messenger were not taken. *is_over*: they never will be."""

    messenger: str
    is_over: bool
    problem: str
    rows: int


def waiting(db: Connection) -> list[Waiting]:
    """By messenger and by what is waited for."""
    rows = db.execute(
        "select messenger, hold, count(*), count(distinct chat),"
        " min(iif(let_go_at = '', created_at, let_go_at)), sum(tries > 0)"
        " from outbox where state = 'waiting' group by messenger, hold order by messenger, hold"
    )
    return [Waiting(*row) for row in rows]


def troubles(db: Connection, since: str) -> list[Trouble]:
    """Why what waits was not taken at the last try, and what was given up since *since*: the most
    frequent first, MOST_PROBLEMS of each messenger."""
    found = [
        Trouble(messenger, bool(is_over), problem, rows)
        for messenger, is_over, problem, rows in db.execute(
            "select messenger, state = 'undeliverable', problem, count(*) from outbox"
            " where problem <> '' and ((state = 'waiting' and hold = '')"
            " or (state = 'undeliverable' and done_at >= :since))"
            " group by 1, 2, 3 order by count(*) desc, problem",
            {"since": since},
        )
    ]
    return [each for each in found if _rank(each, found) < MOST_PROBLEMS]


def given_up(db: Connection, since: str) -> dict[str, int]:
    """How many rows were given up since *since*, by messenger."""
    return dict(
        db.execute(
            "select messenger, count(*) from outbox where state = 'undeliverable'"
            " and done_at >= :since group by messenger order by messenger",
            {"since": since},
        ).fetchall()
    )


def _rank(trouble: Trouble, found: list[Trouble]) -> int:
    alike = [
        each
        for each in found
        if (each.messenger, each.is_over) == (trouble.messenger, trouble.is_over)
    ]
    return alike.index(trouble)
