from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.among import among
from surveys.measurement.inference.ranks import kruskal_wallis
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.congruence import tucker_congruence
from surveys.measurement.sums.moments import Moments
from surveys.measurement.wave.across import across, comparable, least_alike
from surveys.measurement.wave.figures import ScaleFigures
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, moments, questionnaire

ASKED = questionnaire(likert("a", "price"))
ENOUGH = Thresholds()


def group(values: Sequence[int]) -> Moments:
    return moments(ASKED, [{"a": value} for value in values])


def scale(*loadings: float, complete: float = 100) -> ScaleFigures:
    return ScaleFigures(None, None, complete, loadings or None, {})


def counted(values: Sequence[int]) -> list[int]:
    return [list(values).count(value) for value in range(1, 8)]


def test_groups_too_small_for_a_test_are_left_out() -> None:
    groups = {"n": group([3, 4, 5] * 8), "s": group([4, 5, 7] * 8), "e": group([1, 7] * 7)}
    (score,) = groups["n"].layout.scores

    found = across(groups, {}, score, ENOUGH)

    large = {name: score_sample(groups[name], score) for name in ("n", "s")}
    assert found.among == among(large)
    test = kruskal_wallis([counted([3, 4, 5] * 8), counted([4, 5, 7] * 8)])
    assert test is not None
    assert found.rank_p == pytest.approx(test.p)


def test_one_large_group_is_compared_with_nothing() -> None:
    groups = {"n": group([3, 4, 5] * 8), "s": group([4] * 14), "e": group([])}
    (score,) = groups["n"].layout.scores

    found = across(groups, {"n": scale(0.5, 0.6, 0.7)}, score, ENOUGH)

    assert (found.among, found.rank_p, found.least_alike) == (None, None, None)


def test_ranks_go_without_weights_and_means_with() -> None:
    values = {"n": [3, 4, 5] * 10, "s": [4, 5, 7] * 10}
    w = np.tile([0.5, 1.0, 1.5], 10)
    plain = {name: group(of) for name, of in values.items()}
    cells = {
        name: {point: group([value] * 10) for point, value in enumerate(of[:3])}
        for name, of in values.items()
    }
    layout = plain["n"].layout
    weighted = {
        name: Weighted.of_cells(layout, of, dict(enumerate(w[:3]))) for name, of in cells.items()
    }
    (score,) = layout.scores

    without, with_weights = (across(groups, {}, score, ENOUGH) for groups in (plain, weighted))

    assert with_weights.rank_p == without.rank_p
    assert with_weights.among is not None
    assert with_weights.among != without.among
    (pair,) = with_weights.among.pairs
    means = [np.average(of, weights=w) * 100 / 6 for of in values.values()]
    assert pair.difference.difference == pytest.approx(means[0] - means[1])


def test_scores_of_too_many_values_are_not_ranked() -> None:
    codes = [f"a{number}" for number in range(12)]
    scales = ("ten", "agree")
    asked = questionnaire(
        *(likert(code, "price", scale=scales[at % 2]) for at, code in enumerate(codes))
    )
    rows = [{code: 1 + (row + at) % 7 for at, code in enumerate(codes)} for row in range(40)]
    groups = {"n": moments(asked, rows), "s": moments(asked, rows[:30])}
    (score,) = groups["n"].layout.scores

    found = across(groups, {}, score, ENOUGH)

    assert not score.values
    assert found.rank_p is None
    assert found.among is not None


patterns = st.lists(
    st.tuples(*[st.floats(-0.99, 0.99)] * 3).filter(lambda of: abs(sum(of)) > 0.1),
    min_size=2,
    max_size=5,
)


@given(patterns)
def test_the_pair_that_is_least_alike_is_found(loadings: list[tuple[float, float, float]]) -> None:
    scales: Mapping[str, ScaleFigures] = {
        f"g{place}": scale(*of) for place, of in enumerate(loadings)
    }

    found = least_alike(scales, ENOUGH)

    every = [
        tucker_congruence(np.array(one), np.array(other))
        for one, other in combinations(loadings, 2)
    ]
    assert found is not None
    assert found.comparability.congruence == min(of for of in every if of is not None)
    assert found.comparability == comparable(scales[found.first], scales[found.second], ENOUGH)
    one, other = zip(*found.comparability.loadings, strict=True)
    assert (one, other) == (scales[found.first].loadings, scales[found.second].loadings)


@pytest.mark.parametrize(
    "other", [None, scale(), scale(0.5, 0.5, 0.5, complete=99), scale(0.0, 0.0, 0.0)]
)
def test_scales_without_loadings_to_trust_are_not_compared(other: ScaleFigures | None) -> None:
    assert comparable(scale(0.5, 0.6, 0.7), other, ENOUGH) is None
    assert least_alike({"n": other, "s": scale(0.5, 0.6, 0.7)}, ENOUGH) is None
    assert least_alike({}, ENOUGH) is None
