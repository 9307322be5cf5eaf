import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows


def percent(place: str | None) -> float:
    assert place is not None
    return float(place.removesuffix("%"))


def test_a_figure_stands_between_the_ends_of_its_interval() -> None:
    chart = estimate_rows([GivenRow("own", (Given(54, 50, 58, Kind.FULL),))], ends=(40, 60))

    assert chart is not None
    (mark,) = chart.rows[0].marks
    assert (mark.low, mark.x, mark.high) == ("50.00%", "70.00%", "90.00%")


def test_bars_are_drawn_where_they_are_asked_for() -> None:
    rows = [GivenRow("own", (Given(0.4),))]

    with_bars, without = estimate_rows(rows, has_bars=True), estimate_rows(rows)

    assert with_bars is not None
    assert without is not None
    assert with_bars.axis.has_bars
    assert not without.axis.has_bars


def test_without_a_figure_there_is_no_chart() -> None:
    assert estimate_rows([GivenRow("own"), GivenRow("heard")]) is None


def test_half_an_interval_is_none() -> None:
    chart = estimate_rows([GivenRow("own", (Given(54, low=50),))])

    assert chart is not None
    assert chart.rows[0].marks[0].low is None


@given(
    values=st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=9), line=st.integers(-99, 99)
)
def test_everything_is_on_the_axis(values: list[int], line: int) -> None:
    rows = [GivenRow(str(value), (Given(value),)) for value in values]

    chart = estimate_rows(rows, line=line)

    assert chart is not None
    axis = chart.axis
    assert axis.low <= min(*values, line)
    assert max(*values, line) <= axis.high
    assert 2 <= len(axis.ticks) <= 12
    assert axis.low <= axis.ticks[0]
    assert axis.ticks[-1] <= axis.high + 1e-6 * (axis.high - axis.low)
    places = [percent(row.marks[0].x) for row in chart.rows]
    assert places == pytest.approx(
        [100 * (value - axis.low) / (axis.high - axis.low) for value in values], abs=0.01
    )


def test_what_lies_outside_given_ends_is_drawn_at_the_end() -> None:
    chart = estimate_rows([GivenRow("share", (Given(0.02, -0.01, 0.05),))], ends=(0, 1))

    assert chart is not None
    assert chart.rows[0].marks[0].low == "0.00%"
