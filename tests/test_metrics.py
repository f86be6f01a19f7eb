"""Metrics: Prometheus reads numbers and no person; nobody else reads anything."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import clock, outgoing
from bot.metrics import Metrics
from bot.outgoing import Outgoing
from bot.settings import BadSettings, load
from bot.web.budgets import LETTERS_PER_MINUTE, MESSAGE
from bot.web.socket import LONGEST_TEXT
from data import figures, outbox, parked, pushes, times
from data.store import Connection, Store
from handlers.message import Messenger
from handlers.turn import Reply
from handlers.understanding.question import Question
from tests.conversing import PATIENCE_S, Person, Town
from tests.serving import ROOT, running
from tests.signing import line_signature
from tests.test_parked import Fault
from tests.test_slowing_down import says
from tests.visiting import Visitor

ALERTS = ROOT / "docs" / "prometheus-alerts.yml"
TOKEN = "a-token-of-twenty-letters"
SECRET = "s" * 32
NO_LINE = {
    "LINE_CHANNEL_SECRET": SECRET,
    "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40,
    "LINE_API_BASE": "http://127.0.0.1:9",
    "METRICS_TOKEN": TOKEN,
}
ASKED = "คะแนนรวมเท่าไหร่"

Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(text: str) -> Values:
    """Every sample by name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: Values, name: str, **labels: str) -> float:
    return found[f"prongsai_{name}", tuple(sorted(labels.items()))]


def ago(seconds: float) -> str:
    return times.stamp(clock.now() - timedelta(seconds=seconds))


async def asks(
    session: aiohttp.ClientSession, address: str, token: str = "", **headers: str
) -> aiohttp.ClientResponse:
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return await session.get(f"{address}/metrics", headers=headers)


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, address)
        await visitor.comes()
        yield visitor
        await visitor.leaves()


@pytest.fixture
def metrics(town: Town) -> Metrics:
    """The metrics of a town that talks on all messengers."""
    found = Metrics(town.store, town.offices, 200)
    town.courier.carrier.on_taken = found.taken
    return found


async def test_what_is_held_in_memory_is_counted_as_it_is(metrics: Metrics) -> None:
    before = value(read(metrics.text().decode()), "memory_blocks")
    held = [object() for _ in range(100_000)]
    after = value(read(metrics.text().decode()), "memory_blocks")

    assert after - before == pytest.approx(len(held), rel=0.1)


# over HTTP -------------------------------------------------------------------------------


async def test_numbers_move_when_people_write_and_none_of_them_names_anybody(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as service, aiohttp.ClientSession() as session:
        before = read(await (await asks(session, service.address)).text())
        async with visiting(service.address) as visitor:
            assert "96.46" in await visitor.says(ASKED)
            await visitor.says("กขฃคฅฆงจฉช")
        answer = await asks(session, service.address)
        text = await answer.text()
        after = read(text)

    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for name in ("acknowledgement_seconds_count", "reply_seconds_count"):
        moved = value(after, name, messenger="web") - value(before, name, messenger="web")
        assert moved >= 2, name
    assert value(after, "questions_total", outcome="understood") >= 1
    assert value(after, "questions_total", outcome="unsure") >= 1
    assert value(after, "reply_seconds_sum", messenger="web") < 60
    assert value(after, "database_bytes", file="database") > 100_000
    assert value(after, "database_readable") == 1
    assert ("process_resident_memory_bytes", ()) in after
    assert value(after, "memory_blocks") > 10_000
    labels = {label for _, labels in after for label in labels}
    allowed = {"messenger", "held", "outcome", "file", "what", "le"}
    assert {name for name, _ in labels} <= allowed
    assert {named for name, named in labels if name != "le"} == {
        *("web", "no", "time", "budget", "understood", "unsure", "database", "log"),
        *("message", "file"),
    }
    assert "คะแนน" not in text


async def test_without_a_token_only_this_machine_reads_and_only_directly(tmp_path: Path) -> None:
    async with running(tmp_path) as service, aiohttp.ClientSession() as session:
        address = service.address
        unknown = await (await session.get(f"{address}/no-such-page")).text()
        assert (await asks(session, address)).status == 200
        for headers in (
            {"X-Forwarded-For": "203.0.113.9"},
            {"Forwarded": "for=203.0.113.9"},
            {"Via": "1.1 proxy"},
            {"X-Real-IP": "203.0.113.9"},
            {"Host": "chat.example.go.th"},
            {"Host": "rebound.example:8080"},
        ):
            refused = await asks(session, address, **headers)
            assert (refused.status, await refused.text()) == (404, unknown), headers
        assert (await session.post(f"{address}/metrics")).status == 404


@pytest.mark.parametrize(
    "settings",
    [
        {"PUBLIC_URL": "https://chat.example.go.th"},
        {"TRUSTED_PROXIES": "127.0.0.1"},
        {"LINE_CHANNEL_SECRET": SECRET, "LINE_CHANNEL_ACCESS_TOKEN": "t" * 40},
        {"TELEGRAM_BOT_TOKEN": "123:ABC", "TELEGRAM_WEBHOOK_SECRET": "hook-secret"},
    ],
    ids=lambda settings: next(iter(settings)),
)
async def test_where_a_way_leads_in_from_outside_loopback_proves_nothing(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    vendors = dict.fromkeys(("LINE_API_BASE", "TELEGRAM_API_BASE"), "http://127.0.0.1:9")
    async with (
        running(tmp_path, **settings, **vendors) as service,
        aiohttp.ClientSession() as session,
    ):
        assert (await asks(session, service.address)).status == 404


async def test_with_the_token_and_line_set_up_what_waits_for_line_is_seen(tmp_path: Path) -> None:
    body = json.dumps(
        {
            "destination": "U",
            "events": [
                {
                    "type": "message",
                    "webhookEventId": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                    "timestamp": 1_700_000_000_000,
                    "mode": "active",
                    "deliveryContext": {"isRedelivery": False},
                    "source": {"type": "user", "userId": "U" + "0" * 32},
                    "replyToken": "token",
                    "message": {"type": "text", "id": "1", "quoteToken": "q", "text": ASKED},
                }
            ],
        }
    ).encode()
    digest = line_signature(body, SECRET)
    async with running(tmp_path, **NO_LINE) as service, aiohttp.ClientSession() as session:
        address = service.address
        for wrong in ("", TOKEN[:-1], f"{TOKEN}x", "ก" * 20):
            assert (await asks(session, address, wrong)).status == 404
        hook = f"{address}/webhook/line"
        taken = await session.post(hook, data=body, headers={"X-Line-Signature": digest})
        forged = await session.post(hook, data=body, headers={"X-Line-Signature": "x"})
        assert (taken.status, forged.status) == (200, 403)
        await service.says("will try again")
        proxied = await asks(session, address, TOKEN, **{"X-Forwarded-For": "203.0.113.9"})
        found = read(await proxied.text())

    assert value(found, "acknowledgement_seconds_count", messenger="line") == 1
    assert value(found, "outbox_waiting_replies", messenger="line", held="no") == 1
    assert value(found, "reply_seconds_count", messenger="line") == 0
    assert value(found, "line_push_budget") > 0


async def test_a_short_token_is_refused_without_being_shown(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadSettings, match="METRICS_TOKEN") as refused:
        load({"METRICS_TOKEN": "too-short"}, tmp_path / "none.env")
    assert "too-short" not in str(refused.value)
    assert TOKEN not in repr(load({"METRICS_TOKEN": TOKEN}, tmp_path / "none.env"))


# what the numbers mean -------------------------------------------------------------------


async def test_parked_messages_and_pushes_are_counted(
    town: Town, citizen: Person, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, "พัง")
    await citizen.says("ถนนพัง")
    at = times.stamp(clock.now())
    town.store.write_now(pushes.count, at, 7)
    found = read(metrics.text().decode())

    assert value(found, "parked_messages") == town.store.read_now(parked.count) == 1
    assert value(found, "line_pushes_this_month") == 7
    assert value(found, "line_push_budget") == 200


async def test_a_reply_is_timed_from_the_receipt_of_its_message_also_after_a_restart(
    town: Town, citizen: Person, metrics: Metrics
) -> None:
    await citizen.says(ASKED)
    once = read(metrics.text().decode())
    town.store.write_now(
        lambda db: db.execute("update inbox set received_at = :at", {"at": ago(300)}) and None
    )
    (row_id,) = town.rows("select id from inbox")
    payload = outgoing.encode(Outgoing(citizen.name, (Reply("ช้า"),)))
    at = times.stamp(clock.now())
    row = outbox.NewRow("line", citizen.chat, payload, at, row_id)
    town.courier.send([await town.store.write(outbox.add, row)])
    await town.settled()
    await town.courier.stop(PATIENCE_S)
    found = read(metrics.text().decode())

    assert value(once, "reply_seconds_count", messenger="line") == 1
    assert value(once, "reply_seconds_bucket", messenger="line", le="10.0") == 1
    assert value(found, "reply_seconds_count", messenger="line") == 2
    assert 299 < value(found, "reply_seconds_sum", messenger="line") < 330


async def test_what_is_said_unasked_is_no_reply_to_anything(
    town: Town, citizen: Person, metrics: Metrics
) -> None:
    row = outbox.NewRow("line", "c", b"", times.stamp(clock.now()))
    metrics.taken(await town.store.write(outbox.add, row))

    assert value(read(metrics.text().decode()), "reply_seconds_count", messenger="line") == 0


def test_what_waits_is_counted_with_the_age_of_the_oldest(store: Store) -> None:
    def fill(db: Connection) -> None:
        for seconds in (50, 400, 20):
            outbox.add(db, outbox.NewRow("line", "c", b"", ago(seconds)))

    store.write_now(fill)
    now = clock.now()
    (waiting,) = store.read_now(figures.gather, now, None).outbox

    assert (waiting.messenger, waiting.hold, waiting.count) == ("line", "", 3)
    assert 399 < waiting.oldest_s < 460


async def test_a_database_that_cannot_be_read_is_a_number_too(
    town: Town, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(figures, "gather", broken)
    found = read(metrics.text().decode())

    assert value(found, "database_readable") == 0
    assert value(found, "database_bytes", file="database") > 0


async def test_it_is_counted_when_an_address_is_told_to_wait(tmp_path: Path) -> None:
    longest, of_a_minute = "ก" * LONGEST_TEXT, LETTERS_PER_MINUTE // (LONGEST_TEXT + MESSAGE)
    async with (
        running(tmp_path, TRUSTED_PROXIES="127.0.0.1", METRICS_TOKEN=TOKEN) as service,
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"{service.address}/chat/socket",
            headers={
                "Origin": service.address,
                "Cookie": f"visitor={1:043}",
                "X-Forwarded-For": "203.0.113.7",
            },
        ) as line,
    ):
        heard = [(await says(line, longest))["type"] for _ in range(of_a_minute + 2)]
        found = read(await (await asks(session, service.address, TOKEN)).text())

    assert heard[-1] == "problem"
    assert value(found, "address_waits_total", what="message") == heard.count("problem")
    assert value(found, "address_waits_total", what="file") == 0


async def test_two_services_count_apart(town: Town) -> None:
    first, second = (Metrics(town.store, town.offices, None) for _ in range(2))
    first.was_read(Question(intent="unsure"))
    first.acknowledged(Messenger.LINE)(0.001)

    for name, labels in (
        ("questions_total", {"outcome": "unsure"}),
        ("acknowledgement_seconds_count", {"messenger": "line"}),
    ):
        assert value(read(first.text().decode()), name, **labels) == 1
        assert value(read(second.text().decode()), name, **labels) == 0


# the sample alerts -----------------------------------------------------------------------


async def test_every_metric_in_the_sample_alerts_is_there_with_the_labels_it_is_asked_by(
    metrics: Metrics,
) -> None:
    there = read(metrics.text().decode())
    names = {name for name, _ in there}
    rules = [
        rule
        for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
        for rule in group["rules"]
    ]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 10
    for rule in rules:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))
        assert rule["annotations"]["summary"].strip()
        assert rule["expr"].count("(") == rule["expr"].count(")")
        asked = re.findall(r"\b((?:prongsai|process)_\w+)(?:\{(\w+)=\"(\w+)\"\})?", rule["expr"])
        assert asked, rule["alert"]
        for name, label, wanted in asked:
            assert name in names, name
            if label and label != "job":
                assert any(n == name and (label, wanted) in labels for n, labels in there)
