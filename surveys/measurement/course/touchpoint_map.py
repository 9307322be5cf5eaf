"""A map of which touchpoints reach which segments, from how many people met each of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from surveys.measurement.course.image_map import chance_of_spread
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
    without_shards,
)
from surveys.measurement.course.map_regions import Ellipse, regions, rotations
from surveys.measurement.course.maps import (
    FEWEST_LINES,
    ROUNDING,
    correspondence_analysis,
    worth_mapping,
)
from surveys.measurement.inference.thresholds import SIGNIFICANCE
from surveys.measurement.origins.formers import former_items
from surveys.measurement.sums.summary import Summary, column_sums
from surveys.questionnaire.model import Questionnaire


def touchpoint_map(
    segments: Groups,
    asked: Questionnaire,
    *,
    replicates: Replicates | None = None,
    like: Axes | None = None,
) -> FigureMap | NoMap:
    """Map segments by which touchpoints their people met: a correspondence analysis.

    The symmetric map: distances among segments, and among touchpoints, are chi² distances; between
    a segment and a touchpoint none is defined. With weights people count by them, but whether there
    are mentions enough, and structure, is told from the people themselves.

    Args:
        segments: name to the sums over its people.
        asked: the questionnaire; its experience items say which touchpoint they are about.
        replicates: by segment its sums without each shard, for regions.
        like: the axes of an earlier map to draw on, where all their touchpoints are there.

    Returns:
        The map, or why there is none: fewer than three rows or columns, chi² not above its degrees
        of freedom, or profiles no further apart than chance would have them (5 %). chi² itself has
        no p here: a person who met three touchpoints is in the table three times.

    Source:
        Greenacre (2017), Correspondence Analysis in Practice, 3rd ed.; for regions see
        `map_regions`.
    """
    items = _met(asked)
    if like is not None and set(like.columns) <= items.keys():
        items = {code: items[code] for code in like.columns}
    names, columns, left_out = _drawn(segments, items)
    if min(len(names), len(columns)) < FEWEST_LINES:
        return NoMap(WhyNoMap.TOO_FEW, left_out)
    drawn = {name: segments[name] for name in names}
    met = {code: items[code] for code in columns}
    table = _counts(drawn, met)
    found = correspondence_analysis(table)
    of_people = correspondence_analysis(_counts(_people(drawn), met))
    if found is None or of_people is None or not of_people.has_structure:
        return NoMap(WhyNoMap.ALIKE, left_out)
    if _chance(drawn, met, table) >= SIGNIFICANCE:
        return NoMap(WhyNoMap.ALIKE, left_out)
    is_earlier = like is not None and columns == like.columns
    own = Axes.of(columns, found.column_masses, found.column_standard)
    axes = like if like is not None and is_earlier else own
    places, shown = _places(table, axes), _shown(table, axes)
    replicated = _replicated(drawn, met, replicates or {}, axes, is_earlier=is_earlier)
    ellipses: Sequence[Ellipse | None] = regions(places, replicated) or [None] * len(places)
    kinds = [PointKind.SEGMENT] * len(names) + [PointKind.TOUCHPOINT] * len(columns)
    figures = zip((*names, *columns), kinds, places.tolist(), shown.tolist(), ellipses, strict=True)
    return FigureMap(
        points=tuple(
            MapPoint(name, kind, x, y, share, ellipse)
            for name, kind, (x, y), share, ellipse in figures
        ),
        explained=_explained(table, axes),
        axes=axes,
        left_out=left_out,
        is_on_earlier_axes=is_earlier,
    )


def touchpoint_columns(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the columns that the replicates of `touchpoint_map` need."""
    return frozenset(_met(questionnaire).values())


def _met(asked: Questionnaire) -> dict[str, str]:
    """Return the column that tells who met each touchpoint."""
    return {code: f"{item}.met" for code, item in former_items(asked).items()}


def _drawn(
    segments: Groups, met: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the segments and touchpoints with people enough, and the names of all others."""
    counts = _counts(_people(segments), met)
    if not counts.size:
        return (), (), (*segments, *met)
    rows, columns = worth_mapping(counts)
    names = tuple(name for name, is_in in zip(segments, rows, strict=True) if is_in)
    # what was hidden in one segment says nothing about who met it there
    answered = [column_sums(segments[name], list(met.values()))[0] for name in names]
    columns &= np.all(np.array(answered).reshape(-1, len(met)) > 0, axis=0)
    codes = tuple(code for code, is_in in zip(met, columns, strict=True) if is_in)
    out = (*(name for name in segments if name not in names), *(c for c in met if c not in codes))
    return names, codes, out


def _people(groups: Groups) -> dict[str, Summary]:
    """Return groups in which everybody counts the same."""
    return {name: group.people for name, group in groups.items()}


def _counts(groups: Groups, met: Mapping[str, str]) -> Array:
    """Return how many people of each group met each touchpoint, or the sum of their weights."""
    # a column of zeros and ones sums to how many have a one
    return np.array([column_sums(group, list(met.values()))[1] for group in groups.values()])


def _places(table: Array, axes: Axes) -> Array:
    """Return where rows and then columns lie: principal coordinates, (r + c, 2).

    A column lies at the mean of the rows that it has, stretched by 1/σ: the transition formula.
    """
    rows = axes.place(table / table.sum(axis=1, keepdims=True))
    masses = table.sum(axis=1) / table.sum()
    sizes = np.sqrt(masses @ rows**2)
    centres = table.T / table.sum(axis=0)[:, None] @ rows
    columns = np.divide(centres, sizes, out=np.zeros_like(centres), where=sizes > ROUNDING)
    return np.vstack([rows, columns])


def _chance(rows: Groups, met: Mapping[str, str], table: Array) -> float:
    """Return how often rows with one profile would lie so far apart: see `chance_of_spread`.

    A profile is what each touchpoint has of all mentions, over the root of its mass, so that
    distances are chi² distances. Its covariances follow from those of the shares of people s by
    the delta method, J = (I − profile·1')/Σs: that people have several mentions is in them.
    """
    roots = np.sqrt(table.sum(axis=0) / table.sum())
    names, profiles, covariances = list(met.values()), [], []
    for group in rows.values():
        weights, sums = column_sums(group, names)
        shares = sums / weights
        profile = shares / shares.sum()
        turn = (np.eye(len(names)) - profile[:, None]) / shares.sum() / roots[:, None]
        profiles.append(profile / roots)
        covariances.append(turn @ np.nan_to_num(group.mean_covariance(names)) @ turn.T)
    return chance_of_spread(np.array(profiles), np.array(covariances))


def _replicated(
    rows: Groups,
    met: Mapping[str, str],
    replicates: Replicates,
    axes: Axes,
    *,
    is_earlier: bool,
) -> Array:
    """Return where rows and columns lie without each shard, (G, r + c, 2), on the map's axes."""
    target = _places(_counts(rows, met), axes)
    found = []
    for without in without_shards(rows, replicates):
        table = _counts(without, met)
        again = correspondence_analysis(table)
        if again is None:
            return np.empty((0, *target.shape))
        own = Axes.of(axes.columns, again.column_masses, again.column_standard)
        found.append(_places(table, axes if is_earlier else own))
    turned = np.array(found).reshape(-1, *target.shape)
    return turned if is_earlier else turned @ rotations(turned, target)


def _shown(table: Array, axes: Axes) -> Array:
    """Return how much of the distances of rows and then columns the map shows: cos²."""
    masses = table.sum(axis=1) / table.sum()
    whole = np.concatenate([_distances(table, np.array(axes.centre)), _distances(table.T, masses)])
    return as_shares((_places(table, axes) ** 2).sum(axis=1), whole)


def _distances(table: Array, centre: Array) -> Array:
    """Return the squared chi² distances of the rows of a table from a centre."""
    profiles = table / table.sum(axis=1, keepdims=True)
    squares: Array = ((profiles - centre) ** 2 / centre).sum(axis=1)
    return squares


def _explained(table: Array, axes: Axes) -> tuple[float, float]:
    """Return which shares of all inertia the axes show."""
    masses = table.sum(axis=1) / table.sum()
    along = masses @ _places(table, axes)[: len(table)] ** 2
    x, y = (along / (masses @ _distances(table, np.array(axes.centre)))).tolist()
    return x, y
