"""Which dimensions of the image go along with an outcome, beside how much people say they matter.

Derived importance is a dimension's share of what is explained of an outcome; stated importance is
what people answered. Nothing here claims that one causes the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.measurement.influence import Driver, Split


class Quadrant(StrEnum):
    """Where a dimension lies when derived and stated importance are each cut at their mean."""

    BOTH = "both"
    """It goes along with the outcome and is said to matter."""
    DERIVED = "derived"
    """It goes along with the outcome though it is not said to matter: taken for granted, hidden."""
    STATED = "stated"
    """It is said to matter but does not go along with the outcome."""
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class DimensionDriver:
    """One dimension and one outcome: derived importance (`driver.share`) against stated.

    `stated` is the dimension's share of all stated importance, 0-1, and `stated_rank` its place,
    1 for the largest; equal ones share the middle place. None: not asked, or no split.
    """

    driver: Driver
    stated: float | None
    stated_rank: float | None
    quadrant: Quadrant | None


@dataclass(frozen=True, slots=True)
class OutcomeDrivers:
    """What goes along with one outcome, by dimension: the largest share first."""

    split: Split
    dimensions: Mapping[str, DimensionDriver]
