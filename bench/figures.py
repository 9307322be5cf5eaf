"""What a benchmark says, and how it is taken on a machine that others use too."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Bound(StrEnum):
    """On which side of its target a figure should be."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    WITHIN = "within"
    """On both sides: no further from it than the margin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and what it should be."""

    name: str
    value: float
    unit: str
    target: float
    bound: Bound
    margin: float = 0.0
    """How far from its target a figure may be that should be `WITHIN`."""

    @property
    def holds(self) -> bool:
        """Whether the figure is on the right side of its target."""
        if self.bound is Bound.WITHIN:
            return abs(self.value - self.target) <= self.margin
        if self.bound is Bound.AT_MOST:
            return self.value <= self.target
        return self.value >= self.target

    @property
    def should_be(self) -> str:
        """Return its target for people to read."""
        if self.bound is Bound.WITHIN:
            return f"{self.target:g} ± {self.margin:g}"
        return f"{self.bound} {self.target:g}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(figures: Iterable[Figure]) -> str:
    """Return figures for people to read, a line each."""
    rows = [("figure", "value", "unit", "target", "holds")]
    for figure in figures:
        holds = "yes" if figure.holds else "NO"
        rows.append((figure.name, f"{figure.value:.3g}", figure.unit, figure.should_be, holds))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write figures for programs to read: name, value, unit, target, holds."""
    found = []
    for figure in figures:
        fields = asdict(figure)
        del fields["bound"], fields["margin"]
        found.append(fields | {"holds": figure.holds})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
