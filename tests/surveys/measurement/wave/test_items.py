from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import Method as IntervalMethod
from surveys.measurement.inference.estimates import wilson
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.omega import Method
from surveys.measurement.scales.reliability import cronbach_alpha
from surveys.measurement.sums.suppression import shown
from surveys.measurement.wave.figures import ScaleFigures
from surveys.measurement.wave.items import item_sample, scale_figures
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import (
    about,
    leaves,
    likert,
    moments,
    questionnaire,
)

ALWAYS = Thresholds(to_test=2, for_alpha=2)
CODES = ("a", "b", "c")
THREE = questionnaire(*(likert(code, "price") for code in CODES))
TURNED = questionnaire(
    likert("a", "price"), likert("b", "price", reverse=True), likert("c", "price")
)

rows = st.lists(
    st.fixed_dictionaries({}, optional=dict.fromkeys(CODES, st.integers(1, 7))),
    min_size=3,
    max_size=30,
)
full = st.lists(st.tuples(*[st.integers(1, 7)] * 3), min_size=4, max_size=30)


def figures(
    asked: Questionnaire, answers: Sequence[dict[str, Any]], thresholds: Thresholds = ALWAYS
) -> ScaleFigures:
    group = moments(asked, answers)
    return scale_figures(group, group.layout.scores[0], thresholds)


def on_points(*values: int, reverse: bool = False) -> Questionnaire:
    points = [{"value": value, "text": {"nl": str(value)}} for value in values]
    return questionnaire(
        likert("a", "price", reverse=reverse), scales=[{"code": "agree", "points": points}]
    )


def answered(item: str, values: Sequence[int]) -> list[dict[str, Any]]:
    return [{item: value} for value in values]


@given(rows)
def test_a_reversed_item_is_its_mirror(answers: list[dict[str, Any]]) -> None:
    mirrored = [row | ({"b": 8 - row["b"]} if "b" in row else {}) for row in answers]

    turned, plain = figures(TURNED, mirrored), figures(THREE, answers)

    assert leaves(turned) == about(leaves(plain))


@given(full)
def test_fit_is_that_of_the_answers(answers: list[tuple[int, ...]]) -> None:
    found = figures(THREE, [dict(zip(CODES, row, strict=True)) for row in answers])

    x = np.array(answers, dtype=float)
    for place, item in enumerate(found.items.values()):
        others = np.delete(x, place, axis=1)
        if item.rest is not None:
            assert item.rest == pytest.approx(np.corrcoef(x[:, place], others.sum(axis=1))[0, 1])
        if item.alpha_without is not None:
            alpha = cronbach_alpha(np.cov(others.T))
            assert item.alpha_without == pytest.approx(alpha, rel=1e-9, abs=1e-9)
        assert item.mean.mean == pytest.approx((x[:, place].mean() - 1) * 100 / 6)
        assert item.sd == pytest.approx(x[:, place].std(ddof=1) * 100 / 6)


@given(rows)
def test_only_people_who_answered_all_items_stand_behind_the_factor(
    answers: list[dict[str, Any]],
) -> None:
    found = figures(THREE, answers)
    complete = [row for row in answers if len(row) == 3]

    assert found.complete == len(complete)
    if len(complete) >= 2:
        assert found.loadings == figures(THREE, complete).loadings


@pytest.mark.parametrize(
    ("points", "chosen", "reverse", "share"),
    [
        ((1, 2, 3, 4, 5), [1, 3, 4, 5, 5], False, 0.6),
        ((1, 2, 3, 4, 5), [1, 2, 3, 5, 5], True, 0.4),
        ((0, 25, 50, 75, 100), [0, 50, 75, 100, 100], False, 0.6),
        ((-2, 0, 1), [-2, 0, 1, 1], False, 0.75),
        ((-2, 0, 1), [-2, -2, -2, 1], True, 0.75),
    ],
)
def test_the_top_box_holds_the_two_best_points(
    points: tuple[int, ...], chosen: list[int], *, reverse: bool, share: float
) -> None:
    found = figures(on_points(*points, reverse=reverse), answered("a", chosen)).items["a"]

    assert found.top_box is not None
    assert found.top_box.n == len(chosen)
    assert found.top_box.mean == pytest.approx(share)


@pytest.mark.parametrize("points", [(0, 1), (-100, 0, 100)])
def test_two_points_or_points_too_far_apart_to_count_have_no_top_box(
    points: tuple[int, ...],
) -> None:
    found = figures(on_points(*points), answered("a", [points[0], points[-1], points[-1]]))

    assert found.items["a"].top_box is None
    assert found.items["a"].mean.mean == pytest.approx(200 / 3)


def test_do_not_know_is_a_share_of_who_answered_or_said_so() -> None:
    found = figures(TURNED, [*answered("a", [4, 5, 6]), {"a": "dk"}, {"b": 3}]).items

    assert found["a"].dont_know is not None
    assert (found["a"].dont_know.n, found["a"].dont_know.mean) == (4, 0.25)
    assert found["a"].mean.n == 3
    assert found["c"].dont_know is None


def test_one_item_hangs_together_with_nothing() -> None:
    found = figures(on_points(1, 2, 3), answered("a", [1, 2, 3, 3]))

    assert (found.reliability, found.alpha, found.alpha_interval) == (None, None, None)
    assert (found.loadings, found.items["a"].rest, found.items["a"].alpha_without) == (None,) * 3
    assert found.complete == 4


def test_two_items_have_their_correlation_and_no_factor() -> None:
    two = questionnaire(likert("a", "price"), likert("b", "price"))
    x = np.array([[1, 2], [3, 2], [5, 6], [7, 5]])
    found = figures(two, [{"a": int(a), "b": int(b)} for a, b in x])

    r = np.corrcoef(x.T)[0, 1]
    assert found.reliability is not None
    assert found.reliability.method is Method.SPEARMAN_BROWN
    assert found.reliability.value == pytest.approx(2 * r / (1 + r))
    assert [item.rest for item in found.items.values()] == pytest.approx([r, r])
    assert [item.alpha_without for item in found.items.values()] == [None, None]
    assert found.loadings is None


def test_items_that_all_answer_alike_are_as_sure_as_that_is() -> None:
    found = figures(THREE, [dict.fromkeys(CODES, 7)] * 20)

    item = found.items["a"]
    assert (item.mean.mean, item.mean.se, item.sd) == (100, None, 0)
    assert item.mean.method is IntervalMethod.SAME_ANSWER
    assert item.top_box is not None
    assert item.top_box.low == pytest.approx(wilson(20, 20).low)
    assert (found.reliability, found.loadings, item.rest, item.alpha_without) == (None,) * 4


def test_items_of_different_scales_are_in_one_unit() -> None:
    mixed = questionnaire(
        likert("a", "price"), likert("b", "price", scale="ten"), likert("c", "price", scale="ten")
    )
    drawn = np.random.default_rng(1).integers(0, 7, (40, 3)) + np.arange(40)[:, None] // 12
    rows = [{"a": min(int(a), 6) + 1, "b": int(b), "c": int(c)} for a, b, c in drawn]
    in_points = np.array([[(row["a"] - 1) * 100 / 6, row["b"] * 10, row["c"] * 10] for row in rows])

    found = figures(mixed, rows)

    means = [item.mean.mean for item in found.items.values()]
    assert means == pytest.approx(in_points.mean(axis=0).tolist())
    assert found.alpha == pytest.approx(cronbach_alpha(np.cov(in_points.T)))


@pytest.mark.parametrize(("n", "told"), [(29, False), (30, True)])
def test_whether_items_belong_together_needs_enough_people(n: int, *, told: bool) -> None:
    draw = np.random.default_rng(2)
    answers = [dict(zip(CODES, map(int, row), strict=True)) for row in draw.integers(1, 8, (n, 3))]
    found = figures(THREE, answers, Thresholds())

    item = found.items["b"]
    parts = (found.reliability, found.alpha_interval, found.loadings, item.rest, item.alpha_without)
    assert [part is not None for part in parts] == [told] * 5
    assert item.mean.low is not None


def test_an_item_of_few_answers_has_a_mean_alone() -> None:
    few = figures(THREE, [*answered("a", [5] * 14), *answered("b", [3, 5] * 8)], Thresholds()).items

    assert (few["a"].mean.n, few["a"].mean.low) == (14, None)
    assert few["b"].mean.low is not None
    assert (few["c"].mean.n, few["c"].mean.mean, few["c"].sd) == (0, None, None)


def test_what_is_hidden_is_not_there() -> None:
    answers = [{"a": 1 + n % 7, "b": 1 + n % 5} for n in range(20)] + answered("c", [4, 5, 6])
    group = shown([moments(THREE, answers)], k=5)

    found = scale_figures(group, group.layout.scores[0], ALWAYS)

    assert (found.items["c"].mean.n, found.items["c"].mean.mean) == (0, None)
    assert (found.complete, found.reliability, found.loadings) == (0, None, None)
    assert [item.rest for item in found.items.values()] == [None] * 3
    assert found.items["a"].mean.n == 20


@given(st.integers(1, 7), st.booleans())
def test_the_ends_of_a_scale_are_0_and_100(value: int, reverse: bool) -> None:
    asked = questionnaire(likert("a", "price", reverse=reverse))
    group = moments(asked, [{"a": value}])

    mean = item_sample(group, group.layout.scores[0], 0).mean

    assert mean == pytest.approx((7 - value if reverse else value - 1) * 100 / 6)
