"""Which people count for more: a plan, and the weights that follow from it for some answers."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from surveys.errors import Problem, WeightsError, nearest
from surveys.measurement.inference.weighting import Kish, Vector, kish
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise_by
from surveys.measurement.weights.raking import USUAL_TRIM, Cell, Margin, Raking, Trim, rake
from surveys.measurement.weights.weighted import Weighted

Label = TypeVar("Label", bound=Hashable)

NO_WEIGHT: Final = 1e-9
"""A given weight below this part of the largest one is none: its square would be lost."""


@dataclass(frozen=True, slots=True)
class WeightsPlan:
    """How people are weighted: raked to margins, or by a column that holds their weights.

    Who does not say where they belong in a margin is a level of its own that keeps its share, or
    with `keeps_unknown` off is left out. `trim` is None where any weight may be.
    """

    margins: tuple[Margin, ...] = ()
    trim: Trim | None = USUAL_TRIM
    keeps_unknown: bool = True
    column: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the weights go by, each once."""
        raked = (column for margin in self.margins for column in margin.columns)
        return tuple(dict.fromkeys(raked)) if self.column is None else (self.column,)


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The weight of each response, in order; 0 where it is left out, and above 0 elsewhere.

    `cells` and `raking` are there where weights were raked, not where they were given.
    """

    weights: Vector
    cells: tuple[Cell, ...] | None = None
    raking: Raking | None = None

    @property
    def left_out(self) -> int:
        """Return how many responses have no weight."""
        return int((self.weights <= 0).sum())

    @property
    def kish(self) -> Kish | None:
        """Return what it costs that people do not all count the same; None without people."""
        w = self.weights[self.weights > 0]
        return kish(len(w), float(w.sum()), float(w @ w))

    def summarise_by(self, block: Block, labels: Sequence[Label]) -> dict[Label, Weighted]:
        """Return the weighted sums of each group of a block's responses.

        Raked weights are equal within a cell, so people are counted by cell and then weighted: the
        order of responses changes no digit.

        Args:
            block: the n responses that were weighed, in the same order.
            labels: (n,) the group of each.

        Returns:
            One per label, in the order in which these first occur.

        Raises:
            SumOverflowError: more responses than 64-bit sums can hold.
        """
        if self.cells is None or self.raking is None:
            return {
                label: Weighted.of_rows(block.take(rows), self.weights[rows])
                for label, rows in _places(labels).items()
            }
        parts = summarise_by(block, list(zip(labels, self.cells, strict=True)))
        groups: dict[Label, dict[Cell, Moments]] = {label: {} for label in labels}
        for (label, cell), moments in parts.items():
            groups[label][cell] = moments
        return {
            label: _of_cells(block.layout, cells, self.raking.weights)
            for label, cells in groups.items()
        }


def weigh(plan: WeightsPlan, columns: Mapping[str, Sequence[str | None]]) -> Weighing:
    """Return the weight of each response.

    Args:
        plan: how people are weighted.
        columns: at least those that the plan goes by; a cell per response, None or empty where
            nothing is known.

    Raises:
        WeightsError: there is no such column, or a weight is no number.
        RakingError: the answers cannot be weighted to the margins; says which level is why.

    >>> plan = WeightsPlan((Margin(("region",), {("north",): 1, ("south",): 1}),))
    >>> weigh(plan, {"region": ["north", "south", "south", "south"]}).weights.tolist()
    [2.0, 0.666..., 0.666..., 0.666...]
    """
    unknown = [name for name in plan.columns if name not in columns]
    if unknown:
        raise WeightsError(
            [Problem("column.unknown", (), name, nearest(name, columns)) for name in unknown]
        )
    if plan.column is not None:
        return Weighing(_given(columns[plan.column], plan.column))
    cells = _cells([columns[name] for name in plan.columns])
    people = Counter(cell for cell in cells if plan.keeps_unknown or None not in cell)
    raking = rake(plan.columns, people, plan.margins, plan.trim)
    w = np.array([raking.weights.get(cell, 0.0) for cell in cells])
    return Weighing(w, tuple(cells), raking)


def _cells(columns: Sequence[Sequence[str | None]]) -> list[Cell]:
    return [
        tuple((part and part.strip()) or None for part in parts)
        for parts in zip(*columns, strict=True)
    ]


def _given(cells: Sequence[str | None], column: str) -> Vector:
    """Return the weights in a column, made to average 1; 0 for none, and for those not above 0.

    Raises:
        WeightsError: names each text that is no number.
    """
    texts = [(cell or "").strip() for cell in cells]
    numbers = {text: _number(text) for text in dict.fromkeys(texts)}
    wrong = [text for text, number in numbers.items() if number is None]
    if wrong:
        raise WeightsError([Problem("weights.not_a_number", (column,), text) for text in wrong])
    w = np.array([max(numbers[text] or 0.0, 0.0) for text in texts], dtype=np.float64)
    w /= w.max(initial=0.0) or 1.0
    w[w < NO_WEIGHT] = 0.0
    return w / (w[w > 0].mean() if w.any() else 1.0)


def _number(text: str) -> float | None:
    if not text:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _places(labels: Sequence[Label]) -> dict[Label, NDArray[np.intp]]:
    """Return the rows of each label."""
    places: dict[Label, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return {label: np.array(rows, dtype=np.intp) for label, rows in places.items()}


def _of_cells(
    layout: Layout, cells: Mapping[Cell, Moments], weights: Mapping[Cell, float]
) -> Weighted:
    """Return the sums of the cells that have a weight, and count who are in the others."""
    left_out = sum(moments.n for cell, moments in cells.items() if cell not in weights)
    kept = {cell: moments for cell, moments in cells.items() if cell in weights}
    return replace(Weighted.of_cells(layout, kept, weights), left_out=left_out)
