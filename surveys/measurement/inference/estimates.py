"""Means and shares of one group, with how sure they are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from scipy import special

LEVEL = 0.95


class Method(StrEnum):
    """How an interval or a test was made."""

    T = "t"
    """Of a mean: `mean_estimate`; of a mean against a target: `comparisons.against_target`."""
    SAME_ANSWER = "same_answer"
    WILSON = "wilson"
    WELCH = "welch"
    PAIRED_T = "paired_t"
    CONSTANTS = "constants"
    """Two targets are compared as they are: there is nothing to test."""


class Interval(NamedTuple):
    """The ends of an interval, in the unit of what it is about."""

    low: float
    high: float


class Ends(NamedTuple):
    """The lowest and the highest value that one answer can have."""

    low: float
    high: float


SCORE = Ends(0.0, 100.0)


class Unequal(NamedTuple):
    """What it changes about a mean that people do not all count the same."""

    n_eff: float
    """So many people who all count the same would make the mean as sure (Kish)."""
    mean_variance: float | None
    """The variance of the mean; None with fewer than two answers."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a group's answers say about a mean: all that t tests and intervals need.

    `mean` is None without answers and `variance` (divisor n − 1, squared unit of the answers) is
    None with fewer than two. `unequal` is None where all people count the same.
    """

    n: int
    mean: float | None
    variance: float | None
    unequal: Unequal | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        n: int,
        total: int,
        total_of_squares: int,
        *,
        centre: int = 0,
        scale: Fraction = Fraction(1),
    ) -> "Sample":
        """Return the sample of n whole numbers from their sums.

        The arithmetic is exact up to the last division: the same answers give the same digits,
        in whatever order or portions they were added, and equal answers give a variance of 0.

        Args:
            n: number of valid answers.
            total: the sum of what each number is above `centre`, in steps.
            total_of_squares: the sum of the squares of that, in squared steps.
            centre: what was taken off each number before summing, in steps.
            scale: the size of one step in the unit that is wanted.

        Source:
            Definition of mean and variance; with exact sums the textbook form loses nothing
            (Chan, Golub and LeVeque, 1983, Am Stat 37, 242-247, is about sums that are not).

        >>> Sample.of(3, 6, 14, scale=Fraction(25))
        Sample(n=3, mean=50.0, variance=625.0)
        """
        if n == 0:
            return cls(0, None, None)
        # whole numbers divide to the nearest float, however large they are
        size, parts = scale.numerator, scale.denominator
        mean = size * (centre * n + total) / (parts * n)
        if n == 1:
            return cls(1, mean, None)
        squares = n * total_of_squares - total**2
        return cls(n, mean, size**2 * squares / (parts**2 * n * (n - 1)))

    @property
    def sd(self) -> float | None:
        """Return the standard deviation, in the unit of the answers."""
        return None if self.variance is None else math.sqrt(self.variance)

    @property
    def n_eff(self) -> float:
        """Return how many people who all count the same would make the mean as sure."""
        return self.n if self.unequal is None else self.unequal.n_eff

    @property
    def mean_variance(self) -> float | None:
        """Return the variance of the mean: variance / n where all count the same."""
        if self.unequal is not None:
            return self.unequal.mean_variance
        return None if self.variance is None else self.variance / self.n

    @property
    def se(self) -> float | None:
        """Return the standard error of the mean: the root of its variance."""
        return None if self.mean_variance is None else math.sqrt(self.mean_variance)

    @property
    def varies(self) -> bool:
        """Tell whether at least two answers differ; without that no test is defined."""
        return self.variance is not None and self.variance > 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the number of people it rests on and how sure it is; None: not defined.

    `n_eff` says how many people who all count the same would make it as sure; None: so do these.
    `method` is that of the interval; None: there is none.
    """

    n: int
    mean: float | None
    se: float | None
    low: float | None
    high: float | None
    n_eff: float | None = field(default=None, repr=False)
    method: Method | None = field(default=None, repr=False)


def mean_estimate(sample: Sample, level: float = LEVEL, ends: Ends = SCORE) -> Estimate:
    """Return a mean with its t interval: mean ± t(1 − α/2; n − 1) · SE.

    When all answers are the same the SE of 0 says nothing about others, and is not given; the
    interval is then that of `same_answer_interval`.

    Args:
        sample: the answers of one group.
        level: confidence level, 0-1.
        ends: the ends of the scale, in the unit of the sample; used only when nothing varies.

    Returns:
        The estimate in the unit of the sample, not cut to the ends of the scale. With one answer
        there is a mean alone, with none nothing.

    Assumes:
        Independent answers; n large enough for the mean to be about normal (n >= 15 on scales).

    Source:
        Student (1908), Biometrika 6, 1-25.

    >>> mean_estimate(Sample(4, 50.0, 400.0))
    Estimate(n=4, mean=50.0, se=10.0, low=18.17..., high=81.82...)
    """
    n_eff = None if sample.unequal is None else sample.n_eff
    if sample.mean is None or sample.se is None:
        return Estimate(sample.n, sample.mean, None, None, None, n_eff)
    if not sample.varies:
        interval = same_answer_interval(sample.n_eff, sample.mean, level, ends)
        return Estimate(sample.n, sample.mean, None, *interval, n_eff, Method.SAME_ANSWER)
    half = t_quantile((1 + level) / 2, sample.n_eff - 1) * sample.se
    low, high = sample.mean - half, sample.mean + half
    return Estimate(sample.n, sample.mean, sample.se, low, high, n_eff, Method.T)


def same_answer_interval(
    n: float, value: float, level: float = LEVEL, ends: Ends = SCORE
) -> Interval:
    """Return the interval of a mean when all n people gave the same answer.

    Wilson gives the smallest share of all people, w, that may be thought to answer alike (n of n
    did). The others may be anywhere, so the mean may lie between w·value + (1 − w)·lowest and
    w·value + (1 − w)·highest.

    Args:
        n: number of valid answers, all equal, or what they amount to with weights; n >= 1.
        value: that answer.
        level: confidence level, 0-1.
        ends: the ends of the scale, in the unit of the value.

    Source:
        Wilson (1927), JASA 22, 209-212, for the share; the bounds follow from the scale's ends.

    >>> same_answer_interval(30, 75.0)
    Interval(low=66.48..., high=77.83...)
    """
    share = wilson(n, n, level).low
    return Interval(share * value + (1 - share) * ends.low, share * value + (1 - share) * ends.high)


def wilson(successes: float, n: float, level: float = LEVEL) -> Interval:
    """Return the Wilson score interval of a share.

    Args:
        successes: how many of the n gave the answer, 0 <= successes <= n.
        n: number of valid answers, n >= 1; with weights, effective ones.
        level: confidence level, 0-1.

    Returns:
        Shares between 0 and 1, without continuity correction.

    Source:
        Wilson (1927), JASA 22, 209-212.

    >>> wilson(8, 10)
    Interval(low=0.490..., high=0.943...)
    """
    z2 = normal_quantile((1 + level) / 2) ** 2
    share = successes / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if successes <= 0 else max(0.0, centre - half)
    high = 1.0 if successes >= n else min(1.0, centre + half)
    return Interval(low, high)


def share_estimate(sample: Sample, level: float = LEVEL) -> Estimate:
    """Return the share of people who gave an answer, with its Wilson interval.

    With weights the interval is that of n* = n/(n − 1) · p(1 − p)/V(p) people, who are n where all
    weights are equal, or of the effective n where p is 0 or 1 ("Wilson, effective n").

    Args:
        sample: 1 for each person who gave the answer, 0 for everybody else.
        level: confidence level, 0-1.

    Returns:
        `mean` is the share, 0-1; `se` is that of any mean of zeros and ones, √(p(1 − p)/(n − 1))
        without weights, and None where it is 0 or n < 2: all alike is not information about how
        sure a share is.

    Source:
        Wilson (1927), JASA 22, 209-212; for the effective n Kish (1965), Survey Sampling.

    >>> share_estimate(Sample.of(10, 8, 8))
    Estimate(n=10, mean=0.8, se=0.133..., low=0.490..., high=0.943...)
    """
    n_eff = None if sample.unequal is None else sample.n_eff
    if sample.mean is None:
        return Estimate(0, None, None, None, None, n_eff)
    people = sample.n_eff
    if sample.unequal is not None and sample.varies and sample.mean_variance:
        fair = sample.n / (sample.n - 1)
        people = fair * sample.mean * (1 - sample.mean) / sample.mean_variance
    interval = wilson(sample.mean * people, people, level)
    return Estimate(sample.n, sample.mean, sample.se or None, *interval, n_eff, Method.WILSON)


def top_box_share(counts: dict[int, int], boxes: int = 2, level: float = LEVEL) -> Estimate:
    """Return the share of valid answers in the highest categories of a scale.

    Args:
        counts: point value to number of answers, with every point of the scale, also those that
            nobody chose; reversed items already turned.
        boxes: how many of the highest points count as the top.
        level: confidence level, 0-1.

    >>> top_box_share({1: 0, 2: 1, 3: 4, 4: 10, 5: 5}).mean
    0.75
    """
    top = sorted(counts)[-boxes:]
    chosen = sum(counts[point] for point in top)
    return share_estimate(Sample.of(sum(counts.values()), chosen, chosen), level)


def typical_margin(estimates: Iterable[Estimate]) -> float | None:
    """Return half the width of the middle one of some intervals, in the unit of the estimates.

    Args:
        estimates: those without an interval do not count.

    Returns:
        The median of the half widths; None where there is no interval.

    >>> typical_margin([Estimate(9, 5.0, 1.0, 3.0, 7.0), Estimate(1, 5.0, None, None, None)])
    2.0
    """
    halves = [
        (one.high - one.low) / 2
        for one in estimates
        if one.low is not None and one.high is not None
    ]
    return median(halves) if halves else None


def t_quantile(share: float, df: float) -> float:
    """Return the value under which `share` of Student's t distribution lies."""
    return float(special.stdtrit(df, share))


def normal_quantile(share: float) -> float:
    """Return the value under which `share` of the standard normal distribution lies."""
    return float(special.ndtri(share))
