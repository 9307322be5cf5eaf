"""Builders of small studies: a questionnaire of two dimensions, answers with labels, choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.formats.responses_csv import AnswersFile
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.weights.raking import Margin
from surveys.measurement.weights.weights import WeightsPlan
from surveys.questionnaire.model import Questionnaire
from surveys.study.audience import Answered
from surveys.study.provenance import Choices
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("trust_1", "trust"),
)
ITEMS = ("price_1", "price_2", "trust_1")

Row = tuple[str, Sequence[int | None]]
"""The labels of a person, one letter per column, and the answers to the items."""


def answered(
    rows: Sequence[Row], columns: Sequence[str] = ("segment",), asked: Questionnaire = ASKED
) -> Answered:
    """Return answers: `("na", (1, 2, 3))` is a person with the labels n and a; `-` is no label."""
    responses = tuple(
        {code: value for code, value in zip(ITEMS, given, strict=True) if value is not None}
        for _labels, given in rows
    )
    labels = {
        column: tuple(None if of[place] == "-" else of[place] for of, _given in rows)
        for place, column in enumerate(columns)
    }
    return Answered(asked, AnswersFile(responses, labels, (), frozenset(), 0))


def people(labels: str, n: int, first: int = 0) -> list[Row]:
    """Return n people of some labels, whose answers differ, the same for the same numbers."""
    return [
        (labels, (1 + (first + at) % 7, 1 + (3 * at) % 7, 1 + (first + 2 * at) % 7))
        for at in range(n)
    ]


def rake(**sizes: Mapping[str, float]) -> WeightsPlan:
    """Return a plan that rakes to margins, by column."""
    return WeightsPlan(
        tuple(
            Margin((column,), {(level,): size for level, size in of.items()})
            for column, of in sizes.items()
        )
    )


def every_choice(**changes: Any) -> Choices:
    """Return choices of which each one is made."""
    given: dict[str, Any] = {
        "segment_by": "segment",
        "language_by": "language",
        "team_by": "team",
        "management": ("rank", "m"),
        "weights": rake(segment={"n": 1, "s": 3}),
        "employee_weights": rake(rank={"m": 1, "s": 9}),
        "profiles": Profiles(
            {"price": Target(70), "trust": Target(60, 3)}, {"n": {"price": Target(80, 10)}}
        ),
        "min_n": 5,
        "missing": ("-99", "none"),
    }
    return Choices(**given | changes)
