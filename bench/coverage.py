"""Do 95 % intervals hold the truth as often as they say?

People are drawn from a population whose figures are known, and measured as in any wave.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np

from bench.figures import Bound, Figure
from bench.population import RECOMMENDATION, UNLIKE, Population, Raked, Rates, population
from surveys.measurement.image.profiles import score_difference, score_sample
from surveys.measurement.inference.comparisons import Difference, paired, welch
from surveys.measurement.inference.estimates import LEVEL, Estimate, mean_estimate, share_estimate
from surveys.measurement.origins.recommendation import (
    NetPromoterScore,
    net_promoter_score,
    weighted_promoter_sample,
)
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.moments import Moments
from surveys.measurement.wave.items import TOP
from surveys.measurement.weights.calibration import calibrated_sample
from surveys.measurement.weights.weighted import Weighted

SIZES: Final = (30, 50, 200)
REPLICATES, QUICK_REPLICATES = 4_000, 20
OFF: Final = 0.015
"""So far may a coverage be from 0.95."""
SEED: Final = 3


class Claim(NamedTuple):
    """A figure of some people, and between what that of the population is said to be."""

    value: float | None
    low: float | None
    high: float | None

    def holds(self, truth: float | None) -> bool:
        """Say whether the truth is where it is said to be; where nothing is said it is not."""
        if truth is None or self.low is None or self.high is None:
            return False
        return self.low <= truth <= self.high


Claims = Mapping[str, Sequence[Claim]]
"""By kind of figure, one or several of it."""


class Sides(NamedTuple):
    """All customers and all employees there are."""

    customers: Population
    staff: Population


def figures(*, quick: bool) -> list[Figure]:
    """Simulate 4,000 samples of each size, of people who count the same and raked ones."""
    draw = np.random.default_rng(SEED)
    sides = Sides(population(draw), population(draw, better=0.5, spread=0.6))
    many = QUICK_REPLICATES if quick else REPLICATES
    return [
        Figure(f"coverage.{kind}_n{n}", share, "of intervals", LEVEL, Bound.WITHIN, OFF)
        for n in SIZES
        for samples in (plain_claims(draw, sides, n, many), raked_claims(draw, sides, n, many))
        for kind, share in coverage(sides, samples).items()
    ]


def coverage(sides: Sides, samples: Iterable[Claims]) -> dict[str, float]:
    """Return the share of claims that hold the truth, by kind."""
    truth = claims(sides.customers.everybody, sides.staff.everybody)
    held: dict[str, list[bool]] = defaultdict(list)
    for found in samples:
        for kind, said in found.items():
            true = truth[kind.removeprefix("raked_").removeprefix("calibrated_")]
            held[kind] += [one.holds(each.value) for one, each in zip(said, true, strict=True)]
    return {kind: fmean(each) for kind, each in held.items()}


def plain_claims(draw: np.random.Generator, sides: Sides, n: int, many: int) -> Iterator[Claims]:
    """Measure samples of n customers and 2n employees, in which all count the same."""
    outside, inside = sides.customers.samples(draw, n, many), sides.staff.samples(draw, 2 * n, many)
    for ours, theirs in zip(outside, inside, strict=True):
        yield claims(sides.customers.summary(ours), sides.staff.summary(theirs))


def raked_claims(
    draw: np.random.Generator,
    sides: Sides,
    n: int,
    many: int,
    rates: Rates = UNLIKE,
) -> Iterator[Claims]:
    """Measure such samples of customers of whom some answer less often, raked to the margins."""
    outside = sides.customers.samples(draw, n, many, rates)
    inside = sides.staff.samples(draw, 2 * n, many)
    for ours, theirs in zip(outside, inside, strict=True):
        raked = sides.customers.raked(ours)
        found = claims(raked.summary, sides.staff.summary(theirs))
        yield {f"raked_{kind}": said for kind, said in found.items()} | {
            "calibrated_mean": [_calibrated(raked)]
        }


def claims(customers: Moments | Weighted, staff: Moments) -> Claims:
    """Return what is said of customers, and of what they judge other than employees and wish."""
    image, wish = customers.layout.scores
    mean = score_sample(customers, image)
    beyond = score_difference(customers, image, wish)
    nps = recommendation(customers)
    return {
        "mean": [_of_estimate(mean_estimate(mean))],
        "welch": [_of_difference(welch(mean, score_sample(staff, image)))],
        "paired": [_of_difference(paired(beyond))],
        "share": [
            _of_estimate(share_estimate(customers.share(item, best)))
            for item, best in chain(_best_answers(image), _best_answers(wish))
        ],
        "nps": [Claim(nps.score, *(nps.interval or (None, None)))],
    }


def recommendation(group: Moments | Weighted) -> NetPromoterScore:
    """Return the Net Promoter Score of people who count the same, or do not."""
    counts = dict(group.value_counts(RECOMMENDATION))
    if isinstance(group, Moments):
        return net_promoter_score(counts)
    span = group.layout.count_spans[group.layout.places[RECOMMENDATION]]
    squares = dict(zip(counts, group.twice.counts[span].tolist(), strict=True))
    people = dict(group.people.value_counts(RECOMMENDATION))
    return net_promoter_score(counts, weighted_promoter_sample(people, counts, squares))


def _best_answers(score: ScoreColumn) -> Iterator[tuple[str, range]]:
    """Yield each item with the two answers that speak best of the company."""
    for item, low, high, reverse in zip(
        score.items, score.lows, score.highs, score.reverse, strict=True
    ):
        yield item, range(low, low + TOP) if reverse else range(high - TOP + 1, high + 1)


def _calibrated(raked: Raked) -> Claim:
    image, _ = raked.summary.layout.scores
    sample = calibrated_sample(raked.raking, raked.cells, image.name, image.step)
    return _of_estimate(mean_estimate(sample))


def _of_estimate(estimate: Estimate) -> Claim:
    return Claim(estimate.mean, estimate.low, estimate.high)


def _of_difference(difference: Difference) -> Claim:
    return Claim(difference.difference, difference.low, difference.high)
