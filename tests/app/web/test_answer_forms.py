from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.web.answer_forms import FIELD, answer_form, reordered, typed_answers
from surveys.formats import definition_yaml
from surveys.questionnaire.items import ItemType
from surveys.questionnaire.model import Page
from tests.app.respond import case

QUESTIONNAIRE = definition_yaml.read(case.KINDS)
PAGES = {page.code: page for page in QUESTIONNAIRE.pages}


def _values(page: str, sent: dict[str, Any], language: str = "nl") -> dict[str, object]:
    return answer_form(PAGES[page], language)(MultiDict(sent)).values()


def test_every_kind_of_item_has_a_field() -> None:
    assert set(FIELD) == set(ItemType)


def test_what_was_left_empty_is_none() -> None:
    for page in PAGES:
        assert set(_values(page, {}).values()) == {None}


@pytest.mark.parametrize("page", case.ANSWERED)
def test_fields_read_what_items_accept(page: str) -> None:
    values = _values(page, case.ANSWERED[page])

    accepted = {
        code: QUESTIONNAIRE.accept(code, value)
        for code, value in values.items()
        if value is not None
    }
    assert accepted == {code: case.STORED[code] for code in accepted}


@pytest.mark.parametrize("page", case.ANSWERED)
def test_stored_answers_are_typed_again_as_they_were_sent(page: str) -> None:
    form = answer_form(PAGES[page], "nl")(MultiDict(case.ANSWERED[page]))
    typed = typed_answers(PAGES[page].items, case.STORED, "nl")

    for code, text in typed.items():
        if text:
            sent = form.typed()[code]
            assert text == (sent.replace("\r\n", "\n") if isinstance(sent, str) else sent)


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("7", 7),
        ("-2", -2),
        ("dk", "dk"),
        ("07", 7),
        ("٧", "٧"),
        ("1e3", "1e3"),
        ("9" * 40, "9" * 40),
    ],
)
def test_figures_become_numbers(sent: str, value: object) -> None:
    assert _values("image", {"answer_fast": sent})["fast"] == value


def test_several_values_for_one_answer_stay_several() -> None:
    assert _values("image", {"answer_fast": ["1", "2"]})["fast"] == ["1", "2"]


NUMBERS = [
    ("nl", "35", 35.0),
    ("nl", "35,5", 35.5),
    ("nl", "35.5", 35.5),
    ("nl", "1.000", 1000.0),
    ("nl", "1.000,25", 1000.25),
    ("en", "35.5", 35.5),
    ("en", "1,000", 1000.0),
    ("en", "35,5", 35.5),
    ("nl", " 12 ", 12.0),
    ("xx", "1,000.5", 1000.5),
]


@pytest.mark.parametrize(("language", "sent", "number"), NUMBERS)
def test_a_number_is_read_as_people_write_it(language: str, sent: str, number: float) -> None:
    questionnaire = definition_yaml.read(
        case.KINDS.replace("maximum: 900", "maximum: 9000\n        decimals: 2")
    )
    page = next(page for page in questionnaire.pages if page.code == "facts")

    value = answer_form(page, language)(MultiDict({"answer_sites": sent})).values()["sites"]

    assert questionnaire.accept("sites", value) == number


@pytest.mark.parametrize("stored", [0.5, 1000.25, 7.0])
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_a_stored_number_can_be_sent_again(language: str, stored: float) -> None:
    questionnaire = definition_yaml.read(
        case.KINDS.replace("maximum: 900", "maximum: 9000\n        decimals: 2")
    )
    page = next(page for page in questionnaire.pages if page.code == "facts")
    typed = typed_answers(page.items, {"sites": stored}, language)["sites"]

    value = answer_form(page, language)(MultiDict({"answer_sites": typed})).values()["sites"]

    assert questionnaire.accept("sites", value) == stored


def test_what_stands_under_an_unticked_box_is_passed_over() -> None:
    values = _values("formers", {"answer_tp_website.tone": "2", "answer_tp_press.met": "1"})

    assert values == {"tp_website": {"met": 0}, "tp_press": {"met": 1}}


def test_none_of_these_tells_met_nothing_from_skipped() -> None:
    none = {"answer_tp_website-none": "1"}

    assert _values("formers", none) == {"tp_website": {"met": 0}, "tp_press": {"met": 0}}
    assert _values("formers", {}) == {"tp_website": None, "tp_press": None}
    assert typed_answers(PAGES["formers"].items, {"tp_press": {"met": 0}}, "nl")["tp_website-none"]


def test_only_items_that_were_shown_count_as_left_empty() -> None:
    form = answer_form(PAGES["facts"], "nl")(MultiDict({"answer_size": "small"}))

    assert form.values(frozenset({"size", "brands"})) == {"size": "small", "brands": None}


def test_a_code_may_be_a_word_that_forms_use_themselves() -> None:
    page = Page.model_validate(
        {
            "code": "p",
            "title": {"nl": "P"},
            "items": [
                {"code": code, "type": "short_text", "text": {"nl": "T"}}
                for code in ("data", "values", "typed", "items", "meta", "go", "language")
            ],
        }
    )

    form = answer_form(page, "nl")(MultiDict({f"answer_{item.code}": "x" for item in page.items}))

    assert set(form.values().values()) == {"x"}


@pytest.mark.parametrize(
    ("act", "option", "order"),
    [
        ("add", "c", ["a", "b", "c"]),
        ("add", "a", ["b", "a"]),
        ("out", "a", ["b"]),
        ("up", "b", ["b", "a"]),
        ("up", "a", ["a", "b"]),
        ("down", "a", ["b", "a"]),
        ("down", "b", ["a", "b"]),
        ("up", "c", ["a", "b"]),
        ("odd", "a", ["a", "b"]),
    ],
)
def test_an_order_changes_by_one_step(act: str, option: str, order: list[str]) -> None:
    assert reordered(["a", "b"], act, option) == order
