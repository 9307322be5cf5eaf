"""How often are verdicts wrong where there is no gap, or one as wide as the margin?

A family is one kind of gap of one segment over all dimensions, adjusted together. It is wrong when
one of its labels is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np

from bench.figures import Bound, Figure
from bench.population import ALL_ALIKE, UNLIKE, Population, Shape, population
from surveys.measurement.image.gaps import Four, Gap, GapName, Label, gaps_of
from surveys.measurement.image.profiles import TOLERANCE as MARGIN
from surveys.measurement.image.profiles import Target, score_sample
from surveys.measurement.image.verdicts import VerdictName, verdict_of
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.segment import families
from surveys.questionnaire.scales import Direction

SHAPE: Final = Shape(dimensions=12, image=3, wish=0)
CUSTOMERS, STAFF = 200, 120
RUNS, QUICK_RUNS = 1_000, 10
TARGET: Final = 0.065
SEED: Final = 4

DIFFERS: Final = frozenset({Label.GAP, Label.NEGLIGIBLE})
IS_SMALL: Final = frozenset({Label.CLOSED, Label.NEGLIGIBLE})
TO_ACT: Final = frozenset({VerdictName.IMPROVE, VerdictName.MAKE_KNOWN, VerdictName.LIVE_UP})

Gaps = Mapping[str, Mapping[GapName, Gap]]
"""By dimension."""


class Wave(NamedTuple):
    """Who answered of one population, and the targets of customers and employees alike."""

    customers: Summary
    staff: Moments
    targets: Mapping[str, float]


def figures(*, quick: bool) -> list[Figure]:
    """Simulate 1,000 waves of 12 dimensions of each kind, of plain and of raked customers."""
    draw = np.random.default_rng(SEED)
    people = population(draw, SHAPE)
    runs = QUICK_RUNS if quick else RUNS
    shares: dict[str, float] = {}
    for kind, is_raked in (("", False), ("raked_", True)):
        even = [gaps(wave) for wave in waves(draw, people, runs, raked=is_raked)]
        apart = [gaps(wave) for wave in waves(draw, people, runs, raked=is_raked, above=-MARGIN)]
        shares |= {
            f"{kind}false_alarms_recognition": share_with(DIFFERS, GapName.RECOGNITION, even),
            f"{kind}false_alarms_promise": share_with(DIFFERS, GapName.PROMISE, even),
            f"{kind}false_closed_promise": share_with(IS_SMALL, GapName.PROMISE, apart),
            f"{kind}false_verdicts": fmean(map(calls_for_action, even)),
        }
    return [
        Figure(f"families.{name}", share, "of families", TARGET, Bound.AT_MOST)
        for name, share in shares.items()
    ]


def waves(
    draw: np.random.Generator,
    people: Population,
    many: int,
    *,
    raked: bool = False,
    above: float = 0.0,
) -> Iterator[Wave]:
    """Draw customers and employees from one population: there is no gap between them.

    Args:
        draw: where chance comes from.
        people: the population.
        many: how many waves.
        raked: whether some customers answer less often, and all are raked to the margins.
        above: how far the targets are above what is true, in points of 0-100.
    """
    rates = UNLIKE if raked else ALL_ALIKE
    targets = {
        score.dimension: (score_sample(people.everybody, score).mean or 0.0) + above
        for score in people.block.layout.scores
    }
    outside = people.samples(draw, CUSTOMERS, many, rates)
    for ours, theirs in zip(outside, people.samples(draw, STAFF, many), strict=True):
        customers = people.raked(ours).summary if raked else people.summary(ours)
        yield Wave(customers, people.summary(theirs), targets)


def gaps(wave: Wave) -> Gaps:
    """Return the gaps of all dimensions, adjusted and labelled; mission and wish are the same."""
    return families(
        {
            score.dimension: gaps_of(
                Four(
                    score_sample(wave.customers, score),
                    score_sample(wave.staff, score),
                    Target(wave.targets[score.dimension]),
                    Target(wave.targets[score.dimension]),
                ),
                Thresholds(),
            )
            for score in wave.customers.layout.scores
        }
    )


def share_with(labels: Collection[Label], name: GapName, found: Sequence[Gaps]) -> float:
    """Return the share of families in which any dimension has one of some labels."""
    return fmean(any(of[name].label in labels for of in each.values()) for each in found)


def calls_for_action(found: Gaps) -> bool:
    """Say whether a verdict on any dimension is other than that all is well, or not known."""
    verdicts = [verdict_of(of, Direction.MORE_IS_BETTER) for of in found.values()]
    return any(verdict is not None and verdict.name in TO_ACT for verdict in verdicts)
