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
