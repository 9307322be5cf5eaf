import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import AnswersError, Problem
from surveys.formats import responses_csv
from surveys.formats.responses_csv import AnswersFile
from surveys.questionnaire.model import Questionnaire
from tests.surveys.questionnaire.answers import KINDS, an_answer
from tests.surveys.questionnaire.make import item, page, questionnaire

EVERYTHING = questionnaire(
    item("a", "nps"),
    *(item(kind, kind) for kind in KINDS if kind != "nps"),
    item("note", "information"),
)
NO_DK = an_answer("nps")


def _read(text: str, asked: Questionnaire | None = None, **options: Any) -> AnswersFile:
    return responses_csv.read(text.encode(), asked or questionnaire(item("a", "nps")), **options)


def _problems(text: str, asked: Questionnaire, **options: Any) -> list[Problem]:
    with pytest.raises(AnswersError) as refused:
        _read(text, asked, **options)
    return list(refused.value.problems)


def _written(asked: Questionnaire, responses: list[dict[str, Any]], **options: Any) -> str:
    stream = io.StringIO(newline="")
    responses_csv.write(stream, asked, responses, **options)
    return stream.getvalue()


@st.composite
def responses(draw: st.DrawFn) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from([kind for kind in KINDS if kind != "nps"]), unique=True))
    answers = {"a": draw(NO_DK)} | {kind: draw(an_answer(kind)) for kind in kinds}
    return {code: EVERYTHING.accept(code, answer) for code, answer in answers.items()}


@given(st.lists(responses(), max_size=4))
def test_what_is_written_is_read_back(rows: list[dict[str, Any]]) -> None:
    assert list(_read(_written(EVERYTHING, rows), EVERYTHING).responses) == rows


def test_columns_are_named_after_items_and_their_parts() -> None:
    asked = questionnaire(
        item("a", "multiple_choice"), item("b", "ranking"), item("c", "experience")
    )
    rows = [{"a": ["no"], "b": ["blue", "red"], "c": {"met": 1, "source": "own", "tone": -1}}, {}]

    assert _written(asked, rows, extra={"segment": ["south", ""]}) == (
        "segment,a.red,a.blue,a.no,b.red,b.blue,b.no,"
        "c.met,c.source,c.recency,c.tone,c.weight\n"
        "south,0,0,1,2,1,0,1,own,,-1,\n"
        ",,,,,,,,,,,\n"
    )


def test_an_empty_cell_is_no_answer() -> None:
    asked = questionnaire(item("a", "nps"), item("b", "nps"))

    assert list(_read("a,b\n7,\n , 3\n", asked).responses) == [{"a": 7}, {"b": 3}]


@pytest.mark.parametrize("cell", ["-99", " -99 ", "-99.0", "n.a."])
def test_a_cell_that_stands_for_no_answer_is_none(cell: str) -> None:
    missing = frozenset({"-99", "n.a."})

    assert list(_read(f"a,x\n{cell},1\n", missing=missing).responses) == [{}]


def test_where_nothing_was_ticked_it_was_skipped() -> None:
    asked = questionnaire(item("a", "multiple_choice"), item("b", "ranking"))
    text = "a.red,a.blue,a.no,b.red,b.blue,b.no\n0,0,0,0,0,0\n,1,,,,1\n"

    assert list(_read(text, asked).responses) == [{}, {"a": ["blue"], "b": ["no"]}]


def test_a_segment_is_named_by_any_column() -> None:
    found = _read("a,type\n1,south\n2, north \n3,\n4,-99\n", label_by=["type"], missing={"-99"})

    assert found.labels["type"] == ("south", "north", None, None)
    assert found.ignored == ()


def test_a_segment_may_be_named_by_an_item() -> None:
    asked = questionnaire(item("a", "nps"), item("b", "single_choice"))
    found = _read("a,b\n1,red\n2,\n", asked, label_by=["b"])

    assert found.labels["b"] == ("red", None)
    assert found.responses[0] == {"a": 1, "b": "red"}


def test_people_who_chose_one_option_are_one_segment_however_it_is_typed() -> None:
    options = [{"code": code, "text": {"nl": code, "en": code}} for code in ("1", "2")]
    asked = questionnaire(item("type", "single_choice", options=options))

    found = _read("type,other\n1,1\n1.0,1.0\n 2 ,2\n", asked, label_by=["type"])
    by_other = _read("type,other\n1,1\n1.0,1.0\n 2 ,2\n", asked, label_by=["other"])

    assert found.labels["type"] == ("1", "1", "2")
    assert by_other.labels["other"] == ("1", "1.0", "2")


def test_a_file_says_which_columns_it_has_besides_and_which_items_it_lacks() -> None:
    asked = questionnaire(item("a", "nps"), item("b", "experience"), item("c", "information"))
    found = _read("a,age,,zip\n1,40,x,9711\n", asked)

    assert found.ignored == ("age", "zip")
    assert found.absent == {"b"}
    assert len(found) == 1


def test_details_of_an_experience_need_no_column_but_met_does() -> None:
    asked = questionnaire(item("a", "experience"))

    assert list(_read("a.met,a.tone\n1,-2\n0,\n", asked).responses) == [
        {"a": {"met": 1, "tone": -2}},
        {"a": {"met": 0}},
    ]
    (problem,) = _problems("a.tone\n1\n", asked)
    assert (problem.code, problem.value) == ("column.missing", "a.met")


def test_a_choice_has_a_column_for_each_of_its_options() -> None:
    (problem,) = _problems("a.red,a.no\n1,0\n", questionnaire(item("a", "multiple_choice")))

    assert (problem.code, problem.value, problem.line) == ("column.missing", "a.blue", 1)


def test_answers_off_the_path_are_counted() -> None:
    hidden = item("b", "nps", show_if={"op": "at_least", "item": "a", "value": 9})
    asked = questionnaire(pages=[page("one", item("a", "nps")), page("two", hidden)])

    assert _read("a,b\n9,1\n8,1\n8,\n7,2\n", asked).off_path == 2


@pytest.mark.parametrize(
    ("kind", "header", "row", "expected"),
    [
        ("likert", "a", "8", ("answer.out_of_range", "a", "8", "1-7")),
        ("likert", "a", "agree", ("answer.out_of_range", "a", "agree", "1-7")),
        ("nps", "a", "5.5", ("answer.out_of_range", "a", "5.5", "0-10")),
        ("single_choice", "a", "green", ("answer.unknown_option", "a", "green", "red, blue, no")),
        ("number", "a", '"7,5"', ("answer.not_a_number", "a", "7,5", "")),
        (
            "multiple_choice",
            "a.red,a.blue,a.no",
            "0,2,0",
            ("answer.out_of_range", "a", "2", "0-1"),
        ),
        (
            "ranking",
            "a.red,a.blue,a.no",
            "1,1,0",
            ("answer.ranks_not_in_order", "a", "1, 1", "1, 2, 3 …"),
        ),
        ("experience", "a.met,a.tone", "0,1", ("answer.detail_of_not_met", "a", "tone", "")),
        ("short_text", "a", "a\x00b", ("answer.control_characters", "a", "", "")),
    ],
)
def test_what_is_no_answer_is_placed_and_says_what_would_be(
    kind: str, header: str, row: str, expected: tuple[str, str, str, str]
) -> None:
    (problem,) = _problems(f"{header}\n{row}\n", questionnaire(item("a", kind)))

    assert (problem.code, problem.place, problem.value, problem.expected) == expected
    assert problem.line == 2


def test_all_problems_are_listed_up_to_a_hundred() -> None:
    rows = "11,99\n" * 60
    problems = _problems(f"a,b\n{rows}", questionnaire(item("a", "nps"), item("b", "nps")))

    assert len(problems) == 101
    assert [problem.code for problem in problems[-2:]] == ["answer.out_of_range", "problems.more"]
    assert problems[-1].value == "20"


def test_a_segment_column_that_is_not_there_is_a_problem_that_names_the_nearest() -> None:
    asked = questionnaire(item("a", "nps"))
    (problem,) = _problems("a,servicetype\n1,2\n", asked, label_by=["service_type"])

    assert (problem.code, problem.expected) == ("column.unknown", "servicetype")


def test_a_file_about_something_else_is_a_problem() -> None:
    (problem,) = _problems("x,y\n1,2\n", questionnaire())

    assert problem.code == "answers.no_items"


def test_what_cannot_be_read_is_a_problem() -> None:
    assert [problem.code for problem in _problems("", questionnaire())] == ["file.empty"]


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        found = responses_csv.read(b"a\n" + data, questionnaire(item("a", "nps")))
    except AnswersError as refused:
        problems = refused.problems
        if not problems:
            raise
    else:
        assert all(answers.get("a", 0) in range(11) for answers in found.responses)
