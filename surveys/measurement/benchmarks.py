"""How competitors are seen by whom they were asked about, beside how the company is seen.

The answers about each competitor make a profile of their own; they never go into a figure of the
company. Whether one person judged both is not known here, so both are taken for different people.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.measurement.congruence import Comparability
from surveys.measurement.estimates import Estimate
from surveys.measurement.gaps import Gap


@dataclass(frozen=True, slots=True)
class Beside:
    """One dimension of one benchmark: its score, and own less benchmark where both are judged.

    `gap` is labelled by Holm over the dimensions of the benchmark. `comparable` says whether the
    items mean the same of both; None where it cannot be told.
    """

    score: Estimate
    gap: Gap | None
    comparable: Comparability | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How one competitor is seen, by dimension; `n` counts the people who judged it."""

    n: int
    dimensions: Mapping[str, Beside]
