"""How far the company can steer what goes along with each dimension of its image."""

from collections.abc import Sequence
from typing import Final

from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.correlations import correlations
from surveys.measurement.origins.formers import TONE, former_items
from surveys.measurement.origins.influence import Split, splits
from surveys.measurement.sums.jackknife import Replicated
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet, Steerability

STEERABLE: Final = "steerable"

STEERED: Final = {Steerability.DIRECT: 1.0, Steerability.INDIRECT: 0.5, Steerability.NONE: 0.0}
"""How much of its influence a former lends to steering."""


def steerable_shares(
    asked: Questionnaire,
    group: Summary,
    replicates: Sequence[Summary] = (),
    thresholds: Thresholds | None = None,
) -> dict[str, Replicated]:
    """Return how much of what goes along with each dimension can be steered: direct 1, indirect ½.

    Σ c_f·share_f over the image formers f, with the shares of `influence.splits` for the score of
    the dimension, and c how far a former can be steered (`STEERED`).

    Args:
        asked: what the group answered.
        group: its people.
        replicates: the same people without one shard each (`jackknife.leave_one_out`), with the
            `formers.formers_columns` at least; without them there is no standard error.
        thresholds: how many answers a correlation needs.

    Returns:
        By dimension, 0-1; those of which no split can be shown, or no more is explained than by
        chance, are not there: the shares would be those of noise.

    Source:
        See `influence.splits`; the share of all influence that can be steered is a definition.
    """
    items = former_items(asked)
    tones = {code: f"{item}.{TONE}" for code, item in items.items()}
    scores = {
        score.dimension: score.name for score in group.layout.scores if score.facet is Facet.IMAGE
    }
    if not tones or not scores:
        return {}
    steered = {
        touchpoint.code: STEERED[touchpoint.steerability]
        for touchpoint in asked.touchpoints
        if touchpoint.code in tones
    }
    found = correlations(group, replicates, [*scores.values(), *tones.values()])
    split = splits(found, scores, tones, {STEERABLE: steered}, thresholds)
    return {code: of.combined[STEERABLE] for code, of in split.items() if _may_be_told(of)}


def _may_be_told(split: Split) -> bool:
    return STEERABLE in split.combined and split.is_beyond_chance
