import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.scales.reliability import (
    Matrix,
    Reliability,
    alpha_if_dropped,
    correlations,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
    judged,
    mean_inter_item_r,
    standardised_alpha,
)

sizes = st.integers(2, 12)
seeds = st.integers(0, 2**32 - 1)


def answers(seed: int, k: int, n: int = 60) -> Matrix:
    """Answers of n people to k items that share something."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(n, 1))
    matrix: Matrix = shared + generator.uniform(0.5, 2, size=k) * generator.normal(size=(n, k))
    return matrix


def covariances(seed: int, k: int) -> Matrix:
    matrix: Matrix = np.cov(answers(seed, k), rowvar=False)
    return matrix


def equally_correlated(k: int, r: float) -> Matrix:
    matrix: Matrix = np.full((k, k), r) + np.eye(k) * (1 - r)
    return matrix


@given(k=sizes, r=st.floats(0.01, 0.99))
def test_alpha_of_equally_correlated_items_is_spearman_brown(k: int, r: float) -> None:
    assert cronbach_alpha(equally_correlated(k, r)) == pytest.approx(k * r / (1 + (k - 1) * r))


@given(k=sizes, seed=seeds)
def test_alpha_is_the_share_of_the_sum_score_that_items_do_not_have_alone(
    k: int, seed: int
) -> None:
    x = answers(seed, k)
    own, whole = x.var(axis=0, ddof=1).sum(), x.sum(axis=1).var(ddof=1)

    assert cronbach_alpha(np.cov(x, rowvar=False)) == pytest.approx(k / (k - 1) * (1 - own / whole))


@given(k=sizes, seed=seeds, factor=st.floats(0.01, 100))
def test_alpha_has_no_unit(k: int, seed: int, factor: float) -> None:
    covariance = covariances(seed, k)

    assert cronbach_alpha(covariance * factor) == pytest.approx(cronbach_alpha(covariance))


@given(k=sizes, seed=seeds)
def test_reversing_every_item_changes_nothing(k: int, seed: int) -> None:
    x = answers(seed, k)

    assert cronbach_alpha(np.cov(-x, rowvar=False)) == pytest.approx(
        cronbach_alpha(np.cov(x, rowvar=False))
    )


def test_an_item_that_was_not_reversed_can_turn_alpha_negative() -> None:
    forgotten = equally_correlated(2, -0.5)

    assert cronbach_alpha(forgotten) == pytest.approx(-2)
    assert judged(cronbach_alpha(forgotten)) is Reliability.WEAK


@given(k=sizes, seed=seeds)
def test_the_standardised_alpha_follows_from_the_mean_correlation(k: int, seed: int) -> None:
    covariance = covariances(seed, k)
    r = mean_inter_item_r(covariance)

    assert standardised_alpha(covariance) == pytest.approx(k * r / (1 + (k - 1) * r))


@given(k=sizes, seed=seeds)
def test_correlations_are_those_of_numpy(k: int, seed: int) -> None:
    x = answers(seed, k)

    assert correlations(np.cov(x, rowvar=False)) == pytest.approx(np.corrcoef(x, rowvar=False))


@given(k=sizes, seed=seeds)
def test_item_rest_is_the_correlation_with_the_sum_of_the_others(k: int, seed: int) -> None:
    x = answers(seed, k)
    expected = [
        np.corrcoef(x[:, item], np.delete(x, item, axis=1).sum(axis=1))[0, 1] for item in range(k)
    ]

    assert item_rest_correlations(np.cov(x, rowvar=False)) == pytest.approx(expected)


@given(k=st.integers(3, 12), seed=seeds)
def test_alpha_if_dropped_is_the_alpha_of_the_others(k: int, seed: int) -> None:
    x = answers(seed, k)
    expected = [cronbach_alpha(np.cov(np.delete(x, j, axis=1), rowvar=False)) for j in range(k)]

    assert alpha_if_dropped(np.cov(x, rowvar=False)) == pytest.approx(expected)


def test_one_item_is_too_few() -> None:
    alone = np.array([[1.0]])

    for figure in (cronbach_alpha, standardised_alpha, mean_inter_item_r, item_rest_correlations):
        with pytest.raises(TooFewItemsError):
            figure(alone)
    assert alpha_if_dropped(equally_correlated(2, 0.5)) == [None, None]


def test_items_that_do_not_vary_have_no_alpha() -> None:
    with pytest.raises(NoVarianceError):
        cronbach_alpha(np.zeros((3, 3)))
    with pytest.raises(NoVarianceError):
        cronbach_alpha(equally_correlated(2, -1.0))
    with pytest.raises(NoVarianceError):
        standardised_alpha(np.array([[1.0, 0.0], [0.0, 0.0]]))
    assert item_rest_correlations(np.array([[1.0, 0.0], [0.0, 0.0]])) == [None, None]


@given(alpha=st.floats(0, 0.99), n=st.integers(5, 5000), k=sizes)
def test_feldts_interval_lies_around_alpha_and_narrows_with_people(
    alpha: float, n: int, k: int
) -> None:
    low, high = feldt_interval(alpha, n, k)
    more_low, more_high = feldt_interval(alpha, 4 * n, k)

    assert low < alpha < high < 1
    assert more_high - more_low < high - low


def test_the_words_begin_at_their_bounds() -> None:
    words = [judged(alpha) for alpha in (0.5999, 0.60, 0.6999, 0.70)]

    assert words == [
        Reliability.WEAK,
        Reliability.CAUTION,
        Reliability.CAUTION,
        Reliability.FINE,
    ]
