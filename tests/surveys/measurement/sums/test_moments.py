from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import NotPartError, OtherColumnsError, SumOverflowError, UnreadableError
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.sums.blocks import MISSING, Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from tests.surveys.measurement.make import likert, questionnaire, scale

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("wish_1", "price", facet="wish", scale="ten"),
    {"code": "years", "type": "number", "text": {"nl": "?"}, "maximum": 5000},
)
PRICES = ("price_1", "price_2")
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
    parts = summarise_by(block, [part for _, part in rows])

    assert reduce(add, parts.values(), Moments.empty(Layout.of(ASKED))) == whole


@given(st.lists(st.tuples(response, st.sampled_from(["b", "a", None])), max_size=30))
def test_each_group_has_the_moments_of_its_own_responses(
    rows: list[tuple[dict[str, Any], str | None]],
) -> None:
    labels = [label for _, label in rows]

    parts = summarise_by(encode(ASKED, [answers for answers, _ in rows]), labels)

    assert list(parts) == list(dict.fromkeys(labels))
    for label, moments in parts.items():
        own = [answers for answers, group in rows if group == label]
        assert moments == summarise(encode(ASKED, own))


@given(st.lists(response, min_size=3, max_size=40))
def test_covariances_are_those_of_the_answers_that_both_columns_have(
    rows: list[dict[str, Any]],
) -> None:
    block = encode(ASKED, rows)
    names = ["price_1", "wish_1"]
    values = block.values[:, [block.layout.names.index(name) for name in names]].astype(float)
    both = values[(values >= [1, 0]).all(axis=1)]  # 0 is 'don't know' on a scale from 1

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


@given(st.lists(response, max_size=30))
def test_scores_of_values_are_those_of_the_people_who_have_them(rows: list[dict[str, Any]]) -> None:
    scores = {1: -1, 2: -1, 6: 0, 7: 1}
    own = [scores[row["price_1"]] for row in rows if row.get("price_1") in scores]

    scored = summarise(encode(ASKED, rows)).scored("price_1", scores, Fraction(100))

    assert scored.n == len(own)
    assert scored.mean == (pytest.approx(100 * np.mean(own)) if own else None)
    if len(own) > 1:
        assert scored.variance == pytest.approx(100**2 * np.var(own, ddof=1))


def test_a_column_of_many_values_is_not_counted_per_value() -> None:
    with pytest.raises(KeyError):
        Moments.empty(Layout.of(ASKED)).value_counts("years")


@given(st.lists(response, max_size=30))
def test_scores_are_counted_per_value_that_they_can_take(rows: list[dict[str, Any]]) -> None:
    block = encode(ASKED, rows)
    place = block.layout.places["image:price"]
    scores = [value for value in block.values[:, place].tolist() if value != MISSING]

    counts = summarise(block).value_counts("image:price")

    assert {value: n for value, n in counts if n} == Counter(scores)
    assert [value for value, _ in counts] == list(range(13))  # two items of seven points


@given(st.lists(response, max_size=30))
def test_dont_know_is_a_share_of_who_answered_or_said_so(rows: list[dict[str, Any]]) -> None:
    said = [row["price_1"] == "dk" for row in rows if "price_1" in row]

    moments = summarise(encode(ASKED, rows))

    assert moments.dont_know("price_1") == Sample.of(len(said), sum(said), sum(said))
    assert moments.dont_know("years").n == 0
    assert moments.n_of("price_1") == len(said) - sum(said)


@given(st.lists(response, max_size=40))
def test_complete_rows_are_those_of_who_answered_all_items_of_a_score(
    rows: list[dict[str, Any]],
) -> None:
    complete = [
        (row["price_1"], row["price_2"])
        for row in rows
        if row.get("price_1", "dk") != "dk" and "price_2" in row
    ]

    n, covariance = summarise(encode(ASKED, rows)).complete("image:price")

    assert n == len(complete)
    if n < 2:
        assert np.isnan(covariance).all()
    else:
        assert covariance == pytest.approx(np.cov(np.array(complete).T), abs=1e-9)


@given(st.lists(response, max_size=30), st.integers(0, 30))
def test_taking_some_people_out_leaves_the_moments_of_the_others(
    rows: list[dict[str, Any]], first: int
) -> None:
    some, others = rows[:first], rows[first:]

    rest = summarise(encode(ASKED, rows)) - summarise(encode(ASKED, some))

    assert rest == summarise(encode(ASKED, others))


def test_people_who_are_not_in_a_group_cannot_be_taken_out_of_it() -> None:
    group = summarise(encode(ASKED, [{"price_1": 3}, {"price_1": 4}]))

    with pytest.raises(NotPartError):
        group - summarise(encode(ASKED, [{"price_1": 5}]))


@given(st.lists(response, max_size=20), st.integers(-20, 20))
def test_a_shift_of_a_scale_moves_its_mean_and_nothing_else(
    rows: list[dict[str, Any]], shift: int
) -> None:
    shifted = questionnaire(
        likert("price_1", "price"),
        likert("price_2", "price", reverse=True),
        scales=[scale("agree", 1 + shift, 7 + shift)],
    )
    plain = [{code: row[code] for code in PRICES if code in row} for row in rows]
    moved = [
        {code: said if said == "dk" else said + shift for code, said in row.items()}
        for row in plain
    ]

    before, after = summarise(encode(questionnaire(), plain)), summarise(encode(shifted, moved))

    sample = before.sample("price_1")
    mean = None if sample.mean is None else pytest.approx(sample.mean + shift)
    assert after.sample("price_1") == Sample(sample.n, mean, sample.variance)  # type: ignore[arg-type]  # pytest.approx
    assert after.sample("image:price") == before.sample("image:price")
    assert all(map(np.array_equal, after.arrays(), before.arrays()))


@given(st.lists(response, max_size=10))
def test_stored_moments_come_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    moments = summarise(encode(ASKED, rows))

    assert Moments.from_bytes(moments.to_bytes(), Layout.of(ASKED)) == moments


def test_moments_of_columns_with_the_same_names_and_other_values_are_refused() -> None:
    stored = summarise(encode(questionnaire(), [{"price_1": 3}])).to_bytes()
    shorter = questionnaire(scales=[scale("agree", 1, 5)])

    with pytest.raises(OtherColumnsError):
        Moments.from_bytes(stored, Layout.of(shorter))


def test_a_block_is_no_summary() -> None:
    block = encode(questionnaire(), [{"price_1": 3}])

    with pytest.raises(UnreadableError):
        Moments.from_bytes(block.to_bytes(), block.layout)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda mine, other: mine + other,
        lambda mine, other: mine - other,
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
