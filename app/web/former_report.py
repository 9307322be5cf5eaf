"""The image formers of a group, as sections of a page."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from app.web import figures, former_words, split_words
from app.web.charts.estimates import GivenRow, Kind, estimate_rows
from app.web.former_words import Names
from app.web.report import Chart, Section, Table, table
from app.web.split_report import percent_chart, share_cell, share_mark, shares
from surveys.measurement.estimates import Estimate
from surveys.measurement.formers import Former, Formers
from surveys.measurement.gaps import Gap, Thresholds
from surveys.measurement.jackknife import Replicated

FEW = Thresholds().to_judge
"""Below so many answers a figure is only indicative."""


def sections(found: Formers, names: Names) -> tuple[Section, ...]:
    """Return what there is to show of the image formers of a group."""
    if not found.formers:
        return ()
    order = _order(found)
    return (
        _strength(found, names, order),
        _claim(found),
        *_steered(found),
        _reach(found, names, order),
        _sources(found, names, order),
        _times(found, names, order),
        _weights(found, names, order),
        *_recommendation(found, names),
    )


def _order(found: Formers) -> list[str]:
    """Return the codes of image formers: what the image goes along with most first."""
    return [*(found.image.split.drivers if found.image else found.formers)]


def _strength(found: Formers, names: Names, order: Sequence[str]) -> Section:
    split = None if found.image is None else found.image.split
    notes = {code: _about(of) for code, of in found.formers.items()}
    chart = shares(split, names, str(_("Image former")), notes) if split else None
    read = [] if split is None else split_words.how_to_read(split, names)
    influence = _(
        "The outcome is the image of a person, over all dimensions; what goes along with it is how "
        "good people found what they met. Influence is share × the larger reach: for planning, "
        "without an interval."
    )
    return Section(
        code="strength",
        what=str(_("What the image goes along with: share of what can be explained")),
        sentence=split_words.extent(split, names),
        order=str(_("largest share first")),
        charts=(chart,) if chart else (),
        notes=(" ".join(read), str(influence)),
        tables=(_all(found, names, order),),
    )


def _about(of: Former) -> list[str]:
    """Return what stands below the name of an image former."""
    about = [former_words.of_former(of.kind, of.steerability)]
    if of.influence is not None:
        about.append(str(_("influence %(figure)s", figure=figures.score(100 * of.influence))))
    return about


def _all(found: Formers, names: Names, order: Sequence[str]) -> Table:
    columns = (
        (_("Image former"), False),
        (_("Kind"), False),
        ("n", True),
        ("r", True),
        (_("Share (95%)"), True),
        (_("Met themselves"), True),
        (_("Heard"), True),
        (_("Influence"), True),
    )
    rows = []
    for code in order:
        of = found.formers[code]
        reach, image = of.experiences.reach, of.image
        rows.append(
            (
                names[code],
                former_words.of_former(of.kind, of.steerability),
                figures.count(image.n) if image else figures.NONE,
                figures.alpha(image.r) if image else figures.NONE,
                share_cell(image.share if image else None),
                figures.percent(reach.own.mean) if reach else figures.NONE,
                figures.percent(reach.heard.mean) if reach else figures.NONE,
                figures.NONE if of.influence is None else figures.score(100 * of.influence, 1),
            )
        )
    caption = str(_("Image formers; r is the plain correlation with the image over n people"))
    return table(caption, [(str(name), is_number) for name, is_number in columns], rows)


def _claim(found: Formers) -> Section:
    """Return the test of the claim, with the share of each kind."""
    explained = found.image
    kinds = {} if explained is None else explained.by_kind
    rows = [
        _sum_row(str(name), kinds[kind])
        for kind, name in former_words.KINDS.items()
        if kind in kinds
    ]
    return Section(
        code="claim",
        what=str(_("The claim: staff and current customers weigh most")),
        sentence=former_words.claim(explained),
        charts=_sums(str(_("Who or what")), rows),
    )


def _steered(found: Formers) -> Iterator[Section]:
    """Yield how much goes with what the organisation steers, where there is a split."""
    if found.image is None or not found.image.by_steerability:
        return
    shares_of = found.image.by_steerability
    rows = [
        _sum_row(str(name), shares_of[how])
        for how, name in former_words.STEERED.items()
        if how in shares_of
    ]
    yield Section(
        code="steered",
        what=str(_("Who steers it")),
        sentence=former_words.steerable(found.image),
        charts=_sums(str(_("Who steers it")), rows),
    )


def _sums(what: str, rows: Sequence[GivenRow]) -> tuple[Chart, ...]:
    chart = percent_chart(rows, what=what, figure=str(_("Share (95%)")))
    return (chart,) if chart else ()


def _sum_row(name: str, share: Replicated) -> GivenRow:
    whole = share.value is not None and round(share.value, 9) == 1
    return GivenRow(
        name,
        share_mark(Replicated(share.value) if whole else share),
        figures.percent(share.value),
        "" if whole else figures.percents(share.low, share.high),
    )


def _reach(found: Formers, names: Names, order: Sequence[str]) -> Section:
    rows, cells = [], []
    for code in order:
        reach = found.formers[code].experiences.reach
        if reach is None:
            continue
        rows.append(
            GivenRow(
                names[code],
                (*share_mark(reach.heard, Kind.HOLLOW), *share_mark(reach.own)),
                figures.percent(reach.own.mean),
                str(_("heard %(share)s", share=figures.percent(reach.heard.mean))),
            )
        )
        cells.append(
            (
                names[code],
                figures.count(reach.own.n),
                *map(_share_cell, (reach.own, reach.heard, reach.either)),
            )
        )
    chart = percent_chart(
        rows, what=str(_("Image former")), figure=str(_("Met themselves")), key=_own_and_heard()
    )
    heads = (
        (_("Image former"), False),
        ("n", True),
        (_("Met themselves"), True),
        (_("Heard"), True),
        (_("Either"), True),
    )
    return Section(
        code="reach",
        what=str(_("Reach: whom it met, and who heard, saw or read of it")),
        sentence=former_words.reach(found, names),
        order=str(_("in the same order")),
        charts=(chart,) if chart else (),
        notes=(str(_("Of everybody who was asked, with 95% intervals (Wilson).")),),
        tables=(table(str(_("Reach")), [(str(name), number) for name, number in heads], cells),),
    )


def _sources(found: Formers, names: Names, order: Sequence[str]) -> Section:
    parts = {
        code: (
            of.experiences.judgement.own,
            of.experiences.judgement.heard,
            of.experiences.own_less_heard,
        )
        for code, of in found.formers.items()
    }
    called = (str(_("own")), str(_("heard")))
    return Section(
        code="sources",
        what=str(_("Judgement: met themselves against heard, seen or read")),
        sentence=former_words.sources(found, names),
        order=str(_("in the same order")),
        charts=_judged(names, order, parts, called, _own_and_heard()),
        notes=(
            _contrast_note(former_words.over_all(found.own_less_heard, str(_("own less heard")))),
        ),
        tables=(_judged_table(names, order, parts, called),),
    )


def _times(found: Formers, names: Names, order: Sequence[str]) -> Section:
    parts = {
        code: (
            of.experiences.judgement.this_year,
            of.experiences.judgement.longer_ago,
            of.experiences.recent_less_past,
        )
        for code, of in found.formers.items()
    }
    called = (str(_("this year")), str(_("before")))
    key = ((Kind.FULL, str(_("this year"))), (Kind.HOLLOW, str(_("longer ago"))))
    overall = former_words.over_all(found.recent_less_past, str(_("this year less before")))
    return Section(
        code="times",
        what=str(_("Judgement: this year against longer ago")),
        sentence=former_words.times(found, names),
        order=str(_("in the same order")),
        charts=_judged(names, order, parts, called, key),
        notes=(_contrast_note(overall),),
        tables=(_judged_table(names, order, parts, called),),
    )


Parts = Mapping[str, tuple[Estimate | None, Estimate | None, Gap | None]]
"""Two parts of a judgement, and the first less the second, by image former."""


def _judged(
    names: Names,
    order: Sequence[str],
    parts: Parts,
    called: tuple[str, str],
    key: tuple[tuple[str, str], ...],
) -> tuple[Chart, ...]:
    rows = [_judged_row(names[code], *parts[code], called) for code in order]
    drawn = estimate_rows(rows)
    if drawn is None:
        return ()
    ticks = tuple(figures.score(tick) for tick in drawn.axis.ticks)
    return (Chart(drawn, str(_("Image former")), str(_("Judgement 0–100")), ticks, key),)


def _judged_row(
    name: str,
    first: Estimate | None,
    second: Estimate | None,
    gap: Gap | None,
    called: tuple[str, str],
) -> GivenRow:
    if first is None and second is None:
        return GivenRow(name, figure=figures.NONE, beside=str(_("too few of one")), is_pale=True)
    marks = [
        *(share_mark(second, Kind.HOLLOW) if second else ()),
        *(share_mark(first) if first else ()),
    ]
    few = [
        f"{word}: n {figures.count(part.n)}"
        for word, part in zip(called, (first, second), strict=True)
        if part is not None and part.n < FEW
    ]
    return GivenRow(
        name,
        tuple(marks),
        figures.score(first.mean if first else None),
        f"{called[1]} {figures.score(second.mean if second else None)}",
        tuple(few),
        is_pale=gap is None or not gap.is_supported,
    )


def _judged_table(
    names: Names, order: Sequence[str], parts: Parts, called: tuple[str, str]
) -> Table:
    columns = [(str(_("Image former")), False)]
    for word in called:
        columns += [(word.capitalize(), True), ("n", True)]
    columns += [(str(_("Difference (95%)")), True), (str(_("p, Holm")), True)]
    rows = []
    for code in order:
        first, second, gap = parts[code]
        cells = [names[code]]
        for part in (first, second):
            cells += [_score_cell(part), figures.count(part.n) if part else figures.NONE]
        rows.append((*cells, _gap_cell(gap), figures.p_value(gap.p_adjusted if gap else None)))
    return table(str(_("Judgement, 0–100")), columns, rows)


def _weights(found: Formers, names: Names, order: Sequence[str]) -> Section:
    rows = []
    for code in order:
        weight = found.formers[code].experiences.weight
        if weight is not None:
            rows.append(
                GivenRow(
                    names[code],
                    share_mark(weight),
                    figures.score(weight.mean),
                    figures.interval(weight.low, weight.high),
                    notes=(f"n {figures.count(weight.n)}",),
                )
            )
    drawn = estimate_rows(rows, ends=(0.0, 100.0))
    charts: tuple[Chart, ...] = ()
    if drawn:
        ticks = tuple(figures.score(tick) for tick in drawn.axis.ticks)
        charts = (Chart(drawn, str(_("Image former")), str(_("Weight (95%)")), ticks),)
    return Section(
        code="weights",
        what=str(_("What people say themselves: how much it counts in their image")),
        sentence=former_words.weights(found, names),
        order=str(_("in the same order")),
        charts=charts,
        notes=(
            str(
                _(
                    "0 is hardly, 50 a little, 100 a lot, by those who met it. What people say and "
                    "what their image goes along with need not agree."
                )
            ),
        ),
    )


def _recommendation(found: Formers, names: Names) -> Iterator[Section]:
    """Yield what recommendation goes along with, where it was asked."""
    explained = found.recommendation
    if explained is None:
        return
    split = explained.split
    chart = shares(split, names, str(_("Image former")), {})
    yield Section(
        code="recommendation",
        what=str(_("What recommendation goes along with: share of what can be explained")),
        sentence=split_words.extent(split, names),
        order=str(_("largest share first")),
        charts=(chart,) if chart else (),
        notes=(" ".join(split_words.how_to_read(split, names)),),
    )


def _own_and_heard() -> tuple[tuple[str, str], ...]:
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
