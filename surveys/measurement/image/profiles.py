"""The four profiles: what one cell of people, and management's targets, say per dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.scales.reliability import Matrix, cronbach_alpha
from surveys.measurement.sums.layout import ScoreColumn, WishColumns
from surveys.measurement.sums.scores import MARGIN
from surveys.measurement.sums.summary import FloatVector, Summary, column_sums
from surveys.questionnaire.scales import Facet

TOLERANCE: Final = float(MARGIN)
"""The margin within which a target counts as met, in points of 0-100, unless set otherwise."""

DIVIDED_SD: Final = 30
DIVIDED_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Target:
    """A score set by management, 0-100, and the margin within which it counts as met."""

    value: float
    tolerance: float = TOLERANCE


@dataclass(frozen=True, slots=True)
class Profiles:
    """What management set: one mission by dimension, and a wish by segment and dimension."""

    mission: Mapping[str, Target] = field(default_factory=dict)
    wish: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)


def score_sample(group: Summary, score: ScoreColumn) -> Sample:
    """Return the scores of a group's people on one dimension and facet, in points of 0-100."""
    return group.sample(score.name, score.step)


def score_means(group: Summary, scores: Sequence[ScoreColumn]) -> FloatVector:
    """Return the means of many scores at once, in points of 0-100; NaN where nobody has one.

    For replicates, of which there are many; `score_sample` says how sure a mean is.
    """
    weights, sums = column_sums(group, [score.name for score in scores])
    steps = np.array([float(score.step) for score in scores])
    means = np.full(len(scores), np.nan)
    np.divide(sums * steps, weights, out=means, where=weights > 0)
    return means


def score_difference(group: Summary, first: ScoreColumn, second: ScoreColumn) -> Sample:
    """Return how far each person's first score is above the second one, in points of 0-100.

    Over those who have both, e.g. how they see a company and how they would like it.
    """
    return group.difference(first.name, second.name, (first.step, second.step))


def wish_met(group: Summary, wish: WishColumns) -> Sample | None:
    """Return 1 for each person whose judgement is within 5 points of their own wish, else 0.

    Of those who gave both; None where the image was not asked.
    """
    return None if wish.met is None else group.share(wish.met.name, {1})


def is_divided(group: Summary, wish: WishColumns) -> bool:
    """Say whether people wish different things, so that their mean is the wish of few.

    The standard deviation is above 30 points, or more than 30 % wish below 35 and more than 30 %
    above 65.
    """
    tails = [group.share(wish.side.name, {side}).mean or 0.0 for side in (-1, 1)]
    sd = score_sample(group, wish.wish).sd
    return bool(sd and sd > DIVIDED_SD) or min(tails) > DIVIDED_SHARE


def alpha(group: Summary, score: ScoreColumn) -> float | None:
    """Return Cronbach's alpha of the items behind a score, from pairwise covariances.

    None where it is not defined: one item, or nothing that varies.
    """
    covariance = item_covariances(group, score)
    if np.isnan(covariance).any():
        return None
    try:
        return cronbach_alpha(covariance)
    except (TooFewItemsError, NoVarianceError):
        return None


def item_covariances(group: Summary, score: ScoreColumn) -> Matrix:
    """Return the (k, k) covariances of the items behind a score, reversed ones turned.

    In squared points of 0-100, each from the people who answered both items; NaN where fewer than
    two did.
    """
    return oriented(group.covariance(score.items), score)


def oriented(covariance: Matrix, score: ScoreColumn) -> Matrix:
    """Return (k, k) covariances of a score's items in squared points, reversed items turned."""
    covariances: Matrix = covariance * score.turned_units
    return covariances


def importances(group: Summary) -> dict[str, float]:
    """Return how much each dimension matters to a cell's people, as shares that sum to 1.

    From a ranking of at most m: rank r gives m + 1 − r points and unranked none; from ratings of
    importance otherwise. A share is the mean over the sum of means. Empty where neither was asked.
    """
    means = dict(_ranked(group)) or dict(_rated(group))
    total = sum(means.values())
    return {code: mean / total for code, mean in means.items()} if total else {}


def _ranked(group: Summary) -> list[tuple[str, float]]:
    samples = [(dimension, group.sample(name).mean) for dimension, name in group.layout.importances]
    return [(dimension, mean) for dimension, mean in samples if mean is not None]


def _rated(group: Summary) -> list[tuple[str, float]]:
    rated = [score for score in group.layout.scores if score.facet is Facet.IMPORTANCE]
    samples = [(score.dimension, score_sample(group, score).mean) for score in rated]
    return [(dimension, mean) for dimension, mean in samples if mean is not None]
