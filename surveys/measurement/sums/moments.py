"""Moments: a small summary of encoded answers that adds up, in exact whole numbers.

Every figure of a dashboard is a function of Moments. Those of two groups added are those of the
union, so new answers are folded in, never recounted, and any number of workers gives equal digits.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import gcd, prod
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from surveys.errors import NotPartError, OtherColumnsError, SumOverflowError
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.packing import Packed, pack, unpack
from surveys.measurement.sums.scores import IntArray
from surveys.measurement.sums.summary import ONE, FloatMatrix, Totals
from surveys.measurement.sums.tally import Tally

Label = TypeVar("Label", bound=Hashable)

_EXACT_INT: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over responses; y is a value minus its column's centre, 0 where missing or not summed.

    For k columns: `answered` (k, k) counts the responses with both; `sums` (k, k) holds Σ y_a over
    those that also have b; `squares` likewise Σ y_a²; `products` Σ y_a·y_b. `counts` holds, one
    after another, how often each value of each counted column occurs. `complete_rows` holds, one
    score after another, the (1 + items, 1 + items) sums of products of (1, y_1, y_2, …) over those
    who answered all its items. `dont_knows` (k, 2) holds how many answered or said 'don't know',
    and how many said so; 0 for columns that do not offer it.
    """

    layout: Layout
    n: int
    counts: IntArray
    answered: IntArray
    sums: IntArray
    squares: IntArray
    products: IntArray
    complete_rows: IntArray
    dont_knows: IntArray

    @classmethod
    def empty(cls, layout: Layout) -> "Moments":
        """Return the summary of nobody."""
        k = len(layout.names)
        shapes = [(layout.counts_width,), *[(k, k)] * 4, (layout.complete_width,), (k, 2)]
        return cls(layout, 0, *(np.zeros(shape, dtype=np.int64) for shape in shapes))

    def __add__(self, other: "Moments") -> "Moments":
        """Return the summary of both groups together.

        Raises:
            OtherColumnsError: the groups answered other columns.
            SumOverflowError: together they are more than 64-bit sums can hold.
        """
        if self.layout.names != other.layout.names:
            raise OtherColumnsError
        n = self.n + other.n
        if n * self.layout.reach**2 > _EXACT_INT:
            raise SumOverflowError
        pairs = zip(self.arrays(), other.arrays(), strict=True)
        return Moments(self.layout, n, *(one + two for one, two in pairs))

    def __sub__(self, other: "Moments") -> "Moments":
        """Return the summary of a group without some of its people.

        Raises:
            OtherColumnsError: the groups answered other columns.
            NotPartError: the others are not all people of this group.
        """
        if self.layout.names != other.layout.names:
            raise OtherColumnsError
        rest = [one - two for one, two in zip(self.arrays(), other.arrays(), strict=True)]
        left = Moments(self.layout, self.n - other.n, *rest)
        if left.n < 0 or (left.counts < 0).any() or (left.answered < 0).any():
            raise NotPartError
        return left

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Moments)
            and self.layout.names == other.layout.names
            and self.n == other.n
            and all(map(np.array_equal, self.arrays(), other.arrays()))
        )

    __hash__ = None  # type: ignore[assignment]  # arrays are compared, not hashed

    def arrays(self) -> Totals:
        """Return the sums, in the order of the fields."""
        return Totals(
            *(self.counts, self.answered, self.sums, self.squares, self.products),
            *(self.complete_rows, self.dont_knows),
        )

    @property
    def once(self) -> Totals:
        """Return the sums, everybody counting once: these."""
        return self.arrays()

    @property
    def twice(self) -> Totals:
        """Return the sums with the squares of what each counts for: these."""
        return self.arrays()

    @property
    def people(self) -> "Moments":
        """Return the same group with everybody counting the same: this one."""
        return self

    @property
    def kish(self) -> None:
        """Return None: people all count the same."""
        return

    def column(self, name: str) -> int:
        """Return the place of a column."""
        return self.layout.places[name]

    def n_of(self, name: str) -> int:
        """Return how many have a value in a column."""
        place = self.column(name)
        return int(self.answered[place, place])

    def sample(self, name: str, unit: Fraction = ONE) -> Sample:
        """Return what a column says about its mean, exactly."""
        place = self.column(name)
        return Sample.of(
            int(self.answered[place, place]),
            int(self.sums[place, place]),
            int(self.squares[place, place]),
            centre=self.layout.centres[place],
            scale=unit,
        )

    def difference(self, first: str, second: str, units: tuple[Fraction, Fraction]) -> Sample:
        """Return what first minus second says about its mean, over those who have both, exactly."""
        one, other = self.column(first), self.column(second)
        step = Fraction(
            gcd(
                units[0].numerator * units[1].denominator, units[1].numerator * units[0].denominator
            ),
            units[0].denominator * units[1].denominator,
        )
        a, b = int(units[0] / step), int(units[1] / step)
        centres = self.layout.centres
        return Sample.of(
            int(self.answered[one, other]),
            a * int(self.sums[one, other]) - b * int(self.sums[other, one]),
            a * a * int(self.squares[one, other])
            - 2 * a * b * int(self.products[one, other])
            + b * b * int(self.squares[other, one]),
            centre=a * centres[one] - b * centres[other],
            scale=step,
        )

    def share(self, name: str, values: Collection[int]) -> Sample:
        """Return 1 for each person with one of some values in a counted column, else 0."""
        found = self.value_counts(name)
        chosen = sum(n for value, n in found if value in values)
        return Sample.of(sum(n for _, n in found), chosen, chosen)

    def scored(self, name: str, scores: Mapping[int, int], unit: Fraction = ONE) -> Sample:
        """Return what scores say about their mean, given to the values of a counted column.

        Whoever has another value, or none, does not count.
        """
        found = [(scores[value], n) for value, n in self.value_counts(name) if value in scores]
        return Sample.of(
            sum(n for _, n in found),
            sum(score * n for score, n in found),
            sum(score * score * n for score, n in found),
            scale=unit,
        )

    def dont_know(self, name: str) -> Sample:
        """Return 1 for each person who said 'don't know' to an item, 0 for who answered."""
        base, said = self.dont_knows[self.column(name)].tolist()
        return Sample.of(base, said, said)

    def value_counts(self, name: str) -> tuple[tuple[int, int], ...]:
        """Return (value, how often) of a counted column, from low to high; of a score in steps.

        Raises:
            KeyError: the column is not counted per value.
        """
        place = self.column(name)
        values = self.layout.values[place]
        if not values:
            raise KeyError(name)
        counts = self.counts[self.layout.count_spans[place]].tolist()
        return tuple(zip(values, counts, strict=True))

    def covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of columns, each from the responses that have both.

        In squared units of the columns; NaN where fewer than two responses have both.
        """
        places = np.array([self.column(name) for name in names], dtype=np.intp)
        at = places[:, None], places
        n, y = self.answered[at], self.sums[at]
        # y and its transpose are Σ y_a and Σ y_b over the same responses; exact until the division.
        with np.errstate(invalid="ignore", divide="ignore"):
            cross = self.products[at] - y.astype(np.float64) * y.T / n
            return np.where(n > 1, cross / (n - 1), np.nan)

    def mean_covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of the means of columns: C_ab · n_ab/(n_a · n_b).

        In squared units of the columns; NaN where fewer than two responses have both.
        """
        places = np.array([self.column(name) for name in names], dtype=np.intp)
        both = self.answered[places[:, None], places]
        own = np.diag(both).astype(np.float64)
        covariance = self.covariance(names)
        with np.errstate(invalid="ignore", divide="ignore"):
            of_means: FloatMatrix = covariance * both / np.outer(own, own)
        return of_means

    def complete(self, score: str) -> tuple[int, FloatMatrix]:
        """Return how many answered all k items of a score, and the (k, k) covariances over these.

        In squared units of the items' columns, as they were answered: reversed items are not
        turned. NaN where there are fewer than two people.

        Raises:
            KeyError: its items are no columns here (`Layout.narrowed`).
        """
        place = self.column(score) - len(self.layout.columns)
        k, span = len(self.layout.scores[place].items), self.layout.complete_spans[place]
        if span.start == span.stop:
            raise KeyError(score)
        sums = self.complete_rows[span].reshape(k + 1, k + 1)
        n, y = int(sums[0, 0]), sums[0, 1:]
        if n < 2:
            return n, np.full((k, k), np.nan)
        return n, (sums[1:, 1:] - np.outer(y, y.astype(np.float64)) / n) / (n - 1)

    def to_bytes(self) -> bytes:
        """Return the summary for storage."""
        numbers = np.concatenate([array.ravel() for array in self.arrays()])
        return pack(Packed.MOMENTS, self.layout, self.n, numbers)

    @classmethod
    def from_bytes(cls, data: bytes, layout: Layout) -> "Moments":
        """Return a stored summary.

        Raises:
            UnreadableError: the bytes are cut off or are no summary.
            OtherFormatError: another version of this library made them.
            OtherColumnsError: it was made of other columns.
        """
        n, numbers = unpack(Packed.MOMENTS, data, layout)
        shapes = [array.shape for array in cls.empty(layout).arrays()]
        ends = list(accumulate(map(prod, shapes)))
        if numbers.size != ends[-1]:
            raise OtherColumnsError  # of the same names, but with other values
        parts = np.split(numbers.astype(np.int64), ends[:-1])
        return cls(
            layout, n, *(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))
        )


def summarise(block: Block) -> Moments:
    """Return the Moments of a block, in one pass over its rows.

    Raises:
        SumOverflowError: more responses than 64-bit sums can hold.
    """
    return _summary(block, len(block), None)


def summarise_by(block: Block, labels: Sequence[Label]) -> dict[Label, Moments]:
    """Return the Moments of each group of a block's responses, in one pass over its rows.

    The rows are gathered a portion at a time: beside the block itself this takes eight bytes per
    row, and the buffers of one portion.

    Args:
        block: n responses.
        labels: (n,) the group of each, in order.

    Returns:
        One per label, in the order in which these first occur.

    Raises:
        SumOverflowError: more responses than 64-bit sums can hold.
    """
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    narrow = np.min_scalar_type(len(numbers))  # numbers of 8 or 16 bits are sorted by radix
    numbered = np.fromiter(map(numbers.__getitem__, labels), narrow, len(labels))
    together = np.argsort(numbered, kind="stable")
    ends = np.cumsum(np.bincount(numbered, minlength=len(numbers))).tolist()
    return {
        label: _summary(block, end - start, together[start:end])
        for label, (start, end) in zip(numbers, pairwise([0, *ends]), strict=True)
    }


def _summary(block: Block, n: int, rows: NDArray[np.intp] | None) -> Moments:
    """Return the Moments of n rows of a block: of those that are numbered, or of all."""
    layout = block.layout
    if n * layout.reach**2 > _EXACT_INT:
        raise SumOverflowError
    tally = Tally(layout, n)
    tally.add(block.values, rows)
    return Moments(
        *(layout, n, tally.counts(), *tally.matrices()),
        *(tally.complete_rows(), tally.dont_knows()),
    )
