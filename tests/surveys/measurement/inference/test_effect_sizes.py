import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.effect_sizes import (
    Effect,
    hedges_correction,
    hedges_g,
    hedges_variance,
    noncentral_t_limits,
    one_sample_g,
    paired_d_av,
    paired_g,
    wald_interval,
    weighted_hedges_variance,
    weighted_interval,
)
from surveys.measurement.inference.estimates import Sample, Unequal

means = st.floats(0, 100)
variances = st.floats(1, 2500)
samples = st.builds(Sample, st.integers(3, 5000), means, variances)


def some(effect: Effect | None) -> Effect:
    assert effect is not None
    return effect


@given(df=st.integers(2, 1000))
def test_the_correction_shrinks_a_little_and_ever_less(df: int) -> None:
    assert 0 < hedges_correction(df) < hedges_correction(df + 1) < 1


@pytest.mark.parametrize(
    ("df", "correction"),
    [(2, 0.5642), (3, 0.7236), (4, 0.7979), (10, 0.9228), (50, 0.9849)],
)  # Hedges (1981), J Educ Stat 6, table 1
def test_the_correction_is_that_of_hedges_table(df: int, correction: float) -> None:
    assert hedges_correction(df) == pytest.approx(correction, abs=1e-4)


def test_the_correction_is_exact_where_the_usual_formula_is_not() -> None:
    approximate = 1 - 3 / (4 * 20 - 1)

    assert abs(hedges_correction(20) - approximate) == pytest.approx(8e-5, rel=0.1)


@given(first=samples, second=samples)
def test_turning_a_comparison_round_turns_the_effect(first: Sample, second: Sample) -> None:
    assert some(hedges_g(first, second)).g == -some(hedges_g(second, first)).g


@given(first=samples, second=samples, factor=st.floats(0.1, 10))
def test_an_effect_has_no_unit(first: Sample, second: Sample, factor: float) -> None:
    stretched = [
        Sample(s.n, (s.mean or 0) * factor, (s.variance or 0) * factor**2) for s in (first, second)
    ]

    effect = some(hedges_g(first, second))
    assert some(hedges_g(*stretched)).g == pytest.approx(effect.g, abs=1e-9)


@given(g=st.floats(-3, 3), n=st.integers(2, 5000), other=st.integers(2, 5000))
def test_the_wald_interval_lies_evenly_around_g(g: float, n: int, other: int) -> None:
    low, high = wald_interval(g, n, other)

    assert low < g < high
    assert (low + high) / 2 == pytest.approx(g, abs=1e-9)


@given(t=st.floats(-60, 60), df=st.integers(2, 5000))
def test_the_noncentral_limits_lie_around_t_and_mirror(t: float, df: int) -> None:
    low, high = noncentral_t_limits(t, df)

    assert low < t < high
    assert noncentral_t_limits(-t, df) == pytest.approx((-high, -low), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("df", [50, 2000])
def test_the_noncentral_limits_survive_where_scipy_gives_up(df: int) -> None:
    low, high = noncentral_t_limits(-4.66, df)

    assert -7 < low < -4.66 < high < -2


def test_the_noncentral_limits_of_many_are_those_of_a_normal() -> None:
    assert noncentral_t_limits(1.0, 10**7) == pytest.approx((1 - 1.959964, 1 + 1.959964), abs=1e-4)


def test_both_intervals_of_large_groups_agree() -> None:
    first, second = Sample(120, 60.0, 400.0), Sample(150, 52.0, 440.0)
    effect = some(hedges_g(first, second))

    noncentral = effect.noncentral_interval()
    assert noncentral == pytest.approx(wald_interval(effect.g, 120, 150), abs=0.004)


@given(variance=variances, n=st.integers(3, 5000), other=st.integers(3, 5000), g=st.floats(-3, 3))
def test_without_weights_and_with_equal_spread_the_weighted_variance_is_hedges(
    variance: float, n: int, other: int, g: float
) -> None:
    first, second = Sample(n, 60.0, variance), Sample(other, 50.0, variance)

    weighted = weighted_hedges_variance(g, first, second)
    assert weighted == pytest.approx(hedges_variance(g, n, other))
    assert weighted_interval(g, first, second) == pytest.approx(wald_interval(g, n, other))


def test_a_weighted_effect_goes_by_effective_people() -> None:
    weighted = Sample(80, 60.0, 400.0, Unequal(50.0, 8.0))

    assert hedges_g(weighted, Sample(50, 50.0, 400.0)) == hedges_g(
        Sample(50, 60.0, 400.0), Sample(50, 50.0, 400.0)
    )


@pytest.mark.parametrize("n_eff", [1.0, 1.2, 1.5])
def test_people_who_amount_to_too_few_have_no_effect(n_eff: float) -> None:
    few = Sample(4, 60.0, 400.0, Unequal(n_eff, 400.0))

    assert hedges_g(few, few) is None
    assert one_sample_g(few, 50.0) is None
    assert weighted_hedges_variance(0.5, few, few) is None
    assert weighted_interval(0.5, few, few) is None


@given(sample=samples, target=means)
def test_the_effect_of_a_target_is_the_gap_in_corrected_deviations(
    sample: Sample, target: float
) -> None:
    effect = some(one_sample_g(sample, target))

    gap = (sample.mean or 0) - target
    assert effect.g * (sample.sd or 0) == pytest.approx(
        hedges_correction(sample.n - 1) * gap, abs=1e-9
    )
    assert effect.d / effect.unit == pytest.approx(gap / (sample.se or 1), abs=1e-9)


def test_pairs_that_go_together_have_the_larger_effect_per_pair() -> None:
    x, y = Sample(30, 60.0, 400.0), Sample(30, 50.0, 400.0)

    differences = Sample(30, 10.0, 400.0 + 400.0 - 2 * 300.0)
    assert some(paired_g(differences)).d == pytest.approx(10 / math.sqrt(200))
    assert paired_d_av(x, y) == pytest.approx(0.5)


def test_what_is_not_defined_has_no_effect() -> None:
    alike, few, group = Sample(9, 50.0, 0.0), Sample(1, 50.0, None), Sample(9, 60.0, 4.0)

    assert hedges_g(alike, alike) is None
    assert hedges_g(few, group) is None
    assert one_sample_g(alike, 40) is None
    assert one_sample_g(Sample(2, 50.0, 8.0), 40) is None
    assert paired_g(alike) is None
    assert paired_d_av(alike, alike) is None
