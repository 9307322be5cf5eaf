"""What people had with image formers, as sections of a page: reach, judgement, stated weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.web import figures, former_words
from app.web.charts.estimates import GivenRow, Kind, estimate_rows
from app.web.former_words import Names
from app.web.report import Chart, Section, Table, table
from app.web.split_report import percent_chart, share_cell, share_mark
from surveys.measurement.image.gaps import Gap
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.formers import Formers
from surveys.measurement.sums.jackknife import Replicated

FEW = Thresholds().to_judge
"""Below so many answers a figure is only indicative."""

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Two:
    """The judgement of an image former by two parts of a group, and the first less the second."""

    first: Estimate | None
    second: Estimate | None
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """Two parts of all judgements, by image former: what they are called, what marks them."""

    formers: Mapping[str, _Two]
    called: tuple[str, str]
    key: Key


def sections(found: Formers, names: Names, order: Sequence[str]) -> tuple[Section, ...]:
    """Return what there is to show of what people had with image formers, in a given order."""
    return (
        _reach(found, names, order),
        _sources(found, names, order),
        _times(found, names, order),
        _weights(found, names, order),
    )


def _reach(found: Formers, names: Names, order: Sequence[str]) -> Section:
    reached = {
        names[code]: reach
        for code in order
        if (reach := found.formers[code].experiences.reach) is not None
    }
    rows = [
        GivenRow(
            name,
            (*share_mark(reach.heard, Kind.HOLLOW), *share_mark(reach.own)),
            figures.percent(reach.own.mean),
            str(_("heard %(share)s", share=figures.percent(reach.heard.mean))),
        )
        for name, reach in reached.items()
    ]
    cells = [
        (
            name,
            figures.count(reach.own.n),
            *map(_share_cell, (reach.own, reach.heard, reach.either)),
        )
        for name, reach in reached.items()
    ]
    columns = [
        (str(_("Image former")), False),
        ("n", True),
        (str(_("Met themselves")), True),
        (str(_("Heard")), True),
        (str(_("Either")), True),
    ]
    what, figure = str(_("Image former")), str(_("Met themselves"))
    return _with_evidence(
        Section(
            "reach",
            str(_("Reach: whom it met, and who heard, saw or read of it")),
            former_words.reach(found, names),
        ),
        percent_chart(rows, what=what, figure=figure, key=_own_and_heard()),
        str(_("Of everybody who was asked, with 95% intervals (Wilson).")),
        table(str(_("Reach")), columns, cells),
    )


def _sources(found: Formers, names: Names, order: Sequence[str]) -> Section:
    two = {
        code: _Two(of.judgement.own, of.judgement.heard, of.own_less_heard)
        for code, of in ((code, former.experiences) for code, former in found.formers.items())
    }
    parts = _Parts(two, (str(_("own")), str(_("heard"))), _own_and_heard())
    overall = former_words.over_all(found.own_less_heard, str(_("own less heard")))
    return _with_evidence(
        Section(
            "sources",
            str(_("Judgement: met themselves against heard, seen or read")),
            former_words.sources(found, names),
        ),
        _judged(names, order, parts),
        _contrast_note(overall),
        _judged_table(names, order, parts),
    )


def _times(found: Formers, names: Names, order: Sequence[str]) -> Section:
    two = {
        code: _Two(of.judgement.this_year, of.judgement.longer_ago, of.recent_less_past)
        for code, of in ((code, former.experiences) for code, former in found.formers.items())
    }
    key = ((Kind.FULL, str(_("this year"))), (Kind.HOLLOW, str(_("longer ago"))))
    parts = _Parts(two, (str(_("this year")), str(_("before"))), key)
    overall = former_words.over_all(found.recent_less_past, str(_("this year less before")))
    return _with_evidence(
        Section(
            "times",
            str(_("Judgement: this year against longer ago")),
            former_words.times(found, names),
        ),
        _judged(names, order, parts),
        _contrast_note(overall),
        _judged_table(names, order, parts),
    )


def _weights(found: Formers, names: Names, order: Sequence[str]) -> Section:
    rows = []
    for code in order:
        weight = found.formers[code].experiences.weight
        if weight is not None:
            interval = figures.interval(weight.low, weight.high) if weight.low is not None else ""
            mean, n = figures.score(weight.mean), f"n {figures.count(weight.n)}"
            rows.append(GivenRow(names[code], share_mark(weight), mean, interval, (n,)))
    return _with_evidence(
        Section(
            "weights",
            str(_("What people say themselves: how much it counts in their image")),
            former_words.weights(found, names),
        ),
        _score_chart(rows, str(_("Weight (95%)")), (), ends=(0.0, 100.0)),
        str(
            _(
                "0 is hardly, 50 a little, 100 a lot, by those who met it. What people say and "
                "what their image goes along with need not agree."
            )
        ),
    )


def _with_evidence(
    section: Section, chart: Chart | None, note: str, behind: Table | None = None
) -> Section:
    """Return a section with what it rests on; with nothing to draw its sentence stands alone."""
    if chart is None:
        return section
    return replace(
        section,
        order=str(_("in the same order")),
        charts=(chart,),
        notes=(note,),
        tables=() if behind is None else (behind,),
    )


def _judged(names: Names, order: Sequence[str], parts: _Parts) -> Chart | None:
    rows = [_judged_row(names[code], parts.formers[code], parts.called) for code in order]
    return _score_chart(rows, str(_("Judgement 0–100")), parts.key)


def _score_chart(
    rows: Sequence[GivenRow], figure: str, key: Key, ends: tuple[float, float] | None = None
) -> Chart | None:
    drawn = estimate_rows(rows, ends=ends)
    if drawn is None:
        return None
    ticks = tuple(figures.score(tick) for tick in drawn.axis.ticks)
    return Chart(drawn, str(_("Image former")), figure, ticks, key)


def _judged_row(name: str, of: _Two, called: tuple[str, str]) -> GivenRow:
    first, second = of.first, of.second
    if first is None and second is None:
        return GivenRow(name, figure=figures.NONE, beside=str(_("too few")), is_pale=True)
    few = [
        f"{word}: n {figures.count(part.n)}"
        for word, part in zip(called, (first, second), strict=True)
        if part is not None and part.n < FEW
    ]
    hollow = share_mark(second, Kind.HOLLOW) if second else ()
    return GivenRow(
        name,
        (*hollow, *(share_mark(first) if first else ())),
        figures.score(first.mean if first else None),
        f"{called[1]} {figures.score(second.mean if second else None)}",
        tuple(few),
        is_pale=of.gap is None or not of.gap.is_supported,
    )


def _judged_table(names: Names, order: Sequence[str], parts: _Parts) -> Table:
    columns = [(str(_("Image former")), False)]
    for word in parts.called:
        columns += [(word.capitalize(), True), ("n", True)]
    columns += [(str(_("Difference (95%)")), True), (str(_("p, Holm")), True)]
    rows = []
    for code in order:
        of = parts.formers[code]
        cells = [names[code]]
        for part in (of.first, of.second):
            cells += [_score_cell(part), figures.count(part.n) if part else figures.NONE]
        p = of.gap.p_adjusted if of.gap else None
        rows.append((*cells, _gap_cell(of.gap), figures.p_value(p)))
    return table(str(_("Judgement, 0–100")), columns, rows)


def _own_and_heard() -> Key:
    return ((Kind.FULL, str(_("met themselves"))), (Kind.HOLLOW, str(_("heard, saw or read"))))


def _contrast_note(overall: str) -> str:
    mind = _(
        "How good it was, 0–100. Bold where the two differ after Holm’s correction over all image "
        "formers; where one part has too few people, neither is shown."
    )
    return f"{mind} {overall}".strip()


def _share_cell(share: Estimate) -> str:
    return share_cell(Replicated(share.mean, share.se, None, share.low, share.high))


def _score_cell(part: Estimate | None) -> str:
    if part is None or part.mean is None:
        return figures.NONE
    if part.low is None:
        return figures.score(part.mean, 1)
    return f"{figures.score(part.mean, 1)} ({figures.interval(part.low, part.high, 1)})"


def _gap_cell(gap: Gap | None) -> str:
    if gap is None:
        return figures.NONE
    if gap.low is None:
        return figures.signed(gap.difference, 1)
    return f"{figures.signed(gap.difference, 1)} ({figures.signed_interval(gap.low, gap.high, 1)})"
