"""Raking: weights under which a group of people has the make-up of the population.

People are counted in cells: combinations of what they are (region, age). All people of a cell get
the same weight. Weights average 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.errors import (
    LevelWithoutAnswersError,
    LevelWithoutTargetError,
    MarginsNotMetError,
    TargetNotPositiveError,
    nearest,
)
from surveys.measurement.inference.weighting import Kish, Vector, kish

Level = tuple[str | None, ...]
"""What people are, one part per column; None where it is not known."""

Cell = Level
"""A level of all columns that weights go by."""

CLOSE: Final = 1e-10
"""Margins are met when no level is further from its size, as a part of that."""

MOST_ROUNDS: Final = 500
MOST_TRIMS: Final = 10

FEW: Final = 10
"""A level with fewer people makes its weight a matter of chance."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How many people of the population are in each level: numbers or shares, whichever are known.

    With several columns their levels are crossed, and raking to it alone is post-stratification.
    """

    columns: tuple[str, ...]
    targets: Mapping[tuple[str, ...], float]


class Trim(NamedTuple):
    """The lowest and the highest weight that anyone may have, times the mean weight."""

    lowest: float = 0.2
    highest: float = 5.0


USUAL_TRIM: Final = Trim()


class SmallLevel(NamedTuple):
    """A level of a margin with few people."""

    margin: tuple[str, ...]
    level: Level
    n: int


@dataclass(frozen=True, slots=True)
class Raking:
    """The weight of each cell, and how it was reached.

    `rounds` counts all rounds over the margins, `trimmed` is the share of people whose weight was
    cut or raised, and `error` the part by which the worst level still misses its size.
    """

    columns: tuple[str, ...]
    margins: tuple[tuple[str, ...], ...]
    people: Mapping[Cell, int]
    weights: Mapping[Cell, float]
    rounds: int
    trimmed: float
    error: float
    small: tuple[SmallLevel, ...]

    @property
    def kish(self) -> Kish | None:
        """Return the design effect and the effective n; None without people."""
        n = np.array(list(self.people.values()), dtype=np.float64)
        w = np.array(list(self.weights.values()))
        return kish(int(n.sum()), float(n @ w), float(n @ w**2))

    def level(self, cell: Cell, margin: tuple[str, ...]) -> Level:
        """Return in which level of a margin a cell is."""
        return tuple(cell[self.columns.index(column)] for column in margin)


@dataclass(frozen=True, slots=True)
class _Side:
    """One margin laid along the cells: the level each is in, and the weight each should have."""

    margin: tuple[str, ...]
    levels: tuple[Level, ...]
    place: NDArray[np.intp]
    people: Vector
    wanted: Vector

    def sums(self, of_cells: Vector) -> Vector:
        """Return the sum of each level."""
        return _sums(self.place, of_cells, len(self.levels))

    def errors(self, of_cells: Vector) -> Vector:
        """Return how far each level is from its size, as a part of that."""
        return np.abs(self.sums(of_cells) / self.wanted - 1)


def rake(
    columns: Sequence[str],
    people: Mapping[Cell, int],
    margins: Sequence[Margin],
    trim: Trim | None = USUAL_TRIM,
) -> Raking:
    """Return the weights under which all margins are met, as near to equal as that allows.

    Iterative proportional fitting: each margin in turn multiplies the weights of its levels by
    what they should be over what they are, until no level is further than 1e-10 from its size.
    Weights outside `trim` are set to its ends and raked again, up to ten times; what is outside
    then is cut without raking, and `error` says what that costs.

    A level that is not known for some people keeps its share of them; the others' shares are of
    the rest.

    Args:
        columns: what the parts of a cell are.
        people: how many people are in each cell.
        margins: the sizes to meet, by columns from `columns`; their totals may differ.
        trim: the lowest and highest weight; None for any.

    Raises:
        LevelWithoutAnswersError: a margin has a size for a level that nobody is in.
        LevelWithoutTargetError: people are in a level for which a margin has no size.
        TargetNotPositiveError: a size is not above 0.
        MarginsNotMetError: the margins contradict each other, or cells that they need are empty.

    Source:
        Deming and Stephan (1940), Ann Math Stat 11, 427-444.

    >>> north = Margin(("region",), {("north",): 0.5, ("south",): 0.5})
    >>> rake(["region"], {("north",): 10, ("south",): 30}, [north]).weights
    {('north',): 2.0, ('south',): 0.666...}
    """
    cells = tuple(sorted((cell for cell, n in people.items() if n), key=_order))
    n = np.array([people[cell] for cell in cells], dtype=np.float64)
    sides = [_side(margin, tuple(columns), cells, n) for margin in margins]
    w, rounds = _fitted(np.ones(len(cells)), n, sides)
    was_cut = np.zeros(len(cells), dtype=bool)
    if trim is not None:
        w, rounds, was_cut = _trimmed(w, rounds, n, sides, trim)
    return Raking(
        tuple(columns),
        tuple(margin.columns for margin in margins),
        {cell: people[cell] for cell in cells},
        dict(zip(cells, w.tolist(), strict=True)),
        rounds,
        float(n @ was_cut / n.sum()) if cells else 0.0,
        _error(w * n, sides),
        tuple(_small(sides)),
    )


def _order(cell: Cell) -> tuple[tuple[bool, str], ...]:
    """Return by what cells are sorted, so that digits do not depend on the order given."""
    return tuple((part is None, part or "") for part in cell)


def _side(margin: Margin, columns: tuple[str, ...], cells: Sequence[Cell], n: Vector) -> _Side:
    parts = [columns.index(column) for column in margin.columns]
    of_cells = [tuple(cell[part] for part in parts) for cell in cells]
    levels = tuple(sorted(set(of_cells), key=_order))
    _require_same_levels(margin, levels)
    numbers = {level: number for number, level in enumerate(levels)}
    place = np.array([numbers[level] for level in of_cells], dtype=np.intp)
    people = _sums(place, n, len(levels))
    is_known = np.array([None not in level for level in levels], dtype=bool)
    targets = np.array([margin.targets.get(level, 0.0) for level in _known(levels)])
    wanted = people.copy()
    wanted[is_known] = people[is_known].sum() * targets / targets.sum()
    return _Side(margin.columns, levels, place, people, wanted)


def _sums(place: NDArray[np.intp], of_cells: Vector, levels: int) -> Vector:
    return np.bincount(place, of_cells, levels).astype(np.float64)


def _known(levels: Iterable[Level]) -> list[tuple[str, ...]]:
    """Return the levels of which all parts are known."""
    known = [tuple(part for part in level if part is not None) for level in levels]
    return [of for of, level in zip(known, levels, strict=True) if len(of) == len(level)]


def _require_same_levels(margin: Margin, levels: Sequence[Level]) -> None:
    sampled = _known(levels)
    for level, target in margin.targets.items():
        if level not in sampled:
            raise LevelWithoutAnswersError(margin.columns, level, expected=_nearest(level, sampled))
        if not target > 0:
            raise TargetNotPositiveError(margin.columns, level, found=str(target))
    for level in sampled:
        if level not in margin.targets:
            expected = _nearest(level, margin.targets)
            raise LevelWithoutTargetError(margin.columns, level, expected=expected)


def _nearest(level: tuple[str, ...], levels: Iterable[tuple[str, ...]]) -> str:
    return nearest(" × ".join(level), (" × ".join(each) for each in levels))


def _fitted(w: Vector, n: Vector, sides: Sequence[_Side]) -> tuple[Vector, int]:
    """Return the weights that meet all margins, from some to begin with, and how many rounds."""
    for rounds in range(1, MOST_ROUNDS + 1):
        for side in sides:
            w = w * (side.wanted / side.sums(w * n))[side.place]
        if _error(w * n, sides) < CLOSE:
            return w, rounds
    raise _worst(w * n, sides)


def _trimmed(
    w: Vector, rounds: int, n: Vector, sides: Sequence[_Side], trim: Trim
) -> tuple[Vector, int, NDArray[np.bool_]]:
    """Return the weights within the ends, the rounds it took, and which cells were outside."""
    was_cut = np.zeros(len(w), dtype=bool)
    for _ in range(MOST_TRIMS):
        within = np.clip(w, trim.lowest, trim.highest)
        is_outside = np.abs(within - w) > CLOSE
        if not is_outside.any():
            return w, rounds, was_cut
        was_cut |= is_outside
        w, more = _fitted(within, n, sides)
        rounds += more
    within = np.clip(w, trim.lowest, trim.highest)
    return within * (n.sum() / (n @ within)), rounds, was_cut


def _error(of_cells: Vector, sides: Sequence[_Side]) -> float:
    return max((float(side.errors(of_cells).max(initial=0)) for side in sides), default=0.0)


def _worst(of_cells: Vector, sides: Sequence[_Side]) -> MarginsNotMetError:
    """Return the refusal that names the level the farthest from its size."""
    side = max(sides, key=lambda side: float(side.errors(of_cells).max()))
    level = int(side.errors(of_cells).argmax())
    whole = float(of_cells.sum())
    wanted, found = (
        f"{100 * float(sums[level]) / whole:.3g} %" for sums in (side.wanted, side.sums(of_cells))
    )
    return MarginsNotMetError(side.margin, side.levels[level], expected=wanted, found=found)


def _small(sides: Sequence[_Side]) -> Iterable[SmallLevel]:
    for side in sides:
        for level, people in zip(side.levels, side.people.tolist(), strict=True):
            if people < FEW and None not in level:
                yield SmallLevel(side.margin, level, int(people))
