"""One dimension in several groups: do their scores differ, and do its items mean the same."""

from collections.abc import Mapping

import numpy as np

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.among import among
from surveys.measurement.inference.ranks import kruskal_wallis
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.congruence import Comparability, congruences
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.figures import Across, Compared, ScaleFigures

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
    loadings = {name: of for name, scale in scales.items() if (of := _stable(scale, thresholds))}
    if len(loadings) < 2:
        return None
    alike = congruences(np.array([*loadings.values()]))
    alike[np.tril_indices(len(alike))] = np.nan
    if np.isnan(alike).all():
        return None
    one, other = np.unravel_index(np.nanargmin(alike), alike.shape)
    names = [*loadings]
    first, second = names[one], names[other]
    pairs = tuple(zip(loadings[first], loadings[second], strict=True))
    return Compared(first, second, Comparability(float(alike[one, other]), pairs))


def comparable(
    first: ScaleFigures | None, second: ScaleFigures | None, thresholds: Thresholds
) -> Comparability | None:
    """Say how alike the same items hang together in two groups, if enough answered all of them."""
    found = least_alike({"first": first, "second": second}, thresholds)
    return None if found is None else found.comparability


def _stable(scale: ScaleFigures | None, thresholds: Thresholds) -> tuple[float, ...] | None:
    """Return the loadings of a scale, if they rest on enough people."""
    if scale is None or scale.complete < thresholds.for_loadings:
        return None
    return scale.loadings


def _rank_p(groups: Groups, score: ScoreColumn) -> float | None:
    """Return Kruskal and Wallis's p, without weights; None where scores are not counted."""
    if len(groups) < 2 or not score.values:
        return None
    counts = [[n for _, n in of.people.value_counts(score.name)] for of in groups.values()]
    test = kruskal_wallis(counts)
    return None if test is None else test.p
