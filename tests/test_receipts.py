"""Receipts: found however they are typed, kept only as a slow hash, guessing teaches nothing."""

import asyncio
import secrets
import sqlite3
import unicodedata
from itertools import cycle
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data import limits, receipts
from data.limits import UNCHANGED
from data.sealing import SCRYPT_BLOCK, SCRYPT_COST, Vault
from data.store import Connection, Store
from handlers.texts import receipts as texts
from handlers.texts.english import receipts as english

AT = "2026-01-05T03:00:00.000000+00:00"
LATER = "2026-01-05T05:00:00.000000+00:00"
RECEIPT = "1234567890123456"
TRIES = UNCHANGED.receipt_tries
SCRIPTS = ("0123456789", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９", "໐໑໒໓໔໕໖໗໘໙")
BETWEEN = (" ", "  ", "-", " - ", "–", "—", "\u00a0", "\u3000", "\t", ".", "\n", "\u200b ", "－")
AROUND = st.sampled_from(["", "ใบรับ ", "ใบรับ:", "เลขที่", "receipt ", "(", "#", "ของหมู่ 4 คือ: "])
AFTER = st.sampled_from(["", " ค่ะ", "ครับ", ".", ")", " please", "\nโทร 0812345678", ", ขอบคุณ"])

digits = st.integers(0, 10**16 - 1).map(lambda number: f"{number:016d}")
grouped = st.sampled_from([(16,), (8, 8), (4, 4, 4, 4), (4, 12), (4, 4, 8)])


def typed(receipt: str, groups: tuple[int, ...], between: str, script: str) -> str:
    """*receipt* as somebody types it."""
    inscribed = iter(receipt.translate(str.maketrans("0123456789", script)))
    return between.join("".join(next(inscribed) for _ in range(size)) for size in groups)


def is_four_years(receipt: str) -> bool:
    years = [int(receipt[start : start + 4]) for start in range(0, 16, 4)]
    return all(2400 <= year <= 2699 or 1900 <= year <= 2099 for year in years)


@pytest.fixture
def with_case(store: Store) -> Store:
    """A store with case 7."""
    return opened_with_case(store)


def opened_with_case(store: Store) -> Store:
    def add(db: Connection) -> None:
        db.execute(
            "insert into cases (id, code, kind, level, state, chat, messenger, opened_at,"
            " updated_at) values (7, 'PS-1', 'CORRUPTION', 2, 'submitted', '', 'line', :at, :at)",
            {"at": AT},
        )

    store.write_now(add)
    return store


# as people read and type them ------------------------------------------------------------


@given(digits, grouped, st.sampled_from(BETWEEN), st.sampled_from(SCRIPTS), AROUND, AFTER)
def test_a_receipt_is_found_however_it_was_typed(
    receipt: str, groups: tuple[int, ...], between: str, script: str, before: str, after: str
) -> None:
    assume(not is_four_years(receipt))
    assume("\n" not in after or between != "\n")  # where it ends, nobody could tell

    text = f"{before}{typed(receipt, groups, between, script)}{after}"

    assert receipts.find_digits(text) == receipt


@given(
    st.lists(st.integers(0, 9999).map(lambda number: f"{number:04d}"), min_size=1, max_size=9),
    st.text("0123456789", max_size=3),
    st.sampled_from([" ", "-", "", "\n"]),
)
def test_what_is_shorter_or_longer_is_none(groups: list[str], rest: str, between: str) -> None:
    assume(len(groups) != 4 or rest)

    assert receipts.find_digits(between.join([*groups, *([rest] if rest else [])])) is None


@given(st.lists(st.integers(1, 10), min_size=2, max_size=8), st.sampled_from(" -"))
def test_numbers_of_another_grouping_are_none(sizes: list[int], between: str) -> None:
    assume(any(size % 4 for size in sizes))

    assert receipts.find_digits(between.join("7" * size for size in sizes)) is None


@pytest.mark.parametrize(
    "text",
    [
        "1-2345-67890-12-3",  # a citizen id
        "1234567890123",
        "1234567890123 456",
        "081-234-5678 หรือ 089-876-543",
        "081-234-5678 089-876",
        "0812345678 123456",
        "12-05-2567 12-06-2567",
        "คะแนนปี 2566 2567 2565 2564",
        "ปี ๒๕๖๖ ๒๕๖๗ ๒๕๖๕ ๒๕๖๔",
        "https://www.facebook.com/photo?fbid=1234567890123456&set=a",
        "facebook.com/1234567890123456/",
        "TH1234567890123456",
        "1234567890123456_99",
        "1234 5678 9012 3456 7890",
        "1234567890123456.50",
        "PS-7K3-F2M-9XQ",
        "",
    ],
)
def test_what_is_something_else_is_none(text: str) -> None:
    assert receipts.find_digits(text) is None


@pytest.mark.parametrize("before", ["", "0812345678\n", "1-2345-67890-12-3\n"])
@pytest.mark.parametrize("after", ["", "\n0812345678", "\n2567"])
def test_a_line_of_its_own_is_enough(before: str, after: str) -> None:
    assert receipts.find_digits(f"{before}1234 5678 9012 3456{after}") == RECEIPT


@given(st.text())
def test_any_text_is_searched_without_failing(text: str) -> None:
    found = receipts.find_digits(text)
    assert found is None or (len(found) == 16 and found.isascii() and found.isdigit())


@given(st.text("๐12４ -.\n\u200bกa/", max_size=60))
def test_what_is_found_stands_in_the_text_in_this_order(text: str) -> None:
    found = receipts.find_digits(text)
    everything = "".join(str(unicodedata.digit(each)) for each in text if each.isdecimal())
    assert found is None or found in everything


def test_a_very_long_text_is_searched_at_once() -> None:
    assert receipts.find_digits("1 " * 200_000 + "-" * 200_000) is None


def test_a_receipt_is_shown_in_groups_of_four() -> None:
    assert receipts.show("0000567890123456") == "0000 5678 9012 3456"


def test_receipts_are_drawn_at_random_and_are_found_as_they_are_shown() -> None:
    drawn = [receipts.draw() for _ in range(300)]

    assert len(set(drawn)) == 300
    assert len({digit for each in drawn for digit in each}) == 10
    assert [receipts.find_digits(receipts.show(each)) for each in drawn] == drawn


def test_one_that_reads_as_four_years_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = cycle([2566256725652564, 42])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(numbers))

    assert receipts.draw() == "0000000000000042"


# what is kept ----------------------------------------------------------------------------


def test_the_same_digits_lead_to_the_same_hash_under_the_same_key_only(vault: Vault) -> None:
    hashed = receipts.hash_of(vault, RECEIPT)

    assert len(hashed) == 32
    assert receipts.hash_of(Vault(bytes(range(32))), RECEIPT) == hashed
    assert receipts.hash_of(vault, "1234567890123457") != hashed
    assert receipts.hash_of(Vault(b"l" * 32), RECEIPT) != hashed


def test_a_hash_costs_memory_that_guessing_in_bulk_has_not() -> None:
    assert 128 * SCRYPT_COST * SCRYPT_BLOCK >= 32 * 2**20


def test_a_case_is_found_by_its_receipt_alone(with_case: Store) -> None:
    hashed = receipts.hash_of(with_case.vault, RECEIPT)
    with_case.write_now(receipts.keep, hashed, 7, AT)

    assert with_case.read_now(receipts.case_of, hashed) == 7
    assert with_case.read_now(receipts.case_of, b"another") is None


def test_a_case_has_one_receipt_and_a_receipt_one_case(with_case: Store) -> None:
    with_case.write_now(receipts.keep, b"one", 7, AT)

    for hashed, case_id in ((b"other", 7), (b"one", 8)):
        with pytest.raises(sqlite3.IntegrityError):
            with_case.write_now(receipts.keep, hashed, case_id, AT)


def test_a_receipt_goes_with_its_case_or_by_itself(with_case: Store) -> None:
    with_case.write_now(receipts.keep, b"one", 7, AT)
    with_case.write_now(receipts.forget, 7)
    assert with_case.read_now(receipts.case_of, b"one") is None

    with_case.write_now(receipts.keep, b"two", 7, AT)
    with_case.write_now(lambda db: db.execute("delete from cases") and None)
    assert with_case.read_now(receipts.case_of, b"two") is None


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_neither_the_digits_nor_the_salt_stand_in_the_files(
    with_case: Store, tmp_path: Path, vault: Vault
) -> None:
    hashed = receipts.hash_of(vault, RECEIPT)
    await with_case.write(receipts.keep, hashed, 7, AT)
    await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, AT)

    files = everything_in(tmp_path)
    assert hashed in files
    for secret in (RECEIPT, receipts.show(RECEIPT)):
        assert secret.encode() not in files
    assert vault._receipt_salt not in files


# trying ----------------------------------------------------------------------------------


async def test_the_right_receipt_opens_its_case_from_any_chat(with_case: Store) -> None:
    await with_case.write(receipts.keep, receipts.hash_of(with_case.vault, RECEIPT), 7, AT)

    tried = await receipts.try_digits(with_case, TRIES, "a chat of another messenger", RECEIPT, AT)

    assert tried.verdict.allowed
    assert tried.case_id == 7


async def test_right_and_wrong_tries_cost_the_same_and_are_hashed_alike(
    with_case: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_case.write(receipts.keep, receipts.hash_of(with_case.vault, RECEIPT), 7, AT)
    hashed: list[str] = []
    slowly = Vault.receipt_hash

    def noted(vault: Vault, given: str) -> bytes:
        hashed.append(given)
        return slowly(vault, given)

    monkeypatch.setattr(Vault, "receipt_hash", noted)
    right = await receipts.try_digits(with_case, TRIES, "right", RECEIPT, AT)
    wrong = await receipts.try_digits(with_case, TRIES, "wrong", "0000000000000000", AT)
    counted = with_case.read_now(
        lambda db: db.execute(
            "select distinct until, amount from limit_count where who in ('right', 'wrong')"
        ).fetchall()
    )

    assert right.verdict == wrong.verdict
    assert (right.case_id, wrong.case_id) == (7, None)
    assert hashed == [RECEIPT, "0000000000000000"]
    assert len(counted) == 1


async def test_after_five_tries_even_the_right_one_is_not_looked_at(
    with_case: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_case.write(receipts.keep, receipts.hash_of(with_case.vault, RECEIPT), 7, AT)
    for number in range(5):
        await receipts.try_digits(with_case, TRIES, "chat", f"{number:016d}", AT)
    monkeypatch.setattr(Vault, "receipt_hash", None)  # whoever calls it now fails

    tried = await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, AT)

    assert not tried.verdict.allowed
    assert tried.case_id is None
    assert tried.verdict.again_at > AT


async def test_a_code_of_somebody_else_and_a_receipt_are_counted_together(with_case: Store) -> None:
    for _ in range(5):
        await with_case.write(limits.allow, TRIES, "chat", AT)

    assert not (await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, AT)).verdict.allowed
    assert (await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, LATER)).verdict.allowed


async def test_a_try_is_counted_although_looking_it_up_failed(
    with_case: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vault, "receipt_hash", None)
    for _ in range(5):
        with pytest.raises(TypeError):
            await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, AT)
    monkeypatch.undo()

    assert not (await receipts.try_digits(with_case, TRIES, "chat", RECEIPT, AT)).verdict.allowed


async def test_many_chats_together_have_a_hundred_tries_and_a_restart_gives_no_more(
    tmp_path: Path, vault: Vault
) -> None:
    store = Store(tmp_path / "a.db", vault)
    tries = [store.write(limits.allow, TRIES, f"chat {number}", AT) for number in range(98)]
    await asyncio.gather(*tries)
    last = [receipts.try_digits(store, TRIES, f"new {number}", RECEIPT, AT) for number in range(4)]
    allowed = [tried.verdict.allowed for tried in await asyncio.gather(*last)]
    store.close()
    again = Store(tmp_path / "a.db", vault)
    tried = await receipts.try_digits(again, TRIES, "yet another", RECEIPT, AT)
    again.close()

    assert sorted(allowed) == [False, False, True, True]
    assert not tried.verdict.allowed
    assert tried.verdict.of_all


# words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [texts, english])
def test_the_receipt_is_said_in_groups_with_how_to_use_it_and_is_found_in_the_words(
    words: ModuleType,
) -> None:
    said = words.shown_once("0012345678901234")

    assert "\n0012 3456 7890 1234\n" in said
    assert receipts.find_digits(said) == "0012345678901234"


def test_what_one_is_told_to_type_is_found() -> None:
    assert receipts.find_digits("ใบรับ 0012345678901234") == "0012345678901234"
    assert receipts.find_digits("receipt 0012 3456 7890 1234") == "0012345678901234"
