"""Where things stand in a row: in percent, so that text never scales and no script runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from app.web.charts.marks import GAPS, Mark, interval_of, value_of
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.wave.figures import DimensionFigures

END: Final = 100


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of 0-100 that a chart shows, up to 100."""

    start: int = 0

    @property
    def ticks(self) -> range:
        """Return the scores that are named: quarters of the whole, else every twenty or ten."""
        if self.start == 0:
            return range(0, END + 1, 25)
        return range(self.start, END, 20 if self.start <= 60 else 10)

    def at(self, value: float) -> str:
        """Return where a score stands, as a percentage of the width.

        >>> Axis(30).at(65)
        '50.00%'
        """
        return f"{100 * (value - self.start) / (END - self.start):.2f}%"


def axis_for(figures: Iterable[DimensionFigures]) -> Axis:
    """Return the axis of all profiles, from a multiple of ten below the lowest mark."""
    marks = [
        [value, *(interval_of(mark, one) or ())]
        for one in figures
        for mark in Mark
        if (value := value_of(mark, one)) is not None
    ]
    lowest = min(chain.from_iterable(marks), default=0.0)
    start = int(max(0.0, lowest - 1) // 10) * 10
    return Axis(0 if start < 20 else min(start, 80))


class Tone(StrEnum):
    """What a gap looks like; only a supported one has a colour."""

    DEFICIT = "deficit"
    SURPLUS = "surplus"
    PALE = "pale"


def tone_of(gap: Gap) -> Tone:
    """Return how a gap is coloured after Holm's correction."""
    if gap.label is not Label.GAP:
        return Tone.PALE
    return Tone.DEFICIT if gap.difference < 0 else Tone.SURPLUS


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a track; `is_faint` where it is context, or not supported."""

    mark: Mark
    x: str
    is_faint: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An interval, or the bar of a gap."""

    style: str
    x1: str
    x2: str


@dataclass(frozen=True, slots=True)
class Track:
    """The drawing of one row: grid, the gap's bar, intervals, marks, in this order."""

    grid: tuple[str, ...]
    bar: Line | None
    intervals: tuple[Line, ...]
    points: tuple[Point, ...]


def track_of(figures: DimensionFigures, chosen: GapName | None, axis: Axis) -> Track:
    """Draw the profiles of one dimension; without a chosen gap all are in full strength."""
    gap = None if chosen is None else figures.gaps.get(chosen)
    ends = tuple(Mark) if chosen is None else GAPS[chosen]
    is_soft = gap is not None and gap.indicative
    values = {mark: value for mark in Mark if (value := value_of(mark, figures)) is not None}
    in_order = [mark for mark in Mark if mark not in ends] + [mark for mark in Mark if mark in ends]
    return Track(
        grid=tuple(axis.at(tick) for tick in axis.ticks),
        bar=_bar(gap, ends, values, axis),
        intervals=tuple(
            Line("soft" if is_soft else mark, axis.at(found[0]), axis.at(found[1]))
            for mark in Mark
            if mark in ends and (found := interval_of(mark, figures)) is not None
        ),
        points=tuple(
            Point(mark, axis.at(values[mark]), is_faint=mark not in ends or is_soft)
            for mark in in_order
            if mark in values
        ),
    )


def _bar(
    gap: Gap | None, ends: tuple[Mark, ...], values: dict[Mark, float], axis: Axis
) -> Line | None:
    if gap is None or any(end not in values for end in ends):
        return None
    first, second = (axis.at(values[end]) for end in ends)
    return Line(tone_of(gap), first, second)
