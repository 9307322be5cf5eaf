"""Perceptual maps: who is near what, drawn in a few axes.

Counts of mentions are mapped by correspondence analysis, mean scores by a PCA biplot. Each axis of
a map may point either way: here the column that reaches out farthest on it is on its positive side,
so that the same answers always give the same map. Later waves, a mission or a wish are projected
on a map that is there, and do not change it. How sure a place is: see `map_regions`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]

ROUNDING: Final = 1e-12  # a size below this part of the whole is a rounding of 0
FEWEST_LINES: Final = 3
"""A table with fewer rows or columns needs no map."""
FEWEST_MENTIONS: Final = 30
"""A row with fewer has no profile to speak of."""


@dataclass(frozen=True, slots=True, eq=False)
class CorrespondenceAnalysis:
    """A table of r rows and c columns in its min(r, c) − 1 axes, the most telling first.

    `inertias` (axes,) sum to `total_inertia` = chi²/n. The principal coordinates (lines, axes) of
    rows and columns each have their masses' centre at 0, and distances among rows, or among
    columns, are chi² distances; between a row and a column no distance is defined. Standard
    coordinates have variance 1 on each axis, and are 0 on one along which nothing varies.
    `row_cos2` tells how much of a row's distance from the centre an axis shows,
    `row_contributions` how much of an axis is due to a row; each 0-1.
    """

    inertias: Array
    total_inertia: float
    chi2: float
    df: int
    p: float
    row_masses: Array
    column_masses: Array
    row_standard: Array
    column_standard: Array
    row_cos2: Array
    column_cos2: Array

    @property
    def row_principal(self) -> Array:
        """Return the places of the rows, (r, axes)."""
        return self.row_standard * np.sqrt(self.inertias)

    @property
    def column_principal(self) -> Array:
        """Return the places of the columns, (c, axes)."""
        return self.column_standard * np.sqrt(self.inertias)

    @property
    def row_contributions(self) -> Array:
        """Return which share of each axis each row makes, (r, axes)."""
        return self.row_masses[:, None] * self.row_standard**2

    @property
    def column_contributions(self) -> Array:
        """Return which share of each axis each column makes, (c, axes)."""
        return self.column_masses[:, None] * self.column_standard**2

    @property
    def has_structure(self) -> bool:
        """Tell whether there is something to map: rows that differ more than by chance."""
        is_table = min(len(self.row_masses), len(self.column_masses)) >= FEWEST_LINES
        return is_table and self.chi2 > self.df

    def project_rows(self, table: ArrayLike) -> Array:
        """Return the places that further rows have on this map, (rows, axes).

        Args:
            table: (rows, c) counts of the same columns, as of a later wave; no row without any.
        """
        counts = np.asarray(table, dtype=np.float64)
        places: Array = counts / counts.sum(axis=1, keepdims=True) @ self.column_standard
        return places

    def project_columns(self, table: ArrayLike) -> Array:
        """Return the places that further columns have on this map, (columns, axes).

        Args:
            table: (r, columns) counts of the same rows; no column without any.
        """
        counts = np.asarray(table, dtype=np.float64)
        places: Array = (counts / counts.sum(axis=0)).T @ self.row_standard
        return places


def correspondence_analysis(table: ArrayLike) -> CorrespondenceAnalysis | None:
    """Map a table of counts: which rows (segments) say which columns (associations) more often.

    With P = N/n, masses r and c, and S = D_r^−½(P − rc')D_c^−½ = UΣV': inertias σ², standard
    coordinates D_r^−½U and D_c^−½V, principal ones those times σ. Axes by the sign rule above.

    Args:
        table: (r, c) counts, or sums of weights. With weights chi² is not chi² distributed: let
            the jackknife tell.

    Returns:
        The map; None where a row or column is empty, or there are fewer than two of either (see
        `worth_mapping`).

    Source:
        Greenacre (2017), Correspondence Analysis in Practice, 3rd ed.

    >>> two = correspondence_analysis([[30, 10], [10, 30]])
    >>> round(two.chi2, 6), two.df, two.column_principal.round(6).tolist()
    (20.0, 1, [[0.5], [-0.5]])
    """
    counts = np.asarray(table, dtype=np.float64)
    if min(counts.shape) < 2 or not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        return None
    n = float(counts.sum())
    row_masses, column_masses = counts.sum(axis=1) / n, counts.sum(axis=0) / n
    expected = np.outer(row_masses, column_masses)
    left, sizes, right = np.linalg.svd((counts / n - expected) / np.sqrt(expected))
    axes = min(counts.shape) - 1
    sizes = np.where(sizes[:axes] > ROUNDING, sizes[:axes], 0.0)
    columns = right[:axes].T / np.sqrt(column_masses)[:, None]
    signs = _signs(columns) * (sizes > 0)
    columns, rows = columns * signs, left[:, :axes] / np.sqrt(row_masses)[:, None] * signs
    inertias = sizes**2
    total, df = float(inertias.sum()), (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return CorrespondenceAnalysis(
        inertias=inertias,
        total_inertia=total,
        chi2=n * total,
        df=df,
        p=float(special.chdtrc(df, n * total)),
        row_masses=row_masses,
        column_masses=column_masses,
        row_standard=rows,
        column_standard=columns,
        row_cos2=_cos2(rows * sizes),
        column_cos2=_cos2(columns * sizes),
    )


def worth_mapping(
    table: ArrayLike, fewest: float = FEWEST_MENTIONS
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which rows of a table of counts have mentions enough, and which columns then have any.

    Args:
        table: (r, c) counts, or sums of weights.
        fewest: so many mentions a row needs.

    Returns:
        (r,) and (c,) answers: the table of these rows and columns can be mapped.

    >>> rows, columns = worth_mapping([[20, 15, 0], [3, 4, 2], [30, 10, 0]])
    >>> rows.tolist(), columns.tolist()
    ([True, False, True], [True, True, False])
    """
    counts = np.asarray(table, dtype=np.float64)
    rows = counts.sum(axis=1) >= max(fewest, 1)
    return rows, counts[rows].sum(axis=0) > 0


@dataclass(frozen=True, slots=True, eq=False)
class PcaBiplot:
    """Rows (segments) and columns (dimensions) of a table of means in the axes it varies along.

    `variances` (axes,) are the variances of the rows along each axis, the largest first. `scores`
    (g, axes) are the places of the rows, in the unit of the means and around 0; `loadings`
    (d, axes) the directions in which the columns grow.
    """

    centre: Array
    variances: Array
    scores: Array
    loadings: Array
    cos2: Array

    def has_structure(self, noise: float = 0.0) -> bool:
        """Tell whether there is something to map: rows that differ more than by chance.

        Args:
            noise: the variance that chance alone gives a row: the sum over the columns of the
                variances of its means, averaged over the rows; in squared units.
        """
        is_table = min(len(self.scores), len(self.loadings)) >= FEWEST_LINES
        return is_table and float(self.variances.sum()) > noise

    def project(self, matrix: ArrayLike) -> Array:
        """Return the places that further rows have on this map, (rows, axes).

        Args:
            matrix: (rows, d) of the same columns, as of a later wave, a mission or a wish.
        """
        places: Array = (np.asarray(matrix, dtype=np.float64) - self.centre) @ self.loadings
        return places


def pca_biplot(matrix: ArrayLike) -> PcaBiplot | None:
    """Map a table of mean scores: columns centred but not scaled, each row counting once.

    M − mean = UΣV': scores UΣ, loadings V, variances σ²/(g − 1). Axes by the sign rule above;
    those along which nothing varies are left out.

    Args:
        matrix: (g, d) means of g groups on d dimensions, in one unit, none missing.

    Returns:
        The map; None with fewer than two rows, or when they are all alike.

    Source:
        Gabriel (1971), Biometrika 58, 453-467.

    >>> biplot = pca_biplot([[50.0, 40.0], [60.0, 40.0], [70.0, 40.0]])
    >>> biplot.variances.round(6).tolist(), biplot.scores.ravel().round(6).tolist()
    ([100.0], [-10.0, 0.0, 10.0])
    """
    means = np.asarray(matrix, dtype=np.float64)
    if len(means) < 2:
        return None
    centre = means.mean(axis=0)
    left, sizes, right = np.linalg.svd(means - centre, full_matrices=False)
    axes = int((sizes > ROUNDING * float(np.linalg.norm(means))).sum())
    if axes == 0:
        return None
    loadings = right[:axes].T
    signs = _signs(loadings)
    scores = left[:, :axes] * sizes[:axes] * signs
    return PcaBiplot(
        centre=centre,
        variances=sizes[:axes] ** 2 / (len(means) - 1),
        scores=scores,
        loadings=loadings * signs,
        cos2=_cos2(scores),
    )


def _signs(columns: Array) -> Array:
    """Return the sign of each axis's column that reaches out farthest, the first of equal ones."""
    reach = np.abs(columns)
    farthest = (reach >= (1 - 1e-9) * reach.max(axis=0)).argmax(axis=0)
    signs: Array = np.where(columns[farthest, np.arange(columns.shape[1])] < 0, -1.0, 1.0)
    return signs


def _cos2(places: Array) -> Array:
    """Return how much of each place's distance from the centre each axis shows; 0 at the centre."""
    squares = places**2
    distances = squares.sum(axis=1, keepdims=True)
    off_centre = distances > ROUNDING * squares.sum()
    shown: Array = np.divide(squares, distances, out=np.zeros_like(squares), where=off_centre)
    return shown
