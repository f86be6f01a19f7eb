"""Pruning: rows go when nothing needs them any more, in small steps, and the file stops growing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.retention import forget
from data import inbox, legal_holds, outbox, parked, pruning, retention, times, undelivered
from data.agency import load_agency
from data.pruning import AT_ONCE, Place
from data.retention_settings import Retention
from data.store import Connection, Store
from data.toml_file import DatasetError
from handlers.message import Messenger
from tests.conversing import AGENCY, Desk, Person, Town
from tests.sealed_things import files_of
from tests.test_retention import PERIODS, close, later

pytestmark = pytest.mark.usefixtures("quiet")

ASKED = "คะแนนรวมเท่าไหร่"


def add_rows(
    db: Connection, count: int, days_ago: float, messenger: str = "line", first: int = 0
) -> None:
    """Messages that were answered so long ago."""
    at = later(-days_ago)
    for number in range(first, first + count):
        new = inbox.NewRow(messenger, f"{days_ago}-{number}", f"c{number % 7}", "", b"x" * 300, at)
        (row_id,) = inbox.put(db, (new,))
        assert row_id is not None
        inbox.mark_done(db, row_id)
        said = outbox.NewRow(messenger, f"c{number % 7}", b"y" * 300, at, row_id)
        outbox.mark_sent(db, outbox.add(db, said).id, at)


def counts(store: Store) -> tuple[int, int]:
    """Rows of the inbox and of the outbox."""
    query = "select (select count(*) from inbox), (select count(*) from outbox)"
    found: tuple[int, int] = store.read_now(lambda db: db.execute(query).fetchone())
    return found


async def newest_stand_behind(town: Town) -> None:
    """Somebody writes now, so that what came before is not the newest of its table."""
    await town.citizen("passer-by").says(ASKED)


# what goes, and when ---------------------------------------------------------------------


async def test_a_reply_goes_a_month_after_line_took_it_and_the_message_with_its_words(
    town: Town, citizen: Person
) -> None:
    await citizen.says(ASKED)
    await newest_stand_behind(town)
    assert counts(town.store) == (2, 2)
    await forget(town.store, PERIODS, later(29))
    assert counts(town.store) == (2, 2)

    assert (await forget(town.store, PERIODS, later(31))).rows == 1
    assert counts(town.store) == (2, 1)
    await forget(town.store, PERIODS, later(89))
    assert counts(town.store) == (2, 1)

    forgotten = await forget(town.store, PERIODS, later(91))
    assert (forgotten.messages, forgotten.rows) == (2, 1)
    assert counts(town.store) == (1, 1)


async def test_what_a_visitor_of_the_page_sees_of_the_past_stays_for_its_period(town: Town) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.says(ASKED)
    await newest_stand_behind(town)
    await forget(town.store, PERIODS, later(89))
    words = "select count(*) from outbox where messenger = 'web' and length(payload) > 0"
    assert town.rows(words) == [1]

    await forget(town.store, PERIODS, later(91))
    assert town.rows("select count(*) from outbox where messenger = 'web'") == [0]


async def test_what_waits_stays_however_old(store: Store) -> None:
    old = inbox.NewRow("line", "E", "c", "", b"{}", later(-900))
    store.write_now(inbox.put, (old,))
    store.write_now(outbox.add, outbox.NewRow("line", "c", b"", later(-900)))
    store.write_now(add_rows, 2, 900)
    await forget(store, PERIODS, later(0))
    states = "select group_concat(state, ' ') from (select state from {} order by id)"

    for table, left in (("inbox", "waiting done"), ("outbox", "waiting sent")):
        assert store.read_now(Connection.execute, states.format(table)).fetchone() == (left,)


async def test_a_chat_with_an_open_case_keeps_its_rows_until_the_case_is_closed(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await newest_stand_behind(town)
    of_chat = "select count(*) from inbox where chat = :chat"
    came = town.rows(of_chat, chat=citizen.chat)[0]
    await forget(town.store, PERIODS, later(200))
    assert town.rows(of_chat, chat=citizen.chat) == [came]

    await close(officer)
    await newest_stand_behind(town)
    await forget(town.store, PERIODS, later(201))
    assert town.rows(of_chat, chat=citizen.chat) == [0]


async def test_a_chat_whose_case_goes_on_in_another_keeps_its_rows(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    town.store.write_now(lambda db: db.execute("update cases set state = 'duplicate'") and None)
    await newest_stand_behind(town)
    of_chat = "select count(*) from inbox where chat = :chat"
    came = town.rows(of_chat, chat=citizen.chat)
    await forget(town.store, replace(PERIODS, general=900), later(300))

    assert town.rows(of_chat, chat=citizen.chat) == came


async def test_a_legal_hold_keeps_the_rows_of_the_reporter_s_chat(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await close(officer)
    await newest_stand_behind(town)
    case_id = town.store.read_now(legal_holds.case_called, code)
    assert case_id is not None
    town.store.write_now(legal_holds.set_hold, case_id, "หนังสือศาล", later(0))
    of_chat = "select count(*) from inbox where chat = :chat"
    came = town.rows(of_chat, chat=citizen.chat)
    await forget(town.store, PERIODS, later(300))
    assert town.rows(of_chat, chat=citizen.chat) == came

    town.store.write_now(legal_holds.lift_hold, case_id, "คดีจบ", later(0))
    await forget(town.store, PERIODS, later(300))
    assert town.rows(of_chat, chat=citizen.chat) == [0]


async def test_what_became_of_the_last_words_to_a_reporter_is_still_known(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await newest_stand_behind(town)
    (case_id,) = town.rows("select id from cases")
    of_case = "select count(*) from outbox where case_id = :id"
    assert town.rows(of_case, id=case_id)[0] >= 1
    await forget(town.store, PERIODS, later(300))

    assert town.rows(of_case, id=case_id) == [1]
    assert town.store.read_now(undelivered.last_sending, case_id) == "sent"


async def test_a_message_taken_back_late_is_removed_from_the_closed_case_that_it_went_into(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.says("หลุมใหญ่หน้าบ้านยายมี")
    message = citizen.message_id
    await citizen.presses_data("f:review")
    await citizen.presses_data("f:send")
    await close(officer)
    await newest_stand_behind(town)
    await forget(town.store, PERIODS, later(120))
    assert town.rows("select count(*) from inbox where chat = :chat", chat=citizen.chat) == [0]
    assert "หลุมใหญ่หน้าบ้านยายมี" in town.texts_of_cases()

    await citizen.unsends(message)
    assert "หลุมใหญ่หน้าบ้านยายมี" not in town.texts_of_cases()


async def test_a_parked_message_goes_with_its_words_and_not_before(store: Store) -> None:
    store.write_now(add_rows, 1, 80)
    store.write_now(add_rows, 1, 0)
    store.write_now(parked.park, 1, "text", "", later(-80))
    await forget(store, PERIODS, later(9))
    assert store.read_now(parked.references) == [1]

    await forget(store, PERIODS, later(11))
    assert store.read_now(lambda db: db.execute("select * from parked").fetchall()) == []


# numbers and redeliveries ----------------------------------------------------------------


async def test_a_number_is_never_given_twice(town: Town, citizen: Person) -> None:
    for _ in range(3):
        await citizen.says(ASKED)
    await citizen.leaves()  # which nothing answers
    before = town.rows("select max(id) from inbox union all select max(id) from outbox")
    await forget(town.store, PERIODS, later(1000))
    await citizen.says(ASKED)
    after = town.rows("select max(id) from inbox union all select max(id) from outbox")

    assert counts(town.store) == (3, 2)
    assert [number + 1 for number in before] == after


async def test_an_event_that_the_vendor_delivers_again_is_still_known_however_short_the_periods(
    town: Town, citizen: Person
) -> None:
    await citizen.says(ASKED)
    again = citizen._last
    await newest_stand_behind(town)
    await forget(town.store, replace(PERIODS, messages=1, rows=7), later(6.9))

    assert await citizen.takes(again) == ""


def test_a_period_in_which_vendors_may_deliver_again_is_refused(tmp_path: Path) -> None:
    text = AGENCY.read_text("utf-8").replace("rows = 30", "rows = 6")
    text = text.replace('"../datasets/', f'"{AGENCY.parent.parent}/datasets/')
    (tmp_path / "agency.toml").write_text(text, "utf-8")

    with pytest.raises(DatasetError, match=r"retention\.rows"):
        load_agency(tmp_path / "agency.toml")


# small steps, and a file that stops growing ----------------------------------------------


def test_no_step_changes_more_than_its_part_of_the_rows(store: Store) -> None:
    store.write_now(add_rows, 3 * AT_ONCE, 200)
    store.write_now(add_rows, 1, 0)
    sizes, place = [], Place()
    while True:
        before = counts(store)
        step = store.write_now(pruning.prune_some, place, Retention(), later(0))
        sizes.append(sum(before) - sum(counts(store)))
        assert step.rows == sizes[-1]
        assert step.words <= AT_ONCE
        if step.following is None:
            break
        place = step.following

    assert max(sizes) == AT_ONCE
    assert counts(store) == (1, 1)


def test_a_walk_ends_where_the_young_rows_begin(store: Store) -> None:
    store.write_now(add_rows, 5 * AT_ONCE, 1)
    step = store.write_now(pruning.prune_some, Place(), Retention(), later(0))

    assert step.following == Place("inbox")
    assert (
        store.write_now(pruning.prune_some, Place("inbox"), Retention(), later(0)).following is None
    )


@pytest.mark.parametrize("messenger", ["line", "web"])
async def test_the_file_stops_growing_when_as_much_goes_as_comes(
    store: Store, messenger: str
) -> None:
    pages = []
    for month in range(5):
        store.write_now(add_rows, 1000, 0, messenger, 1000 * month)
        at = times.stamp(clock.now() + timedelta(days=100))
        pages.append(store.read_now(lambda db: db.execute("pragma page_count").fetchone()[0]))
        await forget(store, Retention(), at)

    assert counts(store) == (1, 1)
    assert max(pages[1:]) - pages[0] <= 4
    used = "select page_count - freelist_count from pragma_page_count, pragma_freelist_count"
    assert store.read_now(lambda db: db.execute(used).fetchone()[0]) < pages[0] / 2


async def test_nothing_of_a_pruned_row_is_left_in_the_file(store: Store) -> None:
    store.write_now(add_rows, 300, 200)
    store.write_now(add_rows, 1, 0)
    tag = b"200-299"
    assert tag in files_of(store)
    await forget(store, Retention(), later(0))

    assert tag not in files_of(store)


async def test_the_terminal_counts_rows_first_and_then_prunes(town: Town, desk: Desk) -> None:
    town.store.write_now(add_rows, 30, 200)
    town.store.write_now(add_rows, 1, 0)
    overdue = town.store.read_now(retention.overdue, PERIODS, later(0))
    assert (overdue.messages, overdue.rows) == (30, 60)
    assert "ข้อความเก่า 60" in (await desk("privacy", "retain", "--dry-run"))[1]
    assert counts(town.store) == (31, 31)

    assert "ข้อความเก่า 60" in (await desk("privacy", "retain"))[1]
    assert counts(town.store) == (1, 1)
