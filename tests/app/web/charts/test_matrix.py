from app.web.charts.matrix import verdict_matrix
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.verdicts import Justified
from surveys.measurement.wave.figures import DimensionFigures
from tests.app.web.charts.make import NAMES, dimension, gap, series

CLOSED = gap(0, Label.CLOSED)
OPEN = gap(-3, Label.UNDECIDED, times_needed=2.0)


def both(recognition: Gap, wish: Gap, ability: Gap = CLOSED) -> DimensionFigures:
    return dimension(
        {GapName.RECOGNITION: recognition, GapName.WISH: wish, GapName.ABILITY: ability}
    )


def test_every_verdict_stands_in_its_box() -> None:
    one = series({"speed": both(gap(-9), gap(-15), gap(-6)), "price": both(CLOSED, gap(5))})

    matrix = verdict_matrix([one], NAMES, employees=50)

    (known,) = matrix.box((Justified.BELOW, False))
    (kept,) = matrix.box((Justified.JUSTIFIED, True))
    assert (known.name, known.and_improve) == ("Reaction speed", True)
    assert (kept.name, kept.and_improve) == ("Price", False)
    assert matrix.knows_employees
    assert matrix.total == 2


def test_what_is_undecided_keeps_what_is_known() -> None:
    one = series({"speed": both(OPEN, gap(-15)), "price": both(gap(-9), OPEN)})

    matrix = verdict_matrix([one], NAMES, employees=50)

    assert [entry.code for entry in matrix.box((None, False))] == ["speed"]
    assert [(row, [entry.code for entry in box]) for row, box in matrix.open_boxes()] == [
        (Justified.BELOW, ["price"])
    ]


def test_it_says_how_many_answers_would_decide() -> None:
    one = series({"speed": both(OPEN, gap(-15)), "price": both(CLOSED, OPEN)})

    speed, price = verdict_matrix([one], NAMES, employees=50).needed

    assert (speed.customers, speed.employees) == (200, 100)
    assert (price.customers, price.employees) == (200, None)


def test_without_employees_only_wanted_or_not_is_known() -> None:
    one = series({"speed": dimension({GapName.WISH: gap(-15)}), "price": dimension({})})

    matrix = verdict_matrix([one], NAMES, employees=0)

    assert not matrix.knows_employees
    assert [entry.code for entry in matrix.box((None, False))] == ["speed"]
    assert matrix.unjudged == ("Price",)


def test_two_groups_in_one_box_are_one_entry() -> None:
    groups = [
        series({"speed": dimension({GapName.WISH: gap(-15)})}, name) for name in ("Small", "Large")
    ]

    (entry,) = verdict_matrix(groups, NAMES, employees=0).box((None, False))

    assert [found.series.name for found in entry.figures] == ["Small", "Large"]
