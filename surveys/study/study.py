"""A study: from answers and choices to every figure, with all that it takes to make it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.wave.figures import Measurement, SegmentFigures
from surveys.measurement.wave.identity import Employees
from surveys.measurement.wave.measure import measure
from surveys.measurement.weights.weights import Weighing
from surveys.study.audience import Answered, Audience, Group
from surveys.study.provenance import Choices, Provenance

DISTRIBUTION: Final = "spiegelbeeld"

LONGEST_NUMBER: Final = 18
"""A label of more digits is not put in order as a number."""

Groups = dict[str, Group]


@dataclass(frozen=True, slots=True)
class Study:
    """Every figure with the weights that were chosen, and beside it without.

    `unweighted` is None without weights, and where figures without them, beside those with them,
    would tell of groups that are too small to show.
    """

    provenance: Provenance
    measurement: Measurement
    unweighted: Measurement | None
    weighing: Weighing | None
    employee_weighing: Weighing | None

    def hides(self, segment: SegmentFigures) -> bool:
        """Say whether a segment is not shown because it has too few people."""
        return self.provenance.choices.min_n is not None and not segment.n


@dataclass(frozen=True, slots=True)
class _Sums:
    """The people of a study in their groups: all that figures are made of."""

    segments: Groups
    total: Group
    languages: Groups
    employees: Employees | None

    def without_weights(self) -> "_Sums":
        people = self.employees
        return _Sums(
            _people_of(self.segments),
            self.total.people,
            _people_of(self.languages),
            people
            and Employees(
                people.all.people,
                {name: team.people for name, team in people.teams.items()},
                people.management and people.management.people,
                people.staff and people.staff.people,
            ),
        )


def carry_out(
    choices: Choices,
    customers: Answered,
    employees: Answered | None = None,
    thresholds: Thresholds | None = None,
) -> Study:
    """Measure answers as chosen.

    Args:
        choices: how; the answers must have the labels that it names.
        customers: what customers answered.
        employees: what employees answered, on the same questionnaire or another one.
        thresholds: how many answers a test and a judgement need.

    Raises:
        WeightsError: a weight given with the answers is none.
        RakingError: the margins of the weights cannot be met.
        SumOverflowError: more answers than exact sums can hold.
    """
    outside = Audience.of(customers, choices.weights, choices.min_n)
    inside = None
    if employees is not None:
        inside = Audience.of(employees, choices.employee_weights, choices.min_n)
    limits = thresholds or Thresholds()
    sums = _sums(outside, inside, choices)

    def measured(sums: _Sums) -> Measurement:
        return measure(
            outside.questionnaire,
            sums.segments,
            profiles=choices.profiles,
            employees=sums.employees,
            total=sums.total,
            languages=sums.languages,
            thresholds=limits,
        )

    return Study(
        Provenance(
            version(DISTRIBUTION),
            outside.source(),
            None if inside is None else inside.source(),
            choices,
            limits,
        ),
        measured(sums),
        measured(sums.without_weights()) if _may_stand_beside(outside, inside, choices) else None,
        outside.weighing,
        None if inside is None else inside.weighing,
    )


def _sums(outside: Audience, inside: Audience | None, choices: Choices) -> _Sums:
    groups = outside.groups(outside.labels(choices.segment_by))
    spoken = {}
    if choices.language_by:
        spoken = _in_order(outside.groups(outside.labels(choices.language_by)))
    return _Sums(
        _in_order(groups),
        outside.together(groups.values()),
        spoken,
        None if inside is None else _employees(inside, choices),
    )


def _employees(audience: Audience, choices: Choices) -> Employees:
    teams = {}
    if choices.team_by:
        teams = _in_order(audience.groups(audience.labels(choices.team_by)))
    ranks = audience.groups(_ranks(audience, choices))
    managers, staff = (
        group if (group := ranks.get(is_manager)) is not None and group.n else None
        for is_manager in (True, False)
    )
    return Employees(audience.together(ranks.values()), teams, managers, staff)


def _ranks(audience: Audience, choices: Choices) -> list[bool | None]:
    """Say of each employee whether they are management; None where that is not known."""
    if choices.management is None:
        return [None] * len(audience.block)
    column, marked = choices.management
    return [None if label is None else label == marked for label in audience.labels(column)]


def _may_stand_beside(outside: Audience, inside: Audience | None, choices: Choices) -> bool:
    """Say whether there are weights, and figures without them that may be shown beside."""
    if not choices.is_weighted:
        return False
    if outside.tells_few(outside.labels(choices.segment_by)):
        return False
    return inside is None or not inside.tells_few(_ranks(inside, choices))


def _people_of(groups: Groups) -> Groups:
    return {name: group.people for name, group in groups.items()}


def _in_order(groups: Mapping[str | None, Group]) -> Groups:
    """Return the groups that have a name, in order: 2 before 10."""
    named = {name: group for name, group in groups.items() if name is not None}
    return {name: named[name] for name in sorted(named, key=_place)}


def _place(name: str) -> tuple[int, str]:
    is_number = name.isdecimal() and len(name) <= LONGEST_NUMBER
    return (int(name) if is_number else -1, name)
