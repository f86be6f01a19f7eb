"""What people do to a case that stands in the group."""

from bot import clock
from bot.incoming import Incoming
from data import (
    audit,
    case_access,
    case_work,
    register,
    staff,
    times,
    topic_queue,
)
from data.case_access import Exclusion
from data.case_moves import Need, Who
from data.case_work import Making
from data.cases import Case
from data.store import Connection
from handlers.message import Kind, Messenger
from tests.conversing import POTHOLE, Person
from tests.small_forum import (
    Hall,
)


async def closes(officer: Person) -> None:
    await officer.presses_data("c:1:open")
    await officer.presses("ปิดเรื่อง")
    await officer.presses("แก้ไขแล้ว")
    await officer.has_no_photo()
    await officer.says("ซ่อมแล้ว")
    await officer.presses("ส่ง")


async def sends_a_grievance(hall: Hall, citizen: Person) -> None:
    """File one, and do not wait for what follows."""
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.presses_data("f:review")
    send = Incoming(Messenger.LINE, "last", citizen.name, Kind.BUTTON, data="f:send")
    await hall.receiver.take([send])


def exclude(hall: Hall, who: Person) -> None:
    """The only case is hidden from somebody, by another process."""
    member = hall.store.read_now(staff.of_chat, who.chat)
    (case_id,) = hall.rows("select id from cases")
    at = times.stamp(clock.now())
    assert member is not None
    hiding = Exclusion(case_id, member.id, audit.OPERATOR, "supervisor", "ญาติ", at)
    hall.store.write_now(case_access.exclude, hiding)


def only_case(db: Connection) -> Case:
    (code,) = db.execute("select code from cases").fetchone()
    case = register.with_code(db, code)
    assert case is not None
    return case


def acknowledge(db: Connection, staff_id: int) -> None:
    """A move by another process, without a word in any private chat."""
    case_work.acknowledge(db, only_case(db), staff_id, times.stamp(clock.now()))


def closed_by(db: Connection, staff_id: int) -> None:
    given = {Need.TEXT: "ซ่อมแล้ว", Need.OUTCOME: "resolved", Need.AFTER: "ไม่มีรูป"}
    at = times.stamp(clock.now())
    case_work.finish(db, Making(only_case(db), "", Who.WORKER, at, staff_id, given))


def orders_of(hall: Hall) -> int:
    """How much was ever on its way to the group."""
    (number,) = hall.rows("select count(*) from outbox where chat = :chat", chat=queue_chat(hall))
    return int(number)


def queue_chat(hall: Hall) -> str:
    found = hall.store.read_now(topic_queue.queue)
    assert found is not None
    return found.chat
