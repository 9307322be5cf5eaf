import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from surveys import files
from surveys.errors import NoFigureError
from surveys.formats import profiles_yaml, responses_csv
from surveys.measurement.weights.raking import Margin
from surveys.measurement.weights.weights import WeightsPlan, weigh
from surveys.questionnaire.scales import Facet
from surveys.study import study_json
from surveys.study.audience import Answered, Audience
from surveys.study.methods import MADE, SURE, TESTED, Made
from surveys.study.origin import Filter, Origin, Who, origin
from surveys.study.provenance import Choices
from surveys.study.study import Study, carry_out
from tests.rooms import full_name

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
FIGURES = ("questionnaire", "segments", "total", "employees", "internal", "across", "languages")
WEIGHTS = WeightsPlan((Margin(("serviceprovider",), {(str(of),): 1.0 for of in range(1, 5)}),))
CHOICES = Choices(
    segment_by="servicetype",
    language_by="mga_1",
    team_by="serviceprovider",
    management=("servicetype", "1"),
    weights=WEIGHTS,
    employee_weights=WeightsPlan((Margin(("servicetype",), {("1",): 1.0, ("2",): 3.0}),)),
    profiles=profiles_yaml.read((DATA / "corporate_reputation_profiles.yaml").read_bytes()),
    missing=("-99",),
)


def _answered(columns: tuple[str, ...]) -> Answered:
    asked = files.load("corporate_reputation")
    source = (DATA / "corporate_reputation.csv").read_bytes()
    missing = frozenset(CHOICES.missing)
    return Answered(asked, responses_csv.read(source, asked, missing=missing, label_by=columns))


CUSTOMERS = _answered(CHOICES.customer_labels)
EMPLOYEES = _answered(CHOICES.employee_labels)


@pytest.fixture(scope="module")
def study() -> Study:
    """Real answers, measured with all there is."""
    return carry_out(CHOICES, CUSTOMERS, EMPLOYEES)


def _places(values: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(values, Mapping):
        for key, each in values.items():
            yield from _places(each, (*way, key))
    elif isinstance(values, list):
        for place, each in enumerate(values):
            yield from _places(each, (*way, str(place)))
    else:
        yield way


@pytest.fixture(scope="module")
def places(study: Study) -> list[tuple[str, ...]]:
    """The way to every figure in the JSON."""
    told = study_json.as_json(study)
    return [way for way in _places(told) if way[0] not in {"definition", "methods"}]


def test_every_figure_says_where_it_comes_from(study: Study, places: list[tuple[str, ...]]) -> None:
    origins = [origin(study, *way) for way in places]

    assert len(origins) > 5_000
    assert {of.code for of in origins} == {study.provenance.code}
    nobody = {way[-1] for way, of in zip(places, origins, strict=True) if of.answers and not of.n}
    assert nobody == {"desired", "wish_met"}
    sources = {part.who: part.source for of in origins for part in of.answers}
    assert sources == {
        Who.CUSTOMERS: study.provenance.customers,
        Who.EMPLOYEES: study.provenance.employees,
    }


def test_only_what_management_set_rests_on_no_answers(
    study: Study, places: list[tuple[str, ...]]
) -> None:
    without = {
        way[4:] for way in places if not origin(study, *way).answers and way[0] == "segments"
    }

    assert {way[0] for way in without} == {"mission", "wish", "gaps"}
    assert {way[1] for way in without if way[0] == "gaps"} == {"match"}


def test_weights_are_those_of_the_audience_and_none_beside(
    study: Study, places: list[tuple[str, ...]]
) -> None:
    for way in places:
        found = origin(study, *way)
        for part in found.answers:
            chosen = {Who.CUSTOMERS: CHOICES.weights, Who.EMPLOYEES: CHOICES.employee_weights}
            is_weighted = way[0] != "unweighted" and found.made.is_weighted
            assert part.weights == (chosen[part.who] if is_weighted else None), way


COMPETENCE = ("segments", "1", "dimensions", "competence")
PREPAID = Filter("servicetype", "=", "1")
BOTH = ((Who.CUSTOMERS, PREPAID), (Who.EMPLOYEES, None))


@pytest.mark.parametrize(
    ("place", "answers", "n", "function"),
    [
        ((*COMPETENCE, "external", "mean"), BOTH[:1], 125, "estimates.mean_estimate"),
        ((*COMPETENCE, "gaps", "promise"), BOTH[:1], 125, "comparisons.against_target"),
        ((*COMPETENCE, "gaps", "promise", "p_adjusted"), BOTH[:1], 125, "multiplicity.holm"),
        ((*COMPETENCE, "gaps", "recognition", "p"), BOTH, 125, "comparisons.welch"),
        ((*COMPETENCE, "gaps", "recognition", "ranks", "p"), BOTH, 125, "ranks.brunner_munzel"),
        ((*COMPETENCE, "gaps", "lived_mission", "p"), BOTH[1:], 344, "comparisons.against_target"),
        ((*COMPETENCE, "gaps", "match", "difference"), (), 0, "gaps.gaps_of"),
        ((*COMPETENCE, "verdict"), BOTH, 125, "verdicts.verdict_of"),
        ((*COMPETENCE, "and_improve"), BOTH, 125, "verdicts.verdict_of"),
        ((*COMPETENCE, "wish"), (), 0, "profiles.Target"),
        ((*COMPETENCE, "internal", "low"), BOTH[1:], 344, "estimates.mean_estimate"),
        ((*COMPETENCE, "desired"), BOTH[:1], 0, "estimates.mean_estimate"),
        ((*COMPETENCE, "spread", "sd"), BOTH[:1], 125, "consistency.spread"),
        (
            ("segments", "2", "dimensions", "competence", "comparable", "word"),
            ((Who.CUSTOMERS, Filter("servicetype", "=", "2")), (Who.EMPLOYEES, None)),
            219,
            "congruence.tucker_congruence",
        ),
        (
            (*COMPETENCE, "scale", "reliability", "value"),
            BOTH[:1],
            125,
            "omega.scale_reliability",
        ),
        (
            (*COMPETENCE, "scale", "items", "comp_1", "top_box", "low"),
            BOTH[:1],
            125,
            "estimates.share_estimate",
        ),
        (
            ("segments", "1", "whole", "likeness", "internal", "distance", "d"),
            BOTH,
            125,
            "similarity.similarity",
        ),
        (
            ("segments", "1", "whole", "likeness", "mission", "distance", "d"),
            BOTH[:1],
            125,
            "similarity.similarity",
        ),
        (
            ("across", "competence", "rank_p"),
            ((Who.CUSTOMERS, None),),
            344,
            "ranks.kruskal_wallis",
        ),
        (
            ("across", "competence", "among", "pairs", "0", "p_games_howell"),
            ((Who.CUSTOMERS, None),),
            344,
            "multiplicity.games_howell",
        ),
        (
            ("identity", "competence", "teams", "3", "rwg_j"),
            ((Who.EMPLOYEES, Filter("serviceprovider", "=", "3")),),
            44,
            "agreement.group_agreement",
        ),
        (
            ("identity", "competence", "staff", "mean"),
            ((Who.EMPLOYEES, Filter("servicetype", "≠", "1")),),
            219,
            "estimates.mean_estimate",
        ),
        (("identity", "competence", "is_shared"), BOTH[1:], 344, "agreement.is_shared"),
        (("employees",), BOTH[1:], 344, "moments.Moments"),
        (("weighing", "n_eff"), ((Who.CUSTOMERS, None),), 344, "weighting.kish"),
        (("employee_weighing", "rounds"), BOTH[1:], 344, "raking.rake"),
    ],
)
def test_a_figure_says_whose_answers_how_many_and_which_method(
    study: Study,
    place: tuple[str, ...],
    answers: tuple[tuple[Who, Filter | None], ...],
    n: int,
    function: str,
) -> None:
    found = origin(study, *place)

    assert tuple((part.who, part.filter) for part in found.answers) == answers
    assert (found.n, found.made.function) == (n, function)


@pytest.mark.parametrize(
    "place",
    [
        (),
        ("nothing",),
        ("segments",),
        ("segments", "9"),
        COMPETENCE,
        (*COMPETENCE, "gaps"),
        (*COMPETENCE, "__class__"),
        (*COMPETENCE, "desired", "mean"),
        ("across", "competence", "among", "pairs", "99", "p_bh"),
        ("definition", "code"),
        ("weighing",),
        ("weighing", "weights"),
        ("unweighted",),
    ],
)
def test_a_place_without_a_figure_is_refused(study: Study, place: tuple[str, ...]) -> None:
    with pytest.raises(NoFigureError) as caught:
        origin(study, *place)
    assert caught.value.place == place


def test_what_is_not_told_has_no_origin() -> None:
    plain = carry_out(Choices(), CUSTOMERS)

    for place in (("unweighted", "total", "n"), ("weighing", "n"), ("employee_weighing", "n")):
        with pytest.raises(NoFigureError):
            origin(plain, *place)
    assert origin(plain, "employees").answers == ()


def _mean_again(found: Origin, facet: Facet, dimension: str) -> tuple[int, float]:
    """Compute the mean of a score from what a figure says of itself, and the answers alone."""
    (part,) = found.answers
    answered = CUSTOMERS if part.who is Who.CUSTOMERS else EMPLOYEES
    audience = Audience.of(answered, None, None)
    labels = answered.answers.labels
    w = np.ones(len(audience.block))
    if part.weights is not None:
        w = weigh(part.weights, labels).weights
    scores = audience.block.values[:, audience.block.layout.places[f"{facet}:{dimension}"]]
    there = scores >= 0
    if part.filter is not None:
        of = np.array(labels[part.filter.column])
        is_label = of == part.filter.label
        there &= is_label if part.filter.operator == "=" else ~is_label
    steps = audience.block.layout.score(facet, dimension)
    assert steps is not None
    return int(there.sum()), 100 / steps.steps * float(np.average(scores[there], weights=w[there]))


@pytest.mark.parametrize("first", [(), ("unweighted",)])
@pytest.mark.parametrize(
    "way",
    [
        ("segments", "1", "dimensions", "{}", "external"),
        ("segments", "2", "dimensions", "{}", "external"),
        ("segments", "1", "dimensions", "{}", "internal"),
        ("total", "dimensions", "{}", "external"),
        ("internal", "{}", "estimate"),
        ("identity", "{}", "management"),
        ("identity", "{}", "staff"),
    ],
)
def test_a_mean_is_computed_again_from_its_origin(
    study: Study, first: tuple[str, ...], way: tuple[str, ...]
) -> None:
    told: Any = study_json.as_json(study)
    for dimension in ("competence", "responsibility"):
        place = (*first, *(step.format(dimension) for step in way))
        figure = told
        for step in place:
            figure = figure[step]
        n, mean = _mean_again(origin(study, *place), Facet.IMAGE, dimension)

        assert (figure["n"], figure["mean"]) == (n, pytest.approx(mean, rel=1e-12))
        assert origin(study, *place).n == n


def _all_made() -> list[Made]:
    of_fields = [made for fields in MADE.values() for made in fields.values()]
    return [*of_fields, *TESTED.values(), *SURE.values()]


@pytest.mark.parametrize("function", sorted({made.function for made in _all_made()}))
def test_a_method_names_what_computes_it(function: str) -> None:
    module, _, name = function.partition(".")

    assert hasattr(import_module(full_name(module)), name)


@pytest.mark.parametrize("made", sorted(set(_all_made())), ids=lambda made: made.function)
def test_a_method_names_the_section_of_the_statistics_that_tells_of_it(made: Made) -> None:
    text = (ROOT / "STATISTICS.md").read_text()
    _before, *parts = re.split(r"(?m)^## (?:\d+\. )?(.+)$", text)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    tells = {name for name, said in sections.items() if f"`{made.function}`" in said}

    assert made.section in sections
    assert not tells or made.section in tells
