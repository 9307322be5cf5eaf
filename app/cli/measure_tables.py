"""A study as tables for the terminal: per segment, as a whole, items, between groups, identity."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from app.cli.measure_sections import sections
from app.cli.plain_table import NONE, figure, lines, percent
from surveys.measurement.image.gaps import GapName, Label
from surveys.measurement.image.profiles import Target
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures
from surveys.study.study import Study

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

Translate = Callable[[str], str]
Cell = Callable[[DimensionFigures], str]


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


TOTAL: Final = _("Total")
EMPLOYEES: Final = _("Internal: the answers of %(n)s employees.")
HIDDEN: Final = _("%(segment)s: not shown, fewer than %(n)s people")
LEGEND: Final = _(
    "Gaps: * gap, ~ real but negligible, = closed, ? undecided, # depends on how steps are counted."
    "\nIntervals 95%, before correction."
)


def tables(study: Study, gettext: Translate) -> str:
    """Return a study as text: scores and gaps in points of 0-100, with one decimal.

    Codes and names are those of the JSON; only headings and the legend are in the reader's
    language.
    """
    measurement, total = study.measurement, gettext(TOTAL)
    segments = {**measurement.segments, total: measurement.total}
    columns = _columns([of for each in segments.values() for of in each.dimensions.values()])
    parts = [
        gettext(HIDDEN) % {"segment": name, "n": study.provenance.choices.min_n}
        if study.hides(segment)
        else "\n".join(_lines(name, segment, columns))
        for name, segment in segments.items()
    ]
    if measurement.employees:
        parts.append(gettext(EMPLOYEES) % {"n": measurement.employees})
    return "\n\n".join([*parts, gettext(LEGEND), *sections(study, total, gettext)])


def _lines(name: str, segment: SegmentFigures, columns: Mapping[str, Cell]) -> Iterator[str]:
    """Yield the heading, the names of the columns and a line for each dimension."""
    rows = [
        [code, *(cell(of) for cell in columns.values())] for code, of in segment.dimensions.items()
    ]
    yield f"{name} (n = {segment.n})"
    yield from lines(["", *columns], rows)


def _columns(figures: list[DimensionFigures]) -> dict[str, Cell]:
    """Return the columns that have something to show, by heading."""
    columns: dict[str, Cell] = {"n": lambda of: str(of.external.n)}
    if any(of.external.n_eff is not None for of in figures):
        columns["n_eff"] = lambda of: figure(of.external.n_eff, places=0)
    columns["image (95%)"] = lambda of: _image(of.external)
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
    columns["alpha"] = lambda of: figure(of.alpha, places=2)
    return columns


def _image(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return _score(estimate)
    return f"{_score(estimate)} ({figure(estimate.low)}–{figure(estimate.high)})"


def _score(estimate: Estimate | None) -> str:
    return NONE if estimate is None else figure(estimate.mean)


def _desired(of: DimensionFigures) -> str:
    return _score(of.desired) + (" divided" if of.wish_divided else "")


def _met(of: DimensionFigures) -> str:
    return percent(None if of.wish_met is None else of.wish_met.mean)


def _target(target: Target | None) -> str:
    return NONE if target is None else f"{target.value:g}"


def _gap(name: GapName, of: DimensionFigures) -> str:
    gap = of.gaps.get(name)
    if gap is None:
        return NONE
    unsure = "#" if gap.ranks and gap.ranks.depends_on_scale else ""
    return f"{figure(gap.difference, '+')}{MARKS[gap.label]}{unsure}"


def _verdict(of: DimensionFigures) -> str:
    if of.verdict is None:
        return NONE
    return of.verdict.name.value + ("+" if of.verdict.and_improve else "")
