from collections.abc import Sequence

import pytest

from app.cli.measure_tables import LEGEND, MARKS, tables
from surveys.measurement.image.gaps import Label
from surveys.measurement.image.profiles import Profiles, Target
from surveys.study.provenance import Choices
from surveys.study.study import carry_out
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.study.make import Row, answered, people, rake

PRICE = questionnaire(likert("price_1", "price"), likert("price_2", "price", reverse=True))


def _lines(
    rows: Sequence[Row], columns: Sequence[str] = ("segment",), **chosen: object
) -> list[str]:
    choices = Choices(segment_by="segment", **chosen)  # type: ignore[arg-type]  # by name
    study = carry_out(choices, answered(rows, columns, PRICE))
    return tables(study, str).splitlines()


def _mission(price: float) -> Profiles:
    return Profiles({"price": Target(price)})


def test_without_targets_there_are_no_columns_for_them() -> None:
    heading = _lines([("s", (4, 4, None))] * 40)[1]

    assert heading.split() == ["n", "image", "(95%)", "alpha"]


def test_what_is_not_defined_is_a_dash() -> None:
    assert _lines([])[2].split() == ["price", "0", "–", "–"]
    assert _lines([("s", (7, 1, None))] * 3)[2].split() == ["price", "3", "100.0", "–"]


def test_a_gap_has_its_sign_and_a_mark_for_its_label() -> None:
    rows: Sequence[Row] = [("s", (low, 8 - low, None)) for low in (3, 4, 5)] * 20

    assert _lines(rows, profiles=_mission(80))[2].split()[-2] == "−30.0*"
    assert _lines(rows, profiles=_mission(20))[2].split()[-2] == "+30.0*"
    assert _lines(rows, profiles=_mission(50))[2].split()[-2] == "0.0="


def test_weights_are_told_by_what_people_amount_to() -> None:
    plan = rake(age={"y": 3, "o": 1})
    lines = _lines([*people("sy", 20), *people("so", 60, 2)], ("segment", "age"), weights=plan)

    assert lines[0] == "s (n = 80)"
    assert lines[1].split()[:3] == ["n", "n_eff", "image"]
    assert lines[2].split()[:3] == ["price", "80", "34"]  # 80²/(20·3² + 60·(1/3)²)


def test_a_hidden_segment_is_named_without_figures() -> None:
    lines = _lines([*people("n", 20), *people("s", 4)], min_n=5)

    assert "s: not shown, fewer than 5 people" in lines
    assert "Total (n = 20)" in lines
    assert not [line for line in lines if line.startswith(("s (", "s: how"))]


def test_wishes_that_customers_gave_stand_beside_what_they_see() -> None:
    asked = questionnaire(
        likert("price_1", "price"), likert("trust_1", "price", facet="wish"), likert("price_2", "x")
    )
    split: Sequence[Row] = [("e", (7, None, wish)) for wish in (1, 7, 7)] * 12
    agreed: Sequence[Row] = [("w", (7, None, 7))] * 36
    study = carry_out(
        Choices(segment_by="segment"), answered([*split, *agreed], ("segment",), asked)
    )

    east, west = (tables(study, str).split("\n\n")[place].splitlines() for place in (0, 1))
    assert east[1].split()[3:5] == ["desired", "met"]
    assert east[2].split()[4:7] == ["66.7", "divided", "67%"]
    assert west[2].split()[4:6] == ["100.0", "100%"]


@pytest.mark.parametrize("label", Label)
def test_the_legend_explains_every_mark(label: Label) -> None:
    assert MARKS[label] in LEGEND


def test_the_legend_fits_a_terminal() -> None:
    assert max(map(len, LEGEND.splitlines())) <= 120
