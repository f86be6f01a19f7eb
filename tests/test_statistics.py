"""Statistics: counted as cases come and go, in full for staff, small numbers hidden for all."""

import json
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot import clock
from data import audit, case_statistics, case_tally, published_statistics, suppression
from data.case_moves import FINISHED, State
from data.case_statistics import GUARDED, Month, fiscal_year, median, months_of
from data.cases import CaseKind
from data.schema import migrations
from data.store import Connection
from data.suppression import LEAST
from data.times import in_bangkok, stamp
from handlers.informing.statistics import are_asked_for
from handlers.message import Kind
from tests.answering import message
from tests.conversing import BRIBE, NO_PHOTO, Desk, Person, Town

pytestmark = pytest.mark.usefixtures("quiet")
NOW = datetime(2026, 3, 15, 5, tzinfo=UTC)
YEAR = 2569
numbers = st.lists(st.integers(0, 12), min_size=1, max_size=12)


# the calendar ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 9, 30, 16, 59, tzinfo=UTC), 2569),
        (datetime(2026, 9, 30, 17, tzinfo=UTC), 2570),
        (datetime(2025, 12, 31, 20, tzinfo=UTC), 2569),
    ],
)
def test_a_fiscal_year_begins_in_october_in_bangkok(at: datetime, year: int) -> None:
    assert fiscal_year(at) == year


def test_a_year_has_the_months_that_have_begun() -> None:
    assert months_of(2569, date(2026, 1, 1)) == ["2025-10", "2025-11", "2025-12", "2026-01"]
    assert months_of(2569, date(2026, 1, 31), over=True)[-1] == "2025-12"
    assert len(months_of(2569, date(2030, 1, 1))) == 12
    assert months_of(2571, date(2026, 1, 1)) == []


@given(st.lists(st.integers(0, 90), min_size=1))
def test_the_median_is_one_that_at_least_half_do_not_exceed(spans: list[int]) -> None:
    assert median(Counter(spans)) == sorted(spans)[(len(spans) - 1) // 2]


def test_nothing_measured_has_no_median() -> None:
    assert median({}) is None


# counting --------------------------------------------------------------------------------


def fresh(path: str = ":memory:") -> Connection:
    database = Database(path)
    migrations.apply(database)
    return database.conn


def insert(db: Connection, number: int, kind: str, messenger: str, opened: datetime) -> None:
    db.execute(
        "insert into cases (id, code, kind, level, state, chat, messenger, opened_at, updated_at)"
        " values (:id, :code, :kind, 1, 'submitted', 'x', :messenger, :at, :at)",
        {
            "id": number,
            "code": f"PS-{number}",
            "kind": kind,
            "messenger": messenger,
            "at": stamp(opened),
        },
    )


def move(db: Connection, number: int, state: State, at: datetime) -> None:
    db.execute(
        "update cases set state = :state, updated_at = :at, outcome = :outcome,"
        " closed_at = iif(:finished, :at, '') where id = :id",
        {
            "id": number,
            "state": state,
            "at": stamp(at),
            "outcome": "answered" if state in FINISHED else "",
            "finished": state in FINISHED,
        },
    )


lives = st.lists(
    st.tuples(
        st.sampled_from([str(kind) for kind in CaseKind]),
        st.sampled_from(["line", "telegram", "web", "counter"]),
        st.integers(0, 500),
        st.lists(st.sampled_from(list(State)), max_size=4),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(lives)
def test_the_tally_is_what_a_recount_would_find(
    given_lives: list[tuple[str, str, int, list[State]]],
) -> None:
    with closing(fresh()) as db:
        for number, (kind, messenger, days, states) in enumerate(given_lives, start=1):
            opened = NOW - timedelta(days=days)
            insert(db, number, kind, messenger, opened)
            for step, state in enumerate(states, start=1):
                move(db, number, state, opened + timedelta(days=3 * step))
        found = case_statistics.of_year(db, YEAR, stamp(NOW))
        rows = db.execute("select kind, messenger, state, opened_at, closed_at from cases")
        ours = [row for row in rows if fiscal_year(in_bangkok(row[3])) == YEAR]

    ordinary = [row for row in ours if row[0] not in GUARDED]
    closed = [row for row in ordinary if row[4]]
    service = found.service
    assert sum(month.received for month in service.months) == len(ordinary)
    assert sum(month.finished for month in service.months) == len(closed)
    assert service.kinds == Counter(row[0] for row in ordinary)
    assert service.channels == Counter(row[1] for row in ordinary)
    assert service.states == Counter(row[2] for row in ordinary)
    spans = sorted((in_bangkok(row[4]) - in_bangkok(row[3])).days for row in closed)
    assert service.days_to_closing == (spans[(len(spans) - 1) // 2] if spans else None)
    for kind, months in found.guarded.items():
        expected = Counter(f"{in_bangkok(r[3]):%Y-%m}" for r in ours if r[0] == kind)
        assert {each.month: each.received for each in months if each.received} == expected


def test_cases_from_before_the_tally_are_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(fresh(str(path))) as db:
        insert(db, 1, "GRIEVANCE", "line", NOW - timedelta(days=20))
        insert(db, 2, "GRIEVANCE", "line", NOW - timedelta(days=20))
        move(db, 2, State.CLOSED, NOW)
        before = case_statistics.of_year(db, YEAR, stamp(NOW)).service
        for name in ("case_tally", "case_span", "statistics_snapshot"):
            db.execute(f"drop table {name}")
        for name in ("case_tally_came", "case_tally_moved", "case_span_promised"):
            db.execute(f"drop trigger {name}")
        for name in ("case_clock_answering", "cases_by_opening", "cases_open_by_opening"):
            db.execute(f"drop index {name}")
        for statement in case_tally.CREATE_TALLY.split(";\n"):
            db.execute(statement)
        after = case_statistics.of_year(db, YEAR, stamp(NOW)).service

    assert (after.months, after.states, after.days_to_closing) == (
        before.months,
        before.states,
        before.days_to_closing,
    )
    assert after.days_to_closing == 20


def test_an_erased_case_stays_counted() -> None:
    with closing(fresh()) as db:
        insert(db, 1, "GRIEVANCE", "line", NOW)
        db.execute("delete from cases")

        assert case_statistics.of_year(db, YEAR, stamp(NOW)).service.kinds == {"GRIEVANCE": 1}


async def test_answers_are_counted_as_in_time_or_late(
    town: Town, citizen: Person, officer: Person
) -> None:
    for _ in range(3):
        await citizen.files()
    ids = town.rows("select id from cases order by opened_at")
    town.store.write_now(_make_late, ids[0])
    assert _now(town).overdue == 1
    for number in (1, 2, 3):
        await officer.presses_data(f"c:{number}:as-answered")
        await officer.presses(NO_PHOTO)
        await officer.says("เรียบร้อย")
        await officer.presses("ส่ง")

    found = _now(town)
    assert (found.answered_in_time, found.answered_late, found.overdue) == (2, 1, 0)
    assert found.outcomes == {"answered": 3}
    assert (found.days_to_opening, found.days_to_closing) == (0, 0)


def _make_late(db: Connection, case_id: int) -> None:
    db.execute(
        "update case_clock set due_on = '2020-01-01' where case_id = :id and name = 'answer'",
        {"id": case_id},
    )


def _now(town: Town) -> case_statistics.Service:
    now = clock.now()
    return town.store.read_now(case_statistics.of_year, fiscal_year(now), stamp(now)).service


# small numbers ---------------------------------------------------------------------------


@given(numbers)
def test_a_small_number_is_never_shown(cells: list[int]) -> None:
    shown = suppression.row(cells)

    for cell, seen in zip(cells, shown, strict=True):
        assert seen in (cell, None)
        assert seen is None or seen == 0 or seen >= LEAST


@given(numbers)
def test_a_hidden_number_does_not_follow_from_the_total(cells: list[int]) -> None:
    shown = suppression.row(cells)
    hidden = [cell for cell, seen in zip(cells, shown, strict=True) if seen is None]

    if hidden and suppression.total(sum(cells)) is not None:
        assert len(hidden) > 1 or len(cells) == 1
        assert sum(hidden) >= LEAST
        assert 0 not in shown


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert suppression.row([0, 7, 12]) == [0, 7, 12]
    assert suppression.row([0, 2, 7, 12]) == [None, None, None, 12]


def test_a_total_that_is_small_is_hidden_with_all_of_its_months() -> None:
    line = published_statistics.line(
        [Month("2025-10", 3, 1), Month("2025-11", 0, 0)], by_month=True
    )

    assert line.total is line.finished is None
    assert [each.received for each in line.months] == [None, None]


def test_how_many_are_finished_is_hidden_where_few_are_or_few_are_not() -> None:
    for finished in (1, 8):
        line = published_statistics.line([Month("2025-10", 9, finished)], by_month=False)
        assert (line.total, line.finished) == (9, None)


# staff -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["viewer", "officer", "administrator"])
async def test_staff_of_every_role_read_how_many(town: Town, citizen: Person, role: str) -> None:
    member = await town.officer(f"a {role}", role=role)
    code = await citizen.files()
    heard = await member.says("/stats")

    assert "เรื่องทั่วไป: รับ 1 เสร็จ 0 กำลังทำ 1" in heard
    assert "ร้องทุกข์ 1" in heard
    assert "ช่องทางรับ: LINE 1" in heard
    assert "แจ้งทุจริต: ไม่มี หรือน้อยกว่า 5 เรื่อง" in heard
    assert code not in heard


@pytest.mark.parametrize("asked", ["/stats", "/stats 2569"])
async def test_a_citizen_is_told_nothing_by_stats(citizen: Person, asked: str) -> None:
    assert "สำหรับเจ้าหน้าที่" in await citizen.says(asked)


async def test_who_was_removed_reads_no_statistics(town: Town, officer: Person) -> None:
    town.dismiss(officer)

    assert "สำหรับเจ้าหน้าที่" in await officer.says("/stats")


@pytest.mark.parametrize("asked", ["2999", "ปีไหนก็ได้", "9999"])
async def test_a_year_that_is_none_is_asked_for_again(officer: Person, asked: str) -> None:
    assert "ใส่ปีงบประมาณเป็น พ.ศ." in await officer.says(f"/stats {asked}")


async def test_a_new_corruption_case_changes_nothing_that_anybody_on_telegram_reads(
    town: Town, citizen: Person, handler: Person
) -> None:
    viewer = await town.officer("viewer", role="viewer")
    before = [_numbers(await each.says("/stats")) for each in (viewer, handler)]
    await citizen.files(BRIBE, "corruption")

    assert [_numbers(await each.says("/stats")) for each in (viewer, handler)] == before


def _numbers(text: str) -> str:
    return text.split("\n\nนับเมื่อ")[0]


# everybody -------------------------------------------------------------------------------


def _fill(db: Connection, kinds: list[str]) -> None:
    """Cases of the months that are over in the fiscal year before this one."""
    for number, kind in enumerate(kinds, start=1_000):
        opened = clock.now() - timedelta(days=366)
        insert(db, number, kind, "line", opened)


async def test_before_anything_is_published_the_report_is_asked_which_holds_none(
    citizen: Person,
) -> None:
    heard = await citizen.says("มีเรื่องร้องเรียนกี่เรื่อง")

    assert "ไม่มี" in heard
    assert "เรื่องทั้งหมด" not in heard
    assert citizen.labels


async def test_citizens_read_what_was_published_until_it_is_published_again(
    town: Town, citizen: Person, desk: Desk
) -> None:
    year = fiscal_year(clock.now() - timedelta(days=366))
    town.store.write_now(_fill, ["GRIEVANCE"] * 7 + ["FEEDBACK"] * 6)
    status, printed, _ = await desk("stats", "publish", "--year", str(year))
    heard = await citizen.says(f"สถิติร้องเรียน {year}")

    assert status == 0
    assert f"ปีงบประมาณ {year}" in heard
    assert "เรื่องทั่วไป: รับ 13 เรื่อง" in heard
    assert "ร้องทุกข์ 7" in heard
    assert "แจ้งทุจริต: ไม่มีเรื่องร้องเรียน" in heard
    assert "ที่มา: ทะเบียนเรื่องของ" in heard
    assert "นับเมื่อ" in heard
    assert heard.strip() in printed

    town.store.write_now(lambda db: insert(db, 1, "GRIEVANCE", "web", _long_ago()))
    assert await citizen.says(f"สถิติร้องเรียน {year}") == heard
    await desk("stats", "publish", "--year", str(year))
    assert "รับ 14 เรื่อง" in await citizen.says(f"สถิติร้องเรียน {year}")


def _long_ago() -> datetime:
    return clock.now() - timedelta(days=366)


async def test_few_corruption_cases_are_not_told_from_a_few_more(
    town: Town, citizen: Person, desk: Desk
) -> None:
    year = str(fiscal_year(_long_ago()))
    heard = []
    for number in range(1, LEAST):
        at = _long_ago()
        town.store.write_now(lambda db, n=number, at=at: insert(db, n, "CORRUPTION", "line", at))
        await desk("stats", "publish", "--year", year)
        heard.append(await citizen.says(f"แจ้งทุจริตกี่เรื่อง {year}"))

    assert len(set(heard)) == 1
    assert "แจ้งทุจริต: น้อยกว่า 5 เรื่อง" in heard[0]


async def test_a_month_that_is_not_over_is_not_published(
    town: Town, citizen: Person, desk: Desk
) -> None:
    for _ in range(LEAST):
        await citizen.files()
    await desk("stats", "publish")

    assert f"รับ {LEAST}" not in await citizen.says("ปีนี้มีเรื่องร้องเรียนกี่เรื่อง")


async def test_publishing_stands_in_the_audit_trail(town: Town, desk: Desk) -> None:
    await desk("stats", "publish", "--year", "2568")
    (event,) = town.store.read_now(audit.recent, 1)

    assert (event.actor, event.action, event.detail) == ("operator", "published", "2568")


async def test_in_english(town: Town, citizen: Person, desk: Desk) -> None:
    year = fiscal_year(_long_ago())
    town.store.write_now(_fill, ["GRIEVANCE"] * 7)
    assert "General cases" not in await citizen.says("how many complaints are there?")
    await desk("stats", "publish", "--year", str(year))
    heard = await citizen.says("how many complaints are there?")

    assert "General cases: 7 received" in heard
    assert "Corruption reports: no complaints" in heard
    assert "to protect those who reported" in heard


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("มีเรื่องร้องเรียนกี่เรื่อง", True),
        ("ปีนี้ร้องเรียนทุจริตกี่เรื่อง", True),
        ("ขอดูสถิติเรื่องร้องเรียนการทุจริต", True),
        ("กี่รายแล้วที่มีคนแจ้งทุจริต", True),
        ("จำนวนเรื่องร้องเรียนเท่าไร", True),
        ("ผมร้องเรียนไปกี่เรื่องแล้วไม่มีใครทำอะไร", False),
        ("แจ้งเรื่องไปกี่ครั้งแล้วไม่มา", False),
        ("ร้องเรียนได้กี่ช่องทาง", False),
        ("มีช่องทางร้องเรียนกี่ช่องทาง", False),
        ("อยากร้องเรียน", False),
        ("เรื่องร้องเรียนของฉันมีกี่เรื่อง", False),
        ("ร้องเรียนแล้วกี่วันถึงจะตอบ", False),
        ("e9 ได้กี่คะแนน", False),
        ("คะแนนข้อร้องเรียน e10 เท่าไร", False),
    ],
)
def test_who_asks_for_statistics(text: str, asks: bool) -> None:
    assert are_asked_for(message(text)) is asks
    assert not are_asked_for(message(text, kind=Kind.LOCATION))


# the terminal ----------------------------------------------------------------------------


async def test_the_operator_reads_every_count(town: Town, citizen: Person, desk: Desk) -> None:
    await town.officer("handler", corruption=True)
    await citizen.files(BRIBE, "corruption")
    status, printed, _ = await desk("stats")

    assert status == 0
    assert "แจ้งทุจริต: รับ 1 เรื่อง เสร็จ 0 กำลังทำ 1" in printed


async def test_statistics_as_json(citizen: Person, desk: Desk) -> None:
    await citizen.files()
    status, printed, _ = await desk("stats", "--json")
    found = json.loads(printed)

    assert status == 0
    assert found["service"]["kinds"] == {"GRIEVANCE": 1}
    assert found["year"] == fiscal_year(clock.now())


@pytest.mark.parametrize("year", ["2026", "9999", "-1", "0"])
async def test_a_year_that_is_none_is_refused(desk: Desk, year: str) -> None:
    status, _, complaint = await desk("stats", "--year", year)

    assert status == 2
    assert "Traceback" not in complaint
