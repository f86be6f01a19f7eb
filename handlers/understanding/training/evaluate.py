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

from handlers.understanding.exemplars import Exemplar, load
from handlers.understanding.naming import Naming
from handlers.understanding.question import INTENTS, UNSURE
from handlers.understanding.training import models
from handlers.understanding.training.learning import FOLDS, PLACES, SEED, STRUCTURE, fold
from handlers.understanding.training.models import Material
from handlers.understanding.training.typos import mistyped
from handlers.understanding.understand import GIVES_FIGURES, Understanding

FILING = ("file_complaint", "file_grievance", "file_feedback")
PERSON = "human_handoff"
"""A person is offered beside every choice."""

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
        return self.is_right or (
            not self.is_sure and self.exemplar.intent in (*self.offered, PERSON)
        )

    @property
    def is_among_three(self) -> bool:
        """Whether what was meant is among the best three guesses, answered or not."""
        return self.is_right or self.exemplar.intent in self.offered

    @property
    def is_undue_figure(self) -> bool:
        """Whether a figure was given for what the report does not hold."""
        return self.answered in GIVES_FIGURES and self.exemplar.intent == "out_of_scope"

    @property
    def is_false_filing(self) -> bool:
        """Whether somebody was offered to file who meant something else entirely."""
        return self.answered in FILING and self.exemplar.intent not in FILING


def judge(lines: Sequence[Exemplar], reader: Understanding, *, typos: bool) -> list[Verdict]:
    """What *reader* makes of *lines*."""
    chance = random.Random(SEED)  # noqa: S311 (typos, not secrets)
    verdicts = []
    for each in lines:
        text = mistyped(each.text, chance) if typos else each.text
        question = reader.understand(text, STRUCTURE)
        offered = tuple(guess.intent for guess in question.guesses)
        verdicts.append(Verdict(each, question.intent, offered))
    return verdicts


def held_out_readers(numbers: Sequence[int]) -> list[tuple[Understanding, list[Exemplar]]]:
    """For each of these folds a reader that was trained without its people, and all that they
    say; decided, and weighing meaning, as the shipped one is."""
    shipped = Understanding.load()
    material = Material.load(tell)
    readers = []
    for number in numbers:
        known = models.models(material, number, tell)
        naming = Naming(known.names.with_sharpness(shipped.naming.sharpness))
        intents = known.intents.with_sharpness(shipped.sharpness)
        second = shipped.seconded_by(known.second)
        unseen = [each for each in load() if fold(each.person) == number]
        readers.append((Understanding(intents, naming, PLACES, second), unseen))
    return readers


def summary(name: str, verdicts: Sequence[Verdict]) -> str:
    """One row of the table."""
    sure = [verdict for verdict in verdicts if verdict.is_sure]
    return (
        f"| {name} | {len(verdicts)} | {_share(v.is_right for v in verdicts)}"
        f" | {len(sure) / max(len(verdicts), 1):.1%} | {_share(v.is_right for v in sure)}"
        f" | {_share(v.is_offered for v in verdicts)}"
        f" | {_share(v.is_among_three for v in verdicts)}"
        f" | {_share(v.is_offered for v in verdicts if not v.is_sure)}"
        f" | {sum(v.is_false_filing for v in verdicts)}"
        f" | {sum(v.is_undue_figure for v in verdicts)} |"
    )


HEADINGS = (
    "| what | lines | right | answered | right where answered | right or among its offers"
    " | among three | among the offers where unsure | false filing offers | undue figures |"
    "\n|---|---|---|---|---|---|---|---|---|---|"
)


def tell(line: str) -> None:
    """How it goes, where models have to be trained first."""
    print(line, file=sys.stderr, flush=True)


def main(numbers: Sequence[int] = range(FOLDS)) -> int:
    """Print the tables."""
    readers = held_out_readers(numbers)
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
