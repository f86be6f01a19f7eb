"""Evaluating: how well people are understood whom the model has not seen. ``make evaluate``.

Every person is held out once (whole persons, five folds), then all they say is read by the whole
of understanding, guards and thresholds included, as it was typed and with typos. A table on
standard output: right, answered, right where it answered, right among the three offers, filings
that nobody meant; by intent; and what was taken for what.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from handlers.understanding import embedding, train
from handlers.understanding.embedding import Embedding
from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.question import INTENTS, UNSURE
from handlers.understanding.typos import mistyped
from handlers.understanding.understand import Understanding

FILING = ("file_complaint", "file_grievance", "file_feedback")
MOST_CONFUSED = 25


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of one unseen person, and how it was understood."""

    exemplar: Exemplar
    answered: str
    offered: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it was answered, not offered a choice."""
        return self.answered != UNSURE

    @property
    def is_right(self) -> bool:
        """Whether the answer was to what was meant."""
        return self.answered == self.exemplar.intent

    @property
    def is_offered(self) -> bool:
        """Whether it was answered rightly, or what was meant is among the offers."""
        return self.is_right or (not self.is_sure and self.exemplar.intent in self.offered)

    @property
    def is_false_filing(self) -> bool:
        """Whether somebody was offered to file who meant something else entirely."""
        return self.answered in FILING and self.exemplar.intent not in FILING


def judge(lines: Sequence[Exemplar], reader: Understanding, *, typos: bool) -> list[Verdict]:
    """What *reader* makes of *lines*."""
    chance = random.Random(train.SEED)  # noqa: S311 (typos, not secrets)
    verdicts = []
    for each in lines:
        text = mistyped(each.text, chance) if typos else each.text
        question = reader.understand(text, train.STRUCTURE)
        offered = tuple(guess.intent for guess in question.guesses)
        verdicts.append(Verdict(each, question.intent, offered))
    return verdicts


def held_out_readers() -> list[tuple[Understanding, list[Exemplar]]]:
    """For each fold a reader that was trained without its people, and all that they say."""
    everything = load()
    every = [train.Read(exemplar) for exemplar in everything]
    fold = train.folds(every)
    shipped = Understanding.load()
    engine = embedding.find_engine()
    embedded = None if engine is None else train.embed(every)
    readers = []
    for number in range(train.FOLDS):
        seen = [at for at in np.flatnonzero(fold != number) if not every[int(at)].is_guarded]
        reads = [every[int(at)] for at in seen]
        model = train.train(reads).with_sharpness(shipped.sharpness)
        second = None
        if engine is not None and embedded is not None:
            weights, bias = train.train_layer(embedded[seen], train.labels_of(reads))
            layer = weights.astype(np.float32), bias.astype(np.float32)
            second = Embedding(engine, *layer, shipped.share)
        unseen = [each for each, at in zip(everything, fold, strict=True) if at == number]
        readers.append((Understanding(model, train.PLACES, second), unseen))
    return readers


def summary(name: str, verdicts: Sequence[Verdict]) -> str:
    """One row of the table."""
    sure = [verdict for verdict in verdicts if verdict.is_sure]
    return (
        f"| {name} | {len(verdicts)} | {_share(v.is_right for v in verdicts)}"
        f" | {len(sure) / max(len(verdicts), 1):.1%} | {_share(v.is_right for v in sure)}"
        f" | {_share(v.is_offered for v in verdicts)}"
        f" | {_share(v.is_offered for v in verdicts if not v.is_sure)}"
        f" | {sum(v.is_false_filing for v in verdicts)} |"
    )


HEADINGS = (
    "| what | lines | right | answered | right where answered | right or among its offers"
    " | among the offers where unsure | false filing offers |\n|---|---|---|---|---|---|---|---|"
)


def main() -> int:
    """Print the tables."""
    readers = held_out_readers()
    for name, typos in (("as typed", False), ("with typos", True)):
        verdicts = [v for reader, unseen in readers for v in judge(unseen, reader, typos=typos)]
        print(f"\n## Unseen people, {name}\n\n{HEADINGS}\n{summary('all', verdicts)}")
        for intent in INTENTS:
            print(summary(intent, [v for v in verdicts if v.exemplar.intent == intent]))
        wrong = Counter(
            (v.exemplar.intent, v.answered) for v in verdicts if v.is_sure and not v.is_right
        )
        print("\nTaken for another, most often:\n")
        for (meant, taken), count in wrong.most_common(MOST_CONFUSED):
            print(f"- {meant} taken for {taken}: {count}")
    return 0


def _share(found: Iterable[bool]) -> str:
    values = list(found)
    return f"{sum(values) / len(values):.1%}" if values else "-"


if __name__ == "__main__":
    sys.exit(main())
