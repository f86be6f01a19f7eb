"""A copy of the published dataset that a test may spoil, or put an invented year beside."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.check import Report, check
from data.dataset import Dataset, Year, load_dataset
from data.toml_file import DatasetError

PUBLISHED = Path(__file__).parent.parent / "data" / "datasets" / "borang"
NEXT_YEAR = {
    "report.toml": (
        ("fiscal_year = 2566", "fiscal_year = 2567"),
        ("fiscal_year = 2565", "fiscal_year = 2566"),
        ('total = "96.51"', 'total = "96.46"'),
    ),
    "scores.csv": (
        ("86.93,96.93,corrected", "96.93,,printed"),
        (",00.00,0.00,", ",100.00,,"),
        (",10.2,80.00", ",10.2,100.00"),
        (",10,90.00", ",10,100.00"),
        ("OIT,OIT,95.00", "OIT,OIT,100.00"),
        ("total,96.46", "total,98.46"),
    ),
    "topics.toml": (('"00.00"', '"100.00"'),),
    "measures.toml": (
        ("plan_year = 2567", "plan_year = 2568"),
        ("2023-10-01", "2024-10-01"),
        ("2024-09-30", "2025-09-30"),
        ("1 ตุลาคม 2566 - 30 กันยายน 2567", "1 ตุลาคม 2567 - 30 กันยายน 2568"),
    ),
}
"""How an invented B.E. 2567 differs: e9 is printed right and o43 scored 100."""


@dataclass(frozen=True, slots=True)
class DatasetCopy:
    """The files of one agency, in a folder of the test's own."""

    folder: Path

    @classmethod
    def make(cls, parent: Path) -> "DatasetCopy":
        return cls(Path(shutil.copytree(PUBLISHED, parent / "borang")))

    def path(self, name: str, year: int = 2566) -> Path:
        return self.folder / str(year) / name

    def write(self, name: str, old: str, new: str, year: int = 2566) -> None:
        """Write *new* for every *old* in a file, which must be there."""
        text = self.path(name, year).read_text("utf-8")
        assert old in text, f"{name} does not say {old}"
        self.path(name, year).write_text(text.replace(old, new), "utf-8")

    def drop(self, name: str, start: str, year: int = 2566) -> None:
        """Delete the lines of a file that begin with *start*."""
        lines = self.path(name, year).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines), f"{name} has no line that begins with {start}"
        self.path(name, year).write_text("".join(kept), "utf-8")

    def line_of(self, name: str, start: str) -> int:
        lines = self.path(name).read_text("utf-8").splitlines()
        return 1 + next(index for index, line in enumerate(lines) if line.startswith(start))

    def save_as_a_spreadsheet_does(self, name: str) -> None:
        """Byte order mark, CRLF, quotes, an empty line at the end, and numbers without zeros."""
        with self.path(name).open(encoding="utf-8", newline="") as file:
            rows = [[as_a_number(cell) for cell in row] for row in csv.reader(file)]
        with self.path(name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerows([*rows, [""] * len(rows[0])])

    def invent_next_year(self) -> None:
        """A folder for B.E. 2567, made as an official would: copied and edited."""
        shutil.copytree(self.folder / "2566", self.folder / "2567")
        for name, changes in NEXT_YEAR.items():
            for old, new in changes:
                self.write(name, old, new, year=2567)
        self.drop("corrections.csv", "ตาราง EIT Public ข้อ e9,86.93", year=2567)
        self.drop("corrections.csv", "ประเด็นที่ 7 ตาราง OIT ข้อ o43,00.00", year=2567)

    def load(self) -> Dataset:
        return load_dataset(self.folder)

    def year(self) -> Year:
        """The newest year."""
        return self.load().years[0]

    def check(self) -> Report:
        return check(self.load())

    def problems(self) -> list[str]:
        """What loading complains of; nothing when it does not."""
        try:
            self.load()
        except DatasetError as error:
            return error.problems
        return []


def problems_of(year: Year) -> str:
    """What the check finds wrong with a year besides its numbers, a line each."""
    return "\n".join(check(Dataset((year,))).problems)


def as_a_number(cell: str) -> str:
    """What a spreadsheet makes of a cell that looks like a number: 98.40 becomes 98.4."""
    try:
        return f"{float(cell):.10g}"
    except ValueError:
        return cell
