"""Groups as random draws, by restricted maximum likelihood (REML).

The checks on `shrinkage`, which needs neither a search nor a likelihood: τ² with the variances of
the means taken as known, and with one variance within all groups that is estimated too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.shrinkage import Vector, typical_weights


@dataclass(frozen=True, slots=True)
class PartialPooling:
    """Groups as random draws: what differs between (tau2) and within (sigma2) them."""

    tau2: float
    sigma2: float
    mu: float
    mu_se: float
    means: tuple[float, ...]
    """The means of the groups drawn to mu, in the order given."""


def restricted_likelihood(means: Vector, variances: Vector) -> float:
    """Return τ² by restricted maximum likelihood (REML), with the variances taken as known.

    Source:
        Patterson and Thompson (1971), Biometrika 58, 545-554.

    >>> round(restricted_likelihood(np.array([40.0, 50.0, 60.0]), np.array([25.0, 25.0, 25.0])), 9)
    75.0
    """

    def fit(tau2: float) -> tuple[Vector, Vector]:
        w = 1 / (variances + tau2)
        return w, (means - w @ means / w.sum()) ** 2

    def likelihood(tau2: float) -> float:
        w, squares = fit(tau2)
        return float(np.log(w).sum() - np.log(w.sum()) - w @ squares) / 2

    def slope(tau2: float) -> float:
        w, squares = fit(tau2)
        return float(w**2 @ squares) - typical_weights(w)

    return _top(likelihood, slope, unit=float(variances.mean()))


def partial_pooling(samples: Sequence[Sample]) -> PartialPooling | None:
    """Return the means of groups with a random effect, by restricted maximum likelihood.

    The check on `smoothed` where people count the same: it takes one variance within all groups,
    and estimates it with τ² instead of taking it as known. With λ = τ²/σ² and W = n/(1 + λn):
    μ = ΣWm/ΣW, σ² = (Σ(n − 1)s² + ΣW(m − μ)²)/(N − 1), and λ maximises the likelihood
    −½·((N − 1)·ln σ² + Σ ln(1 + λn) + ln ΣW).

    Args:
        samples: the answers of the groups; those without any do not count.

    Returns:
        The fit, or None with fewer than two groups or when nothing varies within any.

    Source:
        Patterson and Thompson (1971), Biometrika 58, 545-554; Bates and others (2015), J Stat
        Softw 67(1), for the likelihood of λ alone.

    >>> fit = partial_pooling([Sample(10, 40.0, 90.0), Sample(10, 50.0, 90.0)])
    >>> round(fit.tau2, 6), round(fit.sigma2, 6), [round(mean, 6) for mean in fit.means]
    (41.0, 90.0, [40.9, 49.1])
    """
    groups = [sample for sample in samples if sample.n]
    n = np.array([group.n for group in groups], dtype=np.float64)
    means = np.array([group.mean for group in groups], dtype=np.float64)
    within = float((n - 1) @ np.array([group.variance or 0.0 for group in groups]))
    if len(groups) < 2 or not within:
        return None
    df = float(n.sum()) - 1

    def fit(ratio: float) -> tuple[Vector, float, float]:
        w = n / (1 + ratio * n)
        mu = float(w @ means / w.sum())
        return w, mu, (within + float(w @ (means - mu) ** 2)) / df

    def likelihood(ratio: float) -> float:
        w, _, sigma2 = fit(ratio)
        return float(np.log(w / n).sum() - np.log(w.sum()) - df * np.log(sigma2)) / 2

    def slope(ratio: float) -> float:
        w, mu, sigma2 = fit(ratio)
        return float(w**2 @ (means - mu) ** 2) / sigma2 - typical_weights(w)

    ratio = _top(likelihood, slope, unit=1 / float(n.mean()))
    w, mu, sigma2 = fit(ratio)
    drawn = mu + ratio * w * (means - mu)
    return PartialPooling(
        ratio * sigma2, sigma2, mu, sqrt(sigma2 / float(w.sum())), tuple(drawn.tolist())
    )


def _top(
    likelihood: Callable[[float], float], slope: Callable[[float], float], unit: float
) -> float:
    """Return where a likelihood of x >= 0 is highest: at 0 or where its slope falls through 0.

    It may have more than one peak, so all doublings of x are looked at, from far below to far
    above a unit of the size that matters.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - slow to load, and only checks need it

    places = [0.0, unit / 1024]
    while places[-1] < 1024 * unit or slope(places[-1]) > 0:
        places.append(2 * places[-1])
    peaks = [0.0] if slope(0.0) <= 0 else []
    for low, high in pairwise(places):
        if slope(low) > 0 >= slope(high):
            peaks.append(float(brentq(slope, low, high, xtol=1e-300, rtol=1e-14)))
    return max(peaks, key=likelihood)
