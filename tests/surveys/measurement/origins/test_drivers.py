import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import TooFewItemsError
from surveys.measurement.origins.drivers import (
    Definiteness,
    Importance,
    driver_importance,
    fewest_people,
    pairwise_correlations,
    parts_of_r2,
)
from surveys.measurement.origins.relative_importance import Array

seeds = st.integers(0, 2**32 - 1)


def answers(seed: int, k: int, n: int = 80) -> Array:
    """An outcome and k drivers that share something."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(n, 1))
    matrix: Array = generator.uniform(-1, 1, size=k + 1) * shared
    return matrix + generator.normal(size=(n, k + 1))


def correlations(seed: int, k: int) -> Array:
    return correlated(answers(seed, k))


def correlated(x: Array) -> Array:
    return np.asarray(np.corrcoef(x, rowvar=False))


def three(r_1: float, r_2: float, r_12: float) -> Array:
    """An outcome's correlations with two drivers, and theirs."""
    return np.array([[1.0, r_1, r_2], [r_1, 1.0, r_12], [r_2, r_12, 1.0]])


def there(parts: tuple[float, ...] | None) -> tuple[float, ...]:
    assert parts is not None
    return parts


@given(seed=seeds, k=st.integers(1, 8))
def test_r2_and_its_adjustment_are_those_of_least_squares(seed: int, k: int) -> None:
    x = answers(seed, k)
    n = len(x)
    design = np.column_stack([np.ones(n), x[:, 1:]])
    coefficients, residual, *_ = np.linalg.lstsq(design, x[:, 0])
    whole = ((x[:, 0] - x[:, 0].mean()) ** 2).sum()
    found = driver_importance(correlated(x), n)

    assert found.definiteness is Definiteness.POSITIVE
    assert found.r2 == pytest.approx(1 - residual[0] / whole)
    assert found.r2_adjusted == pytest.approx(1 - (residual[0] / (n - k - 1)) / (whole / (n - 1)))
    betas = coefficients[1:] * x[:, 1:].std(axis=0) / x[:, 0].std()
    assert there(found.betas) == pytest.approx(betas)


@given(seed=seeds, k=st.integers(1, 8))
def test_parts_sum_to_r2_and_shares_to_one(seed: int, k: int) -> None:
    found = driver_importance(correlations(seed, k), 80)

    assert sum(there(found.lmg)) == pytest.approx(found.r2)
    assert sum(there(found.johnson)) == pytest.approx(found.r2)
    assert sum(there(found.shares)) == pytest.approx(1)


def test_above_twelve_drivers_only_johnson_is_left() -> None:
    few, many = (
        driver_importance(correlations(1, 12), 80),
        driver_importance(correlations(1, 13), 80),
    )

    assert few.lmg is not None
    assert many.lmg is None
    assert not many.is_order_unsure
    assert there(many.shares) == pytest.approx(np.array(there(many.johnson)) / many.r2)


def test_adjusted_r2_needs_more_people_than_coefficients() -> None:
    matrix = correlations(2, 3)

    assert driver_importance(matrix, 4).r2_adjusted is None
    assert driver_importance(matrix, 5).r2_adjusted is not None


def test_an_outcome_that_nothing_goes_along_with_has_no_shares() -> None:
    found = driver_importance(np.eye(3), 100)

    assert (found.r2, found.shares) == (0, None)
    assert not found.is_order_unsure


def test_no_driver_is_too_few() -> None:
    with pytest.raises(TooFewItemsError):
        driver_importance(np.eye(1), 100)


def test_what_is_not_defined_leaves_only_the_plain_correlations() -> None:
    matrix = three(0.5, np.nan, np.nan)
    found = driver_importance(matrix, 100)

    assert found == Importance(100, (0.5, None), Definiteness.UNDEFINED)
    assert found.shares is None
    assert found.suppression == (False, False)


def test_drivers_that_coincide_are_told_and_share_equally() -> None:
    found = driver_importance(three(0.5, 0.5, 1.0), 100)

    assert found.definiteness is Definiteness.MENDED
    assert there(found.lmg) == pytest.approx((0.125, 0.125), abs=1e-4)
    assert there(found.johnson) == pytest.approx((0.125, 0.125), abs=1e-4)


def test_correlations_that_no_group_can_have_are_refused() -> None:
    found = driver_importance(three(0.9, 0.9, -0.5), 100)

    assert found == Importance(100, (0.9, 0.9), Definiteness.REFUSED)


def test_the_order_is_unsure_when_the_two_ways_are_two_places_apart() -> None:
    def split(lmg: tuple[float, ...], johnson: tuple[float, ...]) -> Importance:
        return Importance(
            200, (0.1,) * 3, Definiteness.POSITIVE, sum(lmg), lmg=lmg, johnson=johnson
        )

    assert split((0.3, 0.2, 0.1), (0.1, 0.2, 0.3)).is_order_unsure
    assert not split((0.3, 0.2, 0.1), (0.2, 0.3, 0.1)).is_order_unsure
    assert not split((0.2, 0.2, 0.2), (0.2, 0.2 + 1e-12, 0.2 - 1e-12)).is_order_unsure


def test_a_driver_whose_sign_turns_beside_the_others_is_told() -> None:
    negative_beta = driver_importance(three(0.6, 0.2, 0.7), 100)
    reversed_driver = driver_importance(three(0.6, -0.2, -0.7), 100)

    assert negative_beta.suppression == (False, True)
    assert reversed_driver.suppression == (False, True)
    assert driver_importance(three(0.6, 0.5, 0.7), 100).suppression == (False, False)


def test_a_split_needs_ten_people_a_driver_and_fifty() -> None:
    assert [fewest_people(k) for k in (1, 5, 6, 12)] == [50, 50, 60, 120]
    matrix = correlations(3, 6)
    assert not driver_importance(matrix, 59).is_enough
    assert driver_importance(matrix, 60).is_enough


def test_many_at_once_are_mended_and_refused_one_by_one() -> None:
    matrices = [three(0.5, 0.4, 0.3), three(0.5, 0.5, 1.0), three(0.9, 0.9, -0.5)]
    matrices.append(three(0.5, np.nan, 0.1))
    stacked = np.array(matrices)
    parts = parts_of_r2(stacked[:, 1:, 1:], stacked[:, 0, 1:])

    for matrix, row in zip(matrices, parts, strict=True):
        expected = driver_importance(matrix, 100).lmg
        if expected is None:
            assert np.isnan(row).all()
        else:
            assert row == pytest.approx(expected)


@given(seed=seeds)
def test_outcomes_that_share_their_drivers_are_split_as_each_alone(seed: int) -> None:
    x = answers(seed, 5)
    outcomes = np.column_stack([x[:, 0], x[:, 0] + x[:, 1], x[:, 2]])
    whole = correlated(np.column_stack([outcomes, x[:, 1:]]))
    together = parts_of_r2(whole[3:, 3:], whole[:3, 3:])

    for place in range(3):
        alone = whole[np.ix_([place, *range(3, 8)], [place, *range(3, 8)])]
        assert together[place] == pytest.approx(there(driver_importance(alone, 80).lmg), abs=1e-5)


def test_more_than_twelve_drivers_at_once_are_split_by_johnson() -> None:
    matrix = correlations(5, 14)
    expected = driver_importance(matrix, 200).johnson

    assert parts_of_r2(matrix[1:, 1:], matrix[0, 1:]) == pytest.approx(there(expected))


@given(seed=seeds, k=st.integers(2, 5))
def test_pairwise_correlations_are_each_from_those_who_have_both(seed: int, k: int) -> None:
    generator = np.random.default_rng(seed)
    x = answers(seed, k)
    mask = generator.random(x.shape) < 0.8
    y = np.where(mask, x, 0)
    m = mask.astype(np.int64)
    r = pairwise_correlations(m.T @ m, y.T @ m, (y**2).T @ m, y.T @ y)

    for one in range(k + 1):
        for other in range(k + 1):
            both = mask[:, one] & mask[:, other]
            expected = np.corrcoef(x[both, one], x[both, other])[0, 1]
            assert r[one, other] == pytest.approx(expected)


def test_pairwise_correlations_of_what_does_not_vary_or_nobody_has_are_not_defined() -> None:
    x = np.array([[1, 2], [2, 2], [3, 2]])
    ones = np.ones_like(x)
    r = pairwise_correlations(ones.T @ ones, x.T @ ones, (x**2).T @ ones, x.T @ x)
    nobody = pairwise_correlations(*(np.zeros((2, 2), dtype=np.int64) for _ in range(4)))

    assert r[0, 0] == pytest.approx(1)
    assert np.isnan(r[0, 1])
    assert np.isnan(nobody).all()
