"""Would people recommend the company: answers from 0 to 10, and the Net Promoter Score.

Who answers 9 or 10 is a promoter, 0 to 6 a detractor. Scored 100, 0 or −100 per person, the Net
Promoter Score is a mean like any other: two are compared by `comparisons.welch`, on their samples.
It leaves out most of what the answers tell, so their mean and distribution stand beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final, NamedTuple

from surveys.measurement.inference.estimates import (
    LEVEL,
    Interval,
    Sample,
    normal_quantile,
    t_quantile,
)
from surveys.measurement.inference.weighting import Sums, weighted_sample

FEW: Final = 100
"""With fewer people the t interval holds the true score less often than it says."""

ADDED: Final = Fraction(3, 4)
"""So many promoters, as many detractors and twice as many others does the adjusted interval add."""


class Cuts(NamedTuple):
    """Up to where people detract, and from where they promote."""

    detractors: int
    promoters: int


CUTS: Final = Cuts(detractors=6, promoters=9)


class Adjusted(NamedTuple):
    """A score after adding three imagined people, and its interval."""

    score: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class NetPromoterScore:
    """Shares of promoters and detractors, 0-1, and their difference, −100 to 100.

    `mean` is the mean answer, 0-10; `sample` the scores of the people (−100, 0, 100). None: not
    defined; `adjusted` is there only where people all count the same.
    """

    sample: Sample
    promoters: float | None
    detractors: float | None
    mean: float | None
    t_interval: Interval | None
    adjusted: Adjusted | None

    @property
    def score(self) -> float | None:
        """Return the Net Promoter Score, −100 to 100."""
        return self.sample.mean

    @property
    def interval(self) -> Interval | None:
        """Return the interval that counts: adjusted where people are few or alike, else by t."""
        if self.adjusted is not None and (self.sample.n < FEW or not self.sample.varies):
            return self.adjusted.interval
        return self.t_interval


def net_promoter_score(
    counts: Mapping[int, float],
    weighted: Sample | None = None,
    *,
    cuts: Cuts = CUTS,
    level: float = LEVEL,
) -> NetPromoterScore:
    """Return the Net Promoter Score: 100·(P − D).

    SE = 100·√((P + D − (P − D)²)/(n − 1)), score ± t·SE with n − 1 degrees of freedom; beside it
    Wald's interval after adding 3/4 of a promoter, 3/4 of a detractor and 3/2 others.

    Args:
        counts: answer (0-10) to how many people gave it, or to the sum of their weights.
        weighted: what the scores say, where people do not all count the same
            (`weighted_promoter_sample`).
        cuts: the highest answer of a detractor and the lowest of a promoter.
        level: confidence level, 0-1.

    Returns:
        The score with its intervals, which are not cut at −100 and 100; without people no figures.

    Assumes:
        Independent people.

    Source:
        Reichheld (2003), Harvard Bus Rev 81(12), 46-54; Rocks (2016), Am Stat 70, 365-372. With
        weights Binder (1983), Int Stat Rev 51, 279-292.

    >>> found = net_promoter_score({3: 20, 8: 29, 10: 50})
    >>> round(found.score, 1), [round(end, 1) for end in found.interval]
    (30.3, [14.2, 44.6])
    """
    promoters, detractors, whole = _split(counts, cuts)
    sample = promoter_sample(counts, cuts) if weighted is None else weighted
    return NetPromoterScore(
        sample=sample,
        promoters=promoters / whole if whole else None,
        detractors=detractors / whole if whole else None,
        mean=sum(answer * many for answer, many in counts.items()) / whole if whole else None,
        t_interval=_t_interval(sample, level),
        adjusted=_adjusted(promoters, detractors, whole, level) if weighted is None else None,
    )


def promoter_sample(counts: Mapping[int, float], cuts: Cuts = CUTS) -> Sample:
    """Return what people's scores say: 100 for a promoter, −100 for a detractor, else 0.

    Args:
        counts: answer (0-10) to how many people gave it, who all count the same.
        cuts: the highest answer of a detractor and the lowest of a promoter.

    >>> promoter_sample({0: 1, 7: 1, 9: 2}).mean
    25.0
    """
    promoters, detractors, n = map(int, _split(counts, cuts))
    return Sample.of(n, promoters - detractors, promoters + detractors, scale=Fraction(100))


def weighted_promoter_sample(
    counts: Mapping[int, int],
    weights: Mapping[int, float],
    squares: Mapping[int, float],
    cuts: Cuts = CUTS,
) -> Sample:
    """Return what people's scores say where they do not all count the same.

    Args:
        counts: answer (0-10) to how many people gave it.
        weights: answer to the sum of the weights of those people.
        squares: answer to the sum of the squares of these weights.
        cuts: the highest answer of a detractor and the lowest of a promoter.

    Source:
        See `weighting.weighted_sample`.

    >>> weighted_promoter_sample({0: 1, 9: 1}, {0: 1.0, 9: 3.0}, {0: 1.0, 9: 9.0}).mean
    50.0
    """
    once, twice = (
        Sums(whole, promoters - detractors, promoters + detractors)
        for promoters, detractors, whole in (_split(weights, cuts), _split(squares, cuts))
    )
    return weighted_sample(promoter_sample(counts, cuts), once, twice, unit=Fraction(100))


def _split(counts: Mapping[int, float], cuts: Cuts) -> tuple[float, float, float]:
    """Return how many are promoters, how many detractors, and how many there are in all."""
    promoters = sum(many for answer, many in counts.items() if answer >= cuts.promoters)
    detractors = sum(many for answer, many in counts.items() if answer <= cuts.detractors)
    return promoters, detractors, sum(counts.values())


def _t_interval(sample: Sample, level: float) -> Interval | None:
    if sample.mean is None or sample.se is None:
        return None
    half = t_quantile((1 + level) / 2, sample.n_eff - 1) * sample.se
    return Interval(sample.mean - half, sample.mean + half)


def _adjusted(promoters: float, detractors: float, n: float, level: float) -> Adjusted | None:
    if not n:
        return None
    added, whole = float(ADDED), n + 4 * float(ADDED)
    score = (promoters - detractors) / whole
    extreme = (promoters + detractors + 2 * added) / whole
    half = normal_quantile((1 + level) / 2) * sqrt((extreme - score**2) / whole)
    return Adjusted(100 * score, Interval(100 * (score - half), 100 * (score + half)))
