"""From sums over people and targets to all the figures of a wave: the one place that makes them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add

from surveys.measurement.across import across, least_alike
from surveys.measurement.figures import (
    Across,
    Compared,
    IdentityFigures,
    InternalFigures,
    Measurement,
    SegmentFigures,
)
from surveys.measurement.gaps import Four, Gap, GapName, Thresholds, gaps_of, screened
from surveys.measurement.identity import Employees, identity_figures
from surveys.measurement.layout import Layout, ScoreColumn
from surveys.measurement.moments import Moments
from surveys.measurement.profiles import Profiles, importances, score_sample
from surveys.measurement.segment import (
    Ground,
    estimate,
    families,
    scale_of,
    segment_figures,
)
from surveys.measurement.shrinkage import smoothed
from surveys.measurement.summary import Summary
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet

Segments = Mapping[str, Summary]


def measure(  # noqa: PLR0913 - each is a source of figures, by name
    questionnaire: Questionnaire,
    segments: Segments,
    *,
    profiles: Profiles | None = None,
    employees: Summary | Employees | None = None,
    total: Summary | None = None,
    languages: Segments | None = None,
    thresholds: Thresholds | None = None,
) -> Measurement:
    """Return every figure of a wave.

    Args:
        questionnaire: what the customers answered.
        segments: the sums over the customers of each segment, weighted or not.
        profiles: mission and wishes set by management; a wish by the segments' names.
        employees: what employees answered, on any questionnaire: dimensions meet by code, and where
            it asks no facet `self` its image items are read as self; perhaps with their teams.
        total: the sums over all customers, where they are more than the segments together.
        languages: the sums over the customers of each language, to see whether its items mean the
            same in all of them.
        thresholds: how many answers a test and a judgement need.
    """
    if total is None:
        total = _together(questionnaire, segments)
    if employees is not None and not isinstance(employees, Employees):
        employees = Employees(employees)
    ground = Ground(
        questionnaire,
        profiles or Profiles(),
        employees,
        thresholds or Thresholds(),
        importances(total),
    )
    measured = {name: segment_figures(group, name, ground) for name, group in segments.items()}
    everyone = segment_figures(total, None, ground)
    internal = _internal(ground)
    return Measurement(
        questionnaire.code,
        _with_smoothing(_with_screening(measured), segments),
        everyone,
        internal,
        0 if ground.employees is None else ground.employees.all.n,
        _across(segments, measured, ground),
        _languages(languages or {}, ground),
        _identity(internal, ground),
    )


def _together(questionnaire: Questionnaire, segments: Segments) -> Summary:
    """Return the sums over all segments, which are all weighted or all not."""
    groups = [*segments.values()]
    return reduce(add, groups[1:], groups[0]) if groups else Moments.empty(Layout.of(questionnaire))


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

    def with_p(name: str, code: str, gaps: Mapping[GapName, Gap]) -> dict[GapName, Gap]:
        return {
            gap_name: replace(gap, p_screened=p_values.get(_overview_key(name, code, gap_name)))
            for gap_name, gap in gaps.items()
        }

    return {
        name: replace(
            segment,
            dimensions={
                code: replace(of, gaps=with_p(name, code, of.gaps))
                for code, of in segment.dimensions.items()
            },
        )
        for name, segment in segments.items()
    }


def _overview_key(segment: str, code: str, gap: GapName) -> tuple[str, str, GapName]:
    """Return by what a gap is told apart; the lived mission is one for all and counts once."""
    return ("" if gap is GapName.LIVED_MISSION else segment, code, gap)


def _with_smoothing(
    figures: Mapping[str, SegmentFigures], segments: Segments
) -> dict[str, SegmentFigures]:
    """Draw the scores of small segments to that of all."""
    codes = {code for segment in figures.values() for code in segment.dimensions}
    drawn = {
        code: smoothed(
            {
                name: score_sample(group, score)
                for name, group in segments.items()
                if (score := group.layout.score(Facet.IMAGE, code)) is not None
            }
        )
        or {}
        for code in codes
    }
    return {
        name: replace(
            segment,
            dimensions={
                code: replace(of, smoothed=drawn[code].get(name))
                for code, of in segment.dimensions.items()
            },
        )
        for name, segment in figures.items()
    }


def _across(
    segments: Segments, measured: Mapping[str, SegmentFigures], ground: Ground
) -> dict[str, Across]:
    if len(segments) < 2:
        return {}
    return {
        score.dimension: across(
            segments,
            {name: of.dimensions[score.dimension].scale for name, of in measured.items()},
            score,
            ground.thresholds,
        )
        for score in _images(ground)
    }


def _languages(languages: Segments, ground: Ground) -> dict[str, Compared]:
    found = {
        score.dimension: least_alike(
            {name: scale_of(group, score, ground.thresholds) for name, group in languages.items()},
            ground.thresholds,
        )
        for score in _images(ground)
    }
    return {code: pair for code, pair in found.items() if pair is not None}


def _images(ground: Ground) -> list[ScoreColumn]:
    """Return the columns of the image of each dimension, in the questionnaire's order."""
    layout = Layout.of(ground.questionnaire)
    scores = (layout.score(Facet.IMAGE, each.code) for each in ground.questionnaire.dimensions)
    return [score for score in scores if score is not None]


def _internal(ground: Ground) -> dict[str, InternalFigures]:
    if ground.employees is None:
        return {}
    fours = {
        code: Four(internal=sample, mission=ground.profiles.mission.get(code))
        for code, sample in ground.internal_samples.items()
    }
    gaps = families({code: gaps_of(four, ground.thresholds) for code, four in fours.items()})
    found = {}
    for code, sample in ground.internal_samples.items():
        scale = ground.internal_scales[code]
        found[code] = InternalFigures(
            estimate(sample, ground.thresholds),
            None if scale.reliability is None else scale.reliability.alpha,
            gaps.get(code, {}).get(GapName.LIVED_MISSION),
            scale,
        )
    return found


def _identity(
    internal: Mapping[str, InternalFigures], ground: Ground
) -> dict[str, IdentityFigures]:
    if ground.employees is None:
        return {}
    lived = {code: of.lived_mission for code, of in internal.items() if of.lived_mission}
    return identity_figures(ground.employees, ground.internal, lived, ground.thresholds)
