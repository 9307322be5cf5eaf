from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.image.gaps import Gap, Label
from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.agreement import (
    Awareness,
    average_deviation,
    rwg_j,
    uniform_variance,
)
from surveys.measurement.scales.intraclass import intraclass
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import Moments
from surveys.measurement.wave.figures import IdentityFigures
from surveys.measurement.wave.identity import EVERYONE, Employees, identity_figures, team_agreement
from surveys.measurement.weights.weighted import Weighted
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("a", "b", "c")
ASKED = questionnaire(
    likert("a", "price"), likert("b", "price"), likert("c", "price", reverse=True)
)
THRESHOLDS = Thresholds()
Rows = Sequence[Sequence[int]]

AGREED: Rows = [(5, 5, 3), (5, 6, 3), (6, 5, 3), (5, 5, 2), (6, 6, 2), (5, 5, 3)]
SPLIT: Rows = [(1, 1, 7), (7, 7, 1), (1, 1, 7), (7, 7, 1), (1, 2, 7), (7, 7, 1)]
LOWER: Rows = [(value - 3, other - 3, 8 - (5 - third)) for value, other, third in AGREED]


def people(rows: Rows, asked: Questionnaire = ASKED) -> Moments:
    return moments(asked, [dict(zip(CODES, row, strict=True)) for row in rows])


def identity(
    teams: Mapping[str, Rows],
    lived: Label | None = None,
    management: Moments | None = None,
    staff: Moments | None = None,
) -> IdentityFigures:
    everyone = people([row for rows in teams.values() for row in rows])
    (score,) = everyone.layout.scores
    by_team = {name: people(rows) for name, rows in teams.items()}
    employees = Employees(everyone, by_team, management, staff)
    gaps = {} if lived is None else {"price": Gap(0.0, 5.0, 60, label=lived)}
    return identity_figures(employees, {"price": score}, gaps, THRESHOLDS)["price"]


@pytest.mark.parametrize(
    ("lived", "awareness"),
    [
        (Label.CLOSED, Awareness.KNOWN),
        (Label.NEGLIGIBLE, Awareness.KNOWN),
        (Label.GAP, Awareness.COMMON_MISCONCEPTION),
        (Label.UNDECIDED, None),
        (None, None),
    ],
)
def test_a_shared_picture_is_known_where_it_is_the_mission(
    lived: Label | None, awareness: Awareness | None
) -> None:
    found = identity({"t1": AGREED, "t2": AGREED}, lived)

    assert found.is_shared
    assert found.awareness is awareness


@pytest.mark.parametrize("lived", [*Label, None])
def test_where_teams_are_split_there_is_no_common_picture(lived: Label | None) -> None:
    found = identity({"t1": SPLIT, "t2": SPLIT, "t3": AGREED}, lived)

    assert found.is_shared is False
    assert found.awareness is Awareness.NO_COMMON_PICTURE


def test_teams_that_agree_inside_and_differ_between_have_a_high_icc() -> None:
    found = identity({"t1": AGREED, "t2": LOWER, "t3": AGREED, "t4": LOWER})

    assert found.is_shared
    assert all(of.rwg_j is not None and of.rwg_j > 0.9 for of in found.teams.values())
    assert found.intraclass is not None
    assert found.intraclass.icc1 is not None
    assert found.intraclass.icc1 > 0.9


def test_teams_that_are_split_alike_have_no_icc_to_speak_of() -> None:
    found = identity({"t1": SPLIT, "t2": SPLIT}).intraclass

    assert found is not None
    assert found.icc1 is not None
    assert found.icc1 < 0


def test_agreement_is_that_of_who_answered_all_items() -> None:
    (score,) = people(AGREED).layout.scores
    rows = [*AGREED, (2, 1, 1)]
    some = moments(ASKED, [*(dict(zip(CODES, row, strict=True)) for row in rows), {"a": 7, "b": 1}])

    found = team_agreement(some, score)

    variances = np.var(rows, axis=0, ddof=1)
    assert found is not None
    assert found.n == 7
    assert found.rwg_j == pytest.approx(rwg_j(variances.tolist(), uniform_variance(7)))
    assert found.rwg_j_skewed == pytest.approx(rwg_j(variances.tolist(), 2.9))
    assert found.ad == average_deviation([some.value_counts(code) for code in CODES])


def test_teams_of_fewer_than_five_raters_do_not_count() -> None:
    found = identity({"t1": AGREED, "t2": SPLIT[:4], "t3": []})

    assert found.is_shared
    assert set(found.teams) == {"t1"}
    assert found.intraclass is None


def test_five_raters_count_in_agreement_and_fifteen_in_a_test_between_teams() -> None:
    small = identity({"t1": AGREED, "t2": LOWER})
    large = identity({"t1": [*AGREED] * 3, "t2": [*LOWER] * 3, "t3": AGREED})

    assert small.intraclass is not None
    assert small.between_teams is None
    assert large.intraclass is not None
    assert large.intraclass.groups == 3
    assert large.between_teams is not None
    assert large.between_teams.compared == ("t1", "t2")


def test_without_teams_all_are_one() -> None:
    everyone = people(AGREED)
    (score,) = everyone.layout.scores

    found = identity_figures(Employees(everyone), {"price": score}, {}, THRESHOLDS)["price"]

    assert found.teams == {EVERYONE: team_agreement(everyone, score)}
    assert found.is_shared
    assert (found.intraclass, found.between_teams) == (None, None)
    assert (found.management, found.staff, found.management_gap) == (None, None, None)


def test_nobody_shares_nothing() -> None:
    nobody = people([])
    (score,) = nobody.layout.scores

    found = identity_figures(Employees(nobody), {"price": score}, {}, THRESHOLDS)["price"]

    assert (found.teams, found.is_shared, found.awareness) == ({}, None, None)


def test_the_gap_of_management_is_management_less_staff() -> None:
    managers, staff = people([*AGREED] * 5), people([*LOWER] * 20)

    found = identity({"t1": AGREED}, management=managers, staff=staff)

    (score,) = staff.layout.scores
    high, low = score_sample(managers, score).mean, score_sample(staff, score).mean
    assert found.management_gap is not None
    assert high is not None
    assert low is not None
    assert found.management_gap.difference == pytest.approx(high - low)
    assert found.management_gap.label is Label.GAP
    assert found.management is not None
    assert found.management.low is not None


def test_one_of_management_and_staff_has_no_gap() -> None:
    one = identity({"t1": AGREED}, management=people(AGREED))
    other = identity({"t1": AGREED}, staff=people(AGREED))

    assert (one.management_gap, other.management_gap) == (None, None)
    assert (one.staff, other.management) == (None, None)
    assert one.management == other.staff is not None


def test_few_managers_have_a_mean_alone_and_an_indicative_gap() -> None:
    found = identity({"t1": AGREED}, management=people(AGREED), staff=people([*LOWER] * 20))

    assert found.management is not None
    assert (found.management.n, found.management.low) == (6, None)
    assert found.management_gap is not None
    assert found.management_gap.indicative
    assert found.management_gap.p is None


answers = st.lists(st.tuples(*[st.integers(1, 5)] * 2), min_size=5, max_size=20)


def on_points(points: Sequence[int]) -> Questionnaire:
    words = [{"value": value, "text": {"nl": str(value)}} for value in points]
    items = (likert("a", "price"), likert("b", "price"))
    return questionnaire(*items, scales=[{"code": "agree", "points": words}])


@given(answers)
def test_points_that_are_further_apart_change_no_agreement(rows: list[tuple[int, int]]) -> None:
    found = []
    for step in (1, 25):
        asked = on_points([step * (point - 1) for point in range(1, 6)])
        said = [{"a": step * (a - 1), "b": step * (b - 1)} for a, b in rows]
        team = moments(asked, said)
        found.append(team_agreement(team, team.layout.scores[0]))
    one, other = found

    assert one is not None
    assert other is not None
    assert one.n == other.n == len(rows)
    assert one.ad_cutoff == other.ad_cutoff == pytest.approx(5 / 6)
    assert other.rwg_j == pytest.approx(one.rwg_j)
    assert other.rwg_j_skewed == pytest.approx(one.rwg_j_skewed)
    assert other.ad == pytest.approx(one.ad)


@pytest.mark.parametrize(
    "asked",
    [
        questionnaire(likert("a", "price"), likert("b", "price", scale="ten")),
        on_points([1, 2, 4, 8]),
    ],
)
def test_scales_that_differ_or_have_no_equal_steps_have_no_agreement(asked: Questionnaire) -> None:
    team = moments(asked, [])

    assert team_agreement(team, team.layout.scores[0]) is None


def test_points_too_far_apart_to_count_have_agreement_without_a_deviation() -> None:
    asked = on_points([-100, 0, 100])
    team = moments(asked, [{"a": 0, "b": 100}] * 6)

    found = team_agreement(team, team.layout.scores[0])

    assert found is not None
    assert (found.n, found.rwg_j, found.ad) == (6, 1.0, None)


def test_in_agreement_nobody_counts_for_more() -> None:
    rows = [*AGREED, *SPLIT]
    block = encode(ASKED, [dict(zip(CODES, row, strict=True)) for row in rows])
    plain, weighted = people(rows), Weighted.of_rows(block, np.linspace(0.2, 3, len(rows)))
    (score,) = plain.layout.scores

    def found(team: Moments | Weighted) -> IdentityFigures:
        employees = Employees(team, {"t1": team, "t2": team})
        return identity_figures(employees, {"price": score}, {}, THRESHOLDS)["price"]

    assert found(weighted) == found(plain)
    samples = [score_sample(plain, score)] * 2
    assert found(plain).intraclass == intraclass(samples)
