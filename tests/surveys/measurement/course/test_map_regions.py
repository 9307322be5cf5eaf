import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.course.map_regions import Array, Ellipse, jackknife_regions, procrustes
from surveys.measurement.sums.jackknife import jackknife_covariance

seeds = st.integers(0, 2**32 - 1)


def turned(angle: float, *, mirrored: bool = False) -> Array:
    side = -1 if mirrored else 1
    return np.array(
        [[math.cos(angle), -side * math.sin(angle)], [math.sin(angle), side * math.cos(angle)]]
    )


@given(seed=seeds, angle=st.floats(-3, 3), mirrored=st.booleans())
def test_a_map_that_was_turned_is_turned_back(seed: int, angle: float, mirrored: bool) -> None:
    points = np.random.default_rng(seed).normal(size=(6, 2))

    assert procrustes(points @ turned(angle, mirrored=mirrored), points) == pytest.approx(points)


@given(seed=seeds, angle=st.floats(-3, 3), mirrored=st.booleans())
def test_no_other_turn_comes_closer(seed: int, angle: float, mirrored: bool) -> None:
    generator = np.random.default_rng(seed)
    points, target = generator.normal(size=(2, 6, 2))
    best = ((procrustes(points, target) - target) ** 2).sum()

    other = points @ turned(angle, mirrored=mirrored)
    assert best <= ((other - target) ** 2).sum() + 1e-9


@given(seed=seeds)
def test_turning_stretches_nothing_and_many_maps_are_turned_one_by_one(seed: int) -> None:
    generator = np.random.default_rng(seed)
    maps, target = generator.normal(size=(4, 6, 2)), generator.normal(size=(6, 2))
    together = procrustes(maps, target)

    assert (together**2).sum(axis=(1, 2)) == pytest.approx((maps**2).sum(axis=(1, 2)))
    for one, alone in zip(together, maps, strict=True):
        assert one == pytest.approx(procrustes(alone, target))


def replicates(seed: int, points: Array, groups: int = 40) -> Array:
    noise = np.random.default_rng(seed).normal(scale=(0.03, 0.01), size=(groups, *points.shape))
    return np.asarray(points + noise)


POINTS = np.array([[2.0, 0.5], [-1.0, 1.0], [-1.0, -1.5], [0.3, 0.1]])


@given(seed=seeds)
def test_a_region_is_the_jackknifes_covariance_at_the_reach_of_hotelling(seed: int) -> None:
    maps = replicates(seed, POINTS)
    covariances = jackknife_covariance(procrustes(maps, POINTS))
    # F(0.95; 2, 38) = 3.2448, so that 2·39/38 of it is the squared reach
    reach = 2 * 39 / 38 * 3.244818

    for point, region, covariance in zip(
        POINTS, jackknife_regions(POINTS, maps), covariances, strict=True
    ):
        axes = turned(region.angle) * np.array([region.major, region.minor])
        assert (region.x, region.y) == tuple(point)
        assert axes @ axes.T == pytest.approx(reach * covariance, rel=1e-5)
        assert region.major >= region.minor >= 0
        assert -math.pi / 2 <= region.angle <= math.pi / 2


@given(seed=seeds, angle=st.floats(-3, 3))
def test_maps_that_came_out_turned_give_the_same_regions(seed: int, angle: float) -> None:
    maps = replicates(seed, POINTS)
    plain, other = jackknife_regions(POINTS, maps), jackknife_regions(POINTS, maps @ turned(angle))

    assert [one.major for one in other] == pytest.approx([one.major for one in plain])


def test_points_that_never_move_have_no_extent_and_two_shards_say_nothing() -> None:
    still = np.array([POINTS] * 5)

    for region in jackknife_regions(POINTS, still):
        assert (region.major, region.minor) == pytest.approx((0, 0), abs=1e-12)
    assert jackknife_regions(POINTS, still[:2]) == []


def test_a_point_that_moves_along_the_first_axis_has_a_flat_region() -> None:
    moves = np.zeros((40, 4, 2))
    moves[:, 0, 0] = np.linspace(-0.001, 0.001, 40)
    moves[:, 1, 0] = -moves[:, 0, 0]
    region, *_ = jackknife_regions(POINTS, POINTS + moves)

    assert isinstance(region, Ellipse)
    assert region.major > 10 * region.minor
    assert region.angle == pytest.approx(0, abs=0.3)
