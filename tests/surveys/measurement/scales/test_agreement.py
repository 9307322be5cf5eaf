from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.scales.agreement import (
    Agreement,
    Awareness,
    GroupAgreement,
    average_deviation,
    awareness,
    group_agreement,
    is_shared,
    judged,
    rwg,
    rwg_j,
    uniform_variance,
)

answers = st.lists(st.integers(1, 5), min_size=2, max_size=30)


def counts(values: list[int]) -> list[tuple[int, int]]:
    return sorted(Counter(values).items())


def group(agreement: float | None, n: int = 9) -> GroupAgreement:
    return GroupAgreement(n, agreement, None, None, 5 / 6)


@pytest.mark.parametrize("points", [2, 5, 7, 11])
def test_the_uniform_variance_is_that_of_evenly_spread_answers(points: int) -> None:
    assert uniform_variance(points) == pytest.approx(np.arange(points).var())


def test_all_who_agree_agree_fully_and_chance_does_not_agree() -> None:
    assert rwg(0.0, 2.0) == 1
    assert rwg_j([0.0, 0.0], 2.0) == 1
    assert rwg(2.0, 2.0) == 0
    assert rwg_j([3.0, 2.5], 2.0) == 0


def test_the_mean_variance_is_cut_not_that_of_each_item() -> None:
    assert rwg_j([3.0, 1.0], 2.0) == 0
    assert rwg_j([3.0, 0.5], 2.0) == pytest.approx(2 * 0.125 / (2 * 0.125 + 0.875))


@given(variance=st.floats(0, 4), null=st.floats(0.5, 4))
def test_rwg_j_of_one_item_is_rwg(variance: float, null: float) -> None:
    assert rwg_j([variance], null) == pytest.approx(rwg(variance, null))


@given(variance=st.floats(0.01, 1.9), items=st.integers(1, 10))
def test_the_same_agreement_on_more_items_is_surer(variance: float, items: int) -> None:
    fewer, more = rwg_j([variance] * items, 2.0), rwg_j([variance] * (items + 1), 2.0)

    assert fewer is not None
    assert more is not None
    assert fewer < more < 1


@given(values=answers)
def test_the_average_deviation_is_that_of_the_answers_and_does_not_see_a_reversal(
    values: list[int],
) -> None:
    found = average_deviation([counts(values)])

    assert found == pytest.approx(np.abs(np.array(values) - np.mean(values)).mean())
    assert average_deviation([counts([6 - value for value in values])]) == pytest.approx(found)


def test_the_average_deviation_of_items_is_their_mean() -> None:
    apart, together = [(1, 2), (5, 2)], [(3, 4)]

    assert average_deviation([apart, together]) == 1
    assert average_deviation([together]) == 0


def test_one_person_neither_agrees_nor_disagrees() -> None:
    alone = group_agreement(1, [None, None], [[(3, 1)], [(4, 1)]], points=5)

    assert (alone.rwg_j, alone.rwg_j_skewed, alone.ad) == (None, None, None)
    assert rwg(None, 2.0) is None
    assert rwg_j([], 2.0) is None
    assert average_deviation([]) is None


def test_a_skewed_null_asks_for_more_agreement_and_is_known_for_5_and_7_points() -> None:
    five = group_agreement(9, [1.0], [[(2, 4), (4, 5)]], points=5)
    seven = group_agreement(9, [1.0], [[(2, 4), (4, 5)]], points=7)
    six = group_agreement(9, [1.0], [[(2, 4), (4, 5)]], points=6)

    assert five.rwg_j == pytest.approx(0.5)
    assert five.rwg_j_skewed == pytest.approx(1 - 1 / 1.34)
    assert seven.rwg_j_skewed == pytest.approx(1 - 1 / 2.90)
    assert six.rwg_j_skewed is None
    assert six.ad_cutoff == 1


def test_the_words_begin_at_their_bounds() -> None:
    words = [judged(value) for value in (0.69, 0.70, 0.89, 0.90)]

    assert words == [Agreement.WEAK, *[Agreement.MODERATE] * 2, Agreement.STRONG]


def test_a_picture_is_shared_when_four_of_five_groups_agree() -> None:
    assert is_shared([*[group(0.7)] * 4, group(0.69)]) is True
    assert is_shared([*[group(0.7)] * 3, *[group(0.69)] * 2]) is False
    assert is_shared([*[group(0.9)] * 28, *[group(0.1)] * 7]) is True


def test_groups_of_fewer_than_five_do_not_count() -> None:
    assert is_shared([group(0.9), group(0.1, n=4)]) is True
    assert is_shared([group(0.9, n=4)]) is None
    assert is_shared([]) is None


@pytest.mark.parametrize(
    ("shared", "right", "found"),
    [
        (True, True, Awareness.KNOWN),
        (True, False, Awareness.COMMON_MISCONCEPTION),
        (True, None, None),
        (False, True, Awareness.NO_COMMON_PICTURE),
        (False, None, Awareness.NO_COMMON_PICTURE),
        (None, True, None),
    ],
)
def test_awareness_follows_from_whether_the_picture_is_shared_and_right(
    shared: bool | None, right: bool | None, found: Awareness | None
) -> None:
    assert awareness(shared=shared, right=right) is found
