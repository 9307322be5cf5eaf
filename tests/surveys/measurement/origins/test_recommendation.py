import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.estimates import Sample, Unequal, t_quantile
from surveys.measurement.origins.recommendation import (
    FEW,
    Adjusted,
    net_promoter_score,
    promoter_sample,
    weighted_promoter_sample,
)

counts = st.dictionaries(st.integers(0, 10), st.integers(0, 60))
some = counts.filter(lambda found: sum(found.values()) > 1)


def number(value: float | None) -> float:
    assert value is not None
    return value


def adjusted(of: dict[int, int]) -> Adjusted:
    found = net_promoter_score(of).adjusted
    assert found is not None
    return found


@given(of=some)
def test_the_score_is_promoters_less_detractors(of: dict[int, int]) -> None:
    found = net_promoter_score(of)
    n = sum(of.values())

    assert found.promoters == pytest.approx((of.get(9, 0) + of.get(10, 0)) / n)
    assert found.detractors == pytest.approx(sum(of.get(low, 0) for low in range(7)) / n)
    assert found.score == pytest.approx(
        100 * (number(found.promoters) - number(found.detractors)), abs=1e-9
    )
    assert found.mean == pytest.approx(sum(x * many for x, many in of.items()) / n)


@given(of=some)
def test_the_standard_error_is_the_formula_of_shares(of: dict[int, int]) -> None:
    found = net_promoter_score(of)
    p, d, n = number(found.promoters), number(found.detractors), sum(of.values())
    expected = 100 * math.sqrt(max(0.0, p + d - (p - d) ** 2) / (n - 1))

    assert found.sample.se == pytest.approx(expected, abs=1e-5)


@given(of=some)
def test_turning_the_scale_round_turns_the_score_where_passives_stay(of: dict[int, int]) -> None:
    # 0 and 10 change places, and 8 stays a passive
    there = {0: of.get(0, 0) + 1, 8: of.get(8, 0), 10: of.get(10, 0)}
    back = {0: there[10], 8: there[8], 10: there[0]}

    assert net_promoter_score(back).score == pytest.approx(-number(net_promoter_score(there).score))
    low, high = adjusted(there).interval
    assert adjusted(back).interval == pytest.approx((-high, -low))


def test_few_people_get_the_adjusted_interval_and_many_the_usual_one() -> None:
    few, many = {3: 20, 8: 29, 10: 50}, {3: 20, 8: 30, 10: 50}

    assert sum(few.values()) == FEW - 1
    assert net_promoter_score(few).interval == adjusted(few).interval
    assert net_promoter_score(many).interval == net_promoter_score(many).t_interval


def test_people_who_are_all_alike_get_an_interval_that_says_something() -> None:
    found = net_promoter_score({10: 200})

    assert (found.score, found.sample.varies) == (100, False)
    assert found.interval == adjusted({10: 200}).interval
    assert adjusted({10: 200}).interval.low < 99


def test_nobody_and_one_person_have_no_more_than_can_be_known() -> None:
    nobody, one = net_promoter_score({}), net_promoter_score({9: 1})

    assert (nobody.score, nobody.promoters, nobody.mean, nobody.interval) == (None,) * 4
    assert (one.score, one.t_interval) == (100, None)
    assert one.interval == adjusted({9: 1}).interval


def test_the_adjusted_interval_holds_the_truth_where_the_usual_one_does_not() -> None:
    """STATISTICS names it: of 30 people, 80 % promoters, 18 % passives, 2 % detractors."""
    n, shares, truth = 30, (0.80, 0.18, 0.02), 78
    held_by_t = held_by_adjusted = 0.0
    for promoters in range(n + 1):
        for detractors in range(n - promoters + 1):
            split = (promoters, n - promoters - detractors, detractors)
            ways = math.factorial(n) // math.prod(map(math.factorial, split))
            chance = ways * math.prod(p**many for p, many in zip(shares, split, strict=True))
            found = net_promoter_score({10: split[0], 8: split[1], 0: split[2]})
            low, high = adjusted({10: split[0], 8: split[1], 0: split[2]}).interval
            held_by_adjusted += chance * (low <= truth <= high)
            assert found.t_interval is not None
            held_by_t += chance * (found.t_interval.low <= truth <= found.t_interval.high)

    assert held_by_t < 0.92
    assert 0.94 < held_by_adjusted < 0.97


def test_weights_enter_by_the_sample() -> None:
    sample = Sample(50, 12.0, 8000.0, Unequal(40.0, 210.0))
    found = net_promoter_score({3: 10.5, 8: 20.0, 10: 16.5}, sample)

    assert found.score == 12.0
    assert found.promoters == pytest.approx(16.5 / 47)
    assert found.adjusted is None
    assert found.interval == pytest.approx(
        [12 + sign * t_quantile(0.975, 39) * math.sqrt(210) for sign in (-1, 1)]
    )


@given(of=some, weight=st.sampled_from([0.25, 1.0, 4.0]))
def test_equal_weights_change_nothing(of: dict[int, int], weight: float) -> None:
    sums = {answer: weight * many for answer, many in of.items()}
    squares = {answer: weight**2 * many for answer, many in of.items()}
    found, plain = weighted_promoter_sample(of, sums, squares), promoter_sample(of)

    assert found.mean == pytest.approx(plain.mean)
    assert found.n == plain.n
    assert found.n_eff == pytest.approx(plain.n)
    assert found.se == pytest.approx(plain.se, abs=1e-6)


@given(of=some, seed=st.integers(0, 2**32 - 1))
def test_weights_enter_the_variance_person_by_person(of: dict[int, int], seed: int) -> None:
    people = [answer for answer, many in of.items() for _ in range(many)]
    w = np.random.default_rng(seed).uniform(0.2, 5, size=len(people))
    s = np.array([100.0 * ((answer >= 9) - (answer <= 6)) for answer in people])
    weights = {answer: float(w[np.array(people) == answer].sum()) for answer in of}
    squares = {answer: float((w[np.array(people) == answer] ** 2).sum()) for answer in of}
    n, mean = len(people), float(w @ s / w.sum())
    variance = n / (n - 1) * float((w**2 * (s - mean) ** 2).sum()) / w.sum() ** 2
    found = weighted_promoter_sample(of, weights, squares)

    assert found.mean == pytest.approx(mean)
    assert found.mean_variance == pytest.approx(variance, abs=1e-9)


@given(one=some, other=some)
def test_two_scores_are_compared_as_means(one: dict[int, int], other: dict[int, int]) -> None:
    gap = welch(promoter_sample(one), promoter_sample(other))

    assert gap.difference == pytest.approx(
        number(net_promoter_score(one).score) - number(net_promoter_score(other).score)
    )
