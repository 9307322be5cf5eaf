import subprocess
import sys
from fractions import Fraction
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import (
    Ends,
    Estimate,
    Sample,
    mean_estimate,
    same_answer_interval,
    share_estimate,
    top_box_share,
    wilson,
)

answers = st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=40)
shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def sample(values: list[int], *, centre: int = 0, scale: Fraction = Fraction(1)) -> Sample:
    above = [value - centre for value in values]
    squares = sum(value * value for value in above)
    return Sample.of(len(above), sum(above), squares, centre=centre, scale=scale)


@given(values=answers)
def test_a_sample_has_the_mean_and_variance_of_its_numbers(values: list[int]) -> None:
    exact = [Fraction(value) for value in values]

    assert sample(values) == Sample(len(values), float(mean(exact)), float(variance(exact)))


@given(values=answers, centre=st.integers(-1000, 1000))
def test_the_centre_of_the_sums_changes_no_digit(values: list[int], centre: int) -> None:
    assert sample(values, centre=centre) == sample(values)


@given(values=answers, step=st.fractions(Fraction(1, 1000), 1000, max_denominator=1000))
def test_a_sample_in_other_units_is_stretched(values: list[int], step: Fraction) -> None:
    plain, stretched = sample(values), sample(values, scale=step)

    assert stretched.mean == pytest.approx(float(step) * (plain.mean or 0), rel=1e-12, abs=1e-9)
    assert stretched.se == pytest.approx(float(step) * (plain.se or 0), rel=1e-12)


@given(value=st.integers(0, 10**6), n=st.integers(2, 10**6))
def test_equal_answers_have_exactly_no_variance(value: int, n: int) -> None:
    alike = Sample.of(n, n * value, n * value * value, scale=Fraction(100, 36))

    assert alike.variance == 0
    assert not alike.varies


def test_nobody_has_no_mean_and_one_has_no_variance() -> None:
    assert mean_estimate(Sample.of(0, 0, 0)) == Estimate(0, None, None, None, None)
    assert mean_estimate(Sample.of(1, 7, 49)) == Estimate(1, 7.0, None, None, None)


def test_a_mean_has_its_t_interval() -> None:
    # Satterthwaite's tables: t(.975; 9) = 2.262157
    estimate = mean_estimate(Sample(10, 50.0, 1000.0))

    assert estimate.se == 10.0
    assert estimate.low == pytest.approx(50 - 22.62157, abs=1e-5)
    assert estimate.high == pytest.approx(50 + 22.62157, abs=1e-5)


@given(n=st.integers(2, 10**6), spread=st.floats(0.01, 2500))
def test_more_confidence_needs_a_wider_interval(n: int, spread: float) -> None:
    narrow, wide = (mean_estimate(Sample(n, 50.0, spread), level) for level in (0.9, 0.95))

    assert (wide.low or 0) < (narrow.low or 0) < 50 < (narrow.high or 0) < (wide.high or 0)


@given(n=st.integers(2, 10**5), value=st.floats(0, 100))
def test_the_same_answer_of_all_leaves_room_for_other_people(n: int, value: float) -> None:
    estimate = mean_estimate(Sample(n, value, 0.0))
    share = wilson(n, n).low

    assert estimate.se is None
    assert estimate.low == pytest.approx(share * value)
    assert estimate.high == pytest.approx(share * value + (1 - share) * 100)


def test_the_interval_of_equal_answers_keeps_to_the_ends_of_their_scale() -> None:
    low, high = same_answer_interval(20, 5.0, ends=Ends(1.0, 5.0))

    assert 1 < low < 5
    assert high == 5


@given(share=shares, level=st.floats(0.5, 0.999))
def test_wilson_stays_between_none_and_all_and_around_the_share(
    share: tuple[int, int], level: float
) -> None:
    successes, n = share
    low, high = wilson(successes, n, level)

    assert 0 <= low <= successes / n <= high <= 1
    assert low < high


@given(share=shares)
def test_wilson_of_the_others_is_its_mirror_image(share: tuple[int, int]) -> None:
    successes, n = share
    low, high = wilson(successes, n)
    others = wilson(n - successes, n)

    assert others == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_newcombes_intervals(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_all_has_no_standard_error_but_an_interval() -> None:
    estimate = share_estimate(Sample.of(12, 12, 12))

    assert (estimate.mean, estimate.se, estimate.high) == (1.0, None, 1.0)
    assert estimate.low == pytest.approx(wilson(12, 12).low)
    assert share_estimate(Sample.of(0, 0, 0)) == Estimate(0, None, None, None, None)


def test_the_top_boxes_are_points_of_the_scale_not_answers_given() -> None:
    counts = {5: 0, 1: 6, 2: 0, 3: 4, 4: 0}

    assert top_box_share(counts).mean == 0.0
    assert top_box_share(counts, boxes=3).mean == 0.4


def test_measuring_does_not_wait_for_the_statistics_of_scipy() -> None:
    code = (
        "import sys, surveys.measurement.wave.measure;"
        " sys.exit('scipy.stats' in sys.modules or 'scipy.optimize' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
