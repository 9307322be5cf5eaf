from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from surveys.measurement.course.image_map import chance_of_spread, image_map
from surveys.measurement.course.map_figures import (
    Axes,
    FigureMap,
    MapPoint,
    NoMap,
    PointKind,
    WhyNoMap,
)
from surveys.measurement.course.map_regions import Ellipse
from surveys.measurement.course.maps import pca_biplot
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("price", "service", "speed", "trust")
ASKED = questionnaire(*(likert(f"{code}_1", code, scale="ten") for code in CODES))
CLUSTERS: Mapping[str, Sequence[float]] = {
    "north": (3, 7, 5, 5),
    "east": (3.3, 6.8, 5, 5.2),
    "south": (7, 3, 5, 5),
    "west": (6.8, 3.3, 5.1, 4.8),
}

MISSION = dict(zip(CODES, (70.0, 70.0, 50.0, 50.0), strict=True))


def rows(seed: int, centres: Sequence[float], n: int = 150) -> list[dict[str, int]]:
    draw = np.random.default_rng(seed)
    points = np.clip(np.rint(draw.normal(centres, 1.5, (n, len(CODES)))), 0, 10)
    codes = [f"{code}_1" for code in CODES]
    return [dict(zip(codes, map(int, row), strict=True)) for row in points]


def groups(seed: int = 0, n: int = 150, **more: Sequence[float]) -> dict[str, Moments]:
    centres = {**CLUSTERS, **more}
    return {
        name: moments(ASKED, rows(10 * seed + at, of, n))
        for at, (name, of) in enumerate(centres.items())
    }


def drawn(found: FigureMap | NoMap) -> FigureMap:
    assert isinstance(found, FigureMap)
    return found


def places(found: FigureMap | NoMap) -> dict[str, MapPoint]:
    return {point.name: point for point in drawn(found).points}


def apart(one: MapPoint, other: MapPoint) -> float:
    return float(np.hypot(one.x - other.x, one.y - other.y))


def test_two_clusters_are_drawn_apart() -> None:
    found = places(image_map(groups()))

    near = [apart(found["north"], found["east"]), apart(found["south"], found["west"])]
    far = [
        apart(found[one], found[other]) for one in ("north", "east") for other in ("south", "west")
    ]
    assert min(far) > 4 * max(near)
    assert found["south"].x * found["north"].x < 0


def test_it_is_the_biplot_of_the_means() -> None:
    segments = groups()
    means = np.array(
        [
            [10 * float(of.sample(f"{code}_1").mean or 0) for code in CODES]
            for of in segments.values()
        ]
    )
    expected = pca_biplot(means)
    found = drawn(image_map(segments))
    by_kind = {kind: [(p.x, p.y) for p in found.points if p.kind is kind] for kind in PointKind}

    assert expected is not None
    assert by_kind[PointKind.SEGMENT] == pytest.approx(expected.scores[:, :2])
    assert by_kind[PointKind.DIMENSION] == pytest.approx(expected.loadings[:, :2])
    assert found.explained == pytest.approx(expected.variances[:2] / expected.variances.sum())
    shown = [point.shown for point in found.points if point.kind is PointKind.SEGMENT]
    assert shown == pytest.approx(expected.cos2[:, :2].sum(axis=1))


def test_mission_and_wish_are_drawn_and_move_nothing() -> None:
    segments = groups()
    plain = drawn(image_map(segments))
    found = drawn(image_map(segments, targets={"mission": MISSION, "wish": {"price": 50.0}}))

    assert found.axes == plain.axes
    assert [point for point in found.points if point.kind is not PointKind.TARGET] == list(
        plain.points
    )
    target = places(found)["mission"]
    assert (target.x, target.y) == pytest.approx(found.axes.place(np.array([70.0, 70, 50, 50])))
    assert found.left_out == ("wish",)


def test_axes_do_not_flip_between_waves() -> None:
    spring = drawn(image_map(groups()))
    for seed in range(1, 8):
        autumn = drawn(image_map(groups(seed), like=spring.axes))
        assert autumn.is_on_earlier_axes
        assert autumn.axes == spring.axes
        for name in CLUSTERS:
            assert apart(places(spring)[name], places(autumn)[name]) < 8


def test_the_same_wave_on_its_own_axes_is_the_same_map() -> None:
    spring = drawn(image_map(groups()))
    again = drawn(image_map(groups(), like=spring.axes))

    for one, other in zip(spring.points, again.points, strict=True):
        assert (one.name, one.kind) == (other.name, other.kind)
        assert (one.x, one.y, one.shown) == pytest.approx((other.x, other.y, other.shown))
    assert again.explained == pytest.approx(spring.explained)


def test_axes_with_a_dimension_that_is_gone_are_not_kept() -> None:
    earlier = Axes(("price", "style"), (50.0, 50.0), ((1.0, 0.0), (0.0, 1.0)))

    assert not drawn(image_map(groups(), like=earlier)).is_on_earlier_axes


def test_benchmarks_shape_the_map_and_are_told_from_segments() -> None:
    rival = moments(ASKED, rows(99, (5, 5, 9, 5)))
    found = places(image_map(groups(), benchmarks={"rival": rival}))

    assert found["rival"].kind is PointKind.BENCHMARK
    assert found["rival"].y > 30
    assert all(found[name].y < 0 for name in CLUSTERS)


def test_of_alike_segments_one_in_twenty_gives_a_map() -> None:
    found = [
        image_map(
            {str(at): moments(ASKED, rows(5 * seed + at, (5, 5, 5, 5), 60)) for at in range(4)}
        )
        for seed in range(100)
    ]
    none = [each for each in found if isinstance(each, NoMap)]

    assert len(none) >= 100 - stats.binom.ppf(0.999, 100, 0.05)
    assert {each.why for each in none} == {WhyNoMap.ALIKE}


@given(seed=st.integers(0, 2**32 - 1), unit=st.floats(0.01, 100))
def test_how_far_rows_lie_apart_is_told_in_any_unit_and_direction(seed: int, unit: float) -> None:
    draw = np.random.default_rng(seed)
    table, roots = draw.normal(size=(4, 3)), draw.normal(size=(4, 3, 3))
    covariances = roots @ roots.swapaxes(1, 2)
    turn = np.linalg.qr(draw.normal(size=(3, 3)))[0] * unit
    p = chance_of_spread(table, covariances)

    assert chance_of_spread(table @ turn, turn.T @ covariances @ turn) == pytest.approx(p)
    assert chance_of_spread(table + 7, covariances) == pytest.approx(p)


def test_with_one_column_and_equal_variances_it_is_chi2() -> None:
    table = np.array([[1.0], [2.0], [5.0], [4.0]])
    p = chance_of_spread(table, np.full((4, 1, 1), 2.5))

    assert p == pytest.approx(stats.chi2.sf(10 / 2.5, 3))
    assert chance_of_spread(table, np.zeros((4, 1, 1))) == 0


def test_two_segments_need_no_map() -> None:
    two = {name: of for name, of in groups().items() if name in {"north", "south"}}

    assert image_map(two) == NoMap(WhyNoMap.TOO_FEW, ())
    assert image_map({}) == NoMap(WhyNoMap.TOO_FEW, ())


def test_small_segments_and_dimensions_with_holes_are_left_out_and_named() -> None:
    segments = groups()
    blank = [{"price_1": 4, "service_1": 4, "speed_1": 4}] * 50
    found = image_map(
        {
            **segments,
            "tiny": moments(ASKED, rows(1, (5, 5, 5, 5), 8)),
            "blank": moments(ASKED, blank),
        }
    )

    assert drawn(found).left_out == ("tiny", "trust")
    assert drawn(found).axes.columns == ("price", "service", "speed")


def sharded(asked: Questionnaire, answers: list[dict[str, int]]) -> tuple[Moments, list[Moments]]:
    block = encode(asked, answers)
    parts = summarise_by(block, [place % 40 for place in range(len(answers))])
    whole = summarise(block)
    return whole, leave_one_out(list(parts.values()), whole)


def replicated(seed: int, n: int = 150) -> tuple[dict[str, Moments], dict[str, list[Moments]]]:
    parts = {
        name: sharded(ASKED, rows(100 * seed + at, of, n))
        for at, (name, of) in enumerate(CLUSTERS.items())
    }
    wholes = {name: whole for name, (whole, _) in parts.items()}
    return wholes, {name: without for name, (_, without) in parts.items()}


def test_regions_hold_the_true_places() -> None:
    """On the axes of so many people that chance is gone: 100 regions, of which 95 hold."""
    truth = drawn(image_map(groups(n=10_000)))
    inside = []
    for seed in range(1, 26):
        segments, replicates = replicated(seed)
        found = places(image_map(segments, replicates=replicates, like=truth.axes))
        inside += [is_inside(found[name].region, places(truth)[name]) for name in CLUSTERS]

    assert np.mean(inside) == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / 100))


def is_inside(region: Ellipse | None, point: MapPoint) -> bool:
    assert region is not None
    dx, dy = point.x - region.x, point.y - region.y
    cos, sin = np.cos(region.angle), np.sin(region.angle)
    along, across = dx * cos + dy * sin, dy * cos - dx * sin
    return bool((along / region.major) ** 2 + (across / region.minor) ** 2 <= 1)


def test_regions_are_of_who_was_measured_and_shrink_with_more_people() -> None:
    few, many = (
        places(image_map(segments, replicates=replicates, targets={"mission": MISSION}))
        for segments, replicates in (replicated(1), replicated(1, n=2400))
    )

    for name in CLUSTERS:
        one, other = few[name].region, many[name].region
        assert one is not None
        assert other is not None
        assert one.major / other.major == pytest.approx(4, rel=0.5)
    assert all(few[name].region is None for name in (*CODES, "mission"))


def test_without_shards_of_a_segment_it_has_no_region() -> None:
    segments, replicates = replicated(1)
    found = places(image_map(segments, replicates={"north": replicates["north"]}))

    assert [name for name in CLUSTERS if found[name].region] == ["north"]
