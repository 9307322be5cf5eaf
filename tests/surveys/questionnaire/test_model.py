import pytest
from pydantic import ValidationError

from surveys.errors import AnswerError
from surveys.questionnaire.item_types import Likert
from surveys.questionnaire.model import Questionnaire, blocks_of
from tests.surveys.questionnaire.make import definition, item, page, questionnaire, scale


def test_items_are_found_by_code_in_the_order_in_which_they_are_asked() -> None:
    pages = [page("one", item("b", "nps")), page("two", item("a", "nps"), item("c", "nps"))]

    assert list(questionnaire(pages=pages).item_by_code) == ["b", "a", "c"]


def test_consecutive_items_on_one_scale_form_a_matrix_and_experiences_a_group() -> None:
    items = [
        item("a", "likert"),
        item("b", "likert"),
        item("c", "likert", scale="other"),
        item("d", "nps"),
        item("e", "nps"),
        item("f", "experience"),
        item("g", "experience"),
        item("h", "likert"),
    ]
    asked = questionnaire(*items, scales=[scale("agree", 1, 7), scale("other", 1, 5)])

    blocks = ["".join(one.code for one in block) for block in blocks_of(asked.pages[0].items)]
    assert blocks == ["ab", "c", "d", "e", "fg", "h"]


def test_the_budget_counts_a_group_of_image_formers_and_three_that_were_met() -> None:
    formers = [item(f"t_{place}", "experience") for place in range(5)]

    assert questionnaire(*formers).answer_budget == 1 + 3 * 3
    assert questionnaire(formers[0]).answer_budget == 1 + 3
    both = questionnaire(item("a", "nps"), item("b", "information"), *formers)
    assert both.answer_budget == 1 + 10


def test_an_answer_is_accepted_by_its_item() -> None:
    asked = questionnaire()

    assert asked.accept("price_1", 7) == 7
    with pytest.raises(AnswerError):
        asked.accept("price_1", 8)
    with pytest.raises(KeyError):
        asked.accept("price_2", 7)


def test_a_part_of_a_questionnaire_never_changes() -> None:
    asked = questionnaire()

    with pytest.raises(ValidationError):
        asked.code = "other"


@pytest.mark.parametrize(
    "change",
    [
        {"code": 1},
        {"languages": []},
        {"audience": "everyone"},
        {"unknown": 1},
        {"title": "Titel"},
        {"title": {"nl": ""}},
        {"title": {"nl": " "}},
        {"pages": None},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Questionnaire.model_validate(definition(**change))


@pytest.mark.parametrize("reverse", [1, "true", "no", None])
def test_reverse_is_true_or_false_and_not_something_like_it(reverse: object) -> None:
    with pytest.raises(ValidationError):
        Likert.model_validate(item("a", "likert", reverse=reverse))
