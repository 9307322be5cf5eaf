from typing import Any

import pytest

from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.versions import ChangeKind, Part, changes, word_changes


def item(code: str, text: str = "Goed?", **more: Any) -> dict[str, Any]:
    return {"code": code, "type": "likert", "scale": "five", "text": {"nl": text}, **more}


def questionnaire(*pages: tuple[str, list[dict[str, Any]]], **more: Any) -> Questionnaire:
    points = [{"value": value, "text": {"nl": str(value)}} for value in (1, 5)]
    given = {
        "code": "image",
        "title": {"nl": "Beeld"},
        "languages": ["nl"],
        "scales": [{"code": "five", "points": points}],
        "pages": [{"code": code, "title": {"nl": code}, "items": items} for code, items in pages],
    }
    return Questionnaire.model_validate(given | more)


ONE = questionnaire(("a", [item("x"), item("y")]), ("b", [item("z")]))


def found(new: Questionnaire) -> list[tuple[ChangeKind, Part, str, tuple[str, ...]]]:
    return [(one.kind, one.part, one.code, one.fields) for one in changes(ONE, new)]


def test_nothing_changed_is_no_change() -> None:
    assert found(ONE.model_copy()) == []


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            questionnaire(("a", [item("x"), item("y"), item("w")]), ("b", [item("z")])),
            (ChangeKind.ADDED, Part.ITEM, "w", ()),
        ),
        (
            questionnaire(("a", [item("x")]), ("b", [item("z")])),
            (ChangeKind.REMOVED, Part.ITEM, "y", ()),
        ),
        (
            questionnaire(("a", [item("x", "Beter?"), item("y")]), ("b", [item("z")])),
            (ChangeKind.REWORDED, Part.ITEM, "x", ()),
        ),
        (
            questionnaire(("a", [item("x", reverse=True), item("y")]), ("b", [item("z")])),
            (ChangeKind.ALTERED, Part.ITEM, "x", ("reverse",)),
        ),
        (
            questionnaire(("a", [item("x")]), ("b", [item("y"), item("z")])),
            (ChangeKind.MOVED, Part.ITEM, "y", ()),
        ),
        (
            questionnaire(("a", [item("y"), item("x")]), ("b", [item("z")])),
            (ChangeKind.MOVED, Part.PAGE, "a", ("items",)),
        ),
        (
            questionnaire(("b", [item("z")]), ("a", [item("x"), item("y")])),
            (ChangeKind.MOVED, Part.QUESTIONNAIRE, "image", ("pages",)),
        ),
        (
            questionnaire(("a", [item("x"), item("y")]), ("b", [item("z")]), title={"nl": "Imago"}),
            (ChangeKind.REWORDED, Part.QUESTIONNAIRE, "image", ()),
        ),
        (
            questionnaire(
                ("a", [item("x"), item("y")]),
                ("b", [item("z")]),
                thanks={"title": {"nl": "Dank"}},
            ),
            (ChangeKind.ALTERED, Part.QUESTIONNAIRE, "image", ("thanks",)),
        ),
    ],
)
def test_each_difference_is_named_once(
    new: Questionnaire, expected: tuple[ChangeKind, Part, str, tuple[str, ...]]
) -> None:
    assert found(new) == [expected]


def test_a_changed_scale_is_named_itself() -> None:
    points = [{"value": value, "text": {"nl": str(value)}} for value in (1, 7)]
    new = questionnaire(
        ("a", [item("x"), item("y")]),
        ("b", [item("z")]),
        scales=[{"code": "five", "points": points}],
    )

    assert found(new) == [(ChangeKind.ALTERED, Part.SCALE, "five", ("points",))]


def test_an_item_that_moved_tells_from_where_to_where() -> None:
    new = questionnaire(("a", [item("x")]), ("b", [item("y"), item("z")]))

    assert [one.pages for one in changes(ONE, new)] == [("a", "b")]


def test_words_are_kept_taken_out_and_put_in() -> None:
    assert word_changes("De prijs is netjes.", "De prijs is heel redelijk.") == (
        ("same", "De prijs is"),
        ("out", "netjes."),
        ("in", "heel redelijk."),
    )
