import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from surveys.measurement.image.similarity import (
    Distance,
    Profile,
    Vector,
    distance,
    likeness,
    similarity,
    without_noise,
)

scores = st.integers(0, 1000).map(lambda score: score / 10)
pairs = st.lists(st.tuples(scores, scores), min_size=4, max_size=12)


def both(pair: list[tuple[float, float]]) -> tuple[Vector, Vector]:
    a, b = np.array(pair).T
    return a, b


@given(pair=pairs)
def test_the_mean_squared_distance_is_level_scatter_and_shape(
    pair: list[tuple[float, float]],
) -> None:
    a, b = both(pair)
    parts = likeness(a, b)

    assert distance(a, b).msd == pytest.approx(parts.level2 + parts.scatter2 + parts.shape)


@given(pair=pairs)
def test_a_profile_is_like_the_other_as_the_other_is_like_it(
    pair: list[tuple[float, float]],
) -> None:
    a, b = both(pair)
    forth, back = likeness(a, b), likeness(b, a)

    assert distance(a, b) == distance(b, a)
    for name in ("level2", "scatter2", "shape", "pearson", "concordance", "icc_a1", "icc_c1"):
        assert getattr(forth, name) == pytest.approx(getattr(back, name)), name


@given(pair=pairs, shift=st.floats(1, 50))
def test_a_shift_of_both_profiles_changes_nothing_but_the_cosine(
    pair: list[tuple[float, float]], shift: float
) -> None:
    a, b = both(pair)
    before, after = likeness(a, b), likeness(a + shift, b + shift)

    assert distance(a + shift, b + shift).d2 == pytest.approx(distance(a, b).d2)
    for name in ("level2", "scatter2", "shape", "pearson", "spearman", "concordance", "icc_a1"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-6), name


@given(pair=pairs, shift=st.floats(1, 50))
def test_a_shift_of_one_profile_changes_the_level_alone(
    pair: list[tuple[float, float]], shift: float
) -> None:
    a, _ = both(pair)
    moved = likeness(a, a + shift)

    assert moved.level2 == pytest.approx(shift**2)
    assert (moved.scatter2, moved.shape) == pytest.approx((0, 0), abs=1e-9)
    if moved.pearson is not None:
        assert (moved.pearson, moved.spearman, moved.icc_c1) == pytest.approx((1, 1, 1))
        assert moved.concordance is not None
        assert moved.concordance < 1


@given(pair=pairs)
def test_correlations_are_those_of_scipy(pair: list[tuple[float, float]]) -> None:
    a, b = both(pair)
    alike = likeness(a, b)

    if np.ptp(a) and np.ptp(b):
        assert alike.pearson == pytest.approx(stats.pearsonr(a, b).statistic)
        assert alike.spearman == pytest.approx(stats.spearmanr(a, b).statistic)
    else:
        assert alike.pearson is None
        assert alike.spearman is None


def test_a_profile_is_entirely_like_itself() -> None:
    a = np.array([60.0, 40.0, 55.0, 80.0])
    alike = likeness(a, a)

    assert (alike.level2, alike.scatter2, alike.shape) == pytest.approx((0, 0, 0))
    figures = (alike.pearson, alike.spearman, alike.cosine, alike.concordance)
    assert figures == pytest.approx((1, 1, 1, 1))
    assert (alike.icc_a1, alike.icc_c1) == pytest.approx((1, 1))


def test_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    """Raters 1 and 2 of the six targets of Shrout and Fleiss (1979), by their two-way ANOVA."""
    a, b = np.array([9.0, 6, 8, 7, 10, 6]), np.array([2.0, 1, 4, 1, 5, 2])
    ratings = np.array([a, b])
    targets = 2 * ratings.mean(axis=0).var(ddof=1)
    raters = 6 * ratings.mean(axis=1).var(ddof=1)
    error = (a - b).var(ddof=1) / 2
    alike = likeness(a, b)

    assert alike.icc_c1 == pytest.approx((targets - error) / (targets + error))
    assert alike.icc_a1 == pytest.approx(
        (targets - error) / (targets + error + 2 * (raters - error) / 6)
    )


def test_a_flat_profile_has_a_distance_but_no_correlation() -> None:
    alike = likeness(np.full(5, 0.1), np.array([0.1, 0.2, 0.3, 0.4, 0.5]))

    assert alike.pearson is None
    assert alike.spearman is None
    assert alike.shape == pytest.approx(0)


def test_three_dimensions_have_a_distance_but_no_shape() -> None:
    three, four = [50.0, 60.0, 70.0], [50.0, 60.0, 70.0, 80.0]
    few, enough = similarity(three, three[::-1]), similarity(four, four[::-1])

    assert few is not None
    assert few.distance == Distance(mean_abs=40 / 3, d2=800.0, k=3)
    assert few.likeness is None
    assert enough is not None
    assert enough.likeness is not None
    assert enough.likeness.pearson == pytest.approx(-1)


@pytest.mark.parametrize(("first", "second"), [([], []), ([None], [5.0]), ([5.0], [None])])
def test_a_missing_score_leaves_nothing_to_compare(first: Profile, second: Profile) -> None:
    assert similarity(first, second) is None


def test_without_noise_equal_profiles_are_on_average_at_distance_0() -> None:
    generator, errors = np.random.default_rng(2), [3.0, 2.0, 1.0, 2.0]
    left = []
    for _ in range(4000):
        a, b = generator.normal(50, errors), generator.normal(50, errors)
        left.append(without_noise(distance(a, b), errors, errors))

    assert np.mean(np.array(left, dtype=float)) == pytest.approx(0, abs=1.5)
    assert without_noise(Distance(1.0, 1.0, 1), [None], [0.0]) is None
