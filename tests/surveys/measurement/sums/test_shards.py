from functools import reduce
from operator import add

import numpy as np
import pytest

from surveys.measurement.sums.jackknife import SHARDS, leave_one_out, shard_of
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.shards import shard_summaries
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.measurement.make_formers import Truth, asked, block_of, of_each_kind, simulated

ASKED = asked({"sales": "staff", "press": "media"})
TRUTH = Truth(
    weights={"sales": 0.5, "press": 0.2}, reach={"sales": 0.7, "press": 0.4}, lure=of_each_kind(0)
)
BLOCK = simulated(ASKED, np.random.default_rng(1), 400, TRUTH)
IDS = np.random.default_rng(2).integers(0, 2**62, len(BLOCK))
NAMES = frozenset({"tp_sales.tone", "tp_sales.contact", "image:price", "recommend"})


def test_shards_add_up_to_the_sums_over_the_columns_needed() -> None:
    shards = shard_summaries(BLOCK, IDS, NAMES)

    assert len(shards) == SHARDS
    assert reduce(add, shards) == summarise(BLOCK.narrowed(NAMES))


def test_each_response_is_in_the_shard_of_its_number() -> None:
    shards = shard_summaries(BLOCK, IDS, NAMES)

    for shard, of in enumerate(shards):
        assert of == summarise(BLOCK.narrowed(NAMES).take(shard_of(IDS) == shard))


def test_the_shards_of_two_blocks_are_those_of_both_together() -> None:
    rows = np.arange(len(BLOCK)) < 150
    first = shard_summaries(BLOCK.take(rows), IDS[rows], NAMES)
    second = shard_summaries(BLOCK.take(~rows), IDS[~rows], NAMES)

    assert [*map(add, first, second)] == shard_summaries(BLOCK, IDS, NAMES)


def test_shards_without_responses_are_there_and_leave_nothing_out() -> None:
    shards = shard_summaries(BLOCK.take(np.array([0, 1])), IDS[:2], NAMES)

    assert len(shards) == SHARDS
    assert len(leave_one_out(shards, reduce(add, shards))) == len({*shard_of(IDS[:2]).tolist()})
    nobody = shard_summaries(BLOCK.take(np.array([], dtype=np.intp)), IDS[:0], NAMES)
    assert nobody == [Moments.empty(BLOCK.layout.narrowed(NAMES))] * SHARDS


def test_few_columns_have_the_sums_that_all_have() -> None:
    whole, narrow = summarise(BLOCK), summarise(BLOCK.narrowed(NAMES))

    assert set(narrow.layout.names) == NAMES
    for name in narrow.layout.names:
        assert narrow.sample(name) == whole.sample(name)
        assert narrow.value_counts(name) == whole.value_counts(name)
    names = narrow.layout.names
    assert (narrow.covariance(names) == whole.covariance(names)).all()


def test_a_score_keeps_its_complete_rows_where_its_items_stay() -> None:
    asked = questionnaire(*(likert(f"{code}_{n}", code) for code in ("a", "b") for n in (1, 2)))
    draw = np.random.default_rng(3)
    columns = {name: draw.integers(1, 8, 50) for name in ("a_1", "a_2", "b_1", "b_2")}
    block = block_of(asked, columns)
    names = {"a_1", "a_2", "image:a", "image:b"}
    narrow, w = block.narrowed(names), draw.random(50) + 0.5

    assert summarise(narrow).layout.complete_width == 9
    assert summarise(narrow).complete("image:a")[0] == 50
    for few, many in (
        (summarise(narrow), summarise(block)),
        (Weighted.of_rows(narrow, w), Weighted.of_rows(block, w)),
    ):
        assert few.complete("image:a")[1] == pytest.approx(many.complete("image:a")[1])


def test_without_its_items_nobody_is_known_to_have_answered_all_of_a_score() -> None:
    with pytest.raises(KeyError):
        summarise(BLOCK.narrowed(NAMES)).complete("image:price")


def test_a_stored_block_of_few_columns_is_read_again() -> None:
    narrow = BLOCK.narrowed(NAMES)
    again = type(narrow).from_bytes(narrow.to_bytes(), Layout.of(ASKED).narrowed(NAMES))

    assert (again.values == narrow.values).all()
