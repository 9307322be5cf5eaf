"""Does a segment see one clear company, or many: how far the images of its people lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, sqrt
from typing import Final

import numpy as np

from surveys.measurement.image.profiles import DIVIDED_SD, DIVIDED_SHARE, score_sample
from surveys.measurement.inference.estimates import LEVEL, Interval, normal_quantile
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.scores import LITTLE, MUCH
from surveys.measurement.sums.summary import FloatMatrix, Summary

UNIFORM_VARIANCE: Final = 100**2 / 12
"""The variance of scores of which each from 0 to 100 is as common as any other."""

CLEAR: Final = 0.70
BLURRED: Final = 0.50


class Clarity(StrEnum):
    """What may be said of the images of one segment on one dimension."""

    ONE = "one"
    """People see much the same company."""
    MANY = "many"
    """People see different companies."""
    MIXED = "mixed"
    """Between the two, or not sure."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the scores of one dimension lie apart, in points of 0-100.

    `agreement` is 1 when all see the same and 0 when every score is as common as any other.
    `is_divided` says that there are two camps, so that their mean is the image of few.
    """

    n: int
    sd: float
    low: float | None
    high: float | None
    agreement: float
    is_divided: bool
    clarity: Clarity


@dataclass(frozen=True, slots=True)
class Consistency:
    """How the images of a segment's people differ, over several dimensions at once.

    `overall` is the standard deviation of how people see the company as a whole, `specific` that of
    what they see on one dimension beyond it and beyond what all see; in points. `halo` is the part
    of the variance that the whole makes up: high when people like or dislike everything together.
    """

    dimensions: int
    overall: float
    specific: float
    halo: float


def spread(group: Summary, score: ScoreColumn) -> Spread | None:
    """Return how far a group's people are apart on one dimension.

    agreement = 1 − s²/(100²/12), at least 0. The image is one when even the high end of the
    interval of s gives an agreement of .70, and many when even the low end gives less than .50.

    Returns:
        None with fewer than two people. The interval is not defined where nothing varies, or where
        the score has too many possible values to be counted.

    Assumes:
        That people of no common image would be spread evenly over the scale.

    Source:
        James, Demaree and Wolf (1984), J Appl Psychol 69, 85-98, for agreement as 1 − s²/σ²; its
        cut-offs from LeBreton and Senter (2008), Organ Res Methods 11, 815-852.
    """
    sample = score_sample(group, score)
    if sample.sd is None:
        return None
    shares = _shares(group, score)
    interval = _sd_interval(shares, sample.sd, sample.n_eff)
    tails = [
        sum(share for value, share in shares if value < LITTLE),
        sum(share for value, share in shares if value > MUCH),
    ]
    return Spread(
        sample.n,
        sample.sd,
        None if interval is None else interval.low,
        None if interval is None else interval.high,
        agreement(sample.sd),
        sample.sd > DIVIDED_SD or min(tails) > DIVIDED_SHARE,
        _clarity(interval),
    )


def agreement(sd: float) -> float:
    """Return how much people agree, from the standard deviation of their scores in points.

    >>> agreement(0.0), round(agreement(20.0), 2), agreement(40.0)
    (1.0, 0.52, 0.0)
    """
    return max(0.0, 1 - sd**2 / UNIFORM_VARIANCE)


def consistency(group: Summary, scores: Sequence[ScoreColumn]) -> Consistency | None:
    """Return how a group's people differ over several dimensions.

    With V the mean variance and c the mean covariance of the dimension scores: overall = √c,
    specific = √(V − c), halo = c/V: the variance components of people and of what is left in a
    table of people by dimensions.

    Args:
        group: the people.
        scores: the dimensions, two at least.

    Returns:
        None where fewer than two dimensions vary, or no people have both scores of some pair.

    Source:
        Shavelson and Webb (1991), Generalizability Theory, ch. 2; with pairwise covariances.
    """
    if len(scores) < 2:
        return None
    units = np.array([float(score.step) for score in scores])
    covariance = group.covariance([score.name for score in scores]) * np.outer(units, units)
    return None if np.isnan(covariance).any() else components(covariance)


def components(covariance: FloatMatrix) -> Consistency | None:
    """Return the parts of the variance of k dimension scores, from their (k, k) covariances.

    A mean covariance below 0 is taken for 0. It may be above the mean variance where the people of
    a pair are not those of a dimension, and is then taken for that.

    >>> components(np.array([[400.0, 100.0], [100.0, 400.0]]))
    Consistency(dimensions=2, overall=10.0, specific=17.32..., halo=0.25)
    """
    k, variances = len(covariance), np.diag(covariance)
    if np.count_nonzero(variances) < 2:
        return None
    variance = float(variances.mean())
    mean_covariance = (float(covariance.sum()) / k - variance) / (k - 1)
    common = min(max(0.0, mean_covariance), variance)
    return Consistency(k, sqrt(common), sqrt(variance - common), common / variance)


def _shares(group: Summary, score: ScoreColumn) -> list[tuple[float, float]]:
    """Return the share of people with each score in points; nothing where these are not counted."""
    counts = group.value_counts(score.name) if score.values else ()
    total = sum(n for _, n in counts)
    size, parts = score.step.numerator, score.step.denominator
    return [(size * value / parts, n / total) for value, n in counts if n] if total else []


def _sd_interval(
    shares: Sequence[tuple[float, float]], sd: float, n: float, level: float = LEVEL
) -> Interval | None:
    """Return the interval of a standard deviation, from the fourth moment of the distribution.

    On the log scale: Var(ln s) = Var(s²)/(4s⁴), Var(s²) = (μ₄ − μ₂²·(n − 3)/(n − 1))/n.

    Source:
        Stuart and Ord (1994), Kendall's Advanced Theory of Statistics 1, 6th ed., 10.15 and 12.27.
    """
    if not shares or not sd or n <= 3:
        return None
    mean = sum(share * value for value, share in shares)
    second = sum(share * (value - mean) ** 2 for value, share in shares)
    fourth = sum(share * (value - mean) ** 4 for value, share in shares)
    variance = (fourth - second**2 * (n - 3) / (n - 1)) / n
    half = normal_quantile((1 + level) / 2) * sqrt(max(0.0, variance)) / (2 * sd**2)
    return Interval(sd * exp(-half), sd * exp(half))


def _clarity(interval: Interval | None) -> Clarity:
    if interval is not None and agreement(interval.high) >= CLEAR:
        return Clarity.ONE
    if interval is not None and agreement(interval.low) < BLURRED:
        return Clarity.MANY
    return Clarity.MIXED
