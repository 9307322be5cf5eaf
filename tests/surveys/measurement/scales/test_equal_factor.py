import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from surveys.measurement.scales.equal_factor import Group, equal_factor
from surveys.measurement.scales.factor import one_factor
from surveys.measurement.scales.reliability import Matrix

seeds = st.integers(0, 2**32 - 1)


def group(seed: int, loadings: list[float], n: int = 300, *, shift: float = 0.0) -> Group:
    """People of whom the factor lies `shift` higher."""
    generator = np.random.default_rng(seed)
    k = len(loadings)
    x = generator.normal(shift, 1, size=(n, 1)) * loadings + generator.normal(size=(n, k))
    return Group(n, x.mean(axis=0), np.cov(x, rowvar=False))


@given(seed=seeds, intercepts=st.booleans())
def test_what_the_model_says_exactly_fits_exactly(seed: int, intercepts: bool) -> None:
    generator = np.random.default_rng(seed)
    loadings, start = generator.uniform(0.5, 2, 4), generator.normal(size=4)
    groups = []
    for variance, mean in ((1.0, 0.0), (2.0, 1.0), (0.5, -2.0)):
        residuals = np.diag(generator.uniform(0.3, 2, 4))
        covariance = variance * np.outer(loadings, loadings) + residuals
        groups.append(Group(200, start + mean * loadings, covariance * 200 / 199))
    found = equal_factor(groups, intercepts=intercepts)

    assert found is not None
    assert found.value == pytest.approx(0, abs=1e-6)
    assert found.df == (18 if intercepts else 12)


@settings(max_examples=20)
@given(seed=seeds)
def test_no_other_parameters_are_more_likely(seed: int) -> None:
    groups = [group(seed, [1.0, 1.0, 0.7]), group(seed + 1, [1.0, 0.8, 0.9], shift=1.0)]
    found = equal_factor(groups, intercepts=True)

    def chisq(parameters: Matrix) -> float:
        loadings, start = parameters[:3], parameters[3:6]
        variance, mean = parameters[6], parameters[7]
        whole = 0.0
        for place, (n, means, covariance) in enumerate(groups):
            residuals = np.diag(np.exp(parameters[8 + 3 * place : 11 + 3 * place]))
            spread, level = (np.exp(variance), mean) if place else (1.0, 0.0)
            implied = spread * np.outer(loadings, loadings) + residuals
            off = means - start - level * loadings
            ratio = np.linalg.solve(implied, covariance * (n - 1) / n)
            constant = np.trace(ratio) - np.linalg.slogdet(ratio)[1] - 3
            whole += n * (constant + off @ np.linalg.solve(implied, off))
        return float(whole)

    start = np.concatenate([np.ones(3), np.zeros(3), [0.0, 0.5], np.zeros(6)])
    best = optimize.minimize(chisq, start, method="BFGS").fun
    if found is not None:
        assert found.value == pytest.approx(best, rel=1e-4, abs=1e-3)
        assert found.value <= best + 1e-3


@given(seed=seeds)
def test_equal_parameters_never_fit_better_than_free_ones(seed: int) -> None:
    groups = [group(seed, [1.0, 1.0, 1.0, 1.0]), group(seed + 1, [1.2, 0.8, 1.0, 1.0], shift=0.5)]
    free = sum(one_factor(each.covariance, each.n).fit.chisq for each in groups)
    metric = equal_factor(groups, intercepts=False)
    scalar = equal_factor(groups, intercepts=True)

    assert metric is not None
    assert scalar is not None
    assert free - 1e-6 <= metric.value <= scalar.value + 1e-6


@given(seed=seeds, shift=st.floats(-5, 5), factor=st.floats(0.1, 10))
def test_the_unit_of_the_items_does_not_matter(seed: int, shift: float, factor: float) -> None:
    groups = [group(seed, [1.0, 1.0, 1.0, 1.0]), group(seed + 1, [1.0, 1.0, 1.0, 1.0], shift=0.5)]
    moved = [Group(g.n, shift + factor * g.means, factor**2 * g.covariance) for g in groups]
    before, after = (equal_factor(each, intercepts=True) for each in (groups, moved))

    assert before is not None
    assert after is not None
    assert after.value == pytest.approx(before.value, rel=1e-6)


def test_groups_that_no_common_factor_can_have_do_not_converge() -> None:
    impossible = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, -0.2], [0.5, -0.2, 1.0]])
    groups = [Group(200, np.zeros(3), impossible)] * 2

    assert equal_factor(groups, intercepts=False) is None
