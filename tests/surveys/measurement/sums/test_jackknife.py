import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import Sample, mean_estimate
from surveys.measurement.sums.jackknife import (
    SHARDS,
    Replicated,
    jackknife_covariance,
    jackknife_variance,
    jackknifed,
    leave_one_out,
    shard_of,
)
from tests.surveys.measurement.make import moments, questionnaire

seeds = st.integers(0, 2**32 - 1)
answers = st.lists(st.integers(0, 100), min_size=2, max_size=60)


def number(value: float | None) -> float:
    assert value is not None
    return value


def sample(values: list[int]) -> Sample:
    return Sample.of(len(values), sum(values), sum(value * value for value in values))


def means_without_each(values: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    n = len(values)
    return np.array([[(sum(values) - value) / (n - 1)] for value in values])


@given(values=answers)
def test_of_a_mean_with_one_person_a_shard_it_is_the_usual_variance(values: list[int]) -> None:
    usual = number(sample(values).mean_variance)

    assert jackknife_variance(means_without_each(values)) == pytest.approx(usual, abs=1e-12)


@given(values=answers.filter(lambda values: len(set(values)) > 1))
def test_of_a_mean_with_one_person_a_shard_it_is_the_t_interval(values: list[int]) -> None:
    usual = mean_estimate(sample(values))
    found = jackknifed([usual.mean], means_without_each(values))[0]

    assert found.df == len(values) - 1
    assert (found.se, found.low, found.high) == pytest.approx((usual.se, usual.low, usual.high))


@given(seed=seeds, factor=st.floats(0.1, 10), shift=st.floats(-100, 100))
def test_a_change_of_unit_changes_the_standard_error_alike(
    seed: int, factor: float, shift: float
) -> None:
    replicates = np.random.default_rng(seed).normal(size=(40, 3))

    assert jackknife_variance(factor * replicates + shift) == pytest.approx(
        factor**2 * jackknife_variance(replicates)
    )


@given(seed=seeds)
def test_covariances_give_the_variance_of_a_difference(seed: int) -> None:
    replicates = np.random.default_rng(seed).normal(size=(40, 2))
    covariance = jackknife_covariance(replicates)

    assert np.diag(covariance) == pytest.approx(jackknife_variance(replicates))
    assert jackknife_variance(replicates[:, 0] - replicates[:, 1]) == pytest.approx(
        covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    )


def test_what_is_not_defined_or_never_moves_has_no_interval() -> None:
    replicates = np.array([[1.0, 2.0, np.nan, 5.0], [2.0, 2.0, 1.0, 6.0], [3.0, 2.0, 1.0, 7.0]])
    moving, still, sometimes, never = jackknifed([2.0, 2.0, 1.0, None], replicates)

    assert moving.se is not None
    assert still == Replicated(2.0)
    assert sometimes == Replicated(1.0)
    assert never == Replicated(None)


def test_one_shard_says_nothing() -> None:
    assert jackknifed([2.0, None], np.array([[1.0, 1.0]])) == [Replicated(2.0), Replicated(None)]
    assert jackknifed([2.0], np.empty((0, 1))) == [Replicated(2.0)]


@given(answers=st.lists(st.integers(1, 7), max_size=12), seed=seeds)
def test_leaving_a_shard_out_is_counting_the_others(answers: list[int], seed: int) -> None:
    asked = questionnaire()
    responses = [{"price_1": answer, "price_2": 8 - answer} for answer in answers]
    placed = np.random.default_rng(seed).integers(0, 4, size=len(responses))
    dealt = [
        [response for response, place in zip(responses, placed, strict=True) if place == shard]
        for shard in range(4)
    ]
    others = [
        moments(asked, [response for other in dealt if other is not one for response in other])
        for one in dealt
        if one
    ]

    found = leave_one_out([moments(asked, one) for one in dealt], moments(asked, responses))

    assert found == others


def test_the_hash_is_splitmix64() -> None:
    # Vigna's reference code gives these first numbers for the seeds 0 and 1234567
    first = {0: 0xE220A8397B1DCDAF, 1234567: 6457827717110365317}

    for shards in (SHARDS, 1000, 2**31):
        assert shard_of(np.array(list(first)), shards).tolist() == [
            number % shards for number in first.values()
        ]


def test_a_response_stays_in_its_shard_whoever_else_answers() -> None:
    ids = np.arange(1000) * 7919 - 500_000
    alone = [int(shard_of(ids[[place]])[0]) for place in range(len(ids))]

    assert shard_of(ids).tolist() == alone
    assert shard_of(ids.astype(np.int32)).tolist() == alone


def test_shards_are_about_equally_large() -> None:
    sizes = np.bincount(shard_of(np.arange(40_000)), minlength=SHARDS)

    assert len(sizes) == SHARDS
    # chi² with 39 degrees of freedom exceeds 80 once in 10,000 times
    assert ((sizes - 1000) ** 2 / 1000).sum() < 80
