from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from surveys.measurement.figures import Measurement
from surveys.measurement.gaps import GapName, Thresholds
from surveys.measurement.measure import measure
from surveys.measurement.multiplicity import benjamini_hochberg
from surveys.measurement.profiles import Profiles, Target
from tests.surveys.measurement.make import likert, moments, questionnaire

DIMENSIONS = ("price", "trust")
CUSTOMERS = questionnaire(
    *(likert(f"{code}_{item}", code) for code in DIMENSIONS for item in (1, 2))
)
EMPLOYEES = questionnaire(
    *(likert(f"own_{code}", code, facet="self") for code in (*DIMENSIONS, "pride")),
    code="own",
    audience="employees",
)
PROFILES = Profiles(
    mission={"price": Target(70.0), "trust": Target(80.0), "pride": Target(60.0)},
    wish={"north": {"price": Target(60.0), "trust": Target(75.0)}},
)


def answers(seed: int, n: int, centre: float = 4.5) -> list[dict[str, Any]]:
    draw = np.random.default_rng(seed)
    codes = [f"{code}_{item}" for code in DIMENSIONS for item in (1, 2)]
    points = np.clip(np.rint(draw.normal(centre, 1.4, (n, 4))), 1, 7)
    return [dict(zip(codes, map(int, row), strict=True)) for row in points]


def own(n: int, *, codes: Sequence[str] = ("price", "trust", "pride")) -> list[dict[str, Any]]:
    draw = np.random.default_rng(3)
    return [
        {f"own_{code}": int(point) for code in codes for point in draw.integers(3, 8, 1)}
        for _ in range(n)
    ]


def measured(north: list[dict[str, Any]], south: list[dict[str, Any]]) -> Measurement:
    segments = {"north": moments(CUSTOMERS, north), "south": moments(CUSTOMERS, south)}
    return measure(CUSTOMERS, segments, profiles=PROFILES, employees=moments(EMPLOYEES, own(60)))


def test_the_order_of_responses_changes_nothing() -> None:
    north, south = answers(1, 80), answers(2, 50)

    assert measured(north, south) == measured(north[::-1], south[::-1])


def test_moving_every_answer_one_point_moves_every_score_exactly_one_point() -> None:
    low = [{code: min(point, 6) for code, point in row.items()} for row in answers(1, 80)]
    high = [{code: point + 1 for code, point in row.items()} for row in low]

    before = measured(low, low).segments["north"].dimensions["price"].external
    after = measured(high, high).segments["north"].dimensions["price"].external

    assert before.mean is not None
    assert after.mean == pytest.approx(before.mean + 100 / 6, abs=1e-12)
    assert after.se == pytest.approx(before.se, abs=1e-12)


def test_the_total_is_everyone_and_has_no_wish_and_no_verdict() -> None:
    figures = measured(answers(1, 80), answers(2, 50))
    everyone = measured(answers(1, 80) + answers(2, 50), []).segments["north"]

    price = figures.total.dimensions["price"]
    assert figures.total.n == 130
    assert price.external == everyone.dimensions["price"].external
    assert set(price.gaps) == {GapName.LIVED_MISSION, GapName.RECOGNITION, GapName.PROMISE}
    assert price.verdict is None


def test_a_wish_belongs_to_its_segment() -> None:
    figures = measured(answers(1, 80), answers(2, 50))

    assert GapName.WISH in figures.segments["north"].dimensions["price"].gaps
    assert GapName.WISH not in figures.segments["south"].dimensions["price"].gaps


def test_all_gaps_are_screened_together_and_the_lived_mission_counts_once() -> None:
    figures = measured(answers(1, 80), answers(2, 50))

    found = {
        (name if gap_name is not GapName.LIVED_MISSION else "", code, gap_name): gap
        for name, segment in figures.segments.items()
        for code, dimension in segment.dimensions.items()
        for gap_name, gap in dimension.gaps.items()
        if gap.p is not None
    }
    expected = benjamini_hochberg([gap.p for gap in found.values()])
    assert [gap.p_screened for gap in found.values()] == expected


def test_dimensions_of_employees_and_customers_meet_by_code() -> None:
    figures = measured(answers(1, 80), answers(2, 50))

    price = figures.segments["north"].dimensions["price"]
    assert price.internal == figures.internal["price"].estimate
    assert set(figures.segments["north"].dimensions) == set(DIMENSIONS)
    assert set(figures.internal) == {*DIMENSIONS, "pride"}
    assert figures.internal["pride"].lived_mission is not None


def test_without_items_about_oneself_employees_image_is_read_as_self() -> None:
    said = answers(5, 40)
    segments = {"north": moments(CUSTOMERS, answers(1, 80))}

    figures = measure(CUSTOMERS, segments, employees=moments(CUSTOMERS, said))

    as_customers = measure(CUSTOMERS, {"us": moments(CUSTOMERS, said)}).segments["us"]
    internal = figures.segments["north"].dimensions["trust"].internal
    assert internal == as_customers.dimensions["trust"].external


def test_a_segment_of_nobody_has_no_figures() -> None:
    figures = measured(answers(1, 80), []).segments["south"]

    assert figures.n == 0
    price = figures.dimensions["price"]
    assert (price.external.mean, price.alpha) == (None, None)
    assert set(price.gaps) == {GapName.LIVED_MISSION}


@pytest.mark.parametrize(("n", "has_interval"), [(14, False), (15, True)])
def test_a_score_has_an_interval_from_fifteen_answers(n: int, has_interval: bool) -> None:
    external = measured(answers(1, n), []).segments["north"].dimensions["price"].external

    assert external.mean is not None
    assert (external.low is not None) is has_interval


@pytest.mark.parametrize(("n", "has_alpha"), [(29, False), (30, True)])
def test_a_reliability_needs_thirty_answers(n: int, has_alpha: bool) -> None:
    price = measured(answers(1, n), []).segments["north"].dimensions["price"]

    assert (price.alpha is not None) is has_alpha


@pytest.mark.parametrize(
    ("n", "interval", "divided"), [(14, False, None), (29, True, None), (30, True, True)]
)
def test_what_is_said_of_wishes_depends_on_how_many_gave_one(
    n: int, *, interval: bool, divided: bool | None
) -> None:
    asked = questionnaire(likert("p", "price"), likert("w", "price", facet="wish"))
    rows = [{"p": 7, "w": (1, 7)[number % 2]} for number in range(n)]

    price = measure(asked, {"north": moments(asked, rows)}).segments["north"].dimensions["price"]

    assert price.wish_met is not None
    assert price.wish_met.mean == pytest.approx(n // 2 / n)
    assert (price.wish_met.low is not None) is interval
    assert price.wish_divided is divided


def test_where_no_wish_was_asked_nothing_is_said_of_wishes() -> None:
    price = measured(answers(1, 80), answers(2, 50)).segments["north"].dimensions["price"]

    assert (price.desired, price.wish_met, price.wish_divided) == (None, None, None)


@pytest.mark.parametrize(
    ("n", "for_alpha", "known"), [(29, 30, False), (30, 30, True), (29, 20, True)]
)
def test_a_reliability_needs_as_many_answers_as_was_set(
    n: int, for_alpha: int, *, known: bool
) -> None:
    segments = {"north": moments(CUSTOMERS, answers(1, n))}

    figures = measure(CUSTOMERS, segments, thresholds=Thresholds(for_alpha=for_alpha))

    assert (figures.segments["north"].dimensions["price"].alpha is not None) is known
