"""The desk's matrix: every verb, by every role, on every kind of case. What a role may not see is
not there, in the words of a case that never was; what it may not do is refused and changes nothing.
"""

import shutil
from argparse import Namespace
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import cli, desk
from bot.desk_verbs import VERBS
from bot.opening import Opened
from data import staff
from data.cases import CaseKind
from data.staff import StaffMember
from handlers.texts import casework as texts
from handlers.texts import desk as desk_texts
from handlers.understanding.understand import Understanding
from tests.conversing import Town
from tests.test_desk_sign_in import EVERYTHING, UNKNOWN
from tests.test_role_matrix import (
    ROLES,
    WORDS,
    Made,
    Role,
    _is_for,
    _opened,
    _person,
    _take_all,
    made,
)

__all__ = ["made"]  # a fixture

pytestmark = pytest.mark.usefixtures("quiet")

STAFF = [role for role in ROLES.values() if role.is_staff]
OF_ANOTHER_KIND = {True: "resolved", False: "partly"}
AFTER_ASSESSING = ("inquire", "find-facts", "decide")
ANYTIME = ("show", "files", "undo", "close")
"""Refused or not by what stands in the case, not by kind or role."""

PARSER = cli._parser()

each_role = pytest.mark.parametrize("role", STAFF, ids=[role.name for role in STAFF])


@pytest.fixture
async def town(made: Made, tmp_path: Path, understanding: Understanding) -> AsyncIterator[Town]:
    path = tmp_path / "town.db"
    shutil.copy(made.path, path)
    opened = _opened(path, understanding)
    yield opened
    await opened.close()


def member_of(town: Town, role: Role) -> StaffMember:
    """Whoever has signed in."""
    member = town.store.read_now(staff.of_chat, _person(town, role).chat)
    assert member is not None
    return member


def parsed(verb: str, code: str, *more: str) -> Namespace:
    return PARSER.parse_args(["cases", verb, code, *more])


def works(town: Town, member: StaffMember, given: Namespace) -> int:
    """As after 'cases sign-in' of *member*."""
    return desk._work(given, Opened(town.agency, town.store), member)


@each_role
async def test_no_verb_tells_of_a_case_that_the_role_may_not_see(
    made: Made, town: Town, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    member, before = member_of(town, role), town.rows("select * from cases order by id")
    for verb, *more in EVERYTHING:
        for kind in {*CaseKind} - role.sees:
            assert works(town, member, parsed(verb, made.codes[kind], *more)) == 1
            told = capsys.readouterr()
            assert works(town, member, parsed(verb, UNKNOWN, *more)) == 1
            assert told == capsys.readouterr() == ("", f"{texts.no_such_case()}\n"), (verb, kind)
    assert town.rows("select * from cases order by id") == before


@each_role
async def test_what_is_not_for_a_kind_or_a_role_is_refused_and_changes_nothing(
    made: Made, town: Town, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    member, before = member_of(town, role), town.rows("select * from cases order by id")
    for kind in role.sees:
        for verb, *more in EVERYTHING:
            if verb not in ANYTIME and not _is_for(VERBS[verb], kind, role):
                assert works(town, member, parsed(verb, made.codes[kind], *more)) != 0, (verb, kind)
        wrong = ("close", made.codes[kind], "ปิด", "--outcome", OF_ANOTHER_KIND[kind.is_inquiry])
        assert works(town, member, parsed(*wrong)) == 2
        capsys.readouterr()
    assert town.rows("select * from cases order by id") == before


@each_role
async def test_a_case_is_shown_with_the_commands_that_it_allows_the_role(
    made: Made, town: Town, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    member = member_of(town, role)
    for kind in role.sees:
        assert works(town, member, parsed("show", made.codes[kind])) == 0
        shown = capsys.readouterr().out
        assert WORDS[kind] in shown
        assert (desk_texts.stays_here() in shown) is kind.is_secret
        ways = {verb for verb in VERBS if f"python -m bot cases {verb} รหัส" in shown}
        allowed = {verb for verb, button in VERBS.items() if _is_for(button, kind, role)}
        assert ways == allowed - {"files", "undo", *AFTER_ASSESSING}, kind


@each_role
async def test_a_list_holds_exactly_what_the_role_may_see(
    made: Made, town: Town, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    member = member_of(town, role)
    _take_all(town, _person(town, role))
    for command in (["list"], ["late"], ["mine"]):
        assert works(town, member, PARSER.parse_args(["cases", *command])) == 0
        assert told(made, capsys.readouterr().out) == role.sees, command
    for kind in CaseKind:
        find = ["cases", "list", "--find", made.codes[kind]]
        assert works(town, member, PARSER.parse_args(find)) == 0
        out = capsys.readouterr().out.replace(f"“{made.codes[kind]}”", "")
        assert told(made, out) == role.sees & {kind}


def told(made: Made, out: str) -> set[CaseKind]:
    """The kinds whose case is named, which says where it stays, if it is secret."""
    found = {each for each in CaseKind if made.codes[each] in out}
    assert (desk_texts.stays_here() in out) is any(each.is_secret for each in found)
    return found
