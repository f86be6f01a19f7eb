"""Counts of open cases: right for every member, and no slower where there are many."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import clock
from data import case_codes, register, staff
from data.case_moves import State
from data.cases import CaseKind
from data.staff import StaffMember
from data.store import Connection, Store
from data.times import stamp
from handlers.texts.casework import MOST_COUNTED
from tests.conversing import Person, Town
from tests.test_statistics import insert, move

NOW = clock.now()
UNITS = ("", "works", "finance")
Filed = tuple[CaseKind, bool, str, set[int], set[int]]
Joined = tuple[str, bool, str]
ROLES = st.tuples(st.sampled_from(staff.ROLES), st.booleans(), st.sampled_from(UNITS))
CASES = st.lists(
    st.tuples(
        st.sampled_from(list(CaseKind)),
        st.booleans(),  # finished
        st.sampled_from(UNITS),
        st.sets(st.integers(0, 2)),  # who is named for it
        st.sets(st.integers(0, 2)),  # from whom it is hidden
    ),
    max_size=25,
)


def take_in(db: Connection, roles: Sequence[Joined], cases: Sequence[Filed]) -> list[StaffMember]:
    """Members and cases, in an empty office."""
    for table in ("case_access", "case_exclusion", "staff", "cases"):
        db.execute(f"delete from {table}")
    for number, (role, corruption, unit) in enumerate(roles):
        db.execute(
            "insert into staff (chat, messenger, name, role, corruption, unit, joined_at) values"
            " (:chat, 'telegram', seal('', 'staff.name'), :role, :corruption, :unit, :at)",
            {
                "chat": f"m{number}",
                "role": role,
                "corruption": corruption,
                "unit": unit,
                "at": stamp(NOW),
            },
        )
    members = staff.members(db)
    for number, (kind, finished, unit, named, hidden) in enumerate(cases, start=1):
        insert(db, number, kind, "line", NOW + timedelta(seconds=number))
        db.execute("update cases set unit = :unit where id = :id", {"unit": unit, "id": number})
        if finished:
            move(db, number, State.CLOSED, NOW)
        for each in named:
            db.execute(
                "insert into case_access (case_id, staff_id, at) values (:case, :member, :at)",
                {"case": number, "member": members[each].id, "at": stamp(NOW)},
            )
        for each in hidden:
            db.execute(
                "insert into case_exclusion (case_id, staff_id, by, why, reason, at)"
                " values (:case, :member, 'operator', 'supervisor', x'', :at)",
                {"case": number, "member": members[each].id, "at": stamp(NOW)},
            )
    return members


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roles=st.lists(ROLES, min_size=3, max_size=3), cases=CASES, most=st.integers(0, 30))
def test_a_count_is_of_exactly_what_the_member_may_open_or_ends_at_the_most(
    store: Store, roles: Sequence[Joined], cases: Sequence[Filed], most: int
) -> None:
    members = store.write_now(take_in, roles, cases)

    for member in members:
        seen = [
            case
            for number in range(1, len(cases) + 1)
            if (case := store.read_now(register.seen_by, member, number)) and case.is_open
        ]
        unread = [case for case in seen if case.state is State.SUBMITTED]
        assert store.read_now(register.count_open, member) == len(seen)
        assert store.read_now(register.count_open, member, most) == min(most, len(seen))
        assert store.read_now(register.count_unread, member) == len(unread)


def fill(db: Connection, number: int) -> None:
    for each in range(1, number + 1):
        insert(db, each, "GRIEVANCE", "line", NOW + timedelta(seconds=each))
        db.execute(
            "update cases set code = :code where id = :id",
            {"code": case_codes.make(each), "id": each},
        )


async def test_a_long_list_says_more_than_so_many_and_is_turned_to_its_end(
    town: Town, officer: Person
) -> None:
    town.store.write_now(fill, MOST_COUNTED + 10)
    assert "เรื่องที่ยังไม่ปิด มากกว่า 200 เรื่อง" in await officer.says("/cases")

    last = await officer.presses_data("c:list:25")
    assert "201. PS-" in last
    assert "208. PS-" in last
    assert "210. PS-" in await officer.presses("หน้าถัดไป")
    assert "หน้าถัดไป" not in officer.labels
    assert "1. PS-" in await officer.presses_data("c:list:27")


async def test_up_to_the_most_the_number_is_said(town: Town, officer: Person) -> None:
    town.store.write_now(fill, MOST_COUNTED)

    assert "เรื่องที่ยังไม่ปิด 200 เรื่อง" in await officer.says("/cases")
