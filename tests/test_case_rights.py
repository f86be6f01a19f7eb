"""Who sees which case: strangers none, reporters their own, corruption its named handlers only."""

import pytest

from data.store import Connection
from handlers.message import Messenger
from tests.conversing import BRIBE, POTHOLE, Person, Town

UNKNOWN = "PS-000-000-000"


def forged(case_id: int) -> list[str]:
    """Every button of a case's card, as somebody may send it who never saw the card."""
    moves = ("open", "page:1", "more", "files", "answer", "answer:1", "close", "close:1", "who")
    outcomes = ("as-resolved:1", "as-substantiated:1", "as-", "x", "")
    return [f"c:{case_id}:{move}" for move in (*moves, *outcomes)]


# corruption ------------------------------------------------------------------------------


async def test_an_alert_of_corruption_goes_to_named_handlers_only_and_says_nothing(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    administrator = await town.officer("chief", role="administrator")
    code = await citizen.files(BRIBE, "corruption", photo=True)
    await citizen.presses_data("f:add:1")
    await citizen.says("เขาเรียกห้าพัน")

    assert officer.news() == administrator.news() == ""
    alerts, (number,) = handler.replies[1:], town.rows("select id from cases")
    assert len(alerts) == 2
    for alert in alerts:
        assert alert.confidential
        assert [choice.data for choice in alert.choices] == [f"c:{number}:open", "c:list"]
        for told in (code, BRIBE, "ทุจริต", "เรียก", "LINE", citizen.name):
            assert told not in alert.text


async def test_without_the_right_a_corruption_case_does_not_exist(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption", photo=True)
    never_there = await officer.presses_data("c:999:open")

    assert "ไม่มีเรื่องที่รออยู่" in await officer.says("/cases")
    assert await officer.says(f"/case {code}") == never_there
    assert await officer.says(f"/case {UNKNOWN}") == never_there
    for data in forged(1):
        assert await officer.presses_data(data) == never_there
    assert "ส่งเรื่อง" not in await officer.says("ข้อความใดก็ตาม")
    assert town.rows("select state from cases") == ["submitted"]
    assert not any(sent.files for sent in town.offices[Messenger.TELEGRAM].delivered)


async def test_a_mixed_list_shows_each_member_what_they_may_see(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    open_code, secret_code = (
        await citizen.files(photo=True),
        await citizen.files(BRIBE, "corruption", photo=True),
    )

    assert "ยังไม่ปิด 1 เรื่อง" in await officer.says("/cases")
    assert officer.labels == [open_code, "กรอง"]
    assert "ยังไม่ปิด 2 เรื่อง" in await handler.says("/cases")
    assert handler.labels == [open_code, secret_code, "กรอง", "ขอไม่รับเรื่อง"]


async def test_a_right_that_is_lost_while_an_answer_is_worded_sends_nothing(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption", photo=True)
    await handler.presses_data("c:1:answer")
    await handler.says("คำตอบลับ")
    citizen.news()
    token = town.invitation("นิติกร", corruption=False)
    await handler.says(f"/start join_{token}")

    assert "ไม่มีข้อความที่รอส่ง" in await handler.presses_data("c:send")
    assert citizen.news() == ""
    memory = town.rows("select unseal(state, 'conversation.state:' || chat) from conversation")
    assert "คำตอบลับ" not in str(memory)


# removal ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "then", ["/cases", "/case {code}", *forged(1), "c:list", "c:send", "c:stop"]
)
async def test_removal_takes_effect_at_the_next_press(
    town: Town, citizen: Person, officer: Person, then: str
) -> None:
    code = await citizen.files(photo=True)
    await officer.presses_data("c:1:answer")
    await officer.says("คำตอบ")
    citizen.news()
    town.dismiss(officer)

    does = officer.says if then.startswith("/") else officer.presses_data
    told = await does(then.format(code=code))
    assert told == "คำสั่งนี้สำหรับเจ้าหน้าที่ที่ได้รับเชิญเท่านั้นค่ะ ถามคะแนน มาตรการ หรือแจ้งเรื่องได้ตามปกติ"
    assert citizen.news() == ""


@pytest.mark.parametrize("step", ["answer", "confirm"])
async def test_whoever_is_removed_while_wording_an_answer_is_a_citizen_again(
    town: Town, citizen: Person, officer: Person, step: str
) -> None:
    await citizen.files(photo=True)
    await officer.presses_data("c:1:answer")
    if step == "confirm":
        await officer.says("คำตอบที่เลิกเขียน")
    citizen.news()
    town.dismiss(officer)

    assert "96.46" in await officer.says("คะแนนรวมเท่าไหร่")
    assert "รับฟังค่ะ" in await officer.says(POTHOLE)
    assert "แจ้งเรื่อง" in await officer.says("ใช่")
    memory = town.rows("select unseal(state, 'conversation.state:' || chat) from conversation")
    assert "คำตอบที่เลิกเขียน" not in str(memory)
    assert citizen.news() == ""


async def test_whoever_is_removed_is_alerted_no_more(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    officer.news()
    town.dismiss(officer)
    await citizen.files(photo=True)

    assert officer.news() == ""
    assert "เรื่องใหม่" in handler.news()


# strangers -------------------------------------------------------------------------------


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.TELEGRAM, Messenger.WEB])
async def test_a_stranger_s_staff_commands_and_buttons_show_nothing(
    town: Town, citizen: Person, officer: Person, messenger: Messenger
) -> None:
    code = await citizen.files(photo=True)
    stranger = town.citizen("stranger", messenger)
    heard = [
        await stranger.says(said) for said in ("/cases", f"/case {code}", "/case", "/cases@bot 2")
    ]
    heard += [await stranger.presses_data(data) for data in (*forged(1), "c:list", "c:list:0")]
    heard += [await stranger.presses_data(data) for data in ("c:send", "c:stop", "c:", "c")]

    assert set(heard) == {heard[0]}
    assert "สำหรับเจ้าหน้าที่" in heard[0]
    assert code not in "".join(reply.text for reply in stranger.replies)
    assert town.rows("select state from cases") == ["submitted"]


async def test_a_stranger_can_neither_see_nor_write_in_somebody_s_case(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await citizen.files(photo=True)
    stranger = town.citizen("stranger")
    not_found = await stranger.says(f"ติดตามเรื่อง {UNKNOWN}")

    assert "ไม่พบเรื่องตามรหัสนี้" in not_found
    for data in ("f:case:1", "f:case:999", "f:case:x", "f:add:1", "f:add:999"):
        assert await stranger.presses_data(data) == not_found
    for words in (f"ติดตามเรื่อง {code}", f"เขียน {code}", f"เขียน {UNKNOWN}"):
        assert await stranger.says(words) == not_found
    await stranger.says("เพิ่มในเรื่องของคนอื่น")
    assert town.texts_of_cases() == [POTHOLE]


async def test_a_wrong_code_and_somebody_else_s_take_the_same_words_and_queries(
    town: Town, citizen: Person
) -> None:
    code = await citizen.files(photo=True)
    stranger = town.citizen("stranger")
    await stranger.says("สวัสดี")
    asked: list[list[str]] = []
    answers: list[str] = []
    for tried in (code, UNKNOWN):
        queries: list[str] = []
        town.store.read_now(_traced, queries)
        answers.append(await stranger.says(f"ติดตามเรื่อง {tried}"))
        town.store.read_now(lambda db: db.set_trace_callback(None))
        looked = [query for query in queries if "from cases" in query]
        asked.append([query for query in looked if "join conversation" not in query])

    assert answers[0] == answers[1]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def _traced(db: Connection, queries: list[str]) -> None:
    """From now on *queries* get what is asked."""
    db.set_trace_callback(lambda sql: queries.append(_shape(sql)))


def _shape(sql: str) -> str:
    """A query without its values."""
    return " ".join(part for part in sql.split() if "'" not in part and not part.isdigit())


async def test_the_same_name_on_another_messenger_is_another_person(
    town: Town, citizen: Person
) -> None:
    code = await citizen.files(photo=True)
    namesake = town.citizen(citizen.name, Messenger.TELEGRAM)

    assert "ไม่พบเรื่อง" in await namesake.says(f"ติดตามเรื่อง {code}")
