import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.scales.congruence import (
    Congruence,
    comparability,
    departing_items,
    judged,
    tucker_congruence,
)
from surveys.measurement.scales.reliability import Matrix

loadings = st.lists(st.floats(0.3, 0.9), min_size=3, max_size=8)


def covariances(of: list[float]) -> Matrix:
    matrix: Matrix = np.outer(of, of) + np.diag(1 - np.array(of) ** 2)
    return matrix


@given(of=loadings, factor=st.floats(0.1, 10))
def test_a_scale_is_congruent_with_itself_whatever_its_unit_and_sign(
    of: list[float], factor: float
) -> None:
    a = np.array(of)

    assert tucker_congruence(a, factor * a) == pytest.approx(1)
    assert tucker_congruence(a, -factor * a) == pytest.approx(1)


@given(of=loadings, factor=st.floats(0.1, 10))
def test_groups_of_one_factor_are_comparable_whatever_their_spread(
    of: list[float], factor: float
) -> None:
    found = comparability(covariances(of), factor * covariances(of))

    assert found is not None
    assert found.congruence == pytest.approx(1, abs=1e-6)
    assert found.word is Congruence.GOOD
    assert [first for first, _ in found.loadings] == pytest.approx(of, rel=1e-4)
    assert [second for _, second in found.loadings] == pytest.approx(of, rel=1e-4)


def test_an_item_read_the_other_way_lowers_congruence() -> None:
    one = covariances([0.8, 0.8, 0.8, 0.8])
    other = covariances([0.8, 0.8, 0.8, -0.8])
    found = comparability(one, other)

    assert found is not None
    assert found.congruence == pytest.approx(0.5)
    assert found.word is Congruence.POOR


def test_a_factor_is_not_mirrored_when_its_sum_says_otherwise() -> None:
    assert tucker_congruence(np.array([0.9, -0.1]), np.array([-0.1, 0.9])) == pytest.approx(
        -0.18 / 0.82
    )


def test_what_cannot_be_told_is_none() -> None:
    three, unknown = covariances([0.5, 0.6, 0.7]), np.full((3, 3), np.nan)

    assert comparability(np.eye(2), np.eye(2)) is None
    assert comparability(three, np.diag([1.0, 1.0, 0.0])) is None
    assert comparability(three, unknown) is None
    assert comparability(unknown, three) is None
    assert tucker_congruence(np.zeros(3), np.ones(3)) is None


def test_items_depart_from_their_dimension_by_more_than_ten_points() -> None:
    gaps = {"same": -8.0, "at": 2.0, "over": 2.1, "under": -18.1, "unknown": None}

    assert departing_items(gaps, gap=-8.0) == ("over", "under")
    assert departing_items(gaps, gap=-8.0, departure=20) == ()


def test_the_words_begin_at_their_bounds() -> None:
    words = [judged(value) for value in (0.849, 0.85, 0.949, 0.95)]

    assert words == [Congruence.POOR, *[Congruence.FAIR] * 2, Congruence.GOOD]
