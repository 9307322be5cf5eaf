"""One figure for a whole profile: the image index, the alignment with a mission, the fulfilment.

Dimensions count by their importance. All is in points of 0-100. A figure is None when one of its
dimensions is missing: leaving that one out would change what the figure means.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from surveys.measurement.inference.estimates import LEVEL, normal_quantile
from surveys.measurement.scales.reliability import Matrix
from surveys.questionnaire.scales import Direction

Vector = npt.NDArray[np.float64]
Values = Sequence[float | None]
"""A value per dimension, all in one order; None where it is not defined."""

CHANCE: Final = math.sqrt(2 / math.pi)
"""How far from 0 a normal variable with mean 0 is on average, in its standard deviations."""


class Band(StrEnum):
    """What is said of an alignment or fulfilment; a convention, not a test."""

    ALIGNED = "aligned"
    NEAR = "near"
    VISIBLE_DISTANCE = "visible_distance"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Index:
    """A weighted mean of dimensions and its standard error."""

    value: float
    se: float | None

    @property
    def margin(self) -> float | None:
        """Return half the width of its 95 % interval, by the normal distribution."""
        return _margin(self.se)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a profile is to its targets: 100 less what each dimension costs.

    `costs` holds the points that each dimension takes off: they sum to 100 − `value`. `se` is by
    the delta method, `se_is_valid` unless a gap is within one standard error of 0, where the cost
    has a kink; a jackknife serves then. `noise_floor` is what sampling alone would take off if
    there were no gap in truth.
    """

    value: float
    costs: tuple[float, ...]
    se: float | None
    se_is_valid: bool
    noise_floor: float | None

    @property
    def is_within_precision(self) -> bool:
        """Tell whether less is lost than twice what sampling alone would take off."""
        return self.noise_floor is not None and 100 - self.value < 2 * self.noise_floor

    @property
    def best_detectable(self) -> float | None:
        """Return the value to be expected of a profile that is on target everywhere."""
        return None if self.noise_floor is None else 100 - self.noise_floor

    @property
    def margin(self) -> float | None:
        """Return half the width of its 95 % interval, where the standard error is valid."""
        return _margin(self.se) if self.se_is_valid else None

    @property
    def band(self) -> Band:
        """Return the value as a word."""
        return judged(self.value)


def shares_of(importances: Values) -> Vector | None:
    """Return importances as shares that sum to 1.

    None when one is missing or below 0, or all are 0.

    >>> shares_of([3, 1]).tolist()
    [0.75, 0.25]
    """
    values = _complete(importances)
    if values is None or (values < 0).any() or not values.sum() > 0:
        return None
    shares: Vector = values / values.sum()
    return shares


def image_index(means: Values, covariance: Matrix, importances: Values) -> Index | None:
    """Return the mean of the dimensions, weighted by importance: I = Σ v·P, SE = √(v'Vv).

    Args:
        means: k scores, 0-100.
        covariance: (k, k) covariances of these means, in squared points.
        importances: how much each dimension counts; made to sum to 1. The same for all segments
            that are compared, else a difference mixes scores and importances.

    Returns:
        The index, 0-100; None when a mean or an importance is missing. Its SE takes the
        importances as fixed, and is None where a covariance is not defined or nothing varies.

    Source:
        The variance of a linear combination of means.

    >>> image_index([60.0, 40.0], np.diag([4.0, 4.0]), [1, 1])
    Index(value=50.0, se=1.41...)
    """
    scores, shares = _complete(means), shares_of(importances)
    if scores is None or shares is None:
        return None
    return Index(float(shares @ scores), _se(shares, covariance))


def alignment(
    means: Values, targets: Values, covariance: Matrix, importances: Values
) -> Closeness | None:
    """Return how close scores are to what the company wants to be: A = 100 − Σ v·|P − M|.

    100 − A is the distance in points of an average dimension, weighted by importance. Unlike a
    correlation it sees the level, unlike D² it has a unit, and it is a sum over dimensions.

    Args:
        means: k scores, 0-100.
        targets: the mission of each dimension, 0-100, without sampling error.
        covariance: (k, k) covariances of the means, in squared points.
        importances: how much each dimension counts; made to sum to 1.

    Returns:
        100 on target everywhere, 0 at opposite ends everywhere; None when anything is missing.
        SE = √(q'Vq) with q = −sign(P − M)·v; noise floor √(2/π)·Σ v·SE.

    Source:
        City-block distance of profiles: Cronbach and Gleser (1953), Psychol Bull 50, 456-473; the
        noise floor is the mean of |z| for a normal z.

    >>> close = alignment([60.0, 40.0], [70.0, 40.0], np.diag([4.0, 4.0]), [1, 1])
    >>> close.value, close.costs, close.se_is_valid, close.band
    (95.0, (5.0, 0.0), False, <Band.ALIGNED: 'aligned'>)
    """
    both_sides = [True] * len(means)
    return _closeness(means, targets, covariance, importances, both_sides)


def fulfilment(
    means: Values,
    targets: Values,
    covariance: Matrix,
    importances: Values,
    directions: Sequence[Direction],
) -> Closeness | None:
    """Return how far a wish is met: F = 100 + Σ v·min(P − W, 0); more than wished costs nothing.

    Where the target itself is best, being above it costs as much as below: v·|P − W|.

    Args:
        means: k scores, 0-100.
        targets: the wish for each dimension, 0-100.
        covariance: (k, k) covariances of the means, in squared points; where the wish is itself a
            mean of answers, of the differences.
        importances: how much each dimension counts; made to sum to 1.
        directions: for each dimension whether above the target is no problem.

    Returns:
        100 where every wish is met; None when anything is missing.

    Source:
        As `alignment`, of deficits only; a deficit is by chance half as large as a distance.

    >>> more = [Direction.MORE_IS_BETTER] * 2
    >>> fulfilment([60.0, 80.0], [70.0, 40.0], np.diag([4.0, 4.0]), [1, 1], more).value
    95.0
    """
    both_sides = [direction is Direction.TARGET_IS_BEST for direction in directions]
    return _closeness(means, targets, covariance, importances, both_sides)


def judged(value: float) -> Band:
    """Say what an alignment or fulfilment amounts to.

    >>> judged(92.5)
    <Band.NEAR: 'near'>
    """
    if value >= 95:
        return Band.ALIGNED
    if value >= 90:
        return Band.NEAR
    return Band.VISIBLE_DISTANCE if value >= 80 else Band.FAR


def _margin(se: float | None) -> float | None:
    return None if se is None else normal_quantile((1 + LEVEL) / 2) * se


def _closeness(
    means: Values,
    targets: Values,
    covariance: Matrix,
    importances: Values,
    both_sides: Sequence[bool],
) -> Closeness | None:
    scores, aims, shares = _complete(means), _complete(targets), shares_of(importances)
    if scores is None or aims is None or shares is None:
        return None
    gaps = scores - aims
    costly = np.array(both_sides) | (gaps < 0)
    costs = shares * np.where(costly, np.abs(gaps), 0.0)
    se = _se(np.where(costly, np.sign(gaps), 0.0) * shares, covariance)
    of_means = np.sqrt(np.diag(covariance))  # NaN where a variance is; 0 tells nothing either
    by_chance = CHANCE * float(shares @ (np.where(both_sides, 1.0, 0.5) * of_means))
    return Closeness(
        value=100 - float(costs.sum()),
        costs=tuple(costs.tolist()),
        se=se,
        se_is_valid=se is not None and bool((np.abs(gaps) > of_means).all()),
        noise_floor=by_chance if (of_means > 0).all() else None,
    )


def _se(factors: Vector, covariance: Matrix) -> float | None:
    """Return the standard error of Σ factor·mean, or None where it says nothing."""
    variance = float(factors @ covariance @ factors)
    return math.sqrt(variance) if variance > 0 else None


def _complete(values: Values) -> Vector | None:
    """Return values that are all there, or None."""
    if not values or any(value is None for value in values):
        return None
    return np.array(values, dtype=np.float64)
