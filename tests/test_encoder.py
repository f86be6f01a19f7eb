"""The encoder: texts become vectors, the same everywhere, whatever strangers send."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import embedding
from handlers.understanding.classifier import Classifier
from handlers.understanding.embedding import INTENTS_MEANING, Late, Layer
from handlers.understanding.encoder import ENCODER, MOST_PIECES, WIDTH, Encoder, read_pieces
from handlers.understanding.exemplars import load
from handlers.understanding.naming import Naming
from handlers.understanding.normalise import normalise
from handlers.understanding.pieces import BEGIN, END, UNKNOWN, Pieces
from handlers.understanding.question import INTENTS, UNSURE
from handlers.understanding.training.learning import PLACES
from handlers.understanding.understand import Understanding
from tests.understanding import VOCABULARY

KNOWN = ("\u2581", "กิน", "ข้าว", "กินข้าว", "น\u0e4dา", "้", "ก", "น", "\u2581rice")
PIECES = Pieces(KNOWN, [-3.0, -5.0, -5.0, -8.0, -6.0, -6.0, -9.0, -9.0, -4.0])
DOUBTFUL = "ที่นี่โปร่งใสจริงไหม"
TOLERANCE = 2e-3
"""By how much a number of a vector may differ from machine to machine."""


@cache
def shipped() -> Encoder:
    return Encoder.load()


def spelled(text: str) -> list[str]:
    special = ["<begin>", "<padding>", "<end>", "<unknown>"]
    return [[*special, *KNOWN][number] for number in PIECES.cut(text)[1:-1]]


def test_a_text_is_cut_into_the_likeliest_pieces_that_are_known() -> None:
    assert spelled("กินข้าว") == ["\u2581", "กินข้าว"]
    assert spelled("กินrice") == ["\u2581", "กิน", "<unknown>", "<unknown>", "<unknown>", "<unknown>"]
    assert spelled("กิน rice") == ["\u2581", "กิน", "\u2581rice"]


def test_sara_am_is_read_as_the_pieces_spell_it() -> None:
    assert spelled("นำ้") == ["\u2581", "น\u0e4dา", "้"]


@given(st.text(max_size=200))
def test_any_text_is_cut_between_a_beginning_and_an_end(text: str) -> None:
    numbers = PIECES.cut(text)

    assert (numbers[0], numbers[-1]) == (BEGIN, END)
    assert all(UNKNOWN <= number <= UNKNOWN + len(KNOWN) for number in numbers[1:-1])


@given(st.text(max_size=600))
def test_any_text_becomes_a_vector(text: str) -> None:
    vector = shipped().vector(normalise(text))

    assert vector.shape == (WIDTH,)
    assert np.isfinite(vector).all()


def test_of_a_long_text_both_ends_are_read_and_no_more() -> None:
    story = "ขอเล่าก่อนว่าฝนตกทั้งคืน " * 200

    assert len(read_pieces(PIECES, story)) == MOST_PIECES
    first, second = (shipped().vector(f"{story} {end}") for end in ("ข้อ e9 ได้เท่าไร", "ไฟถนนดับ"))
    assert np.abs(first - second).max() > 0.1


def test_vectors_are_what_they_were_where_the_encoder_was_trained() -> None:
    kept = json.loads(Path(__file__).with_name("encoder_vectors.json").read_text("utf-8"))

    for text, numbers in kept.items():
        assert shipped().vector(text)[: len(numbers)] == pytest.approx(numbers, abs=TOLERANCE)


def test_meaning_alone_knows_most_of_its_exemplars() -> None:
    layer = Layer.load(INTENTS_MEANING)
    lines = load()[::97]
    vectors = np.array([shipped().vector(normalise(each.text)) for each in lines])
    said = layer.logits(vectors).argmax(axis=1)

    right = [INTENTS[at] == each.intent for at, each in zip(said, lines, strict=True)]
    assert np.mean(right) > 0.93


def test_without_the_encoder_understanding_goes_on_by_letters(tmp_path: Path) -> None:
    second = embedding.find(tmp_path / "absent.npz")
    reader = Understanding(Classifier.load(), Naming.load(), PLACES, second)

    assert second is None
    assert ENCODER.exists()
    assert reader.understand("คะแนน e9", VOCABULARY).slots["item"] == "e9"
    vague = reader.understand("ฟหกดสวง ปผแอิม", VOCABULARY)
    assert vague.intent in (UNSURE, "out_of_scope")


@pytest.mark.parametrize("damage", [b"", b"not an archive", ENCODER.read_bytes()[:4_000]])
def test_a_damaged_encoder_is_gone_without(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "encoder.npz"
    path.write_bytes(damage)

    assert embedding.load(path) is None


def test_the_encoder_is_read_when_letters_are_in_doubt_for_the_first_time() -> None:
    reader = Understanding.load()
    second = reader._embedding
    assert isinstance(second, Late)

    reader.understand("คะแนน e9", VOCABULARY)
    assert not second.is_read

    doubtful = reader.at_first_sight(DOUBTFUL, VOCABULARY)
    assert reader.is_in_doubt(doubtful)
    reader.understand(DOUBTFUL, VOCABULARY)
    assert second.is_read


def test_many_who_ask_at_once_read_the_encoder_once() -> None:
    late = Late()
    with ThreadPoolExecutor(8) as threads:
        found = {id(each.result()) for each in [threads.submit(late.get) for _ in range(8)]}

    assert len(found) == 1
    assert late.get() is not None


@pytest.mark.parametrize("damage", [b"", ENCODER.read_bytes()[:4_000]])
def test_an_encoder_found_damaged_when_it_is_asked_is_gone_without(
    tmp_path: Path, damage: bytes
) -> None:
    path = tmp_path / "encoder.npz"
    path.write_bytes(damage)
    letters = Understanding.load(with_embedding=False).understand(DOUBTFUL, VOCABULARY)
    reader = Understanding(Classifier.load(), Naming.load(), PLACES, embedding.find(path))
    assert reader.is_in_doubt(reader.at_first_sight(DOUBTFUL, VOCABULARY))

    assert reader.understand(DOUBTFUL, VOCABULARY) == letters
    assert not reader.is_in_doubt(letters)
