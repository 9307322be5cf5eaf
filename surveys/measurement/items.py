"""The items of one dimension in one group: their means, and how they belong together."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.estimates import (
    Estimate,
    Interval,
    Sample,
    mean_estimate,
    share_estimate,
)
from surveys.measurement.factor import PROPER, OneFactor, standardised_loadings
from surveys.measurement.figures import ItemFigures, ScaleFigures
from surveys.measurement.layout import ScoreColumn
from surveys.measurement.omega import fitted_scale, scale_reliability
from surveys.measurement.profiles import item_covariances, oriented
from surveys.measurement.reliability import (
    alpha_if_dropped,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
)
from surveys.measurement.summary import FloatMatrix, Summary

TOP: Final = 2
"""So many points of a scale are its top box."""


def scale_figures(group: Summary, score: ScoreColumn) -> ScaleFigures:
    """Return how the items behind a score do, and whether they belong together."""
    covariance = item_covariances(group, score)
    n, raw = group.complete(score.name)
    complete = oriented(raw, score)
    fitted = fitted_scale(complete, n)
    rest, without = _fit(covariance, len(score.items))
    return ScaleFigures(
        scale_reliability(covariance, fitted),
        _interval(covariance, n),
        n,
        None if fitted is None else _loadings(fitted, complete),
        {
            code: ItemFigures(
                mean_estimate(sample := item_sample(group, score, place)),
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
    low, high = score.lows[place], score.highs[place]
    unit = Fraction(100, high - low)
    sample = group.sample(score.items[place], unit)
    if sample.mean is None:
        return sample
    mean = sample.mean - float(unit * low)
    return replace(sample, mean=100 - mean if score.reverse[place] else mean)


def _loadings(fitted: OneFactor, complete: FloatMatrix) -> tuple[float, ...]:
    """Return the loadings by which groups are compared: those of a fit that can be."""
    if fitted.is_proper and (1 - fitted.standardised**2).min() > PROPER:
        return tuple(fitted.standardised.tolist())
    return tuple(standardised_loadings(complete).tolist())


def _top_box(group: Summary, score: ScoreColumn, place: int) -> Estimate:
    low, high = score.lows[place], score.highs[place]
    best = range(low, low + TOP) if score.reverse[place] else range(high - TOP + 1, high + 1)
    return share_estimate(group.share(score.items[place], best))


def _dont_know(group: Summary, item: str) -> Estimate | None:
    said = group.dont_know(item)
    return share_estimate(said) if said.n else None


def _fit(covariance: FloatMatrix, k: int) -> tuple[Sequence[float | None], Sequence[float | None]]:
    """Return for each item its correlation with the others, and the alpha of these."""
    if k < 2 or np.isnan(covariance).any():
        return [None] * k, [None] * k
    return item_rest_correlations(covariance), alpha_if_dropped(covariance)


def _interval(covariance: FloatMatrix, n: float) -> Interval | None:
    try:
        alpha = cronbach_alpha(covariance)
    except (NoVarianceError, TooFewItemsError):
        return None
    return feldt_interval(alpha, n, len(covariance)) if n > 1 else None
