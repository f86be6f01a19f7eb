"""What is said about the writing itself is answered while a draft is written, and is no report."""

import pytest

from data import drafts
from tests.conversing import BRIBE, POTHOLE, Person, Town


def written(town: Town, person: Person) -> tuple[str, ...]:
    """What was told, in order; answers to questions come last."""
    found = town.store.read_now(drafts.load, person.chat)
    return (*found.texts, *found.answers.values())


@pytest.fixture
async def writer(citizen: Person) -> Person:
    """Somebody in the middle of a draft."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    return citizen


@pytest.mark.parametrize("words", ["ต้องทำไรต่อ", "เอาไงต่อ ส่งยังไง", "ทำยังไงต่อคะ", "What next?"])
async def test_who_asks_what_to_do_next_is_told_how_to_send(
    town: Town, writer: Person, words: str
) -> None:
    told = await writer.says(words)

    assert "ยังไม่ได้ส่งถึงใคร" in told or "Nothing has been sent yet" in told
    assert written(town, writer) == (POTHOLE,)
    await writer.presses(writer.labels[0])
    assert written(town, writer) == (POTHOLE,)


@pytest.mark.parametrize("words", ["ส่งแล้วใครอ่าน", "ใครอ่านบ้างคะ"])
async def test_who_asks_who_reads_it_is_answered_and_may_put_it_in_after_all(
    town: Town, writer: Person, words: str
) -> None:
    assert "เจ้าหน้าที่" in await writer.says(words)
    assert written(town, writer) == (POTHOLE,)
    await writer.presses("ใส่ในเรื่อง")

    assert written(town, writer) == (POTHOLE, words)


async def test_the_last_message_is_taken_out_by_saying_so(town: Town, writer: Person) -> None:
    await writer.says("โทร 0812345678")
    await writer.says("ลบอันเมื่อกี้")

    assert written(town, writer) == (POTHOLE,)


@pytest.mark.parametrize(
    "words", ["เขาบอกว่าต้องทำไรต่อก็ไม่รู้", "ส่งแล้วใครอ่านก็ไม่ตอบ", "เขาลบอันเมื่อกี้ทิ้งไปจากเพจ"]
)
async def test_an_account_that_holds_such_words_stays_in_the_draft(
    town: Town, writer: Person, words: str
) -> None:
    await writer.says(words)

    assert written(town, writer) == (POTHOLE, words)


async def test_what_is_said_of_a_report_of_corruption_may_not_be_forwarded(
    citizen: Person, handler: Person
) -> None:
    await citizen.presses_data("f:start:corruption")
    await citizen.says(BRIBE)
    await citizen.says("ต้องทำไรต่อ")

    assert citizen.replies[-1].confidential
