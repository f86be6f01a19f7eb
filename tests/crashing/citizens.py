"""Citizens: each walks whole conversations, a step only when the one before was answered."""

import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.crashing.chats import Chat
from tests.crashing.findings import Findings
from tests.pictures import jpeg

CODES = [
    *(f"i{n}" for n in range(1, 31)),
    *(f"e{n}" for n in range(1, 16)),
    *(f"o{n}" for n in range(1, 44)),
]
FIRST_NUMBER = 10_001
CODE = r"รหัสเรื่อง: (?P<code>PS-\w{{3}}-\w{{3}}-\w{{3}})"
RECEIPT = r"ใบรับของคุณ\s+(?P<receipt>\d{{4}} \d{{4}} \d{{4}} \d{{4}})"


@dataclass(frozen=True, slots=True)
class Says:
    """Write these texts in one breath."""

    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Presses:
    """Press the button with this label."""

    label: str


@dataclass(frozen=True, slots=True)
class Shows:
    """Send a photo."""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does, and what they must hear then: so many messages, in this order.

    In texts and patterns {code} is what an earlier pattern caught under that name.
    """

    does: Says | Presses | Shows
    hears: tuple[str, ...]

    @property
    def events(self) -> int:
        """How many messages it sends."""
        return len(self.does.texts) if isinstance(self.does, Says) else 1


@dataclass(slots=True)
class Filing:
    """A case somebody is filing. *number* stands in its words, and in no other's; *code* is what
    they were given for it: a code, a receipt, "" as long as nothing was."""

    number: int
    kind: str
    code: str = ""
    photos: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """Steps from the first word to the last; *filing* where they lead to a case."""

    steps: tuple[Step, ...]
    filing: Filing | None = None


@dataclass
class Citizen:
    """Somebody with a chat and something to say; *thinks* is waited for before every step."""

    chat: Chat
    conversations: Sequence[Conversation]
    findings: Findings
    thinks: Callable[[], Awaitable[None]] | None = None
    caught: dict[str, str] = field(default_factory=dict)
    is_done: bool = False
    """Whether they have walked as far as they get: left without an answer, they never are."""

    @property
    def events(self) -> int:
        """How many messages they will send."""
        return sum(step.events for talk in self.conversations for step in talk.steps)

    async def walk(self) -> None:
        """All conversations, one after the other, until one goes wrong."""
        steps = [(step, talk.filing) for talk in self.conversations for step in talk.steps]
        for step, filing in steps:
            if self.thinks is not None:
                await self.thinks()
            if not await self._take(step, filing):
                break
        self.is_done = True

    async def _take(self, step: Step, filing: Filing | None) -> bool:
        if not await self._do(step.does):
            return False
        self.findings.note("acknowledged", step.events)
        for pattern in step.hears:
            found = await self.chat.next(pattern.format(**self.caught))
            if found is None:
                return False
            self._catch(found.groupdict(), filing)
        if filing is not None and isinstance(step.does, Shows):
            filing.photos += 1
        self.findings.note("answered", step.events)
        return True

    async def _do(self, does: Says | Presses | Shows) -> bool:
        if isinstance(does, Says):
            await self.chat.say([text.format(**self.caught) for text in does.texts])
        elif isinstance(does, Shows):
            await self.chat.show(jpeg())
        else:
            data = self.chat.data_under(does.label)
            if data is None:
                self.findings.wrong("order", f"{self.chat.name} has no button {does.label}")
                return False
            await self.chat.press(data, does.label)
        return True

    def _catch(self, caught: Mapping[str, str], filing: Filing | None) -> None:
        self.caught.update(caught)
        if filing is None:
            return
        filing.code = caught.get("code") or caught.get("receipt") or filing.code
        filing.withdrawn = filing.withdrawn or "withdrawn" in caught


def plan(draw: random.Random, numbers: Iterator[int]) -> list[Conversation]:
    """What one citizen has on their mind: never the same twice."""
    codes = iter(draw.sample(CODES, len(CODES)))
    talks = [asking(next(codes)), breathless([next(codes) for _ in range(3)])]
    talks += draw.sample(
        [
            grievance(next(numbers), photo=draw.random() < 0.5, withdraws=draw.random() < 0.4),
            corruption(next(numbers)),
            feedback(next(numbers)),
        ],
        draw.choice((1, 1, 2, 3)),
    )
    draw.shuffle(talks)
    return talks


def asking(code: str) -> Conversation:
    """A question."""
    return Conversation((Step(Says([f"{code} ได้กี่คะแนน"]), (rf"ข้อ {code} ",)),))


def breathless(codes: Sequence[str]) -> Conversation:
    """Several questions at once, whose answers come in their order."""
    texts = [f"{code} ได้กี่คะแนน" for code in codes]
    return Conversation((Step(Says(texts), tuple(rf"ข้อ {code} " for code in codes)),))


def grievance(number: int, *, photo: bool, withdraws: bool) -> Conversation:
    """A grievance from the first word to its code, perhaps with a photo; perhaps taken back."""
    steps = [
        Step(Says([f"ถนนหน้าบ้านเลขที่ {number} พังเป็นหลุมใหญ่"]), ("จะแจ้งเรื่องนี้",)),
        Step(Presses("แจ้งเรื่องนี้"), ("ยังไม่มีอะไรถูกส่ง", "จดไว้แล้ว")),
        *([Step(Shows(), ("ไฟล์",))] if photo else []),
        Step(Presses("ดูก่อนส่ง"), (rf"ตรวจก่อนส่ง: ร้องทุกข์.*เลขที่ {number} ",)),
        Step(Presses("ส่งเรื่อง"), (CODE,)),
    ]
    if withdraws:
        steps += [
            Step(Says(["ถอนเรื่อง {code}"]), ("จะถอนเรื่อง {code}",)),
            Step(Presses("ยืนยันถอนเรื่อง"), ("ถอนเรื่อง (?P<withdrawn>{code}) แล้ว",)),
        ]
    return Conversation(tuple(steps), Filing(number, "GRIEVANCE"))


def corruption(number: int) -> Conversation:
    """An anonymous report of corruption, to its receipt."""
    return Conversation(
        (
            Step(Says([f"มีคนเรียกเงินตอนขอใบอนุญาต เลขที่ {number}"]), ("แจ้งได้โดยมีเฉพาะ",)),
            Step(Presses("แจ้งแบบลับ"), ("ยังไม่มีอะไรถูกส่ง",)),
            Step(Says(["ไม่ระบุตัวตน"]), ("ส่งแบบไม่ระบุตัวตน", "จดไว้แล้ว")),
            Step(Presses("ดูก่อนส่ง"), (rf"ตรวจก่อนส่ง: แจ้งทุจริต.*เลขที่ {number}\b",)),
            Step(Presses("ส่งเรื่อง"), (RECEIPT,)),
        ),
        Filing(number, "CORRUPTION"),
    )


def feedback(number: int) -> Conversation:
    """A word of praise, told in one message."""
    return Conversation(
        (
            Step(Says([f"ติชม บริการดีมากครับ ช่องบริการเลขที่ {number}"]), ("ขอบคุณที่เล่า",)),
            Step(
                Presses("ส่งเป็นคำติชม"),
                ("ยังไม่มีอะไรถูกส่ง", rf"ตรวจก่อนส่ง: ติชม.*เลขที่ {number}\b"),
            ),
            Step(Presses("ส่งเรื่อง"), (CODE,)),
        ),
        Filing(number, "FEEDBACK"),
    )
