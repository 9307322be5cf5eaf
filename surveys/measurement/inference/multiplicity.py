"""Many looks at once: p values that take into account how many there were.

A p value that is None (suppressed, or not defined) stays None and is not one of the m looks.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from surveys.measurement.inference.comparisons import Difference, welch
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.studentized_range import studentized_range_above

PValues = Sequence[float | None]


def holm(p_values: PValues) -> list[float | None]:
    """Adjust p values so that the chance of any false finding in the family stays below the level.

    p₍ᵢ₎ becomes the largest of (m − j + 1)·p₍ⱼ₎ for j <= i, at most 1; p₍₁₎ is the smallest.

    Args:
        p_values: the p values of one family, in any order, under any dependence.

    Returns:
        The adjusted ones, in the order given.

    Source:
        Holm (1979), Scand J Stat 6, 65-70.

    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    return _adjusted(p_values, _step_down)


def benjamini_hochberg(p_values: PValues) -> list[float | None]:
    """Adjust p values so that the expected share of false findings stays below the level.

    p₍ᵢ₎ becomes the smallest of p₍ⱼ₎·m/j for j >= i, at most 1.

    Args:
        p_values: the p values looked at together; independent or positively dependent.

    Returns:
        The adjusted ones, in the order given.

    Source:
        Benjamini and Hochberg (1995), JRSS B 57, 289-300.

    >>> benjamini_hochberg([0.01, None, 0.04, 0.03])
    [0.03, None, 0.04, 0.04]
    """
    return _adjusted(p_values, _step_up)


def benjamini_yekutieli(p_values: PValues) -> list[float | None]:
    """Adjust as Benjamini and Hochberg, under any dependence: times 1 + 1/2 + … + 1/m.

    Source:
        Benjamini and Yekutieli (2001), Ann Stat 29, 1165-1188.

    >>> benjamini_yekutieli([0.01, None, 0.02])
    [0.03, None, 0.03]
    """
    looks = sum(p is not None for p in p_values)
    cautious = sum(1 / rank for rank in range(1, looks + 1))
    return _adjusted(p_values, lambda ascending: _step_up([p * cautious for p in ascending]))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups compared, as one of all pairs of a set of groups."""

    first: str
    second: str
    difference: Difference
    p_holm: float | None
    p_bh: float | None
    p_by: float | None
    p_games_howell: float | None


def all_pairs(samples: Mapping[str, Sample]) -> list[Pair]:
    """Compare all groups with each other: Welch t tests, adjusted in each way.

    Args:
        samples: name of a group to its answers, in the order wanted.

    Returns:
        The pairs in that order: first with second, first with third and so on.

    >>> groups = {"a": Sample(9, 50.0, 9.0), "b": Sample(9, 60.0, 9.0), "c": Sample(9, 61.0, 9.0)}
    >>> [(pair.first, pair.second, round(pair.p_holm, 2)) for pair in all_pairs(groups)]
    [('a', 'b', 0.0), ('a', 'c', 0.0), ('b', 'c', 0.49)]
    """
    names = list(combinations(samples, 2))
    differences = [welch(samples[first], samples[second]) for first, second in names]
    raw = [difference.p for difference in differences]
    return [
        Pair(*pair, *figures)
        for pair, *figures in zip(
            names,
            differences,
            holm(raw),
            benjamini_hochberg(raw),
            benjamini_yekutieli(raw),
            _by_range(differences, _groups(samples.values())),
            strict=True,
        )
    ]


def games_howell(samples: Sequence[Sample]) -> list[float | None]:
    """Compare all groups with each other by the studentised range, as Games and Howell do.

    q = |m₁ − m₂|/SE·√2 with Welch's SE and df; p is the chance of a larger range of k means.

    Args:
        samples: the answers of k independent groups; those without variance to speak of (n < 2) do
            not count in k.

    Returns:
        One p value per pair, in the order of `all_pairs`.

    Source:
        Games and Howell (1976), J Educ Stat 1, 113-125.

    >>> groups = [Sample(9, 50.0, 9.0), Sample(9, 60.0, 9.0), Sample(9, 61.0, 9.0)]
    >>> [round(p, 3) for p in games_howell(groups)]
    [0.0, 0.0, 0.763]
    """
    pairs = [welch(first, second) for first, second in combinations(samples, 2)]
    return _by_range(pairs, _groups(samples))


def _groups(samples: Iterable[Sample]) -> int:
    """Return of how many groups the range is: of those with a variance to speak of."""
    return sum(sample.variance is not None for sample in samples)


def _by_range(pairs: Sequence[Difference], k: int) -> list[float | None]:
    """Return Games and Howell's p of all pairs of k groups."""
    tested = [(abs(pair.t), pair.df) for pair in pairs if pair.t is not None and pair.df]
    t, df = np.array(tested).reshape(-1, 2).T
    p_values = iter(studentized_range_above(math.sqrt(2) * t, max(k, 2), df).tolist())
    return [None if pair.t is None else next(p_values) for pair in pairs]


def _adjusted(p_values: PValues, rule: Callable[[list[float]], list[float]]) -> list[float | None]:
    """Apply a rule for ascending p values to those that are there."""
    there = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    for (_, place), p in zip(there, rule([p for p, _ in there]), strict=True):
        adjusted[place] = min(1.0, p)
    return adjusted


def _step_down(ascending: list[float]) -> list[float]:
    m, largest, steps = len(ascending), 0.0, []
    for rank, p in enumerate(ascending):
        largest = max(largest, (m - rank) * p)
        steps.append(largest)
    return steps


def _step_up(ascending: list[float]) -> list[float]:
    m, smallest, steps = len(ascending), math.inf, []
    for rank in range(m, 0, -1):
        smallest = min(smallest, ascending[rank - 1] * m / rank)
        steps.append(smallest)
    return steps[::-1]
