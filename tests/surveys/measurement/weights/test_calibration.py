from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise_by
from surveys.measurement.weights.calibration import calibrated_sample, fitted_levels
from surveys.measurement.weights.raking import Cell, Margin, Raking, rake
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(likert("price_1", "price"))
COLUMNS = ("region", "age")
REGIONS, AGES = ("north", "south"), ("young", "middle", "old")

Person = tuple[str, str, int | None, bool]
"""Where someone lives, how old they are, what they answered, whether they are of the group."""

person = st.tuples(
    st.sampled_from(REGIONS),
    st.sampled_from(AGES),
    st.integers(1, 7) | st.none(),
    st.booleans(),
)
ONE_OF_EACH: list[Person] = [(region, age, 4, True) for region in REGIONS for age in AGES]
crowd = st.lists(person, min_size=1, max_size=50).map(lambda people: ONE_OF_EACH + people)


def _raked(people: Sequence[Person]) -> Raking:
    cells: Counter[Cell] = Counter((region, age) for region, age, _, _ in people)
    margins = [
        Margin(("region",), {("north",): 0.6, ("south",): 0.4}),
        Margin(("age",), {("young",): 0.3, ("middle",): 0.2, ("old",): 0.5}),
    ]
    return rake(COLUMNS, cells, margins, trim=None)


def _group(people: Sequence[Person]) -> dict[Cell, Moments]:
    rows = [{} if answer is None else {"price_1": answer} for _, _, answer, _ in people]
    cells: list[Cell] = [(region, age) for region, age, _, _ in people]
    return summarise_by(encode(ASKED, rows), cells)


def _from_people(raking: Raking, people: Sequence[Person]) -> float:
    """Return the variance from a regression over people; only members are of the group."""
    w = np.array([raking.weights[region, age] for region, age, _, _ in people])
    there = np.array([answer is not None and inside for _, _, answer, inside in people])
    x = np.array([answer or 0 for _, _, answer, _ in people]) * there
    mean = (w * there) @ x / (w @ there)
    z = there * (x - mean) / (w @ there)
    levels = ["north", "south", "young", "middle", "old"]
    dummies = np.array(
        [[level in (region, age) for level in levels] for region, age, _, _ in people]
    )
    left = z - dummies @ np.linalg.lstsq(dummies.astype(float), z, rcond=None)[0]
    u = w * left
    levels = np.linalg.matrix_rank(dummies)
    return float(len(u) / (len(u) - levels) * ((u - u.mean()) ** 2).sum())


@given(crowd)
def test_the_variance_of_cells_is_that_of_people(people: list[Person]) -> None:
    raking = _raked(people)
    inside = [each for each in people if each[3]]
    answers = {answer for _, _, answer, _ in inside if answer is not None}
    assume(len(answers) > 1)
    assume(len(people) > fitted_levels(raking))

    sample = calibrated_sample(raking, _group(inside), "price_1")

    assert sample.mean_variance == pytest.approx(_from_people(raking, people), rel=1e-6, abs=1e-12)


@given(crowd)
def test_all_but_the_variance_is_as_with_fixed_weights(people: list[Person]) -> None:
    raking, group, unit = _raked(people), _group(people), Fraction(100, 6)
    fixed = Weighted.of_cells(Layout.of(ASKED), group, raking.weights).sample("price_1", unit)

    sample = calibrated_sample(raking, group, "price_1", unit)

    assert (sample.n, sample.mean, sample.variance) == (fixed.n, fixed.mean, fixed.variance)
    assert sample.n_eff == fixed.n_eff


def test_answers_that_go_with_a_margin_are_surer_by_being_raked_to_it() -> None:
    people = [
        (region, age, 2 if region == "north" else 6, True)
        for region in REGIONS
        for age in AGES
        for _ in range(20)
    ]
    raking = _raked(people)

    sample = calibrated_sample(raking, _group(people), "price_1")

    assert sample.mean == pytest.approx(0.6 * 2 + 0.4 * 6)
    assert sample.mean_variance == pytest.approx(0, abs=1e-15)
