"""What moved from wave to wave, as sections of a page."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.web import figures, trend_words, words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.report import Chart, Section, Table, table
from app.web.trend_effects import alignment_section, effects_section
from app.web.trend_looked import Looked, from_to, mark
from surveys.measurement.course.trends import Line
from surveys.measurement.course.wave_trend import DimensionTrend, Moved, TrendPoint


def sections(looked: Looked) -> tuple[Section, ...]:
    """Return what there is to show of a segment, and of the whole organisation."""
    found = (
        _changes(looked),
        _lines(looked),
        _breaks(looked),
        alignment_section(looked),
        effects_section(looked),
    )
    return tuple(section for section in found if section is not None)


def _changes(looked: Looked) -> Section | None:
    moved = looked.moved()
    if not moved:
        return None
    order = sorted(
        moved,
        key=lambda name: (
            not trend_words.is_supported(moved[name][1]),
            -abs(moved[name][1].difference.difference or 0.0),
        ),
    )
    rows = estimate_rows(
        [_change_row(name, looked.dimensions[name], *moved[name]) for name in order], line=0
    )
    what = _(
        "%(group)s: %(newest)s less %(since)s",
        group=looked.group,
        newest=looked.title(looked.newest),
        since=looked.base,
    )
    note = _(
        "Points of 0–100. Lines are 95% intervals; bold holds after Holm’s correction for all "
        "dimensions. Waves are of different people."
    )
    return Section(
        code="changes",
        what=str(what),
        sentence=trend_words.of_changes([of for _point, of in moved.values()]),
        order=str(_("certain ones first, largest first")),
        charts=(
            Chart(
                rows,
                what=str(_("Dimension")),
                figure=str(_("Change (95%)")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
                key=(
                    (Kind.FULL, str(_("certain"))),
                    (Kind.PALE, str(_("not certain yet"))),
                ),
            ),
        )
        if rows
        else (),
        notes=(str(note),),
        tables=(_scores_table(looked), _changes_table(looked, moved)),
    )


def _change_row(name: str, trend: DimensionTrend, point: TrendPoint, moved: Moved) -> GivenRow:
    earlier = next(one for one in trend.points if one.label == moved.since)
    found, pale = moved.difference, not trend_words.is_supported(moved)
    qualifier = trend_words.qualifier(moved)
    interval = figures.signed_interval(found.low, found.high) if found.low is not None else ""
    return GivenRow(
        name=name,
        marks=mark(found, is_pale=pale),
        figure=figures.signed(found.difference),
        beside=", ".join(filter(None, (qualifier, interval))),
        notes=(from_to(earlier.score.mean, point.score.mean),),
        is_pale=pale,
    )


def _scores_table(looked: Looked) -> Table:
    waves = [wave for wave in looked.trends.waves if looked.code in wave.n]
    rows = []
    for name, trend in looked.dimensions.items():
        points = {point.label: point for point in trend.points}
        rows.append([name, *(_score(points.get(wave.label)) for wave in waves)])
    columns = [(str(_("Dimension")), False), *((wave.title, True) for wave in waves)]
    return table(
        str(_("Scores by wave, with 95% interval and n; after ¦ a line begins anew")), columns, rows
    )


def _score(point: TrendPoint | None) -> str:
    if point is None:
        return figures.NONE
    said = figures.score(point.score.mean, 1)
    if point.score.low is not None:
        said += f" ({figures.interval(point.score.low, point.score.high, 1)})"
    return f"{'¦ ' if point.is_break else ''}{said}, n {figures.count(point.score.n)}"


def _changes_table(looked: Looked, moved: Mapping[str, tuple[TrendPoint, Moved]]) -> Table:
    rows = [
        [
            name,
            figures.signed(of.difference.difference, 1),
            figures.signed_interval(of.difference.low, of.difference.high, 1),
            figures.p_value(of.difference.p),
            figures.p_value(of.p_adjusted),
        ]
        for name, (_point, of) in moved.items()
    ]
    columns = [
        (str(_("Dimension")), False),
        (str(_("Change in points")), True),
        (str(_("95% interval")), True),
        ("p", True),
        (str(_("p after Holm")), True),
    ]
    return table(str(_("Change since %(wave)s", wave=looked.base)), columns, rows)


def _lines(looked: Looked) -> Section | None:
    """Return the lines of the newest stretch of each dimension."""
    waves = sum(looked.code in wave.n for wave in looked.trends.waves)
    lines: dict[str, Line] = {}
    for name, trend in looked.dimensions.items():
        line = trend.lines[-1] if trend.lines else None
        if line is not None and line.is_shown:
            lines[name] = line
    order = sorted(lines, key=lambda name: -abs(lines[name].slope))
    rows = estimate_rows([_line_row(name, lines[name]) for name in order], line=0)
    columns = [
        (str(_("Dimension")), False),
        (str(_("Waves")), True),
        (str(_("Points a year")), True),
        (str(_("95% interval")), True),
        (str(_("p of the waves being on a line")), True),
    ]
    return Section(
        code="lines",
        what=str(
            _("%(group)s: points a year, over all waves that can be compared", group=looked.group)
        ),
        sentence=trend_words.of_lines(lines, waves),
        charts=(
            Chart(
                rows,
                what=str(_("Dimension")),
                figure=str(_("A year (95%)")),
                ticks=tuple(
                    figures.signed(tick, _places(rows.axis.ticks)) for tick in rows.axis.ticks
                ),
            ),
        )
        if rows
        else (),
        notes=(str(_("A straight line through the waves, each counting by how sure it is.")),)
        if rows
        else (),
        tables=(
            table(
                str(_("Lines")),
                columns,
                [
                    [
                        name,
                        figures.count(line.waves),
                        figures.signed(line.slope, 1),
                        figures.signed_interval(*line.interval, 1),
                        figures.p_value(line.q_p) if line.q_df else figures.NONE,
                    ]
                    for name, line in lines.items()
                ],
            ),
        )
        if rows
        else (),
    )


def _places(ticks: Sequence[float]) -> int:
    return 0 if all(float(tick).is_integer() for tick in ticks) else 1


def _line_row(name: str, line: Line) -> GivenRow:
    pale = line.interval.low <= 0 <= line.interval.high
    kind = Kind.PALE if pale else Kind.FULL
    return GivenRow(
        name=name,
        marks=(Given(line.slope, line.interval.low, line.interval.high, kind),),
        figure=figures.signed(line.slope, 1),
        beside=figures.signed_interval(*line.interval, 1),
        notes=tuple(trend_words.of_line(line)),
        is_pale=pale,
    )


def _breaks(looked: Looked) -> Section | None:
    """Return where a line begins anew and why; and what changed that breaks nothing."""
    broken, kept = [], []
    for name, trend in looked.dimensions.items():
        for point in trend.points:
            if point.is_break:
                broken.append((name, point))
            elif point.continuity is not None and point.continuity.changes:
                kept.append((name, point))
    if not broken and not kept:
        return None
    said = [_break(looked, *one) for one in broken]
    if kept:
        said.append(
            str(
                _(
                    "Worded anew or in another place, and compared all the same: %(names)s.",
                    names=words.joined(words.inline(name) for name, _point in kept),
                )
            )
        )
    return Section(
        code="breaks",
        what=str(_("Changes of the questionnaire")),
        sentence=trend_words.of_breaks(list(dict.fromkeys(name for name, _point in broken)))
        if broken
        else str(_("The questionnaire changed, and everything can still be compared.")),
        notes=tuple(said),
    )


def _break(looked: Looked, name: str, point: TrendPoint) -> str:
    return trend_words.of_break(name, looked.title(point.label), point.continuity)
