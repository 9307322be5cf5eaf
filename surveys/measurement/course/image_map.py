"""A map of who sees the company how: segments, benchmarks and dimensions, with mission and wish."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy import special

from surveys.measurement.course.map_figures import (
    Array,
    Axes,
    FigureMap,
    Groups,
    MapPoint,
    NoMap,
    PointKind,
    Replicates,
    WhyNoMap,
    as_shares,
    two_axes,
    without_shards,
)
from surveys.measurement.course.map_regions import Ellipse, regions, rotations
from surveys.measurement.course.maps import FEWEST_LINES, pca_biplot
from surveys.measurement.image.profiles import score_means, score_sample
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.thresholds import SIGNIFICANCE, Thresholds
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.scales import Facet

Profile = Mapping[str, float]


def image_map(  # noqa: PLR0913 - each is something to draw, by name
    segments: Groups,
    *,
    benchmarks: Groups | None = None,
    targets: Mapping[str, Profile] | None = None,
    replicates: Replicates | None = None,
    like: Axes | None = None,
    thresholds: Thresholds | None = None,
) -> FigureMap | NoMap:
    """Map segments and benchmarks by their mean scores: a PCA biplot.

    Where a row lies is (means − centre)·V; a dimension is drawn as the direction V in which it
    grows, 1 long where the map shows all of it. A row without scores on half of the dimensions is
    left out, and so is a dimension that not all the others have.

    Args:
        segments: name to the sums over its people.
        benchmarks: the same of competitors; they shape the map as segments do.
        targets: name (mission, wish) to its scores by dimension. They are drawn on the map without
            shaping it; one that lacks a dimension of the map is left out.
        replicates: by segment or benchmark its sums without each shard, for regions.
        like: the axes of an earlier map to draw on, where all their dimensions are there.
        thresholds: how many people a mean needs to be drawn.

    Returns:
        The map, or why there is none: fewer than three rows or columns, or rows that lie no further
        apart than chance would have them (`chance_of_spread`, 5 %).

    Source:
        Gabriel (1971), Biometrika 58, 453-467; for regions see `map_regions`.
    """
    rows, aims = {**segments, **(benchmarks or {})}, targets or {}
    names, columns, left_out = _drawn(rows, thresholds or Thresholds(), like)
    if min(len(names), len(columns)) < FEWEST_LINES:
        return NoMap(WhyNoMap.TOO_FEW, left_out)
    drawn = {name: rows[name] for name in names}
    table = _means(drawn, columns)
    found = pca_biplot(table)
    if found is None or chance_of_spread(table, _covariances(drawn, columns)) >= SIGNIFICANCE:
        return NoMap(WhyNoMap.ALIKE, left_out)
    is_earlier = like is not None and columns == like.columns
    own = Axes.of(columns, found.centre, found.loadings)
    axes = like if like is not None and is_earlier else own
    replicated = _replicated(drawn, replicates or {}, axes, is_earlier=is_earlier)
    ellipses = dict(zip(names, regions(axes.place(table), replicated), strict=False))
    kinds = {name: PointKind.SEGMENT if name in segments else PointKind.BENCHMARK for name in names}
    complete = {name: of for name, of in aims.items() if of.keys() >= set(columns)}
    placed = np.array([[of[code] for code in columns] for of in complete.values()])
    return FigureMap(
        points=(
            *_points(kinds, table, axes, {name: ellipses.get(name) for name in replicates or {}}),
            *_points(dict.fromkeys(complete, PointKind.TARGET), placed, axes, {}),
            *_directions(axes, table),
        ),
        explained=_explained(axes, table),
        axes=axes,
        left_out=(*left_out, *(name for name in aims if name not in complete)),
        is_on_earlier_axes=is_earlier,
    )


def _drawn(
    rows: Groups, thresholds: Thresholds, like: Axes | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the rows and dimensions of a table without holes, and the names of all others."""
    codes = dict.fromkeys(
        code for group in rows.values() for code in group.layout.dimensions(Facet.IMAGE)
    )
    there = {
        name: {code for code in codes if _is_there(group, code, thresholds)}
        for name, group in rows.items()
    }
    names = tuple(name for name, own in there.items() if 2 * len(own) > len(codes))
    columns = tuple(code for code in codes if all(code in there[name] for name in names))
    if like is not None and set(like.columns) <= set(columns):
        columns = like.columns
    out = (*(name for name in rows if name not in names), *(c for c in codes if c not in columns))
    return names, columns, out


def _is_there(group: Summary, code: str, thresholds: Thresholds) -> bool:
    return _sample(group, code).n_eff >= thresholds.to_test


def _sample(group: Summary, code: str) -> Sample:
    score = group.layout.score(Facet.IMAGE, code)
    return Sample(0, None, None) if score is None else score_sample(group, score)


def _means(rows: Groups, columns: Sequence[str]) -> Array:
    """Return the means of rows on dimensions that all of them have, in points."""
    return np.array([score_means(group, _scores(group, columns)) for group in rows.values()])


def _scores(group: Summary, columns: Sequence[str]) -> list[ScoreColumn]:
    scores = (group.layout.score(Facet.IMAGE, code) for code in columns)
    return [score for score in scores if score is not None]


def _covariances(rows: Groups, columns: Sequence[str]) -> Array:
    """Return the covariances of each row's means, (rows, columns, columns), in squared points."""
    found = []
    for group in rows.values():
        scores = _scores(group, columns)
        steps = np.array([float(score.step) for score in scores])
        covariance = group.mean_covariance([score.name for score in scores])
        found.append(np.nan_to_num(covariance) * np.outer(steps, steps))
    return np.array(found)


def chance_of_spread(table: Array, covariances: Array) -> float:
    """Return how often rows that are alike in truth would lie so far apart: an ANOVA-type test.

    T = Σ(m − m̄)² over rows and columns. With P = I − 1/g and V_i a row's covariances, alike rows
    give E = Σ p_ii·tr V_i and Var = 2·Σ p_ij²·tr(V_i·V_j); T·df/E is then about chi² with
    df = 2·E²/Var. No matrix is inverted, so that few people and many columns do no harm.

    Args:
        table: (g, d) means of g groups of different people.
        covariances: (g, d, d) of the means of each.

    Returns:
        p; 0 where nothing varies inside the groups.

    Assumes:
        Means about normal.

    Source:
        Box (1954), Ann Math Stat 25, 290-302; Brunner, Dette and Munk (1997), JASA 92, 1494-1502.

    >>> round(chance_of_spread(np.array([[0.0], [2.0], [4.0]]), np.ones((3, 1, 1))), 4)
    0.0183
    """
    between = np.eye(len(table)) - 1 / len(table)
    expected = float((np.diag(between) * np.trace(covariances, axis1=1, axis2=2)).sum())
    if expected <= 0:
        return 0.0
    variance = 2 * float((between**2 * np.einsum("iab,jba->ij", covariances, covariances)).sum())
    df = 2 * expected**2 / variance
    spread = float(((table - table.mean(axis=0)) ** 2).sum())
    return float(special.chdtrc(df, spread * df / expected))


def _replicated(rows: Groups, replicates: Replicates, axes: Axes, *, is_earlier: bool) -> Array:
    """Return where rows lie without each shard, (G, rows, 2), on the axes of the map."""
    target = axes.place(_means(rows, axes.columns))
    found = []
    for without in without_shards(rows, replicates):
        table = _means(without, axes.columns)
        if is_earlier:
            found.append(axes.place(table))
            continue
        biplot = None if np.isnan(table).any() else pca_biplot(table)
        places = np.full_like(target, np.nan) if biplot is None else two_axes(biplot.scores)
        found.append(places)
    turned = np.array(found).reshape(-1, *target.shape)
    if np.isnan(turned).any():
        return turned[:0]
    return turned if is_earlier else turned @ rotations(turned, target)


def _points(
    kinds: Mapping[str, PointKind], table: Array, axes: Axes, ellipses: Mapping[str, Ellipse | None]
) -> Iterator[MapPoint]:
    """Yield the points of rows; `shown` is cos²."""
    if not len(table):
        return
    places, from_centre = axes.place(table), table - np.array(axes.centre)
    shown = as_shares((places**2).sum(axis=1), (from_centre**2).sum(axis=1))
    figures = zip(kinds.items(), places.tolist(), shown.tolist(), strict=True)
    for (name, kind), (x, y), share in figures:
        yield MapPoint(name, kind, x, y, share, ellipses.get(name))


def _directions(axes: Axes, table: Array) -> Iterator[MapPoint]:
    """Yield the dimensions; `shown` is how much of its differences between rows the map has."""
    from_centre = table - np.array(axes.centre)
    mapped = axes.place(table) @ np.array(axes.directions).T
    lost = ((from_centre - mapped) ** 2).sum(axis=0)
    whole = (from_centre**2).sum(axis=0)
    shown = as_shares(whole - lost, whole).tolist()
    for code, (x, y), share in zip(axes.columns, axes.directions, shown, strict=True):
        yield MapPoint(code, PointKind.DIMENSION, x, y, share)


def _explained(axes: Axes, table: Array) -> tuple[float, float]:
    """Return which shares of the differences between rows each axis shows."""
    places = axes.place(table)
    along = ((places - places.mean(axis=0)) ** 2).sum(axis=0)
    x, y = (along / ((table - table.mean(axis=0)) ** 2).sum()).tolist()
    return x, y
