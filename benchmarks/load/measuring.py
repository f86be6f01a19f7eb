"""One measurement of one subject: how many a second, how long each took, at what cost."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.load.client import Load
from benchmarks.load.events import request
from benchmarks.load.sink import Answered, Sink
from benchmarks.load.subjects import DRIVER_CORE, SINK_PORT, Running, Subject, fresh, place

WARM = 500
PATIENCE_S = 300.0
QUIET_S = 5.0
"""When nothing was answered for so long, what is missing is lost."""

WARM_USER = 9_000_001
MEASURED_USER = 1_000_001


@dataclass(frozen=True, slots=True)
class Figures:
    """What one measurement gave; times in milliseconds, *cpu* in microseconds a message, memory in
    megabytes. What is not measured is 0."""

    acks: float
    ack_p99: float
    replies: float
    reply_p99: float
    cpu: float
    memory: float
    lost: int
    twice: int


@dataclass(frozen=True, slots=True)
class Work:
    """*number* messages of the *texts* in turn, each of another user, over *connections*; in an
    open loop at *rate* a second."""

    kind: str
    texts: Sequence[str]
    number: int
    connections: int = 64
    rate: float = 0.0


def measure(subject: Subject, work: Work, folder: Path, warm: int = WARM) -> Figures:
    """The subject fresh, warmed up, then measured."""
    os.sched_setaffinity(0, {DRIVER_CORE})
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_measure(subject, work, folder, warm))


async def _measure(subject: Subject, work: Work, folder: Path, warm: int) -> Figures:
    async with vendors() as answered, started(subject, folder) as service:
        await passed(subject, service, answered, Work(work.kind, work.texts, warm), WARM_USER)
        return await passed(subject, service, answered, work, MEASURED_USER)


async def passed(
    subject: Subject, service: Running, answered: Answered, work: Work, first_user: int
) -> Figures:
    """What a subject that runs takes and answers of *work*, by users from *first_user* on."""
    before = service.cpu_s()
    load = await _post(work, first_user, subject.port)
    if subject.answers:
        await _answers(answered, first_user, work.number)
    spent, memory = service.cpu_s() - before, service.memory_mb()
    return _figures(load, answered, subject, work, first_user, spent, memory)


@contextlib.asynccontextmanager
async def vendors() -> AsyncIterator[Answered]:
    """Both vendors' APIs, played on SINK_PORT."""
    answered = Answered()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(answered), "127.0.0.1", SINK_PORT)
    try:
        yield answered
    finally:
        server.close()


@contextlib.asynccontextmanager
async def started(subject: Subject, folder: Path) -> AsyncIterator[Running]:
    """The subject, which may ask the vendors while it starts."""
    with contextlib.ExitStack() as stack:
        yield await asyncio.to_thread(stack.enter_context, fresh(subject, folder))


async def _post(work: Work, first_user: int, port: int) -> Load:
    target = place(work.kind, port)
    requests = [
        request(target, first_user + at, first_user + at, work.texts[at % len(work.texts)])
        for at in range(work.number)
    ]
    load = Load(requests, port, work.rate)
    await load.run(min(work.connections, work.number), PATIENCE_S)
    return load


async def _answers(answered: Answered, first_user: int, number: int) -> None:
    """Until all are answered, or nothing more comes."""
    users = range(first_user, first_user + number)
    began = time.perf_counter()
    while sum(user in answered.at for user in users) < number:
        if time.perf_counter() - max(answered.newest, began) > QUIET_S:
            return
        await asyncio.sleep(0.02)


def _figures(
    load: Load,
    answered: Answered,
    subject: Subject,
    work: Work,
    first_user: int,
    spent: float,
    memory: float,
) -> Figures:
    latest, took, twice = 0.0, [], 0
    for at in range(work.number):
        said = answered.at.get(first_user + at, [])
        twice += len(said) > 1
        if said:
            took.append(said[0] - load.left_at[at])
            latest = max(latest, said[0])
    lost = work.number - (len(took) if subject.answers else load.statuses[200])
    return Figures(
        acks=load.statuses[200] / (load.ended - load.started),
        ack_p99=percentile(load.latency, 0.99),
        replies=len(took) / (latest - load.started) if took else 0.0,
        reply_p99=percentile(took, 0.99),
        cpu=spent / work.number * 1e6,
        memory=memory,
        lost=lost,
        twice=twice,
    )


def percentile(seconds: Sequence[float], share: float) -> float:
    """In milliseconds; 0 of nothing."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3 if ordered else 0.0
