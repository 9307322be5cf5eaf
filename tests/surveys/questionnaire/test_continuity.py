from typing import Any

import pytest

from surveys.questionnaire.continuity import Continuity, continuity
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet
from surveys.questionnaire.versions import ChangeKind, Part


def item(code: str, dimension: str = "price", **more: Any) -> dict[str, Any]:
    measures = {"dimension": dimension, "facet": "image"}
    text = {"nl": code}
    return {
        "code": code,
        "type": "likert",
        "scale": "five",
        "text": text,
        "measures": measures,
    } | more


def scale(code: str, *values: int, **more: Any) -> dict[str, Any]:
    return {"code": code, "points": [{"value": v, "text": {"nl": str(v)}} for v in values]} | more


FIVE = scale("five", 1, 2, 3, 4, 5)


def asked(
    *items: dict[str, Any], page: dict[str, Any] | None = None, scales: Any = (FIVE,)
) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "code": "image",
            "title": {"nl": "Beeld"},
            "languages": ["nl"],
            "scales": scales,
            "dimensions": [{"code": code, "name": {"nl": code}} for code in ("price", "trust")],
            "pages": [
                {"code": "p", "title": {"nl": "p"}, "items": [*items]} | (page or {}),
                {"code": "q", "title": {"nl": "q"}, "items": [item("t_1", "trust")]},
            ],
        }
    )


NPS = {name: part for name, part in item("p_2", type="nps").items() if name != "scale"}
OLD = asked(item("p_1"), item("p_2"))


def to(new: Questionnaire) -> Continuity:
    return continuity(OLD, new)["price"]


def test_without_a_change_a_trend_runs_on() -> None:
    assert to(OLD.model_copy()) == Continuity(is_broken=False, changes=())


def test_other_words_for_the_same_item_are_told_and_do_not_break() -> None:
    found = to(asked(item("p_1", text={"nl": "Anders"}), item("p_2")))

    assert not found.is_broken
    assert [change.kind for change in found.changes] == [ChangeKind.REWORDED]


@pytest.mark.parametrize(
    "new",
    [
        asked(item("p_2"), item("p_1")),
        asked(item("p_1"), item("p_2"), page={"title": {"nl": "Anders"}}),
        asked(item("p_1", required=True), item("p_2", hint={"nl": "Lees goed"})),
        asked(
            item("p_1", scale="vijf"),
            item("p_2", scale="vijf"),
            scales=[FIVE, scale("vijf", 1, 2, 3, 4, 5)],
        ),
    ],
    ids=["order", "page title", "hint", "name of the scale"],
)
def test_what_changes_no_answer_does_not_break(new: Questionnaire) -> None:
    assert not to(new).is_broken


@pytest.mark.parametrize(
    "new",
    [
        asked(item("p_1")),
        asked(item("p_1"), item("p_2"), item("p_3")),
        asked(item("p_1"), item("p_3")),
        asked(item("p_1"), item("p_2", reverse=True)),
        asked(item("p_1"), item("p_2"), scales=[scale("five", 1, 2, 3, 4, 5, 6, 7)]),
        asked(item("p_1"), item("p_2"), scales=[scale("five", 1, 3, 5)]),
        asked(item("p_1"), item("p_2"), scales=[FIVE | {"dont_know": {"nl": "Weet niet"}}]),
        asked(item("p_1"), NPS),
        asked(item("p_1", show_if={"op": "is", "item": "p_2", "value": 1}), item("p_2")),
    ],
    ids=[
        "removed", "added", "replaced", "reversed", "wider", "coarser", "dk", "nps", "condition",
    ],
)  # fmt: skip
def test_another_way_of_asking_breaks_and_says_why(new: Questionnaire) -> None:
    found = to(new)

    assert found.is_broken
    assert found.changes


def test_a_page_shown_to_other_people_breaks_what_is_on_it_only() -> None:
    old = asked(item("p_1"))
    new = asked(item("p_1"), page={"show_if": {"op": "is", "item": "t_1", "value": 1}})

    found = continuity(old, new)

    assert [change.part for change in found["price"].changes] == [Part.PAGE]
    assert {code: of.is_broken for code, of in found.items()} == {"price": True, "trust": False}


def test_a_change_of_another_facet_is_none_of_this_one() -> None:
    wish = item("w_1", measures={"dimension": "price", "facet": "wish"})
    asked_wish = asked(item("p_1"), item("p_2"), wish)

    assert not to(asked_wish).is_broken
    assert continuity(OLD, asked_wish, Facet.WISH) == {}


def test_a_dimension_that_only_one_version_measures_is_not_compared() -> None:
    assert "price" not in continuity(OLD, asked(item("t_2", "trust")))
