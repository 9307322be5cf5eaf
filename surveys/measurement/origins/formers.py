"""What forms the image: per image former whom it reaches, how good it was, and how much it weighs.

Influence goes by what goes along with the image: how good people found each former they met, split
by `influence`. It shows no causes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.correlations import correlations
from surveys.measurement.origins.experiences import (
    Contrast,
    Experiences,
    contrasts,
    experiences,
    shown_parts,
)
from surveys.measurement.origins.influence import Driver, Split, splits
from surveys.measurement.origins.outcomes import IMAGE, image_mean, image_scores, outcome_means
from surveys.measurement.sums.jackknife import Replicated
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.experience import CONTACT, Experience
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Outcome, Steerability, Touchpoint, TouchpointKind

PEOPLE: Final = frozenset({TouchpointKind.STAFF, TouchpointKind.CUSTOMERS})
"""The kinds that weigh most, as is claimed: staff and current customers."""

TONE: Final = "tone"
"""The column of an image former that says how good it was."""

_CLAIM: Final = "people_less_others"
_STEERABLE: Final = "steerable"


class Answer(StrEnum):
    """What a group's answers say of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Claim:
    """That staff and current customers weigh most: more than all other formers together.

    `difference` is their share of what is explained less that of all others, −1 to 1. It supports
    the claim where its interval lies above 0, and contradicts it below. Undecided too where no more
    is explained than by chance, and where a former that speaks against the answer is not in the
    split: too few people met it.
    """

    answer: Answer
    difference: Replicated


@dataclass(frozen=True, slots=True)
class Explained:
    """What is explained of one outcome, split over the formers and over kinds of them.

    Shares are of R², 0-1; a kind without a former in the split has none. `steerable` is the share
    of those that can be steered, directly or not; None without a split. `people_weigh_most` is None
    where the formers in the split are all of one side.
    """

    split: Split
    by_kind: Mapping[TouchpointKind, Replicated]
    by_steerability: Mapping[Steerability, Replicated]
    steerable: Replicated | None
    people_weigh_most: Claim | None


@dataclass(frozen=True, slots=True)
class Former:
    """One image former in one group: what people had with it and what goes along with it.

    `image` and `recommendation` tell how strongly judgements of it go along with these; None where
    the outcome was not asked.
    """

    kind: TouchpointKind
    steerability: Steerability
    experiences: Experiences
    image: Driver | None
    recommendation: Driver | None

    @property
    def influence(self) -> float | None:
        """Return its share of what is explained of the image × its larger reach, 0-1.

        A planning figure without an interval: strong but seldom met counts for little.
        """
        reach = self.experiences.reach
        share = None if self.image is None else self.image.share
        if reach is None or reach.larger is None or share is None or share.value is None:
            return None
        return share.value * reach.larger


@dataclass(frozen=True, slots=True)
class Formers:
    """The image formers of one group, by touchpoint in the questionnaire's order.

    `image` and `recommendation` are None where they were not asked or nobody answered. The
    contrasts are over all formers together; None where no former has both parts.
    """

    formers: Mapping[str, Former]
    image: Explained | None
    recommendation: Explained | None
    own_less_heard: Contrast | None
    recent_less_past: Contrast | None


def formers(
    questionnaire: Questionnaire,
    group: Summary,
    replicates: Sequence[Summary] = (),
    *,
    k: int,
    thresholds: Thresholds | None = None,
) -> Formers:
    """Return the image formers of one group, and what goes along with how good they were.

    The outcomes are the image of a person, which is the mean over the dimensions, and
    recommendation; the drivers are how good people found each former that they met. A dimension
    that fewer than half of the group judged is no part of the image.

    Args:
        questionnaire: what the group answered.
        group: its people.
        replicates: the same people without one shard each (`jackknife.leave_one_out`), which need
            only the `formers_columns`; without them shares have no intervals.
        k: the smallest group to show: parts of the group can be smaller.
        thresholds: how many answers an interval, a test and a label need.

    Assumes:
        Those who did not meet a former would have judged it like those who did; relations about
        straight. It shows what goes along with what, not what causes what.

    Source:
        See `experiences.experiences`, `experiences.contrasts` and `influence.splits`.
    """
    enough = thresholds or Thresholds()
    items = former_items(questionnaire)
    asked = [touchpoint for touchpoint in questionnaire.touchpoints if touchpoint.code in items]
    parts = shown_parts(group, items, k)
    met = experiences(group, items, parts, k=k, thresholds=enough)
    split = _splits(questionnaire, group, replicates, asked, enough)
    explained = {outcome: _explained(of, asked) for outcome, of in split.items()}
    image, recommendation = explained.get(IMAGE), explained.get(Outcome.RECOMMENDATION)
    return Formers(
        {
            touchpoint.code: Former(
                touchpoint.kind,
                touchpoint.steerability,
                met[touchpoint.code],
                _driver(image, touchpoint),
                _driver(recommendation, touchpoint),
            )
            for touchpoint in asked
        },
        image,
        recommendation,
        *contrasts(group, replicates, items, parts),
    )


def formers_columns(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the columns that the replicates of `formers` need."""
    items = former_items(questionnaire).values()
    recommendation = outcome_means(questionnaire).get(Outcome.RECOMMENDATION)
    return frozenset(
        (
            *(f"{item}.{part}" for item in items for part in (TONE, CONTACT)),
            *image_scores(Layout.of(questionnaire)),
            *(recommendation.units if recommendation else ()),
        )
    )


def former_items(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the code of the item that asks of each image former, by touchpoint."""
    codes = {touchpoint.code for touchpoint in questionnaire.touchpoints}
    return {
        item.measures.touchpoint: item.code
        for item in questionnaire.items()
        if isinstance(item, Experience) and item.measures and item.measures.touchpoint in codes
    }


def _splits(
    questionnaire: Questionnaire,
    group: Summary,
    replicates: Sequence[Summary],
    asked: Sequence[Touchpoint],
    thresholds: Thresholds,
) -> dict[str, Split]:
    """Split what is explained of the image and of recommendation, where these were asked."""
    items = former_items(questionnaire)
    tones = {touchpoint.code: f"{items[touchpoint.code]}.{TONE}" for touchpoint in asked}
    recommendation = outcome_means(questionnaire).get(Outcome.RECOMMENDATION)
    means = {IMAGE: image_mean(group), Outcome.RECOMMENDATION: recommendation}
    there = {name: mean for name, mean in means.items() if mean is not None}
    columns = dict.fromkeys(name for mean in there.values() for name in mean.units)
    found = correlations(group, replicates, [*columns, *tones.values()], [*there.values()])
    outcomes = {outcome: mean.name for outcome, mean in there.items()}
    return splits(found, outcomes, tones, _combinations(asked), thresholds)


def _driver(explained: Explained | None, former: Touchpoint) -> Driver | None:
    return None if explained is None else explained.split.drivers[former.code]


def _combinations(asked: Sequence[Touchpoint]) -> dict[str, dict[str, float]]:
    """Return what to make of shares: sums by kind and by steerability, the claim's difference."""
    sums: dict[str, dict[str, float]] = {}
    for touchpoint in asked:
        for key in (_key(touchpoint.kind), _key(touchpoint.steerability)):
            sums.setdefault(key, {})[touchpoint.code] = 1.0
    claimed = {touchpoint.code: 1.0 if touchpoint.kind in PEOPLE else -1.0 for touchpoint in asked}
    steerable = {
        touchpoint.code: float(touchpoint.steerability is not Steerability.NONE)
        for touchpoint in asked
    }
    return {**sums, _CLAIM: claimed, _STEERABLE: steerable}


def _key(of: TouchpointKind | Steerability) -> str:
    return f"{type(of).__name__}.{of}"


def _explained(split: Split, asked: Sequence[Touchpoint]) -> Explained:
    kinds = {kind: split.combined.get(_key(kind)) for kind in TouchpointKind}
    steered = {how: split.combined.get(_key(how)) for how in Steerability}
    return Explained(
        split,
        {kind: share for kind, share in kinds.items() if share is not None},
        {how: share for how, share in steered.items() if share is not None},
        split.combined.get(_STEERABLE),
        _claim(split, {touchpoint.code: touchpoint.kind in PEOPLE for touchpoint in asked}),
    )


def _claim(split: Split, is_claimed: Mapping[str, bool]) -> Claim | None:
    """Put it to the test that the formers that are claimed to weigh most do."""
    difference, left_out = split.combined.get(_CLAIM), {*split.left_out}
    if difference is None or len({is_claimed[code] for code in {*is_claimed} - left_out}) < 2:
        return None
    against = {is_claimed[code] for code in left_out}
    answer = Answer.UNDECIDED
    if split.is_beyond_chance and difference.low is not None and difference.high is not None:
        if difference.low > 0 and False not in against:
            answer = Answer.SUPPORTED
        elif difference.high < 0 and True not in against:
            answer = Answer.CONTRADICTED
    return Claim(answer, difference)
