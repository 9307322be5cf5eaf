"""How far the company can steer what goes along with a dimension, on answers with a known truth."""

import numpy as np
import pytest

from surveys.measurement.course.steering import steerable_shares
from surveys.measurement.origins.formers import formers_columns
from surveys.measurement.sums.moments import summarise
from tests.surveys.measurement.make import likert, moments, questionnaire
from tests.surveys.measurement.make_formers import (
    KINDS,
    Truth,
    asked,
    kinds,
    of_each_kind,
    replicates_of,
    simulated,
)

N = 3000


def shares(weights: dict[str, float], noise: float = 1.0) -> dict[str, float | None]:
    question = asked(kinds())
    truth = Truth(of_each_kind(0.0) | weights, of_each_kind(0.8), {}, noise=noise)
    group = summarise(simulated(question, np.random.default_rng(5), N, truth))
    return {code: of.value for code, of in steerable_shares(question, group).items()}


@pytest.mark.parametrize(("former", "share"), [("staff", 1.0), ("customers", 0.5), ("media", 0.0)])
def test_where_one_former_matters_its_steerability_is_the_share(former: str, share: float) -> None:
    found = shares({former: 1.0})

    assert found.keys() == {"price", "service", "trust"}
    assert list(found.values()) == pytest.approx([share] * 3, abs=0.05)


def test_two_formers_that_matter_alike_count_half_each() -> None:
    assert shares({"staff": 1.0, "media": 1.0})["price"] == pytest.approx(0.5, abs=0.07)


def test_where_nothing_is_explained_there_is_no_share() -> None:
    assert shares({}, noise=3.0) == {}


def test_the_interval_comes_from_the_replicates() -> None:
    question = asked(kinds())
    truth = Truth(of_each_kind(0.5), of_each_kind(0.8), {})
    block = simulated(question, np.random.default_rng(6), N, truth)
    group = summarise(block)

    found = steerable_shares(question, group, replicates_of(block, formers_columns(question)))

    half = sum(1.0 if how == "direct" else 0.5 for how in KINDS.values() if how != "none") / 5
    for of in found.values():
        assert of.low is not None
        assert of.high is not None
        assert of.low < half < of.high


def test_without_formers_nothing_can_be_steered_or_not() -> None:
    question = questionnaire(likert("price_1", "price"))

    assert steerable_shares(question, moments(question, [{"price_1": 5}] * 90)) == {}
