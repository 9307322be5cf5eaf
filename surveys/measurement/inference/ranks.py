"""Rank tests from counts: does one group tend to higher answers, whatever the steps are worth.

The check on the tests of means: they need the order of the answers only, not equal steps between
them. Everything is computed from how often each value occurs, in exact whole numbers up to the
last division. People count the same here, also where means are weighted. What is not defined is
None.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm, sqrt
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import special

from surveys.measurement.inference.comparisons import Difference, welch
from surveys.measurement.inference.estimates import LEVEL, Sample

Counts = Sequence[int] | npt.NDArray[np.int64]
"""How often each value occurs, from the lowest one up; all groups over the same values."""

Counted = Sequence[tuple[int, int]] | npt.NDArray[np.int64]
"""Pairs of a value and how often it occurs, each value once; faster as an (m, 2) array."""

Exact = npt.NDArray[Any]
"""Whole numbers of 64 bits, or Python's own where these are too few."""

_MOST_IN_64_BITS: Final = 2**20
"""Of so many people the sums below, at most 4 times their cube, fit in 64 bits."""


@dataclass(frozen=True, slots=True)
class MannWhitney:
    """A rank test of two groups, and how often one of the first is above one of the second."""

    w: float
    """Pairs, one of each group, in which the first is higher; ties count half."""
    p: float | None
    """Two-sided; None when all answers are the same."""
    superiority: float
    """The share of those pairs, 0-1; ½ when neither group tends to higher answers."""

    @property
    def cliffs_delta(self) -> float:
        """Return the share of pairs with the first higher less the share with it lower."""
        return 2 * self.superiority - 1


@dataclass(frozen=True, slots=True)
class KruskalWallis:
    """A rank test of several groups: chi-square H with df degrees of freedom."""

    h: float
    df: int
    p: float


def mann_whitney(first: Counts, second: Counts) -> MannWhitney | None:
    """Compare two groups by the ranks of their answers.

    W = Σ_v n1_v·(N2_{<v} + n2_v/2); z = (W − n1·n2/2 ∓ ½)/σ with the ½ towards 0 (continuity) and
    σ² = n1·n2/12 · (N + 1 − Σ(t³ − t)/(N(N − 1))), where t people share a value.

    Args:
        first: how often each value occurs in one group.
        second: the same of another group, over the same values (see `aligned`).

    Returns:
        The test, or None when a group is empty.

    Assumes:
        Independent people. That neither tends to higher answers is taken to mean that both are
        spread alike; `brunner_munzel` does without that.

    Source:
        Mann and Whitney (1947), Ann Math Stat 18, 50-60; Cliff (1993), Psychol Bull 114, 494-509.

    >>> test = mann_whitney([1, 2, 5], [4, 3, 1])
    >>> test.w, round(test.p, 4), test.cliffs_delta
    (50.5, 0.0451, 0.578125)
    """
    x, y = _exact(first, second)
    n_1, n_2 = int(x.sum()), int(y.sum())
    pairs, n = n_1 * n_2, n_1 + n_2
    if not pairs:
        return None
    twice_w = int((x * _twice_below(y)).sum())
    variance = Fraction(pairs, 12) * (n + 1 - Fraction(_tied(x + y), n * (n - 1)))
    return MannWhitney(
        w=twice_w / 2,
        p=_continuous_p(Fraction(twice_w - pairs, 2), variance) if variance else None,
        superiority=twice_w / (2 * pairs),
    )


def brunner_munzel(first: Counts, second: Counts, level: float = LEVEL) -> Difference:
    """Compare two groups by the ranks of their answers, without taking them to be spread alike.

    Give each person the share of the other group that is below, ties counting half. The mean of
    these shares in the first group is its superiority; with s² their variances it is tested
    against ½: t = (superiority − ½)/√(s₁²/n₁ + s₂²/n₂), with Welch's degrees of freedom.

    Args:
        first: how often each value occurs in one group.
        second: the same of another group, over the same values (see `aligned`).
        level: confidence level of the interval, 0-1.

    Returns:
        Superiority less ½, so above 0 when the first tends to higher answers (the article's
        statistic is −t). Without a test when a group has fewer than two people, all answers are
        the same, or one group lies wholly above the other; nothing at all when a group is empty.
        The interval is not cut to ±½.

    Assumes:
        Independent people; about ten or more in each group.

    Source:
        Brunner and Munzel (2000), Biometrical J 42, 17-25.

    >>> test = brunner_munzel([1, 2, 5], [4, 3, 1])
    >>> test.difference, round(test.t, 3), round(test.df, 1), round(test.p, 4)
    (0.2890625, 2.513, 13.7, 0.0251)
    """
    x, y = _exact(first, second)
    if not (x.any() and y.any()):
        return Difference(None)
    # the mean share of the others is 1 less that of the first: of them only the spread is news
    return welch(_places(x, y), replace(_places(y, x), mean=0.5), level)


def kruskal_wallis(groups: Sequence[Counts]) -> KruskalWallis | None:
    """Compare several groups by the ranks of their answers.

    H = (12/(N(N + 1))·Σ R_j²/n_j − 3(N + 1)) / (1 − Σ(t³ − t)/(N³ − N)), R_j the sum of the ranks
    of group j among all people, where t people share a value.

    Args:
        groups: how often each value occurs in each group, all over the same values (see
            `aligned`). Empty groups do not count.

    Returns:
        The test, or None with fewer than two groups or when all answers are the same.

    Source:
        Kruskal and Wallis (1952), JASA 47, 583-621.

    >>> test = kruskal_wallis([[1, 2, 5], [4, 3, 1], [2, 2, 2]])
    >>> round(test.h, 3), test.df, round(test.p, 4)
    (4.359, 2, 0.1131)
    """
    there = [x for x in _exact(*groups) if x.any()]
    if len(there) < 2:
        return None
    together = sum(there[1:], start=there[0])
    n = int(together.sum())
    untied = 1 - Fraction(_tied(together), n**3 - n)
    if not untied:
        return None
    twice_ranks = _twice_below(together) + 1
    spread = sum(Fraction(int((x * twice_ranks).sum()) ** 2, int(x.sum())) for x in there)
    h = float((Fraction(3, n * (n + 1)) * spread - 3 * (n + 1)) / untied)
    df = len(there) - 1
    return KruskalWallis(h, df, float(special.chdtrc(df, h)))


def depends_on_scale_treatment(
    p_of_means: float | None, p_of_ranks: float | None, alpha: float = 0.05
) -> bool | None:
    """Tell whether a difference is there by means or by ranks only; None without both tests.

    Then it hangs on what the steps of the scale are taken to be worth.

    >>> depends_on_scale_treatment(0.03, 0.08), depends_on_scale_treatment(0.01, 0.02)
    (True, False)
    """
    if p_of_means is None or p_of_ranks is None:
        return None
    return (p_of_means < alpha) != (p_of_ranks < alpha)


def aligned(*groups: Counted, steps: Sequence[Fraction] = ()) -> list[npt.NDArray[np.int64]]:
    """Return the counts of groups over the values that any of them gave, in ascending order.

    Args:
        groups: values and how often they occur, in any order.
        steps: how much one step of each group's values is worth, where they differ: scores of
            people who were asked 3 and 2 items come in other steps, and the same score is then
            another number.

    >>> aligned([(0, 3), (2, 1)], [(0, 2), (3, 2)], steps=[Fraction(1, 2), Fraction(1, 3)])
    [array([3, 1]), array([2, 2])]
    """
    parts = lcm(*(step.denominator for step in steps))
    finest = [int(step * parts) for step in steps] or [1] * len(groups)
    tables = [np.array(group, dtype=np.int64).reshape(-1, 2) for group in groups]
    given = [
        (table[table[:, 1] > 0] * (step, 1)).T for table, step in zip(tables, finest, strict=True)
    ]
    values = np.unique(np.concatenate([value for value, _ in given]))
    counts = np.zeros((len(groups), len(values)), dtype=np.int64)
    for row, (value, n) in zip(counts, given, strict=True):
        row[np.searchsorted(values, value)] = n
    return list(counts)


def _exact(*groups: Counts) -> list[Exact]:
    """Return counts as numbers in which none of the sums overflows."""
    n = sum(int(np.sum(group)) for group in groups)
    return [np.array(group, dtype=np.int64 if n < _MOST_IN_64_BITS else object) for group in groups]


def _twice_below(counts: Exact) -> Exact:
    """Return, for each value, twice how many are below it plus how many have it."""
    twice: Exact = 2 * np.cumsum(counts) - counts
    return twice


def _places(of: Exact, among: Exact) -> Sample:
    """Return the share of one group below each member of another, ties counting half."""
    twice = _twice_below(among)
    total, squares = int((of * twice).sum()), int((of * twice**2).sum())
    return Sample.of(int(of.sum()), total, squares, scale=Fraction(1, 2 * int(among.sum())))


def _tied(counts: Exact) -> int:
    """Return Σ(t³ − t) over the values, each of which t people share."""
    return int((counts**3 - counts).sum())


def _continuous_p(difference: Fraction, variance: Fraction) -> float:
    """Return the two-sided normal p of a difference in steps of ½, moved by ½ towards 0."""
    moved = abs(difference) - Fraction(1, 2) if difference else 0
    return float(2 * special.ndtr(-float(moved) / sqrt(variance)))
