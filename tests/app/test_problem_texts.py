import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import surveys
from app.problem_texts import TEXTS, place_text, problem_text, right_text, wrong_text
from surveys.errors import AnswerProblem, Problem, RakingError

ROOMS = [
    Path(surveys.__file__).parent / room for room in ("formats", "measurement", "questionnaire")
]
PARTS = ("dimension", "touchpoint", "scale", "page")
MADE = {f"{part}.duplicate_code" for part in PARTS} | {"dimension.unknown", "touchpoint.unknown"}
"""Codes that are put together from a part's name."""

CODE = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]+")


def _raised() -> Iterator[str]:
    """Yield the problem codes in the source of the library, of answers and of raking."""
    for room in ROOMS:
        for file in room.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from CODE.findall(node.value) if CODE.fullmatch(node.value) else ()
    yield from AnswerProblem
    yield from (kind.code for kind in RakingError.__subclasses__())
    yield from MADE


def test_every_problem_has_a_text_and_every_text_a_problem() -> None:
    assert set(_raised()) == set(TEXTS)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_can_be_filled(code: str) -> None:
    problem = Problem(code, value="VALUE", expected="EXPECTED")
    text = problem_text(problem, str)

    assert text == f"{wrong_text(problem, str)} {right_text(problem, str)}".strip()
    assert "%(" not in text
    assert all(sentence.strip() for sentence in text.split(". "))


def test_what_would_be_right_is_not_said_where_it_is_not_known() -> None:
    unknown = Problem("dimension.unknown", value="prise")

    assert problem_text(unknown, str) == "There is no dimension “prise”."
    known = Problem("dimension.unknown", value="prise", expected="price")
    assert problem_text(known, str) == "There is no dimension “prise”. Did you mean: price?"


def test_a_value_is_shown_as_it_stands() -> None:
    problem = Problem("dimension.unknown", value="100%(x)s %s", expected="<b>")

    assert wrong_text(problem, str) == "There is no dimension “100%(x)s %s”."


def test_texts_are_in_the_readers_language() -> None:
    dutch = {
        "There is no dimension “%(value)s”.": "Er is geen dimensie “%(value)s”.",
        "Did you mean: %(expected)s?": "Bedoelde u: %(expected)s?",
        "line %(line)s": "regel %(line)s",
    }
    problem = Problem("dimension.unknown", ("a",), "prise", "price", line=3)

    assert problem_text(problem, dutch.__getitem__) == (
        "Er is geen dimensie “prise”. Bedoelde u: price?"
    )
    assert place_text(problem, dutch.__getitem__) == "regel 3, a"


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem("a.b"), ""),
        (Problem("a.b", line=2), "line 2"),
        (
            Problem("a.b", ("pages", 0, "items", 3), item="fast", line=2),
            "line 2, pages[0].items[3] (fast)",
        ),
        (Problem("a.b", ("fast.met",)), "fast.met"),
    ],
)
def test_a_place_is_a_line_and_a_way(problem: Problem, place: str) -> None:
    assert place_text(problem, str) == place == problem.where
