"""How reliable is the score of a dimension: McDonald's omega, or what stands in for it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.scales.factor import OneFactor, one_factor
from surveys.measurement.scales.reliability import Matrix, correlations, cronbach_alpha


class Method(StrEnum):
    """How the reliability of a score was found."""

    OMEGA = "omega"
    ALPHA = "alpha"
    SPEARMAN_BROWN = "spearman_brown"


class Doubt(StrEnum):
    """Why one factor says nothing of a scale of three items or more."""

    NO_FIT = "no_fit"
    NOT_CONVERGED = "not_converged"
    HEYWOOD = "heywood"


@dataclass(frozen=True, slots=True)
class ScaleReliability:
    """The reliability of a score, by the method that fits its scale, and alpha beside it.

    Omega for three items or more, Spearman-Brown for two; alpha where one factor does not fit, for
    the reason that `doubt` gives.
    """

    value: float
    method: Method
    alpha: float
    doubt: Doubt | None = None


def omega_total(fitted: OneFactor) -> float:
    """Return McDonald's omega: (Σλ)²/((Σλ)² + Σθ).

    The share of the variance of the sum score that is due to the factor. Unlike alpha it lets
    items measure the same thing unequally well.

    Args:
        fitted: one factor fitted to the items.

    Returns:
        Omega, without unit; equal to alpha where all loadings are equal.

    Source:
        McDonald (1999), Test Theory; McNeish (2018), Psychol Methods 23, 412-433.

    >>> fitted = one_factor(np.full((3, 3), 0.5) + 0.5 * np.eye(3), n=100)
    >>> round(omega_total(fitted), 4)
    0.75
    """
    true = float(fitted.loadings.sum()) ** 2
    return true / (true + float(fitted.residual_variances.sum()))


def spearman_brown(r: float) -> float:
    """Return the reliability of the sum of two items: 2r/(1 + r).

    Args:
        r: their correlation.

    Raises:
        NoVarianceError: r = −1, so that the sum does not vary.

    Source:
        Spearman (1910), Br J Psychol 3, 271-295; Eisinga, te Grotenhuis and Pelzer (2013), Int J
        Public Health 58, 637-642.

    >>> round(spearman_brown(0.5), 4)
    0.6667
    """
    if r <= -1:
        raise NoVarianceError
    return 2 * r / (1 + r)


def fitted_scale(complete: Matrix, n: float) -> OneFactor | None:
    """Return one factor fitted to the items of a dimension, or None where it cannot be.

    Args:
        complete: (k, k) covariances of the items over those who answered all, divisor n − 1.
        n: how many these are, n_eff where they are weighted.
    """
    if n < 2 or np.isnan(complete).any():
        return None
    try:
        return one_factor(complete, n)
    except (NoVarianceError, TooFewItemsError):
        return None


def scale_reliability(covariance: Matrix, fitted: OneFactor | None) -> ScaleReliability | None:
    """Return the reliability of a dimension's score, by the method that fits.

    Args:
        covariance: (k, k) covariances of the items, each from whoever answered both.
        fitted: one factor behind the items, where there are three or more (`fitted_scale`).

    Returns:
        None for one item, or where the items or their sum do not vary.

    >>> items = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> found = scale_reliability(items, fitted_scale(items, n=100))
    >>> round(found.value, 4), found.method, round(found.alpha, 4)
    (0.75, <Method.OMEGA: 'omega'>, 0.75)
    """
    if np.isnan(covariance).any():
        return None
    try:
        alpha = cronbach_alpha(covariance)
        if len(covariance) == 2:
            r = float(correlations(covariance)[0, 1])
            return ScaleReliability(spearman_brown(r), Method.SPEARMAN_BROWN, alpha)
    except (TooFewItemsError, NoVarianceError):
        return None
    doubt = _doubt(fitted)
    if fitted is None or doubt is not None:
        return ScaleReliability(alpha, Method.ALPHA, alpha, doubt)
    return ScaleReliability(omega_total(fitted), Method.OMEGA, alpha)


def _doubt(fitted: OneFactor | None) -> Doubt | None:
    if fitted is None:
        return Doubt.NO_FIT
    if not fitted.converged:
        return Doubt.NOT_CONVERGED
    return Doubt.HEYWOOD if fitted.is_heywood else None
