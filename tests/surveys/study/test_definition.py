import json
from dataclasses import fields, replace
from typing import Any

import pytest

from surveys.errors import DefinitionError
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.weights.raking import Margin, Trim
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study import definition
from surveys.study.provenance import Choices, Provenance, Source
from tests.surveys.study.make import every_choice

CUSTOMERS = Source("test", "aa", 80, "bb")
EMPLOYEES = Source("own", "cc", 20, "dd")
FULL = Provenance("1.2.3", CUSTOMERS, EMPLOYEES, every_choice(), Thresholds())
CROSSED = Margin(("age", "sex"), {("y", "f"): 1.0, ("y", "m"): 2.5, ("o", "f"): 3.0})


def _again(provenance: Provenance) -> Provenance:
    return definition.from_json(json.loads(json.dumps(definition.as_json(provenance))))


def _problems(values: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        definition.from_json(values)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def _changed(*way: str, to: Any) -> Any:
    values = definition.as_json(FULL)
    at = values
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = to
    return values


@pytest.mark.parametrize(
    "provenance",
    [
        FULL,
        Provenance("", CUSTOMERS, None, Choices(), Thresholds()),
        replace(FULL, thresholds=Thresholds(10, 20, 40, 200)),
        replace(FULL, choices=every_choice(weights=WeightsPlan(column="w"))),
        replace(FULL, choices=every_choice(weights=WeightsPlan((CROSSED,), None))),
        replace(
            FULL,
            choices=every_choice(
                weights=WeightsPlan((CROSSED,), Trim(0.5, 3), keeps_unknown=False)
            ),
        ),
    ],
)
def test_what_is_told_is_read_again(provenance: Provenance) -> None:
    if not provenance.code:
        provenance = replace(provenance, code="0")

    assert _again(provenance) == provenance


@pytest.mark.parametrize("choice", [field.name for field in fields(Choices)])
def test_every_choice_survives_alone(choice: str) -> None:
    alone = Choices(**{choice: getattr(every_choice(), choice)})

    assert getattr(_again(replace(FULL, choices=alone)).choices, choice) == getattr(alone, choice)
    assert getattr(alone, choice) != getattr(Choices(), choice)


@pytest.mark.parametrize(
    ("way", "to", "expected"),
    [
        (("choices", "min_n"), "x", ("value.not_a_whole_number", "definition.choices.min_n")),
        (("choices", "min_n"), True, ("value.not_a_whole_number", "definition.choices.min_n")),
        (("choices", "min_n"), 1, ("value.too_small", "definition.choices.min_n")),
        (("choices", "segment_by"), ["a"], ("value.not_a_text", "definition.choices.segment_by")),
        (("choices", "missing"), "ab", ("value.not_a_list", "definition.choices.missing")),
        (("choices", "missing"), [None], ("value.not_a_text", "definition.choices.missing[0]")),
        (
            ("choices", "management"),
            ["rank"],
            ("value.not_allowed", "definition.choices.management"),
        ),
        (("choices", "other"), 1, ("key.unknown", "definition.choices.other")),
        (
            ("choices", "weights"),
            {"margins": [{"by": "a", "sizes": {"x": -1}}]},
            ("weights.target_not_positive", "definition.choices.weights.margins[0].sizes.x"),
        ),
        (
            ("choices", "profiles"),
            {"mission": {"price": {"target": float("nan")}}},
            ("value.not_a_number", "definition.choices.profiles.mission.price.target"),
        ),
        (("customers", "n"), -1, ("value.too_small", "definition.customers.n")),
        (("code",), None, ("value.not_a_text", "definition.code")),
        (
            ("thresholds", "to_test"),
            None,
            ("value.not_a_whole_number", "definition.thresholds.to_test"),
        ),
    ],
)
def test_what_is_wrong_is_placed(way: tuple[str, ...], to: Any, expected: tuple[str, str]) -> None:
    assert _problems(_changed(*way, to=to)) == [expected]


@pytest.mark.parametrize("part", ["code", "customers", "employees", "choices", "thresholds"])
def test_a_part_that_is_missing_is_named(part: str) -> None:
    values = definition.as_json(FULL)
    del values[part]

    assert _problems(values) == [("key.missing", "definition")]


@pytest.mark.parametrize("values", [None, [], "definition", 3])
def test_what_is_no_definition_at_all_is_refused(values: Any) -> None:
    assert ("key.missing", "definition") in _problems(values)
