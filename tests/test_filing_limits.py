"""How many cases and files one chat may send, and what it is told beyond that."""

from dataclasses import replace

import pytest

from data.limits import DAY, HOUR, Limit, Rate
from tests.conversing import BRIBE, JPEG, POTHOLE, Person, Town


@pytest.fixture
async def strict(town: Town) -> Town:
    """Two cases a day, and two photos' bytes."""
    limits = replace(
        town.agency.limits,
        filings=Limit("filing", Rate(2, DAY), Rate(100, HOUR)),
        uploads=Limit("upload", Rate(2 * len(JPEG), DAY)),
    )
    town.agency = replace(town.agency, limits=limits)
    await town.restart()
    return town


async def test_what_is_written_stays_where_no_more_can_be_sent_today(
    strict: Town, citizen: Person
) -> None:
    await citizen.files()
    await citizen.files()
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.presses_data("f:review")
    refused = await citizen.presses("ส่งเรื่อง")

    assert "ส่งเรื่องครบจำนวนที่รับได้ในหนึ่งวันแล้ว" in refused
    assert "สิ่งที่เขียนไว้ยังอยู่ ส่งใหม่ได้ตั้งแต่" in refused
    assert POTHOLE in await citizen.presses_data("f:review")
    assert strict.rows("select count(*) from cases") == [2]


async def test_one_chat_that_sent_enough_stands_in_nobody_elses_way(
    strict: Town, citizen: Person
) -> None:
    await citizen.files()
    await citizen.files()

    await strict.citizen("neighbour").files()
    assert strict.rows("select count(*) from cases") == [3]


async def test_an_anonymous_report_counts_too(strict: Town, citizen: Person) -> None:
    await strict.officer("handler", corruption=True)
    for _ in range(3):
        await citizen.presses_data("f:start:corruption")
        await citizen.presses("ไม่ระบุตัวตน (ใบรับ)")
        await citizen.says(BRIBE)
        await citizen.presses("ดูก่อนส่ง")
        await citizen.presses("ส่งเรื่อง")

    assert strict.rows("select count(*) from cases") == [2]


async def test_beyond_everybodys_bytes_no_file_is_taken_and_the_case_is_sent_without(
    town: Town, citizen: Person
) -> None:
    uploads = Limit("upload", Rate(100 * len(JPEG), DAY), Rate(2 * len(JPEG), DAY))
    town.agency = replace(town.agency, limits=replace(town.agency.limits, uploads=uploads))
    await town.restart()
    for name in ("neighbour", "another"):
        other = town.citizen(name)
        await other.presses_data("f:start:grievance")
        await other.sends_photo()
    await town.restart()

    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    refused = await citizen.sends_photo()
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")

    assert "ยังรับไฟล์นี้ไม่ได้" in refused
    assert "ส่งเรื่องโดยไม่มีไฟล์ก่อนได้" in refused
    assert town.rows("select count(*) from attachment") == [2]
    assert town.rows("select count(*) from cases") == [1]


async def test_a_file_beyond_the_days_bytes_is_refused_and_words_are_not(
    strict: Town, citizen: Person
) -> None:
    await citizen.presses_data("f:start:grievance")
    await citizen.sends_photo()
    await citizen.sends_photo()
    assert "ไฟล์นี้ยังไม่ได้เก็บ" in await citizen.sends_photo()
    await citizen.says(POTHOLE)

    assert strict.rows("select count(*) from attachment") == [2]
    assert POTHOLE in await citizen.presses_data("f:review")
