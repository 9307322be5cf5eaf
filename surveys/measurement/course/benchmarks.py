"""How competitors are seen by whom they were asked about, beside how the company is seen.

The answers about each competitor make a profile of their own; they never go into a figure of the
company. Whether one person judged both is not known here, so both are taken for different people.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.measurement.image.gaps import Gap, adjusted, between
from surveys.measurement.image.profiles import TOLERANCE, score_sample
from surveys.measurement.inference.bases import mean_of
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.congruence import Comparability
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.across import comparable
from surveys.measurement.wave.items import scale_figures
from surveys.questionnaire.scales import Facet


@dataclass(frozen=True, slots=True)
class Beside:
    """One dimension of one benchmark: its score, and own less benchmark where both are judged.

    `gap` is labelled by Holm over the dimensions of the benchmark. `comparable` says whether the
    items mean the same of both; None where it cannot be told.
    """

    score: Estimate
    gap: Gap | None
    comparable: Comparability | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How one competitor is seen, by dimension; `n` counts the people who judged it."""

    n: int
    dimensions: Mapping[str, Beside]


def benchmark_profiles(
    own: Summary, benchmarks: Mapping[str, Summary], thresholds: Thresholds | None = None
) -> dict[str, Benchmark]:
    """Return how each benchmark is seen, and how far the company is above it.

    Args:
        own: sums over the people who judged the company: a segment, or all.
        benchmarks: name of a competitor to the sums over the people who judged it on the same
            questionnaire.
        thresholds: how many people an interval, a test and a judgement need.

    Returns:
        By benchmark, in the order given. A gap is own less benchmark, by Welch's test, with Holm
        over the dimensions of one benchmark.

    Assumes:
        Different people. Where one person judged both, the two answers mostly go together: the true
        standard error is then smaller, and these intervals are wider than they need be.

    Source:
        Welch (1947), Biometrika 34, 28-35; Holm (1979), Scand J Stat 6, 65-70.
    """
    enough = thresholds or Thresholds()
    return {name: _benchmark(own, group, enough) for name, group in benchmarks.items()}


def _benchmark(own: Summary, group: Summary, thresholds: Thresholds) -> Benchmark:
    codes = group.layout.dimensions(Facet.IMAGE)
    pairs = {code: (_score(own, code), _score(group, code)) for code in codes}
    gaps = {
        code: between(
            None if mine is None else score_sample(own, mine),
            None if theirs is None else score_sample(group, theirs),
            TOLERANCE,
            thresholds,
        )
        for code, (mine, theirs) in pairs.items()
    }
    judged = adjusted({code: gap for code, gap in gaps.items() if gap is not None})
    return Benchmark(
        group.n,
        {
            code: Beside(
                mean_of(score_sample(group, theirs), thresholds),
                judged.get(code),
                _comparable(own, group, mine, theirs, thresholds),
            )
            for code, (mine, theirs) in pairs.items()
            if theirs is not None
        },
    )


def _score(group: Summary, dimension: str) -> ScoreColumn | None:
    return group.layout.score(Facet.IMAGE, dimension)


def _comparable(
    own: Summary,
    group: Summary,
    mine: ScoreColumn | None,
    theirs: ScoreColumn,
    thresholds: Thresholds,
) -> Comparability | None:
    """Say how alike the items hang together for both, where these are the same."""
    if mine is None or mine.items != theirs.items:
        return None
    one, other = (scale_figures(of, mine, thresholds) for of in (own, group))
    return comparable(one, other, thresholds)
