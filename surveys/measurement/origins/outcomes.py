"""Which dimensions of the image go along with an outcome, beside how much people say they matter.

Derived importance is a dimension's share of what is explained of an outcome; stated importance is
what people answered. Nothing here claims that one causes the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import fmean
from typing import Final

from surveys.measurement.image.profiles import importances
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.correlations import Mean, correlations
from surveys.measurement.origins.influence import Driver, Split, splits
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.item_types import Likert, Nps
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet

IMAGE: Final = "image"
"""The name of the outcome that is the image of a person over all dimensions."""


class Quadrant(StrEnum):
    """Where a dimension lies when derived and stated importance are each cut at their mean."""

    BOTH = "both"
    """It goes along with the outcome and is said to matter."""
    DERIVED = "derived"
    """It goes along with the outcome though it is not said to matter: taken for granted, hidden."""
    STATED = "stated"
    """It is said to matter but does not go along with the outcome."""
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class DimensionDriver:
    """One dimension and one outcome: derived importance (`driver.share`) against stated.

    `stated` is the dimension's share of all stated importance, 0-1, and `stated_rank` its place,
    1 for the largest; equal ones share the middle place. None: not asked, or no split.
    """

    driver: Driver
    stated: float | None
    stated_rank: float | None
    quadrant: Quadrant | None


@dataclass(frozen=True, slots=True)
class OutcomeDrivers:
    """What goes along with one outcome, by dimension: the largest share first."""

    split: Split
    dimensions: Mapping[str, DimensionDriver]


def outcome_drivers(
    questionnaire: Questionnaire,
    group: Summary,
    replicates: Sequence[Summary] = (),
    *,
    attributes: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> dict[str, OutcomeDrivers]:
    """Return which dimensions of the image go along with each outcome of one group.

    An outcome is the mean of the items that measure it, turned where they are reversed, or an
    attribute of people, such as what they bought. What is chosen from a list is none.

    Args:
        questionnaire: what the group answered.
        group: its people.
        replicates: the same people without one shard each (`jackknife.leave_one_out`), which need
            only the `outcome_columns`; without them shares have no intervals.
        attributes: columns that stand for outcomes too (`attributes.with_attribute`).
        thresholds: how many people a plain correlation needs to be told.

    Returns:
        By outcome: those asked, in the order of the questionnaire, then the attributes.

    Assumes:
        Relations about straight. It shows what goes along with what, not what causes what.

    Source:
        See `influence.splits`; for the quadrants Martilla and James (1977), J Marketing 41, 77-79.
    """
    means = outcome_means(questionnaire)
    images = {
        score.dimension: score.name for score in group.layout.scores if score.facet is Facet.IMAGE
    }
    asked = dict.fromkeys(name for mean in means.values() for name in mean.units)
    columns = [*asked, *attributes, *images.values()]
    found = correlations(group, replicates, columns, [*means.values()])
    outcomes = {name: mean.name for name, mean in means.items()} | {of: of for of in attributes}
    stated = importances(group)
    return {
        outcome: OutcomeDrivers(split, _against_stated(split, stated))
        for outcome, split in splits(found, outcomes, images, thresholds=thresholds).items()
    }


def outcome_columns(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the columns that the replicates of `outcome_drivers` need, beside attributes."""
    means = outcome_means(questionnaire).values()
    of_outcomes = (name for mean in means for name in mean.units)
    return frozenset((*of_outcomes, *image_scores(Layout.of(questionnaire))))


def outcome_means(questionnaire: Questionnaire) -> dict[str, Mean]:
    """Return for each outcome that is answered on a scale the mean of its items, turned."""
    units: dict[str, dict[str, Fraction]] = {}
    for item in questionnaire.items():
        if isinstance(item, Likert | Nps) and item.measures and item.measures.outcome:
            points = item.points(questionnaire.scale_by_code)
            sign = -1 if isinstance(item, Likert) and item.reverse else 1
            unit = Fraction(100 * sign, max(points) - min(points))
            units.setdefault(item.measures.outcome, {})[item.code] = unit
    return {outcome: Mean(f"outcome:{outcome}", of) for outcome, of in units.items()}


def image_mean(group: Summary) -> Mean | None:
    """Return the image of a person: the mean over the dimensions that half of the group judged."""
    images = image_scores(group.layout).items()
    judged = {name: unit for name, unit in images if 2 * group.n_of(name) >= group.n > 0}
    return Mean(f"outcome:{IMAGE}", judged) if judged else None


def image_scores(layout: Layout) -> dict[str, Fraction]:
    """Return the columns of the image of each dimension, with the size of a step of each."""
    return {score.name: score.step for score in layout.scores if score.facet is Facet.IMAGE}


def _against_stated(split: Split, stated: Mapping[str, float]) -> dict[str, DimensionDriver]:
    """Hold derived importance against stated, over the dimensions that have both."""
    derived = {
        code: driver.share.value
        for code, driver in split.drivers.items()
        if code in stated and driver.share is not None and driver.share.value is not None
    }
    ranks = _ranks(stated)
    found = {}
    for code, driver in split.drivers.items():
        quadrant = None
        if code in derived and split.is_beyond_chance:
            quadrant = _QUADRANTS[
                derived[code] > fmean(derived.values()),
                stated[code] > fmean(stated[of] for of in derived),
            ]
        found[code] = DimensionDriver(driver, stated.get(code), ranks.get(code), quadrant)
    return found


_QUADRANTS: Final = {
    (True, True): Quadrant.BOTH,
    (True, False): Quadrant.DERIVED,
    (False, True): Quadrant.STATED,
    (False, False): Quadrant.NEITHER,
}
"""By whether derived and stated importance are above their means."""


def _ranks(values: Mapping[str, float]) -> dict[str, float]:
    """Return the place of each value, 1 for the largest; equal ones share the middle place."""
    ranked = [*values.values()]
    return {
        name: 0.5 + sum(of > value for of in ranked) + ranked.count(value) / 2
        for name, value in values.items()
    }
