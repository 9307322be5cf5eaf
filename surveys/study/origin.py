"""Where any one figure of a study comes from: whose answers, weighted how, made how, by what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple

from surveys.errors import NoFigureError
from surveys.formats.figures_json import names_of
from surveys.measurement.image.gaps import Gap, GapName
from surveys.measurement.inference.estimates import Estimate, Method
from surveys.measurement.wave.figures import (
    DimensionFigures,
    IdentityFigures,
    InternalFigures,
    ItemFigures,
    Measurement,
)
from surveys.measurement.weights.weights import Weighing, WeightsPlan
from surveys.study.methods import MADE, SURE, TESTED, Made
from surveys.study.provenance import Choices, Source
from surveys.study.study import Study

UNWEIGHTED: Final = "unweighted"
"""The first step to a figure without the weights that were chosen."""


class Who(StrEnum):
    """Whose answers."""

    CUSTOMERS = "customers"
    EMPLOYEES = "employees"


class Filter(NamedTuple):
    """Which of them: those whose label in a column is this one, or with `≠` another one."""

    column: str
    operator: str
    label: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one audience that a figure rests on.

    `filter` is None where they are those of everybody, `weights` where everybody counts the same.
    """

    who: Who
    filter: Filter | None
    weights: WeightsPlan | None
    source: Source


@dataclass(frozen=True, slots=True)
class Origin:
    """The definition of one figure.

    `answers` has an entry per audience, none for what management set. `n` counts the people behind
    the figure, in the smaller group where two are compared; 0 where nobody is. `code` is the
    version of this library; the questionnaires and their hashes are in the answers' `source`.
    """

    place: tuple[str, ...]
    answers: tuple[Answers, ...]
    n: int
    made: Made
    code: str


class _Step(NamedTuple):
    """One step on the way to a figure: in what, by which name."""

    inside: Any
    name: str


INSIDE: Final[Mapping[type, Mapping[str, tuple[Who, ...]]]] = {
    Measurement: dict.fromkeys(("internal", "identity", "employees"), (Who.EMPLOYEES,)),
    DimensionFigures: {
        "internal": (Who.EMPLOYEES,),
        "comparable": (Who.CUSTOMERS, Who.EMPLOYEES),
        "mission": (),
        "wish": (),
    },
}
"""Whose answers figures are of, where it is not those of customers or of the figure around it."""

BOTH: Final = (Who.CUSTOMERS, Who.EMPLOYEES)

GAP_OF: Final[Mapping[GapName, tuple[Who, ...]]] = {
    GapName.LIVED_MISSION: (Who.EMPLOYEES,),
    GapName.RECOGNITION: (Who.CUSTOMERS, Who.EMPLOYEES),
    GapName.PROMISE: (Who.CUSTOMERS,),
    GapName.WISH: (Who.CUSTOMERS,),
    GapName.MATCH: (Who.CUSTOMERS,),
    GapName.ABILITY: (Who.EMPLOYEES,),
    GapName.WISH_DESIRED: (Who.CUSTOMERS,),
}
"""Whose answers a gap compares, with targets or with each other."""

RANKS: Final = {"management": "=", "staff": "≠"}
"""Which employees the figures of management and staff are of, by their label."""

ASKED: Final = ("internal", "desired", "wish_met", "dont_know", "management", "staff")
"""Figures that are not there where nobody was asked."""


def origin(study: Study, *place: str) -> Origin:
    """Return where a figure comes from: all that it takes to compute it again.

    Args:
        study: what was measured.
        place: the way to the figure in the JSON of the study, such as `"segments", "1",
            "dimensions", "competence", "gaps", "promise"`; after `"unweighted"` the same without
            weights.

    Raises:
        NoFigureError: there is no figure at that place.
    """
    if place[:1] in {("weighing",), ("employee_weighing",)}:
        return _of_weights(study, place)
    is_weighted = place[:1] != (UNWEIGHTED,)
    measurement = study.measurement if is_weighted else study.unweighted
    steps = place if is_weighted else place[1:]
    if measurement is None or not steps:
        raise NoFigureError(place)
    way = [*_way(measurement, steps, place)]
    made = _made(way, place)
    weighted = is_weighted and made.is_weighted
    answers = tuple(
        part for who in _audiences(way) for part in _answers(study, who, way, is_weighted=weighted)
    )
    n = _n(way) if answers else 0
    return Origin(place, answers, n, made, study.provenance.code)


def _of_weights(study: Study, place: tuple[str, ...]) -> Origin:
    """Return where what is told of weights themselves comes from.

    Raises:
        NoFigureError: there are no weights, or nothing of that name is told of them.
    """
    who = Who.CUSTOMERS if place[0] == "weighing" else Who.EMPLOYEES
    weighing = study.weighing if who is Who.CUSTOMERS else study.employee_weighing
    made = MADE[Weighing].get("".join(place[1:2]))
    if weighing is None or made is None:
        raise NoFigureError(place)
    answers = tuple(_answers(study, who, [], is_weighted=True))
    n = weighing.kish.n if weighing.kish else 0
    return Origin(place, answers, n, made, study.provenance.code)


def _way(measurement: Measurement, steps: Sequence[str], place: Sequence[str]) -> Iterator[_Step]:
    """Yield each step; the last one has an empty name, and the figure itself.

    Raises:
        NoFigureError: a step leads nowhere.
    """
    at: Any = measurement
    for name in steps:
        yield _Step(at, name)
        if isinstance(at, Mapping) and name in at:
            at = at[name]
        elif isinstance(at, DimensionFigures) and name == "and_improve":
            at = at.verdict
        elif name in names_of(at):
            at = getattr(at, name)
        elif isinstance(at, tuple) and name.isdecimal() and int(name) < len(at):
            at = at[int(name)]
        else:
            raise NoFigureError(place)
    yield _Step(at, "")


def _made(way: Sequence[_Step], place: Sequence[str]) -> Made:
    """Return how the figure is made: like the innermost of what it stands in.

    Raises:
        NoFigureError: the place holds many figures, of several kinds.
    """
    made = None
    for inside, name in way:
        if isinstance(inside, Gap):
            made = TESTED[inside.method]
        elif isinstance(inside, Estimate) and inside.method is not None:
            made = SURE.get(inside.method, made)
        made = MADE.get(type(inside), {}).get(name, made)
    if made is None:
        raise NoFigureError(place)
    return made


def _audiences(way: Sequence[_Step]) -> tuple[Who, ...]:
    """Return whose answers the figure is of: those of the innermost that says so."""
    found: tuple[Who, ...] = (Who.CUSTOMERS,)
    for before, (inside, name) in pairwise([_Step(None, ""), *way]):
        found = INSIDE.get(type(inside), {}).get(name, found)
        if before.name == "gaps" and name:
            found = _compared(GapName(name), inside[name].method)
        elif before.name == "likeness" and name == "internal":
            found = BOTH
        elif isinstance(inside, DimensionFigures) and name in {"verdict", "and_improve"}:
            found = BOTH if GapName.RECOGNITION in inside.gaps else (Who.CUSTOMERS,)
    return found


def _compared(name: GapName, method: Method) -> tuple[Who, ...]:
    """Return whose answers a gap is of; a wish may be set, or asked of customers."""
    if method is Method.CONSTANTS:
        return ()
    return BOTH if method is Method.WELCH else GAP_OF[name]


def _answers(
    study: Study, who: Who, way: Sequence[_Step], *, is_weighted: bool
) -> Iterator[Answers]:
    """Yield the answers of an audience, if it was asked."""
    provenance, choices = study.provenance, study.provenance.choices
    if who is Who.CUSTOMERS:
        weights, source = choices.weights, provenance.customers
    elif provenance.employees is not None:
        weights, source = choices.employee_weights, provenance.employees
    else:
        return
    yield Answers(who, _filter(who, way, choices), weights if is_weighted else None, source)


def _filter(who: Who, way: Sequence[_Step], choices: Choices) -> Filter | None:
    """Return which people of an audience the figure is of."""
    if who is Who.CUSTOMERS:
        is_segment = [step.name for step in way[:1]] == [
            "segments"
        ] and choices.segment_by is not None
        return Filter(choices.segment_by or "", "=", way[1].name) if is_segment else None
    for before, (inside, name) in pairwise(way):
        if before.name == "teams" and choices.team_by is not None:
            return Filter(choices.team_by, "=", name)
        if isinstance(inside, IdentityFigures) and choices.management and name in RANKS:
            column, label = choices.management
            return Filter(column, RANKS[name], label)
    return None


def _n(way: Sequence[_Step]) -> int:
    """Return how many people the innermost figure that counts them rests on."""
    counts = (_count(inside, name) for inside, name in reversed(way))
    found = next((n for n in counts if n is not None), None)
    if found is not None:
        return found
    (measurement, kind), (_, code), *_rest = way
    if kind == "employees":
        return int(measurement.employees)
    if kind == "identity":
        return int(measurement.internal[code].estimate.n)
    if kind in {"across", "languages"}:
        return int(measurement.total.dimensions[code].external.n)
    return int(measurement.total.n)


def _count(figure: Any, name: str) -> int | None:  # noqa: ANN401 - any part of a study
    """Return how many people a figure says to rest on; None where it does not say so itself."""
    match figure:
        case DimensionFigures() | IdentityFigures() | ItemFigures() if (
            name in ASKED and getattr(figure, name) is None
        ):
            return 0
        case DimensionFigures():
            return figure.external.n
        case InternalFigures():
            return figure.estimate.n
        case ItemFigures(mean=Estimate()):
            return figure.mean.n
        case _:
            n = getattr(figure, "n", None)
            return n if isinstance(n, int) else None
