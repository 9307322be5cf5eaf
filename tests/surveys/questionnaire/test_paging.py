from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire.paging import asked, path
from tests.surveys.questionnaire.make import item, page, questionnaire

IF_A = {"op": "at_least", "item": "a", "value": 5}
IF_B = {"op": "answered", "item": "b"}

CHAIN = questionnaire(
    pages=[
        page("one", item("a", "nps"), item("b", "nps", show_if=IF_A)),
        page("two", item("c", "nps"), show_if=IF_B),
        page("three", item("d", "information"), item("e", "nps", show_if=IF_B)),
    ]
)


def _shown(answers: dict[str, Any]) -> dict[str, list[str]]:
    steps = path(CHAIN, answers)
    return {step.page.code: [item.code for item in step.items] for step in steps}


def test_without_answers_what_has_no_condition_is_shown() -> None:
    assert _shown({}) == {"one": ["a"], "three": ["d"]}


def test_an_answer_opens_what_depends_on_it_on_its_own_page_too() -> None:
    assert _shown({"a": 5}) == {"one": ["a", "b"], "three": ["d"]}
    assert _shown({"a": 5, "b": 1}) == {"one": ["a", "b"], "two": ["c"], "three": ["d", "e"]}


def test_the_answer_to_a_hidden_item_opens_nothing() -> None:
    assert _shown({"a": 4, "b": 1}) == {"one": ["a"], "three": ["d"]}
    assert asked(CHAIN, {"a": 4, "b": 1, "c": 3}) == {"a", "d"}


def test_a_page_of_which_everything_is_hidden_is_passed_over() -> None:
    hidden = questionnaire(
        pages=[page("one", item("a", "nps")), page("two", item("b", "nps", show_if=IF_A))]
    )

    assert [step.page.code for step in path(hidden, {"a": 4})] == ["one"]
    assert [step.page.code for step in path(hidden, {"a": 5})] == ["one", "two"]


@given(st.dictionaries(st.sampled_from("abce"), st.integers(0, 10)))
def test_answers_off_the_path_change_nothing(answers: dict[str, int]) -> None:
    on_path = asked(CHAIN, answers)
    counted = {code: answer for code, answer in answers.items() if code in on_path}

    assert path(CHAIN, counted) == path(CHAIN, answers)
