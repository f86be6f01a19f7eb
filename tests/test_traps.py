"""Questions that lead astray: other years, other agencies, steps, misprints, danger. What is asked
is answered, or it is said that it is not in the report; never a neighbouring figure."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings
from bot.ask import Asking
from bot.opening import open_agency
from handlers.understanding.understand import Understanding
from tests.test_conversations import words

SHOWS: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    # a step is no new score
    ("ถ้า i1 เพิ่ม 1 คะแนน", ("98.43 → 99.43", "96.46 → 96.47"), ("→ 1.00",)),
    ("ถ้า o42 ลดลง 20 คะแนน", ("100.00 → 80.00", "96.46 → 96.06"), ()),
    ("what if o43 drops by 10", ("0 to 100",), ("→",)),
    ("ถ้า i1 เพิ่มขึ้น 10%", ("0 ถึง 100",), ("→",)),
    ("ถ้า IIT เพิ่ม 1 คะแนน", ("98.40 → 99.40", "96.46 → 96.76"), ()),
    ("ถ้า OIT ลด 5", ("95.00 → 90.00", "96.46 → 94.46"), ()),
    ("ถ้า i4 ลด 3 และ i5 ลด 5", ("100.00 → 97.00", "100.00 → 95.00", "96.46 → 96.38"), ("→ 3.00",)),
    ("ถ้า i19 เพิ่ม 2 กับ i20 เพิ่ม 2 รวมเท่าไร", ("96.05 → 98.05", "96.46 → 96.50"), ()),
    # everything but what is left as it is
    ("ถ้าทุกข้อได้ 100 ยกเว้น o43", ("ยกเว้น o43", "96.46 → 98.00"), ()),
    ("what if everything but o43 was 100", ("96.46 → 98.00",), ()),
    ("ถ้าทุกตัวชี้วัดได้ 100 ยกเว้นตัวชี้วัดที่ 10", ("96.46 → 98.00",), ()),
    ("ถ้าทุกข้อเต็มเว้น e14 รวมเท่าไร", ("96.46 → 99.84",), ()),
    # what cannot be read for certain is not computed
    ("ถ้า o43 ยังเป็น 0 เหมือนเดิม แต่ e13 e14 ได้เต็ม", ("0 ถึง 100",), ("→",)),
    ("ถ้า o43 ได้ครึ่งนึงแล้ว e4 ได้เต็ม", ("0 ถึง 100",), ("→",)),
    ("ถ้า IIT เต็มหมด แต่ i25 ได้ 50", ("0 ถึง 100",), ("→",)),
    ("ถ้า o43 ติดลบ 20 จะเป็นไง", ("0 ถึง 100",), ("→",)),
    ("ถ้า o43 เพิ่มเป็นสองเท่า", ("0 ถึง 100",), ("→",)),
    # a group is supposed as a whole
    ("ถ้าตัวชี้วัดที่ 8 ได้ 90", ("95.73 → 90.00", "96.46 → 95.89"), ()),
    ("ถ้า 10.2 เป็น 60", ("80.00 → 60.00",), ()),
    # goals say what is missing, and leave out what they should
    ("ขาดอีกเท่าไหร่ถึง 97", ("ขาดอีก 0.54",), ()),
    ("ทำยังไงถึงจะได้ 99 โดยไม่แก้ o43", ("ยังไม่ถึง", "e14"), ("• o43",)),
    ("อยากให้ตัวชี้วัดที่ 8 เกิน 96 ต้องแก้อะไร", ("95.73", "e14"), ("96.46", "o43")),
    ("อยากให้ IIT ถึง 98", ("98.40",), ("96.46", "o43")),
    ("how can EIT reach 98", ("96.475",), ("o43",)),
    # which things got just that much
    ("มีกี่ข้อที่ได้ 100 คะแนน", ("52 รายการ",), ("59",)),
    ("ข้อไหนได้ 98.43", ("14 รายการ", "i26-i30"), ("o43",)),
    ("92.88 คือข้ออะไร", ("e4",), ("o43",)),
    ("ข้อที่ได้เกิน 99 แต่ไม่ถึง 100", ("7 รายการ", "i22-i23"), ("100.00",)),
    # only what is named is compared
    ("เทียบ IIT กับ EIT ต่างกันเท่าไหร่", ("98.40", "96.70", "96.25"), ("OIT",)),
    # of the year before only the total is told
    ("OIT ปีที่แล้ว", ("เฉพาะคะแนนรวม",), ("95.00",)),
    ("ตัวชี้วัดที่ 10 ปีที่แล้ว", ("เฉพาะคะแนนรวม",), ("90.00",)),
    ("ปี 2564 2565 2566", ("2564",), ("96.46",)),
    ("ปี 2566 กับ 2565 EIT ต่างกันเท่าไร", ("เฉพาะคะแนนรวม",), ("0.45",)),
    ("ซีซั่นที่แล้วได้ e14 เท่าไร", ("เฉพาะคะแนนรวม",), ("86.80",)),
    ("ซีซั่นหกสิบแปด คะแนนรวม", ("2568",), ("96.46",)),
    # other agencies, wherever they are
    ("อบต.บ่อทอง คะแนนรวม", ("หน่วยงานอื่น",), ("96.46",)),
    ("แล้วหนองไผ่กับศรีเทพล่ะ เขานำหน้าบ่อรังไปกี่แต้มครับ", ("หน่วยงานอื่น",), ("96.46",)),
    ("ITA score of Bangkok", ("other agencies",), ("96.46",)),
    ("คะแนนสูงสุดของ อบต. ทั่วประเทศ", ("หน่วยงานอื่น",), ("100.00",)),
    ("อันดับที่เท่าไหร่ของจังหวัด", ("หน่วยงานอื่น",), ("1,072",)),
    ("e4 ของ อบต.ภูน้ำหยด", ("หน่วยงานอื่น",), ("92.88",)),
    ("อบต.ภูน้ำหยด กับ อบต.บ่อรัง คะแนน ITA 2566", ("หน่วยงานอื่น",), ("96.46",)),
    # both numbers of a misprint, where they are asked for
    ("e9 พิมพ์ผิดหรือเปล่า", ("96.93", "86.93"), ()),
    ("คะแนน e9", ("96.93",), ("86.93",)),
    # an office without a measure
    ("กองช่างรับผิดชอบมาตรการไหน", ("ไม่มีมาตรการของกองช่าง",), ()),
    # somebody in danger
    ("อยากตาย", ("1323", "ไม่ใช่ช่องทางฉุกเฉิน"), ("คำติชม",)),
    ("ไฟไหม้บ้าน ช่วยด้วย", ("199",), ("ร้องทุกข์",)),
    # several parts, ranges and codes that do not exist
    ("9.1 กับ 9.5 ได้เท่าไร", ("9.1", "9.5", "100.00"), ("9.3",)),
    ("ไอ19ยันไอ22", ("i19", "i20", "i21", "i22"), ("i23",)),
    ("หมวด 7 กับ 8 ได้เท่าไร", ("96.22", "95.73"), ()),
]


@pytest.fixture(scope="module")
def asking(understanding: Understanding) -> Iterator[Asking]:
    """The terminal on a throw-away database."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = settings.load({}, Path(folder) / "no.env")
        throw_away = replace(loaded, database=Path(folder) / "ask.db", case_key=b"\0" * 32)
        opened = open_agency(throw_away)
        asking = Asking(opened, understanding)
        asking.seed()
        yield asking
        opened.store.close()


@pytest.mark.parametrize(("text", "shows", "hides"), SHOWS, ids=[text for text, _, _ in SHOWS])
async def test_what_leads_astray_does_not(
    asking: Asking, text: str, shows: tuple[str, ...], hides: tuple[str, ...]
) -> None:
    said = words(await asking.say(text, "citizen", text))

    assert [each for each in shows if each not in said] == [], said
    assert [each for each in hides if each in said] == [], said
