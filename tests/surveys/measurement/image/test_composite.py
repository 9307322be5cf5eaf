import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.image.composite import (
    Band,
    alignment,
    fulfilment,
    image_index,
    judged,
    shares_of,
)
from surveys.measurement.scales.reliability import Matrix
from surveys.questionnaire.scales import Direction

MORE, TARGET = Direction.MORE_IS_BETTER, Direction.TARGET_IS_BEST

scores = st.floats(0, 100)
profiles = st.lists(st.tuples(scores, scores, st.floats(0.1, 10)), min_size=1, max_size=8)
seeds = st.integers(0, 2**32 - 1)


def covariance(seed: int, k: int) -> Matrix:
    root = np.random.default_rng(seed).normal(size=(k, k))
    matrix: Matrix = root @ root.T + 0.01 * np.eye(k)
    return matrix


@given(importances=st.lists(st.floats(0.1, 10), min_size=1, max_size=8), factor=st.floats(0.1, 10))
def test_shares_sum_to_one_whatever_the_unit_of_importance(
    importances: list[float], factor: float
) -> None:
    shares = shares_of(importances)
    others = shares_of([factor * importance for importance in importances])

    assert shares is not None
    assert shares.sum() == pytest.approx(1)
    assert others == pytest.approx(shares)


@pytest.mark.parametrize("importances", [[], [1.0, None], [0.0, 0.0], [2.0, -1.0]])
def test_importances_that_are_no_weights_have_no_shares(importances: list[float | None]) -> None:
    assert shares_of(importances) is None
    assert image_index([50.0] * len(importances), np.eye(len(importances)), importances) is None


@given(profile=profiles, shift=st.floats(-50, 50), factor=st.floats(0.1, 3), seed=seeds)
def test_the_index_is_linear_in_the_scores(
    profile: list[tuple[float, float, float]], shift: float, factor: float, seed: int
) -> None:
    means, _, importances = map(list, zip(*profile, strict=True))
    v = covariance(seed, len(means))
    before = image_index(means, v, importances)
    after = image_index([shift + factor * mean for mean in means], factor**2 * v, importances)

    assert before is not None
    assert before.se is not None
    assert after is not None
    assert after.value == pytest.approx(shift + factor * before.value)
    assert after.se == pytest.approx(factor * before.se)


def test_the_index_of_unrelated_dimensions_is_surer_than_that_of_related_ones() -> None:
    alone = image_index([50.0, 50.0], np.array([[4.0, 0.0], [0.0, 4.0]]), [1, 1])
    together = image_index([50.0, 50.0], np.array([[4.0, 4.0], [4.0, 4.0]]), [1, 1])

    assert alone is not None
    assert together is not None
    assert alone.se == pytest.approx(math.sqrt(2))
    assert together.se == pytest.approx(2)


@given(profile=profiles, seed=seeds)
def test_alignment_is_100_on_target_and_always_the_rest_of_its_costs(
    profile: list[tuple[float, float, float]], seed: int
) -> None:
    means, targets, importances = map(list, zip(*profile, strict=True))
    v = covariance(seed, len(means))
    on_target = alignment(means, means, v, importances)
    close = alignment(means, targets, v, importances)

    assert on_target is not None
    assert on_target.value == 100
    assert on_target.is_within_precision
    assert not on_target.se_is_valid
    assert close is not None
    assert close.value >= -1e-9
    assert close.value == pytest.approx(100 - sum(close.costs))


def test_alignment_at_opposite_ends_is_0() -> None:
    close = alignment([0.0, 100.0], [100.0, 0.0], np.eye(2), [1, 3])

    assert close is not None
    assert close.value == 0
    assert close.costs == (25.0, 75.0)
    assert close.band is Band.FAR


@given(profile=profiles, seed=seeds)
def test_alignment_below_every_target_is_as_sure_as_the_index(
    profile: list[tuple[float, float, float]], seed: int
) -> None:
    means, _, importances = map(list, zip(*profile, strict=True))
    v = covariance(seed, len(means))
    index = image_index(means, v, importances)
    close = alignment(means, [mean + 20 for mean in means], v, importances)
    met = fulfilment(means, [mean + 20 for mean in means], v, importances, [MORE] * len(means))

    assert index is not None
    assert close is not None
    assert met is not None
    assert close.se == pytest.approx(index.se)
    assert met.value == pytest.approx(close.value)
    assert met.noise_floor == pytest.approx(close.noise_floor and close.noise_floor / 2)


def test_the_noise_floor_is_what_an_aligned_profile_loses_by_sampling() -> None:
    v = np.diag([4.0, 1.0])
    draws = np.random.default_rng(1).normal(size=(100_000, 2)) * [2.0, 1.0]
    close = alignment([50.0, 50.0], [50.0, 50.0], v, [3, 1])
    met = fulfilment([50.0, 50.0], [50.0, 50.0], v, [3, 1], [MORE, MORE])

    assert close is not None
    assert met is not None
    assert close.noise_floor == pytest.approx((np.abs(draws) @ [0.75, 0.25]).mean(), rel=0.01)
    assert met.noise_floor == pytest.approx((np.maximum(-draws, 0) @ [0.75, 0.25]).mean(), rel=0.01)
    assert close.best_detectable == pytest.approx(100 - math.sqrt(2 / math.pi) * 1.75)


def test_a_loss_below_twice_the_noise_floor_is_within_precision() -> None:
    floor = math.sqrt(2 / math.pi)
    within = alignment([50.0], [50.0 + 1.99 * floor], np.eye(1), [1])
    beyond = alignment([50.0], [50.0 + 2.01 * floor], np.eye(1), [1])

    assert within is not None
    assert beyond is not None
    assert within.is_within_precision
    assert not beyond.is_within_precision


def test_a_gap_within_one_standard_error_of_0_makes_the_standard_error_invalid() -> None:
    near = alignment([50.0, 50.0], [51.9, 80.0], np.diag([4.0, 4.0]), [1, 1])
    clear = alignment([50.0, 50.0], [52.1, 80.0], np.diag([4.0, 4.0]), [1, 1])

    assert near is not None
    assert clear is not None
    assert not near.se_is_valid
    assert clear.se_is_valid


def test_a_surplus_costs_only_where_the_target_is_best() -> None:
    means, wishes, v = [80.0, 80.0], [60.0, 60.0], np.eye(2)
    free = fulfilment(means, wishes, v, [1, 1], [MORE, MORE])
    dear = fulfilment(means, wishes, v, [1, 1], [MORE, TARGET])

    assert free is not None
    assert dear is not None
    assert free.value == 100
    assert free.se is None
    assert dear.costs == (0.0, 10.0)
    assert dear.se == pytest.approx(0.5)


def test_a_missing_dimension_leaves_no_figure() -> None:
    v, more = np.eye(2), [MORE, MORE]

    assert image_index([50.0, None], v, [1, 1]) is None
    assert alignment([50.0, None], [50.0, 50.0], v, [1, 1]) is None
    assert alignment([50.0, 50.0], [50.0, None], v, [1, 1]) is None
    assert fulfilment([50.0, 50.0], [50.0, 50.0], v, [1, None], more) is None


def test_without_variances_there_is_a_value_but_no_precision() -> None:
    v = np.array([[4.0, np.nan], [np.nan, np.nan]])
    index = image_index([50.0, 60.0], v, [1, 1])
    close = alignment([50.0, 60.0], [80.0, 80.0], v, [1, 1])

    assert index is not None
    assert (index.value, index.se) == (55.0, None)
    assert close is not None
    assert (close.value, close.se, close.noise_floor) == (75.0, None, None)
    assert not close.se_is_valid
    assert not close.is_within_precision
    assert close.best_detectable is None


def test_the_words_begin_at_their_bounds() -> None:
    words = [judged(value) for value in (79.99, 80, 89.99, 90, 94.99, 95)]

    assert words == [
        Band.FAR,
        *[Band.VISIBLE_DISTANCE] * 2,
        *[Band.NEAR] * 2,
        Band.ALIGNED,
    ]


def test_a_dimension_on_which_all_say_the_same_tells_nothing_of_chance() -> None:
    close = alignment([50.0, 60.0], [80.0, 80.0], np.diag([4.0, 0.0]), [1, 1])

    assert close is not None
    assert (close.noise_floor, close.best_detectable) == (None, None)
    assert not close.is_within_precision


def test_a_margin_is_half_an_interval_and_only_of_a_valid_error() -> None:
    sure = alignment([60.0, 40.0], [70.0, 60.0], np.diag([4.0, 4.0]), [1, 1])
    unsure = alignment([60.0, 40.0], [70.0, 40.0], np.diag([4.0, 4.0]), [1, 1])
    index = image_index([60.0, 40.0], np.diag([4.0, 4.0]), [1, 1])

    assert sure is not None
    assert unsure is not None
    assert index is not None
    assert sure.margin == pytest.approx(1.959964 * 2**0.5)
    assert unsure.margin is None
    assert index.margin == pytest.approx(1.959964 * 2**0.5)
