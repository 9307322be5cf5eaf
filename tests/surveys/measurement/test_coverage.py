"""Short simulations, on chance that is fixed; `make bench` has the long ones."""

from statistics import fmean

import numpy as np
import pytest

from bench.coverage import Claim, Sides, claims, coverage, plain_claims, raked_claims
from bench.families import (
    DIFFERS,
    IS_SMALL,
    SHAPE,
    Gaps,
    calls_for_action,
    gaps,
    share_with,
    waves,
)
from bench.population import Population, Rates, Rows, population
from surveys.measurement.image.gaps import GapName, Label
from surveys.measurement.image.profiles import TOLERANCE, Profiles, Target, score_sample
from surveys.measurement.inference.estimates import mean_estimate
from surveys.measurement.origins.recommendation import net_promoter_score
from surveys.measurement.wave.measure import measure
from surveys.measurement.weights.weighted import Weighted

T_INTERVALS = ("mean", "welch", "paired")
WAVES = 60


@pytest.fixture(scope="module")
def sides() -> Sides:
    draw = np.random.default_rng(3)
    return Sides(population(draw), population(draw, better=0.5, spread=0.6))


@pytest.fixture(scope="module")
def people() -> Population:
    return population(np.random.default_rng(4), SHAPE)


def test_t_intervals_of_very_few_people_hold_the_truth_as_often_as_they_say(sides: Sides) -> None:
    held = coverage(sides, plain_claims(np.random.default_rng(1), sides, n=4, many=1500))

    assert {kind: held[kind] for kind in T_INTERVALS} == pytest.approx(
        dict.fromkeys(T_INTERVALS, 0.95), abs=0.013
    )


def test_shares_of_few_people_hold_the_truth_as_often_as_they_say(sides: Sides) -> None:
    held = coverage(sides, plain_claims(np.random.default_rng(1), sides, n=15, many=300))

    assert held["share"] == pytest.approx(0.95, abs=0.015)


def test_recommendation_by_few_people_who_are_much_alike_holds_the_truth() -> None:
    found = [
        net_promoter_score({10: promoters, 8: passives, 3: detractors}).interval
        for promoters, passives, detractors in np.random.default_rng(1)
        .multinomial(30, (0.8, 0.18, 0.02), 2000)
        .tolist()
    ]

    held = [interval is not None and interval.low <= 78 <= interval.high for interval in found]
    assert fmean(held) == pytest.approx(0.95, abs=0.015)


def test_raked_intervals_hold_the_truth_where_few_speak_for_many(sides: Sides) -> None:
    draw = np.random.default_rng(1)

    held = coverage(sides, raked_claims(draw, sides, 120, 250, Rates(south=0.3, young=0.3)))

    assert held == pytest.approx(dict.fromkeys(held, 0.95), abs=0.03)


def test_few_people_who_count_unequally_amount_to_fewer(sides: Sides) -> None:
    draw = np.random.default_rng(1)
    people = sides.customers
    image, _ = people.block.layout.scores
    truth = score_sample(people.everybody, image).mean

    def holds(rows: Rows) -> bool:
        group = Weighted.of_rows(people.block.take(rows), draw.choice([1.0, 3.0], len(rows)))
        found = mean_estimate(score_sample(group, image))
        return Claim(found.mean, found.low, found.high).holds(truth)

    held = fmean(map(holds, people.samples(draw, n=5, many=1200)))
    assert held == pytest.approx(0.95, abs=0.013)


@pytest.mark.parametrize("raked", [False, True])
def test_families_without_a_gap_seldom_show_one(people: Population, *, raked: bool) -> None:
    found = [gaps(wave) for wave in waves(np.random.default_rng(1), people, WAVES, raked=raked)]

    assert share_with(DIFFERS, GapName.RECOGNITION, found) <= 0.12
    assert share_with(DIFFERS, GapName.PROMISE, found) <= 0.12
    assert fmean(map(calls_for_action, found)) <= 0.12


def test_families_of_gaps_as_wide_as_the_margin_are_seldom_called_closed(
    people: Population,
) -> None:
    found = [
        gaps(wave) for wave in waves(np.random.default_rng(1), people, WAVES, above=-TOLERANCE)
    ]

    assert share_with(IS_SMALL, GapName.PROMISE, found) <= 0.12


def test_the_gaps_that_are_simulated_are_those_of_a_measurement(people: Population) -> None:
    (wave,) = waves(np.random.default_rng(1), people, 1, above=-TOLERANCE)
    targets = {code: Target(value) for code, value in wave.targets.items()}

    figures = measure(
        people.questionnaire,
        {"all": wave.customers},
        profiles=Profiles(targets, {"all": targets}),
        employees=wave.staff,
    ).segments["all"]

    labels = {
        code: {name: gap.label for name, gap in of.items()} for code, of in gaps(wave).items()
    }
    assert labels == {
        code: {name: gap.label for name, gap in of.gaps.items()}
        for code, of in figures.dimensions.items()
    }


def test_a_population_is_its_own_truth(sides: Sides) -> None:
    everybody = claims(sides.customers.everybody, sides.staff.everybody)

    assert all(claim.holds(claim.value) for of in everybody.values() for claim in of)


def _labels(found: Gaps) -> dict[str, dict[GapName, Label]]:
    return {code: {name: gap.label for name, gap in of.items()} for code, of in found.items()}
