"""Dumbbells: the profiles of every dimension in rows, for one group or two side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from app.web.charts.marks import GAPS, Mark
from app.web.charts.rows import Axis, Tone, Track, axis_for, tone_of, track_of
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures

NEARLY_ALL: Final = 0.9
"""From this share of the most answers on, a dimension's own number needs no mention."""


class Standing(StrEnum):
    """What may be said of a gap; rows are grouped by it, in this order."""

    BELOW = "below"
    ABOVE = "above"
    CLOSED = "closed"
    UNDECIDED = "undecided"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True)
class Series:
    """Whose profiles are drawn: a name, its size, and its figures."""

    code: str
    name: str
    figures: SegmentFigures


@dataclass(frozen=True, slots=True)
class Reading:
    """One dimension of one group: its scores, how it is drawn, and what is said beside it.

    `n` counts the people behind the smaller profile; 0 where they are too few to show.
    """

    series: Series
    figures: DimensionFigures
    gap: Gap | None
    n: int
    most: int
    """So many stand behind the dimension of the group that most people answered."""
    track: Track

    @property
    def has_fewer(self) -> bool:
        """Say whether clearly fewer people than elsewhere stand behind this dimension."""
        return 0 < self.n < NEARLY_ALL * self.most

    @property
    def tone(self) -> Tone:
        """Return the colour of the figure."""
        return Tone.PALE if self.gap is None else tone_of(self.gap)


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension, of every group side by side."""

    code: str
    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of which the same may be said."""

    standing: Standing
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """The chart: its groups of rows on one axis; without a chosen gap one group, in given order."""

    gap: GapName | None
    axis: Axis
    series: tuple[Series, ...]
    groups: tuple[RowGroup, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all rows in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def ends(self) -> tuple[Mark, ...]:
        """Return the profiles that are drawn in full."""
        return tuple(Mark) if self.gap is None else GAPS[self.gap]


def dumbbells(series: Sequence[Series], names: Mapping[str, str], gap: GapName | None) -> Dumbbells:
    """Return the chart of one gap, or of all four profiles.

    Args:
        series: one group or two.
        names: dimension codes with their names, in the organisation's order.
        gap: which two profiles are compared.
    """
    axis = axis_for(figures for one in series for figures in one.figures.dimensions.values())
    rows = [
        Row(code, name, tuple(_reading(one, code, gap, axis) for one in series))
        for code, name in names.items()
        if all(code in one.figures.dimensions for one in series)
    ]
    if gap is None:
        return Dumbbells(gap, axis, tuple(series), (RowGroup(Standing.CLOSED, tuple(rows)),))
    rows.sort(key=_urgency)
    groups = tuple(
        RowGroup(standing, tuple(found)) for standing, found in groupby(rows, key=_standing_of_row)
    )
    return Dumbbells(gap, axis, tuple(series), groups)


def standing_of(gap: Gap | None) -> Standing:
    """Return what statistics allows to say of a gap."""
    if gap is None:
        return Standing.INCOMPARABLE
    if gap.indicative or gap.label is Label.UNDECIDED:
        return Standing.UNDECIDED
    if gap.label is not Label.GAP:
        return Standing.CLOSED
    return Standing.BELOW if gap.difference < 0 else Standing.ABOVE


def _reading(series: Series, code: str, chosen: GapName | None, axis: Axis) -> Reading:
    figures = series.figures.dimensions[code]
    gap = None if chosen is None else figures.gaps.get(chosen)
    most = max(_people(found, chosen) for found in series.figures.dimensions.values())
    people = _people(figures, chosen)
    return Reading(series, figures, gap, people, most, track_of(figures, chosen, axis))


def _people(figures: DimensionFigures, chosen: GapName | None) -> int:
    """Return how many people a comparison rests on: the fewer of those who were asked."""
    ends = GAPS[chosen] if chosen else (Mark.EXTERNAL,)
    internal = figures.internal.n if figures.internal else 0
    asked = {Mark.EXTERNAL: figures.external.n, Mark.INTERNAL: internal}
    gap = figures.gaps.get(chosen) if chosen else None
    if gap is not None and gap.n and figures.wish is None:
        asked[Mark.WISH] = gap.n  # those who gave a wish, and what it is compared with
    return min((asked[end] for end in ends if end in asked), default=0)


def _standing_of_row(row: Row) -> Standing:
    """Return the most telling standing among the groups of a row."""
    order = list(Standing)
    return min((standing_of(one.gap) for one in row.readings), key=order.index)


def _urgency(row: Row) -> tuple[int, bool, float]:
    """Return by what rows are sorted: what may be said, indicative ones last, then by size."""
    gaps = [one.gap for one in row.readings if one.gap is not None]
    size = max((abs(gap.difference) for gap in gaps), default=0.0)
    indicative = all(gap.indicative for gap in gaps)
    return list(Standing).index(_standing_of_row(row)), indicative, -size
