from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import MarginsNotMetError, WeightsError
from surveys.formats.figures_json import as_json
from surveys.measurement.image.gaps import GapName
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.wave.figures import DimensionFigures, Measurement
from surveys.measurement.weights.raking import Margin
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study import definition, study_json
from surveys.study.audience import Answered
from surveys.study.provenance import Choices, differences
from surveys.study.study import Study, carry_out
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.study.make import ASKED, Row, answered, every_choice, people, rake

CUSTOMERS = answered(
    [*people("ny", 40), *people("so", 40, 2), *people("-y", 20, 4)], ("segment", "language")
)
EMPLOYEES = answered(
    [*people("am", 12), *people("as", 20, 1), *people("bs", 20, 3), *people("--", 8, 5)],
    ("team", "rank"),
)
FULL = carry_out(every_choice(), CUSTOMERS, EMPLOYEES)


def _numbers(value: Any, way: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if isinstance(value, Mapping):
        parts: list[tuple[str, Any]] = [(str(key), each) for key, each in value.items()]
    elif isinstance(value, list | tuple):
        parts = [(str(place), each) for place, each in enumerate(value)]
    else:
        return {way: value}
    return {path: leaf for key, of in parts for path, leaf in _numbers(of, (*way, key)).items()}


def _by_segment(measurement: Measurement, code: str) -> list[DimensionFigures]:
    return [of.dimensions[code] for of in measurement.segments.values()]


def _study(rows: Sequence[Row], columns: Sequence[str] = ("segment",), **choices: Any) -> Study:
    return carry_out(Choices(segment_by="segment", **choices), answered(rows, columns))


def test_a_study_is_made_again_from_what_it_says_of_itself() -> None:
    told = study_json.as_json(FULL)
    before = definition.from_json(told["definition"])
    again = carry_out(before.choices, CUSTOMERS, EMPLOYEES, before.thresholds)

    assert study_json.as_json(again) == told
    assert differences(before, again.provenance) == ()


def test_thresholds_are_part_of_what_it_says() -> None:
    study = carry_out(Choices(), CUSTOMERS, thresholds=Thresholds(to_test=200))

    assert definition.from_json(study_json.as_json(study)["definition"]).thresholds.to_test == 200
    assert study.measurement.total.dimensions["price"].external.low is None


def _changed_questionnaire() -> Answered:
    asked = questionnaire(
        likert("price_1", "price"),
        likert("price_2", "price"),  # was reversed
        likert("trust_1", "trust"),
    )
    return Answered(asked, CUSTOMERS.answers)


OTHERS = {
    "an answer": (
        answered(
            [("ny", (7, 7, 7)), *people("ny", 39), *people("so", 60)], ("segment", "language")
        ),
        ("answers",),
    ),
    "a label": (
        answered(
            [*people("ny", 40), *people("no", 40, 2), *people("-y", 20, 4)], ("segment", "language")
        ),
        ("answers",),
    ),
    "a question": (_changed_questionnaire(), ("questionnaire", "answers")),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_answer_label_or_question_is_noticed(other: str) -> None:
    customers, expected = OTHERS[other]
    choices = Choices(segment_by="segment", language_by="language")
    before, now = (carry_out(choices, of).provenance for of in (CUSTOMERS, customers))

    assert differences(before, now) == expected


def test_weights_that_change_nothing_give_the_figures_without() -> None:
    rows = [*people("n", 30), *people("s", 30, 2)]
    plain = _study(rows).measurement
    study = _study(rows, weights=rake(segment={"n": 1, "s": 1}))
    expected = {way: of for way, of in _numbers(as_json(plain)).items() if "n_eff" not in way}
    found = {way: of for way, of in _numbers(as_json(study.measurement)).items() if way in expected}

    assert study.unweighted == plain
    assert found == {
        way: pytest.approx(of, rel=1e-9, abs=1e-9) if isinstance(of, float) else of
        for way, of in expected.items()
    }
    assert study.measurement.total.dimensions["price"].external.n_eff == pytest.approx(60)


def test_figures_without_weights_stand_beside_those_with() -> None:
    rows = [*people("n", 30), *people("s", 60, 2)]
    study = _study(rows, weights=rake(segment={"n": 5, "s": 1}))
    assert study.unweighted is not None
    with_weights, without = (
        of.total.dimensions["trust"].external for of in (study.measurement, study.unweighted)
    )
    north, south = (of.external.mean or 0 for of in _by_segment(study.unweighted, "trust"))

    assert with_weights.mean == pytest.approx((5 * north + south) / 6)
    assert without.mean == pytest.approx((30 * north + 60 * south) / 90)
    assert (with_weights.n, without.n, without.n_eff) == (90, 90, None)


def test_employees_are_weighted_by_a_plan_of_their_own() -> None:
    study = carry_out(Choices(employee_weights=rake(rank={"m": 1, "s": 1})), CUSTOMERS, EMPLOYEES)
    assert study.unweighted is not None

    assert study.weighing is None
    assert study.employee_weighing is not None
    internal = study.measurement.internal["price"].estimate
    assert internal.mean != study.unweighted.internal["price"].estimate.mean
    assert study.measurement.total == study.unweighted.total or internal.n_eff is not None


def test_segments_may_be_margins_and_numbers_are_in_order() -> None:
    rows = [row for label in ("10", "9", "b", "a") for row in people(label[0], 8)]
    labels = [label for label in ("10", "9", "b", "a") for _ in range(8)]
    customers = answered(rows)
    file = customers.answers
    named = Answered(
        ASKED, type(file)(file.responses, {"segment": tuple(labels)}, (), frozenset(), 0)
    )
    found = carry_out(Choices(segment_by="segment"), named).measurement

    assert list(found.segments) == ["a", "b", "9", "10"]


def test_a_label_of_very_many_digits_is_a_name() -> None:
    file = answered(people("n", 2)).answers
    labels = {"segment": ("9" * 5000, "2")}
    named = Answered(ASKED, type(file)(file.responses, labels, (), frozenset(), 0))

    assert list(carry_out(Choices(segment_by="segment"), named).measurement.segments)[1] == "2"


def test_margins_that_contradict_each_other_are_refused() -> None:
    margins = (
        Margin(("segment",), {("n",): 1, ("s",): 1}),
        Margin(("segment",), {("n",): 2, ("s",): 1}),
    )

    with pytest.raises(MarginsNotMetError) as caught:
        _study([*people("n", 9), *people("s", 9)], weights=WeightsPlan(margins))
    assert caught.value.margin == ("segment",)


def test_a_weight_that_is_a_text_is_refused() -> None:
    with pytest.raises(WeightsError):
        _study(people("n", 3), weights=WeightsPlan(column="segment"))


@pytest.mark.parametrize("plan", [None, rake(age={"y": 1}), WeightsPlan(column="w")])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_people_are_measured_too(n: int, plan: WeightsPlan | None) -> None:
    study = _study(people("ny1", n), ("segment", "age", "w"), weights=plan, min_n=2)

    assert study.measurement.total.n == (n if n >= 2 else 0)


@pytest.mark.parametrize("plan", [None, WeightsPlan(column="w")])
def test_nobody_is_measured_too(plan: WeightsPlan | None) -> None:
    study = _study([], ("segment", "w"), weights=plan)

    assert study.measurement.total.n == 0
    assert study.measurement.total.dimensions["price"].external.mean is None


def _total_of(parts: Sequence[DimensionFigures], what: str) -> float:
    values = [of.external for of in parts]
    if what == "n":
        return sum(of.n for of in values)
    return sum(of.n * (of.mean or 0) for of in values)


answers = st.sampled_from([None, 1, 4, 7])


@given(
    data=st.lists(
        st.tuples(st.sampled_from("nswe-"), st.tuples(answers, answers, answers)), max_size=60
    ),
    k=st.integers(2, 8),
)
def test_nobody_who_is_hidden_is_in_a_total(data: list[Row], k: int) -> None:
    study = _study(data, min_n=k).measurement
    named = answered(data).answers.labels["segment"]
    unnamed = _study([row for row in data if row[0] == "-"], min_n=k).measurement

    for code, total in study.total.dimensions.items():
        parts = [*_by_segment(study, code)]
        if unnamed.total.dimensions:
            parts.append(unnamed.total.dimensions[code])
        assert all(of.external.n == 0 or of.external.n >= k for of in parts)
        assert total.external.n == _total_of(parts, "n")
        if total.external.mean is not None:
            found = total.external.n * total.external.mean
            assert found == pytest.approx(_total_of(parts, "mean"), abs=1e-6)
    assert all(of.n == 0 or of.n >= k for of in study.segments.values())
    assert set(study.segments) == {name for name in named if name is not None}


def test_a_hidden_segment_is_in_no_total_with_weights_either() -> None:
    large, small = [*people("ny", 30), *people("no", 30, 2), *people("sy", 20)], people("wo", 4)
    plan = rake(age={"y": 3, "o": 1})
    columns = ("segment", "age")
    study = _study([*large, *small], columns, weights=plan, min_n=5)
    shown = study.measurement

    assert [shown.segments[name].n for name in "nsw"] == [60, 20, 0]
    assert shown.total.n == 80
    north, south = (of.external for of in _by_segment(shown, "price")[:2])
    assert study.weighing is not None
    w = study.weighing.weights
    heavy, light = float(w[:60].sum()), float(w[60:80].sum())
    expected = (heavy * (north.mean or 0) + light * (south.mean or 0)) / (heavy + light)
    assert shown.total.dimensions["price"].external.mean == pytest.approx(expected)


def test_figures_without_weights_are_left_out_where_they_tell_of_few() -> None:
    columns = ("segment", "age")
    plan = rake(age={"y": 3, "o": 1})
    enough = [*people("ny", 30), *people("no", 5, 2), *people("sy", 20)]
    few = [*people("ny", 30), *people("no", 4, 2), *people("sy", 20)]

    assert _study(enough, columns, weights=plan, min_n=5).unweighted is not None
    assert _study(few, columns, weights=plan, min_n=5).unweighted is None
    assert _study(few, columns, weights=plan).unweighted is not None


def test_few_answers_to_one_item_leave_figures_without_weights_out_too() -> None:
    silent: list[Row] = [("no", (1, 2, None))] * 3
    rows = [*people("ny", 30), *people("no", 4, 2), *silent]
    plan = rake(age={"y": 3, "o": 1})

    assert _study(rows, ("segment", "age"), weights=plan, min_n=5).unweighted is None


def test_a_hidden_group_may_share_a_weight() -> None:
    rows = [*people("ny", 30), *people("no", 10, 2), *people("sy", 3)]
    plan = rake(age={"y": 3, "o": 1})

    assert _study(rows, ("segment", "age"), weights=plan, min_n=5).unweighted is not None


def _inside(rows: Sequence[Row], **choices: Any) -> Measurement:
    chosen = Choices(team_by="team", management=("rank", "m"), **choices)
    return carry_out(chosen, CUSTOMERS, answered(rows, ("team", "rank"))).measurement


def test_few_managers_are_in_no_figure_of_employees() -> None:
    rows = [*people("am", 4), *people("as", 20, 1)]
    shown = _inside(rows, min_n=5)
    staff_alone = _inside(people("as", 20, 1), min_n=5)

    assert shown.employees == 20
    assert shown.internal == staff_alone.internal
    assert shown.identity["price"].management is None
    assert _inside(rows).employees == 24


def test_few_of_no_rank_are_in_no_figure_of_employees() -> None:
    rows = [*people("am", 10), *people("as", 20, 1), *people("a-", 3, 2)]
    shown = _inside(rows, min_n=5)
    identity = shown.identity["price"]
    assert identity.management is not None
    assert identity.staff is not None

    assert (shown.employees, identity.management.n, identity.staff.n) == (30, 10, 20)


def test_a_small_team_is_not_shown() -> None:
    rows = [*people("as", 20), *people("bs", 20, 3), *people("cs", 6)]

    assert [*_inside(rows, min_n=7).identity["price"].teams] == ["a", "b"]
    assert [*_inside(rows, min_n=6).identity["price"].teams] == ["a", "b", "c"]


def test_a_small_language_is_compared_with_none() -> None:
    asked = questionnaire(*(likert(code, "price") for code in ("price_1", "price_2", "trust_1")))
    rows = [*people("ny", 150), *people("no", 120, 2)]
    customers = answered(rows, ("segment", "language"), asked)

    assert carry_out(Choices(language_by="language"), customers).measurement.languages
    assert not carry_out(
        Choices(language_by="language", min_n=130), customers
    ).measurement.languages


def test_management_and_staff_are_told_apart() -> None:
    found = FULL.measurement.identity["price"]

    assert found.management is not None
    assert found.staff is not None
    assert (found.management.n, found.staff.n) == (12, 40)
    assert [*found.teams] == ["a", "b"]
    assert FULL.measurement.employees == 60


def test_a_segment_says_whether_it_is_hidden() -> None:
    study = _study([*people("n", 9), *people("s", 3)], min_n=5)

    assert not study.hides(study.measurement.segments["n"])
    assert study.hides(study.measurement.segments["s"])


def test_all_choices_are_followed() -> None:
    found = FULL.measurement
    north = found.segments["n"].dimensions["price"]

    assert set(found.segments) == {"n", "s"}
    assert found.total.n == 100
    assert {GapName.PROMISE, GapName.WISH, GapName.RECOGNITION} <= set(north.gaps)
    assert north.wish is not None
    assert north.wish.tolerance == 10
    assert north.external.n_eff is not None
