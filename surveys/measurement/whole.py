"""A segment's profile as a whole: one index, how close to the mission and the wish, like whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.measurement.composite import alignment, fulfilment, image_index
from surveys.measurement.consistency import consistency
from surveys.measurement.figures import WholeFigures
from surveys.measurement.layout import ScoreColumn
from surveys.measurement.profiles import score_sample
from surveys.measurement.similarity import Similarity, similarity
from surveys.measurement.summary import Summary
from surveys.questionnaire.scales import Direction

Scores = Mapping[str, float]
"""A score by dimension."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What profiles are held against: how much a dimension matters, and other profiles."""

    importances: Scores
    directions: Mapping[str, Direction]
    mission: Scores
    wish: Scores
    internal: Scores


def whole_figures(
    group: Summary, scores: Sequence[ScoreColumn], yardstick: Yardstick
) -> WholeFigures:
    """Return the figures of a segment's whole profile.

    Args:
        group: the segment's people.
        scores: its dimensions, each by its image.
        yardstick: the same importances for all segments, so that these can be compared.
    """
    means = {score.dimension: score_sample(group, score).mean for score in scores}
    steps = np.array([float(score.step) for score in scores])
    covariance = group.mean_covariance([score.name for score in scores]) * np.outer(steps, steps)
    places = {score.dimension: place for place, score in enumerate(scores)}

    def over(targets: Scores) -> tuple[list[str], list[int]]:
        """Return the dimensions that have a target, and their places."""
        there = [code for code in means if code in targets]
        return there, [places[code] for code in there]

    def importances(codes: Sequence[str]) -> list[float | None]:
        return [yardstick.importances.get(code) for code in codes]

    bound, at = over(yardstick.mission)
    wished, where = over(yardstick.wish)
    return WholeFigures(
        image_index([*means.values()], covariance, importances([*means])),
        alignment(
            [means[code] for code in bound],
            [yardstick.mission[code] for code in bound],
            covariance[np.ix_(at, at)],
            importances(bound),
        ),
        fulfilment(
            [means[code] for code in wished],
            [yardstick.wish[code] for code in wished],
            covariance[np.ix_(where, where)],
            importances(wished),
            [yardstick.directions[code] for code in wished],
        ),
        _likeness(means, yardstick),
        consistency(group, scores),
    )


def _likeness(means: Mapping[str, float | None], yardstick: Yardstick) -> dict[str, Similarity]:
    """Compare a profile with the internal one, the mission and the wish, where it has these."""
    others = {
        "internal": yardstick.internal,
        "mission": yardstick.mission,
        "wish": yardstick.wish,
    }
    found = {}
    for name, other in others.items():
        codes = [code for code in means if code in other]
        alike = similarity([means[code] for code in codes], [other[code] for code in codes])
        if alike is not None:
            found[name] = alike
    return found
