"""How strong the internal identity is: do people share a picture of who they are, the right one.

Agreement describes the people who answered, so nobody counts for more than another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from surveys.measurement.agreement import (
    FEWEST_RATERS,
    GroupAgreement,
    awareness,
    group_agreement,
    is_shared,
)
from surveys.measurement.among import among
from surveys.measurement.estimates import Estimate, mean_estimate
from surveys.measurement.figures import IdentityFigures
from surveys.measurement.gaps import Gap, Label, Thresholds, adjusted, between
from surveys.measurement.intraclass import intraclass
from surveys.measurement.layout import ScoreColumn
from surveys.measurement.profiles import TOLERANCE, score_sample
from surveys.measurement.summary import Summary

EVERYONE = "everyone"
"""The one team of an organisation that does not tell teams apart."""


@dataclass(frozen=True, slots=True)
class Employees:
    """What employees said: all of them, by team, and management and staff apart."""

    all: Summary
    teams: Mapping[str, Summary] = field(default_factory=dict)
    management: Summary | None = None
    staff: Summary | None = None


def identity_figures(
    employees: Employees,
    scores: Mapping[str, ScoreColumn],
    lived_mission: Mapping[str, Gap],
    thresholds: Thresholds,
) -> dict[str, IdentityFigures]:
    """Return the strength of the identity by dimension.

    Args:
        employees: what they said of themselves.
        scores: the dimensions and their columns.
        lived_mission: the gap of each with the mission, where there is one.
        thresholds: how many answers a test needs.
    """
    apart = {code: _ranks_apart(employees, of, thresholds) for code, of in scores.items()}
    gaps = adjusted({code: gap for code, gap in apart.items() if gap is not None})
    return {
        code: _of_dimension(employees, score, lived_mission.get(code), gaps.get(code))
        for code, score in scores.items()
    }


def _of_dimension(
    employees: Employees, score: ScoreColumn, lived: Gap | None, management_gap: Gap | None
) -> IdentityFigures:
    teams = employees.teams or {EVERYONE: employees.all}
    agreements = {
        name: agreement
        for name, team in teams.items()
        if (agreement := team_agreement(team, score)) and agreement.n >= FEWEST_RATERS
    }
    samples = {name: score_sample(team.people, score) for name, team in employees.teams.items()}
    large = {name: of for name, of in samples.items() if of.n >= FEWEST_RATERS}
    shared = is_shared(agreements.values())
    return IdentityFigures(
        agreements,
        shared,
        awareness(shared=shared, right=_right(lived)),
        intraclass(large.values()),
        among(large),
        _estimate(employees.management, score),
        _estimate(employees.staff, score),
        management_gap,
    )


def team_agreement(team: Summary, score: ScoreColumn) -> GroupAgreement | None:
    """Return how far a team agrees on the items of a dimension; None where their scales differ.

    rwg(j) is over those who answered all items; the mean deviation, which needs the answers per
    value, is over all who answered each.
    """
    spans = {high - low for low, high in zip(score.lows, score.highs, strict=True)}
    if len(spans) > 1:
        return None
    people = team.people
    n, covariance = people.complete(score.name)
    variances = [None if n < 2 else float(each) for each in np.diag(covariance)]
    counts = [people.value_counts(item) for item in score.items]
    return group_agreement(n, variances, counts, points=spans.pop() + 1)


def _ranks_apart(employees: Employees, score: ScoreColumn, thresholds: Thresholds) -> Gap | None:
    if employees.management is None or employees.staff is None:
        return None
    managers = score_sample(employees.management, score)
    return between(managers, score_sample(employees.staff, score), TOLERANCE, thresholds)


def _right(lived: Gap | None) -> bool | None:
    """Say whether what people see is the mission; None while that is undecided."""
    if lived is None or lived.label is Label.UNDECIDED:
        return None
    return lived.label is not Label.GAP


def _estimate(group: Summary | None, score: ScoreColumn) -> Estimate | None:
    return None if group is None else mean_estimate(score_sample(group, score))
