from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.correlations import Correlations
from surveys.measurement.origins.drivers import Definiteness, driver_importance
from surveys.measurement.origins.influence import Split, is_above_zero, splits
from surveys.measurement.sums.jackknife import Replicated, jackknifed
from tests.surveys.measurement.make_formers import FloatArray

seeds = st.integers(0, 2**32 - 1)
SHARDS = 20


def people(seed: int, k: int, n: int = 400) -> FloatArray:
    """An outcome y and k drivers that share something."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, k)) + 0.6 * draw.normal(size=(n, 1))
    y = x @ draw.uniform(0.1, 0.6, k) + draw.normal(size=n)
    return np.column_stack([y, x])


def found_of(x: FloatArray, n: int | None = None) -> Correlations:
    """Return the correlations of y and x1, x2, … of n people, and without each shard."""
    names = ["y", *(f"x{place}" for place in range(1, x.shape[1]))]
    dealt = np.arange(len(x)) % SHARDS
    groups = [x, *(x[dealt != shard] for shard in range(SHARDS))]
    r = np.array([np.corrcoef(group, rowvar=False) for group in groups])
    square = np.full((len(names), len(names)), len(x) if n is None else n)
    places = {name: place for place, name in enumerate(names)}
    return Correlations(places, r, square, square.astype(float))


def split_of(found: Correlations, **more: object) -> Split:
    drivers = {name: name for name in found.place_by_name if name != "y"}
    return splits(found, {"y": "y"}, drivers, **more)["y"]  # type: ignore[arg-type] # as given


def values(figures: Sequence[Replicated | None]) -> list[float]:
    return [of.value for of in figures if of is not None and of.value is not None]


@given(seed=seeds, k=st.integers(1, 6))
def test_shares_sum_to_one_and_parts_to_r2_the_largest_first(seed: int, k: int) -> None:
    split = split_of(found_of(people(seed, k)))
    ranked = [*split.drivers.values()]
    shares = values([of.share for of in ranked])

    assert sum(values([of.part for of in ranked])) == pytest.approx(split.r2)
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert [of.rank for of in ranked] == [*range(1, k + 1)]
    assert values([of.lead for of in ranked]) == pytest.approx(-np.diff(shares))
    assert ranked[-1].lead is None
    assert split.is_shown
    assert split.left_out == ()


@given(seed=seeds)
def test_intervals_are_those_of_the_split_without_each_shard(seed: int) -> None:
    found = found_of(people(seed, 3))
    split = split_of(found)
    alone = [driver_importance(r, 100).shares for r in found.r[1:]]
    names = ["x1", "x2", "x3"]
    shares = [split.drivers[name].share for name in names]
    expected = jackknifed(values(shares), np.array(alone))

    for share, one in zip(shares, expected, strict=True):
        assert share is not None
        assert (share.se, share.low, share.high) == pytest.approx((one.se, one.low, one.high))
        assert share.df == SHARDS - 1


def test_without_replicates_there_are_no_intervals() -> None:
    found = found_of(people(1, 3))
    split = split_of(replace(found, r=found.r[:1]))

    for driver in split.drivers.values():
        assert driver.share is not None
        assert driver.share == Replicated(driver.share.value)
        assert not driver.is_rank_sure
        assert not driver.is_beyond_chance


@given(seed=seeds)
def test_sums_and_differences_of_shares_are_jackknifed_as_a_whole(seed: int) -> None:
    found = found_of(people(seed, 3))
    asked = {"first": {"x1": 1.0}, "claim": {"x1": 1.0, "x2": 1.0, "x3": -1.0}, "none": {"z": 1.0}}
    split = split_of(found, combinations=asked)
    shares = {name: of.share for name, of in split.drivers.items()}

    assert split.combined.keys() == {"first", "claim"}
    assert split.combined["first"].value == pytest.approx(values([shares["x1"]])[0])
    # shares sum to 1, so the claim is 1 less twice the share of x3, and as sure
    third = shares["x3"]
    assert third is not None
    assert third.value is not None
    assert third.se is not None
    assert split.combined["claim"].value == pytest.approx(1 - 2 * third.value)
    assert split.combined["claim"].se == pytest.approx(2 * third.se)


@given(seed=seeds, n=st.integers(60, 500))
def test_with_one_driver_p_is_that_of_the_test_of_its_correlation(seed: int, n: int) -> None:
    found = found_of(people(seed, 1, n))
    r = found.r[0, 0, 1]
    t = r * np.sqrt((n - 2) / (1 - r**2))

    split = split_of(found)
    assert split.p == pytest.approx(2 * special.stdtr(n - 2, -abs(t)))
    assert split.is_beyond_chance == (split.p is not None and split.p < 0.05)


@pytest.mark.parametrize(("k", "critical"), [(2, 3.150), (3, 2.758), (4, 2.525)])
def test_p_is_five_percent_at_the_critical_values_of_tables(k: int, critical: float) -> None:
    # upper 5 % points of F with k and 60 degrees of freedom: NIST/SEMATECH e-Handbook, 1.3.6.7.3
    n, r2 = 61 + k, critical / (critical + 60 / k)
    matrix = np.eye(1 + k)
    matrix[0, 1:] = matrix[1:, 0] = np.sqrt(r2 / k)
    found = replace(found_of(people(1, k), n=n), r=matrix[None])

    assert split_of(found).p == pytest.approx(0.05, abs=1e-4)


@pytest.mark.parametrize(("n", "shown"), [(49, False), (50, True)])
def test_fifty_people_are_needed_behind_each_correlation(n: int, shown: bool) -> None:
    split = split_of(found_of(people(1, 4), n=n))

    assert split.is_shown == shown
    assert all(driver.r is not None for driver in split.drivers.values())


def test_ten_people_a_driver_are_needed_so_that_the_least_shared_are_left_out() -> None:
    found = found_of(people(1, 6), n=55)
    n_eff = found.n_eff.copy()
    n_eff[2, 3:] = n_eff[3:, 2] = 54
    split = split_of(replace(found, n_eff=n_eff))

    assert split.left_out == ("x2",)
    assert split.n == 55
    five = found.square(["y", "x1", "x3", "x4", "x5", "x6"])
    expected = driver_importance(found.r[0][five], 55)
    assert split.r2 == pytest.approx(expected.r2)
    assert split.drivers["x1"].share is not None
    assert split.drivers["x2"].r is not None
    assert [*split.drivers][-1] == "x2"


def test_a_driver_that_does_not_vary_is_left_out() -> None:
    found = found_of(people(1, 3))
    r = found.r.copy()
    r[:, 2] = r[:, :, 2] = np.nan
    split = split_of(replace(found, r=r))

    assert split.left_out == ("x2",)
    assert split.drivers["x2"].r is None
    assert split.definiteness is Definiteness.POSITIVE


def test_a_driver_that_some_shard_alone_makes_vary_has_no_interval() -> None:
    found = found_of(people(1, 3))
    r = found.r.copy()
    r[5, 2] = r[5, :, 2] = np.nan
    split = split_of(replace(found, r=r))

    assert split.is_shown
    shares = [driver.share for driver in split.drivers.values()]
    assert [share and share.low for share in shares] == [None] * 3


def test_correlations_of_no_group_are_refused_and_shown_alone() -> None:
    found = found_of(people(1, 2))
    r = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, -0.5], [0.9, -0.5, 1.0]])
    split = split_of(replace(found, r=np.broadcast_to(r, found.r.shape)))

    assert split.definiteness is Definiteness.REFUSED
    assert not split.is_shown
    assert split.r2 is None
    assert [driver.r for driver in split.drivers.values()] == [0.9, 0.9]


def test_a_correlation_of_fewer_than_fifteen_is_not_told() -> None:
    found = found_of(people(1, 2), n=14)

    assert [driver.r for driver in split_of(found).drivers.values()] == [None, None]
    told = split_of(found, thresholds=Thresholds(to_test=14))
    assert all(driver.r is not None for driver in told.drivers.values())


def test_an_outcome_that_nothing_goes_along_with_has_no_shares() -> None:
    found = found_of(people(1, 2))
    split = split_of(replace(found, r=np.broadcast_to(np.eye(3), found.r.shape)))

    assert (split.r2, split.is_shown, split.is_beyond_chance) == (0, False, False)
    assert split.combined == {}


def test_outcomes_are_split_as_each_alone() -> None:
    x = people(1, 4)
    x[:, 1] = x[:, 0] + np.random.default_rng(2).normal(size=len(x))
    found = found_of(x)
    n_eff = found.n_eff.copy()
    n_eff[1, 4] = n_eff[4, 1] = 20
    found = replace(found, n_eff=n_eff)
    drivers = {name: name for name in ("x2", "x3", "x4")}
    both = splits(found, {"one": "y", "two": "x1"}, drivers)

    assert both["one"] == splits(found, {"one": "y"}, drivers)["one"]
    assert both["two"] == splits(found, {"two": "x1"}, drivers)["two"]
    assert both["two"].left_out == ("x4",)


def test_a_figure_without_interval_is_above_nothing() -> None:
    assert not is_above_zero(None)
    assert not is_above_zero(Replicated(1.0))
    assert not is_above_zero(Replicated(1.0, 1.0, 39, -1.0, 3.0))
    assert is_above_zero(Replicated(1.0, 0.1, 39, 0.8, 1.2))


def test_without_drivers_there_is_no_split() -> None:
    nothing = splits(found_of(people(1, 1)), {"y": "y"}, {})["y"]
    assert (nothing.n, nothing.drivers, nothing.is_shown) == (0, {}, False)
