"""How long understanding takes, to start and for each text, and how much memory it needs.

Run by ``make benchmark-understanding``; its output is kept in RESULTS.md beside this. Start-up and
memory are those of fresh processes, beside a process that imports numpy alone; times are medians
over rounds, beside the baseline of the same round: ``unicodedata.normalize`` of the same texts. The
texts are every tenth exemplar, what people really say, and the longest message that a messenger
delivers.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from handlers.understanding.exemplars import load
from handlers.understanding.training.learning import STRUCTURE
from handlers.understanding.understand import Understanding

ROUNDS = 5
EVERY_NTH = 10
AT_ONCE, DOUBTFUL = (1, 2, 4, 8, 16), 256
CLEAR = ("e9", "คะแนน e9", "ตัวชี้วัดที่ 7", "คะแนนรวมเท่าไหร่", "มาตรการที่ 2 ทำอะไร", "สวัสดีค่ะ")
LONGEST = "วันก่อนไปติดต่อราชการมา รอนานมากกก แล้วก็ " * 120
STARTS = {
    "numpy alone": "import numpy",
    "without the embedding": (
        "from handlers.understanding.understand import Understanding as U;"
        "U.load(with_embedding=False)"
    ),
    "with the embedding": (
        "from handlers.understanding.understand import Understanding as U;"
        "from handlers.understanding.question import Vocabulary as V;"
        "n = frozenset();"
        "U.load().reconsider('สวัสดีค่ะ', V(n, n, n, n, n, n, n, n))"
    ),
}
MEASURED = (
    "import time; start = time.perf_counter(); {work};"
    "spent = time.perf_counter() - start;"
    "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'));"
    "print(spent, peak.split()[1])"
)


def started(work: str) -> tuple[float, float]:
    """Seconds and MiB (peak) of a fresh process that does *work*: medians."""
    runs = [
        subprocess.run(  # our own interpreter, our own words
            [sys.executable, "-c", MEASURED.format(work=work)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        for _ in range(ROUNDS)
    ]
    seconds = statistics.median(float(run[0]) for run in runs)
    return seconds, statistics.median(float(run[1]) for run in runs) / 1024


def timed(texts: Sequence[str], work: Callable[[str], object]) -> list[float]:
    """Milliseconds for each of *texts*, the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        spent = []
        for text in texts:
            start = time.perf_counter()
            work(text)
            spent.append((time.perf_counter() - start) * 1_000)
        rounds.append(spent)
    return [statistics.median(each) for each in zip(*rounds, strict=True)]


def together(reader: Understanding, texts: Sequence[str], number: int) -> float:
    """Milliseconds a text where so many are read at once: the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for first in range(0, len(texts), number):
            reader.reconsider_all(texts[first : first + number], STRUCTURE)
        rounds.append((time.perf_counter() - start) * 1_000 / len(texts))
    return statistics.median(rounds)


def row(name: str, spent: Sequence[float], baseline: Sequence[float]) -> str:
    """A line of the table, all in milliseconds but the last, a ratio of medians."""
    ordered = sorted(spent)
    ninety_nine = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    ratio = statistics.median(spent) / statistics.median(baseline)
    return (
        f"| {name} | {len(spent)} | {statistics.median(spent):.3f} | {ninety_nine:.2f}"
        f" | {ordered[-1]:.2f} | {ratio:,.0f} |"
    )


def machine() -> str:
    """What this runs on."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> int:
    """Print both tables."""
    print("# Understanding: time and memory\n")
    print(f"`make benchmark-understanding`, medians of {ROUNDS} rounds. Machine: {machine()}.\n")
    print("| start of a process | seconds | peak MiB |\n|---|---|---|")
    for name, work in STARTS.items():
        seconds, memory = started(work)
        print(f"| {name} | {seconds:.3f} | {memory:.0f} |")
    everyday = [each.text for each in load()[::EVERY_NTH]]
    letters = Understanding.load(with_embedding=False)
    both = Understanding.load()
    print(
        "\n| texts | number | median ms | 99 % ms | longest ms | times normalize |"
        "\n|---|---|---|---|---|---|"
    )
    for name, reader in (("letters alone", letters), ("with the embedding", both)):
        for what, texts in (
            ("clear questions and codes", CLEAR * 20),
            ("everyday", everyday),
            ("5,000 letters", [LONGEST[:5_000]] * 20),
        ):
            spent = timed(texts, partial(reader.understand, vocabulary=STRUCTURE))
            baseline = timed(texts, lambda text: unicodedata.normalize("NFKC", text))
            print(row(f"{what}, {name}", spent, baseline))
    doubts = [both.is_in_doubt(both.at_first_sight(text, STRUCTURE)) for text in everyday]
    print(f"\nThe embedding was asked for {statistics.mean(doubts):.0%} of the everyday texts.\n")
    doubtful = [text for text, is_so in zip(everyday, doubts, strict=True) if is_so][:DOUBTFUL]
    print("| everyday texts that need it, read together | ms for each |\n|---|---|")
    for number in AT_ONCE:
        print(f"| {number} | {together(both, doubtful, number):.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
