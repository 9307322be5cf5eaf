from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.image.consistency import consistency
from surveys.measurement.image.profiles import score_difference
from surveys.measurement.image.similarity import similarity
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.figures import WholeFigures
from surveys.measurement.wave.whole import Yardstick, counting, whole_figures
from surveys.measurement.weights.weighted import Weighted
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Direction, Facet
from tests.surveys.measurement.make import about, leaves, likert, moments, questionnaire

CODES = ("care", "price", "speed", "trust")
ASKED = questionnaire(*(likert(code, code, scale="ten") for code in CODES))
WITH_WISHES = questionnaire(
    *(likert(code, code, scale="ten") for code in CODES),
    *(likert(f"w_{code}", code, scale="ten", facet="wish") for code in CODES[:3]),
)
DIRECTIONS = dict.fromkeys(CODES, Direction.MORE_IS_BETTER)
EQUAL = dict.fromkeys(CODES, 1.0)
THRESHOLDS = Thresholds()

Row = Mapping[str, int]


def drawn(n: int, seed: int = 1, *, codes: Sequence[str] = CODES) -> list[dict[str, int]]:
    draw = np.random.default_rng(seed)
    common = draw.normal(0, 1.2, (n, 1))
    points = np.clip(np.rint(6 + common + draw.normal(0, 1.5, (n, len(codes)))), 0, 10)
    return [dict(zip(codes, map(int, row), strict=True)) for row in points]


def images(group: Summary) -> list[ScoreColumn]:
    return [score for score in group.layout.scores if score.facet is Facet.IMAGE]


def whole(rows: Sequence[Row], asked: Questionnaire = ASKED, **changes: Any) -> WholeFigures:
    return whole_of(moments(asked, rows), **changes)


def whole_of(group: Summary, **changes: Any) -> WholeFigures:
    given: dict[str, Any] = {
        "importances": EQUAL,
        "directions": DIRECTIONS,
        "mission": {},
        "wish": {},
        "internal": {},
    }
    return whole_figures(group, images(group), Yardstick(**(given | changes)), THRESHOLDS)


def scores(rows: Sequence[Row], *codes: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([[10.0 * row[code] for code in codes or CODES] for row in rows])


targets = st.dictionaries(st.sampled_from(CODES), st.floats(0, 100), min_size=1)
weights = st.fixed_dictionaries(dict.fromkeys(CODES, st.floats(0.01, 9)))


@given(targets, weights, st.lists(st.booleans(), min_size=4, max_size=4))
def test_what_each_dimension_takes_off_sums_to_what_is_lost(
    target: dict[str, float], importances: dict[str, float], both: list[bool]
) -> None:
    directions = {
        code: Direction.TARGET_IS_BEST if is_best else Direction.MORE_IS_BETTER
        for code, is_best in zip(CODES, both, strict=True)
    }
    rows = drawn(40)
    means = dict(zip(CODES, scores(rows).mean(axis=0), strict=True))

    found = whole(rows, importances=importances, directions=directions, mission=target, wish=target)

    total = sum(importances[code] for code in target)
    distances = {code: means[code] - aim for code, aim in target.items()}
    assert found.alignment_costs == pytest.approx(
        {code: importances[code] / total * abs(of) for code, of in distances.items()}
    )
    assert found.fulfilment_costs == pytest.approx(
        {
            code: importances[code]
            / total
            * (abs(of) if of < 0 or directions[code] is Direction.TARGET_IS_BEST else 0)
            for code, of in distances.items()
        }
    )
    assert found.alignment is not None
    assert found.fulfilment is not None
    assert sum(found.alignment_costs.values()) == pytest.approx(100 - found.alignment.value)
    assert sum(found.fulfilment_costs.values()) == pytest.approx(100 - found.fulfilment.value)


def test_the_index_is_the_mean_of_people_s_own_indices() -> None:
    rows = drawn(60)
    v = np.array([1, 2, 3, 4]) / 10
    own = scores(rows) @ v

    found = whole(rows, importances=dict(zip(CODES, [1.0, 2.0, 3.0, 4.0], strict=True))).index

    assert found is not None
    assert found.value == pytest.approx(own.mean())
    assert found.se == pytest.approx(own.std(ddof=1) / np.sqrt(60))


def test_a_missing_dimension_leaves_no_index_and_no_figure_that_rests_on_it() -> None:
    rows = drawn(40, codes=CODES[:3])

    found = whole(rows, mission={"trust": 60.0, "care": 60.0}, wish={"care": 60.0})

    assert (found.index, found.alignment, found.alignment_costs) == (None, None, {})
    assert set(found.fulfilment_costs) == {"care"}
    assert "mission" not in found.likeness
    assert found.consistency is None


def test_an_importance_that_cannot_be_told_leaves_no_index() -> None:
    without = {code: 1.0 for code in CODES if code != "trust"}

    found = whole(drawn(40), importances=without, mission={"care": 60.0, "trust": 60.0})

    assert (found.index, found.alignment) == (None, None)


def test_of_nobody_there_is_nothing() -> None:
    found = whole([], mission={"care": 60.0}, wish={"care": 60.0}, internal={"care": 50.0})

    assert leaves(found) == leaves(WholeFigures(None, None, None, {}, {}, {}, None))


@pytest.mark.parametrize(("n", "is_sure"), [(14, False), (15, True)])
def test_how_sure_a_whole_is_takes_enough_people(n: int, *, is_sure: bool) -> None:
    found = whole(drawn(n), mission={"care": 20.0}, wish={"care": 90.0})

    assert found.index is not None
    for close in (found.alignment, found.fulfilment):
        assert close is not None
        assert (close.se is not None, close.se_is_valid) == (is_sure, is_sure)
        assert (close.noise_floor is not None) is is_sure
    assert (found.index.se is not None) is is_sure


def test_few_answers_to_one_dimension_leave_the_others_sure() -> None:
    rows = [
        row | {} if place < 10 else {**row, "trust": None} for place, row in enumerate(drawn(40))
    ]
    answered = [{code: value for code, value in row.items() if value is not None} for row in rows]

    found = whole(answered, mission={"care": 20.0}, wish={"trust": 90.0})

    assert found.index is not None
    assert found.index.se is None
    assert found.alignment is not None
    assert found.alignment.se is not None
    assert found.fulfilment is not None
    assert found.fulfilment.se is None


@pytest.mark.parametrize(("n", "told"), [(29, False), (30, True)])
def test_how_people_differ_takes_thirty(n: int, *, told: bool) -> None:
    group = moments(ASKED, drawn(n))

    assert whole_of(group).consistency == (consistency(group, images(group)) if told else None)


@given(st.integers(0, 2**16))
def test_own_wishes_are_held_against_what_each_person_sees(seed: int) -> None:
    codes, n = CODES[:3], 40
    rows = [
        row | {f"w_{code}": min(10, row[code] + 1 + more[code]) for code in codes}
        for row, more in zip(drawn(n, seed), drawn(n, seed + 1), strict=True)
    ]
    v = np.array([1.0, 2.0, 3.0])
    below = scores(rows, *codes) - scores(rows, *(f"w_{code}" for code in codes))

    found = whole(rows, WITH_WISHES, importances=dict(zip(CODES, [*v, 4.0], strict=True)))

    own = below @ (v / v.sum())
    assert found.fulfilment is not None
    assert found.fulfilment.value == pytest.approx(100 + own.mean())
    assert found.fulfilment.se == pytest.approx(own.std(ddof=1) / np.sqrt(n))
    assert found.fulfilment_costs == pytest.approx(
        dict(zip(codes, -below.mean(axis=0) * v / v.sum(), strict=True))
    )


def test_where_some_gave_no_wish_the_pairs_say_how_sure_it_is() -> None:
    wishes = drawn(40, seed=3, codes=["w_care"])
    rows = [
        row | (wish if place % 2 else {})
        for place, (row, wish) in enumerate(zip(drawn(40), wishes, strict=True))
    ]
    asked = questionnaire(
        likert("care", "care", scale="ten"), likert("w_care", "care", scale="ten", facet="wish")
    )
    group = moments(asked, [{code: row[code] for code in row if "care" in code} for row in rows])
    (image, wish) = group.layout.scores
    pairs = score_difference(group, image, wish)

    found = whole_of(group, directions={"care": Direction.TARGET_IS_BEST}).fulfilment

    assert pairs.n == 20
    assert pairs.mean is not None
    assert found is not None
    assert found.value == pytest.approx(100 - abs(pairs.mean))
    assert found.se == pytest.approx(pairs.se)


def test_more_than_one_wishes_oneself_costs_nothing() -> None:
    rows = [row | {f"w_{code}": 0 for code in CODES[:3]} for row in drawn(40)]

    found = whole(rows, WITH_WISHES)

    assert found.fulfilment is not None
    assert found.fulfilment.value == 100
    assert set(found.fulfilment_costs.values()) == {0}


def test_a_wish_that_was_set_is_the_only_one() -> None:
    rows = [row | {f"w_{code}": 10 for code in CODES[:3]} for row in drawn(40)]

    found = whole(rows, WITH_WISHES, wish={"care": 0.0})

    assert found.fulfilment_costs == {"care": 0}
    assert found.likeness["wish"].distance.k == 1


def test_people_without_a_wish_in_common_have_no_fulfilment() -> None:
    rows = [row | {f"w_{code}": 10 for code in CODES[:3]} for row in drawn(40)]

    found = whole(rows, WITH_WISHES, wish=None)

    assert (found.fulfilment, found.fulfilment_costs) == (None, {})
    assert "wish" not in found.likeness


def test_a_profile_is_compared_with_others_where_they_have_its_dimensions() -> None:
    rows = [row | {f"w_{code}": 10 for code in CODES[:3]} for row in drawn(40)]
    means = dict(zip(CODES, scores(rows).mean(axis=0).tolist(), strict=True))
    internal = dict(zip([*CODES, "pride"], [50.0, 60.0, 70.0, 80.0, 90.0], strict=True))

    found = whole(rows, WITH_WISHES, internal=internal, mission={"price": 70.0, "pride": 10.0})

    expected = {
        "internal": similarity([*means.values()], [50.0, 60.0, 70.0, 80.0]),
        "mission": similarity([means["price"]], [70.0]),
        "wish": similarity([means[code] for code in CODES[:3]], [100.0] * 3),
    }
    assert leaves(found.likeness) == about(leaves(expected))


def test_weights_go_into_every_part() -> None:
    rows = [row | {f"w_{code}": 9 for code in CODES[:3]} for row in drawn(40)]
    block = encode(WITH_WISHES, rows)
    twice = np.array([2.0 if place % 2 else 1.0 for place in range(40)])
    doubled = [row for place, row in enumerate(rows) for _ in range(1 + place % 2)]
    changes = {"mission": {"care": 20.0, "trust": 90.0}}

    found = whole_of(Weighted.of_rows(block, twice), **changes)
    plain = whole(doubled, WITH_WISHES, **changes)

    # so many more people are behind these
    surer = ("se", "noise_floor", "best_detectable", "is_within_precision", "consistency")
    assert leaves(found, *surer) == about(leaves(plain, *surer))
    assert leaves(found) != about(leaves(plain))


def ranking(*dimensions: str) -> dict[str, object]:
    options = [
        {
            "code": code,
            "text": {"nl": code},
            "measures": {"dimension": code, "facet": "importance"},
        }
        for code in dimensions
    ]
    return {"code": "top", "type": "ranking", "text": {"nl": "?"}, "options": options, "most": 2}


def counted(asked: Questionnaire, rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    total: Moments = moments(asked, rows)
    return counting(total)


def test_dimensions_count_by_what_they_matter_to_all_customers() -> None:
    asked = questionnaire(
        *(likert(code, code) for code in CODES[:2]),
        *(likert(f"i_{code}", code, facet="importance", scale="ten") for code in CODES[:3]),
    )

    found = counted(asked, [{"i_care": 6, "i_price": 2, "i_speed": 2}] * 3)

    assert found == pytest.approx({"care": 0.6, "price": 0.2, "speed": 0.2})


def test_dimensions_count_by_their_ranks() -> None:
    asked = questionnaire(*(likert(code, code) for code in CODES[:2]), ranking(*CODES[:3]))

    found = counted(asked, [{"top": ["care", "price"]}, {"top": ["care"]}])

    assert found == pytest.approx({"care": 0.8, "price": 0.2, "speed": 0.0})


@pytest.mark.parametrize(
    ("rated", "rows"),
    [((), [{}]), (("care",), [{"i_care": 6}]), (("care", "price"), [{}]), (("care", "price"), [])],
)
def test_dimensions_count_alike_where_it_was_not_asked_of_all_or_nobody_said(
    rated: Sequence[str], rows: Sequence[dict[str, int]]
) -> None:
    asked = questionnaire(
        *(likert(code, code) for code in CODES[:2]),
        *(likert(f"i_{code}", code, facet="importance", scale="ten") for code in rated),
        likert("w", "speed", facet="wish"),
    )

    assert counted(asked, rows) == {"care": 0.5, "price": 0.5}


def test_a_dimension_whose_importance_is_hidden_is_missing() -> None:
    asked = questionnaire(
        *(likert(code, code) for code in CODES[:2]),
        *(likert(f"i_{code}", code, facet="importance", scale="ten") for code in CODES[:2]),
    )

    assert set(counted(asked, [{"i_care": 6}] * 5)) == {"care"}


def test_without_image_items_nothing_counts() -> None:
    assert counted(questionnaire(likert("w", "speed", facet="wish")), [{"w": 3}]) == {}
