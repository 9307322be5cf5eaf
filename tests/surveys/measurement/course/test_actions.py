from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.measurement.course.actions import Action, ActionEffect, action_effects
from surveys.measurement.course.trends import difference_in_differences
from surveys.measurement.course.waves import Wave, wave_sample
from surveys.measurement.inference.comparisons import Difference, welch
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.multiplicity import holm
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, moments, questionnaire

ASKED = questionnaire(
    likert("price_1", "price", scale="ten"), likert("trust_1", "trust", scale="ten")
)
RESCALED = questionnaire(likert("price_1", "price"), likert("trust_1", "trust", scale="ten"))
CALL_BACK = Action("call back", frozenset({"north"}), "price", "wave 0", "wave 1")


def wave(
    at: int, centres: Mapping[str, float], n: int = 80, asked: Questionnaire = ASKED, seed: int = 0
) -> Wave:
    draw = np.random.default_rng([seed, at])
    groups = {}
    for name, centre in centres.items():
        points = np.clip(np.rint(draw.normal(centre, 1.2, (n, 2))), 1, 7).astype(int).tolist()
        groups[name] = moments(asked, [{"price_1": one, "trust_1": two} for one, two in points])
    return Wave(f"wave {at}", at, asked, groups)


def one(waves: Sequence[Wave], action: Action = CALL_BACK) -> ActionEffect:
    (found,) = action_effects(waves, [action])
    return found


def sample(of: Wave, segment: str) -> Sample:
    found = wave_sample(of, segment, "price")
    assert found is not None
    return found


def change(waves: Sequence[Wave], segment: str) -> Difference:
    return welch(sample(waves[1], segment), sample(waves[0], segment))


def test_with_one_segment_on_each_side_it_is_the_difference_in_differences() -> None:
    waves = [wave(0, {"north": 4, "south": 4}), wave(1, {"north": 5, "south": 4})]
    found = one(waves)

    expected = difference_in_differences(change(waves, "north"), change(waves, "south"))
    assert found.effect.difference == pytest.approx(expected.difference)
    assert found.effect.se == pytest.approx(expected.se)
    assert found.effect.df == pytest.approx(expected.df)
    assert found.effect.p == pytest.approx(expected.p)
    assert (found.reached, found.others, found.indicative) == (("north",), ("south",), False)


def test_what_moves_everybody_is_no_effect_and_a_planted_one_is_found() -> None:
    """All move by 5 points, those of the action by 10 more: held in 95 % of 400 draws."""
    held = []
    for seed in range(400):
        before = wave(0, {"north": 3.5, "south": 4.0, "east": 4.0}, seed=seed)
        after = wave(1, {"north": 5.0, "south": 4.5, "east": 4.5}, seed=seed)
        effect = one([before, after]).effect
        assert effect.low is not None
        assert effect.high is not None
        held.append(effect.low < 10 < effect.high)

    assert np.mean(held) == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / 400))


def test_segments_count_by_their_people_in_both_waves() -> None:
    before = wave(0, {"north": 4, "south": 4})
    small = wave(0, {"east": 4}, n=20, seed=1)
    after, small_after = wave(1, {"north": 5, "south": 4}), wave(1, {"east": 6}, n=60, seed=1)
    waves = [
        Wave("wave 0", 0, ASKED, {**before.segments, **small.segments}),
        Wave("wave 1", 1, ASKED, {**after.segments, **small_after.segments}),
    ]
    south, east = change(waves, "south"), change(waves, "east")
    found = one(waves).untreated

    assert south.difference is not None
    assert east.difference is not None
    assert south.se is not None
    assert east.se is not None
    assert south.df is not None
    assert east.df is not None
    shares = 160 / 240, 80 / 240
    parts = (shares[0] * south.se) ** 2, (shares[1] * east.se) ** 2
    assert found.difference == pytest.approx(
        shares[0] * south.difference + shares[1] * east.difference
    )
    assert found.se == pytest.approx(np.sqrt(sum(parts)))
    df = sum(parts) ** 2 / (parts[0] ** 2 / south.df + parts[1] ** 2 / east.df)
    assert found.df == pytest.approx(df)


@settings(max_examples=20)
@given(grown=st.integers(2, 6))
def test_a_segment_that_grows_moves_nothing(grown: int) -> None:
    """Segments that differ but stay as they are, one of them several times as large later."""
    low, high = [{"price_1": 2}, {"price_1": 3}] * 20, [{"price_1": 6}, {"price_1": 7}] * 20
    before = {"north": low, "south": low, "east": high}
    after = {"north": low, "south": low * grown, "east": high}
    waves = [
        Wave(f"wave {at}", at, ASKED, {name: moments(ASKED, rows) for name, rows in of.items()})
        for at, of in enumerate((before, after))
    ]

    assert one(waves).untreated.difference == pytest.approx(0)


def test_segments_of_other_actions_about_the_same_are_not_compared_with() -> None:
    centres = {"north": 4.0, "south": 4.0, "east": 4.0, "west": 4.0}
    waves = [wave(at, centres) for at in range(3)]
    actions = [
        CALL_BACK,
        Action("same time", frozenset({"south"}), "price", "wave 0", "wave 2"),
        Action("later", frozenset({"east"}), "price", "wave 1", "wave 2"),
        Action("about trust", frozenset({"west"}), "trust", "wave 0", "wave 1"),
        Action("still going on", frozenset({"east"}), "trust", "wave 1", "wave 9"),
    ]
    found = action_effects(waves, actions)

    assert [each.others for each in found] == [
        ("east", "west"),
        ("west",),
        ("north", "west"),
        ("north", "south", "east"),
        (),
    ]


def test_p_is_adjusted_over_the_actions() -> None:
    waves = [wave(0, {"north": 4, "south": 4}), wave(1, {"north": 4.6, "south": 4})]
    actions = [CALL_BACK, Action("trust", frozenset({"north"}), "trust", "wave 0", "wave 1")]
    found = action_effects(waves, actions)

    assert [each.p_adjusted for each in found] == holm([each.effect.p for each in found])


def test_the_wave_before_shows_whether_both_moved_alike_to_begin_with() -> None:
    waves = [
        wave(0, {"north": 3, "south": 4}),
        wave(1, {"north": 4, "south": 4}),
        wave(2, {"north": 5, "south": 4}),
    ]
    action = Action("late", frozenset({"north"}), "price", "wave 1", "wave 2")
    found = one(waves, action)

    assert found.before is not None
    assert found.before == one(waves).effect
    assert one(waves).before is None


@pytest.mark.parametrize(
    "waves",
    [
        [wave(0, {"north": 4, "south": 4})],
        [wave(0, {"north": 4, "south": 4}), wave(1, {"north": 5, "south": 4}, asked=RESCALED)],
        [wave(0, {"north": 4}), wave(1, {"north": 5})],
        [wave(0, {"south": 4}), wave(1, {"south": 5})],
    ],
    ids=["wave to come", "break", "nobody to compare with", "nobody reached"],
)
def test_without_a_comparison_there_is_no_effect(waves: Sequence[Wave]) -> None:
    found = one(waves)

    assert found.effect == Difference(None)
    assert found.p_adjusted is None


def test_few_people_give_no_test_and_not_many_none_that_counts() -> None:
    few = [wave(at, {"north": 4 + at, "south": 4}, n=10) for at in range(2)]
    some = [wave(at, {"north": 4 + at, "south": 4}, n=20) for at in range(2)]

    assert (one(few).effect.difference is not None, one(few).effect.p) == (True, None)
    assert one(some).effect.p is not None
    assert (one(some).indicative, one(some).p_adjusted) == (True, None)
