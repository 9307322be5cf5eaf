"""What the pages say in a sentence: only what statistics supports, in the words of the field.

A headline never rests on few answers (indicative figures) and stays under 25 words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.web import figures, words
from app.web.charts.answered import ReliabilityRow
from app.web.charts.dumbbells import Dumbbells, Reading, Standing, standing_of
from app.web.charts.heat import HeatMap
from app.web.charts.marks import GAPS
from app.web.charts.matrix import VerdictMatrix
from surveys.measurement.gaps import GapName
from surveys.measurement.verdicts import Justified

MOST_WORDS: Final = 24
"""Of a headline."""

NAMED: Final = 3
"""So many dimensions at most are named in one claim."""

BELOW: Final[Mapping[GapName, LazyString]] = {
    GapName.WISH: _l("%(groups)s see us %(points)s below the wish on %(dimensions)s."),
    GapName.PROMISE: _l("%(groups)s see us %(points)s below the mission on %(dimensions)s."),
    GapName.RECOGNITION: _l(
        "%(groups)s see us %(points)s lower than our own people do on %(dimensions)s."
    ),
    GapName.LIVED_MISSION: _l(
        "Our own people see us %(points)s below the mission on %(dimensions)s."
    ),
    GapName.MATCH: _l("Our mission is %(points)s below the wish for %(groups)s on %(dimensions)s."),
    GapName.ABILITY: _l(
        "Our own people see us %(points)s below the wish for %(groups)s on %(dimensions)s."
    ),
}
ABOVE: Final[Mapping[GapName, LazyString]] = {
    GapName.WISH: _l("%(groups)s see us %(points)s above the wish on %(dimensions)s."),
    GapName.PROMISE: _l("%(groups)s see us %(points)s above the mission on %(dimensions)s."),
    GapName.RECOGNITION: _l(
        "%(groups)s see us %(points)s higher than our own people do on %(dimensions)s."
    ),
    GapName.LIVED_MISSION: _l(
        "Our own people see us %(points)s above the mission on %(dimensions)s."
    ),
    GapName.MATCH: _l("Our mission is %(points)s above the wish for %(groups)s on %(dimensions)s."),
    GapName.ABILITY: _l(
        "Our own people see us %(points)s above the wish for %(groups)s on %(dimensions)s."
    ),
}
CLOSED: Final[Mapping[GapName, LazyString]] = {
    GapName.WISH: _l("On %(dimensions)s image and wish agree within %(margin)s points."),
    GapName.PROMISE: _l("On %(dimensions)s image and mission agree within %(margin)s points."),
    GapName.RECOGNITION: _l(
        "On %(dimensions)s customers and our own people agree within %(margin)s points."
    ),
    GapName.LIVED_MISSION: _l(
        "On %(dimensions)s our own people and the mission agree within %(margin)s points."
    ),
    GapName.MATCH: _l("On %(dimensions)s mission and wish agree within %(margin)s points."),
    GapName.ABILITY: _l(
        "On %(dimensions)s our own people and the wish agree within %(margin)s points."
    ),
}
CLAIMS: Final = {Standing.BELOW: BELOW, Standing.ABOVE: ABOVE, Standing.CLOSED: CLOSED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One dimension on which the same may be said of all the groups of a chart."""

    name: str
    readings: tuple[Reading, ...]

    @property
    def size(self) -> float:
        """Return the largest of its gaps, in points."""
        return max(abs(one.gap.difference) for one in self.readings if one.gap)


def headline(chart: Dumbbells) -> str:
    """Return the answer in a sentence or two: the largest gaps, and where there are none."""
    if chart.gap is None:
        return str(_("There is nothing to compare yet: a profile is missing."))
    found = {standing: _findings(chart, standing) for standing in CLAIMS}
    order = [standing for standing in CLAIMS if found[standing]]
    if not order:
        return _nothing_shared(chart)
    candidates = [
        " ".join(
            _claim(chart, chart.gap, standing, found[standing][:named])
            for standing, named in zip(order, (first, second), strict=False)
            if named
        )
        for first, second in ((3, 2), (3, 1), (2, 1), (3, 0), (2, 0), (1, 0))
    ]
    return next((text for text in candidates if len(text.split()) <= MOST_WORDS), candidates[-1])


def counted(chart: Dumbbells) -> str:
    """Say on how many dimensions a group stands below and above; empty where nothing is known."""
    gap = chart.gap
    if gap is None or len(chart.series) != 1:
        return ""
    sizes = {group.standing: len(group.rows) for group in chart.groups}
    below, above = sizes.get(Standing.BELOW, 0), sizes.get(Standing.ABOVE, 0)
    compared = sum(sizes.values()) - sizes.get(Standing.INCOMPARABLE, 0)
    if not compared:
        return ""
    second = GAPS[gap][1]
    return str(
        _(
            "%(below)s on %(n)s of %(total)s dimensions, above it on %(above)s.",
            below=words.BELOW[second],
            n=below,
            total=compared,
            above=above,
        )
    )


def of_rows(chart: Dumbbells) -> str:
    """Say where the largest shortfall is, and the largest surplus."""
    if chart.gap is None:
        return str(_("The four profiles of every dimension."))
    below, above = _largest(chart, Standing.BELOW), _largest(chart, Standing.ABOVE)
    said = []
    if below is not None:
        said.append(_("The largest shortfall is on %(what)s.", what=below))
    if above is not None:
        said.append(_("The largest surplus is on %(what)s.", what=above))
    return " ".join(said) or str(_("No gap is supported by the answers that there are."))


def of_verdicts(matrix: VerdictMatrix) -> str:
    """Say in how many ways the image is or is not what it should be."""
    if not matrix.total:
        return str(_("There is no verdict without a wish."))
    known = sum(
        matrix.count((row, column))
        for row in (*Justified, *(() if matrix.knows_employees else (None,)))
        for column in (True, False)
    )
    if not matrix.knows_employees:
        said = _(
            "Wanted or unwanted is known for %(known)s of %(total)s. Justified needs employees.",
            known=known,
            total=matrix.total,
        )
        return str(said)
    if not known:
        return str(_("Not one verdict is decided yet: that takes more answers."))
    if any(len(entry.figures) > 1 for box in matrix.boxes.values() for entry in box):
        said = _("%(known)s of %(total)s verdicts are decided.", known=known, total=matrix.total)
        return str(said)
    return _ways(matrix)


def of_heat(chart: HeatMap) -> str:
    """Say which shortfall holds in most segments, and where the largest gap is."""
    tested = [
        place
        for place in range(len(chart.columns))
        if any(row.cells[place].style not in {"sup", "u", "none"} for row in chart.rows)
    ]
    short = {
        row.name: sum(row.cells[place].style.startswith("d") for place in tested)
        for row in chart.rows
    }
    name = max(short, key=lambda key: short[key], default="")
    if not name or not short[name]:
        return str(_("No shortfall holds in any segment that can be tested."))
    if short[name] == len(tested) == 2:
        said = _(
            "A shortfall on %(dimension)s holds in both segments that can be tested.",
            dimension=words.inline(name),
        )
    elif short[name] == len(tested) > 2:
        said = _(
            "A shortfall on %(dimension)s holds in all %(n)s segments that can be tested.",
            dimension=words.inline(name),
            n=len(tested),
        )
    else:
        said = ngettext(
            "A shortfall on %(dimension)s holds in %(n)s of %(num)s segment that can be tested.",
            "A shortfall on %(dimension)s holds in %(n)s of %(num)s segments that can be tested.",
            len(tested),
            dimension=words.inline(name),
            n=short[name],
        )
    supported = [
        (cell.gap, row.name, column.name)
        for row in chart.rows
        for cell, column in zip(row.cells, chart.columns, strict=True)
        if cell.gap is not None and cell.style[0] in "ds" and cell.style != "sup"
    ]
    gap, dimension, group = max(supported, key=lambda each: abs(each[0].difference))
    largest = _(
        "The largest gap is on %(dimension)s, at %(group)s: %(points)s.",
        dimension=words.inline(dimension),
        group=words.inline(group),
        points=figures.points([gap.difference]),
    )
    return f"{said} {largest}"


def of_reliability(rows: Sequence[ReliabilityRow]) -> str:
    """Say of which dimensions the items hardly hang together."""
    weak = [row.name for row in rows if any(one.is_weak for one in row.groups)]
    if weak:
        names = words.joined(words.inline(name) for name in weak)
        return str(_("The items of %(names)s agree weakly: read them with care.", names=names))
    if any(one.alpha is not None for row in rows for one in row.groups):
        return str(_("Nowhere do the items of a dimension agree weakly."))
    return str(_("There are too few answers to say how well the items agree."))


def _findings(chart: Dumbbells, standing: Standing) -> list[Finding]:
    """Return the dimensions with one standing for all groups, the largest gaps first.

    Of gaps only those are named that are at least half as large as the largest one.
    """
    found = [
        Finding(row.name, row.readings)
        for row in chart.rows
        if all(standing_of(one.gap) is standing for one in row.readings)
    ]
    if standing is Standing.CLOSED:
        return found[:NAMED]
    found.sort(key=lambda finding: -finding.size)
    return [one for one in found if one.size >= found[0].size / 2][:NAMED]


def _claim(chart: Dumbbells, gap: GapName, standing: Standing, found: Sequence[Finding]) -> str:
    gaps = [one.gap for finding in found for one in finding.readings if one.gap is not None]
    names = words.joined(words.inline(finding.name) for finding in found)
    said = str(CLAIMS[standing][gap]) % {
        "groups": words.joined(words.inline(one.name) for one in chart.series),
        "points": figures.points(gap.difference for gap in gaps),
        "dimensions": names,
        "margin": figures.score(max(gap.margin for gap in gaps)),
    }
    return words.capital(said)


def _nothing_shared(chart: Dumbbells) -> str:
    """Say what there is to say when no finding holds for all groups of a chart."""
    if len(chart.series) > 1:
        return str(
            _(
                "Nothing can be said yet that holds for both %(groups)s.",
                groups=words.joined(words.inline(one.name) for one in chart.series),
            )
        )
    if any(one.gap is not None for row in chart.rows for one in row.readings):
        return str(
            _(
                "How %(group)s see us cannot be said yet: that takes more answers.",
                group=words.inline(chart.series[0].name),
            )
        )
    return str(_("There is nothing to compare yet: a profile is missing."))


def _largest(chart: Dumbbells, standing: Standing) -> str | None:
    """Return the dimension with the largest gap of one side, with how large and where."""
    found = [
        (row.name, one, one.gap)
        for row in chart.rows
        for one in row.readings
        if one.gap is not None and standing_of(one.gap) is standing
    ]
    if not found:
        return None
    name, reading, gap = max(found, key=lambda each: abs(each[2].difference))
    size = figures.points([gap.difference])
    if len(chart.series) == 1:
        return str(_("%(dimension)s, %(points)s", dimension=words.inline(name), points=size))
    return str(
        _(
            "%(dimension)s, at %(group)s: %(points)s",
            dimension=words.inline(name),
            group=words.inline(reading.series.name),
            points=size,
        )
    )


def _ways(matrix: VerdictMatrix) -> str:
    """Count the verdicts of one group in words."""
    below = matrix.count((Justified.BELOW, True)) + matrix.count((Justified.BELOW, False))
    short = matrix.count((Justified.JUSTIFIED, False))
    above = matrix.count((Justified.ABOVE, True)) + matrix.count((Justified.ABOVE, False))
    kept = matrix.count((Justified.JUSTIFIED, True))
    parts = (
        (
            below,
            ngettext(
                "on %(num)s dimension we are better than they see",
                "on %(num)s dimensions we are better than they see",
                below,
            ),
        ),
        (
            short,
            ngettext(
                "on %(num)s they are right and it is not enough",
                "on %(num)s they are right and it is not enough",
                short,
            ),
        ),
        (above, ngettext("on %(num)s they flatter us", "on %(num)s they flatter us", above)),
        (
            kept,
            ngettext(
                "on %(num)s they are right, and that is enough",
                "on %(num)s they are right, and that is enough",
                kept,
            ),
        ),
    )
    return f"{words.capital('; '.join(str(text) for number, text in parts if number))}."
