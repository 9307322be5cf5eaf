from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import OtherColumnsError, SumOverflowError
from surveys.measurement.blocks import MISSING, Block, encode
from surveys.measurement.layout import Layout
from surveys.measurement.moments import Moments, summarise
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("wish_1", "price", facet="wish", scale="ten"),
    {"code": "years", "type": "number", "text": {"nl": "?"}, "maximum": 5000},
)
response = st.fixed_dictionaries(
    {},
    optional={
        "price_1": st.integers(1, 7) | st.just("dk"),
        "price_2": st.integers(1, 7),
        "wish_1": st.integers(0, 10),
        "years": st.integers(0, 5000),
    },
)


@given(st.lists(st.tuples(response, st.integers(0, 3)), max_size=30), st.randoms())
def test_moments_of_any_split_in_any_order_add_up_to_the_last_digit(
    rows: list[tuple[dict[str, Any], int]], chance: Any
) -> None:
    whole = summarise(encode(ASKED, [answers for answers, _ in rows]))
    chance.shuffle(rows)
    block = encode(ASKED, [answers for answers, _ in rows])
    parts = [summarise(part) for part in block.split([part for _, part in rows]).values()]

    assert reduce(add, parts, Moments.empty(Layout.of(ASKED))) == whole


@given(st.lists(response, min_size=3, max_size=40))
def test_covariances_are_those_of_the_answers_that_both_columns_have(
    rows: list[dict[str, Any]],
) -> None:
    block = encode(ASKED, rows)
    names = ["price_1", "wish_1"]
    values = block.values[:, [block.layout.names.index(name) for name in names]].astype(float)
    both = values[(values != MISSING).all(axis=1)]

    covariance = summarise(block).covariance(names)[0, 1]

    if len(both) < 2:
        assert np.isnan(covariance)
    else:
        assert covariance == pytest.approx(np.cov(both.T)[0, 1], abs=1e-9)


def test_more_rows_than_one_pass_takes_are_summed_exactly() -> None:
    rows = 40_000
    draw = np.random.default_rng(1)
    few = encode(ASKED, [{"price_1": 3, "price_2": 5, "years": 4999}, {"wish_1": 10}, {}])
    block = few.take(draw.integers(0, 3, rows))

    moments = summarise(block)

    years = block.values[:, block.layout.names.index("years")].astype(object)
    centre = block.layout.centres[block.layout.names.index("years")]
    squares = sum((int(year) - centre) ** 2 for year in years if year != MISSING)
    place = moments.column("years")
    assert int(moments.products[place, place]) == squares
    assert moments.n == rows


def test_answers_are_counted_per_value() -> None:
    moments = summarise(encode(ASKED, [{"price_1": 2}, {"price_1": 2}, {"price_1": "dk"}]))

    assert moments.value_counts("price_1") == tuple(
        (value, 2 if value == 2 else 0) for value in range(1, 8)
    )


@pytest.mark.parametrize("name", ["years", "image:price"])
def test_a_column_of_many_values_is_not_counted_per_value(name: str) -> None:
    with pytest.raises(KeyError):
        Moments.empty(Layout.of(ASKED)).value_counts(name)


@given(st.lists(response, max_size=10))
def test_stored_moments_come_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    moments = summarise(encode(ASKED, rows))

    assert Moments.from_bytes(moments.to_bytes(), Layout.of(ASKED)) == moments


@pytest.mark.parametrize(
    "attempt",
    [
        lambda mine, other: mine + other,
        lambda mine, other: Moments.from_bytes(other.to_bytes(), mine.layout),
    ],
)
def test_moments_of_other_columns_are_refused(
    attempt: Callable[[Moments, Moments], Moments],
) -> None:
    other = summarise(encode(questionnaire(), [{"price_1": 3}]))

    with pytest.raises(OtherColumnsError):
        attempt(Moments.empty(Layout.of(ASKED)), other)


def test_more_answers_than_64_bits_hold_are_refused() -> None:
    huge = replace(Moments.empty(Layout.of(ASKED)), n=2**62)

    with pytest.raises(SumOverflowError):
        huge + huge


def test_answers_to_a_number_of_any_size_leave_room_for_those_of_everyone() -> None:
    revenue = {"code": "revenue", "type": "number", "text": {"nl": "?"}, "maximum": 2_000_000_000}
    few = encode(questionnaire(likert("p", "price"), revenue), [{"p": 3, "revenue": 2_000_000_000}])
    moments = summarise(few.take(np.zeros(100_000, dtype=np.intp)))

    assert moments.n_of("revenue") == 100_000
    assert not moments.products[moments.column("revenue")].any()
    assert moments.products[moments.column("p"), moments.column("p")] == 100_000


def test_nobody_is_the_zero_of_adding() -> None:
    moments = summarise(encode(ASKED, [{"price_1": 3, "years": 7}]))
    nobody = summarise(Block(moments.layout, np.empty((0, len(moments.layout.names)), np.int32)))

    assert moments + nobody == moments
