"""Privacy: copies of what is held, erasing, legal holds, messages taken back, the notice."""

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from data import audit, conversations, erasing, legal_holds
from data.audit import Action
from data.conversations import Conversation
from data.erasing import Erasing
from data.legal_holds import Held
from data.sealing import Vault
from data.store import Connection, Store
from handlers.message import Messenger
from tests.conversing import BRIBE, KEY, POTHOLE, Desk, Person, Town
from tests.sealed_things import files_of, fill
from tests.test_afterthoughts import WORDS_KEPT
from tests.test_case_keys import forms

pytestmark = pytest.mark.usefixtures("quiet")

AT = "2026-11-20T03:00:00.000000+00:00"
SECRET = "เสียงเครื่องจักรบ้านยายแม้น"
ANSWER = "ส่งช่างทองดีไปดูแล้ว"
UNFINISHED = "เรื่องน้ำประปาตาปลั่ง"
PLANTED = (SECRET, ANSWER, UNFINISHED)
SEALED = (
    "select text from case_entry where length(text) > 29",
    "select content from attachment",
    "select payload from inbox where length(payload) > 0 and (chat = :chat or received_at >="
    " (select opened_at from cases))",
    "select payload from outbox where length(payload) > 0 and (chat = :chat or created_at >="
    " (select opened_at from cases))",
    "select state from conversation where chat = :chat",
    "select text from draft_part",
    "select text from draft_answer",
    "select wrapped from case_key",
)


def everything_kept(town: Town) -> str:
    """All words that stand in the database, opened; what is forgotten does not."""
    found = [row for query in WORDS_KEPT for row in town.rows(query) if row is not None]
    return "\n".join(row.decode() if isinstance(row, bytes) else row for row in found)


def case_id(town: Town, code: str) -> int:
    found = town.store.read_now(legal_holds.case_called, code)
    assert found is not None
    return found


def audited(town: Town, code: str) -> list[str]:
    return [row.action for row in town.store.read_now(audit.of_case, case_id(town, code))]


async def talked(town: Town, person: Person, officer: Person) -> str:
    """A case with words, a file and an answer, and a draft of the next; its code."""
    code = await person.files(SECRET, photo=person.messenger is not Messenger.WEB)
    await officer.presses_data("c:1:answer")
    await officer.says(ANSWER)
    await officer.says("ส่ง")
    await person.presses_data("f:start:feedback")
    await person.says(UNFINISHED)
    return code


# erasing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("messenger", [Messenger.LINE, Messenger.WEB])
async def test_after_erasing_no_file_holds_plain_or_sealed_words(
    town: Town, officer: Person, desk: Desk, messenger: Messenger
) -> None:
    person = town.citizen("maen", messenger)
    code = await talked(town, person, officer)
    sealed = [
        bytes(row)
        for query in SEALED
        for row in town.rows(query, **({"chat": person.chat} if ":chat" in query else {}))
    ]
    assert all(row in files_of(town.store) for row in sealed)

    status, out, err = await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert (status, err) == (0, "")
    assert f"ลบ {code} แล้ว" in out
    left = files_of(town.store)
    assert not [word for word in PLANTED if any(form in left for form in forms(word))]
    assert not [row for row in sealed if row[13:45] in left or row[-16:] in left]
    assert not [word for word in PLANTED if word in everything_kept(town)]


async def test_erasing_leaves_what_statistics_count_and_an_audit_event(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    code = await talked(town, citizen, officer)
    await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert town.rows("select code, kind, chat, state, closed_at <> '' from cases") == [
        (code, "GRIEVANCE", "", "withdrawn", 1)
    ]
    assert town.rows("select name from case_clock where ended_at = ''") == []
    assert town.rows("select why from erased_case") == ["asked"]
    assert audited(town, code)[-1] == Action.ERASED
    assert "เจ้าของขอ" in (await desk("audit", "show"))[1]
    assert (await desk("audit", "verify"))[0] == 0
    assert "ลบแล้ว" in await officer.says(f"/case {code}")
    assert "ไม่พบ" in await citizen.says(code)


async def test_an_erased_case_of_corruption_is_gone_for_its_handler_too(
    town: Town, citizen: Person, handler: Person, desk: Desk
) -> None:
    code = await citizen.files(BRIBE, "corruption", photo=True)
    assert BRIBE in await handler.presses_data("c:1:open")
    await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert BRIBE not in await handler.presses_data("c:1:open")
    assert town.rows("select count(*) from attachment") == [0]


async def test_what_an_officer_was_wording_is_forgotten_with_the_case(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    code = await citizen.files(SECRET)
    await officer.presses_data("c:1:answer")
    await officer.says(ANSWER)
    assert ANSWER in everything_kept(town)
    await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert ANSWER not in everything_kept(town)
    assert "ไม่มีเรื่องที่เขียนค้าง" in await officer.says("/cancel")


async def test_erasing_one_case_leaves_others_and_what_is_owed_to_their_reporter(
    town: Town, citizen: Person, officer: Person, desk: Desk
) -> None:
    first = await citizen.files(SECRET)
    await citizen.files(POTHOLE)
    neighbour = town.citizen("neighbour")
    await neighbour.files("ไฟดับหน้าวัด")
    await desk("privacy", "erase", first, "--reason", "เจ้าของขอ")

    assert town.texts_of_cases() == [POTHOLE, "ไฟดับหน้าวัด"]
    await officer.presses_data("c:2:answer")
    await officer.says("จะไปซ่อม")
    await officer.says("ส่ง")
    assert "จะไปซ่อม" in citizen.news()


async def test_erasing_twice_is_erasing_once(town: Town, citizen: Person, desk: Desk) -> None:
    code = await citizen.files()
    for _ in range(2):
        status, out, _ = await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")
        assert status == 0

    assert "ก่อนหน้านี้แล้ว" in out
    assert audited(town, code).count(Action.ERASED) == 1


async def test_erasing_that_fails_half_way_has_changed_nothing(town: Town, citizen: Person) -> None:
    code = await citizen.files(SECRET, photo=True)

    def interrupted(db: sqlite3.Connection, wanted: Erasing) -> None:
        erasing.erase(db, wanted)
        raise RuntimeError("killed")

    wanted = Erasing(case_id(town, code), erasing.ASKED, audit.OPERATOR, "x", AT)
    with pytest.raises(RuntimeError):
        town.store.write_now(interrupted, wanted)

    assert town.texts_of_cases() == [SECRET]
    assert len(town.files_of_cases()) == 1
    assert Action.ERASED not in audited(town, code)
    assert town.rows("select chat <> '' from cases") == [1]


@pytest.mark.parametrize("verb", ["erase", "hold", "unhold"])
async def test_a_code_that_is_not_there_changes_nothing(desk: Desk, verb: str) -> None:
    status, _, err = await desk("privacy", verb, "PS-7K3-F2M-9XQ", "--reason", "x")

    assert (status, "ไม่พบ" in err) == (1, True)
    assert (await desk("privacy", verb, "PS-7K3-F2M-9XQ", "--reason", " "))[0] == 2


# legal holds -----------------------------------------------------------------------------------


async def test_nothing_is_erased_while_a_legal_hold_stands(
    town: Town, citizen: Person, desk: Desk
) -> None:
    code = await citizen.files(SECRET)
    assert "ห้ามลบ" in (await desk("privacy", "hold", code, "--reason", "หนังสือศาล"))[1]
    assert "อยู่แล้ว" in (await desk("privacy", "hold", code, "--reason", "หนังสือศาล"))[1]
    status, _, err = await desk("privacy", "erase", code, "--reason", "เจ้าของขอ")

    assert status == 1
    assert "ห้ามลบ" in err
    assert town.texts_of_cases() == [SECRET]
    with pytest.raises(Held):
        town.store.write_now(
            erasing.erase,
            Erasing(case_id(town, code), erasing.RETENTION, audit.SYSTEM, "x", AT),
        )

    assert "เลิกคำสั่ง" in (await desk("privacy", "unhold", code, "--reason", "คดีจบ"))[1]
    assert "ไม่มีคำสั่ง" in (await desk("privacy", "unhold", code, "--reason", "คดีจบ"))[1]
    assert (await desk("privacy", "erase", code, "--reason", "เจ้าของขอ"))[0] == 0
    actions = audited(town, code)
    assert [each for each in actions if each in ("hold_set", "hold_lifted", "erased")] == [
        "hold_set",
        "hold_lifted",
        "erased",
    ]


# a message that is taken back ------------------------------------------------------------------


async def test_unsending_reaches_a_filed_case_its_files_and_copies_that_officers_got(
    town: Town, citizen: Person, desk: Desk
) -> None:
    worker = town.citizen("web worker", Messenger.WEB)
    await worker.says(f"/start join_{town.invitation()}")
    await citizen.presses_data("f:start:grievance")
    await citizen.says(POTHOLE)
    await citizen.sends_photo(caption=SECRET)
    photo = citizen.message_id
    await citizen.presses_data("f:review")
    await citizen.presses("ส่งเรื่อง")
    assert SECRET in await worker.presses_data("c:1:open")

    assert await citizen.unsends(photo) == ""
    assert town.texts_of_cases() == [POTHOLE]
    assert town.rows("select kind from case_entry order by id")[:2] == ["report", "unsent"]
    assert town.files_of_cases() == []
    assert SECRET not in everything_kept(town)
    assert not any(form in files_of(town.store) for form in forms(SECRET))


async def test_unsending_under_a_legal_hold_keeps_it_in_the_case_and_in_the_audit_trail(
    town: Town, citizen: Person, desk: Desk
) -> None:
    code = await citizen.files(SECRET)
    citizens_message = town.rows("select message from case_entry where message <> ''")
    assert citizens_message
    await desk("privacy", "hold", code, "--reason", "หนังสือศาล")
    first = next(kept.event.message_id for kept in town.kept if kept.event.text == SECRET)

    assert await citizen.unsends(first) == ""
    assert town.texts_of_cases() == [SECRET]
    assert audited(town, code)[-1] == Action.UNSENT_KEPT
    assert SECRET not in "".join(
        row.decode()
        for row in town.rows(
            "select unseal_bytes(payload, 'inbox.payload') from inbox where length(payload) > 0"
        )
    )


# a copy of what is held ------------------------------------------------------------------------


async def test_a_copy_holds_cases_files_draft_and_talk_under_plain_thai_keys(
    town: Town, citizen: Person, officer: Person, desk: Desk, tmp_path: Path
) -> None:
    code = await talked(town, citizen, officer)
    status, out, _ = await desk("privacy", "export", code, "--out", "copy.json")
    written = tmp_path / "copy.json"
    copy = json.loads(written.read_text("utf-8"))

    assert status == 0
    assert "1 เรื่อง" in out
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    (chat,) = copy["แชต"]
    (case,) = chat["เรื่อง"]
    assert case["รหัสเรื่อง"] == code
    assert [entry["ข้อความ"] for entry in case["ประวัติ"] if entry["ข้อความ"]] == [SECRET, ANSWER]
    assert [file["ชนิด"] for file in case["ไฟล์"]] == ["image/jpeg"]
    assert chat["เรื่องที่เขียนค้าง"]["ข้อความ"] == [UNFINISHED]
    assert chat["การสนทนา"]["จำนวนข้อความที่ส่งเข้ามาและยังเก็บอยู่"] > 0
    assert audited(town, code)[-1] == Action.EXPORTED
    assert (await desk("privacy", "export", code, "--out", "copy.json"))[0] == 1  # is there


async def test_a_copy_does_not_tell_of_corruption_unless_its_code_was_given(
    town: Town, citizen: Person, handler: Person, desk: Desk, tmp_path: Path
) -> None:
    plain = await citizen.files(POTHOLE)
    bribe = await citizen.files(BRIBE, "corruption")
    await citizen.presses_data("f:start:corruption")
    await citizen.says("เรียกเงินอีกครั้ง")

    def read(name: str) -> str:
        return (tmp_path / name).read_text("utf-8")

    await desk("privacy", "export", plain, "--out", "one.json")
    await desk("privacy", "export", "--chat", citizen.chat, "--out", "two.json")
    for name in ("one.json", "two.json"):
        assert plain in read(name)
        assert bribe not in read(name)
        assert BRIBE not in read(name)
        assert "อีกครั้ง" not in read(name)
        assert json.loads(read(name))["แชต"][0]["การสนทนา"]["กำลังรอข้อความต่อ"] is False
    await desk("privacy", "export", plain, bribe, "--out", "both.json")
    assert BRIBE in read("both.json")
    assert audited(town, bribe).count(Action.EXPORTED) == 1


async def test_a_copy_of_nobody_is_none(town: Town, desk: Desk, tmp_path: Path) -> None:
    assert (await desk("privacy", "export", "--out", "copy.json"))[0] == 2
    assert (await desk("privacy", "export", "PS-7K3-F2M-9XQ", "--out", "copy.json"))[0] == 1
    assert not (tmp_path / "copy.json").exists()


# the notice ------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ความเป็นส่วนตัว", "นโยบายความเป็นส่วนตัวค่ะ", "ข้อมูลส่วนบุคคล"])
async def test_the_notice_is_short_and_says_what_for_who_how_long_and_whom_to_ask(
    town: Town, citizen: Person, handler: Person, words: str
) -> None:
    told = await citizen.says(words)

    for part in ("ภารกิจเพื่อประโยชน์สาธารณะ", "ไม่ได้ขอความยินยอม", "เข้ารหัส", "LINE เองรู้", "Telegram"):
        assert part in told
    for period in ("1 ปี", "5 ปี", "7 วัน", "90 วัน", "30 วัน"):
        assert period in told
    assert "ขอให้ลบ" in told
    assert town.agency.name in told
    assert len(told) < 1200
    assert await citizen.says(words) == told
    assert "คุยกับเจ้าหน้าที่" in citizen.labels


async def test_the_notice_speaks_english_and_of_corruption_only_where_that_is_taken(
    town: Town,
) -> None:
    visitor = town.citizen("visitor", Messenger.WEB)
    told = await visitor.says("privacy")

    assert "public task" in told
    assert "7 days" in told
    assert "corruption" not in told
    assert "itself knows" not in told


@pytest.mark.parametrize("kind", ["grievance", "feedback", "corruption", "question"])
async def test_the_notice_is_one_press_away_before_the_first_word_and_the_draft_waits(
    town: Town, citizen: Person, handler: Person, kind: str
) -> None:
    await citizen.presses_data(f"f:start:{kind}")
    assert "ประโยชน์สาธารณะ" in await citizen.presses("ความเป็นส่วนตัว")
    await citizen.presses("เขียนต่อ")
    await citizen.says(SECRET)
    assert "ประโยชน์สาธารณะ" in await citizen.says("ความเป็นส่วนตัว")

    assert SECRET in await citizen.says("ตรวจ")


@pytest.mark.parametrize(
    ("messenger", "can_unsend"),
    [(Messenger.LINE, True), (Messenger.TELEGRAM, False), (Messenger.WEB, False)],
)
async def test_nobody_is_told_that_a_message_can_be_unsent_where_it_cannot(
    town: Town, messenger: Messenger, can_unsend: bool
) -> None:
    person = town.citizen("maen", messenger)
    assert ("ยกเลิกการส่งข้อความ" in await person.says("ขอลบข้อมูลของฉัน")) is can_unsend
    await person.presses_data("f:start:grievance")
    await person.says(POTHOLE)

    assert ("ยกเลิกข้อความ" in await person.says("ยกเลิก")) is can_unsend


def test_no_page_keeps_what_stood_there_before_others_moved_in(store: Store) -> None:
    chats = [store.vault.tag("chat", f"line:{number}") for number in range(400)]

    def talk(db: Connection) -> list[bytes]:
        states = []
        for chat in chats:
            for times_told in (1, 7, 3):
                about = Conversation(memory={"told": SECRET * times_told})
                conversations.save(db, chat, about, AT)
            query = "select state from conversation where chat = :chat"
            states += [bytes(row[0]) for row in db.execute(query, {"chat": chat})]
        return states

    def purge(db: Connection) -> None:
        for chat in chats[::2]:
            erasing.purge_chat(db, chat)

    states = store.write_now(talk)
    store.write_now(purge)
    assert erasing.compact(store)

    left = files_of(store)
    assert not [state for state in states[::2] if state[13:45] in left]


def test_killed_at_any_line_a_case_is_whole_or_erased_and_can_be_erased_again(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "prongsai.db", Vault(KEY))
    store.write_now(fill, store.vault.tag("chat", "line:U1"))
    store.close()
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed_erasing", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout)

    assert outcome["whole"] > 30
    assert outcome["erased"] >= 1
