"""One pass over encoded answers: counts per value, sums and products, exact and fast.

BLAS is fastest on narrow floats, and these hold whole numbers exactly up to a limit. So products
are made over so few rows at a time that no sum can pass the limit, and gathered as 64-bit whole
numbers.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from surveys.measurement.blocks import MISSING
from surveys.measurement.layout import Layout
from surveys.measurement.scores import IntArray

_EXACT: Final[tuple[tuple[DTypeLike, int], ...]] = ((np.float32, 2**24), (np.float64, 2**53))
"""Number types of BLAS, the fastest first, and up to where their whole numbers are exact."""

_FEWEST_ROWS: Final = 64
"""Products over fewer rows at a time are not worth their call."""

_MOST_ROWS: Final = 2**11
"""So many rows at a time stay in the processor's cache."""


class Tally:
    """Sums over rows; y is a value minus its column's centre, 0 where missing or not summed.

    The buffers hold a row per column of the block, so that every step runs along memory, and are
    used again for every portion of rows.
    """

    def __init__(self, layout: Layout, rows: int) -> None:
        """Make room for k columns, to be given about so many rows."""
        k = len(layout.names)
        dtype, stretch = _arithmetic(layout.reach, max(1, rows))
        many = max(1, min(_MOST_ROWS, rows) // stretch)
        self._rows = many * stretch
        self._lows = _upright(layout.lows)
        self._centres = _upright(layout.centres)
        self._unsummed = [place for place, summed in enumerate(layout.summed) if not summed]
        self._values = np.empty((k, self._rows), dtype=np.int32)
        self._parts = np.empty((3, k, self._rows), dtype=dtype)
        stretches = self._parts.reshape(3 * k, many, stretch).swapaxes(0, 1)
        self._present, self._y = stretches[:, :k], stretches[:, k : 2 * k]
        self._stretches = stretches
        self._over_present = np.zeros((k, 3 * k), dtype=np.int64)
        self._products = np.zeros((k, k), dtype=np.int64)
        self._counter = _Counter(layout, self._rows)
        self._offered = np.flatnonzero(layout.dont_know)
        self._said = np.zeros(len(self._offered), dtype=np.int64)
        self._scores = [[layout.places[item] for item in score.items] for score in layout.scores]
        self._complete = [np.zeros((1 + len(own),) * 2, dtype=np.int64) for own in self._scores]

    def add(self, values: NDArray[np.int32]) -> None:
        """Add (n, k) values, any number of rows."""
        for start in range(0, len(values), self._rows):
            self._add(values[start : start + self._rows])

    def matrices(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Return the (k, k) sums: how many have both, Σ y_a and Σ y_a² over these, Σ y_a·y_b."""
        answered, sums, squares = np.split(self._over_present, 3, axis=1)
        return answered, sums.T, squares.T, self._products

    def counts(self) -> IntArray:
        """Return how often each value of each counted column occurs, one after another."""
        return self._counter.counts()

    def complete_rows(self) -> IntArray:
        """Return the sums over those who answered all items of a score, one score after another."""
        return np.concatenate([np.zeros(0, dtype=np.int64), *map(np.ravel, self._complete)])

    def dont_knows(self) -> IntArray:
        """Return (k, 2) how many answered or said 'don't know', and how many said so."""
        both = np.zeros((len(self._products), 2), dtype=np.int64)
        answered = np.diag(self._over_present)[self._offered]
        both[self._offered] = np.column_stack([answered + self._said, self._said])
        return both

    def _add(self, values: NDArray[np.int32]) -> None:
        present, y, squares = self._parts
        self._values[:, : len(values)] = values.T
        self._values[:, len(values) :] = MISSING
        present[:] = self._values >= self._lows
        np.subtract(self._values, self._centres, out=y, casting="unsafe")
        np.multiply(y, present, out=y)
        y[self._unsummed] = 0
        np.multiply(y, y, out=squares)
        self._over_present += _product(self._present, self._stretches)
        self._products += _product(self._y, self._y)
        self._counter.add(self._values)
        self._said += np.equal(self._values, self._lows - 1)[self._offered].sum(axis=1)
        for items, total in zip(self._scores, self._complete, strict=True):
            answers = self._y[:, items]
            in_full = self._present[:, items].min(axis=1, keepdims=True)
            rows = np.concatenate([in_full, answers * in_full], axis=1)
            np.add(total, _product(rows, rows), out=total)


class _Counter:
    """Counts values of two columns at a time, which is half the work of one at a time.

    Of each column a missing value is numbered 0, the lowest 1 and so on. An odd last column goes
    with one that is always missing.
    """

    def __init__(self, layout: Layout, rows: int) -> None:
        columns = [(place, of) for place, of in enumerate(layout.values) if of]
        self._places = np.array([place for place, _ in columns], dtype=np.intp)
        self._below = _upright([of[0] - 1 for _, of in columns])
        self._numbers_of_steps = {
            at: _numbers(values)
            for at, (_, values) in enumerate(columns)
            if not isinstance(values, range)
        }
        widths = [len(of) + 1 for _, of in columns] + [1] * (len(columns) % 2)
        self._pairs = list(zip(widths[0::2], widths[1::2], strict=True))
        sizes = [first * second for first, second in self._pairs]
        self._starts = _upright([0, *accumulate(sizes)][: len(sizes)])
        self._times = _upright(second for _, second in self._pairs)
        self._numbers = np.zeros((len(widths), rows), dtype=np.int32)
        self._found = np.zeros(sum(sizes), dtype=np.int64)

    def add(self, values: NDArray[np.int32]) -> None:
        """Add a portion: a row of values per column."""
        if not self._pairs:
            return
        numbers = self._numbers[: len(self._places)]
        np.take(values, self._places, axis=0, out=numbers, mode="clip")
        np.maximum(numbers, self._below, out=numbers)
        numbers -= self._below
        for at, number_of in self._numbers_of_steps.items():
            np.take(number_of, numbers[at], out=numbers[at], mode="clip")
        pairs = self._numbers[0::2] * self._times
        pairs += self._numbers[1::2]
        pairs += self._starts
        self._found += np.bincount(pairs.ravel(), minlength=len(self._found))

    def counts(self) -> IntArray:
        """Return the counts per value of each column, one after another, without the missing."""
        found: list[IntArray] = [np.zeros(0, dtype=np.int64)]
        for start, (first, second) in zip(self._starts[:, 0], self._pairs, strict=True):
            table = self._found[start : start + first * second].reshape(first, second)
            found += [table.sum(axis=1)[1:], table.sum(axis=0)[1:]]
        return np.concatenate(found)


def _numbers(values: Sequence[int]) -> NDArray[np.int32]:
    """Return, by how far a value is above what is just below the lowest, its number from 1."""
    numbers = np.zeros(values[-1] - values[0] + 2, dtype=np.int32)
    numbers[np.array(values) - values[0] + 1] = np.arange(1, len(values) + 1)
    return numbers


def _upright(numbers: Iterable[int]) -> NDArray[np.int32]:
    """Return a number per row, as a column."""
    return np.array(list(numbers), dtype=np.int32).reshape(-1, 1)


def _arithmetic(reach: int, rows: int) -> tuple[DTypeLike, int]:
    """Return in which type to make products, and over how many rows at a time they are exact."""
    for dtype, limit in _EXACT:
        exact = limit // max(1, reach**2)
        if exact >= min(rows, _FEWEST_ROWS):
            return dtype, min(exact, rows, _MOST_ROWS)
    return np.int64, min(rows, _MOST_ROWS)  # without BLAS


def _product(left: NDArray[Any], right: NDArray[Any]) -> IntArray:
    """Return Σ over all rows of every column of one with every column of the other, exactly."""
    products: IntArray = (left @ right.swapaxes(1, 2)).astype(np.int64)
    total: IntArray = products.sum(axis=0)
    return total
