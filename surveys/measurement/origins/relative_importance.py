"""Split the R² of a regression over its drivers: by averaging over orders, or by orthogonal twins.

Every function takes correlations, of k drivers with each other and with the outcome, and works on
any number of regressions at once: leading axes are broadcast, so that outcomes or replicates that
share their drivers share the work.
"""

from functools import cache
from math import factorial
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MOST_DRIVERS: Final = 12
"""Every subset of so many drivers can be looked at; of more, there are too many."""

SMALLEST_EIGENVALUE: Final = 1e-8
"""Correlations with a smaller one are not those of any answers, or hardly."""

CLIPPED_EIGENVALUE: Final = 1e-6


class Mended(NamedTuple):
    """A correlation matrix made positive definite."""

    matrix: Array
    largest_change: float
    """How far the correlation that moved most is from what it was."""


def lmg(between: Array, outcome: Array) -> Array:
    """Return each driver's part of R²: what it adds, averaged over all orders of entering.

    LMG_j = Σ_S |S|!(k − |S| − 1)!/k! · (R²(S ∪ j) − R²(S)) over all subsets S of the other drivers;
    the Shapley value of R².

    Args:
        between: (…, k, k) correlations of the drivers, positive definite, k <= `MOST_DRIVERS`.
        outcome: (…, k) correlations of the drivers with the outcome.

    Returns:
        (…, k) parts, 0 or more, which sum to R².

    Source:
        Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis;
        Grömping (2007), Am Stat 61, 139-147.

    >>> parts = lmg(np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0.5, 0.4]))
    >>> [round(part, 4) for part in parts.tolist()]
    [0.185, 0.095]
    """
    parts: Array = subset_r2(between, outcome) @ _shapley_weights(between.shape[-1])
    return parts


def subset_r2(between: Array, outcome: Array) -> Array:
    """Return R² of the regression on every subset of the drivers.

    Driver after driver is swept out of the subsets that have it: what is left are the covariances
    of the further drivers beside those that are in, so that subsets share all steps but the last.

    Args:
        between: (…, k, k) correlations of the drivers, positive definite.
        outcome: (…, k) correlations of the drivers with the outcome.

    Returns:
        (…, 2^k): the subset at place s has driver j when bit j of s is set.

    Source:
        Beaton (1964), The Use of Special Matrix Operators in Statistical Calculus: the sweep.

    >>> subset_r2(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.6, 0.5])).tolist()
    [0.0, 0.36, 0.25, 0.61]
    """
    rest, cross = between[..., None], outcome[..., None]
    r2 = np.zeros((*np.broadcast_shapes(between.shape[:-2], outcome.shape[:-1]), 1))
    for _ in range(between.shape[-1]):
        swept_rest, swept_cross, gain = _swept(rest, cross)
        r2 = np.concatenate([r2, r2 + gain], axis=-1)
        rest = np.concatenate([rest[..., 1:, 1:, :], swept_rest], axis=-1)
        cross = np.concatenate([cross[..., 1:, :], swept_cross], axis=-1)
    return r2


def relative_weights(between: Array, outcome: Array) -> Array:
    """Return each driver's part of R² by way of the nearest uncorrelated drivers.

    Λ = R_xx^½, β = Λ⁻¹·r_xy, ε_j = Σ_i Λ_ji²·β_i². A check on `lmg`, and for any number of drivers.

    Args:
        between: (…, k, k) correlations of the drivers, positive definite.
        outcome: (…, k) correlations of the drivers with the outcome.

    Returns:
        (…, k) parts, 0 or more, which sum to R².

    Source:
        Johnson (2000), Multivariate Behav Res 35, 1-19.

    >>> parts = relative_weights(np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0.5, 0.4]))
    >>> [round(part, 4) for part in parts.tolist()]
    [0.185, 0.095]
    """
    values, vectors = np.linalg.eigh(between)
    turned = vectors.swapaxes(-1, -2)
    roots = np.sqrt(values)
    root: Array = (vectors * roots[..., None, :]) @ turned
    beta = _times(vectors, _times(turned, outcome) / roots)
    return _times(root**2, beta**2)


def standardised_betas(between: Array, outcome: Array) -> Array:
    """Return the (…, k) coefficients of the regression of standardised values: R_xx⁻¹·r_xy.

    >>> standardised_betas(np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0.5, 0.4])).round(2)
    array([0.4, 0.2])
    """
    solved = np.linalg.solve(between, outcome[..., None])
    return np.asarray(solved[..., 0], dtype=np.float64)


def is_positive_definite(between: Array, outcome: Array) -> npt.NDArray[np.bool_]:
    """Tell whether drivers and outcome together have correlations that people can have.

    That is that no eigenvalue is below `SMALLEST_EIGENVALUE`: taking that much off the diagonal
    leaves all pivots above 0.

    Args:
        between: (…, k, k) correlations of the drivers.
        outcome: (…, k) correlations of the drivers with the outcome.

    Returns:
        One answer per regression; no, where a correlation is NaN.

    >>> same = np.ones((2, 2))
    >>> bool(is_positive_definite(same, np.array([0.5, 0.5])))
    False
    """
    k = between.shape[-1]
    rest, cross = (between - SMALLEST_EIGENVALUE * np.eye(k))[..., None], outcome[..., None]
    left: Array = np.asarray(1 - SMALLEST_EIGENVALUE)
    positive = np.asarray(left > 0)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for _ in range(k):
            positive = positive & (rest[..., 0, 0, :] > 0)
            rest, cross, gain = _swept(rest, cross)
            left = left - gain
        return np.asarray(positive & (left > 0))[..., 0]


def mended(correlations: Array) -> Mended:
    """Make a matrix of pairwise correlations positive definite.

    Eigenvalues under `CLIPPED_EIGENVALUE` are raised to it, and the diagonal brought back to 1.

    Args:
        correlations: (k, k), symmetric, without NaN.

    Source:
        Rousseeuw and Molenberghs (1993), Commun Stat Theory Methods 22, 965-984: the eigenvalue
        method.

    >>> mended(np.array([[1.0, 1.0], [1.0, 1.0]])).largest_change < 1e-5
    True
    """
    values, vectors = np.linalg.eigh(correlations)
    raised = (vectors * np.maximum(values, CLIPPED_EIGENVALUE)) @ vectors.T
    deviations = np.sqrt(np.diag(raised))
    matrix: Array = raised / np.outer(deviations, deviations)
    return Mended(matrix, float(np.abs(matrix - correlations).max()))


def _swept(rest: Array, cross: Array) -> tuple[Array, Array, Array]:
    """Sweep out the first driver: return what is left of the others, and the R² that it adds.

    The last axis of `rest` (…, left, left, subsets) and `cross` (…, left, subsets) is the subsets,
    so that every step runs along memory.
    """
    pivot, row, first = rest[..., 0, 0, :], rest[..., 0, 1:, :], cross[..., 0, :]
    slopes = row / pivot[..., None, :]
    swept_rest = rest[..., 1:, 1:, :] - row[..., :, None, :] * slopes[..., None, :, :]
    swept_cross = cross[..., 1:, :] - slopes * first[..., None, :]
    return swept_rest, swept_cross, first**2 / pivot


@cache
def _shapley_weights(k: int) -> Array:
    """Return (2^k, k): how much R² of each subset counts in the part of each driver."""
    subsets = np.arange(2**k)
    is_in = (subsets[:, None] >> np.arange(k)) & 1 == 1
    sizes = is_in.sum(axis=1)
    order = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)])
    gained = order[np.maximum(sizes - 1, 0)]
    missed = order[np.minimum(sizes, k - 1)]
    weights: Array = np.where(is_in, gained[:, None], -missed[:, None])
    return weights


def _times(matrix: Array, vector: Array) -> Array:
    product: Array = (matrix @ vector[..., None])[..., 0]
    return product
