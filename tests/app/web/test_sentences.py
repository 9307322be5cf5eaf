import pytest

from app.web import sentences
from app.web.charts.heat import heat_map
from app.web.charts.matrix import verdict_matrix
from surveys.measurement.image.gaps import Gap, GapName
from surveys.measurement.wave.figures import SegmentFigures
from tests.app.web.charts.make import CLOSED, FEW, NAMES, OPEN, dimension, gap, group, series, wish

pytestmark = pytest.mark.usefixtures("english_page")


def test_it_is_counted_on_how_many_dimensions_a_group_stands_below_and_above() -> None:
    chart = wish(group(speed=gap(-28), price=gap(4), ict=OPEN))

    assert sentences.counted(chart) == "Below the wish on 1 of 3 dimensions, above it on 1."


def test_the_rows_say_where_the_largest_shortfall_and_surplus_are() -> None:
    chart = wish(group(speed=gap(-28), price=gap(4), ict=gap(-3)))

    assert sentences.of_rows(chart) == (
        "The largest shortfall is on reaction speed, 28 points. "
        "The largest surplus is on price, 4 points."
    )
    assert sentences.of_rows(wish(group(speed=OPEN))) == (
        "No gap is supported by the answers that there are."
    )


def test_verdicts_are_counted_in_words() -> None:
    def both(recognition: Gap, wanted: Gap) -> dict[GapName, Gap]:
        return {GapName.RECOGNITION: recognition, GapName.WISH: wanted}

    one = series(
        {
            "speed": dimension(both(gap(-9), gap(-15))),
            "price": dimension(both(CLOSED, gap(-6))),
            "ict": dimension(both(gap(6), CLOSED)),
        }
    )

    assert sentences.of_verdicts(verdict_matrix([one], NAMES, 50)) == (
        "On 1 dimension we are better than they see; "
        "on 1 they are right and it is not enough; on 1 they flatter us."
    )


def test_without_employees_the_verdict_says_what_is_not_known() -> None:
    said = sentences.of_verdicts(verdict_matrix([group(speed=gap(-15), price=OPEN)], NAMES, 0))

    assert said == "Wanted or unwanted is known for 1 of 2. Justified needs employees."


def test_the_heat_map_counts_segments_that_can_be_tested() -> None:
    groups = [
        group("Small", speed=gap(-12), price=gap(3)),
        group("Large", speed=gap(-20), price=CLOSED),
        group("Few", speed=FEW, price=FEW),
    ]
    total = SegmentFigures(200, {"speed": dimension(), "price": dimension()})

    assert sentences.of_heat(heat_map(groups, NAMES, GapName.WISH, total)) == (
        "A shortfall on reaction speed holds in both segments that can be tested. "
        "The largest gap is on reaction speed, at large: 20 points."
    )
