"""How strongly drivers go along with an outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from surveys.measurement.origins.drivers import driver_importance, pairwise_correlations
from surveys.measurement.origins.relative_importance import Array
from tests.reference.tables import Table

Args = Mapping[str, Any]


def importance(table: Table, args: Args) -> Mapping[str, Any]:
    """R² and its parts, pairwise, over complete rows, or weighted over complete rows."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    columns = [args["outcome"], *args["drivers"]]
    if args["missing"] == "complete":
        rows = rows.complete([*columns, *([args["weight"]] if "weight" in args else [])])
    matrix, n = _correlations(rows, columns, args.get("weight"))
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


def _correlations(rows: Table, columns: Sequence[str], weight: str | None) -> tuple[Array, int]:
    """Return the correlations from sums over those who have both, and the smallest number."""
    cells = [[row[name] for name in columns] for row in rows.rows]
    x = np.array(cells, dtype=np.float64).reshape(-1, len(columns))
    w = np.ones(len(x)) if weight is None else np.array(rows.numbers(weight), dtype=np.float64)
    has = ~np.isnan(x)
    present, y = has.astype(np.float64), np.where(has, x, 0.0)
    by_w = present.T * w
    sums, squares, products = (y.T * w) @ present, (y.T**2 * w) @ present, (y.T * w) @ y
    matrix = pairwise_correlations(by_w @ present, sums, squares, products)
    return matrix, int((present.T @ present).min())


def _listed(figures: Sequence[float | None] | None) -> list[float | None] | None:
    return None if figures is None else list(figures)
