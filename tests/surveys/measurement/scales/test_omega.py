import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import NoVarianceError
from surveys.measurement.scales.factor import one_factor
from surveys.measurement.scales.omega import (
    Doubt,
    Method,
    fitted_scale,
    omega_total,
    scale_reliability,
    spearman_brown,
)
from surveys.measurement.scales.reliability import Matrix, cronbach_alpha

seeds = st.integers(0, 2**32 - 1)


def covariances(loadings: list[float], residuals: list[float]) -> Matrix:
    matrix: Matrix = np.outer(loadings, loadings) + np.diag(residuals)
    return matrix


@given(
    loading=st.floats(0.3, 3),
    residuals=st.lists(st.floats(0.3, 3), min_size=3, max_size=8),
)
def test_omega_of_equal_loadings_is_alpha(loading: float, residuals: list[float]) -> None:
    covariance = covariances([loading] * len(residuals), residuals)

    assert omega_total(one_factor(covariance, n=500)) == pytest.approx(
        cronbach_alpha(covariance), rel=1e-5
    )


@given(
    loadings=st.lists(st.floats(0.3, 3), min_size=3, max_size=8),
    factor=st.floats(0.1, 10),
)
def test_omega_is_at_least_alpha_and_has_no_unit(loadings: list[float], factor: float) -> None:
    covariance = covariances(loadings, [1.0] * len(loadings))
    omega = omega_total(one_factor(covariance, n=500))

    assert omega >= cronbach_alpha(covariance) - 1e-6
    assert omega_total(one_factor(factor * covariance, n=500)) == pytest.approx(omega, rel=1e-5)


@given(r=st.floats(-0.9, 0.99))
def test_spearman_brown_is_the_alpha_of_two_items_of_one_variance(r: float) -> None:
    assert spearman_brown(r) == pytest.approx(cronbach_alpha(np.array([[1.0, r], [r, 1.0]])))


def test_opposite_items_have_no_reliability() -> None:
    with pytest.raises(NoVarianceError):
        spearman_brown(-1.0)
    opposite = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert scale_reliability(opposite, fitted_scale(opposite, n=50)) is None


def test_omega_is_the_figure_of_three_items_or_more() -> None:
    covariance = covariances([2.0, 1.0, 0.5], [1.0, 1.0, 1.0])
    found = scale_reliability(covariance, fitted_scale(covariance, n=100))

    assert found is not None
    assert (found.method, found.doubt) == (Method.OMEGA, None)
    assert found.value == pytest.approx(3.5**2 / (3.5**2 + 3))
    assert found.alpha == cronbach_alpha(covariance)


def test_alpha_comes_from_pairs_and_omega_from_complete_rows() -> None:
    pairs, complete = covariances([1.0] * 3, [1.0] * 3), covariances([2.0] * 3, [1.0] * 3)
    found = scale_reliability(pairs, fitted_scale(complete, n=100))

    assert found is not None
    assert found.alpha == pytest.approx(0.75)
    assert found.value == pytest.approx(36 / 39)


def test_two_items_have_spearman_brown_whatever_their_variances() -> None:
    covariance = np.array([[1.0, 1.0], [1.0, 4.0]])
    found = scale_reliability(covariance, fitted_scale(covariance, n=100))

    assert found is not None
    assert found.method is Method.SPEARMAN_BROWN
    assert found.value == pytest.approx(2 / 3)
    assert found.alpha == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("r", "doubt"),
    [((0.6, 0.6, 0.2), Doubt.HEYWOOD), ((0.5, 0.5, -0.2), Doubt.NOT_CONVERGED)],
)
def test_alpha_stands_in_for_a_factor_that_cannot_be(
    r: tuple[float, float, float], doubt: Doubt
) -> None:
    a, b, c = r
    covariance = np.array([[1, a, b], [a, 1, c], [b, c, 1]])
    found = scale_reliability(covariance, fitted_scale(covariance, n=100))

    assert found is not None
    assert (found.method, found.doubt) == (Method.ALPHA, doubt)
    assert found.value == found.alpha == cronbach_alpha(covariance)


def test_alpha_stands_in_where_complete_rows_have_no_fit() -> None:
    covariance = covariances([1.0] * 3, [1.0] * 3)
    flat, unknown = np.diag([1.0, 1.0, 0.0]), np.full((3, 3), np.nan)

    for complete in (flat, unknown):
        found = scale_reliability(covariance, fitted_scale(complete, n=3))
        assert found is not None
        assert (found.method, found.doubt) == (Method.ALPHA, Doubt.NO_FIT)


def test_one_item_or_nothing_that_varies_has_no_reliability() -> None:
    for covariance in (np.eye(1), np.zeros((3, 3)), np.diag([1.0, 0.0]), np.full((3, 3), np.nan)):
        assert scale_reliability(covariance, fitted_scale(covariance, n=50)) is None
