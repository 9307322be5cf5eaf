from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.image.profiles import (
    alpha,
    importances,
    is_divided,
    score_difference,
    score_sample,
    wish_met,
)
from surveys.measurement.scales.reliability import cronbach_alpha
from surveys.measurement.sums.layout import Layout
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet
from tests.surveys.measurement.make import likert, moments, questionnaire

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("wish_1", "price", facet="wish"),
)
response = st.fixed_dictionaries(
    {"price_1": st.integers(1, 7)}, optional={"wish_1": st.integers(1, 7)}
)


def score(asked: Questionnaire, facet: Facet) -> Any:
    return Layout.of(asked).score(facet, "price")


@given(st.lists(response, min_size=2, max_size=30))
def test_a_sample_has_the_mean_and_variance_of_the_scores(rows: list[dict[str, Any]]) -> None:
    scores = [100 * (row["price_1"] - 1) / 6 for row in rows]

    sample = score_sample(moments(ASKED, rows), score(ASKED, Facet.IMAGE))

    assert sample.n == len(rows)
    assert sample.mean == pytest.approx(np.mean(scores))
    assert sample.variance == pytest.approx(np.var(scores, ddof=1), abs=1e-9)


@given(st.lists(response, min_size=1, max_size=30))
def test_pairs_are_only_those_who_gave_both(rows: list[dict[str, Any]]) -> None:
    both = [(row["price_1"], row["wish_1"]) for row in rows if "wish_1" in row]
    scores = 100 * (np.array(both, dtype=float).reshape(-1, 2) - 1) / 6

    differences = score_difference(
        moments(ASKED, rows), score(ASKED, Facet.IMAGE), score(ASKED, Facet.WISH)
    )

    apart = scores[:, 0] - scores[:, 1]
    assert differences.n == len(both)
    if len(both) > 1:
        assert differences.mean == pytest.approx(apart.mean())
        assert differences.variance == pytest.approx(apart.var(ddof=1), abs=1e-9)
    else:
        assert differences.variance is None


@given(st.lists(response, min_size=1, max_size=30))
def test_a_wish_is_met_where_a_person_is_judged_to_get_what_that_person_wishes(
    rows: list[dict[str, Any]],
) -> None:
    both = [row["price_1"] == row["wish_1"] for row in rows if "wish_1" in row]
    (wish,) = Layout.of(ASKED).wishes

    share = wish_met(moments(ASKED, rows), wish)

    assert share is not None
    assert share.n == len(both)
    assert share.mean == (pytest.approx(np.mean(both)) if both else None)


def test_wishes_on_finer_scales_are_met_within_five_points() -> None:
    ten = questionnaire(
        likert("p", "price", scale="ten"),
        likert("w", "price", scale="ten", facet="wish"),
        likert("v", "price", scale="ten", facet="wish", reverse=True),
    )
    (wish,) = Layout.of(ten).wishes
    five_apart = [{"p": 6, "w": 7, "v": 4}, {"p": 6, "w": 5, "v": 4}]
    ten_apart = [{"p": 6, "w": 7, "v": 3}, {"p": 6}, {"w": 7, "v": 4}]

    share = wish_met(moments(ten, five_apart + ten_apart), wish)

    assert share is not None
    assert share.n == 3
    assert share.mean == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("wishes", "divided"),
    [
        ([3] * 9 + [7] * 13 + [5] * 8, False),  # 30 % below 35, not more; SD 27
        ([3] * 10 + [7] * 12 + [5] * 8, True),  # both sides above 30 %; SD 28
        ([1] * 9 + [7] * 21, True),  # one side of 30 %, but SD 47
        ([4, 5, 6] * 10, False),
    ],
)
def test_a_wish_is_divided_when_its_mean_is_the_wish_of_few(
    wishes: list[int], *, divided: bool
) -> None:
    (wish,) = Layout.of(ASKED).wishes

    assert is_divided(moments(ASKED, [{"wish_1": one} for one in wishes]), wish) is divided


def test_a_wish_is_told_where_no_image_was_asked() -> None:
    asked = questionnaire(likert("w", "price", facet="wish"))
    (wish,) = Layout.of(asked).wishes

    assert wish_met(moments(asked, [{"w": 3}]), wish) is None


def test_reversed_items_are_turned_before_alpha() -> None:
    draw = np.random.default_rng(7)
    first = draw.integers(1, 8, 60)
    second = np.clip(first + draw.integers(-1, 2, 60), 1, 7)
    rows = [{"price_1": int(a), "price_2": int(8 - b)} for a, b in zip(first, second, strict=True)]

    found = alpha(moments(ASKED, rows), score(ASKED, Facet.IMAGE))

    assert found == pytest.approx(cronbach_alpha(np.cov(np.array([first, second]))))
    assert found is not None
    assert found > 0.9


@pytest.mark.parametrize("rows", [[{"price_1": 3, "price_2": 5}] * 9, [{"price_1": 3}] * 9])
def test_alpha_is_not_defined_when_nothing_varies_or_nobody_answered_both(
    rows: list[dict[str, Any]],
) -> None:
    assert alpha(moments(ASKED, rows), score(ASKED, Facet.IMAGE)) is None


def test_one_item_has_no_alpha() -> None:
    rows = [{"wish_1": value} for value in (1, 5, 7)]

    assert alpha(moments(ASKED, rows), score(ASKED, Facet.WISH)) is None


def test_importance_is_the_share_of_points_in_a_ranking() -> None:
    options = [
        {
            "code": code,
            "text": {"nl": code},
            "measures": {"dimension": code, "facet": "importance"},
        }
        for code in ("price", "trust", "speed")
    ]
    ranking = {
        "code": "most",
        "type": "ranking",
        "text": {"nl": "?"},
        "options": options,
        "measures": {"facet": "importance"},
    }
    asked = questionnaire(likert("p", "price"), likert("t", "trust"), likert("s", "speed"), ranking)

    shares = importances(moments(asked, [{"most": ["price", "speed"]}, {"most": ["price"]}, {}]))

    assert shares == {"price": 0.75, "trust": 0.0, "speed": 0.25}


def test_importance_comes_from_ratings_where_nothing_was_ranked() -> None:
    asked = questionnaire(
        likert("p", "price", facet="importance"), likert("t", "trust", facet="importance")
    )

    shares = importances(moments(asked, [{"p": 7, "t": 4}, {"p": 7, "t": 4}]))

    assert shares == pytest.approx({"price": 2 / 3, "trust": 1 / 3})


def test_without_importance_asked_there_are_no_shares() -> None:
    assert importances(moments(ASKED, [{"price_1": 3}])) == {}
