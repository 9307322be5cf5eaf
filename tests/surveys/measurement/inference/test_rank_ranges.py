import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.comparisons import t_below
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.inference.rank_ranges import RankRange, rank_ranges

seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int, k: int) -> tuple[np.ndarray, np.ndarray, list[float]]:
    draw = np.random.default_rng(seed)
    root = draw.normal(size=(k, k))
    return draw.normal(scale=3, size=k), root @ root.T, list(draw.uniform(5, 200, k))


@given(seed=seeds, k=st.integers(2, 7))
def test_a_place_counts_the_pairs_that_are_sure_one_by_one(seed: int, k: int) -> None:
    figures, covariance, df = drawn(seed, k)
    pairs = [(i, j) for i in range(k) for j in range(k) if i != j]
    p_values = []
    for i, j in pairs:
        se = np.sqrt(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
        p_values.append(t_below(-(figures[i] - figures[j]) / se, min(df[i], df[j])))
    sure = {
        pair for pair, p in zip(pairs, holm(p_values), strict=True) if p is not None and p < 0.05
    }
    expected = [
        (1 + sum((j, i) in sure for j in range(k)), k - sum((i, j) in sure for j in range(k)))
        for i in range(k)
    ]

    assert rank_ranges(list(figures), covariance, df) == expected


@given(seed=seeds, k=st.integers(1, 7))
def test_the_place_found_is_one_that_is_possible(seed: int, k: int) -> None:
    figures, covariance, df = drawn(seed, k)
    ranks = [1 + sum(other > one for other in figures) for one in figures]

    for rank, places in zip(ranks, rank_ranges(list(figures), covariance, df), strict=True):
        assert places.best <= rank <= places.worst


@given(seed=seeds, k=st.integers(2, 7), factor=st.floats(0.01, 100))
def test_another_unit_and_another_order_change_nothing(seed: int, k: int, factor: float) -> None:
    figures, covariance, df = drawn(seed, k)
    found = rank_ranges(list(figures), covariance, df)
    back = slice(None, None, -1)

    assert rank_ranges(list(factor * figures), factor**2 * covariance, df) == found
    assert rank_ranges(list(figures[back]), covariance[back, back], df[back]) == found[back]


def test_all_places_are_sure_when_figures_lie_far_apart() -> None:
    found = rank_ranges([30.0, 10.0, 20.0], np.eye(3), [100.0] * 3)

    assert found == [RankRange(1, 1), RankRange(3, 3), RankRange(2, 2)]


def test_nothing_is_sure_where_nothing_is_known() -> None:
    unknown = np.full((3, 3), np.nan)

    assert rank_ranges([30.0, 10.0, 20.0], unknown, [100.0] * 3) == [RankRange(1, 3)] * 3
    assert rank_ranges([30.0, 10.0], np.zeros((2, 2)), [9.0, 9.0]) == [RankRange(1, 2)] * 2
    assert rank_ranges([], np.empty((0, 0)), []) == []


def test_figures_that_move_together_are_told_apart_where_others_are_not() -> None:
    together = np.array([[4.0, 3.9], [3.9, 4.0]])

    assert rank_ranges([12.0, 10.0], together, [99.0] * 2) == [RankRange(1, 1), RankRange(2, 2)]
    assert rank_ranges([12.0, 10.0], np.diag([4.0, 4.0]), [99.0] * 2) == [RankRange(1, 2)] * 2


@pytest.mark.parametrize("truth", [(5.0,) * 6, (9.0, 5.0, 5.0, 5.0, 2.0, 0.0)], ids=str)
def test_all_ranges_at_once_hold_the_true_places_as_often_as_they_say(
    truth: tuple[float, ...],
) -> None:
    """Equal figures share a place: the first of theirs and the last both have to be possible."""
    draw, missed, runs, k = np.random.default_rng(11), 0, 2000, len(truth)
    first = [1 + sum(other > one for other in truth) for one in truth]
    last = [k - sum(other < one for other in truth) for one in truth]
    for figures in draw.normal(truth, 1.0, (runs, k)):
        found = rank_ranges(list(figures), np.eye(k), [1e6] * k)
        missed += any(
            places.best > one or places.worst < other
            for places, one, other in zip(found, first, last, strict=True)
        )

    assert missed / runs <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)
    assert truth[0] != truth[1] or missed / runs > 0.02
