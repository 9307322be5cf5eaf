"""What moved between waves, and whether an action made a difference.

Everything is computed from samples, one per wave. A change is later minus earlier. Where the way
of asking changed, the line breaks: nothing is compared across a break, and the line starts anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

from scipy import special

from surveys.measurement.inference.comparisons import Difference, t_test, welch
from surveys.measurement.inference.estimates import LEVEL, Interval, Sample, normal_quantile

FEWEST_FOR_A_LINE: Final = 3
FEWEST_FOR_A_TREND: Final = 6
"""With fewer waves a line may be drawn, but nobody should call it a trend."""

ROUNDING: Final = 1e-12  # a variance below this part of its terms is a rounding of 0


@dataclass(frozen=True, slots=True)
class WaveMean:
    """What one wave says, and when."""

    at: float
    """When, in the unit that a slope is wanted in (waves, years)."""
    sample: Sample
    is_break: bool = False
    """The way of asking changed: this wave cannot be held against earlier ones."""


class Overlap(NamedTuple):
    """People who answered in both of two waves."""

    n_eff: float
    """How many they are; effectively, where they do not all count the same."""
    mean_covariance: float | None
    """Of the two waves' means: n₁₂·s₁₂/(n₁·n₂) where all people count the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """A wave held against the one before it and against the first one; None: there is none."""

    at: float
    since_previous: Difference | None
    since_first: Difference | None


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through the means of waves: `slope` is in their unit per unit of time.

    It passes through `height` at the time `centre`. `q` tells how far the means are from it (chi²
    with `q_df` degrees of freedom): where `q_p` is small they did not move along a line.
    """

    waves: int
    centre: float
    height: float
    slope: float
    se: float
    interval: Interval
    z: float
    p: float
    q: float
    q_df: int
    q_p: float

    @property
    def is_shown(self) -> bool:
        """Tell whether there are waves enough for a line to say more than its ends."""
        return self.waves >= FEWEST_FOR_A_LINE

    @property
    def is_trend(self) -> bool:
        """Tell whether there are waves enough to speak of a trend."""
        return self.waves >= FEWEST_FOR_A_TREND


def changes(
    waves: Sequence[WaveMean],
    overlaps: Mapping[tuple[int, int], Overlap] | None = None,
    level: float = LEVEL,
) -> list[Change]:
    """Hold each wave against the previous and the first one of its stretch.

    Args:
        waves: in order of time.
        overlaps: for places (earlier, later) of waves, the people who answered in both; of waves
            that are not named, nobody did.
        level: confidence level of the intervals, 0-1.

    Returns:
        One change per wave, p values not adjusted; without differences for the first of a stretch.

    Source:
        Welch (1947), Biometrika 34, 28-35; with overlap see `panel_change`.

    >>> spring, autumn = (WaveMean(at, Sample(100, 50.0 + at, 400.0)) for at in (0, 5))
    >>> [change.since_previous and change.since_previous.t for change in changes([spring, autumn])]
    [None, 1.76...]
    """
    shared = overlaps or {}
    first, found = 0, []
    for place, wave in enumerate(waves):
        if wave.is_break:
            first = place
        since = [
            panel_change(wave.sample, waves[before].sample, shared.get((before, place)), level)
            if before >= first and place > first
            else None
            for before in (place - 1, first)
        ]
        found.append(Change(wave.at, *since))
    return found


def panel_change(
    later: Sample, earlier: Sample, overlap: Overlap | None = None, level: float = LEVEL
) -> Difference:
    """Compare two waves some of whose people are the same.

    SE² = V₁ + V₂ − 2·C with V the variances of the means and C their covariance. Of n₁₂ people in
    both and u in one, df = n₁₂ − 1 + (γ − n₁₂ + 1)·u/(u + 2·n₁₂), γ being Welch's. With nobody in
    both it is Welch's test, with everybody that of pairs.

    Args:
        later: answers of the later wave.
        earlier: answers of the earlier wave, in the same unit.
        overlap: the people in both; None where the waves are of different people.
        level: confidence level of the interval, 0-1.

    Returns:
        Later minus earlier; without a test where nothing varies or all moved alike.

    Assumes:
        Those in one wave only are not other people than those in both.

    Source:
        Derrick, Russ, Toher and White (2017), J Mod Appl Stat Methods 16(1), 137-157.

    >>> autumn, spring = Sample(100, 55.0, 400.0), Sample(100, 50.0, 400.0)
    >>> panel_change(autumn, spring, Overlap(100, 2.0)).se
    2.0
    """
    apart = welch(later, earlier, level)
    one, other = later.mean_variance, earlier.mean_variance
    if overlap is None or apart.difference is None or one is None or other is None:
        return apart
    if apart.df is None or overlap.mean_covariance is None:
        return Difference(apart.difference)
    square = one + other - 2 * overlap.mean_covariance
    if square <= ROUNDING * (one + other):
        return Difference(apart.difference)
    both = min(overlap.n_eff, later.n_eff, earlier.n_eff)
    once = later.n_eff + earlier.n_eff - 2 * both
    df = both - 1 + (apart.df - both + 1) * once / (once + 2 * both)
    return t_test(apart.difference, sqrt(square), df, level)


def lines(waves: Sequence[WaveMean], level: float = LEVEL) -> list[Line | None]:
    """Fit a straight line through the waves of each stretch between breaks.

    Weighted least squares with weights 1/V and known V: slope = Σw(x − x̄)(y − ȳ)/Σw(x − x̄)²,
    SE = (Σw(x − x̄)²)^−½, Q = Σw(y − line)² with two degrees of freedom fewer than waves.

    Args:
        waves: in order of time; those where nothing varies have no known V and do not count.
        level: confidence level of the interval, 0-1.

    Returns:
        One line per stretch; None where fewer than two points in time are left.

    Assumes:
        Waves of different people; means about normal.

    Source:
        Cochran (1954), Biometrics 10, 101-129.

    >>> means = [WaveMean(at, Sample(100, mean, 400.0)) for at, mean in enumerate((50, 53, 56))]
    >>> [(line.slope, round(line.se, 3), line.q) for line in lines(means)]
    [(3.0, 1.414, 0.0)]
    """
    return [_line(stretch, level) for stretch in _stretches(waves)]


def difference_in_differences(
    treated: Difference, others: Difference, level: float = LEVEL
) -> Difference:
    """Return how much more a group moved that an action reached than one it did not reach.

    (treated after − treated before) − (others after − others before); SE² is the sum of both, which
    is that of the four means where all people are different ones, and
    df = (SE₁² + SE₂²)²/(SE₁⁴/df₁ + SE₂⁴/df₂).

    Args:
        treated: the change of those whom the action reached, as `panel_change` gives it.
        others: the change of those whom it did not reach, in the same unit.
        level: confidence level of the interval, 0-1.

    Returns:
        The difference of the two changes; without a test where one of them has none.

    Assumes:
        Both groups are different people, who without the action would have moved alike.

    Source:
        Card and Krueger (1994), Am Econ Rev 84, 772-793; Satterthwaite (1946), Biometrics Bull 2,
        110-114.

    >>> before, after = Sample(101, 50.0, 404.0), Sample(101, 56.0, 404.0)
    >>> effect = difference_in_differences(welch(after, before), welch(before, before))
    >>> effect.difference, round(effect.se, 6), round(effect.df, 6)
    (6.0, 4.0, 400.0)
    """
    if treated.difference is None or others.difference is None:
        return Difference(None)
    difference = treated.difference - others.difference
    if treated.se is None or others.se is None or treated.df is None or others.df is None:
        return Difference(difference)
    square = treated.se**2 + others.se**2
    # as shares of the whole, so that tiny variances do not vanish when they are squared
    share = treated.se**2 / square
    df = 1 / (share**2 / treated.df + (1 - share) ** 2 / others.df)
    return t_test(difference, sqrt(square), df, level)


def _stretches(waves: Sequence[WaveMean]) -> list[list[WaveMean]]:
    """Cut waves at their breaks."""
    found: list[list[WaveMean]] = []
    for wave in waves:
        if wave.is_break or not found:
            found.append([])
        found[-1].append(wave)
    return found


def _line(waves: Sequence[WaveMean], level: float) -> Line | None:
    points = [
        (wave.at, wave.sample.mean, 1 / wave.sample.mean_variance)
        for wave in waves
        if wave.sample.varies and wave.sample.mean is not None and wave.sample.mean_variance
    ]
    if len({at for at, _, _ in points}) < 2:
        return None
    whole = sum(w for _, _, w in points)
    centre = sum(w * at for at, _, w in points) / whole
    height = sum(w * mean for _, mean, w in points) / whole
    spread = sum(w * (at - centre) ** 2 for at, _, w in points)
    slope = sum(w * (at - centre) * (mean - height) for at, mean, w in points) / spread
    se = 1 / sqrt(spread)
    half = normal_quantile((1 + level) / 2) * se
    q_df = len(points) - 2
    q = sum(w * (mean - height - slope * (at - centre)) ** 2 for at, mean, w in points)
    return Line(
        waves=len(points),
        centre=centre,
        height=height,
        slope=slope,
        se=se,
        interval=Interval(slope - half, slope + half),
        z=slope / se,
        p=2 * float(special.ndtr(-abs(slope) / se)),
        q=q if q_df else 0.0,
        q_df=q_df,
        q_p=float(special.chdtrc(q_df, q)) if q_df else 1.0,
    )
