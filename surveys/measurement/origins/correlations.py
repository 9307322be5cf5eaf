"""Correlations of columns in one group and in its replicates, each from those who have both.

The replicates of the jackknife stand behind the group on the first axis of every array.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.origins.drivers import ROUNDING, pairwise_correlations
from surveys.measurement.sums.jackknife import Array
from surveys.measurement.sums.scores import IntArray
from surveys.measurement.sums.summary import Summary


class Mean(NamedTuple):
    """The mean of some columns of a person, as one more column: its name, and which they are.

    `units` has the size of one step of each in a unit that they share; below 0 where more of the
    column is less of the mean.
    """

    name: str
    units: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Correlations:
    """Correlations of m columns, whose places go by their names.

    `r` is (1 + G, m, m) for the group and G replicates, NaN where not defined; `n` (m, m) is how
    many people of the group have both and `n_eff` what these amount to.
    """

    place_by_name: Mapping[str, int]
    r: Array
    n: IntArray
    n_eff: Array

    def between(self, rows: Sequence[str], columns: Sequence[str]) -> Array:
        """Return the (1 + G, rows, columns) correlations of some columns with others."""
        found: Array = self.r[:, self.places(rows)[:, None], self.places(columns)]
        return found

    def square(self, names: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return where in an (m, m) matrix columns stand with each other."""
        places = self.places(names)
        return places[:, None], places

    def places(self, names: Sequence[str]) -> NDArray[np.intp]:
        """Return the places of columns."""
        return np.array([self.place_by_name[name] for name in names], dtype=np.intp)


def correlations(
    group: Summary,
    replicates: Sequence[Summary],
    names: Sequence[str],
    means: Sequence[Mean] = (),
) -> Correlations:
    """Return the correlations of columns, and of means of some of them.

    A mean of columns d, such as the image of a person over all dimensions, goes along with a column
    x by r = Σ_d s_dx·r_dx / √(Σ_de s_dx·s_ex·r_de): s_dx are the standard deviations among those
    who have x, r_de those of all. With complete answers it is the correlation of the mean itself.

    Args:
        group: the people it is about.
        replicates: the same people without one shard each; they need no other columns than these.
        names: columns.
        means: further columns, after these; behind one are as many people as behind the least
            answered of the columns that it is the mean of. Two means are not held against each
            other (NaN).

    Source:
        Pearson (1896), Philos Trans R Soc A 187, 253-318; for means, the covariance of sums.
    """
    pairs = _Pairs.of([group, *replicates], names)
    people = group.people.once.answered[_at(group, names)].astype(np.int64)
    places = {name: place for place, name in enumerate(names)}
    found = Correlations(places, pairs.correlations(), people, _effective(group, names))
    deviations = pairs.deviations()
    for mean in means:
        found = _with_mean(found, mean, deviations)
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Sums over those who have both of two columns, (1 + G, m, m) each: see `Moments`."""

    answered: Array
    sums: Array
    squares: Array
    products: Array

    @classmethod
    def of(cls, groups: Sequence[Summary], names: Sequence[str]) -> "_Pairs":
        """Take the sums of some columns out of those of groups."""
        shape = 4, len(groups), len(names), len(names)
        stacked = np.empty(shape, dtype=groups[0].once.products.dtype)
        layout, at = None, np.empty(0, dtype=np.intp)
        for place, group in enumerate(groups):
            if group.layout is not layout:
                layout = group.layout
                rows, columns = _at(group, names)
                at = rows * len(layout.names) + columns  # in the flat matrix
            of = group.once
            for into, array in enumerate((of.answered, of.sums, of.squares, of.products)):
                array.take(at, out=stacked[into, place], mode="clip")
        return cls(*stacked.astype(np.float64))

    def correlations(self) -> Array:
        """Return the correlations."""
        return pairwise_correlations(self.answered, self.sums, self.squares, self.products)

    def deviations(self) -> Array:
        """Return the standard deviation of each column (row) among those who have another."""
        whole = self.answered * self.squares
        spread = whole - self.sums**2
        spread = np.where(spread > ROUNDING * whole, spread, 0.0)
        with np.errstate(invalid="ignore"):
            deviations: Array = np.sqrt(spread) / self.answered
        return deviations


def _at(group: Summary, names: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    places = np.array([group.layout.places[name] for name in names], dtype=np.intp)
    return places[:, None], places


def _effective(group: Summary, names: Sequence[str]) -> Array:
    """Return what those who have both of two columns amount to: (Σw)²/Σw²."""
    at = _at(group, names)
    once, twice = (of.answered[at].astype(np.float64) for of in (group.once, group.twice))
    n_eff: Array = np.divide(once**2, twice, out=np.zeros_like(once), where=twice > 0)
    return n_eff


def _with_mean(found: Correlations, mean: Mean, deviations: Array) -> Correlations:
    """Add a mean of some columns, given the (1 + G, m, m) deviations of the first m."""
    at, m, last = found.places([*mean.units]), deviations.shape[-1], found.n.shape[-1]
    units = np.array([float(unit) for unit in mean.units.values()])
    if len(units) == 1 and units[0] > 0:
        return replace(found, place_by_name={**found.place_by_name, mean.name: int(at[0])})
    s = deviations[:, at] * units[:, None]
    cross, own = found.r[:, at, :m], found.r[:, at[:, None], at]
    # what does not vary has no correlation, and adds nothing to the mean's
    still = np.isnan(own.diagonal(axis1=1, axis2=2))
    own = np.where(still[:, :, None] | still[:, None, :], 0.0, own)
    spread = (s * (own @ s)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = np.where(s == 0, 0.0, s * cross).sum(axis=1) / np.sqrt(np.maximum(spread, 0.0))
    edge = np.full((len(r), last), np.nan)
    edge[:, :m] = np.clip(r, -1, 1)
    return Correlations(
        {**found.place_by_name, mean.name: last},
        _joined(found.r, edge, 1.0),
        *(
            _joined(of, of[at].min(axis=0), of[np.ix_(at, at)].min())
            for of in (found.n, found.n_eff)
        ),
    )


def _joined(matrix: NDArray[Any], edge: NDArray[Any], corner: Any) -> NDArray[Any]:  # noqa: ANN401 - of any kind of number
    """Return (…, m, m) symmetric matrices with one more row and column."""
    m = matrix.shape[-1]
    joined = np.empty((*matrix.shape[:-2], m + 1, m + 1), dtype=matrix.dtype)
    joined[..., :m, :m] = matrix
    joined[..., m, :m] = joined[..., :m, m] = edge
    joined[..., m, m] = corner
    return joined
