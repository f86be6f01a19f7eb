"""Copying: a case's code and a receipt go into the clipboard where the messenger can do that."""

import pytest

from bot.messengers import line_messages, telegram_text
from bot.web import frames
from handlers.message import Messenger
from handlers.reporting import copying
from handlers.turn import COPY_LIMIT, Choice, Reply
from tests.conversing import BRIBE, Person, Town

CODE = "PS-A2B-C3D-E4F"
CHOICE = copying.code(CODE)


def copied(person: Person) -> list[str]:
    """What the buttons that were offered last would copy."""
    return [choice.copies for choice in person.choices if choice.copies]


async def test_whoever_filed_a_case_can_copy_its_code(citizen: Person) -> None:
    code = await citizen.files()

    assert copied(citizen) == [code]
    await citizen.says("เรื่องของฉัน")
    assert copied(citizen) == [code]
    assert "คัดลอกรหัสเรื่อง" in citizen.labels


async def test_a_receipt_can_be_copied_and_is_kept_nowhere(town: Town, handler: Person) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.presses_data("f:start:corruption")
    await visitor.presses("ไม่ระบุตัวตน (ใบรับ)")
    await visitor.says(BRIBE)
    await visitor.presses_data("f:review")
    shown = await visitor.presses("ส่งเรื่อง")
    (digits,) = copied(visitor)

    assert len([each for each in digits if each.isdigit()]) == 16
    assert digits in shown
    assert "ถ้าใช้เครื่องร่วมกับคนอื่น จดใส่กระดาษแทน" in shown
    await town.restart()
    query = "select unseal_bytes(payload, 'outbox.payload') from outbox where length(payload) > 0"
    assert digits not in str([bytes(row).decode() for row in town.rows(query)])


async def test_in_english_the_button_and_the_warning_are_english(
    town: Town, handler: Person
) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    await visitor.says("I want to report a bribe")
    await visitor.presses_data("f:start:corruption")
    await visitor.presses("Anonymous (receipt)")
    await visitor.says("an officer asked me for money")
    await visitor.presses_data("f:review")
    shown = await visitor.presses("Send")

    assert "Copy the receipt" in visitor.labels
    assert "If you share it with others, write the number on paper" in shown


async def test_where_the_app_cannot_copy_the_button_says_how(citizen: Person) -> None:
    assert "แตะค้างที่ข้อความ" in await citizen.presses_data("f:copy")


def test_line_copies_by_its_own_action() -> None:
    (message,) = line_messages.compose([Reply("รหัส", (CHOICE,))])

    (item,) = message["quickReply"]["items"]
    assert item["action"] == {
        "type": "clipboard",
        "label": "คัดลอกรหัสเรื่อง",
        "clipboardText": CODE,
    }


def test_telegram_copies_by_its_own_button() -> None:
    keys = telegram_text.keyboard((CHOICE,))
    assert keys is not None

    ((button,),) = keys.to_dict()["inline_keyboard"]
    assert button == {"text": "คัดลอกรหัสเรื่อง", "copy_text": {"text": CODE}}


def test_the_page_is_told_what_to_copy_and_nothing_where_nothing_is() -> None:
    plain = Choice("ดูเพิ่ม", "q:x", "help")
    frame = frames.live(frames.of_reply("o1", Reply("รหัส", (CHOICE, plain)), "2026-01-05"))

    assert f'"copies":"{CODE}"' in frame
    assert frame.count("copies") == 1


def test_no_choice_copies_more_than_every_messenger_takes() -> None:
    with pytest.raises(ValueError, match="at most 256"):
        Choice("คัดลอก", "f:copy", "case_status", copies="x" * (COPY_LIMIT + 1))
