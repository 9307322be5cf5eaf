from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.ranks import (
    aligned,
    brunner_munzel,
    depends_on_scale_treatment,
    kruskal_wallis,
    mann_whitney,
)

counts = st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(any)
groups = st.lists(counts, min_size=2, max_size=5)


def people(counted: list[int]) -> list[int]:
    return [value for value, n in enumerate(counted) for _ in range(n)]


def number(value: float | None) -> float:
    assert value is not None
    return value


@given(first=counts, second=counts)
def test_counts_give_the_mann_whitney_test_of_the_people(
    first: list[int], second: list[int]
) -> None:
    assume(len({*people(first), *people(second)}) > 1)
    test = mann_whitney(first, second)

    expected = stats.mannwhitneyu(people(first), people(second), method="asymptotic")
    assert test is not None
    assert test.w == expected.statistic
    assert test.p == pytest.approx(expected.pvalue)


@given(first=counts, second=counts)
def test_counts_give_the_brunner_munzel_test_of_the_people(
    first: list[int], second: list[int]
) -> None:
    test = brunner_munzel(first, second)
    assume(test.p is not None)

    expected = stats.brunnermunzel(people(first), people(second))
    assert test.t == pytest.approx(-expected.statistic, abs=1e-12)
    assert test.p == pytest.approx(expected.pvalue, rel=1e-7)


@given(several=groups)
def test_counts_give_the_kruskal_wallis_test_of_the_people(several: list[list[int]]) -> None:
    assume(len({value for group in several for value in people(group)}) > 1)
    test = kruskal_wallis(several)

    expected = stats.kruskal(*map(people, several))
    assert test is not None
    assert test.h == pytest.approx(expected.statistic, abs=1e-9)
    if expected.statistic > 1e-9:  # else its rounding may be below 0, where it has no p
        assert test.p == pytest.approx(expected.pvalue, abs=1e-9)


@given(first=counts, second=counts)
def test_swapping_the_groups_turns_the_sign(first: list[int], second: list[int]) -> None:
    there, back = mann_whitney(first, second), mann_whitney(second, first)
    assert there is not None
    assert back is not None
    assert there.cliffs_delta == pytest.approx(-back.cliffs_delta)
    assert there.p == back.p

    forth, again = brunner_munzel(first, second), brunner_munzel(second, first)
    assert number(forth.difference) == pytest.approx(-number(again.difference))
    if forth.t is not None:
        assert forth.t == pytest.approx(-number(again.t))
        assert forth.p == pytest.approx(again.p)


@given(first=counts, second=counts, more=st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_only_the_order_of_the_values_counts(
    first: list[int], second: list[int], more: list[int]
) -> None:
    values = np.cumsum(more).tolist()  # as far apart as they like
    one, other = aligned(
        list(zip(values, first, strict=True)), list(zip(values, second, strict=True))
    )

    assert mann_whitney(one, other) == mann_whitney(first, second)
    assert brunner_munzel(one, other) == brunner_munzel(first, second)
    assert kruskal_wallis([one, other]) == kruskal_wallis([first, second])


@given(first=counts, second=counts)
def test_the_rank_effect_is_one_in_both_tests(first: list[int], second: list[int]) -> None:
    test, other = mann_whitney(first, second), brunner_munzel(first, second)

    assert test is not None
    assert test.superiority - 0.5 == pytest.approx(number(other.difference), abs=1e-12)
    assert test.cliffs_delta == pytest.approx(2 * number(other.difference), abs=1e-12)


@given(first=counts, second=counts)
def test_sums_that_64_bits_cannot_hold_are_as_exact(first: list[int], second: list[int]) -> None:
    many = 10**9
    test = mann_whitney([many * n for n in first], [many * n for n in second])
    few = mann_whitney(first, second)

    assert test is not None
    assert few is not None
    assert test.superiority == few.superiority
    assert test.w == many**2 * few.w
    huge, large = (
        brunner_munzel([times * n for n in first], [times * n for n in second])
        for times in (2500 * 10**4, 2500)
    )
    assert huge.difference == large.difference
    assert (huge.se or 0) * 100 == pytest.approx(large.se or 0, rel=1e-3)


def test_two_groups_of_kruskal_and_wallis_are_mann_and_whitney_without_their_half() -> None:
    first, second = [3, 5, 9, 4], [8, 6, 3, 1]
    several, pair = kruskal_wallis([first, second]), mann_whitney(first, second)

    assert several is not None
    assert pair is not None
    without = stats.mannwhitneyu(
        people(first), people(second), use_continuity=False, method="asymptotic"
    )
    assert several.p == pytest.approx(without.pvalue)
    assert number(pair.p) > several.p


@pytest.mark.parametrize("balanced", [([2, 3, 2], [1, 0, 1]), ([1, 1], [1, 1])])
def test_without_a_difference_p_is_one(balanced: tuple[list[int], list[int]]) -> None:
    test = mann_whitney(*balanced)

    assert test is not None
    assert (test.superiority, test.p) == (0.5, 1.0)


def test_when_all_answers_are_the_same_there_is_an_effect_of_none_and_no_test() -> None:
    test = mann_whitney([0, 9, 0], [0, 4, 0])

    assert test is not None
    assert (test.w, test.p, test.cliffs_delta) == (18, None, 0)
    assert brunner_munzel([0, 9, 0], [0, 4, 0]) == Difference(0.0)
    assert kruskal_wallis([[0, 9, 0], [0, 4, 0]]) is None


def test_groups_wholly_apart_have_no_brunner_munzel_test_but_their_effect() -> None:
    assert brunner_munzel([4, 5, 0, 0], [0, 0, 3, 3]) == Difference(-0.5)
    apart = mann_whitney([4, 5, 0, 0], [0, 0, 3, 3])
    assert apart is not None
    assert (apart.w, apart.cliffs_delta) == (0, -1)


def test_one_person_has_an_effect_and_no_brunner_munzel_test() -> None:
    assert brunner_munzel([0, 1, 0], [2, 4, 2]) == Difference(0.0)


@pytest.mark.parametrize("empty", [([0, 0], [3, 4]), ([3, 4], [0, 0]), ([], [])])
def test_an_empty_group_has_no_test(empty: tuple[list[int], list[int]]) -> None:
    assert mann_whitney(*empty) is None
    assert brunner_munzel(*empty) == Difference(None)
    assert kruskal_wallis(empty) is None


def test_an_empty_group_is_no_group_to_kruskal_and_wallis() -> None:
    groups = [[3, 4, 1], [1, 4, 6]]

    assert kruskal_wallis([*groups, [0, 0, 0]]) == kruskal_wallis(groups)
    assert kruskal_wallis([]) is None


def test_scores_in_other_steps_meet_at_the_same_score() -> None:
    # three items of 1-7 come in eighteenths of the scale, two items of 1-5 in eighths
    customers = [(0, 2), (9, 4), (18, 1)]
    employees = [(1, 3), (4, 5), (8, 0)]

    found = aligned(customers, employees, steps=[Fraction(100, 18), Fraction(100, 8)])

    assert [group.tolist() for group in found] == [[2, 0, 4, 1], [0, 3, 5, 0]]


def test_values_that_nobody_gave_take_no_place() -> None:
    assert [x.tolist() for x in aligned([(1, 0), (5, 2)], [(3, 0), (5, 1)])] == [[2], [1]]
    assert [x.tolist() for x in aligned([], [(3, 2)])] == [[0], [2]]


@given(p=st.floats(0, 1), q=st.floats(0, 1))
def test_two_tests_that_agree_do_not_depend_on_scale_treatment(p: float, q: float) -> None:
    assert depends_on_scale_treatment(p, q) == (min(p, q) < 0.05 <= max(p, q))
    assert depends_on_scale_treatment(p, None) is None
    assert depends_on_scale_treatment(None, q) is None
