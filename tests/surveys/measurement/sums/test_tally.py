from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.sums.blocks import MISSING
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.tally import Tally
from surveys.questionnaire.items import Column

SEVEN, ELEVEN, TONE = (1, 7), (0, 10), (-2, 2)
WIDE = (0, 100)
FINE, FINER, NOT_SUMMED = (0, 3_000), (0, 2_000_000), (-2_000_000_000, 2_000_000_000)
RANGES = (SEVEN, ELEVEN, TONE, FINE, FINER, NOT_SUMMED)
Rows = list[list[int | None]]


def layout(ranges: Sequence[tuple[int, int]]) -> Layout:
    return Layout(tuple(Column(str(at), str(at), *ends) for at, ends in enumerate(ranges)), (), ())


def encoded(rows: Rows, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    whole = [[MISSING if value is None else value for value in row] for row in rows]
    return np.array(whole, dtype=np.int32).reshape(len(rows), columns)


def sums_by_hand(
    rows: Rows, centres: Sequence[int], summed: Sequence[bool]
) -> list[list[tuple[int, int, int, int]]]:
    """Return answered, Σ y, Σ y² and Σ y_a·y_b per pair of columns, in Python's whole numbers."""
    k = range(len(centres))

    def pair(a: int, b: int) -> tuple[int, int, int, int]:
        both = [
            (
                (row[a] - centres[a]) * summed[a],  # type: ignore[operator]  # not None
                (row[b] - centres[b]) * summed[b],  # type: ignore[operator]  # not None
            )
            for row in rows
            if row[a] is not None and row[b] is not None
        ]
        return (
            len(both),
            sum(one for one, _ in both),
            sum(one**2 for one, _ in both),
            sum(one * other for one, other in both),
        )

    return [[pair(a, b) for b in k] for a in k]


@given(st.data())
def test_sums_are_exact_whatever_the_ranges(data: st.DataObject) -> None:
    ranges = data.draw(st.lists(st.sampled_from(RANGES), min_size=1, max_size=4))
    row = st.tuples(*(st.none() | st.integers(*ends) for ends in ranges)).map(list)
    rows: Rows = data.draw(st.lists(row, max_size=90))
    columns = layout(ranges)
    tally = Tally(columns, len(rows))

    tally.add(encoded(rows, len(ranges)))

    found = np.stack(tally.matrices(), axis=-1).tolist()
    by_hand = sums_by_hand(rows, columns.centres, columns.summed)
    assert [[tuple(pair) for pair in of] for of in found] == by_hand


@pytest.mark.parametrize("ends", [SEVEN, FINE, FINER])
def test_sums_stay_exact_at_the_ends_of_a_range_over_many_rows(ends: tuple[int, int]) -> None:
    rows = 50_001
    columns = layout([ends, ends])
    tally = Tally(columns, rows)

    tally.add(np.full((rows, 2), ends[1], dtype=np.int32))

    far = ends[1] - columns.centres[0]
    assert [matrix.tolist() for matrix in tally.matrices()] == [
        [[each * rows] * 2] * 2 for each in (1, far, far**2, far**2)
    ]


@given(st.data())
def test_values_are_counted_for_any_number_of_columns(data: st.DataObject) -> None:
    ranges = data.draw(st.lists(st.sampled_from([SEVEN, ELEVEN, TONE, WIDE, FINE]), max_size=6))
    row = st.tuples(*(st.none() | st.integers(*ends) for ends in ranges)).map(list)
    rows: Rows = data.draw(st.lists(row, max_size=30))
    tally = Tally(layout(ranges), len(rows))

    tally.add(encoded(rows, len(ranges)))

    assert tally.counts().tolist() == [
        sum(row[at] == value for row in rows)
        for at, (low, high) in enumerate(ranges)
        if (low, high) != FINE
        for value in range(low, high + 1)
    ]


@given(st.data())
def test_dont_know_is_counted_where_it_was_offered_and_is_no_value(data: st.DataObject) -> None:
    ranges = data.draw(st.lists(st.sampled_from([SEVEN, ELEVEN, WIDE, FINE]), max_size=5))
    offered = [data.draw(st.booleans()) for _ in ranges]
    ends = [(low - of, high) for (low, high), of in zip(ranges, offered, strict=True)]
    row = st.tuples(*(st.none() | st.integers(*end) for end in ends)).map(list)
    rows: Rows = data.draw(st.lists(row, max_size=30))
    columns = [
        Column(str(at), str(at), low, high, dont_know=of)
        for at, ((low, high), of) in enumerate(zip(ranges, offered, strict=True))
    ]
    tally = Tally(Layout(tuple(columns), (), ()), len(rows))

    tally.add(encoded(rows, len(ranges)))

    known = [[row[at] for row in rows if row[at] is not None] for at in range(len(ranges))]
    said = [own.count(low - 1) for own, (low, _) in zip(known, ranges, strict=True)]
    assert tally.dont_knows().tolist() == [
        [len(own), no] if of else [0, 0] for own, no, of in zip(known, said, offered, strict=True)
    ]
    answered, *_ = tally.matrices()
    assert np.diag(answered).tolist() == [
        len(own) - no for own, no in zip(known, said, strict=True)
    ]
    counted = [own for own, (low, high) in zip(known, ranges, strict=True) if (low, high) != FINE]
    assert tally.counts().sum() == sum(map(len, counted)) - sum(
        no for no, ends in zip(said, ranges, strict=True) if ends != FINE
    )


@given(st.lists(st.integers(0, 99), max_size=50))
def test_rows_taken_by_place_are_those_rows(places: list[int]) -> None:
    values = np.random.default_rng(1).integers(1, 8, (100, 3), dtype=np.int32)
    columns = layout([SEVEN] * 3)
    by_place, alone = Tally(columns, 7), Tally(columns, 7)

    by_place.add(values, np.array(places, dtype=np.intp))
    alone.add(values[places])

    assert np.array_equal(by_place.counts(), alone.counts())
    assert np.array_equal(by_place.matrices(), alone.matrices())


def test_rows_given_in_portions_are_those_given_at_once() -> None:
    values = np.random.default_rng(1).integers(1, 8, (5_000, 3), dtype=np.int32)
    columns = layout([SEVEN] * 3)
    at_once, in_portions = Tally(columns, len(values)), Tally(columns, 100)

    at_once.add(values)
    in_portions.add(values[:70])
    in_portions.add(values[70:])

    assert np.array_equal(in_portions.counts(), at_once.counts())
    assert np.array_equal(in_portions.matrices(), at_once.matrices())
