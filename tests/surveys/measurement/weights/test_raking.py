from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.errors import (
    LevelWithoutAnswersError,
    LevelWithoutTargetError,
    MarginsNotMetError,
    RakingError,
    TargetNotPositiveError,
)
from surveys.measurement.weights.raking import CLOSE, Cell, Margin, Raking, SmallLevel, Trim, rake

COLUMNS = ("region", "age")
REGIONS, AGES = ("north", "south"), ("young", "middle", "old")
CELLS = tuple(product(REGIONS, AGES))

counts = st.fixed_dictionaries({cell: st.integers(1, 200) for cell in CELLS})
Sizes = dict[tuple[str, ...], float]

size = st.integers(1, 1000)
of_regions = st.fixed_dictionaries({(name,): size for name in REGIONS})
of_ages = st.fixed_dictionaries({(name,): size for name in AGES})


def _share(raking: Raking, margin: tuple[str, ...], level: tuple[str | None, ...]) -> float:
    people = {cell: n * raking.weights[cell] for cell, n in raking.people.items()}
    inside = [n for cell, n in people.items() if raking.level(cell, margin) == level]
    return sum(inside) / sum(people.values())


@given(counts, of_regions, of_ages)
def test_raked_margins_are_met_by_weights_that_average_1(
    people: dict[Cell, int], regions: Sizes, ages: Sizes
) -> None:
    margins = [Margin(("region",), regions), Margin(("age",), ages)]

    raking = rake(COLUMNS, people, margins, trim=None)

    for margin in margins:
        whole = sum(margin.targets.values())
        for level, target in margin.targets.items():
            assert _share(raking, margin.columns, level) == pytest.approx(target / whole, rel=1e-9)
    total = sum(n * raking.weights[cell] for cell, n in people.items())
    assert total == pytest.approx(sum(people.values()))
    assert raking.error < CLOSE
    assert raking.trimmed == 0


@given(counts, of_regions, of_ages)
def test_raking_changes_no_odds_ratio(people: dict[Cell, int], regions: Sizes, ages: Sizes) -> None:
    w = rake(COLUMNS, people, [Margin(("region",), regions), Margin(("age",), ages)], None).weights

    for one, other in pairwise(AGES):
        ratio = w["north", one] * w["south", other] / (w["north", other] * w["south", one])
        assert ratio == pytest.approx(1, rel=1e-6)


@given(counts, st.fixed_dictionaries(dict.fromkeys(CELLS, size)))
def test_post_stratification_is_raking_to_one_crossed_margin(
    people: dict[Cell, int], sizes: Sizes
) -> None:
    raking = rake(COLUMNS, people, [Margin(COLUMNS, sizes)], trim=None)

    whole = sum(sizes.values()) / sum(people.values())
    for cell, n in people.items():
        region, age = cell
        assert region is not None
        assert age is not None
        assert raking.weights[cell] == pytest.approx(sizes[region, age] / n / whole)
    assert raking.rounds == 1


@given(counts, of_regions, of_ages, st.randoms())
def test_the_order_of_cells_and_sizes_changes_no_digit(
    people: dict[Cell, int],
    regions: Sizes,
    ages: Sizes,
    chance: Any,
) -> None:
    def shuffled(mapping: dict[Any, Any]) -> dict[Any, Any]:
        pairs = list(mapping.items())
        chance.shuffle(pairs)
        return dict(pairs)

    margins = [Margin(("region",), regions), Margin(("age",), ages)]
    again = [Margin(("region",), shuffled(regions)), Margin(("age",), shuffled(ages))]

    assert rake(COLUMNS, shuffled(people), again).weights == rake(COLUMNS, people, margins).weights


@given(counts, of_regions, st.floats(0.001, 1000))
def test_sizes_may_be_numbers_or_shares(
    people: dict[Cell, int], regions: Sizes, factor: float
) -> None:
    scaled = {level: factor * target for level, target in regions.items()}

    one, other = (rake(COLUMNS, people, [Margin(("region",), of)]) for of in (regions, scaled))

    assert one.weights == pytest.approx(other.weights)


@given(counts, of_regions, of_ages)
def test_no_weight_is_outside_the_ends_once_trimmed(
    people: dict[Cell, int], regions: Sizes, ages: Sizes
) -> None:
    margins = [Margin(("region",), regions), Margin(("age",), ages)]
    raking, untrimmed = rake(COLUMNS, people, margins), rake(COLUMNS, people, margins, None)

    assert max(raking.weights.values()) / min(raking.weights.values()) <= 5 / 0.2 * (1 + 1e-9)
    outside = [w for w in untrimmed.weights.values() if not 0.2 <= w <= 5]
    assert (raking.trimmed > 0) == bool(outside)
    if not outside:
        assert raking.weights == untrimmed.weights


def test_trimming_says_what_it_costs() -> None:
    raking = rake(
        ["age"],
        {("young",): 10, ("old",): 990},
        [Margin(("age",), {("young",): 0.5, ("old",): 0.5})],
    )

    # The young would count 50 times; cut to 5 they are 50 of 1,000 before the mean is made 1.
    assert raking.trimmed == 0.01
    assert raking.weights["young",] / raking.weights["old",] == pytest.approx(5 / (500 / 990))
    assert raking.error == pytest.approx(1 - _share(raking, ("age",), ("young",)) / 0.5)


def test_wider_ends_trim_less() -> None:
    margins = [Margin(("age",), {("young",): 0.5, ("old",): 0.5})]

    raking = rake(["age"], {("young",): 10, ("old",): 990}, margins, Trim(0.01, 100.0))

    assert raking.weights["young",] == pytest.approx(50)


@given(counts, of_ages, st.integers(1, 100))
def test_people_of_whom_a_level_is_not_known_keep_their_share(
    people: dict[Cell, int], ages: Sizes, unknown: int
) -> None:
    whole = {**people, ("north", None): unknown}

    raking = rake(COLUMNS, whole, [Margin(("age",), ages)], trim=None)

    share = unknown / sum(whole.values())
    assert _share(raking, ("age",), (None,)) == pytest.approx(share)
    target = ages["old",] / sum(ages.values())
    assert _share(raking, ("age",), ("old",)) == pytest.approx((1 - share) * target)


def _refused(people: dict[Cell, int], *margins: Margin) -> RakingError:
    with pytest.raises(RakingError) as refused:
        rake(COLUMNS, people, margins)
    return refused.value


PEOPLE: dict[Cell, int] = {("north", "young"): 30, ("south", "old"): 20}


def test_a_size_of_a_level_without_answers_is_refused_by_name() -> None:
    margin = Margin(("region",), {("nort",): 1, ("south",): 1})

    error = _refused(PEOPLE, margin)

    assert isinstance(error, LevelWithoutAnswersError)
    assert (error.margin, error.level, error.expected) == (("region",), ("nort",), "north")
    problem = error.problem
    assert (problem.code, problem.place, problem.value, problem.expected) == (
        *("weights.level_without_answers", "region", "nort", "north"),
    )


def test_answers_of_a_level_without_a_size_are_refused_by_name() -> None:
    error = _refused(PEOPLE, Margin(COLUMNS, {("north", "young"): 1}))

    assert isinstance(error, LevelWithoutTargetError)
    assert error.level == ("south", "old")
    assert (error.problem.place, error.problem.value) == ("region × age", "south × old")


@pytest.mark.parametrize("target", [0, -1, float("nan")])
def test_a_size_must_be_above_0(target: float) -> None:
    error = _refused(PEOPLE, Margin(("region",), {("north",): target, ("south",): 1}))

    assert isinstance(error, TargetNotPositiveError)
    assert error.level == ("north",)


def test_margins_that_contradict_each_other_are_refused_with_the_level_that_misses_most() -> None:
    # All of the south are old: they cannot be 40 % and 70 % of all people at once.
    regions = Margin(("region",), {("north",): 60, ("south",): 40})
    ages = Margin(("age",), {("young",): 30, ("old",): 70})

    error = _refused(PEOPLE, regions, ages)

    assert isinstance(error, MarginsNotMetError)
    assert (error.margin, error.level) == (("region",), ("south",))
    assert (error.expected, error.found) == ("40 %", "70 %")


@given(st.lists(st.integers(1, 30), min_size=3, max_size=3))
def test_levels_of_few_people_are_named(people: list[int]) -> None:
    assume(min(people) < 10)
    counted: dict[Cell, int] = {(age,): n for age, n in zip(AGES, people, strict=True)}

    raking = rake(["age"], counted, [Margin(("age",), {(age,): 1 for age in AGES})])

    assert set(raking.small) == {
        SmallLevel(("age",), cell, n) for cell, n in counted.items() if n < 10
    }


def test_nobody_is_weighted_to_nothing() -> None:
    raking = rake([], {}, [])

    assert raking.weights == {}
    assert raking.kish is None


def test_what_raking_costs_is_that_of_its_weights() -> None:
    margin = Margin(("age",), {("young",): 0.5, ("old",): 0.5})
    cost = rake(["age"], {("young",): 10, ("old",): 30}, [margin]).kish

    assert cost is not None
    assert cost.design_effect == pytest.approx(40 * (10 * 4 + 30 * 4 / 9) / 40**2)
