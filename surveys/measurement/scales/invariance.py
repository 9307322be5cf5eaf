"""Is a scale the same in several groups: one factor fitted to all of them under equal parameters.

Configural: one factor in each group. Metric: its loadings are equal, so that differences between
people mean the same. Scalar: its intercepts too, so that means may be compared. A step holds when
the CFI falls by no more than .010.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.measurement.scales.equal_factor import Group, equal_factor
from surveys.measurement.scales.factor import ChiSquare, Fit, fit_of, one_factor, unrelated_items
from surveys.measurement.scales.reliability import correlations

LARGEST_FALL: Final = 0.010
FEWEST_PEOPLE: Final = 200
"""People per group below which the fit of these models says little."""


class Level(StrEnum):
    """How far a scale is the same in all groups."""

    CONFIGURAL = "configural"
    METRIC = "metric"
    SCALAR = "scalar"


@dataclass(frozen=True, slots=True)
class Invariance:
    """How well each of the three models fits; None where a search did not converge."""

    configural: Fit | None
    metric: Fit | None
    scalar: Fit | None

    @property
    def level(self) -> Level | None:
        """Return the last level of which each step holds; None where not even one factor fits."""
        if self.configural is None:
            return None
        if not _holds(self.configural, self.metric):
            return Level.CONFIGURAL
        return Level.SCALAR if _holds(self.metric, self.scalar) else Level.METRIC


def invariance(groups: Sequence[Group]) -> Invariance:
    """Return how well one factor with equal parameters fits several groups.

    Args:
        groups: two or more, of the same k >= 3 items; covariances with divisor n − 1.

    Raises:
        TooFewItemsError: k < 3.
        NoVarianceError: an item, or a sum or difference of items, does not vary in a group.

    Assumes:
        Answers about normal; 200 people or more per group.

    Source:
        Jöreskog (1971), Psychometrika 36, 409-426; Meredith (1993), Psychometrika 58, 525-543;
        Cheung and Rensvold (2002), Struct Equ Modeling 9, 233-255; conventions of lavaan.

    >>> import numpy as np
    >>> items = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> same = invariance([Group(300, np.zeros(3), items), Group(200, np.ones(3), 2 * items)])
    >>> same.level, same.scalar.df, round(same.scalar.cfi, 3)
    (<Level.SCALAR: 'scalar'>, 4, 1.0)
    """
    return Invariance(
        configural=_configural(groups),
        metric=_constrained(groups, intercepts=False),
        scalar=_constrained(groups, intercepts=True),
    )


def _holds(before: Fit | None, after: Fit | None) -> bool:
    return before is not None and after is not None and before.cfi - after.cfi <= LARGEST_FALL


def _configural(groups: Sequence[Group]) -> Fit | None:
    fitted = [one_factor(group.covariance, group.n) for group in groups]
    if not all(each.converged for each in fitted):
        return None
    chisq = sum(each.fit.chisq for each in fitted)
    return _fit(groups, ChiSquare(chisq, sum(each.fit.df for each in fitted)))


def _constrained(groups: Sequence[Group], *, intercepts: bool) -> Fit | None:
    found = equal_factor(groups, intercepts=intercepts)
    return None if found is None else _fit(groups, found)


def _fit(groups: Sequence[Group], model: ChiSquare) -> Fit:
    unrelated = [unrelated_items(correlations(group.covariance), group.n) for group in groups]
    both = ChiSquare(sum(each.value for each in unrelated), sum(each.df for each in unrelated))
    return fit_of(model, both, sum(group.n for group in groups), len(groups))
