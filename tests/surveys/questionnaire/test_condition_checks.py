from typing import Any

import pytest

from surveys.errors import Problem
from surveys.questionnaire.checks import check
from tests.surveys.questionnaire.make import item, page, questionnaire

KINDS = (
    *("likert", "nps", "single_choice", "multiple_choice", "number", "short_text", "long_text"),
    *("experience", "ranking", "information"),
)
FITS = {
    "is": {"likert", "nps", "single_choice", "number"},
    "in": {"likert", "nps", "single_choice", "number"},
    "at_least": {"likert", "nps", "number"},
    "at_most": {"likert", "nps", "number"},
    "includes": {"multiple_choice", "ranking"},
    "met": {"experience"},
    "answered": set(KINDS) - {"information"},
}


def _problems(condition: dict[str, Any], kind: str = "nps") -> list[Problem]:
    """Check a page that is shown on a condition about item `a` of the page before."""
    return check(
        questionnaire(
            pages=[
                page("first", item("a", kind)),
                page("second", item("b", "nps"), show_if=condition),
            ]
        )
    )


def _condition(op: str, kind: str) -> dict[str, Any]:
    chosen = op == "includes" or (kind == "single_choice" and op in {"is", "in"})
    value = "red" if chosen else 3
    more = {"answered": {}, "met": {}, "in": {"values": [value]}}.get(op, {"value": value})
    return {"op": op, "item": "a", **more}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("op", FITS)
def test_an_operator_looks_at_the_kinds_of_item_that_it_fits(op: str, kind: str) -> None:
    problems = _problems(_condition(op, kind), kind)

    if kind in FITS[op]:
        assert not problems
    else:
        assert [problem.code for problem in problems] == ["condition.operator_does_not_fit"]
        assert op not in problems[0].expected.split(", ")


def test_a_condition_looks_at_an_item_that_is_there() -> None:
    (problem,) = _problems({"op": "answered", "item": "aa"})

    assert (problem.code, problem.value, problem.expected) == ("condition.unknown_item", "aa", "a")
    assert problem.path == ("pages", 1, "show_if", "item")


def test_a_page_looks_at_items_of_earlier_pages_only() -> None:
    (problem,) = _problems({"op": "answered", "item": "b"})

    assert (problem.code, problem.value) == ("condition.later_item", "b")


def test_an_item_looks_at_earlier_items_of_its_own_page() -> None:
    condition = {"op": "answered", "item": "a"}
    first, second = item("a", "nps"), item("b", "nps", show_if=condition)

    assert not check(questionnaire(first, second))
    (problem,) = check(questionnaire(second, first))
    assert (problem.code, problem.item) == ("condition.later_item", "b")


def test_an_item_does_not_look_at_itself() -> None:
    condition = {"op": "answered", "item": "a"}
    (problem,) = check(questionnaire(item("a", "nps", show_if=condition)))

    assert problem.code == "condition.later_item"


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("likert", {"op": "is", "value": 8}, "1-7"),
        ("likert", {"op": "at_least", "value": 2.5}, "1-7"),
        ("nps", {"op": "at_most", "value": 11}, "0-10"),
        ("single_choice", {"op": "is", "value": "green"}, "red, blue, no"),
        ("multiple_choice", {"op": "includes", "value": "green"}, "red, blue, no"),
        ("number", {"op": "at_least", "value": -1}, "0-1000000"),
    ],
)
def test_a_condition_looks_for_an_answer_that_can_be_given(
    kind: str, condition: dict[str, Any], expected: str
) -> None:
    (problem,) = _problems({"item": "a", **condition}, kind)

    assert (problem.code, problem.expected) == ("condition.impossible_value", expected)


def test_each_impossible_value_of_a_list_is_placed() -> None:
    condition = {"op": "in", "item": "a", "values": [10, 11, 12]}

    places = [problem.path[-2:] for problem in _problems(condition)]
    assert places == [("values", 1), ("values", 2)]


def test_dont_know_can_be_looked_for_where_it_is_offered() -> None:
    condition = {"op": "is", "item": "a", "value": "dk"}

    assert not _problems(condition, "likert")
    assert _problems(condition, "nps")


def test_a_nested_condition_is_placed() -> None:
    nested = {"op": "not", "condition": {"op": "answered", "item": "x"}}
    (problem,) = _problems({"op": "any", "conditions": [{"op": "answered", "item": "a"}, nested]})

    assert problem.place == "pages[1].show_if.conditions[1].condition.item"


def test_a_condition_on_an_item_without_a_scale_leaves_that_to_the_other_check() -> None:
    asked = questionnaire(
        item("a", "likert", scale="other"),
        item("b", "nps", show_if={"op": "is", "item": "a", "value": 3}),
    )

    assert [problem.code for problem in check(asked)] == ["scale.unknown"]
