"""Signing in at the terminal: proved by a code in one's own chat, then exactly one's own rights."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import clock, delivery
from data import audit, case_access, desk_sessions, staff, times
from data.audit import Action
from data.case_access import Exclusion
from data.store import Stale, Store
from handlers.message import Messenger
from handlers.texts import casework as case_texts
from handlers.texts import desk as texts
from tests.at_the_desk import CODE, WORD, Terminal
from tests.conversing import BRIBE, JPEG, POTHOLE, Person, Town

pytestmark = pytest.mark.usefixtures("quiet")

UNKNOWN = "PS-000-000-000"
AT = times.stamp(times.parse("2026-11-26T03:00:00Z"))
SECRET = texts.stays_here()


@pytest.fixture(autouse=True)
def the_courier_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what another process has put into the outbox."""
    monkeypatch.setattr(delivery, "LOOK_AGAIN_S", 0.02)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> "Later":
    return Later(monkeypatch)


class Later:
    """Time passes for everybody."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch, self._really = monkeypatch, clock.now

    def by(self, **much: float) -> None:
        self._monkeypatch.setattr(clock, "now", lambda: self._really() + timedelta(**much))


async def joins(town: Town, messenger: Messenger, *, corruption: bool = False) -> Person:
    """Somebody of the staff who never had Telegram."""
    person = town.citizen(f"มาลี {messenger}", messenger)
    token = town.invitation("มาลี", "officer", corruption)
    assert "ยินดีต้อนรับ" in await person.says(f"/start join_{token}")
    return person


def trail(town: Town) -> list[tuple[str, str, str | None]]:
    """(actor, action, detail), oldest first, since everybody joined."""
    rows = town.store.read_now(audit.recent, 1_000)[::-1]
    joining = (Action.INVITED, Action.ROLE_GRANTED)
    return [(row.actor, row.action, row.detail) for row in rows if row.action not in joining]


# the code -----------------------------------------------------------------------------------


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.TELEGRAM, Messenger.WEB])
async def test_the_code_goes_to_the_chat_that_one_joined_from_whatever_the_messenger(
    town: Town, terminal: Terminal, citizen: Person, messenger: Messenger
) -> None:
    member = await joins(town, messenger, corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    number = str(terminal.number(member))
    member.news()

    status, out, complaint = await terminal.run("cases", "sign-in", "--as", number)
    assert (status, complaint) == (0, "")
    await town.settled()
    rows = town.rows("select messenger from outbox order by id desc limit 1")
    heard = member.news()
    assert rows == [messenger]
    assert member.replies[-1].confidential
    assert "ถ้าคุณไม่ได้ขอ ไม่ต้องทำอะไร และแจ้งผู้ดูแลระบบ" in heard
    found = CODE.search(heard)
    assert found
    assert found[1] not in out

    _, out, _ = await terminal.tries(int(number), found[1])
    word = WORD.search(out)
    assert word
    terminal.has(word[0])
    assert BRIBE in (await terminal.does(member, "show", code))[1]


async def test_neither_code_nor_word_is_kept(
    town: Town, terminal: Terminal, officer: Person
) -> None:
    code = await terminal.code(officer)
    files = town.store.path.parent.glob(f"{town.store.path.name}*")
    assert not any(code.encode() in file.read_bytes() for file in files)
    _, out, _ = await terminal.tries(terminal.number(officer), code)
    word = WORD.search(out)
    assert word

    files = town.store.path.parent.glob(f"{town.store.path.name}*")
    assert not any(word[0].encode() in file.read_bytes() for file in files)
    assert town.rows("select count(*) from desk_code") == [0]


async def test_a_code_works_once_and_only_for_whom_it_was_sent(
    town: Town, terminal: Terminal, officer: Person
) -> None:
    other = await town.officer("malee")
    await terminal.code(other)
    code = await terminal.code(officer)
    stranger = await terminal.tries(terminal.number(other), code)
    assert stranger == (1, "", f"{texts.wrong_code(terminal.number(other))}\n")
    assert (await terminal.tries(terminal.number(officer), code))[0] == 0
    again = await terminal.tries(terminal.number(officer), code)

    assert again == (1, "", f"{texts.wrong_code(terminal.number(officer))}\n")


async def test_a_code_that_is_ten_minutes_old_is_a_wrong_one(
    terminal: Terminal, officer: Person, later: Later
) -> None:
    number, code = terminal.number(officer), await terminal.code(officer)
    later.by(minutes=10, seconds=1)

    assert await terminal.tries(number, code) == (1, "", f"{texts.wrong_code(number)}\n")


async def test_after_five_wrong_tries_the_right_code_is_wrong_too_and_its_owner_hears_of_it(
    town: Town, terminal: Terminal, officer: Person
) -> None:
    number, code = terminal.number(officer), await terminal.code(officer)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(4):
        await terminal.tries(number, wrong)
    await town.settled()
    assert officer.news() == ""
    await terminal.tries(number, wrong)
    await town.settled()

    assert "ผิด 5 ครั้ง" in officer.news()
    assert await terminal.tries(number, code) == (1, "", f"{texts.wrong_code(number)}\n")
    refused = [row for row in trail(town) if row[1] == Action.DESK_REFUSED]
    assert refused == [(str(number), Action.DESK_REFUSED, "")] * 6


async def test_the_fifth_try_may_be_the_right_one(terminal: Terminal, officer: Person) -> None:
    number, code = terminal.number(officer), await terminal.code(officer)
    for _ in range(4):
        await terminal.tries(number, "12")

    assert (await terminal.tries(number, code))[0] == 0


async def test_a_new_code_puts_an_end_to_the_old_one(terminal: Terminal, officer: Person) -> None:
    first = await terminal.code(officer)
    second = await terminal.code(officer)

    assert (await terminal.tries(terminal.number(officer), first))[0] == 1
    assert (await terminal.tries(terminal.number(officer), second))[0] == 0


async def test_a_chat_is_not_flooded_with_codes(
    town: Town, terminal: Terminal, officer: Person, later: Later
) -> None:
    for _ in range(5):
        await terminal.code(officer)
    status, out, complaint = await terminal.run(
        "cases", "sign-in", "--as", str(terminal.number(officer))
    )
    await town.settled()

    assert (status, out) == (1, "")
    assert "ขอรหัสบ่อยเกินไปแล้ว ขอใหม่ได้ตั้งแต่" in complaint
    assert officer.news() == ""
    later.by(hours=2)
    await terminal.code(officer)


async def test_whoever_is_nobody_here_gets_no_code(
    town: Town, terminal: Terminal, officer: Person
) -> None:
    number = terminal.number(officer)
    town.dismiss(officer)
    for asked in (number, 99):
        status, out, complaint = await terminal.run("cases", "sign-in", "--as", str(asked))
        assert (status, out) == (1, "")
        assert complaint == f"{case_texts.no_such_member()}\n"
    assert (await terminal.run("cases", "sign-in"))[0] == 2
    assert town.rows("select count(*) from desk_code") == [0]


@given(typed=st.text(max_size=40))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_for_a_code_is_a_wrong_one(typed: str, store: Store) -> None:
    kept = desk_sessions.hash_of(store.vault, 1, "00000000")

    same = desk_sessions.is_the_same(kept, desk_sessions.hash_of(store.vault, 1, typed))
    assert same is (typed.strip() == "00000000")
    assert not desk_sessions.is_the_same(None, desk_sessions.hash_of(store.vault, 1, typed))


async def test_each_guard_of_a_code_holds_by_itself(town: Town, officer: Person) -> None:
    member, vault = town.store.read_now(staff.of_chat, officer.chat), town.store.vault
    assert member is not None
    hashed = desk_sessions.hash_of(vault, member.id, "12345678")
    assert hashed != desk_sessions.hash_of(vault, member.id + 1, "12345678")
    town.store.write_now(desk_sessions.ask, member, hashed, AT)
    late = times.stamp(times.parse(AT) + desk_sessions.CODE_LASTS)
    assert town.store.write_now(desk_sessions.count_try, member.id, late) is None
    with pytest.raises(Stale):
        town.store.write_now(desk_sessions.sign_in, member, hashed, "word", late)

    for _ in range(desk_sessions.MOST_TRIES):
        assert town.store.write_now(desk_sessions.count_try, member.id, AT) == hashed
    assert town.store.write_now(desk_sessions.count_try, member.id, AT) is None


# the session --------------------------------------------------------------------------------


async def test_a_word_works_for_half_an_hour_and_for_its_owner_alone(
    town: Town, terminal: Terminal, officer: Person, citizen: Person, later: Later
) -> None:
    code = await citizen.files()
    other = await town.officer("malee")
    await terminal.signs_in(other)
    await terminal.signs_in(officer)
    refused = (1, "", f"{texts.not_signed_in(terminal.number(other))}\n")
    assert await terminal.does(other, "show", code) == refused
    assert await terminal.does(other, "list") == refused
    assert POTHOLE in (await terminal.does(officer, "show", code))[1]
    word = os.environ[texts.KEY]
    terminal.has("w" * 43)
    assert (await terminal.does(officer, "show", code))[0] == 1
    terminal.has(word)
    later.by(minutes=29)
    assert POTHOLE in (await terminal.does(officer, "show", code))[1]
    later.by(minutes=31)

    own = (1, "", f"{texts.not_signed_in(terminal.number(officer))}\n")
    for asked in (code, UNKNOWN):
        assert await terminal.does(officer, "show", asked) == own
    terminal.has("")
    assert await terminal.does(officer, "show", code) == own


async def test_a_word_is_asked_for_where_somebody_sits_there(
    town: Town,
    terminal: Terminal,
    officer: Person,
    citizen: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, word = await citizen.files(), await terminal.signs_in(officer)
    terminal.has("")
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return word

    monkeypatch.setattr("getpass.getpass", typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert POTHOLE in (await terminal.does(officer, "show", code))[1]
    assert asked == [texts.ASK_KEY]


async def test_whoever_signs_out_is_signed_out(
    terminal: Terminal, officer: Person, citizen: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, "sign-out"))[:2] == (0, f"{texts.signed_out()}\n")

    assert (await terminal.does(officer, "show", code))[0] == 1
    assert (await terminal.does(officer, "sign-out"))[:2] == (0, f"{texts.signed_out()}\n")


async def test_whoever_signs_in_again_ends_what_was_before(
    terminal: Terminal, officer: Person
) -> None:
    first = await terminal.signs_in(officer)
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, "list"))[0] == 0
    terminal.has(first)

    assert (await terminal.does(officer, "list"))[0] == 1


async def test_whoever_is_removed_is_out_at_once(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    number = str(terminal.number(handler))
    assert BRIBE in (await terminal.run("cases", "show", code, "--as", number))[1]
    town.dismiss(handler)

    refused = (1, "", f"{texts.not_signed_in(int(number))}\n")
    assert await terminal.run("cases", "show", code, "--as", number) == refused
    assert await terminal.run("cases", "show", UNKNOWN, "--as", number) == refused


async def test_whoever_becomes_something_else_has_to_sign_in_again(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    before = terminal.number(handler)
    await handler.says(f"/start join_{town.invitation('nitikon', 'viewer')}")
    assert (await terminal.run("cases", "show", code, "--as", str(before)))[0] == 1
    assert (await terminal.does(handler, "show", code))[0] == 1
    await terminal.signs_in(handler)

    nothing = (1, "", f"{case_texts.no_such_case()}\n")
    assert await terminal.does(handler, "show", code) == nothing
    assert case_texts.no_open_cases(may_see=False) in (await terminal.does(handler, "list"))[1]


async def test_a_role_that_changes_in_the_database_ends_the_session_too(
    town: Town, terminal: Terminal, handler: Person
) -> None:
    await terminal.signs_in(handler)
    town.store.write_now(lambda db: db.execute("update staff set corruption = 0").rowcount)

    assert (await terminal.does(handler, "list"))[0] == 1


async def test_without_a_name_the_terminal_is_the_operator_s_and_sees_no_secret_case(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    secret, plain = await citizen.files(BRIBE, "corruption"), await citizen.files()
    await terminal.signs_in(handler)

    listed = (await terminal.run("cases", "list"))[1]
    assert plain in listed
    assert secret not in listed
    assert (await terminal.run("cases", "show", secret))[0] == 1
    assert secret not in (await terminal.run("cases", "list", "--kind", "corruption"))[1]
    for verb in ("take", "recuse"):
        assert await terminal.run("cases", verb, plain) == (2, "", f"{texts.as_whom()}\n")
    assert (await terminal.run("cases", "mine"))[0] == 2


# what is done there -------------------------------------------------------------------------


async def test_a_handler_works_a_corruption_case_to_its_end_at_the_terminal(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    citizen.news()
    await terminal.signs_in(handler)
    assert code in (await terminal.does(handler, "list"))[1]
    shown = (await terminal.does(handler, "show", code))[1]
    assert BRIBE in shown
    for verb in ("ask", "answer", "assess", "refer", "note", "recuse"):
        assert f"cases {verb}" in shown
    assert "cases take" not in shown  # an inquiry is its handlers', not one's

    for arguments, state in (
        (("assess", code), "assessing"),
        (("ask", code, "เกิดขึ้นวันไหนคะ"), "needs_info"),
        (("go-on", code), "assessing"),
        (("inquire", code), "preliminary_inquiry"),
        (("find-facts", code), "fact_finding"),
        (("note", code, "ขอเอกสารจากกองคลัง"), "fact_finding"),
        (("decide", code, "มีพยาน", "--outcome", "substantiated"), "decided"),
        (("act", code, "ตั้งกรรมการสอบ"), "action_taken"),
        (("close", code, "มีมูล และดำเนินการแล้วค่ะ"), "concluded"),
    ):
        status, out, complaint = await terminal.does(handler, *arguments)
        assert (status, complaint) == (0, ""), arguments
        assert out.endswith(f"{SECRET}\n"), arguments
        assert town.rows("select state from cases") == [state]
    await town.settled()

    heard = citizen.news()
    assert "เกิดขึ้นวันไหนคะ" in heard
    assert "มีมูล และดำเนินการแล้วค่ะ" in heard
    assert "มีพยาน" not in heard
    assert town.rows("select outcome from cases") == ["substantiated"]
    shown = (await terminal.does(handler, "show", code))[1]
    for words in ("ขอเอกสารจากกองคลัง", "มีพยาน", "ตั้งกรรมการสอบ"):
        assert words in shown


async def test_a_decision_needs_an_outcome_and_a_reason(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    await terminal.does(handler, "assess", code)

    for wrong in ((), ("--outcome", "resolved")):
        assert (await terminal.does(handler, "decide", code, "มีพยาน", *wrong))[0] == 2
    without = await terminal.does(handler, "decide", code, " ", "--outcome", "partly")
    assert without[0] == 2
    assert (await terminal.does(handler, "close", code, "ปิดค่ะ"))[0] == 2
    assert town.rows("select state from cases") == ["assessing"]


async def test_a_case_is_taken_at_the_terminal_and_stands_on_one_s_own_list(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    assert "cases take" in (await terminal.does(officer, "show", code))[1]
    status, out, _ = await terminal.does(officer, "take", code)

    assert (status, f"รับเรื่อง {code} ไว้แล้ว" in out) == (0, True)
    assert town.rows("select assigned_to from cases") == [terminal.number(officer)]
    assert code in (await terminal.does(officer, "mine"))[1]
    assert code in await officer.says("/mine")
    assert "ผู้รับผิดชอบ: somsri" in (await terminal.does(officer, "show", code))[1]
    assert (await terminal.does(officer, "take", code))[0] == 1


async def test_what_is_written_in_somebody_s_name_is_theirs_in_the_case_and_in_the_trail(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    code = await citizen.files()
    await terminal.signs_in(officer)
    await terminal.does(officer, "answer", code, "จะไปซ่อมวันจันทร์")
    await terminal.does(officer, "note", code, "ยืมรถ")
    await town.settled()
    number = terminal.number(officer)

    assert "จะไปซ่อมวันจันทร์" in citizen.news()
    assert town.rows("select staff_id from case_entry where author = 'officer'") == [number] * 3
    assert town.rows("select sender from outbox where case_id is not null") == [number]
    own = str(number)
    assert trail(town) == [
        (own, Action.DESK_CODE_SENT, ""),
        (own, Action.DESK_SIGNED_IN, ""),
        (own, Action.AT_DESK, "answer"),
        (own, Action.OPENED, ""),
        (own, Action.ANSWERED, ""),
        (own, Action.AT_DESK, "note"),
        (own, Action.NOTED, ""),
    ]


async def test_every_reading_of_a_secret_case_is_audited_as_the_member_s_at_the_terminal(
    town: Town, terminal: Terminal, citizen: Person, handler: Person, tmp_path: Path
) -> None:
    code = await citizen.files(BRIBE, "corruption", photo=True)
    await terminal.signs_in(handler)
    await terminal.does(handler, "show", code)
    await terminal.does(handler, "show", code)
    await terminal.does(handler, "files", code, "--into", str(tmp_path))

    own = str(terminal.number(handler))
    reading = [row for row in trail(town) if row[1] == Action.READ]
    assert reading == [(own, Action.READ, audit.AT_TERMINAL)] * 3
    _, shown, _ = await terminal.run("audit", "show")
    assert "สั่งที่เทอร์มินัล" in shown
    assert code not in shown


async def test_the_files_of_a_case_are_copied_for_its_owner_alone(
    town: Town, terminal: Terminal, citizen: Person, officer: Person, tmp_path: Path
) -> None:
    code = await citizen.files(photo=True)
    await terminal.signs_in(officer)
    (folder := tmp_path / "files").mkdir()
    status, out, _ = await terminal.does(officer, "files", code, "--into", str(folder))

    (copied,) = folder.iterdir()
    assert (status, str(copied) in out) == (0, True)
    assert copied.read_bytes()[:3] == JPEG[:3]
    assert copied.stat().st_mode & 0o777 == 0o600
    status, _, complaint = await terminal.does(officer, "files", code, "--into", str(folder))
    assert (status, str(copied) in complaint) == (1, True)


async def test_words_may_be_typed_apart_from_the_command(
    town: Town,
    terminal: Terminal,
    citizen: Person,
    handler: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    monkeypatch.setattr("sys.stdin.read", lambda: "เกิดขึ้นวันไหนคะ\n", raising=False)
    assert (await terminal.does(handler, "ask", code, "-"))[0] == 0
    await town.settled()

    assert "เกิดขึ้นวันไหนคะ" in citizen.news()


async def test_a_request_about_data_is_its_contact_s_at_the_terminal_too(
    town: Town, terminal: Terminal, citizen: Person
) -> None:
    contact = await town.officer("privacy", role="privacy")
    code = await citizen.files("ขอให้แก้ชื่อในทะเบียนของฉัน", "privacy")
    await terminal.signs_in(contact)
    assert (await terminal.does(contact, "take", code))[0] == 0
    status, out, _ = await terminal.does(
        contact, "close", code, "ส่งให้แล้วค่ะ", "--outcome", "fulfilled"
    )
    await town.settled()

    assert (status, out.endswith(f"{SECRET}\n")) == (0, True)
    assert "ส่งให้แล้วค่ะ" in citizen.news()
    assert (await terminal.does(contact, "unit", code, "works"))[0] == 1


async def test_whoever_signed_in_writes_down_what_their_kind_of_case_is(
    town: Town, terminal: Terminal, handler: Person, officer: Person
) -> None:
    new = ("new", "--channel", "counter", "--kind", "corruption", "--text", BRIBE)
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, *new))[0] == 2
    assert town.rows("select count(*) from cases") == [0]
    await terminal.signs_in(handler)
    status, out, _ = await terminal.does(handler, *new)

    assert (status, SECRET in out) == (0, True)
    assert town.rows("select kind from cases") == ["CORRUPTION"]
    await town.settled()
    assert officer.news() == ""
    assert handler.news().count("มีเรื่องใหม่") == 0


async def test_the_register_is_exported_by_those_above_with_their_name_in_it(
    town: Town, terminal: Terminal, citizen: Person, officer: Person, tmp_path: Path
) -> None:
    chief = await town.officer("wandee", role="supervisor", corruption=True)
    plain, secret = await citizen.files(), await citizen.files(BRIBE, "corruption")
    out = tmp_path / "cases.csv"
    arguments = ("export", "--out", str(out), "--purpose", "ประชุม")
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, *arguments))[0] == 1
    assert not out.exists()
    await terminal.signs_in(chief)
    assert (await terminal.does(chief, *arguments))[0] == 0

    written = out.read_text("utf-8-sig")
    assert plain in written
    assert secret in written
    assert f"wandee (#{terminal.number(chief)})" in written
    exported = [row for row in trail(town) if row[1] == Action.EXPORTED]
    assert [row[0] for row in exported] == [str(terminal.number(chief))]


# who must not know --------------------------------------------------------------------------

EVERYTHING: Sequence[tuple[str, ...]] = (
    ("show",),
    ("answer", "ตอบ"),
    ("ask", "ถาม"),
    ("progress", "ไป"),
    ("note", "จด"),
    ("go-on",),
    ("take",),
    ("assign", "1"),
    ("assess",),
    ("inquire",),
    ("find-facts",),
    ("decide", "เพราะ", "--outcome", "partly"),
    ("act", "ทำ"),
    ("refer", "ส่ง", "--to", "ป.ป.ช."),
    ("reject", "ไม่", "--reason", "เหตุ"),
    ("duplicate", "ซ้ำ", "--of", UNKNOWN),
    ("resolve", "เสร็จ"),
    ("close", "ปิด", "--outcome", "partly"),
    ("reopen", "เปิด"),
    ("undo",),
    ("unit", "works"),
    ("recuse", "--yes"),
    ("exclude", "--staff", "1", "--reason", "ญาติ"),
    ("files", "--into", "."),
)


def test_everything_is_every_verb_with_a_code() -> None:
    from bot.desk_verbs import VERBS

    assert {verb for verb, *_ in EVERYTHING} == {"show", *VERBS}


async def test_the_accused_finds_byte_for_byte_nothing(
    town: Town, terminal: Terminal, citizen: Person
) -> None:
    accused = await town.officer("สมชาย", role="administrator", corruption=True)
    await town.officer("วันดี", corruption=True)
    await terminal.signs_in(accused)
    lists = [("list",), ("late",), ("mine",), ("list", "--all"), ("list", "--kind", "corruption")]
    empty = [await terminal.does(accused, *arguments) for arguments in lists]
    await citizen.presses_data("f:start:corruption")
    for said in (BRIBE, "ดูก่อนส่ง", "มีคนไม่ควรเห็น", "สมชาย", "ตรวจ", "ส่ง"):
        if said in ("ดูก่อนส่ง", "มีคนไม่ควรเห็น"):
            await citizen.presses(said)
        else:
            await citizen.says(said)
    (code,) = town.rows("select code from cases")
    before = town.rows("select state, assigned_to, updated_at from cases")

    for verb, *more in EVERYTHING:
        unknown = await terminal.does(accused, verb, UNKNOWN, *more)
        assert await terminal.does(accused, verb, code, *more) == unknown, verb
        assert unknown == (1, "", f"{case_texts.no_such_case()}\n"), verb
    assert [await terminal.does(accused, *arguments) for arguments in lists] == empty
    found = await terminal.does(accused, "list", "--find", code)
    unknown = await terminal.does(accused, "list", "--find", UNKNOWN)
    assert found[1].replace(code, UNKNOWN) == unknown[1]
    assert town.rows("select state, assigned_to, updated_at from cases") == before
    assert not [row for row in trail(town) if row[1] == Action.READ]


@pytest.mark.parametrize("who", ["officer", "viewer", "privacy", "of another unit", "excluded"])
async def test_whoever_has_no_right_to_a_case_has_none_at_the_terminal(
    town: Town, terminal: Terminal, citizen: Person, who: str
) -> None:
    await town.officer("วันดี", corruption=True)
    unit = "finance" if who == "of another unit" else ""
    role = who if who in ("viewer", "privacy") else "officer"
    person = await town.officer(who, role=role, corruption=who == "excluded", unit=unit)
    secret = await citizen.files(BRIBE, "corruption")
    codes = [secret]
    if who in ("viewer", "privacy", "of another unit"):
        codes.append(await citizen.files())
        town.store.write_now(lambda db: db.execute("update cases set unit = 'works'").rowcount)
    if who == "excluded":
        (case_id,) = town.rows("select id from cases")
        hidden = Exclusion(case_id, terminal.number(person), "1", "supervisor", "", AT)
        town.store.write_now(case_access.exclude, hidden)
    await terminal.signs_in(person)

    for verb in ("show", "undo", "assess", "take", "files"):
        more = ["--into", "."] if verb == "files" else []
        unknown = await terminal.does(person, verb, UNKNOWN, *more)
        for code in codes:
            assert await terminal.does(person, verb, code, *more) == unknown
    listed = (await terminal.does(person, "list", "--all"))[1]
    assert not any(code in listed for code in codes)


async def test_a_handler_steps_back_unread_and_the_case_is_gone_for_them(
    town: Town, terminal: Terminal, citizen: Person, handler: Person
) -> None:
    other = await town.officer("วันดี", corruption=True)
    code = await citizen.files(BRIBE, "corruption")
    await terminal.signs_in(handler)
    asked = (await terminal.does(handler, "recuse", code))[1]
    assert "--yes" in asked
    assert BRIBE not in asked
    assert code in (await terminal.does(handler, "list"))[1]
    other.news()
    assert (await terminal.does(handler, "recuse", code, "--yes"))[0] == 0
    await town.settled()

    assert "ขอไม่รับเรื่อง" in other.news()
    assert code not in (await terminal.does(handler, "list"))[1]
    assert (await terminal.does(handler, "show", code))[0] == 1
    assert not [row for row in trail(town) if row[1] == Action.READ]
    assert town.rows("select why from case_exclusion") == ["self"]


async def test_those_above_hide_an_ordinary_case_and_nobody_else_does(
    town: Town, terminal: Terminal, citizen: Person, officer: Person
) -> None:
    chief, code = await town.officer("wandee", role="supervisor"), await citizen.files()
    hide: tuple[str, ...] = ("exclude", code, "--reason", "เป็นญาติ", "--staff")
    await terminal.signs_in(officer)
    assert (await terminal.does(officer, *hide, str(terminal.number(chief))))[0] == 1
    assert town.rows("select count(*) from case_exclusion") == [0]
    await terminal.signs_in(chief)
    hide = (*hide, str(terminal.number(officer)))
    assert (await terminal.does(chief, *hide))[0] == 0

    assert town.rows("select by from case_exclusion") == [str(terminal.number(chief))]
    assert code not in await officer.says("/cases")
