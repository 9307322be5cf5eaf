"""From Moments and targets to all the figures of a wave: the one place where they are made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Final

from surveys.measurement.estimates import Estimate, Sample, mean_estimate
from surveys.measurement.gaps import Four, Gap, GapName, Thresholds, adjusted, gaps_of, screened
from surveys.measurement.layout import Layout
from surveys.measurement.moments import Moments
from surveys.measurement.profiles import (
    Profiles,
    Target,
    alpha,
    importances,
    is_divided,
    score_difference,
    score_sample,
    wish_met,
)
from surveys.measurement.verdicts import Verdict, verdict_of
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Dimension, Facet

TOTAL_GAPS: Final = (GapName.LIVED_MISSION, GapName.RECOGNITION, GapName.PROMISE)
"""The gaps of all customers together: a wish belongs to a segment."""


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """All that is known of one dimension in one segment."""

    external: Estimate
    internal: Estimate | None
    desired: Estimate | None
    mission: Target | None
    wish: Target | None
    alpha: float | None
    importance: float | None
    gaps: Mapping[GapName, Gap]
    verdict: Verdict | None
    wish_met: Estimate | None = None
    """The share of people, 0-1, whose judgement is within 5 points of their own wish."""
    wish_divided: bool | None = None
    """Whether people wish different things; None where too few or nobody was asked."""


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """All that is known of one segment, by dimension; `n` counts its responses."""

    n: int
    dimensions: Mapping[str, DimensionFigures]


@dataclass(frozen=True, slots=True)
class InternalFigures:
    """What employees say of one dimension, also of those that customers are not asked."""

    estimate: Estimate
    alpha: float | None
    lived_mission: Gap | None


@dataclass(frozen=True, slots=True)
class Measurement:
    """Every figure of a wave: per segment, of all customers together, and of employees."""

    questionnaire: str
    segments: Mapping[str, SegmentFigures]
    total: SegmentFigures
    internal: Mapping[str, InternalFigures]
    employees: int = 0


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all segments share."""

    questionnaire: Questionnaire
    profiles: Profiles
    employees: Moments | None
    thresholds: Thresholds


def measure(  # noqa: PLR0913 - each is a source of figures, by name
    questionnaire: Questionnaire,
    segments: Mapping[str, Moments],
    *,
    profiles: Profiles | None = None,
    employees: Moments | None = None,
    total: Moments | None = None,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Return every figure of a wave.

    Args:
        questionnaire: what the customers answered.
        segments: Moments of the customers of each segment.
        profiles: mission and wishes set by management; a wish by the segments' names.
        employees: Moments of what employees answered, on any questionnaire: dimensions meet by
            code, and where it asks no facet `self` its image items are read as self.
        total: Moments of all customers, where they are more than the segments together.
        thresholds: how many answers a test and a judgement need.
    """
    ground = _Ground(questionnaire, profiles or Profiles(), employees, thresholds or Thresholds())
    if total is None:
        total = reduce(add, segments.values(), Moments.empty(Layout.of(questionnaire)))
    measured = {name: _segment(moments, name, ground) for name, moments in segments.items()}
    return Measurement(
        questionnaire.code,
        _with_screening(measured),
        _segment(total, None, ground),
        _internal(ground),
        0 if employees is None else employees.n,
    )


def _segment(moments: Moments, name: str | None, ground: _Ground) -> SegmentFigures:
    """Measure one segment, or the total when it has no name."""
    wishes = ground.profiles.wish.get(name, {}) if name is not None else {}
    matters = importances(moments)
    fours = {
        dimension.code: _four(moments, dimension.code, wishes, ground)
        for dimension in ground.questionnaire.dimensions
        if moments.layout.score(Facet.IMAGE, dimension.code) is not None
    }
    gaps = _families({code: gaps_of(four, ground.thresholds) for code, four in fours.items()})
    if name is None:
        gaps = {code: _only(of, TOTAL_GAPS) for code, of in gaps.items()}
    return SegmentFigures(
        moments.n,
        {
            dimension.code: DimensionFigures(
                external=_estimate(fours[dimension.code].external, ground.thresholds),
                internal=_optional(fours[dimension.code].internal, ground.thresholds),
                desired=_optional(fours[dimension.code].desired, ground.thresholds),
                mission=fours[dimension.code].mission,
                wish=fours[dimension.code].wish,
                alpha=_alpha(moments, Facet.IMAGE, dimension.code, ground.thresholds),
                importance=matters.get(dimension.code),
                gaps=gaps[dimension.code],
                verdict=None if name is None else _verdict(gaps[dimension.code], dimension),
                wish_met=_wish_met(moments, dimension.code, ground.thresholds),
                wish_divided=_wish_divided(moments, dimension.code, ground.thresholds),
            )
            for dimension in ground.questionnaire.dimensions
            if dimension.code in fours
        },
    )


def _four(moments: Moments, code: str, wishes: Mapping[str, Target], ground: _Ground) -> Four:
    image = moments.layout.score(Facet.IMAGE, code)
    desired = moments.layout.score(Facet.WISH, code)
    return Four(
        external=None if image is None else score_sample(moments, image),
        internal=_internal_sample(ground.employees, code),
        mission=ground.profiles.mission.get(code),
        wish=wishes.get(code),
        desired=None if desired is None else score_sample(moments, desired),
        beyond_desired=score_difference(moments, image, desired) if image and desired else None,
    )


def internal_facet(layout: Layout) -> Facet:
    """Return which facet of an employees' questionnaire is the internal identity."""
    return Facet.SELF if layout.dimensions(Facet.SELF) else Facet.IMAGE


def _internal_sample(employees: Moments | None, code: str) -> Sample | None:
    if employees is None:
        return None
    score = employees.layout.score(internal_facet(employees.layout), code)
    sample = None if score is None else score_sample(employees, score)
    return sample if sample is not None and sample.n else None


def _families(gaps: Mapping[str, Mapping[GapName, Gap]]) -> dict[str, dict[GapName, Gap]]:
    """Adjust each kind of gap over the dimensions of one segment."""
    families = {
        name: adjusted({code: of[name] for code, of in gaps.items() if name in of})
        for name in GapName
    }
    return {code: {name: families[name][code] for name in of} for code, of in gaps.items()}


def _with_screening(segments: Mapping[str, SegmentFigures]) -> dict[str, SegmentFigures]:
    """Adjust all gaps of all segments together."""
    p_values = screened(
        {
            _overview_key(name, code, gap_name): gap
            for name, segment in segments.items()
            for code, figures in segment.dimensions.items()
            for gap_name, gap in figures.gaps.items()
        }
    )

    def with_p(name: str, code: str, figures: DimensionFigures) -> DimensionFigures:
        gaps = {
            gap_name: replace(gap, p_screened=p_values.get(_overview_key(name, code, gap_name)))
            for gap_name, gap in figures.gaps.items()
        }
        return replace(figures, gaps=gaps)

    return {
        name: replace(
            segment,
            dimensions={code: with_p(name, code, of) for code, of in segment.dimensions.items()},
        )
        for name, segment in segments.items()
    }


def _overview_key(segment: str, code: str, gap: GapName) -> tuple[str, str, GapName]:
    """Return by what a gap is told apart; the lived mission is one for all and counts once."""
    return ("" if gap is GapName.LIVED_MISSION else segment, code, gap)


def _internal(ground: _Ground) -> dict[str, InternalFigures]:
    employees = ground.employees
    if employees is None:
        return {}
    facet = internal_facet(employees.layout)
    samples = {
        code: score_sample(employees, score)
        for code in employees.layout.dimensions(facet)
        if (score := employees.layout.score(facet, code)) is not None
    }
    fours = {
        code: Four(internal=sample, mission=ground.profiles.mission.get(code))
        for code, sample in samples.items()
        if sample.n
    }
    gaps = _families({code: gaps_of(four, ground.thresholds) for code, four in fours.items()})
    return {
        code: InternalFigures(
            _estimate(samples[code], ground.thresholds),
            _alpha(employees, facet, code, ground.thresholds),
            gaps.get(code, {}).get(GapName.LIVED_MISSION),
        )
        for code in samples
    }


def _verdict(gaps: Mapping[GapName, Gap], dimension: Dimension) -> Verdict | None:
    return verdict_of(gaps, dimension.direction)


def _only(gaps: Mapping[GapName, Gap], names: tuple[GapName, ...]) -> dict[GapName, Gap]:
    return {name: gap for name, gap in gaps.items() if name in names}


def _wish_met(moments: Moments, code: str, thresholds: Thresholds) -> Estimate | None:
    wish = moments.layout.wish(code)
    share = None if wish is None else wish_met(moments, wish)
    if share is None or share.n >= thresholds.to_test:
        return share
    return Estimate(share.n, share.mean, None, None, None)


def _wish_divided(moments: Moments, code: str, thresholds: Thresholds) -> bool | None:
    wish = moments.layout.wish(code)
    if wish is None or moments.n_of(wish.wish.name) < thresholds.to_judge:
        return None
    return is_divided(moments, wish)


def _alpha(moments: Moments, facet: Facet, code: str, thresholds: Thresholds) -> float | None:
    score = moments.layout.score(facet, code)
    if score is None or moments.n_of(score.name) < thresholds.for_alpha:
        return None
    return alpha(moments, score)


def _optional(sample: Sample | None, thresholds: Thresholds) -> Estimate | None:
    return None if sample is None else _estimate(sample, thresholds)


def _estimate(sample: Sample | None, thresholds: Thresholds) -> Estimate:
    """Return a score, with an interval where there are enough answers for one."""
    if sample is None:
        return Estimate(0, None, None, None, None)
    if sample.n_eff < thresholds.to_test:
        return Estimate(sample.n, sample.mean, None, None, None)
    return mean_estimate(sample)
