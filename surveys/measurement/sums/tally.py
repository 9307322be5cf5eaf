"""One pass over encoded answers: counts per value, sums and products, exact and fast.

BLAS is fastest on narrow floats, and these hold whole numbers exactly up to a limit. So products
are made over so few rows at a time that no sum can pass the limit, and gathered as 64-bit whole
numbers.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from surveys.measurement.sums.blocks import MISSING
from surveys.measurement.sums.counting import Counter
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.scores import IntArray

_EXACT: Final[tuple[tuple[DTypeLike, int], ...]] = ((np.float32, 2**24), (np.float64, 2**53))
"""Number types of BLAS, the fastest first, and up to where their whole numbers are exact."""

_FEWEST_ROWS: Final = 64
"""Products over fewer rows at a time are not worth their call."""

_MOST_ROWS: Final = 2**10
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
        self._taken = np.empty((self._rows, k), dtype=np.int32)
        self._values = np.empty((k, self._rows), dtype=np.int32)
        self._parts = np.empty((3, k, self._rows), dtype=dtype)
        stretches = self._parts.reshape(3 * k, many, stretch).swapaxes(0, 1)
        self._present, self._y = stretches[:, :k], stretches[:, k : 2 * k]
        self._stretches = stretches
        self._over_present = np.zeros((k, 3 * k), dtype=np.int64)
        self._products = np.zeros((k, k), dtype=np.int64)
        self._complete = _Complete(layout)
        self._counter = Counter(layout, self._rows)

    def add(self, values: NDArray[np.int32], rows: NDArray[np.intp] | None = None) -> None:
        """Add (n, k) values: all rows, any number of them, or those at some places."""
        for start in range(0, len(values if rows is None else rows), self._rows):
            portion = slice(start, start + self._rows)
            if rows is None:
                self._add(values[portion])
            else:
                taken = self._taken[: len(rows[portion])]
                self._add(np.take(values, rows[portion], axis=0, out=taken, mode="clip"))

    def matrices(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Return the (k, k) sums: how many have both, Σ y_a and Σ y_a² over these, Σ y_a·y_b."""
        answered, sums, squares = np.split(self._over_present, 3, axis=1)
        return answered, sums.T, squares.T, self._products

    def counts(self) -> IntArray:
        """Return how often each value of each counted column occurs, one after another."""
        return self._counter.counts()

    def complete_rows(self) -> IntArray:
        """Return the sums over those who answered all items of a score, one score after another."""
        return self._complete.sums()

    def dont_knows(self) -> IntArray:
        """Return (k, 2) how many answered or said 'don't know', and how many said so."""
        found = np.zeros((len(self._products), 2), dtype=np.int64)
        for place, said in self._counter.said_dont_know().items():
            found[place] = self._over_present[place, place] + said, said
        return found

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
        self._complete.add(self._present, self._y)
        self._counter.add(self._values)


class _Complete:
    """Sums over those who answered all items of a score; scores of as many items go together."""

    def __init__(self, layout: Layout) -> None:
        spans = zip(layout.scores, layout.complete_spans, strict=True)
        places = {
            at: [layout.places[item] for item in score.items]
            for at, (score, span) in enumerate(spans)
            if span.start < span.stop
        }
        self._layout = layout
        self._alike = [
            [at for at, items in places.items() if len(items) == size]
            for size in sorted(set(map(len, places.values())))
        ]
        self._items = [np.array([places[at] for at in alike]) for alike in self._alike]
        self._sums = [
            np.zeros((scores, 1 + size, 1 + size), dtype=np.int64)
            for scores, size in (items.shape for items in self._items)
        ]

    def add(self, present: NDArray[Any], y: NDArray[Any]) -> None:
        """Add (many, k, rows): 1 where there is a value and 0 elsewhere, and y."""
        for items, sums in zip(self._items, self._sums, strict=True):
            complete = present[:, items].min(axis=2, keepdims=True)
            rows = np.concatenate([complete, y[:, items] * complete], axis=2)
            np.add(sums, _product(rows, rows), out=sums)

    def sums(self) -> IntArray:
        """Return the sums, one score after another."""
        found = np.zeros(self._layout.complete_width, dtype=np.int64)
        for alike, sums in zip(self._alike, self._sums, strict=True):
            for score, of_score in zip(alike, sums, strict=True):
                found[self._layout.complete_spans[score]] = of_score.ravel()
        return found


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
    """Return Σ over all rows of every column of one with every column of the other, exactly.

    Both are (many, …, columns, rows): many stretches of rows over which products are exact.
    """
    products: IntArray = (left @ right.swapaxes(-1, -2)).astype(np.int64)
    total: IntArray = products.sum(axis=0)
    return total
