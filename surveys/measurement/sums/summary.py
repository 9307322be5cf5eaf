"""What every figure of a group is made from: sums over its people, weighted or not."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.weighting import Kish
from surveys.measurement.sums.layout import Layout

FloatMatrix = NDArray[np.float64]
FloatVector = NDArray[np.float64]

ONE = Fraction(1)


class Totals(NamedTuple):
    """The sums that Moments hold, or as many weighted ones: whole numbers or floats."""

    counts: NDArray[Any]
    answered: NDArray[Any]
    sums: NDArray[Any]
    squares: NDArray[Any]
    products: NDArray[Any]
    complete: NDArray[Any]
    dont_know: NDArray[Any]


class Summary(Protocol):
    """Sums over the people of one group: `Moments`, or `Weighted` where some count for more.

    Columns go by their names. A column's values are whole numbers; `unit` is the size of one of
    them in the unit that is wanted.
    """

    @property
    def layout(self) -> Layout:
        """Return the columns."""

    @property
    def n(self) -> int:
        """Return how many people there are."""

    @property
    def people(self) -> "People":
        """Return the same group with everybody counting the same."""

    @property
    def kish(self) -> Kish | None:
        """Return what it costs that people do not all count the same; None where they do."""

    @property
    def once(self) -> Totals:
        """Return the sums, each person counting with their weight; 1 where all count the same."""

    @property
    def twice(self) -> Totals:
        """Return the sums, each person counting with the square of their weight."""

    def n_of(self, name: str) -> int:
        """Return how many have a value in a column."""

    def sample(self, name: str, unit: Fraction = ONE) -> Sample:
        """Return what a column says about its mean."""

    def difference(self, first: str, second: str, units: tuple[Fraction, Fraction]) -> Sample:
        """Return what first minus second says about its mean, over those who have both."""

    def share(self, name: str, values: Collection[int]) -> Sample:
        """Return 1 for each person with one of some values in a counted column, else 0."""

    def scored(self, name: str, scores: Mapping[int, int], unit: Fraction = ONE) -> Sample:
        """Return what scores say about their mean, given to the values of a counted column.

        Whoever has another value, or none, does not count.
        """

    def value_counts(self, name: str) -> Sequence[tuple[int, float]]:
        """Return (value, how often) of a counted column, from its lowest value up.

        Raises:
            KeyError: the column is not counted per value.
        """

    def dont_know(self, name: str) -> Sample:
        """Return 1 for each person who said 'don't know' to an item, 0 for who answered."""

    def covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of columns, each from the people who have both.

        In squared units of the columns; NaN where fewer than two people have both.
        """

    def mean_covariance(self, names: Sequence[str]) -> FloatMatrix:
        """Return the (k, k) covariances of the means of columns.

        In squared units of the columns; NaN where fewer than two people have both.
        """

    def complete(self, score: str) -> tuple[float, FloatMatrix]:
        """Return how many answered all items of a score, and their (k, k) covariances.

        With weights, what these amount to (`effective_n`). NaN where there are fewer than two.
        """


class People(Summary, Protocol):
    """The sums over a group in which everybody counts the same: counts are whole numbers."""

    @override
    def value_counts(self, name: str) -> Sequence[tuple[int, int]]: ...

    @override
    def complete(self, score: str) -> tuple[int, FloatMatrix]: ...


def column_sums(group: Summary, names: Sequence[str]) -> tuple[FloatVector, FloatVector]:
    """Return how many have a value in each of some columns, and the sums of these values.

    With weights, the sums of the weights, and of weight times value.
    """
    places = [group.layout.places[name] for name in names]
    n = group.once.answered[places, places].astype(np.float64)
    centres = np.array([group.layout.centres[place] for place in places], dtype=np.float64)
    return n, group.once.sums[places, places] + n * centres
