from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.measurement.course.priorities import Priorities, Ranked, priorities
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.inference.estimates import Estimate, t_quantile
from surveys.measurement.sums.jackknife import Replicated
from surveys.measurement.sums.moments import Moments
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("price", "service", "speed")
ASKED = questionnaire(*(likert(f"{code}_1", code, scale="ten") for code in CODES))
WISH = Profiles(wish={name: dict.fromkeys(CODES, Target(80.0)) for name in ("north", "south")})


def group(seed: int, n: int, centres: Sequence[float], asked: Questionnaire = ASKED) -> Moments:
    """Return people whose answers (0-10) lie around some centres, and go together."""
    draw = np.random.default_rng(seed)
    mood = draw.normal(0, 1, (n, 1))
    points = np.clip(np.rint(np.array(centres) + mood + draw.normal(0, 1, (n, 3))), 0, 10)
    items = [f"{code}_1" for code in CODES]
    return moments(asked, [dict(zip(items, map(int, row), strict=True)) for row in points])


def ranked(
    groups: Mapping[str, Moments],
    profiles: Profiles = WISH,
    asked: Questionnaire = ASKED,
    **given_: Any,
) -> Priorities:
    return priorities(measure(asked, groups, profiles=profiles).segments, groups, asked, **given_)


def places(found: Priorities) -> dict[tuple[str, str], Ranked]:
    return {(each.priority.segment, each.priority.dimension): each for each in found.ranked}


def test_a_priority_that_is_first_in_truth_comes_first_and_is_sure_with_many_people() -> None:
    found = ranked({"north": group(1, 2000, (3, 5, 6)), "south": group(2, 2000, (6, 6, 7))})

    first = found.ranked[0]
    assert (first.priority.segment, first.priority.dimension) == ("north", "price")
    assert (first.rank, first.best, first.worst, first.is_sure) == (1, 1, 1, True)


def test_with_noise_only_the_places_are_wide() -> None:
    found = ranked({"north": group(1, 60, (5, 5, 5)), "south": group(2, 60, (5, 5, 5))})

    assert len(found.ranked) == 6
    assert all((each.best, each.worst) == (1, 6) for each in found.ranked)
    weights = [each.priority.weight for each in found.ranked]
    assert [each.rank for each in found.ranked] == [
        1 + sum(other > weight for other in weights) for weight in weights
    ]
    assert sum(each.share for each in found.ranked) == pytest.approx(1)


def test_a_weight_is_the_product_and_its_interval_that_of_the_gap() -> None:
    groups = {"north": group(1, 200, (4, 5, 6)), "south": group(2, 100, (5, 5, 5))}
    segments = measure(ASKED, groups, profiles=WISH).segments
    one = places(ranked(groups, values={"north": 3.0, "south": 1.0}))["north", "price"].priority
    gap = segments["north"].dimensions["price"].gaps[GapName.WISH]

    assert (one.gap, one.importance, one.value, one.steerable) == (GapName.WISH, 1 / 3, 0.75, None)
    assert one.weight == pytest.approx(-gap.difference / 3 * 0.75)
    assert gap.low is not None
    assert one.high == pytest.approx(-gap.low / 3 * 0.75)
    assert one.df == gap.df


def test_steering_enters_the_weight_and_how_sure_it_is() -> None:
    """By the delta method: SE² = (cT)²·SE_D² + (cD)²·SE_T², df by Satterthwaite."""
    groups = {"north": group(1, 200, (4, 5, 6))}
    steerable = {"north": {"price": Replicated(0.4, 0.1, 39)}}
    one = places(ranked(groups, steerable=steerable))["north", "price"].priority
    north = measure(ASKED, groups, profiles=WISH).segments["north"]
    gap = north.dimensions["price"].gaps[GapName.WISH]

    assert gap.se is not None
    assert gap.df is not None
    by_gap, by_steering = (gap.se * 0.4 / 3) ** 2, (gap.difference / 3 * 0.1) ** 2
    df = (by_gap + by_steering) ** 2 / (by_gap**2 / gap.df + by_steering**2 / 39)
    assert one.weight == pytest.approx(-gap.difference / 3 * 0.4)
    assert one.se is not None
    assert one.se**2 == pytest.approx(by_gap + by_steering)
    assert one.df == pytest.approx(df)
    assert one.high == pytest.approx(one.weight + t_quantile(0.975, df) * one.se)


def test_a_weight_is_that_of_the_example_in_the_documentation() -> None:
    """Worked by hand: SE² = .072² + .096² = .12²; t(.975; 89.655) is 1.98679."""
    gap = Gap(-12.0, 5.0, n=200, se=1.5, df=199, label=Label.GAP)
    found = priorities(
        {
            "north": figures({"price": 0.2, "service": 0.8}, {GapName.WISH: gap}),
            "south": figures({"price": 0.5, "service": 0.5}, {}),
        },
        {"north": group(1, 20, (4, 5, 6))},
        ASKED,
        values={"north": 2.0, "south": 3.0},
        steerable={"north": {"price": Replicated(0.6, 0.1, 39)}},
    )
    (one,) = [each.priority for each in found.ranked]

    assert one.weight == pytest.approx(0.576)
    assert (one.se, one.df) == pytest.approx((0.12, 89.6554), abs=1e-3)
    assert (one.low, one.high) == pytest.approx((0.33758, 0.81442), abs=1e-5)


def figures(importances: Mapping[str, float], gaps: Mapping[GapName, Gap]) -> SegmentFigures:
    """Return a segment that has gaps on price only."""
    nobody = Estimate(0, None, None, None, None)
    return SegmentFigures(
        200,
        {
            code: DimensionFigures(
                external=nobody,
                internal=None,
                desired=None,
                mission=None,
                wish=None,
                alpha=None,
                importance=share,
                gaps=gaps if code == "price" else {},
                verdict=None,
            )
            for code, share in importances.items()
        },
    )


def test_what_cannot_be_steered_weighs_nothing_and_comes_last() -> None:
    groups = {"north": group(1, 2000, (3, 5, 6))}
    found = ranked(groups, steerable={"north": {"price": Replicated(0.0)}})

    last = found.ranked[-1]
    assert (last.priority.dimension, last.priority.weight, last.share) == ("price", 0.0, 0.0)
    assert last.priority.se is None


@settings(max_examples=25)
@given(unit=st.floats(0.01, 1e6), share=st.floats(0.1, 10))
def test_the_unit_of_value_changes_nothing(unit: float, share: float) -> None:
    groups = {"north": group(1, 80, (4, 5, 6)), "south": group(2, 80, (5, 4, 6))}
    one = ranked(groups, values={"north": 1.0, "south": share})
    other = ranked(groups, values={"north": unit, "south": share * unit})

    for first, second in zip(one.ranked, other.ranked, strict=True):
        assert first.priority.weight == pytest.approx(second.priority.weight)
        assert (first.rank, first.best, first.worst) == (second.rank, second.best, second.worst)


def test_a_segment_without_a_value_counts_as_an_average_one_and_is_named() -> None:
    groups = {"north": group(1, 80, (4, 5, 6)), "south": group(2, 80, (5, 4, 6))}

    assert ranked(groups).without_value == ("north", "south")
    found = ranked(groups, values={"north": 7.0})
    assert found.without_value == ("south",)
    assert {each.priority.value for each in found.ranked} == {0.5}
    assert {
        each.priority.value for each in ranked(groups, values={"north": 0, "south": 0}).ranked
    } == {0.5}


def test_only_deficits_that_count_are_ranked_and_the_undecided_stand_apart() -> None:
    wish = {"price": Target(80.0), "service": Target(52.0), "speed": Target(20.0)}
    groups = {"north": group(1, 60, (5, 5, 5))}
    north = measure(ASKED, groups, profiles=Profiles(wish={"north": wish})).segments["north"]
    labels = {code: of.gaps[GapName.WISH].label for code, of in north.dimensions.items()}
    found = ranked(groups, Profiles(wish={"north": wish}))

    assert labels == {"price": Label.GAP, "service": Label.UNDECIDED, "speed": Label.GAP}
    assert [each.priority.dimension for each in found.ranked] == ["price"]
    assert [each.dimension for each in found.undecided] == ["service"]


def test_above_the_target_is_a_deficit_too_where_the_target_is_best() -> None:
    both_sides = [
        {"code": code, "name": {"nl": code}, "direction": "target_is_best"} for code in CODES
    ]
    asked = ASKED.model_validate(ASKED.model_dump(mode="json") | {"dimensions": both_sides})
    wish = Profiles(wish={"north": dict.fromkeys(CODES, Target(20.0))})
    groups = {"north": group(1, 200, (5, 6, 7), asked)}

    assert [each.priority.dimension for each in ranked(groups, wish, asked).ranked] == [
        "speed",
        "service",
        "price",
    ]
    assert ranked(groups, wish).ranked == ()


def test_the_promise_stands_in_where_there_is_no_wish() -> None:
    profiles = Profiles(
        mission={"price": Target(90.0), "service": Target(90.0)},
        wish={"north": {"price": Target(80.0)}},
    )
    found = ranked({"north": group(1, 200, (4, 5, 6))}, profiles)

    gaps = {each.priority.dimension: each.priority.gap for each in found.ranked}
    assert gaps == {"price": GapName.WISH, "service": GapName.PROMISE}


def test_without_deficits_there_is_nothing_to_rank() -> None:
    found = ranked({"north": group(1, 200, (4, 5, 6))}, Profiles())

    assert (found.ranked, found.undecided) == ((), ())


def test_gaps_of_one_segment_are_compared_as_they_go_together() -> None:
    """With wishes that people gave, a gap is within a person and so is the pair of two gaps."""
    asked = questionnaire(
        *(likert(f"{code}_1", code, scale="ten") for code in CODES),
        *(likert(f"{code}_w", code, facet="wish", scale="ten") for code in CODES),
    )
    draw = np.random.default_rng(5)
    rows = []
    for mood in draw.normal(0, 1.5, 300):
        image = np.clip(np.rint(np.array((4.0, 4.25, 5)) + mood + draw.normal(0, 0.3, 3)), 0, 10)
        rows.append(
            {f"{code}_1": int(point) for code, point in zip(CODES, image, strict=True)}
            | {f"{code}_w": 8 for code in CODES}
        )
    groups = {"north": moments(asked, rows)}
    x = np.array([[row[f"{code}_1"] for code in CODES] for row in rows]) * 10
    found = places(ranked(groups, Profiles(), asked))
    apart = (x[:, 1] - x[:, 0]).mean() / ((x[:, 1] - x[:, 0]).std(ddof=1) / np.sqrt(300))
    as_if_others = (x[:, 1] - x[:, 0]).mean() / np.sqrt((x.var(axis=0, ddof=1)[:2] / 300).sum())

    assert as_if_others < 2.5
    assert apart > 6
    assert found["north", "price"].is_sure
    assert found["north", "price"].priority.gap is GapName.WISH
