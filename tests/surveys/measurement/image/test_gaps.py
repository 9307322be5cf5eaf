import math

import pytest

from surveys.measurement.image.gaps import (
    Four,
    Gap,
    GapName,
    Label,
    adjusted,
    gaps_of,
    label_of,
    people_needed,
    screened,
)
from surveys.measurement.image.profiles import Target
from surveys.measurement.inference.comparisons import against_target, paired, welch
from surveys.measurement.inference.effect_sizes import hedges_g, one_sample_g
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.multiplicity import benjamini_hochberg, holm
from surveys.measurement.inference.thresholds import Thresholds

EXTERNAL = Sample(100, 60.0, 400.0)
INTERNAL = Sample(50, 70.0, 225.0)
MISSION = Target(80.0, tolerance=4.0)
WISH = Target(65.0, tolerance=7.0)
FOUR = Four(external=EXTERNAL, internal=INTERNAL, mission=MISSION, wish=WISH)
DESIRED = Sample(90, 75.0, 100.0)
BEYOND = Sample(90, 61.0 - 75.0, 400.0 + 100.0 - 2 * 120.0)


def gap(**changes: object) -> Gap:
    values: dict[str, object] = {"difference": 3.0, "margin": 5.0, "n": 100, "p": 0.5, "se": 2.0}
    return Gap(**(values | changes))  # type: ignore[arg-type]  # a builder: any field by name


def test_each_gap_is_the_first_profile_minus_the_second() -> None:
    differences = {name: gap.difference for name, gap in gaps_of(FOUR, Thresholds()).items()}

    assert differences == {
        GapName.LIVED_MISSION: -10.0,
        GapName.RECOGNITION: -10.0,
        GapName.PROMISE: -20.0,
        GapName.WISH: -5.0,
        GapName.MATCH: 15.0,
        GapName.ABILITY: 5.0,
    }


def test_the_margin_of_a_gap_is_the_tolerance_of_its_target() -> None:
    margins = {name: gap.margin for name, gap in gaps_of(FOUR, Thresholds()).items()}

    assert margins == {
        GapName.LIVED_MISSION: 4.0,
        GapName.RECOGNITION: 5.0,
        GapName.PROMISE: 4.0,
        GapName.WISH: 7.0,
        GapName.MATCH: 7.0,
        GapName.ABILITY: 7.0,
    }


def test_each_gap_has_the_test_of_its_kind() -> None:
    gaps = gaps_of(FOUR, Thresholds())

    assert gaps[GapName.RECOGNITION].p == welch(EXTERNAL, INTERNAL).p
    assert gaps[GapName.PROMISE].p == against_target(EXTERNAL, 80).p
    assert gaps[GapName.ABILITY].p == against_target(INTERNAL, 65).p
    effect, one_effect = hedges_g(EXTERNAL, INTERNAL), one_sample_g(EXTERNAL, 80)
    assert effect is not None
    assert gaps[GapName.RECOGNITION].effect == effect.g
    assert one_effect is not None
    assert gaps[GapName.PROMISE].effect == one_effect.g


@pytest.mark.parametrize(("wish", "label"), [(73.0, Label.CLOSED), (72.9, Label.GAP)])
def test_two_targets_match_within_the_tolerance_of_the_wish_without_a_test(
    wish: float, label: Label
) -> None:
    match = gaps_of(Four(mission=MISSION, wish=Target(wish, 7.0)), Thresholds())[GapName.MATCH]

    assert match.label is label
    assert match.p is None


def test_a_wish_that_customers_have_themselves_is_compared_in_pairs() -> None:
    asked = Four(external=EXTERNAL, desired=DESIRED, beyond_desired=BEYOND)

    wish = gaps_of(asked, Thresholds())[GapName.WISH]

    assert wish.difference == -14.0
    assert wish.p == paired(BEYOND).p


def test_a_wish_that_was_set_is_the_wish_and_the_desired_one_stands_beside_it() -> None:
    both = Four(external=EXTERNAL, wish=WISH, desired=DESIRED, beyond_desired=BEYOND)

    gaps = gaps_of(both, Thresholds())

    assert gaps[GapName.WISH].difference == -5.0
    assert gaps[GapName.WISH_DESIRED].difference == -14.0


def test_the_mission_is_matched_with_what_customers_desire_by_a_test() -> None:
    asked = Four(mission=MISSION, desired=DESIRED)

    match = gaps_of(asked, Thresholds())[GapName.MATCH]

    test = against_target(DESIRED, 80)
    assert (match.difference, match.margin) == (5.0, 5.0)
    assert test.low is not None
    assert test.high is not None
    assert (match.low, match.high) == (-test.high, -test.low)


def test_without_a_profile_its_gaps_are_not_there() -> None:
    assert gaps_of(Four(external=EXTERNAL), Thresholds()) == {}


@pytest.mark.parametrize(
    ("n", "tested", "indicative"), [(14, False, True), (15, True, True), (30, True, False)]
)
def test_few_answers_are_not_tested_and_a_few_more_only_indicate(
    n: int, tested: bool, indicative: bool
) -> None:
    few = Four(external=Sample(n, 60.0, 400.0), mission=MISSION)

    promise = gaps_of(few, Thresholds())[GapName.PROMISE]

    assert (promise.p is not None, promise.low is not None) == (tested, tested)
    assert promise.indicative is indicative


def test_the_smaller_group_decides_whether_there_are_enough() -> None:
    few = Four(external=EXTERNAL, internal=Sample(20, 70.0, 225.0))

    assert gaps_of(few, Thresholds())[GapName.RECOGNITION].indicative


def test_answers_that_are_all_the_same_are_not_tested() -> None:
    same = Four(external=Sample(40, 50.0, 0.0), mission=MISSION)

    promise = gaps_of(same, Thresholds())[GapName.PROMISE]

    assert (promise.p, promise.se, promise.effect, promise.tost_p) == (None, None, None, None)
    assert promise.difference == -30.0
    assert promise.low is not None
    assert promise.low < -30.0


@pytest.mark.parametrize(
    ("p", "tost_p", "label"),
    [
        (0.04, 0.2, Label.GAP),
        (0.04, 0.04, Label.NEGLIGIBLE),
        (0.2, 0.04, Label.CLOSED),
        (0.2, 0.2, Label.UNDECIDED),
        (0.05, 0.05, Label.UNDECIDED),
        (None, None, Label.UNDECIDED),
    ],
)
def test_a_label_needs_a_test_that_supports_it(
    p: float | None, tost_p: float | None, label: Label
) -> None:
    assert label_of(p, tost_p) is label


def test_a_family_is_adjusted_together_without_what_is_indicative_or_not_tested() -> None:
    family = {
        "a": gap(p=0.01, tost_p=0.9),
        "b": gap(p=0.03, tost_p=0.01),
        "c": gap(p=0.001, tost_p=0.9, indicative=True),
        "d": gap(p=None),
    }

    judged = adjusted(family)

    assert [judged["a"].p_adjusted, judged["b"].p_adjusted] == holm([0.01, 0.03])
    assert [judged["a"].tost_p_adjusted, judged["b"].tost_p_adjusted] == holm([0.9, 0.01])
    assert judged["a"].label is Label.GAP
    assert judged["b"].label is Label.NEGLIGIBLE
    assert judged["c"] == family["c"]
    assert judged["d"] == family["d"]


def test_an_overview_is_screened_together() -> None:
    overview = {"a": gap(p=0.01), "b": gap(p=0.04), "c": gap(p=0.2, indicative=True)}

    expected = benjamini_hochberg([0.01, 0.04])
    assert screened(overview) == dict(zip("ab", expected, strict=True))


@pytest.mark.parametrize("difference", [0.5, 3.0, 5.0, 9.0])
def test_so_many_answers_decide_if_the_difference_stays(difference: float) -> None:
    def of(n: int) -> Gap:
        sample = Sample(n, 50.0 + difference, 8100.0)
        return adjusted(gaps_of(Four(external=sample, mission=Target(50.0)), Thresholds()))[
            GapName.PROMISE
        ]

    undecided = of(60)
    needed = people_needed(60, undecided)

    assert undecided.label is Label.UNDECIDED
    assert needed is not None
    assert of(math.ceil(needed * 1.02)).label is not Label.UNDECIDED
    assert of(math.floor(needed * 0.9)).label is Label.UNDECIDED
