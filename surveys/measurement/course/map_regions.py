"""How sure the places on a map are: regions from the maps without each shard of the people.

A map made again without some people may be turned or mirrored. Each is first turned back onto the
map of all people; how far its points still are from where they were tells how sure they are.
"""

from dataclasses import dataclass
from math import atan2, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from surveys.measurement.inference.estimates import LEVEL
from surveys.measurement.sums.jackknife import jackknife_covariance

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A region around a point of a map, in the unit of its axes.

    `major` and `minor` are half its axes, `angle` (radians, −π/2 to π/2) is how far the major one
    is turned from the first axis of the map towards the second.
    """

    x: float
    y: float
    major: float
    minor: float
    angle: float


def procrustes(replicates: Array, target: Array) -> Array:
    """Turn and mirror maps so that their points come closest to those of another one.

    The rotation Q = UV' of UΣV' = X'·T makes Σ|X·Q − T|² smallest. Nothing is moved or stretched:
    the centre of both maps is 0.

    Args:
        replicates: (…, points, axes) the maps to turn.
        target: (points, axes) the same points on the map that stays.

    Returns:
        (…, points, axes).

    Source:
        Schönemann (1966), Psychometrika 31, 1-10.

    >>> procrustes(np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 1.0]])).tolist()
    [[2.0, 0.0], [0.0, 1.0]]
    """
    turned: Array = replicates @ rotations(replicates, target)
    return turned


def rotations(replicates: Array, target: Array) -> Array:
    """Return the turns by which `procrustes` brings maps to another one, (…, axes, axes)."""
    left, _, right = np.linalg.svd(replicates.swapaxes(-1, -2) @ target)
    turns: Array = left @ right
    return turns


def jackknife_regions(points: Array, replicates: Array, level: float = LEVEL) -> list[Ellipse]:
    """Return the region of each point of a map that so many of such regions hold.

    Replicates are turned onto the map (`procrustes`); for the rest see `regions`.

    Args:
        points: (points, 2) a map of all people; rows and columns together.
        replicates: (G, points, 2) the map without each of G shards, G >= 3.
        level: the share of such regions that hold the true place, 0-1.

    Returns:
        One ellipse per point; none with fewer than three shards.

    Assumes:
        Places about normal; that the two axes shown are clearly larger than the next one, as
        turning back is within the plane.

    Source:
        Kott (2001), J Off Stat 17, 521-526; Hotelling (1931), Ann Math Stat 2, 360-378; Milan and
        Whittaker (1995), Appl Stat 44, 31-49, for turning replicates.
    """
    return regions(points, procrustes(replicates, points), level)


def regions(points: Array, turned: Array, level: float = LEVEL) -> list[Ellipse]:
    """Return the region of each point of a map whose replicates already lie by its axes.

    C being a point's covariance by the jackknife, (z − x)'C⁻¹(z − x) <=
    2·(G − 1)/(G − 2)·F(level; 2, G − 2).

    Args:
        points: (points, 2) a map of all people.
        turned: (G, points, 2) the map without each of G shards, on the axes of the former.
        level: the share of such regions that hold the true place, 0-1.

    Returns:
        One ellipse per point; none with fewer than three shards.

    Source:
        Kott (2001), J Off Stat 17, 521-526; Hotelling (1931), Ann Math Stat 2, 360-378.
    """
    groups = len(turned)
    if groups < 3:
        return []
    covariances = jackknife_covariance(turned)
    reach = 2 * (groups - 1) / (groups - 2) * float(special.fdtri(2, groups - 2, level))
    return [_ellipse(*one, reach) for one in zip(points, covariances, strict=True)]


def _ellipse(point: Array, covariance: Array, reach: float) -> Ellipse:
    (small, large), vectors = np.linalg.eigh(covariance)
    along_x, along_y = vectors[:, 1]
    if along_x < 0:
        along_x, along_y = -along_x, -along_y
    return Ellipse(
        x=float(point[0]),
        y=float(point[1]),
        major=sqrt(max(0.0, large) * reach),
        minor=sqrt(max(0.0, small) * reach),
        angle=atan2(along_y, along_x),
    )
