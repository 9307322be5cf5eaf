"""A measurement as a table for the terminal: per segment, a line for each dimension."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from surveys.measurement.estimates import Estimate
from surveys.measurement.gaps import GapName, Label
from surveys.measurement.figures import DimensionFigures, Measurement, SegmentFigures
from surveys.measurement.profiles import Target

NONE: Final = "–"

MARKS: Final = {Label.GAP: "*", Label.NEGLIGIBLE: "~", Label.CLOSED: "=", Label.UNDECIDED: "?"}
"""What stands behind a gap for its label."""

SHORT: Final = {
    GapName.LIVED_MISSION: "Δlived",
    GapName.RECOGNITION: "Δrecog",
    GapName.PROMISE: "Δprom",
    GapName.WISH: "Δwish",
    GapName.MATCH: "Δmatch",
    GapName.ABILITY: "Δabil",
    GapName.WISH_DESIRED: "Δdesir",
}
"""The names of gaps above columns of figures."""

WIDE: Final = 110
"""Wider tables have one space between columns instead of two."""

Translate = Callable[[str], str]
Cell = Callable[[DimensionFigures], str]


def table(measurement: Measurement, gettext: Translate) -> str:
    """Return a measurement as text: scores and gaps in points of 0-100, with one decimal.

    Codes and names are those of the JSON; only headings and the legend are in the reader's
    language.
    """
    segments = [*measurement.segments.items(), (gettext(TOTAL), measurement.total)]
    columns = _columns([of for _name, segment in segments for of in segment.dimensions.values()])
    width = max((len(code) for code in measurement.total.dimensions), default=0)
    parts = ["\n".join(_lines(name, segment, columns, width)) for name, segment in segments]
    if measurement.employees:
        parts.append(gettext(EMPLOYEES) % {"n": measurement.employees})
    return "\n\n".join([*parts, gettext(LEGEND)])


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


TOTAL: Final = _("Total")
EMPLOYEES: Final = _("Internal: the answers of %(n)s employees.")
LEGEND: Final = _(
    "Gaps: * gap, ~ real but negligible, = closed, ? undecided. Intervals 95%, before correction."
)


def _columns(figures: list[DimensionFigures]) -> dict[str, Cell]:
    """Return the columns that have something to show, by heading."""
    columns: dict[str, Cell] = {"n": lambda of: str(of.external.n), "image (95%)": _image}
    if any(of.internal for of in figures):
        columns["internal"] = lambda of: _score(of.internal)
    if any(of.mission for of in figures):
        columns["mission"] = lambda of: _target(of.mission)
    if any(of.wish for of in figures):
        columns["wish"] = lambda of: _target(of.wish)
    if any(of.desired for of in figures):
        columns["desired"] = _desired
        columns["met"] = _met
    for name in GapName:
        if any(name in of.gaps for of in figures):
            columns[SHORT[name]] = partial(_gap, name)
    if any(of.verdict for of in figures):
        columns["verdict"] = _verdict
    columns["alpha"] = _alpha
    return columns


def _lines(
    name: str, segment: SegmentFigures, columns: dict[str, Cell], width: int
) -> Iterator[str]:
    """Yield the heading, the names of the columns and a line for each dimension."""
    rows = {
        code: [cell(of) for cell in columns.values()] for code, of in segment.dimensions.items()
    }
    widths = [
        max(len(heading), *(len(row[place]) for row in rows.values())) if rows else len(heading)
        for place, heading in enumerate(columns)
    ]
    between = "  " if width + sum(size + 2 for size in widths) <= WIDE else " "
    yield f"{name} (n = {segment.n})"
    for code, row in {"": list(columns), **rows}.items():
        cells = (cell.rjust(size) for cell, size in zip(row, widths, strict=True))
        yield between.join([code.ljust(width), *cells]).rstrip()


def _image(of: DimensionFigures) -> str:
    estimate = of.external
    if estimate.low is None or estimate.high is None:
        return _score(estimate)
    return f"{_score(estimate)} ({_figure(estimate.low)}–{_figure(estimate.high)})"


def _score(estimate: Estimate | None) -> str:
    return NONE if estimate is None or estimate.mean is None else _figure(estimate.mean)


def _desired(of: DimensionFigures) -> str:
    return _score(of.desired) + (" divided" if of.wish_divided else "")


def _met(of: DimensionFigures) -> str:
    share = of.wish_met
    return (
        NONE if share is None or share.mean is None else f"{_figure(100 * share.mean, places=0)}%"
    )


def _target(target: Target | None) -> str:
    return NONE if target is None else f"{target.value:g}"


def _gap(name: GapName, of: DimensionFigures) -> str:
    gap = of.gaps.get(name)
    return NONE if gap is None else f"{_figure(gap.difference, '+')}{MARKS[gap.label]}"


def _verdict(of: DimensionFigures) -> str:
    if of.verdict is None:
        return NONE
    return of.verdict.name.value + ("+" if of.verdict.and_improve else "")


def _alpha(of: DimensionFigures) -> str:
    return NONE if of.alpha is None else _figure(of.alpha, places=2)


def _figure(value: float, sign: str = "", places: int = 1) -> str:
    """Return a figure with a true minus; a rounded 0 has no sign.

    >>> _figure(-10.93, "+"), _figure(-0.01, "+"), _figure(4.07, "+"), _figure(4.07)
    ('−10.9', '0.0', '+4.1', '4.1')
    """
    rounded = round(value, places) or 0.0
    text = f"{rounded:{sign if rounded else ''}.{places}f}"
    return text.replace("-", "−")
