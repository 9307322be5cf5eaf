"""From sums over people and targets to all the figures of a wave: the one place that makes them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add

from surveys.measurement.image.gaps import Gap, GapName, screened
from surveys.measurement.image.profiles import Profiles, score_sample
from surveys.measurement.inference.bases import mean_of
from surveys.measurement.inference.shrinkage import Smoothed, smoothed
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.layout import Layout, ScoreColumn
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.across import across, least_alike
from surveys.measurement.wave.figures import (
    Across,
    Compared,
    IdentityFigures,
    InternalFigures,
    Measurement,
    SegmentFigures,
)
from surveys.measurement.wave.identity import Employees, identity_figures
from surveys.measurement.wave.items import scale_figures
from surveys.measurement.wave.segment import Ground, segment_figures
from surveys.measurement.wave.whole import counting
from surveys.questionnaire.model import Questionnaire

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
        counting(total),
    )
    measured = {name: segment_figures(group, name, ground) for name, group in segments.items()}
    return Measurement(
        questionnaire.code,
        _with_overview(measured, segments, ground),
        segment_figures(total, None, ground),
        _internal(ground),
        0 if ground.employees is None else ground.employees.all.n,
        _across(segments, measured, ground),
        _languages(languages or {}, ground),
        _identity(ground),
        ground.importances,
    )


def _together(questionnaire: Questionnaire, segments: Segments) -> Summary:
    """Return the sums over all segments, which are all weighted or all not."""
    groups = [*segments.values()]
    return reduce(add, groups[1:], groups[0]) if groups else Moments.empty(Layout.of(questionnaire))


def _with_overview(
    measured: Mapping[str, SegmentFigures], segments: Segments, ground: Ground
) -> dict[str, SegmentFigures]:
    """Add what takes all segments: gaps adjusted over all of them, scores drawn to that of all."""
    p_values = screened(
        {
            _overview_key(name, code, gap_name): gap
            for name, segment in measured.items()
            for code, figures in segment.dimensions.items()
            for gap_name, gap in figures.gaps.items()
        }
    )
    drawn = {code: _smoothed(segments, score) for code, score in ground.images.items()}

    def with_p(name: str, code: str, gaps: Mapping[GapName, Gap]) -> dict[GapName, Gap]:
        return {
            gap_name: replace(gap, p_screened=p_values.get(_overview_key(name, code, gap_name)))
            for gap_name, gap in gaps.items()
        }

    return {
        name: replace(
            segment,
            dimensions={
                code: replace(of, gaps=with_p(name, code, of.gaps), smoothed=drawn[code].get(name))
                for code, of in segment.dimensions.items()
            },
        )
        for name, segment in measured.items()
    }


def _overview_key(segment: str, code: str, gap: GapName) -> tuple[str, str, GapName]:
    """Return by what a gap is told apart; the lived mission is one for all and counts once."""
    return ("" if gap is GapName.LIVED_MISSION else segment, code, gap)


def _smoothed(segments: Segments, score: ScoreColumn) -> Mapping[str, Smoothed]:
    """Draw the scores of small segments to that of all; nothing where there are too few."""
    samples = {name: score_sample(group, score) for name, group in segments.items()}
    return smoothed(samples) or {}


def _across(
    segments: Segments, measured: Mapping[str, SegmentFigures], ground: Ground
) -> dict[str, Across]:
    if len(segments) < 2:
        return {}
    return {
        code: across(
            segments,
            {name: of.dimensions[code].scale for name, of in measured.items()},
            score,
            ground.thresholds,
        )
        for code, score in ground.images.items()
    }


def _languages(languages: Segments, ground: Ground) -> dict[str, Compared]:
    found = {
        code: least_alike(
            {
                name: scale_figures(group, score, ground.thresholds)
                for name, group in languages.items()
            },
            ground.thresholds,
        )
        for code, score in ground.images.items()
    }
    return {code: pair for code, pair in found.items() if pair is not None}


def _internal(ground: Ground) -> dict[str, InternalFigures]:
    return {
        code: InternalFigures(
            mean_of(sample, ground.thresholds),
            ground.internal_scales[code].alpha,
            ground.lived_mission.get(code),
            ground.internal_scales[code],
        )
        for code, sample in ground.internal_samples.items()
    }


def _identity(ground: Ground) -> dict[str, IdentityFigures]:
    if ground.employees is None:
        return {}
    return identity_figures(
        ground.employees, ground.internal, ground.lived_mission, ground.thresholds
    )
