"""Models: everything that is learned from the exemplars and descriptions of some people.

Trained on all people they are what the service ships; trained without the people of a fold they
tell how unseen people are understood. What was trained is kept in the folder build, under the
stamp of all that went into it, so that judging need not train again.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.understanding import descriptions, exemplars
from handlers.understanding.classifier import Classifier
from handlers.understanding.descriptions import Description
from handlers.understanding.embedding import Embedding, Layer
from handlers.understanding.encoder import Encoder
from handlers.understanding.question import INTENTS
from handlers.understanding.training import intents, names
from handlers.understanding.training.intents import Read
from handlers.understanding.training.learning import fold

BUILD = Path("build") / "understanding"
MADE_BY = ("intents", "learning", "names", "pretrained", "tuning", "typos")
"""The modules beside this one on which the outcome depends."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Material:
    """All that people say: exemplars, read; descriptions; the names of what is described."""

    read: Sequence[Read]
    described: Sequence[Description]
    names: Sequence[str]

    @classmethod
    def load(cls, tell: Tell) -> "Material":
        """Everything there is; what the guards stop never reaches a model and is left out."""
        described = names.described()
        return cls(intents.readable(tell), described, names.names_of(described))

    def without(self, number: int | None) -> "Material":
        """All but what the people of this fold say."""
        if number is None:
            return self
        return Material(
            [each for each in self.read if fold(each.exemplar.person) != number],
            [each for each in self.described if fold(each.person) != number],
            self.names,
        )

    def only(self, number: int) -> "Material":
        """What the people of this fold say."""
        return Material(
            [each for each in self.read if fold(each.exemplar.person) == number],
            [each for each in self.described if fold(each.person) == number],
            self.names,
        )


@dataclass(frozen=True, slots=True)
class Models:
    """Both classifiers, their sharpness still 1, and the second opinion, its shares still 1."""

    intents: Classifier
    names: Classifier
    second: Embedding


def models(material: Material, without: int | None, tell: Tell) -> Models:
    """What is learned from all people but those of one fold; from all, without None."""
    folder = BUILD / _stamp() / ("all" if without is None else str(without))
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _train(material.without(without), folder, tell)
        (folder / "done").touch()
    encoder = Encoder.load(folder / "encoder.npz")
    return Models(
        Classifier.load(folder / "intents_letters.npz"),
        Classifier.load(folder / "names_letters.npz"),
        Embedding(
            encoder.vectors,
            Layer.load(folder / "intents_meaning.npz"),
            Layer.load(folder / "names_meaning.npz"),
        ),
    )


def encoder_file() -> Path:
    """Where the encoder that was taught by everybody is kept."""
    return BUILD / _stamp() / "all" / "encoder.npz"


def _train(material: Material, folder: Path, tell: Tell) -> None:
    from handlers.understanding.training import tuning  # needs torch: only where it is trained

    tell(f"{len(material.read)} exemplars, {len(material.described)} descriptions")
    intents.train(material.read).save(folder / "intents_letters.npz")
    names.train(material.described, material.names).save(folder / "names_letters.npz")
    things = names.labels_of(material.described, material.names)
    samples = [
        *(
            tuning.Sample(each.exemplar.text, INTENTS.index(each.exemplar.intent))
            for each in material.read
        ),
        *(
            tuning.Sample(each.text, thing=int(thing))
            for each, thing in zip(material.described, things, strict=True)
        ),
    ]
    tuned = tuning.tune(samples, len(INTENTS), len(material.names), tell)
    tuned.save(folder / "encoder.npz")
    tuned.intents.save(folder / "intents_meaning.npz")
    tuned.things.save(folder / "names_meaning.npz")


def _stamp() -> str:
    """Of all that the models depend on."""
    made_by = [Path(__file__).with_name(f"{name}.py") for name in MADE_BY]
    said = [*sorted(exemplars.FOLDER.glob("*.txt")), *sorted(descriptions.FOLDER.glob("*.txt"))]
    found = hashlib.sha256()
    for path in (*made_by, *said):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
