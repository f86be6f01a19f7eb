"""What is near its deadline or past it: found by one query as by looking at each case by itself."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import register, reminding
from data.case_clock import COLUMNS, clock_of
from data.clock_settings import ClockName
from data.reminding import Deadline
from data.staff import StaffMember
from data.store import Connection, Store
from tests.clock_register import MONDAY, at, insert_case

KINDS = ("GRIEVANCE", "CORRUPTION", "PRIVACY", "FEEDBACK")
ROLES = ("officer", "supervisor", "administrator", "viewer", "privacy")
DAYS = [MONDAY + timedelta(days=each) for each in range(-3, 4)]

clocks = st.tuples(st.sampled_from(DAYS), st.integers(0, 3), st.booleans())  # due, warned, ended
filed = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "clocks": st.lists(clocks, max_size=3),
        "closed": st.booleans(),
        "unit": st.sampled_from(("", "ช่าง", "คลัง")),
        "named": st.booleans(),
        "hidden": st.booleans(),
    }
)
members = st.builds(
    StaffMember,
    id=st.just(1),
    name=st.just(""),
    role=st.sampled_from(ROLES),
    corruption=st.booleans(),
    chat=st.just("c1"),
    messenger=st.just("telegram"),
    unit=st.sampled_from(("", "ช่าง")),
)


def keep(db: Connection, cases: list[dict[str, object]], member: StaffMember) -> None:
    for table in ("case_access", "case_exclusion", "case_clock", "cases", "staff"):
        db.execute(f"delete from {table}")
    who = {
        "role": member.role,
        "corruption": member.corruption,
        "unit": member.unit,
        "at": at(MONDAY),
    }
    db.execute(
        "insert into staff (id, chat, messenger, name, role, corruption, unit, joined_at)"
        " values (1, 'c1', 'telegram', x'', :role, :corruption, :unit, :at)",
        who,
    )
    for case_id, case in enumerate(cases, 1):
        insert_case(db, case_id, str(case["kind"]), at(MONDAY))
        closed = at(MONDAY) if case["closed"] else ""
        db.execute(
            "update cases set unit = ?, closed_at = ? where id = ?", (case["unit"], closed, case_id)
        )
        if case["named"]:
            db.execute(
                "insert into case_access (case_id, staff_id, at) values (?, 1, '')", (case_id,)
            )
        if case["hidden"]:
            db.execute(
                "insert into case_exclusion (case_id, staff_id, by, why, reason, at)"
                " values (?, 1, '', 'reporter', x'', '')",
                (case_id,),
            )
        for name, (due, days, ended) in zip(ClockName, case["clocks"], strict=False):  # type: ignore[call-overload]
            db.execute(
                "insert into case_clock (case_id, kind, name, started_at, amount, unit,"
                " warn_before, due_on, warn_on, ended_at)"
                " values (?, ?, ?, ?, 1, 'day', 0, ?, ?, ?)",
                (
                    *(case_id, case["kind"], name, at(MONDAY)),
                    *(due.isoformat(), (due - timedelta(days=days)).isoformat()),
                    at(MONDAY) if ended else "",
                ),
            )


def one_by_one(db: Connection, member: StaffMember, today: date) -> list[Deadline]:
    rows = db.execute(
        f"select {COLUMNS} from case_clock where ended_at = '' and warn_on <= ?"
        " order by due_on, id",
        (today.isoformat(),),
    ).fetchall()
    found: dict[int, Deadline] = {}
    for clock in map(clock_of, rows):
        case = register.seen_by(db, member, clock.case_id)
        if case is not None and case.is_open:
            found.setdefault(case.id, Deadline(case, clock))
    return list(found.values())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(filed, max_size=8), member=members)
def test_one_query_finds_what_looking_at_each_case_finds(
    store: Store, cases: list[dict[str, object]], member: StaffMember
) -> None:
    store.write_now(keep, cases, member)

    expected = store.read_now(one_by_one, member, MONDAY)

    assert store.read_now(reminding.near_or_late, member, MONDAY) == expected
    assert store.read_now(reminding.near_or_late, member, MONDAY, 2, 1) == expected[1:3]
    late = sum(each.clock.due_on < MONDAY for each in expected if each.clock.due_on)
    counted = store.read_now(reminding.count_near_or_late, member, MONDAY)
    assert counted == (len(expected) - late, late)
