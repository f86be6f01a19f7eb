"""Quiet hours: officers' words wait for the morning, unless urgent or in the talk."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from data import times
from data.agency import load_agency
from data.quiet_hours import NEVER, USUAL, QuietHours
from data.times import BANGKOK
from data.toml_file import DatasetError
from handlers.message import Messenger
from tests.conversing import AGENCY, Desk, Person, Town

NIGHT = QuietHours(time(20), time(7))
HELD = "select hold, not_before from outbox where case_id is not null order by id"


class Hour:
    """What time it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 25, 22, 0, tzinfo=BANGKOK)
        self._ticks = 0
        monkeypatch.setattr(clock, "now", self._tick)

    def _tick(self) -> datetime:
        self._ticks += 1
        return self.now + timedelta(microseconds=self._ticks)

    def strikes(self, hour: int, minute: int = 0, days: int = 0) -> None:
        self.now = self.now.replace(hour=hour, minute=minute) + timedelta(days=days)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return Hour(monkeypatch)


@pytest.fixture
async def town(hour: Hour, town: Town) -> Town:
    """A town that sleeps from eight to seven; it is ten in the evening."""
    town.agency = replace(town.agency, quiet=NIGHT)
    await town.restart()
    return town


async def write(officer: Person, text: str, deed: str = "note") -> str:
    """Everything up to the yes; what is shown before it."""
    await officer.presses_data(f"c:1:{deed}")
    return await officer.says(text)


# what waits ------------------------------------------------------------------------------


async def test_progress_at_night_waits_for_the_morning_and_the_officer_is_told(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(22)
    shown = await write(officer, "รอวัสดุอยู่")

    assert "จะส่งถึงผู้แจ้งพรุ่งนี้ 07.00 น." in shown
    assert officer.labels == ["ส่ง", "ส่งเลย", "ยกเลิก"]
    assert "จะส่งถึงผู้แจ้งพรุ่งนี้ 07.00 น." in await officer.presses("ส่ง")
    assert citizen.news() == ""
    seven = times.stamp(datetime(2026, 11, 26, 7, 0, tzinfo=BANGKOK))
    assert town.rows(HELD) == [("time", seven)]


async def test_what_was_held_arrives_in_the_morning(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(22)
    await write(officer, "รอวัสดุอยู่")
    await officer.presses("ส่ง")
    citizen.news()
    hour.strikes(7, days=1)
    before = len(town.offices[Messenger.LINE].texts)
    await town.restart()
    await town.offices[Messenger.LINE].wait_for(before + 1)

    assert "รอวัสดุอยู่" in citizen.news()
    assert [hold for hold, _ in town.rows(HELD)] == [""]


@pytest.mark.parametrize("way", ["button", "word"])
async def test_what_is_urgent_does_not_wait(
    town: Town, hour: Hour, citizen: Person, officer: Person, way: str
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(23)
    await write(officer, "น้ำจะมาคืนนี้ ย้ายของขึ้นที่สูง", "answer")
    told = await (officer.presses("ส่งเลย") if way == "button" else officer.says("ส่งเลย"))

    assert "07.00" not in told
    assert "น้ำจะมาคืนนี้" in citizen.news()


async def test_an_urgent_word_brings_along_what_was_held_before_it(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(22)
    await write(officer, "รอวัสดุอยู่")
    await officer.presses("ส่ง")
    await write(officer, "ถนนขาด ห้ามผ่าน")
    before = len(town.offices[Messenger.LINE].texts)
    await officer.presses("ส่งเลย")
    await town.offices[Messenger.LINE].wait_for(before + 2)

    heard = citizen.news()
    assert heard.index("รอวัสดุอยู่") < heard.index("ถนนขาด")


async def test_whoever_wrote_a_moment_ago_is_answered_at_once(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    hour.strikes(22, 14)
    shown = await write(officer, "รับทราบค่ะ", "answer")
    await officer.presses("ส่ง")

    assert "07.00" not in shown
    assert "รับทราบค่ะ" in citizen.news()


async def test_a_quarter_of_an_hour_later_they_are_not_in_the_talk(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    hour.strikes(22, 16)

    assert "พรุ่งนี้ 07.00 น." in await write(officer, "รับทราบค่ะ", "answer")


async def test_after_midnight_the_morning_is_today(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(2, days=1)

    assert "จะส่งถึงผู้แจ้งวันนี้ 07.00 น." in await write(officer, "รับทราบค่ะ")


async def test_the_web_chat_rings_nowhere_and_waits_for_nothing(
    town: Town, hour: Hour, officer: Person
) -> None:
    hour.strikes(17)
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.files()
    hour.strikes(22)
    shown = await write(officer, "รับทราบค่ะ")
    await officer.presses("ส่ง")

    assert officer.labels[:1] != ["ส่งเลย"]
    assert "07.00" not in shown
    assert "รับทราบค่ะ" in visitor.news()


async def test_by_day_nothing_waits_and_nothing_is_said_of_it(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(10)
    await citizen.files()
    hour.strikes(15)
    await write(officer, "รับทราบค่ะ")

    assert officer.labels == ["ส่ง", "ยกเลิก"]
    assert "07.00" not in await officer.presses("ส่ง")
    assert "รับทราบค่ะ" in citizen.news()


async def test_a_reply_to_the_reporter_passes_what_is_held(
    town: Town, hour: Hour, citizen: Person, officer: Person
) -> None:
    hour.strikes(17)
    await citizen.files()
    hour.strikes(22)
    await write(officer, "รอวัสดุอยู่")
    await officer.presses("ส่ง")

    assert "รหัสเรื่อง" not in citizen.news()
    assert await citizen.says("เรื่องของฉัน") != ""
    assert "รอวัสดุอยู่" not in citizen.replies[-1].text.splitlines()[0]
    assert [hold for hold, _ in town.rows(HELD)] == ["time"]


async def test_the_terminal_waits_too_unless_it_is_told_not_to(
    town: Town, hour: Hour, citizen: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENCY", str(AGENCY))
    hour.strikes(17)
    code = await citizen.files()
    hour.strikes(22)
    _, said, _ = await desk("cases", "progress", code, "รอวัสดุอยู่")
    assert "จะส่งถึงผู้แจ้งพรุ่งนี้ 07.00 น." in said
    assert [hold for hold, _ in town.rows(HELD)] == ["time"]

    _, said, _ = await desk("cases", "progress", code, "ถนนขาด", "--now")
    assert "07.00" not in said
    assert all(before <= times.stamp(clock.now()) for _, before in town.rows(HELD))


@pytest.mark.parametrize("end", ["erased", "withdrawn"])
async def test_nothing_is_said_any_more_of_a_case_that_ends_at_night(
    town: Town, hour: Hour, citizen: Person, officer: Person, desk: Desk, end: str
) -> None:
    hour.strikes(17)
    code = await citizen.files()
    hour.strikes(22)
    await write(officer, "รอวัสดุอยู่")
    await officer.presses("ส่ง")
    if end == "erased":
        await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")
    else:
        await citizen.says(f"ถอนเรื่อง {code}")
        await citizen.presses("ยืนยันถอนเรื่อง")
    left = town.rows("select state, length(payload) from outbox where problem = :end", end=end)
    assert left == [("undeliverable", 0)]
    hour.strikes(8, days=1)
    await town.restart()

    assert "รอวัสดุอยู่" not in "".join(reply.text for reply in citizen.replies)


# the setting -----------------------------------------------------------------------------


def settings(tmp_path: Path, begins: str, ends: str) -> Path:
    text = AGENCY.read_text("utf-8").replace('from = "20.00"', f'from = "{begins}"')
    path = tmp_path / "agency.toml"
    path.write_text(text.replace('to = "07.00"', f'to = "{ends}"'), "utf-8")
    return path


def test_the_shipped_quiet_hours_are_the_usual_ones() -> None:
    assert load_agency(AGENCY).quiet == USUAL


def test_two_empty_times_are_no_quiet_hours(tmp_path: Path) -> None:
    assert load_agency(settings(tmp_path, "", "")).quiet == NEVER


@pytest.mark.parametrize("wrong", ["25.00", "8 โมง", "07.60", "7"])
def test_a_wrong_time_is_named(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(DatasetError, match=r"quiet_hours\.to: must be a time"):
        load_agency(settings(tmp_path, "20.00", wrong))


@given(
    st.times(timezones=st.none()),
    st.times(timezones=st.none()),
    st.integers(0, 10**9),
)
def test_quiet_hours_end_within_a_day_at_their_time(begins: time, ends: time, seconds: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=BANGKOK) + timedelta(seconds=seconds)
    end = QuietHours(begins, ends).end_of(now)

    if end is not None:
        assert timedelta() < end - now <= timedelta(days=1)
        assert end.time() == ends
    elif begins != ends:
        assert QuietHours(ends, begins).end_of(now) is not None
