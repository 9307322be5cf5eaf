"""Differences of two means: is there one, is it small enough to be none.

Everything is computed from samples (n, mean, variance), never from people. A difference is first
minus second. What is not defined is None.
"""

from dataclasses import dataclass
from math import sqrt

from scipy import special

from surveys.measurement.inference.estimates import (
    LEVEL,
    SCORE,
    Ends,
    Sample,
    mean_estimate,
    t_quantile,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second, with its standard error, interval and two-sided t test."""

    difference: float | None
    se: float | None = None
    df: float | None = None
    low: float | None = None
    high: float | None = None
    t: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two one-sided tests of a difference against −margin and +margin.

    `p` is the larger one of the two: below 0.05 the difference is smaller than the margin, which is
    the same as a 90 % interval (`low90` to `high90`) inside it.
    """

    t_lower: float | None = None
    t_upper: float | None = None
    p_lower: float | None = None
    p_upper: float | None = None
    p: float | None = None
    low90: float | None = None
    high90: float | None = None


def welch(first: Sample, second: Sample, level: float = LEVEL) -> Difference:
    """Compare two independent groups that may differ in size and spread.

    SE² = s₁²/n₁ + s₂²/n₂, df = `welch_df`; with weights, the variances of the weighted means.

    Args:
        first: answers of one group.
        second: answers of people of another group, in the same unit.
        level: confidence level of the interval, 0-1.

    Returns:
        The difference in the unit of the samples. With fewer than two answers in a group, or when
        nothing varies in either, there is a difference but no test.

    Assumes:
        Independent people; means about normal. Equal variances are not assumed.

    Source:
        Welch (1947), Biometrika 34, 28-35.

    >>> gap = welch(Sample(10, 60.0, 100.0), Sample(20, 50.0, 400.0))
    >>> gap.difference, round(gap.se, 3), round(gap.df, 2), round(gap.p, 4)
    (10.0, 5.477, 27.98, 0.0786)
    """
    if first.mean is None or second.mean is None:
        return Difference(None)
    difference = first.mean - second.mean
    one, other = first.mean_variance, second.mean_variance
    if one is None or other is None or not (first.varies or second.varies):
        return Difference(difference)
    square = one + other
    return t_test(difference, sqrt(square), welch_df(first, second), level)


def welch_df(first: Sample, second: Sample) -> float:
    """Return Welch's degrees of freedom of a difference of two means.

    (V₁ + V₂)²/(V₁²/(n₁ − 1) + V₂²/(n₂ − 1)) with the variances V of the means, and effective n
    where people do not all count the same.

    Args:
        first: answers of one group, two at least.
        second: answers of another one; something varies in one of them.

    Source:
        Welch (1947), Biometrika 34, 28-35.

    >>> welch_df(Sample(10, 60.0, 100.0), Sample(10, 50.0, 100.0))
    18.0
    """
    one, other = first.mean_variance or 0.0, second.mean_variance or 0.0
    # as shares of the whole, so that tiny variances do not vanish when they are squared
    whole = one + other
    return 1 / ((one / whole) ** 2 / (first.n_eff - 1) + (other / whole) ** 2 / (second.n_eff - 1))


def against_target(
    sample: Sample, target: float, level: float = LEVEL, ends: Ends = SCORE
) -> Difference:
    """Compare a group with a value that was set, which has no sampling error.

    SE² = s²/n, df = n − 1. When all answers are the same there is no test, and the interval is the
    one of the mean (`same_answer_interval`), moved by the target.

    Args:
        sample: answers of one group.
        target: the value set, in the unit of the sample.
        level: confidence level of the interval, 0-1.
        ends: the ends of the scale; used only when nothing varies.

    Source:
        Student (1908), Biometrika 6, 1-25.

    >>> against_target(Sample(25, 60.0, 400.0), 70)
    Difference(difference=-10.0, se=4.0, df=24, low=-18.25..., high=-1.74..., t=-2.5, p=0.01...)
    """
    if sample.mean is None:
        return Difference(None)
    difference = sample.mean - target
    if sample.se is None:
        return Difference(difference)
    if not sample.varies:
        mean = mean_estimate(sample, level, ends)
        return Difference(difference, low=_minus(mean.low, target), high=_minus(mean.high, target))
    return t_test(difference, sample.se, sample.n_eff - 1, level)


def paired(differences: Sample, level: float = LEVEL) -> Difference:
    """Compare two answers of the same people: is their mean difference 0.

    SE² = Var(x − y)/n over those who gave both, df = n − 1.

    Args:
        differences: what each person's first answer is above the second one.
        level: confidence level of the interval, 0-1.

    Source:
        Student (1908), Biometrika 6, 1-25.

    >>> paired(Sample(16, 5.0, 100.0)).se
    2.5
    """
    if differences.mean is None or differences.se is None or not differences.varies:
        return Difference(differences.mean)
    return t_test(differences.mean, differences.se, differences.n_eff - 1, level)


def equivalence(difference: Difference, margin: float) -> Equivalence:
    """Test whether a difference is smaller than a margin: two one-sided tests (TOST).

    t_lower = (d + Δ)/SE against d <= −Δ, t_upper = (d − Δ)/SE against d >= Δ, both with the
    difference's own df. "No significant difference" alone never shows that there is none.

    Args:
        difference: any of the comparisons of this module.
        margin: Δ > 0, in the unit of the difference, set before the answers are seen.

    Returns:
        All None when the difference has no test.

    Source:
        Schuirmann (1987), J Pharmacokinet Biopharm 15, 657-680; Lakens (2017), Soc Psychol Pers
        Sci 8, 355-362.

    >>> close = welch(Sample(200, 51.0, 100.0), Sample(200, 50.0, 100.0))
    >>> round(equivalence(close, margin=5).p, 5)
    4e-05
    """
    if difference.difference is None or difference.se is None or difference.df is None:
        return Equivalence()
    t_lower = (difference.difference + margin) / difference.se
    t_upper = (difference.difference - margin) / difference.se
    p_lower, p_upper = t_below(-t_lower, difference.df), t_below(t_upper, difference.df)
    half = t_quantile(0.95, difference.df) * difference.se
    return Equivalence(
        t_lower=t_lower,
        t_upper=t_upper,
        p_lower=p_lower,
        p_upper=p_upper,
        p=max(p_lower, p_upper),
        low90=difference.difference - half,
        high90=difference.difference + half,
    )


def t_below(t: float, df: float) -> float:
    """Return the share of Student's t distribution below t."""
    return float(special.stdtr(df, t))


def t_test(difference: float, se: float, df: float, level: float = LEVEL) -> Difference:
    """Return a difference whose standard error is known from so many degrees of freedom, tested.

    Args:
        difference: what was found.
        se: its standard error, above 0, in the same unit.
        df: degrees of freedom of that, above 0.
        level: confidence level of the interval, 0-1.

    Source:
        Student (1908), Biometrika 6, 1-25.

    >>> round(t_test(10.0, 4.0, 24).p, 4)
    0.0197
    """
    half = t_quantile((1 + level) / 2, df) * se
    t = difference / se
    return Difference(
        difference=difference,
        se=se,
        df=df,
        low=difference - half,
        high=difference + half,
        t=t,
        p=2 * t_below(-abs(t), df),
    )


def _minus(value: float | None, target: float) -> float | None:
    return None if value is None else value - target
