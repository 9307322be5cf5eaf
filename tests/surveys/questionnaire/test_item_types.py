from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.scales import Scale
from tests.surveys.questionnaire.answers import KINDS, an_answer
from tests.surveys.questionnaire.make import item, only, questionnaire, scale

SCALES = {"agree": Scale.model_validate(scale("agree", 1, 7))}
NO_SCALAR: tuple[object, ...] = (
    True,
    False,
    None,
    [],
    [1],
    {},
    {"met": 1},
    3.5,
    3.0,
    "3",
    "",
    float("nan"),
)


def _item(kind: str, **changes: object) -> AnyItem:
    return only(questionnaire(item("a", kind, **changes)))


def _refusal(asked: AnyItem, value: object) -> AnswerProblem:
    with pytest.raises(AnswerError) as refused:
        asked.accept(value, SCALES)
    return refused.value.problem


@pytest.mark.parametrize("value", [1, 7, "dk"])
def test_a_likert_item_takes_the_points_of_its_scale(value: object) -> None:
    assert _item("likert").accept(value, SCALES) == value


@pytest.mark.parametrize("value", [0, 8, -1, *NO_SCALAR])
def test_a_likert_item_takes_nothing_else(value: object) -> None:
    assert _refusal(_item("likert"), value) is AnswerProblem.OUT_OF_RANGE


def test_dont_know_is_an_answer_only_where_it_is_offered() -> None:
    without = {"agree": Scale.model_validate(scale("agree", 1, 7, dont_know=None))}

    with pytest.raises(AnswerError):
        _item("likert").accept("dk", without)
    assert _refusal(_item("nps"), "dk") is AnswerProblem.OUT_OF_RANGE
    assert _item("nps", dont_know={"nl": "?", "en": "?"}).accept("dk", SCALES) == "dk"


def test_dont_know_has_no_value() -> None:
    assert _item("likert").encode("dk") == {"a": None}
    assert _item("nps").encode("dk") == {"a": None}


@pytest.mark.parametrize("value", [0, 10])
def test_a_recommendation_is_from_0_to_10(value: int) -> None:
    assert _item("nps").accept(value, SCALES) == value


@pytest.mark.parametrize("value", [-1, 11, *NO_SCALAR])
def test_a_recommendation_is_nothing_else(value: object) -> None:
    assert _refusal(_item("nps"), value) is AnswerProblem.OUT_OF_RANGE


@pytest.mark.parametrize("value", ["green", "Red", "red ", "", 0, True, None, ["red"], {}])
def test_a_single_choice_takes_only_its_options(value: object) -> None:
    asked = _item("single_choice")

    assert asked.accept("red", SCALES) == "red"
    assert _refusal(asked, value) is AnswerProblem.UNKNOWN_OPTION


def test_a_choice_is_counted_by_the_place_of_its_option() -> None:
    asked = _item("single_choice")

    assert asked.encode("no") == {"a": 2}
    assert asked.columns(SCALES)[0].words == ("red", "blue", "no")


def test_chosen_options_are_kept_in_the_order_of_the_questionnaire() -> None:
    asked = _item("multiple_choice")

    assert asked.accept(["no", "red"], SCALES) == ["red", "no"]
    assert asked.encode(["red", "no"]) == {"a.red": 1, "a.blue": 0, "a.no": 1}


@pytest.mark.parametrize("kind", ["multiple_choice", "ranking"])
@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("red", AnswerProblem.NOT_A_LIST),
        ({"red": 1}, AnswerProblem.NOT_A_LIST),
        (1, AnswerProblem.NOT_A_LIST),
        (None, AnswerProblem.NOT_A_LIST),
        ([], AnswerProblem.EMPTY),
        (["green"], AnswerProblem.UNKNOWN_OPTION),
        ([["red"]], AnswerProblem.UNKNOWN_OPTION),
        ([0], AnswerProblem.UNKNOWN_OPTION),
        (["red", "red"], AnswerProblem.CHOSEN_TWICE),
    ],
)
def test_several_options_come_as_a_list_each_once(
    kind: str, value: object, problem: AnswerProblem
) -> None:
    assert _refusal(_item(kind), value) is problem


def test_a_ranking_keeps_the_order_given_and_gives_the_first_most_points() -> None:
    asked = _item("ranking", most=2)

    assert asked.accept(["no", "red"], SCALES) == ["no", "red"]
    assert asked.encode(["no", "red"]) == {"a.red": 1, "a.blue": 0, "a.no": 2}
    assert _refusal(asked, ["no", "red", "blue"]) is AnswerProblem.TOO_MANY


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"a.red": "2"}, AnswerProblem.RANKS_NOT_IN_ORDER),
        ({"a.red": "1", "a.blue": "1"}, AnswerProblem.RANKS_NOT_IN_ORDER),
        ({"a.red": "3"}, AnswerProblem.OUT_OF_RANGE),
        ({"a.red": "x"}, AnswerProblem.OUT_OF_RANGE),
    ],
)
def test_ranks_in_a_file_count_from_one(cells: dict[str, str], problem: AnswerProblem) -> None:
    with pytest.raises(AnswerError) as refused:
        _item("ranking", most=2).read(cells, SCALES)

    assert refused.value.problem is problem


@pytest.mark.parametrize("value", [0, 5, 10, "7", " 7 ", 7.0, "7.0"])
def test_a_number_is_taken_as_number_or_as_it_was_typed(value: float | str) -> None:
    taken = _item("number", maximum=10).accept(value, SCALES)

    assert taken == float(value)
    assert isinstance(taken, int)


def test_a_number_keeps_its_decimals() -> None:
    asked = _item("number", maximum=10, decimals=2)

    assert asked.accept("9.99", SCALES) == 9.99
    assert asked.encode(9.99) == {"a": 999}
    assert asked.columns(SCALES)[0].high == 1000


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (-1, AnswerProblem.OUT_OF_RANGE),
        (11, AnswerProblem.OUT_OF_RANGE),
        ("1e99999", AnswerProblem.OUT_OF_RANGE),
        (10**400, AnswerProblem.OUT_OF_RANGE),
        (0.5, AnswerProblem.TOO_MANY_DECIMALS),
        ("1e-99999", AnswerProblem.TOO_MANY_DECIMALS),
        ("", AnswerProblem.NOT_A_NUMBER),
        ("zeven", AnswerProblem.NOT_A_NUMBER),
        ("7,5", AnswerProblem.NOT_A_NUMBER),
        ("nan", AnswerProblem.NOT_A_NUMBER),
        ("sNaN", AnswerProblem.NOT_A_NUMBER),
        ("-Infinity", AnswerProblem.NOT_A_NUMBER),
        (float("inf"), AnswerProblem.NOT_A_NUMBER),
        ("\ud800", AnswerProblem.NOT_A_NUMBER),
        (True, AnswerProblem.NOT_A_NUMBER),
        ([7], AnswerProblem.NOT_A_NUMBER),
        ({}, AnswerProblem.NOT_A_NUMBER),
        (None, AnswerProblem.NOT_A_NUMBER),
    ],
)
def test_a_number_is_nothing_else(value: object, problem: AnswerProblem) -> None:
    assert _refusal(_item("number", maximum=10), value) is problem


@pytest.mark.parametrize("kind", ["short_text", "long_text"])
@pytest.mark.parametrize(
    "value",
    [
        "Goed",
        "👩‍👩‍👧 🇳🇱 👍🏽",
        "مرحبا \u200fשלום",
        "e\u0301 ﷽ Ω",
        "<script>alert(1)</script>",
        "=1+1",
        "regel 1\nregel 2\tmet tab",
        " spaties ",
    ],
)
def test_a_text_is_kept_as_it_was_typed(kind: str, value: str) -> None:
    assert _item(kind).accept(value, SCALES) == value


@pytest.mark.parametrize("typed", ["een\r\ntwee", "een\rtwee", "een\ntwee"])
def test_lines_end_in_one_way(typed: str) -> None:
    assert _item("long_text").accept(typed, SCALES) == "een\ntwee"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", AnswerProblem.EMPTY),
        (" \n\t\u2003", AnswerProblem.EMPTY),
        ("a\x00b", AnswerProblem.CONTROL_CHARACTERS),
        ("a\x1bb", AnswerProblem.CONTROL_CHARACTERS),
        ("a\x85b", AnswerProblem.CONTROL_CHARACTERS),
        ("a\ud800b", AnswerProblem.CONTROL_CHARACTERS),
        ("a" * 11, AnswerProblem.TOO_LONG),
        (7, AnswerProblem.NOT_A_TEXT),
        (True, AnswerProblem.NOT_A_TEXT),
        (None, AnswerProblem.NOT_A_TEXT),
        (["a"], AnswerProblem.NOT_A_TEXT),
    ],
)
def test_a_text_is_nothing_else(value: object, problem: AnswerProblem) -> None:
    assert _refusal(_item("short_text", longest=10), value) is problem


def test_a_text_is_not_counted() -> None:
    asked = _item("short_text")

    assert asked.columns(SCALES) == ()
    assert asked.encode("Goed") == {}
    assert asked.header(SCALES) == ("a",)


def test_information_asks_nothing() -> None:
    asked = _item("information")

    assert _refusal(asked, "Goed") is AnswerProblem.NOT_ASKED
    assert asked.header(SCALES) == ()
    assert asked.read({}, SCALES) is None


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_an_answer_written_to_cells_is_read_back(kind: str, data: st.DataObject) -> None:
    asked = _item(kind)
    answer = asked.accept(data.draw(an_answer(kind)), SCALES)
    cells = asked.write(answer, SCALES)

    assert set(cells) <= set(asked.header(SCALES))
    assert asked.accept(asked.read(cells, SCALES), SCALES) == answer


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_an_accepted_answer_is_accepted_again_as_it_is(kind: str, data: st.DataObject) -> None:
    asked = _item(kind)
    answer = asked.accept(data.draw(an_answer(kind)), SCALES)

    assert asked.accept(answer, SCALES) == answer


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_encoded_values_stay_within_their_columns(kind: str, data: st.DataObject) -> None:
    asked = _item(kind)
    answer = asked.accept(data.draw(an_answer(kind)), SCALES)
    columns = {column.name: column for column in asked.columns(SCALES)}

    for name, value in asked.encode(answer).items():
        assert value is None or columns[name].low <= value <= columns[name].high


ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", [*KINDS, "information"])
@given(value=ANY_JSON)
def test_whatever_comes_is_taken_or_refused(kind: str, value: object) -> None:
    asked = _item(kind)
    try:
        answer = asked.accept(value, SCALES)
    except AnswerError:
        return

    assert asked.accept(answer, SCALES) == answer
