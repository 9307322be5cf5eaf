import pytest
from pydantic import ValidationError

from surveys.questionnaire.scales import Measures, Point, Scale
from tests.surveys.questionnaire.make import scale


def test_a_scale_knows_its_ends() -> None:
    seven = Scale.model_validate(scale("agree", -3, 3))

    assert (seven.low, seven.high) == (-3, 3)
    assert seven.values == (-3, -2, -1, 0, 1, 2, 3)


@pytest.mark.parametrize("value", [1.5, "1", True, None, 101])
def test_a_point_has_a_small_whole_value(value: object) -> None:
    with pytest.raises(ValidationError):
        Point.model_validate({"value": value, "text": {"nl": "een"}})


@pytest.mark.parametrize(
    "parts",
    [
        {"dimension": "price", "facet": "image"},
        {"touchpoint": "website"},
        {"outcome": "loyalty"},
        {"attribute": "region"},
        {"facet": "importance"},
    ],
)
def test_an_item_measures_one_thing(parts: dict[str, str]) -> None:
    assert Measures.model_validate(parts).model_dump(mode="json", exclude_none=True) == parts


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({}, "measures.not_one_thing"),
        ({"facet": "image"}, "measures.not_one_thing"),
        ({"touchpoint": "website", "outcome": "loyalty"}, "measures.not_one_thing"),
        ({"dimension": "price"}, "measures.facet_without_dimension"),
        ({"outcome": "loyalty", "facet": "image"}, "measures.facet_without_dimension"),
    ],
)
def test_it_does_not_measure_more_or_less(parts: dict[str, str], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Measures.model_validate(parts)

    assert [error["type"] for error in refused.value.errors()] == [kind]
