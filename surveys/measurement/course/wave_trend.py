"""What moved from wave to wave, per segment and dimension, through changes of the questionnaire.

A dimension can be held against an earlier wave as long as the same is asked in the same way. Where
that changed its line breaks and starts anew; other dimensions go on. Waves are of different people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from surveys.measurement.course.trends import Line, WaveMean, changes, lines
from surveys.measurement.course.wave_alignment import Aims, AlignmentChange, alignment_changes
from surveys.measurement.course.waves import Thread, Wave, links_between
from surveys.measurement.image.profiles import Target
from surveys.measurement.inference.bases import mean_of
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.inference.thresholds import Thresholds
from surveys.questionnaire.continuity import Continuity


@dataclass(frozen=True, slots=True)
class Moved:
    """A difference between two waves, later less earlier, and its p by Holm.

    `indicative` rests on too few people for a judgement, and does not count among the looks.
    """

    since: str
    difference: Difference
    p_adjusted: float | None
    indicative: bool


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One dimension in one wave: its score, and what it is above the previous and the first one.

    `continuity` says what changed since the previous wave that has the dimension; None in the
    first. Where it breaks, there is nothing to compare with.
    """

    label: str
    at: float
    score: Estimate
    continuity: Continuity | None
    is_break: bool
    since_previous: Moved | None
    since_first: Moved | None


@dataclass(frozen=True, slots=True)
class DimensionTrend:
    """One dimension through the waves that have it, and a line per stretch between breaks."""

    points: tuple[TrendPoint, ...]
    lines: tuple[Line | None, ...]


@dataclass(frozen=True, slots=True)
class SegmentTrend:
    """One segment through the waves."""

    dimensions: Mapping[str, DimensionTrend]
    alignment: tuple[AlignmentChange, ...]


Since = Literal["since_previous", "since_first"]


def wave_trends(
    waves: Sequence[Wave],
    *,
    mission: Mapping[str, Target] | None = None,
    importances: Mapping[str, float] | None = None,
    thresholds: Thresholds | None = None,
) -> dict[str, SegmentTrend]:
    """Return what moved from wave to wave in each segment.

    Args:
        waves: in order of time. A segment or a dimension may be missing in some of them.
        mission: the targets that the image of all waves is held against: today's, so that what
            moved is the image.
        importances: how much each dimension counts in the alignment, the same in all waves; all
            alike where they are not given.
        thresholds: how many people a test and a judgement need, in both waves.

    Returns:
        By segment. p values are adjusted by Holm over the dimensions of a segment, each wave and
        each of both comparisons by itself; intervals are not adjusted.

    Assumes:
        Waves of different people; weights, where there are, to the same shares in all waves.

    Source:
        See `trends.changes`, `trends.lines` and `composite.alignment`; Holm (1979), Scand J Stat 6,
        65-70.
    """
    enough, links = thresholds or Thresholds(), links_between(waves)
    targets = {code: target.value for code, target in (mission or {}).items()}
    found = {}
    for name in dict.fromkeys(name for wave in waves for name in wave.segments):
        threads = {
            code: Thread.of(waves, name, code, links)
            for code in dict.fromkeys(code for wave in waves for code in _codes(wave))
        }
        trends = {code: _trend(waves, of, enough) for code, of in threads.items() if of.places}
        aims = Aims(targets, importances or dict.fromkeys(targets, 1.0), enough)
        found[name] = SegmentTrend(
            dimensions=_with_looks(trends),
            alignment=tuple(alignment_changes(waves, name, threads, aims)),
        )
    return found


def _codes(wave: Wave) -> Iterable[str]:
    return (dimension.code for dimension in wave.questionnaire.dimensions)


def _trend(waves: Sequence[Wave], thread: Thread, thresholds: Thresholds) -> DimensionTrend:
    means = [
        WaveMean(waves[place].at, sample, is_break)
        for place, sample, is_break in zip(
            thread.places, thread.samples, thread.breaks, strict=True
        )
    ]
    points, first = [], 0
    for at, (mean, change) in enumerate(zip(means, changes(means), strict=True)):
        first = at if mean.is_break else first
        since = [
            _moved(waves[thread.places[since]].label, moved, means[since], mean, thresholds)
            for since, moved in ((at - 1, change.since_previous), (first, change.since_first))
        ]
        points.append(
            TrendPoint(
                label=waves[thread.places[at]].label,
                at=mean.at,
                score=mean_of(mean.sample, thresholds),
                continuity=thread.continuities[at],
                is_break=mean.is_break,
                since_previous=since[0],
                since_first=since[1],
            )
        )
    return DimensionTrend(tuple(points), tuple(lines(_judged(means, thresholds))))


def _moved(
    since: str,
    moved: Difference | None,
    earlier: WaveMean,
    later: WaveMean,
    thresholds: Thresholds,
) -> Moved | None:
    if moved is None:
        return None
    n_eff = min(earlier.sample.n_eff, later.sample.n_eff)
    tested = moved if n_eff >= thresholds.to_test else Difference(moved.difference)
    return Moved(since, tested, None, indicative=n_eff < thresholds.to_judge)


def _judged(means: Sequence[WaveMean], thresholds: Thresholds) -> list[WaveMean]:
    """Return the waves with people enough for a line, each break moved to the next such wave."""
    found, is_break = [], False
    for mean in means:
        is_break = is_break or mean.is_break
        if mean.sample.n_eff >= thresholds.to_judge:
            found.append(replace(mean, is_break=is_break))
            is_break = False
    return found


def _with_looks(trends: Mapping[str, DimensionTrend]) -> dict[str, DimensionTrend]:
    """Adjust the p values over the dimensions of a segment."""
    sinces: tuple[Since, ...] = ("since_previous", "since_first")
    adjusted = {
        (label, since, code): p
        for label in {point.label for of in trends.values() for point in of.points}
        for since in sinces
        for code, p in _looks(trends, label, since).items()
    }

    def with_p(point: TrendPoint, code: str) -> TrendPoint:
        previous, first = (
            moved and replace(moved, p_adjusted=adjusted.get((point.label, since, code)))
            for since, moved in zip(sinces, (point.since_previous, point.since_first), strict=True)
        )
        return replace(point, since_previous=previous, since_first=first)

    return {
        code: replace(of, points=tuple(with_p(point, code) for point in of.points))
        for code, of in trends.items()
    }


def _looks(
    trends: Mapping[str, DimensionTrend], label: str, since: Since
) -> dict[str, float | None]:
    """Return the p values of one family: one wave and comparison, over the dimensions."""
    moved: dict[str, Moved | None] = {
        code: getattr(point, since)
        for code, of in trends.items()
        for point in of.points
        if point.label == label
    }
    family = {code: of.difference.p for code, of in moved.items() if of and not of.indicative}
    return dict(zip(family, holm([*family.values()]), strict=True))
