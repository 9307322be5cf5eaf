import csv
from pathlib import Path

import pytest

from surveys import library
from surveys.formats import definition_yaml
from surveys.questionnaire.checks import check
from surveys.questionnaire.item_types import Likert, Ranking
from surveys.questionnaire.items import Item
from surveys.questionnaire.model import Audience, Questionnaire, blocks_of
from surveys.questionnaire.scales import Facet, Outcome
from surveys.questionnaire.texts import Text

NAMES = ("corporate_reputation", "customer_image", "employee_identity")
DATA = Path(__file__).parents[2] / "data"
NO_ANSWER = "-99"
LARGEST_MATRIX = 10


@pytest.fixture(params=NAMES)
def questionnaire(request: pytest.FixtureRequest) -> Questionnaire:
    return library.load(request.param)


def _items_of(questionnaire: Questionnaire, facet: Facet) -> dict[str, list[Item]]:
    """The likert items of one facet by dimension."""
    found: dict[str, list[Item]] = {}
    for item in questionnaire.items():
        if isinstance(item, Likert) and item.measures and item.measures.dimension:
            assert item.measures.facet is facet
            found.setdefault(item.measures.dimension, []).append(item)
    return found


def _texts(part: object) -> list[Text]:
    """Every text anywhere in a questionnaire."""
    match part:
        case dict() if part and set(part) <= {"nl", "en", "de"}:
            return [part]
        case dict():
            return [text for value in part.values() for text in _texts(value)]
        case list() | tuple():
            return [text for value in part for text in _texts(value)]
        case _:
            return []


def test_the_three_are_known_by_name() -> None:
    assert library.names() == NAMES
    assert [library.load(name).code for name in NAMES] == list(NAMES)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        library.text("../customer_image")


def test_a_check_finds_nothing(questionnaire: Questionnaire) -> None:
    assert check(questionnaire) == []


def test_every_text_is_in_dutch_and_in_english(questionnaire: Questionnaire) -> None:
    texts = _texts(questionnaire.model_dump(mode="json", exclude_none=True))

    assert len(texts) > len(list(questionnaire.items()))
    assert all(set(text) == {"nl", "en"} for text in texts)


def test_writing_and_reading_changes_nothing(questionnaire: Questionnaire) -> None:
    assert definition_yaml.read(definition_yaml.write(questionnaire)) == questionnaire


def test_no_matrix_is_longer_than_ten_rows(questionnaire: Questionnaire) -> None:
    longest = max(len(block) for page in questionnaire.pages for block in blocks_of(page.items))

    assert longest <= LARGEST_MATRIX


def test_every_item_but_the_open_ones_measures_something(questionnaire: Questionnaire) -> None:
    silent = [item.code for item in questionnaire.items() if item.measures is None]

    assert set(silent) <= {"recommend_reason", "improve_first"}


def test_the_customer_questionnaire_asks_at_most_45_answers() -> None:
    assert library.load("customer_image").answer_budget <= 45


def test_the_image_has_twelve_dimensions_of_two_items_on_two_pages() -> None:
    questionnaire = library.load("customer_image")

    items = _items_of(questionnaire, Facet.IMAGE)
    assert set(items) == {dimension.code for dimension in questionnaire.dimensions}
    assert len(items) == 12
    assert all(len(group) == 2 for group in items.values())
    for page in questionnaire.pages:
        measured = [item.measures.dimension for item in page.items if item.measures]
        named = [dimension for dimension in measured if dimension]
        assert len(named) == len(set(named)), page.code


def test_every_dimension_can_be_ranked_as_important() -> None:
    questionnaire = library.load("customer_image")

    ranking = next(item for item in questionnaire.items() if isinstance(item, Ranking))
    assert [option.code for option in ranking.options] == [
        dimension.code for dimension in questionnaire.dimensions
    ]
    for option in ranking.options:
        assert option.measures is not None
        assert option.measures.dimension == option.code
        assert option.measures.facet is Facet.IMPORTANCE


def test_every_image_former_is_asked_about() -> None:
    questionnaire = library.load("customer_image")

    asked = [item.measures.touchpoint for item in questionnaire.items() if item.measures]
    assert [code for code in asked if code] == [
        touchpoint.code for touchpoint in questionnaire.touchpoints
    ]


def test_the_customer_questionnaire_asks_what_the_image_leads_to() -> None:
    items = library.load("customer_image").items()
    measured = {item.measures.outcome for item in items if item.measures}

    assert measured >= {
        Outcome.RECOMMENDATION,
        Outcome.WORD_OF_MOUTH_GIVEN,
        Outcome.WORD_OF_MOUTH_HEARD,
        Outcome.SATISFACTION,
        Outcome.INVOLVEMENT,
        Outcome.INTENTION,
    }


def test_employees_judge_themselves_on_all_that_customers_judge() -> None:
    customers, employees = library.load("customer_image"), library.load("employee_identity")

    assert employees.audience is Audience.EMPLOYEES
    known = {dimension.code: dimension for dimension in employees.dimensions}
    assert {code: known.get(code) for code in known if code in _codes(customers)} == {
        dimension.code: dimension for dimension in customers.dimensions
    }
    items = _items_of(employees, Facet.SELF)
    assert set(items) == set(known)
    assert all(len(group) >= 2 for group in items.values())


def _codes(questionnaire: Questionnaire) -> set[str]:
    return {dimension.code for dimension in questionnaire.dimensions}


def test_self_image_and_image_are_asked_in_the_same_direction_on_the_same_scale() -> None:
    customers, employees = library.load("customer_image"), library.load("employee_identity")

    assert customers.scale_by_code["agreement"] == employees.scale_by_code["agreement"]
    for group in _items_of(customers, Facet.IMAGE).values():
        for item in group:
            twin = employees.item_by_code[item.code]
            assert isinstance(item, Likert)
            assert isinstance(twin, Likert)
            assert (twin.reverse, twin.scale) == (item.reverse, item.scale)


def test_the_published_answers_fit_the_reputation_questionnaire() -> None:
    questionnaire = library.load("corporate_reputation")
    with (DATA / "corporate_reputation.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    for code, item in questionnaire.item_by_code.items():
        for cell in {row[code] for row in rows} - {NO_ANSWER}:
            answer = item.read({code: cell}, questionnaire.scale_by_code)
            assert str(questionnaire.accept(code, answer)) == cell


def test_the_reputation_items_are_the_numbered_ones_of_the_published_data() -> None:
    items = _items_of(library.load("corporate_reputation"), Facet.IMAGE)

    assert {dimension: [item.code for item in group] for dimension, group in items.items()} == {
        "competence": ["comp_1", "comp_2", "comp_3"],
        "likeability": ["like_1", "like_2", "like_3"],
        "quality": [f"qual_{number}" for number in range(1, 9)],
        "performance": [f"perf_{number}" for number in range(1, 6)],
        "responsibility": [f"csor_{number}" for number in range(1, 6)],
        "attractiveness": ["attr_1", "attr_2", "attr_3"],
    }
