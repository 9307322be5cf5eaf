from dataclasses import replace

import pytest

from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study.provenance import Choices, Provenance, Source, differences
from tests.surveys.study.make import every_choice, rake

ONE = Provenance(
    "1.0", Source("a", "q", 9, "x"), Source("b", "r", 4, "y"), every_choice(), Thresholds()
)


def test_the_same_grounds_differ_in_nothing() -> None:
    assert differences(ONE, replace(ONE)) == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(ONE, code="1.1"), ("code",)),
        (replace(ONE, customers=Source("a", "other", 9, "x")), ("questionnaire",)),
        (replace(ONE, customers=Source("a", "q", 9, "other")), ("answers",)),
        (replace(ONE, employees=Source("b", "r", 4, "other")), ("employee_answers",)),
        (replace(ONE, employees=None), ("employee_questionnaire", "employee_answers")),
        (replace(ONE, choices=every_choice(min_n=9)), ("choices",)),
        (replace(ONE, thresholds=Thresholds(to_test=9)), ("choices",)),
    ],
)
def test_what_differs_is_named(other: Provenance, expected: tuple[str, ...]) -> None:
    assert differences(ONE, other) == differences(other, ONE) == expected


def test_the_columns_that_tell_people_apart_are_named_once() -> None:
    choices = Choices(
        segment_by="region",
        language_by="language",
        weights=rake(region={"n": 1}, age={"y": 1}),
        team_by="team",
        management=("team", "board"),
        employee_weights=WeightsPlan(column="w"),
    )

    assert choices.customer_labels == ("region", "language", "age")
    assert choices.employee_labels == ("team", "w")


def test_weights_of_either_audience_make_a_study_weighted() -> None:
    assert not Choices().is_weighted
    assert Choices(weights=WeightsPlan(column="w")).is_weighted
    assert Choices(employee_weights=WeightsPlan(column="w")).is_weighted
