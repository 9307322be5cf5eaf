"""A measurement as plain values, in the format that the command line documents."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from surveys.measurement.image.composite import Closeness
from surveys.measurement.image.similarity import Distance
from surveys.measurement.inference.among import OneWay, Variances
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.scales.congruence import Comparability
from surveys.measurement.scales.intraclass import Intraclass
from surveys.measurement.wave.figures import DimensionFigures, Measurement, SegmentFigures

_ESTIMATE: Final = ("n", "n_eff", "mean", "se", "low", "high", "method")

_TOLD: Final[Mapping[type, tuple[str, ...]]] = {
    Closeness: ("is_within_precision", "best_detectable", "band"),
    Comparability: ("word",),
    Distance: ("d", "rms"),
    Intraclass: ("f", "p", "icc1", "icc2"),
    OneWay: ("p",),
    Variances: ("p",),
}
"""What follows from the fields of a kind of figure and is told beside them."""

_BY_NAME: Final[Mapping[type, tuple[str, ...]]] = {Closeness: ("costs",)}
"""What is told elsewhere, by the names of what it is about."""


def as_json(measurement: Measurement) -> dict[str, Any]:
    """Return a measurement as values that JSON can hold; what is not defined is None."""
    return {
        "questionnaire": measurement.questionnaire,
        "segments": {name: _segment(of) for name, of in measurement.segments.items()},
        "total": _segment(measurement.total),
        "employees": measurement.employees,
        "internal": plain(measurement.internal),
        "across": plain(measurement.across),
        "languages": plain(measurement.languages),
        "identity": plain(measurement.identity),
        "importances": plain(measurement.importances),
    }


def names_of(figure: object) -> tuple[str, ...]:
    """Return under which names the parts of a figure are told; none if it has no parts."""
    if isinstance(figure, Estimate):
        return _ESTIMATE
    if is_dataclass(figure):
        elsewhere = _BY_NAME.get(type(figure), ())
        told = (field.name for field in fields(figure) if field.name not in elsewhere)
        return (*told, *_TOLD.get(type(figure), ()))
    return tuple(getattr(figure, "_fields", ()))


def plain(value: Any) -> Any:  # noqa: ANN401 - figures of any kind
    """Return figures as values that JSON can hold: fields by their names."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    names = names_of(value)
    if names:
        return {name: plain(getattr(value, name)) for name in names}
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def _segment(segment: SegmentFigures) -> dict[str, Any]:
    return {
        "n": segment.n,
        "n_eff": segment.n_eff,
        "dimensions": {code: _dimension(of) for code, of in segment.dimensions.items()},
        "whole": plain(segment.whole),
    }


def _dimension(figures: DimensionFigures) -> dict[str, Any]:
    verdict = figures.verdict
    return {
        **plain(figures),
        "mission": None if figures.mission is None else figures.mission.value,
        "wish": None if figures.wish is None else figures.wish.value,
        "gaps": {name.value: plain(gap) for name, gap in figures.gaps.items()},
        "verdict": None if verdict is None else verdict.name.value,
        "and_improve": None if verdict is None else verdict.and_improve,
    }
