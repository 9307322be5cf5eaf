from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.origins.correlations import Mean, correlations
from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import summarise
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.measurement.make_formers import FloatArray, block_of

seeds = st.integers(0, 2**32 - 1)
NAMES = ["a", "b", "c", "d"]
ASKED = questionnaire(*(likert(name, name) for name in NAMES))
UNITS = {"a": Fraction(1), "b": Fraction(2)}


def answers(seed: int, n: int = 60) -> FloatArray:
    draw = np.random.default_rng(seed)
    shared = draw.normal(size=(n, 1))
    return np.rint(4 + shared + draw.normal(size=(n, len(NAMES)))).clip(1, 7)


def encoded(x: FloatArray) -> Block:
    values = np.where(np.isnan(x), MISSING, x).astype(int)
    return block_of(ASKED, dict(zip(NAMES, values.T, strict=True)))


def r_of(x: FloatArray) -> float:
    """Return the correlation of two columns."""
    return float(np.asarray(np.corrcoef(x, rowvar=False))[0, 1])


def with_gaps(seed: int) -> FloatArray:
    x = answers(seed)
    x[np.random.default_rng(seed).random(x.shape) < 0.2] = np.nan
    return x


@given(seed=seeds)
def test_of_complete_answers_a_mean_has_the_correlations_of_the_mean_itself(seed: int) -> None:
    x = answers(seed)
    mean = x[:, 0] + 2 * x[:, 1]
    found = correlations(summarise(encoded(x)), [], NAMES, [Mean("mean", UNITS)])

    expected = np.corrcoef(np.column_stack([x, mean]), rowvar=False)
    assert found.between([*NAMES, "mean"], [*NAMES, "mean"])[0] == pytest.approx(expected)


@given(seed=seeds)
def test_each_correlation_is_from_those_who_have_both(seed: int) -> None:
    x = with_gaps(seed)
    found = correlations(summarise(encoded(x)), [], NAMES)

    for one, first in enumerate(NAMES):
        for other, second in enumerate(NAMES):
            both = ~np.isnan(x[:, [one, other]]).any(axis=1)
            expected = r_of(x[both][:, [one, other]])
            assert found.between([first], [second])[0, 0, 0] == pytest.approx(expected)
            assert found.n[one, other] == both.sum()
    assert (found.n_eff == found.n).all()


@given(seed=seeds)
def test_among_those_who_have_a_column_only_the_others_tell_how_a_mean_goes_along(
    seed: int,
) -> None:
    x = answers(seed)
    x[::3, 2] = np.nan
    there = x[~np.isnan(x[:, 2])]
    r = r_of(x[:, :2])
    s = there[:, :2].std(axis=0) * [1, 2]
    r_c = [r_of(there[:, [place, 2]]) for place in (0, 1)]
    found = correlations(summarise(encoded(x)), [], NAMES, [Mean("mean", UNITS)])

    expected = s @ r_c / np.sqrt(s[0] ** 2 + s[1] ** 2 + 2 * s[0] * s[1] * r)
    assert found.between(["mean"], ["c"])[0, 0, 0] == pytest.approx(expected)
    assert found.n[found.place_by_name["mean"], 2] == len(there)


def test_replicates_stand_behind_the_group_and_need_no_other_columns() -> None:
    x = with_gaps(1)
    block = encoded(x)
    parts = [block.take(np.arange(len(x)) % 3 != part) for part in range(3)]
    narrow = [summarise(part.narrowed(NAMES[:3])) for part in parts]
    means = [Mean("mean", UNITS)]
    found = correlations(summarise(block), narrow, NAMES[:3], means)

    assert found.r.shape == (4, 4, 4)
    for place, part in enumerate(parts, start=1):
        alone = correlations(summarise(part), [], NAMES[:3], means)
        assert found.r[place] == pytest.approx(alone.r[0])


def test_what_is_turned_goes_along_the_other_way() -> None:
    group = summarise(encoded(answers(2)))
    turned = {name: -unit for name, unit in UNITS.items()}
    found = correlations(group, [], NAMES, [Mean("mean", UNITS), Mean("turned", turned)])

    assert found.between(["turned"], NAMES) == pytest.approx(-found.between(["mean"], NAMES))
    assert np.isnan(found.between(["mean"], ["turned"])).all()


def test_the_mean_of_one_column_is_that_column_and_turned_its_opposite() -> None:
    group = summarise(encoded(with_gaps(3)))
    means = [Mean("same", {"a": Fraction(5)}), Mean("opposite", {"a": Fraction(-5)})]
    found = correlations(group, [], NAMES, means)

    r = found.between(["a"], NAMES)
    assert found.between(["same"], NAMES) == pytest.approx(r)
    assert found.between(["opposite"], NAMES) == pytest.approx(-r)


def test_a_column_that_does_not_vary_adds_nothing_to_a_mean_and_has_no_correlation() -> None:
    x = answers(4)
    x[:, 1] = 3
    found = correlations(summarise(encoded(x)), [], NAMES, [Mean("mean", UNITS)])

    assert found.between(["mean"], ["c", "d"]) == pytest.approx(found.between(["a"], ["c", "d"]))
    assert np.isnan(found.between(["mean"], ["b"])).all()


def test_where_nobody_has_both_nothing_is_defined() -> None:
    x = answers(5)
    x[::2, 0] = np.nan
    x[1::2, 2] = np.nan
    found = correlations(summarise(encoded(x)), [], NAMES, [Mean("mean", UNITS)])

    assert np.isnan(found.between(["a", "mean"], ["c"])).all()
    assert found.n[found.place_by_name["mean"], 2] == 0
    nobody = summarise(encoded(x[:0]))
    assert np.isnan(correlations(nobody, [], NAMES, [Mean("mean", UNITS)]).r[:, :4, :4]).all()


@given(seed=seeds, w=st.sampled_from([0.5, 1.0, 3.0]))
def test_equal_weights_change_nothing(seed: int, w: float) -> None:
    block = encoded(with_gaps(seed))
    plain = correlations(summarise(block), [], NAMES, [Mean("mean", UNITS)])
    weighted = Weighted.of_rows(block, np.full(len(block), w))
    found = correlations(weighted, [weighted], NAMES, [Mean("mean", UNITS)])

    assert found.r[0] == pytest.approx(plain.r[0], nan_ok=True)
    assert found.r[1] == pytest.approx(plain.r[0], nan_ok=True)
    assert (found.n == plain.n).all()
    assert found.n_eff == pytest.approx(plain.n_eff)


def test_a_weight_of_two_is_two_people_who_answer_alike() -> None:
    x = answers(6)
    w = np.where(np.arange(len(x)) % 2 == 0, 2.0, 1.0)
    twice = np.concatenate([x, x[::2]])
    found = correlations(Weighted.of_rows(encoded(x), w), [], NAMES, [Mean("mean", UNITS)])
    plain = correlations(summarise(encoded(twice)), [], NAMES, [Mean("mean", UNITS)])

    assert found.r == pytest.approx(plain.r)
    assert found.n[0, 1] == len(x)
    assert found.n_eff[0, 1] == pytest.approx(w.sum() ** 2 / (w**2).sum())


def test_the_layout_is_that_of_the_items() -> None:
    assert Layout.of(ASKED).narrowed({"b", "image:a"}).names == ("b", "image:a")
