import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.random_effects import (
    PartialPooling,
    partial_pooling,
    restricted_likelihood,
)
from surveys.measurement.inference.shrinkage import Vector, paule_mandel

known = st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 200)), min_size=3, max_size=20).map(
    lambda pairs: np.array(pairs).T
)
samples = st.lists(
    st.builds(Sample, st.integers(2, 300), st.floats(0, 100), st.floats(1, 2500)),
    min_size=2,
    max_size=12,
)


def fitted(groups: list[Sample]) -> PartialPooling:
    fit = partial_pooling(groups)
    assert fit is not None
    return fit


def log_likelihood(groups: list[Sample], tau2: float, sigma2: float) -> float:
    """Return the restricted log-likelihood of both variances, but for a constant."""
    n = np.array([one.n for one in groups])
    means = np.array([one.mean for one in groups])
    within = sum((one.n - 1) * (one.variance or 0) for one in groups)
    w = 1 / (tau2 + sigma2 / n)
    mu = w @ means / w.sum()
    people = (n - 1).sum() * math.log(sigma2) + within / sigma2
    among = w @ (means - mu) ** 2 - np.log(w).sum()
    return float(-(people + among + math.log(w.sum())) / 2)


@given(groups=samples, less=st.floats(0.5, 0.999), more=st.floats(1.001, 2))
def test_no_other_variances_are_likelier(groups: list[Sample], less: float, more: float) -> None:
    fit = fitted(groups)

    best = log_likelihood(groups, fit.tau2, fit.sigma2)
    for times in (less, more):
        assert log_likelihood(groups, fit.tau2, times * fit.sigma2) <= best + 1e-9 * abs(best)
        assert log_likelihood(groups, times * fit.tau2, fit.sigma2) <= best + 1e-9 * abs(best)
    if not fit.tau2:
        assert log_likelihood(groups, (more - 1) * fit.sigma2, fit.sigma2) <= best + 1e-9


@given(
    n=st.integers(2, 100),
    means=st.lists(st.floats(0, 100), min_size=2, max_size=10),
    spread=st.floats(1, 900),
)
def test_groups_of_one_size_have_the_variances_of_the_classical_table(
    n: int, means: list[float], spread: float
) -> None:
    fit = fitted([Sample(n, mean, spread) for mean in means])
    between = float(np.var(means, ddof=1)) - spread / n
    assume(abs(between) > 1e-6)

    if between > 0:
        assert fit.tau2 == pytest.approx(between, rel=1e-6)
        assert fit.sigma2 == pytest.approx(spread)
    else:
        k = len(means)
        squares = k * (n - 1) * spread + n * k * np.var(means)
        assert fit.tau2 == 0
        assert fit.sigma2 == pytest.approx(squares / (k * n - 1))
    assert fit.mu == pytest.approx(np.mean(means))


@given(groups=samples)
def test_a_group_is_drawn_to_the_common_mean(groups: list[Sample]) -> None:
    fit = fitted(groups)

    for one, near in zip(groups, fit.means, strict=True):
        ends = sorted([one.mean or 0, fit.mu])
        assert ends[0] - 1e-9 <= near <= ends[1] + 1e-9


@given(groups=known)
def test_no_other_variance_between_groups_is_likelier_near_it(groups: Vector) -> None:
    means, variances = groups
    tau2 = restricted_likelihood(means, variances)

    def log_of(between: float) -> float:
        w = 1 / (variances + between)
        squares = w @ (means - w @ means / w.sum()) ** 2
        return float(np.log(w).sum() - math.log(w.sum()) - squares) / 2

    for other in (0.999 * tau2, 1.001 * tau2 + 1e-6):
        assert log_of(other) <= log_of(tau2) + 1e-9


@given(means=st.lists(st.floats(0, 100), min_size=3, max_size=20), variance=st.floats(0.1, 400))
def test_for_equally_sure_means_it_is_the_estimate_by_moments(
    means: list[float], variance: float
) -> None:
    x, same = np.array(means), np.full(len(means), variance)

    assert restricted_likelihood(x, same) == pytest.approx(paule_mandel(x, same), abs=1e-6)


def test_rails_of_a_textbook() -> None:
    # Pinheiro and Bates (2000), Mixed-Effects Models in S and S-PLUS, section 1.1: travel times in
    # six rails, three each; REML gives standard deviations 24.80547 and 4.020779, mean 66.5 (10.17)
    rails = [[55, 53, 54], [26, 37, 32], [78, 91, 85], [92, 100, 96], [49, 51, 50], [80, 85, 83]]
    fit = fitted([Sample.of(3, sum(x), sum(v * v for v in x)) for x in rails])

    assert math.sqrt(fit.tau2) == pytest.approx(24.80547, abs=1e-5)
    assert math.sqrt(fit.sigma2) == pytest.approx(4.020779, abs=1e-6)
    assert fit.mu == pytest.approx(66.5)
    assert fit.mu_se == pytest.approx(10.17104, abs=1e-5)


def test_a_group_of_one_counts_and_an_empty_one_does_not() -> None:
    groups = [Sample(9, 40.0, 90.0), Sample(8, 55.0, 70.0), Sample(1, 80.0, None)]

    assert len(fitted(groups).means) == 3
    assert fitted([*groups, Sample(0, None, None)]) == fitted(groups)


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [Sample(9, 40.0, 90.0)],
        [Sample(9, 40.0, 0.0), Sample(9, 50.0, 0.0)],
        [Sample(1, 40.0, None), Sample(1, 50.0, None)],
    ],
)
def test_without_groups_or_variance_there_is_no_fit(groups: list[Sample]) -> None:
    assert partial_pooling(groups) is None
