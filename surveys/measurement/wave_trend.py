"""What moved from wave to wave, per segment and dimension, through changes of the questionnaire.

A dimension can be held against an earlier wave as long as the same is asked in the same way. Where
that changed its line breaks and starts anew; other dimensions go on. Waves are of different people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.measurement.comparisons import Difference
from surveys.measurement.estimates import Estimate
from surveys.measurement.jackknife import Replicated
from surveys.measurement.summary import Summary
from surveys.measurement.trends import Line
from surveys.questionnaire.continuity import Continuity
from surveys.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: its label, when it was, what was asked, and the sums over each segment's people.

    `at` is in the unit that slopes are wanted in, e.g. years. `is_break`: something else changed
    than the questionnaire, such as the way of asking, so that no line runs across.
    """

    label: str
    at: float
    questionnaire: Questionnaire
    segments: Mapping[str, Summary]
    replicates: Mapping[str, Sequence[Summary]]
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A difference between two waves, later less earlier, and its p by Holm.

    `indicative` rests on too few people for a judgement, and does not count among the looks.
    """

    since: str
    difference: Difference
    p_adjusted: float | None
    indicative: bool


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One dimension in one wave: its score, and what it is above the previous and the first one.

    `continuity` says what changed since the previous wave that has the dimension; None in the
    first. Where it breaks, there is nothing to compare with.
    """

    label: str
    at: float
    score: Estimate
    continuity: Continuity | None
    is_break: bool
    since_previous: Moved | None
    since_first: Moved | None


@dataclass(frozen=True, slots=True)
class DimensionTrend:
    """One dimension through the waves that have it, and a line per stretch between breaks."""

    points: tuple[TrendPoint, ...]
    lines: tuple[Line | None, ...]


@dataclass(frozen=True, slots=True)
class AlignmentChange:
    """How much closer to the mission a segment's image came from one wave to a later one.

    Both are held against the same mission, over the `dimensions` that can be compared.
    """

    label: str
    since: str
    dimensions: tuple[str, ...]
    earlier: Replicated
    later: Replicated
    difference: Difference


@dataclass(frozen=True, slots=True)
class SegmentTrend:
    """One segment through the waves."""

    dimensions: Mapping[str, DimensionTrend]
    alignment: tuple[AlignmentChange, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something done for some segments about one dimension, between two waves by their labels."""

    name: str
    segments: frozenset[str]
    dimension: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """How much more the segments of an action moved than those without one (`others`), in points.

    `before` is the same difference one wave earlier, when there was no action yet: unless it is
    about 0, both did not move alike to begin with, and the effect is none to be relied on. None:
    there is no such wave, or a break in between.
    """

    action: Action
    treated: Difference
    untreated: Difference
    others: tuple[str, ...]
    effect: Difference
    p_adjusted: float | None
    before: Difference | None
