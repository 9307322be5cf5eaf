from gettext import NullTranslations
from io import BytesIO
from typing import Any

import click
import pytest

from app.cli.answers import ReadingAnswers, check_profiles, check_weights
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.weights.raking import Margin
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study.provenance import Choices
from tests.surveys.study.make import ASKED, answered, people, rake

FILE = """\
price_1,price_2,trust_1,region,team,rank,x
1,2,3,north,a,staff,
4,5,none,,,,9
7,1,,south,a,staff,
"""
ENGLISH = NullTranslations()


class _Named(BytesIO):
    name = "answers.csv"


def _read(audience: str, capsys: pytest.CaptureFixture[str], **chosen: Any) -> list[str]:
    reading = ReadingAnswers(Choices(missing=("none",), **chosen), ENGLISH)
    getattr(reading, audience)(_Named(FILE.encode()), ASKED)
    return [line.removeprefix("answers.csv: ") for line in capsys.readouterr().err.splitlines()]


def test_what_does_not_count_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _read("customers", capsys) == [
        "Columns that belong to no item are passed over: region, team, rank, x"
    ]


@pytest.mark.parametrize(
    ("min_n", "said"),
    [
        (None, "1 response names no segment and counts only in the total"),
        (2, "1 response names no segment, and is too few to be shown in the total"),
    ],
)
def test_customers_of_no_segment_are_said(
    capsys: pytest.CaptureFixture[str], min_n: int | None, said: str
) -> None:
    assert said in _read("customers", capsys, segment_by="region", min_n=min_n)


def test_employees_of_no_team_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "1 employee names no team" in _read("employees", capsys, team_by="team")


def test_a_mark_of_managers_that_nobody_has_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = _read("employees", capsys, management=("rank", "boss"))

    assert said[-1] == (
        "Nobody is “boss” in the column “rank”, so management is not told apart. "
        "The column has: staff"
    )
    assert len(_read("employees", capsys, management=("rank", "staff"))) == 1


def test_a_column_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.exceptions.Exit):
        _read("customers", capsys, segment_by="area")
    assert capsys.readouterr().err == (
        "answers.csv: line 1: There is no column “area”. Did you mean: region, team, rank, x?\n"
    )


def test_weights_that_the_answers_cannot_have_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = answered([*people("n", 3), *people("s", 3)]).answers

    check_weights("w.yaml", rake(segment={"n": 1, "s": 2}), answers, ENGLISH)
    for plan in (
        rake(segment={"n": 1}),
        WeightsPlan(column="segment"),
        WeightsPlan((Margin(("segment",), {("n",): 1, ("s",): 1, ("w",): 1}),)),
    ):
        with pytest.raises(click.exceptions.Exit):
            check_weights("w.yaml", plan, answers, ENGLISH)
    said = capsys.readouterr().err.splitlines()
    assert all(line.startswith("w.yaml: segment: ") for line in said)
    assert "People in the answers are “s”" in said[0]
    assert "“n” is no weight." in said[1]
    assert "nobody in the answers is there" in said[-1]


def test_targets_of_what_nobody_measures_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    profiles = Profiles({"prise": Target(70)}, {"north": {"price": Target(70)}})
    customers = answered(people("n", 3))

    with pytest.raises(click.exceptions.Exit):
        check_profiles("p.yaml", Choices(profiles=profiles), customers, ASKED, ENGLISH)
    assert "p.yaml: mission.prise" in capsys.readouterr().err


def test_a_wish_of_a_segment_without_answers_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    profiles = Profiles(wish={"w": {"price": Target(70)}})
    choices = Choices(segment_by="segment", profiles=profiles)

    check_profiles("p.yaml", choices, answered(people("n", 3)), ASKED, ENGLISH)
    assert "p.yaml: wish.w: There are no answers of a segment “w”." in capsys.readouterr().err
