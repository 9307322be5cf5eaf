import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.scales.factor import (
    ChiSquare,
    fit_of,
    one_factor,
    standardised_loadings,
    unrelated_items,
)
from surveys.measurement.scales.reliability import Matrix

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(3, 9)


def model(seed: int, k: int) -> tuple[Matrix, Matrix, Matrix]:
    """Loadings and residual variances, and the covariances that they imply."""
    generator = np.random.default_rng(seed)
    loadings, residuals = generator.uniform(0.5, 2, k), generator.uniform(0.3, 3, k)
    return loadings, residuals, np.outer(loadings, loadings) + np.diag(residuals)


def answers(seed: int, k: int, n: int) -> Matrix:
    generator = np.random.default_rng(seed)
    loadings = generator.uniform(0.5, 1.5, k)
    x: Matrix = generator.normal(size=(n, 1)) * loadings + generator.normal(size=(n, k))
    return x


@given(seed=seeds, k=sizes)
def test_covariances_of_one_factor_give_it_back(seed: int, k: int) -> None:
    loadings, residuals, covariance = model(seed, k)
    fitted = one_factor(covariance * 200 / 199, n=200)

    assert fitted.is_proper
    assert fitted.loadings == pytest.approx(loadings, rel=1e-5)
    assert fitted.residual_variances == pytest.approx(residuals, rel=1e-5)
    assert fitted.fit.chisq == pytest.approx(0, abs=1e-6)
    assert fitted.fit.df == k * (k - 3) // 2
    assert (fitted.fit.cfi, fitted.fit.rmsea) == pytest.approx((1, 0))
    assert fitted.srmr == pytest.approx(0, abs=1e-6)


@given(seed=seeds, k=st.integers(4, 7))
def test_no_other_loadings_are_more_likely(seed: int, k: int) -> None:
    x = answers(seed, k, 200)
    covariance = np.cov(x, rowvar=False)
    s = covariance * 199 / 200
    fitted = one_factor(covariance, n=200)

    def discrepancy(parameters: Matrix) -> float:
        implied = np.outer(parameters[:k], parameters[:k]) + np.diag(np.exp(parameters[k:]))
        ratio = np.linalg.solve(implied, s)
        return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - k)

    start = np.concatenate([np.ones(k), np.zeros(k)])
    if fitted.is_proper:
        best = optimize.minimize(discrepancy, start, method="BFGS").fun
        assert fitted.fit.chisq == pytest.approx(200 * best, rel=1e-4, abs=1e-4)


@given(seed=seeds, k=st.integers(4, 7), factor=st.floats(0.1, 50))
def test_a_change_of_unit_changes_loadings_and_not_the_fit(
    seed: int, k: int, factor: float
) -> None:
    units = np.random.default_rng(seed).uniform(0.5, 3, k) * factor
    covariance = np.cov(answers(seed, k, 300), rowvar=False)
    before, after = (
        one_factor(covariance, 300),
        one_factor(covariance * np.outer(units, units), 300),
    )

    assert after.loadings == pytest.approx(before.loadings * units, rel=1e-5, abs=1e-8)
    assert after.fit.chisq == pytest.approx(before.fit.chisq, rel=1e-6)
    assert after.srmr == pytest.approx(before.srmr, rel=1e-5)


def test_items_turned_around_load_the_other_way_and_the_sum_stays_above_0() -> None:
    loadings, residuals, _ = model(1, 4)
    turned = loadings * np.array([1, 1, 1, -1])

    fitted = one_factor(np.outer(turned, turned) + np.diag(residuals), n=1e9)
    mirrored = one_factor(np.outer(-turned, -turned) + np.diag(residuals), n=1e9)
    assert fitted.loadings == pytest.approx(turned)
    assert mirrored.loadings == pytest.approx(turned)


def test_chi_square_of_a_true_model_is_about_its_degrees_of_freedom() -> None:
    fits = [one_factor(np.cov(answers(7, 5, 200 + s), rowvar=False), 200 + s) for s in range(5)]
    generator, chisq = np.random.default_rng(4), []
    for _ in range(400):
        x = generator.normal(size=(300, 1)) + generator.normal(size=(300, 5))
        chisq.append(one_factor(np.cov(x, rowvar=False), 300).fit.chisq)

    assert all(fitted.converged for fitted in fits)
    assert np.mean(chisq) == pytest.approx(5, abs=0.5)
    assert np.mean(np.array(chisq) > 11.07) == pytest.approx(0.05, abs=0.03)


def test_a_heywood_case_is_flagged_and_its_standardised_loadings_are_held_below_1() -> None:
    r = np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 0.2], [0.6, 0.2, 1.0]])
    fitted = one_factor(r, n=1e9)

    assert fitted.converged
    assert fitted.is_heywood
    assert not fitted.is_proper
    assert fitted.loadings == pytest.approx([1.8**0.5, 0.6 / 1.8**0.5, 0.6 / 1.8**0.5])
    assert standardised_loadings(r)[0] == pytest.approx(0.995**0.5, abs=0.01)


def test_correlations_that_no_factor_can_have_do_not_converge() -> None:
    r = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, -0.2], [0.5, -0.2, 1.0]])
    fitted = one_factor(r, n=200)

    assert not fitted.converged
    assert not fitted.is_proper
    assert (np.abs(standardised_loadings(r)) < 1).all()


@given(seed=seeds, k=sizes)
def test_standardised_loadings_do_not_depend_on_units(seed: int, k: int) -> None:
    loadings, residuals, covariance = model(seed, k)

    assert standardised_loadings(covariance) == pytest.approx(
        loadings / np.sqrt(loadings**2 + residuals), rel=1e-5
    )


def test_two_items_are_too_few_and_items_that_follow_from_others_have_no_fit() -> None:
    twins = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]])

    with pytest.raises(TooFewItemsError):
        one_factor(np.eye(2), n=100)
    for covariance in (twins, np.diag([1.0, 1.0, 0.0])):
        with pytest.raises(NoVarianceError):
            one_factor(covariance, n=100)
        with pytest.raises(NoVarianceError):
            standardised_loadings(covariance)


def test_a_model_that_fits_as_badly_as_none_has_a_cfi_of_0() -> None:
    assert fit_of(ChiSquare(200.0, 5), ChiSquare(100.0, 10), n=100).cfi == 0
    assert fit_of(ChiSquare(3.0, 5), ChiSquare(100.0, 10), n=100).cfi == 1
    assert fit_of(ChiSquare(0.0, 0), ChiSquare(100.0, 3), n=100).rmsea == 0


def test_rmsea_of_several_groups_grows_with_the_root_of_their_number() -> None:
    model, unrelated = ChiSquare(30.0, 10), ChiSquare(300.0, 20)
    one, two = fit_of(model, unrelated, 200), fit_of(model, unrelated, 200, groups=2)

    assert two.rmsea == pytest.approx(2**0.5 * one.rmsea)


def test_unrelated_items_have_a_chi_square_of_0() -> None:
    assert unrelated_items(np.eye(4), 100) == (0, 6)
