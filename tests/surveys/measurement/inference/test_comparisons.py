import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.comparisons import (
    Difference,
    Equivalence,
    against_target,
    equivalence,
    paired,
    welch,
)
from surveys.measurement.inference.estimates import Sample, Unequal, mean_estimate

means = st.floats(0, 100)
variances = st.floats(0.01, 2500)
samples = st.builds(Sample, st.integers(2, 5000), means, variances)


def number(value: float | None) -> float:
    assert value is not None
    return value


@given(n=st.integers(2, 1000), spread=variances, first=means, second=means)
def test_welch_of_equal_groups_is_the_pooled_test(
    n: int, spread: float, first: float, second: float
) -> None:
    result = welch(Sample(n, first, spread), Sample(n, second, spread))

    assert result.df == pytest.approx(2 * n - 2)
    assert result.se == pytest.approx(math.sqrt(spread * 2 / n))


@given(first=samples, second=samples)
def test_turning_a_comparison_round_turns_its_sign(first: Sample, second: Sample) -> None:
    there, back = welch(first, second), welch(second, first)

    assert (there.difference, there.t) == (-number(back.difference), -number(back.t))
    assert (there.low, there.high) == (-number(back.high), -number(back.low))
    assert (there.se, there.p) == (back.se, back.p)
    assert there.df == pytest.approx(back.df)


@given(first=samples, second=samples)
def test_welchs_df_lie_between_the_smaller_group_and_both(first: Sample, second: Sample) -> None:
    df = number(welch(first, second).df)

    smallest = min(first.n, second.n) - 1
    assert smallest * (1 - 1e-9) <= df <= (first.n + second.n - 2) * (1 + 1e-9)


@given(first=samples, second=samples, shift=st.floats(-50, 50))
def test_moving_both_groups_changes_no_difference(
    first: Sample, second: Sample, shift: float
) -> None:
    one, other = (Sample(s.n, number(s.mean) + shift, s.variance) for s in (first, second))

    before, after = welch(first, second), welch(one, other)
    assert after.difference == pytest.approx(before.difference, abs=1e-9)
    assert after.p == pytest.approx(before.p, rel=1e-6, abs=1e-9)


@given(first=samples, second=samples)
def test_a_difference_is_significant_when_its_interval_leaves_out_zero(
    first: Sample, second: Sample
) -> None:
    result = welch(first, second)

    inside = number(result.low) <= 0 <= number(result.high)
    assert inside == (number(result.p) >= 0.05) or result.p == pytest.approx(0.05)


@given(sample=samples, target=means)
def test_a_gap_to_a_target_is_the_interval_of_the_mean_moved(sample: Sample, target: float) -> None:
    gap, mean = against_target(sample, target), mean_estimate(sample)

    assert gap.low == pytest.approx(number(mean.low) - target, abs=1e-9)
    assert gap.high == pytest.approx(number(mean.high) - target, abs=1e-9)
    assert (gap.se, gap.df) == (mean.se, sample.n - 1)


def test_equal_answers_have_a_gap_and_an_interval_but_no_test() -> None:
    gap = against_target(Sample(40, 75.0, 0.0), 70)

    assert gap.difference == 5
    assert (gap.se, gap.df, gap.t, gap.p) == (None, None, None, None)
    assert number(gap.low) == pytest.approx(number(mean_estimate(Sample(40, 75.0, 0.0)).low) - 70)
    assert equivalence(gap, 5) == Equivalence()


@pytest.mark.parametrize("lonely", [Sample(1, 60.0, None), Sample(0, None, None)])
def test_one_answer_gives_no_test(lonely: Sample) -> None:
    group = Sample(9, 50.0, 4.0)
    difference = None if lonely.mean is None else 10.0

    assert welch(lonely, group) == Difference(difference)
    assert against_target(lonely, 50) == Difference(difference)
    assert paired(lonely).p is None


def test_two_groups_that_do_not_vary_give_no_test() -> None:
    assert welch(Sample(9, 50.0, 0.0), Sample(9, 40.0, 0.0)) == Difference(10.0)


def test_one_group_that_varies_is_enough_for_welch() -> None:
    result = welch(Sample(9, 50.0, 9.0), Sample(9, 40.0, 0.0))

    assert result.se == 1
    assert result.df == pytest.approx(8)


@given(n=st.integers(2, 1000), one=variances, other=variances, first=means, second=means)
def test_pairs_without_covariance_have_the_errors_of_two_groups(
    n: int, one: float, other: float, first: float, second: float
) -> None:
    differences = Sample(n, first - second, one + other)

    assert paired(differences).se == pytest.approx(
        welch(Sample(n, first, one), Sample(n, second, other)).se
    )
    assert paired(differences).df == n - 1


def test_pairs_that_all_differ_by_the_same_amount_give_no_test() -> None:
    assert paired(Sample(9, 10.0, 0.0)) == Difference(10.0)


@given(sample=samples, target=means)
def test_weights_enter_a_comparison_by_effective_n_and_the_variance_of_the_mean(
    sample: Sample, target: float
) -> None:
    alike = Sample(sample.n, sample.mean, sample.variance, Unequal(sample.n, sample.mean_variance))
    fewer = Sample(
        2 * sample.n, sample.mean, sample.variance, Unequal(sample.n, sample.mean_variance)
    )

    for weighted in (alike, fewer):
        assert against_target(weighted, target) == against_target(sample, target)
        assert paired(weighted) == paired(sample)
        assert welch(weighted, sample) == welch(sample, sample)


@given(first=samples, second=samples, margin=st.floats(0.1, 20))
def test_a_gap_is_closed_when_its_90_percent_interval_lies_inside_the_margin(
    first: Sample, second: Sample, margin: float
) -> None:
    result = equivalence(welch(first, second), margin)

    inside = -margin < number(result.low90) and number(result.high90) < margin
    assert inside == (number(result.p) < 0.05) or result.p == pytest.approx(0.05)


@given(first=samples, second=samples, margin=st.floats(0.1, 20))
def test_equivalence_is_blind_to_the_order_of_the_groups(
    first: Sample, second: Sample, margin: float
) -> None:
    there = equivalence(welch(first, second), margin)
    back = equivalence(welch(second, first), margin)

    assert there.p == pytest.approx(back.p)
    assert there.p_lower == pytest.approx(back.p_upper)


@given(first=samples, second=samples, margin=st.floats(0.1, 20), more=st.floats(0.1, 20))
def test_a_wider_margin_never_makes_a_gap_less_closed(
    first: Sample, second: Sample, margin: float, more: float
) -> None:
    difference = welch(first, second)

    narrow, wide = (equivalence(difference, size) for size in (margin, margin + more))
    assert number(wide.p) <= number(narrow.p)


def test_welch_gives_the_numbers_of_r_for_sleep() -> None:
    # R 4.2: t.test(extra ~ group, data = sleep); both groups n = 10
    group_1, group_2 = Sample(10, 0.75, 3.200556), Sample(10, 2.33, 4.009)
    result = welch(group_1, group_2)

    assert result.t == pytest.approx(-1.8608, abs=5e-5)
    assert result.df == pytest.approx(17.776, abs=5e-4)
    assert result.p == pytest.approx(0.07939, abs=5e-6)
    assert (result.low, result.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-5)


def test_pairs_give_the_numbers_of_r_for_sleep() -> None:
    # R 4.2: t.test(extra[group == 1], extra[group == 2], paired = TRUE), data = sleep
    result = paired(Sample(10, 0.75 - 2.33, 3.200556 + 4.009 - 2 * 2.848333))

    assert result.t == pytest.approx(-4.0621, abs=5e-5)
    assert result.p == pytest.approx(0.002833, abs=1e-6)
