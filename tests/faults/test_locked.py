"""The database is locked by another process for longer than anybody waits."""

from pathlib import Path

from data.sealing import Vault
from data.store import Store
from tests.faults.ground import ANSWER, QUESTION, a_service, locked, until
from tests.faults.unlucky import an_unlucky_visitor
from tests.pictures import jpeg
from tests.serving import KEY
from tests.test_service import bot


async def test_nothing_is_taken_and_all_of_it_is_answered_once_the_lock_is_gone(
    tmp_path: Path,
) -> None:
    async with a_service(tmp_path) as ground:
        with locked(ground.database):
            await ground.is_not_ready("locked")
            line = await ground.line("U1", "E1")
            telegram = await ground.telegram(77, 1)

            assert (line.status, telegram.status) == (503, 503)
            assert line.headers["Retry-After"] == telegram.headers["Retry-After"] == "5"
            assert ground.rows("select count(*) from inbox") == [(0,)]
        await ground.is_ready()
        assert (await ground.line("U1", "E1")).status == 200
        assert (await ground.telegram(77, 1)).status == 200

        assert ANSWER in (await ground.vendors.told("U1"))[0]
        assert ANSWER in (await ground.vendors.told("77"))[0]
        assert len(ground.said("database takes nothing new")) == 1
        assert "reason='locked'" in ground.said("database takes nothing new")[0]
        await ground.service.says("database takes messages again")
        assert len(ground.said("database takes messages again")) == 1
        assert ground.said("refused") == []


async def test_a_reply_that_line_took_while_nothing_could_be_written_is_not_sent_again(
    tmp_path: Path,
) -> None:
    async with a_service(tmp_path) as ground:
        ground.vendors.answers.clear()
        await ground.line("U1", "E1")
        await ground.telegram(77, 1)
        await ground.vendors.told("U1")
        await ground.vendors.told("77")
        with locked(ground.database):
            ground.vendors.answers.set()
            await ground.is_not_ready("locked")
            assert ground.rows("select distinct state from outbox") == [("waiting",)]
        await ground.is_ready()

        async def is_noted() -> bool:
            return ground.rows("select distinct state from outbox") == [("sent",)]

        await until(is_noted)
        assert len(ground.vendors.texts_to("U1")) == 1
        assert len(ground.vendors.texts_to("77")) == 1


async def test_nor_when_the_process_dies_before_it_could_be_written(tmp_path: Path) -> None:
    async with a_service(tmp_path) as ground:
        ground.vendors.answers.clear()
        await ground.line("U1", "E1")
        await ground.vendors.told("U1")
        with locked(ground.database):
            ground.vendors.answers.set()
            await ground.is_not_ready("locked")
            ground.service.process.kill()
            await ground.service.ended()
        await ground.service.is_killed_and_started_again()
        await ground.line("U1", "E2")
        await ground.vendors.told("U1", 2)

        assert ground.vendors.owners == {}
        assert len(ground.vendors.texts_to("U1")) == 2
        assert ground.vendors.keys == set()


async def test_a_command_in_the_terminal_says_so_and_ends(tmp_path: Path) -> None:
    store = Store(tmp_path / "served.db", Vault(bytes.fromhex(KEY)))
    store.close()
    with locked(tmp_path / "served.db"):
        status, said = await bot(tmp_path, "invite", "--role", "viewer", "--name", "ก")

    assert status == 1
    assert "locked" in said
    assert "Traceback" not in said


async def test_a_visitor_of_the_page_is_told_and_their_words_come_through_after(
    tmp_path: Path,
) -> None:
    async with a_service(tmp_path) as ground, an_unlucky_visitor(ground.service.address) as visitor:
        with locked(ground.database):
            await ground.is_not_ready("locked")
            problem = await visitor.is_refused(QUESTION)
            status, said = await visitor.upload(jpeg())

            assert "ข้อความของคุณยังอยู่" in problem["text"]
            assert problem["again"] is True
            assert status == 503
            assert "ลองส่งใหม่" in said["text"]
        await ground.is_ready()

        assert ANSWER in await visitor.sends_again(QUESTION, problem["id"])
