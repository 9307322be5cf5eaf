"""Segments among themselves: do their means differ, how much of the spread is that, and which do.

Welch's analysis of variance says whether, omega squared how much, Games and Howell which. None of
them takes the groups to be spread alike but the size. Where people do not all count the same, a
group counts with its effective n and the variance of its mean.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.multiplicity import Pair, all_pairs


@dataclass(frozen=True, slots=True)
class Variances:
    """An F test of equal means, with its degrees of freedom."""

    f: float
    df_between: float
    df_within: float

    @property
    def p(self) -> float:
        """Return the chance of so large an F when all means are equal."""
        return float(special.fdtrc(self.df_between, self.df_within, self.f))


@dataclass(frozen=True, slots=True)
class OneWay(Variances):
    """The classical table, with which share of the spread between people is between groups."""

    eta2: float
    """As found in these people: too large, the more so the fewer they are."""
    omega2: float
    """Corrected for chance; below 0 when the means differ less than chance lets them."""


@dataclass(frozen=True, slots=True)
class Among:
    """How groups differ on one figure."""

    compared: tuple[str, ...]
    """The groups in the analysis of variance: those in which something varies."""
    welch: Variances | None
    omega2: float | None
    pairs: tuple[Pair, ...]
    """All pairs of groups with two answers or more, in the order given."""


def among(samples: Mapping[str, Sample]) -> Among | None:
    """Compare all groups with each other on one figure.

    Args:
        samples: name of a group to its answers, of people that are in one group only. Groups with
            fewer than two answers are left out. Those that all answered the same are left out of
            the analysis of variance, which has no place for a mean without error, but have their
            pairs.

    Returns:
        The answer, or None when fewer than two groups are left.

    Assumes:
        Independent people; means about normal.

    >>> groups = {"a": Sample(9, 50.0, 9.0), "b": Sample(9, 60.0, 9.0), "c": Sample(9, 61.0, 9.0)}
    >>> found = among(groups)
    >>> round(found.welch.f, 1), round(found.omega2, 2), len(found.pairs)
    (35.5, 0.73, 3)
    """
    there = {name: sample for name, sample in samples.items() if sample.variance is not None}
    if len(there) < 2:
        return None
    varying = {name: sample for name, sample in there.items() if sample.varies}
    table = one_way(varying.values())
    return Among(
        compared=tuple(varying),
        welch=welch_anova(varying.values()),
        omega2=None if table is None else table.omega2,
        pairs=tuple(all_pairs(there)),
    )


def welch_anova(samples: Iterable[Sample]) -> Variances | None:
    """Test whether the means of groups are equal, in groups that may differ in size and spread.

    With w_j = 1/V_j and m̄ = Σwm/Σw: F = Σw(m − m̄)²/(k − 1) / (1 + 2(k − 2)·Λ/(k² − 1)),
    Λ = Σ(1 − w_j/Σw)²/(n_j − 1), on k − 1 and (k² − 1)/(3Λ) degrees of freedom.

    Args:
        samples: the answers of the k groups; those with fewer than two do not count.

    Returns:
        The test, or None with fewer than two groups, or when nothing varies in one of them: its
        mean would have all the weight.

    Source:
        Welch (1951), Biometrika 38, 330-336.

    >>> test = welch_anova([Sample(9, 50.0, 9.0), Sample(9, 60.0, 9.0), Sample(9, 61.0, 9.0)])
    >>> round(test.f, 2), test.df_between, round(test.df_within, 1)
    (35.52, 2, 16.0)
    """
    groups = [sample for sample in samples if sample.variance is not None]
    k = len(groups)
    if k < 2 or not all(group.varies for group in groups):
        return None
    means = np.array([group.mean for group in groups], dtype=np.float64)
    weights = 1 / np.array([group.mean_variance for group in groups], dtype=np.float64)
    share = weights / weights.sum()
    between = float(weights @ (means - share @ means) ** 2) / (k - 1)
    n_eff = np.array([group.n_eff for group in groups])
    unsure = float(((1 - share) ** 2 / (n_eff - 1)).sum()) / (k**2 - 1)
    return Variances(between / (1 + 2 * (k - 2) * unsure), k - 1, 1 / (3 * unsure))


def one_way(samples: Iterable[Sample]) -> OneWay | None:
    """Return the classical analysis of variance of groups, for the size of the differences.

    SS_b = Σn(m − m̄)², SS_w = Σ(n − 1)s²; F = SS_b/(k − 1) / (SS_w/(N − k)), eta² = SS_b/(SS_b +
    SS_w), omega² = (SS_b − (k − 1)·MS_w)/(SS_b + SS_w + MS_w), MS_w = SS_w/(N − k).

    Args:
        samples: the answers of the k groups; those without any do not count.

    Returns:
        The table, or None with fewer than two groups or when nothing varies within any.

    Assumes:
        Independent people; about equal variances, so its F is not the one that is shown.

    Source:
        Fisher (1925), Statistical Methods for Research Workers; Hays (1963), Statistics for
        Psychologists, for omega².

    >>> table = one_way([Sample(9, 50.0, 9.0), Sample(9, 60.0, 9.0), Sample(9, 61.0, 9.0)])
    >>> round(table.f, 1), round(table.eta2, 3), round(table.omega2, 3)
    (37.0, 0.755, 0.727)
    """
    groups = [sample for sample in samples if sample.n]
    n = np.array([group.n_eff for group in groups], dtype=np.float64)
    means = np.array([group.mean for group in groups], dtype=np.float64)
    within = float((n - 1) @ np.array([group.variance or 0.0 for group in groups]))
    df_between, df_within = len(groups) - 1, float(n.sum()) - len(groups)
    if df_between < 1 or not within:
        return None
    between = float(n @ (means - n @ means / n.sum()) ** 2)
    error = within / df_within
    return OneWay(
        f=between / df_between / error,
        df_between=df_between,
        df_within=df_within,
        eta2=between / (between + within),
        omega2=(between - df_between * error) / (between + within + error),
    )
