"""English in, English out: conversations through the real dispatcher, and every answer's words."""

import re
from collections.abc import Iterable

import pytest

from data import conversations, facts
from data.conversations import Conversation
from data.store import Connection, Store
from handlers import menus
from handlers.language import of_text
from handlers.message import Kind
from handlers.router import ANSWERS, respond
from handlers.texts.english.counterparts import ENGLISH, THAI
from handlers.texts.english.labels import LABELS
from handlers.turn import LABEL_LIMIT, Turn
from handlers.understanding.question import INTENTS, UNSURE, Question
from handlers.understanding.understand import Understanding
from tests.answering import Asker, message, words
from tests.conversing import NO_PHOTO, Person, Town

THAI_WORD = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
YEAR = "B.E. 2566 (FY 1 Oct 2022 - 30 Sep 2023)"
HOLE = "There is a big hole in the road near the school"
BRIBE = "Someone at the office asked me for money for a permit"
ANSWER = "จะไปซ่อมวันจันทร์"
IN_THAI_ONLY = re.compile("q:(?:measure_|analysis_topic|limitations)|f:my-data")
EXAMPLES = re.compile(r"Type e\.g\. (.*)")
QUOTED = re.compile("“([^”]+)”")


def names(store: Store) -> str:
    """What stays Thai: names, item wordings, headings, and what the report is quoted with."""
    read = store.read_now
    asker = Asker(store)
    agency = asker.agency
    report: list[str] = [item.text or "" for item in read(facts.items, 2566)]
    report += [each.name for each in read(facts.indicators, 2566)]
    report += [each.name for each in read(facts.subindicators, 2566)]
    report += [f.heading + f.text for t in read(facts.topics, 2566) for f in t.findings]
    report += [action for each in read(facts.measures, 2567) for action in each.actions]
    known = [agency.name, agency.short_name, agency.district, agency.province]
    return " ".join([*report, *known, *(body.name for body in agency.outside_bodies)])


def assert_english(text: str, *, but: Iterable[str] = ()) -> None:
    """No Thai letters, except what is a name or quoted."""
    known = " ".join(but)
    assert of_text(text) is not None
    assert not [word for word in THAI_WORD.findall(text) if word not in known], text


# scores ----------------------------------------------------------------------------------


async def test_a_score_is_answered_with_its_year_its_source_and_what_can_be_typed(
    town: Town, citizen: Person
) -> None:
    heard = await citizen.says("What is the total ITA score?")

    for expected in (YEAR, "96.46", "level AA", "Rank 1,072", "98.40", "96.25", "down 0.05"):
        assert expected in heard
    assert "Source: ITA report, fiscal year B.E. 2566" in heard
    assert "Type e.g. “score e9”" in heard
    assert citizen.labels[3:] == ["Lowest items", "Compare last year"]
    assert citizen.replies[-1].card is None
    assert_english(heard)


async def test_an_item_says_what_it_asks_in_thai_and_that_its_number_was_misprinted(
    town: Town, citizen: Person
) -> None:
    heard = await citizen.says("score e9")

    assert "Item e9, " + YEAR in heard
    assert "EIT part 1 (Public: citizens answered on their own) 96.93" in heard
    assert "Note on e9 EIT part 1: the report's table misprints this number." in heard
    assert "86.93" not in heard
    assert "It asks citizens, in Thai: หน่วยงานสามารถสื่อสาร" in heard
    assert "Indicator 7 Effectiveness of communication (ประสิทธิภาพการสื่อสาร)" in heard
    assert_english(heard, but=[names(town.store)])


async def test_a_recomputed_number_says_that_it_is(citizen: Person) -> None:
    heard = await citizen.says("EIT score")

    assert "96.475, rounded 96.48 (calculated from numbers in the report)" in heard
    assert "7 Effectiveness of communication 96.22" in heard
    assert_english(heard)


async def test_comparisons_and_suppositions(citizen: Person) -> None:
    years = await citizen.says("compare with last year")
    compared = await citizen.presses_data("q:score_compare:e14")
    supposed = await citizen.says("what if o43 was 100")

    assert "Item e14: both parts, " + YEAR in compared
    assert "They differ by 10.13 (part 1 is higher)" in compared
    assert "• Sub-indicator 10.2: 80.00 → 100.00" in supposed
    assert "The total changes by +2.00" in supposed
    assert "not a result" in supposed
    assert "Total, B.E. 2565 (FY 1 Oct 2021 - 30 Sep 2022): 96.51" in years
    for heard in (compared, supposed, years):
        assert_english(heard)


async def test_several_things_held_against_each_other(store: Store) -> None:
    asker = Asker(store)
    items = await asked(asker, "score_compare", items="i1,e1")
    indicators = await asked(asker, "score_compare", indicators="7,8")
    parts = await asked(asker, "score_compare", indicator="7")

    assert "i1 is 2.29 above e1 part 1" in items
    assert "e1 part 2 is 1.57 above i1" in items
    assert "7 Effectiveness of communication is 0.49 above 8 Improvement of the work" in indicators
    assert "Indicator 7 Effectiveness of communication" in parts
    for text in (items, indicators, parts):
        assert_english(text, but=[names(store)])


async def asked(asker: Asker, intent: str, **slots: str) -> str:
    """What a question is answered with in an English chat."""
    ctx = asker.context(Question(intent, slots))._replace(language=ENGLISH)
    return words(await ANSWERS[intent](message(), ctx))


async def test_what_was_left_out_is_said_in_english(town: Town, citizen: Person) -> None:
    await citizen.says("score e9")
    heard = await citizen.says("what does it ask?")

    assert heard.startswith("(Still about item e9)\nItem e9. It asks citizens, in Thai:\n")
    assert_english(heard, but=[names(town.store)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score of item e99", "There is no item e99 in the assessment. There are:\n• items i1-i30"),
        ("score in 2560", "I have nothing about B.E. 2560 in the report."),
        ("what is the weather tomorrow?", "That is not in the report."),
        ("who complained about the road?", "nobody's personal data"),
        ("/nothing", "I do not know this command"),
    ],
)
async def test_what_is_not_there_is_said_kindly(citizen: Person, text: str, expected: str) -> None:
    await citizen.says("hello")
    heard = await citizen.says(text)

    assert expected in heard
    assert_english(heard)


# who, where, help ------------------------------------------------------------------------


async def test_channels_name_what_is_not_configured(town: Town, citizen: Person) -> None:
    heard = await citizen.says("Where can I complain?")

    assert "The report names 4 channels: website, Facebook, LINE and Google Form" in heard
    assert "Addresses of all channels: not configured yet" in heard
    assert "National Anti-Corruption Commission, สำนักงาน ป.ป.ช." in heard
    assert "nobody is appointed for it in this chat yet" in heard
    assert citizen.labels == ["Feedback", "Grievance", "Corruption (private)", "Talk to an officer"]
    assert_english(heard, but=[names(town.store)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", "Hello, this is Prongsai"),
        ("thank you very much", "You are welcome."),
        ("help", "What you can ask or do"),
        ("I want to talk to an officer", "A real officer will answer it in this chat."),
        ("address and phone", "Address, Phone, Office hours, Email and Website: not configured"),
        ("what is the no gift policy", "staff accept no gifts"),
    ],
)
async def test_the_rest_of_the_way_around_is_english(
    town: Town, citizen: Person, text: str, expected: str
) -> None:
    heard = await citizen.says(text)

    assert expected in heard
    assert citizen.labels
    assert not THAI_WORD.search(" ".join(citizen.labels))
    assert_english(heard, but=[names(town.store)])


async def test_what_is_not_understood_offers_english_guesses(citizen: Person) -> None:
    heard = await citizen.says("blue elephants discuss seventeen umbrellas sideways")

    assert "Talk to an officer" in citizen.labels
    assert_english(heard)


async def test_the_plan_stays_thai_and_is_introduced(citizen: Person) -> None:
    heard = await citizen.says("measure 2")

    assert heard.startswith("The plan is in Thai; this is what it says:\n\nมาตรการที่ 2 ")
    assert citizen.labels == ["Topic 2", "Measures", "ITA score"]


# the language of a chat ------------------------------------------------------------------


async def test_codes_buttons_and_files_keep_the_language_until_a_thai_message(
    town: Town, citizen: Person
) -> None:
    assert "ข้อ e9" in await citizen.says("e9")
    await citizen.says("What is the total score?")
    assert "Item e9" in await citizen.says("e9")
    assert "Item e10, " in await citizen.presses_data("q:score_item:e10")
    assert "I got your file" in await citizen.sends_photo()
    await town.restart()
    assert "Item o43" in await citizen.says("o43")
    assert "ข้อ e8" in await citizen.says("คะแนน e8")
    assert "ข้อ e9" in await citizen.says("e9")


async def test_the_language_is_kept_only_when_it_changes(town: Town, citizen: Person) -> None:
    await citizen.says("thank you very much")
    kept = town.store.read_now(conversations.load, citizen.chat)
    await citizen.says("thank you so much")
    await citizen.says("ok")

    assert kept.language == ENGLISH
    assert town.store.read_now(conversations.load, citizen.chat).version == kept.version


async def test_each_chat_has_its_own_language(town: Town, citizen: Person) -> None:
    await citizen.says("hello")

    assert "ข้อ e9" in await town.citizen("malee").says("e9")


async def test_a_group_that_does_not_talk_to_us_keeps_no_language(town: Town) -> None:
    group = town.citizen("village", group=True)
    await group.does(Kind.TEXT, text="hello everybody", addressed=False)

    assert town.store.read_now(conversations.load, group.chat).language == THAI


def test_a_conversation_that_was_kept_before_there_were_languages_loads(store: Store) -> None:
    def keep_as_before(db: Connection) -> None:
        state = '{"step": "intake.describe", "memory": {"kind": "grievance"}}'
        db.execute(
            "insert into conversation (chat, state, version, updated_at)"
            " values ('c', seal(:state, 'conversation.state:c'), 1, '')",
            {"state": state},
        )

    store.write_now(keep_as_before)
    before = store.read_now(conversations.load, "c")
    store.write_now(conversations.save, "c", Conversation(language=ENGLISH), "")

    assert (before.step, before.language) == ("intake.describe", THAI)
    assert store.read_now(conversations.load, "c").language == ENGLISH


async def test_an_old_button_is_refused_in_the_chats_language(citizen: Person) -> None:
    await citizen.says("hello")

    assert "This button no longer works." in await citizen.presses_data("x:old")
    assert citizen.labels[0] == "ITA score"


# cases -----------------------------------------------------------------------------------


async def files_by_typing(person: Person, story: str = HOLE) -> str:
    """From the story to the code, without a button."""
    await person.says(story)
    await person.says("yes")
    await person.says("check")
    filed = await person.says("send")
    found = re.search(r"Case code: (PS-\S+)", filed)
    assert found, filed
    return found[1]


async def test_a_grievance_goes_from_words_to_its_code_by_typing(
    town: Town, citizen: Person, officer: Person
) -> None:
    heard = [offered := await citizen.says(HOLE)]
    heard.append(notice := await citizen.says("yes"))
    heard.append(await citizen.says("It has been there for three months"))
    heard.append(shown := await citizen.says("done"))
    heard.append(filed := await citizen.says("send"))

    assert "Nothing has been sent to anybody yet." in offered
    assert "“Report this” or type: yes" in offered
    assert "read by the officers of อบต.บ่อรัง who take grievances" in notice
    assert "LINE itself knows who sends them." in notice
    assert "The officers' copies travel by Telegram." in notice
    assert f"{HOLE}\n\nWhere: It has been there for three months" in shown
    assert "An officer will read it by " in filed
    assert citizen.labels == ["My cases", "Copy the case code", "Talk to an officer"]
    assert town.rows("select kind from cases") == ["GRIEVANCE"]
    assert "เรื่องใหม่: ร้องทุกข์ PS-" in officer.news()
    for text in heard:
        assert_english(text, but=["อบต.บ่อรัง"])


async def test_the_buttons_of_a_case_are_english(citizen: Person, handler: Person) -> None:
    await citizen.says(BRIBE)
    await citizen.presses("Report privately")
    await citizen.sends_photo()
    await citizen.presses("Review first")
    assert citizen.labels == [
        "Send",
        "Write more",
        "Change answers",
        "Someone must not see",
        "Anonymous (receipt)",
        "Remove last message",
        "Cancel",
    ]
    filed = await citizen.presses("Send")

    assert "Somebody appointed for it will read it by " in filed
    assert_english(filed)


@pytest.mark.parametrize("way_out", ["cancel", "stop", "Cancel it"])
async def test_a_draft_is_cancelled_by_typing(town: Town, citizen: Person, way_out: str) -> None:
    await citizen.says(HOLE)
    await citizen.says("yes please")

    assert "Cancelled. What you wrote is deleted" in await citizen.says(way_out)
    assert town.rows("select code from cases") == []


@pytest.mark.parametrize("way_on", ["review", "check", "Done", "Review first"])
async def test_a_draft_is_seen_back_by_typing(citizen: Person, way_on: str) -> None:
    await citizen.says(HOLE)
    await citizen.says("Report this")

    assert "Check before sending: grievance" in await citizen.says(way_on)


async def test_a_no_ends_the_offer(town: Town, citizen: Person) -> None:
    await citizen.says(HOLE)
    heard = await citizen.says("no")

    assert_english(heard)
    assert "I am listening" not in await citizen.says("yes")


async def test_an_open_draft_is_remembered_beside_other_answers(citizen: Person) -> None:
    await citizen.says(HOLE)
    await citizen.says("yes")
    heard = await citizen.presses_data("q:score_item:e10")

    assert "press “Go on writing”, or type: cancel" in heard
    assert citizen.labels[-1] == "Go on writing"


async def test_corruption_without_anybody_appointed_is_refused_with_outside_bodies(
    town: Town, citizen: Person
) -> None:
    heard = await citizen.says(BRIBE)

    assert "has not yet appointed anybody for corruption" in heard
    assert "Ombudsman, ผู้ตรวจการแผ่นดิน" in heard
    assert "not configured yet" in heard
    assert_english(heard, but=[names(town.store)])


async def test_an_officers_words_arrive_as_written_in_an_english_frame(
    citizen: Person, officer: Person
) -> None:
    code = await files_by_typing(citizen)
    await officer.presses_data("c:1:answer")
    shown = await officer.says(ANSWER)
    sent = await officer.presses("ส่ง")
    heard = citizen.news()

    assert f"จะตอบเรื่อง {code} ผู้แจ้งจะได้อ่านว่า" in shown
    assert "ส่งคำตอบ" in sent
    assert heard.startswith(f"An officer has answered your case {code}:\n\n{ANSWER}\n\n")
    assert citizen.labels == ["Write back", "My cases"]
    assert_english(heard, but=[ANSWER])


async def test_closing_is_said_in_the_language_that_the_chat_speaks_by_then(
    citizen: Person, officer: Person
) -> None:
    code = await files_by_typing(citizen)
    await officer.presses_data("c:1:as-resolved")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.says("ส่ง")
    assert citizen.news().startswith(f"Your case {code} is finished (resolved):\n\nซ่อมแล้ว\n\n")

    second = await files_by_typing(citizen)
    await citizen.says("ขอบคุณค่ะ")
    await officer.presses_data("c:2:as-resolved")
    await officer.presses(NO_PHOTO)
    await officer.says("ซ่อมแล้ว")
    await officer.says("ส่ง")
    assert f"เรื่อง {second} เสร็จสิ้นแล้ว (แก้ไขแล้ว)" in citizen.news()


async def test_an_officer_reads_thai_whatever_they_type(officer: Person) -> None:
    assert "คะแนน ITA" in await officer.says("What is the total ITA score?")
    assert "ไม่มีเรื่องที่รออยู่" in await officer.says("/cases")


async def test_the_status_of_a_case_and_writing_on_in_it(
    town: Town, citizen: Person, officer: Person
) -> None:
    code = await files_by_typing(citizen)
    for asks in (f"status {code}", code.lower(), f"my case {code}?"):
        heard = await citizen.says(asks)
        assert f"Case {code} (grievance)\nStatus: received" in heard
        assert re.search(r"An officer will read it by [A-Z][a-z]+ \d+ [A-Z][a-z]+ 20\d\d", heard)
        assert_english(heard)
    assert f"Type your message or send photos for the officer about {code}" in (
        await citizen.says(f"write {code}")
    )
    assert "The officer has been told." in await citizen.says("It is getting worse")
    assert "ผู้แจ้งเขียนเพิ่มในเรื่อง" in officer.news()
    assert "It is getting worse" in town.texts_of_cases()


async def test_the_list_of_cases_and_a_code_of_somebody_else(
    town: Town, citizen: Person, officer: Person
) -> None:
    codes = [await files_by_typing(citizen), await files_by_typing(citizen)]
    listed = await citizen.says("my cases")
    stranger = town.citizen("stranger")

    assert all(f"• {code} grievance: received (filed on " in listed for code in codes)
    assert citizen.labels == [codes[1], codes[0], "New case", "Ask for my data"]
    assert_english(listed)
    assert "There is no case with this code" in await stranger.says(f"status {codes[0]}")
    assert "Nothing was filed from this chat." in await stranger.says("my cases")


# every answer ----------------------------------------------------------------------------


async def every_answer(asker: Asker) -> dict[str, Turn]:
    """What each button of each answer leads to in an English chat, from the menu on."""
    ctx = asker.context(None, Conversation(language=ENGLISH))
    unseen = {choice.data for choice in menus.MAIN} | {"x"}
    unseen |= {f"q:{intent}" for intent in ANSWERS if intent in INTENTS}
    turns: dict[str, Turn] = {}
    while unseen - turns.keys():
        data = min(unseen - turns.keys())
        turns[data] = await respond(message(kind=Kind.BUTTON, data=data), ctx)
        unseen |= {choice.data for reply in turns[data].replies for choice in reply.choices}
    return turns


async def test_every_answer_and_every_button_is_english(store: Store) -> None:
    asker, known = Asker(store), names(store)
    asker.appoint()
    turns = await every_answer(asker)

    assert len(turns) > 200
    for data, turn in turns.items():
        for choice in (choice for reply in turn.replies for choice in reply.choices):
            assert not THAI_WORD.search(choice.label), (data, choice.label)
            assert len(choice.label) <= LABEL_LIMIT
        if not IN_THAI_ONLY.match(data):
            assert_english(words(turn), but=[known])


async def test_every_answer_about_scores_names_its_year_its_source_and_what_can_be_typed(
    store: Store,
) -> None:
    for data, turn in (await every_answer(Asker(store))).items():
        if data.startswith(("q:score", "q:what_if", "q:question_text", "q:channel_list")):
            assert "Source: ITA report, fiscal year B.E. 2566" in words(turn), data
            assert EXAMPLES.search(words(turn)), data


async def test_what_is_suggested_to_type_is_understood(
    store: Store, understanding: Understanding
) -> None:
    asker = Asker(store)
    told = [words(turn) for turn in (await every_answer(asker)).values()]
    suggested = {
        each for line in EXAMPLES.findall("\n".join(told)) for each in QUOTED.findall(line)
    }

    assert len(suggested) > 60
    for text in suggested:
        intent = understanding.understand(text, asker.vocabulary).intent
        assert intent not in (UNSURE, "out_of_scope"), text
        assert of_text(text) == ENGLISH, text


async def test_what_is_said_to_be_pressed_is_the_name_of_a_button(store: Store) -> None:
    asker = Asker(store)
    told = "\n".join(words(turn) for turn in (await every_answer(asker)).values())

    pressed = re.findall("[Pp]ress “([^”]+)”", told)
    assert pressed
    assert set(pressed) <= set(LABELS.values())
