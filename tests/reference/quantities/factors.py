"""One factor behind a scale: its reliability, and whether it is the same in two groups."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.image.profiles import item_covariances
from surveys.measurement.scales.congruence import comparability
from surveys.measurement.scales.equal_factor import Group
from surveys.measurement.scales.factor import one_factor
from surveys.measurement.scales.invariance import invariance
from surveys.measurement.scales.omega import omega_total
from surveys.measurement.sums.moments import summarise
from tests.reference.scales import scale_block, score_of
from tests.reference.tables import Table

Args = Mapping[str, Any]
Figures = Mapping[str, Any]

OMEGA = (
    *("omega", "loadings", "residual_variances"),
    *("chisq", "df", "cfi", "rmsea", "srmr"),
)
"""The fields of `mcdonald_omega_total` that a fit has."""


def omega(table: Table, args: Args) -> Figures:
    """McDonald's omega of the people who answered all items, and how well one factor fits."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    group = _group(rows, args)
    n = group.n
    try:
        fitted = one_factor(group.covariance, n)
    except (TooFewItemsError, NoVarianceError):
        return {"n": n, **dict.fromkeys(OMEGA)}
    return {
        "n": n,
        "omega": omega_total(fitted),
        "loadings": fitted.loadings.tolist(),
        "residual_variances": fitted.residual_variances.tolist(),
        "chisq": fitted.fit.chisq,
        "df": fitted.fit.df,
        "cfi": fitted.fit.cfi,
        "rmsea": fitted.fit.rmsea,
        "srmr": fitted.srmr,
    }


def equivalence(table: Table, args: Args) -> Figures:
    """Whether a scale is the same in two groups: by its loadings, and by three models."""
    groups = [_group(table.where(args["group"], level), args) for level in args["levels"]]
    alike = comparability(groups[0].covariance, groups[1].covariance)
    return {
        "n": [group.n for group in groups],
        "congruence": None if alike is None else alike.congruence,
        "loadings_a": None if alike is None else [one for one, _ in alike.loadings],
        "loadings_b": None if alike is None else [other for _, other in alike.loadings],
        **_models(groups),
    }


def _models(groups: list[Group]) -> Figures:
    try:
        found = invariance(groups)
    except (TooFewItemsError, NoVarianceError):
        return dict.fromkeys(("configural", "metric", "scalar"))
    fits = {"configural": found.configural, "metric": found.metric, "scalar": found.scalar}
    return {name: None if fit is None else asdict(fit) for name, fit in fits.items()}


def _group(rows: Table, args: Args) -> Group:
    """Return those who answered all items, in scale points, reversed items turned."""
    block = scale_block(rows.complete(args["items"]), args)
    score, group = score_of(block), summarise(block)
    low, high = args["scale_min"], args["scale_max"]
    means = [
        low + high - mean if reverse else mean
        for mean, reverse in zip(
            (group.sample(item).mean or 0.0 for item in score.items), score.reverse, strict=True
        )
    ]
    covariance = item_covariances(group, score) * ((high - low) / 100) ** 2
    return Group(group.n, np.array(means), covariance)
