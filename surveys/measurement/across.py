"""One dimension in several groups: do their scores differ, and do its items mean the same."""

from collections.abc import Mapping
from itertools import combinations

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.among import among
from surveys.measurement.congruence import Comparability, tucker_congruence
from surveys.measurement.factor import Vector, standardised_loadings
from surveys.measurement.figures import Across, Compared
from surveys.measurement.gaps import Thresholds
from surveys.measurement.layout import ScoreColumn
from surveys.measurement.profiles import oriented, score_sample
from surveys.measurement.ranks import aligned, kruskal_wallis
from surveys.measurement.summary import Summary

Groups = Mapping[str, Summary]


def across(groups: Groups, score: ScoreColumn, thresholds: Thresholds) -> Across:
    """Compare all groups that are large enough for a test on one dimension."""
    samples = {name: score_sample(group, score) for name, group in groups.items()}
    tested = {name: of for name, of in samples.items() if of.n_eff >= thresholds.to_test}
    return Across(
        among(tested),
        _rank_p({name: groups[name] for name in tested}, score),
        least_alike(groups, score, thresholds),
    )


def least_alike(groups: Groups, score: ScoreColumn, thresholds: Thresholds) -> Compared | None:
    """Return the two groups in which the items of a dimension hang together least alike.

    None where fewer than two groups have enough people who answered all of three items or more.
    """
    found = {name: loadings(group, score, thresholds) for name, group in groups.items()}
    pairs = [
        Compared(first, second, comparability)
        for (first, one), (second, other) in combinations(found.items(), 2)
        if (comparability := compared(one, other)) is not None
    ]
    return min(pairs, key=lambda pair: pair.comparability.congruence, default=None)


def loadings(group: Summary, score: ScoreColumn, thresholds: Thresholds) -> Vector | None:
    """Return how the items of a dimension hang together in a group, if enough answered all."""
    n, covariance = group.complete(score.name)
    if n < thresholds.for_loadings:
        return None
    try:
        return standardised_loadings(oriented(covariance, score))
    except (NoVarianceError, TooFewItemsError):
        return None


def compared(first: Vector | None, second: Vector | None) -> Comparability | None:
    """Return how alike the loadings of the same items are in two groups."""
    if first is None or second is None:
        return None
    congruence = tucker_congruence(first, second)
    if congruence is None:
        return None
    pairs = tuple(zip(first.tolist(), second.tolist(), strict=True))
    return Comparability(congruence, pairs)


def _rank_p(groups: Groups, score: ScoreColumn) -> float | None:
    """Return Kruskal and Wallis's p, without weights; None where scores are not counted."""
    if len(groups) < 2 or not score.values:
        return None
    counts = [group.people.value_counts(score.name) for group in groups.values()]
    test = kruskal_wallis(aligned(*counts))
    return None if test is None else test.p
