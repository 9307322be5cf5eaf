"""How alike two profiles are, and in which way they differ.

A profile is a score per dimension: k values in one order, 0-100. The main figure is the mean
distance; the mean squared distance falls apart into level, scatter and shape. Dimensions are no
sample of anything, so there is no p value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Profile = Sequence[float | None]

FEWEST: Final = 4
"""Over fewer dimensions than these there is a distance, but no shape to speak of."""

ROUNDING: Final = 1e-12  # a variance below this part of the squared values is a rounding of 0


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two profiles are apart, in points; `d2` in squared points."""

    mean_abs: float
    d2: float
    k: int

    @property
    def d(self) -> float:
        """Return the Euclidean distance."""
        return math.sqrt(self.d2)

    @property
    def msd(self) -> float:
        """Return the mean squared distance."""
        return self.d2 / self.k

    @property
    def rms(self) -> float:
        """Return the root of the mean squared distance."""
        return math.sqrt(self.msd)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two profiles differ, and how alike they are whatever their distance.

    The first three, in squared points, sum to the mean squared distance: `level2` is that of the
    means, `scatter2` that of the standard deviations, `shape` the rest. The others are without
    unit, 1 when the profiles are the same; None where a profile is flat.
    """

    level2: float
    scatter2: float
    shape: float
    pearson: float | None
    spearman: float | None
    cosine: float | None
    concordance: float | None
    icc_a1: float | None
    icc_c1: float | None


@dataclass(frozen=True, slots=True)
class Similarity:
    """Two profiles compared; over fewer than four dimensions by their distance alone."""

    distance: Distance
    likeness: Likeness | None


def similarity(first: Profile, second: Profile) -> Similarity | None:
    """Compare two profiles over the same dimensions.

    Args:
        first: k scores, 0-100.
        second: k scores of the same dimensions in the same order.

    Returns:
        The distance, and for k >= 4 why they differ; None when a score is missing.

    Source:
        Cronbach and Gleser (1953), Psychol Bull 50, 456-473.

    >>> similarity([60.0, 40.0], [50.0, 40.0])
    Similarity(distance=Distance(mean_abs=5.0, d2=100.0, k=2), likeness=None)
    """
    if not first or None in first or None in second:
        return None
    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    return Similarity(distance(a, b), likeness(a, b) if len(a) >= FEWEST else None)


def distance(a: Vector, b: Vector) -> Distance:
    """Return how far two profiles are apart: mean |a − b|, D² = Σ(a − b)².

    With equal importances the mean |a − b| is 100 − alignment.

    Args:
        a: (k,) scores.
        b: (k,) scores of the same dimensions.

    Source:
        Cronbach and Gleser (1953), Psychol Bull 50, 456-473.

    >>> distance(np.array([60.0, 40.0]), np.array([50.0, 40.0])).d
    10.0
    """
    apart = a - b
    return Distance(float(np.abs(apart).mean()), float(apart @ apart), len(apart))


def without_noise(apart: Distance, se_first: Profile, se_second: Profile) -> float | None:
    """Return D² less what sampling adds to it: D² − Σ(SE_a² + SE_b²).

    For ranking pairs of profiles; below 0 when they differ less than chance makes them.

    Args:
        apart: the distance of two profiles of different people, or of people and a target.
        se_first: standard errors of the first profile's scores; 0 for a target.
        se_second: those of the second one.

    Returns:
        Squared points; None where a standard error is not defined.

    Source:
        The expectation of a squared difference of independent means.

    >>> without_noise(Distance(5.0, 100.0, 2), [3.0, 3.0], [0.0, 0.0])
    82.0
    """
    errors = [*se_first, *se_second]
    known = [se for se in errors if se is not None]
    return apart.d2 - sum(se**2 for se in known) if len(known) == len(errors) else None


def likeness(a: Vector, b: Vector) -> Likeness:
    """Return why two profiles differ, and how alike they are.

    With means m, standard deviations s (divisor k) and covariance c: level² = (m_a − m_b)²,
    scatter² = (s_a − s_b)², shape = 2(s_a·s_b − c), which is 2·s_a·s_b(1 − r). Pearson's r is
    about shape alone; Lin's concordance 2c/(s_a² + s_b² + level²) and the intraclass correlations
    also see level and scatter (ICC(C,1) not the level); Spearman's is r of midranks. The cosine is
    near 1 for any two profiles above 0 and is not to be interpreted.

    Args:
        a: (k,) scores.
        b: (k,) scores of the same dimensions.

    Source:
        Cronbach and Gleser (1953), Psychol Bull 50, 456-473; Lin (1989), Biometrics 45, 255-268;
        McGraw and Wong (1996), Psychol Methods 1, 30-46.

    >>> same = likeness(np.array([60.0, 40.0, 50.0]), np.array([70.0, 50.0, 60.0]))
    >>> same.level2, same.scatter2, same.pearson, same.icc_c1
    (100.0, 0.0, 1.0, 1.0)
    """
    level = float(a.mean() - b.mean())
    s_a, s_b, common = _spread(a), _spread(b), _covariance(a, b)
    square = s_a**2 + s_b**2
    return Likeness(
        level2=level**2,
        scatter2=(s_a - s_b) ** 2,
        shape=2 * (s_a * s_b - common),
        pearson=_ratio(common, s_a * s_b),
        spearman=_spearman(a, b),
        cosine=_ratio(float(a @ b), math.sqrt(float(a @ a) * float(b @ b))),
        concordance=_ratio(2 * common, square + level**2),
        icc_a1=_icc_a1(square, common, level, len(a)),
        icc_c1=_ratio(2 * common, square),
    )


def _icc_a1(square: float, common: float, level: float, k: int) -> float | None:
    """Return McGraw and Wong's ICC(A,1) of k dimensions rated by two profiles.

    The mean squares are, times (k − 1)/k: of dimensions (s_a² + s_b²)/2 + c, of error
    (s_a² + s_b²)/2 − c; and of profiles k·level²/2.
    """
    if k < 2:
        return None
    error = k / (k - 1) * (square / 2 - common)
    dimensions = k / (k - 1) * (square / 2 + common)
    profiles = k * level**2 / 2
    return _ratio(dimensions - error, dimensions + error + 2 * (profiles - error) / k)


def _spearman(a: Vector, b: Vector) -> float | None:
    first, second = _midranks(a), _midranks(b)
    return _ratio(_covariance(first, second), _spread(first) * _spread(second))


def _midranks(values: Vector) -> Vector:
    """Return the rank of each value from 1 up, equal values sharing the mean of theirs."""
    ordered = np.sort(values)
    below, upto = np.searchsorted(ordered, values), np.searchsorted(ordered, values, side="right")
    ranks: Vector = (below + upto + 1) / 2
    return ranks


def _spread(values: Vector) -> float:
    """Return the standard deviation with divisor k; exactly 0 when all are equal."""
    variance = _covariance(values, values)
    return math.sqrt(variance) if variance > ROUNDING * float(values @ values) else 0.0


def _covariance(a: Vector, b: Vector) -> float:
    return float((a - a.mean()) @ (b - b.mean())) / len(a)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
