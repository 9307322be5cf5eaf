from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import NotPartError, OtherColumnsError
from surveys.measurement.image.profiles import score_means, score_sample
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.weighting import weighted_covariance
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from surveys.measurement.sums.summary import Summary
from surveys.measurement.sums.suppression import shown
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("wish_1", "price", facet="wish", scale="ten"),
    {"code": "years", "type": "number", "text": {"nl": "?"}, "maximum": 120},
)
NAMES = ("price_1", "price_2", "wish_1", "years", "image:price")

response = st.fixed_dictionaries(
    {},
    optional={
        "price_1": st.integers(1, 7) | st.just("dk"),
        "price_2": st.integers(1, 7),
        "wish_1": st.integers(0, 10),
        "years": st.integers(0, 120),
    },
)
weight = st.floats(0.1, 10)
weighed = st.lists(st.tuples(response, weight), max_size=25)
celled = st.lists(st.tuples(response, st.integers(0, 3)), max_size=25)
CELL_WEIGHTS = {0: 0.25, 1: 1.1, 2: 1 / 3, 3: 7.0}

FIGURES: dict[str, Callable[[Summary], Any]] = {
    "n": lambda of: of.n,
    "n_of": lambda of: [of.n_of(name) for name in NAMES],
    "samples": lambda of: [_numbers(of.sample(name, Fraction(100, 6))) for name in NAMES],
    "difference": lambda of: _numbers(
        of.difference("image:price", "wish_1", (Fraction(100, 12), Fraction(10)))
    ),
    "share": lambda of: _numbers(of.share("price_1", {6, 7})),
    "scored": lambda of: _numbers(of.scored("price_1", {6: 1, 7: 1, 5: 0, 1: -1}, Fraction(100))),
    "dont_know": lambda of: _numbers(of.dont_know("price_1")),
    "score_means": lambda of: score_means(of, of.layout.scores),
    "covariance": lambda of: of.covariance(NAMES),
    "mean_covariance": lambda of: of.mean_covariance(NAMES),
    "complete": lambda of: of.complete("image:price")[1],
    "complete n": lambda of: of.complete("image:price")[0],
}


def _numbers(sample: Sample) -> list[float]:
    values = (sample.n, sample.mean, sample.variance, sample.mean_variance, sample.n_eff)
    return [np.nan if value is None else float(value) for value in values]


def _differing(one: Summary, other: Summary, rel: float = 1e-9) -> list[str]:
    """Return which figures two summaries do not have in common."""
    return [
        name
        for name, figure in FIGURES.items()
        if np.array(figure(one))
        != pytest.approx(np.array(figure(other)), rel=rel, abs=1e-7, nan_ok=True)
    ]


def _weighted(rows: Sequence[tuple[dict[str, Any], float]]) -> Weighted:
    block = encode(ASKED, [answers for answers, _ in rows])
    return Weighted.of_rows(block, np.array([w for _, w in rows]))


def _cells(rows: Sequence[tuple[dict[str, Any], int]]) -> dict[int, Moments]:
    block = encode(ASKED, [answers for answers, _ in rows])
    return summarise_by(block, [cell for _, cell in rows])


def _of_cells(cells: dict[Any, Moments], weights: dict[Any, float]) -> Weighted:
    return Weighted.of_cells(Layout.of(ASKED), cells, weights)


@given(rows=st.lists(response, max_size=25), w=st.sampled_from([1.0, 0.1, 3.0]))
def test_equal_weights_change_nothing(rows: list[dict[str, Any]], w: float) -> None:
    block = encode(ASKED, rows)

    assert not _differing(Weighted.of_rows(block, np.full(len(rows), w)), summarise(block))
    assert not _differing(_of_cells({0: summarise(block)}, {0: w}), summarise(block))


@given(rows=weighed, factor=st.floats(0.01, 100))
def test_multiplying_all_weights_by_a_number_changes_nothing(
    rows: list[tuple[dict[str, Any], float]], factor: float
) -> None:
    assert not _differing(
        _weighted([(answers, factor * w) for answers, w in rows]), _weighted(rows)
    )


@given(celled)
def test_weights_by_cell_are_weights_by_row(rows: list[tuple[dict[str, Any], int]]) -> None:
    by_row = _weighted([(answers, CELL_WEIGHTS[cell]) for answers, cell in rows])

    assert not _differing(_of_cells(_cells(rows), CELL_WEIGHTS), by_row)


@given(celled, st.randoms())
def test_the_order_of_people_and_cells_changes_no_digit(
    rows: list[tuple[dict[str, Any], int]], chance: Any
) -> None:
    one = _of_cells(_cells(rows), CELL_WEIGHTS)
    chance.shuffle(rows)
    other = _of_cells(_cells(rows), CELL_WEIGHTS)

    assert one.weights == other.weights
    assert all(map(np.array_equal, one.once, other.once))
    assert all(map(np.array_equal, one.twice, other.twice))


@given(celled)
def test_splitting_cells_changes_nothing(rows: list[tuple[dict[str, Any], int]]) -> None:
    block = encode(ASKED, [answers for answers, _ in rows])
    finer = summarise_by(block, [(cell, place % 2) for place, (_, cell) in enumerate(rows)])
    weights = {cell: CELL_WEIGHTS[cell[0]] for cell in finer}

    assert not _differing(_of_cells(finer, weights), _of_cells(_cells(rows), CELL_WEIGHTS))


@given(weighed, weighed)
def test_groups_add_up_and_can_be_taken_from_one_another(
    rows: list[tuple[dict[str, Any], float]], others: list[tuple[dict[str, Any], float]]
) -> None:
    whole, first, second = (_weighted(each) for each in ([*rows, *others], rows, others))

    assert not _differing(reduce(add, [first, second], Weighted.empty(Layout.of(ASKED))), whole)
    assert not _differing(whole - second, first, rel=1e-6)


def test_who_is_not_in_a_group_cannot_be_taken_from_it() -> None:
    with pytest.raises(NotPartError):
        Weighted.empty(Layout.of(ASKED)) - _weighted([({"price_1": 3}, 1.0)])


def test_groups_of_other_columns_are_refused() -> None:
    other = Weighted.empty(Layout.of(questionnaire()))

    with pytest.raises(OtherColumnsError):
        other + Weighted.empty(Layout.of(ASKED))


@pytest.mark.parametrize("w", [0.0, -1.0, np.nan])
def test_rows_without_a_weight_are_left_out_and_counted(w: float) -> None:
    rows: list[tuple[dict[str, Any], float]] = [({"price_1": 3}, 2.0), ({"price_1": 5}, 1.0)]

    summary = _weighted([*rows, ({"price_1": 7}, w)])

    assert not _differing(summary, _weighted(rows))
    assert (summary + summary).left_out == 2


@given(st.lists(st.tuples(st.integers(1, 7), weight), min_size=3, max_size=30))
def test_a_mean_and_its_variance_are_the_linearised_ones(
    answers: list[tuple[int, float]],
) -> None:
    x, w = np.array(answers).T
    if len(set(x)) == 1:
        return
    n, mean = len(x), float(w @ x / w.sum())

    sample = _weighted([({"price_1": int(answer)}, each) for answer, each in answers]).sample(
        "price_1"
    )

    assert sample.mean == pytest.approx(mean)
    assert sample.variance == pytest.approx(n / (n - 1) * w @ (x - mean) ** 2 / w.sum())
    of_mean = n / (n - 1) * w**2 @ (x - mean) ** 2 / w.sum() ** 2
    assert sample.mean_variance == pytest.approx(of_mean)
    assert sample.n_eff == pytest.approx(w.sum() ** 2 / (w @ w))


@given(weighed)
def test_covariances_of_means_hold_the_variances_of_the_samples(
    rows: list[tuple[dict[str, Any], float]],
) -> None:
    summary = _weighted(rows)
    variances = [summary.sample(name).mean_variance for name in NAMES]

    expected = [np.nan if variance is None else variance for variance in variances]
    assert np.diag(summary.mean_covariance(NAMES)) == pytest.approx(
        expected, rel=1e-6, abs=1e-7, nan_ok=True
    )


@given(weighed)
def test_means_of_many_scores_at_once_are_those_of_the_samples(
    rows: list[tuple[dict[str, Any], float]],
) -> None:
    group = _weighted(rows)
    for of in (group, group.people):
        means = [score_sample(of, score).mean for score in of.layout.scores]
        expected = [np.nan if mean is None else mean for mean in means]
        assert score_means(of, of.layout.scores) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7), weight), min_size=2, max_size=30))
def test_covariances_are_weighted_over_the_people_who_have_both(
    pairs: list[tuple[int, int, float]],
) -> None:
    rows = [({"price_1": one, "price_2": other}, w) for one, other, w in pairs]
    summary = _weighted([*rows, ({"price_1": 7}, 5.0), ({"price_2": 1, "price_1": "dk"}, 9.0)])
    x = np.array([[one, other] for one, other, _ in pairs], dtype=float)
    w = np.array([w for _, _, w in pairs])
    expected = weighted_covariance(x, w)

    pairwise = summary.covariance(["price_1", "price_2"])[0, 1]
    n, complete = summary.complete("image:price")

    assert pairwise == pytest.approx(expected[0, 1], abs=1e-9)
    assert n == pytest.approx(w.sum() ** 2 / (w @ w))
    assert complete == pytest.approx(expected, abs=1e-9)


@given(answer=st.integers(1, 7), weights=st.lists(weight, min_size=2, max_size=30))
def test_the_same_answers_vary_by_exactly_nothing(answer: int, weights: list[float]) -> None:
    rows = [({"price_1": answer, "price_2": place % 7 + 1}, w) for place, w in enumerate(weights)]
    summary = _weighted(rows)
    same = summary.sample("price_1")

    assert (same.mean, same.variance, same.mean_variance) == (answer, 0.0, 0.0)
    assert not summary.covariance(["price_1", "price_2"])[0].any()
    assert not summary.complete("image:price")[1][0].any()
    unit = (Fraction(1), Fraction(1))
    assert summary.difference("price_1", "price_1", unit).variance == 0.0


def test_weights_that_amount_to_one_person_say_nothing_of_the_spread() -> None:
    sample = _weighted([({"price_1": 1}, 1.0), ({"price_1": 7}, 1e-12)]).sample("price_1")

    assert (sample.n, sample.n_eff) == (2, 1.0)
    assert sample.variance is sample.se is None


def test_values_are_counted_by_weight() -> None:
    summary = _weighted([({"price_1": 2}, 0.5), ({"price_1": 2}, 2.0), ({"price_1": "dk"}, 9.0)])

    assert summary.value_counts("price_1")[1] == (2, 2.5)
    with pytest.raises(KeyError):
        summary.value_counts("years")


@given(st.lists(st.tuples(st.integers(1, 7), weight), min_size=1, max_size=25))
def test_scoring_values_by_themselves_is_the_sample_of_their_column(
    rows: list[tuple[int, float]],
) -> None:
    group = _weighted([({"price_1": value}, w) for value, w in rows])
    values = {value: value for value in range(1, 8)}

    scored, plain = group.scored("price_1", values), group.sample("price_1")

    assert _numbers(scored) == pytest.approx(_numbers(plain), nan_ok=True, abs=1e-9)


def test_more_rows_than_one_portion_takes_are_all_summed() -> None:
    draw = np.random.default_rng(1)
    few = encode(ASKED, [{"price_1": 3, "price_2": 5, "years": 119}, {"wish_1": 10}, {}])
    block = few.take(draw.integers(0, 3, 40_000))
    w = draw.uniform(0.2, 5, len(block))

    parts = [Weighted.of_rows(Block(block.layout, block.values[at]), w[at]) for at in _halves(w)]

    assert not _differing(Weighted.of_rows(block, w), reduce(add, parts))


def _halves(w: np.ndarray[Any, Any]) -> list[slice]:
    return [slice(0, len(w) // 2), slice(len(w) // 2, None)]


def test_what_weights_cost_is_told_of_the_whole_group() -> None:
    cost = _weighted([({}, 1.0), ({"price_1": 3}, 3.0)]).kish

    assert cost is not None
    assert (cost.n, cost.n_eff) == (2, 1.6)
    assert Weighted.empty(Layout.of(ASKED)).kish is None


@given(weighed)
def test_what_is_hidden_without_weights_is_hidden_with_weights(
    rows: list[tuple[dict[str, Any], float]],
) -> None:
    group = _weighted(rows)

    nobody, everybody = group.only(Moments.empty(group.layout)), group.only(group.people)

    assert (nobody.n, nobody.weights) == (0, (0.0, 0.0))
    assert not any(array.any() for array in (*nobody.once, *nobody.twice))
    assert everybody.weights == group.weights
    assert all(map(np.array_equal, everybody.once, group.once))
    assert all(map(np.array_equal, everybody.twice, group.twice))


@given(st.lists(st.tuples(response, weight), min_size=5, max_size=25), st.integers(3, 8))
def test_figures_with_weights_are_there_where_those_without_are(
    rows: list[tuple[dict[str, Any], float]], k: int
) -> None:
    group = _weighted(rows)
    visible = group.only(shown([group.people], k))

    assert visible.n == visible.people.n
    for name in NAMES:
        n = visible.people.n_of(name)
        assert visible.sample(name).mean == (group.sample(name).mean if n else None)
    hidden = visible.people.answered == 0
    for totals in (visible.once, visible.twice):
        for array in (totals.answered, totals.sums, totals.squares, totals.products):
            assert not array[hidden].any()
