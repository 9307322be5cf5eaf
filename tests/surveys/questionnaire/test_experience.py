from typing import Any

import pytest

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.experience import CONTACTS, Contact
from surveys.questionnaire.item_types import AnyItem
from tests.surveys.questionnaire.make import item, only, questionnaire

FULL = {"met": 1, "source": "heard", "recency": "longer_ago", "tone": -2, "weight": 2}


@pytest.fixture
def website() -> AnyItem:
    return only(questionnaire(item("site", "experience")))


@pytest.mark.parametrize("answer", [{"met": 0}, {"met": 1}, {"met": 1, "tone": 0}, FULL])
def test_what_was_met_may_have_details(website: AnyItem, answer: dict[str, object]) -> None:
    assert website.accept(answer, {}) == answer


def test_a_detail_that_was_not_given_is_left_out(website: AnyItem) -> None:
    assert website.accept({"met": 1, "tone": None}, {}) == {"met": 1}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ([], AnswerProblem.NOT_AN_EXPERIENCE),
        (1, AnswerProblem.NOT_AN_EXPERIENCE),
        ({}, AnswerProblem.OUT_OF_RANGE),
        ({"met": True}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 1.0}, AnswerProblem.OUT_OF_RANGE),
        ({"met": "1"}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 2}, AnswerProblem.OUT_OF_RANGE),
        ({"met": [1]}, AnswerProblem.OUT_OF_RANGE),
        ({"tone": 1}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 0, "tone": 1}, AnswerProblem.DETAIL_OF_NOT_MET),
        ({"met": 1, "colour": 1}, AnswerProblem.UNKNOWN_PART),
        ({"met": 1, 3: 1, "x": 1}, AnswerProblem.UNKNOWN_PART),
        ({"met": 1, "tone": 3}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 1, "tone": True}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 1, "weight": -1}, AnswerProblem.OUT_OF_RANGE),
        ({"met": 1, "source": "seen"}, AnswerProblem.UNKNOWN_OPTION),
        ({"met": 1, "recency": 1}, AnswerProblem.UNKNOWN_OPTION),
        ({"met": 1, "source": ["own"]}, AnswerProblem.UNKNOWN_OPTION),
    ],
)
def test_an_experience_is_nothing_else(
    website: AnyItem, answer: object, problem: AnswerProblem
) -> None:
    with pytest.raises(AnswerError) as refused:
        website.accept(answer, {})

    assert refused.value.problem is problem


def test_each_part_is_a_column_and_parts_that_do_not_apply_have_no_value(website: AnyItem) -> None:
    names = [f"site.{part}" for part in FULL]
    coded = website.encode(FULL)

    assert [column.name for column in website.columns({})] == [*names, "site.contact"]
    assert website.header({}) == tuple(names)
    assert {name: coded[name] for name in names} == dict(zip(names, (1, 1, 1, -2, 2), strict=True))
    assert website.encode({"met": 0}) == {"site.met": 0}


@pytest.mark.parametrize(
    ("answer", "contact"),
    [
        ({"met": 1}, Contact(None, None, None)),
        ({"met": 1, "tone": 2, "weight": 0}, Contact(None, None, 2)),
        (FULL, Contact("heard", "longer_ago", -2)),
    ],
)
def test_source_recency_and_tone_are_also_one_number(
    website: AnyItem, answer: dict[str, Any], contact: Contact
) -> None:
    assert website.encode(answer)["site.contact"] == CONTACTS.index(contact)


def test_a_file_may_write_words_with_spaces(website: AnyItem) -> None:
    cells = {"site.met": "1", "site.recency": " this year ", "site.tone": "-1.0"}

    given = website.read(cells, {})
    assert website.accept(given, {}) == {"met": 1, "recency": "this_year", "tone": -1}
