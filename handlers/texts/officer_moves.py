"""What Prongsai says to officers about their moves, and words that are ready for each of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from data.case_entries import Entry
from data.case_moves import Need
from data.cases import Case
from handlers.texts.casework import OUTCOME_NAMES, STATE_NAMES, news_before
from handlers.texts.casework import sent as answer_sent
from handlers.texts.channel_names import CHANNEL_NAMES
from handlers.texts.work_shown import ask_after
from handlers.turn import LABEL_LIMIT

_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Ready:
    """Words that are ready: a button's label, and what is then written."""

    label: str
    text: str


READY: Mapping[str, tuple[Ready, ...]] = MappingProxyType(
    {
        "ask": (
            Ready(
                "ขอที่ตั้ง",
                "รบกวนบอกจุดที่พบปัญหาให้ชัดขึ้นค่ะ เช่น หมู่ ซอย หรือสถานที่ใกล้เคียง จะส่งตำแหน่งมาก็ได้ค่ะ",
            ),
            Ready("ขอรูป", "ถ้าสะดวก รบกวนส่งรูปของจุดที่แจ้งมาให้ดูค่ะ ถ้าไม่สะดวก เล่าเป็นข้อความก็ได้ค่ะ"),
            Ready("ขอวันเวลา", "เรื่องนี้เกิดขึ้นวันไหน เวลาประมาณกี่โมงคะ จำได้คร่าว ๆ ก็พอค่ะ"),
        ),
        "answer": (
            Ready("รับไว้ตรวจสอบ", "ได้อ่านเรื่องของคุณแล้ว กำลังตรวจสอบ ได้ผลแล้วจะแจ้งให้ทราบค่ะ"),
            Ready("ขอบคุณ", "ขอบคุณที่แจ้งเข้ามาค่ะ เราจะนำไปปรับปรุงการทำงาน"),
        ),
        "note": (
            Ready("ลงพื้นที่แล้ว", "เจ้าหน้าที่ไปดูพื้นที่แล้ว กำลังวางแผนแก้ไขค่ะ"),
            Ready("กำลังทำอยู่", "เรื่องของคุณกำลังดำเนินการอยู่ค่ะ มีความคืบหน้าเมื่อไรจะแจ้งอีกครั้ง"),
            Ready("รอวัสดุหรืองบ", "เรื่องนี้ยังรอวัสดุหรืองบประมาณอยู่ค่ะ ขออภัยที่ต้องให้รอ"),
        ),
        "refer": (
            Ready("ส่งเรื่องให้แล้ว", "เรื่องนี้หน่วยงานดังกล่าวเป็นผู้ดูแล เราส่งเรื่องให้แล้วค่ะ"),
            Ready("ติดต่อเองได้ด้วย", "เราส่งเรื่องให้แล้วค่ะ ถ้าต้องการถามต่อ ติดต่อหน่วยงานนั้นโดยตรงได้ด้วย"),
        ),
        "reject": (
            Ready("ไม่ใช่หน้าที่เรา", "ขออภัยค่ะ เรื่องนี้ไม่อยู่ในหน้าที่ของเรา จึงดำเนินการให้ไม่ได้"),
            Ready(
                "ข้อมูลไม่พอ",
                "ขออภัยค่ะ ข้อมูลที่มียังไม่พอให้ดำเนินการ ถ้ามีรายละเอียดเพิ่ม แจ้งเข้ามาใหม่ได้เสมอค่ะ",
            ),
        ),
        "duplicate": (
            Ready("มีคนแจ้งแล้ว", "จุดนี้มีผู้แจ้งไว้แล้วและกำลังดำเนินการอยู่ เราจึงรวมเป็นเรื่องเดียวกันค่ะ"),
            Ready("คุณแจ้งไว้แล้ว", "คุณเคยแจ้งเรื่องนี้ไว้แล้ว เราจะตอบในเรื่องเดิมนะคะ"),
        ),
        "resolve": (
            Ready("แก้ไขแล้ว", "แก้ไขตามที่แจ้งเรียบร้อยแล้วค่ะ ถ้ายังไม่เรียบร้อย เขียนบอกเราได้เลย"),
            Ready("ซ่อมแล้ว", "ซ่อมเรียบร้อยแล้วค่ะ ถ้ายังใช้งานไม่ได้ เขียนบอกเราได้เลย"),
        ),
        "close": (
            Ready("เรียบร้อยแล้ว", "ดำเนินการเรียบร้อยแล้วค่ะ ขอบคุณที่แจ้งเข้ามา"),
            Ready("ตอบครบแล้ว", "เราตอบเรื่องนี้ครบแล้ว จึงขอปิดเรื่องค่ะ ขอบคุณที่แจ้งเข้ามา"),
        ),
        "reopen": (
            Ready("ตรวจสอบอีกครั้ง", "เราเปิดเรื่องนี้เพื่อตรวจสอบอีกครั้งค่ะ ได้ผลแล้วจะแจ้งให้ทราบ"),
            Ready("มีข้อมูลใหม่", "มีข้อมูลใหม่ในเรื่องนี้ เราจึงเปิดเรื่องขึ้นมาดำเนินการต่อค่ะ"),
        ),
    }
)
"""What is often written with a move."""

READY_IN_INQUIRIES: Mapping[str, tuple[Ready, ...]] = MappingProxyType(
    {
        "ask": (
            READY["ask"][2],
            Ready("ขอสถานที่", "เรื่องนี้เกิดขึ้นที่ไหนคะ บอกเท่าที่จำได้และสะดวกใจก็พอค่ะ"),
        ),
        "answer": (
            READY["answer"][0],
            Ready("ยังตรวจสอบอยู่", "เรื่องของคุณยังอยู่ระหว่างตรวจสอบค่ะ มีความคืบหน้าเมื่อไรจะแจ้งอีกครั้ง"),
        ),
        "refer": READY["refer"],
        "reopen": READY["reopen"],
    }
)
"""Nobody is told to go and gather evidence, and no outcome has ready words."""

REASONS = (
    "ไม่อยู่ในอำนาจหน้าที่",
    "ข้อมูลไม่พอ",
    "เคยตอบเรื่องนี้แล้ว",
)
"""Why a case is often rejected, for the file."""

ASKED = MappingProxyType(
    {
        "ask": "พิมพ์คำถามถึงผู้แจ้งเรื่อง {code}",
        "note": "พิมพ์ความคืบหน้าของเรื่อง {code}",
        "resolve": "พิมพ์ข้อความบอกผู้แจ้งว่าเรื่อง {code} แก้ไขแล้ว",
        "reopen": "พิมพ์ข้อความบอกผู้แจ้งว่าเปิดเรื่อง {code} อีกครั้ง",
        "refer": "พิมพ์ข้อความบอกผู้แจ้งว่าส่งต่อเรื่อง {code}",
        "reject": "พิมพ์ข้อความบอกผู้แจ้งว่าไม่รับเรื่อง {code}",
        "duplicate": "พิมพ์ข้อความบอกผู้แจ้งว่าเรื่อง {code} มีอยู่แล้ว",
        "answer": "พิมพ์คำตอบถึงผู้แจ้งเรื่อง {code}",
    }
)
HEADINGS = MappingProxyType(
    {
        "answer": "จะตอบเรื่อง {code}",
        "ask": "จะถามเรื่อง {code}",
        "note": "จะแจ้งความคืบหน้าเรื่อง {code}",
        "resolve": "จะแจ้งว่าเรื่อง {code} แก้ไขแล้ว",
        "reopen": "จะเปิดเรื่อง {code} อีกครั้ง",
        "refer": "จะส่งต่อเรื่อง {code} ถึง {first}",
        "duplicate": "จะรวมเรื่อง {code} กับ {first}",
        "reject": "จะไม่รับเรื่อง {code} (เหตุผล: {first})",
    }
)
DONE = MappingProxyType(
    {
        "ask": "ส่งคำถามเรื่อง {code} แล้ว หยุดนับเวลาจนกว่าผู้แจ้งจะตอบ",
        "note": "แจ้งความคืบหน้าเรื่อง {code} แล้ว",
        "resolve": "แจ้งว่าเรื่อง {code} แก้ไขแล้ว เหลือปิดเรื่อง",
        "reopen": "เปิดเรื่อง {code} อีกครั้งแล้ว เริ่มนับเวลาใหม่",
        "refer": "บันทึกว่าส่งต่อเรื่อง {code} แล้ว ระบบไม่ได้ส่งหนังสือให้ กรุณาส่งถึงหน่วยงานนั้นเอง",
        "reject": "ไม่รับเรื่อง {code} แล้ว",
        "duplicate": "รวมเรื่อง {code} กับเรื่องเดิมแล้ว",
    }
)


FOR_THE_FILE = {
    Need.BODY: "ส่งต่อถึง",
    Need.REASON: "ไม่รับเพราะ",
    Need.ORIGINAL: "ซ้ำกับเรื่อง",
}


def ask_first(case: Case, need: Need, firsts: Sequence[str] = ()) -> str:
    """Whom it is referred to, why it is rejected, or what it repeats. *firsts* stand on buttons,
    too, where they may be shortened."""
    if need is Need.BODY:
        asked = f"ส่งต่อเรื่อง {case.code} ถึงหน่วยงานไหน กดเลือกหรือพิมพ์ชื่อหน่วยงาน"
    elif need is Need.AFTER:
        asked = ask_after(case)
    elif need is Need.ORIGINAL:
        asked = f"เรื่อง {case.code} ซ้ำกับเรื่องไหน พิมพ์รหัสเรื่องเดิม (ประเภทเดียวกัน ผู้แจ้งไม่เห็นรหัสนี้)"
    else:
        asked = f"ไม่รับเรื่อง {case.code} เพราะอะไร กดเลือกหรือพิมพ์เหตุผล (เก็บในเรื่อง ผู้แจ้งไม่เห็น)"
    return "\n".join([asked, *(f"{number}. {each}" for number, each in enumerate(firsts, 1))])


def label_of(place: int, name: str) -> str:
    """What stands on the button of a name: all of it, its short form (in brackets), or its number
    in the list above."""
    if len(name) <= LABEL_LIMIT:
        return name
    short = _IN_BRACKETS.search(name)
    return short[1] if short and len(short[1]) <= LABEL_LIMIT else f"ข้อ {place + 1}"


def ask_words(case: Case, verb: str, news: Sequence[Entry] = ()) -> str:
    """What should the citizen read? *news* is what the officer has not read yet."""
    asked = ASKED[verb].format(code=case.code)
    return f"{news_before(news)}{asked} (จะได้ดูก่อนส่ง) หรือพิมพ์ ยกเลิก"


def ask_internal(case: Case) -> str:
    """A note for the file."""
    return f"พิมพ์บันทึกภายในของเรื่อง {case.code} (ผู้แจ้งไม่เห็น) หรือพิมพ์ ยกเลิก"


def noted(case: Case) -> str:
    """It stands in the file."""
    return f"บันทึกในเรื่อง {case.code} แล้ว ผู้แจ้งไม่เห็นข้อความนี้"


def for_the_file(need: Need, words: str) -> str:
    """How a body, a reason or an original stands in the case's history."""
    return f"{FOR_THE_FILE[need]} {words}"


def preview(
    case: Case,
    verb: str,
    text: str,
    *,
    outcome: str = "",
    first: str = "",
    news: Sequence[Entry] = (),
    was_cut: bool = False,
) -> str:
    """The citizen will read exactly this."""
    if outcome:
        heading = f"จะปิดเรื่อง {case.code} ({OUTCOME_NAMES[outcome]})"
    else:
        heading = HEADINGS[verb].format(code=case.code, first=first)
    cut = "\n(ข้อความยาวเกินไป ส่วนที่เกินจะไม่ถูกส่ง)" if was_cut else ""
    by_hand = case.messenger in CHANNEL_NAMES
    told = "เก็บไว้ในเรื่อง (ต้องแจ้งผู้แจ้งเองด้วยวิธีอื่น) ว่า" if by_hand else "ผู้แจ้งจะได้อ่านว่า"
    return (
        f"{news_before(news)}{heading} {told}\n\n{text}\n{cut}\n"
        "ถูกต้องแล้วกด “ส่ง” หรือพิมพ์ ส่ง ถ้าจะแก้ พิมพ์ใหม่ทั้งข้อความ"
    )


def sent(case: Case, verb: str, outcome: str, *, reachable: bool) -> str:
    """It is on its way; never "delivered", which nobody can know."""
    if verb not in DONE or case.messenger in CHANNEL_NAMES:
        return answer_sent(case, outcome, reachable=reachable)
    done = DONE[verb].format(code=case.code)
    if not case.chat:
        return f"{done}\nผู้แจ้งไม่ระบุตัวตน จะเห็นเมื่อเปิดด้วยใบรับ"
    return done if reachable else f"{done}\nแต่ผู้แจ้งอาจไม่ได้อ่าน: ช่องทางที่เขามาติดต่อไม่ได้แล้ว"


def not_now(case: Case) -> str:
    """A stale button: the case has gone on."""
    return (
        f"ตอนนี้ทำอย่างนั้นกับเรื่อง {case.code} ไม่ได้ (สถานะ: {STATE_NAMES[case.state]}) เปิดเรื่องดูว่าทำอะไรได้"
    )


def went_on(case: Case) -> str:
    """Nobody waits for the reporter any more."""
    return f"ดำเนินการเรื่อง {case.code} ต่อ ไม่รอคำตอบแล้ว เริ่มนับเวลาต่อ"


def taken(case: Case) -> str:
    """The officer took the case."""
    return f"คุณรับเรื่อง {case.code} ไว้แล้ว ดูเรื่องที่รับไว้ พิมพ์ /mine"


def ask_colleague(case: Case) -> str:
    """Whom to hand it to."""
    return f"มอบเรื่อง {case.code} ให้ใคร"


def nobody_else(case: Case) -> str:
    """No colleague may see the case."""
    return f"ยังไม่มีเจ้าหน้าที่คนอื่นที่ดูเรื่อง {case.code} ได้"


def handed(case: Case, name: str) -> str:
    """The case was handed over."""
    return f"มอบเรื่อง {case.code} ให้ {name} แล้ว และแจ้งให้ทราบแล้ว"


def handed_to_you(case: Case, name: str) -> str:
    """An alert for whoever was given a case."""
    return f"{name} มอบเรื่อง {case.code} ให้คุณดูแล"


def called(name: str) -> str:
    """A colleague, who may have joined without a name."""
    return name or "(ไม่มีชื่อ)"


def my_list(found: Sequence[Case], to_open: str = "กดรหัสเพื่อเปิด") -> str:
    """The open cases that the officer took or was given."""
    if not found:
        return "ยังไม่มีเรื่องที่คุณรับไว้ เปิดเรื่องที่รอแล้วเลือก “รับไว้ทำเอง”"
    lines = [f"เรื่องที่คุณรับไว้ {len(found)} เรื่อง (เก่าสุดก่อน)"]
    lines += [f"{n}. {case.code} — {STATE_NAMES[case.state]}" for n, case in enumerate(found, 1)]
    return "\n".join([*lines, "", to_open])
