"""Sealed identity: who filed a secret case is opened by two persons, with a reason, and once."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import clock
from data import (
    audit,
    audit_proof,
    case_access,
    cases,
    chats,
    drafts,
    reporter_identity,
    sealed_identity,
    staff,
    times,
)
from data.case_access import Exclusion
from data.cases import CaseKind, NewCase
from data.sealing import Vault
from data.staff import Invitation
from data.store import Stale, Store
from handlers.message import Messenger
from handlers.texts import desk as desk_texts
from tests.at_the_desk import Terminal
from tests.conversing import BRIBE, KEY, POTHOLE, Person, Town
from tests.sealed_things import RULES, files_of
from tests.test_anonymous import reports
from tests.test_case_keys import forms

WHY = "ต้องนัดพยานมาให้ถ้อยคำต่อหน้า"
CONTACT = "081-555-0199 บ้านยายแม้น"
OPENED = "แสดงครั้งเดียว"


@pytest.fixture
async def second(town: Town) -> Person:
    """Another named handler."""
    return await town.officer("wichai", corruption=True)


async def asks(person: Person, reason: str = WHY) -> str:
    """Press the button on the card of the first case, and say why."""
    await person.presses_data("c:1:open")
    heard = await person.presses("ขอเปิดตัวตนผู้แจ้ง")
    return await person.says(reason) if "เพราะอะไร" in heard else heard


async def approves(person: Person) -> str:
    await person.says("/identity")
    await person.presses("พิจารณาข้อ 1")
    return await person.presses("อนุมัติ")


async def looks(person: Person) -> str:
    await person.says("/identity")
    return await person.presses("เปิดดูข้อ 1")


async def writes_down(town: Town, person: Person, words: str = BRIBE) -> str:
    """A corruption case of somebody who came to the counter and left a number."""
    await person.says("/new")
    await person.presses("เคาน์เตอร์")
    await person.presses_data("n:kind:corruption")
    await person.says(words)
    await person.presses("วันนี้")
    await person.says(CONTACT)
    await person.presses("บันทึก")
    return str(town.rows("select code from cases order by opened_at desc limit 1")[0])


def acts(town: Town) -> list[tuple[str, str]]:
    """Who did what to learn who it was."""
    assert town.store.read_now(audit_proof.verify) == []
    return [
        (row.actor, row.action)
        for row in town.store.read_now(audit.recent, 1_000)[::-1]
        if row.action.startswith("identity")
    ]


def later(town: Town, **wait: float) -> None:
    """Everything about requests happened that much earlier."""
    for column in ("asked_at", "decided_at"):
        for number, at in town.rows(f"select id, {column} from identity_request"):
            if at:
                before = times.stamp(times.parse(at) - timedelta(**wait))
                query = f"update identity_request set {column} = :at where id = :id"
                town.store.write_now(
                    lambda db, query=query, at=before, number=number: db.execute(
                        query, {"at": at, "id": number}
                    )
                )


# reading does not show it ----------------------------------------------------------------


async def test_the_card_of_a_secret_case_tells_nothing_of_who_filed_it(
    town: Town, citizen: Person, handler: Person
) -> None:
    await citizen.files(BRIBE, "corruption")

    card = await handler.presses_data("c:1:open")

    assert BRIBE in card
    for told in (citizen.name, citizen.chat, "LINE", "line"):
        assert told not in card
    assert "ขอเปิดตัวตนผู้แจ้ง" in handler.labels


async def test_what_was_left_at_the_counter_is_sealed_in_a_secret_case_and_shown_in_others(
    town: Town, handler: Person, officer: Person
) -> None:
    await writes_down(town, handler)
    card = await handler.presses_data("c:1:open")
    await officer.says("/new")
    await officer.presses("เคาน์เตอร์")
    await officer.presses_data("n:kind:grievance")
    await officer.says(POTHOLE)
    await officer.presses("วันนี้")
    await officer.says(CONTACT)
    await officer.presses("บันทึก")

    assert "ปิดผนึกไว้" in card
    assert CONTACT not in card
    assert CONTACT in await officer.presses_data("c:2:open")
    assert "ขอเปิดตัวตนผู้แจ้ง" not in officer.labels


# two persons -----------------------------------------------------------------------------


async def test_two_handlers_open_it_together_once_and_both_stand_in_the_audit_trail(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    assert "1 คน" in await asks(handler)
    alert = second.replies[-1]
    await second.says("/identity")
    seen = await second.presses("พิจารณาข้อ 1")
    told = await second.presses("อนุมัติ")
    heard = handler.news()
    shown = await looks(handler)

    assert alert.confidential
    for content in (code, BRIBE, WHY, "ทุจริต", "nitikon"):
        assert content not in alert.text
    assert WHY in seen
    assert "nitikon" in seen
    assert "อนุมัติแล้ว" in told
    assert "ได้รับอนุมัติ" in heard
    assert code not in heard
    assert OPENED in shown
    assert "LINE" in shown
    assert citizen.name in shown
    assert handler.replies[-1].confidential
    assert handler.replies[-1].once
    assert acts(town) == [
        ("1", "identity_asked"),
        ("2", "identity_approved"),
        ("1", "identity_opened"),
    ]
    (request,) = town.rows("select id from identity_request")
    again = await handler.presses_data(f"c:identity:show-{request}")
    assert OPENED not in again
    assert "เปิดดูไปแล้ว" in again


async def test_the_contact_left_at_the_counter_is_what_two_persons_open(
    town: Town, handler: Person, second: Person
) -> None:
    await writes_down(town, handler)
    await asks(second)
    await approves(handler)

    assert CONTACT in await looks(second)


async def test_the_name_that_a_messenger_gave_is_shown_as_far_as_its_message_is_kept(
    town: Town, handler: Person, second: Person
) -> None:
    person = town.citizen("50001", Messenger.TELEGRAM)
    await person.presses_data("f:start:corruption")
    await person.says(BRIBE, sender_name="แม้น มั่นคง")
    await person.presses_data("f:review")
    await person.presses("ส่งเรื่อง")
    await asks(handler)
    card = await handler.presses_data("c:1:open")
    await approves(second)

    assert "แม้น" not in card
    assert "แม้น มั่นคง" in await looks(handler)


async def test_of_a_visitor_of_the_page_nothing_is_known_that_could_be_opened(
    town: Town, handler: Person, second: Person
) -> None:
    await town.citizen("visitor", Messenger.WEB).files(BRIBE, "corruption")

    assert "ไม่มีอะไรให้เปิด" in await asks(handler)


async def test_what_is_refused_stays_sealed(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await asks(handler)
    await second.says("/identity")
    await second.presses("พิจารณาข้อ 1")
    await second.presses("ไม่อนุมัติ")

    assert "ไม่ได้รับอนุมัติ" in handler.news()
    (request,) = town.rows("select id from identity_request")
    assert OPENED not in await handler.presses_data(f"c:identity:show-{request}")
    assert acts(town)[-1] == ("2", "identity_refused")


async def test_a_supervisor_decides_without_the_text_where_there_is_no_other_handler(
    town: Town, citizen: Person, officer: Person, handler: Person
) -> None:
    chief = await town.officer("somchart", role="administrator")
    code = await citizen.files(BRIBE, "corruption")
    await asks(handler)
    await chief.says("/identity")
    seen = await chief.presses("พิจารณาข้อ 1")
    await chief.presses("อนุมัติ")

    assert WHY in seen
    for content in (code, BRIBE, "ทุจริต", citizen.name):
        assert content not in seen
    assert "ไม่มีคำขอ" in await officer.says("/identity")
    assert OPENED in await looks(handler)


async def test_a_supervisor_hears_of_nothing_where_another_handler_can_decide(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    chief = await town.officer("somchart", role="administrator")
    await citizen.files(BRIBE, "corruption")
    chief.news()
    await asks(handler)

    assert chief.news() == ""
    assert "ไม่มีคำขอ" in await chief.says("/identity")


async def test_a_supervisor_of_whom_the_report_speaks_is_not_told(
    town: Town, citizen: Person, handler: Person
) -> None:
    chief = await town.officer("สมชาติ ใจกล้า", role="administrator")
    await citizen.files("นายสมชาติเรียกเงินตอนขอใบอนุญาต", "corruption")
    chief.news()

    assert "ยังไม่มีคนที่สอง" in await asks(handler)
    assert chief.news() == ""


async def test_a_supervisor_who_must_not_know_of_the_case_is_not_told(
    town: Town, citizen: Person, handler: Person
) -> None:
    wished = await town.officer("สมหมาย ใจกล้า", role="administrator")
    hidden = await town.officer("prasit", role="administrator")
    reporter = await town.officer("malee", role="administrator")
    await reporter.presses_data("f:start:corruption")
    await reporter.says(BRIBE)
    await reporter.presses_data("f:review")
    await reporter.presses("มีคนไม่ควรเห็น")
    await reporter.says("สมหมาย")
    await reporter.presses_data("f:review")
    await reporter.presses("ส่งเรื่อง")
    member = town.store.read_now(staff.of_chat, hidden.chat)
    (case_id,) = town.rows("select id from cases")
    assert member is not None
    hiding = Exclusion(case_id, member.id, audit.OPERATOR, "supervisor", "x", _now())
    town.store.write_now(case_access.exclude, hiding)
    for person in (wished, hidden, reporter):
        person.news()

    assert "ยังไม่มีคนที่สอง" in await asks(handler)
    assert [person.news() for person in (wished, hidden, reporter)] == ["", "", ""]


# refused with the right words ------------------------------------------------------------


async def test_an_anonymous_case_has_nothing_to_open(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    await reports(citizen)

    assert "ไม่มีอะไรให้เปิด" in await asks(handler)
    assert town.rows("select 1 from identity_request") == []


async def test_it_is_not_asked_twice_while_a_request_waits(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await asks(handler)

    assert "ไว้แล้ว" in await asks(handler)
    assert len(town.rows("select 1 from identity_request")) == 1


async def test_nobody_approves_their_own_request_from_a_second_chat(
    town: Town, citizen: Person, handler: Person
) -> None:
    twin = town.citizen("twin", Messenger.WEB)
    await twin.says(f"/start join_{town.invitation('นาย nitikon', corruption=True)}")
    chief = town.citizen("chief", Messenger.WEB)
    await chief.says(f"/start join_{town.invitation('Nitikon ใจดี', role='administrator')}")
    await citizen.files(BRIBE, "corruption")

    assert "ยังไม่มีคนที่สอง" in await asks(handler)
    await town.officer("wichai", role="administrator")
    await asks(handler)
    (request,) = town.rows("select id from identity_request")
    for person in (handler, twin, chief):
        assert "ของคุณเอง" in await person.presses_data(f"c:identity:yes-{request}")
    assert town.rows("select decision from identity_request") == [""]


async def test_who_has_no_name_here_cannot_be_told_from_others(
    town: Town, citizen: Person, handler: Person
) -> None:
    nobody = town.citizen("nobody", Messenger.TELEGRAM)
    await nobody.says(f"/start join_{town.invitation('', corruption=True)}")
    await citizen.files(BRIBE, "corruption")

    assert "ยังไม่มีคนที่สอง" in await asks(handler)
    assert "ยังไม่มีชื่อ" in await asks(nobody)


async def test_excluded_removed_and_other_members_get_the_words_of_what_is_not_there(
    town: Town, citizen: Person, officer: Person, handler: Person, second: Person
) -> None:
    third = await town.officer("prasit", corruption=True)
    await citizen.files(BRIBE, "corruption")
    await asks(handler)
    (request,) = town.rows("select id from identity_request")
    third_member = town.store.read_now(staff.of_chat, third.chat)
    (case_id,) = town.rows("select id from cases")
    assert third_member is not None
    hiding = Exclusion(case_id, third_member.id, audit.OPERATOR, "supervisor", "x", _now())
    town.store.write_now(case_access.exclude, hiding)

    nothing = await officer.presses_data("c:identity:yes-999")
    for person in (officer, third):
        assert await person.presses_data(f"c:identity:yes-{request}") == nothing
        assert await person.presses_data(f"c:identity:show-{request}") == nothing
    never_there = await officer.presses_data("c:999:open")
    assert await third.presses_data("c:1:who") == never_there
    assert await officer.presses_data("c:1:who") == never_there
    town.dismiss(second)
    assert "เจ้าหน้าที่ที่ได้รับเชิญ" in await second.presses_data(f"c:identity:yes-{request}")
    assert "เจ้าหน้าที่ที่ได้รับเชิญ" in await citizen.presses_data(f"c:identity:show-{request}")
    assert town.rows("select decision from identity_request") == [""]


async def test_a_request_expires_and_an_approval_too(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await asks(handler)
    (request,) = town.rows("select id from identity_request")
    later(town, hours=72)
    assert "หมดเวลา" in await second.presses_data(f"c:identity:yes-{request}")
    await asks(handler)
    await approves(second)
    later(town, hours=24)
    newest = town.rows("select id from identity_request order by asked_at desc limit 1")[0]

    heard = await handler.presses_data(f"c:identity:show-{newest}")
    assert "24 ชั่วโมง" in heard
    assert OPENED not in heard


@pytest.mark.parametrize("who", ["asker", "approver"])
async def test_who_loses_the_right_before_it_is_shown_takes_the_approval_along(
    town: Town, citizen: Person, handler: Person, second: Person, who: str
) -> None:
    await town.officer("prasit", corruption=True)
    await citizen.files(BRIBE, "corruption")
    await asks(handler)
    await approves(second)
    town.dismiss({"asker": handler, "approver": second}[who])
    (request,) = town.rows("select id from identity_request")

    assert OPENED not in await handler.presses_data(f"c:identity:show-{request}")
    assert ("1", "identity_opened") not in acts(town)


async def test_the_reason_may_be_left_unsaid_and_nothing_is_asked(
    town: Town, citizen: Person, handler: Person, second: Person
) -> None:
    await citizen.files(BRIBE, "corruption")
    await handler.presses_data("c:1:open")
    await handler.presses("ขอเปิดตัวตนผู้แจ้ง")
    assert "ยังไม่ได้ขอ" in await handler.says("ยกเลิก")
    await handler.presses_data("c:1:who")
    await handler.presses("ยกเลิก")

    assert town.rows("select 1 from identity_request") == []


# leaks, the desk -------------------------------------------------------------------------


async def test_nothing_of_who_it_was_or_why_it_was_asked_stands_in_plain_text(
    town: Town, handler: Person, second: Person
) -> None:
    await writes_down(town, handler)
    citizen = town.citizen("U4af4980629identity")
    await citizen.files("มีคนเรียกเงินอีกครั้ง", "corruption")
    await second.presses_data("c:2:open")
    await second.presses("ขอเปิดตัวตนผู้แจ้ง")
    await second.says(WHY)
    await approves(handler)
    assert citizen.name in await looks(second)
    while town.rows("select id from outbox where state = 'waiting'"):  # noqa: ASYNC110  # noted
        await asyncio.sleep(0.01)

    held = files_of(town.store)
    with closing(sqlite3.connect(town.store.path)) as db:
        dump = "\n".join(db.iterdump()).encode()
    for planted in (WHY, CONTACT, citizen.name, "081-555-0199"):
        for form in forms(planted):
            assert form not in held
            assert form not in dump
    kept = town.rows(
        "select unseal(payload, 'outbox.payload') from outbox where length(payload) > 0"
        " and chat = :chat",
        chat=second.chat,
    )
    assert not any(OPENED in payload for payload in kept)


async def test_two_members_do_it_at_the_desk_and_hear_of_it_in_their_chats(
    town: Town, citizen: Person, handler: Person, second: Person, terminal: Terminal
) -> None:
    code, desk = await citizen.files(BRIBE, "corruption"), terminal.run
    one, other = await terminal.signs_in(second), await terminal.signs_in(handler)
    handler.news()
    second.news()

    assert (await desk("identity", "request", code, "--as", "1", "--reason", " "))[0] == 2
    assert (await desk("identity", "request", code, "--as", "1", "--reason", WHY))[0] == 0
    assert (await desk("identity", "approve", code, "--as", "1"))[0] == 1
    assert (await desk("identity", "show", code, "--as", "1"))[0] == 1
    refused = (1, "", f"{desk_texts.not_signed_in(2)}\n")
    assert await desk("identity", "list", "--as", "2") == refused
    assert await desk("identity", "approve", code, "--as", "2") == refused
    terminal.has(one)
    assert WHY in (await desk("identity", "list", "--as", "2"))[1]
    assert (await desk("identity", "approve", code, "--as", "2"))[0] == 0
    assert (await desk("identity", "show", code, "--as", "2"))[0] == 1
    assert (await desk("identity", "show", code, "--as", "1"))[:2] == (1, "")
    terminal.has(other)
    status, shown, _ = await desk("identity", "show", code, "--as", "1")
    assert status == 0
    assert citizen.name in shown
    assert (await desk("identity", "show", code, "--as", "1"))[0] == 1
    done = [action for _, action in acts(town) if action.startswith("identity")]
    assert done == [
        "identity_asked",
        "identity_approved",
        "identity_opened",
    ]
    await town.restart()
    await town.settled()
    assert handler.news().count("ในชื่อของคุณ") == 2
    assert second.news().count("ในชื่อของคุณ") == 1


async def test_at_the_desk_a_case_that_is_not_theirs_is_not_there(
    citizen: Person, officer: Person, handler: Person, terminal: Terminal
) -> None:
    assert handler
    code, desk = await citizen.files(BRIBE, "corruption"), terminal.run
    await terminal.signs_in(officer)
    missing = await desk("identity", "request", "PS-7K3-F2M-9XQ", "--as", "1", "--reason", WHY)

    assert await desk("identity", "request", code, "--as", "1", "--reason", WHY) == missing
    assert (await desk("identity", "list", "--as", "77"))[0] == 1


# whatever anybody does -------------------------------------------------------------------

NAMES = ("สมศรี ใจดี", "วิชัย รักไทย", "สมศรี ใจดี", "ประสิทธิ์ มั่นคง", "")
SHAPES = (
    ("officer", True),
    ("officer", True),
    ("officer", True),
    ("administrator", False),
    ("administrator", True),
)
SOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
acting = st.tuples(
    st.sampled_from(("ask", "approve", "approve", "refuse", "look", "look", "remove", "exclude")),
    st.integers(0, len(NAMES) - 1),
    st.sampled_from((0, 1, 25, 71)),
)


@contextmanager
def register() -> Iterator[tuple[Store, int]]:
    """A register with five members and a corruption case that has a reporter."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "prongsai.db", Vault(KEY))
        at = times.stamp(SOON)
        chat = store.vault.tag("chat", "line:U1")
        for number, (name, (role, corruption)) in enumerate(zip(NAMES, SHAPES, strict=True)):
            invited = Invitation(staff.hash_token(f"t{number}"), name, role, corruption)
            expires = times.stamp(SOON + timedelta(days=1))
            store.write_now(staff.invite, f"t{number}", invited, expires, at)
            store.write_now(staff.join, invited, f"chat{number}", "telegram", at)
        store.write_now(chats.remember, chat, "line", "U1")
        store.write_now(drafts.add_text, chat, BRIBE, "line:M1", at)
        new = NewCase("PS-1", CaseKind.CORRUPTION, chat, "line", at, RULES)
        case_id = store.write_now(cases.file, new)
        try:
            yield store, case_id
        finally:
            store.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(acting, max_size=25))
@example([("ask", 0, 0), ("approve", 2, 0), ("look", 0, 0)])
@example([("ask", 0, 0), ("approve", 4, 0), ("look", 0, 0)])
@example([("ask", 0, 0), ("approve", 1, 71), ("look", 0, 1), ("look", 0, 1)])
@example([("ask", 0, 0), ("approve", 1, 0), ("exclude", 1, 0), ("look", 0, 0)])
@example([("ask", 1, 0), ("exclude", 0, 0), ("approve", 2, 0), ("look", 1, 0)])
def test_whatever_anybody_does_it_is_shown_to_one_only_after_another_entitled_person_agreed(
    acted: list[tuple[str, int, int]],
) -> None:
    with register() as (store, case_id):
        now, gone = SOON, set[int]()
        asked: dict[int, tuple[int, datetime]] = {}
        agreed: dict[int, tuple[int, datetime]] = {}
        shown = set[int]()
        for act, who, hours in acted:
            now += timedelta(hours=hours, seconds=1)
            at, member = times.stamp(now), who + 1
            requests = store.read_now(_requests)
            latest = requests[-1] if requests else -1

            def attempt(query: Any, *arguments: Any) -> bool:
                try:
                    store.write_now(query, *arguments)
                except Stale:
                    return False
                return True

            if act == "ask" and attempt(sealed_identity.ask, case_id, member, WHY, at):
                new = (set(store.read_now(_requests)) - set(requests)).pop()
                asked[new] = (who, now)
            elif act in ("approve", "refuse"):
                arguments = (latest, member, at, act == "approve")
                if attempt(sealed_identity.decide, *arguments) and act == "approve":
                    agreed[latest] = (who, now)
            elif act == "look" and attempt(sealed_identity.note_shown, latest, member, at):
                asker, when_asked = asked[latest]
                second, when_agreed = agreed[latest]
                assert asker == who
                assert NAMES[asker]
                assert NAMES[second]
                assert NAMES[asker] != NAMES[second]
                assert SHAPES[asker][1]
                assert not {asker, second} & gone
                assert when_agreed - when_asked < timedelta(hours=72)
                assert now - when_agreed < timedelta(hours=24)
                assert latest not in shown
                shown.add(latest)
            elif act == "remove":
                store.write_now(staff.remove, member, at)
                gone.add(who)
            elif act == "exclude":
                hiding = Exclusion(case_id, member, audit.OPERATOR, "supervisor", "", at)
                attempt(case_access.exclude, hiding)
                gone |= {each for each, name in enumerate(NAMES) if name == NAMES[who]}
        assert store.read_now(audit_proof.verify) == []


def test_the_identity_of_nobody_is_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "prongsai.db", Vault(KEY))
    try:
        assert not store.read_now(reporter_identity.identity, 1).is_known
    finally:
        store.close()


def _requests(db: Any) -> list[int]:
    rows = db.execute("select id from identity_request order by asked_at, rowid")
    return [row[0] for row in rows]


def _now() -> str:
    return times.stamp(clock.now())
