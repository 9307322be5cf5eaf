from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.inference.ranks import mann_whitney
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.across import comparable
from surveys.measurement.wave.figures import SegmentFigures
from surveys.measurement.wave.identity import Employees
from surveys.measurement.wave.items import scale_figures
from surveys.measurement.wave.segment import Ground, internal_facet, segment_figures
from surveys.measurement.weights.weighted import Weighted
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("a", "b", "c")
ASKED = questionnaire(*(likert(code, "price") for code in CODES), likert("t", "trust"))
PROFILES = Profiles(
    {"price": Target(60.0), "trust": Target(50.0), "pride": Target(50.0)},
    {"north": {"price": Target(65.0)}},
)
Rows = Sequence[Mapping[str, int]]


def drawn(n: int, seed: int = 1, codes: Sequence[str] = (*CODES, "t")) -> list[dict[str, int]]:
    draw = np.random.default_rng(seed)
    common = draw.normal(0, 1, (n, 1))
    points = np.clip(np.rint(4.5 + common + draw.normal(0, 1, (n, len(codes)))), 1, 7)
    return [dict(zip(codes, map(int, row), strict=True)) for row in points]


def ground(
    employees: Summary | None = None,
    asked: Questionnaire = ASKED,
    thresholds: Thresholds | None = None,
) -> Ground:
    counts = dict.fromkeys((dimension.code for dimension in asked.dimensions), 1.0)
    within = None if employees is None else Employees(employees)
    return Ground(asked, PROFILES, within, thresholds or Thresholds(), counts)


def measured(
    group: Summary, employees: Summary | None = None, name: str | None = "north"
) -> SegmentFigures:
    return segment_figures(group, name, ground(employees))


def test_weights_tell_what_a_segment_amounts_to() -> None:
    w = np.linspace(0.2, 2, 40)
    weighted = Weighted.of_rows(encode(ASKED, drawn(40)), w)

    assert measured(weighted).n_eff == pytest.approx(w.sum() ** 2 / (w @ w))
    assert measured(weighted.people).n_eff is None
    assert measured(Weighted.empty(weighted.layout)).n_eff is None
    assert measured(weighted).n == 40


def test_the_lived_mission_is_one_for_all_segments() -> None:
    asked = questionnaire(
        likert("t", "trust"), likert("b", "price"), likert("p", "pride"), code="own"
    )
    employees = moments(asked, drawn(50, 3, ("t", "b", "p")))
    shared = ground(employees)

    found = [
        segment_figures(moments(ASKED, drawn(n, n)), name, shared)
        for n, name in ((40, "north"), (90, "south"), (0, "east"), (130, None))
    ]

    assert set(shared.lived_mission) == {"price", "trust", "pride"}
    for segment in found:
        for code, of in segment.dimensions.items():
            assert of.gaps[GapName.LIVED_MISSION] == shared.lived_mission[code]


def test_a_dimension_that_employees_were_not_asked_has_no_internal_profile() -> None:
    employees = moments(questionnaire(likert("t", "trust"), code="own"), drawn(50, 3, ["t"]))

    found = measured(moments(ASKED, drawn(40)), employees).dimensions

    assert found["price"].internal is None
    assert set(found["price"].gaps) == {GapName.PROMISE, GapName.WISH, GapName.MATCH}
    assert found["trust"].internal is not None
    assert GapName.RECOGNITION in found["trust"].gaps


def test_all_customers_together_have_no_wish_and_no_verdict() -> None:
    employees = moments(ASKED, drawn(50, 3))

    found = measured(moments(ASKED, drawn(40)), employees, name=None)

    price = found.dimensions["price"]
    assert set(price.gaps) == {GapName.LIVED_MISSION, GapName.RECOGNITION, GapName.PROMISE}
    assert (price.wish, price.verdict) == (None, None)
    assert found.whole is not None
    assert found.whole.fulfilment is None


def test_recognition_alone_is_checked_by_ranks() -> None:
    customers, employees = moments(ASKED, drawn(40)), moments(ASKED, drawn(60, 2))

    gaps = measured(customers, employees).dimensions["trust"].gaps

    counts = [[n for _, n in group.value_counts("t")] for group in (customers, employees)]
    test = mann_whitney(*counts)
    ranks = gaps[GapName.RECOGNITION].ranks
    assert test is not None
    assert ranks is not None
    assert ranks.delta == pytest.approx(test.cliffs_delta)
    assert ranks.p == pytest.approx(test.p, abs=0.05)
    assert all(gap.ranks is None for name, gap in gaps.items() if name is not GapName.RECOGNITION)


def test_means_and_ranks_may_disagree() -> None:
    rows = [{"t": 4}] * 40 + [{"t": 1}] * 12
    employees = [{"t": 5}] * 25 + [{"t": 2}] * 25

    gap = (
        measured(moments(ASKED, rows), moments(ASKED, employees))
        .dimensions["trust"]
        .gaps[GapName.RECOGNITION]
    )

    assert gap.ranks is not None
    assert gap.p is not None
    assert gap.ranks.p is not None
    assert gap.ranks.depends_on_scale is ((gap.p < 0.05) != (gap.ranks.p < 0.05))


@pytest.mark.parametrize("n", [14, 60])
def test_a_gap_that_is_not_tested_is_not_checked_by_ranks(n: int) -> None:
    customers, employees = moments(ASKED, drawn(n)), moments(ASKED, drawn(60, 2))

    gap = measured(customers, employees).dimensions["trust"].gaps[GapName.RECOGNITION]

    assert (gap.ranks is not None) is (gap.p is not None) is (n == 60)


def test_the_same_items_in_another_order_are_compared_item_by_item() -> None:
    other = questionnaire(*(likert(code, "price") for code in ("c", "a", "b")), code="own")
    rows = [row | {"c": 8 - row["c"]} for row in drawn(150, 3)]
    employees = [{code: row[code] for code in CODES} for row in rows]
    customers = moments(ASKED, drawn(150))

    turned = measured(customers, moments(other, employees)).dimensions["price"].comparable
    straight = measured(customers, moments(ASKED, employees)).dimensions["price"].comparable

    assert turned is not None
    assert straight is not None
    assert turned.loadings == pytest.approx(np.array(straight.loadings), abs=1e-6)
    assert turned.congruence == pytest.approx(straight.congruence, abs=1e-9)


def test_other_items_are_not_compared() -> None:
    other = questionnaire(*(likert(code, "price") for code in ("a", "b", "x")), code="own")
    employees = moments(other, drawn(150, 3, ("a", "b", "x")))

    found = measured(moments(ASKED, drawn(150)), employees).dimensions["price"]

    assert found.internal is not None
    assert found.comparable is None


@pytest.mark.parametrize(("n", "told"), [(99, False), (100, True)])
def test_to_compare_items_takes_a_hundred_in_each_group(n: int, *, told: bool) -> None:
    found = measured(moments(ASKED, drawn(n)), moments(ASKED, drawn(150, 3))).dimensions["price"]

    assert (found.comparable is not None) is told


@pytest.mark.parametrize(("n", "told"), [(29, False), (30, True)])
def test_how_far_images_lie_apart_takes_thirty(n: int, *, told: bool) -> None:
    found = measured(moments(ASKED, drawn(n))).dimensions["trust"]

    assert (found.spread is not None) is told


def test_thresholds_go_by_what_people_amount_to() -> None:
    w = np.array([50.0] * 20 + [0.1] * 80)
    few = Weighted.of_rows(encode(ASKED, drawn(100)), w)

    found = measured(few).dimensions["price"]

    assert found.external.n == 100
    assert found.external.n_eff == pytest.approx(20, abs=0.5)
    assert found.external.low is not None
    assert (found.alpha, found.spread) == (None, None)
    assert found.gaps[GapName.PROMISE].indicative
    assert measured(few.people).dimensions["price"].alpha is not None


def test_a_scale_is_that_of_the_group() -> None:
    group = moments(ASKED, drawn(40))

    found = measured(group).dimensions["price"]

    assert found.scale == scale_figures(group, group.layout.scores[0], Thresholds())
    assert found.alpha == found.scale.alpha is not None
    assert comparable(found.scale, found.scale, Thresholds(for_loadings=30)) is not None


def test_nobody_has_a_segment_without_figures() -> None:
    found = measured(moments(ASKED, []), moments(ASKED, []))

    price = found.dimensions["price"]
    assert (found.n, price.external.n, price.external.mean) == (0, 0, None)
    assert (price.internal, price.alpha, price.spread, price.comparable) == (None,) * 4
    assert set(price.gaps) == {GapName.MATCH}
    assert price.verdict is None


def test_without_image_items_there_is_no_dimension_and_no_whole() -> None:
    asked = questionnaire(likert("w", "price", facet="wish"))

    found = segment_figures(moments(asked, [{"w": 3}] * 20), "north", ground(asked=asked))

    assert (found.n, found.dimensions, found.whole) == (20, {}, None)


def test_employees_answer_about_themselves_where_they_were_asked() -> None:
    self_too = questionnaire(likert("t", "trust"), likert("s", "trust", facet="self"))

    assert internal_facet(moments(self_too, []).layout) is Facet.SELF
    assert internal_facet(moments(ASKED, []).layout) is Facet.IMAGE


def test_own_wishes_stand_in_for_a_segment_without_a_set_wish_but_not_for_all_together() -> None:
    asked = questionnaire(likert("t", "trust"), likert("w", "trust", facet="wish"))
    group = moments(asked, drawn(40, codes=("t", "w")))

    def fulfilled(name: str | None) -> bool:
        whole = segment_figures(group, name, ground(asked=asked)).whole
        return whole is not None and whole.fulfilment is not None

    assert fulfilled("south")
    assert not fulfilled("north")  # the wish that was set is about another dimension
    assert not fulfilled(None)
