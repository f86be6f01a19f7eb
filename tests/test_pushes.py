"""LINE's pushes: what waits leaves as one, each is counted, and the month's budget is watched."""

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import clock, push_budget, pushing
from bot.delivery import Courier
from bot.messengers.messenger import BudgetSpent, Sending, TryLater, Undeliverable
from data import anonymous, holding, inbox, outbox, pushes, times, together
from data.agency import load_agency
from data.store import Connection, Store
from handlers.message import Messenger
from tests.conversing import AGENCY, PATIENCE_S, Desk, Person, Town
from tests.post_office import PostOffice, letter, right_now
from tests.test_holding import after, an_answer, courier

SPENT = "LINE: 429 You have reached your monthly limit."


def spent() -> BudgetSpent:
    return BudgetSpent(SPENT, seconds=3600.0, perhaps_sent=False)


def pushed(store: Store) -> int:
    return store.read_now(pushes.month, right_now()).pushed


def states(store: Store) -> list[tuple[str, str]]:
    return store.read_now(
        lambda db: db.execute("select state, hold from outbox order by id").fetchall()
    )


async def keep(store: Store, *texts: str, **more: Any) -> list[outbox.Row]:
    return [await store.write(outbox.add, letter(text, **more)) for text in texts]


# together --------------------------------------------------------------------------------


async def test_what_waited_for_one_chat_leaves_as_one_push(store: Store) -> None:
    await keep(store, "คืบหน้า 1", "คืบหน้า 2", not_before=after(0.05))
    office = PostOffice()
    async with courier(store, office):
        assert await office.wait_for(2) == ["คืบหน้า 1", "คืบหน้า 2"]

    assert len(office.calls) == 1
    assert pushed(store) == 1
    assert states(store) == [("sent", "")] * 2


async def test_a_push_takes_five_at_most(store: Store) -> None:
    await keep(store, *"1234567")
    office = PostOffice()
    async with courier(store, office):
        assert await office.wait_for(7) == list("1234567")

    assert [len(call.replies) for call in office.calls] == [5, 2]
    assert pushed(store) == 2


async def test_chats_are_never_mixed(store: Store) -> None:
    await keep(store, "ก", chat="one")
    await keep(store, "ข", chat="two")
    office = PostOffice()
    async with courier(store, office):
        await office.wait_for(2)

    assert sorted(call.address for call in office.calls) == ["address of one", "address of two"]


async def test_an_answer_to_a_message_is_not_drawn_into_a_notice(store: Store) -> None:
    await keep(store, "ก่อน")
    await store.write(an_answer, "คำตอบ")
    office = PostOffice()
    async with courier(store, office):
        assert await office.wait_for(2) == ["ก่อน", "คำตอบ"]

    assert len(office.calls) == 2


async def test_telegram_takes_one_message_a_call(store: Store) -> None:
    await keep(store, "1", "2", messenger="telegram")
    office = PostOffice(Messenger.TELEGRAM, 1)
    async with courier(store, office):
        await office.wait_for(2)

    assert len(office.calls) == 2
    assert pushed(store) == 0


async def test_what_left_together_is_tried_again_together_after_a_crash(store: Store) -> None:
    rows = await keep(store, "1", "2", "3")
    await store.write(together.join, rows[0].id, rows[1:2])
    office = PostOffice()
    async with courier(store, office):
        await office.wait_for(3)

    assert [[r.text for r in call.replies] for call in office.calls] == [["1", "2"], ["3"]]
    assert office.calls[0].retry_key == rows[0].retry_key


class TakesOnce(PostOffice):
    """LINE, which takes one push under a key, whatever is in it, and calls the next a success."""

    def __init__(self, *trouble: Exception | asyncio.Event | None) -> None:
        super().__init__(trouble=deque(trouble))
        self.taken: dict[str, tuple[str, ...]] = {}

    async def send(self, sending: Sending) -> None:
        if not self.trouble or getattr(self.trouble[0], "perhaps_sent", True):
            key = sending.reply_token or sending.retry_key
            self.taken.setdefault(key, tuple(reply.text for reply in sending.replies))
        await super().send(sending)

    async def shows(self, *texts: str) -> None:
        """Wait for what was taken."""
        async with asyncio.timeout(PATIENCE_S):
            while sorted(text for each in self.taken.values() for text in each) != sorted(texts):
                self.arrived.clear()
                await self.arrived.wait()


async def test_what_was_on_its_way_at_a_stop_takes_nothing_along_that_would_be_lost(
    store: Store,
) -> None:
    office = TakesOnce(asyncio.Event())  # taken, but its answer never comes
    async with courier(store, office, seconds=0) as working:
        working.send(await keep(store, "1"))
        await office.called.wait()
        working.send(await keep(store, "2", "3"))
    async with courier(store, office):
        await office.shows("1", "2", "3")
        await office.wait_for(3)

    assert states(store) == [("sent", "")] * 3


async def test_what_was_perhaps_pushed_takes_nothing_along_once_there_are_pushes_again(
    store: Store,
) -> None:
    office = TakesOnce(TryLater("reset", seconds=0.01, perhaps_sent=True), spent())
    async with courier(store, office) as working:
        working.send(await keep(store, "1"))
        while holding_counts(store) < 1:
            await store.write(holding.counts)
        (kept,) = await keep(store, "2")
        await store.write(holding.hold_for_budget, [kept.id], pushing.OUT_OF_BUDGET)
        working.send(await store.write(outbox.free_of_budget, right_now(), 10))
        await office.shows("1", "2")


async def test_what_was_perhaps_pushed_together_stays_together_though_the_budget_is_over(
    store: Store,
) -> None:
    office = TakesOnce(asyncio.Event())
    async with courier(store, office, seconds=0, budget=10) as working:
        working.send(await keep(store, "1", "2", "3"))
        await office.called.wait()
    await store.write(pushes.count, right_now(), 10)
    async with courier(store, office, budget=10) as working:
        working.send(await keep(store, "ฟรี", token="T", token_at=right_now()))
        await office.wait_for(4)

    assert list(office.taken.values()) == [("1", "2", "3"), ("ฟรี",)]


async def test_what_was_perhaps_pushed_together_is_kept_together_and_blocks_nothing(
    store: Store,
) -> None:
    office = TakesOnce(TryLater("reset", seconds=0.01, perhaps_sent=True), spent())
    async with courier(store, office) as working:
        working.send(await keep(store, "1", "2"))
        while holding_counts(store) < 2:
            await store.write(holding.counts)
        (kept,) = await keep(store, "3")
        await store.write(holding.hold_for_budget, [kept.id], pushing.OUT_OF_BUDGET)
        working.send(await keep(store, "ฟรี", token="T", token_at=right_now()))
        await office.shows("1", "2", "3", "ฟรี")
        working.send(await store.write(outbox.free_of_budget, right_now(), 10))
        await office.wait_for(4)

    assert list(office.taken.values()) == [("1", "2"), ("3", "ฟรี")]
    assert states(store) == [("sent", "")] * 4


async def test_what_leaves_with_another_is_passed_by_nothing_behind_it(store: Store) -> None:
    rows = await keep(store, "0", "1", "2", "3")
    await store.write(together.join, rows[1].id, rows[2:3])
    office = PostOffice()
    async with courier(store, office):
        assert await office.wait_for(4) == ["0", "1", "2", "3"]


async def test_what_was_refused_together_for_want_of_pushes_leaves_with_the_next_free_reply(
    store: Store,
) -> None:
    office = TakesOnce(spent())
    async with courier(store, office) as working:
        working.send(await keep(store, "1", "2"))
        while holding_counts(store) < 2:
            await store.write(holding.counts)
        working.send(await keep(store, "ฟรี", token="T", token_at=right_now()))
        await office.wait_for(3)

    assert list(office.taken.values()) == [("1", "2", "ฟรี")]


async def test_what_a_taken_back_answer_was_to_take_along_still_leaves(store: Store) -> None:
    def answered(db: Connection) -> outbox.Row:
        event = inbox.NewRow("line", "E1", "chat", "", b"{}", right_now())
        (row_id,) = inbox.put(db, (event,))
        assert row_id is not None
        inbox.mark_done(db, row_id)
        new = letter("คำตอบ", token="T", token_at=right_now(), inbox_id=row_id)
        return outbox.add(db, new)

    def filed_anonymously(db: Connection) -> None:
        inbox.put(db, (inbox.NewRow("line", "E2", "chat", "", b"{}", right_now()),))
        anonymous.forget_talk(db, "chat", 0)

    (kept,) = await keep(store, "เก็บไว้")
    await store.write(holding.hold_for_budget, [kept.id], pushing.OUT_OF_BUDGET)
    answer = await store.write(answered)
    await store.write(together.join, answer.id, [kept._replace(hold="budget")])
    await store.write(filed_anonymously)
    office = PostOffice()
    async with courier(store, office) as working:
        working.send(await store.write(outbox.free_of_budget, right_now(), 10))
        assert await office.wait_for(1) == ["เก็บไว้"]


async def test_what_was_perhaps_pushed_is_not_said_again_by_a_token_that_came_later(
    store: Store,
) -> None:
    def renew(db: Connection) -> None:
        """As when LINE delivers the message again."""
        db.execute("update outbox set token_at = ? where token_at <> ''", (right_now(),))

    office = TakesOnce(asyncio.Event())
    old = times.stamp(clock.now() - timedelta(minutes=2))
    async with courier(store, office, seconds=0) as working:
        working.send(await keep(store, "1", token="T", token_at=old))
        await office.called.wait()
    await store.write(renew)
    async with courier(store, office):
        await office.wait_for(1)

    assert list(office.taken.values()) == [("1",)]
    assert [call.reply_token for call in office.calls] == ["", ""]


async def test_an_unknown_outcome_is_tried_again_with_the_same_messages(store: Store) -> None:
    await keep(store, "1", "2")
    office = PostOffice()
    office.trouble.append(TryLater("reset", seconds=0.01, perhaps_sent=True))
    async with courier(store, office) as working:
        await office.called.wait()
        working.send(await keep(store, "3"))
        await office.wait_for(3)

    first, second, third = office.calls
    assert (first.replies, first.retry_key) == (second.replies, second.retry_key)
    assert [reply.text for reply in third.replies] == ["3"]


async def test_one_that_is_refused_keeps_none_of_the_others_back(store: Store) -> None:
    await keep(store, "1", "2", "3")
    office = PostOffice()
    office.trouble += [Undeliverable("400"), Undeliverable("400")]
    async with courier(store, office):
        assert await office.wait_for(2) == ["2", "3"]

    assert [state for state, _ in states(store)] == ["undeliverable", "sent", "sent"]


# counting --------------------------------------------------------------------------------


async def test_a_reply_by_token_costs_nothing(store: Store) -> None:
    office = PostOffice()
    async with courier(store, office) as working:
        working.send(await keep(store, "ฟรี", token="T", token_at=right_now()))
        await office.wait_for(1)

    assert pushed(store) == 0


async def test_a_month_is_counted_in_bangkok(store: Store) -> None:
    last_hour = times.stamp(datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
    new_year = times.stamp(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    await store.write(pushes.count, last_hour)
    await store.write(pushes.count, new_year)

    assert store.read_now(pushes.month, last_hour).month == "2026-11"
    assert store.read_now(pushes.month, new_year).month == "2026-12"
    assert [each.count for each in store.read_now(pushes.months)] == [1, 1]


async def test_lines_own_count_goes_before_ours_and_ours_goes_on_from_it(store: Store) -> None:
    at = right_now()
    await store.write(pushes.count, at)
    await store.write(pushes.note_usage, at, 300, 200)
    await store.write(pushes.count, at)

    month = store.read_now(pushes.month, at)
    assert (month.count, month.plan) == (201, 300)


# warnings --------------------------------------------------------------------------------


async def count_to(store: Store, number: int) -> list[outbox.Row]:
    def write(db: Connection) -> list[outbox.Row]:
        at = right_now()
        pushes.count(db, at, number - pushes.month(db, at).count)
        return pushing.warn(db, at, 100)

    return await store.write(write)


async def test_supervisors_are_warned_at_each_level_once(town: Town, officer: Person) -> None:
    chief = await town.officer("palat", role="administrator")
    for number in (79, 80, 81, 94, 95, 99, 100, 101):
        town.courier.send(await count_to(town.store, number))
        await town.settled()

    told = [text for text in chief.news().splitlines() if text.startswith("ส่งข้อความ LINE")]
    assert [line.split("ไปแล้ว ")[1].split(" ")[0] for line in told] == ["80", "95", "100"]
    assert officer.news() == ""


async def test_who_leaps_over_a_level_is_told_the_highest(store: Store) -> None:
    await store.write(pushes.count, right_now(), 97)

    reached = await store.write(pushes.newly_reached, right_now(), 100)
    assert reached == pushes.Reached(95, 97, 100)
    assert await store.write(pushes.newly_reached, right_now(), 100) is None


# the end of the budget -------------------------------------------------------------------


async def note(officer: Person, text: str) -> str:
    await officer.presses_data("c:1:note")
    await officer.says(text)
    return await officer.presses("ส่ง")


async def test_without_pushes_an_answer_is_kept_and_its_officer_told(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    town.offices[Messenger.LINE].trouble.append(spent())
    await note(officer, "กำลังซ่อม")
    await town.settled()

    assert f"เรื่อง {code} ยังส่งไม่ได้: โควตา LINE เดือนนี้หมด" in officer.replies[-1].text
    assert "ยังส่งไม่ได้: โควตา LINE เดือนนี้หมด" in await officer.presses_data("c:1:open")
    assert "กำลังซ่อม" not in citizen.news()
    assert town.rows("select state from outbox where case_id is not null") == ["waiting"]


async def test_while_no_pushes_are_left_the_officer_is_not_told_that_it_went(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    town.offices[Messenger.LINE].trouble += [spent(), spent()]
    await note(officer, "กำลังซ่อม")
    await town.settled()

    assert "ยังส่งไม่ได้: โควตา LINE เดือนนี้หมด" in await note(officer, "ซ่อมต่อ")


async def test_when_the_reporter_writes_what_was_kept_arrives_for_free(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    town.offices[Messenger.LINE].trouble.append(spent())
    await note(officer, "กำลังซ่อม")
    await town.settled()
    citizen.news()
    await citizen.says("สวัสดี", reply_token="T2")

    kept, answer = citizen.replies[-2:]
    assert "กำลังซ่อม" in kept.text
    assert "กำลังซ่อม" not in answer.text
    assert len(town.offices[Messenger.LINE].delivered[-1].replies) == 2
    assert town.offices[Messenger.LINE].delivered[-1].reply_token == "T2"
    await town.restart()
    assert set(town.rows("select state || hold from outbox where messenger = 'line'")) == {"sent"}


async def test_what_waits_for_pushes_holds_up_no_answer(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    town.offices[Messenger.LINE].trouble.append(spent())
    await note(officer, "กำลังซ่อม")
    await town.settled()
    citizen.news()

    assert await citizen.says("สวัสดี") != ""


async def test_an_answer_whose_token_died_waits_too_and_nothing_is_lost(store: Store) -> None:
    office = PostOffice()
    office.trouble += [spent(), spent()]
    async with courier(store, office) as working:
        working.send(await keep(store, "1"))
        while holding_counts(store) < 1:
            await store.write(holding.counts)
        row = await store.write(an_answer, "2")
        working.send([row])
        while holding_counts(store) < 2:
            await store.write(holding.counts)

    assert states(store) == [("waiting", "budget")] * 2


async def test_an_answer_that_was_kept_arrives_with_the_next_that_is_free(store: Store) -> None:
    office = PostOffice()
    office.trouble.append(spent())
    async with courier(store, office) as working:
        working.send([await store.write(an_answer, "รหัสเรื่องของคุณ")])
        while holding_counts(store) < 1:
            await store.write(holding.counts)
        working.send(await keep(store, "ข่าว"))
        while holding_counts(store) < 2:
            await store.write(holding.counts)
        working.send(await keep(store, "ฟรี", token="T", token_at=right_now()))
        assert await office.wait_for(3) == ["รหัสเรื่องของคุณ", "ข่าว", "ฟรี"]

    assert states(store) == [("sent", "")] * 3
    assert pushed(store) == 0


def holding_counts(store: Store) -> int:
    return sum(store.read_now(holding.counts).values())


async def test_when_there_are_pushes_again_everything_arrives_in_order(store: Store) -> None:
    rows = await keep(store, "1", "2", "3")
    await store.write(holding.hold_for_budget, [row.id for row in rows], pushing.OUT_OF_BUDGET)
    office = PostOffice()
    async with courier(store, office) as working:
        assert await store.write(push_budget.note, right_now(), (300, 300), None) == []
        working.send(await store.write(push_budget.note, right_now(), (500, 300), None))
        assert await office.wait_for(3) == ["1", "2", "3"]

    assert len(office.calls) == 1


async def test_what_waits_for_pushes_survives_a_restart(store: Store) -> None:
    (row,) = await keep(store, "1")
    await store.write(holding.hold_for_budget, [row.id], pushing.OUT_OF_BUDGET)
    office = PostOffice()
    async with courier(store, office):
        pass

    assert office.calls == []
    assert states(store) == [("waiting", "budget")]


async def test_the_agencys_own_budget_keeps_pushes_back_before_line_does(store: Store) -> None:
    office = PostOffice()
    working = Courier(store, {Messenger.LINE: office}, budget=1)
    working.start()
    working.send(await keep(store, "1"))
    await office.wait_for(1)
    working.send(await keep(store, "2"))
    while not store.read_now(holding.counts):
        await store.write(holding.counts)
    await working.stop(5)

    assert len(office.calls) == 1
    assert states(store) == [("sent", ""), ("waiting", "budget")]


async def test_the_terminal_shows_the_count_the_budget_and_what_waits(
    town: Town, desk: Desk, citizen: Person, officer: Person
) -> None:
    at = right_now()
    await town.store.write(pushes.note_usage, at, 300, 235)
    await citizen.files()
    await note(officer, "กำลังซ่อม")
    town.offices[Messenger.LINE].trouble.append(spent())
    await note(officer, "ซ่อมต่อ")
    await town.settled()

    _, said, _ = await desk("pushes")
    assert "240 ข้อความ จากโควตา 300 (80%)" in said
    assert "รอโควตา: 1 ข้อความ" in said


def test_the_setting_is_read_and_nothing_is_no_budget_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "agency.toml"
    text = AGENCY.read_text("utf-8")
    path.write_text(text.replace("pushes_per_month = 0", "pushes_per_month = 500"), "utf-8")

    assert load_agency(path).pushes_per_month == 500
    assert load_agency(AGENCY).pushes_per_month is None
