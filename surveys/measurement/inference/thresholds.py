"""How many answers a figure needs before it may be told, tested or judged."""

from dataclasses import dataclass
from typing import Final

SIGNIFICANCE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Thresholds:
    """So many answers are needed (effective ones, in the smaller of two groups)."""

    to_test: int = 15
    """For an interval and a test; below it a score is shown alone."""
    to_judge: int = 30
    """For a label other than undecided; below it figures are indicative."""
    for_alpha: int = 30
    """For the reliability of a dimension."""
    for_loadings: int = 100
    """To say whether the items of a dimension mean the same to two groups, in each of them."""
