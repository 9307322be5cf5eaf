"""Groups too small to show: hidden here, after Moments and before any figure is made.

A hidden group is left out of every sum, so that nothing can be found by subtraction; and from one
release to the next a figure changes only when at least k more answers are behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.layout import Layout, ScoreColumn
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.scores import BoolArray, IntArray


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
        two scores of a dimension when fewer than `k` people have only one of them, and those over
        who answered all items of a score when fewer than `k` answered some of them. The share of
        'don't know' goes by itself: it rests on who answered or said so.
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
    return replace(result, dont_knows=_dont_knows(releases[: people + 1], k))


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
    alone = columns[np.diag(enough)]

    def with_spans(into: IntArray, out_of: IntArray, spans: Iterable[slice]) -> IntArray:
        numbers = into.copy()
        for span in spans:
            numbers[span] = out_of[span]
        return numbers

    def with_square(into: IntArray, out_of: IntArray) -> IntArray:
        matrix = into.copy()
        matrix[square] = np.where(enough, out_of[square], 0)
        return matrix

    count_spans = [source.layout.count_spans[column] for column in alone]
    complete_spans = _complete_spans(history, set(alone.tolist()), k)
    return replace(
        target,
        counts=with_spans(target.counts, source.counts, count_spans),
        answered=with_square(target.answered, source.answered),
        sums=with_square(target.sums, source.sums),
        squares=with_square(target.squares, source.squares),
        products=with_square(target.products, source.products),
        complete_rows=with_spans(target.complete_rows, source.complete_rows, complete_spans),
    )


def _complete_spans(history: Sequence[Moments], alone: set[int], k: int) -> list[slice]:
    """Return where the sums stand over who answered all items of a score that may be shown.

    From these and the sums over an item or the score, what those said who answered it but not all
    could be computed: so they, too, must be none or `k`, and grow by none or `k`.

    Args:
        history: as of each release, oldest first.
        alone: the columns whose own sums are shown as of the last one.
        k: the smallest group to show, and the smallest step in which it may grow.
    """
    layout = history[-1].layout

    def may_be_shown(score: ScoreColumn, span: slice) -> bool:
        columns = [layout.places[name] for name in (*score.items, score.name)]
        counts = []
        for moments in history:
            complete = moments.complete_rows[span.start]
            counts.append(np.append(moments.answered[columns, columns] - complete, complete))
        return alone.issuperset(columns) and _grow_by_k(counts, k)

    scores = zip(layout.scores, layout.complete_spans, strict=True)
    return [span for score, span in scores if may_be_shown(score, span)]


def _grow_by_k(history: Sequence[IntArray], k: int) -> bool:
    """Tell whether counts have all grown by none or by `k` since they were last shown together."""
    last, may = np.zeros_like(history[0]), False
    for counts in history:
        grown = counts - last
        may = bool(((grown == 0) | (grown >= k)).all())
        last = counts if may else last
    return may


def _dont_knows(releases: Sequence[Moments], k: int) -> IntArray:
    """Return how many answered or said 'don't know', and said so, as of what may be shown."""
    newest = releases[-1].dont_knows
    found = np.zeros_like(newest)
    for column in np.flatnonzero(newest[:, 0]):
        release = shown_as_of([int(moments.dont_knows[column, 0]) for moments in releases], k)
        if release is not None:
            found[column] = releases[release].dont_knows[column]
    return found


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
