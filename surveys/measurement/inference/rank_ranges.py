"""Which places in a ranking are sure: each figure with the places that it may have in truth."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from surveys.measurement.inference.thresholds import SIGNIFICANCE

Array = NDArray[np.float64]

ROUNDING: Final = 1e-12  # a variance below this part of its terms is a rounding of 0


class RankRange(NamedTuple):
    """The best and the worst place that is possible, 1 being the first."""

    best: int
    worst: int


def rank_ranges(
    weights: Sequence[float],
    covariance: Array,
    df: Sequence[float],
    significance: float = SIGNIFICANCE,
) -> list[RankRange]:
    """Return the places that each of some figures may have, all at once: the largest is first.

    For each ordered pair, that one is larger is tested by t on the smaller one's degrees of
    freedom, adjusted by Holm over all k(k − 1) of them. The best place is then 1 + how many are
    surely larger, the worst k − how many are surely smaller.

    Args:
        weights: k figures.
        covariance: (k, k) of them; NaN where not known, and nothing is then sure.
        df: degrees of freedom behind each variance.
        significance: how often any of the ranges may leave out the truth.

    Source:
        Mogstad, Romano, Shaikh and Wilhelm (2024), Rev Econ Stud 91, 476-518; Holm (1979), Scand J
        Stat 6, 65-70.

    >>> rank_ranges([9.0, 5.0, 4.8], np.diag([1.0, 1.0, 1.0]), [99, 99, 99])
    [RankRange(best=1, worst=1), RankRange(best=2, worst=3), RankRange(best=2, worst=3)]
    """
    k, figures = len(weights), np.asarray(weights, dtype=np.float64)
    variances = np.diag(covariance)
    square = variances[:, None] + variances - 2 * covariance
    known = square > ROUNDING * (variances[:, None] + variances)
    se = np.sqrt(square, out=np.ones_like(square), where=known)
    t = (figures[:, None] - figures) / se
    p = special.stdtr(np.minimum.outer(df, df), -t)
    # a figure is not compared with itself, nor where nothing is known
    p = np.where(known & ~np.eye(k, dtype=bool), p, np.nan)
    is_larger = _rejected(p.ravel(), significance).reshape(k, k)
    larger, smaller = is_larger.sum(axis=0).tolist(), is_larger.sum(axis=1).tolist()
    return [RankRange(1 + up, k - down) for up, down in zip(larger, smaller, strict=True)]


def _rejected(p: Array, significance: float) -> NDArray[np.bool_]:
    """Tell which of very many p values Holm rejects: `multiplicity.holm` below a significance."""
    order = np.argsort(p)[: int(np.isfinite(p).sum())]  # NaN comes last
    looks_left = np.arange(len(order), 0, -1)
    stays = np.logical_and.accumulate(looks_left * p[order] < significance)
    rejected = np.zeros(p.shape, dtype=bool)
    rejected[order[stays]] = True
    return rejected
