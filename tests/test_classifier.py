"""The classifier's features: every run of letters in the bucket that its hash says, each once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.classifier import BUCKETS, FLAG_WEIGHT, LONGEST_RUN, features

MULTIPLIER, WORD = 0x9E3779B97F4A7C15, 1 << 64


def bucket(letters: list[int]) -> int:
    """One run's, in whole numbers that are as long as they need to be."""
    mixed = len(letters)
    for letter in letters:
        mixed = (mixed ^ letter) * MULTIPLIER % WORD
        mixed ^= mixed >> 29
    return mixed % BUCKETS


@given(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.lists(st.sampled_from(["item", "year", "lowest"])),
)
def test_each_run_of_letters_counts_once_in_its_bucket(text: str, flags: list[str]) -> None:
    padded = [ord(letter) for letter in f" {text} "]
    runs = {
        bucket(padded[start : start + length])
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(padded) - length + 1)
    }
    named = {bucket([0x51, *map(ord, flag)]) for flag in flags}

    indices, values = features(text, flags)

    assert indices.tolist() == [*sorted(runs), *sorted(named)]
    assert values.tolist() == [1 / np.sqrt(len(runs))] * len(runs) + [FLAG_WEIGHT] * len(named)
