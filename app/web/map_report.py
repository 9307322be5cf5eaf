"""The maps of a wave and its benchmarks, as sections of a page."""

from collections.abc import Mapping
from math import pi
from typing import Final

from flask_babel import gettext as _

from app.services.maps import Drawn, MapsShown
from app.web import figures, map_words, scenes, words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.charts.scatter import FAINT, half_width, scatter
from app.web.report import Chart, Section, Table, table
from surveys.measurement.course.benchmarks import Benchmark, Beside
from surveys.measurement.course.map_figures import FigureMap, MapPoint, NoMap, PointKind
from surveys.measurement.scales.congruence import Congruence

ANGLES: Final = (0.0, pi / 2)
"""Of both axes, in radians."""

MARKS: Final = {
    PointKind.SEGMENT: Kind.FULL,
    PointKind.TOUCHPOINT: Kind.HOLLOW,
    PointKind.BENCHMARK: Kind.HOLLOW,
    PointKind.TARGET: Kind.PALE,
}


def sections(shown: MapsShown) -> tuple[Section, ...]:
    """Return the map of the image, that of image formers, and what competitors are seen like."""
    named = map_words.names(shown)
    found = []
    if shown.image is not None and shown.scene.parties:
        found += _image(shown.image, named)
    if shown.met is not None and shown.scene.parties:
        found += _met(shown.met, named)
    return (*found, *_benchmarks(shown, named))


def _image(drawn: Drawn, named: Mapping[str, str]) -> list[Section]:
    what = str(_("Who sees us how: segments, competitors, mission and wishes"))
    if isinstance(drawn.found, NoMap):
        return [Section("map", what, map_words.why_none(drawn.found))]
    found = drawn.found
    key = (
        ("external", str(_("segment, with its region"))),
        ("benchmark", str(_("competitor, with its region"))),
        ("mission", str(_("mission"))),
        ("wish", str(_("wish of a segment"))),
        ("dimension", str(_("whoever lies this way scores higher on it"))),
    )
    return [
        Section(
            code="map",
            what=what,
            sentence=map_words.of_axes(drawn, named),
            scatter=scatter(found, named, map_words.kinds(found)),
            key=tuple(pair for pair in key if pair[0] in _drawn_kinds(found)),
            notes=tuple(map_words.how_to_read(drawn, found, named)),
            tables=(_points_table(found, named),),
        ),
        *(_axis_section(found, axis, named) for axis in (0, 1)),
    ]


def _drawn_kinds(found: FigureMap) -> set[str]:
    marks = map_words.kinds(found)
    kinds = {marks.get(point.name, str(point.kind)) for point in found.points}
    return {"external" if kind == "segment" else kind for kind in kinds}


def _axis_section(found: FigureMap, axis: int, named: Mapping[str, str]) -> Section:
    """Return the places along one axis as rows: what a narrow page has instead of the drawing."""
    places = map_words.neighbours(found.points)
    order = sorted(places, key=lambda point: -(point.x, point.y)[axis])
    rows = estimate_rows([_axis_row(point, axis, named) for point in order], line=0)
    return Section(
        code=f"axis-{axis + 1}",
        what=map_words.axis_name(found, axis),
        sentence=map_words.of_axis(found, axis, named),
        order=str(_("in points from the centre")),
        charts=(
            Chart(
                rows,
                what=str(_("Segment, competitor or target")),
                figure=str(_("Place")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
            ),
        )
        if rows
        else (),
    )


def _axis_row(point: MapPoint, axis: int, named: Mapping[str, str]) -> GivenRow:
    at = (point.x, point.y)[axis]
    half = None if point.region is None else half_width(point.region, ANGLES[axis])
    low, high = (None, None) if half is None else (at - half, at + half)
    is_pale = point.shown < FAINT or point.kind is PointKind.TARGET
    return GivenRow(
        name=named[point.name],
        marks=(Given(at, low, high, Kind.PALE if is_pale else MARKS[point.kind]),),
        figure=figures.signed(at),
        beside="" if half is None else figures.signed_interval(low, high),
        is_pale=is_pale,
    )


def _points_table(found: FigureMap, named: Mapping[str, str]) -> Table:
    columns = [
        (str(_("Point")), False),
        (str(_("First axis")), True),
        (str(_("Second axis")), True),
        (str(_("Shown by these axes")), True),
    ]
    rows = [
        [
            named[point.name],
            figures.signed(point.x, 2),
            figures.signed(point.y, 2),
            figures.percent(point.shown),
        ]
        for point in found.points
    ]
    return table(str(_("Places on the map; of a dimension, its direction")), columns, rows)


def _met(drawn: Drawn, named: Mapping[str, str]) -> list[Section]:
    what = str(_("Who meets what: segments and image formers"))
    if isinstance(drawn.found, NoMap):
        return [Section("met", what, map_words.why_no_touchpoints(drawn.found))]
    found = drawn.found
    note = _(
        "A segment lies towards the image formers that its people meet more often than others do. "
        "Distances between two segments, or between two image formers, can be read off; between a "
        "segment and an image former only the direction."
    )
    return [
        Section(
            code="met",
            what=what,
            sentence=str(_("Segments differ in which image formers they meet.")),
            scatter=scatter(found, named, {}),
            key=(
                ("external", str(_("segment, with its region"))),
                ("touchpoint", str(_("image former, with its region"))),
            ),
            notes=(*map_words.how_to_read(drawn, found, named), str(note)),
            tables=(_points_table(found, named),),
        )
    ]


def _benchmarks(shown: MapsShown, named: Mapping[str, str]) -> list[Section]:
    dimensions = {code: named[code] for code in shown.dimensions}
    return [
        _benchmark(place, name, found, dimensions, scenes.group_name(shown.scene))
        for place, (name, found) in enumerate(shown.benchmarks.items())
    ]


def _benchmark(
    place: int, name: str, found: Benchmark, dimensions: Mapping[str, str], group: str
) -> Section:
    compared = {code: one for code, one in found.dimensions.items() if one.gap is not None}
    order = sorted(compared, key=lambda code: -_difference(compared[code]))
    rows = estimate_rows(
        [_benchmark_row(dimensions[code], compared[code]) for code in order], line=0
    )
    note = _(
        "Points of 0–100: what %(group)s say of us less what buyers say of %(name)s, on the same "
        "questionnaire. Lines are 95%% intervals; bold holds after Holm’s correction. Answers "
        "about competitors are in no figure of our own.",
        group=words.inline(group),
        name=name,
    )
    return Section(
        code=f"benchmark-{place}",
        what=str(
            _(
                "%(group)s about us less %(name)s, n %(n)s",
                group=group,
                name=name,
                n=figures.count(found.n),
            )
        ),
        sentence=map_words.of_benchmark(name, found, dimensions),
        order=str(_("what we are ahead on first")),
        charts=(
            Chart(
                rows,
                what=str(_("Dimension")),
                figure=str(_("Difference (95%)")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
            ),
        )
        if rows
        else (),
        notes=(str(note),),
        tables=(_benchmark_table(name, compared, dimensions),),
    )


def _difference(one: Beside) -> float:
    return one.gap.difference if one.gap is not None else 0.0


def _own(one: Beside) -> float | None:
    """Return our own score: the competitor's and the difference."""
    return None if one.score.mean is None else one.score.mean + _difference(one)


def _benchmark_row(name: str, one: Beside) -> GivenRow:
    gap = one.gap
    if gap is None:
        return GivenRow(name)
    said = [words.qualifier(gap)] if words.qualifier(gap) else []
    if gap.low is not None:
        said.append(figures.signed_interval(gap.low, gap.high))
    notes = [
        str(
            _(
                "we %(own)s, they %(other)s",
                own=figures.score(_own(one)),
                other=figures.score(one.score.mean),
            )
        )
    ]
    if one.comparable is not None and one.comparable.word is Congruence.POOR:
        notes.append(str(_("the items hang together otherwise: compare with care")))
    return GivenRow(
        name=name,
        marks=(
            Given(gap.difference, gap.low, gap.high, Kind.FULL if gap.is_supported else Kind.PALE),
        ),
        figure=figures.signed(gap.difference),
        beside=", ".join(said),
        notes=tuple(notes),
        is_pale=not gap.is_supported,
    )


def _benchmark_table(
    name: str, compared: Mapping[str, Beside], dimensions: Mapping[str, str]
) -> Table:
    columns = [
        (str(_("Dimension")), False),
        (str(_("We")), True),
        (name, True),
        (str(_("Difference")), True),
        (str(_("95% interval")), True),
        (str(_("p after Holm")), True),
        (str(_("n, the smaller one")), True),
    ]
    rows = []
    for code, one in compared.items():
        gap = one.gap
        if gap is not None:
            rows.append(
                [
                    dimensions[code],
                    figures.score(_own(one), 1),
                    figures.score(one.score.mean, 1),
                    figures.signed(gap.difference, 1),
                    figures.signed_interval(gap.low, gap.high, 1),
                    figures.p_value(gap.p_adjusted),
                    figures.count(gap.n),
                ]
            )
    return table(name, columns, rows)
