"""Pieces: a text cut into the pieces of words that the encoder knows.

A unigram tokeniser: of all ways to cut the text into known pieces the likeliest (Viterbi). Pieces
and how likely each is are the encoder's own, cut down to those of Thai and English.
"""

from collections.abc import Sequence

SPACE = "\u2581"
"""Stands for the space before a word, as the pieces spell it."""

LONGEST_PIECE = 20
BEGIN, PADDING, END, UNKNOWN = range(4)
"""The numbers of the pieces that stand for no letters; all others follow."""

UNKNOWN_PENALTY = 10.0


class Pieces:
    """Cuts texts into numbers of pieces."""

    def __init__(self, spelled: Sequence[str], scores: Sequence[float]) -> None:
        """The pieces after the four special ones, in the order of their numbers."""
        first = UNKNOWN + 1
        self._numbers = {piece: first + at for at, piece in enumerate(spelled)}
        self._scores = dict(zip(spelled, scores, strict=True))
        self._unknown = min(scores) - UNKNOWN_PENALTY

    def cut(self, text: str) -> list[int]:
        """The numbers of the pieces of *text* (normalised), a beginning and an end around them."""
        letters = SPACE + text.strip().replace("ำ", "\u0e4dา").replace(" ", SPACE)
        length = len(letters)
        best = [0.0] + [float("-inf")] * length
        came_from = [0] * (length + 1)
        for start in range(length):
            reached = best[start]
            for end in range(start + 1, min(length, start + LONGEST_PIECE) + 1):
                score = self._scores.get(letters[start:end])
                if score is not None and reached + score > best[end]:
                    best[end], came_from[end] = reached + score, start
            if reached + self._unknown > best[start + 1]:
                best[start + 1], came_from[start + 1] = reached + self._unknown, start
        numbers = [END]
        end = length
        while end:
            start = came_from[end]
            numbers.append(self._numbers.get(letters[start:end], UNKNOWN))
            end = start
        numbers.append(BEGIN)
        return numbers[::-1]
