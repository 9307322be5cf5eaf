"""The answer of a page in a sentence or two: only what statistics supports.

A headline never rests on few answers (indicative figures) and stays under 25 words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import figures, words
from app.web.charts.dumbbells import Dumbbells, Reading, Standing, standing_of
from surveys.measurement.image.gaps import GapName

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
    named = [words.joined(words.inline(one.name) for one in chart.series)]
    if len(chart.series) > 1:
        named.append(str(_("both segments")))
    candidates = [
        " ".join(
            _claim(chart.gap, standing, found[standing][:most], groups)
            for standing, most in zip(order, (first, second), strict=False)
            if most
        )
        for groups in named
        for first, second in ((3, 2), (3, 1), (2, 1), (3, 0), (2, 0), (1, 0))
    ]
    return next((text for text in candidates if len(text.split()) <= MOST_WORDS), candidates[-1])


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


def _claim(gap: GapName, standing: Standing, found: Sequence[Finding], groups: str) -> str:
    gaps = [one.gap for finding in found for one in finding.readings if one.gap is not None]
    names = words.joined(words.inline(finding.name) for finding in found)
    said = str(CLAIMS[standing][gap]) % {
        "groups": groups,
        "points": figures.points(gap.difference for gap in gaps),
        "dimensions": names,
        "margin": figures.score(max(gap.margin for gap in gaps)),
    }
    return words.capital(said)


def _nothing_shared(chart: Dumbbells) -> str:
    """Say what there is to say when no finding holds for all groups of a chart."""
    if len(chart.series) > 1:
        alone = [_alone(chart, place) for place in range(len(chart.series))]
        return headline(max(alone, key=_largest_supported))
    if any(one.gap is not None for row in chart.rows for one in row.readings):
        return str(
            _(
                "How %(group)s see us cannot be said yet: that takes more answers.",
                group=words.inline(chart.series[0].name),
            )
        )
    return str(_("There is nothing to compare yet: a profile is missing."))


def _alone(chart: Dumbbells, place: int) -> Dumbbells:
    """Return a chart with one of its groups."""
    groups = (
        replace(
            group, rows=tuple(replace(row, readings=row.readings[place:][:1]) for row in group.rows)
        )
        for group in chart.groups
    )
    return replace(chart, series=chart.series[place:][:1], groups=tuple(groups))


def _largest_supported(chart: Dumbbells) -> float:
    gaps = [one.gap for row in chart.rows for one in row.readings if one.gap is not None]
    return max((abs(gap.difference) for gap in gaps if gap.is_supported), default=0.0)
