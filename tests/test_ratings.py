"""How content a reporter is: one tap and one word when a case is finished, once per case."""

import pytest

from data import case_keys, ratings
from tests.conversing import BRIBE, Desk, Person, Town
from tests.sealed_things import files_of
from tests.test_reopening import WHY, case_of, close

WORD = "ช่างมาไวแต่ไม่โทรบอกก่อน"


def rated(town: Town) -> list[tuple[int, str]]:
    found = [
        town.store.read_now(ratings.rating, each) for each in town.rows("select id from cases")
    ]
    return [(each.stars, each.words) for each in found if each]


async def test_a_closing_offers_five_taps_and_then_a_word_that_the_officer_reads(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await close(officer)
    assert [label[0] for label in citizen.labels[:5]] == list("12345")
    assert "ให้ 4 จาก 5" in await citizen.presses("4 พอใจ")
    assert rated(town) == [(4, "")]
    await citizen.says(WORD)

    assert rated(town) == [(4, WORD)]
    card = await officer.says(f"/case {code}")
    assert "ผู้แจ้งให้คะแนนการดูแลเรื่อง: 4 จาก 5" in card
    assert WORD in card
    assert WORD not in town.texts_of_cases()


@pytest.mark.usefixtures("quiet")
async def test_the_terminal_shows_it_too(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    code = await citizen.files()
    await close(officer)
    await citizen.presses("2 ไม่ค่อยพอใจ")
    _, shown, _ = await desk("cases", "show", code)

    assert "ผู้แจ้งให้คะแนนการดูแลเรื่อง: 2 จาก 5" in shown


async def test_no_word_is_needed_and_what_is_said_next_is_no_word(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await citizen.presses("5 พอใจมาก")
    await citizen.presses("ไม่บอกเพิ่ม")
    await citizen.says("คะแนนรวมเท่าไหร่")

    assert rated(town) == [(5, "")]


async def test_it_is_changed_on_the_card_until_the_case_is_opened_again(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    closing = citizen.choices
    await citizen.presses("5 พอใจมาก")
    await citizen.says(WORD)
    await citizen.says("เรื่องของฉัน")
    await citizen.presses("1 ไม่พอใจ")
    assert rated(town) == [(1, WORD)]
    await citizen.presses("ไม่บอกเพิ่ม")
    await citizen.says("ยังไม่เรียบร้อย")
    await citizen.says(WHY)
    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data(closing[4].data)
    await close(officer)

    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data(closing[4].data)
    await citizen.says("เรื่องของฉัน")
    assert "5 พอใจมาก" not in citizen.labels
    assert rated(town) == [(1, WORD)]


async def test_an_open_and_a_withdrawn_case_are_not_rated(town: Town, citizen: Person) -> None:
    await citizen.files()
    case = case_of(town, citizen)
    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data(f"f:rate:{case.id}:5")
    await citizen.says("ถอนเรื่อง")
    await citizen.presses("ยืนยันถอนเรื่อง")
    assert "ให้คะแนนตอนนี้ไม่ได้" in await citizen.presses_data(f"f:rate:{case.id}:5")

    assert rated(town) == []


async def test_only_the_chat_that_filed_rates(town: Town, citizen: Person, officer: Person) -> None:
    await citizen.files()
    await close(officer)
    stranger, number = town.citizen("stranger"), case_of(town, citizen).id
    never_there = await stranger.presses_data("f:rate:7:5")

    assert await stranger.presses_data(f"f:rate:{number}:5") == never_there
    for forged in (f"{number}:6", f"{number}:0", f"{number}:", f"{number}", "x:5", f"{number}:๕"):
        if forged.isascii():
            await citizen.presses_data(f"f:rate:{forged}")
    assert rated(town) == []


async def test_a_report_of_corruption_is_rated_and_its_word_stands_nowhere_in_plain_text(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await close(handler, "substantiated", "พบมูล")
    officer.news()
    await citizen.presses("3 พอใช้")
    assert citizen.replies[-1].confidential
    await citizen.says(WORD)

    assert WORD in await handler.says(f"/case {code}")
    assert WORD not in await officer.says(f"/case {code}")
    assert WORD.encode() not in files_of(town.store)


async def test_a_word_that_is_taken_back_is_gone_and_the_stars_stay(
    town: Town, citizen: Person, officer: Person
) -> None:
    await citizen.files()
    await close(officer)
    await citizen.presses("2 ไม่ค่อยพอใจ")
    await citizen.says(WORD)
    await citizen.unsends(citizen.message_id)

    assert rated(town) == [(2, "")]


async def test_a_forgotten_case_keeps_its_stars_and_loses_the_word(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await close(officer)
    closing = citizen.choices
    await citizen.presses("2 ไม่ค่อยพอใจ")
    await citizen.says(WORD)
    town.store.write_now(case_keys.forget_key, case_of(town, citizen).id)

    assert rated(town) == [(2, "")]
    card = await officer.says(f"/case {code}")
    assert "2 จาก 5" in card
    assert WORD not in card
    await citizen.presses_data(closing[2].data)
    assert rated(town) == [(3, "")]
