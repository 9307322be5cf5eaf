"""One dimension in several groups: do their scores differ, and do its items mean the same."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from surveys.measurement.among import among
from surveys.measurement.congruence import Comparability, tucker_congruence
from surveys.measurement.figures import Across, Compared, ScaleFigures
from surveys.measurement.gaps import Thresholds
from surveys.measurement.layout import ScoreColumn
from surveys.measurement.profiles import score_sample
from surveys.measurement.ranks import aligned, kruskal_wallis
from surveys.measurement.summary import Summary

Groups = Mapping[str, Summary]
Scales = Mapping[str, ScaleFigures | None]


def across(groups: Groups, scales: Scales, score: ScoreColumn, thresholds: Thresholds) -> Across:
    """Compare all groups that are large enough for a test on one dimension."""
    samples = {name: score_sample(group, score) for name, group in groups.items()}
    tested = {name: of for name, of in samples.items() if of.n_eff >= thresholds.to_test}
    return Across(
        among(tested),
        _rank_p({name: groups[name] for name in tested}, score),
        least_alike(scales, thresholds),
    )


def least_alike(scales: Scales, thresholds: Thresholds) -> Compared | None:
    """Return the two groups in which the items of a dimension hang together least alike.

    None where fewer than two groups have enough people who answered all of three items or more.
    """
    pairs = [
        Compared(first, second, alike)
        for (first, one), (second, other) in combinations(scales.items(), 2)
        if (alike := comparable(one, other, thresholds)) is not None
    ]
    return min(pairs, key=lambda pair: pair.comparability.congruence, default=None)


def comparable(
    first: ScaleFigures | None, second: ScaleFigures | None, thresholds: Thresholds
) -> Comparability | None:
    """Say how alike the same items hang together in two groups, if enough answered all of them."""
    if first is None or second is None or first.loadings is None or second.loadings is None:
        return None
    if min(first.complete, second.complete) < thresholds.for_loadings:
        return None
    congruence = tucker_congruence(np.array(first.loadings), np.array(second.loadings))
    if congruence is None:
        return None
    pairs = tuple(zip(first.loadings, second.loadings, strict=True))
    return Comparability(congruence, pairs)


def _rank_p(groups: Groups, score: ScoreColumn) -> float | None:
    """Return Kruskal and Wallis's p, without weights; None where scores are not counted."""
    if len(groups) < 2 or not score.values:
        return None
    counts = [group.people.value_counts(score.name) for group in groups.values()]
    test = kruskal_wallis(aligned(*counts))
    return None if test is None else test.p
