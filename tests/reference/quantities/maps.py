"""Perceptual maps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.course.maps import correspondence_analysis, pca_biplot
from surveys.measurement.image.profiles import score_sample
from surveys.measurement.sums.moments import summarise
from tests.reference.scales import scale_block, score_of
from tests.reference.tables import Table

Args = Mapping[str, Any]

AXES = 3  # of a correspondence analysis, as many as the cases give
BIPLOT_AXES = 2


def correspondence(table: Table, args: Args) -> Mapping[str, Any]:
    """Rows by columns: how often each answer, or how often a 1 in each of several columns."""
    names = table.levels(args["rows"])
    groups = [table.where(args["rows"], name) for name in names]
    if isinstance(args["columns"], str):
        columns = table.complete([args["rows"]]).levels(args["columns"])
        counts = [[len(of.where(args["columns"], name).rows) for name in columns] for of in groups]
    else:
        columns = args["columns"]
        counts = [[len(of.where(name, 1).rows) for name in columns] for of in groups]
    return {
        "table": counts,
        "row_names": names,
        "column_names": columns,
        **_map_of_counts(counts),
    }


def biplot(table: Table, args: Args) -> Mapping[str, Any]:
    """Groups by dimensions or items: the mean scores, 0-100."""
    names = table.levels(args["group"])
    groups = [table.where(args["group"], name) for name in names]
    dimensions = args.get("dimensions") or {item: [item] for item in args["items"]}
    matrix = [[_score(group, args, items) for items in dimensions.values()] for group in groups]
    whole = [[mean for mean in row if mean is not None] for row in matrix]
    found = pca_biplot(whole) if whole == matrix else None
    return {
        "matrix": matrix,
        "row_names": names,
        "column_names": list(dimensions),
        "variance": None if found is None else found.variances.tolist(),
        "scores": None if found is None else _rows(found.scores, BIPLOT_AXES),
        "loadings": None if found is None else _rows(found.loadings, BIPLOT_AXES),
    }


def _map_of_counts(counts: Sequence[Sequence[int]]) -> dict[str, Any]:
    found = correspondence_analysis(counts)
    if found is None:
        return {}
    return {
        "inertias": found.inertias.tolist(),
        "total_inertia": found.total_inertia,
        "chisq": found.chi2,
        "df": found.df,
        "p": found.p,
        "row_mass": found.row_masses.tolist(),
        "col_mass": found.column_masses.tolist(),
        "row_principal": _rows(found.row_principal, AXES),
        "col_principal": _rows(found.column_principal, AXES),
        "row_cos2": _rows(found.row_cos2, AXES),
        "row_contrib": _rows(found.row_contributions, AXES),
    }


def _score(group: Table, args: Args, items: Sequence[str]) -> float | None:
    """Return the mean over people of their score on some items, 0-100."""
    reverse = [item for item in args.get("reverse", ()) if item in items]
    block = scale_block(group, {**args, "items": items, "reverse": reverse})
    return score_sample(summarise(block), score_of(block)).mean


def _rows(places: NDArray[np.float64], axes: int) -> list[list[float]]:
    rows: list[list[float]] = places[:, :axes].tolist()
    return rows
