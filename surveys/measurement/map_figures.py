"""Maps of a wave: segments, benchmarks and dimensions; and which touchpoints reach which segment.

Mission and wish are drawn on the map of those who were measured and do not shape it. A later wave
is drawn on the axes of an earlier one, so that no axis flips between two waves.
"""

from dataclasses import dataclass
from enum import StrEnum

from surveys.measurement.map_regions import Ellipse


class PointKind(StrEnum):
    """What a point of a map stands for."""

    SEGMENT = "segment"
    BENCHMARK = "benchmark"
    TARGET = "target"
    """A mission or a wish: drawn on the map, not part of what made it."""
    DIMENSION = "dimension"
    """A direction, from the centre: whoever lies that way scores higher on it."""
    TOUCHPOINT = "touchpoint"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A point of a map; `shown` is how much of its distance from the centre these axes show, 0-1.

    Below one half it is drawn faint. `region` is where it lies in truth, 95 %; None: not known.
    """

    name: str
    kind: PointKind
    x: float
    y: float
    shown: float
    region: Ellipse | None = None


@dataclass(frozen=True, slots=True)
class Axes:
    """What a map is drawn by, to draw later waves by the same.

    `columns` are its dimensions or touchpoints, in order; a place is what a row is above `centre`
    times `directions` (columns, 2).
    """

    columns: tuple[str, ...]
    centre: tuple[float, ...]
    directions: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FigureMap:
    """A map in two axes; `explained` are the shares of all differences that these show, 0-1.

    `left_out` names rows and columns without enough answers. `is_on_earlier_axes` tells whether the
    axes are those that were given.
    """

    points: tuple[MapPoint, ...]
    explained: tuple[float, float]
    axes: Axes
    left_out: tuple[str, ...]
    is_on_earlier_axes: bool


class WhyNoMap(StrEnum):
    """Why there is no structure to map."""

    TOO_FEW = "too_few"
    """Fewer than three rows or columns with enough answers."""
    ALIKE = "alike"
    """The rows differ no more than chance makes them."""


@dataclass(frozen=True, slots=True)
class NoMap:
    """No structure to map, and why."""

    why: WhyNoMap
    left_out: tuple[str, ...]
