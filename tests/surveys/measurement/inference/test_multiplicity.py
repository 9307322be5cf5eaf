import random
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.multiplicity import (
    all_pairs,
    benjamini_hochberg,
    benjamini_yekutieli,
    games_howell,
    holm,
)

Rule = Callable[[Sequence[float | None]], list[float | None]]
RULES: list[Rule] = [holm, benjamini_hochberg, benjamini_yekutieli]
families = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def numbers(p_values: list[float | None]) -> list[float]:
    assert None not in p_values
    return [p for p in p_values if p is not None]


@pytest.mark.parametrize("rule", RULES)
@given(raw=families)
def test_an_adjusted_p_is_never_below_the_raw_one_nor_above_one(
    rule: Rule, raw: list[float]
) -> None:
    adjusted = numbers(rule(raw))

    assert all(p <= q <= 1 or q == pytest.approx(p) for p, q in zip(raw, adjusted, strict=True))


@pytest.mark.parametrize("rule", RULES)
@given(raw=families)
def test_adjusting_keeps_the_order(rule: Rule, raw: list[float]) -> None:
    ordered = sorted(zip(raw, numbers(rule(raw)), strict=True))

    assert all(one[1] <= other[1] for one, other in pairwise(ordered))


@pytest.mark.parametrize("rule", RULES)
@given(raw=families, order=st.randoms(use_true_random=False))
def test_the_order_in_which_tests_are_given_does_not_matter(
    rule: Rule, raw: list[float], order: random.Random
) -> None:
    places = order.sample(range(len(raw)), len(raw))

    adjusted = rule(raw)
    assert rule([raw[place] for place in places]) == [adjusted[place] for place in places]


@pytest.mark.parametrize("rule", RULES)
@given(raw=families, places=st.lists(st.integers(0, 30), max_size=5))
def test_tests_that_are_not_defined_do_not_count(
    rule: Rule, raw: list[float], places: list[int]
) -> None:
    holed: list[float | None] = list(raw)
    for place in places:
        holed.insert(place, None)

    adjusted = rule(holed)
    assert [p is None for p in adjusted] == [p is None for p in holed]
    assert [p for p in adjusted if p is not None] == rule(raw)


@given(raw=families)
def test_the_three_rules_rank_from_screening_to_cautious(raw: list[float]) -> None:
    screening, strict = numbers(benjamini_hochberg(raw)), numbers(holm(raw))
    cautious = numbers(benjamini_yekutieli(raw))

    assert all(q <= p * (1 + 1e-12) for q, p in zip(screening, strict, strict=True))
    assert all(q <= p for q, p in zip(screening, cautious, strict=True))


@given(p=st.floats(0, 1), m=st.integers(1, 30))
def test_holm_of_one_small_p_is_bonferroni(p: float, m: int) -> None:
    assert holm([p] + [1.0] * (m - 1))[0] == pytest.approx(min(1, m * p))


def test_the_rules_of_an_empty_family_are_empty() -> None:
    assert [rule([]) for rule in RULES] == [[], [], []]
    assert [rule([None]) for rule in RULES] == [[None]] * 3


def test_benjamini_and_hochbergs_own_example() -> None:
    # Benjamini and Hochberg (1995), JRSS B 57, section 3.2: fifteen tests, four found at q = .05
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip

    assert sum(p <= 0.05 for p in numbers(benjamini_hochberg(p_values))) == 4
    assert sum(p <= 0.05 for p in numbers(holm(p_values))) == 3


def test_games_howell_of_two_groups_is_welch() -> None:
    groups = [Sample(12, 50.0, 100.0), Sample(20, 58.0, 225.0)]

    assert games_howell(groups) == [pytest.approx(welch(groups[0], groups[1]).p, rel=1e-6)]


def test_games_howell_grows_with_the_number_of_groups() -> None:
    groups = [Sample(12, 50.0, 100.0), Sample(20, 58.0, 225.0), Sample(15, 51.0, 64.0)]

    assert (games_howell(groups)[0] or 0) > (games_howell(groups[:2])[0] or 0)


def test_a_group_of_one_is_no_group_to_games_howell() -> None:
    groups = [Sample(12, 50.0, 100.0), Sample(1, 90.0, None), Sample(20, 58.0, 225.0)]

    alone, pair, other = games_howell(groups)
    assert (alone, other) == (None, None)
    assert [pair] == games_howell([groups[0], groups[2]])


def test_all_pairs_are_compared_once_in_the_order_of_the_groups() -> None:
    groups = {name: Sample(9, mean, 9.0) for name, mean in zip("dacb", (1, 2, 3, 4), strict=True)}

    pairs = all_pairs(groups)
    assert [(pair.first, pair.second) for pair in pairs] == list(combinations("dacb", 2))
    raw = [pair.difference.p for pair in pairs]
    assert [pair.p_holm for pair in pairs] == holm(raw)
    assert pairs[0].difference == welch(groups["d"], groups["a"])
