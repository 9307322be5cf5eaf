"""A map as a whole drawing: points with their regions, directions from the centre, and labels.

Both axes have one scale, so that distances can be read off. Where labels stand is found here: each
on the first side of its point where it covers nothing, and nowhere where it would.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, hypot, pi, sin
from typing import Final, NamedTuple

from surveys.measurement.course.map_figures import FigureMap, MapPoint, PointKind
from surveys.measurement.course.map_regions import Ellipse

WIDTH, HEIGHT = 704, 540
"""Of the drawing, in pixels: as wide as a page of 768 pixels lets it be."""

SIDE, TOP = 96, 28
"""What is kept free for labels beside and above everything."""

LINE: Final = 16
"""How high a line of a label is, about."""

LETTER: Final = {PointKind.SEGMENT: 7.6, PointKind.DIMENSION: 6.3}
OTHER_LETTER: Final = 7.0
"""How wide a letter of a label is, about: those of segments are bold, of dimensions small."""

MARK: Final = 9
"""How far a label stays from its point."""

FAINT: Final = 0.5
"""A point of which the map shows less than this share of its distance is drawn faint."""

DIRECTION_REACH: Final = 0.7
"""How far the longest direction reaches, as a part of the farthest row or touchpoint."""


class Box(NamedTuple):
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> float:
        """Return the area that two rectangles share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)


@dataclass(frozen=True, slots=True)
class Label:
    """Where the text of a point stands, and at which end of it; empty where there is no room."""

    text: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Region:
    """An ellipse around a point, in pixels; `turn` in degrees, clockwise as SVG turns."""

    major: str
    minor: str
    turn: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point in place; `is_arrow` where it is a direction from the centre."""

    name: str
    kind: str
    x: str
    y: str
    is_faint: bool
    is_arrow: bool
    region: Region | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Scatter:
    """The whole drawing: its size, where its centre is, and its points, the first ones below."""

    width: int
    height: int
    x0: str
    y0: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the unit of a map to pixels."""

    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + self.scale * x, self.top - self.scale * y


ORDER: Final = {
    PointKind.DIMENSION: 0,
    PointKind.TARGET: 1,
    PointKind.TOUCHPOINT: 2,
    PointKind.BENCHMARK: 3,
    PointKind.SEGMENT: 4,
}
"""What lies on top of what: segments last. Their labels are placed first."""


def scatter(found: FigureMap, names: Mapping[str, str], kinds: Mapping[str, str]) -> Scatter:
    """Return the drawing of a map.

    Args:
        found: the map.
        names: of its points, as they stand on it.
        kinds: how a point is marked, by its name; those that are not there as their kind says.
    """
    points = sorted(_with_reach(found.points), key=lambda point: ORDER[point.kind])
    frame = _frame(points)
    labels = _labels(points, names, frame)
    x0, y0 = frame.at(0, 0)
    return Scatter(
        WIDTH,
        HEIGHT,
        _px(x0),
        _px(y0),
        tuple(
            _dot(point, kinds.get(point.name, point.kind), frame, labels[point.name])
            for point in points
        ),
    )


def half_width(region: Ellipse, angle: float) -> float:
    """Return how far a region reaches from its centre along a line at an angle, in radians."""
    turned = angle - region.angle
    return hypot(region.major * cos(turned), region.minor * sin(turned))


def _with_reach(points: Sequence[MapPoint]) -> list[MapPoint]:
    """Return points with directions as long as they are to be drawn."""
    rows = [hypot(of.x, of.y) for of in points if of.kind is not PointKind.DIMENSION]
    lengths = [hypot(of.x, of.y) for of in points if of.kind is PointKind.DIMENSION]
    stretch = DIRECTION_REACH * max(rows, default=1.0) / (max(lengths, default=0.0) or 1.0)
    return [
        MapPoint(of.name, of.kind, stretch * of.x, stretch * of.y, of.shown)
        if of.kind is PointKind.DIMENSION
        else of
        for of in points
    ]


def _frame(points: Iterable[MapPoint]) -> _Frame:
    """Return the largest scale at which all points and regions are on the drawing."""
    xs, ys = [0.0], [0.0]
    for point in points:
        wide = half_width(point.region, 0.0) if point.region else 0.0
        high = half_width(point.region, pi / 2) if point.region else 0.0
        xs += [point.x - wide, point.x + wide]
        ys += [point.y - high, point.y + high]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale = min((WIDTH - 2 * SIDE) / wide, (HEIGHT - 2 * TOP) / high)
    return _Frame(
        scale,
        WIDTH / 2 - scale * (max(xs) + min(xs)) / 2,
        HEIGHT / 2 + scale * (max(ys) + min(ys)) / 2,
    )


def _labels(
    points: Sequence[MapPoint], names: Mapping[str, str], frame: _Frame
) -> dict[str, Label | None]:
    """Place the labels, those of segments first."""
    marks = [_around(frame.at(point.x, point.y), MARK - 2) for point in points]
    taken: list[Box] = []
    found: dict[str, Label | None] = {}
    for point in reversed(points):
        x, y = frame.at(point.x, point.y)
        outward = (point.x, point.y) if point.kind is PointKind.DIMENSION else None
        text = names[point.name]
        wide = LETTER.get(point.kind, OTHER_LETTER) * len(text)
        candidates = list(_candidates(text, wide, (x, y), outward))
        costs = [
            sum(box.covers(other) for other in (*taken, *marks)) + _outside(box)
            for _label, box in candidates
        ]
        best = min(range(len(candidates)), key=lambda place: (costs[place], place))
        label, box = candidates[best]
        is_free = costs[best] < LINE**2 / 5
        may_cover = point.kind is not PointKind.DIMENSION or point.shown >= FAINT
        found[point.name] = label if is_free or may_cover else None
        if found[point.name] is not None:
            taken.append(box)
    return found


def _candidates(
    text: str, wide: float, at: tuple[float, float], outward: tuple[float, float] | None
) -> Iterable[tuple[Label, Box]]:
    """Yield where a label may stand; that of a direction beyond its end first."""
    x, y = at
    places = [
        ("start", MARK + 2, LINE / 3),
        ("end", -MARK - 2, LINE / 3),
        ("middle", 0.0, -MARK - 3),
        ("middle", 0.0, MARK + LINE - 3),
        ("start", MARK, LINE / 3 - LINE),
        ("start", MARK, LINE / 3 + LINE),
        ("end", -MARK, LINE / 3 - LINE),
        ("end", -MARK, LINE / 3 + LINE),
    ]
    if outward is not None:
        side = ("start", 5.0, LINE / 3) if outward[0] >= 0 else ("end", -5.0, LINE / 3)
        beyond = ("middle", 0.0, -6.0) if outward[1] >= 0 else ("middle", 0.0, LINE - 2.0)
        is_flat = abs(outward[0]) >= abs(outward[1])
        places = [side, beyond, *places] if is_flat else [beyond, side, *places]
    for anchor, dx, dy in places:
        left = x + dx - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = Box(left, y + dy - LINE * 0.75, left + wide, y + dy + LINE * 0.25)
        yield Label(text, _px(x + dx), _px(y + dy), anchor), box


def _around(at: tuple[float, float], half: float) -> Box:
    x, y = at
    return Box(x - half, y - half, x + half, y + half)


def _outside(box: Box) -> float:
    """Return a cost for what of a label would be off the drawing."""
    beyond = max(0.0, -box.left) + max(0.0, box.right - WIDTH)
    beyond += max(0.0, -box.top) + max(0.0, box.bottom - HEIGHT)
    return 100 * beyond


def _dot(point: MapPoint, kind: str, frame: _Frame, label: Label | None) -> Dot:
    x, y = frame.at(point.x, point.y)
    region = None
    if point.region is not None:
        region = Region(
            _px(frame.scale * point.region.major),
            _px(frame.scale * point.region.minor),
            _px(-degrees(point.region.angle)),
        )
    return Dot(
        name=point.name,
        kind=str(kind),
        x=_px(x),
        y=_px(y),
        is_faint=point.shown < FAINT,
        is_arrow=point.kind is PointKind.DIMENSION,
        region=region,
        label=label,
    )


def _px(value: float) -> str:
    return f"{value:.1f}"
