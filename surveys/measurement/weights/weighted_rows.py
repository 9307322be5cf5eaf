"""Weighted sums over the rows of a block, where each row has a weight of its own."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.inference.weighting import Vector
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.summary import Totals

_ROWS: Final = 2**11
"""So many rows at a time stay in the processor's cache."""


def row_totals(block: Block, w: Vector) -> tuple[Totals, Totals]:
    """Return the sums that Moments hold, each response counting w times and w² times, as floats.

    Args:
        block: n encoded responses.
        w: (n,) what each counts for.
    """
    nobody = Moments.empty(block.layout).arrays()
    once, twice = (Totals(*(array.astype(np.float64) for array in nobody)) for _ in range(2))
    for start in range(0, len(block), _ROWS):
        rows = slice(start, start + _ROWS)
        portion = _Portion.of(block.layout, block.values[rows])
        portion.add_to(once, w[rows])
        portion.add_to(twice, w[rows] ** 2)
    return once, twice


@dataclass(frozen=True, slots=True)
class _Portion:
    """Some rows, upright: a row per column of the block, so that every step runs along memory.

    `parts` holds for each column whether there is a value, y, and y²: 0 where there is none.
    `numbers` tells which of all counted values of all columns there are, and who has them.
    """

    layout: Layout
    parts: NDArray[np.float64]
    numbers: NDArray[np.intp]
    who: NDArray[np.intp]
    said: NDArray[np.bool_]

    @classmethod
    def of(cls, layout: Layout, values: NDArray[np.int32]) -> "_Portion":
        """Take rows apart."""
        upright = np.ascontiguousarray(values.T)
        lows = np.array(layout.lows)[:, None]
        is_there = upright >= lows
        y = upright - np.array(layout.centres, dtype=np.float64)[:, None]
        y *= is_there & np.array(layout.summed)[:, None]
        offered = np.array(layout.dont_know)[:, None]
        numbers, who = _counted(layout, upright, is_there)
        parts = np.concatenate([is_there, y, y * y])
        return cls(layout, parts, numbers, who, (upright == lows - 1) & offered)

    def add_to(self, totals: Totals, w: Vector) -> None:
        """Add the sums of these rows, in place."""
        layout, k = self.layout, len(self.said)
        present, y = self.parts[:k], self.parts[k : 2 * k]
        weighed = self.parts * w
        answered, sums, squares = np.split(weighed @ present.T, 3)
        totals.answered[:] += answered
        totals.sums[:] += sums
        totals.squares[:] += squares
        totals.products[:] += weighed[k : 2 * k] @ y.T
        totals.counts[:] += np.bincount(self.numbers, w[self.who], len(totals.counts))
        said = self.said @ w
        both = np.where(layout.dont_know, np.diag(answered) + said, 0.0)
        totals.dont_know[:] += np.column_stack([both, said])
        for score, span in zip(layout.scores, layout.complete_spans, strict=True):
            if span.start == span.stop:
                continue
            items = [layout.places[item] for item in score.items]
            in_full = present[items].min(axis=0, keepdims=True)
            rows = np.concatenate([in_full, y[items] * in_full])
            totals.complete[span] += ((rows * w) @ rows.T).ravel()


def _counted(
    layout: Layout, upright: NDArray[np.int32], is_there: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the place among all counts of each value that is counted, and whose it is."""
    numbers, whose = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
    for place, span in enumerate(layout.count_spans):
        counted = layout.values[place]
        if counted:
            who = np.flatnonzero(is_there[place])
            values = upright[place, who]
            is_plain = isinstance(counted, range)
            at = values - counted[0] if is_plain else np.searchsorted(counted, values)
            numbers.append(at + span.start)
            whose.append(who)
    return np.concatenate(numbers), np.concatenate(whose)
