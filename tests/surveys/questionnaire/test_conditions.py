from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from surveys.questionnaire.conditions import Condition, holds

ANSWERS: dict[str, Any] = {
    "point": 5,
    "unsure": "dk",
    "choice": "2",
    "many": ["red", "blue"],
    "met": {"met": 1},
    "not_met": {"met": 0},
    "words": "Goed",
}


def _condition(**parts: object) -> Condition:
    adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
    return adapter.validate_python(parts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"op": "is", "item": "point", "value": 5}, True),
        ({"op": "is", "item": "point", "value": 4}, False),
        ({"op": "is", "item": "choice", "value": "2"}, True),
        ({"op": "is", "item": "choice", "value": 2}, False),
        ({"op": "is", "item": "unsure", "value": "dk"}, True),
        ({"op": "is", "item": "skipped", "value": "dk"}, False),
        ({"op": "in", "item": "choice", "values": ["1", "2"]}, True),
        ({"op": "in", "item": "choice", "values": ["1"]}, False),
        ({"op": "at_least", "item": "point", "value": 5}, True),
        ({"op": "at_least", "item": "point", "value": 5.5}, False),
        ({"op": "at_most", "item": "point", "value": 5}, True),
        ({"op": "at_most", "item": "point", "value": 4}, False),
        ({"op": "at_least", "item": "unsure", "value": 0}, False),
        ({"op": "at_most", "item": "skipped", "value": 100}, False),
        ({"op": "answered", "item": "unsure"}, True),
        ({"op": "answered", "item": "skipped"}, False),
        ({"op": "includes", "item": "many", "value": "blue"}, True),
        ({"op": "includes", "item": "many", "value": "green"}, False),
        ({"op": "includes", "item": "words", "value": "G"}, False),
        ({"op": "met", "item": "met"}, True),
        ({"op": "met", "item": "not_met"}, False),
        ({"op": "met", "item": "skipped"}, False),
    ],
)
def test_what_an_answer_makes_hold(parts: dict[str, Any], *, expected: bool) -> None:
    assert holds(_condition(**parts), ANSWERS) is expected


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_groups_are_all_any_and_not(truths: list[bool]) -> None:
    parts = [{"op": "is", "item": f"a{place}", "value": 1} for place in range(len(truths))]
    answers = {f"a{place}": int(truth) for place, truth in enumerate(truths)}
    every, some = _condition(op="all", conditions=parts), _condition(op="any", conditions=parts)

    assert holds(every, answers) is all(truths)
    assert holds(some, answers) is any(truths)
    assert holds(_condition(op="not", condition=every), answers) is not all(truths)


@pytest.mark.parametrize(
    "parts",
    [
        {"op": "is", "item": "a", "value": True},
        {"op": "is", "item": "a", "value": None},
        {"op": "at_least", "item": "a", "value": "3"},
        {"op": "in", "item": "a", "values": []},
        {"op": "all", "conditions": []},
        {"op": "eval", "item": "a"},
        {"op": "answered", "item": "a", "value": 3},
    ],
)
def test_other_conditions_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _condition(**parts)
