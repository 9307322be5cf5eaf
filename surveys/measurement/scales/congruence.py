"""Do the items of a dimension mean the same to two groups: may their scores be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from surveys.errors import NoVarianceError
from surveys.measurement.scales.factor import FEWEST_ITEMS, standardised_loadings
from surveys.measurement.scales.reliability import Matrix

Vector = npt.NDArray[np.float64]

DEPARTURE: Final = 10.0
"""Points by which the gap of one item may depart from that of its dimension."""


class Congruence(StrEnum):
    """What is said of the congruence of a dimension in two groups."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Comparability:
    """How alike the loadings of a dimension's items are in two groups.

    `loadings` hold, per item, its correlation with the factor in the first and the second group.
    """

    congruence: float
    loadings: tuple[tuple[float, float], ...]

    @property
    def word(self) -> Congruence:
        """Return the congruence as a word."""
        return judged(self.congruence)


def tucker_congruence(first: Vector, second: Vector) -> float | None:
    """Return how alike two patterns of loadings are: Σab/√(Σa²·Σb²).

    The sign of a factor is arbitrary, so both are first turned to have a positive sum.

    Args:
        first: (k,) loadings of items in one group.
        second: (k,) loadings of the same items in another.

    Returns:
        1 when proportional; None when all loadings of a group are 0.

    Source:
        Tucker (1951), A Method for Synthesis of Factor Analysis Studies; Lorenzo-Seva and ten Berge
        (2006), Methodology 2, 57-64.

    >>> round(tucker_congruence(np.array([0.8, 0.4]), np.array([-0.4, -0.2])), 4)
    1.0
    """
    found = float(congruences(np.stack([first, second]))[0, 1])
    return None if np.isnan(found) else found


def congruences(loadings: Matrix) -> Matrix:
    """Return `tucker_congruence` of each pair of groups.

    Args:
        loadings: (g, k) loadings of the same k items in g groups.

    Returns:
        (g, g), NaN where all loadings of a group are 0.
    """
    lengths = np.sqrt((loadings**2).sum(axis=1))
    upwards = np.where(loadings.sum(axis=1) < 0, -1.0, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = loadings * (upwards / lengths)[:, None]
    of_pairs: Matrix = unit @ unit.T
    return of_pairs


def comparability(first: Matrix, second: Matrix) -> Comparability | None:
    """Return whether a dimension's items hang together in the same way in two groups.

    Args:
        first: (k, k) covariances of the items in one group, over those who answered all.
        second: those in another group.

    Returns:
        None where it cannot be told: fewer than three items, an item that does not vary, or nothing
        that the items share.

    Assumes:
        Enough people for stable loadings; some hundred per group.

    Source:
        Lorenzo-Seva and ten Berge (2006), Methodology 2, 57-64.

    >>> items = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> round(comparability(items, 2 * items).congruence, 4)
    1.0
    """
    if len(first) < FEWEST_ITEMS or np.isnan(first).any() or np.isnan(second).any():
        return None
    try:
        one, other = standardised_loadings(first), standardised_loadings(second)
    except NoVarianceError:
        return None
    congruence = tucker_congruence(one, other)
    if congruence is None:
        return None
    return Comparability(congruence, tuple(zip(one.tolist(), other.tolist(), strict=True)))


def departing_items(
    item_gaps: Mapping[str, float | None], gap: float, departure: float = DEPARTURE
) -> tuple[str, ...]:
    """Return the items whose own gap departs from their dimension's by more than some points.

    Where groups may read items differently, the dimension's gap may be the wording of these.

    Args:
        item_gaps: by item, the difference of the two groups' means, in points of 0-100; None
            where it is not defined.
        gap: that of the dimension.
        departure: how many points are too many.

    >>> departing_items({"a": -12.0, "b": 4.0, "c": None}, gap=-8.0)
    ('b',)
    """
    return tuple(
        item
        for item, difference in item_gaps.items()
        if difference is not None and abs(difference - gap) > departure
    )


def judged(congruence: float) -> Congruence:
    """Say what a congruence is worth; below fair, scores are compared with a warning.

    >>> judged(0.9)
    <Congruence.FAIR: 'fair'>
    """
    if congruence >= 0.95:
        return Congruence.GOOD
    return Congruence.FAIR if congruence >= 0.85 else Congruence.POOR
