"""The operator sees what waits and what never arrived: how many, since when, why; never words."""

from datetime import timedelta

from bot import clock, pushing
from data import holding, outbox, times
from data.store import Connection
from tests.conversing import Desk, Town
from tests.waiting_rows import add_many, row


async def test_what_waits_is_counted_by_messenger_with_its_reasons(town: Town, desk: Desk) -> None:
    await town.courier.stop(5)
    await town.store.write(add_many, [row("ความลับ", f"{n % 3}") for n in range(6)], 5)
    await town.store.write(add_many, [row("ความลับ", "7", "telegram") for _ in range(2)])
    for row_id in (1, 2):
        await town.store.write(outbox.postpone, row_id, times.stamp(clock.now()), "LINE: 503")
    _, said, _ = await desk("outbox")

    assert "LINE รอส่ง: 6 ข้อความ ใน 3 แชต เก่าสุด" in said
    assert "ลองส่งแล้วไม่สำเร็จ 2\n  2 ข้อความ: LINE: 503" in said
    assert "Telegram รอส่ง: 2 ข้อความ ใน 1 แชต" in said
    assert "ความลับ" not in said


async def test_what_waits_for_pushes_names_where_to_look(town: Town, desk: Desk) -> None:
    await town.courier.stop(5)
    await town.store.write(add_many, [row("ก", "1")])
    await town.store.write(holding.hold_for_budget, [1], pushing.OUT_OF_BUDGET)
    _, said, _ = await desk("outbox")

    assert "LINE รอโควตา LINE: 1 ข้อความ" in said
    assert "python -m bot pushes" in said


async def test_what_never_arrived_is_shown_for_a_week_with_the_vendors_reason(
    town: Town, desk: Desk
) -> None:
    await town.courier.stop(5)

    def give_up(db: Connection) -> None:
        add_many(db, [row("ก", "1", "telegram"), row("ข", "2", "telegram")])
        now = clock.now()
        outbox.give_up(db, 1, times.stamp(now - timedelta(days=8)), "Telegram: long ago")
        outbox.give_up(db, 2, times.stamp(now), "Telegram: 403 Forbidden: bot was blocked")

    await town.store.write(give_up)
    _, said, _ = await desk("outbox")

    assert said.startswith("ไม่มีข้อความค้างส่ง\nTelegram ส่งไม่ถึงใน 7 วัน: 1 ข้อความ\n")
    assert "  1 ข้อความ: Telegram: 403 Forbidden: bot was blocked" in said
    assert "long ago" not in said


async def test_where_nothing_waits_that_is_said(town: Town, desk: Desk) -> None:
    assert (await desk("outbox"))[:2] == (0, "ไม่มีข้อความค้างส่ง\n")
