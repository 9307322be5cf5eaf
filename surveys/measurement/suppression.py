"""Groups too small to show: hidden here, after Moments and before any figure is made.

A hidden group is left out of every sum, so that nothing can be found by subtraction; and from one
release to the next a figure changes only when at least k more answers are behind it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.layout import Layout
from surveys.measurement.moments import Moments
from surveys.measurement.scores import BoolArray, IntArray


def shown(releases: Sequence[Moments], k: int) -> Moments:
    """Return what may be shown of one cell: its Moments without what would point at a few people.

    A group of columns (a score with its items; any other column by itself) is shown as it
    stood in the newest release by which it had gained no answers or at least `k` since it was last
    shown; before it has `k` answers it is not there at all.

    Args:
        releases: the cell's Moments as of each release, oldest first, each including the former.
        k: the smallest group to show.

    Returns:
        Moments with n = 0 where the cell itself is too small. Sums over columns of two groups are
        left out when the groups are shown as of different releases, and sums over a pair, or over
        an item alone, when fewer than `k` have it or its people grew by fewer; so are those over
        two scores of a dimension when fewer than `k` people have only one of them.
    """
    layout = releases[-1].layout
    people = shown_as_of([moments.n for moments in releases], k)
    if people is None:
        return Moments.empty(layout)
    result = replace(Moments.empty(layout), n=releases[people].n)
    as_of: dict[int, list[int]] = {}
    for group in _groups(layout):
        decides = group[-1]
        counts = [int(moments.answered[decides, decides]) for moments in releases[: people + 1]]
        release = shown_as_of(counts, k)
        if release is not None:
            as_of.setdefault(release, []).extend(group)
    for release, columns in as_of.items():
        history = releases[: release + 1]
        result = _with_columns(result, history, np.array(columns, dtype=np.intp), k)
    return result


def shown_as_of(counts: Sequence[int], k: int) -> int | None:
    """Return the place of the newest release as of which a group may be shown, or None.

    Args:
        counts: the group's answers as of each release, oldest first.
        k: the smallest group to show, and the smallest step in which it may grow.

    >>> shown_as_of([4, 9, 11], k=5)
    1
    """
    at, last = None, 0
    for release, n in enumerate(counts):
        if n - last >= k or (n == last and n > 0):
            at, last = release, n
    return at


def _groups(layout: Layout) -> list[list[int]]:
    """Part the columns: every score with its items, any other column by itself.

    The last column of a group decides when it is shown: the score's items follow the score.
    """
    place = layout.places
    scored = [
        [*(place[item] for item in score.items), place[score.name]] for score in layout.scores
    ]
    grouped = {column for group in scored for column in group}
    return scored + [[column] for column in range(len(layout.names)) if column not in grouped]


def _with_columns(
    target: Moments, history: Sequence[Moments], columns: NDArray[np.intp], k: int
) -> Moments:
    """Return `target` with the sums over `columns`, and over pairs of them, as of the last release.

    Sums over a column or pair that may not be shown as of that release are left out.
    """
    source = history[-1]
    square = np.ix_(columns, columns)
    enough = _may_be_shown([moments.answered[square] for moments in history], k)
    enough &= ~_sets_few_apart(source, columns, k)
    counts = target.counts.copy()
    for column in columns[np.diag(enough)]:
        span = source.layout.count_spans[column]
        counts[span] = source.counts[span]
    matrices = []
    for into, out_of in zip(target.arrays()[1:], source.arrays()[1:], strict=True):
        matrix = into.copy()
        matrix[square] = np.where(enough, out_of[square], 0)
        matrices.append(matrix)
    return Moments(target.layout, target.n, counts, *matrices)


def _sets_few_apart(moments: Moments, columns: NDArray[np.intp], k: int) -> BoolArray:
    """Return which pairs of scores of one dimension all but a few people have both of.

    From the two means and the mean difference of pairs, what those few said could be computed.
    """
    layout = moments.layout
    first = len(layout.columns)
    codes = [score.dimension for score in layout.scores]
    dimension = np.array([codes.index(codes[at - first]) if at >= first else -1 for at in columns])
    answered = moments.answered[np.ix_(columns, columns)]
    n = np.diag(answered)
    alone = n[:, None] + n - 2 * answered
    same = (dimension[:, None] == dimension) & (dimension >= 0)
    few: BoolArray = same & (alone > 0) & (alone < k)
    return few


def _may_be_shown(history: Sequence[IntArray], k: int) -> BoolArray:
    """Return where a count may be shown as of the last release, as in `shown_as_of`.

    Args:
        history: counts as of each release, oldest first, all of one shape.
        k: the smallest group to show, and the smallest step in which it may grow.
    """
    last = np.zeros_like(history[0])
    may: BoolArray = last > 0
    for counts in history:
        may = (counts - last >= k) | ((counts == last) & (counts > 0))
        last = np.where(may, counts, last)
    return may
