"""What stands above each chart in a sentence: only what statistics supports."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web import figures, words
from app.web.charts.answered import ReliabilityRow
from app.web.charts.dumbbells import Dumbbells, Standing, standing_of
from app.web.charts.heat import HeatMap
from app.web.charts.marks import GAPS
from app.web.charts.matrix import VerdictMatrix
from surveys.measurement.image.verdicts import Justified
from surveys.measurement.scales.reliability import Reliability


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
    weak = [row.name for row in rows if any(one.word is Reliability.WEAK for one in row.groups)]
    if weak:
        names = words.joined(words.inline(name) for name in weak)
        return str(_("The items of %(names)s agree weakly: read them with care.", names=names))
    if any(one.value is not None for row in rows for one in row.groups):
        return str(_("Nowhere do the items of a dimension agree weakly."))
    return str(_("There are too few answers to say how well the items agree."))


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
