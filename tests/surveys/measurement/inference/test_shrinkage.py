import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import Sample, Unequal
from surveys.measurement.inference.shrinkage import (
    Smoothed,
    Vector,
    dersimonian_laird,
    paule_mandel,
    pooled_variance,
    shrinkage_factors,
    shrunk,
    shrunk_variances,
    smoothed,
    spread_of,
)

found = st.tuples(st.floats(0, 100), st.floats(0.01, 400))
groups = st.lists(found, min_size=5, max_size=30).map(lambda pairs: np.array(pairs).T)
varying = st.builds(Sample, st.integers(2, 500), st.floats(0, 100), st.floats(1, 2500))
segments = st.lists(varying, min_size=5, max_size=12).map(
    lambda samples: {str(place): sample for place, sample in enumerate(samples)}
)


def drawn(samples: dict[str, Sample]) -> dict[str, Smoothed]:
    result = smoothed(samples)
    assert result is not None
    return result


@given(groups=groups)
def test_paule_and_mandels_variance_makes_the_spread_what_it_should_be(groups: Vector) -> None:
    means, variances = groups
    tau2 = paule_mandel(means, variances)

    w = 1 / (variances + tau2)
    squares = float(w @ (means - w @ means / w.sum()) ** 2)
    expected = len(means) - 1
    assert squares == pytest.approx(expected) if tau2 else squares <= expected * (1 + 1e-12)


@given(means=st.lists(st.floats(0, 100), min_size=5, max_size=20), variance=st.floats(0.1, 400))
def test_for_equally_sure_means_the_estimators_are_the_variance_of_the_means_less_their_error(
    means: list[float], variance: float
) -> None:
    x, known = np.array(means), np.full(len(means), variance)

    expected = max(0, x.var(ddof=1) - variance)
    assert paule_mandel(x, known) == pytest.approx(expected, abs=1e-9)
    assert dersimonian_laird(x, known) == pytest.approx(expected, abs=1e-9)


def test_the_baseball_players_of_efron_and_morris() -> None:
    # Efron and Morris (1975), JASA 70, 311-319, table 1: hits of 18 players in 45 times at bat,
    # made normal with variance 1; their sum of squares is 18.96, so that they keep 1 − 15/18.96
    hits = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
    x, known = math.sqrt(45) * np.arcsin(2 * hits / 45 - 1), np.ones(18)
    spread = spread_of(x, known, paule_mandel(x, known))

    assert spread.q == pytest.approx(18.96, abs=0.01)
    # theirs has k − 3 = 15 for our k − 1: unbiased, where ours is what the spread itself says
    kept = shrinkage_factors(known, spread.tau2)
    assert 1 - (1 - kept) * 15 / 17 == pytest.approx(0.209, abs=0.001)


@given(groups=groups, tau2=st.floats(0, 500))
def test_a_shrunk_mean_lies_between_its_own_and_the_common_one(groups: Vector, tau2: float) -> None:
    means, variances = groups
    spread = spread_of(means, variances, tau2)
    kept, near = shrinkage_factors(variances, tau2), shrunk(means, variances, spread)

    assert ((kept >= 0) & (kept < 1)).all()
    assert (np.minimum(means, spread.mu) <= near + 1e-9).all()
    assert (near <= np.maximum(means, spread.mu) + 1e-9).all()


@given(groups=groups)
def test_without_spread_of_the_true_means_all_are_the_common_one(groups: Vector) -> None:
    means, variances = groups
    spread = spread_of(means, variances, 0.0)

    assert shrunk(means, variances, spread) == pytest.approx(spread.mu)
    assert spread.i2 == 0
    assert (shrunk_variances(means, variances, spread) >= spread.mu_variance * (1 - 1e-9)).all()


@given(groups=groups)
def test_the_less_sure_a_mean_the_less_of_it_is_kept(groups: Vector) -> None:
    _, variances = groups
    order = np.argsort(variances)

    assert (np.diff(shrinkage_factors(variances, 25.0)[order]) <= 0).all()


@given(samples=segments, shift=st.floats(-50, 50))
def test_moving_all_means_moves_the_smoothed_ones(samples: dict[str, Sample], shift: float) -> None:
    moved = {
        name: Sample(one.n, (one.mean or 0) + shift, one.variance) for name, one in samples.items()
    }

    before, after = drawn(samples), drawn(moved)
    for name, one in before.items():
        assert after[name].mean == pytest.approx(one.mean + shift, abs=1e-6)
        assert after[name].se == pytest.approx(one.se, abs=1e-6)


@given(samples=segments)
def test_an_interval_lies_around_its_mean(samples: dict[str, Sample]) -> None:
    for one in drawn(samples).values():
        assert one.low <= one.mean <= one.high
        assert one.high - one.low == pytest.approx(2 * 1.959963984540054 * one.se)
        assert 0 <= one.factor <= 1


@given(samples=segments)
def test_people_who_all_count_the_same_change_nothing(samples: dict[str, Sample]) -> None:
    same = {
        name: Sample(one.n, one.mean, one.variance, Unequal(float(one.n), one.mean_variance))
        for name, one in samples.items()
    }

    assert smoothed(same) == smoothed(samples)


def test_a_group_counts_with_its_effective_n_and_the_variance_of_its_mean() -> None:
    others = {name: Sample(90, 40.0 + 3 * place, 300.0) for place, name in enumerate("bcdef")}
    weighted = Sample(200, 40.0, 400.0, Unequal(80.0, 5.0))

    assert (
        drawn({"a": weighted, **others})["b"]
        == drawn({"a": Sample(80, 40.0, 400.0), **others})["b"]
    )


def test_fewer_than_five_groups_are_not_smoothed() -> None:
    four = {name: Sample(30, mean, 100.0) for name, mean in zip("abcd", (1, 2, 3, 4), strict=True)}

    assert smoothed(four) is None
    assert smoothed(four | {"e": Sample(0, None, None)}) is None
    assert smoothed(four | {"e": Sample(30, 5.0, 100.0)}) is not None


def test_groups_in_which_nothing_varies_are_not_smoothed() -> None:
    assert smoothed({name: Sample(9, 50.0, 0.0) for name in "abcdef"}) is None
    assert smoothed({name: Sample(1, 50.0, None) for name in "abcdef"}) is None
    assert smoothed({}) is None


def test_a_small_group_has_the_variance_of_all_and_a_large_one_its_own() -> None:
    large = {name: Sample(90, 40.0 + 4 * place, 400.0) for place, name in enumerate("bcdef")}
    for odd in (Sample(14, 45.0, 1.0), Sample(14, 45.0, 0.0)):
        pooled = pooled_variance([odd, *large.values()])
        assert drawn({"a": odd, **large})["a"].factor < 0.9
        assert pooled == pytest.approx((13 * (odd.variance or 0) + 5 * 89 * 400) / (13 + 5 * 89))
    assert drawn({"a": Sample(15, 45.0, 1.0), **large})["a"].factor > 0.99


def test_one_answer_is_drawn_far_to_the_common_mean() -> None:
    large = {name: Sample(90, 40.0 + 4 * place, 400.0) for place, name in enumerate("bcdef")}
    alone = drawn({"a": Sample(1, 100.0, None), **large})["a"]

    assert alone.factor < 0.5
    assert alone.mean < 70
    assert alone.low < 48 < alone.high


def test_a_group_that_all_answers_the_same_is_not_taken_to_be_sure() -> None:
    large = {name: Sample(90, 40.0 + 4 * place, 400.0) for place, name in enumerate("bcdef")}

    assert drawn({"a": Sample(40, 90.0, 0.0), **large})["a"].factor < 1


@pytest.mark.parametrize("tau", [0.0, 2.0, 4.0, 8.0])
def test_intervals_hold_the_true_means_as_often_as_they_say(tau: float) -> None:
    # eight groups of 15 to 200 people with a standard deviation of 20, a thousand times
    draw, sizes, held = np.random.default_rng(3), np.array([15, 16, 20, 30, 40, 60, 100, 200]), 0
    for _ in range(1000):
        truth = 50 + tau * draw.standard_normal(8)
        means = truth + 20 / np.sqrt(sizes) * draw.standard_normal(8)
        variances = 400 * draw.chisquare(sizes - 1) / (sizes - 1)
        rows = zip(sizes.tolist(), means.tolist(), variances.tolist(), strict=True)
        near = drawn({str(place): Sample(*row) for place, row in enumerate(rows)}).values()
        held += sum(one.low <= mean <= one.high for one, mean in zip(near, truth, strict=True))

    assert held / 8000 > 0.93


def test_smoothed_means_are_nearer_to_the_truth_than_raw_ones() -> None:
    draw, raw, near = np.random.default_rng(5), 0.0, 0.0
    for _ in range(300):
        truth = 50 + 5 * draw.standard_normal(10)
        means = truth + math.sqrt(400 / 20) * draw.standard_normal(10)
        samples = {str(place): Sample(20, mean, 400.0) for place, mean in enumerate(means.tolist())}
        found = np.array([one.mean for one in drawn(samples).values()])
        raw += float(((means - truth) ** 2).sum())
        near += float(((found - truth) ** 2).sum())

    assert near < 0.75 * raw
