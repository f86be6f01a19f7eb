"""Limits: never more than the limit in any window, whatever the clock does, across restarts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import limits
from data.agency import load_agency
from data.cases import CaseKind
from data.limits import DAY, HOUR, MINUTE, UNCHANGED, Limit, Rate, Verdict
from data.sealing import Vault
from data.store import Connection, Store
from data.times import parse, stamp
from data.toml_file import DatasetError
from handlers.texts import limits as texts
from handlers.texts.english import limits as english

START = datetime(2026, 1, 5, 3, 17, 23, 456789, tzinfo=UTC)
SHIPPED = Path(__file__).parent.parent / "data" / "agencies" / "borang.toml"
INSTANT = timedelta(microseconds=1)
WINDOWS = (MINUTE, HOUR, DAY)
THREE_AN_HOUR = Limit("try", Rate(3, HOUR))
OF_ALL = Limit("try", Rate(3, HOUR), Rate(5, HOUR))


def at(seconds: float) -> str:
    return stamp(START + timedelta(seconds=seconds))


def later(text: str, by: timedelta) -> str:
    return stamp(parse(text) + by)


def rows(store: Store) -> list[tuple[str, str, str, int]]:
    found: list[tuple[str, str, str, int]] = store.read_now(
        lambda db: db.execute(
            "select name, who, until, amount from limit_count order by until"
        ).fetchall()
    )
    return found


def used_up(store: Store, limit: Limit = THREE_AN_HOUR, who: str = "chat") -> Store:
    for _ in range(limit.per_chat.most):
        assert store.write_now(limits.allow, limit, who, at(0)).allowed
    return store


# what one sees -----------------------------------------------------------------------------


def test_the_fourth_of_three_is_refused_until_the_first_counts_no_more(store: Store) -> None:
    times = [0, 600, 1200]
    assert all(store.write_now(limits.allow, THREE_AN_HOUR, "chat", at(t)).allowed for t in times)

    refused = store.write_now(limits.allow, THREE_AN_HOUR, "chat", at(1300))

    assert not refused.allowed
    assert HOUR <= parse(refused.again_at) - START <= HOUR + HOUR / limits.PARTS
    early = later(refused.again_at, -INSTANT)
    assert not store.write_now(limits.allow, THREE_AN_HOUR, "chat", early).allowed
    assert store.write_now(limits.allow, THREE_AN_HOUR, "chat", refused.again_at).allowed


def test_chats_and_limits_are_counted_apart(store: Store) -> None:
    used_up(store)

    assert store.write_now(limits.allow, THREE_AN_HOUR, "another", at(0)).allowed
    assert store.write_now(limits.allow, Limit("x", Rate(1, HOUR)), "chat", at(0)).allowed
    assert not store.write_now(limits.allow, THREE_AN_HOUR, "chat", at(0)).allowed


def test_everybody_together_has_a_limit_too_and_it_is_told_which_it_was(store: Store) -> None:
    used_up(store, OF_ALL)
    own = store.write_now(limits.allow, OF_ALL, "chat", at(0))
    for _ in range(2):
        assert store.write_now(limits.allow, OF_ALL, "another", at(0)).allowed
    of_all = store.write_now(limits.allow, OF_ALL, "a third", at(0))

    assert (own.allowed, own.of_all) == (False, False)
    assert (of_all.allowed, of_all.of_all) == (False, True)


def test_what_is_refused_is_not_counted(store: Store) -> None:
    used_up(store, OF_ALL)
    before = rows(store)
    for _ in range(10):
        assert not store.write_now(limits.allow, OF_ALL, "chat", at(0)).allowed

    assert rows(store) == before


def test_looking_at_a_limit_counts_nothing_and_says_what_counting_would(store: Store) -> None:
    used_up(store)
    seen = store.read_now(limits.standing, THREE_AN_HOUR, "chat", at(0))
    other = store.read_now(limits.standing, THREE_AN_HOUR, "another", at(0))

    assert seen == store.write_now(limits.allow, THREE_AN_HOUR, "chat", at(0))
    assert other.allowed
    assert {who for _, who, _, _ in rows(store)} == {"chat"}


def test_bytes_are_counted_by_their_number_and_what_never_fits_has_no_next_time(
    store: Store,
) -> None:
    uploads = Limit("upload", Rate(100, DAY))

    assert store.write_now(limits.allow, uploads, "chat", at(0), 60).allowed
    assert not store.write_now(limits.allow, uploads, "chat", at(0), 41).allowed
    assert store.write_now(limits.allow, uploads, "chat", at(0), 40).allowed
    assert store.write_now(limits.allow, uploads, "chat", at(0), 101).again_at == ""
    assert store.write_now(limits.allow, uploads, "chat", at(0), 1).again_at > at(0)


def test_what_was_counted_survives_a_restart(tmp_path: Path, vault: Vault) -> None:
    used_up(Store(tmp_path / "a.db", vault)).close()
    again = Store(tmp_path / "a.db", vault)
    refused = again.write_now(limits.allow, THREE_AN_HOUR, "chat", at(60))
    again.close()

    assert not refused.allowed


def test_a_limit_that_was_lowered_holds_for_what_was_counted_before(store: Store) -> None:
    used_up(store)

    assert not store.write_now(limits.allow, Limit("try", Rate(2, HOUR)), "chat", at(1)).allowed
    assert store.write_now(limits.allow, Limit("try", Rate(4, HOUR)), "chat", at(1)).allowed


# what is kept ------------------------------------------------------------------------------


def test_of_each_use_only_a_twelfth_of_its_window_is_kept(store: Store) -> None:
    daily = Limit("filing", Rate(10, DAY))
    for seconds in (0, 1000, 2000):
        store.write_now(limits.allow, daily, "chat", at(seconds))

    ((_, _, until, amount),) = rows(store)
    assert amount == 3
    assert parse(until).strftime("%M:%S.%f") == "00:00.000000"
    assert parse(until).hour % 2 == 0


def test_what_counts_no_more_is_deleted_by_the_next_use_of_anything(store: Store) -> None:
    used_up(store)
    store.write_now(limits.allow, Limit("x", Rate(1, MINUTE)), "another", at(2 * 3600))

    assert [name for name, *_ in rows(store)] == ["x"]
    assert store.write_now(limits.prune, at(3 * 3600)) == 1
    assert rows(store) == []


def test_one_chat_has_no_more_rows_than_its_window_has_parts(store: Store) -> None:
    many = Limit("message", Rate(10_000, MINUTE))

    def write(db: Connection) -> None:
        for number in range(2_000):
            limits.allow(db, many, "chat", at(number / 10))

    store.write_now(write)
    assert len(rows(store)) <= limits.PARTS + 1


# the clock ---------------------------------------------------------------------------------


def test_a_clock_that_was_wrong_for_a_moment_locks_nobody_out_for_longer_than_a_window(
    store: Store,
) -> None:
    for _ in range(3):
        store.write_now(limits.allow, THREE_AN_HOUR, "chat", "2099-01-01T00:00:00.000000+00:00")

    refused = store.write_now(limits.allow, THREE_AN_HOUR, "chat", at(0))

    assert not refused.allowed
    assert parse(refused.again_at) - START <= HOUR + HOUR / limits.PARTS
    assert store.write_now(limits.allow, THREE_AN_HOUR, "chat", refused.again_at).allowed


@st.composite
def uses(draw: st.DrawFn) -> tuple[Limit, list[tuple[timedelta, int]]]:
    """A limit, and steps of time (mostly near a twelfth of its window) with amounts."""
    window = draw(st.sampled_from(WINDOWS))
    most = draw(st.integers(1, 6))
    steps = st.one_of(
        st.just(timedelta()),
        st.just(window / limits.PARTS),
        st.just(window - INSTANT),
        st.just(window),
        st.timedeltas(timedelta(), window / 3),
    )
    taken = draw(st.lists(st.tuples(steps, st.integers(1, 3)), min_size=1, max_size=30))
    return Limit("x", Rate(most, window)), taken


def emptied(store: Store) -> Store:
    store.write_now(lambda db: db.execute("delete from limit_count") and None)
    return store


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Emptied before every example."""
    opened = Store(tmp_path_factory.mktemp("limits") / "a.db", Vault(bytes(32)))
    yield opened
    opened.close()


@given(uses())
def test_no_window_of_any_start_holds_more_than_the_limit(
    one_store: Store, given_uses: tuple[Limit, list[tuple[timedelta, int]]]
) -> None:
    limit, steps = given_uses
    store, now, used = emptied(one_store), START, []
    for step, amount in steps:
        now += step
        if store.write_now(limits.allow, limit, "chat", stamp(now), amount).allowed:
            used.append((now, amount))

    rate = limit.per_chat
    for start, _ in used:
        within = [n for when, n in used if start <= when <= start + rate.window]
        assert sum(within) <= rate.most


@given(uses())
def test_what_is_refused_fits_when_it_was_said_to_and_not_before(
    one_store: Store, given_uses: tuple[Limit, list[tuple[timedelta, int]]]
) -> None:
    limit, steps = given_uses
    store, now = emptied(one_store), START
    for step, amount in steps:
        now += step
        verdict = store.write_now(limits.allow, limit, "chat", stamp(now), amount)
        if verdict.allowed:
            continue
        if amount > limit.per_chat.most:
            assert verdict.again_at == ""
            continue
        longest = limit.per_chat.window * (1 + 1 / limits.PARTS)
        assert now < parse(verdict.again_at) <= now + longest
        early = later(verdict.again_at, -INSTANT)
        assert not store.read_now(limits.standing, limit, "chat", early, amount).allowed
        assert store.read_now(limits.standing, limit, "chat", verdict.again_at, amount).allowed


@given(uses(), st.lists(st.timedeltas(timedelta(), timedelta(days=900)), min_size=1, max_size=5))
def test_a_clock_that_goes_back_opens_nothing(
    one_store: Store,
    given_uses: tuple[Limit, list[tuple[timedelta, int]]],
    steps_back: list[timedelta],
) -> None:
    limit, steps = given_uses
    store, now = emptied(one_store), START
    for step, amount in steps:
        now += step
        if store.write_now(limits.allow, limit, "chat", stamp(now), amount).allowed:
            continue
        for back in steps_back:
            earlier = stamp(now - back)
            assert not store.read_now(limits.standing, limit, "chat", earlier, amount).allowed
    for back in sorted(steps_back):
        while store.write_now(limits.allow, limit, "chat", stamp(now)).allowed:
            pass
        assert not store.write_now(limits.allow, limit, "chat", stamp(now - back)).allowed
        now -= back


# settings ----------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "agency.toml"
    path.write_bytes(SHIPPED.read_bytes())
    return path


def test_the_shipped_numbers_are_the_defaults(file: Path) -> None:
    assert load_agency(SHIPPED).limits == UNCHANGED

    text = file.read_text("utf-8")
    head, _, rest = text.partition("[limits]")
    file.write_text(head + rest.partition("\n\n")[2], "utf-8")
    assert load_agency(file).limits == UNCHANGED


def test_an_agency_may_change_a_number(file: Path) -> None:
    text = file.read_text("utf-8")
    changed = text.replace("filings_per_day = 10 ", "filings_per_day = 3 ")
    changed = changed.replace("upload_megabytes_per_day = 100 ", "upload_megabytes_per_day = 5 ")
    assert changed != text
    file.write_text(changed, "utf-8")

    found = load_agency(file).limits

    assert found.filings.per_chat == Rate(3, DAY)
    assert found.filings.for_all == Rate(300, HOUR)
    assert found.uploads.per_chat == Rate(5 * 2**20, DAY)
    assert found.uploads.for_all == Rate(2_000 * 2**20, DAY)
    assert found.messages == UNCHANGED.messages


def test_every_wrong_number_is_named_at_once(file: Path) -> None:
    text = file.read_text("utf-8")
    for old, new in (
        ("receipt_tries_of_all_per_hour = 100 ", "receipt_tries_of_all_per_hour = 4 "),
        ("filings_per_day = 10 ", "filings_per_day = 0 "),
        ("messages_per_minute = 120 ", 'messages_per_minute = "120" '),
        ("upload_megabytes_per_day = 100 ", "upload_megabytes = 100 "),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")

    with pytest.raises(DatasetError) as raised:
        load_agency(file)
    name = f"{file.parent.name}/agency.toml limits"
    assert raised.value.problems == [
        f"{name}.upload_megabytes: no such setting",
        f"{name}.filings_per_day: must be a whole number, 1 to 99999",
        f"{name}.messages_per_minute: must be a whole number, 1 to 99999",
        f"{name}.receipt_tries_of_all_per_hour: must not be less than receipt_tries_per_hour",
    ]


def test_limits_that_are_no_table_are_named(file: Path) -> None:
    text = file.read_text("utf-8")
    head, _, rest = text.partition("[limits]")
    rest = rest.partition("\n\n")[2]
    file.write_text(head.replace('key = "borang"', 'limits = 3\nkey = "borang"') + rest, "utf-8")

    with pytest.raises(DatasetError) as raised:
        load_agency(file)
    (problem,) = raised.value.problems
    assert problem.endswith("limits: must be a table: [limits]")


# words -------------------------------------------------------------------------------------


def test_a_time_is_said_to_the_minute_never_too_early_and_with_its_day_unless_that_is_today() -> (
    None
):
    now = parse("2026-01-05T03:00:00.000000+00:00")

    assert texts.when("2026-01-05T07:05:00.000000+00:00", now) == "14.05 น."
    assert texts.when("2026-01-05T07:05:00.000001+00:00", now) == "14.06 น."
    assert texts.when("2026-01-05T18:00:00.000000+00:00", now) == "6 มกราคม 2569 01.00 น."
    assert english.when("2026-01-05T07:04:30.000000+00:00", now) == "14:05"
    assert english.when("2026-01-05T18:00:00.000000+00:00", now) == "01:00 on 6 January 2026"


def test_a_case_that_cannot_be_sent_now_is_shown_where_else_it_could_be_told() -> None:
    agency = load_agency(SHIPPED)
    phone = next(channel for channel in agency.channels if channel.key == "phone")
    reachable = replace(agency, channels=(replace(phone, address="0 5600 0000"),))
    own, of_all = Verdict(False, at(0)), Verdict(False, at(0), of_all=True)

    grievance = texts.filing_refused(own, START, CaseKind.GRIEVANCE, reachable)
    corruption = texts.filing_refused(of_all, START, CaseKind.CORRUPTION, reachable)
    nowhere = texts.filing_refused(own, START, CaseKind.GRIEVANCE, agency)

    assert "• โทรศัพท์: 0 5600 0000" in grievance
    assert "แชตนี้ส่งเรื่องครบ" in grievance
    assert "0 5600 0000" not in corruption  # the shipped phone takes no corruption
    assert "ป.ป.ช." in corruption
    assert "มากผิดปกติ" in corruption
    assert "ยังไม่ได้ระบุไว้ในระบบ" in nowhere
    for said in (grievance, corruption, nowhere):
        assert "สิ่งที่เขียนไว้ยังอยู่ ส่งใหม่ได้ตั้งแต่ 10.18 น." in said


@pytest.mark.parametrize("kind", CaseKind)
def test_every_refusal_can_be_said_in_english(kind: CaseKind) -> None:
    agency = load_agency(SHIPPED)
    verdict = Verdict(False, at(0))
    names = " ".join(body.name for body in agency.outside_bodies)
    said = [
        english.filing_refused(verdict, START, kind, agency),
        english.upload_refused(verdict, START, 100 * 2**20),
        english.upload_refused(Verdict(False), START, 100 * 2**20),
        english.upload_refused(replace(verdict, of_all=True), START, 100 * 2**20),
        english.upload_refused(Verdict(False, of_all=True), START, 100 * 2**20),
        english.too_many_tries(at(0), START),
    ]

    for text in said:
        thai = re.findall("[\u0e01-\u0e3a\u0e40-\u0e4e.]*[\u0e01-\u0e3a\u0e40-\u0e4e]+", text)
        assert not [word for word in thai if word not in names], text
    assert all("100 MB" in text for text in said[1:3])
