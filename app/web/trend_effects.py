"""Whether segments came closer to the mission, and what an action did, as sections of a page."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from app.services.trend import Effect
from app.web import figures, trend_words, words
from app.web.charts.estimates import GivenRow, estimate_rows
from app.web.frame import translated
from app.web.report import Chart, Section, Table, table
from app.web.trend_looked import Looked, from_to, group_name, is_sure, mark
from surveys.measurement.course.wave_alignment import AlignmentChange

AlignmentRow = tuple[str, AlignmentChange, float | None]
"""A segment's name, how its alignment changed, and p after Holm."""


def alignment_section(looked: Looked) -> Section | None:
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
                marks=mark(change.difference, is_pale=not is_sure(p)),
                figure=figures.signed(change.difference.difference, 1),
                beside=figures.signed_interval(change.difference.low, change.difference.high, 1)
                if change.difference.low is not None
                else str(_("too few answers for an interval")),
                notes=(from_to(change.earlier.value, change.later.value, 1),),
                is_pale=not is_sure(p),
            )
            for name, change, p in found
        ],
        line=0,
    )
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
        tables=(_alignment_table(looked, found),),
    )


def _alignment_table(looked: Looked, found: Sequence[AlignmentRow]) -> Table:
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
    rows = [
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
    ]
    return table(str(_("Alignment with the mission")), columns, rows)


def _since(looked: Looked, labels: Sequence[str]) -> str:
    """Return the wave that is held against: of the previous and the first one, the chosen one."""
    order = [wave.label for wave in looked.trends.waves if wave.label in labels]
    return order[-1] if looked.since == "since_previous" else order[0]


def effects_section(looked: Looked) -> Section | None:
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
        marks=mark(found.effect, is_pale=not sure),
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
