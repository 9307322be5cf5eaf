"""The four profiles: what one cell of people, and management's targets, say per dimension."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.estimates import Estimate, Sample, share_estimate
from surveys.measurement.layout import ScoreColumn, WishColumns
from surveys.measurement.moments import Moments
from surveys.measurement.reliability import Matrix, cronbach_alpha
from surveys.measurement.scores import MARGIN
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


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two scores of the same people, over those who have both, and their covariance."""

    first: Sample
    second: Sample
    covariance: float | None


def score_sample(moments: Moments, score: ScoreColumn) -> Sample:
    """Return the scores of a cell's people on one dimension and facet, in points of 0-100."""
    place = moments.column(score.name)
    return _sample(moments, score, place, place)


def score_pairs(moments: Moments, first: ScoreColumn, second: ScoreColumn) -> Pairs:
    """Return two scores of the same people, e.g. how it is seen and how they would like it."""
    one, other = moments.column(first.name), moments.column(second.name)
    covariance = moments.covariance([first.name, second.name])[0, 1]
    unit = float(first.step * second.step)
    return Pairs(
        _sample(moments, first, one, other),
        _sample(moments, second, other, one),
        None if np.isnan(covariance) else float(covariance) * unit,
    )


def wish_met(moments: Moments, wish: WishColumns) -> Estimate | None:
    """Return the share of people whose judgement is within 5 points of what they wish themselves.

    0-1, of those who gave both; None where the image was not asked.
    """
    if wish.met is None:
        return None
    (_, unmet), (_, met) = moments.value_counts(wish.met.name)
    return share_estimate(met, met + unmet)


def is_divided(moments: Moments, wish: WishColumns) -> bool:
    """Say whether people wish different things, so that their mean is the wish of few.

    The standard deviation is above 30 points, or more than 30 % wish below 35 and more than 30 %
    above 65.
    """
    (_, little), (_, between), (_, much) = moments.value_counts(wish.side.name)
    n = little + between + much
    sd = score_sample(moments, wish.wish).sd
    return bool(sd and sd > DIVIDED_SD) or min(little, much) > DIVIDED_SHARE * n


def alpha(moments: Moments, score: ScoreColumn) -> float | None:
    """Return Cronbach's alpha of the items behind a score, from pairwise covariances.

    None where it is not defined: one item, or nothing that varies.
    """
    covariance = item_covariances(moments, score)
    if np.isnan(covariance).any():
        return None
    try:
        return cronbach_alpha(covariance)
    except (TooFewItemsError, NoVarianceError):
        return None


def item_covariances(moments: Moments, score: ScoreColumn) -> Matrix:
    """Return the (k, k) covariances of the items behind a score, reversed ones turned.

    In squared points of 0-100, each from the people who answered both items; NaN where fewer than
    two did.
    """
    signs = np.where(score.reverse, -1, 1)
    units = 100 * signs / (np.array(score.highs) - np.array(score.lows))
    covariances: Matrix = moments.covariance(score.items) * np.outer(units, units)
    return covariances


def importances(moments: Moments) -> dict[str, float]:
    """Return how much each dimension matters to a cell's people, as shares that sum to 1.

    From a ranking of at most m: rank r gives m + 1 − r points and unranked none; from ratings of
    importance otherwise. A share is the mean over the sum of means. Empty where neither was asked.
    """
    means = dict(_ranked(moments)) or dict(_rated(moments))
    total = sum(means.values())
    return {code: mean / total for code, mean in means.items()} if total else {}


def _sample(moments: Moments, score: ScoreColumn, place: int, other: int) -> Sample:
    """Return the sample of one score over the people who also have the other column."""
    return Sample.of(
        int(moments.answered[place, other]),
        int(moments.sums[place, other]),
        int(moments.squares[place, other]),
        centre=moments.layout.centres[place],
        scale=score.step,
    )


def _ranked(moments: Moments) -> list[tuple[str, float]]:
    layout = moments.layout
    found = []
    for dimension, name in layout.importances:
        place = moments.column(name)
        n = int(moments.answered[place, place])
        if n:
            found.append((dimension, int(moments.sums[place, place]) / n + layout.centres[place]))
    return found


def _rated(moments: Moments) -> list[tuple[str, float]]:
    rated = [score for score in moments.layout.scores if score.facet is Facet.IMPORTANCE]
    samples = [(score.dimension, score_sample(moments, score).mean) for score in rated]
    return [(dimension, mean) for dimension, mean in samples if mean is not None]
