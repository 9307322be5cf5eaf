from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.suppression import shown
from tests.surveys.measurement.make import likert, moments, questionnaire

K = 5
ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price"),
    likert("trust_1", "trust"),
    {"code": "nps", "type": "nps", "text": {"nl": "?"}},
)
SCORES = ("image:price", "image:trust", "nps")
response = st.fixed_dictionaries(
    {},
    optional={
        "price_1": st.integers(1, 7) | st.just("dk"),
        "price_2": st.integers(1, 7),
        "trust_1": st.integers(1, 7),
        "nps": st.integers(0, 10),
    },
)


def releases(batches: list[list[dict[str, Any]]]) -> list[Moments]:
    """Return what has come in as of each release."""
    taken: list[dict[str, Any]] = []
    steps = []
    for batch in batches:
        taken = taken + batch
        steps.append(moments(ASKED, taken))
    return steps


def people(of: Moments, column: str) -> int:
    place = of.column(column)
    return int(of.answered[place, place])


@given(st.lists(st.lists(response, min_size=K, max_size=12), min_size=1, max_size=5))
def test_no_figure_ever_rests_on_or_moves_by_fewer_than_k_people(
    batches: list[list[dict[str, Any]]],
) -> None:
    history = releases(batches)
    last = dict.fromkeys(SCORES, 0)
    pairs = np.zeros_like(history[0].answered)  # how many had both when that was last to be seen
    for newest in range(1, len(history) + 1):
        visible = shown(history[:newest], K)
        for column in SCORES:
            n = people(visible, column)
            assert n - last[column] == 0 or n - last[column] >= K
            last[column] = n
        assert not ((visible.answered > 0) & (visible.answered < K)).any()
        change = np.abs(visible.answered - pairs)[(visible.answered > 0) & (pairs > 0)]
        assert not ((change > 0) & (change < K)).any()
        pairs = np.where(visible.answered > 0, visible.answered, pairs)


@given(st.lists(response, max_size=K - 1))
def test_a_cell_below_k_leaves_no_trace(few: list[dict[str, Any]]) -> None:
    hidden = shown([moments(ASKED, few)], K)

    assert hidden == Moments.empty(hidden.layout)


def test_what_is_large_enough_is_shown_as_it_is() -> None:
    everything = {"price_1": 3, "price_2": 4, "trust_1": 5, "nps": 9}
    whole = moments(ASKED, [everything] * K)

    assert shown([whole], K) == whole


def test_a_dimension_that_gained_too_few_stays_as_it_was_while_others_move() -> None:
    first = [{"price_1": 1, "price_2": 1, "trust_1": 1}] * K
    second = [{"price_1": 7, "price_2": 7}] * (K - 1) + [{"price_1": 7, "price_2": 7, "trust_1": 7}]
    history = releases([first, second])

    visible = shown(history, K)

    assert people(visible, "image:price") == 2 * K
    trust = visible.column("image:trust")
    assert people(visible, "image:trust") == K
    assert visible.sums[trust, trust] == history[0].sums[trust, trust]
    assert visible.n == 2 * K


def test_what_two_scores_have_in_common_waits_for_k_people_who_have_both() -> None:
    both = {"price_1": 3, "price_2": 3, "price_wish": 6}
    apart = [{"price_1": 3, "price_2": 3}] * (K - 1) + [{"price_wish": 6}] * (K - 1)
    asked = questionnaire(
        likert("price_1", "price"),
        likert("price_2", "price"),
        likert("price_wish", "price", facet="wish"),
    )
    first, second = moments(asked, [both] * K), moments(asked, [*apart, both])

    visible = shown([first, first + second], K)

    image, wish = visible.column("image:price"), visible.column("wish:price")
    assert people(visible, "image:price") == people(visible, "wish:price") == 2 * K
    assert visible.answered[image, wish] == visible.sums[image, wish] == 0


def test_an_item_that_few_answered_is_not_counted_per_value() -> None:
    asked = [{"price_1": 3}] * K + [{"price_1": 3, "price_2": 6}] * (K - 1)

    visible = shown([moments(ASKED, asked)], K)

    assert people(visible, "image:price") == 2 * K - 1
    assert sum(n for _, n in visible.value_counts("price_1")) == 2 * K - 1
    assert sum(n for _, n in visible.value_counts("price_2")) == 0


def test_a_dimension_that_was_held_back_catches_up_once_k_came() -> None:
    trusted = {"price_1": 1, "price_2": 1, "trust_1": 1}
    other = {"price_1": 7}
    history = releases([[trusted] * K, [other] * K + [trusted], [trusted] * (K - 1) + [other]])

    assert people(shown(history, K), "image:trust") == 2 * K


@given(st.lists(st.lists(response, min_size=0, max_size=9), min_size=2, max_size=4))
def test_a_total_is_only_over_what_is_shown(cells: list[list[dict[str, Any]]]) -> None:
    parts = [shown([moments(ASKED, cell)], K) for cell in cells]
    total = np.sum([part.answered for part in parts], axis=0)

    enough = [part for part in parts if part.n]
    assert total.sum() == sum(int(part.answered.sum()) for part in enough)
    assert all(part.n >= K for part in enough)


@pytest.mark.parametrize(("alone", "hidden"), [(0, False), (1, True), (K - 1, True), (K, False)])
def test_pairs_are_hidden_when_a_few_people_gave_only_one_of_the_two(
    alone: int, hidden: bool
) -> None:
    asked = questionnaire(
        likert("price_1", "price"), likert("wish_1", "price", facet="wish"), likert("t", "trust")
    )
    both = {"price_1": 3, "wish_1": 6, "t": 2}
    cell = moments(asked, [both] * (2 * K) + [{"price_1": 7, "t": 5}] * alone)

    visible = shown([cell], K)

    image, wish = visible.column("image:price"), visible.column("wish:price")
    assert visible.answered[image, wish] == (0 if hidden else 2 * K)
    assert visible.answered[image, image] == 2 * K + alone
    assert visible.answered[image, visible.column("image:trust")] == 2 * K + alone


def complete(of: Moments) -> int:
    return of.complete("image:price")[0]


def told_of_price_1(batches: list[list[dict[str, Any]]]) -> tuple[list[int], list[list[bool]]]:
    """Return who answered, by number, and over which of them a sum was ever shown."""
    history = releases(batches)
    taken = [answers for batch in batches for answers in batch]
    answered = [isinstance(answers.get("price_1"), int) for answers in taken]
    everyone = [
        given and "price_2" in answers for given, answers in zip(answered, taken, strict=True)
    ]
    ends = [moments.n for moments in history]
    told = []
    for newest in range(1, len(history) + 1):
        visible = shown(history[:newest], K)
        for n, people_in in ((people(visible, "price_1"), answered), (complete(visible), everyone)):
            if n:
                end = next(end for end in ends if sum(people_in[:end]) == n)
                told.append([one and at < end for at, one in enumerate(people_in)])
    return [at for at, given in enumerate(answered) if given], told


@given(st.lists(st.lists(response, min_size=K, max_size=12), min_size=1, max_size=5))
def test_no_answer_can_be_solved_from_what_was_shown_of_an_item_over_all_releases(
    batches: list[list[dict[str, Any]]],
) -> None:
    who, told = told_of_price_1(batches)
    sums = np.array(told, dtype=float).reshape(len(told), -1)[:, who] if told else np.zeros((0, 0))
    rank = np.linalg.matrix_rank(sums) if sums.size else 0

    for person in range(sums.shape[1]):
        wanted = np.eye(1, sums.shape[1], person)
        assert np.linalg.matrix_rank(np.vstack([sums, wanted])) == rank + 1


@pytest.mark.parametrize(("partly", "hidden"), [(0, False), (1, True), (K - 1, True), (K, False)])
def test_complete_rows_are_hidden_when_a_few_people_answered_only_some_items(
    partly: int, hidden: bool
) -> None:
    both = {"price_1": 3, "price_2": 6}

    visible = shown([moments(ASKED, [both] * (2 * K) + [{"price_1": 7}] * partly)], K)

    assert people(visible, "price_1") == 2 * K + partly
    assert complete(visible) == (0 if hidden else 2 * K)


def test_complete_rows_are_hidden_when_a_few_more_people_answered_only_some_items() -> None:
    both, one = {"price_1": 3, "price_2": 6}, {"price_1": 7}
    history = releases([[both] * K + [one] * K, [both] * K + [one]])

    assert complete(shown(history[:1], K)) == K
    assert people(shown(history, K), "price_1") == 3 * K + 1
    assert complete(shown(history, K)) == 0


@given(st.lists(st.lists(response, min_size=K, max_size=12), min_size=1, max_size=5))
def test_a_share_of_dont_know_rests_on_k_people_and_moves_by_as_many(
    batches: list[list[dict[str, Any]]],
) -> None:
    history = releases(batches)
    last = 0
    for newest in range(1, len(history) + 1):
        base = shown(history[:newest], K).dont_know("price_1").n
        assert base - last == 0 or base - last >= K
        last = base


def test_dont_know_is_shown_of_an_item_that_too_few_could_answer() -> None:
    answers = [{"trust_1": "dk"}] * K + [{"trust_1": 2}]

    visible = shown([moments(ASKED, answers)], K)

    assert visible.dont_know("trust_1").mean == pytest.approx(K / (K + 1))
    assert people(visible, "trust_1") == 0


def test_scores_are_counted_per_value_only_where_they_may_be_shown() -> None:
    few = [{"trust_1": 3, "price_1": 3, "price_2": 4}] * K + [{"price_1": 3, "price_2": 4}] * K

    visible = shown([moments(ASKED, few[1:])], K)

    assert sum(n for _, n in visible.value_counts("image:price")) == 2 * K - 1
    assert sum(n for _, n in visible.value_counts("image:trust")) == 0
