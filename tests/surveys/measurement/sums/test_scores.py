from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import TooManyItemsError
from surveys.measurement.sums.scores import attainable_steps, person_scores, score_steps
from surveys.questionnaire.scales import MOST_ITEMS

ITEMS = 4
LOWS, HIGHS = np.array([1, 1, 0, 1]), np.array([7, 5, 10, 7])
REVERSE = np.array([False, True, False, False])
answer = st.tuples(
    st.integers(0, 6), st.booleans(), st.booleans()
)  # steps above the lowest point, answered, asked


def exact_score(row: list[tuple[int, bool, bool]]) -> Fraction | None:
    """Return the score as its definition says it, in fractions."""
    parts, wanted = [], 0
    for item, (above, answered, asked) in enumerate(row):
        span = int(HIGHS[item] - LOWS[item])
        share = Fraction(min(above, span), span)
        wanted += asked
        if answered and asked:
            parts.append(1 - share if REVERSE[item] else share)
    if not parts or len(parts) < (wanted + 1) // 2:
        return None
    return 100 * sum(parts, Fraction(0)) / len(parts)


@given(st.lists(st.lists(answer, min_size=ITEMS, max_size=ITEMS), min_size=1, max_size=8))
def test_a_score_is_exactly_the_mean_of_oriented_items_on_0_to_100(
    rows: list[list[tuple[int, bool, bool]]],
) -> None:
    above = np.array([[cell[0] for cell in row] for row in rows])
    values = np.minimum(above, HIGHS - LOWS) + LOWS
    answered = np.array([[cell[1] for cell in row] for row in rows])
    asked = np.array([[cell[2] for cell in row] for row in rows])

    steps, valid, step = person_scores(values, answered, LOWS, HIGHS, REVERSE, asked=asked)

    expected = [exact_score(row) for row in rows]
    assert [int(s) * step if ok else None for s, ok in zip(steps, valid, strict=True)] == expected


def test_half_of_the_items_asked_is_enough() -> None:
    values = np.full((2, 3), 4)
    answered = np.array([[True, False, False], [True, True, False]])

    _, valid, _ = person_scores(
        values, answered, np.full(3, 1), np.full(3, 7), np.zeros(3, dtype=bool)
    )

    assert valid.tolist() == [False, True]


def test_an_item_that_was_not_asked_does_not_count_against_a_person() -> None:
    values, answered = np.full((1, 3), 4), np.array([[True, False, False]])
    asked = np.array([[True, True, False]])

    _, valid, _ = person_scores(
        values, answered, np.full(3, 1), np.full(3, 7), np.zeros(3, dtype=bool), asked=asked
    )

    assert valid.all()


@given(
    st.lists(st.tuples(st.integers(1, 10), st.booleans()), min_size=1, max_size=4),
    st.data(),
)
def test_every_score_is_one_of_the_values_that_it_can_take(
    items: list[tuple[int, bool]], data: st.DataObject
) -> None:
    highs = np.array([span for span, _ in items])
    lows = np.zeros_like(highs)
    reverse = np.array([turned for _, turned in items])
    row = st.tuples(*(st.none() | st.integers(0, span) for span, _ in items))
    rows = data.draw(st.lists(row, min_size=1, max_size=10))
    answered = np.array([[value is not None for value in row] for row in rows])
    values = np.array([[value or 0 for value in row] for row in rows])

    steps, valid, _ = person_scores(values, answered, lows, highs, reverse)

    assert set(steps[valid].tolist()) <= set(attainable_steps(lows, highs, most=10**6))


@pytest.mark.parametrize(
    ("items", "span", "values"), [(1, 6, 7), (2, 6, 13), (4, 6, 37), (16, 6, 481), (1, 600, 0)]
)
def test_a_score_takes_few_values_and_none_are_given_when_they_are_many(
    items: int, span: int, values: int
) -> None:
    lows = np.ones(items, dtype=int)

    assert len(attainable_steps(lows, lows + span, most=512)) == values


def test_more_items_than_sums_can_hold_exactly_are_refused() -> None:
    with pytest.raises(TooManyItemsError):
        score_steps(np.ones(MOST_ITEMS + 1, dtype=int), np.full(MOST_ITEMS + 1, 7))
