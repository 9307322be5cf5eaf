import pytest

from bench.figures import Bound, Figure


@pytest.mark.parametrize(
    ("bound", "value", "holds"),
    [
        (Bound.AT_MOST, 15, True),
        (Bound.AT_MOST, 15.1, False),
        (Bound.AT_LEAST, 15, True),
        (Bound.AT_LEAST, 14.9, False),
    ],
)
def test_a_figure_holds_on_the_right_side_of_its_target(
    bound: Bound, value: float, holds: bool
) -> None:
    assert Figure("name", value, "unit", 15, bound).holds is holds


@pytest.mark.parametrize(
    ("value", "holds"), [(0.93, False), (0.94, True), (0.96, True), (0.97, False)]
)
def test_a_figure_that_should_be_near_its_target_is_off_on_either_side(
    value: float, *, holds: bool
) -> None:
    assert Figure("name", value, "unit", 0.95, Bound.WITHIN, 0.015).holds is holds
