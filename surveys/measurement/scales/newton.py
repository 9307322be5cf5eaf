"""Newton's method: where is a discrepancy of many parameters least."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

MOST_STEPS: Final = 50
SIZES: Final = tuple(0.5**halving for halving in range(30))
ENOUGH: Final = 1e-18
"""A step that promises to win less than half of this is not worth taking."""
ROUNDING: Final = 1e-12
RIDGE: Final = 1e-10


class Local(NamedTuple):
    """A discrepancy at a point: its value, its gradient (p,) and a curvature (p, p).

    The curvature is positive definite: of a likelihood the true one, or the one expected of the
    model. Outside of where a discrepancy is defined the value is infinite and the rest is empty.
    """

    value: float
    gradient: Vector
    curvature: Matrix


class Minimum(NamedTuple):
    """Where the search ended, the discrepancy there and whether it is a minimum."""

    point: Vector
    value: float
    converged: bool


OUTSIDE: Final = Local(np.inf, np.empty(0), np.empty((0, 0)))


def minimise(
    discrepancy: Callable[[Vector], Local], start: Vector, lowest: Vector | None = None
) -> Minimum:
    """Return the point near `start` where a discrepancy is least.

    A step that would raise the discrepancy, or leave the region where it is defined, is halved.
    The search ends when the step's promise to lower it, g'H⁻¹g, vanishes: that does not depend on
    the units of the parameters.

    Args:
        discrepancy: the function, defined at `start`.
        start: (p,) parameters.
        lowest: (p,) bounds below which parameters may not go.

    Source:
        Dennis and Schnabel (1983), Numerical Methods for Unconstrained Optimization, ch. 6; bounds
        as in Bertsekas (1982), SIAM J Control Optim 20, 221-246.

    >>> minimum = minimise(lambda x: Local(float(x @ x), 2 * x, 2 * np.eye(1)), np.array([3.0]))
    >>> minimum.converged, minimum.point.round(6).tolist()
    (True, [0.0])
    """
    bound = np.full(len(start), -np.inf) if lowest is None else lowest
    point, here = start, discrepancy(start)
    for _ in range(MOST_STEPS):
        step = _step(here, held=(point <= bound) & (here.gradient > 0))
        if -float(here.gradient @ step) < ENOUGH:
            return Minimum(point, here.value, converged=True)
        for size in SIZES:
            there = np.maximum(point + size * step, bound)
            found = discrepancy(there)
            if found.value <= here.value + ROUNDING:
                point, here = there, found
                break
        else:
            break
    return Minimum(point, here.value, converged=False)


def is_valley(curvature: Matrix) -> bool:
    """Tell whether a curvature is positive definite, so that a parabola of it has a minimum.

    >>> is_valley(np.eye(2)), is_valley(-np.eye(2))
    (True, False)
    """
    try:
        np.linalg.cholesky(curvature)
    except np.linalg.LinAlgError:
        return False
    return True


def _step(here: Local, held: npt.NDArray[np.bool_]) -> Vector:
    """Return the step to where a parabola would be least, leaving some parameters alone."""
    step = np.zeros(len(held))
    free = np.flatnonzero(~held)
    curvature = here.curvature[np.ix_(free, free)]
    curvature[np.diag_indices(len(free))] += RIDGE  # where a direction does not matter at all
    step[free] = -np.linalg.solve(curvature, here.gradient[free])
    return step
