from typing import Any

import numpy as np
import pytest

from surveys.measurement.origins.attributes import attribute_column, with_attribute
from surveys.measurement.origins.influence import Split
from surveys.measurement.origins.outcomes import (
    OutcomeDrivers,
    Quadrant,
    outcome_columns,
    outcome_drivers,
)
from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.shards import shard_summaries
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Outcome
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.measurement.make_formers import FloatArray, block_of

CODES = ("price", "service", "speed", "trust")


def outcome(code: str, of: Outcome, **changes: object) -> dict[str, object]:
    return likert(code, "", measures={"outcome": of}) | changes


def ranking(codes: tuple[str, ...]) -> dict[str, Any]:
    options = [
        {"code": code, "text": {"nl": code}, "measures": {"dimension": code, "facet": "importance"}}
        for code in codes
    ]
    return {
        "code": "matters",
        "type": "ranking",
        "most": 2,
        "text": {"nl": "?"},
        "measures": {"facet": "importance"},
        "options": options,
    }


def asked(codes: tuple[str, ...] = CODES) -> Questionnaire:
    return questionnaire(
        *(likert(f"{code}_{n}", code) for code in codes for n in (1, 2)),
        ranking(codes),
        outcome("pleased", Outcome.SATISFACTION),
        outcome("stay", Outcome.LOYALTY),
        outcome("leave", Outcome.LOYALTY, reverse=True),
        {
            "code": "told",
            "type": "single_choice",
            "text": {"nl": "?"},
            "measures": {"outcome": Outcome.WORD_OF_MOUTH_GIVEN},
            "options": [{"code": code, "text": {"nl": code}} for code in ("no", "positive")],
        },
    )


ASKED = asked()
STATED = {"price": 3, "service": 1, "speed": 1, "trust": 0}


def scores(draw: np.random.Generator, n: int, k: int) -> FloatArray:
    return draw.normal(size=(n, k)) + 0.5 * draw.normal(size=(n, 1))


def answered(
    seed: int, n: int, weights: tuple[float, ...], codes: tuple[str, ...] = CODES
) -> Block:
    """Return answers in which satisfaction follows from the dimensions by these weights."""
    draw = np.random.default_rng(seed)
    seen = scores(draw, n, len(codes))
    pleased = seen @ weights + draw.normal(size=n)
    columns = {
        f"image:{code}": np.rint(6 + 2 * of).clip(0, 12)
        for code, of in zip(codes, seen.T, strict=True)
    }
    columns |= {
        "pleased": np.rint(4 + pleased).clip(1, 7),
        "stay": np.rint(4 + pleased + draw.normal(size=n)).clip(1, 7),
        "leave": np.rint(4 - pleased + draw.normal(size=n)).clip(1, 7),
    }
    columns |= {f"matters.{code}": np.full(n, STATED.get(code, 1)) for code in codes}
    return block_of(asked(codes), columns)


def measured(
    block: Block, asked: Questionnaire = ASKED, attributes: tuple[str, ...] = ()
) -> dict[str, OutcomeDrivers]:
    names = outcome_columns(asked) | {*attributes}
    shards = shard_summaries(block, np.arange(len(block)), names)
    total = summarise(block.narrowed(names))
    replicates = leave_one_out(shards, total)
    return outcome_drivers(asked, summarise(block), replicates, attributes=attributes)


def shares(split: Split) -> dict[str, float | None]:
    return {code: of.share.value for code, of in split.drivers.items() if of.share is not None}


def test_the_dimension_that_goes_along_most_is_on_top_surely() -> None:
    for seed in range(8):
        found = measured(answered(seed, 400, (0.1, 0.8, 0.1, 0.1)))

        for split in (found["satisfaction"].split, found["loyalty"].split):
            first, top = next(iter(split.drivers.items()))
            assert first == "service"
            assert top.is_rank_sure
            assert top.is_beyond_chance
            assert split.is_beyond_chance


def test_outcomes_are_those_answered_on_a_scale_in_the_order_asked() -> None:
    found = measured(answered(1, 200, (0.3,) * 4))

    assert [*found] == [Outcome.SATISFACTION, Outcome.LOYALTY]
    assert {"image:price", "pleased", "stay", "leave"} <= outcome_columns(ASKED)
    assert not {"price_1", "told"} & outcome_columns(ASKED)


def test_an_outcome_of_several_items_is_their_mean_with_reversed_ones_turned() -> None:
    block = answered(1, 300, (0.1, 0.6, 0.2, 0.1))
    images = [f"image:{code}" for code in CODES]
    places = [block.layout.places[name] for name in ["stay", "leave", *images]]
    x = block.values[:, places].astype(float)
    loyalty = x[:, 0] - x[:, 1]
    r = [np.corrcoef(loyalty, x[:, 2 + place])[0, 1] for place in range(4)]
    found = measured(block)["loyalty"].split

    for code, expected in zip(CODES, r, strict=True):
        assert found.drivers[code].r == pytest.approx(expected)
    betas = np.linalg.solve(np.corrcoef(x[:, 2:], rowvar=False), r)
    assert found.r2 == pytest.approx(betas @ r)


def test_derived_importance_stands_beside_stated() -> None:
    found = measured(answered(1, 400, (0.6, 0.6, 0.05, 0.05)))["satisfaction"].dimensions

    assert {code: of.stated for code, of in found.items()} == pytest.approx(
        {"price": 0.6, "service": 0.2, "speed": 0.2, "trust": 0.0}
    )
    assert {code: of.stated_rank for code, of in found.items()} == {
        "price": 1,
        "service": 2.5,
        "speed": 2.5,
        "trust": 4,
    }
    assert {code: of.quadrant for code, of in found.items()} == {
        "price": Quadrant.BOTH,
        "service": Quadrant.DERIVED,
        "speed": Quadrant.NEITHER,
        "trust": Quadrant.NEITHER,
    }
    stated_only = measured(answered(1, 400, (0.05, 0.6, 0.05, 0.6)))["satisfaction"].dimensions
    assert stated_only["price"].quadrant is Quadrant.STATED


def test_shares_of_noise_have_no_quadrant() -> None:
    found = measured(answered(3, 200, (0.0,) * 4))["satisfaction"]

    assert not found.split.is_beyond_chance
    assert {of.quadrant for of in found.dimensions.values()} == {None}


def test_importance_that_was_not_asked_is_not_stated() -> None:
    block = answered(1, 200, (0.5,) * 4)
    values = block.values.copy()
    values[:, [block.layout.places[f"matters.{code}"] for code in CODES]] = MISSING
    found = measured(Block(block.layout, values))["satisfaction"].dimensions

    assert {(of.stated, of.stated_rank, of.quadrant) for of in found.values()} == {(None,) * 3}
    assert all(of.driver.share is not None for of in found.values())


def test_an_attribute_is_an_outcome_like_any_other() -> None:
    block = answered(1, 400, (0.1, 0.8, 0.1, 0.1))
    orders = (1000 + 17 * block.values[:, block.layout.places["pleased"]]).tolist()
    column = attribute_column("orders", orders)
    found = measured(with_attribute(block, column, orders), attributes=(column.name,))

    assert [*found] == ["satisfaction", "loyalty", "attribute:orders"]
    one, other = found["attribute:orders"].split, found["satisfaction"].split
    assert shares(one) == pytest.approx(shares(other))
    assert one.r2 == pytest.approx(other.r2)
    for code, driver in one.drivers.items():
        same = other.drivers[code].share
        assert driver.share is not None
        assert same is not None
        assert driver.share.low == pytest.approx(same.low)


def test_above_twelve_dimensions_johnson_splits_alone() -> None:
    codes = tuple(f"d{number}" for number in range(14))
    block = answered(1, 500, (0.7, *[0.05] * 13), codes)
    found = measured(block, asked(codes))["satisfaction"].split

    assert len(shares(found)) == 14
    assert next(iter(found.drivers)) == "d0"
    assert next(iter(found.drivers.values())).is_rank_sure
    assert not found.is_order_unsure


def test_ten_people_a_dimension_are_needed() -> None:
    few = measured(answered(1, 49, (0.5,) * 4))["satisfaction"].split
    enough = measured(answered(1, 50, (0.5,) * 4))["satisfaction"].split

    assert not few.is_shown
    assert enough.is_shown


def test_nobody_has_no_drivers() -> None:
    found = outcome_drivers(ASKED, Moments.empty(Layout.of(ASKED)))

    assert [*found] == ["satisfaction", "loyalty"]
    for of in found.values():
        assert not of.split.is_shown
        assert {one.driver.r for one in of.dimensions.values()} == {None}
