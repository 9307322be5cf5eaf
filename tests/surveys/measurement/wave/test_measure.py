from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.profiles import Profiles, Target, importances
from surveys.measurement.inference.multiplicity import benjamini_hochberg
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.moments import summarise
from surveys.measurement.sums.summary import Summary
from surveys.measurement.sums.suppression import shown
from surveys.measurement.wave.figures import Measurement
from surveys.measurement.wave.identity import Employees
from surveys.measurement.wave.measure import measure
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import about, leaves, likert, moments, questionnaire

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


WIDE = questionnaire(
    *(
        likert(f"{code}_{item}", code, reverse=item == 2)
        for code in DIMENSIONS
        for item in (1, 2, 3)
    ),
    likert("w_price", "price", facet="wish"),
    likert("i_price", "price", facet="importance", scale="ten"),
    likert("i_trust", "trust", facet="importance", scale="ten"),
)
COLUMNS = [f"{code}_{item}" for code in DIMENSIONS for item in (1, 2, 3)]
COLUMNS += ["w_price", "i_price", "i_trust"]


def wide(seed: int, n: int, *, missing: float = 0.1, centre: float = 4.4) -> list[dict[str, Any]]:
    draw = np.random.default_rng(seed)
    common = draw.normal(0, 1, (n, 1))
    points = np.clip(np.rint(centre + common + draw.normal(0, 1.2, (n, 9))), 1, 7)
    points[:, [1, 4]] = 8 - points[:, [1, 4]]
    gone = draw.random((n, 9)) < missing
    return [
        {
            code: "dk" if point == 7 and is_gone else int(point)
            for code, point, is_gone in zip(COLUMNS, row, out, strict=True)
            if not is_gone or point == 7
        }
        for row, out in zip(points, gone, strict=True)
    ]


def everything(groups: Mapping[str, Summary], **changes: Any) -> Measurement:
    """Measure with all that can be given; teams, management and languages are the same people."""
    first, *_, last = groups.values()
    employees = Employees(first, groups, last, first)
    return measure(
        WIDE, groups, profiles=PROFILES, employees=employees, languages=groups, **changes
    )


SIZES = {"north": 160, "south": 150, "east": 31, "west": 16, "up": 7, "nobody": 0}


def blocks() -> dict[str, Block]:
    """Return some segments of all sizes, whose images differ."""
    return {
        name: encode(WIDE, wide(seed, n, centre=4 + seed % 3 / 2))
        for seed, (name, n) in enumerate(SIZES.items())
    }


@pytest.mark.parametrize("w", [1.0, 0.37])
def test_equal_weights_change_no_figure(w: float) -> None:
    plain = {name: summarise(block) for name, block in blocks().items()}
    weighted = {
        name: Weighted.of_rows(block, np.full(len(block), w)) for name, block in blocks().items()
    }

    found, expected = everything(weighted), everything(plain)

    assert leaves(found, "n_eff") == about(leaves(expected, "n_eff"))
    for name, n in SIZES.items():
        assert found.segments[name].n_eff == (pytest.approx(n) if n else None)


def test_no_figure_is_infinite_or_not_a_number() -> None:
    groups = {name: summarise(block) for name, block in blocks().items()}

    numbers = [of for of in leaves(everything(groups)).values() if isinstance(of, float)]

    assert len(numbers) > 1000
    assert np.isfinite(numbers).all()


@given(st.permutations([*SIZES]))
@settings(max_examples=5)
def test_the_order_of_segments_changes_no_figure(order: list[str]) -> None:
    groups = {name: summarise(block) for name, block in blocks().items()}
    by_pair = ("among", "least_alike", "between_teams", "languages")  # told in the order given
    employees = groups["north"]

    def found(names: Iterable[str]) -> dict[str, Any]:
        segments = {name: groups[name] for name in names}
        measurement = measure(WIDE, segments, profiles=PROFILES, employees=employees)
        return leaves(measurement, *by_pair)

    assert found(order) == about(found(SIZES))


def test_the_order_of_segments_turns_pairs_and_nothing_else() -> None:
    groups = {name: summarise(block) for name, block in blocks().items()}
    across, turned = (
        everything(of).across["price"] for of in (groups, dict(reversed([*groups.items()])))
    )

    assert across.among is not None
    assert turned.among is not None
    assert across.among.welch is not None
    assert turned.among.welch is not None
    assert turned.among.welch.f == pytest.approx(across.among.welch.f)
    assert {frozenset((pair.first, pair.second)) for pair in turned.among.pairs} == {
        frozenset((pair.first, pair.second)) for pair in across.among.pairs
    }
    assert across.least_alike is not None
    assert turned.least_alike is not None
    assert {turned.least_alike.first, turned.least_alike.second} == {"north", "south"}
    assert turned.rank_p == pytest.approx(across.rank_p)


def test_without_segments_there_is_nobody() -> None:
    found = measure(WIDE, {}, profiles=PROFILES)

    assert (found.segments, found.across, found.languages, found.identity) == ({}, {}, {}, {})
    assert (found.total.n, found.employees, found.internal) == (0, 0, {})
    assert found.total.dimensions["price"].external.mean is None


def test_one_segment_is_the_total_and_is_compared_with_nothing() -> None:
    group = summarise(encode(WIDE, wide(1, 60)))

    found = measure(WIDE, {"north": group})

    assert found.across == {}
    north, total = found.segments["north"].dimensions["price"], found.total.dimensions["price"]
    assert north.external == total.external
    assert north.scale == total.scale
    assert north.smoothed is None


def test_a_total_of_more_people_than_the_segments_is_that_of_all() -> None:
    everyone = summarise(encode(WIDE, wide(1, 90)))

    found = measure(WIDE, {"north": summarise(encode(WIDE, wide(1, 60)))}, total=everyone)

    assert found.total == measure(WIDE, {"all": everyone}).total


def test_small_segments_are_drawn_to_all_from_five_segments_on() -> None:
    groups = {name: summarise(block) for name, block in blocks().items()}
    few = {name: groups[name] for name in ("north", "south", "east", "west")}

    found = everything(groups).segments
    smoothed = {name: of.dimensions["price"].smoothed for name, of in found.items()}

    assert [name for name, of in smoothed.items() if of is None] == ["nobody"]
    large, small = smoothed["north"], smoothed["up"]
    assert large is not None
    assert small is not None
    assert small.factor < large.factor
    assert all(of.dimensions["price"].smoothed is None for of in everything(few).segments.values())


def test_dimensions_count_as_they_matter_to_all_customers_in_every_segment() -> None:
    groups = {name: summarise(block) for name, block in blocks().items()}

    found = everything(groups)

    total = reduce(add, groups.values())
    assert found.importances == importances(total)
    assert sum(found.importances.values()) == pytest.approx(1)
    whole, dimensions = found.segments["north"].whole, found.segments["north"].dimensions
    assert whole is not None
    assert whole.index is not None
    assert whole.index.value == pytest.approx(
        sum(found.importances[code] * (of.external.mean or 0) for code, of in dimensions.items())
    )


def test_languages_are_compared_by_how_items_hang_together() -> None:
    same, few = wide(1, 150, missing=0), wide(3, 20)
    other = [row | {"price_3": 8 - row["price_3"]} for row in wide(2, 150, missing=0)]
    languages = {"nl": same, "en": other, "fr": few}

    found = measure(
        WIDE, {}, languages={name: moments(WIDE, rows) for name, rows in languages.items()}
    ).languages

    assert {found["price"].first, found["price"].second} == {"nl", "en"}
    assert found["price"].comparability.congruence < found["trust"].comparability.congruence


def test_what_is_hidden_is_in_no_figure() -> None:
    rows = [*wide(1, 40), *({"price_1": 1} for _ in range(0))]
    few = [{code: row[code] for code in row if "trust" not in code} for row in rows]
    few[:4] = rows[:4]
    segments = {
        "north": shown([moments(WIDE, few)], k=5),
        "south": shown([moments(WIDE, rows[:4])], k=5),
    }

    found = measure(WIDE, segments, profiles=PROFILES)

    north = found.segments["north"]
    assert north.dimensions["trust"].external.n == 0
    assert north.dimensions["price"].external.n > 30
    assert north.whole is not None
    assert north.whole.index is None
    assert found.segments["south"].n == 0
    assert found.total.n == 40
