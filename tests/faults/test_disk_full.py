"""The disk is full: on a small file system of its own, with the real process on it."""

import resource
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.log import Unfailing
from tests.faults.ground import ANSWER, QUESTION, a_service, fill, small_disk, until
from tests.faults.unlucky import an_unlucky_visitor
from tests.pictures import jpeg
from tests.test_service import bot


async def test_nothing_new_is_taken_and_it_goes_on_by_itself_once_there_is_room(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        async with (
            a_service(disk) as ground,
            an_unlucky_visitor(ground.service.address) as visitor,
        ):
            filler = fill(disk)
            await ground.is_not_ready("disk_full")
            line = await ground.line("U1", "E1")
            telegram = await ground.telegram(77, 1)
            problem = await visitor.is_refused(QUESTION)
            status, said = await visitor.upload(jpeg())

            assert (line.status, telegram.status, status) == (503, 503, 503)
            assert line.headers["Retry-After"] == telegram.headers["Retry-After"] == "5"
            assert "ข้อความของคุณยังอยู่" in problem["text"]
            assert "ลองส่งใหม่" in said["text"]
            assert ground.rows("select count(*) from inbox") == [(0,)]

            filler.unlink()
            await ground.is_ready()
            assert (await ground.line("U1", "E1")).status == 200
            assert (await ground.telegram(77, 1)).status == 200
            assert ANSWER in await visitor.sends_again(QUESTION, problem["id"])
            assert ANSWER in (await ground.vendors.told("U1"))[0]
            assert ANSWER in (await ground.vendors.told("77"))[0]
            assert len(ground.said("disk_full")) == 2
            assert ground.said("refused") == []


async def test_what_was_taken_before_is_answered_once_while_the_disk_is_full_or_after(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        async with a_service(disk) as ground:
            ground.vendors.answers.clear()
            for number in range(20):
                assert (await ground.line(f"U{number}", f"E{number}")).status == 200
            filler = fill(disk)
            ground.vendors.answers.set()
            await ground.is_not_ready("disk_full")
            filler.unlink()
            await ground.is_ready()
            for number in range(20):
                await ground.vendors.told(f"U{number}")

            async def all_done() -> bool:
                return ground.rows("select distinct state from outbox") == [("sent",)]

            await until(all_done)
            assert all(len(ground.vendors.texts_to(f"U{number}")) == 1 for number in range(20))


async def test_it_is_refused_while_the_last_megabytes_are_there_to_finish_with(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        async with a_service(disk) as ground:
            ground.vendors.answers.clear()
            await ground.line("U1", "E1")
            await ground.vendors.told("U1")
            fill(disk, leave=8 * 2**20)
            await ground.is_not_ready("disk_full")
            assert (await ground.line("U2", "E2")).status == 503

            ground.vendors.answers.set()

            async def is_sent() -> bool:
                return ground.rows("select state from outbox") == [("sent",)]

            await until(is_sent)


async def test_a_start_without_room_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        async with a_service(disk):
            pass
        with closing(sqlite3.connect(disk / "served.db")) as db:
            # Whoever still looked for damage when it stopped left the log there, and room in it.
            db.execute("pragma wal_checkpoint(truncate)")
        fill(disk)
        status, said = await bot(disk, "serve")

    assert status == 1
    assert "served.db" in said
    assert "Traceback" not in said


async def test_a_file_that_may_not_grow_is_a_disk_that_fails(tmp_path: Path) -> None:
    async with a_service(tmp_path) as ground:
        pid = ground.service.process.pid
        usual = resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        await ground.is_not_ready("disk_error")
        assert (await ground.line("U1", "E1")).status == 503
        resource.prlimit(pid, resource.RLIMIT_FSIZE, usual)
        await ground.is_ready()
        assert (await ground.line("U1", "E1")).status == 200

        assert ANSWER in (await ground.vendors.told("U1"))[0]
        assert len(ground.said("disk_error")) == 2


def test_a_log_on_a_full_disk_stops_nobody() -> None:
    with Path("/dev/full").open("w") as full:
        log = Unfailing(full)
        log.write("x" * 100_000)
        log.flush()
