from typing import Any

import pytest
from pydantic import ValidationError

from surveys.errors import Problem
from surveys.formats.structure import schema, structure_problems
from surveys.questionnaire.model import Questionnaire
from tests.surveys.questionnaire.make import definition, item, page


def _problems(value: object) -> list[Problem]:
    with pytest.raises(ValidationError) as refused:
        Questionnaire.model_validate(value)
    return structure_problems(refused.value, value)


def _of_item(**changes: Any) -> tuple[str, str, str, str]:
    """Return code, place within the item, value and expectation of its one problem."""
    (problem,) = _problems(definition(item("a", changes.pop("kind", "nps")) | changes))
    place = problem.place.removeprefix("pages[0].items[0]").removeprefix(".")
    return problem.code, place, problem.value, problem.expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"requird": True}, ("key.unknown", "requird", "requird", "required")),
        ({"required": 1}, ("value.not_true_or_false", "required", "1", "")),
        ({"required": "true"}, ("value.not_true_or_false", "required", "true", "")),
        ({"code": "A"}, ("code.malformed", "code", "A", "")),
        ({"code": 12}, ("value.not_a_text", "code", "12", '"12"')),
        ({"text": "Snel"}, ("text.not_per_language", "text", "Snel", '{nl: "…", en: "…"}')),
        ({"text": {"nl": 12}}, ("value.not_a_text", "text.nl", "12", '"12"')),
        ({"text": {"nl": True}}, ("value.not_a_text", "text.nl", "true", '"true"')),
        ({"text": {"nl": None}}, ("text.empty", "text.nl", "", "")),
        ({"text": {"nl": " "}}, ("text.empty", "text.nl", " ", "")),
        ({"text": {"nl": "\ud800"}}, ("text.not_unicode", "text.nl", "\ud800", "")),
        ({"text": {"dutch": "x"}}, ("language.malformed", "text.dutch", "dutch", "")),
        ({"hint": {"nl": "x" * 5001}}, ("text.too_long", "hint.nl", "x" * 80, "5000")),
        ({"kind": "likrt"}, ("value.not_allowed", "type", "likrt", "likert")),
        (
            {"measures": {"outcome": "loyal"}},
            ("value.not_allowed", "measures.outcome", "loyal", "loyalty"),
        ),
        (
            {"measures": {"dimension": "price"}},
            ("measures.facet_without_dimension", "measures", "", ""),
        ),
        ({"measures": {}}, ("measures.not_one_thing", "measures", "", "")),
        (
            {"measures": "price"},
            (
                "value.not_a_mapping",
                "measures",
                "price",
                "dimension, facet, touchpoint, outcome, attribute",
            ),
        ),
        (
            {"kind": "ranking", "most": 0},
            ("value.too_small", "most", "0", "1"),
        ),
        (
            {"kind": "ranking", "most": "two"},
            ("value.not_a_whole_number", "most", "two", ""),
        ),
        ({"kind": "number", "decimals": 9}, ("value.too_large", "decimals", "9", "4")),
        ({"kind": "single_choice", "options": "red"}, ("value.not_a_list", "options", "red", "")),
        (
            {"kind": "single_choice", "options": [{"code": "a b", "text": {"nl": "x"}}]},
            ("code.malformed_option", "options[0].code", "a b", ""),
        ),
        (
            {"show_if": {"op": "at_leest", "item": "b", "value": 1}},
            ("value.not_allowed", "show_if.op", "at_leest", "at_least"),
        ),
        (
            {"show_if": {"op": "at_least", "item": "b", "value": "x"}},
            ("value.not_a_number", "show_if.value", "x", ""),
        ),
        (
            {"show_if": {"op": "any", "conditions": [{"op": "met", "item": "b", "x": 1}]}},
            ("key.unknown", "show_if.conditions[0].x", "x", "op, item"),
        ),
        (
            {"show_if": {"op": "in", "item": "b", "values": []}},
            ("list.empty", "show_if.values", "", ""),
        ),
    ],
)
def test_what_does_not_fit_is_placed_and_says_what_would(
    changes: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    assert _of_item(**changes) == expected


def test_every_missing_key_is_listed() -> None:
    problems = _problems(definition(pages=[{"title": {"nl": "x"}}]))

    assert [(problem.code, problem.place, problem.value) for problem in problems] == [
        ("key.missing", "pages[0]", "code"),
        ("key.missing", "pages[0]", "items"),
    ]


def test_an_item_without_its_type_is_told_which_there_are() -> None:
    (problem,) = _problems(definition({"code": "a", "text": {"nl": "x"}}))

    assert (problem.code, problem.value) == ("key.missing", "type")
    assert "likert" in problem.expected.split(", ")


@pytest.mark.parametrize("value", [None, [], "words", 3])
def test_what_is_no_mapping_is_told_the_keys(value: object) -> None:
    (problem,) = _problems(value)

    assert (problem.code, problem.path) == ("value.not_a_mapping", ())
    assert "languages" in problem.expected.split(", ")


def test_the_same_fault_on_several_places_is_listed_for_each() -> None:
    problems = _problems(
        definition(pages=[page("one", item("a", "x")), page("two", item("b", "x"))])
    )

    assert [problem.place for problem in problems] == [
        "pages[0].items[0].type",
        "pages[1].items[0].type",
    ]


def test_the_schema_knows_every_kind_of_item() -> None:
    page_schema = schema()["$defs"]["Page"]["properties"]["items"]["items"]

    assert set(page_schema["discriminator"]["mapping"]) >= {"likert", "experience", "ranking"}
    assert schema()["additionalProperties"] is False
