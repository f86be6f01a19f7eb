"""Words that are told from the terminal: at once, or after a moment in which they can be undone."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import clock, desk_photos
from bot.complaining import complain
from bot.dispatch import add_notices
from data import chats, conversations, held_words, joining, times, withdrawals
from data.agency import Agency
from data.cases import Case
from data.drafts import NewAttachment
from data.quiet_hours import held_until
from data.staff import StaffMember
from data.store import Connection, Stale, Store
from handlers.officers import held_back, joiner_news
from handlers.officers.officer_moves import DEEDS, write_of
from handlers.officers.officer_wording import Leaving, Wording, making, news, notices, shared
from handlers.texts import casework as texts
from handlers.texts import delivery as delivery_texts
from handlers.texts import desk as desk_texts
from handlers.texts import held_back as held_texts
from handlers.texts import officer_moves as move_texts


@dataclass(frozen=True, slots=True)
class Telling:
    """Words about to be told, with the photo from a file, if any."""

    leaving: Leaving
    photo: NewAttachment | None

    @property
    def case(self) -> Case:
        """Whose."""
        return self.leaving.case


def read(text: str) -> str:
    """The words on the command line, or those typed where it says "-"."""
    if text.strip() != "-":
        return text.strip()
    if sys.stdin.isatty():
        print(desk_texts.type_words(), file=sys.stderr)
    return sys.stdin.read().strip()


def tell(
    store: Store,
    case: Case,
    member: StaffMember,
    wording: Wording,
    agency: Agency,
    photo: NewAttachment | None,
) -> int:
    """Do what is allowed with these words; whether that worked, as an exit status."""
    at = times.stamp(clock.now())
    telling = Telling(Leaving(case, member, wording, None, at, agency.clocks), photo)
    told = _told(store, telling.leaving, agency)
    return (_hold if agency.undo_seconds else _send)(store, telling, agency, told)


def undo(store: Store, case: Case, member: StaffMember) -> int:
    """Take back what *member* wrote in the case, while it has not left."""
    held = store.read_now(held_words.of_case, case.id)
    wording = held_back.wording_of(held) if held else None
    if held is None or wording is None or held.staff_id != member.recorded:
        return complain(held_texts.gone(case))
    at = times.stamp(clock.now())
    if _is_stale(lambda: store.write_now(held_words.take_back, held, "", at)):
        return complain(held_texts.gone(case))
    print(held_texts.taken_back(case, wording.text))
    return 0


def _told(store: Store, leaving: Leaving, agency: Agency) -> str:
    """What is true once the words have left."""
    case, wording = leaving.case, leaving.wording
    if store.read_now(withdrawals.is_withdrawn, case.id):
        return texts.kept_unsent(case)
    reachable = store.read_now(chats.is_reachable, case.chat)
    told = move_texts.sent(case, wording.verb, wording.outcome, reachable=reachable)
    now = times.parse(leaving.at)
    waits = not wording.urgent
    until = store.read_now(held_until, agency.quiet, case.chat, leaving.at) if waits else ""
    told += delivery_texts.after(delivery_texts.morning(until, now) if until else "")
    return told + joiner_news.below(store.read_now(joining.joiners, case.id), wording.verb)


def _hold(store: Store, telling: Telling, agency: Agency, told: str) -> int:
    leaving = telling.leaving
    held = held_back.held(leaving, times.parse(leaving.at), agency.undo_seconds)

    def keep(db: Connection) -> None:
        photo = desk_photos.keep(db, telling.photo) if telling.photo else None
        held_words.hold(db, replace(held, photo=photo and photo[0]), leaving.at)

    if _is_stale(lambda: store.write_now(keep)):
        return complain(held_texts.not_yet(telling.case))
    print(desk_texts.held(told, telling.case, held.due_at, leaving.member))
    return 0


def _send(store: Store, telling: Telling, agency: Agency, told: str) -> int:
    leaving, case = telling.leaving, telling.case
    spoken = store.read_now(conversations.load, case.chat).language
    silent = store.read_now(withdrawals.is_withdrawn, case.id)
    joiners = store.read_now(joining.joiners, case.id)

    def keep(db: Connection) -> None:
        photo = desk_photos.keep(db, telling.photo) if telling.photo else None
        with_photo = replace(leaving, photo=photo and photo[0])
        write_of(DEEDS[leaving.wording.verb])(db, making(with_photo))
        for write in joiner_news.kept(case, joiners, shared(leaving)):
            write.query(db, *write.args)
        own = () if silent else desk_photos.beside(db, (news(leaving, spoken),), photo)
        said = notices(leaving, own[0] if own else None, joiners)
        add_notices(db, said, leaving.at, agency.quiet)

    if _is_stale(lambda: store.write_now(keep)):
        return complain(move_texts.not_now(case))
    print(told)
    return 0


def _is_stale(write: Callable[[], None]) -> bool:
    try:
        write()
    except Stale:
        return True
    return False
