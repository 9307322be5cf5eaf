"""What a map of a wave gives, and what maps of any kind share: points, axes, replicates.

`image_map` draws segments by how they see the company, `touchpoint_map` by what reaches them. A
later wave is drawn on the axes of an earlier one, so that no axis flips between two waves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.course.map_regions import Ellipse
from surveys.measurement.sums.summary import Summary

Array = NDArray[np.float64]
Groups = Mapping[str, Summary]
Replicates = Mapping[str, Sequence[Summary]]
"""By group the sums without each shard (`jackknife.leave_one_out`)."""


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

    `columns` are its dimensions or touchpoints, in order. Where a row lies is what it has above
    `centre` in each of them times `directions` (columns, 2).
    """

    columns: tuple[str, ...]
    centre: tuple[float, ...]
    directions: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, columns: Sequence[str], centre: Array, directions: Array) -> "Axes":
        """Return axes from numbers, (columns,) and (columns, axes); only the first two count."""
        pairs = [(float(x), float(y)) for x, y in two_axes(directions)]
        return cls(tuple(columns), tuple(centre.tolist()), tuple(pairs))

    def place(self, rows: Array) -> Array:
        """Return where rows lie, (rows, 2)."""
        places: Array = (rows - np.array(self.centre)) @ np.array(self.directions)
        return places


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


def without_shards(groups: Groups, replicates: Replicates) -> list[dict[str, Summary]]:
    """Return all groups without the first shard of each, without the second, and so on.

    People of different groups have nothing to do with each other, so that any shard of one may go
    with any shard of another. A group with fewer shards stays whole in the last ones.
    """
    most = max((len(replicates.get(name, ())) for name in groups), default=0)
    return [
        {
            name: replicates[name][shard] if shard < len(replicates.get(name, ())) else group
            for name, group in groups.items()
        }
        for shard in range(most)
    ]


def two_axes(places: Array) -> Array:
    """Return the first two coordinates of each place; 0 on an axis that is not there."""
    two: Array = np.pad(places, ((0, 0), (0, max(0, 2 - places.shape[1]))))[:, :2]
    return two


def as_shares(parts: Array, wholes: Array) -> Array:
    """Return parts as shares of their wholes, 0-1; 0 where there is no whole."""
    shares = np.divide(parts, wholes, out=np.zeros_like(parts), where=wholes > 0)
    clipped: Array = np.clip(shares, 0.0, 1.0)
    return clipped
