"""The drill: everything is killed at full load, and comes back from what Litestream took away."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot import replication
from tests.drilling import SECRET, TOKEN, Platform, event_id, playing, replicating
from tests.serving import ROOT, command, environment, running

LOAD_S = 3.0
MOST_LOST_S = 1.5
SOME = 30

pytestmark = pytest.mark.skipif(
    replication.program() is None, reason="litestream is not installed (make litestream)"
)


async def restored(used: dict[str, str], replica: Path, to: Path) -> str:
    """What ``python -m bot restore`` says."""
    process = await asyncio.create_subprocess_exec(
        *(*command(used), "restore", str(replica), str(to)),
        cwd=ROOT,
        env=used,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    return said.decode()


def kept(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
        found = db.execute("select event_id, count(*) from inbox group by 1").fetchall()
    assert {number for _, number in found} == {1}
    return {name for name, _ in found}


async def all_is_killed_at_full_load(
    line: Platform, settings: dict[str, str], folder: Path
) -> float:
    """When that was."""
    async with (
        running(folder, **settings) as service,
        replicating(Path(service.used["DATABASE"]), folder / "replica") as litestream,
    ):
        load = asyncio.create_task(line.load(f"{service.address}/webhook/line"))
        await asyncio.sleep(LOAD_S)
        await line.acknowledges(SOME)  # in the middle of it, however slow the machine is
        service.process.kill()
        litestream.kill()
        at = time.monotonic()
        line.loading = False
        await load
    return at


async def test_of_what_was_acknowledged_a_second_and_a_half_is_lost_at_most_and_comes_back(
    tmp_path: Path,
) -> None:
    async with playing() as line:
        settings = {
            "LINE_API_BASE": line.url,
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        }
        killed_at = await all_is_killed_at_full_load(line, settings, tmp_path)
        acknowledged = dict(line.acknowledged)
        answered = {number: list(times) for number, times in line.answers.items()}

        back = tmp_path / "back.db"
        used = environment(tmp_path, **settings, DATABASE=str(back))
        said = await restored(used, tmp_path / "replica", back)

        assert "audit verify" in said
        there = kept(back)
        lost = {number for number in acknowledged if event_id(number) not in there}
        lost_s = killed_at - min((acknowledged[number] for number in lost), default=killed_at)
        print(f"{len(acknowledged)} acknowledged, {len(lost)} lost, of the last {lost_s:.2f} s")
        assert len(acknowledged) > SOME
        assert lost_s <= MOST_LOST_S

        gone = {number for number in line.posted if event_id(number) not in there}
        async with running(tmp_path, **settings, DATABASE=str(back)) as service:
            again = gone | (line.posted - acknowledged.keys())
            await line.redeliver(f"{service.address}/webhook/line", sorted(again, key=int))
            await line.hears(
                lambda: (
                    line.answers.keys() >= line.posted
                    and all(len(line.answers[each]) > len(answered.get(each, ())) for each in gone)
                )
            )
        assert kept(back) == {event_id(number) for number in line.posted}
        since = {each: len(line.answers[each]) - len(answered.get(each, ())) for each in gone}
        assert set(since.values()) <= {1}
        twice = [times for times in line.answers.values() if len(times) > 1]
        print(f"{len(twice)} read their answer twice, of the last {MOST_LOST_S} s")
        assert all(len(times) == 2 for times in twice)
        assert all(times[0] > killed_at - MOST_LOST_S for times in twice)
