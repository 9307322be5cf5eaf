"""How strongly drivers go along with an outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from surveys.errors import NoVarianceError
from surveys.measurement.drivers import driver_importance, pairwise_correlations
from surveys.measurement.relative_importance import Array
from surveys.measurement.reliability import correlations
from surveys.measurement.weighting import weighted_covariance
from tests.reference.tables import Table

Args = Mapping[str, Any]


def importance(table: Table, args: Args) -> Mapping[str, Any]:
    """R² and its parts, pairwise, over complete rows, or weighted over complete rows."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    columns = [args["outcome"], *args["drivers"]]
    if args["missing"] == "pairwise":
        matrix, n = _pairwise(rows, columns)
    else:
        weight = [args["weight"]] if "weight" in args else []
        complete = rows.complete([*columns, *weight])
        matrix, n = _complete(complete, columns, weight), len(complete.rows)
    found = driver_importance(matrix, n)
    return {
        "n": found.n,
        "min_pair_n": found.n,
        "r2": found.r2,
        "adj_r2_complete": found.r2_adjusted,
        "std_beta": _listed(found.betas),
        "lmg": _listed(found.lmg),
        "lmg_share": _listed(found.shares),
        "johnson": _listed(found.johnson),
        "zero_order_r": _listed(found.r),
    }


def _pairwise(rows: Table, columns: Sequence[str]) -> tuple[Array, int]:
    """Return the correlations from sums over those who have both, and the smallest number."""
    cells = [[row[name] for name in columns] for row in rows.rows]
    x = np.array(cells, dtype=np.float64).reshape(-1, len(columns))
    has = ~np.isnan(x)
    present, y = has.astype(np.int64), np.where(has, x, 0.0)
    answered = present.T @ present
    matrix = pairwise_correlations(answered, y.T @ present, (y**2).T @ present, y.T @ y)
    return matrix, int(answered.min())


def _complete(rows: Table, columns: Sequence[str], weight: Sequence[str]) -> Array:
    x = np.array([rows.numbers(name) for name in columns], dtype=np.float64).T
    w = np.array(rows.numbers(weight[0]), dtype=np.float64) if weight else np.ones(len(x))
    try:
        return correlations(weighted_covariance(x, w))
    except NoVarianceError:
        return np.full((len(columns), len(columns)), np.nan)


def _listed(figures: Sequence[float | None] | None) -> list[float | None] | None:
    return None if figures is None else list(figures)
