import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import NoVarianceError
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.weighting import Sums, kish, weighted_covariance, weighted_sample

seeds = st.integers(0, 2**32 - 1)


@given(seed=seeds, k=st.integers(1, 6), n=st.integers(2, 50), weight=st.floats(0.01, 100))
def test_with_equal_weights_it_is_the_usual_covariance(
    seed: int, k: int, n: int, weight: float
) -> None:
    x = np.random.default_rng(seed).normal(50, 20, size=(n, k))

    expected = np.cov(x, rowvar=False).reshape(k, k)
    assert weighted_covariance(x, np.full(n, weight)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(seed=seeds, factor=st.floats(0.01, 100))
def test_the_size_of_the_weights_does_not_matter(seed: int, factor: float) -> None:
    generator = np.random.default_rng(seed)
    x, w = generator.normal(size=(20, 3)), generator.uniform(0.2, 5, size=20)

    assert weighted_covariance(x, factor * w) == pytest.approx(weighted_covariance(x, w))


@given(seed=seeds)
def test_a_weight_of_two_counts_as_two_people(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x, w = generator.normal(size=(20, 2)), generator.integers(1, 4, size=20)

    people = np.repeat(x, w, axis=0)
    assert weighted_covariance(x, w.astype(float)) * 19 / 20 == pytest.approx(
        np.cov(people, rowvar=False, ddof=0)
    )


def test_one_answer_has_no_covariance() -> None:
    with pytest.raises(NoVarianceError):
        weighted_covariance(np.ones((1, 2)), np.ones(1))


@given(n=st.integers(1, 10_000), weight=st.floats(0.001, 1000))
def test_equal_weights_cost_nothing(n: int, weight: float) -> None:
    cost = kish(n, n * weight, n * weight**2)

    assert cost == (n, 1.0, n, 0.0)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_the_design_effect_is_one_and_the_relative_variance_of_the_weights(
    weights: list[float],
) -> None:
    w = np.array(weights)
    cost = kish(len(w), float(w.sum()), float(w @ w))

    assert cost is not None
    assert cost.cv2 == pytest.approx(w.var() / w.mean() ** 2, abs=1e-7)
    assert cost.design_effect == pytest.approx(1 + cost.cv2)
    assert cost.n_eff * cost.design_effect == pytest.approx(len(w))


def test_nobody_costs_nothing() -> None:
    assert kish(0, 0.0, 0.0) is None


def test_a_variance_that_is_a_rounding_of_nothing_is_nothing() -> None:
    people = Sample(3, 7.0, 1e-9)
    sums = Sums(3.0, 21.0, 147.0)

    sample = weighted_sample(people, sums, sums)

    assert sample.variance == sample.mean_variance == 0.0
    assert not sample.varies
