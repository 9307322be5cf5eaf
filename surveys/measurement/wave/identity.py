"""How strong the internal identity is: do people share a picture of who they are, the right one.

Agreement describes the people who answered, so nobody counts for more than another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from surveys.measurement.image.gaps import Gap, Label, adjusted, between
from surveys.measurement.image.profiles import TOLERANCE, score_sample
from surveys.measurement.inference.among import among
from surveys.measurement.inference.bases import mean_of
from surveys.measurement.inference.estimates import Estimate, Sample
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.agreement import (
    FEWEST_RATERS,
    GroupAgreement,
    awareness,
    group_agreement,
    is_shared,
)
from surveys.measurement.scales.intraclass import intraclass
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.figures import IdentityFigures

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
    found = {}
    for code, score in scores.items():
        agreements, samples = _agreements(employees, score), _samples(employees.teams, score)
        tested = {name: of for name, of in samples.items() if of.n >= thresholds.to_test}
        shared = is_shared(agreements.values())
        found[code] = IdentityFigures(
            agreements,
            shared,
            awareness(shared=shared, right=_right(lived_mission.get(code))),
            intraclass(samples.values()),
            among(tested),
            _estimate(employees.management, score, thresholds),
            _estimate(employees.staff, score, thresholds),
            gaps.get(code),
        )
    return found


def team_agreement(team: Summary, score: ScoreColumn) -> GroupAgreement | None:
    """Return how far a team agrees on the items of a dimension, in steps of their scale.

    rwg(j) is over those who answered all items; the mean deviation, which needs the answers per
    value, is over all who answered each.

    Returns:
        None where the items' scales differ, or their points are not equally far apart.
    """
    steps = {(len(points), high - low) for points in score.points for low, high in pairwise(points)}
    if len(steps) != 1:
        return None
    ((points, step),) = steps
    people, layout = team.people, team.layout
    n, covariance = people.complete(score.name)
    variances = [None if n < 2 else float(each) / step**2 for each in np.diag(covariance)]
    counts = [
        [(value / step, given) for value, given in people.value_counts(item)]
        for item in score.items
        if layout.values_of(item)
    ]
    return group_agreement(n, variances, counts, points)


def _agreements(employees: Employees, score: ScoreColumn) -> dict[str, GroupAgreement]:
    """Return the agreement inside each team, or among all of them, that has enough raters."""
    teams = employees.teams or {EVERYONE: employees.all}
    found = {name: team_agreement(team, score) for name, team in teams.items()}
    return {name: of for name, of in found.items() if of and of.n >= FEWEST_RATERS}


def _samples(teams: Mapping[str, Summary], score: ScoreColumn) -> dict[str, Sample]:
    """Return what the people of each team that has enough of them see."""
    samples = {name: score_sample(team.people, score) for name, team in teams.items()}
    return {name: of for name, of in samples.items() if of.n >= FEWEST_RATERS}


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


def _estimate(group: Summary | None, score: ScoreColumn, thresholds: Thresholds) -> Estimate | None:
    return None if group is None else mean_of(score_sample(group, score), thresholds)
