"""Whether the items of a dimension belong together."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.image.profiles import item_covariances
from surveys.measurement.scales.reliability import (
    Matrix,
    alpha_if_dropped,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
    mean_inter_item_r,
    standardised_alpha,
)
from surveys.measurement.sums.moments import summarise
from surveys.measurement.weights.weighted import Weighted
from tests.reference.scales import scale_block, score_of
from tests.reference.tables import Table

Args = Mapping[str, Any]


def alpha(table: Table, args: Args) -> Mapping[str, Any]:
    """Cronbach's alpha, pairwise, over complete rows, or weighted over complete rows."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    if args["missing"] == "complete":
        rows = rows.complete(args["items"])
    if "weight" in args:
        return _weighted_alpha(rows.complete([args["weight"]]), args)
    block = scale_block(rows, args)
    covariance = item_covariances(summarise(block), score_of(block))
    value = _defined(cronbach_alpha, covariance)
    interval = None if value is None else feldt_interval(value, len(block), len(covariance))
    return {
        "n_rows": len(block),
        "alpha": value,
        "alpha_std": _defined(standardised_alpha, covariance),
        "mean_inter_item_r": _defined(mean_inter_item_r, covariance),
        "item_rest_r": item_rest_correlations(covariance),
        "alpha_if_dropped": alpha_if_dropped(covariance),
        "feldt_ci_low": None if interval is None else interval.low,
        "feldt_ci_high": None if interval is None else interval.high,
    }


def _weighted_alpha(rows: Table, args: Args) -> Mapping[str, Any]:
    block = scale_block(rows, args)
    w = np.array(rows.numbers(args["weight"]), dtype=np.float64)
    covariance = item_covariances(Weighted.of_rows(block, w), score_of(block))
    return {"n_rows": len(block), "alpha": _defined(cronbach_alpha, covariance)}


def _defined(figure: Callable[[Matrix], float], covariance: Matrix) -> float | None:
    """Return a figure of a scale, or None where it is not defined."""
    try:
        return figure(covariance)
    except (TooFewItemsError, NoVarianceError):
        return None
