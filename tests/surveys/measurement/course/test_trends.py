import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.course.trends import (
    Line,
    Overlap,
    WaveMean,
    changes,
    difference_in_differences,
    lines,
    panel_change,
)
from surveys.measurement.inference.comparisons import Difference, paired, welch
from surveys.measurement.inference.estimates import Sample, Unequal

means = st.floats(0, 100)
samples = st.builds(Sample, st.integers(2, 2000), means, st.floats(0.1, 2500))
waves = st.lists(samples, min_size=2, max_size=9)


def number(value: float | None) -> float:
    assert value is not None
    return value


def in_order(found: list[Sample], breaks: tuple[int, ...] = ()) -> list[WaveMean]:
    return [WaveMean(at, sample, at in breaks) for at, sample in enumerate(found)]


def only_line(of: list[WaveMean]) -> Line:
    (found,) = lines(of)
    assert found is not None
    return found


@given(of=waves)
def test_waves_of_different_people_are_compared_by_welch(of: list[Sample]) -> None:
    first, *later = changes(in_order(of))

    assert (first.since_previous, first.since_first) == (None, None)
    for place, change in enumerate(later, start=1):
        assert change.since_previous == welch(of[place], of[place - 1])
        assert change.since_first == welch(of[place], of[0])


def test_nothing_is_compared_across_a_break() -> None:
    of = [Sample(100, 50.0 + at, 400.0) for at in range(5)]
    found = changes(in_order(of, breaks=(2,)))

    assert found[2].since_previous is None
    assert found[2].since_first is None
    assert found[4].since_first == welch(of[4], of[2])
    assert found[3].since_previous == welch(of[3], of[2])


def test_a_line_starts_anew_after_a_break() -> None:
    rising = [Sample(100, mean, 400.0) for mean in (10, 20, 30, 80, 70, 60)]
    before, after = lines(in_order(rising, breaks=(3,)))

    assert before is not None
    assert after is not None
    assert (before.slope, after.slope) == pytest.approx((10, -10))


def test_people_who_answered_both_times_are_taken_into_account() -> None:
    of = [Sample(100, 50.0, 400.0), Sample(100, 52.0, 400.0), Sample(100, 53.0, 400.0)]
    shared = Overlap(50, 1.0)
    found = changes(in_order(of), {(1, 2): shared})

    assert found[1].since_previous == welch(of[1], of[0])
    assert found[2].since_previous == panel_change(of[2], of[1], shared)
    assert found[2].since_first == welch(of[2], of[0])


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(3, 80))
def test_when_everybody_answered_twice_it_is_the_test_of_pairs(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    earlier = generator.normal(50, 10, size=n)
    later = earlier + generator.normal(2, 5, size=n)
    one, other, moved = (
        Sample(n, float(x.mean()), float(x.var(ddof=1))) for x in (later, earlier, later - earlier)
    )
    covariance = float(np.cov(later, earlier)[0, 1])
    found, expected = panel_change(one, other, Overlap(n, covariance / n)), paired(moved)

    for field in ("difference", "se", "df", "low", "high", "t", "p"):
        assert getattr(found, field) == pytest.approx(getattr(expected, field))


@given(later=samples, earlier=samples)
def test_when_nobody_answered_twice_it_is_welch(later: Sample, earlier: Sample) -> None:
    found, expected = panel_change(later, earlier, Overlap(0, 0.0)), welch(later, earlier)

    assert found.df == pytest.approx(expected.df)
    assert found.p == pytest.approx(expected.p)


@given(later=samples, earlier=samples, share=st.floats(0, 1), r=st.floats(0, 0.9))
def test_an_overlap_makes_a_change_surer_and_its_df_lie_between(
    later: Sample, earlier: Sample, share: float, r: float
) -> None:
    n = share * min(later.n, earlier.n)
    deviations = math.sqrt(number(later.variance) * number(earlier.variance))
    covariance = n * r * deviations / (later.n * earlier.n)
    apart = welch(later, earlier)
    found = panel_change(later, earlier, Overlap(n, covariance))

    assert number(found.se) <= number(apart.se)
    smallest, largest = sorted((n - 1, number(apart.df)))
    assert smallest * (1 - 1e-9) <= number(found.df) <= largest * (1 + 1e-9)


def test_a_panel_that_all_moved_alike_has_no_test() -> None:
    of = Sample(40, 50.0, 400.0), Sample(40, 45.0, 400.0)

    assert panel_change(*of, Overlap(40, 10.0)) == Difference(5.0)
    assert panel_change(*of, Overlap(1, None)) == Difference(5.0)
    assert panel_change(Sample(0, None, None), of[0], Overlap(0, 0.0)) == Difference(None)


@given(of=waves, seed=st.integers(0, 2**32 - 1))
def test_the_line_is_weighted_least_squares(of: list[Sample], seed: int) -> None:
    times = np.sort(np.random.default_rng(seed).uniform(0, 10, size=len(of)))
    found = only_line([WaveMean(float(at), each) for at, each in zip(times, of, strict=True)])
    root_w = np.array([1 / number(each.se) for each in of])
    y = np.array([each.mean for each in of], dtype=np.float64)
    design = np.column_stack([np.ones(len(of)), times])
    (height, slope), *_ = np.linalg.lstsq(design * root_w[:, None], y * root_w)
    inverse = np.linalg.inv((design * root_w[:, None] ** 2).T @ design)
    residuals = (y - height - slope * times) * root_w

    assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.se == pytest.approx(math.sqrt(inverse[1, 1]), rel=1e-6)
    assert found.height - found.slope * found.centre == pytest.approx(height, rel=1e-6, abs=1e-5)
    assert found.q == pytest.approx(float(residuals @ residuals), rel=1e-6, abs=1e-6)


@given(of=waves, shift=st.floats(-1000, 1000))
def test_when_the_clock_began_does_not_matter(of: list[Sample], shift: float) -> None:
    there = only_line(in_order(of))
    moved = only_line([WaveMean(at + shift, each) for at, each in enumerate(of)])

    assert moved.slope == pytest.approx(there.slope, rel=1e-6, abs=1e-8)
    assert moved.p == pytest.approx(there.p, rel=1e-6, abs=1e-8)


def test_means_on_a_line_do_not_depart_from_it() -> None:
    found = only_line(in_order([Sample(100, 50 + 2.0 * at, 400.0) for at in range(4)]))

    assert found.q == pytest.approx(0, abs=1e-12)
    assert found.q_p == pytest.approx(1)
    assert found.q_df == 2
    assert found.interval.low < 2 < found.interval.high


def test_a_line_is_shown_from_three_waves_and_called_a_trend_from_six() -> None:
    found = [
        only_line(in_order([Sample(100, 50.0 + at, 400.0) for at in range(many)]))
        for many in (2, 3, 5, 6)
    ]

    assert [line.is_shown for line in found] == [False, True, True, True]
    assert [line.is_trend for line in found] == [False, False, False, True]
    assert (found[0].q, found[0].q_p) == (0, 1)


def test_waves_without_a_known_spread_do_not_count() -> None:
    of = [Sample(100, 50.0, 400.0), Sample(30, 75.0, 0.0), Sample(1, 3.0, None)]
    of.append(Sample(0, None, None))

    assert lines(in_order(of)) == [None]
    assert lines([]) == []
    found = only_line([*in_order(of), WaveMean(9, Sample(100, 59.0, 400.0))])
    assert found.waves == 2
    assert found.slope == pytest.approx(1)


@given(of=st.tuples(samples, samples, samples, samples))
def test_differences_in_differences_rest_on_the_four_means(
    of: tuple[Sample, Sample, Sample, Sample],
) -> None:
    before, after, other_before, other_after = of
    found = difference_in_differences(welch(after, before), welch(other_after, other_before))
    v = [number(each.mean_variance) for each in of]
    df = sum(v) ** 2 / sum(one**2 / (each.n - 1) for one, each in zip(v, of, strict=True))

    assert found.se == pytest.approx(math.sqrt(sum(v)))
    assert found.df == pytest.approx(df)
    assert number(found.difference) == pytest.approx(
        number(after.mean)
        - number(before.mean)
        - (number(other_after.mean) - number(other_before.mean)),
        abs=1e-9,
    )


@given(of=st.tuples(samples, samples, samples, samples))
def test_exchanging_the_groups_turns_the_sign(of: tuple[Sample, Sample, Sample, Sample]) -> None:
    one, other = welch(of[0], of[1]), welch(of[2], of[3])
    there, back = difference_in_differences(one, other), difference_in_differences(other, one)

    assert back.difference == -number(there.difference)
    assert back.p == pytest.approx(there.p)


def test_an_effect_without_spread_or_answers_has_no_test() -> None:
    moved = welch(Sample(30, 60.0, 400.0), Sample(30, 50.0, 400.0))
    still = welch(Sample(30, 55.0, 0.0), Sample(30, 50.0, 0.0))

    assert difference_in_differences(moved, still) == Difference(5.0)
    assert difference_in_differences(moved, Difference(None)) == Difference(None)


def test_weights_count_by_effective_people() -> None:
    weighted = Sample(100, 55.0, 400.0, Unequal(60.0, 6.0))
    found = panel_change(weighted, Sample(100, 50.0, 400.0), Overlap(60, 2.0))

    assert found.se == pytest.approx(math.sqrt(6 + 4 - 2 * 2))
    assert only_line([WaveMean(0, weighted), WaveMean(1, weighted)]).se == pytest.approx(
        math.sqrt(12)
    )


def test_an_effect_worked_out_by_hand() -> None:
    """8 points up where an action was, 2 where it was not; Satterthwaite over the four means."""
    treated = welch(Sample(110, 60.0, 441.0), Sample(120, 52.0, 484.0))
    others = welch(Sample(190, 57.0, 506.0), Sample(200, 55.0, 529.0))
    effect = difference_in_differences(treated, others)

    assert effect.difference == pytest.approx(6)
    assert effect.se == pytest.approx(3.653845, abs=1e-6)
    assert effect.df == pytest.approx(499.48607, abs=1e-5)
    assert effect.t == pytest.approx(1.642106, abs=1e-6)


def test_a_change_of_a_partly_equal_panel_worked_out_by_hand() -> None:
    """60 of 120 and 100 people answered twice, with a covariance of 250 (Derrick and others)."""
    shared = Overlap(60, 60 * 250 / (120 * 100))
    change = panel_change(Sample(120, 56.0, 400.0), Sample(100, 51.0, 441.0), shared)

    assert change.se == pytest.approx(2.289833, abs=1e-6)
    assert change.df == pytest.approx(126.22140, abs=1e-5)
    assert change.t == pytest.approx(2.183566, abs=1e-6)
