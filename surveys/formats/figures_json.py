"""A measurement as plain values, in the format that the command line documents."""

from typing import Any, Final

from surveys.measurement.estimates import Estimate
from surveys.measurement.figures import DimensionFigures, Measurement, SegmentFigures
from surveys.measurement.gaps import Gap

_ESTIMATE: Final = ("n", "mean", "se", "low", "high")
_GAP: Final = (
    "difference",
    "se",
    "df",
    "low",
    "high",
    "p",
    "p_adjusted",
    "p_screened",
    "effect",
    "tost_p",
    "tost_p_adjusted",
)


def as_json(measurement: Measurement) -> dict[str, Any]:
    """Return a measurement as values that JSON can hold; what is not defined is None."""
    return {
        "questionnaire": measurement.questionnaire,
        "segments": {name: _segment(of) for name, of in measurement.segments.items()},
        "total": _segment(measurement.total),
    }


def _segment(segment: SegmentFigures) -> dict[str, Any]:
    return {
        "n": segment.n,
        "dimensions": {code: _dimension(of) for code, of in segment.dimensions.items()},
    }


def _dimension(figures: DimensionFigures) -> dict[str, Any]:
    return {
        "external": _estimate(figures.external),
        "internal": _estimate(figures.internal),
        "desired": _estimate(figures.desired),
        "wish_met": _estimate(figures.wish_met),
        "wish_divided": figures.wish_divided,
        "mission": None if figures.mission is None else figures.mission.value,
        "wish": None if figures.wish is None else figures.wish.value,
        "importance": figures.importance,
        "alpha": figures.alpha,
        "gaps": {name.value: _gap(gap) for name, gap in figures.gaps.items()},
        "verdict": None if figures.verdict is None else figures.verdict.name.value,
    }


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    return None if estimate is None else {name: getattr(estimate, name) for name in _ESTIMATE}


def _gap(gap: Gap) -> dict[str, Any]:
    return {**{name: getattr(gap, name) for name in _GAP}, "label": gap.label.value}
