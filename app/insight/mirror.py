"""One wave: who sees us otherwise than we are or want to be, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flask import render_template, request
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.selection import Selection, View, series_of
from app.insight.views import WavePage, wave_views
from app.services import measure
from app.services.measure import WaveFigures
from app.web import guard
from app.web.charts.answered import Answered, Group, ReliabilityRow, answered, reliabilities
from app.web.charts.dumbbells import Dumbbells, Series, dumbbells
from app.web.charts.heat import HeatMap, heat_map
from app.web.charts.matrix import VerdictMatrix, verdict_matrix
from app.web.frame import translated
from surveys.measurement.image.gaps import GapName
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures


class Plot(NamedTuple):
    """A Plotly figure as JSON, and the ids of the styles that drawing it asks for."""

    figure: str
    style_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mirror:
    """The charts of a wave's page, for one selection."""

    selection: Selection
    names: Mapping[str, str]
    series: tuple[Series, ...]
    columns: tuple[Series, ...]
    chart: Dumbbells
    lead: Dumbbells
    """The chart of the gap that the headline is about, also where none is chosen."""
    heat: HeatMap | None
    verdicts: VerdictMatrix
    reliability: tuple[ReliabilityRow, ...]
    answered: tuple[Answered, ...]
    identity: Dumbbells | None
    plot: Plot | None


@bp.get("/waves/<int:wave_id>")
def show_wave(wave_id: int) -> str:
    """Show the figures of a wave; what is chosen stands in the address."""
    figures = measure.wave_figures(guard.actor(), wave_id)
    if not figures.has_any:
        columns = tuple(series_of(group.code, figures) for group in figures.groups)
        groups = answered(_groups(figures, columns))
        return render_template("insight/no_figures.html", figures=figures, groups=groups)
    mirror = _mirror(figures, Selection.of(request.args, figures))
    views = wave_views(wave_id, WavePage.MIRROR, mirror.selection.segment)
    return render_template("insight/show_wave.html", figures=figures, mirror=mirror, views=views)


def _mirror(figures: WaveFigures, selection: Selection) -> Mirror:
    names = {row.code: translated(row.name) for row in figures.dimensions}
    series = selection.series(figures)
    columns = tuple(series_of(group.code, figures) for group in figures.groups)
    measured = figures.measurement
    lead = selection.gap or selection.preferred
    heat = None
    if columns and lead is not None and lead is not GapName.LIVED_MISSION:  # one for all segments
        heat = heat_map(columns, names, lead, measured.total)
    return Mirror(
        selection=selection,
        names=names,
        series=series,
        columns=columns,
        chart=dumbbells(series, names, selection.gap),
        lead=dumbbells(series, names, lead),
        heat=heat,
        verdicts=verdict_matrix(series, names, measured.employees),
        reliability=reliabilities(columns or series, names, figures.items),
        answered=answered(_groups(figures, columns)),
        identity=_identity(figures, names),
        plot=_plot(series, names) if selection.view is View.SNAKE else None,
    )


def _groups(figures: WaveFigures, columns: tuple[Series, ...]) -> list[Group]:
    """Return everybody who was asked: segments, customers of none, employees."""
    found = [
        Group(one.name, group.n, figures.k, group.waiting, _scores(one.figures))
        for one, group in zip(columns, figures.groups, strict=True)
    ]
    total = figures.measurement.total
    if figures.asks_customers and not columns:
        everyone = _("All customers")
        found.append(Group(everyone, total.n, figures.k, figures.waiting, _scores(total)))
    elif figures.others:
        others = _("Customers of no segment")
        found.append(Group(others, figures.others, figures.k, figures.waiting, ()))
    if figures.asks_employees:
        own = figures.measurement if figures.internal and figures.internal.is_own else None
        scores = [one.estimate for one in own.internal.values()] if own else []
        n = own.employees if own else 0
        waiting = figures.employees_waiting
        found.append(Group(_("Employees"), n, figures.k_employees, waiting, scores))
    return found


def _scores(figures: SegmentFigures) -> list[Estimate]:
    return [found.external for found in figures.dimensions.values()]


def _plot(series: tuple[Series, ...], names: Mapping[str, str]) -> Plot:
    """Return the snake plot; what draws it is loaded only when somebody asks for one."""
    from app.web.charts import plots  # noqa: PLC0415 - 60 ms that no other page needs

    return Plot(plots.snake(series, names), plots.style_ids())


def _identity(figures: WaveFigures, names: Mapping[str, str]) -> Dumbbells | None:
    """Return what employees say of dimensions that customers are not asked."""
    own = {
        code: DimensionFigures(
            external=Estimate(0, None, None, None, None),
            internal=found.estimate,
            desired=None,
            mission=figures.mission.get(code),
            wish=None,
            alpha=found.alpha,
            importance=None,
            gaps={GapName.LIVED_MISSION: found.lived_mission} if found.lived_mission else {},
            verdict=None,
        )
        for code, found in figures.measurement.internal.items()
        if code not in figures.measurement.total.dimensions
    }
    if not own:
        return None
    staff = Series("", "", SegmentFigures(figures.measurement.employees, own))
    return dumbbells([staff], names, GapName.LIVED_MISSION)
