"""Sealing: what is sealed opens only with its key, in its place, unchanged."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.key_file import load_or_make
from data.sealing import BadKey, Vault, WrongKey, parse_key

VAULT = Vault(b"k" * 32)


@given(st.text(st.characters()), st.text())
def test_any_text_comes_back_as_it_was(text: str, context: str) -> None:
    assert VAULT.unseal(VAULT.seal(text, context), context) == text


@given(st.binary(min_size=1), st.data())
def test_a_changed_bit_is_noticed(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(content, "place"))
    position = data.draw(st.integers(0, len(sealed) - 1))
    sealed[position] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(WrongKey):
        VAULT.unseal_bytes(bytes(sealed), "place")


def test_a_sealed_value_does_not_open_in_another_place() -> None:
    with pytest.raises(WrongKey):
        VAULT.unseal(VAULT.seal("x", "cases.text"), "staff.name")


def test_the_same_text_is_sealed_differently_every_time() -> None:
    assert VAULT.seal("x", "place") != VAULT.seal("x", "place")


def test_a_tag_depends_on_the_key_and_the_kind() -> None:
    assert VAULT.tag("chat", "line:U1") == VAULT.tag("chat", "line:U1")
    assert VAULT.tag("chat", "line:U1") != VAULT.tag("message", "line:U1")
    assert VAULT.tag("chat", "line:U1") != Vault(b"l" * 32).tag("chat", "line:U1")


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.key"

    key, made = load_or_make(path)
    again, made_again = load_or_make(path)

    assert (made, made_again) == (True, False)
    assert key == again
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    load_or_make(path)
    path.chmod(0o644)

    with pytest.raises(BadKey):
        load_or_make(path)


@pytest.mark.parametrize("text", ["", "short", "zz" * 32, "=" * 44, "ก" * 64])
def test_what_is_not_a_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadKey) as told:
        parse_key(text)
    assert not text or text not in str(told.value)
