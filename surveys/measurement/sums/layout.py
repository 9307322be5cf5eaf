"""Which columns the answers to a questionnaire have, and which of them measure what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from surveys.errors import OtherColumnsError
from surveys.measurement.sums.scores import attainable_steps, score_steps
from surveys.questionnaire.item_types import Likert, Nps, Ranking
from surveys.questionnaire.items import Column
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet

COUNTED_SCORES: Final = 512
"""A score that can take at most so many values is counted per value."""


@dataclass(frozen=True)
class ScoreColumn:
    """The score of one dimension's facet: the items it is the mean of, and its finest step.

    `points` has, per item, the values that its scale offers, from low to high.
    """

    dimension: str
    facet: Facet
    items: tuple[str, ...]
    points: tuple[tuple[int, ...], ...]
    reverse: tuple[bool, ...]

    @cached_property
    def name(self) -> str:
        """Return the column's name, e.g. `image:price`."""
        return score_name(self.facet, self.dimension)

    @cached_property
    def lows(self) -> tuple[int, ...]:
        """Return the lowest value of each item."""
        return tuple(min(points, default=0) for points in self.points)

    @cached_property
    def highs(self) -> tuple[int, ...]:
        """Return the highest value of each item."""
        return tuple(max(points, default=0) for points in self.points)

    @cached_property
    def steps(self) -> int:
        """Return the value that stands for a score of 100."""
        return score_steps(np.array(self.lows), np.array(self.highs))

    @cached_property
    def step(self) -> Fraction:
        """Return the size of one step in points of 0-100."""
        return Fraction(100, self.steps)

    @cached_property
    def units(self) -> tuple[Fraction, ...]:
        """Return how many points of 0-100 a value of each item is worth."""
        return tuple(
            Fraction(100, high - low) for low, high in zip(self.lows, self.highs, strict=True)
        )

    @cached_property
    def turned_units(self) -> NDArray[np.float64]:
        """Return the (k, k) factors that make squared points of the items' covariances.

        Those of a reversed item with one that is not are below 0.
        """
        signs = np.where(self.reverse, -1, 1)
        units = 100 * signs / (np.array(self.highs) - np.array(self.lows))
        return np.outer(units, units)

    @cached_property
    def values(self) -> tuple[int, ...]:
        """Return all values that the score can take, from low to high; none if they are many."""
        return attainable_steps(np.array(self.lows), np.array(self.highs), COUNTED_SCORES)


@dataclass(frozen=True)
class WishColumns:
    """What is told of a dimension whose wish people were asked, beside the means.

    `side` holds −1 for who wishes clearly little, 1 for clearly much, else 0. `met`, where the
    image was asked too, holds whether a person's own wish is met.
    """

    wish: ScoreColumn
    image: ScoreColumn | None

    @cached_property
    def side(self) -> Column:
        """Return the column of how much people wish."""
        return Column(f"wish_side:{self.wish.dimension}", "", -1, 1)

    @cached_property
    def met(self) -> Column | None:
        """Return the column of whose wish is met."""
        return Column(f"wish_met:{self.wish.dimension}", "", 0, 1) if self.image else None


@dataclass(frozen=True)
class Layout:
    """The columns of a block: those of the items and of wishes asked, then the scores."""

    columns: tuple[Column, ...]
    scores: tuple[ScoreColumn, ...]
    importances: tuple[tuple[str, str], ...]
    """Pairs of dimension and the column of points that a ranking gave it."""

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Self:
        """Return the layout of a questionnaire."""
        scores = _scores(questionnaire)
        of_items = [item.columns(questionnaire.scale_by_code) for item in questionnaire.items()]
        of_wishes = [[wish.side, wish.met] for wish in _wishes(scores)]
        columns = tuple(
            column for columns in (*of_items, *of_wishes) for column in columns if column
        )
        return cls(columns, scores, _importances(questionnaire))

    def narrowed(self, names: Collection[str]) -> "Layout":
        """Return the layout of some of these columns, in their order here."""
        return Layout(
            tuple(column for column in self.columns if column.name in names),
            tuple(score for score in self.scores if score.name in names),
            tuple(pair for pair in self.importances if pair[1] in names),
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns in order."""
        return (
            *(column.name for column in self.columns),
            *(score.name for score in self.scores),
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each column by its name."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def values(self) -> tuple[Sequence[int], ...]:
        """Return the values of each column that are counted, from low to high.

        A column of too many values has none: it is not counted per value.
        """
        return (
            *(
                range(column.low, column.high + 1) if column.is_counted else ()
                for column in self.columns
            ),
            *(score.values for score in self.scores),
        )

    def values_of(self, name: str) -> Sequence[int]:
        """Return the values of a column that are counted, from low to high; () if none are."""
        return self.values[self.places[name]]

    @cached_property
    def count_spans(self) -> tuple[slice, ...]:
        """Return where each column's counts per value stand, one after another.

        A column that is not counted per value has an empty span.
        """
        return _one_after_another(len(values) for values in self.values)

    @cached_property
    def complete_spans(self) -> tuple[slice, ...]:
        """Return where the sums over those who answered all items of a score stand, per score.

        For k items these are (k + 1)², the products of 1 and the k answers with each other. There
        are none where the items are no columns here (`narrowed`).
        """
        return _one_after_another(self._complete_widths)

    @cached_property
    def counts_width(self) -> int:
        """Return how many counts there are."""
        return sum(len(values) for values in self.values)

    @cached_property
    def complete_width(self) -> int:
        """Return how many sums there are over those who answered all items of a score."""
        return sum(self._complete_widths)

    @cached_property
    def _complete_widths(self) -> tuple[int, ...]:
        return tuple(
            (len(score.items) + 1) ** 2 if self.places.keys() >= {*score.items} else 0
            for score in self.scores
        )

    @cached_property
    def lows(self) -> tuple[int, ...]:
        """Return the lowest value of each column: what is below it is no value."""
        return (*(column.low for column in self.columns), *(0 for _ in self.scores))

    @cached_property
    def dont_know(self) -> tuple[bool, ...]:
        """Return for each column whether 'don't know' was offered."""
        return (*(column.dont_know for column in self.columns), *(False for _ in self.scores))

    @cached_property
    def centres(self) -> tuple[int, ...]:
        """Return what is taken off each column before summing: the whole middle of its range."""
        return (
            *((column.low + column.high) // 2 for column in self.columns),
            *(score.steps // 2 for score in self.scores),
        )

    @cached_property
    def summed(self) -> tuple[bool, ...]:
        """Return for each column whether its sums are kept."""
        return (*(column.is_summed for column in self.columns), *(True for _ in self.scores))

    @cached_property
    def reach(self) -> int:
        """Return the largest distance from its centre of any value that is summed."""
        ends = [(column.low, column.high) for column in self.columns]
        ends += [(0, score.steps) for score in self.scores]
        spans = zip(ends, self.centres, self.summed, strict=True)
        reaches = (max(high - mid, mid - low) for (low, high), mid, summed in spans if summed)
        return max(reaches, default=0)

    @cached_property
    def score_by_name(self) -> dict[str, ScoreColumn]:
        """Return the score columns by name."""
        return {score.name: score for score in self.scores}

    def score(self, facet: Facet, dimension: str) -> ScoreColumn | None:
        """Return a dimension's score column, if the questionnaire measures it."""
        return self.score_by_name.get(score_name(facet, dimension))

    @cached_property
    def wishes(self) -> tuple[WishColumns, ...]:
        """Return what is told of each dimension whose wish was asked."""
        return _wishes(self.scores)

    def wish(self, dimension: str) -> WishColumns | None:
        """Return what is told of a dimension's wish, if it was asked."""
        return next((wish for wish in self.wishes if wish.wish.dimension == dimension), None)

    def dimensions(self, facet: Facet) -> tuple[str, ...]:
        """Return the dimensions measured on one facet, in the questionnaire's order."""
        return tuple(score.dimension for score in self.scores if score.facet is facet)

    def require_names(self, names: Sequence[str]) -> None:
        """Refuse columns that are not these.

        Raises:
            OtherColumnsError: the names differ.
        """
        if tuple(names) != self.names:
            raise OtherColumnsError


def score_name(facet: Facet, dimension: str) -> str:
    """Return the name of a score column.

    >>> score_name(Facet.IMAGE, "price")
    'image:price'
    """
    return f"{facet}:{dimension}"


def _one_after_another(widths: Iterable[int]) -> tuple[slice, ...]:
    return tuple(slice(*ends) for ends in pairwise(accumulate(widths, initial=0)))


def _scores(questionnaire: Questionnaire) -> tuple[ScoreColumn, ...]:
    members: dict[tuple[str, Facet], list[Likert | Nps]] = {}
    for item in questionnaire.items():
        measures = item.measures
        if not isinstance(item, Likert | Nps) or measures is None:
            continue
        if measures.dimension is not None and measures.facet is not None:
            members.setdefault((measures.dimension, measures.facet), []).append(item)
    order = {dimension.code: place for place, dimension in enumerate(questionnaire.dimensions)}
    return tuple(
        ScoreColumn(
            dimension,
            facet,
            tuple(item.code for item in items),
            tuple(item.points(questionnaire.scale_by_code) for item in items),
            tuple(isinstance(item, Likert) and item.reverse for item in items),
        )
        for (dimension, facet), items in sorted(
            members.items(), key=lambda member: (member[0][1], order.get(member[0][0], len(order)))
        )
    )


def _wishes(scores: Sequence[ScoreColumn]) -> tuple[WishColumns, ...]:
    images = {score.dimension: score for score in scores if score.facet is Facet.IMAGE}
    return tuple(
        WishColumns(score, images.get(score.dimension))
        for score in scores
        if score.facet is Facet.WISH
    )


def _importances(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    return tuple(
        (option.measures.dimension, f"{item.code}.{option.code}")
        for item in questionnaire.items()
        if isinstance(item, Ranking)
        for option in item.options
        if option.measures is not None
        and option.measures.dimension is not None
        and option.measures.facet is Facet.IMPORTANCE
    )
