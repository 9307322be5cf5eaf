"""Weighted sums over the rows of a block, where each row has a weight of its own."""

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.blocks import Block
from surveys.measurement.layout import Layout
from surveys.measurement.moments import Moments, Totals
from surveys.measurement.weighting import Vector

_ROWS = 2**13
"""So many rows at a time: the memory needed does not grow with the number of responses."""


def row_totals(block: Block, w: Vector) -> Totals:
    """Return the sums that Moments hold, each response counting w times, as floats.

    Args:
        block: n encoded responses.
        w: (n,) what each counts for.
    """
    totals = Totals(*(array.astype(float) for array in Moments.empty(block.layout).arrays()))
    for start in range(0, len(block), _ROWS):
        rows = slice(start, start + _ROWS)
        _add(totals, block.layout, block.values[rows], w[rows])
    return totals


def _add(totals: Totals, layout: Layout, values: NDArray[np.int32], w: Vector) -> None:
    """Add some rows, in place."""
    present = (values >= np.array(layout.lows)).astype(np.float64)
    y = np.where(layout.summed, values - np.array(layout.centres, dtype=np.float64), 0.0) * present
    once = (w[:, None] * y).T
    totals.answered[:] += (w[:, None] * present).T @ present
    totals.sums[:] += once @ present
    totals.squares[:] += (once * y.T) @ present
    totals.products[:] += once @ y
    _add_counts(totals, layout, values, w)
    _add_dont_knows(totals, layout, values, w)
    for score, span in zip(layout.scores, layout.complete_spans, strict=True):
        items = [layout.places[item] for item in score.items]
        in_full = present[:, items].min(axis=1, keepdims=True)
        rows = np.concatenate([in_full, y[:, items] * in_full], axis=1)
        totals.complete[span] += ((w[:, None] * rows).T @ rows).ravel()


def _add_counts(totals: Totals, layout: Layout, values: NDArray[np.int32], w: Vector) -> None:
    for place, span in enumerate(layout.count_spans):
        counted = np.array(layout.values[place])
        if counted.size:
            is_there = values[:, place] >= counted[0]
            number = np.searchsorted(counted, values[is_there, place])
            totals.counts[span] += np.bincount(number, w[is_there], len(counted))


def _add_dont_knows(totals: Totals, layout: Layout, values: NDArray[np.int32], w: Vector) -> None:
    for place in np.flatnonzero(layout.dont_know):
        said = float(w[values[:, place] == layout.lows[place] - 1].sum())
        answered = float(w[values[:, place] >= layout.lows[place]].sum())
        totals.dont_know[place] += (answered + said, said)
