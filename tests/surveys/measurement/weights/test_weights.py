from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import LevelWithoutTargetError, WeightsError
from surveys.measurement.sums.blocks import encode
from surveys.measurement.weights.raking import Margin
from surveys.measurement.weights.weighted import Weighted
from surveys.measurement.weights.weights import WeightsPlan, weigh
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(likert("price_1", "price"))
REGIONS = WeightsPlan((Margin(("region",), {("north",): 30, ("south",): 70}),), trim=None)
BY_HAND = WeightsPlan(column="w")


def _refused(plan: WeightsPlan, **columns: Sequence[str | None]) -> list[tuple[str, str, str]]:
    with pytest.raises(WeightsError) as refused:
        weigh(plan, columns)
    return [(each.code, each.value, each.expected) for each in refused.value.problems]


def test_each_response_has_the_weight_of_its_cell() -> None:
    weighing = weigh(REGIONS, {"region": ["north", " south ", "north"], "age": ["", "", ""]})

    assert weighing.weights == pytest.approx([0.45, 2.1, 0.45])
    assert weighing.cells == (("north",), ("south",), ("north",))
    assert weighing.left_out == 0


def test_several_margins_may_share_a_column() -> None:
    plan = WeightsPlan(
        (
            Margin(("region",), {("north",): 1, ("south",): 1}),
            Margin(
                ("region", "age"),
                {("north", "young"): 2, ("south", "young"): 1, ("south", "old"): 1},
            ),
        )
    )

    assert plan.columns == ("region", "age")
    weighing = weigh(
        plan, {"region": ["north", "south", "south"], "age": ["young", "young", "old"]}
    )
    assert weighing.weights == pytest.approx([1.5, 0.75, 0.75])


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_who_does_not_say_where_they_belong_keeps_their_share(blank: str | None) -> None:
    weighing = weigh(REGIONS, {"region": ["north", "south", "south", blank]})

    assert weighing.weights == pytest.approx([0.9, 1.05, 1.05, 1.0])
    assert weighing.left_out == 0


def test_who_does_not_say_where_they_belong_may_be_left_out() -> None:
    plan = WeightsPlan(REGIONS.margins, trim=None, keeps_unknown=False)

    weighing = weigh(plan, {"region": ["north", None, "south"]})

    assert weighing.weights == pytest.approx([0.6, 0.0, 1.4])
    assert weighing.left_out == 1


def test_weights_of_a_column_are_made_to_average_1() -> None:
    weighing = weigh(BY_HAND, {"w": ["0.5", " 1.5 ", "1e1", "", None, "0", "-3"]})

    assert weighing.weights == pytest.approx([0.125, 0.375, 2.5, 0, 0, 0, 0])
    assert weighing.left_out == 4
    assert weighing.cells is None
    assert weighing.raking is None


def test_a_weight_that_is_nothing_beside_the_others_is_none() -> None:
    assert weigh(BY_HAND, {"w": ["1e300", "1e280", "1e300"]}).weights.tolist() == [1, 0, 1]


def test_what_is_no_weight_is_named_once() -> None:
    assert _refused(BY_HAND, w=["0,8", "1", "much", "0,8", "nan", "inf"]) == [
        ("weights.not_a_number", value, "") for value in ("0,8", "much", "nan", "inf")
    ]


def test_a_column_that_is_not_there_is_refused_by_name() -> None:
    assert _refused(REGIONS, regio=["north"]) == [("column.unknown", "region", "regio")]
    assert _refused(BY_HAND, weight=["1"]) == [("column.unknown", "w", "weight")]


def test_answers_that_do_not_fit_the_margins_are_refused() -> None:
    with pytest.raises(LevelWithoutTargetError):
        weigh(REGIONS, {"region": ["north", "south", "east"]})


people = st.lists(
    st.tuples(
        st.sampled_from(["north", "south", None]),
        st.sampled_from(["young", "old"]),
        st.integers(1, 7) | st.none(),
    ),
    min_size=1,
    max_size=30,
)


@given(people, st.booleans())
def test_groups_are_weighted_as_their_rows_are(
    people: list[tuple[str | None, str, int | None]], keeps_unknown: bool
) -> None:
    rows = [("north", "young", 3), ("south", "old", 5), *people]
    block = encode(ASKED, [{"price_1": answer} if answer else {} for *_, answer in rows])
    labels = [age for _, age, _ in rows]
    plan = WeightsPlan(REGIONS.margins, keeps_unknown=keeps_unknown)
    weighing = weigh(plan, {"region": [region for region, _, _ in rows]})

    groups = weighing.summarise_by(block, labels)

    assert list(groups) == list(dict.fromkeys(labels))
    for label, group in groups.items():
        own = np.array([each == label for each in labels])
        by_row = Weighted.of_rows(block.take(own), weighing.weights[own])
        assert (group.n, group.left_out) == (by_row.n, by_row.left_out)
        assert group.sample("price_1").mean == pytest.approx(by_row.sample("price_1").mean)
        assert group.kish == pytest.approx(by_row.kish)
    assert sum(group.left_out for group in groups.values()) == weighing.left_out


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 9)), min_size=1, max_size=30))
def test_groups_with_given_weights_are_weighted_by_row(rows: list[tuple[str, float]]) -> None:
    block = encode(ASKED, [{"price_1": place % 7 + 1} for place in range(len(rows))])
    labels = [label for label, _ in rows]
    weighing = weigh(BY_HAND, {"w": [repr(w) for _, w in rows]})

    groups = weighing.summarise_by(block, labels)

    assert sum(group.n for group in groups.values()) == len(rows) - weighing.left_out
    for label, group in groups.items():
        own = [
            (place % 7 + 1, w)
            for place, ((each, _), w) in enumerate(zip(rows, weighing.weights, strict=True))
            if each == label and w
        ]
        total = sum(w for _, w in own)
        expected = sum(answer * w for answer, w in own) / total if own else None
        assert group.sample("price_1").mean == pytest.approx(expected)


def test_what_weights_cost_is_told_of_those_who_have_one() -> None:
    cost = weigh(BY_HAND, {"w": ["1", "3", ""]}).kish

    assert cost is not None
    assert (cost.n, cost.n_eff) == (2, 1.6)
    assert weigh(BY_HAND, {"w": [""]}).kish is None
