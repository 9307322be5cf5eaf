from math import pi

import pytest

from app.web.charts.scatter import HEIGHT, SIDE, WIDTH, Box, half_width, scatter
from surveys.measurement.course.map_figures import Axes, FigureMap, MapPoint, PointKind
from surveys.measurement.course.map_regions import Ellipse


def found(*points: MapPoint) -> FigureMap:
    return FigureMap(points, (0.6, 0.3), Axes((), (), ()), (), is_on_earlier_axes=False)


def segment(name: str, x: float, y: float, region: Ellipse | None = None) -> MapPoint:
    return MapPoint(name, PointKind.SEGMENT, x, y, 0.9, region)


def names(found: FigureMap) -> dict[str, str]:
    return {point.name: point.name for point in found.points}


def test_both_axes_have_one_scale_and_the_second_goes_up() -> None:
    drawn = scatter(
        a_map := found(segment("a", 10, 0), segment("b", 0, 10), segment("c", -10, -10)),
        names(a_map),
        {},
    )

    at = {dot.name: (float(dot.x), float(dot.y)) for dot in drawn.dots}
    x0, y0 = float(drawn.x0), float(drawn.y0)
    assert at["a"][0] - x0 == pytest.approx(y0 - at["b"][1], abs=0.2)
    assert at["a"][1] == pytest.approx(y0, abs=0.1)
    assert at["b"][1] < y0


def test_everything_is_on_the_drawing_with_its_region() -> None:
    region = Ellipse(50, 0, 40, 5, 0.0)
    drawn = scatter(
        a_map := found(segment("a", 50, 0, region), segment("b", -30, 20)), names(a_map), {}
    )

    (dot,) = (dot for dot in drawn.dots if dot.name == "a")
    assert dot.region is not None
    assert float(dot.x) + float(dot.region.major) <= WIDTH - SIDE + 0.2
    assert all(0 <= float(one.x) <= WIDTH and 0 <= float(one.y) <= HEIGHT for one in drawn.dots)


def test_a_region_turns_against_the_clock_as_the_map_does() -> None:
    region = Ellipse(0, 0, 4, 1, pi / 6)
    drawn = scatter(a_map := found(segment("a", 0, 0, region)), names(a_map), {})

    assert drawn.dots[0].region is not None
    assert drawn.dots[0].region.turn == "-30.0"


def test_labels_of_points_that_are_close_hardly_touch_each_other() -> None:
    close = [segment(f"a long name {place}", place, place % 2) for place in range(4)]
    drawn = scatter(a_map := found(*close, segment("far", 40, 30)), names(a_map), {})

    labels = [dot.label for dot in drawn.dots if dot.label]
    boxes = []
    for label in labels:
        wide = 7.6 * len(label.text)
        left = float(label.x) - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        boxes.append(Box(left, float(label.y) - 12, left + wide, float(label.y) + 4))
    assert len(boxes) == 5
    shared = [one.covers(other) for one in boxes for other in boxes if one is not other]
    assert max(shared) < 16 * 4 * 7.6  # of a line of four letters: most of that is between lines


def test_what_the_map_hardly_shows_is_faint() -> None:
    hardly = MapPoint("a", PointKind.SEGMENT, 5, 5, 0.4)
    drawn = scatter(a_map := found(hardly, segment("b", -5, 0)), names(a_map), {})

    assert {dot.name: dot.is_faint for dot in drawn.dots} == {"a": True, "b": False}


def test_a_dimension_is_a_direction_from_the_centre() -> None:
    price = MapPoint("price", PointKind.DIMENSION, 0.6, -0.8, 0.9)
    drawn = scatter(a_map := found(segment("a", 20, 0), price), names(a_map), {})

    arrow = next(dot for dot in drawn.dots if dot.is_arrow)
    across, down = float(arrow.x) - float(drawn.x0), float(arrow.y) - float(drawn.y0)
    assert down / across == pytest.approx(8 / 6, abs=0.02)
    assert arrow.region is None


@pytest.mark.parametrize(("angle", "reach"), [(0.0, 2.0), (pi / 2, 5.0), (pi, 2.0)])
def test_half_a_region_is_as_wide_as_its_ellipse(angle: float, reach: float) -> None:
    assert half_width(Ellipse(0, 0, 5, 2, pi / 2), angle) == pytest.approx(reach)
