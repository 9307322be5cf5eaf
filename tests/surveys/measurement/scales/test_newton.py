import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.scales.newton import OUTSIDE, Local, Vector, is_valley, minimise


def bowl(point: Vector) -> Local:
    """Least at (1, 2), steeper one way than the other."""
    off = point - np.array([1.0, 2.0])
    steepness = np.array([1.0, 1000.0])
    return Local(float(steepness @ off**2), 2 * steepness * off, np.diag(2 * steepness))


def logarithm(point: Vector) -> Local:
    """x − ln x, least at 1, of which whole steps from far out leave the region."""
    x = float(point[0])
    if x <= 0:
        return OUTSIDE
    return Local(x - np.log(x), np.array([1 - 1 / x]), np.array([[1 / x**2]]))


@given(start=st.tuples(st.floats(-50, 50), st.floats(-50, 50)))
def test_a_parabola_is_solved_from_anywhere(start: tuple[float, float]) -> None:
    found = minimise(bowl, np.array(start))

    assert found.converged
    assert found.point == pytest.approx([1, 2], abs=1e-6)
    assert found.value == pytest.approx(0, abs=1e-9)


@given(start=st.floats(0.01, 100))
def test_steps_that_leave_the_region_are_halved(start: float) -> None:
    found = minimise(logarithm, np.array([start]))

    assert found.converged
    assert found.point == pytest.approx([1], abs=1e-6)


def test_a_parameter_stops_at_its_bound_and_leaves_it_when_that_is_better() -> None:
    bounds = np.array([3.0, -np.inf])
    held = minimise(bowl, np.array([10.0, 5.0]), bounds)
    free = minimise(bowl, np.array([-4.0, 5.0]), np.array([-4.0, -np.inf]))

    assert held.converged
    assert held.point == pytest.approx([3, 2])
    assert free.converged
    assert free.point == pytest.approx([1, 2])


def test_a_slope_without_end_does_not_converge() -> None:
    found = minimise(lambda x: Local(-float(x[0]), np.array([-1.0]), np.eye(1)), np.zeros(1))

    assert not found.converged


def test_a_minimum_that_the_curvature_denies_is_given_up() -> None:
    uphill = minimise(lambda x: Local(float(x @ x), -2 * x, np.eye(1)), np.array([1.0]))

    assert not uphill.converged
    assert uphill.point == [1.0]


def test_a_saddle_is_no_valley() -> None:
    assert is_valley(np.diag([1.0, 2.0]))
    assert not is_valley(np.diag([1.0, -2.0]))
