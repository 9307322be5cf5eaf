"""Which gap to close first, as sections of a page: the ranking, and what is not decided."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from app.services.priorities import WavePriorities
from app.services.trend import EVERYONE
from app.web import figures, priorities_words, words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.charts.ranking import Place, ranking
from app.web.frame import translated
from app.web.report import Chart, RankedRow, RankingTable, Section, Table, table
from surveys.measurement.course.priorities import Priorities, Priority, Ranked

DRAWN: Final = 10
"""So many gaps of each kind are drawn; all of them are in the table."""


@dataclass(frozen=True, slots=True)
class Names:
    """What dimensions and segments are called."""

    dimensions: dict[str, str]
    groups: dict[str, str]

    @classmethod
    def of(cls, shown: WavePriorities) -> "Names":
        """Return the names of a wave."""
        return cls(
            {row.code: translated(row.name) for row in shown.figures.dimensions},
            {EVERYONE: str(_("All customers"))}
            | {group.code: translated(group.name) for group in shown.figures.groups},
        )

    def gap(self, priority: Priority) -> tuple[str, str]:
        """Return the names of the dimension and the segment of a gap."""
        return self.dimensions[priority.dimension], self.groups[priority.segment]


def sections(shown: WavePriorities, found: Priorities) -> tuple[Section, ...]:
    """Return what there is to show."""
    names = Names.of(shown)
    parts = []
    if found.ranked:
        parts.append(_ranking(shown, found, names))
    if found.undecided:
        parts.append(_undecided(shown, found, names))
    return tuple(parts)


def _ranking(shown: WavePriorities, found: Priorities, names: Names) -> Section:
    drawn = ranking(found.ranked[:DRAWN], shown.segments)
    notes = [
        _(
            "Lines are 95% intervals of the weight. A place is a range wherever another gap may "
            "weigh more or less in truth; all ranges hold together, as surely."
        ),
        priorities_words.rest(found.ranked[DRAWN:]),
    ]
    return Section(
        code="ranking",
        what=str(_("Priorities by weight")),
        sentence=priorities_words.of_ranking(found.ranked, *names.gap(found.ranked[0].priority)),
        order=str(_("1–%(n)s of %(total)s", n=len(drawn), total=len(found.ranked))),
        ranking=RankingTable(
            tuple(_row(place, names) for place in drawn), priorities_words.is_split(drawn)
        ),
        notes=tuple(str(note) for note in notes if note),
        tables=(_ranked_table(found, names),),
    )


def _row(place: Place, names: Names) -> RankedRow:
    name, group = names.gap(place.ranked.priority)
    return RankedRow(
        place=place,
        name=name,
        group=group,
        gap=figures.signed(place.gap.difference),
        interval=figures.signed_interval(place.gap.low, place.gap.high),
        chip=priorities_words.chip(place.verdict),
        places=priorities_words.place(place.ranked),
    )


def _ranked_table(found: Priorities, names: Names) -> Table:
    columns = [
        (str(_("Dimension")), False),
        (str(_("Segment")), False),
        (str(_("Place")), True),
        (str(_("may be")), True),
        (str(_("Gap")), False),
        (str(_("Points short")), True),
        (str(_("Importance")), True),
        (str(_("Value")), True),
        (str(_("Steerable")), True),
        (str(_("Weight (95%)")), True),
        (str(_("Share")), True),
    ]
    rows = [_ranked_cells(one, names) for one in found.ranked]
    return table(str(_("All gaps that are certain")), columns, rows)


def _ranked_cells(one: Ranked, names: Names) -> list[str]:
    priority = one.priority
    return [
        *names.gap(priority),
        str(one.rank),
        priorities_words.place(one),
        priorities_words.gap_name(priority.gap),
        figures.score(priority.deficit, 1),
        figures.percent(priority.importance),
        figures.percent(priority.value),
        priorities_words.steered(priority.steerable),
        _weight(priority),
        figures.percent(one.share),
    ]


def _weight(priority: Priority) -> str:
    said = figures.score(priority.weight, 2)
    if priority.low is None or priority.high is None:
        return said
    return f"{said} ({figures.interval(priority.low, priority.high, 2)})"


def _undecided(shown: WavePriorities, found: Priorities, names: Names) -> Section:
    rows = estimate_rows(
        [_undecided_row(shown, one, names) for one in found.undecided[:DRAWN]], line=0
    )
    columns = [
        (str(_("Dimension")), False),
        (str(_("Segment")), False),
        (str(_("Gap")), True),
        (str(_("95% interval")), True),
        (str(_("Would weigh")), True),
    ]
    cells = []
    for one in found.undecided:
        gap = shown.segments[one.segment].dimensions[one.dimension].gaps[one.gap]
        cells.append(
            [
                *names.gap(one),
                figures.signed(gap.difference, 1),
                figures.signed_interval(gap.low, gap.high, 1),
                figures.score(one.weight, 2),
            ]
        )
    return Section(
        code="undecided",
        what=str(_("Undecided: not ranked")),
        sentence=priorities_words.of_undecided(found.undecided),
        order=str(_("by what they would weigh")),
        charts=(
            Chart(
                rows,
                what=str(_("Dimension")),
                figure=str(_("Gap (95%)")),
                ticks=tuple(figures.signed(tick) for tick in rows.axis.ticks),
            ),
        )
        if rows
        else (),
        notes=(
            str(_("More answers decide: in the mirror of a segment stands how many it takes.")),
        ),
        tables=(table(str(_("All gaps that are undecided")), columns, cells),),
    )


def _undecided_row(shown: WavePriorities, one: Priority, names: Names) -> GivenRow:
    figure = shown.segments[one.segment]
    gap = figure.dimensions[one.dimension].gaps[one.gap]
    name, group = names.gap(one)
    said = [words.label(gap)]
    if gap.low is not None:
        said.append(figures.signed_interval(gap.low, gap.high))
    return GivenRow(
        name=name,
        marks=(Given(gap.difference, gap.low, gap.high, Kind.PALE),),
        figure=figures.signed(gap.difference),
        beside=", ".join(said),
        notes=(f"{group}, n {figures.count(figure.n)}",),
        is_pale=True,
    )
