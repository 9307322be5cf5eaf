"""The answers of a reference case: a CSV file whose empty cells are missing."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from pathlib import Path

from surveys.measurement.inference.estimates import Sample

DATA = re.compile(r"(?P<file>.+?)(\[(?P<column>.+) present\])?")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells by column name; None where a cell is empty."""

    rows: Sequence[dict[str, str | None]]

    @classmethod
    def read(cls, folder: Path, data: str, missing: str = "") -> "Table":
        """Read what `data` names: a file, and perhaps a column that must be present."""
        named = DATA.fullmatch(data)
        assert named is not None
        with (folder / named["file"]).open(encoding="utf-8", newline="") as stream:
            rows = [
                {name: None if cell in {"", missing} else cell for name, cell in row.items()}
                for row in csv.DictReader(stream)
            ]
        table = cls(rows)
        return table.complete([named["column"]]) if named["column"] else table

    def complete(self, columns: Sequence[str]) -> "Table":
        """Return the rows in which all of some columns are filled."""
        return Table([row for row in self.rows if all(row[name] is not None for name in columns)])

    def where(self, column: str, level: object) -> "Table":
        """Return the rows of one level; 1 and "1" are the same level."""
        return Table([row for row in self.rows if row[column] == str(level)])

    def levels(self, column: str) -> list[str]:
        """Return the levels of a column, numbers in ascending order, words in alphabetical."""
        found = {cell for row in self.rows if (cell := row[column]) is not None}
        return sorted(found, key=lambda cell: (_number_or_none(cell) or 0, cell.casefold()))

    def numbers(self, column: str) -> list[Fraction]:
        """Return the numbers of a column that are there, exactly as written."""
        return [Fraction(cell) for row in self.rows if (cell := row[column]) is not None]

    def sample(self, column: str) -> Sample:
        """Return what the numbers of a column say about their mean."""
        return sample(self.numbers(column))


def sample(numbers: Iterable[Fraction]) -> Sample:
    """Return the sample of exact numbers, from whole sums in their common step."""
    values = list(numbers)
    parts = lcm(*(value.denominator for value in values))
    steps = [int(value * parts) for value in values]
    return Sample.of(
        len(steps), sum(steps), sum(step * step for step in steps), scale=Fraction(1, parts)
    )


def _number_or_none(cell: str) -> Fraction | None:
    try:
        return Fraction(cell)
    except ValueError:
        return None
