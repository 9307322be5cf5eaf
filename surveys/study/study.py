"""A study: from answers and choices to every figure, with all that it takes to make it again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib.metadata import version
from operator import add
from typing import Final

from surveys.formats.definition_json import canonical
from surveys.formats.responses_csv import AnswersFile
from surveys.measurement.blocks import Block, encode
from surveys.measurement.figures import Measurement
from surveys.measurement.gaps import Thresholds
from surveys.measurement.identity import Employees
from surveys.measurement.measure import measure
from surveys.measurement.moments import Moments, summarise_by
from surveys.measurement.suppression import shown
from surveys.measurement.weighted import Weighted
from surveys.measurement.weights import Weighing, WeightsPlan, weigh
from surveys.questionnaire.model import Questionnaire
from surveys.study.provenance import Choices, Provenance, Source

DISTRIBUTION: Final = "spiegelbeeld"

Label = str | None
Group = Moments | Weighted
Groups = dict[Label, Group]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked of one audience, and what it answered."""

    questionnaire: Questionnaire
    answers: AnswersFile


@dataclass(frozen=True, slots=True)
class Study:
    """Every figure with the weights that were chosen, and beside it without."""

    provenance: Provenance
    measurement: Measurement
    unweighted: Measurement | None
    weighing: Weighing | None
    employee_weighing: Weighing | None


@dataclass(frozen=True, slots=True)
class _Audience:
    """One audience's answers, encoded and weighed."""

    questionnaire: Questionnaire
    answers: AnswersFile
    block: Block
    weighing: Weighing | None

    @classmethod
    def of(cls, answered: Answered, plan: WeightsPlan | None) -> "_Audience":
        asked, answers = answered.questionnaire, answered.answers
        block = encode(asked, answers.responses, absent=answers.absent)
        weighing = None if plan is None else weigh(plan, answers.labels)
        return cls(asked, answers, block, weighing)

    def groups(self, column: str | None) -> Groups:
        """Return the sums per label of a column; of all together without one."""
        labels: Sequence[Label] = (
            self.answers.labels[column] if column else [None] * len(self.block)
        )
        if self.weighing is not None:
            return {**self.weighing.summarise_by(self.block, labels)}
        return {**summarise_by(self.block, labels)}

    def everyone(self) -> Group:
        """Return the sums of all together."""
        return self.groups(None).get(None, Moments.empty(self.block.layout))

    def source(self) -> Source:
        """Return by what these answers are known again."""
        asked = hashlib.sha256(canonical(self.questionnaire).encode()).hexdigest()
        labels = json.dumps(self.answers.labels, sort_keys=True).encode()
        answered = hashlib.sha256(self.block.values.tobytes() + labels).hexdigest()
        return Source(self.questionnaire.code, asked, len(self.block), answered)


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
    outside = _Audience.of(customers, choices.weights)
    inside = None if employees is None else _Audience.of(employees, choices.employee_weights)
    segments, total = _segments(outside, choices)
    spoken = outside.groups(choices.language_by) if choices.language_by else {}
    people = None if inside is None else _employees(inside, choices)
    limits = thresholds or Thresholds()

    def measured(*, weighted: bool) -> Measurement:
        def of(groups: Groups) -> dict[str, Group]:
            named = _in_order(groups)
            return named if weighted else {name: group.people for name, group in named.items()}

        return measure(
            outside.questionnaire,
            of(segments),
            profiles=choices.profiles,
            employees=people if weighted or people is None else _unweighted(people),
            total=total if weighted else total.people,
            languages=of(spoken),
            thresholds=limits,
        )

    weighed = choices.weights is not None or choices.employee_weights is not None
    return Study(
        Provenance(
            version(DISTRIBUTION),
            outside.source(),
            None if inside is None else inside.source(),
            choices,
            limits,
        ),
        measured(weighted=True),
        measured(weighted=False) if weighed else None,
        outside.weighing,
        None if inside is None else inside.weighing,
    )


def _segments(audience: _Audience, choices: Choices) -> tuple[Groups, Group]:
    """Return the sums of each segment and of all, without what may not be shown.

    What is hidden is in no total, so that nothing can be found by subtraction.
    """
    groups = audience.groups(choices.segment_by)
    if choices.min_n is None:
        return groups, audience.everyone()
    visible = {name: _shown(group, choices.min_n) for name, group in groups.items()}
    return visible, _together(visible.values()) or Moments.empty(audience.block.layout)


def _employees(audience: _Audience, choices: Choices) -> Employees:
    def visible(groups: Groups) -> Groups:
        if choices.min_n is None:
            return groups
        shown_of = {name: _shown(group, choices.min_n) for name, group in groups.items()}
        return {name: group for name, group in shown_of.items() if group.n}

    everyone = visible({None: audience.everyone()})
    teams = visible(audience.groups(choices.team_by)) if choices.team_by else {}
    managers: Group | None = None
    staff: Group | None = None
    if choices.management is not None:
        column, marked = choices.management
        ranks = visible(audience.groups(column))
        managers = ranks.pop(marked, None)
        staff = _together(group for name, group in ranks.items() if name is not None)
    nobody = Moments.empty(audience.block.layout)
    return Employees(everyone.get(None, nobody), _in_order(teams), managers, staff)


def _unweighted(employees: Employees) -> Employees:
    return Employees(
        employees.all.people,
        {name: team.people for name, team in employees.teams.items()},
        employees.management and employees.management.people,
        employees.staff and employees.staff.people,
    )


def _together(groups: Iterable[Group]) -> Group | None:
    """Return the sums over all groups, which are all weighted or all not; None without any."""
    several = [*groups]
    return reduce(add, several) if several else None


def _shown(group: Group, k: int) -> Group:
    """Return a group without what rests on fewer than k people."""
    visible = shown([group.people], k)
    return group.only(visible) if isinstance(group, Weighted) else visible


def _in_order(groups: Mapping[Label, Group]) -> dict[str, Group]:
    """Return the groups that have a name, in order: 2 before 10."""
    return {name: groups[name] for name in sorted(_named(groups), key=_place)}


def _named(groups: Iterable[Label]) -> list[str]:
    return [name for name in groups if name is not None]


def _place(name: str) -> tuple[int, str]:
    return (int(name) if name.isdecimal() else -1, name)
