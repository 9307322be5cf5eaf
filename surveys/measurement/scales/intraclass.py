"""Do groups of people see different things: intraclass correlations of people's scores.

Figures describe the people who answered, so nobody counts for more than another.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy import special

from surveys.measurement.inference.estimates import LEVEL, Interval, Sample


@dataclass(frozen=True, slots=True)
class Intraclass:
    """How much of the differences between people are differences between their groups.

    From a one-way analysis of variance: the mean squares between and within `groups` groups of n
    people in all, and `size`, the group size n₀ = (N − Σn²/N)/(K − 1) that they are equal to.
    ICC(1) may be below 0, and is then shown as 0.
    """

    n: int
    groups: int
    between: float
    within: float
    size: float

    @property
    def f(self) -> float | None:
        """Return F: the mean square between over that within."""
        return self.between / self.within if self.within else None

    @property
    def p(self) -> float | None:
        """Return how likely so large an F is when groups do not differ."""
        if self.f is None:
            return None
        return float(special.fdtrc(self.groups - 1, self.n - self.groups, self.f))

    @property
    def icc1(self) -> float | None:
        """Return the share of the variance of people's scores that lies between groups."""
        return self._icc1(self.size)

    @property
    def icc1_mean_size(self) -> float | None:
        """Return ICC(1) with the arithmetic mean of the group sizes, as some programs do."""
        return self._icc1(self.n / self.groups)

    @property
    def icc2(self) -> float | None:
        """Return the reliability of the groups' means: 1 − 1/F."""
        return (self.between - self.within) / self.between if self.between else None

    def icc1_interval(self, level: float = LEVEL) -> Interval | None:
        """Return the interval of ICC(1): (F/F_q − 1)/(F/F_q + n₀ − 1) for both quantiles of F."""
        ends = self._f_interval(level)
        if ends is None:
            return None
        return Interval(*((f - 1) / (f + self.size - 1) for f in ends))

    def icc2_interval(self, level: float = LEVEL) -> Interval | None:
        """Return the interval of ICC(2): 1 − F_q/F for both quantiles of F."""
        ends = self._f_interval(level)
        return None if ends is None else Interval(*(1 - 1 / f for f in ends))

    def _icc1(self, size: float) -> float | None:
        whole = self.between + (size - 1) * self.within
        return (self.between - self.within) / whole if whole > 0 else None

    def _f_interval(self, level: float) -> Interval | None:
        if not self.f:
            return None
        tail, df = (1 - level) / 2, (self.groups - 1, self.n - self.groups)
        return Interval(*(self.f / float(special.fdtri(*df, q)) for q in (1 - tail, tail)))


def intraclass(groups: Iterable[Sample]) -> Intraclass | None:
    """Return the intraclass correlations of people's scores, groups being the classes.

    Args:
        groups: the scores of the people of each group.

    Returns:
        None with fewer than two groups, or nobody beyond one person per group.

    Assumes:
        Independent people; for the intervals scores about normal with equal variances.

    Source:
        Bartko (1976), Psychol Bull 83, 762-765; intervals McGraw and Wong (1996), Psychol Methods
        1, 30-46; n₀ Snedecor and Cochran (1980), Statistical Methods, 7th ed., 13.3.

    >>> found = intraclass([Sample(10, 60.0, 100.0), Sample(10, 70.0, 100.0)])
    >>> found.f, round(found.icc1, 3), found.icc2
    (5.0, 0.286, 0.8)
    """
    counted = [(of.n, of.mean, of.variance or 0.0) for of in groups if of.mean is not None]
    n, k = sum(size for size, _, _ in counted), len(counted)
    if k < 2 or n == k:
        return None
    first = counted[0][1]  # groups of one mean lie 0 apart, not a rounding
    grand = first + math.fsum(size * (mean - first) for size, mean, _ in counted) / n
    return Intraclass(
        n=n,
        groups=k,
        between=math.fsum(size * (mean - grand) ** 2 for size, mean, _ in counted) / (k - 1),
        within=math.fsum((size - 1) * variance for size, _, variance in counted) / (n - k),
        size=(n - sum(size**2 for size, _, _ in counted) / n) / (k - 1),
    )
