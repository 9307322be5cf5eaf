from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.estimates import wilson
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.origins.recommendation import (
    net_promoter_score,
    promoter_sample,
    weighted_promoter_sample,
)
from surveys.measurement.origins.word_of_mouth import Talk, against_others, word_of_mouth
from surveys.measurement.sums.blocks import encode
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, moments, questionnaire

RECOMMEND = {
    "code": "recommend",
    "type": "nps",
    "text": {"nl": "?"},
    "measures": {"outcome": "recommendation"},
}


def talk(code: str, outcome: str, options: Sequence[str]) -> dict[str, Any]:
    return {
        "code": code,
        "type": "single_choice",
        "text": {"nl": "?"},
        "measures": {"outcome": outcome},
        "options": [{"code": option, "text": {"nl": option}} for option in options],
    }


ASKED = questionnaire(
    RECOMMEND,
    talk("given", "word_of_mouth_given", ("no", "positive", "both", "negative")),
    talk("heard", "word_of_mouth_heard", ("negative", "both", "positive", "no")),
)

response = st.fixed_dictionaries(
    {},
    optional={
        "recommend": st.integers(0, 10),
        "given": st.sampled_from(["no", "positive", "both", "negative"]),
        "heard": st.sampled_from(["no", "positive", "both", "negative"]),
    },
)
responses = st.lists(response, max_size=150)


def people(**counts: int) -> list[dict[str, Any]]:
    return [{"given": code} for code, many in counts.items() for _ in range(many)]


def given_by(rows: Sequence[Mapping[str, Any]]) -> Talk:
    found = word_of_mouth(moments(ASKED, rows), ASKED).given
    assert found is not None
    return found


@given(rows=responses)
def test_recommendation_is_the_net_promoter_score_with_the_interval_that_counts(
    rows: list[dict[str, Any]],
) -> None:
    found = word_of_mouth(moments(ASKED, rows), ASKED).recommendation
    counts = Counter(row["recommend"] for row in rows if "recommend" in row)
    expected = net_promoter_score(counts)

    assert found is not None
    assert (found.score.n, found.score.mean) == (expected.sample.n, expected.score)
    assert found.mean.mean == expected.mean
    assert found.promoters.mean == expected.promoters
    assert found.detractors.mean == expected.detractors
    interval = expected.interval if expected.sample.n >= 15 else (None, None)
    assert (found.score.low, found.score.high) == interval
    assert sum(found.distribution.values()) == pytest.approx(1 if counts else 0)


@given(rows=responses)
def test_told_and_heard_are_read_by_their_codes_in_whatever_order(
    rows: list[dict[str, Any]],
) -> None:
    found = word_of_mouth(moments(ASKED, rows), ASKED)

    for told, code in ((found.given, "given"), (found.heard, "heard")):
        counts = Counter(row[code] for row in rows if code in row)
        assert told is not None
        assert told.n == counts.total()
        for option, share in told.shares.items():
            assert share.mean == (counts[option] / told.n if told.n else None)
            if told.n >= 15:
                interval = wilson(counts[option], told.n)
                assert (share.low, share.high) == pytest.approx(interval)


def test_the_net_is_among_those_who_talked() -> None:
    """40 positive, 20 both, 10 negative, 130 nothing: 30 of 70."""
    found = given_by(people(positive=40, both=20, negative=10, no=130))

    assert (found.n, found.net.n) == (200, 70)
    assert found.net.mean == pytest.approx(100 * 30 / 70)
    # fewer than 100: Wald's after adding 3/4, 3/4 and 3/2 people
    assert (found.net.low, found.net.high) == pytest.approx((24.2920, 57.8998), abs=1e-3)


@given(rows=responses)
def test_who_told_nothing_does_not_move_the_net(rows: list[dict[str, Any]]) -> None:
    quiet = [{"given": "no"}] * 20

    assert given_by(rows).net == given_by([*rows, *quiet]).net


@given(rows=responses)
def test_exchanging_positive_and_negative_turns_the_net(rows: list[dict[str, Any]]) -> None:
    other = {"positive": "negative", "negative": "positive"}
    turned = [{"given": other.get(row["given"], row["given"])} for row in rows if "given" in row]
    net, back = given_by(rows).net, given_by(turned).net

    assert net.mean == (None if back.mean is None else pytest.approx(-back.mean))
    if net.low is not None and back.high is not None:
        assert net.low == pytest.approx(-back.high, abs=1e-9)


def test_when_all_talk_alike_the_net_is_not_sure_for_that() -> None:
    found = given_by(people(positive=30))

    assert (found.net.mean, found.net.se) == (100, None)
    assert found.net.low is not None
    assert found.net.low < 95


def test_with_fewer_people_than_a_test_needs_figures_stand_alone() -> None:
    found = given_by(people(positive=8, negative=3, no=2))

    assert found.net.mean == pytest.approx(100 * 5 / 11)
    assert found.net.low is None
    assert found.shares["positive"].low is None


def test_what_is_not_asked_is_not_there() -> None:
    bare = questionnaire(likert("price_1", "price"))

    found = word_of_mouth(moments(bare, []), bare)

    assert (found.recommendation, found.given, found.heard) == (None, None, None)
    assert against_others({"a": moments(bare, []), "b": moments(bare, [])}, bare) == {}


def test_nobody_has_no_figures() -> None:
    found = word_of_mouth(moments(ASKED, []), ASKED)

    assert found.n == 0
    assert found.recommendation is not None
    assert found.recommendation.score.mean is None
    assert found.given is not None
    assert found.given.net.mean is None


def answers(*recommend: int) -> list[dict[str, Any]]:
    return [{"recommend": answer} for answer in recommend]


@given(of=st.lists(st.lists(st.integers(0, 10), min_size=15, max_size=40), min_size=2, max_size=4))
def test_a_segment_is_held_against_all_others_by_welch(of: list[list[int]]) -> None:
    segments = {str(place): moments(ASKED, answers(*each)) for place, each in enumerate(of)}
    found = against_others(segments, ASKED)

    for place, own in enumerate(of):
        others = [answer for at, each in enumerate(of) if at != place for answer in each]
        expected = welch(promoter_sample(Counter(own)), promoter_sample(Counter(others)))
        assert found[str(place)].difference == expected
    p_values = [found[str(place)].difference.p for place in range(len(of))]
    assert [found[str(place)].p_adjusted for place in range(len(of))] == holm(p_values)


def test_a_segment_alone_is_held_against_nobody() -> None:
    assert against_others({"a": moments(ASKED, answers(9, 10, 3))}, ASKED) == {}


def test_a_small_segment_has_a_difference_and_no_test() -> None:
    segments = {
        "a": moments(ASKED, answers(9, 10, 3)),
        "b": moments(ASKED, answers(*range(11)) * 9),
    }

    found = against_others(segments, ASKED)

    assert found["a"].difference.difference is not None
    assert (found["a"].difference.p, found["a"].p_adjusted) == (None, None)


weights = st.lists(st.floats(0.2, 5), min_size=40, max_size=40)


@given(w=weights, of=st.lists(st.integers(0, 10), min_size=40, max_size=40))
def test_weights_enter_the_score_as_they_enter_any_mean(w: list[float], of: list[int]) -> None:
    group = Weighted.of_rows(encode(ASKED, answers(*of)), np.array(w))
    sums: dict[int, float] = dict.fromkeys(of, 0.0)
    twice = dict(sums)
    for answer, weight in zip(of, w, strict=True):
        sums[answer] += weight
        twice[answer] += weight**2
    expected = weighted_promoter_sample(Counter(of), sums, twice)
    found = word_of_mouth(group, ASKED).recommendation

    assert found is not None
    assert found.score.mean == pytest.approx(expected.mean, abs=1e-9)
    if expected.varies and expected.n_eff >= 15:
        assert found.score.se == pytest.approx(expected.se)
    if not expected.varies:
        assert (found.score.se, found.score.low) == (None, None)
