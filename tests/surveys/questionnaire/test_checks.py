from typing import Any

import pytest

from surveys import library
from surveys.errors import Problem
from surveys.questionnaire.checks import check
from surveys.questionnaire.model import Questionnaire
from tests.surveys.questionnaire.make import item, option, page, questionnaire, scale, text

PRICE = {"dimension": "price", "facet": "image"}


def _one(asked: Questionnaire) -> Problem:
    (problem,) = check(asked)
    return problem


def test_a_sound_questionnaire_has_no_problems() -> None:
    assert not check(questionnaire())


@pytest.mark.parametrize("name", library.names())
def test_the_ready_made_questionnaires_have_no_problems(name: str) -> None:
    assert not check(library.load(name))


@pytest.mark.parametrize(
    ("part", "thing"),
    [
        ("dimensions", {"code": "twice", "name": text()}),
        (
            "touchpoints",
            {"code": "twice", "name": text(), "kind": "media", "steerability": "none"},
        ),
        ("scales", scale("twice", 1, 5)),
    ],
)
def test_codes_of_one_kind_differ(part: str, thing: dict[str, Any]) -> None:
    problem = _one(questionnaire(item("a", "nps"), **{part: [thing, thing]}))

    assert problem.code == f"{part.removesuffix('s')}.duplicate_code"
    assert (problem.path, problem.value) == ((part, 1, "code"), "twice")


def test_codes_of_pages_differ() -> None:
    pages = [page("first", item("a", "nps")), page("first", item("b", "nps"))]

    assert _one(questionnaire(pages=pages)).code == "page.duplicate_code"


def test_codes_of_items_differ_on_all_pages() -> None:
    pages = [page("first", item("a", "nps")), page("second", item("a", "number"))]
    problem = _one(questionnaire(pages=pages))

    assert (problem.code, problem.value, problem.item) == ("item.duplicate_code", "a", "a")
    assert problem.path == ("pages", 1, "items", 0, "code")


def test_codes_of_options_differ() -> None:
    twice = [option("x"), option("y"), option("x")]
    problem = _one(questionnaire(item("a", "single_choice", options=twice)))

    assert (problem.code, problem.path[-2:]) == ("option.duplicate_code", (2, "code"))


def test_a_language_is_named_once() -> None:
    assert _one(questionnaire(languages=["nl", "en", "nl"])).code == "language.duplicate"


def test_there_is_something_to_ask() -> None:
    assert _one(questionnaire(pages=[])).code == "questionnaire.no_pages"
    assert _one(questionnaire(pages=[page("first")])).code == "page.no_items"


@pytest.mark.parametrize(
    ("values", "code", "expected"),
    [
        ([], "scale.no_points", ""),
        ([1], "scale.too_few_points", "2"),
        ([1, 3, 2], "scale.points_not_ascending", "1, 2, 3"),
        ([1, 2, 2], "scale.points_not_ascending", "1, 2"),
    ],
)
def test_a_scale_has_two_points_or_more_that_go_up(
    values: list[int], code: str, expected: str
) -> None:
    points = [{"value": value, "text": text()} for value in values]
    problem = _one(questionnaire(scales=[{"code": "agree", "points": points}]))

    assert (problem.code, problem.expected) == (code, expected)


def test_a_scale_that_is_not_there_is_a_problem_that_names_the_nearest() -> None:
    problem = _one(questionnaire(item("a", "likert", scale="agre")))

    assert (problem.code, problem.value, problem.expected) == ("scale.unknown", "agre", "agree")
    assert problem.item == "a"


def test_a_dimension_that_is_not_there_is_a_problem_that_names_those_that_are() -> None:
    measures = {"dimension": "colour", "facet": "image"}
    problem = _one(questionnaire(item("a", "likert", measures=measures)))

    assert (problem.code, problem.expected) == ("dimension.unknown", "price, service")


def test_an_option_names_a_known_dimension() -> None:
    options = [option("x", measures={"dimension": "pric", "facet": "importance"})]
    problem = _one(questionnaire(item("a", "ranking", options=options, most=1)))

    assert (problem.code, problem.expected) == ("dimension.unknown", "price")


def test_an_image_former_that_is_not_there_is_a_problem() -> None:
    problem = _one(questionnaire(item("a", "experience", measures={"touchpoint": "webite"})))

    assert (problem.code, problem.expected) == ("touchpoint.unknown", "website")


@pytest.mark.parametrize(
    ("kind", "measures", "code"),
    [
        ("experience", None, "experience.no_touchpoint"),
        ("experience", {"outcome": "loyalty"}, "experience.no_touchpoint"),
        ("likert", {"touchpoint": "website"}, "touchpoint.not_an_experience"),
        ("number", PRICE, "dimension.not_on_a_scale"),
    ],
)
def test_an_item_measures_what_its_kind_can(
    kind: str, measures: dict[str, str] | None, code: str
) -> None:
    assert _one(questionnaire(item("a", kind, measures=measures))).code == code


@pytest.mark.parametrize(
    ("audience", "facet", "expected"),
    [("customers", "self", "image"), ("employees", "image", "self")],
)
def test_each_audience_has_its_own_facet(audience: str, facet: str, expected: str) -> None:
    measures = {"dimension": "price", "facet": facet}
    asked = questionnaire(item("a", "likert", measures=measures), audience=audience)
    problem = _one(asked)

    assert (problem.code, problem.expected) == ("facet.of_other_audience", expected)


def test_customers_are_asked_how_important_it_is_and_what_they_wish() -> None:
    items = [
        item(facet, "likert", measures={"dimension": "price", "facet": facet})
        for facet in ("importance", "wish")
    ]

    assert not check(questionnaire(*items))


def test_a_dimension_has_at_most_sixteen_items() -> None:
    items = [item(f"a_{place}", "likert", measures=PRICE) for place in range(17)]
    problem = _one(questionnaire(*items))

    assert (problem.code, problem.item) == ("dimension.too_many_items", "a_16")


def test_scales_that_cannot_be_averaged_exactly_are_a_problem() -> None:
    spans = [97, 89, 83, 79]
    scales = [
        {
            "code": f"to_{span}",
            "points": [{"value": 0, "text": text()}, {"value": span, "text": text()}],
        }
        for span in spans
    ]
    items = [item(f"a_{span}", "likert", scale=f"to_{span}", measures=PRICE) for span in spans]

    codes = {problem.code for problem in check(questionnaire(*items, scales=scales))}
    assert codes == {"dimension.scales_do_not_mix"}


def test_a_choice_has_options() -> None:
    assert _one(questionnaire(item("a", "single_choice", options=[]))).code == "item.no_options"


def test_no_more_can_be_ranked_than_there_are_options() -> None:
    problem = _one(questionnaire(item("a", "ranking", most=4)))

    assert (problem.code, problem.expected) == ("ranking.more_than_options", "3")


@pytest.mark.parametrize("limits", [(5, 5), (6, 5)])
def test_a_minimum_is_below_its_maximum(limits: tuple[int, int]) -> None:
    low, high = limits
    problem = _one(questionnaire(item("a", "number", minimum=low, maximum=high)))

    assert problem.code == "number.minimum_not_below_maximum"


def test_a_number_is_small_enough_to_be_counted_exactly() -> None:
    largest = 2**31 - 1

    assert not check(questionnaire(item("a", "number", maximum=largest)))
    too_large = questionnaire(item("a", "number", maximum=largest // 100 + 1, decimals=2))
    assert _one(too_large).code == "number.too_large"


def test_every_text_is_there_in_every_language() -> None:
    asked = questionnaire(item("a", "nps", low_text={"en": "unlikely"}))
    problem = _one(asked)

    assert (problem.code, problem.value) == ("text.missing_language", "nl")
    assert problem.path == ("pages", 0, "items", 0, "low_text")


def test_a_text_in_an_undeclared_language_is_a_problem() -> None:
    problem = _one(questionnaire(title=text() | {"de": "Titel"}))

    assert (problem.code, problem.path) == ("text.undeclared_language", ("title", "de"))


@pytest.mark.parametrize("words", ["Hoi {naam}", "Hoi { organisation }", "Hoi {Organisation}"])
def test_a_name_that_is_not_filled_in_is_a_problem(words: str) -> None:
    problem = _one(questionnaire(title={"nl": words, "en": "Hi {organisation}"}))

    assert (problem.code, problem.expected) == ("placeholder.unknown", "{organisation}")


def test_other_braces_are_plain_text() -> None:
    assert not check(questionnaire(title=text("{} {a b} { } :-{")))


def test_problems_come_in_the_order_of_the_file_and_name_their_item() -> None:
    asked = questionnaire(
        item("a", "likert", scale="other"),
        item("b", "single_choice", options=[]),
        title={"nl": "Titel"},
    )

    assert [(problem.code, problem.item) for problem in check(asked)] == [
        ("text.missing_language", ""),
        ("scale.unknown", "a"),
        ("item.no_options", "b"),
    ]


def test_columns_of_different_items_never_share_a_name() -> None:
    kinds = ("likert", "nps", "multiple_choice", "ranking", "experience", "number", "long_text")
    asked = questionnaire(*(item(f"{kind}", kind) for kind in kinds), item("no", "single_choice"))
    names = [name for one in asked.items() for name in one.header(asked.scale_by_code)]

    assert not check(asked)
    assert len(set(names)) == len(names)
