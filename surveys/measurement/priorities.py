"""Which gap to close first: deficit × importance × value of the segment × steerability.

A weight is the points that a deficit takes off how far the wishes of all segments are met, every
segment counting by its value and every dimension by its importance, as far as formers that can be
steered go along with it. How sure the deficits are is carried through to the ranking: each place
comes with the places that it may have in truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.gaps import GapName
from surveys.questionnaire.scales import Steerability

Array = NDArray[np.float64]
Shares = Mapping[str, float]

STEERED: Final = {Steerability.DIRECT: 1.0, Steerability.INDIRECT: 0.5, Steerability.NONE: 0.0}
"""How much of its influence a former lends to steering."""


@dataclass(frozen=True, slots=True)
class Priority:
    """A deficit of one dimension in one segment, and what it weighs.

    `deficit` is in points, above 0; `gap` says which one it is of. `importance` is the dimension's
    share in the segment and `value` the segment's among all, 0-1. `steerable` is the share of what
    goes along with the dimension that can be steered, 0-1; None: not known, and counted as 1.
    `weight` is the product, in points, with its interval where the deficit has one.
    """

    segment: str
    dimension: str
    gap: GapName
    deficit: float
    importance: float
    value: float
    steerable: float | None
    weight: float
    se: float | None = None
    df: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A priority with its place: 1 weighs most. In truth its place is from `best` to `worst`.

    All these ranges together hold the truth with the level of confidence.
    """

    priority: Priority
    rank: int
    best: int
    worst: int
    share: float
    """Its weight as a share of that of all that are ranked, 0-1."""

    @property
    def is_sure(self) -> bool:
        """Tell whether no other place is possible."""
        return self.best == self.worst


@dataclass(frozen=True, slots=True)
class Priorities:
    """Deficits that statistics supports, ranked; and those not decided yet, by weight, unranked.

    `is_importance_asked` and `are_values_given` are False where all counted the same.
    """

    ranked: tuple[Ranked, ...]
    undecided: tuple[Priority, ...]
    is_importance_asked: bool
    are_values_given: bool
