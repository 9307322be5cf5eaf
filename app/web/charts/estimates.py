"""Figures with their intervals in rows on one axis: what any page needs to show how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from math import ceil, floor, log10


class Kind(StrEnum):
    """How a figure is marked."""

    FULL = "full"
    """As it is; own experience where two stand in one row."""
    HOLLOW = "hollow"
    """The second one of a row: heard, seen or read."""
    PALE = "pale"
    """Not supported, or only indicative."""


@dataclass(frozen=True, slots=True)
class Given:
    """One figure to draw, with the ends of its interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None
    kind: Kind = Kind.FULL


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One row in words and figures: its name, what is said below it, marks, and what they say."""

    name: str
    marks: tuple[Given, ...] = ()
    figure: str = ""
    beside: str = ""
    notes: tuple[str, ...] = ()
    is_pale: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in place, in percent of the width."""

    x: str
    low: str | None
    high: str | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Row:
    """A row in place."""

    given: GivenRow
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch that a chart shows, its ticks, and the line that figures are held against."""

    low: float
    high: float
    ticks: tuple[float, ...]
    line: float | None
    has_bars: bool = False
    """The first mark of a row has a bar from the low end: the size of a share."""

    def at(self, value: float) -> str:
        """Return where a value stands, as a percentage of the width, cut to the ends.

        >>> Axis(0, 40, (), None).at(10)
        '25.00%'
        """
        share = (value - self.low) / (self.high - self.low)
        return f"{100 * min(1.0, max(0.0, share)):.2f}%"


@dataclass(frozen=True, slots=True)
class EstimateRows:
    """The chart: rows on one axis."""

    axis: Axis
    rows: tuple[Row, ...]


def estimate_rows(
    rows: Sequence[GivenRow],
    *,
    ends: tuple[float, float] | None = None,
    line: float | None = None,
    has_bars: bool = False,
) -> EstimateRows | None:
    """Return the chart of some figures; None where there is none to draw.

    Args:
        rows: in the order in which they are shown.
        ends: the ends of the axis; by default just so wide that everything is on it.
        line: a value to hold the figures against, such as 0; it is on the axis.
        has_bars: whether the first mark of each row has a bar from the low end of the axis.
    """
    values = [*chain.from_iterable(map(_values, rows))]
    if not values:
        return None
    low, high = ends or _around([*values, *([] if line is None else [line])])
    axis = Axis(low, high, _ticks(low, high), line, has_bars)
    return EstimateRows(axis, tuple(Row(row, tuple(_marks(row, axis))) for row in rows))


def _values(row: GivenRow) -> Iterable[float]:
    for mark in row.marks:
        yield from (end for end in (mark.value, mark.low, mark.high) if end is not None)


def _marks(row: GivenRow, axis: Axis) -> Iterable[Mark]:
    for mark in row.marks:
        ends = None if mark.low is None or mark.high is None else (mark.low, mark.high)
        low, high = (axis.at(end) for end in ends) if ends else (None, None)
        yield Mark(axis.at(mark.value), low, high, mark.kind)


def _around(values: Sequence[float]) -> tuple[float, float]:
    """Return whole steps around all values."""
    low, high = min(values), max(values)
    step = _step(low, high)
    first, last = floor(low / step) * step, ceil(high / step) * step
    return (first, last) if first < last else (first - step, last + step)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    step = _step(low, high)
    first = ceil(low / step - 1e-9)
    return tuple(step * place for place in range(first, floor(high / step + 1e-9) + 1))


def _step(low: float, high: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that some four steps cover the stretch.

    >>> _step(0, 100), _step(-3, 4), _step(0, 0.12)
    (20.0, 2.0, 0.02)
    """
    rough = (high - low if high > low else 5.0) / 5  # one value alone: a step of 1 around it
    power = 10.0 ** floor(log10(rough))
    return float(next(power * size for size in (1, 2, 5, 10) if power * size >= rough * 0.8))
