"""What stands under a headline or a chart: who answered, when, how it is to be read."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models.segments import Segment
from app.services.measure import WaveFigures
from app.web import figures, words
from app.web.charts.answered import NEEDED, Allows, Answered
from app.web.charts.dumbbells import Dumbbells, Series
from app.web.charts.heat import HeatMap
from app.web.charts.marks import Mark
from app.web.charts.matrix import VerdictMatrix
from app.web.frame import day
from surveys.measurement.image.gaps import GapName


def who_answered(wave: WaveFigures, series: Sequence[Series]) -> str:
    """Say how many customers and employees stand behind what is shown."""
    who = [customers(sum(one.figures.n for one in series))]
    if wave.internal and wave.internal.is_own:
        who.append(employees(wave.measurement.employees))
    said = str(_("%(who)s answered", who=words.joined(who)))
    if len(series) > 1:
        parts = [f"{figures.count(one.figures.n)} {words.inline(one.name)}" for one in series]
        said = f"{said}: {', '.join(parts)}"
    return f"{said}."


def customers(n: int) -> str:
    """Return a number of customers: `640 customers`."""
    return str(ngettext("%(n)s customer", "%(n)s customers", n, n=figures.count(n)))


def employees(n: int) -> str:
    """Return a number of employees: `286 employees`."""
    return str(ngettext("%(n)s employee", "%(n)s employees", n, n=figures.count(n)))


def internal_profile(wave: WaveFigures) -> str:
    """Say where the internal profile comes from, where it is not of this wave's own employees."""
    if wave.internal is None:
        return str(
            _(
                "No employees were asked, so the mirror can say whether the image is wanted, "
                "not whether it is justified."
            )
        )
    if wave.internal.is_own:
        return ""
    return str(
        _(
            "The internal profile is that of %(n)s employees in %(wave)s, released %(day)s.",
            n=figures.count(wave.measurement.employees),
            wave=wave.internal.title,
            day=day(wave.internal.released_at),
        )
    )


def release(wave: WaveFigures) -> str:
    """Say as of which release the figures are."""
    if not wave.releases:
        return ""
    latest = wave.releases[-1]
    return str(
        _("Figures of release %(n)s, %(day)s.", n=latest.number, day=day(latest.released_at))
    )


def of_rows(chart: Dumbbells, wave: WaveFigures) -> str:
    """Say how the rows are to be read: the scale, the marks, the lines, the order."""
    said = [
        _("Scores 0–100, axis from %(start)s.", start=chart.axis.start)
        if chart.axis.start
        else _("Scores 0–100.")
    ]
    if chart.gap is not None:
        said.append(
            _("The bar joins the two profiles of the chosen gap; the other two stay faint.")
        )
    bases = [
        f"{words.inline(one.name)} n {figures.count(one.figures.n)}"
        for one in chart.series
        if Mark.EXTERNAL in chart.ends
    ]
    if Mark.INTERNAL in chart.ends and wave.measurement.employees:
        bases.append(_("internal n %(n)s", n=figures.count(wave.measurement.employees)))
    if bases:
        said.append(
            _(
                "Lines are 95%% intervals (%(bases)s); what management sets has none.",
                bases=", ".join(bases),
            )
        )
    if chart.gap is GapName.MATCH:
        said.append(_("Two targets are compared by their tolerance, without a test."))
    elif chart.gap is not None:
        said.append(
            _(
                "Colour holds after Holm’s correction for all dimensions; intervals are not "
                "corrected, so a pale gap can have one clear of zero."
            )
        )
    return " ".join(map(str, said))


def of_verdicts(matrix: VerdictMatrix) -> str:
    """Say which figures stand in the boxes."""
    if matrix.knows_employees:
        return str(
            _(
                "Figures: recognition (image − internal) · wish (image − wish). A verdict needs "
                "both to be decided after Holm’s correction."
            )
        )
    return str(
        _(
            "Figures: image − wish. Ask at least 30 employees the same dimensions, and each of "
            "these splits into keep, improve ourselves, make it known and live up to it."
        )
    )


def needed(matrix: VerdictMatrix) -> list[str]:
    """Say how many answers would decide what is open."""
    said = []
    for one in matrix.needed:
        people = figures.about(one.customers)
        if one.employees is None:
            text = _("%(name)s: at about %(n)s customers", name=one.name, n=people)
        else:
            text = _(
                "%(name)s: at about %(n)s customers and %(m)s employees",
                name=one.name,
                n=people,
                m=figures.about(one.employees),
            )
        said.append(str(text))
    return said


def of_heat(chart: HeatMap, k: int) -> list[str]:
    """Say how the colours of the heat map were found, and who is not in it."""
    said = [str(_("Coloured after Benjamini–Hochberg screening at 5%."))]
    few = [one.name for one in chart.columns if 0 < one.figures.n < NEEDED.to_judge]
    if few:
        said.append(
            str(
                _(
                    "Fewer than %(n)s answers, so figures without colour or verdict: %(groups)s.",
                    n=NEEDED.to_judge,
                    groups=words.joined(few),
                )
            )
        )
    hidden = [one.name for one in chart.columns if not one.figures.n]
    if hidden:
        said.append(
            str(
                _(
                    "Fewer than %(k)s answers, so no figures, and not in any total: %(groups)s.",
                    k=k,
                    groups=words.joined(hidden),
                )
            )
        )
    return said


def of_answered(groups: Sequence[Answered]) -> str:
    """Say of how many groups everything can be said."""
    whole = sum(one.allows is Allows.EVERYTHING for one in groups)
    return str(
        _(
            "%(n)s of %(total)s groups have enough answers for every test and verdict.",
            n=whole,
            total=len(groups),
        )
    )


def waiting(group: Answered) -> str:
    """Say how many answers wait for a release: their number only where it is at least k."""
    if group.waiting is None:
        return str(ngettext("fewer than %(num)d waits", "fewer than %(num)d wait", group.k))
    return str(_("%(n)s wait", n=figures.count(group.waiting)))


def present(wave: WaveFigures | None, segment: Segment | None) -> dict[str, str]:
    """Say per dimension how it is now, as a help for whoever sets a target."""
    if wave is None:
        return {}
    measured = wave.measurement
    seen = measured.total if segment is None else measured.segments.get(segment.code)
    said: dict[str, list[str]] = {}
    for code, found in seen.dimensions.items() if seen else ():
        if found.external.n:
            image = figures.score(found.external.mean)
            n = figures.count(found.external.n)
            said.setdefault(code, []).append(_("image %(score)s, n %(n)s", score=image, n=n))
    for code, own in measured.internal.items():
        if own.estimate.n:
            score, n = figures.score(own.estimate.mean), figures.count(own.estimate.n)
            said.setdefault(code, []).append(_("internal %(score)s, n %(n)s", score=score, n=n))
    return {code: " · ".join(texts) for code, texts in said.items()}
