"""Answers beside the scores: the plan, the topics, channels, what is not known, and other years."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data import facts, publish
from data.dataset import load_dataset
from data.store import Store
from handlers import menus
from handlers.informing.answers import ANSWERS
from handlers.message import Kind
from handlers.router import respond
from handlers.texts.thai import be_date
from handlers.understanding.question import INTENTS, Guess, Question
from tests.answering import Asker, answer, ask, message, words

YEAR, PLAN_YEAR = 2566, 2567
ADDRESS = re.compile(r"https?://|www\.|\b0\d[\d-]{7,}|@\w")
FIGURE = re.compile(r"\d+\.\d\d")
INFORMED = [intent for intent in INTENTS if intent in ANSWERS]
WITHOUT_SOURCE = {"greeting", "thanks", "help", "human_handoff", "out_of_scope"}


@pytest.fixture
def asker(store: Store) -> Asker:
    return Asker(store)


@pytest.mark.parametrize("intent", [each for each in INFORMED if each not in WITHOUT_SOURCE])
async def test_an_answer_names_its_source_its_year_and_what_can_be_typed(
    asker: Asker, intent: str
) -> None:
    text = await answer(asker, intent)

    assert "ที่มา:" in text
    assert "พิมพ์ เช่น “" in text
    assert intent == "contact_info" or "พ.ศ. 256" in text


async def test_the_plan_lists_every_measure_with_its_office(asker: Asker) -> None:
    text = await answer(asker, "measure_list")

    assert "E-Service" in text
    for measure in asker.store.read_now(facts.measures, PLAN_YEAR):
        assert re.search(rf"• {re.escape(measure.code)} .*{measure.office}", text)


async def test_every_measure_tells_what_how_who_and_when(asker: Asker) -> None:
    for measure in asker.store.read_now(facts.measures, PLAN_YEAR):
        text = await answer(asker, "measure_detail", measure=measure.code)
        for expected in (*measure.actions, *measure.steps, measure.office, measure.position):
            assert expected in text
        assert f"{be_date(measure.start)} - {be_date(measure.end)}" in text


async def test_measures_by_topic_and_by_office(asker: Asker) -> None:
    three = await answer(asker, "measure_detail", measure="1")
    assert all(f"\n{code} " in three for code in ("1.1", "1.2", "1.3"))
    finance = await answer(asker, "measure_list", office="กองคลัง")
    assert "มี 2 ข้อ" in finance
    assert "สำนักปลัด" not in finance
    assert "กองคลัง" in await answer(asker, "measure_owner", measure="5")
    assert "นิติกร" in await answer(asker, "measure_owner", topic="7")


async def test_the_plan_runs_for_its_fiscal_year(asker: Asker) -> None:
    assert "1 ตุลาคม 2566 - 30 กันยายน 2567" in await answer(asker, "measure_period")


async def test_every_topic_and_finding_can_be_read(asker: Asker) -> None:
    topics = asker.store.read_now(facts.topics, YEAR)
    listed = await answer(asker, "analysis_topic")
    for topic in topics:
        assert topic.title in listed
        text = await answer(asker, "analysis_topic", topic=str(topic.number))
        assert topic.title in text
        assert topic.note in text
        for number, finding in enumerate(topic.findings, start=1):
            assert finding.heading in text
            full = {"topic": str(topic.number), "finding": str(number)}
            assert finding.text in await answer(asker, "analysis_topic", **full)


async def test_there_are_no_limitations(asker: Asker) -> None:
    assert "ไม่มีข้อจำกัด" in await answer(asker, "limitations")


@pytest.mark.parametrize("intent", ["contact_info", "channel_list", "eservice_info"])
async def test_nothing_is_invented_where_nothing_is_configured(asker: Asker, intent: str) -> None:
    text = await answer(asker, intent)

    assert "ยังไม่ได้ระบุไว้ในระบบ" in text
    assert not ADDRESS.search(text)


async def test_what_is_configured_is_shown(asker: Asker) -> None:
    asker.agency = replace(
        asker.agency,
        phone="0 1234 5678",
        eservice="https://e.example/",
        channels=tuple(replace(each, address=f"ที่ {each.key}") for each in asker.agency.channels),
        outside_bodies=tuple(replace(b, phone="1299") for b in asker.agency.outside_bodies),
    )

    assert "0 1234 5678" in await answer(asker, "contact_info")
    assert "https://e.example/" in await answer(asker, "eservice_info")
    channels = await answer(asker, "channel_list")
    assert all(f": ที่ {each.key}" in channels for each in asker.agency.channels)
    assert "1299" in channels
    assert "ยังไม่ได้ระบุ" not in channels


async def test_channels_say_which_is_for_what(asker: Asker) -> None:
    text = await answer(asker, "channel_list")

    for expected in ("Facebook", "Line", "Google Form", "เว็บไซต์ อบต.บ่อรัง", "e8", "e10", "ป.ป.ช."):
        assert expected in text
    (corruption,) = [line for line in text.splitlines() if "e10" in line]
    assert "ยังไม่มีผู้รับผิดชอบ" in corruption
    assert "Facebook" not in corruption


async def test_corruption_is_taken_here_once_somebody_is_appointed(asker: Asker) -> None:
    asker.appoint(corruption=True)

    text = await answer(asker, "channel_list")
    (corruption,) = [line for line in text.splitlines() if "e10" in line]
    assert "แจ้งแบบลับในแชตนี้ได้" in corruption


async def test_contact_says_where_the_agency_is(asker: Asker) -> None:
    text = await answer(asker, "contact_info")

    for expected in ("องค์การบริหารส่วนตำบลบ่อรัง", "วิเชียรบุรี", "เพชรบูรณ์"):
        assert expected in text


async def test_eservice_tells_both_parts_and_the_measure(asker: Asker) -> None:
    text = await answer(asker, "eservice_info")

    for expected in ("E-Service", "o18", "ส่วนที่ 1 97.67 / ส่วนที่ 2 90.00", "มาตรการที่ 2"):
        assert expected in text


async def test_no_gift_tells_what_the_report_says(asker: Asker) -> None:
    text = await answer(asker, "no_gift_info")

    for expected in ("No Gift Policy", "o31", "o32", "o33", "100.00", "อย่างเคร่งครัด"):
        assert expected in text


@pytest.mark.parametrize(
    "guard", ["other_agency", "other_year", "personal_data", "instruction", "budget", "abuse", ""]
)
async def test_what_is_not_in_the_report_is_said_without_a_neighbouring_figure(
    asker: Asker, guard: str
) -> None:
    text = await answer(asker, "out_of_scope", guard=guard, year="2567")

    assert not FIGURE.search(text)
    assert not ADDRESS.search(text)


@pytest.mark.parametrize(
    "intent", [each for each in INFORMED if each.startswith("score_") or each == "what_if"]
)
async def test_a_year_without_results_gets_no_neighbours_figure(asker: Asker, intent: str) -> None:
    text = await answer(asker, intent, year="2567", item="e9", value="100", indicator="7")

    assert "2567" in text
    assert "2566" in text
    assert not FIGURE.search(text)


async def test_of_the_year_before_only_the_total_is_known(asker: Asker) -> None:
    assert "96.51" in await answer(asker, "score_total", year="2565")
    item = await answer(asker, "score_item", year="2565", item="e9")
    assert "เฉพาะคะแนนรวม" in item
    assert not FIGURE.search(item)


async def test_the_year_of_the_report_means_the_plan_it_made(asker: Asker) -> None:
    assert "พ.ศ. 2567" in await answer(asker, "measure_list", year="2566")
    assert "2570" in await answer(asker, "measure_list", year="2570")


@pytest.fixture
def two_years(store: Store, tmp_path: Path) -> Asker:
    """A dataset with an invented B.E. 2567 beside 2566, put there as an official would."""
    asker = Asker(store)
    folder = tmp_path / "datasets"
    shutil.copytree(asker.agency.datasets, folder)
    shutil.copytree(folder / "2566", folder / "2567")
    later = folder / "2567"
    rewrite(later / "report.toml", ("fiscal_year = 2566", "fiscal_year = 2567"))
    rewrite(later / "report.toml", ("fiscal_year = 2565", "fiscal_year = 2566"))
    rewrite(later / "report.toml", ('total = "96.51"', 'total = "96.46"'))
    rewrite(later / "measures.toml", ("plan_year = 2567", "plan_year = 2568"))
    rewrite(later / "scores.csv", ("total,ALL,total,96.46", "total,ALL,total,97.77"))
    store.write_now(publish.publish, load_dataset(folder))
    return Asker(store, agency=replace(asker.agency, datasets=folder))


def rewrite(path: Path, change: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), "utf-8")


async def test_a_year_dropped_in_beside_is_answered_and_the_older_one_when_named(
    two_years: Asker,
) -> None:
    newest = await answer(two_years, "score_total")
    assert "พ.ศ. 2567 (ปีล่าสุดที่มี)" in newest
    assert "97.77" in newest
    older = await answer(two_years, "score_total", year="2566")
    assert "รวม 96.46" in older
    assert "ปีล่าสุด" not in older


async def test_an_unsure_bot_offers_three_choices_and_a_person(asker: Asker) -> None:
    guesses = (Guess("score_item", 0.4), Guess("greeting", 0.3), Guess("thanks", 0.1))
    question = Question("unsure", {"item": "e9"}, 0.4, guesses)
    (reply,) = (await ANSWERS["unsure"](message(), asker.context(question))).replies

    offered = [choice.intent for choice in reply.choices]
    assert offered == ["score_item", "greeting", "thanks", "human_handoff"]
    assert reply.choices[0].data == "q:score_item:e9"
    assert all(choice.label in reply.text for choice in reply.choices)


async def test_an_unsure_bot_without_guesses_offers_the_main_areas(asker: Asker) -> None:
    (reply,) = (await ask(asker, "unsure")).replies

    assert len(reply.choices) == 4
    assert reply.choices[-1] == menus.PERSON


@pytest.mark.parametrize("kind", [Kind.STICKER, Kind.LOCATION, Kind.FILE, Kind.OTHER])
async def test_what_has_no_words_gets_a_kind_answer(asker: Asker, kind: Kind) -> None:
    turn = await respond(message(kind=kind), asker.context())

    assert words(turn).strip()
    assert turn.replies[0].choices
    assert not turn.keep


async def test_no_answer_holds_a_misprinted_figure(asker: Asker) -> None:
    items = [item.code for item in asker.store.read_now(facts.items, YEAR)]
    topics = [str(topic.number) for topic in asker.store.read_now(facts.topics, YEAR)]
    asked: list[tuple[str, dict[str, str]]] = [(intent, {}) for intent in INFORMED]
    asked += [(intent, {"item": code}) for code in items for intent in INFORMED[:10]]
    asked += [
        ("analysis_topic", {"topic": t, "finding": f}) for t in topics for f in ("", "1", "2")
    ]
    for intent, slots in asked:
        assert "86.93" not in await answer(asker, intent, **slots)
