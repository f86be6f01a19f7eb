"""The role matrix: every command and every button that staff can press, by every role, on every
kind of case: either it works, or what is read is what is read of a case that does not exist.

What there is to press is taken from the code itself: a new command or button without an expectation
here fails. The town is made once and copied for each test.
"""

import ast
import asyncio
import inspect
import shutil
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot import clock
from data import audit, case_access, staff, times
from data.case_access import Exclusion
from data.cases import CaseKind
from data.store import Connection
from data.units import Unit
from handlers import router
from handlers.message import Messenger
from handlers.officers import casework, counter, group_queue, officer_presses, people, recusal
from handlers.officers.casework import OUTCOMES
from handlers.officers.officer_moves import DEEDS
from handlers.reporting.intake import KEY_OF, KINDS
from handlers.reporting.presses import ABOUT_ONE
from handlers.router import COMMANDS
from handlers.texts import casework as texts
from handlers.texts import counter as counter_texts
from handlers.texts import export as export_texts
from handlers.texts import group_queue as queue_texts
from handlers.texts import office_days
from handlers.texts import people as people_texts
from handlers.texts import recusal as recusal_texts
from handlers.understanding.understand import Understanding
from tests.conversing import Person, Town

WORKS, FINANCE = Unit("works", "กองช่าง"), Unit("finance", "กองคลัง")
ORDINARY = frozenset({CaseKind.FEEDBACK, CaseKind.QUESTION, CaseKind.GRIEVANCE})
INQUIRIES = frozenset({CaseKind.CORRUPTION, CaseKind.ETHICS})
PRIVACY = frozenset({CaseKind.PRIVACY})
NONE: frozenset[CaseKind] = frozenset()
WORDS = {kind: f"เรื่องลับเฉพาะของ {kind}" for kind in CaseKind}


@dataclass(frozen=True)
class Role:
    """Somebody who may press something: how they joined, and what they may see and do.

    *sees* is of cases that stand with the works unit. *writes* is what they may write down at the
    counter.
    """

    name: str
    role: str = ""
    corruption: bool = False
    unit: str = ""
    sees: frozenset[CaseKind] = NONE
    writes: frozenset[CaseKind] = NONE
    supervises: bool = False

    @property
    def is_staff(self) -> bool:
        return bool(self.role) and self.name != "removed"


ROLES = {
    each.name: each
    for each in (
        Role("citizen"),
        Role("stranger"),
        Role("viewer", "viewer"),
        Role("officer", "officer", sees=ORDINARY, writes=ORDINARY),
        Role("of the unit", "officer", unit="works", sees=ORDINARY, writes=ORDINARY),
        Role("of another unit", "officer", unit="finance", writes=ORDINARY),
        Role("handler", "officer", True, sees=ORDINARY | INQUIRIES, writes=ORDINARY | INQUIRIES),
        Role("supervisor", "supervisor", sees=ORDINARY, writes=ORDINARY, supervises=True),
        Role("administrator", "administrator", sees=ORDINARY, writes=ORDINARY, supervises=True),
        Role("contact", "privacy", sees=PRIVACY, writes=PRIVACY),
        Role("removed", "supervisor", True),
        Role("excluded", "officer", True, writes=ORDINARY | INQUIRIES),
    )
}
STRANGER = texts.staff_only()
NO_CASE = texts.no_such_case()

# commands: what is expected of each ---------------------------------------------------------

PUBLIC = {"start", "help", "score", "measures", "channels", "status", "cancel", "report"}
FOR_STAFF = {"stats", "holidays", "away", "find", "identity"}
FOR_THOSE_ABOVE = {"export", "queue"}
ABOUT_PEOPLE = {"staff", "remove", "invite"}
LISTS = {"cases", "late", "mine"}
ONE = {"case"}
WRITING = {"new"}

# buttons of a case's card -------------------------------------------------------------------

GENERAL = frozenset({*ORDINARY, CaseKind.PRIVACY})
EVERY = frozenset(CaseKind)
DEED_ON: dict[str, frozenset[CaseKind]] = {
    "answer": EVERY,
    "ask": EVERY,
    "note": GENERAL,
    "go_on": NONE,
    "take": GENERAL,
    "hand": GENERAL,
    "internal": EVERY,
    "refer": EVERY,
    "reject": GENERAL,
    "duplicate": GENERAL,
    "resolve": GENERAL,
    "close": EVERY,
    "reopen": NONE,
    "assess": INQUIRIES,
    "inquire": INQUIRIES,
    "find_facts": INQUIRIES,
    "decide": INQUIRIES,
    "act": NONE,
}
"""The deeds of the table, and the kinds of which an open case just received allows them: the stages
of an inquiry one after the other."""

BESIDE_DEEDS = {"files", "more", "pick", "use", "as", "to", "unit", "recuse", "recused", "hide"} | {
    *("undo", "who", "decide"),
}
"""What else a card's button may say; "open", "page" and all that is unknown show the card."""

LIST_BUTTONS = {"list", "mine", "recuse", "late", "send", "send-now", "stop"} | {
    *("filter", "only", "pick", "away", "identity"),
}
WITHOUT_CASES = {"send", "send-now", "stop", "filter", "away", "identity"}
COUNTER_BUTTONS = {"start", "stop", "save", "again", "channel", "kind"} | {
    *("today", "yesterday", "nobody"),
}
OF_A_KIND = {"start", "kind", "fresh", "how"}
OF_ONE_S_DRAFT = {"ask", "answer", "skip", "back", "unsay"}
OF_ONE_S_OWN = {"case", "add", "withdraw", "withdrawn", "reopen", "rate"}


def test_every_command_has_an_expectation() -> None:
    known = PUBLIC | FOR_STAFF | FOR_THOSE_ABOVE | LISTS | ONE | WRITING | ABOUT_PEOPLE
    assert set(COMMANDS) == known


def test_every_command_of_staff_is_answered_in_private_only() -> None:
    assert set(group_queue.IN_PRIVATE_ONLY) == set(COMMANDS) - PUBLIC - {"queue"}


def test_every_deed_and_button_has_an_expectation() -> None:
    assert set(DEEDS) == set(DEED_ON)
    assert said_in(casework.act, "verb", "name") | {*recusal.VERBS} == BESIDE_DEEDS
    assert said_in(officer_presses.press, "first") == LIST_BUTTONS
    said = said_in(counter.press, "verb") | said_in(counter._pressed, "verb")
    assert said == COUNTER_BUTTONS
    assert set(ABOUT_ONE) == OF_A_KIND | OF_ONE_S_DRAFT | OF_ONE_S_OWN
    assert set(KINDS.values()) == EVERY
    assert set(router.BUTTONS) == {"q", "f", "c", "n", "h", "r", "p", "e"}
    assert said_in(people.press, "verb") == {"remove", "removed"}


def said_in(function: Callable[..., Any], *names: str) -> set[str]:
    """The words that a function tells the variables *names* apart by."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    named = [each for each in compared if isinstance(each.left, ast.Name) and each.left.id in names]
    words = [node for each in named for node in each.comparators]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    looked_up = [each for each in calls if ", ".join(map(ast.unparse, each.args[:1])) in names]
    tables = [each.func.value for each in looked_up if isinstance(each.func, ast.Attribute)]
    words += [key for each in tables if isinstance(each, ast.Dict) for key in each.keys if key]
    return {word for node in words for word in _words(node, vars(inspect.getmodule(function)))}


def _words(node: ast.expr, known: dict[str, Any]) -> set[str]:
    """What a comparison is with: a word, a constant, or several of them."""
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    if any(name not in known for name in names):
        return set()
    value = eval(compile(ast.Expression(node), "", "eval"), known)  # our own source
    return {value} if isinstance(value, str) else {each for each in value if isinstance(each, str)}


# the town -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """The town's file, and the row id and code of its case of each kind."""

    path: Path
    ids: dict[CaseKind, int]
    codes: dict[CaseKind, str]


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, published_file: Path, understanding: Understanding
) -> Made:
    path = tmp_path_factory.mktemp("matrix") / "town.db"
    shutil.copy(published_file, path)
    return asyncio.run(_make(path, understanding))


async def _make(path: Path, understanding: Understanding) -> Made:
    town = _opened(path, understanding)
    for each in ROLES.values():
        if each.role:
            await town.officer(
                each.name, role=each.role, corruption=each.corruption, unit=each.unit
            )
    citizen = town.citizen("citizen")
    codes = {kind: await citizen.files(WORDS[kind], KEY_OF[kind]) for kind in CaseKind}
    ids = {
        kind: town.rows("select id from cases where code = :c", c=codes[kind])[0] for kind in codes
    }
    town.dismiss(_person(town, ROLES["removed"]))
    town.store.write_now(_arrange, list(ids.values()))
    await town.close()
    return Made(path, ids, codes)


def _arrange(db: Connection, ids: list[int]) -> int:
    """Ordinary cases stand with a unit, everything is late, one handler must not know of any."""
    db.execute("update cases set unit = 'works' where level < 2")
    db.execute("update case_clock set warn_on = '2026-01-05', due_on = '2026-01-06'")
    excluded = next(each.id for each in staff.members(db) if each.name == "excluded")
    for case_id in ids:
        _exclude(db, case_id, excluded)
    db.execute("delete from outbox")  # what was delivered when it was made, no town after it knows
    return 0


def _exclude(db: Connection, case_id: int, staff_id: int) -> None:
    at = times.stamp(clock.now())
    hiding = Exclusion(case_id, staff_id, audit.OPERATOR, "supervisor", "", at)
    case_access.exclude(db, hiding)


def _opened(path: Path, understanding: Understanding) -> Town:
    town = Town(path, understanding)
    town.agency = replace(town.agency, units=(WORKS, FINANCE))
    town.open()
    return town


@pytest.fixture
async def town(made: Made, tmp_path: Path, understanding: Understanding) -> AsyncIterator[Town]:
    async with _copied(made, tmp_path, understanding) as town:
        yield town


@asynccontextmanager
async def _copied(made: Made, folder: Path, understanding: Understanding) -> AsyncIterator[Town]:
    path = folder / "town.db"
    shutil.copy(made.path, path)
    town = _opened(path, understanding)
    yield town
    await town.close()


def _person(town: Town, role: Role) -> Person:
    messenger = Messenger.LINE if role.name == "citizen" else Messenger.TELEGRAM
    return Person(town, role.name, messenger)


def tells_of(made: Made, heard: str, person: Person) -> set[CaseKind]:
    """The kinds whose case is named or quoted in what was just read or offered."""
    shown = "\n".join([heard, *person.labels, *(choice.data for choice in person.choices)])
    return {
        kind
        for kind in CaseKind
        if made.codes[kind] in shown or WORDS[kind] in shown or str(made.ids[kind]) in shown
    }


each_role = pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
each_kind = pytest.mark.parametrize("kind", CaseKind)


# commands -----------------------------------------------------------------------------------


@each_role
@pytest.mark.parametrize("name", sorted(LISTS))
async def test_a_list_holds_exactly_what_the_role_may_see(
    made: Made, town: Town, role: Role, name: str
) -> None:
    person = _person(town, role)
    _take_all(town, person)
    heard = await person.says(f"/{name}")

    assert tells_of(made, heard, person) == role.sees
    assert (heard == STRANGER) is not role.is_staff
    if role.name == "viewer" and name != "mine":
        assert heard == texts.no_open_cases(may_see=False)


@each_role
@each_kind
async def test_a_case_is_opened_by_its_code_or_does_not_exist(
    made: Made, town: Town, role: Role, kind: CaseKind
) -> None:
    person = _person(town, role)
    never_there = await person.says("/case PS-000-000-000")
    heard = await person.says(f"/case {made.codes[kind]}")

    assert never_there == (NO_CASE if role.is_staff else STRANGER)
    if kind in role.sees:
        assert WORDS[kind] in heard
    else:
        assert heard == never_there


@each_role
@pytest.mark.parametrize("name", sorted(PUBLIC | FOR_STAFF))
async def test_other_commands_are_for_everybody_or_for_staff_and_tell_of_no_case(
    made: Made, town: Town, role: Role, name: str
) -> None:
    person = _person(town, role)
    heard = await person.says(f"/{name}")

    assert (heard == STRANGER) is (name in FOR_STAFF and not role.is_staff)
    assert tells_of(made, heard, person) <= (EVERY if role.name == "citizen" else NONE)


@each_role
@pytest.mark.parametrize("name", sorted(FOR_THOSE_ABOVE))
async def test_what_is_for_those_above_is_refused_to_all_others(
    made: Made, town: Town, role: Role, name: str
) -> None:
    person = _person(town, role)
    heard = await person.says(f"/{name}")

    refused = {"export": export_texts.not_yours(), "queue": queue_texts.not_yours()}[name]
    assert (heard == STRANGER) is not role.is_staff
    assert (heard == refused) is (role.is_staff and not role.supervises)
    assert tells_of(made, heard, person) == NONE


@each_role
@pytest.mark.parametrize("asked", sorted(ABOUT_PEOPLE | {"p:list", "p:remove:1", "p:removed:1"}))
async def test_people_are_an_administrator_s_and_tell_of_no_case(
    made: Made, town: Town, role: Role, asked: str
) -> None:
    person = _person(town, role)
    before = town.rows("select count(*) from staff where removed_at = ''")[0]
    heard = await (
        person.presses_data(asked)
        if asked.startswith("p:")
        else person.says(f"/{asked} {'officer ใครก็ได้' if asked == 'invite' else '1'}")
    )

    may = role.role == "administrator"
    if not may:
        assert heard == (people_texts.not_yours() if role.is_staff else STRANGER)
    after = town.rows("select count(*) from staff where removed_at = ''")[0]
    assert before - after == (may and asked == "p:removed:1")
    invitations = town.rows("select count(*) from invitation where used_at = ''")
    assert invitations == [int(may and asked == "invite")]
    assert tells_of(made, heard, person) == NONE


@each_role
@pytest.mark.parametrize(
    "data",
    [
        *("e:start", "e:months:2569", "e:send:2569:0:csv"),
        *("e:who:2569", "e:as:2569:w0", "e:send:2569:w0:csv"),
    ],
)
async def test_a_button_of_an_export_is_refused_to_all_others(
    town: Town, role: Role, data: str
) -> None:
    heard = await _person(town, role).presses_data(data)

    assert (heard == STRANGER) is not role.is_staff
    assert (heard == export_texts.not_yours()) is (role.is_staff and not role.supervises)


@each_role
async def test_holidays_are_changed_by_those_above_only(town: Town, role: Role) -> None:
    heard = await _person(town, role).says("/holidays add 2570-04-12 วันหยุดพิเศษ")

    added = town.rows("select day from holiday where name = 'วันหยุดพิเศษ'")
    assert bool(added) is role.supervises
    await _person(town, role).says("/holidays hours 09:00 15:00")
    assert town.rows("select opens from office_hours") == ["09:00"] * role.supervises
    if not role.supervises:
        assert heard == (office_days.not_yours() if role.is_staff else STRANGER)


@each_role
@each_kind
async def test_a_kind_is_written_down_by_those_whom_it_is_for(
    town: Town, role: Role, kind: CaseKind
) -> None:
    person = _person(town, role)
    before = town.rows("select count(*) from cases")
    heard = await person.says("/new")
    if not role.writes:
        assert heard == (counter_texts.no_right() if role.is_staff else STRANGER)
    for data in ("n:channel:counter", f"n:kind:{KEY_OF[kind]}"):
        heard = await person.presses_data(data)
    asks = heard == counter_texts.ask_text(kind)
    assert asks is (kind in role.writes)
    if not role.is_staff:
        assert heard == STRANGER
    await person.says("เล่าที่เคาน์เตอร์")
    for data in ("n:today", "n:nobody", "n:save"):
        await person.presses_data(data)

    after = town.rows("select count(*) from cases")
    assert after[0] - before[0] == (kind in role.writes)


def _take_all(town: Town, person: Person) -> None:
    """Every case was given to this member before: that alone shows them none."""
    town.store.write_now(
        lambda db: (
            db.execute(
                "update cases set assigned_to = (select max(id) from staff where chat = :chat)",
                {"chat": person.chat},
            ).rowcount
        )
    )


@each_role
@each_kind
async def test_a_search_finds_what_the_role_may_see_and_looks_into_no_secret_case(
    made: Made, town: Town, role: Role, kind: CaseKind
) -> None:
    person = _person(town, role)
    heard = await person.says(f"/find {made.codes[kind]}")
    assert tells_of(made, heard, person) - {kind} == NONE
    assert (WORDS[kind] in heard or str(made.ids[kind]) in str(person.choices)) is (
        kind in role.sees
    )

    heard = await person.says(f"/find {WORDS[kind]}")
    by_words = role.sees & ORDINARY & {kind}
    assert {each for each in CaseKind if made.codes[each] in heard} == by_words


# the buttons of a case's card ----------------------------------------------------------------

LAST = ("take", "recuse", "recused")
"""They change what follows."""

CARD = (
    *(
        "open",
        "page:1",
        "files",
        "x",
        "",
        "pick-0",
        "use-0",
        "as-",
        "to-0",
        "unit",
        "unit-finance-",
        "hide",
        "hide-0",
        "undo-1",
        "who",
    ),
    *(f"{verb}:1" for verb in DEED_ON if verb not in LAST),
    *(f"as-{outcome}:1" for outcomes in OUTCOMES.values() for outcome in outcomes),
    *LAST,
)


@each_role
@each_kind
async def test_a_card_s_buttons_work_for_whoever_sees_the_case_and_for_nobody_else(
    made: Made, town: Town, role: Role, kind: CaseKind
) -> None:
    person = _person(town, role)
    case_id, code = made.ids[kind], made.codes[kind]
    for move in CARD:
        never_there = await person.presses_data(f"c:999:{move}")
        heard = await person.presses_data(f"c:{case_id}:{move}")
        assert never_there == (NO_CASE if role.is_staff else STRANGER), move
        if kind not in role.sees:
            assert heard == never_there, move
        elif not _is_for(move, kind, role):
            assert _is_refused(heard, code), (move, heard)
        else:
            assert code in heard or heard == recusal_texts.done(), (move, heard)
            assert not _is_refused(heard, code), (move, heard)

    changed = "select count(*) from cases where id = :id and state <> 'submitted'"
    assert town.rows(changed, id=case_id)[0] == (kind in role.sees)


def _is_for(move: str, kind: CaseKind, role: Role) -> bool:
    verb = move.partition(":")[0]
    name, _, _ = verb.partition("-")
    if verb in DEED_ON:
        return kind in DEED_ON[verb]
    if name == "as":
        return True  # an outcome of another kind shows the card
    if name in ("pick", "use"):
        return False
    return kind in {
        "to": GENERAL,
        "unit": ORDINARY,
        "who": INQUIRIES | PRIVACY,
        "hide": ORDINARY if role.supervises else NONE,
        "recuse": INQUIRIES,
        "recused": INQUIRIES,
    }.get(name, EVERY)


def _is_refused(heard: str, code: str) -> bool:
    """Whether somebody who sees the case reads that this cannot be done with it now."""
    known = (NO_CASE, texts.nothing_pending(), recusal_texts.nothing_to_leave())
    return heard in known or f"ทำอย่างนั้นกับเรื่อง {code} ไม่ได้" in heard


@each_role
async def test_a_finished_case_is_opened_again_by_those_above_an_inquiry_by_its_handlers(
    made: Made, town: Town, role: Role
) -> None:
    person, at = _person(town, role), times.stamp(clock.now())
    town.store.write_now(
        lambda db: (
            db.execute(
                "update cases set closed_at = :at, state = iif(kind in ('CORRUPTION', 'ETHICS'),"
                " 'concluded', 'closed')",
                {"at": at},
            ).rowcount
        )
    )
    above = ORDINARY if role.supervises else NONE
    for kind in CaseKind:
        heard = await person.presses_data(f"c:{made.ids[kind]}:reopen:1")
        may = kind in role.sees and kind in above | INQUIRIES
        assert (f"เปิดเรื่อง {made.codes[kind]}" in heard) is may, (kind, heard)
        if kind not in role.sees:
            assert heard == (NO_CASE if role.is_staff else STRANGER)


@each_role
@pytest.mark.parametrize("name", sorted(LIST_BUTTONS))
async def test_the_buttons_of_lists_show_what_the_role_may_see(
    made: Made, town: Town, role: Role, name: str
) -> None:
    person = _person(town, role)
    _take_all(town, person)
    heard = await person.presses_data(f"c:{name}")

    some = {"recuse": role.sees & INQUIRIES, **dict.fromkeys(WITHOUT_CASES, NONE)}
    shown = some.get(name, role.sees)
    assert tells_of(made, heard, person) == shown
    assert (heard == STRANGER) is not role.is_staff


@each_role
@pytest.mark.parametrize("verb", sorted(COUNTER_BUTTONS))
async def test_the_counter_s_buttons_are_for_whoever_has_cases(
    town: Town, role: Role, verb: str
) -> None:
    heard = await _person(town, role).presses_data(f"n:{verb}:text")

    if role.writes:
        assert heard in (counter_texts.ask_channel(), counter_texts.nothing_pending())
    else:
        assert heard == (counter_texts.no_right() if role.is_staff else STRANGER)


@each_role
@each_kind
async def test_the_buttons_of_one_s_own_case_are_the_reporter_s_alone(
    made: Made, town: Town, role: Role, kind: CaseKind
) -> None:
    person = _person(town, role)
    for verb in sorted(OF_ONE_S_OWN - {"withdrawn"}):
        end = ":5" if verb == "rate" else ""
        never_there = await person.presses_data(f"f:{verb}:999{end}")
        heard = await person.presses_data(f"f:{verb}:{made.ids[kind]}{end}")
        if role.name != "citizen":
            assert heard == never_there, verb
            assert tells_of(made, heard, person) == NONE
    if role.name == "citizen":
        assert made.codes[kind] in await person.presses_data(f"f:case:{made.ids[kind]}")
    else:
        await person.presses_data(f"f:withdrawn:{made.ids[kind]}")
    assert town.rows("select count(*) from cases where closed_at <> ''") == [0]


# rights are looked up when something is pressed ------------------------------------------------

SEEING = [role for role in ROLES.values() if role.sees]


@pytest.mark.parametrize("role", SEEING, ids=[role.name for role in SEEING])
async def test_whoever_is_removed_between_seeing_and_pressing_is_a_stranger(
    made: Made, town: Town, role: Role
) -> None:
    person = _person(town, role)
    for kind in role.sees:
        await person.presses_data(f"c:{made.ids[kind]}:open")
    town.dismiss(person)

    for kind in role.sees:
        for move in CARD:
            assert await person.presses_data(f"c:{made.ids[kind]}:{move}") == STRANGER, move
    for name in LIST_BUTTONS:
        assert await person.presses_data(f"c:{name}") == STRANGER


@pytest.mark.parametrize("role", SEEING, ids=[role.name for role in SEEING])
async def test_a_case_hidden_between_seeing_and_pressing_does_not_exist(
    made: Made, town: Town, role: Role
) -> None:
    person = _person(town, role)
    (number,) = town.rows("select id from staff where chat = :chat", chat=person.chat)
    for kind in role.sees:
        await person.presses_data(f"c:{made.ids[kind]}:open")
        town.store.write_now(_exclude, made.ids[kind], number)

    for kind in role.sees:
        for move in CARD:
            assert await person.presses_data(f"c:{made.ids[kind]}:{move}") == NO_CASE, move


@pytest.mark.parametrize("lower", ["viewer", "privacy"])
async def test_whoever_joins_again_with_less_has_less(made: Made, town: Town, lower: str) -> None:
    person = _person(town, ROLES["handler"])
    for case_id in made.ids.values():
        await person.presses_data(f"c:{case_id}:answer:1")
    await person.says(f"/start join_{town.invitation('handler', lower)}")

    for case_id in made.ids.values():
        for move in CARD:
            assert await person.presses_data(f"c:{case_id}:{move}") == NO_CASE, move
    assert await person.presses_data("c:send") == texts.nothing_pending()
