"""A segment's profile as a whole: one index, how close to the mission and the wish, like whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from surveys.measurement.image.composite import Closeness, alignment, fulfilment, image_index
from surveys.measurement.image.consistency import Consistency, consistency
from surveys.measurement.image.profiles import importances, score_difference, score_sample
from surveys.measurement.image.similarity import Similarity, similarity
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.layout import ScoreColumn
from surveys.measurement.sums.summary import FloatMatrix, Summary
from surveys.measurement.wave.figures import WholeFigures
from surveys.questionnaire.scales import Direction, Facet

Scores = Mapping[str, float]
"""A score by dimension."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What profiles are held against: how much a dimension matters, and other profiles.

    `wish` is the one that management set: empty where it set none, so that what customers
    themselves wish stands in for it; None for people who have no wish in common.
    """

    importances: Scores
    directions: Mapping[str, Direction]
    mission: Scores
    wish: Scores | None
    internal: Scores


class _Held(NamedTuple):
    """The scores of some dimensions, their targets, and the covariances of the scores' means."""

    codes: list[str]
    scores: list[float | None]
    targets: list[float]
    covariance: FloatMatrix


def counting(total: Summary) -> dict[str, float]:
    """Return how much each dimension counts in a whole profile, as shares.

    As much as it matters to all customers; all the same where that was not asked of every
    dimension, or nobody said. A dimension is missing where others can be told and it cannot.
    """
    layout = total.layout
    images = layout.dimensions(Facet.IMAGE)
    ranked = {dimension for dimension, _ in layout.importances}
    asked = ranked or {*layout.dimensions(Facet.IMPORTANCE)}
    matters = importances(total) if asked.issuperset(images) else {}
    return matters or dict.fromkeys(images, 1 / max(len(images), 1))


def whole_figures(
    group: Summary, scores: Sequence[ScoreColumn], yardstick: Yardstick, thresholds: Thresholds
) -> WholeFigures:
    """Return the figures of a segment's whole profile.

    Args:
        group: the segment's people.
        scores: its dimensions, one at least, each by its image.
        yardstick: the same importances for all segments, so that these can be compared.
        thresholds: below `to_test` answers to a dimension nothing is said of how sure a figure is,
            below `to_judge` nothing of how people differ.
    """
    samples = [score_sample(group, score) for score in scores]
    means = {score.dimension: sample.mean for score, sample in zip(scores, samples, strict=True)}
    covariance = _without_few(_covariance(group, scores), samples, thresholds)
    bound = _held(means, covariance, yardstick.mission)
    desired = _desired(group, yardstick)
    if desired:
        wished = _desires_met(
            group, [score for score in scores if score.dimension in desired], desired, thresholds
        )
    else:
        wished = _held(means, covariance, yardstick.wish or {})
    aligned = alignment(
        bound.scores, bound.targets, bound.covariance, _counts(bound.codes, yardstick)
    )
    fulfilled = fulfilment(
        wished.scores,
        wished.targets,
        wished.covariance,
        _counts(wished.codes, yardstick),
        [yardstick.directions[code] for code in wished.codes],
    )
    return WholeFigures(
        image_index([*means.values()], covariance, _counts(means, yardstick)),
        aligned,
        fulfilled,
        _costs(bound, aligned),
        _costs(wished, fulfilled),
        _likeness(
            means,
            {
                "internal": yardstick.internal,
                "mission": yardstick.mission,
                "wish": {code: score_sample(group, of).mean for code, of in desired.items()}
                or yardstick.wish
                or {},
            },
        ),
        _consistency(group, scores, samples, thresholds),
    )


def _held(means: Mapping[str, float | None], covariance: FloatMatrix, targets: Scores) -> _Held:
    """Hold those scores that have a target against it."""
    places = [place for place, code in enumerate(means) if code in targets]
    codes = [code for code in means if code in targets]
    return _Held(
        codes,
        [means[code] for code in codes],
        [targets[code] for code in codes],
        covariance[np.ix_(places, places)],
    )


def _desired(group: Summary, yardstick: Yardstick) -> dict[str, ScoreColumn]:
    """Return the columns of what people wish themselves, where management set no wish."""
    if yardstick.wish is None or yardstick.wish:
        return {}
    return {of.dimension: of for of in group.layout.scores if of.facet is Facet.WISH}


def _desires_met(
    group: Summary,
    seen: Sequence[ScoreColumn],
    desired: Mapping[str, ScoreColumn],
    thresholds: Thresholds,
) -> _Held:
    """Hold each person's scores against their own wishes, and the differences against 0.

    They are correlated as the differences of all means are; how sure each is, the pairs say.
    """
    wishes = [desired[score.dimension] for score in seen]
    k = len(seen)
    both = _covariance(group, [*seen, *wishes])
    covariance = both[:k, :k] + both[k:, k:] - both[:k, k:] - both[k:, :k]
    differences = [score_difference(group, *pair) for pair in zip(seen, wishes, strict=True)]
    errors = np.array([of.se for of in differences], dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = errors / np.sqrt(np.diag(covariance))
    return _Held(
        [score.dimension for score in seen],
        [of.mean for of in differences],
        [0.0] * k,
        _without_few(covariance * np.outer(ratios, ratios), differences, thresholds),
    )


def _covariance(group: Summary, scores: Sequence[ScoreColumn]) -> FloatMatrix:
    """Return the (k, k) covariances of the means of scores, in squared points."""
    steps = np.array([float(score.step) for score in scores])
    covariance: FloatMatrix = group.mean_covariance([score.name for score in scores])
    return covariance * np.outer(steps, steps)


def _without_few(
    covariance: FloatMatrix, samples: Sequence[Sample], thresholds: Thresholds
) -> FloatMatrix:
    """Return covariances of means, not defined for those of too few people for a test."""
    few = np.array([sample.n_eff < thresholds.to_test for sample in samples])
    return np.where(few[:, None] | few, np.nan, covariance)


def _counts(codes: Iterable[str], yardstick: Yardstick) -> list[float | None]:
    return [yardstick.importances.get(code) for code in codes]


def _costs(held: _Held, close: Closeness | None) -> dict[str, float]:
    return {} if close is None else dict(zip(held.codes, close.costs, strict=True))


def _likeness(
    means: Mapping[str, float | None], others: Mapping[str, Mapping[str, float | None]]
) -> dict[str, Similarity]:
    """Compare a profile with others, over the dimensions that these have."""
    found = {}
    for name, other in others.items():
        codes = [code for code in means if code in other]
        alike = similarity([means[code] for code in codes], [other[code] for code in codes])
        if alike is not None:
            found[name] = alike
    return found


def _consistency(
    group: Summary,
    scores: Sequence[ScoreColumn],
    samples: Sequence[Sample],
    thresholds: Thresholds,
) -> Consistency | None:
    """Return how people differ, where enough of them judged every dimension."""
    enough = min(sample.n_eff for sample in samples) >= thresholds.to_judge
    return consistency(group, scores) if enough else None
