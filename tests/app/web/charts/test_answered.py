import pytest

from app.web.charts.answered import Allows, Group, answered, reliabilities, what_allows
from surveys.measurement.scales.reliability import Reliability
from tests.app.web.charts.make import NAMES, dimension, estimate, series


@pytest.mark.parametrize(
    ("n", "allows"),
    [
        (0, Allows.NOTHING),
        (5, Allows.SCORES),
        (14, Allows.SCORES),
        (15, Allows.INDICATIVE),
        (29, Allows.INDICATIVE),
        (30, Allows.EVERYTHING),
    ],
)
def test_so_many_answers_allow_so_much(n: int, allows: Allows) -> None:
    assert what_allows(n) is allows


def test_bars_are_beside_the_largest_group_and_a_hidden_one_has_none() -> None:
    groups = [
        Group("Large", 200, 5, None, [estimate(60)]),
        Group("Small", 50, 5, 7, [estimate(60)]),
        Group("Tiny", 0, 5, None, []),
    ]

    large, small, tiny = answered(groups)

    assert (large.width, small.width, tiny.width) == ("100.0%", "25.0%", "0.0%")
    assert (large.margin, tiny.margin) == (2.0, None)
    assert (small.waiting, tiny.waiting) == (7, None)


def test_reliability_is_shown_with_its_warning_and_never_withheld() -> None:
    columns = [
        series({"speed": dimension(alpha=0.55), "price": dimension(alpha=0.65)}),
        series({"speed": dimension(alpha=0.9), "price": dimension(alpha=None)}),
        series({}, "Tiny", n=0),
    ]

    speed, price = reliabilities(columns, NAMES, {"speed": 3, "price": 1})

    assert [(one.value, one.word) for one in speed.groups] == [
        (0.55, Reliability.WEAK),
        (0.9, Reliability.FINE),
        (None, None),
    ]
    assert [one.word for one in price.groups] == [Reliability.CAUTION, None, None]


def test_nobody_at_all_gives_empty_bars() -> None:
    (one,) = answered([Group("Tiny", 0, 5, None, [])])

    assert one.width == "0%"
