from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.origins.relative_importance import (
    SMALLEST_EIGENVALUE,
    Array,
    is_positive_definite,
    lmg,
    mended,
    relative_weights,
    standardised_betas,
    subset_r2,
)

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1)


def regression(seed: int, k: int, n: int = 60) -> tuple[Array, Array]:
    """Correlations of k drivers that share something, with each other and with an outcome."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(n, 1))
    answers = generator.uniform(-1, 1, size=k + 1) * shared + generator.normal(size=(n, k + 1))
    matrix = np.asarray(np.corrcoef(answers, rowvar=False))
    return matrix[1:, 1:], matrix[0, 1:]


def r2_of(between: Array, outcome: Array, subset: tuple[int, ...]) -> float:
    """R² of one subset, by solving its own equations."""
    of = list(subset)
    if not of:
        return 0.0
    return float(outcome[of] @ np.linalg.solve(between[np.ix_(of, of)], outcome[of]))


@given(seed=seeds, k=sizes)
def test_the_sweep_gives_what_solving_each_subset_gives(seed: int, k: int) -> None:
    between, outcome = regression(seed, k)
    r2 = subset_r2(between, outcome)

    for size in range(k + 1):
        for subset in combinations(range(k), size):
            place = sum(2**driver for driver in subset)
            assert r2[place] == pytest.approx(r2_of(between, outcome, subset), abs=1e-12)


@given(seed=seeds, k=sizes)
def test_lmg_is_the_definition_written_out(seed: int, k: int) -> None:
    between, outcome = regression(seed, k)
    parts = lmg(between, outcome)

    for driver in range(k):
        others = [other for other in range(k) if other != driver]
        expected = sum(
            factorial(size)
            * factorial(k - size - 1)
            / factorial(k)
            * (r2_of(between, outcome, (*s, driver)) - r2_of(between, outcome, s))
            for size in range(k)
            for s in combinations(others, size)
        )
        assert parts[driver] == pytest.approx(expected, abs=1e-12)


@given(seed=seeds, k=sizes)
def test_both_ways_of_splitting_sum_to_r2_and_take_nothing_away(seed: int, k: int) -> None:
    between, outcome = regression(seed, k)
    r2 = float(standardised_betas(between, outcome) @ outcome)

    for parts in (lmg(between, outcome), relative_weights(between, outcome)):
        assert parts.sum() == pytest.approx(r2)
        assert (parts >= -1e-12).all()


@given(r=st.lists(st.floats(-0.3, 0.3), min_size=1, max_size=9))
def test_drivers_that_share_nothing_each_get_their_own_r_squared(r: list[float]) -> None:
    alone, outcome = np.eye(len(r)), np.array(r)

    assert lmg(alone, outcome) == pytest.approx(outcome**2)
    assert relative_weights(alone, outcome) == pytest.approx(outcome**2)


@given(seed=seeds, k=sizes)
def test_the_order_in_which_drivers_are_named_changes_nothing(seed: int, k: int) -> None:
    between, outcome = regression(seed, k)
    order = np.random.default_rng(seed).permutation(k)
    named = between[np.ix_(order, order)], outcome[order]

    assert lmg(*named) == pytest.approx(lmg(between, outcome)[order], abs=1e-12)
    assert relative_weights(*named) == pytest.approx(
        relative_weights(between, outcome)[order], abs=1e-12
    )


@given(seed=seeds, k=sizes)
def test_reversing_a_driver_changes_no_part(seed: int, k: int) -> None:
    between, outcome = regression(seed, k)
    turned = np.ones(k)
    turned[0] = -1
    reverse = between * np.outer(turned, turned), outcome * turned

    assert lmg(*reverse) == pytest.approx(lmg(between, outcome), abs=1e-12)
    assert relative_weights(*reverse) == pytest.approx(
        relative_weights(between, outcome), abs=1e-12
    )


def test_drivers_that_cannot_be_told_apart_share_equally() -> None:
    between = np.full((3, 3), 0.6) + 0.4 * np.eye(3)
    outcome = np.full(3, 0.5)
    third = float(standardised_betas(between, outcome) @ outcome) / 3

    assert lmg(between, outcome) == pytest.approx([third] * 3)
    assert relative_weights(between, outcome) == pytest.approx([third] * 3)


@given(seed=seeds, k=sizes)
def test_many_regressions_at_once_are_those_one_by_one(seed: int, k: int) -> None:
    groups = [regression(seed + place, k) for place in range(3)]
    between = np.array([group[0] for group in groups])[:, None]
    outcome = np.array([[group[1], group[1] / 2] for group in groups])

    for split in (lmg, relative_weights, standardised_betas):
        together = split(between, outcome)
        assert together.shape == (3, 2, k)
        for place, (one, _) in enumerate(groups):
            for which in range(2):
                expected = split(one, outcome[place, which])
                assert together[place, which] == pytest.approx(expected, abs=1e-12)


@given(seed=seeds, k=sizes, smallest=st.sampled_from([-0.1, 0.0, 0.5e-8, 2e-8, 0.1]))
def test_positive_definite_is_what_the_smallest_eigenvalue_says(
    seed: int, k: int, smallest: float
) -> None:
    generator = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(generator.normal(size=(k + 1, k + 1)))
    values = np.append(generator.uniform(1, 2, size=k), smallest)
    matrix = (axes * values) @ axes.T
    # the test is about matrices with a diagonal of 1: the outcome's must be
    deviations = np.sqrt(np.abs(np.diag(matrix))) if smallest > 0.01 else np.ones(k + 1)
    matrix = matrix / np.outer(deviations, deviations)
    matrix[0, 0] = 1.0
    expected = bool(np.linalg.eigvalsh(matrix)[0] >= SMALLEST_EIGENVALUE)

    assert bool(is_positive_definite(matrix[1:, 1:], matrix[0, 1:])) is expected


def test_what_is_not_known_is_not_positive_definite() -> None:
    unknown = np.array([[1.0, np.nan], [np.nan, 1.0]])

    assert not is_positive_definite(unknown, np.array([0.1, 0.2]))
    assert not is_positive_definite(np.eye(2), np.array([np.nan, 0.2]))


@given(seed=seeds, k=st.integers(2, 7))
def test_a_mended_matrix_is_positive_definite_with_ones_on_its_diagonal(seed: int, k: int) -> None:
    generator = np.random.default_rng(seed)
    half = np.triu(generator.uniform(-1, 1, size=(k, k)), 1)
    broken = half + half.T + np.eye(k)
    matrix, largest_change = mended(broken)

    assert np.diag(matrix) == pytest.approx(np.ones(k))
    assert np.linalg.eigvalsh(matrix)[0] > SMALLEST_EIGENVALUE
    assert largest_change == pytest.approx(np.abs(matrix - broken).max())
