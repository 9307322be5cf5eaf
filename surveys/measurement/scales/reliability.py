"""Do the items of one dimension belong together.

All figures come from the (k, k) covariances of the items, reversed items already turned; k is the
number of items. Without unit.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.inference.estimates import LEVEL, Interval

Matrix = npt.NDArray[np.float64]

ROUNDING = 1e-12  # a variance below this part of its terms is a rounding of 0


class Reliability(StrEnum):
    """What is said of an alpha; no figure is ever withheld for it."""

    WEAK = "weak"
    CAUTION = "caution"
    FINE = "fine"


def cronbach_alpha(covariance: Matrix) -> float:
    """Return Cronbach's alpha of one scale: k/(k − 1) · (1 − tr C/ΣC).

    Args:
        covariance: (k, k) covariances of the items, k >= 2, in squared scale points, weighted
            where the answers are, with reversed items already turned.

    Returns:
        Alpha, without unit: 1 when the items agree fully, below 0 when they oppose each other.

    Raises:
        TooFewItemsError: k < 2.
        NoVarianceError: the sum score does not vary.

    Source:
        Cronbach (1951), Psychometrika 16(3), 297-334.

    >>> round(cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])), 3)
    0.667
    """
    k = len(covariance)
    if k < 2:
        raise TooFewItemsError
    total = float(covariance.sum())
    if not total > ROUNDING * float(np.abs(covariance).sum()):
        raise NoVarianceError
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)


def standardised_alpha(covariance: Matrix) -> float:
    """Return alpha as if all items had the same variance: that of the correlations.

    Args:
        covariance: (k, k) covariances of the items, k >= 2. Correlations are taken from these, so
            with missing answers each covariance and variance may rest on other people.

    Raises:
        TooFewItemsError: k < 2.
        NoVarianceError: an item, or the standardised sum score, does not vary.

    Source:
        Cronbach (1951), Psychometrika 16(3), 297-334.

    >>> round(standardised_alpha(np.array([[1.0, 1.0], [1.0, 4.0]])), 3)
    0.667
    """
    return cronbach_alpha(correlations(covariance))


def mean_inter_item_r(covariance: Matrix) -> float:
    """Return the mean correlation of the k(k − 1)/2 pairs of items.

    Args:
        covariance: (k, k) covariances of the items, k >= 2.

    Raises:
        TooFewItemsError: k < 2.
        NoVarianceError: an item does not vary.

    Source:
        Briggs and Cheek (1986), J Pers 54, 106-148.

    >>> mean_inter_item_r(np.array([[1.0, 1.0], [1.0, 4.0]]))
    0.5
    """
    k = len(covariance)
    if k < 2:
        raise TooFewItemsError
    return float((correlations(covariance).sum() - k) / (k * (k - 1)))


def item_rest_correlations(covariance: Matrix) -> list[float | None]:
    """Return each item's correlation with the sum of the other items.

    r_j = (Σ_i C_ij − C_jj)/√(C_jj · (ΣC − 2·Σ_i C_ij + C_jj)). Below 0: look for an item that
    should have been reversed.

    Args:
        covariance: (k, k) covariances of the items, k >= 2.

    Returns:
        k correlations; None for an item that does not vary or whose others do not.

    Raises:
        TooFewItemsError: k < 2.

    Source:
        Nunnally and Bernstein (1994), Psychometric Theory, 3rd ed.: the corrected item-total r.

    >>> item_rest_correlations(np.array([[1.0, 1.0], [1.0, 4.0]]))
    [0.5, 0.5]
    """
    if len(covariance) < 2:
        raise TooFewItemsError
    own, whole = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * whole + own
    varies = (own > 0) & (rest > ROUNDING * np.abs(covariance).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        r = (whole - own) / np.sqrt(own * rest)
    return _where(varies, r)


def alpha_if_dropped(covariance: Matrix) -> list[float | None]:
    """Return for each item the alpha of the scale without it.

    Args:
        covariance: (k, k) covariances of the items.

    Returns:
        k alphas; None where the other items have none (one item left, or no variance).

    Source:
        Cronbach (1951), Psychometrika 16(3), 297-334.

    >>> items = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> [round(alpha, 3) for alpha in alpha_if_dropped(items)]
    [0.0, 0.0, 0.667]
    """
    k = len(covariance)
    if k < 3:
        return [None] * k
    own, sizes = np.diag(covariance), np.abs(covariance)
    total = covariance.sum() - 2 * covariance.sum(axis=1) + own
    size = sizes.sum() - 2 * sizes.sum(axis=1) + np.abs(own)
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas = (k - 1) / (k - 2) * (1 - (own.sum() - own) / total)
    return _where(total > ROUNDING * size, alphas)


def feldt_interval(alpha: float, n: float, k: int, level: float = LEVEL) -> Interval:
    """Return Feldt's interval of an alpha.

    1 − (1 − α)·F(q; n − 1, (n − 1)(k − 1)) for the upper and the lower quantile q.

    Args:
        alpha: Cronbach's alpha.
        n: people who answered all items, n_eff where they are weighted, n >= 2.
        k: number of items, k >= 2.
        level: confidence level, 0-1.

    Assumes:
        Items with equal true scores and equal error variances; answers about normal.

    Source:
        Feldt (1965), Psychometrika 30, 357-370.

    >>> low, high = feldt_interval(0.8, 100, 5)
    >>> round(low, 3), round(high, 3)
    (0.731, 0.856)
    """
    tail, df = (1 - level) / 2, n - 1
    high_f = float(special.fdtri(df, df * (k - 1), 1 - tail))
    low_f = float(special.fdtri(df, df * (k - 1), tail))
    return Interval(1 - (1 - alpha) * high_f, 1 - (1 - alpha) * low_f)


def judged(alpha: float) -> Reliability:
    """Say what an alpha is worth for the mean of a group.

    >>> judged(0.65)
    <Reliability.CAUTION: 'caution'>
    """
    if alpha < 0.60:
        return Reliability.WEAK
    return Reliability.CAUTION if alpha < 0.70 else Reliability.FINE


def correlations(covariance: Matrix) -> Matrix:
    """Return the (k, k) correlations that belong to covariances.

    Raises:
        NoVarianceError: an item does not vary.

    >>> correlations(np.array([[1.0, 1.0], [1.0, 4.0]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    variances = np.diag(covariance)
    if not (variances > 0).all():
        raise NoVarianceError
    deviations = np.sqrt(variances)
    matrix: Matrix = covariance / np.outer(deviations, deviations)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _where(defined: npt.NDArray[np.bool_], values: Matrix) -> list[float | None]:
    pairs = zip(defined.tolist(), values.tolist(), strict=True)
    return [value if is_defined else None for is_defined, value in pairs]
