from collections.abc import Callable
from typing import Any

import pytest

from surveys.errors import OtherColumnsError, OtherFormatError, UnreadableError
from surveys.measurement.sums.blocks import MISSING, Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, questionnaire

BRANCH = {"op": "at_least", "item": "price_1", "value": 4}


def column(block: Block, name: str) -> list[int | None]:
    values = block.values[:, block.layout.names.index(name)].tolist()
    return [None if value == MISSING else value for value in values]


def branched() -> Questionnaire:
    return questionnaire(likert("price_1", "price"), likert("price_2", "price", show_if=BRANCH))


def test_dont_know_stands_below_the_lowest_point_and_is_told_from_skipped() -> None:
    nps = {"code": "nps", "type": "nps", "text": {"nl": "?"}, "dont_know": {"nl": "weet niet"}}
    block = encode(questionnaire(likert("price_1", "price"), nps), [{"price_1": "dk"}, {}])
    of_nps = encode(questionnaire(nps), [{"nps": "dk"}, {"nps": 0}, {}])

    assert column(block, "price_1") == [0, None]
    assert column(of_nps, "nps") == [-1, 0, None]


def test_dont_know_is_no_answer_in_a_score() -> None:
    block = encode(questionnaire(), [{"price_1": "dk", "price_2": 2}, {"price_1": "dk"}])
    skipped = encode(questionnaire(), [{"price_2": 2}, {}])

    assert column(block, "image:price") == column(skipped, "image:price")


def test_dont_know_where_it_was_not_offered_is_missing() -> None:
    nps = {"code": "nps", "type": "nps", "text": {"nl": "?"}}

    assert column(encode(questionnaire(nps), [{"nps": "dk"}]), "nps") == [None]


def test_an_answer_off_the_path_does_not_count() -> None:
    block = encode(branched(), [{"price_1": 1, "price_2": 7}, {"price_1": 4, "price_2": 7}])

    assert column(block, "price_2") == [None, 7]


def test_half_of_what_a_person_was_asked_makes_a_score() -> None:
    block = encode(branched(), [{"price_1": 1}, {"price_1": 7}])

    assert column(block, "image:price") == [0, block.layout.scores[0].steps]


def test_an_item_that_nobody_was_asked_does_not_count_against_anyone() -> None:
    three = questionnaire(*(likert(f"price_{number}", "price") for number in (1, 2, 3)))
    answers = [{"price_1": 7}]

    assert column(encode(three, answers), "image:price") == [None]
    absent = frozenset({"price_2"})
    assert column(encode(three, answers, absent=absent), "image:price") != [None]


def test_an_experience_becomes_a_column_per_part() -> None:
    met = {"code": "tp_web", "type": "experience", "text": {"nl": "web"}}
    answers: list[dict[str, Any]] = [
        {"tp_web": {"met": 1, "source": "heard", "recency": "longer_ago", "tone": -2, "weight": 2}},
        {"tp_web": {"met": 0}},
        {},
    ]
    block = encode(questionnaire(met), answers)

    assert column(block, "tp_web.met") == [1, 0, None]
    assert column(block, "tp_web.source") == [1, None, None]
    assert column(block, "tp_web.recency") == [1, None, None]
    assert column(block, "tp_web.tone") == [-2, None, None]
    assert column(block, "tp_web.weight") == [2, None, None]


def test_a_ranking_gives_points_from_the_most_important_down() -> None:
    options = [{"code": code, "text": {"nl": code}} for code in ("a", "b", "c")]
    ranking = {
        "code": "rank",
        "type": "ranking",
        "text": {"nl": "?"},
        "options": options,
        "most": 2,
    }
    block = encode(questionnaire(ranking), [{"rank": ["c", "a"]}, {}])

    assert [column(block, f"rank.{code}") for code in "abc"] == [[1, None], [0, None], [2, None]]


def test_a_stored_block_comes_back_as_it_was() -> None:
    block = encode(questionnaire(), [{"price_1": 3, "price_2": 2}, {}])

    again = Block.from_bytes(block.to_bytes(), Layout.of(questionnaire()))

    assert again.values.tolist() == block.values.tolist()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:10],
        lambda data: data[:-5],
        lambda data: data.replace(b'"n": 2', b'"n": 3'),
        lambda data: data.replace(b'"block"', b'"other"'),
    ],
)
def test_what_is_no_block_or_cut_off_is_refused(damage: Callable[[bytes], bytes]) -> None:
    stored = encode(questionnaire(), [{"price_1": 3}, {}]).to_bytes()

    with pytest.raises(UnreadableError):
        Block.from_bytes(damage(stored), Layout.of(questionnaire()))


def test_a_block_of_another_version_of_the_library_is_refused_as_such() -> None:
    stored = encode(questionnaire(), [{"price_1": 3}]).to_bytes()

    with pytest.raises(OtherFormatError):
        Block.from_bytes(stored.replace(b'"format": 2', b'"format": 9'), Layout.of(questionnaire()))


def test_a_block_of_other_columns_is_refused() -> None:
    stored = encode(questionnaire(), [{"price_1": 3}]).to_bytes()

    with pytest.raises(OtherColumnsError):
        Block.from_bytes(stored, Layout.of(branched_without_price_2()))


def branched_without_price_2() -> Questionnaire:
    return questionnaire(likert("price_1", "price"))
