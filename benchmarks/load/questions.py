"""The question mixes: real questions from the exemplars, and how much of each needs the encoder."""

import random
from dataclasses import dataclass

from handlers.informing.answers import UNCHANGING
from handlers.understanding.exemplars import load
from handlers.understanding.training.learning import STRUCTURE
from handlers.understanding.understand import Understanding

SEED = 7
WIDE = 4_000
OFTEN = 200


@dataclass(frozen=True, slots=True)
class Mix:
    """Texts to ask in turn; *share* of them the letters leave in doubt (0 to 1): these need the
    encoder when they are asked first."""

    name: str
    texts: tuple[str, ...]
    share: float

    @property
    def encoder(self) -> str:
        """How much of it needs the encoder."""
        return f"{self.share:.0%} need the encoder when asked first"


def mixes() -> tuple[Mix, Mix, Mix]:
    """Asked again: a few hundred questions, as they come day by day. Clear: each another, none of
    which needs the encoder. Everyday: each another, as people say it."""
    understanding = Understanding.load(with_embedding=True)
    chosen = [each.text for each in load() if each.intent in UNCHANGING and "\n" not in each.text]
    random.Random(SEED).shuffle(chosen)

    def in_doubt(text: str) -> bool:
        return understanding.is_in_doubt(understanding.at_first_sight(text, STRUCTURE))

    everyday = tuple(chosen[:WIDE])
    doubtful = {text for text in everyday if in_doubt(text)}
    clear = tuple(text for text in everyday if text not in doubtful)
    often = everyday[:OFTEN]

    def mix(name: str, texts: tuple[str, ...]) -> Mix:
        return Mix(name, texts, sum(text in doubtful for text in texts) / len(texts))

    return (
        mix(f"{OFTEN} questions asked again and again", often),
        mix("clear questions, each another", clear),
        mix("everyday questions, each another", everyday),
    )
