import numpy as np
import pytest

from surveys.errors import AnswerError
from surveys.measurement.origins.attributes import attribute_column, with_attribute
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.moments import summarise
from tests.surveys.measurement.make import questionnaire
from tests.surveys.measurement.make_formers import block_of

PRICES = np.array([1, 5, 7, 3])
BLOCK = block_of(questionnaire(), {"price_1": PRICES, "price_2": 8 - PRICES, "image:price": PRICES})
ORDERS = [12, None, 30, 18]
COLUMN = attribute_column("orders", ORDERS)


def with_orders() -> Block:
    return with_attribute(BLOCK, COLUMN, ORDERS)


def test_an_attribute_is_summed_like_an_answer() -> None:
    group = summarise(with_orders())

    assert group.sample("attribute:orders").mean == 20
    assert group.n_of("attribute:orders") == 3
    covariance = group.covariance(["attribute:orders", "price_1"])
    assert covariance[0, 1] == pytest.approx(np.cov([12, 30, 18], PRICES[[0, 2, 3]])[0, 1])


def test_answers_and_scores_stay_what_they_are() -> None:
    plain, wider = summarise(BLOCK), summarise(with_orders())

    for name in BLOCK.layout.names:
        assert wider.sample(name) == plain.sample(name)
        assert wider.value_counts(name) == plain.value_counts(name)
    n, covariance = wider.complete("image:price")
    assert n == plain.complete("image:price")[0]
    assert (covariance == plain.complete("image:price")[1]).all()


def test_blocks_with_the_same_column_add_up() -> None:
    column = attribute_column("orders", [*ORDERS, 90])
    one = with_attribute(BLOCK.take(np.array([0, 1])), column, ORDERS[:2])
    other = with_attribute(BLOCK.take(np.array([2, 3])), column, ORDERS[2:])

    both = summarise(with_attribute(BLOCK, column, ORDERS))
    assert summarise(one) + summarise(other) == both


@pytest.mark.parametrize("value", [11, 31])
def test_a_value_outside_the_column_is_refused(value: int) -> None:
    with pytest.raises(AnswerError) as refused:
        with_attribute(BLOCK, COLUMN, [12, None, value, 18])

    assert refused.value.expected == "12 … 30"


def test_an_attribute_that_nobody_has_is_a_column_without_values() -> None:
    column = attribute_column("orders", [None] * 4)

    assert summarise(with_attribute(BLOCK, column, [None] * 4)).n_of(column.name) == 0
