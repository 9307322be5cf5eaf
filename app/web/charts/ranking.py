"""Gaps by what they weigh: a bar each, how sure it is, and on which places it may stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.measurement.course.priorities import Ranked
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.verdicts import Verdict
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures


@dataclass(frozen=True, slots=True)
class Bar:
    """A weight in place, in percent of the width.

    `known` is the part of the gap that is not known: what they see is below what our own people
    say; the rest is not able yet. None: the gap cannot be split so.
    """

    width: str
    known: str | None
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """One gap of the ranking."""

    ranked: Ranked
    gap: Gap
    n: int
    verdict: Verdict | None
    bar: Bar


def ranking(found: Sequence[Ranked], segments: Mapping[str, SegmentFigures]) -> tuple[Place, ...]:
    """Return the places of a ranking, each with its bar; the widest interval fills the width."""
    ends = [one.priority.high or one.priority.weight for one in found]
    whole = max(ends, default=0.0) or 1.0
    return tuple(_place(one, segments[one.priority.segment], whole) for one in found)


def _place(ranked: Ranked, segment: SegmentFigures, whole: float) -> Place:
    figures = segment.dimensions[ranked.priority.dimension]
    return Place(
        ranked,
        figures.gaps[ranked.priority.gap],
        segment.n,
        figures.verdict,
        _bar(ranked, figures, whole),
    )


def _bar(ranked: Ranked, figures: DimensionFigures, whole: float) -> Bar:
    priority, known = ranked.priority, not_known(figures, ranked.priority.gap)
    return Bar(
        width=_at(priority.weight, whole),
        known=None if known is None else _at(priority.weight * known, whole),
        low=None if priority.low is None else _at(priority.low, whole),
        high=None if priority.high is None else _at(priority.high, whole),
    )


def not_known(figures: DimensionFigures, name: GapName) -> float | None:
    """Return the share of a wish gap that is not known, 0-1: recognition over wish.

    A wish gap is recognition plus ability, exactly. None where it is another gap, where one of
    both is not there, or where they point opposite ways by more than chance.
    """
    parts = [figures.gaps.get(part) for part in (GapName.RECOGNITION, GapName.ABILITY)]
    recognition, ability = parts
    if name is not GapName.WISH or recognition is None or ability is None:
        return None
    if any(part.label is Label.GAP and part.difference > 0 for part in (recognition, ability)):
        return None
    lost = [max(0.0, -part.difference) for part in (recognition, ability)]
    return lost[0] / sum(lost) if sum(lost) else None


def _at(value: float, whole: float) -> str:
    return f"{100 * min(1.0, max(0.0, value / whole)):.2f}%"
