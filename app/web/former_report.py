"""The image formers of a group, as sections of a page."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.web import experience_report, figures, former_words, split_words
from app.web.charts.estimates import GivenRow
from app.web.former_words import Names
from app.web.report import Chart, Section, Table, table
from app.web.split_report import percent_chart, share_cell, share_mark, shares
from surveys.measurement.origins.formers import Former, Formers
from surveys.measurement.origins.influence import Split
from surveys.measurement.sums.jackknife import Replicated


def sections(found: Formers, names: Names) -> tuple[Section, ...]:
    """Return what there is to show of the image formers of a group."""
    if not found.formers:
        return ()
    order = _order(found)
    return (
        _strength(found, names, order),
        _claim(found),
        *_steered(found),
        *experience_report.sections(found, names, order),
        *_recommendation(found, names),
    )


def _order(found: Formers) -> list[str]:
    """Return the codes of image formers: what the image goes along with most first."""
    return [*(found.image.split.drivers if found.image else found.formers)]


def _strength(found: Formers, names: Names, order: Sequence[str]) -> Section:
    split = None if found.image is None else found.image.split
    notes = {code: _about(of) for code, of in found.formers.items()}
    chart = shares(split, names, str(_("Image former")), notes) if split else None
    return Section(
        code="strength",
        what=str(_("What the image goes along with: share of what can be explained")),
        sentence=split_words.extent(split, names),
        order=str(_("largest share first")) if chart else "",
        charts=(chart,) if chart else (),
        notes=_strength_notes(split, names) if split and chart else (),
        tables=(_all(found, names, order),),
    )


def _strength_notes(split: Split, names: Names) -> tuple[str, str]:
    about = _(
        "The outcome is the image of a person, over all dimensions; what goes along with it is how "
        "good people found what they met. Influence is share × the larger reach: for planning, "
        "without an interval."
    )
    return " ".join(split_words.how_to_read(split, names)), str(about)


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
        order=str(_("largest share first")) if chart else "",
        charts=(chart,) if chart else (),
        notes=(" ".join(split_words.how_to_read(split, names)),) if chart else (),
    )
