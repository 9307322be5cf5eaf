"""What moved from wave to wave, as sections of a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.services.trend import EVERYONE, Effect, Trends
from app.web import figures, trend_words, words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.frame import translated
from app.web.report import Chart, Section, Table, table
from surveys.measurement.course.trends import Line
from surveys.measurement.course.wave_trend import DimensionTrend, Moved, Since, TrendPoint
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.thresholds import SIGNIFICANCE


@dataclass(frozen=True, slots=True)
class Looked:
    """One segment through the waves, held against the previous wave or the first one."""

    trends: Trends
    code: str
    since: Since

    @property
    def group(self) -> str:
        """Return the name of the segment."""
        return group_name(self.trends, self.code)

    @property
    def dimensions(self) -> dict[str, DimensionTrend]:
        """Return the dimensions of the segment by their names, in the organisation's order."""
        found = self.trends.segments[self.code].dimensions
        return {
            translated(row.name): found[row.code]
            for row in self.trends.dimensions
            if row.code in found
        }

    @property
    def newest(self) -> str:
        """Return the label of the newest wave that the segment answered in."""
        return [wave.label for wave in self.trends.waves if self.code in wave.n][-1]

    def moved(self) -> dict[str, tuple[TrendPoint, Moved]]:
        """Return the changes up to the newest wave, by the names of their dimensions."""
        found = {}
        for name, trend in self.dimensions.items():
            point = trend.points[-1]
            moved = point.since_previous if self.since == "since_previous" else point.since_first
            if point.label == self.newest and moved is not None:
                found[name] = (point, moved)
        return found

    def title(self, label: str) -> str:
        """Return the title of a wave."""
        return next(wave.title for wave in self.trends.waves if wave.label == label)

    @property
    def base(self) -> str:
        """Return the title of the wave that the newest one is held against."""
        since = [moved.since for _point, moved in self.moved().values()]
        return self.title(max(since, key=since.count)) if since else ""


def group_name(trends: Trends, code: str) -> str:
    """Return the name of a segment, or of all customers."""
    return str(_("All customers")) if code == EVERYONE else translated(trends.names[code])


def sections(looked: Looked) -> tuple[Section, ...]:
    """Return what there is to show of a segment, and of the whole organisation."""
    found = (
        _changes(looked),
        _lines(looked),
        _breaks(looked),
        _alignment(looked),
        _effects(looked),
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
        marks=_mark(found, is_pale=pale),
        figure=figures.signed(found.difference),
        beside=", ".join(filter(None, (qualifier, interval))),
        notes=(_from_to(earlier.score.mean, point.score.mean),),
        is_pale=pale,
    )


def _from_to(before: float | None, after: float | None, places: int = 0) -> str:
    return f"{figures.score(before, places)} → {figures.score(after, places)}"


def _mark(found: Difference, *, is_pale: bool) -> tuple[Given, ...]:
    if found.difference is None:
        return ()
    kind = Kind.PALE if is_pale else Kind.FULL
    return (Given(found.difference, found.low, found.high, kind),)


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


def _alignment(looked: Looked) -> Section | None:
    """Return how much closer to the mission each segment came."""
    trends = looked.trends
    found = [
        (
            group_name(trends, code),
            change,
            trends.alignment_p.get((code, change.label, change.since)),
        )
        for code, trend in trends.segments.items()
        for change in trend.alignment
        if change.label == trends.waves[-1].label
        and change.since
        == _since(looked, [one.since for one in trend.alignment if one.label == change.label])
    ]
    if not found:
        return None
    rows = estimate_rows(
        [
            GivenRow(
                name=name,
                marks=_mark(change.difference, is_pale=not _is_sure(p)),
                figure=figures.signed(change.difference.difference, 1),
                beside=figures.signed_interval(change.difference.low, change.difference.high, 1)
                if change.difference.low is not None
                else str(_("too few answers for an interval")),
                notes=(_from_to(change.earlier.value, change.later.value, 1),),
                is_pale=not _is_sure(p),
            )
            for name, change, p in found
        ],
        line=0,
    )
    columns = [
        (str(_("Segment")), False),
        (str(_("Held against")), False),
        (str(_("Before")), True),
        (str(_("After")), True),
        (str(_("Change in points")), True),
        (str(_("95% interval")), True),
        (str(_("p after Holm")), True),
        (str(_("Dimensions")), True),
    ]
    return Section(
        code="alignment",
        what=str(_("Alignment with the mission, every segment")),
        sentence=trend_words.of_alignment(
            [name for name, _change, _p in found],
            [(change.difference, p) for _name, change, p in found],
        ),
        charts=(
            Chart(
                rows,
                what=str(_("Segment")),
                figure=str(_("Change (95%)")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
            ),
        )
        if rows
        else (),
        notes=(
            str(
                _(
                    "100 is an image that is as the mission says on every dimension. All waves "
                    "are held against today’s mission, over the dimensions that can be compared."
                )
            ),
        ),
        tables=(
            table(
                str(_("Alignment with the mission")),
                columns,
                [
                    [
                        name,
                        looked.title(change.since),
                        figures.score(change.earlier.value, 1),
                        figures.score(change.later.value, 1),
                        figures.signed(change.difference.difference, 1),
                        figures.signed_interval(change.difference.low, change.difference.high, 1),
                        figures.p_value(p),
                        figures.count(len(change.dimensions)),
                    ]
                    for name, change, p in found
                ],
            ),
        ),
    )


def _since(looked: Looked, labels: Sequence[str]) -> str:
    """Return the wave that is held against: of the previous and the first one, the chosen one."""
    order = [wave.label for wave in looked.trends.waves if wave.label in labels]
    return order[-1] if looked.since == "since_previous" else order[0]


def _is_sure(p: float | None) -> bool:
    return p is not None and p < SIGNIFICANCE


def _effects(looked: Looked) -> Section | None:
    """Return what was done between waves, and how much more the image moved where it was."""
    effects = looked.trends.effects
    if not effects:
        return None
    dimensions = {row.code: translated(row.name) for row in looked.trends.dimensions}
    rows = estimate_rows([_effect_row(looked, one, dimensions) for one in effects], line=0)
    return Section(
        code="actions",
        what=str(_("Actions: how much more the image moved where they were")),
        sentence=trend_words.of_effects(effects),
        charts=(
            Chart(
                rows,
                what=str(_("Action")),
                figure=str(_("More than elsewhere (95%)")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
            ),
        )
        if rows
        else (),
        notes=(
            str(
                _(
                    "The change of the segments that an action was for, less that of the segments "
                    "without one. It supposes that both would have moved alike. That it came after "
                    "the action is no proof that it came from it."
                )
            ),
        ),
        tables=(_effects_table(looked, effects, dimensions),),
    )


def _effect_row(looked: Looked, one: Effect, dimensions: Mapping[str, str]) -> GivenRow:
    found, sure = one.found, trend_words.effect_is_supported(one)
    words_beside = [] if sure else [str(_("indicative") if found.indicative else _("undecided"))]
    if found.effect.low is not None:
        words_beside.append(figures.signed_interval(found.effect.low, found.effect.high))
    return GivenRow(
        name=translated(one.done.name),
        marks=_mark(found.effect, is_pale=not sure),
        figure=figures.signed(found.effect.difference),
        beside=", ".join(words_beside),
        notes=tuple(_effect_notes(looked, one, dimensions)),
        is_pale=not sure,
    )


def _effect_notes(looked: Looked, one: Effect, dimensions: Mapping[str, str]) -> Iterator[str]:
    found = one.found
    yield dimensions.get(one.done.dimension, one.done.dimension)
    yield str(
        _(
            "%(reached)s %(change)s, elsewhere %(other)s",
            reached=words.joined(group_name(looked.trends, code) for code in found.reached)
            if found.reached
            else str(_("nobody")),
            change=figures.signed(found.treated.difference),
            other=figures.signed(found.untreated.difference),
        )
    )
    if found.before is not None:
        yield str(_("a wave earlier %(before)s", before=figures.signed(found.before.difference)))


def _effects_table(
    looked: Looked, effects: Sequence[Effect], dimensions: Mapping[str, str]
) -> Table:
    columns = [
        (str(_("Action")), False),
        (str(_("Dimension")), False),
        (str(_("Waves")), False),
        (str(_("With the action")), True),
        (str(_("Without")), True),
        (str(_("Difference")), True),
        (str(_("95% interval")), True),
        (str(_("p after Holm")), True),
    ]
    rows = [
        [
            translated(one.done.name),
            dimensions.get(one.done.dimension, one.done.dimension),
            f"{looked.title(one.found.action.before)} → {looked.title(one.found.action.after)}",
            figures.signed(one.found.treated.difference, 1),
            figures.signed(one.found.untreated.difference, 1),
            figures.signed(one.found.effect.difference, 1),
            figures.signed_interval(one.found.effect.low, one.found.effect.high, 1),
            figures.p_value(one.found.p_adjusted),
        ]
        for one in effects
    ]
    return table(str(_("Actions")), columns, rows)
