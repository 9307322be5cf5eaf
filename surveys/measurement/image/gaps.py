"""The six gaps between the four profiles, tested, and what may be said of each."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import NamedTuple, TypeVar

from surveys.measurement.image.profiles import TOLERANCE, Target
from surveys.measurement.inference.comparisons import (
    Difference,
    against_target,
    equivalence,
    paired,
    welch,
)
from surveys.measurement.inference.effect_sizes import Effect, hedges_g, one_sample_g, paired_g
from surveys.measurement.inference.estimates import Method, Sample, normal_quantile
from surveys.measurement.inference.multiplicity import benjamini_hochberg, holm
from surveys.measurement.inference.thresholds import SIGNIFICANCE, Thresholds


class GapName(StrEnum):
    """Which two profiles are compared; a gap is the first minus the second."""

    LIVED_MISSION = "lived_mission"  # internal − mission
    RECOGNITION = "recognition"  # external − internal
    PROMISE = "promise"  # external − mission
    WISH = "wish"  # external − wish
    MATCH = "match"  # mission − wish
    ABILITY = "ability"  # internal − wish
    WISH_DESIRED = "wish_desired"  # external − what customers wish, beside a wish that was set


class Label(StrEnum):
    """What statistics supports saying of a gap."""

    GAP = "gap"
    NEGLIGIBLE = "negligible"
    CLOSED = "closed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class RankCheck:
    """A gap of two groups by ranks: Brunner and Munzel's p, and Cliff's delta for its size.

    `depends_on_scale` says that means and ranks disagree whether there is a difference: then it
    hangs on what the steps of the scale are taken to be worth. People all count the same here.
    """

    p: float | None
    delta: float
    depends_on_scale: bool | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap in points of 0-100; None is 'not defined' or 'not tested'.

    `margin` is the difference that counts as none. `n` is the size of the smaller group. `method`
    says how it is tested. `p` is adjusted by Holm inside the family (`p_adjusted`) and by
    Benjamini-Hochberg over the whole overview (`p_screened`).
    """

    difference: float
    margin: float
    n: int
    method: Method = Method.T
    se: float | None = None
    df: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    p_screened: float | None = None
    effect: float | None = None
    tost_p: float | None = None
    tost_p_adjusted: float | None = None
    label: Label = Label.UNDECIDED
    indicative: bool = False
    times_needed: float | None = None
    """So many times as many answers would decide it, if the difference stays."""
    ranks: RankCheck | None = None
    """Of two groups of people whose scores are counted."""

    @property
    def is_supported(self) -> bool:
        """Say whether statistics supports that there is a gap that counts."""
        return self.label is Label.GAP


@dataclass(frozen=True, slots=True)
class Four:
    """What stands on one dimension of one segment; what is not there is None.

    The wish is set by management (`wish`), or what customers themselves desire (`desired`); where
    both are there, `wish` is the wish. `beyond_desired` is how far each person's judgement is above
    their own wish, over those who gave both.
    """

    external: Sample | None = None
    internal: Sample | None = None
    mission: Target | None = None
    wish: Target | None = None
    desired: Sample | None = None
    beyond_desired: Sample | None = None


class Base(NamedTuple):
    """On how many people a gap rests, in the smaller group, what these amount to, and how."""

    n: int
    n_eff: float
    method: Method

    @classmethod
    def of(cls, *samples: Sample, method: Method = Method.T) -> "Base":
        """Return the base of a comparison of some groups."""
        n, n_eff = (min(each) for each in zip(*((of.n, of.n_eff) for of in samples), strict=True))
        return cls(int(n), n_eff, method)


Key = TypeVar("Key", bound=Hashable)


def gaps_of(four: Four, thresholds: Thresholds) -> dict[GapName, Gap]:
    """Return the gaps of one dimension, tested but not yet adjusted or labelled."""
    found = {
        GapName.LIVED_MISSION: _to_target(four.internal, four.mission, thresholds),
        GapName.RECOGNITION: between(four.external, four.internal, TOLERANCE, thresholds),
        GapName.PROMISE: _to_target(four.external, four.mission, thresholds),
    }
    desired_wish = _paired(four.beyond_desired, thresholds)
    if four.wish is not None:
        found |= {
            GapName.WISH: _to_target(four.external, four.wish, thresholds),
            GapName.MATCH: _of_constants(four.mission, four.wish),
            GapName.ABILITY: _to_target(four.internal, four.wish, thresholds),
            GapName.WISH_DESIRED: desired_wish,
        }
    else:
        # A match is judged by the wish's tolerance; a wish that customers gave has the usual one.
        mission = four.mission and replace(four.mission, tolerance=TOLERANCE)
        found |= {
            GapName.WISH: desired_wish,
            GapName.MATCH: _turned(_to_target(four.desired, mission, thresholds)),
            GapName.ABILITY: between(four.internal, four.desired, TOLERANCE, thresholds),
        }
    return {name: gap for name, gap in found.items() if gap is not None}


def adjusted(family: Mapping[Key, Gap]) -> dict[Key, Gap]:
    """Adjust the p values of one family by Holm and label each gap.

    A family is one kind of gap in one segment, over all dimensions. Gaps that are indicative or
    not tested do not count in it.
    """
    counted = {key: gap for key, gap in family.items() if _counts(gap)}
    p_values = holm([gap.p for gap in counted.values()])
    tost_values = holm([gap.tost_p for gap in counted.values()])
    judged = {
        key: _labelled(gap, p, tost_p, len(counted))
        for (key, gap), p, tost_p in zip(counted.items(), p_values, tost_values, strict=True)
    }
    return {key: judged.get(key, gap) for key, gap in family.items()}


def screened(overview: Mapping[Key, Gap]) -> dict[Key, float]:
    """Return the p values of a whole overview adjusted by Benjamini-Hochberg, where tested."""
    counted = {key: gap.p for key, gap in overview.items() if _counts(gap)}
    adjusted_p = benjamini_hochberg(list(counted.values()))
    return {key: p for key, p in zip(counted, adjusted_p, strict=True) if p is not None}


def label_of(p_adjusted: float | None, tost_p_adjusted: float | None) -> Label:
    """Return what a difference test and an equivalence test together allow to say.

    >>> label_of(0.2, 0.01), label_of(0.2, 0.2)
    (<Label.CLOSED: 'closed'>, <Label.UNDECIDED: 'undecided'>)
    """
    differs = p_adjusted is not None and p_adjusted < SIGNIFICANCE
    is_small = tost_p_adjusted is not None and tost_p_adjusted < SIGNIFICANCE
    if differs:
        return Label.NEGLIGIBLE if is_small else Label.GAP
    return Label.CLOSED if is_small else Label.UNDECIDED


def _counts(gap: Gap) -> bool:
    return gap.p is not None and not gap.indicative


def _labelled(gap: Gap, p: float | None, tost_p: float | None, looks: int) -> Gap:
    label = label_of(p, tost_p)
    times = _times_needed(gap, looks) if label is Label.UNDECIDED else None
    return replace(gap, p_adjusted=p, tost_p_adjusted=tost_p, label=label, times_needed=times)


def _times_needed(gap: Gap, looks: int) -> float | None:
    """Return how many times the answers would decide, if the difference and spread stay.

    Either the difference itself becomes clear, or that it is inside the margin, at the strictest
    level of Holm in this family; by the normal distribution.
    """
    if not gap.se:
        return None
    size = abs(gap.difference)
    clear = normal_quantile(1 - SIGNIFICANCE / 2 / looks) * gap.se / size if size else None
    room = gap.margin - size
    small = normal_quantile(1 - SIGNIFICANCE / looks) * gap.se / room if room > 0 else None
    ratios = [ratio for ratio in (clear, small) if ratio is not None]
    return max(1.0, min(ratios) ** 2) if ratios else None


def people_needed(n: int, gap: Gap) -> int | None:
    """Return how many answers a group of n would need for an undecided gap to be decided.

    >>> people_needed(100, Gap(difference=3.0, margin=5.0, n=100, times_needed=2.5))
    250
    """
    return None if gap.times_needed is None else ceil(n * gap.times_needed)


def _to_target(sample: Sample | None, target: Target | None, thresholds: Thresholds) -> Gap | None:
    if sample is None or target is None or sample.mean is None:
        return None
    difference = against_target(sample, target.value)
    effect = one_sample_g(sample, target.value)
    return _gap(difference, effect, target.tolerance, Base.of(sample), thresholds)


def between(
    first: Sample | None, second: Sample | None, margin: float, thresholds: Thresholds
) -> Gap | None:
    """Return the gap of two independent groups, tested but not yet adjusted or labelled."""
    if first is None or second is None or first.mean is None or second.mean is None:
        return None
    base = Base.of(first, second, method=Method.WELCH)
    return _gap(welch(first, second), hedges_g(first, second), margin, base, thresholds)


def _paired(differences: Sample | None, thresholds: Thresholds) -> Gap | None:
    if differences is None:
        return None
    effect = paired_g(differences)
    base = Base.of(differences, method=Method.PAIRED_T)
    return _gap(paired(differences), effect, TOLERANCE, base, thresholds)


def _of_constants(mission: Target | None, wish: Target) -> Gap | None:
    """Compare two targets: no test, the size against the wish's tolerance alone."""
    if mission is None:
        return None
    difference = mission.value - wish.value
    label = Label.CLOSED if abs(difference) <= wish.tolerance else Label.GAP
    return Gap(difference, wish.tolerance, n=0, method=Method.CONSTANTS, label=label)


def _gap(
    difference: Difference,
    effect: Effect | None,
    margin: float,
    base: Base,
    thresholds: Thresholds,
) -> Gap | None:
    if difference.difference is None:
        return None
    if base.n_eff < thresholds.to_test:
        return Gap(difference.difference, margin, base.n, base.method, indicative=True)
    return Gap(
        difference.difference,
        margin,
        base.n,
        base.method,
        se=difference.se,
        df=difference.df,
        low=difference.low,
        high=difference.high,
        p=difference.p,
        effect=None if effect is None else effect.g,
        tost_p=equivalence(difference, margin).p,
        indicative=base.n_eff < thresholds.to_judge,
    )


def _turned(gap: Gap | None) -> Gap | None:
    """Return a gap the other way round: second minus first."""
    if gap is None:
        return None
    return replace(
        gap,
        difference=-gap.difference,
        low=None if gap.high is None else -gap.high,
        high=None if gap.low is None else -gap.low,
        effect=None if gap.effect is None else -gap.effect,
    )
