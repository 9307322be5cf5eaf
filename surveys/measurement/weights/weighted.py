"""The sums of people who do not all count the same: Moments with weights."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.weighting import (
    Kish,
    Sums,
    Vector,
    effective_n,
    kish,
    weighted_sample,
)
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.summary import ONE, FloatMatrix, Totals
from surveys.measurement.weights.weighted_rows import row_totals

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """Sums over responses with weights above 0; offers what `Moments` offers.

    `people` are the same responses without weights: they know exactly how many there are and
    whether they differ. `once` holds the sums of `people` with the weights, `twice` those with
    their squares; `weights` are Σw and Σw². `left_out` counts responses without a weight.
    """

    people: Moments
    once: Totals
    twice: Totals
    weights: tuple[float, float]
    left_out: int = 0

    @classmethod
    def of_cells(
        cls, layout: Layout, cells: Mapping[Key, Moments], weights: Mapping[Key, float]
    ) -> "Weighted":
        """Return the summary of people whose weights are equal within each cell.

        Nobody is read again: each sum is Σ w · (the cell's sum). Cells are taken in an order of
        their own, so that the order in which they are given changes no digit.

        Args:
            layout: the columns of all cells.
            cells: the people of each cell.
            weights: the weight of each of the cells, above 0.
        """
        summary = cls._nobody(layout)
        people, once, twice = summary.people, summary.once, summary.twice
        total = squares = 0.0
        for cell in sorted(cells, key=repr):
            w, moments = weights[cell], cells[cell]
            people += moments
            once = _joined(once, Totals(*(w * array for array in moments.arrays())))
            twice = _joined(twice, Totals(*(w * w * array for array in moments.arrays())))
            total, squares = total + w * moments.n, squares + w * w * moments.n
        return cls(people, once, twice, (total, squares))

    @classmethod
    def of_rows(cls, block: Block, w: Vector) -> "Weighted":
        """Return the summary of a block whose rows each have their own weight.

        Args:
            block: n encoded responses.
            w: (n,) weights; a row whose weight is not above 0, or NaN, is left out and counted.
        """
        has_weight = w > 0
        kept, own = block.take(has_weight), w[has_weight]
        return cls(
            summarise(kept),
            *row_totals(kept, own),
            (float(own.sum()), float(own @ own)),
            int((~has_weight).sum()),
        )

    @classmethod
    def empty(cls, layout: Layout) -> "Weighted":
        """Return the summary of nobody."""
        return cls._nobody(layout)

    def __add__(self, other: "Weighted") -> "Weighted":
        """Return the summary of two groups that have nobody in common.

        Raises:
            OtherColumnsError: the groups answered other columns.
            SumOverflowError: together they are more than 64-bit sums can hold.
        """
        return self._with(other, 1)

    def __sub__(self, other: "Weighted") -> "Weighted":
        """Return the summary of a group without some of its people.

        Raises:
            OtherColumnsError: the groups answered other columns.
            NotPartError: the others are not all people of this group.
        """
        return self._with(other, -1)

    def only(self, people: Moments) -> "Weighted":
        """Return the summary of what is there without weights: the rest is hidden (sums of 0).

        Args:
            people: this group's people, some of their sums left out (`suppression.shown`).
        """
        stays = self._shown_of(people)
        once, twice = (
            Totals(*(np.where(kept, array, 0.0) for kept, array in zip(stays, totals, strict=True)))
            for totals in (self.once, self.twice)
        )
        weights = self.weights if people.n else (0.0, 0.0)
        return Weighted(people, once, twice, weights, self.left_out)

    @property
    def layout(self) -> Layout:
        """Return the columns."""
        return self.people.layout

    @property
    def n(self) -> int:
        """Return how many people there are."""
        return self.people.n

    @property
    def kish(self) -> Kish | None:
        """Return what it costs that people do not all count the same; None without people."""
        return kish(self.n, *self.weights)

    def n_of(self, name: str) -> int:
        """Return how many people have a value in a column."""
        return self.people.n_of(name)

    def sample(self, name: str, unit: Fraction = ONE) -> Sample:
        """Return what a column says about its mean."""
        place = self.people.column(name)
        at = place, place
        once, twice = (
            Sums(float(of.answered[at]), float(of.sums[at]), float(of.squares[at]))
            for of in (self.once, self.twice)
        )
        centre = self.layout.centres[place]
        return weighted_sample(
            self.people.sample(name, unit), once, twice, centre=centre, unit=unit
        )

    def difference(self, first: str, second: str, units: tuple[Fraction, Fraction]) -> Sample:
        """Return what first minus second says about its mean, over those who have both."""
        one, other = self.people.column(first), self.people.column(second)
        a, b = map(float, units)
        once, twice = (
            Sums(
                float(of.answered[one, other]),
                float(a * of.sums[one, other] - b * of.sums[other, one]),
                float(
                    a * a * of.squares[one, other]
                    - 2 * a * b * of.products[one, other]
                    + b * b * of.squares[other, one]
                ),
            )
            for of in (self.once, self.twice)
        )
        centres = self.layout.centres
        centre = units[0] * centres[one] - units[1] * centres[other]
        people = self.people.difference(first, second, units)
        return weighted_sample(people, once, twice, centre=centre)

    def share(self, name: str, values: Collection[int]) -> Sample:
        """Return 1 for each person with one of some values in a counted column, else 0."""
        span = self.layout.count_spans[self.people.column(name)]
        is_chosen = np.isin(self.layout.values_of(name), list(values))
        once, twice = (
            _of_ones(float(of.counts[span].sum()), float(of.counts[span][is_chosen].sum()))
            for of in (self.once, self.twice)
        )
        return weighted_sample(self.people.share(name, values), once, twice)

    def scored(self, name: str, scores: Mapping[int, int], unit: Fraction = ONE) -> Sample:
        """Return what scores say about their mean, given to the values of a counted column.

        Whoever has another value, or none, does not count.
        """
        span = self.layout.count_spans[self.people.column(name)]
        values = self.layout.values_of(name)
        given = np.array([scores.get(value, 0) for value in values], dtype=np.float64)
        counts = np.isin(values, list(scores))
        once, twice = (
            Sums(float(of[counts].sum()), float(of @ given), float(of @ given**2))
            for of in (self.once.counts[span], self.twice.counts[span])
        )
        return weighted_sample(self.people.scored(name, scores, unit), once, twice, unit=unit)

    def dont_know(self, name: str) -> Sample:
        """Return 1 for each person who said 'don't know' to an item, 0 for who answered."""
        place = self.people.column(name)
        once, twice = (_of_ones(*of.dont_know[place].tolist()) for of in (self.once, self.twice))
        return weighted_sample(self.people.dont_know(name), once, twice)

    def value_counts(self, name: str) -> tuple[tuple[int, float], ...]:
        """Return (value, Σ of the weights) of a counted column, from low to high.

        Raises:
            KeyError: the column is not counted per value.
        """
        place = self.people.column(name)
        values = self.layout.values[place]
        if not values:
            raise KeyError(name)
        counts = self.once.counts[self.layout.count_spans[place]].tolist()
        return tuple(zip(values, counts, strict=True))

    def covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of columns, each from the people who have both.

        C_ab = n_ab/(n_ab − 1) · Σw(y_a − m_a)(y_b − m_b)/Σw with the means over both; in squared
        units of the columns; NaN where fewer than two people have both.
        """
        at = self._at(names)
        w, products = self.once.answered[at], self.once.products[at]
        with np.errstate(invalid="ignore", divide="ignore"):
            means = self.once.sums[at] / w
            covariance: FloatMatrix = self._fair(at) * (products / w - means * means.T)
        return covariance

    def mean_covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of the weighted means of columns, linearised.

        V_ab = n_ab/(n_ab − 1) · Σw²(y_a − m_a)(y_b − m_b)/(W_a·W_b) with the means over both; in
        squared units of the columns; NaN where fewer than two people have both.
        """
        at = self._at(names)
        w, y = self.once.answered[at], self.twice.sums[at]
        own = np.diag(w)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = self.once.sums[at] / w
            cross = means.T * y
            spread = self.twice.products[at] - cross - cross.T
            spread += means * means.T * self.twice.answered[at]
            of_means: FloatMatrix = self._fair(at) * spread / np.outer(own, own)
        return of_means

    def complete(self, score: str) -> tuple[float, FloatMatrix]:
        """Return what those who answered all k items amount to, and the (k, k) covariances.

        In squared units of the items' columns, as they were answered: reversed items are not
        turned. NaN where there are fewer than two people.
        """
        n, plain = self.people.complete(score)
        if n < 2:
            return float(n), plain
        span = self.layout.complete_spans[self.people.column(score) - len(self.layout.columns)]
        sums = self.once.complete[span].reshape(len(plain) + 1, -1) / self.once.complete[span.start]
        means = sums[0, 1:]
        varies = np.diag(plain) > 0
        covariance = n / (n - 1) * (sums[1:, 1:] - np.outer(means, means))
        weights = (float(of.complete[span.start]) for of in (self.once, self.twice))
        return effective_n(n, *weights), np.where(np.outer(varies, varies), covariance, 0.0)

    def _shown_of(self, people: Moments) -> Totals:
        """Return which sums are there without weights: those over as many people as here.

        A sum may be 0 by itself, so what is hidden is told from how many people are behind it.
        """
        pairs = self.people.answered == people.answered
        spans = self.layout.complete_spans
        mine, theirs = (
            [int(of.complete_rows[span][:1].sum()) for span in spans]
            for of in (self.people, people)
        )
        widths = [span.stop - span.start for span in spans]
        complete = np.repeat(np.equal(mine, theirs), widths)
        said = self.people.dont_knows[:, :1] == people.dont_knows[:, :1]
        counts = self.people.counts == people.counts
        return Totals(counts, pairs, pairs, pairs, pairs, complete, said)

    @classmethod
    def _nobody(cls, layout: Layout) -> "Weighted":
        people = Moments.empty(layout)
        nothing = Totals(*(array.astype(np.float64) for array in people.arrays()))
        return cls(people, nothing, nothing, (0.0, 0.0))

    def _with(self, other: "Weighted", sign: int) -> "Weighted":
        return Weighted(
            self.people + other.people if sign > 0 else self.people - other.people,
            _joined(self.once, other.once, sign),
            _joined(self.twice, other.twice, sign),
            (
                self.weights[0] + sign * other.weights[0],
                self.weights[1] + sign * other.weights[1],
            ),
            self.left_out + sign * other.left_out,
        )

    def _at(self, names: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        places = np.array([self.people.column(name) for name in names], dtype=np.intp)
        return places[:, None], places

    def _fair(self, at: tuple[NDArray[np.intp], NDArray[np.intp]]) -> FloatMatrix:
        """Return n/(n − 1) per pair of columns; NaN below two people.

        0 where one of them does not vary among those who have both: that is known exactly, from
        whole numbers, and keeps roundings of 0 out of the covariances.
        """
        n = self.people.answered[at]
        exact, y, squares = (
            array.astype(object) for array in (n, self.people.sums[at], self.people.squares[at])
        )
        varies = exact * squares > y * y
        fair = np.where(varies & varies.T, n / np.maximum(n - 1, 1), 0.0)
        return np.where(n > 1, fair, np.nan)


def _joined(one: Totals, other: Totals, sign: int = 1) -> Totals:
    pairs = zip(one, other, strict=True)
    return Totals(*(mine + sign * theirs for mine, theirs in pairs))


def _of_ones(weight: float, chosen: float) -> Sums:
    """Return the sums of a column of ones and zeros."""
    return Sums(weight, chosen, chosen)
