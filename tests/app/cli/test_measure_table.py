import pytest

from app.cli.measure_table import LEGEND, MARKS, table
from surveys.measurement.gaps import Label
from surveys.measurement.measure import measure
from surveys.measurement.profiles import Profiles, Target
from tests.surveys.measurement.make import likert, moments, questionnaire

ASKED = questionnaire()


def _lines(answers: list[dict[str, int]], **profiles: float) -> list[str]:
    targets = {code: Target(value) for code, value in profiles.items()}
    figures = measure(ASKED, {"south": moments(ASKED, answers)}, profiles=Profiles(mission=targets))
    return table(figures, str).splitlines()


def test_without_targets_there_are_no_columns_for_them() -> None:
    heading = _lines([{"price_1": 4, "price_2": 4}] * 40)[1]

    assert heading.split() == ["n", "image", "(95%)", "alpha"]


def test_what_is_not_defined_is_a_dash() -> None:
    assert _lines([])[2].split() == ["price", "0", "–", "–"]
    few = [{"price_1": 7, "price_2": 1}] * 3
    assert _lines(few)[2].split() == ["price", "3", "100.0", "–"]


def test_a_gap_has_its_sign_and_a_mark_for_its_label() -> None:
    answers = [{"price_1": low, "price_2": 8 - low} for low in (3, 4, 5)] * 20

    assert _lines(answers, price=80)[2].split()[-2] == "−30.0*"
    assert _lines(answers, price=20)[2].split()[-2] == "+30.0*"
    assert _lines(answers, price=50)[2].split()[-2] == "0.0="


def test_wishes_that_customers_gave_stand_beside_what_they_see() -> None:
    asked = questionnaire(likert("p", "price"), likert("w", "price", facet="wish"))
    split = moments(asked, [{"p": 7, "w": wish} for wish in (1, 7, 7)] * 12)
    agreed = moments(asked, [{"p": 7, "w": 7}] * 36)

    lines = table(measure(asked, {"east": split, "west": agreed}), str).splitlines()

    assert lines[1].split()[3:5] == ["desired", "met"]
    assert lines[2].split()[4:7] == ["66.7", "divided", "67%"]
    assert lines[6].split()[4:6] == ["100.0", "100%"]


@pytest.mark.parametrize("label", Label)
def test_the_legend_explains_every_mark(label: Label) -> None:
    assert MARKS[label] in LEGEND
