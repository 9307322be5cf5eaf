"""What a segment's people tell and hear about the company, beside whether they would recommend it.

Word of mouth is what people say they did, the Net Promoter Score what they say they would do. Both
are shown with their intervals, for a segment, and a segment may be held against all the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, sub
from typing import Final

from surveys.measurement.inference.bases import share_of
from surveys.measurement.inference.comparisons import Difference, welch
from surveys.measurement.inference.estimates import (
    Ends,
    Estimate,
    Sample,
    mean_estimate,
)
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.recommendation import (
    CUTS,
    Cuts,
    NetPromoterScore,
    net_promoter_score,
)
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.item_types import Nps, SingleChoice
from surveys.questionnaire.items import Item
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Outcome

ANSWERS: Final = Ends(0.0, 10.0)
TONES: Final = {"positive": 1, "both": 0, "negative": -1}
"""What people told or heard, by the option's code, and what it counts for in the net."""
NOTHING: Final = "no"
"""The option of who told or heard nothing."""
TALK: Final = Cuts(detractors=-1, promoters=1)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Would people recommend: the Net Promoter Score, −100 to 100, and all that it leaves out.

    `score` has the interval that counts (see `NetPromoterScore.interval`), none with too few
    people. `mean` is of the answers, 0-10; `distribution` has the share of each of these.
    """

    score: Estimate
    promoters: Estimate
    detractors: Estimate
    mean: Estimate
    distribution: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Talk:
    """Word of mouth, given or heard, in one segment.

    `shares` are those of who told or heard something positive, something negative, both alike, or
    nothing (`no`), of all `n` who answered. `net` is positive less negative, −100 to 100, among
    those only who told or heard something.
    """

    n: int
    shares: Mapping[str, Estimate]
    net: Estimate


@dataclass(frozen=True, slots=True)
class WordOfMouth:
    """What one segment tells and hears; None is not asked."""

    n: int
    recommendation: Recommendation | None
    given: Talk | None
    heard: Talk | None


@dataclass(frozen=True, slots=True)
class AgainstOthers:
    """A segment's Net Promoter Score less that of all others together; p by Holm over segments."""

    difference: Difference
    p_adjusted: float | None


def word_of_mouth(
    group: Summary,
    asked: Questionnaire,
    thresholds: Thresholds | None = None,
) -> WordOfMouth:
    """Return what the people of a segment tell and hear, and whether they would recommend.

    Args:
        group: sums over the segment's people, weighted or not.
        asked: the questionnaire; its items say by their outcomes what they measure.
        thresholds: how many people an interval needs.

    Source:
        For the score see `recommendation.net_promoter_score`, for shares `share_estimate`.
    """
    enough = thresholds or Thresholds()
    recommended = _item(asked, Outcome.RECOMMENDATION)
    return WordOfMouth(
        n=group.n,
        recommendation=recommendation(group, recommended.code, enough)
        if isinstance(recommended, Nps)
        else None,
        given=_talk(group, _item(asked, Outcome.WORD_OF_MOUTH_GIVEN), enough),
        heard=_talk(group, _item(asked, Outcome.WORD_OF_MOUTH_HEARD), enough),
    )


def recommendation(group: Summary, item: str, thresholds: Thresholds) -> Recommendation:
    """Return the Net Promoter Score of a group with what it leaves out.

    Args:
        group: sums over its people.
        item: the code of the item of 0-10.
        thresholds: how many people an interval needs.
    """
    sample, counts = group.sample(item), dict(group.value_counts(item))
    weighted = None if sample.unequal is None else promoter_sample(group, item)
    score = net_promoter_score(counts, weighted)
    whole = sum(counts.values())
    promoters, detractors = (
        [answer for answer in counts if answer >= CUTS.promoters],
        [answer for answer in counts if answer <= CUTS.detractors],
    )
    return Recommendation(
        score=_net_estimate(score, thresholds),
        promoters=share_of(group.share(item, promoters), thresholds),
        detractors=share_of(group.share(item, detractors), thresholds),
        mean=_mean(sample, thresholds),
        distribution={answer: many / whole for answer, many in counts.items()} if whole else {},
    )


def promoter_sample(group: Summary, item: str) -> Sample:
    """Return what people's scores say: 100 for a promoter, −100 for a detractor, else 0.

    Weighted or not; its variance and effective n go into any comparison of means.
    """
    scores = {
        answer: (answer >= CUTS.promoters) - (answer <= CUTS.detractors)
        for answer in group.layout.values_of(item)
    }
    return group.scored(item, scores, Fraction(100))


def against_others(
    segments: Mapping[str, Summary],
    asked: Questionnaire,
    thresholds: Thresholds | None = None,
) -> dict[str, AgainstOthers]:
    """Hold the Net Promoter Score of each segment against that of all the others together.

    Args:
        segments: sums over the people of each, all weighted or none.
        asked: the questionnaire.
        thresholds: how many people a test needs, on both sides.

    Returns:
        By segment its score less that of the others, by Welch's test, with p adjusted over the
        segments by Holm; without a test where either side is too small. Empty where the item was
        not asked or there is but one segment.

    Source:
        Welch (1947), Biometrika 34, 28-35; Holm (1979), Scand J Stat 6, 65-70.
    """
    item, enough = _item(asked, Outcome.RECOMMENDATION), thresholds or Thresholds()
    if not isinstance(item, Nps) or len(segments) < 2:
        return {}
    everyone: Summary = reduce(add, segments.values())
    differences = {
        name: _tested(
            promoter_sample(group, item.code),
            promoter_sample(sub(everyone, group), item.code),
            enough,
        )
        for name, group in segments.items()
    }
    adjusted = holm([difference.p for difference in differences.values()])
    return {
        name: AgainstOthers(difference, p)
        for (name, difference), p in zip(differences.items(), adjusted, strict=True)
    }


def _item(asked: Questionnaire, outcome: Outcome) -> Item | None:
    """Return the item that asks an outcome, if there is one."""
    found = (item for item in asked.items() if item.measures and item.measures.outcome is outcome)
    return next(found, None)


def _talk(group: Summary, item: Item | None, thresholds: Thresholds) -> Talk | None:
    if not isinstance(item, SingleChoice):
        return None
    places = {code: place for place, code in enumerate(item.option_codes)}
    return Talk(
        n=group.n_of(item.code),
        shares={
            code: share_of(group.share(item.code, {places[code]}), thresholds)
            for code in (*TONES, NOTHING)
            if code in places
        },
        net=_net_estimate(_net(group, item.code, places), thresholds),
    )


def _net(group: Summary, item: str, places: Mapping[str, int]) -> NetPromoterScore:
    """Return positive less negative: the score of those who told or heard something."""
    tones = {places[code]: tone for code, tone in TONES.items() if code in places}
    sample = group.scored(item, tones, Fraction(100))
    counts: dict[int, float] = dict.fromkeys(TONES.values(), 0)
    counts |= {tones[place]: many for place, many in group.value_counts(item) if place in tones}
    weighted = None if sample.unequal is None else sample
    return net_promoter_score(counts, weighted, cuts=TALK)


def _net_estimate(net: NetPromoterScore, thresholds: Thresholds) -> Estimate:
    """Return a score with the interval that counts, where there are enough people for one."""
    sample, interval = net.sample, net.interval
    n_eff = None if sample.unequal is None else sample.n_eff
    # with weights there is no interval for people who all say the same
    is_known = interval is not None and (sample.varies or net.adjusted is not None)
    if interval is None or not is_known or sample.n_eff < thresholds.to_test:
        return Estimate(sample.n, net.score, None, None, None, n_eff)
    return Estimate(sample.n, net.score, sample.se or None, *interval, n_eff)


def _mean(sample: Sample, thresholds: Thresholds) -> Estimate:
    if sample.n_eff >= thresholds.to_test:
        return mean_estimate(sample, ends=ANSWERS)
    n_eff = None if sample.unequal is None else sample.n_eff
    return Estimate(sample.n, sample.mean, None, None, None, n_eff)


def _tested(first: Sample, second: Sample, thresholds: Thresholds) -> Difference:
    found = welch(first, second)
    enough = min(first.n_eff, second.n_eff) >= thresholds.to_test
    return found if enough else Difference(found.difference)
