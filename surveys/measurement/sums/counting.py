"""How often each value of each column occurs, counted over all columns at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.scores import IntArray

_NARROW: Final = 16
"""Columns of at most so many numbers are counted two at a time, which is half the work."""


class Counter:
    """Counts the values of columns; its buffers are used again for every portion of rows."""

    def __init__(self, layout: Layout, rows: int) -> None:
        """Make room for portions of so many rows."""
        self._layout = layout
        numberings = [_numbering(layout, place) for place in range(len(layout.names))]
        found = [numbering for numbering in numberings if numbering is not None]
        self._numberings = sorted(found, key=lambda numbering: numbering.width > _NARROW)
        narrow = sum(numbering.width <= _NARROW for numbering in found)
        self._pairs = narrow // 2
        self._places = np.array([of.place for of in self._numberings], dtype=np.intp)
        self._missing = _upright([numbering.first - 1 for numbering in self._numberings])
        self._last = _upright([numbering.last for numbering in self._numberings])
        widths = [numbering.width for numbering in self._numberings]
        paired, alone = widths[: 2 * self._pairs], widths[2 * self._pairs :]
        self._tables = [*zip(paired[::2], paired[1::2], strict=True), *((w, 1) for w in alone)]
        self._ends = list(accumulate(first * second for first, second in self._tables))
        self._starts = _upright([0, *self._ends][: len(self._tables)])
        self._times = _upright(paired[1::2])
        self._values = np.empty((len(widths), rows), dtype=np.int32)
        self._numbers = np.empty((len(widths), rows), dtype=np.intp)
        self._keys = np.empty((len(self._tables), rows), dtype=np.intp)
        self._found = np.zeros(sum(self._ends[-1:]), dtype=np.int64)

    def add(self, values: NDArray[np.int32]) -> None:
        """Add a portion: a row of values per column of the layout."""
        if not self._numberings:
            return
        numbers, keys, paired = self._numbers, self._keys, 2 * self._pairs
        np.take(values, self._places, axis=0, out=self._values, mode="clip")
        np.maximum(self._values, self._missing, out=self._values)
        np.minimum(self._values, self._last, out=self._values)
        np.subtract(self._values, self._missing, out=numbers)
        for row, numbering in zip(numbers, self._numberings, strict=True):
            if numbering.of_steps is not None:
                row[:] = numbering.of_steps[row]
        np.multiply(numbers[:paired:2], self._times, out=keys[: self._pairs])
        keys[: self._pairs] += numbers[1:paired:2]
        keys[self._pairs :] = numbers[paired:]
        keys += self._starts
        self._found += np.bincount(keys.ravel(), minlength=len(self._found))

    def counts(self) -> IntArray:
        """Return how often each counted value occurs, in the order of the layout's spans."""
        spans = self._layout.count_spans
        counts = np.zeros(self._layout.counts_width, dtype=np.int64)
        for numbering, found in zip(self._numberings, self._per_column(), strict=True):
            span = spans[numbering.place]
            counts[span] = found[len(found) - (span.stop - span.start) :]
        return counts

    def said_dont_know(self) -> dict[int, int]:
        """Return how many said 'don't know', by the places of the columns that offered it."""
        found = zip(self._numberings, self._per_column(), strict=True)
        return {of.place: int(counts[1]) for of, counts in found if of.offered}

    def _per_column(self) -> list[IntArray]:
        """Return how often each number occurs, for one column after another."""
        columns: list[IntArray] = []
        for at, (first, second) in enumerate(self._tables):
            end = self._ends[at]
            table = self._found[end - first * second : end].reshape(first, second)
            columns.append(table.sum(axis=1))
            if at < self._pairs:
                columns.append(table.sum(axis=0))
        return columns


@dataclass(frozen=True, slots=True)
class _Numbering:
    """How the values of a column are numbered.

    0 is missing; `first` is numbered 1 and so on up to `last`, and what is above goes with `last`.
    Of a score `of_steps` gives the number by the step and one, as not all steps can be reached.
    """

    place: int
    first: int
    last: int
    width: int
    offered: bool
    of_steps: NDArray[np.uint16] | None


def _numbering(layout: Layout, place: int) -> _Numbering | None:
    """Return how a column is numbered; None if nothing of it is counted.

    'Don't know' comes before the lowest value; where values are not counted they go together.
    """
    values, low, offered = layout.values[place], layout.lows[place], layout.dont_know[place]
    if not values and not offered:
        return None
    first, last = low - offered, values[-1] if values else low
    of_steps = None if isinstance(values, range) or not values else _numbers_of_steps(values)
    width = last - first + 2 if of_steps is None else len(values) + 1
    return _Numbering(place, first, last, width, offered, of_steps)


def _numbers_of_steps(values: Sequence[int]) -> NDArray[np.uint16]:
    numbers = np.zeros(values[-1] + 2, dtype=np.uint16)
    numbers[np.array(values) + 1] = np.arange(1, len(values) + 1)
    return numbers


def _upright(numbers: Sequence[int]) -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32).reshape(-1, 1)
