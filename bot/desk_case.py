"""One case as the terminal shows it: the card of the chat, and the commands that it allows now."""

import sys
from collections.abc import Sequence
from datetime import date

from bot import clock, desk_moves
from data import (
    audit,
    case_clock,
    case_entries,
    case_files,
    case_work,
    covers,
    held_words,
    holding,
    ratings,
    register,
    staff,
    times,
    undelivered,
)
from data.agency import Agency
from data.cases import LEVELS, READING_AUDITED, Case
from data.held_words import Held
from data.staff import OPERATOR, StaffMember
from data.store import Connection, Store
from data.units import name_of
from handlers.officers import hiding, recusal, sealed_identity
from handlers.officers.casework import OUTCOMES
from handlers.texts import casework as texts
from handlers.texts import clocks as clock_texts
from handlers.texts import covers as cover_texts
from handlers.texts import delivery as delivery_texts
from handlers.texts import desk as desk_texts
from handlers.texts import held_back as held_texts
from handlers.texts import inquiry_stages as stage_texts
from handlers.texts import joining as joining_texts
from handlers.texts import ratings as rating_texts
from handlers.texts import units as unit_texts


def show(store: Store, case: Case, member: StaffMember, agency: Agency) -> int:
    """Open a case that *member* may see: that is on disk before a word of it is on the screen."""
    store.write_now(note_reading, case, member, times.stamp(clock.now()))
    case = store.read_now(register.seen_by, member, case.id) or case
    held = store.read_now(held_words.of_case, case.id)
    print(_card(store, case, member, agency, held))
    for file in store.read_now(case_files.attachments, case.id):
        print(f"- {texts.file_name(file)} ({file.media_type}, {file.size:,} bytes)")
    ways = _ways(store, case, member, agency, held)
    is_work = case.standing.is_work
    print(f"\n{texts.to_work_in_terminal(ways, OUTCOMES[case.kind], is_work=is_work)}")
    if "unit" in ways:
        print(unit_texts.in_terminal([unit.key for unit in agency.units]))
    if member is not OPERATOR:
        print(desk_texts.in_the_name_of(member))
    if case.kind.is_secret:
        print(desk_texts.words_apart())
    return 0


def note_reading(db: Connection, case: Case, member: StaffMember, at: str) -> None:
    """*member* is about to be shown words of the case."""
    case_work.acknowledge(db, case, member.recorded, at)
    if LEVELS[case.kind] >= READING_AUDITED:
        audit.record_reading(db, case.id, member.recorded, at, audit.AT_TERMINAL)


def protect(cases: Sequence[Case]) -> None:
    """What was said of a secret case stays on this screen."""
    if any(case.kind.is_secret for case in cases):
        sys.stdout.flush()
        print(desk_texts.stays_here())


def _card(store: Store, case: Case, member: StaffMember, agency: Agency, held: Held | None) -> str:
    entries = sealed_identity.veiled(case, store.read_now(case_entries.entries, case.id))
    files = store.read_now(case_files.attachments, case.id)
    rated = rating_texts.on_card(store.read_now(ratings.rating, case.id))
    joined = store.read_now(register.joined_to, member, case.id)
    said = [(each, store.read_now(case_entries.entries, each.id)) for each in joined]
    lost = store.read_now(undelivered.last_sending, case.id) == undelivered.UNDELIVERABLE
    today = clock.now().astimezone(times.BANGKOK).date()
    card = texts.case_card(
        case,
        entries,
        files,
        _assigned(store, case, today),
        _dates(store, case, today),
        name_of(agency.units, case.unit),
        lost=lost,
    )
    waits = f"{held_texts.waits()}\n" if held is not None else ""
    return waits + card + joining_texts.on_card(said) + rated


def _assigned(store: Store, case: Case, today: date) -> str:
    if case.assigned_to is None:
        return ""
    name = store.read_now(staff.names).get(case.assigned_to, "")
    cover = store.read_now(covers.cover_of, case, today) if case.is_open else None
    return cover_texts.stood_in_for(name, cover.name) if cover else name


def _dates(store: Store, case: Case, today: date) -> str:
    """The stage of an inquiry, the next deadline, and when words that were sent arrive."""
    running = store.read_now(case_clock.running, case.id) if case.is_open else []
    due = next((each for each in running if each.due_on is not None), None)
    lines = (
        stage_texts.on_card(case),
        clock_texts.for_officer(due, today) if due else "",
        delivery_texts.on_card(*store.read_now(holding.of_case, case.id), clock.now()),
    )
    return "\n".join(line for line in lines if line)


def _ways(
    store: Store, case: Case, member: StaffMember, agency: Agency, held: Held | None
) -> list[str]:
    """The commands that the case allows *member* now; not much where words wait to leave."""
    if held is not None:
        return ["note", *(["undo"] if held.staff_id == member.recorded else [])]
    moves = desk_moves.ways_on(store, case, member)
    beside = {
        "unit": bool(agency.units) and not case.kind.is_secret and "assign" in moves,
        "recuse": member is not OPERATOR and recusal.can_be_left(case),
        "exclude": member is OPERATOR or hiding.may_hide(case, member),
        "files": bool(store.read_now(case_files.attachments, case.id)),
    }
    return [*moves, *(verb for verb, can in beside.items() if can)]
