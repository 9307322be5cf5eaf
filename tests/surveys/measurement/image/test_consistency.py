from statistics import fmean

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.measurement.image.consistency import (
    UNIFORM_VARIANCE,
    Clarity,
    Consistency,
    Spread,
    components,
    consistency,
    spread,
)
from surveys.measurement.sums.moments import Moments
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("care", "price", "speed")
ASKED = questionnaire(*(likert(code, code) for code in CODES))
answers = st.lists(st.integers(1, 7), min_size=2, max_size=40)
tables = st.lists(st.tuples(*[st.integers(1, 7)] * len(CODES)), min_size=2, max_size=30)


def people(rows: list[tuple[int, ...]]) -> Moments:
    return moments(ASKED, [dict(zip(CODES, row, strict=False)) for row in rows])


def spread_of(values: list[int]) -> Spread:
    group = people([(value,) for value in values])
    found = spread(group, group.layout.scores[0])
    assert found is not None
    return found


def unsure(of: Spread) -> float:
    """Return how wide an interval is: its high end over its low one; 1 without one."""
    return of.high / of.low if of.low and of.high else 1.0


def consistency_of(rows: list[tuple[int, ...]]) -> Consistency | None:
    group = people(rows)
    return consistency(group, group.layout.scores)


@given(answers)
def test_spread_is_that_of_the_scores(values: list[int]) -> None:
    found = spread_of(values)

    assert found.n == len(values)
    assert found.sd == pytest.approx(np.std(values, ddof=1) * 100 / 6)
    assert found.agreement == pytest.approx(max(0, 1 - found.sd**2 / UNIFORM_VARIANCE))


@given(answers)
def test_turning_the_scale_changes_no_spread(values: list[int]) -> None:
    found, turned = spread_of(values), spread_of([8 - value for value in values])

    assert turned.sd == pytest.approx(found.sd)
    assert (turned.is_divided, turned.clarity) == (found.is_divided, found.clarity)
    assert turned.low == pytest.approx(found.low)
    assert turned.high == pytest.approx(found.high)


@given(answers, st.integers(2, 5))
def test_more_of_the_same_people_make_a_spread_surer(values: list[int], times: int) -> None:
    assume(len(values) > 3)
    few, many = unsure(spread_of(values)), unsure(spread_of(values * times))
    assume(few > 1 + 1e-6)

    assert 1 < many < few


@pytest.mark.parametrize("shares", [(1, 1, 1, 1, 1, 1, 1), (1, 1, 2, 4, 8, 12, 6)])
def test_the_interval_of_a_spread_holds_the_truth_as_often_as_it_says(
    shares: tuple[int, ...],
) -> None:
    p = np.array(shares) / sum(shares)
    points = np.arange(7)
    truth = 100 / 6 * np.sqrt(p @ points**2 - (p @ points) ** 2)
    draw = np.random.default_rng(1)
    found = [spread_of((draw.choice(7, 200, p=p) + 1).tolist()) for _ in range(400)]

    held = [
        of.low is not None and of.high is not None and of.low <= truth <= of.high for of in found
    ]
    assert fmean(held) == pytest.approx(0.95, abs=0.03)


def test_an_image_is_one_or_many_only_where_that_is_sure() -> None:
    alike, unlike = [4, 5] * 50, [1, 7] * 50

    assert spread_of(alike).clarity is Clarity.ONE
    assert spread_of(unlike).clarity is Clarity.MANY
    assert spread_of([1, 4, 5, 5]).clarity is Clarity.MIXED


def test_two_camps_are_divided() -> None:
    assert spread_of([2] * 40 + [4] * 20 + [6] * 40).is_divided
    assert not spread_of([2] * 80 + [6] * 20).is_divided


def test_one_person_has_no_spread() -> None:
    group = people([(4,)])

    assert spread(group, group.layout.scores[0]) is None


def test_where_all_see_the_same_there_is_no_interval() -> None:
    found = spread_of([6] * 30)

    assert (found.sd, found.low, found.high, found.agreement) == (0, None, None, 1)


@given(tables)
def test_parts_are_the_variance_components_of_people_and_of_the_rest(
    rows: list[tuple[int, ...]],
) -> None:
    scores = (np.array(rows, dtype=float) - 1) * 100 / 6
    n, k = scores.shape
    of_people, of_dimensions = scores.mean(axis=1), scores.mean(axis=0)
    rest = scores - of_people[:, None] - of_dimensions + scores.mean()
    ms_people = k * of_people.var(ddof=1)
    ms_rest = (rest**2).sum() / ((n - 1) * (k - 1))
    found = consistency_of(rows)
    assume(found is not None)

    assert found is not None
    assert found.dimensions == k
    assert found.overall**2 == pytest.approx(max(0, (ms_people - ms_rest) / k), abs=1e-6)
    assert found.overall**2 + found.specific**2 == pytest.approx(scores.var(axis=0, ddof=1).mean())
    assert found.halo == pytest.approx(found.overall**2 / (found.overall**2 + found.specific**2))


@given(st.floats(1, 900), st.floats(1, 900), st.integers(2, 12))
def test_a_common_and_an_own_part_are_told_apart(common: float, own: float, k: int) -> None:
    found = components(np.full((k, k), common) + own * np.eye(k))

    assert found is not None
    assert found.overall**2 == pytest.approx(common)
    assert found.specific**2 == pytest.approx(own)
    assert found.halo == pytest.approx(common / (common + own))


def test_one_dimension_or_none_that_varies_has_no_parts() -> None:
    group = people([(4, 4, 4), (4, 4, 4)])

    assert consistency(group, group.layout.scores) is None
    assert consistency(group, group.layout.scores[:1]) is None


@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_people_who_all_shift_together_have_a_halo_of_1(values: list[int]) -> None:
    found = consistency_of([(value, value + 1, value + 2) for value in values])
    assume(found is not None)

    assert found is not None
    assert found.halo == pytest.approx(1)
    assert found.specific == pytest.approx(0, abs=1e-4)
    assert found.overall == pytest.approx(np.std(values, ddof=1) * 100 / 6)


def test_one_dimension_that_varies_has_no_parts() -> None:
    assert consistency_of([(1, 4, 4), (5, 4, 4), (7, 4, 4)]) is None


def test_opposite_pictures_have_no_whole() -> None:
    found = components(np.array([[400.0, -100.0], [-100.0, 400.0]]))

    assert found == Consistency(2, 0.0, 20.0, 0.0)


def test_pairs_of_other_people_never_make_the_whole_more_than_all() -> None:
    alike = [{"care": 1, "price": 1}, {"care": 7, "price": 7}]
    group = moments(ASKED, [*alike, *[{"care": 4}, {"price": 4}] * 20])

    found = consistency(group, group.layout.scores[:2])

    assert found is not None
    assert (found.halo, found.specific) == (1, 0)


def test_scores_of_too_many_values_have_a_spread_without_an_interval() -> None:
    codes = [f"a{number}" for number in range(12)]
    scales = ("ten", "agree")
    asked = questionnaire(
        *(likert(code, "price", scale=scales[at % 2]) for at, code in enumerate(codes))
    )
    group = moments(
        asked, [{code: 1 + (row + at) % 7 for at, code in enumerate(codes)} for row in range(9)]
    )

    found = spread(group, group.layout.scores[0])

    assert found is not None
    assert found.sd > 0
    assert (found.low, found.high, found.is_divided) == (None, None, False)
    assert found.clarity is Clarity.MIXED
