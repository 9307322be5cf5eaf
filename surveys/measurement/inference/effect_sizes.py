"""Differences in standard deviations: how large, whatever the scale.

Shown second, after the difference in points; the words (below .2 negligible, .5 small, .8 medium)
are convention only. An effect is None where it is not defined: fewer than two answers in a group,
fewer than three to compare with a target or with each other, or nothing that varies.
"""

import math
from dataclasses import dataclass

from scipy import special

from surveys.measurement.inference.estimates import LEVEL, Interval, Sample, normal_quantile

HALVINGS = 60  # from the widest bracket down to what a double can tell apart


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference in standard deviations.

    `d` is the raw one; `unit` is the d that belongs to a t statistic of 1, so that t = d/unit;
    `df` are the degrees of freedom of the standard deviation.
    """

    d: float
    unit: float
    df: float

    @property
    def g(self) -> float:
        """Return Hedges' g: d corrected for small n."""
        return hedges_correction(self.df) * self.d

    def noncentral_interval(self, level: float = LEVEL) -> Interval:
        """Return the interval of g from the noncentral t distribution.

        The noncentrality limits of t, times the d of one step of t, times J.

        Source:
            Steiger and Fouladi (1997), in Harlow, Mulaik and Steiger, What If There Were No
            Significance Tests?, 221-257.

        >>> low, high = Effect(d=0.5, unit=0.2, df=98).noncentral_interval()
        >>> round(low, 4), round(high, 4)
        (0.0998, 0.8901)
        """
        low, high = noncentral_t_limits(self.d / self.unit, self.df, level)
        scale = hedges_correction(self.df) * self.unit
        return Interval(scale * low, scale * high)


def hedges_correction(df: float) -> float:
    """Return J, by which Hedges shrinks d: Γ(df/2) / (√(df/2) · Γ((df − 1)/2)), exactly.

    Args:
        df: degrees of freedom of the standard deviation, df > 1.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> round(hedges_correction(20), 6)
    0.961945
    """
    return math.exp(math.lgamma(df / 2) - math.log(df / 2) / 2 - math.lgamma((df - 1) / 2))


def hedges_g(first: Sample, second: Sample) -> Effect | None:
    """Return the difference of two groups in pooled standard deviations.

    d = (m₁ − m₂)/s_p, s_p² = ((n₁ − 1)s₁² + (n₂ − 1)s₂²)/df, df = n₁ + n₂ − 2; with weights n is
    the effective n.

    Args:
        first: answers of one group.
        second: answers of people of another group, in the same unit.

    Returns:
        The effect, whose interval is `wald_interval`, or below n = 50 its own noncentral one.

    Assumes:
        Independent people; about equal variances.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> effect = hedges_g(Sample(50, 60.0, 400.0), Sample(50, 50.0, 400.0))
    >>> effect.d, round(effect.g, 4)
    (0.5, 0.4962)
    """
    if first.mean is None or second.mean is None:
        return None
    if first.variance is None or second.variance is None or not (first.varies or second.varies):
        return None
    n_1, n_2 = first.n_eff, second.n_eff
    df = n_1 + n_2 - 2
    if df <= 1:
        return None
    d = (first.mean - second.mean) / math.sqrt(_pooled(first, second))
    return Effect(d, unit=math.sqrt(1 / n_1 + 1 / n_2), df=df)


def hedges_variance(g: float, n_first: int, n_second: int) -> float:
    """Return the large-sample variance of a two-sample g: 1/n₁ + 1/n₂ + g²/(2(n₁ + n₂)).

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> hedges_variance(0.0, 50, 50)
    0.04
    """
    return 1 / n_first + 1 / n_second + g**2 / (2 * (n_first + n_second))


def wald_interval(g: float, n_first: int, n_second: int, level: float = LEVEL) -> Interval:
    """Return the interval of a two-sample g: g ± z·√V, V = `hedges_variance`.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> low, high = wald_interval(0.4962, 50, 50)
    >>> round(low, 4), round(high, 4)
    (0.0982, 0.8942)
    """
    half = normal_quantile((1 + level) / 2) * math.sqrt(hedges_variance(g, n_first, n_second))
    return Interval(g - half, g + half)


def weighted_hedges_variance(g: float, first: Sample, second: Sample) -> float | None:
    """Return the variance of a two-sample g of weighted answers.

    (V₁ + V₂)/s_p² + g²/(2(n₁ + n₂)) with the variances V of the means, the pooled variance s_p²
    and the effective n.

    Args:
        g: `hedges_g` of the two.
        first: answers of one group.
        second: answers of people of another group, in the same unit.

    Returns:
        None where g is not defined.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128, with the linearised variances of the weighted means
        (Binder, 1983, Int Stat Rev 51, 279-292) for s_p²/n.

    >>> weighted_hedges_variance(0.0, Sample(50, 60.0, 400.0), Sample(50, 60.0, 400.0))
    0.04
    """
    if hedges_g(first, second) is None:
        return None
    of_means = (first.mean_variance or 0.0) + (second.mean_variance or 0.0)
    return of_means / _pooled(first, second) + g**2 / (2 * (first.n_eff + second.n_eff))


def weighted_interval(
    g: float, first: Sample, second: Sample, level: float = LEVEL
) -> Interval | None:
    """Return the interval of a weighted two-sample g: g ± z·√V, V = `weighted_hedges_variance`.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> low, high = weighted_interval(0.5, Sample(50, 60.0, 400.0), Sample(50, 50.0, 400.0))
    >>> round(low, 4), round(high, 4)
    (0.1019, 0.8981)
    """
    variance = weighted_hedges_variance(g, first, second)
    if variance is None:
        return None
    half = normal_quantile((1 + level) / 2) * math.sqrt(variance)
    return Interval(g - half, g + half)


def one_sample_g(sample: Sample, target: float) -> Effect | None:
    """Return the difference to a value that was set, in standard deviations of the answers.

    d = (m − target)/s, df = n − 1.

    Args:
        sample: answers of one group.
        target: the value set, in the unit of the sample.

    Source:
        Hedges (1981), J Educ Stat 6, 107-128.

    >>> round(one_sample_g(Sample(25, 60.0, 400.0), 70.0).g, 4)
    -0.4842
    """
    if sample.mean is None:
        return None
    if not sample.variance or sample.n_eff <= 2:
        return None
    d = (sample.mean - target) / math.sqrt(sample.variance)
    return Effect(d, unit=1 / math.sqrt(sample.n_eff), df=sample.n_eff - 1)


def paired_g(differences: Sample) -> Effect | None:
    """Return the mean difference of pairs in standard deviations of those differences (d_z, g_z).

    d_z = mean(x − y)/s(x − y), df = n − 1. Not comparable with a g of two groups; `paired_d_av` is.

    Args:
        differences: what each person's first answer is above the second one.

    Source:
        Lakens (2013), Front Psychol 4:863.

    >>> paired_g(Sample(16, 5.0, 100.0)).d
    0.5
    """
    return one_sample_g(differences, 0.0)


def paired_d_av(first: Sample, second: Sample) -> float | None:
    """Return the mean difference of pairs in standard deviations of the answers themselves.

    d_av = mean(x − y)/√((s_x² + s_y²)/2), comparable with the d of two groups.

    Source:
        Cumming (2012), Understanding The New Statistics; Lakens (2013), Front Psychol 4:863.

    >>> paired_d_av(Sample(16, 60.0, 100.0), Sample(16, 55.0, 100.0))
    0.5
    """
    if first.mean is None or second.mean is None:
        return None
    if first.variance is None or second.variance is None or not (first.varies or second.varies):
        return None
    return (first.mean - second.mean) / math.sqrt((first.variance + second.variance) / 2)


def noncentral_t_limits(t: float, df: float, level: float = LEVEL) -> Interval:
    """Return the noncentralities for which t is just not too large and just not too small.

    Found by halving a bracket around t, as wide as twelve standard errors of the noncentrality
    (√(1 + t²/(2·df))). SciPy's distribution is not defined far in the tails; it is taken there as
    the 0 or 1 that it has become.

    Args:
        t: a t statistic.
        df: its degrees of freedom.
        level: confidence level, 0-1.

    Source:
        Steiger and Fouladi (1997), in Harlow, Mulaik and Steiger, What If There Were No
        Significance Tests?, 221-257.

    >>> low, high = noncentral_t_limits(2.5, 98)
    >>> round(low, 4), round(high, 4)
    (0.5029, 4.4847)
    """
    tail = (1 - level) / 2
    return Interval(_noncentrality(t, df, below=1 - tail), _noncentrality(t, df, below=tail))


def _pooled(first: Sample, second: Sample) -> float:
    """Return the pooled variance of two groups."""
    within = [(of.n_eff - 1) * (of.variance or 0.0) for of in (first, second)]
    return sum(within) / (first.n_eff + second.n_eff - 2)


def _noncentrality(t: float, df: float, *, below: float) -> float:
    """Return the noncentrality at which the share `below` lies under t; it falls as that rises."""
    width = 12 * math.sqrt(1 + t**2 / (2 * df))
    low, high = t - width, t + width
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        share = float(special.nctdtr(df, middle, t))
        if math.isnan(share):
            share = 0.0 if middle > t else 1.0
        if share > below:
            low = middle
        else:
            high = middle
    return (low + high) / 2
