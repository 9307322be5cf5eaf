import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from surveys.measurement.inference.estimates import Sample
from surveys.measurement.scales.intraclass import Intraclass, intraclass

Scores = list[list[int]]

groups = st.lists(
    st.lists(st.integers(0, 100), min_size=1, max_size=12), min_size=2, max_size=6
).filter(lambda found: sum(map(len, found)) > len(found))


def sample(scores: list[int]) -> Sample:
    return Sample.of(len(scores), sum(scores), sum(score**2 for score in scores))


def of(scores: Scores) -> Intraclass:
    found = intraclass(map(sample, scores))
    assert found is not None
    return found


@given(scores=groups)
def test_the_f_test_is_that_of_a_one_way_analysis_of_variance(scores: Scores) -> None:
    found = of(scores)

    if found.f:
        expected = stats.f_oneway(*scores)
        assert found.f == pytest.approx(expected.statistic)
        assert found.p == pytest.approx(expected.pvalue)


@given(scores=groups, shift=st.integers(1, 50), factor=st.integers(2, 5))
def test_a_change_of_scale_changes_nothing(scores: Scores, shift: int, factor: int) -> None:
    before, after = of(scores), of([[shift + factor * x for x in group] for group in scores])

    for name in ("f", "p", "icc1", "icc1_mean_size", "icc2"):
        was, now = getattr(before, name), getattr(after, name)
        assert now == (was and pytest.approx(was, rel=1e-8, abs=1e-9)), name


@given(scores=groups)
def test_an_empty_group_is_no_group(scores: Scores) -> None:
    assert of([*scores, []]) == of(scores)


def test_groups_of_one_size_have_one_icc1_and_icc2_is_its_spearman_brown() -> None:
    found = of([[60, 70, 80], [20, 40, 30], [90, 80, 70]])

    assert found.size == pytest.approx(3)
    assert found.icc1 == pytest.approx(found.icc1_mean_size)
    assert found.icc1 is not None
    assert found.icc2 == pytest.approx(3 * found.icc1 / (1 + 2 * found.icc1))


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """A fifth of the variance lies between 20 groups of 10: ICC(1) 0.2, ICC(2) 10/14."""
    generator, within_1, within_2 = np.random.default_rng(3), 0, 0
    for _ in range(1000):
        scores = 2 * generator.normal(size=(20, 10)) + generator.normal(size=(20, 1))
        found = intraclass(Sample(10, g.mean(), g.var(ddof=1)) for g in scores)
        assert found is not None
        one, two = found.icc1_interval(), found.icc2_interval()
        assert one is not None
        assert two is not None
        within_1 += one.low < 0.2 < one.high
        within_2 += two.low < 10 / 14 < two.high

    assert within_1 == within_2
    assert 930 <= within_1 <= 970


def test_groups_that_differ_less_than_chance_have_a_negative_icc() -> None:
    found = of([[10, 50, 90], [10, 50, 90]])

    assert found.f == 0
    assert found.icc1 == pytest.approx(-0.5)
    assert found.icc2 is None
    assert found.icc1_interval() is None
    assert found.icc2_interval() is None


def test_groups_that_differ_though_nobody_inside_does_lie_apart_entirely() -> None:
    found = of([[10, 10], [90, 90]])

    assert (found.icc1, found.icc2) == (1, 1)
    assert (found.f, found.p) == (None, None)
    assert found.icc1_interval() is None


def test_nothing_that_varies_has_no_icc() -> None:
    assert of([[50, 50], [50, 50]]).icc1 is None


def test_one_group_or_one_person_each_cannot_be_compared() -> None:
    assert intraclass([sample([50, 60])]) is None
    assert intraclass([sample([50]), sample([60])]) is None
    assert intraclass([]) is None
