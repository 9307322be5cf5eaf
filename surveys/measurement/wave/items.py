"""The items of one dimension in one group: their means, and how they belong together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from surveys.measurement.image.profiles import item_covariances, oriented
from surveys.measurement.inference.bases import mean_of
from surveys.measurement.inference.estimates import Estimate, Interval, Sample, share_estimate
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.factor import PROPER, OneFactor, standardised_loadings
from surveys.measurement.scales.omega import ScaleReliability, fitted_scale, scale_reliability
from surveys.measurement.scales.reliability import (
    alpha_if_dropped,
    feldt_interval,
    item_rest_correlations,
)
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import FloatMatrix, Summary
from surveys.measurement.wave.figures import ItemFigures, ScaleFigures

TOP: Final = 2
"""So many points of a scale are its top box."""


def scale_figures(group: Summary, score: ScoreColumn, thresholds: Thresholds) -> ScaleFigures:
    """Return how the items behind a score do, and whether they belong together.

    Args:
        group: the people.
        score: the dimension.
        thresholds: how many answers an interval needs, and how many scores to say anything of how
            items belong together.
    """
    n, raw = group.complete(score.name)
    covariance, complete = item_covariances(group, score), oriented(raw, score)
    if group.sample(score.name).n_eff < thresholds.for_alpha:
        covariance = complete = np.full_like(covariance, np.nan)
    fitted = fitted_scale(complete, n)
    reliability = scale_reliability(covariance, fitted)
    rest, without = _fit(covariance)
    return ScaleFigures(
        reliability,
        _interval(reliability, n, len(score.items)),
        n,
        None if fitted is None else _loadings(fitted, complete),
        {
            code: ItemFigures(
                mean_of(sample := item_sample(group, score, place), thresholds),
                sample.sd,
                _top_box(group, score, place),
                _dont_know(group, code),
                rest[place],
                without[place],
            )
            for place, code in enumerate(score.items)
        },
    )


def item_sample(group: Summary, score: ScoreColumn, place: int) -> Sample:
    """Return one item of a score in points of 0-100, turned where it is reversed."""
    unit = score.units[place]
    sample = group.sample(score.items[place], unit)
    if sample.mean is None:
        return sample
    mean = sample.mean - float(unit * score.lows[place])
    return replace(sample, mean=100 - mean if score.reverse[place] else mean)


def _loadings(fitted: OneFactor, complete: FloatMatrix) -> tuple[float, ...]:
    """Return the loadings by which groups are compared: those of a fit that can be."""
    if fitted.is_proper and (1 - fitted.standardised**2).min() > PROPER:
        return tuple(fitted.standardised.tolist())
    return tuple(standardised_loadings(complete).tolist())


def _top_box(group: Summary, score: ScoreColumn, place: int) -> Estimate | None:
    """Return the share on the two best points; None where there are no others, or no counts."""
    item, points = score.items[place], score.points[place]
    if len(points) <= TOP or not group.layout.values_of(item):
        return None
    best = points[:TOP] if score.reverse[place] else points[-TOP:]
    return share_estimate(group.share(item, best))


def _dont_know(group: Summary, item: str) -> Estimate | None:
    said = group.dont_know(item)
    return share_estimate(said) if said.n else None


def _fit(covariance: FloatMatrix) -> tuple[Sequence[float | None], Sequence[float | None]]:
    """Return for each item its correlation with the others, and the alpha of these."""
    k = len(covariance)
    if k < 2 or np.isnan(covariance).any():
        return [None] * k, [None] * k
    return item_rest_correlations(covariance), alpha_if_dropped(covariance)


def _interval(reliability: ScaleReliability | None, n: float, k: int) -> Interval | None:
    return None if reliability is None or n < 2 else feldt_interval(reliability.alpha, n, k)
