"""Tuning: the pretrained encoder is taught what is meant and what is spoken of. Needs torch.

One encoder, two linear readings of it: the intent of an exemplar, the thing of a description. In
every round each line is read as it is or mistyped anew, some of its pieces hidden. Matrices are
multiplied in bfloat16, the rest is exact to four bytes; weights are kept a byte each.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from handlers.understanding.embedding import Layer
from handlers.understanding.encoder import (
    HEADS,
    MATRICES,
    MOST_PIECES,
    WIDTH,
    Encoder,
    read_pieces,
)
from handlers.understanding.normalise import normalise
from handlers.understanding.pieces import PADDING, UNKNOWN, Pieces
from handlers.understanding.training import pretrained
from handlers.understanding.training.learning import SEED
from handlers.understanding.training.pretrained import Pretrained
from handlers.understanding.training.typos import mistyped

LAYERS = 6
ROUNDS = 5
BATCH = 64
RATE = 2e-4
DEEPER = 0.9
"""How much of the rate of a layer the one below it gets."""

HEAD_RATE = 10
WARM_UP = 0.06
SLOWEST = 0.02
DECAY = 0.01
STEEPEST = 1.0
DROPPED = 0.1
HIDDEN = 0.1
"""The share of pieces that are hidden."""

MISTYPED = 0.35
DESCRIPTIONS_A_ROUND = 2
"""How often a description is read in a round; there are far fewer of them than exemplars."""

LENGTHS = (8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, MOST_PIECES)
NOTHING_SAID = -1
LARGEST = 127
HEAD_SPREAD = 0.02
EPSILON = 1e-12

Rows = list[tuple[list[int], int, int]]
"""Pieces, the intent (or NOTHING_SAID), the thing (or NOTHING_SAID)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it was typed, and what it teaches: an intent or a thing, by number."""

    text: str
    intent: int = NOTHING_SAID
    thing: int = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Tuned:
    """What was learned: what the encoder's file holds, and both readings (their share still 1)."""

    kept: Mapping[str, NDArray[Any]]
    intents: Layer
    things: Layer

    @property
    def encoder(self) -> Encoder:
        """The encoder, as the service would load it."""
        return Encoder(self.kept)

    def save(self, path: Path) -> None:
        """Keep the encoder."""
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **self.kept)


def tune(
    samples: Sequence[Sample], intents: int, things: int, tell: Callable[[str], None]
) -> Tuned:
    """An encoder that was taught *samples*; some minutes. Told: how each round went."""
    torch.manual_seed(SEED)
    start = pretrained.load(LAYERS, {normalise(each.text) for each in samples})
    model = _Model(start, intents, things)
    reader = _Reader(start)
    steps = ROUNDS * (_rows_a_round(samples) // BATCH + len(LENGTHS) // 2)
    optimiser, schedule = _optimiser(model, steps)
    model.train()
    for number in range(ROUNDS):
        losses = []
        for batch in reader.batches(reader.round(samples)):
            loss = _loss(model, *reader.tensors(batch))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), STEEPEST)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        tell(f"round {number + 1} of {ROUNDS}: loss {np.mean(losses):.3f}")
    return model.learned(start)


def _rows_a_round(samples: Sequence[Sample]) -> int:
    return sum(DESCRIPTIONS_A_ROUND if each.thing != NOTHING_SAID else 1 for each in samples)


class _Reader:
    """Turns samples into batches of texts about equally long."""

    def __init__(self, start: Pretrained) -> None:
        self._pieces = Pieces(start.pieces, start.scores)
        self._known = torch.from_numpy(start.known)
        self._places = torch.from_numpy(start.places)
        self._scale, self._shift = torch.tensor(start.scale), torch.tensor(start.shift)
        self._chance = random.Random(SEED)  # noqa: S311 (an order, not a secret)

    def round(self, samples: Sequence[Sample]) -> Rows:
        """Every sample once, descriptions more often, some mistyped."""
        rows: Rows = []
        for each in samples:
            for _ in range(DESCRIPTIONS_A_ROUND if each.thing != NOTHING_SAID else 1):
                is_typed = self._chance.random() < MISTYPED
                text = mistyped(each.text, self._chance) if is_typed else each.text
                pieces = read_pieces(self._pieces, normalise(text))
                rows.append((pieces, each.intent, each.thing))
        return rows

    def batches(self, rows: Rows) -> Iterator[Rows]:
        """The rows, shuffled, those of about one length together."""
        by_length: dict[int, Rows] = {length: [] for length in LENGTHS}
        for row in rows:
            by_length[next(each for each in LENGTHS if len(row[0]) <= each)].append(row)
        batches = []
        for alike in by_length.values():
            self._chance.shuffle(alike)
            batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
        self._chance.shuffle(batches)
        yield from batches

    def tensors(self, rows: Rows) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The pieces' vectors (texts, pieces, WIDTH), which are there, intents, things."""
        longest = max(len(pieces) for pieces, _, _ in rows)
        numbers = torch.full((len(rows), longest), PADDING)
        there = torch.zeros((len(rows), longest))
        for at, (pieces, _, _) in enumerate(rows):
            shown = [self._hidden(piece) for piece in pieces]
            numbers[at, : len(pieces)] = torch.tensor(shown)
            there[at, : len(pieces)] = 1
        vectors = self._known[numbers] + self._places[:longest]
        vectors = functional.layer_norm(vectors, (WIDTH,), self._scale, self._shift, EPSILON)
        return (
            vectors,
            there,
            torch.tensor([intent for _, intent, _ in rows]),
            torch.tensor([thing for _, _, thing in rows]),
        )

    def _hidden(self, piece: int) -> int:
        return UNKNOWN if piece > UNKNOWN and self._chance.random() < HIDDEN else piece


class _Layer(nn.Module):
    """One layer, as handlers.understanding.encoder runs it."""

    def __init__(self, start: Mapping[str, NDArray[np.float32]]) -> None:
        super().__init__()
        self.weights = nn.ParameterDict(
            {name: nn.Parameter(torch.tensor(value)) for name, value in start.items()}
        )

    def forward(self, rows: Tensor, away: Tensor) -> Tensor:
        """The rows (texts, pieces, WIDTH) after this layer; *away* bars what is not there."""
        own = self.weights
        texts, count, _ = rows.shape
        three = (rows @ own["attending"] + own["attending_bias"]).view(texts, count, 3, HEADS, -1)
        asking, answering, telling = three.permute(2, 0, 3, 1, 4)
        close = (asking @ answering.transpose(2, 3)).float() * (WIDTH // HEADS) ** -0.5
        weights = torch.softmax(close + away, dim=-1).to(telling.dtype)
        heard = (weights @ telling).transpose(1, 2).reshape(texts, count, WIDTH)
        joined = heard @ own["joining"] + own["joining_bias"]
        rows = self._scaled(rows + self._dropped(joined), "first")
        wide = functional.gelu(rows @ own["widening"] + own["widening_bias"], approximate="tanh")
        narrow = wide @ own["narrowing"] + own["narrowing_bias"]
        return self._scaled(rows + self._dropped(narrow), "second")

    def _dropped(self, rows: Tensor) -> Tensor:
        return functional.dropout(rows, DROPPED, self.training)

    def _scaled(self, rows: Tensor, which: str) -> Tensor:
        scale, shift = self.weights[f"{which}_scale"], self.weights[f"{which}_shift"]
        return functional.layer_norm(rows, (WIDTH,), scale, shift, EPSILON)


class _Model(nn.Module):
    """The encoder with its two readings."""

    def __init__(self, start: Pretrained, intents: int, things: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_Layer(each) for each in start.layers)
        self.intents, self.things = nn.Linear(WIDTH, intents), nn.Linear(WIDTH, things)
        for reading in (self.intents, self.things):
            nn.init.normal_(reading.weight, std=HEAD_SPREAD)
            nn.init.zeros_(reading.bias)

    def forward(self, vectors: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """What is said of each text, before it is made probable: its intent, its thing."""
        away = ((1 - there) * -1e9)[:, None, None, :]
        rows = vectors
        for layer in self.layers:
            rows = layer(rows, away)
        mean = (rows.float() * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        mean = functional.dropout(mean, DROPPED, self.training)
        return self.intents(mean), self.things(mean)

    def learned(self, start: Pretrained) -> Tuned:
        """What the service keeps."""
        kept: dict[str, NDArray[Any]] = {
            "pieces": np.frombuffer("\n".join(start.pieces).encode(), np.uint8),
            "piece_scores": np.array(start.scores, np.float32).round(3),
            "places": start.places[:MOST_PIECES].astype(np.float16),
            "scale": start.scale,
            "shift": start.shift,
            "layers": np.array(LAYERS),
        }
        scales = np.abs(start.known).max(axis=1, keepdims=True) / LARGEST
        kept["known"] = np.rint(start.known / np.maximum(scales, EPSILON)).astype(np.int8)
        kept["known_scales"] = scales[:, 0]
        for number, layer in enumerate(self.layers):
            for name, value in layer.weights.items():
                kept |= _in_bytes(f"{number}.{name}", value.detach().numpy().copy())
        return Tuned(kept, _reading(self.intents), _reading(self.things))


def _in_bytes(name: str, value: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """A matrix as a byte a weight and a scale a column; anything else as it is. The scale of
    attention is multiplied in."""
    kind = name.partition(".")[2]
    if kind.startswith("attending"):
        value[..., :WIDTH] *= (WIDTH // HEADS) ** -0.5
    if kind not in MATRICES:
        return {name: value}
    scales = np.maximum(np.abs(value).max(axis=0), EPSILON) / LARGEST
    return {
        name: np.rint(value / scales).astype(np.int8),
        f"{name}_scales": scales.astype(np.float32),
    }


def _reading(linear: nn.Linear) -> Layer:
    return Layer(linear.weight.detach().numpy().T.copy(), linear.bias.detach().numpy().copy(), 1.0)


def _loss(model: _Model, vectors: Tensor, there: Tensor, intents: Tensor, things: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        said = model(vectors, there)
    parts = [
        functional.cross_entropy(each.float(), meant, ignore_index=NOTHING_SAID, reduction="sum")
        for each, meant in zip(said, (intents, things), strict=True)
    ]
    return sum(parts, start=torch.zeros(())) / BATCH


def _optimiser(
    model: _Model, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """AdamW, lower layers slower; the rate rises for a while, then falls along a cosine."""
    top = len(model.layers) - 1
    groups = [
        {"params": list(layer.parameters()), "lr": RATE * DEEPER ** (top - number)}
        for number, layer in enumerate(model.layers)
    ]
    heads = [*model.intents.parameters(), *model.things.parameters()]
    groups.append({"params": heads, "lr": RATE * HEAD_RATE})
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, betas=(0.9, 0.98), fused=True)

    def rate(step: int) -> float:
        falling = 0.5 * (1 + np.cos(np.pi * min(1.0, step / steps)))
        return float(min(1.0, step / (WARM_UP * steps)) * max(SLOWEST, falling))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
