import pytest

from app.web.charts.dumbbells import Standing, dumbbells, standing_of
from surveys.measurement.image.gaps import Gap, GapName, Label
from tests.app.web.charts.make import NAMES, dimension, estimate, gap, group, series

FEW = gap(-40, Label.UNDECIDED, indicative=True)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (gap(-15), Standing.BELOW),
        (gap(15), Standing.ABOVE),
        (gap(-3, Label.NEGLIGIBLE), Standing.CLOSED),
        (gap(0, Label.CLOSED), Standing.CLOSED),
        (gap(-9, Label.UNDECIDED), Standing.UNDECIDED),
        (FEW, Standing.UNDECIDED),
        (None, Standing.INCOMPARABLE),
    ],
)
def test_a_gap_stands_where_its_label_puts_it(found: Gap | None, standing: Standing) -> None:
    assert standing_of(found) is standing


def test_rows_are_grouped_by_what_may_be_said_and_sorted_by_size() -> None:
    names = {code: code for code in "abcdefg"}
    one = group(
        a=gap(3),
        b=gap(-4),
        c=None,
        d=gap(-15),
        e=gap(9, Label.UNDECIDED),
        f=FEW,
        g=gap(0, Label.CLOSED),
    )

    chart = dumbbells([one], names, GapName.WISH)

    assert [(each.standing, [row.code for row in each.rows]) for each in chart.groups] == [
        (Standing.BELOW, ["d", "b"]),
        (Standing.ABOVE, ["a"]),
        (Standing.CLOSED, ["g"]),
        (Standing.UNDECIDED, ["e", "f"]),
        (Standing.INCOMPARABLE, ["c"]),
    ]


def test_all_four_profiles_keep_the_order_of_the_organisation() -> None:
    chart = dumbbells([group(price=gap(-20), speed=gap(-4))], NAMES, None)

    assert [row.code for row in chart.rows] == ["speed", "price"]


def test_two_groups_share_rows_and_axis() -> None:
    chart = dumbbells(
        [group("Small", speed=gap(-4), price=gap(0, Label.CLOSED)), group("Large", speed=gap(-20))],
        NAMES,
        GapName.WISH,
    )

    (row,) = chart.rows
    assert [reading.series.name for reading in row.readings] == ["Small", "Large"]


def test_a_comparison_rests_on_the_smaller_of_the_groups_asked() -> None:
    found = dimension({GapName.RECOGNITION: gap(-9)}, internal=estimate(70, 8))
    chart = dumbbells([series({"speed": found})], NAMES, GapName.RECOGNITION)

    assert chart.rows[0].readings[0].n == 8


def test_a_dimension_that_clearly_fewer_answered_says_so() -> None:
    found = {
        "speed": dimension(external=estimate(60, 100)),
        "price": dimension(external=estimate(60, 95)),
        "ict": dimension(external=estimate(60, 60)),
        "hidden": dimension(image=None),
    }
    chart = dumbbells([series(found)], NAMES | {"hidden": "Hidden"}, None)

    assert [row.code for row in chart.rows if row.readings[0].has_fewer] == ["ict"]


def test_a_wish_that_customers_gave_rests_on_those_who_gave_it() -> None:
    found = dimension(
        {GapName.WISH: gap(-9, n=31)}, image=60.0, wish=None, desired=estimate(69.0, 35)
    )
    chart = dumbbells([series({"speed": found})], NAMES, GapName.WISH)

    assert chart.rows[0].readings[0].n == 31
